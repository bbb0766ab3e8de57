"""Files of data.inclusion as they are published: which records stand in them, and where.

Read are our own file (an object with ``structures`` and ``services``), the two arrays of the open
data (in a folder, or the services alone), pages of the API (``items``) with the structure in each
service or the services in each structure, one record by itself, and JSON lines.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.content.problems import Problems
from bot.exchange.data_inclusion_fields import brief
from bot.exchange.data_inclusion_tables import SERVICES, STRUCTURES, TABLES
from bot.exchange.safe import read_bytes

ENDINGS = (".json", ".jsonl", ".ndjson")
MOST_MARKS = 20_000_000
"""So many brackets and commas a file may have: 100,000 services have some 6 million. Many more in
a small file (``[[],[],[]``) are only there to fill the memory."""


@dataclass(frozen=True)
class Found:
    """A record, not looked into yet.

    Attributes:
        table: one of `TABLES`.
        record: the service or structure itself.
        number: its number in its list, or its line in a file of JSON lines; from 1 on.
        within: how the list is told before the name of a field; empty for the only one.
        nested: for a service: the structure that stands in it, or around it; else None.
    """

    table: str
    record: object
    number: int
    within: str = ""
    nested: object = None


def records(path: Path, problems: Problems) -> list[Found]:
    """All records of a file, or of a folder with a file of each.

    Raises:
        ContentError: a file is too large, no UTF-8, no JSON, or has no records of services.
    """
    if not path.is_dir():
        return list(_of_file(path, problems, ""))
    found: list[Found] = []
    for file in sorted(path.iterdir()):
        for table in (STRUCTURES, SERVICES):
            if file.name.startswith(table) and file.suffix in ENDINGS:
                found += _of_file(file, problems, table)
    if not any(one.table == SERVICES for one in found):
        problems.add(1, "(file)", path.name, f"a folder with {SERVICES}.json in it")
        problems.stop_if_any()
    return found


def _of_file(path: Path, problems: Problems, table: str) -> Iterator[Found]:
    """Args: table: what the name of the file says that is in it; empty when it says nothing."""
    name = path.name if table else ""
    content = read_bytes(path, problems)
    if sum(map(content.count, (b"[", b"{", b","))) > MOST_MARKS:
        problems.add(1, "(file)", name, f"a file of at most {MOST_MARKS} brackets and commas")
        problems.stop_if_any()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problems.add(line, "(file)", content[error.start : error.start + 1], "UTF-8 text")
        problems.stop_if_any()
        raise AssertionError("unreachable") from error
    del content
    within = f"{table}/" if table else ""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and text[0] == "{" and "\n" not in text[: error.pos].strip():
            yield from _lines(text, within, table, problems)
            return
        _told(problems, name, text, error, error.lineno)
        problems.stop_if_any()
    except (RecursionError, ValueError) as error:
        problems.add(1, _where(name), type(error).__name__, f"JSON that can be read ({error})")
        problems.stop_if_any()
    else:
        yield from _of_value(value, within, table, problems)


def _where(name: str, column: int = 0) -> str:
    """What to say for a field: the file within a folder, and the column in it."""
    said = ", ".join(filter(None, (name, f"column {column}" if column else "")))
    return f"({said or 'file'})"


def _told(problems: Problems, name: str, text: str, error: json.JSONDecodeError, line: int) -> None:
    there = text[error.pos : error.pos + 20]
    problems.add(line, _where(name, error.colno), there, f"JSON: {error.msg}")


def _lines(text: str, within: str, table: str, problems: Problems) -> Iterator[Found]:
    """One record on a line; a line that is no JSON is told, and the others are read."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            _told(problems, "", line, error, number)
        except (RecursionError, ValueError) as error:
            problems.add(number, "(record)", type(error).__name__, "JSON that can be read")
        else:
            yield from _of_record(value, number, within, table)


def _of_value(value: object, within: str, table: str, problems: Problems) -> Iterator[Found]:
    """The records of a whole file."""
    if isinstance(value, Mapping) and "nom" not in value:
        listed = {key: value[key] for key in TABLES if isinstance(value.get(key), list)}
        for key, items in listed.items():
            for number, record in enumerate(items, 1):
                yield from _of_record(record, number, f"{key}/", key)
        if listed:
            return
        value = value.get("items", value)
    if isinstance(value, list):
        for number, record in enumerate(value, 1):
            yield from _of_record(record, number, within, table)
    elif isinstance(value, Mapping) and {"nom", "service"} & set(value):
        yield from _of_record(value, 1, within, table)
    else:
        shown = ", ".join(map(str, value)) if isinstance(value, Mapping) else value
        problems.add(1, "(file)", brief(shown), f"JSON with {SERVICES} of data.inclusion")
        problems.stop_if_any()


def _of_record(record: object, number: int, within: str, table: str) -> Iterator[Found]:
    """A record, and the services in it when it is a structure.

    A result of a search has the service one level down. What no table tells is a service when it
    belongs to a structure.
    """
    if not isinstance(record, Mapping):
        yield Found(table or SERVICES, record, number, within)
        return
    inner = record.get("service")
    if isinstance(inner, Mapping):
        record, within, table = inner, f"{within}service/", SERVICES
    if not table:
        belongs = "structure_id" in record or "structure" in record
        table = SERVICES if belongs else STRUCTURES
    if table != STRUCTURES:
        yield Found(table, record, number, within, record.get("structure"))
        return
    services = record.get(SERVICES)
    if not isinstance(services, list):
        yield Found(STRUCTURES, record, number, within)
        return
    for place, service in enumerate(services, 1):
        yield Found(SERVICES, service, number, f"{within}{SERVICES} {place}/", record)
