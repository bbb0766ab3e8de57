"""What every reader gives: an initiative as texts, in the columns of ``data/initiatives.csv``."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.initiatives import Initiative


@dataclass(frozen=True)
class Raw:
    """One initiative as it was read, not checked yet.

    Attributes:
        values: text by column; a column that the file does not have is left out.
        file: the name of the file (within a package: of its table) to tell in a message.
        line: the line in a CSV file, else the number of the record, from 1 on.
    """

    values: Mapping[str, str]
    file: str
    line: int


def to_texts(initiative: Initiative) -> dict[str, str]:
    """An initiative as it stands in ``data/initiatives.csv``: every column, as text."""
    return {
        field.name: _text(getattr(initiative, field.name))
        for field in dataclasses.fields(initiative)
    }


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ";".join(value)
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else str(value)
