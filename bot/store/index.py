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

DOOR = "door_"
"""Before the names of columns of ``doors`` that stand beside those of an initiative."""

ROLES = {"": "any_role", "guest": "guest", "volunteer": "volunteer", "both": "guest_or_volunteer"}
"""What a door asks of who comes, and how it is marked."""

MARKS = (
    *GROUPS,
    "for_work",
    "paid",
    "grown_up",
    "not_for_young",
    "for_older",
    *ROLES.values(),
    "not_everybody",
    "narrow",
)
"""What keeps some people out, or last; a door has those that are true of it (`Traits`).

A search asks for all of them at once. ``narrow`` counts for more than ``not_everybody``.
"""

VERSION = "2"
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


def marks_of(words: Iterable[str]) -> int:
    """Marks as a number."""
    return bits(words, MARKS)


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
        "marks": marks_of(_marks(traits)),
        "needs": None if traits.needs is None else subjects_of(traits.needs),
        "likes": likes_of(traits.likes),
        "reachable": traits.reachable,
        "residents": traits.residents is not None,
        "fresh": traits.fresh,
        "lot": traits.lot,
    }
    for work_model in dict.fromkeys(traits.work_models):
        yield {"work_model": work_model, **shared}


def _marks(traits: Traits) -> Iterator[str]:
    """The marks of one initiative."""
    yield from traits.groups
    yield ROLES[traits.role]
    said = {
        "for_work": traits.for_work,
        "paid": traits.cost == "paid",
        "grown_up": traits.grown_up,
        "not_for_young": not traits.for_young,
        "for_older": traits.for_older,
        "not_everybody": not traits.everybody,
        "narrow": traits.narrow,
    }
    yield from (mark for mark, is_so in said.items() if is_so)


def traits_of(row: Any) -> Traits:
    """The traits that a row of ``doors`` tells, for putting doors in order.

    Args:
        row: its columns, each with `DOOR` before its name.
    """
    marks = words(row.door_marks, MARKS)
    return Traits(
        id=row.door_initiative,
        work_models=(row.door_work_model,),
        at=None if row.door_x is None else (row.door_x, row.door_y),
        area=row.door_area,
        languages=tuple(row.door_languages.split()),
        groups=marks.intersection(GROUPS),
        needs=None if row.door_needs is None else words(row.door_needs, RAISED),
        for_work="for_work" in marks,
        for_young="not_for_young" not in marks,
        grown_up="grown_up" in marks,
        for_older="for_older" in marks,
        narrow="narrow" in marks,
        everybody="not_everybody" not in marks,
        reachable=row.door_reachable,
        role=next(role for role, mark in ROLES.items() if mark in marks),
        cost="paid" if "paid" in marks else "unknown",
        likes=words(row.door_likes, LIKES),
        fresh=row.door_fresh,
        lot=row.door_lot,
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
