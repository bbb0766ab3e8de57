"""Sheets of initiatives as spreadsheets save them, and what an import makes of these files."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from auxil.guide import DATA
from auxil.houses import house

from bot import content
from bot.content.initiatives import COLUMNS, read_initiative
from bot.content.problems import ContentError, Problems
from bot.content.rows import Row
from bot.core.initiatives import Initiative
from bot.exchange import csv_file
from bot.exchange.raw import to_texts
from bot.exchange.safe import checked

DIRECTORY = content.load_initiatives(DATA / "initiatives.csv")
CAFE = house(
    id="cafe",
    name="Café 't Hoekje",
    summary_nl="Koffie, thee; en een babbel.\nElke dag “vers”.",
    summary_fr="Du café, du thé ; et une parole.",
    languages=("nl", "fr"),
)

# How a spreadsheet saves, by the item of its menu. 'CSV' of Excel takes the separator of the
# country: a semicolon in Belgium.
EXCEL_CSV: dict[str, Any] = {"separator": ";", "charset": "cp1252", "ends": "\r\n"}
EXCEL_UTF_8: dict[str, Any] = {"separator": ";", "charset": "utf-8-sig", "ends": "\r\n"}
EXCEL_UNICODE: dict[str, Any] = {"separator": "\t", "charset": "utf-16", "ends": "\r\n"}
LIBREOFFICE: dict[str, Any] = {"separator": ",", "charset": "utf-8", "ends": "\n"}
LIBREOFFICE_QUOTED: dict[str, Any] = {**LIBREOFFICE, "quoting": csv.QUOTE_ALL}
SPREADSHEETS = {
    "Excel, CSV": EXCEL_CSV,
    "Excel, CSV UTF-8": EXCEL_UTF_8,
    "Excel, Unicode text": EXCEL_UNICODE,
    "LibreOffice": LIBREOFFICE,
    "LibreOffice, all quoted": LIBREOFFICE_QUOTED,
}


def cells(*initiatives: Initiative, columns: Sequence[str] = COLUMNS) -> list[list[str]]:
    """The cells of a sheet, the names of the columns first."""
    texts = [to_texts(initiative) for initiative in initiatives]
    return [list(columns), *([text[column] for column in columns] for text in texts)]


def saved(
    folder: Path,
    sheet: list[list[str]],
    separator: str = ";",
    charset: str = "utf-8-sig",
    ends: str = "\r\n",
    quoting: int = csv.QUOTE_MINIMAL,
    first: str = "",
) -> Path:
    """A file with the bytes that a spreadsheet writes for these cells."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=ends, quoting=quoting).writerows(sheet)
    path = folder / "initiatieven.csv"
    path.write_bytes((first + text.getvalue()).encode(charset))
    return path


def brought_back(path: Path) -> tuple[list[Initiative], Problems]:
    """What an import makes of a file."""
    problems = Problems(path)
    found = []
    for raw in csv_file.read(path, problems):
        clean = checked(raw, problems)
        if clean:
            found.append(read_initiative(Row(clean.values, clean.line, problems), False))
    return found, problems


def in_order(path: Path) -> list[Initiative]:
    found, problems = brought_back(path)
    assert problems.found == []
    return found


def told(path: Path) -> list[str]:
    """The mistakes that an import tells."""
    try:
        return brought_back(path)[1].found
    except ContentError as error:
        return error.problems
