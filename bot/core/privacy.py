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
    # IBAN: a Belgian one has exactly sixteen characters; others are as long as they come
    re.compile(r"\bBE\d{2}(?:[ -]?\d{4}){3}\b", re.IGNORECASE),
    re.compile(r"\b(?!BE)[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?\b"),
    # national register number: 85.07.30-033.28
    re.compile(r"\b\d{2}[. ]?\d{2}[. ]?\d{2}[- ]?\d{3}[. ]?\d{2}\b"),
    # phone and card numbers: at least nine digits; never a help line of 3 or 4, nor two or three
    # postal codes in a row
    re.compile(
        r"(?<!\d)(?!(?:[1-9]\d{3}[ ,]+){1,2}[1-9]\d{3}(?!\d| ?\d))"
        r"(?:\+|00|\()?\d(?:[ ./()-]{0,3}\d){8,18}(?!\d)"
    ),
    # street and number: 'Kerkstraat 12 bus 3', 'Kerkstraat nr 12', 'rue de la Loi 16'
    re.compile(
        r"\b(?!(?:onder|half|uit|weg)weg\b)\w[\w'’-]*"
        r"(?:straat|laan|plein|weg|steenweg|lei|dreef|kaai|pad|hof)\s+(?:(?:nr|nummer)\.?\s*)?\d{1,4}"
        r"(?:\s*[a-zA-Z]\b)?(?:\s*(?:bus|bte)\s*\d+)?(?!\s*(?:min|uur|jaar|km|keer|dagen))",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![\w-])(?:rue|avenue|chauss[ée]e|boulevard|quai|all[ée]e|place(?=\s+(?:de|du|des|d['’]|(?-i:[A-ZÀ-Ý]))))"
        r"\s+[\w'’ -]{2,40}?,?\s*\d{1,3}(?!\d)(?:\s*(?:bte|bus|bo[iî]te)\s*\d+)?\b",
        re.IGNORECASE,
    ),
)

# The name after 'my name is'; the words stay, the name goes, with its small words.
_SMALL = r"(?:van|de|der|den|du|la|le|les|el|al|ben|bin|von|ter|ten|te|'t|d['’])"
_NAMED = re.compile(
    r"(?i:\b(?:ik heet|(?:mijn|m'n|mn) naam(?: is|\s*:)|je m['’ ]?appelle"
    r"|mon (?:pr[ée])?nom(?: est|\s*:)))"
    r"\s+(?P<name>\w[\w'’-]*(?:(?:\s+(?i:" + _SMALL + r"))*\s+[A-ZÀ-Ý][\w'’-]*){0,4})"
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
