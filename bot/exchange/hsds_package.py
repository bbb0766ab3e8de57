"""HSDS 3.0 as a tabular data package: tables of CSV with a ``datapackage.json``, in and out.

A package is a folder, its ``datapackage.json``, or a zip of these; without a ``datapackage.json``
the tables are known by their names.

Why the cells are judged by frictionless and the rows are read here: frictionless 5.6 reads a table
of 100,000 rows and 31 columns in 10 to 16 s, while its cell readers judge the columns that can be
wrong in 3 s; and its row numbers are not the lines of the file, as a cell may have several. The
figures: docs/exchange-hsds.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.content.problems import Problems
from bot.exchange.hsds_in import to_rows
from bot.exchange.hsds_package_out import write
from bot.exchange.hsds_tables import MANY, ONE
from bot.exchange.package_tables import TableFile, find_tables, read_table
from bot.exchange.packages import Files, open_package
from bot.exchange.raw import Defaults, Raw
from bot.exchange.streams import shown

__all__ = ["read", "write"]

AT = "service_at_location"
LINE = "_line"
"""Where a row of that table keeps the line on which it stands."""

Row = dict[str, str]


def read(path: Path, problems: Problems, defaults: Defaults) -> Iterator[Raw]:
    """The services of a package as rows; what is wrong is noted, and its service left out.

    Args:
        problems: of the package; a message names the table and its line.
        defaults: what to take where the package does not say.

    Raises:
        ContentError: there is no package with services, or something in it may harm.
    """
    with open_package(path, problems) as files:
        tables = find_tables(files, problems)
        joined = _Joined(files, tables, problems)
        told = joined.told("service").name
        for line, row in read_table(files, tables["service"], problems, joined.bad):
            service = joined.service(line, row)
            for values in to_rows(service, defaults) if service else ():
                yield Raw(values, told, line)
        joined.check_places()


class _Joined:
    """All tables but the services, found by the ids in them: no row is looked for twice."""

    def __init__(self, files: Files, tables: dict[str, TableFile], problems: Problems) -> None:
        self.tables = tables
        self.problems = problems
        self.bad: set[str] = set()
        self.services: set[str] = set()
        self.by_id: dict[str, dict[str, Row]] = {}
        self.pointing: dict[tuple[str, str], dict[str, list[Row]]] = {}
        for name in sorted(tables.keys() - {"service"}):
            self._keep(name, read_table(files, tables[name], problems, self.bad))

    def _keep(self, table: str, rows: Iterable[tuple[int, Row]]) -> None:
        """Keeps the rows of a table by their own ids, or by those that they point at."""
        pointed_at = any(table in ones.values() for ones in ONE.values())
        by_id = self.by_id.setdefault(table, {}) if pointed_at else None
        links = {_link(table, parent) for parent, many in MANY.items() if table in many.values()}
        indexes = [(link, self.pointing.setdefault((table, link), {})) for link in links]
        for line, row in rows:
            if table == AT:
                row[LINE] = str(line)
            if by_id is not None:
                by_id[row["id"]] = row
            for link, index in indexes:
                if link in row:
                    index.setdefault(row[link], []).append(row)

    def service(self, line: int, row: Row) -> dict[str, Any] | None:
        """A service with all that belongs to it; None when something in that is wrong."""
        self.services.add(row["id"])
        service = self._join("service", row)
        places = service.get("service_at_locations", ())
        right = self._is_there("organization", row, self.told("service"), line)
        for place in places:
            told = self.told(AT)
            right = self._is_there("location", place, told, int(place[LINE])) and right
        ids = {row["id"], *(place["id"] for place in places)}
        return service if right and not ids & self.bad else None

    def told(self, table: str) -> Problems:
        """The problems of a table of this package."""
        told = Problems(self.problems.path, f"{self.problems.name}/{self.tables[table].path}")
        told.found = self.problems.found
        return told

    def check_places(self) -> None:
        """Notes the places of services that are not there; to be called when all were read."""
        places_of = self.pointing.get((AT, "service_id"), {})
        for service_id in places_of.keys() - self.services - self.bad:
            for place in places_of[service_id]:
                expected = f"an id in {self.tables['service'].path}"
                self.told(AT).add(int(place[LINE]), "service_id", shown(service_id), expected)

    def _is_there(self, table: str, row: Mapping[str, Any], told: Problems, line: int) -> bool:
        """Whether what a row points at is there and right; a package may lack the whole table."""
        pointed_at = row[f"{table}_id"]
        if table not in self.tables or pointed_at in self.by_id[table]:
            return pointed_at not in self.bad
        if pointed_at not in self.bad:
            expected = f"an id in {self.tables[table].path}"
            told.add(line, f"{table}_id", shown(pointed_at), expected)
        return False

    def _join(self, table: str, row: Row) -> dict[str, Any]:
        """A row with the rows of other tables that belong to it, as HSDS nests them in JSON."""
        if table not in ONE and table not in MANY:
            return row
        record: dict[str, Any] = dict(row)
        for name, child in ONE.get(table, {}).items():
            one = self.by_id.get(child, {}).get(row.get(f"{child}_id", ""))
            if one:
                record[name] = self._join(child, one)
        for name, child in MANY.get(table, {}).items():
            many = self.pointing.get((child, _link(child, table)), {}).get(row["id"])
            if many:
                record[name] = [self._join(child, each) for each in many]
        return record


def _link(child: str, parent: str) -> str:
    """The column in which a row points at the row that it belongs to."""
    return "link_id" if child == "attribute" else f"{parent}_id"
