"""The directory as a table in our own columns, in and out: as Excel and LibreOffice save it.

They choose the separator, the character set and the ends of lines by the country of the computer
and the item of the menu that was clicked; the file itself shows which. What was done to the values
is put right in `bot.exchange.spreadsheet`.
"""

from __future__ import annotations

import csv
import itertools
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bot.content.formulas import hold, release
from bot.content.initiatives import COLUMNS
from bot.content.problems import Problems
from bot.core.initiatives import Initiative
from bot.exchange.raw import Raw, to_texts
from bot.exchange.safe import brief, limited
from bot.exchange.spreadsheet import lost, mended, one_break
from bot.exchange.text_file import Lines, lines_of

DEFAULTS: Mapping[str, str] = {
    "scope": "local",
    "cost": "unknown",
    "confidence": "medium",
    "audience": "public",
    "status": "active",
}
"""What a column counts as that a file does not have; all other ones count as empty."""

NEEDED = ("id", "name", "work_models")
SUMMARIES = ("summary_nl", "summary_fr")
"""Columns of which a file must have one."""

SEPARATORS = (",", ";", "\t")
MOST_COLUMNS = 1000
MOST_ABOVE = 20
"""The names of the columns stand on one of the first lines."""

BLOCK = 16
"""Rows that Excel writes together."""

_KNOWN = frozenset(COLUMNS)
_EMPTY = ',;\t\r\n "\ufeff'
_NEVER_EMPTY = (*NEEDED, *SUMMARIES, *DEFAULTS)


def read(path: Path, problems: Problems) -> Iterator[Raw]:
    """The rows of a table in our own columns.

    Separators are commas, semicolons or tabs; the text is UTF-8, UTF-16 with a mark at its
    beginning, or Windows-1252. Columns may stand in any order; those of `NEEDED` and one summary
    must be there, the others have `DEFAULTS`. A row that cannot be read is left out; one with a
    mistake in it is given, and its line is one of ``problems.lines``.

    Raises:
        ContentError: nothing can be made of the file, or of what follows in it.
    """
    yield from limited(_rows(path, problems), problems)


def write(initiatives: Iterable[Initiative], path: Path) -> None:
    """A table in the columns of ``data/initiatives.csv``, whole or not at all.

    In UTF-8 with a mark, since Excel reads accents only then. Lines end in LF: Excel, LibreOffice
    and git take both, a cell of several lines has LF in all three, and git shows only the rows that
    changed. A value that a spreadsheet would calculate is held by an apostrophe
    (`bot.content.formulas`).

    Raises:
        OSError: the file cannot be written.
    """
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with half.open("w", encoding="utf-8-sig", newline="") as file:
            table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            table.writeheader()
            for initiative in initiatives:
                texts = to_texts(initiative).items()
                table.writerow({column: hold(one_break(text)) for column, text in texts})
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def _rows(path: Path, problems: Problems) -> Iterator[Raw]:
    lines = lines_of(path, problems)
    separator, header = _header(lines, problems)
    columns = _columns(header, lines.number, problems)
    absent = {column: DEFAULTS.get(column, "") for column in COLUMNS if column not in columns}
    seen: dict[str, int] = {}
    mend = _Mending(problems)
    for line, cells in _whole(_records(lines, separator, problems), header, problems):
        values = dict(absent)
        for column, cell in zip(columns, cells, strict=False):
            if column in _KNOWN:
                values[column] = mend(line, column, cell) if cell else ""
        key = values["id"]
        if key and key in seen:
            problems.add(line, "id", brief(key), f"new: line {seen[key]} has it already")
        seen.setdefault(key, line)
        yield Raw(values, path.name, line)


