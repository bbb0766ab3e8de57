"""Keeps personal data out of what is stored: it is masked before anything else sees a message."""

from __future__ import annotations

import hashlib
import hmac
import re

MASK = "▒"
"""Stands where something personal stood: one character that no person types."""

_PATTERNS = (
    # e-mail, before anything that looks at its parts
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    # IBAN
    re.compile(r"\b[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{4}){2,7}(?:[ -]?[A-Za-z0-9]{1,3})?\b"),
    # national register number: 85.07.30-033.28
    re.compile(r"\b\d{2}[. ]?\d{2}[. ]?\d{2}[- ]?\d{3}[. ]?\d{2}\b"),
    # phone numbers: at least nine digits, national or +32 / 0032; never a help line of 3 or 4
    re.compile(r"(?<!\d)(?:\+|00)?\d(?:[ ./-]?\d){8,13}(?!\d)"),
    # street and number: 'Kerkstraat 12 bus 3', 'rue de la Loi 16'
    re.compile(
        r"\b[A-ZÀ-Ý][\w'’-]*(?:straat|laan|plein|weg|steenweg|lei|dreef|kaai|pad|hof)\s+\d{1,4}"
        r"(?:\s*[a-zA-Z]\b)?(?:\s*(?:bus|bte)\s*\d+)?",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:rue|avenue|chauss[ée]e|boulevard|place|quai|all[ée]e)\s+[\w'’ -]{2,40}?,?\s*\d{1,4}"
        r"(?:\s*(?:bte|bus|bo[iî]te)\s*\d+)?\b",
        re.IGNORECASE,
    ),
)

# The name after 'my name is'; the words stay, the name goes.
_NAMED = re.compile(
    r"(?i:\b(?:ik heet|(?:mijn|m'n|mn) naam is|je m['’ ]?appelle|mon nom est|mon pr[ée]nom est))"
    r"\s+(?P<name>\w[\w'’-]*(?:\s+[A-ZÀ-Ý][\w'’-]*){0,3})"
)


def mask(text: str) -> str:
    """The same text without names told, addresses, numbers and accounts.

    Postal codes, prices and short help-line numbers stay: they are needed and point at nobody.
    """
    for pattern in _PATTERNS:
        text = pattern.sub(MASK, text)
    return _NAMED.sub(lambda m: m.group(0)[: m.start("name") - m.start(0)] + MASK, text)


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
