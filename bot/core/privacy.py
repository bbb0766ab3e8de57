"""Keeps personal data out of what is stored: it is masked before anything else sees a message."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable

from bot.core import streets
from bot.core.names import told_names
from bot.core.numbers import accounts, register_numbers

MASK = "▒"
"""Stands where something personal stood: one character that no person types."""

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")

_NUMBERS = (
    # IBAN: a Belgian one has exactly sixteen characters; others are as long as they come
    re.compile(r"\bBE\d{2}(?:[ -]?\d{4}){3}\b", re.IGNORECASE),
    re.compile(r"\b(?!BE)[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?\b"),
    # national register number as it is mostly written, 85.07.30-033.28, whatever its check digits
    re.compile(r"\b\d{2}[. ]?\d{2}[. ]?\d{2}[- ]?\d{3}[. ]?\d{2}\b"),
    # phone and card numbers: at least nine digits; never a help line of 3 or 4, nor two or three
    # postal codes in a row
    re.compile(
        r"(?<!\d)(?!(?:[1-9]\d{3}[ ,]+){1,2}[1-9]\d{3}(?!\d| ?\d))"
        r"(?:\+|00|\()?\d(?:[ \u00a0\u202f./()_\u2013\u2014-]{0,3}\d){8,18}(?!\d)"
    ),
)


def mask(text: str) -> str:
    """The same text without names told, addresses, numbers and accounts.

    Postal codes, prices and short help-line numbers stay: they are needed and point at nobody.
    """
    masked = _once(text)
    # What was glued to something else can be seen once that is gone.
    while masked != text:
        text, masked = masked, _once(masked)
    return masked


def _once(text: str) -> str:
    """The text with what is seen in it masked."""
    # E-mail first, before anything that looks at its parts; names last, as digits end them.
    text = _EMAIL.sub(MASK, text)
    # All numbers at once: what one finds a part of, another may find whole.
    found = [match.span() for pattern in _NUMBERS for match in pattern.finditer(text)]
    text = _masked(text, [*found, *accounts(text), *register_numbers(text)])
    for pattern in streets.PATTERNS:
        text = pattern.sub(MASK, text)
    return _masked(text, told_names(text))


def _masked(text: str, places: Iterable[tuple[int, int]]) -> str:
    """The text with a mask in each of these places; one for places that overlap."""
    parts, at = [], 0
    for start, end in sorted(places):
        if start >= at:
            parts += [text[at:start], MASK]
        at = max(at, end)
    return "".join([*parts, text[at:]])


def pseudonym(secret: bytes, channel: str, sender: str) -> str:
    """A stable name for a sender that cannot be turned back without the secret.

    Args:
        secret: the installation's own secret, at least 16 bytes.
        channel: the channel's name; the same person on two channels is two pseudonyms.
        sender: the channel's own id of the person.

    Raises:
        ValueError: the secret is too short to protect anybody.
    """
    if len(secret) < 16:
        raise ValueError("the installation's secret must be at least 16 bytes")
    digest = hmac.new(secret, f"{channel}\0{sender}".encode(), hashlib.sha256)
    return digest.hexdigest()[:32]


def rotation_of(pseudonymous: str) -> int:
    """A number for a talk, from its pseudonym: it settles ties without favouring a model."""
    return int(hashlib.sha256(pseudonymous.encode()).hexdigest()[:8], 16)
