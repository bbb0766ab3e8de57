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


@dataclass(frozen=True)
class Defaults:
    """What somebody else's file does not say of its places, told by who imports it.

    Attributes:
        source: put before their ids, so that two sources never share one; may be empty.
        work_models: which of the seven ways their places offer, where the file does not say.
        language: ``nl`` or ``fr``: the language of their texts.
        confidence: how sure we are of what they say.
    """

    source: str = ""
    work_models: tuple[str, ...] = ()
    language: str = "nl"
    confidence: str = "medium"

    def id_for(self, theirs: str) -> str:
        """Our id for theirs; empty when they have none."""
        return f"{self.source}-{theirs}" if self.source and theirs else theirs
