"""What is read of one record of data.inclusion schema v1, and what is wrong in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.content.initiatives import COLUMNS
from bot.content.problems import Problems
from bot.exchange.data_inclusion_tables import (
    EXTENSION,
    LISTS,
    NUMBERS,
    OF_A_SERVICE,
    OF_A_STRUCTURE,
)

SHOWN = 80
"""A value is told so far; one may be millions of letters."""


@dataclass(frozen=True)
class Fields:
    """What is read of one record.

    Attributes:
        texts: by field; empty where there is none. Numbers stand there as text.
        lists: by field.
        own: the columns in our extension, as text; empty for a record without it.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, list[str]] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.texts.get(name, "")


class Told:
    """Notes the mistakes of one record.

    Args:
        number: of the record, from 1 on.
        within: what to say before the name of a field, such as ``services/``.
    """

    def __init__(self, problems: Problems, number: int, within: str = "") -> None:
        self.problems = problems
        self.number = number
        self.within = within
        self.wrong = False

    def add(self, name: str, value: object, expected: str) -> None:
        """Notes a mistake in a field."""
        self.wrong = True
        self.problems.add(self.number, self.within + name, brief(value), expected)


def brief(value: object) -> object:
    """A value for a message: not longer than one reads, and of a list or object only its size."""
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, Mapping):
        return f"an object of {len(value)} fields"
    text = str(value)
    return value if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def structure_fields(record: object, told: Told) -> Fields | None:
    """What is read of a structure; None, and told, when something in it is wrong."""
    if not isinstance(record, Mapping):
        told.add("(record)", record, "an object")
        return None
    texts = _texts(record, OF_A_STRUCTURE, told)
    return None if told.wrong else Fields(texts)


def service_fields(record: object, told: Told) -> Fields | None:
    """What is read of a service; None, and told, when something in it is wrong."""
    if not isinstance(record, Mapping):
        told.add("(record)", record, "an object")
        return None
    texts = _texts(record, OF_A_SERVICE, told)
    lists = {name: _list(record.get(name), name, told) for name in LISTS}
    own = _own(record.get(EXTENSION), told)
    return None if told.wrong else Fields(texts, lists, own)


def _texts(record: Mapping[str, object], names: tuple[str, ...], told: Told) -> dict[str, str]:
    texts = {}
    for name in names:
        value = record.get(name)
        if isinstance(value, str):
            texts[name] = value.strip()
        elif isinstance(value, int) and not isinstance(value, bool):
            texts[name] = str(value)
        elif value is not None:
            told.add(name, value, "a text")
    for name in NUMBERS:
        value = record.get(name)
        if isinstance(value, int | float | str) and not isinstance(value, bool):
            texts[name] = str(value)
        elif value is not None:
            told.add(name, value, "a number")
    return texts


def _list(value: object, name: str, told: Told) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value
    told.add(name, value, "a list of texts")
    return []


def _own(value: object, told: Told) -> dict[str, str]:
    """The columns in our extension; others may stand there, of a later version."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        told.add(EXTENSION, value, "an object")
        return {}
    own = {}
    for column, item in value.items():
        if column not in COLUMNS:
            continue
        if isinstance(item, str):
            own[column] = item
        elif item is None or item is False:
            own[column] = ""
        elif item is True and column == "only_if_raised":
            own[column] = "yes"
        elif isinstance(item, int | float) and item is not True:
            own[column] = str(item)
        elif isinstance(item, list) and all(isinstance(one, str) for one in item):
            own[column] = ";".join(item)
        else:
            told.add(f"{EXTENSION}/{column}", item, "a text, a number or a list of texts")
    return own
