"""Looking for places in a database: the rule of `bot.core.search`, said in SQL.

What does not fit is left out, what fits is put in order and cut off by the database; so only what
is in reach is read, and only what may be named becomes a record. A statement is made once: what
differs from one person to the next are its values.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Boolean, and_, bindparam, case, not_, or_, select, union_all
from sqlalchemy.engine import Engine

from bot.core.initiatives import GROUPS, Initiative
from bot.core.matching import NOT_FOR_MINORS
from bot.core.places import Place
from bot.core.plane import apart_km
from bot.core.search import BANDS_KM, Door, Wanted, for_others, once, order
from bot.core.traits import PRIME, areas_around, turn
from bot.store import tables
from bot.store.index import (
    DOOR,
    NO_CELL,
    ROLES,
    cells_around,
    likes_of,
    marks_of,
    subjects_of,
    traits_of,
)

doors, served, initiatives = tables.doors.c, tables.served.c, tables.initiatives

ANY = "%"


class DirectorySearch:
    """Looks for places in one database; see `bot.core.search.Search`.

    Args:
        engine: a SQLAlchemy engine; nothing is opened before it is used.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find(self, wanted: Wanted, most: int | None = None) -> list[Door]:
        """Doors that fit, the most fitting first.

        Args:
            most: so many near ones at most, and as many of a whole area.
        """
        found = []
        with self._engine.connect() as connection:
            rows = connection.execute(_found(_reach_m(wanted), most), _values(wanted)).all()
        for row in rows:
            traits = traits_of(row)
            km = apart_km(wanted.at, traits.at) if wanted.at and traits.at else None
            initiative = tables.from_row(Initiative, row._mapping)
            door = Door(initiative, km, for_others(traits, wanted))
            found.append((order(traits, km, wanted), door))
        return once(door for _, door in sorted(found, key=lambda one: one[0]))

    def get(self, initiative_id: str) -> Initiative | None:
        """The initiative with this id, or None."""
        query = select(initiatives).where(initiatives.c.key == initiative_id)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return tables.from_row(Initiative, row._mapping) if row else None

    def position(self, initiative_id: str) -> tuple[int, int] | None:
        """Where it is, in metres on the map; None when nobody knows, or for a whole area."""
        query = select(doors.x, doors.y).where(doors.initiative == initiative_id).limit(1)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return (row.x, row.y) if row and row.x is not None else None

    def welfare_office(self, place: Place | None) -> Initiative | None:
        """The public welfare office (OCMW/CPAS) of this municipality, where the data has it."""
        if place is None:
            return None
        with self._engine.connect() as connection:
            row = connection.execute(_office(), {"nis": place.nis_code}).first()
        return tables.from_row(Initiative, row._mapping) if row else None


# -- what differs from one person to the next -------------------------------------------------


def _values(wanted: Wanted) -> dict[str, Any]:
    """What one person looks for, as values of the statements."""
    return {
        **_around(wanted),
        "areas": areas_around(wanted.place),
        "way": wanted.work_model,
        "without": sorted(wanted.without),
        "raised": subjects_of(wanted.raised),
        "nowhere": wanted.place is None,
        "nis": wanted.place.nis_code if wanted.place else "",
        "only": _between_spaces(wanted.only_language),
        "own": _between_spaces(wanted.language),
        "out": marks_of(_out(wanted)),
        "untold": marks_of(group for group in GROUPS if not wanted.told(group)),
        "last": marks_of(
            ("narrow", "not_everybody") if "new_poverty" in wanted.raised else ("narrow",)
        ),
        "likes": likes_of(wanted.likes),
        "turn": turn(wanted.rotation),
    }


def _out(wanted: Wanted) -> Iterator[str]:
    """The marks of doors that are not for this person."""
    yield from wanted.others_only
    if "older_people" in wanted.others_only:
        yield "for_older"
    if "work" not in wanted.raised:
        yield "for_work"
    if wanted.free:
        yield "paid"
    if "minor" in wanted.raised:
        yield "grown_up"
        if wanted.work_model in NOT_FOR_MINORS:
            yield "not_for_young"
    if wanted.roles is not None:
        yield from (mark for role, mark in ROLES.items() if role not in wanted.roles)


def _between_spaces(language: str | None) -> str:
    """A language as a pattern for the list of a row; without one every list fits."""
    if language is None:
        return ANY
    plain = language.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"% {plain} %"


