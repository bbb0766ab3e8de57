"""What a search goes by, as rows: traits of initiatives in squares of the map."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

from bot.core.initiatives import GROUPS, Initiative
from bot.core.questions import LIKES, RAISED
from bot.core.traits import Surveyor, Traits

CELL_M = 5_000
"""Side of a square, in metres: the least reach of a search."""

_ROW = 1_000
"""Squares in a row of the map; Belgium has about sixty."""

_EDGE_M = 1_000_000
"""How far west and south of its middle the map begins: well outside Belgium."""

NO_CELL = -1
"""Where offers of a whole area are kept."""

VERSION = "1"
"""Another one makes every installation work its index out anew."""


def cell_of(x: int, y: int) -> int:
    """The square in which a point of the map lies; x and y in metres (`bot.core.plane`)."""
    return (y + _EDGE_M) // CELL_M * _ROW + (x + _EDGE_M) // CELL_M


def cells_around(x: int, y: int, reach_m: float) -> list[int]:
    """The squares that a circle may touch: always as many, so that the statement stays the same."""
    middle, steps = cell_of(x, y), math.ceil(reach_m / CELL_M)
    around = range(-steps, steps + 1)
    return [middle + row * _ROW + column for row in around for column in around]


def bits(words: Iterable[str], known: tuple[str, ...]) -> int:
    """A set of known words as a sum of powers of two."""
    return sum(1 << known.index(word) for word in set(words))


def words(number: int, known: tuple[str, ...]) -> frozenset[str]:
    """The set of known words that a sum of powers of two stands for."""
    return frozenset(word for n, word in enumerate(known) if number >> n & 1)


def groups_of(words: Iterable[str]) -> int:
    """Groups as a number."""
    return bits(words, GROUPS)


def subjects_of(words: Iterable[str]) -> int:
    """Subjects that a person may bring up as a number; others (parents) count for nothing here."""
    return bits((w for w in words if w in RAISED), RAISED)


def likes_of(words: Iterable[str]) -> int:
    """Likes as a number."""
    return bits((w for w in words if w in LIKES), LIKES)


def door_rows(traits: Traits) -> Iterator[dict[str, Any]]:
    """The rows of ``doors`` for one initiative: one for each of its ways."""
    shared = {
        "initiative": traits.id,
        "cell": cell_of(*traits.at) if traits.at else NO_CELL,
        "x": traits.at[0] if traits.at else None,
        "y": traits.at[1] if traits.at else None,
        "area": traits.area,
        "languages": "".join(f" {language} " for language in traits.languages),
        "groups": groups_of(traits.groups),
        "needs": None if traits.needs is None else subjects_of(traits.needs),
        "likes": likes_of(traits.likes),
        "for_work": traits.for_work,
        "for_young": traits.for_young,
        "grown_up": traits.grown_up,
        "for_older": traits.for_older,
        "narrow": traits.narrow,
        "everybody": traits.everybody,
        "reachable": traits.reachable,
        "paid": traits.cost == "paid",
        "residents": traits.residents is not None,
        "role": traits.role,
        "fresh": traits.fresh,
        "lot": traits.lot,
    }
    for work_model in dict.fromkeys(traits.work_models):
        yield {"work_model": work_model, **shared}


def traits_of(row: Any) -> Traits:
    """The traits that a row of ``doors`` tells, for putting doors in order."""
    return Traits(
        id=row.initiative,
        work_models=(row.work_model,),
        at=None if row.x is None else (row.x, row.y),
        area=row.area,
        languages=tuple(row.languages.split()),
        groups=words(row.groups, GROUPS),
        needs=None if row.needs is None else words(row.needs, RAISED),
        for_work=row.for_work,
        for_young=row.for_young,
        grown_up=row.grown_up,
        for_older=row.for_older,
        narrow=row.narrow,
        everybody=row.everybody,
        reachable=row.reachable,
        role=row.role,
        cost="paid" if row.paid else "unknown",
        likes=words(row.likes, LIKES),
        fresh=row.fresh,
        lot=row.lot,
        residents=None,
    )


def served_rows(
    initiative: Initiative, traits: Traits, surveyor: Surveyor
) -> Iterator[dict[str, Any]]:
    """The rows of ``served`` for one initiative."""
    for code in sorted(traits.residents or ()):
        yield {"nis_code": code, "initiative": traits.id, "welfare_office": False}
    if surveyor.is_welfare_office(initiative):
        for code in sorted(surveyor.stands_in(initiative)):
            yield {"nis_code": code, "initiative": traits.id, "welfare_office": True}
