"""The tables in a package: which file holds which, and its rows with what is wrong in them."""

from __future__ import annotations

import codecs
import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from bot.content.problems import ContentError, Problems
from bot.exchange.hsds_tables import TABLES, mistakes
from bot.exchange.packages import DESCRIPTOR, INSIDE, Files, is_inside
from bot.exchange.streams import as_text, not_encoded, shown

ENCODINGS = ("utf-8", "cp1252", "iso8859-1", "iso8859-15", "ascii")
"""Character sets that a table may be in, as Python names them."""

DELIMITERS = (",", ";", "\t", "|")
MOST_DESCRIPTOR = 5 * 1024 * 1024

NAMES = {
    **{name: name for name in TABLES},
    **{PurePosixPath(table.path).stem: name for name, table in TABLES.items()},
    "service_at_locations": "service_at_location",
    "services_at_location": "service_at_location",
    "addresss": "address",  # so in datapackage.json of HSDS 3.0.0
}
"""The table by the name of a resource or file. The examples of the standard use all of these."""

NO_SERVICE_WITHOUT = ("organization", "location", "service_at_location", "address")
"""A service whose row here is wrong is left out, as its door may be wrong."""


@dataclass(frozen=True)
class TableFile:
    """A table in a package.

    Attributes:
        table: its name in `TABLES`.
        path: of its file, in the package.
        delimiter: between two cells; empty when its first line has to tell.
    """

    table: str
    path: str
    encoding: str = "utf-8"
    delimiter: str = ""


def find_tables(files: Files, problems: Problems) -> dict[str, TableFile]:
    """The tables of a package that we read, by their names; other tables may be there as well.

    Raises:
        ContentError: there is no table of services, or the descriptor is wrong.
    """
    told = Problems(problems.path, f"{problems.name}/{DESCRIPTOR}")
    if files.has(DESCRIPTOR):
        found = [_resource(*each, told) for each in enumerate(_resources(files, told))]
    else:
        named = [name for name in files.names() if name.endswith(".csv")]
        found = [TableFile(_table_of("", name), name) for name in named]
    tables: dict[str, TableFile] = {}
    for file in found:
        if not file or not file.table:
            continue
        if file.table in tables:
            told.add(1, "resources", file.path, f"one table {file.table}: it has another already")
        elif not files.has(file.path):
            told.add(1, "path", file.path, INSIDE)
        tables[file.table] = file
    problems.found += told.found
    if "service" not in tables:
        problems.add(1, "(package)", "", "a package with a table of services (services.csv)")
    problems.stop_if_any()
    return tables


def _resources(files: Files, told: Problems) -> list[Any]:
    """What the descriptor says of its files."""
    with files.open(DESCRIPTOR) as file:
        content = file.read(MOST_DESCRIPTOR + 1)
    try:
        descriptor = json.loads(content.decode("utf-8-sig"))
        resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
        if len(content) > MOST_DESCRIPTOR or not isinstance(resources, list):
            raise ValueError("resources")
    except (ValueError, RecursionError) as error:
        told.add(1, "(file)", shown(str(error)), "JSON with a list of resources")
        raise ContentError(told.found) from error
    return resources


def _resource(number: int, said: object, told: Problems) -> TableFile | None:
    """One file of the descriptor; None, and noted, when it cannot be read or may harm."""
    field = f"resources/{number}/path"
    if not isinstance(said, Mapping):
        told.add(1, f"resources/{number}", shown(json.dumps(said)), "an object with a path")
        return None
    path = said.get("path")
    if isinstance(path, list) and len(path) == 1:
        path = path[0]
    if not isinstance(path, str) or not is_inside(path):
        told.add(1, field, shown(json.dumps(path)), INSIDE)
        return None
    table = _table_of(str(said.get("name", "")), path)
    if not table:
        return None
    if not path.casefold().endswith(".csv"):
        told.add(1, field, shown(path), "a table as a .csv file")
        return None
    dialect = said.get("dialect")
    dialect = dialect if isinstance(dialect, Mapping) else {}
    inner = dialect.get("csv")
    delimiter = (inner if isinstance(inner, Mapping) else dialect).get("delimiter", "")
    if delimiter not in ("", *DELIMITERS):
        told.add(1, f"resources/{number}/dialect", shown(str(delimiter)), "one of , ; | or a tab")
        return None
    encoding = _encoding(str(said.get("encoding") or "utf-8"))
    if not encoding:
        expected = f"one of {', '.join(ENCODINGS)}"
        told.add(1, f"resources/{number}/encoding", shown(str(said["encoding"])), expected)
        return None
    return TableFile(table, path, encoding, delimiter)