def _reach_m(wanted: Wanted) -> float | None:
    """How far, in metres; None for who rather does not say where."""
    return wanted.reach_km * 1000 if wanted.at else None


def _around(wanted: Wanted) -> dict[str, Any]:
    """Where to look."""
    reach_m = _reach_m(wanted)
    if wanted.at is None or reach_m is None:
        return {}
    x, y = wanted.at
    return {"x": x, "y": y, "squared": int(reach_m**2), "cells": cells_around(x, y, reach_m)}


# -- the statements ---------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _found(reach_m: float | None, most: int | None) -> Any:
    """Doors within a reach (metres) and offers of the whole area, with all that is known of them.

    Which come first is settled with rows of two columns: these are put in order much sooner.
    """
    parts = [_regional(most), *([_within(reach_m, most)] if reach_m is not None else [])]
    first = union_all(*(select(part.subquery()) for part in parts)).subquery("first")
    rows = tables.doors.alias("rows")
    its_own = and_(
        rows.c.work_model == bindparam("way"),
        rows.c.cell == first.c.cell,
        rows.c.initiative == first.c.initiative,
    )
    joined = first.join(rows, its_own).join(initiatives, initiatives.c.key == rows.c.initiative)
    of_the_door = [column.label(DOOR + column.name) for column in rows.c]
    return select(*of_the_door, initiatives).select_from(joined)


def _within(reach_m: float, most: int | None) -> Any:
    """Keys of the first doors within a reach (metres)."""
    east, north = doors.x - _number("x"), doors.y - _number("y")
    squared = east * east + north * north
    inside = [km * 1000 for km in BANDS_KM if km * 1000 < reach_m]
    edges = [(squared <= metres**2, number) for number, metres in enumerate(inside)]
    band = [case(*edges, else_=len(edges))] if edges else []
    cells = doors.cell.in_(bindparam("cells", expanding=True))
    within = and_(cells, squared <= _number("squared"))
    return _fitting().where(within).order_by(*_order(band)).limit(most)


def _regional(most: int | None) -> Any:
    """Keys of the first offers of the whole area; these all stand in the same band of distances."""
    around = doors.area.in_(bindparam("areas", expanding=True))
    there = and_(doors.cell == NO_CELL, around)
    return _fitting().where(there).order_by(*_order([], not_(doors.reachable))).limit(most)


@lru_cache(maxsize=1)
def _office() -> Any:
    joined = initiatives.join(tables.served, served.initiative == initiatives.c.key)
    here = and_(served.nis_code == bindparam("nis"), served.welfare_office.is_(True))
    first = select(initiatives).select_from(joined).where(here)
    return first.order_by(initiatives.c.position).limit(1)


def _fitting() -> Any:
    """Keys of the doors of which `bot.core.search.fits` says yes."""
    # Asked once for the whole statement, and not for each row.
    helped = select(served.initiative).where(
        served.nis_code == bindparam("nis"), served.welfare_office.is_(False)
    )
    return select(doors.cell, doors.initiative).where(
        doors.work_model == bindparam("way"),
        doors.marks.op("&")(_number("out")) == 0,
        doors.initiative.not_in(bindparam("without", expanding=True)),
        or_(doors.needs.is_(None), doors.needs.op("&")(_number("raised")) != 0),
        or_(not_(doors.residents), _yes("nowhere"), doors.initiative.in_(helped)),
        _speaks("only"),
    )


def _order(band: list[Any], *regional: Any) -> list[Any]:
    """What `bot.core.search.order` says.

    Args:
        band: the band of distances; empty where all stand in the same one.
        regional: what counts among offers of a whole area only.
    """
    return [
        doors.marks.op("&")(_number("untold")) != 0,
        not_(_speaks("own")),
        doors.marks.op("&")(_number("last")),
        *regional,
        doors.likes.op("&")(_number("likes")) == 0,
        *band,
        not_(doors.reachable),
        doors.fresh,
        doors.lot * _number("turn") % PRIME,
        doors.initiative,
    ]


def _speaks(name: str) -> Any:
    return or_(doors.languages == "", doors.languages.like(bindparam(name), escape="\\"))


def _number(name: str) -> Any:
    return bindparam(name, type_=BigInteger)


def _yes(name: str) -> Any:
    return bindparam(name, type_=Boolean)
