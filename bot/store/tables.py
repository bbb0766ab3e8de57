"""The tables of the directory, one for each record of the core.

A column has the name of the record's field, so that every flag of a row survives into the
database; lists are kept as text with ';' between.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from sqlalchemy import Boolean, Column, Float, Integer, MetaData, String, Table, Text

from bot.core.helplines import Helpline
from bot.core.initiatives import Initiative
from bot.core.places import Place

metadata = MetaData()

_TYPES: dict[str, type] = {
    "str": Text,
    "bool": Boolean,
    "float": Float,
    "int": Integer,
    "int | None": Integer,
    "float | None": Float,
    "tuple[str, ...]": Text,
}


def _table(name: str, record: type) -> Table:
    columns = [Column("key", String(200), primary_key=True), Column("position", Integer)]
    columns += [
        Column(f.name, _TYPES[str(f.type)], nullable=str(f.type).endswith("None"))
        for f in dataclasses.fields(record)
    ]
    return Table(name, metadata, *columns)


initiatives = _table("initiatives", Initiative)
helplines = _table("helplines", Helpline)
places = _table("places", Place)
filled_from = Table(
    "filled_from",
    metadata,
    Column("file", String(100), primary_key=True),
    Column("sha256", String(64), nullable=False),
)
"""Which version of each data file the directory was filled from."""


def to_row(record: Any, key: str, position: int) -> dict[str, Any]:
    """A record as a row of its table."""
    row: dict[str, Any] = {"key": key, "position": position}
    for field in dataclasses.fields(record):
        value = getattr(record, field.name)
        row[field.name] = ";".join(value) if isinstance(value, tuple) else value
    return row


def from_row(record: type, row: Any) -> Any:
    """A row of a table as its record."""
    values = {}
    for field in dataclasses.fields(record):
        value = row[field.name]
        if str(field.type) == "tuple[str, ...]":
            value = tuple(value.split(";")) if value else ()
        values[field.name] = value
    return record(**values)
