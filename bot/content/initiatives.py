"""The initiatives that admins keep, and every value that a field of them may have."""

from __future__ import annotations

from pathlib import Path

from bot.content.problems import Problems
from bot.content.rows import CONFIDENCES, LATITUDES, LONGITUDES, Row, rows
from bot.core.initiatives import AREAS, GROUPS, SMALL_AREAS, Initiative
from bot.core.questions import RAISED
from bot.core.work_models import WORK_MODELS

COLUMNS = tuple(Initiative.__dataclass_fields__)
"""The columns of ``data/initiatives.csv``."""

SCOPES = ("local", "area")
COSTS = ("free", "paid", "unknown")
AUDIENCES = ("public", "organisation")
ACCESSES = ("", "no_door", "referral")
ROLES = ("", "guest", "volunteer", "both")
STATUSES = ("active", "temporarily_closed", "ended", "unknown", "example_only")
SUBTYPES = ("", "basic_education", "health_centre", "home_visit")
WOMEN_ONLY = ("", "women", "women and non-binary people")


def load_initiatives(path: Path) -> list[Initiative]:
    """The initiatives of ``data/initiatives.csv``.

    Raises:
        ContentError: any field is missing or not as expected.
    """
    problems = Problems(path)
    found = [read_initiative(row) for row in rows(path, COLUMNS, problems)]
    problems.stop_if_any()
    return found


def read_initiative(row: Row, both_languages: bool = True) -> Initiative:
    """One row as an initiative; what is wrong in it is noted with the row's problems.

    Args:
        row: texts in the columns of ``data/initiatives.csv``.
        both_languages: whether the summary must be there in Dutch and in French; what comes from
            elsewhere often has one of them.
    """
    scope = row.one_of("scope", SCOPES)
    if scope == "area" and not row.text("area"):
        row.add("area", "", "filled in for a row of scope 'area'")
    if not row.many_of("work_models"):
        row.add("work_models", "", "at least one of the seven")
    lat, lon = row.number("lat", *LATITUDES), row.number("lon", *LONGITUDES)
    if (lat is None) != (lon is None):
        row.add("lat/lon", f"{lat},{lon}", "both, or both empty")
    if lat is not None and not row.text("street_address"):
        row.add("lat", lat, "empty: it is for a door in a street")
    if not (both_languages or row.text("summary_nl") or row.text("summary_fr")):
        row.add("summary_nl", "", "filled in, or summary_fr is")
    return Initiative(
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
        languages=row.languages("languages"),
        cost=row.one_of("cost", COSTS),
        target_group_nl=row.text("target_group_nl"),
        target_group_fr=row.french("target_group_fr"),
        summary_nl=row.text("summary_nl", needed=both_languages),
        summary_fr=row.french("summary_fr", needed=both_languages),
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
        checked_on=row.day("checked_on"),
        opening_hours=row.hours("opening_hours"),
        taken_over_by=row.many_of("taken_over_by"),
        source_name=row.text("source_name"),
    )
