"""Looking for places in a database: the rule of `bot.core.search`, said in SQL.

What does not fit is left out, what fits is put in order and cut off by the database; so only what
is in reach is read, and only what may be named becomes a record.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import and_, bindparam, case, exists, not_, or_, select
from sqlalchemy.engine import Connection, Engine, Row

from bot.core.initiatives import GROUPS, Initiative
from bot.core.matching import NOT_FOR_MINORS
from bot.core.places import Place
from bot.core.plane import apart_km
from bot.core.search import BANDS_KM, Door, Wanted, for_others, once, order
from bot.core.traits import PRIME, areas_around, turn
from bot.store import tables
from bot.store.index import NO_CELL, cells_around, groups_of, likes_of, subjects_of, traits_of

doors, served = tables.doors.c, tables.served.c


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
        with self._engine.connect() as connection:
            near = _near(connection, wanted, most)
            regional = _regional(connection, wanted, most)
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
        here = and_(served.nis_code == place.nis_code, served.welfare_office.is_(True))
        initiatives = tables.initiatives
        joined = initiatives.join(tables.served, served.initiative == initiatives.c.key)
        query = select(initiatives).select_from(joined).where(here)
        with self._engine.connect() as connection:
            row = connection.execute(query.order_by(initiatives.c.position).limit(1)).first()
        return tables.from_row(Initiative, row._mapping) if row else None


def _near(connection: Connection, wanted: Wanted, most: int | None) -> Sequence[Row]:
    """Doors within reach, in order."""
    if wanted.at is None:
        return []
    x, y = wanted.at
    reach_m = wanted.reach_km * 1000
    squared = _squared(x, y)
    cells = bindparam("cells", cells_around(x, y, reach_m), expanding=True, literal_execute=True)
    query = (
        _fitting(wanted)
        .where(doors.cell.in_(cells), squared <= int(reach_m**2))
        .order_by(*_order(wanted, _band(squared, reach_m)))
    )
    return connection.execute(query.limit(most)).all()


def _regional(connection: Connection, wanted: Wanted, most: int | None) -> Sequence[Row]:
    """Offers of the whole area, in order."""
    query = (
        _fitting(wanted)
        .where(doors.cell == NO_CELL, doors.area.in_(areas_around(wanted.place)))
        .order_by(*_order(wanted, None))
    )
    return connection.execute(query.limit(most)).all()


def _squared(x: int, y: int) -> Any:
    """The square of the distance of a door from a point, in square metres."""
    east, north = doors.x - x, doors.y - y
    return east * east + north * north


def _band(squared: Any, reach_m: float) -> Any:
    """The band of distances of a door, as `bot.core.search.band` tells it."""
    within = [km * 1000 for km in BANDS_KM if km * 1000 < reach_m]
    edges = [(squared <= metres**2, number) for number, metres in enumerate(within)]
    return case(*edges, else_=len(edges)) if edges else None


def _fitting(wanted: Wanted) -> Any:
    """What `bot.core.search.fits` says."""
    query = select(tables.doors).where(doors.work_model == wanted.work_model)
    if wanted.without:
        query = query.where(doors.initiative.not_in(sorted(wanted.without)))
    raised = subjects_of(wanted.raised)
    query = query.where(or_(doors.needs.is_(None), doors.needs.op("&")(raised) != 0))
    if "work" not in wanted.raised:
        query = query.where(doors.for_work.is_(False))
    if wanted.place:
        helped = and_(
            served.initiative == doors.initiative,
            served.nis_code == wanted.place.nis_code,
            served.welfare_office.is_(False),
        )
        query = query.where(or_(doors.residents.is_(False), exists().where(helped)))
    if wanted.only_language:
        query = query.where(_speaks(wanted.only_language))
    if wanted.free:
        query = query.where(doors.paid.is_(False))
    if wanted.roles is not None:
        query = query.where(doors.role.in_(sorted(wanted.roles)))
    if "minor" in wanted.raised:
        query = query.where(doors.grown_up.is_(False))
        if wanted.work_model in NOT_FOR_MINORS:
            query = query.where(doors.for_young.is_(True))
    return query


def _speaks(language: str) -> Any:
    return or_(doors.languages == "", doors.languages.contains(f" {language} ", autoescape=True))


def _order(wanted: Wanted, band: Any) -> list[Any]:
    """What `bot.core.search.order` says.

    Args:
        band: None among offers of a whole area, which all stand in the same one.
    """
    untold = groups_of(group for group in GROUPS if not wanted.told(group))
    keys = [doors.groups.op("&")(untold) != 0]
    if wanted.only_language != wanted.language:
        keys.append(not_(_speaks(wanted.language)))
    keys.append(doors.narrow)
    if "new_poverty" in wanted.raised:
        keys.append(not_(doors.everybody))
    if band is None:
        keys.append(not_(doors.reachable))
    if wanted.likes:
        keys.append(doors.likes.op("&")(likes_of(wanted.likes)) == 0)
    if band is not None:
        keys.append(band)
    keys += [not_(doors.reachable), doors.fresh]
    return [*keys, doors.lot * turn(wanted.rotation) % PRIME, doors.initiative]


def _records(connection: Connection, keys: Iterable[str]) -> dict[str, Initiative]:
    """Initiatives by their ids."""
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    query = select(tables.initiatives).where(tables.initiatives.c.key.in_(wanted))
    rows = connection.execute(query).all()
    return {row.key: tables.from_row(Initiative, row._mapping) for row in rows}
