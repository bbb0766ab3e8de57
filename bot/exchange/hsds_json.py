"""HSDS 3.0 as JSON: services with their organisation, places and phones in them, in and out.

Read are an array of services, a page of the API (``contents``), an object with ``services``, and
one service by itself. The standard and the mapping: docs/exchange-hsds.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.content.problems import Problems
from bot.core.initiatives import Initiative
from bot.exchange.hsds import to_service
from bot.exchange.hsds_in import to_rows
from bot.exchange.hsds_tables import MANY, ONE, TABLES, mistakes
from bot.exchange.json_stream import records
from bot.exchange.raw import Defaults, Raw
from bot.exchange.streams import replacing, shown

LISTS = ("contents", "services")
"""Names under which an object holds its services: of a page of the API, and in the examples."""


def write(initiatives: Iterable[Initiative], path: Path) -> None:
    """Writes an array of services, one on a line; an earlier file goes when all went well."""
    with replacing(path) as half, half.open("w", encoding="utf-8", newline="\n") as file:
        between = "[\n"
        for initiative in initiatives:
            service = to_service(initiative)
            file.write(between + json.dumps(service, ensure_ascii=False, separators=(",", ":")))
            between = ",\n"
        file.write("\n]\n" if between != "[\n" else "[]\n")


def read(path: Path, problems: Problems, defaults: Defaults) -> Iterator[Raw]:
    """The services of a file as rows; what is wrong is noted, and its service left out.

    Args:
        problems: of this file; a message names the number of the service, from 1 on.
        defaults: what to take where the file does not say.

    Raises:
        ContentError: the file is too large, no UTF-8, or no JSON.
    """
    seen: dict[str, int] = {}
    for number, found in enumerate(records(path, LISTS, problems), start=1):
        service = _tidy(found, "service", "", number, problems)
        if service is None:
            continue
        earlier = seen.setdefault(service["id"], number)
        if earlier != number:
            problems.add(number, "id", shown(service["id"]), f"new: {earlier} has it already")
            continue
        for values in to_rows(service, defaults):
            yield Raw(values, problems.name, number)


def _tidy(
    found: object, table: str, within: str, number: int, problems: Problems
) -> dict[str, Any] | None:
    """A record with what we read of it, as text; None when something in it is wrong, and noted.

    Args:
        within: where in the service it stands, such as ``phones/0/``.
    """
    if not isinstance(found, Mapping):
        problems.add(number, within.rstrip("/") or "(record)", _shown(found), "an object")
        return None
    record, right = _values(found, table, within, number, problems)
    for name, child in ONE.get(table, {}).items():
        if found.get(name) is not None:
            one = _tidy(found[name], child, f"{within}{name}/", number, problems)
            right = right and one is not None
            record[name] = one
    for name, child in MANY.get(table, {}).items():
        listed = found.get(name)
        if listed is not None and not isinstance(listed, list):
            problems.add(number, within + name, _shown(listed), "a list")
            right = False
            continue
        if listed:
            record[name] = [
                _tidy(item, child, f"{within}{name}/{n}/", number, problems)
                for n, item in enumerate(listed)
            ]
            right = right and None not in record[name]
    return record if right else None


def _values(
    found: Mapping[str, object], table: str, within: str, number: int, problems: Problems
) -> tuple[dict[str, Any], bool]:
    """Its own columns as text, and whether we can do with them."""
    right = True
    values: dict[str, Any] = {}
    nested = set()
    columns = TABLES[table].by_name
    for name, value in found.items():
        if name not in columns or value is None:
            continue
        if isinstance(value, str):
            values[name] = value.strip()
        elif isinstance(value, list | dict):
            problems.add(number, within + name, _shown(value), "a text or a number")
            nested.add(name)
            right = False
        else:
            values[name] = json.dumps(value)
    for column in mistakes(table, values, tabular=False):
        if column.name not in nested:
            value = values.get(column.name, "")
            problems.add(number, within + column.name, shown(value), column.wanted)
            right = right and not column.used
    return values, right


def _shown(value: object) -> str:
    return shown(json.dumps(value, ensure_ascii=False))
