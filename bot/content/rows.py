"""Rows of a table that admins keep, with the checks that their fields ask for."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bot.content.formulas import release
from bot.content.hours import are_hours
from bot.content.problems import ContentError, Problems

CONFIDENCES = ("high", "medium", "low")
"""How sure somebody is of a row."""

LATITUDES = (49.0, 52.0)
LONGITUDES = (2.0, 7.0)
"""Degrees (WGS 84) between which Belgium lies."""


class Row:
    """One row of a table, with the checks that its fields ask for."""

    def __init__(self, values: Mapping[str, str], line: int, problems: Problems) -> None:
        self.values = values
        self.line = line
        self.problems = problems

    def text(self, field: str, *, needed: bool = False) -> str:
        """A field as it stands, without spaces around it."""
        value = (self.values.get(field) or "").strip()
        if needed and not value:
            self.add(field, value, "filled in")
        return value

    def french(self, field: str, *, needed: bool = False) -> str:
        """A French text, with the apostrophe that the other French texts have."""
        return self.text(field, needed=needed).replace("'", "’")

    def add(self, field: str, value: object, expected: str) -> None:
        """Notes a mistake in a field."""
        self.problems.add(self.line, field, value, expected)

    def one_of(self, field: str, allowed: Iterable[str]) -> str:
        """One of the allowed values."""
        value = self.text(field)
        choices = tuple(allowed)
        if value not in choices:
            self.add(field, value, f"one of {', '.join(choices)}")
        return value

    def many_of(self, field: str, allowed: Iterable[str] | None = None) -> tuple[str, ...]:
        """Values with ';' between, each an allowed one (None: any)."""
        values = tuple(v.strip() for v in self.text(field).split(";") if v.strip())
        choices = tuple(allowed) if allowed is not None else None
        for value in values:
            if choices is not None and value not in choices:
                self.add(field, value, f"one of {', '.join(choices)}")
        return values

    def number(self, field: str, low: float, high: float) -> float | None:
        """A number within bounds, or None when the field is empty."""
        value = self.text(field)
        if not value:
            return None
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        if not low <= number <= high:
            self.add(field, value, f"a number from {low:g} to {high:g}")
            return None
        return number

    def whole(self, field: str, low: int, high: int) -> int | None:
        """A whole number within bounds, or None when the field is empty."""
        number = self.number(field, low, high)
        if number is not None and number != int(number):
            self.add(field, self.text(field), "a whole number")
        return None if number is None else int(number)

    def postal_code(self, field: str, *, needed: bool = False) -> str:
        """A Belgian postal code."""
        value = self.text(field, needed=needed)
        if value and not (value.isdigit() and len(value) == 4):
            self.add(field, value, "a postal code of four digits")
        return value

    def day(self, field: str) -> str:
        """A date as 2026-11-22, or empty."""
        value = self.text(field)
        try:
            right = not value or datetime.date.fromisoformat(value).isoformat() == value
        except ValueError:
            right = False
        if not right:
            self.add(field, value, "a date such as 2026-11-22")
        return value

    def hours(self, field: str) -> str:
        """Opening hours in OSM syntax, or empty."""
        value = self.text(field)
        if value and not are_hours(value):
            expected = "opening hours such as 24/7 or Mo-Fr 09:00-17:00; Sa 10:00-14:00"
            self.add(field, value, expected)
        return value

    def languages(self, field: str) -> tuple[str, ...]:
        """Languages with ';' between, each by its two letters."""
        values = self.many_of(field)
        for value in values:
            if not re.fullmatch(r"[a-z]{2}", value):
                self.add(field, value, "a language by its two letters, such as nl")
        return values

    def email(self, field: str) -> str:
        """An e-mail address, or empty."""
        value = self.text(field)
        if value and not re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", value):
            self.add(field, value, "an e-mail address")
        return value

    def link(self, field: str) -> str:
        """An internet address, or empty."""
        value = self.text(field)
        if value and (" " in value or "." not in value):
            self.add(field, value, "an internet address")
        return value


def decoded(path: Path, problems: Problems) -> io.StringIO:
    """The text of a table; another character set than UTF-8 is a mistake of its line."""
    raw = path.read_bytes()
    try:
        return io.StringIO(raw.decode("utf-8-sig"), newline="")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problems.add(line, "(row)", raw[error.start : error.start + 1], "UTF-8 text")
        raise ContentError(problems.found) from error


def rows(path: Path, columns: Iterable[str], problems: Problems) -> Iterator[Row]:
    """The rows of a CSV file; a column that is missing is a mistake of line 1."""
    with decoded(path, problems) as file:
        reader = csv.DictReader(file, strict=True)
        header = reader.fieldnames or []
        missing = [c for c in columns if c not in header]
        for column in missing:
            problems.add(1, column, "", "a column of this file")
        problems.stop_if_any()
        seen: dict[str, int] = {}
        while True:
            try:
                values = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                problems.add(reader.line_num, "(row)", str(error), "a row with closed quotes")
                problems.stop_if_any()
            line = reader.line_num
            if None in values or None in values.values():
                problems.add(line, "(row)", len(values), f"a row of {len(header)} fields")
                continue
            key = values.get("id")
            if key is not None:
                if key in seen:
                    problems.add(line, "id", key, f"new: line {seen[key]} has it already")
                seen[key] = line
            yield Row({k: release(v) for k, v in values.items()}, line, problems)
