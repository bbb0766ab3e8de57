"""Writing many rows at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Table, insert, inspect, text
from sqlalchemy.engine import Connection


def insert_all(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Writes rows, all with the same columns, within the transaction of the connection.

    PostgreSQL takes them as a stream (COPY), as its manual advises for many rows ('Populating a
    Database'): a row of sixty columns costs a tenth of what it does in a statement.
    """
    if not rows:
        return
    if connection.dialect.name != "postgresql":
        connection.execute(insert(table), rows)
        return
    names = list(rows[0])
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([row[name] for name in names] for row in rows)
    stream.seek(0)
    quoted = _quoted(connection)
    # In this stream nothing is written for an empty text and for what is unknown alike.
    texts = ", ".join(quoted(name) for name in names if not table.c[name].nullable)
    into = f"{quoted(table.name)} ({', '.join(map(quoted, names))})"
    with connection.connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {into} FROM STDIN (FORMAT csv, FORCE_NOT_NULL ({texts}))", stream)


def settle(connection: Connection, table: Table) -> None:
    """Makes a table quick to search after many rows came in: counted, and side by side by key.

    SQLite keeps the rows of a table without row ids in the order of its key; PostgreSQL keeps them
    as they came, and reads a page for each row that lies alone.
    """
    name = _quoted(connection)(table.name)
    if connection.dialect.name == "postgresql":
        key = _quoted(connection)(inspect(connection).get_pk_constraint(table.name)["name"])
        connection.execute(text(f"CLUSTER {name} USING {key}"))
    connection.execute(text(f"ANALYZE {name}"))


def _quoted(connection: Connection) -> Callable[[str], str]:
    return connection.dialect.identifier_preparer.quote
