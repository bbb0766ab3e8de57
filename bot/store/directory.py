"""Filling and reading the directory of initiatives, help lines and places."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Table, delete, insert, inspect, select
from sqlalchemy.engine import Engine

from bot.content import load_helplines, load_initiatives, load_places
from bot.core.helplines import Helpline
from bot.core.initiatives import Initiative
from bot.core.places import Place
from bot.store import tables

_FILES: dict[str, tuple[Table, Callable[[Path], Sequence[Any]], Callable[[Any], str]]] = {
    "initiatives.csv": (tables.initiatives, load_initiatives, lambda i: i.id),
    "helplines.csv": (tables.helplines, load_helplines, lambda h: h.id),
    "places.csv": (tables.places, load_places, lambda p: p.id),
}


class DirectoryMissing(RuntimeError):
    """The database holds no directory yet."""


class Directory:
    """The directory in one database.

    Args:
        engine: a SQLAlchemy engine; nothing is opened before it is used.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def fill(self, data: Path) -> dict[str, int]:
        """Fills the tables from the data files that changed, all of it or nothing.

        Every file is read and checked before anything is written.

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
        tables.metadata.create_all(self._engine, tables=[tables.filled_from])
        self._drop_outdated()
        tables.metadata.create_all(self._engine)
        with self._engine.begin() as connection:
            for name, (digest, records) in changed.items():
                table, _, key = _FILES[name]
                connection.execute(delete(table))
                rows = [tables.to_row(r, key(r), n) for n, r in enumerate(records)]
                connection.execute(insert(table), rows)
                stamp = tables.filled_from
                connection.execute(delete(stamp).where(stamp.c.file == name))
                connection.execute(insert(stamp), {"file": name, "sha256": digest})
        return {name: len(records) for name, (_, records) in changed.items()}

    def _filled_from(self) -> dict[str, str]:
        """The digest of the file that each table was filled from, if its columns are today's."""
        if not inspect(self._engine).has_table(tables.filled_from.name):
            return {}
        with self._engine.connect() as connection:
            known = dict(connection.execute(select(tables.filled_from)).all())
        current = {name for name, (table, _, _key) in _FILES.items() if self._is_current(table)}
        return {name: digest for name, digest in known.items() if name in current}

    def _is_current(self, table: Table) -> bool:
        """Whether a table is there, with today's columns."""
        inspector = inspect(self._engine)
        if not inspector.has_table(table.name):
            return False
        there = {column["name"] for column in inspector.get_columns(table.name)}
        return there == {column.name for column in table.columns}

    def _drop_outdated(self) -> None:
        """Removes tables with other columns than today's: the files hold all that is in them."""
        stamp = tables.filled_from
        for name, (table, _, _key) in _FILES.items():
            if inspect(self._engine).has_table(table.name) and not self._is_current(table):
                with self._engine.begin() as connection:
                    connection.execute(delete(stamp).where(stamp.c.file == name))
                table.drop(self._engine)

    def initiatives(self) -> list[Initiative]:
        """All initiatives, in the order of the file.

        Raises:
            DirectoryMissing: nothing was filled in yet.
        """
        return self._all(tables.initiatives, Initiative)

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
        if not inspect(self._engine).has_table(table.name):
            raise DirectoryMissing("the directory is empty: run 'make setup' first")
        with self._engine.connect() as connection:
            rows = connection.execute(select(table).order_by(table.c.position)).mappings()
            found = [tables.from_row(record, row) for row in rows]
        if not found:
            raise DirectoryMissing("the directory is empty: run 'make setup' first")
        return found
