"""Filling, changing and reading the directory of initiatives, help lines and places."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Table, delete, func, insert, inspect, select
from sqlalchemy.engine import Connection, Engine

from bot.content import load_helplines, load_initiatives, load_places
from bot.core.freshness import step
from bot.core.helplines import Helpline
from bot.core.initiatives import CLOSED, Initiative
from bot.core.places import Gazetteer, Place
from bot.core.traits import Surveyor, taken_over
from bot.store import bulk, index, tables
from bot.store.feedback import closed_counts_in
from bot.store.migrations import alone, upgrade

OWN_FILE = "initiatives.csv"
"""Where the rows come from that were not imported."""

_FILES: dict[str, tuple[Table, Callable[[Path], Sequence[Any]], Callable[[Any], str]]] = {
    OWN_FILE: (tables.initiatives, load_initiatives, lambda i: i.id),
    "helplines.csv": (tables.helplines, load_helplines, lambda h: h.id),
    "places.csv": (tables.places, load_places, lambda p: p.id),
}

_INDEX = "search index"
"""Under this name `filled_from` keeps what the index was worked out from."""

MANY = 1_000
"""So many rows at once change how a table lies."""

AT_ONCE = 500
"""Rows in one statement: below the number of values that every database takes."""

Fresh = Callable[[Initiative, datetime.date, int], int]
"""How little an initiative can be trusted on a day, when so many say that it is closed."""

Steps = Callable[[Iterable[Any]], Iterable[Any]]
"""Goes through rows, and shows how far it is."""


class DirectoryMissing(RuntimeError):
    """The database holds no directory yet."""


class Directory:
    """The directory in one database.

    Args:
        engine: a SQLAlchemy engine; nothing is opened before it is used.
        likes: like -> beginnings of words in the texts of fitting places.
        fresh: how little the facts of an initiative can be trusted, from 0 (best) on; what it says
            changes with time, so the index is worked out anew each month, and for one place when
            people find it closed.
    """

    def __init__(
        self,
        engine: Engine,
        likes: Mapping[str, Sequence[str]] | None = None,
        fresh: Fresh = step,
    ) -> None:
        self._engine = engine
        self._likes = likes or {}
        self._fresh = fresh

    # -- filling --------------------------------------------------------------------------

    def fill(self, data: Path, today: datetime.date | None = None) -> dict[str, int]:
        """Fills the tables from the data files that changed, all of it or nothing.

        Every file is read and checked before anything is written. What was imported stays, also
        where the file has a row of the same id.

        Args:
            data: the folder of the files.

        Returns:
            For each file that was new or changed, its number of rows.

        Raises:
            ContentError: a file has mistakes; the database is as it was.
        """
        known = self._filled_from()
        changed: dict[str, tuple[str, Sequence[Any]]] = {}
        for name, (_, load, _key) in _FILES.items():
            digest = hashlib.sha256((data / name).read_bytes()).hexdigest()
            if known.get(name) != digest:
                changed[name] = (digest, load(data / name))
        with self._engine.begin() as connection:
            alone(connection)
            upgrade(connection)
            for name, (digest, records) in changed.items():
                table, _, key = _FILES[name]
                kept = self._clear(connection, table)
                rows = [
                    tables.to_row(r, key(r), n, **_origin(table))
                    for n, r in enumerate(records)
                    if key(r) not in kept
                ]
                bulk.insert_all(connection, table, rows)
                _stamp(connection, name, digest)
            self._refresh(connection, today or datetime.date.today(), bool(changed))
        return {name: len(records) for name, (_, records) in changed.items()}

    def _filled_from(self) -> dict[str, str]:
        """The digest of the file that each table was filled from."""
        tables_there = set(inspect(self._engine).get_table_names())
        if not {tables.filled_from.name, tables.doors.name} <= tables_there:
            return {}
        with self._engine.connect() as connection:
            return dict(connection.execute(select(tables.filled_from)).all())

    @staticmethod
    def _clear(connection: Connection, table: Table) -> set[str]:
        """Takes out what came from the file; the keys of what stays."""
        if table is not tables.initiatives:
            connection.execute(delete(table))
            return set()
        connection.execute(delete(table).where(table.c.origin == OWN_FILE))
        return set(connection.execute(select(table.c.key)).scalars())

    # -- the index ------------------------------------------------------------------------

    def refresh(self, today: datetime.date | None = None) -> bool:
        """Works the index out anew when something it rests on changed; whether it did."""
        with self._engine.begin() as connection:
            alone(connection)
            return self._refresh(connection, today or datetime.date.today(), False)

    def _refresh(self, connection: Connection, today: datetime.date, changed: bool) -> bool:
        likes = {like: list(stems) for like, stems in self._likes.items()}
        rests_on = json.dumps([index.VERSION, f"{today:%Y-%m}", likes])
        digest = hashlib.sha256(rests_on.encode()).hexdigest()
        stamp = tables.filled_from.c
        known = select(stamp.sha256).where(stamp.file == _INDEX)
        if not changed and connection.execute(known).scalar() == digest:
            return False
        connection.execute(delete(tables.doors))
        connection.execute(delete(tables.served))
        self._survey(connection, _records(connection, tables.initiatives, Initiative), today)
        _settle(connection)
        _stamp(connection, _INDEX, digest)
        return True

    def _survey(
        self, connection: Connection, initiatives: Iterable[Initiative], today: datetime.date
    ) -> None:
        """Writes what a search goes by for these initiatives."""
        places = Gazetteer(_records(connection, tables.places, Place))
        closed, also = closed_counts_in(connection), taken_over(_gone_on(connection))
        surveyor = Surveyor(
            places, self._likes, lambda i: self._fresh(i, today, closed.get(i.id, 0))
        )
        for part in _parts(initiatives):
            doors: list[dict[str, Any]] = []
            served: list[dict[str, Any]] = []
            for initiative in part:
                traits = surveyor.traits(initiative, also.get(initiative.id, ()))
                if traits:
                    doors += index.door_rows(traits)
                    served += index.served_rows(initiative, traits, surveyor)
            bulk.insert_all(connection, tables.doors, doors)
            bulk.insert_all(connection, tables.served, served)

    # -- changing -------------------------------------------------------------------------

    def put(
        self,
        initiatives: Sequence[Initiative],
        origin: str,
        today: datetime.date | None = None,
        steps: Steps = iter,
    ) -> None:
        """Adds initiatives, or puts them in the place of those with the same ids; all or nothing.

        Args:
            origin: the name of what they come from; a change of our own file leaves them alone.
            steps: what shows how far the writing is.
        """
        table = tables.initiatives
        with self._engine.begin() as connection:
            alone(connection)
            last = connection.execute(select(func.max(table.c.position))).scalar()
            ids = [i.id for i in initiatives]
            places_of = _positions(connection, ids)
            others = _who_went_on(connection, ids)
            after = -1 if last is None else last
            rows = []
            for initiative in initiatives:
                position = places_of.get(initiative.id)
                if position is None:
                    after = position = after + 1
                rows.append(tables.to_row(initiative, initiative.id, position, origin=origin))
            self._take_out(connection, list(places_of))
            bulk.insert_all(connection, table, rows)
            others |= {other for i in initiatives for other in i.taken_over_by}
            self._survey(connection, steps(initiatives), today or datetime.date.today())
            self._survey_anew(connection, sorted(others - set(ids)), today)
            if len(rows) >= MANY:
                _settle(connection)

    @staticmethod
    def _take_out(connection: Connection, keys: Sequence[str]) -> None:
        for part in _parts(keys):
            for column in (
                tables.initiatives.c.key,
                tables.doors.c.initiative,
                tables.served.c.initiative,
            ):
                connection.execute(delete(column.table).where(column.in_(part)))

    def survey(self, ids: Sequence[str], today: datetime.date | None = None) -> None:
        """Works out anew what a search goes by for these initiatives."""
        with self._engine.begin() as connection:
            alone(connection)
            self._survey_anew(connection, ids, today)

    def _survey_anew(
        self, connection: Connection, ids: Sequence[str], today: datetime.date | None
    ) -> None:
        table = tables.initiatives
        for part in _parts(ids):
            found = connection.execute(select(table).where(table.c.key.in_(part))).mappings()
            records = [tables.from_row(Initiative, row) for row in found]
            for column in (tables.doors.c.initiative, tables.served.c.initiative):
                connection.execute(delete(column.table).where(column.in_(part)))
            self._survey(connection, records, today or datetime.date.today())

    # -- reading --------------------------------------------------------------------------

    def initiatives(self) -> list[Initiative]:
        """All initiatives, in the order in which they came.

        Raises:
            DirectoryMissing: nothing was filled in yet.
        """
        self._check_filled(tables.places)
        with self._engine.connect() as connection:
            return list(_records(connection, tables.initiatives, Initiative))

    def origins(self) -> dict[str, str]:
        """Of each initiative the name of what it comes from."""
        table = tables.initiatives
        with self._engine.connect() as connection:
            return dict(connection.execute(select(table.c.key, table.c.origin)).all())

    def helplines(self) -> list[Helpline]:
        """All help lines, in the order of the file.

        Raises:
            DirectoryMissing: nothing was filled in yet.
        """
        return self._all(tables.helplines, Helpline)

    def places(self) -> list[Place]:
        """All places, in the order of the file.

        Raises:
            DirectoryMissing: nothing was filled in yet.
        """
        return self._all(tables.places, Place)

    def _all(self, table: Table, record: type) -> list[Any]:
        self._check_filled(table)
        with self._engine.connect() as connection:
            return list(_records(connection, table, record))

    def _check_filled(self, table: Table) -> None:
        if inspect(self._engine).has_table(table.name):
            with self._engine.connect() as connection:
                if connection.execute(select(table.c.key).limit(1)).first():
                    return
        raise DirectoryMissing("the directory is empty: run 'make setup' first")


def _records(connection: Connection, table: Table, record: type) -> Iterator[Any]:
    rows = connection.execute(select(table).order_by(table.c.position, table.c.key))
    for row in rows.mappings():
        yield tables.from_row(record, row)


def _gone_on(connection: Connection) -> list[Initiative]:
    """Closed initiatives of which somebody went on with what was done."""
    table = tables.initiatives
    named = select(table).where(table.c.taken_over_by != "", table.c.status.in_(CLOSED))
    return [tables.from_row(Initiative, row) for row in connection.execute(named).mappings()]


def _who_went_on(connection: Connection, keys: Sequence[str]) -> set[str]:
    """Ids of those who are said to go on with any of these."""
    table, found = tables.initiatives, set[str]()
    for part in _parts(keys):
        named = select(table.c.taken_over_by).where(
            table.c.key.in_(part), table.c.taken_over_by != ""
        )
        for others in connection.execute(named).scalars():
            found.update(others.split(tables.BETWEEN))
    return found


def _positions(connection: Connection, keys: Sequence[str]) -> dict[str, int]:
    """Where initiatives that are there already stand among the others."""
    table, found = tables.initiatives, {}
    for part in _parts(keys):
        query = select(table.c.key, table.c.position).where(table.c.key.in_(part))
        found.update(dict(connection.execute(query).all()))
    return found


def _origin(table: Table) -> dict[str, str]:
    return {"origin": OWN_FILE} if table is tables.initiatives else {}


def _stamp(connection: Connection, name: str, digest: str) -> None:
    stamp = tables.filled_from
    connection.execute(delete(stamp).where(stamp.c.file == name))
    connection.execute(insert(stamp), {"file": name, "sha256": digest})


def _settle(connection: Connection) -> None:
    """After many rows: what a search reads is put side by side."""
    for table in (tables.doors, tables.served):
        bulk.settle(connection, table)


def _parts(items: Iterable[Any]) -> Iterator[list[Any]]:
    """The items, a limited number at a time."""
    left = iter(items)
    while part := list(islice(left, AT_ONCE)):
        yield part