def _header(lines: Lines, problems: Problems) -> tuple[str, list[str]]:
    """The separator and the names of the columns.

    What stands above is passed over: a line 'sep=;', empty rows, or the 'Column1' with which Excel
    fills the first row when it is asked not to look at the values.
    """
    head = []
    for _ in range(MOST_ABOVE):
        lines.begin()
        line = next(lines, "")
        head += [line] if line else []
    if not "".join(head).strip(_EMPTY):
        expected = "a table with the names of the columns on its first line"
        problems.add(1, "(file)", "", expected)
        problems.stop_if_any()
    found = (_names_in(head, separator) for separator in SEPARATORS)
    _, used, separator, names = max(found, key=lambda one: one[0])
    lines.give_back(head[used:])
    return separator, names


def _names_in(head: list[str], separator: str) -> tuple[int, int, str, list[str]]:
    """How many of our columns the header has with a separator, its last line, and its names."""
    reader = csv.reader(head, delimiter=separator)
    try:
        for cells in reader:
            names = [_name(cell) for cell in cells]
            while names and not names[-1]:
                names.pop()
            known = len(_KNOWN.intersection(names))
            if known:
                return known, reader.line_num, separator, names
    except csv.Error:
        # A cell beyond all limits: with this separator it is no table.
        pass
    return 0, 1, separator, []


def _name(cell: str) -> str:
    return " ".join(cell.replace("\ufeff", "").split()).casefold()


def _columns(header: list[str], line: int, problems: Problems) -> list[str]:
    """The columns in their order; what is missing or stands twice is a mistake."""
    if len(header) > MOST_COLUMNS:
        problems.add(line, "(row)", len(header), f"a table of at most {MOST_COLUMNS} columns")
        problems.stop_if_any()
    for column in NEEDED:
        if column not in header:
            problems.add(line, column, "", "a column of this file")
    if not set(SUMMARIES) & set(header):
        problems.add(line, SUMMARIES[0], "", f"a column of this file, nor is {SUMMARIES[1]}")
    for column in dict.fromkeys(header):
        if column not in _KNOWN:
            problems.note(line, brief(column), "", "is no column of ours: it is not read")
        elif header.count(column) > 1:
            problems.add(line, column, column, "new: the column stands there twice")
    problems.stop_if_any()
    return header


def _records(
    lines: Lines, separator: str, problems: Problems
) -> Iterator[tuple[int, int, list[str]]]:
    """The rows that are not empty: their number in the sheet, their first line, the cells."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    for number in itertools.count(lines.number + 1):
        line = lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.add(line, "(row)", str(error), "a row with closed quotes")
            problems.stop_if_any()
        if any(map(str.strip, cells)):
            yield number, line, cells


def _whole(
    records: Iterator[tuple[int, int, list[str]]], header: list[str], problems: Problems
) -> Iterator[tuple[int, list[str]]]:
    """The rows with as many cells as there are columns; another number is a mistake.

    Excel writes rows in blocks of 16 and leaves out the last columns that are empty in a whole
    block. So a row may be short when one beside it is equally short, or when it is a block of its
    own; a row that is short by itself lost a separator somewhere.
    """
    width = len(header)
    shortest = 1 + max(header.index(column) for column in _NEVER_EMPTY if column in header)
    before = 0
    row = next(records, None)
    while row:
        number, line, cells = row
        row = next(records, None)
        size, after = len(cells), len(row[2]) if row else 0
        alone = size not in (before, after) and (row is not None or number % BLOCK != 1)
        before = size
        if (size < width and (alone or size < shortest)) or any(cells[width:]):
            problems.add(line, "(row)", size, f"a row of {width} fields")
        else:
            yield line, cells[:width] + [""] * (width - size)


class _Mending:
    """Puts the values of a spreadsheet right, with one note for each column."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._told: set[str] = set()

    def __call__(self, line: int, column: str, cell: str) -> str:
        right = mended(column, cell)
        if right != cell and column not in self._told:
            value = one_break(cell).strip()
            if right not in (value, release(value)):
                self._told.add(column)
                done = f"was read as {brief(right)!r}, and so elsewhere in this column"
                self._problems.note(line, column, brief(value), done)
        if column == "phone" or right[:1] == "#":
            expected = lost(column, right)
            if expected:
                self._problems.add(line, column, right, expected)
        return right
