"""The tables of the directory.

One table for each record of the core: a column has the name of the record's field, so that every
flag of a row survives into the database; lists are kept as text with ';' between. Beside them what
a search goes by, worked out of the records whenever these change (`bot.core.traits`).

A change here needs a migration in ``bot/store/migrations``; a test compares the two.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Integer,
    MetaData,
    Table,
    Text,
)

from bot.core.helplines import Helpline
from bot.core.initiatives import Initiative
from bot.core.places import Place

metadata = MetaData()

BETWEEN = ";"
"""What stands between the values of a list."""

_TYPES: dict[str, type] = {
    "str": Text,
    "bool": Boolean,
    "float": Float,
    "int": Integer,
    "int | None": Integer,
    "float | None": Float,
    "tuple[str, ...]": Text,
}


def _table(name: str, record: type, *more: Column) -> Table:
    columns = [Column("key", Text, primary_key=True), Column("position", Integer)]
    columns += [
        Column(f.name, _TYPES[str(f.type)], nullable=str(f.type).endswith("None"))
        for f in dataclasses.fields(record)
    ]
    return Table(name, metadata, *columns, *more)


initiatives = _table("initiatives", Initiative, Column("origin", Text, nullable=False, index=True))
"""``origin`` tells which file a row came from: the file of this project, or one imported."""

helplines = _table("helplines", Helpline)
places = _table("places", Place)

filled_from = Table(
    "filled_from",
    metadata,
    Column("file", Text, primary_key=True),
    Column("sha256", Text, nullable=False),
)
"""Which version of each data file the directory was filled from."""

doors = Table(
    "doors",
    metadata,
    Column("work_model", Text, primary_key=True),
    Column("cell", Integer, primary_key=True, autoincrement=False),
    Column("initiative", Text, primary_key=True, index=True),
    Column("x", BigInteger),
    Column("y", BigInteger),
    Column("area", Text, nullable=False),
    Column("languages", Text, nullable=False),
    Column("marks", BigInteger, nullable=False),
    Column("needs", BigInteger),
    Column("likes", BigInteger, nullable=False),
    Column("reachable", Boolean, nullable=False),
    Column("residents", Boolean, nullable=False),
    Column("fresh", Integer, nullable=False),
    Column("lot", BigInteger, nullable=False),
    # The rows of a way and a square lie side by side: a search reads only those in reach.
    sqlite_with_rowid=False,
)
"""Each way in which each initiative is a door, with its traits (`bot.core.traits.Traits`).

``cell`` is a square of the map (`bot.store.index`). Sets are sums of powers of two; languages stand
between spaces.
"""

served = Table(
    "served",
    metadata,
    Column("nis_code", Text, primary_key=True),
    Column("initiative", Text, primary_key=True, index=True),
    Column("welfare_office", Boolean, primary_key=True),
    sqlite_with_rowid=False,
)
"""Municipalities whose inhabitants alone an initiative helps, or of which it is the OCMW/CPAS."""


def to_row(record: Any, key: str, position: int, **more: Any) -> dict[str, Any]:
    """A record as a row of its table."""
    row: dict[str, Any] = {"key": key, "position": position, **more}
    for name in _fields(type(record)):
        value = getattr(record, name)
        row[name] = BETWEEN.join(value) if isinstance(value, tuple) else value
    return row


def from_row(record: type, row: Any) -> Any:
    """A row of a table as its record."""
    values = {}
    for name, is_list in _fields(record).items():
        value = row[name]
        if is_list:
            value = tuple(value.split(BETWEEN)) if value else ()
        values[name] = value
    return record(**values)


_known: dict[type, dict[str, bool]] = {}


def _fields(record: type) -> dict[str, bool]:
    """The fields of a record, and whether each is a list."""
    if record not in _known:
        _known[record] = {
            f.name: str(f.type) == "tuple[str, ...]" for f in dataclasses.fields(record)
        }
    return _known[record]
