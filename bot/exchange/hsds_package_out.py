"""HSDS 3.0 as a tabular data package: tables of CSV with a ``datapackage.json``, out."""

from __future__ import annotations

import csv
import json
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bot.core.initiatives import Initiative
from bot.exchange.hsds import to_service
from bot.exchange.hsds_tables import MANY, ONE, TABLES
from bot.exchange.packages import DESCRIPTOR
from bot.exchange.streams import replacing

NOT_OURS = ("cost_option",)
"""Tables that we read and have nothing for."""


def write(initiatives: Iterable[Initiative], path: Path) -> None:
    """Writes a package: a zip when the path ends in ``.zip``, else a folder.

    Every table is written, also an empty one; files of an earlier package are replaced when all
    went well.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as name:
        folder = Path(name)
        _tables(initiatives, folder)
        (folder / DESCRIPTOR).write_text(descriptor(), encoding="utf-8")
        if path.suffix.casefold() == ".zip":
            with replacing(path) as half, zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as out:
                for file in sorted(folder.iterdir()):
                    out.write(file, file.name)
        else:
            path.mkdir(exist_ok=True)
            for file in folder.iterdir():
                file.replace(path / file.name)


def descriptor() -> str:
    """The ``datapackage.json`` of what we write: our tables with their columns and links."""
    return json.dumps(
        {
            "profile": "tabular-data-package",
            "name": "netwerkwijzer-initiatives",
            "title": "Initiatives of Netwerkwijzer, as HSDS 3.0",
            "description": "Columns that begin with x_ are our own: see docs/exchange-hsds.md.",
            "homepage": "https://docs.openreferral.org",
            "resources": [
                {
                    "profile": "tabular-data-resource",
                    "name": table.name,
                    "path": table.path,
                    "format": "csv",
                    "mediatype": "text/csv",
                    "encoding": "utf-8",
                    "schema": table.schema(),
                }
                for table in TABLES.values()
                if table.name not in NOT_OURS
            ],
        },
        indent=1,
    )


def _tables(initiatives: Iterable[Initiative], folder: Path) -> None:
    """All tables, filled side by side, so that no more than one initiative is held at once."""
    with ExitStack() as stack:
        writers: dict[str, Any] = {}
        for table in TABLES.values():
            if table.name not in NOT_OURS:
                file = stack.enter_context(
                    (folder / table.path).open("w", encoding="utf-8", newline="")
                )
                writers[table.name] = csv.writer(file)
                writers[table.name].writerow(table.by_name)
        shared: set[str] = set()
        for initiative in initiatives:
            _write(to_service(initiative), "service", {}, writers, shared)


def _write(
    record: Mapping[str, Any],
    table: str,
    links: Mapping[str, str],
    writers: Mapping[str, Any],
    shared: set[str],
) -> None:
    """A record as a row of its table, and what is nested in it as rows of theirs.

    Args:
        links: what it points at, by column.
        shared: ids of records that many may point at; each is written once.
    """
    pointed_at: dict[str, str] = {}
    for name, child in ONE.get(table, {}).items():
        one = record.get(name)
        if one:
            pointed_at[f"{child}_id"] = one["id"]
            if one["id"] not in shared:
                shared.add(one["id"])
                _write(one, child, {}, writers, shared)
    cells = {**record, **links, **pointed_at}
    writers[table].writerow([cells.get(name, "") for name in TABLES[table].by_name])
    for name, child in MANY.get(table, {}).items():
        for each in record.get(name, ()):
            _write(each, child, {f"{table}_id": record["id"]}, writers, shared)
