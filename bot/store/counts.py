"""How often each danger was recognised on a day: a number, and nothing about who.

An organisation wants to know whether people in danger reach it. For that no talk is needed: the day
(without the time), the danger and a number. There is no key that leads to a talk, so erasing a talk
leaves the number as it is.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Integer, MetaData, String, Table, insert, inspect, select, update
from sqlalchemy.engine import Engine
from sqlalchemy.schema import CreateTable

metadata = MetaData()

crisis_counts = Table(
    "crisis_counts",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("danger", String(40), primary_key=True),
    Column("number", Integer, nullable=False),
)


def create(engine: Engine) -> None:
    """Makes the table where it is missing."""
    if not inspect(engine).has_table(crisis_counts.name):
        with engine.begin() as connection:
            # Another process may be just as far.
            connection.execute(CreateTable(crisis_counts, if_not_exists=True))


def add(session: Any, day: str, danger: str) -> None:
    """Counts one more, in the transaction of a session or connection.

    Args:
        day: such as '2026-11-23'.
        danger: such as 'suicide'.
    """
    this = (crisis_counts.c.day == day) & (crisis_counts.c.danger == danger)
    more = update(crisis_counts).where(this).values(number=crisis_counts.c.number + 1)
    if not session.execute(more).rowcount:
        session.execute(insert(crisis_counts).values(day=day, danger=danger, number=1))


def rows(engine: Engine) -> list[tuple[str, str, int]]:
    """Day, danger and number, the oldest day first."""
    order = (crisis_counts.c.day, crisis_counts.c.danger)
    with engine.connect() as connection:
        found = connection.execute(select(crisis_counts).order_by(*order)).all()
    return [(row.day, row.danger, row.number) for row in found]
