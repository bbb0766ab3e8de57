"""A power cut while rows are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Table
from sqlalchemy.engine import Connection

from bot.store import bulk


class Stopped(RuntimeError):
    """The power is gone."""


@contextmanager
def stops_halfway(table: Table) -> Iterator[None]:
    """Of the rows for this table the first half is written, and then the program stops."""
    write = bulk.insert_all

    def half(connection: Connection, into: Table, rows: Sequence[dict[str, Any]]) -> None:
        write(connection, into, rows[: len(rows) // 2] if into is table else rows)
        if into is table:
            raise Stopped

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "insert_all", half)
        yield
