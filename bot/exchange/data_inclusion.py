"""data.inclusion schema v1 as JSON, in and out (data.inclusion.gouv.fr, France).

We write one object with ``structures`` and ``services``; what the schema has no word for, such as
the work models, stands in the field ``x_netwerkwijzer`` of a service. Which files are read:
`bot.exchange.data_inclusion_json`. The whole mapping: docs/exchange-data-inclusion.md.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

from bot.content.problems import Problems
from bot.core.initiatives import Initiative
from bot.exchange.data_inclusion_fields import (
    Fields,
    Told,
    service_fields,
    structure_fields,
)
from bot.exchange.data_inclusion_in import to_values
from bot.exchange.data_inclusion_json import Found, records
from bot.exchange.data_inclusion_out import to_service, to_structure
from bot.exchange.data_inclusion_tables import CLOSED, NOT_OPEN, SERVICES, STRUCTURES
from bot.exchange.raw import Defaults, Raw

NO_STRUCTURE = Fields()


def write(initiatives: Iterable[Initiative], path: Path) -> None:
    """Writes them as one object, one record on a line; the file is replaced when all is written.

    Raises:
        OSError: the file cannot be written.
    """
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with half.open("w", encoding="utf-8", newline="\n") as file:
            _write(initiatives, file)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def _write(initiatives: Iterable[Initiative], file: IO[str]) -> None:
    structures: dict[str, dict[str, object]] = {}
    closed = []
    file.write(f'{{"{SERVICES}": [')
    between = "\n"
    for initiative in initiatives:
        structure = to_structure(initiative)
        known = structures.setdefault(structure["id"], structure)
        known["date_maj"] = max(str(known["date_maj"]), structure["date_maj"])
        service = _json(to_service(initiative, structure))
        if initiative.status in NOT_OPEN:
            closed.append(service)
            continue
        file.write(between + service)
        between = ",\n"
    file.write(f'\n],\n"{CLOSED}": [\n')
    file.write(",\n".join(closed))
    file.write(f'\n],\n"{STRUCTURES}": [\n')
    file.write(",\n".join(map(_json, structures.values())))
    file.write("\n]}\n")


def _json(record: Mapping[str, object]) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def read(path: Path, problems: Problems, defaults: Defaults) -> Iterator[Raw]:
    """The services of a file or folder as rows; a record with a mistake is told and left out.

    Args:
        path: a file, or a folder with ``structures*.json`` and ``services*.json``.
        problems: of this file; a message names the number of the record, from 1 on.
        defaults: what to take where the file does not say.

    Raises:
        ContentError: nothing can be made of the file.
    """
    found = records(path, problems)
    found.reverse()
    structures = _Structures(problems)
    services = []
    while found:
        # Taken out one by one: so what was read is freed while the rest is worked on.
        one = found.pop()
        structures.add(one) if one.table == STRUCTURES else services.append(one)
    services.reverse()
    seen: dict[str, int] = {}
    while services:
        one = services.pop()
        told = Told(problems, one.number, one.within)
        service = service_fields(one.record, told)
        structure = structures.of(one, service, told)
        if service is None:
            continue
        values = to_values(service, structure, defaults, told)
        if one.table == CLOSED and "status" not in service.own:
            values["status"] = "temporarily_closed"
        earlier = seen.setdefault(values["id"], one.number) if values["id"] else one.number
        if earlier != one.number:
            told.add("id", values["id"], f"new: {earlier} has it already")
        if not told.wrong:
            yield Raw(values, problems.name, one.number)
    structures.tell_unused()


class _Structures:
    """The structures of a file, found by the ids that services name."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.read: dict[str, Fields | None] = {}
        self.numbers: dict[str, int] = {}
        self.unused: set[str] = set()

    def add(self, one: Found) -> None:
        """A structure that stands by itself; what is wrong in it is told."""
        told = Told(self.problems, one.number, one.within)
        fields = structure_fields(one.record, told)
        key = fields["id"] if fields else _id_of(one.record)
        if fields and not key:
            told.add("id", "", "filled in")
        elif key in self.read:
            told.add("id", key, f"new: {self.numbers[key]} has it already")
        elif key:
            self.read[key] = fields
            self.numbers[key] = one.number
            self.unused.add(key)

    def of(self, one: Found, service: Fields | None, told: Told) -> Fields:
        """The structure of a service: in it, around it, or elsewhere in the file."""
        if one.nested is not None:
            inner = Told(self.problems, one.number, f"{one.within}structure/")
            fields = structure_fields(one.nested, inner)
            told.wrong = told.wrong or inner.wrong
            return fields or NO_STRUCTURE
        key = service["structure_id"] if service else ""
        self.unused.discard(key)
        if not self.read:
            # The services alone: nobody can know what their structures are called.
            return NO_STRUCTURE
        if key not in self.read:
            told.add("structure_id", key, "the id of a structure in this file")
        return self.read.get(key) or NO_STRUCTURE

    def tell_unused(self) -> None:
        """Notes how many structures have no service: they are no place to go to."""
        if self.unused:
            first = min(self.numbers[key] for key in self.unused)
            done = f"(and {len(self.unused) - 1} more) left out: no service belongs to it"
            name = next(key for key, number in self.numbers.items() if number == first)
            self.problems.note(first, f"{STRUCTURES}/id", name, done)


def _id_of(record: object) -> str:
    return str(record.get("id", "")) if isinstance(record, Mapping) else ""
