"""Writing a row that may be there already, where another process may be writing the same.

Plain SQL, the same on SQLite and on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqlalchemy import Table, and_, insert, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

Done = TypeVar("Done")

TRIES = 3
"""Each try can meet one row that another process wrote just before."""


def write(engine: Engine, work: Callable[[Connection], Done]) -> Done:
    """Does some work in one transaction; once more from the start when a row came in between.

    Raises:
        IntegrityError: it still does when tried again: it is no row of another process.
    """
    for left in reversed(range(TRIES)):
        try:
            with engine.begin() as connection:
                return work(connection)
        except IntegrityError:
            if not left:
                raise
    raise AssertionError("unreachable")


def put(
    connection: Connection,
    table: Table,
    key: Mapping[str, Any],
    change: Mapping[str, Any],
    new: Mapping[str, Any] | None = None,
) -> None:
    """Changes the row with this key, or adds it.

    Args:
        key: column -> value of the whole primary key.
        change: column -> value, or an expression on the row that is there.
        new: the values of a row that is added; `change` when None.
    """
    this = and_(*(table.c[name] == value for name, value in key.items()))
    if not connection.execute(update(table).where(this).values(**change)).rowcount:
        connection.execute(insert(table).values(**key, **(change if new is None else new)))
