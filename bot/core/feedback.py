"""'Klopt dit?': what may be said of a place, and how marks of different people are told apart.

A mark is kept without the person. Whether two marks come from two people is told by a token: a
digest of the talk's pseudonym and the place, with a random salt of the present seven days. When
these are over the salt goes. From then on nobody can tell who marked, nor whether two marks come
from one person, not even who holds the database and the installation's secret.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

RIGHT, ADDRESS, PHONE, CLOSED, OTHER = VERDICTS = ("right", "address", "phone", "closed", "other")
"""What may be said of a place."""

ENOUGH_CLOSED = 3
"""So many independent marks 'closed' put a place on 'check first' (issue 'A directory one can
trust'). It comes later then; it is never left out."""

SALT_BYTES = 32
_TOKEN_DIGITS = 16
"""Enough that two people never share one, and no more than is needed."""


@dataclass(frozen=True)
class Marks:
    """What people said of one place.

    Attributes:
        initiative: its id.
        verdicts: verdict -> how many independent marks; only those that were given.
        last_day: the day of the last mark, such as '2026-11-23'.
    """

    initiative: str
    verdicts: Mapping[str, int]
    last_day: str


def period_of(today: datetime.date) -> str:
    """The seven days to which a day belongs, by their Monday, such as '2026-11-23'."""
    return (today - datetime.timedelta(days=today.weekday())).isoformat()


def token_of(salt: bytes, who: str, initiative: str) -> str:
    """What stands in the place of a person: the same for one person and one place, with one salt.

    Args:
        salt: `SALT_BYTES` random bytes.
        who: the pseudonym of the talk.
        initiative: the id of the place: marks of two places cannot be laid side by side.
    """
    digest = hmac.new(salt, f"{who}\0{initiative}".encode(), hashlib.sha256)
    return digest.hexdigest()[:_TOKEN_DIGITS]


def place_key(initiative: str) -> str:
    """A short name of a place for a button: its id may be longer than a button can carry.

    Unlike its number in a talk it means the same place when other places are shown since.
    """
    return hashlib.sha256(initiative.encode()).hexdigest()[:8]


def check_first(closed: Mapping[str, int]) -> frozenset[str]:
    """The places that enough people found closed.

    Args:
        closed: id -> number of independent marks 'closed'.
    """
    return frozenset(i for i, number in closed.items() if number >= ENOUGH_CLOSED)
