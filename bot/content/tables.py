"""The tables that admins keep: initiatives, help lines and places."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.content.hours import are_hours
from bot.content.problems import ContentError, Problems
from bot.core.helplines import Helpline
from bot.core.initiatives import AREAS, SMALL_AREAS, Initiative
from bot.core.places import Place
from bot.core.questions import RAISED
from bot.core.work_models import WORK_MODELS

SCOPES = ("local", "area")
CONFIDENCES = ("high", "medium", "low")
LATITUDES = (49.0, 52.0)
LONGITUDES = (2.0, 7.0)
"""Degrees (WGS 84) between which Belgium lies."""
COSTS = ("free", "paid", "unknown")
AUDIENCES = ("public", "organisation")
ACCESSES = ("", "no_door", "referral")
ROLES = ("", "guest", "volunteer", "both")
STATUSES = ("active", "temporarily_closed", "ended", "unknown", "example_only")
REGIONS = ("flanders", "brussels", "wallonia")
SUBTYPES = ("", "basic_education", "health_centre", "home_visit")
WOMEN_ONLY = ("", "women", "women and non-binary people")
HOLIDAYS = ("", "open", "closed", "unknown")
YES_NO = ("", "yes", "no", "unknown")
TOPICS = (
    "alcohol",
    "children",
    "dementia",
    "discrimination",
    "drugs",
    "emergency",
    "fire",
    "gambling",
    "government",
    "homeless",
    "listening",
    "lost_card",
    "medical",
    "migration",
    "missing_child",
    "neighbourhood",
    "partner_violence",
    "poison",
    "police",
    "sexual_violence",
    "smoking",
    "social_help",
    "students",
    "suicide",
    "violence",
    "young_people",
)
"""What one may call a help line for; the answers to danger and needs look lines up by these."""

GROUPS = (
    "parents",
    "expecting",
    "young_people",
    "older_people",
    "women",
    "lgbtq",
    "newcomers",
    "jobseekers",
    "carers",
    "addiction",
    "mental_health",
    "homeless",
    "residents",
    "registered_residents",
    "separated_families",
    "clients",
)


class _Row:
    """One row of a table, with the checks that its fields ask for."""

    def __init__(self, values: dict[str, str], line: int, problems: Problems) -> None:
        self.values = values
        self.line = line
        self.problems = problems

    def text(self, field: str, *, needed: bool = False) -> str:
        """A field as it stands, without spaces around it."""
        value = (self.values.get(field) or "").strip()
        if needed and not value:
            self.problems.add(self.line, field, value, "filled in")
        return value

    def french(self, field: str, *, needed: bool = False) -> str:
        """A French text, with the apostrophe that the other French texts have."""
        return self.text(field, needed=needed).replace("'", "’")

    def one_of(self, field: str, allowed: Iterable[str]) -> str:
        """One of the allowed values."""
        value = self.text(field)
        choices = tuple(allowed)
        if value not in choices:
            self.problems.add(self.line, field, value, f"one of {', '.join(choices)}")
        return value

    def many_of(self, field: str, allowed: Iterable[str] | None = None) -> tuple[str, ...]:
        """Values with ';' between, each an allowed one (None: any)."""
        values = tuple(v.strip() for v in self.text(field).split(";") if v.strip())
        choices = tuple(allowed) if allowed is not None else None
        for value in values:
            if choices is not None and value not in choices:
                self.problems.add(self.line, field, value, f"one of {', '.join(choices)}")
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
            self.problems.add(self.line, field, value, f"a number from {low:g} to {high:g}")
            return None
        return number

    def whole(self, field: str, low: int, high: int) -> int | None:
        """A whole number within bounds, or None when the field is empty."""
        number = self.number(field, low, high)
        if number is not None and number != int(number):
            self.problems.add(self.line, field, self.text(field), "a whole number")
        return None if number is None else int(number)

    def postal_code(self, field: str, *, needed: bool = False) -> str:
        """A Belgian postal code."""
        value = self.text(field, needed=needed)
        if value and not (value.isdigit() and len(value) == 4):
            self.problems.add(self.line, field, value, "a postal code of four digits")
        return value

    def day(self, field: str) -> str:
        """A date as 2026-11-22, or empty."""
        value = self.text(field)
        try:
            right = not value or datetime.date.fromisoformat(value).isoformat() == value
        except ValueError:
            right = False
        if not right:
            self.problems.add(self.line, field, value, "a date such as 2026-11-22")
        return value

    def hours(self, field: str) -> str:
        """Opening hours in OSM syntax, or empty."""
        value = self.text(field)
        if value and not are_hours(value):
            expected = "opening hours such as 24/7 or Mo-Fr 09:00-17:00; Sa 10:00-14:00"
            self.problems.add(self.line, field, value, expected)
        return value

    def email(self, field: str) -> str:
        """An e-mail address, or empty."""
        value = self.text(field)
        if value and not re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", value):
            self.problems.add(self.line, field, value, "an e-mail address")
        return value

    def link(self, field: str) -> str:
        """An internet address, or empty."""
        value = self.text(field)
        if value and (" " in value or "." not in value):
            self.problems.add(self.line, field, value, "an internet address")
        return value


def _decoded(path: Path, problems: Problems) -> io.StringIO:
    """The text of a table; another character set than UTF-8 is a mistake of its line."""
    raw = path.read_bytes()
    try:
        return io.StringIO(raw.decode("utf-8-sig"), newline="")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problems.add(line, "(row)", raw[error.start : error.start + 1], "UTF-8 text")
        raise ContentError(problems.found) from error


def _rows(path: Path, columns: Iterable[str], problems: Problems) -> Iterator[_Row]:
    """The rows of a CSV file; a column that is missing is a mistake of line 1."""
    with _decoded(path, problems) as file:
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
            yield _Row(values, line, problems)


def load_initiatives(path: Path) -> list[Initiative]:
    """The initiatives of ``data/initiatives.csv``.

    Raises:
        ContentError: any field is missing or not as expected.
    """
    problems = Problems(path)
    found = []
    columns = list(Initiative.__dataclass_fields__)
    for row in _rows(path, columns, problems):
        scope = row.one_of("scope", SCOPES)
        if scope == "area" and not row.text("area"):
            problems.add(row.line, "area", "", "filled in for a row of scope 'area'")
        if not row.many_of("work_models"):
            problems.add(row.line, "work_models", "", "at least one of the seven")
        lat, lon = row.number("lat", *LATITUDES), row.number("lon", *LONGITUDES)
        if (lat is None) != (lon is None):
            problems.add(row.line, "lat/lon", f"{lat},{lon}", "both, or both empty")
        if lat is not None and not row.text("street_address"):
            problems.add(row.line, "lat", lat, "empty: it is for a door in a street")
        found.append(
            Initiative(
                id=row.text("id", needed=True),
                name=row.text("name", needed=True),
                organisation=row.text("organisation"),
                work_models=row.many_of("work_models", WORK_MODELS),
                scope=scope,
                area=row.one_of("area", ("", *AREAS, *SMALL_AREAS)),
                street_address=row.text("street_address"),
                postal_code=row.postal_code("postal_code"),
                municipality=row.text("municipality"),
                part_of_municipality=row.text("part_of_municipality"),
                phone=row.text("phone"),
                email=row.email("email"),
                website=row.link("website"),
                languages=row.many_of("languages", ("nl", "fr", "en", "de", "ar")),
                cost=row.one_of("cost", COSTS),
                target_group_nl=row.text("target_group_nl"),
                target_group_fr=row.french("target_group_fr"),
                summary_nl=row.text("summary_nl", needed=True),
                summary_fr=row.french("summary_fr", needed=True),
                source_url=row.link("source_url"),
                source_note=row.text("source_note"),
                source_year=row.whole("source_year", 1990, 2100),
                confidence=row.one_of("confidence", CONFIDENCES),
                audience=row.one_of("audience", AUDIENCES),
                access=row.one_of("access", ACCESSES),
                role=row.one_of("role", ROLES),
                goal=row.one_of("goal", ("", "work")),
                subtype=row.one_of("subtype", SUBTYPES),
                exclusive_to=row.one_of("exclusive_to", WOMEN_ONLY),
                only_if_raised=row.one_of("only_if_raised", ("", "yes")) == "yes",
                raised_by=row.many_of("raised_by", RAISED),
                age_from=row.whole("age_from", 0, 120),
                season=row.text("season"),
                season_nl=row.text("season_nl"),
                season_fr=row.french("season_fr"),
                status=row.one_of("status", STATUSES),
                note=row.text("note"),
                for_group=row.many_of("for_group", GROUPS),
                lat=lat,
                lon=lon,
            )
        )
    problems.stop_if_any()
    return found


def load_helplines(path: Path) -> list[Helpline]:
    """The help lines of ``data/helplines.csv``.

    Raises:
        ContentError: any field is missing or not as expected.
    """
    problems = Problems(path)
    found = []
    for row in _rows(path, Helpline.__dataclass_fields__, problems):
        texts = {
            name: row.text(name)
            for name, field in Helpline.__dataclass_fields__.items()
            if field.type == "str"
        }
        texts["for_what_fr"] = row.french("for_what_fr", needed=True)
        texts["confidence"] = row.one_of("confidence", CONFIDENCES)
        texts["audience"] = row.one_of("audience", ("public", "professional"))
        texts["in_crisis"] = row.one_of("in_crisis", ("yes", "never"))
        texts["holidays"] = row.one_of("holidays", HOLIDAYS)
        texts["free"] = row.one_of("free", YES_NO)
        texts["caller_id_on_bill"] = row.one_of("caller_id_on_bill", YES_NO)
        texts["opening_hours"] = row.hours("opening_hours")
        texts["website"] = row.link("website")
        texts["source_url"] = row.link("source_url")
        texts["seen_on"] = row.day("seen_on")
        texts["checked_on"] = row.day("checked_on")
        for one, other in (("checked_on", "checked_by"), ("checked_by", "checked_on")):
            if texts[one] and not texts[other]:
                problems.add(row.line, other, "", f"filled in, as {one} is")
        for name in ("id", "name_nl", "name_fr", "for_what_nl", "for_what_fr"):
            row.text(name, needed=True)
        number = texts["number"]
        if number and not number.replace(" ", "").isdigit():
            problems.add(row.line, "number", number, "a telephone number of digits and spaces")
        found.append(
            Helpline(
                **texts,
                languages=row.many_of("languages", ("nl", "fr", "de", "en")),
                region_covered=row.many_of("region_covered", REGIONS),
                topics=row.many_of("topics", TOPICS),
                age_from=row.whole("age_from", 0, 120),
                age_to=row.whole("age_to", 0, 120),
                channel=row.many_of("channel", ("call", "sms", "chat", "app")),
            )
        )
    problems.stop_if_any()
    return found


def load_places(path: Path) -> list[Place]:
    """The places of ``data/places.csv``.

    Raises:
        ContentError: any field is missing or not as expected.
    """
    problems = Problems(path)
    found: list[Place] = []
    seen: dict[str, int] = {}
    for row in _rows(path, Place.__dataclass_fields__, problems):
        lat = row.number("lat", *LATITUDES)
        lon = row.number("lon", *LONGITUDES)
        if lat is None or lon is None:
            problems.add(row.line, "lat/lon", f"{lat},{lon}", "a position in Belgium")
            continue
        found.append(
            Place(
                postal_code=row.postal_code("postal_code", needed=True),
                name_nl=row.text("name_nl", needed=True),
                name_fr=row.text("name_fr", needed=True),
                municipality_nl=row.text("municipality_nl", needed=True),
                municipality_fr=row.text("municipality_fr", needed=True),
                region=row.one_of("region", REGIONS),
                lat=lat,
                lon=lon,
                population=row.whole("population", 0, 10_000_000) or 0,
                nis_code=row.text("nis_code"),
                aliases=row.many_of("aliases"),
            )
        )
        if found[-1].id in seen:
            expected = f"new: line {seen[found[-1].id]} has it already"
            problems.add(row.line, "postal_code", found[-1].id, expected)
        seen[found[-1].id] = row.line
    problems.stop_if_any()
    return found
