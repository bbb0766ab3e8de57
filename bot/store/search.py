"""Looking for places in a database: the rule of `bot.core.search`, said in SQL.

What does not fit is left out, what fits is put in order and cut off by the database; so only what
is in reach is read, and only what may be named becomes a record. A statement is made once: what
differs from one person to the next are its values.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Boolean, and_, bindparam, case, exists, not_, or_, select
from sqlalchemy.engine import Connection, Engine, Row

from bot.core.initiatives import GROUPS, Initiative
from bot.core.matching import NOT_FOR_MINORS
from bot.core.places import Place
from bot.core.plane import apart_km
from bot.core.search import BANDS_KM, Door, Wanted, for_others, once, order
from bot.core.traits import PRIME, areas_around, turn
from bot.store import tables
from bot.store.index import NO_CELL, cells_around, groups_of, likes_of, subjects_of, traits_of

doors, served, initiatives = tables.doors.c, tables.served.c, tables.initiatives

ROLES = ("", "guest", "volunteer", "both")
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
        values = _values(wanted)
        with self._engine.connect() as connection:
            near = _near(connection, wanted, values, most)
            around = {"areas": areas_around(wanted.place), **values}
            regional = connection.execute(_regional(most), around).all()
            records = _records(connection, [row.initiative for row in (*near, *regional)])
        found = []
        for row in (*near, *regional):
            traits = traits_of(row)
            km = apart_km(wanted.at, traits.at) if wanted.at and traits.at else None
            door = Door(records[traits.id], km, for_others(traits, wanted))
            found.append((order(traits, km, wanted), door))
        return once(door for _, door in sorted(found, key=lambda one: one[0]))

    def get(self, initiative_id: str) -> Initiative | None:
        """The initiative with this id, or None."""
        with self._engine.connect() as connection:
            return _records(connection, [initiative_id]).get(initiative_id)

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
    minor = "minor" in wanted.raised
    return {
        "way": wanted.work_model,
        "without": sorted(wanted.without),
        "raised": subjects_of(wanted.raised),
        "work": "work" in wanted.raised,
        "nowhere": wanted.place is None,
        "nis": wanted.place.nis_code if wanted.place else "",
        "only": _between_spaces(wanted.only_language),
        "own": _between_spaces(wanted.language),
        "paid": not wanted.free,
        "roles": list(ROLES if wanted.roles is None else wanted.roles),
        "grown": not minor,
        "young": not (minor and wanted.work_model in NOT_FOR_MINORS),
        "untold": groups_of(group for group in GROUPS if not wanted.told(group)),
        "others": groups_of(wanted.others_only),
        "not_young": "older_people" not in wanted.others_only,
        "mixed": "new_poverty" not in wanted.raised,
        "likes": likes_of(wanted.likes),
        "turn": turn(wanted.rotation),
    }


def _between_spaces(language: str | None) -> str:
    """A language as a pattern for the list of a row; without one every list fits."""
    if language is None:
        return ANY
    plain = language.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"% {plain} %"


def _near(
    connection: Connection, wanted: Wanted, values: dict[str, Any], most: int | None
) -> Sequence[Row]:
    """Doors within reach, in order."""
    if wanted.at is None:
        return []
    x, y = wanted.at
    reach_m = wanted.reach_km * 1000
    here = {"x": x, "y": y, "squared": int(reach_m**2), "cells": cells_around(x, y, reach_m)}
    return connection.execute(_within(reach_m, most), {**here, **values}).all()


def _records(connection: Connection, keys: Iterable[str]) -> dict[str, Initiative]:
    """Initiatives by their ids."""
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    rows = connection.execute(_by_key(), {"keys": wanted}).mappings()
    return {row["key"]: tables.from_row(Initiative, row) for row in rows}


# -- the statements ---------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _within(reach_m: float, most: int | None) -> Any:
    """Doors within a reach (metres)."""
    east, north = doors.x - _number("x"), doors.y - _number("y")
    squared = east * east + north * north
    inside = [km * 1000 for km in BANDS_KM if km * 1000 < reach_m]
    edges = [(squared <= metres**2, number) for number, metres in enumerate(inside)]
    band = [case(*edges, else_=len(edges))] if edges else []
    cells = doors.cell.in_(bindparam("cells", expanding=True))
    within = and_(cells, squared <= _number("squared"))
    return _fitting().where(within).order_by(*_order(band)).limit(most)


@lru_cache(maxsize=64)
def _regional(most: int | None) -> Any:
    """Offers of the whole area; these all stand in the same band of distances."""
    around = doors.area.in_(bindparam("areas", expanding=True))
    there = and_(doors.cell == NO_CELL, around)
    return _fitting().where(there).order_by(*_order([], not_(doors.reachable))).limit(most)


@lru_cache(maxsize=1)
def _by_key() -> Any:
    return select(initiatives).where(initiatives.c.key.in_(bindparam("keys", expanding=True)))


@lru_cache(maxsize=1)
def _office() -> Any:
    joined = initiatives.join(tables.served, served.initiative == initiatives.c.key)
    here = and_(served.nis_code == bindparam("nis"), served.welfare_office.is_(True))
    first = select(initiatives).select_from(joined).where(here)
    return first.order_by(initiatives.c.position).limit(1)


def _fitting() -> Any:
    """What `bot.core.search.fits` says."""
    helped = and_(
        served.initiative == doors.initiative,
        served.nis_code == bindparam("nis"),
        served.welfare_office.is_(False),
    )
    return select(tables.doors).where(
        doors.work_model == bindparam("way"),
        doors.initiative.not_in(bindparam("without", expanding=True)),
        or_(doors.needs.is_(None), doors.needs.op("&")(_number("raised")) != 0),
        or_(not_(doors.for_work), _yes("work")),
        or_(not_(doors.residents), _yes("nowhere"), exists().where(helped)),
        _speaks("only"),
        or_(not_(doors.paid), _yes("paid")),
        doors.role.in_(bindparam("roles", expanding=True)),
        or_(_yes("grown"), not_(doors.grown_up)),
        doors.groups.op("&")(_number("others")) == 0,
        or_(_yes("not_young"), not_(doors.for_older)),
        or_(_yes("young"), doors.for_young),
    )


def _order(band: list[Any], *regional: Any) -> list[Any]:
    """What `bot.core.search.order` says.

    Args:
        band: the band of distances; empty where all stand in the same one.
        regional: what counts among offers of a whole area only.
    """
    return [
        doors.groups.op("&")(_number("untold")) != 0,
        not_(_speaks("own")),
        doors.narrow,
        not_(or_(_yes("mixed"), doors.everybody)),
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
