"""What people said of places, as a table for who keeps the list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.core.feedback import RIGHT, VERDICTS, Marks, check_first
from bot.core.initiatives import Initiative

NOTHING = "nothing was said of any place"
CHECK_FIRST = "check first"
LONGEST_NAME = 40


def report(
    rows: Iterable[Marks], initiatives: Mapping[str, Initiative], closed: Mapping[str, int]
) -> str:
    """The table: what enough people found closed comes first, then what was called wrong most.

    Args:
        rows: what was said of each place.
        initiatives: the directory, by id; a place may have gone from it since.
        closed: id -> number of independent marks 'closed'.
    """
    first = check_first(closed)
    ordered = sorted(
        rows, key=lambda m: (m.initiative not in first, -_wrong(m), m.last_day, m.initiative)
    )
    if not ordered:
        return NOTHING
    table = [["id", "place", "municipality", *VERDICTS, "last day", ""]]
    for marks in ordered:
        place = initiatives.get(marks.initiative)
        table.append(
            [
                marks.initiative,
                _short(place.name) if place else "(not in the directory)",
                place.municipality if place else "",
                *(str(marks.verdicts.get(verdict, "-")) for verdict in VERDICTS),
                marks.last_day,
                CHECK_FIRST if marks.initiative in first else "",
            ]
        )
    return _aligned(table)


def _wrong(marks: Marks) -> int:
    """How many say that something is wrong."""
    return sum(number for verdict, number in marks.verdicts.items() if verdict != RIGHT)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"


def _aligned(table: list[list[str]]) -> str:
    """Rows with their columns under one another."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in table
    )
    return "\n".join(line.rstrip() for line in lines)