def _table_of(name: str, path: str) -> str:
    """The table by the name of its resource, or else of its file; empty for one we do not read."""
    for each in (name, PurePosixPath(path).stem):
        table = NAMES.get(each.casefold().replace("-", "_"))
        if table:
            return table
    return ""


def _encoding(said: str) -> str:
    try:
        name = codecs.lookup(said).name.replace("utf-8-sig", "utf-8")
    except (LookupError, ValueError):
        return ""
    return name if name in ENCODINGS else ""


def read_table(
    files: Files, file: TableFile, problems: Problems, bad: set[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table in which nothing that matters is wrong, each with its line.

    Cells that are empty or in a column that we do not read are left out.

    Args:
        problems: of the package; what is wrong is noted with the table's name.
        bad: takes the ids in wrong rows, so that no service is made without its address.

    Raises:
        ContentError: it is in another character set than it says.
    """
    told = Problems(problems.path, f"{problems.name}/{file.path}")
    told.found = problems.found
    encoding = "utf-8-sig" if file.encoding == "utf-8" else file.encoding
    try:
        with files.open(file.path) as raw:
            text = as_text(raw, encoding)
            first = text.readline()
            delimiter = file.delimiter or max(DELIMITERS, key=first.count)
            header = _header(first, delimiter, told)
            if _header_is_right(file.table, header, told):
                reader = csv.reader(text, delimiter=delimiter, strict=True)
                yield from _rows(file.table, header, reader, told, bad)
    except UnicodeDecodeError as error:
        with files.open(file.path) as raw:
            raise not_encoded(raw, encoding, told) from error


def _header(line: str, delimiter: str, told: Problems) -> list[str]:
    try:
        return [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error as error:
        told.add(1, "(row)", str(error), "names of columns")
        return []


def _header_is_right(table: str, header: list[str], told: Problems) -> bool:
    """Whether the columns that we cannot do without are there; every one that is not is noted."""
    right = True
    for name, column in TABLES[table].by_name.items():
        if column.required and name not in header:
            told.add(1, name, "", "a column of this file")
            right = right and not column.used
        if header.count(name) > 1:
            told.add(1, name, f"{header.count(name)} times", "one column of that name")
            right = False
    return right


def _rows(
    table: str, header: list[str], reader: Any, told: Problems, bad: set[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    columns = TABLES[table].by_name
    kept = [(number, name) for number, name in enumerate(header) if name in columns]
    there = {name for _, name in kept}
    seen: dict[str, int] = {}
    line = 1
    while True:
        first = line + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            line = 1 + reader.line_num
            told.add(line, "(row)", str(error), "a row with closed quotes and no null bytes")
            continue
        line = 1 + reader.line_num
        if not cells:
            continue
        if len(cells) != len(header):
            told.add(first, "(row)", len(cells), f"a row of {len(header)} cells")
            continue
        row = {name: cell for number, name in kept if (cell := cells[number].strip())}
        wrong = [c for c in mistakes(table, row, tabular=True) if c.name in there]
        for column in wrong:
            told.add(first, column.name, shown(row.get(column.name, "")), column.wanted)
        row_id = row.get("id", "")
        if row_id and seen.setdefault(row_id, first) != first:
            told.add(first, "id", shown(row_id), f"new: line {seen[row_id]} has it already")
        elif not any(column.used for column in wrong):
            yield first, row
        elif table in NO_SERVICE_WITHOUT:
            bad.update(row[c.name] for c in columns.values() if c.points_at and c.name in row)
            bad.add(row_id)
