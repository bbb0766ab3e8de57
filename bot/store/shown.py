"""How often each place was shown: a number, without a day and without who saw it.

What is shown most and checked longest ago is worth checking first.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Column, Integer, String, Table, select
from sqlalchemy.engine import Connection, Engine

from bot.store.tables import metadata
from bot.store.upsert import put, write

shown_counts = Table(
    "shown_counts",
    metadata,
    Column("initiative", String(200), primary_key=True),
    Column("number", Integer, nullable=False),
)


def add(engine: Engine, initiatives: Iterable[str]) -> None:
    """Counts one more for each of these places.

    Args:
        initiatives: ids of the places that one search showed.
    """
    # Always in the same order: two searches at once must not wait for each other.
    ids = sorted(set(initiatives))

    def count(connection: Connection) -> None:
        more = {"number": shown_counts.c.number + 1}
        for initiative in ids:
            put(connection, shown_counts, {"initiative": initiative}, more, {"number": 1})

    if ids:
        write(engine, count)


def counts(engine: Engine) -> dict[str, int]:
    """Id of a place -> how often it was shown."""
    with engine.connect() as connection:
        found = connection.execute(select(shown_counts.c.initiative, shown_counts.c.number))
        return {row.initiative: int(row.number) for row in found}
