"""Any initiative that the checks let through, for properties that hold for every one of them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from hypothesis import strategies as st

from bot.content.initiatives import (
    ACCESSES,
    AUDIENCES,
    COSTS,
    GROUPS,
    ROLES,
    SCOPES,
    STATUSES,
    SUBTYPES,
    WOMEN_ONLY,
    read_initiative,
)
from bot.content.problems import Problems
from bot.content.rows import CONFIDENCES, LATITUDES, LONGITUDES, Row
from bot.core.initiatives import AREAS, SMALL_AREAS, Initiative
from bot.core.questions import RAISED
from bot.core.work_models import WORK_MODELS
from bot.exchange.raw import Raw, to_texts
from bot.exchange.spreadsheet import lost

HOURS = ("", "24/7", "Mo-Fr 09:00-17:00", "Sa[1] 10:00-12:00", "Mo 20:00-02:00", "PH off", "May Mo")
_LETTERS = st.characters(blacklist_categories=("Cs",), blacklist_characters="\0")

texts = st.text(_LETTERS, max_size=12).map(str.strip)
french = texts.map(lambda text: text.replace("'", "’"))
filled = texts.filter(bool)
words = st.from_regex(r"[a-z]{1,8}", fullmatch=True)
ids = texts.map(lambda text: text.replace(";", "")).map(str.strip).filter(bool)


def _some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=3).map(tuple)


@st.composite
def initiatives(draw: st.DrawFn) -> Initiative:
    """One initiative; its texts may hold quotes, line ends, semicolons and any letter."""
    scope = draw(st.sampled_from(SCOPES))
    areas = (*AREAS, *SMALL_AREAS)
    street = draw(texts)
    point = (st.floats(*LATITUDES), st.floats(*LONGITUDES))
    lat, lon = draw(st.tuples(*point)) if street and draw(st.booleans()) else (None, None)
    summary_nl = draw(texts)
    return Initiative(
        id=draw(filled),
        name=draw(filled),
        organisation=draw(texts),
        work_models=draw(_some(WORK_MODELS).filter(bool)),
        scope=scope,
        area=draw(st.sampled_from(areas if scope == "area" else ("", *areas))),
        street_address=street,
        postal_code=draw(st.from_regex(r"([0-9]{4})?", fullmatch=True)),
        municipality=draw(texts),
        part_of_municipality=draw(texts),
        # '4.7E+07' is a number of which a spreadsheet lost digits; that is refused.
        phone=draw(texts.filter(lambda text: not lost("phone", text))),
        email=draw(st.sampled_from(("", "a@b.be"))),
        website=draw(words.map(lambda word: f"https://{word}.be") | st.just("")),
        languages=draw(st.lists(st.from_regex(r"[a-z]{2}", fullmatch=True), max_size=3).map(tuple)),
        cost=draw(st.sampled_from(COSTS)),
        target_group_nl=draw(texts),
        target_group_fr=draw(french),
        summary_nl=summary_nl,
        summary_fr=draw(french if summary_nl else french.filter(bool)),
        source_url=draw(words.map(lambda word: f"{word}.be/?a=1&b=2") | st.just("")),
        source_note=draw(texts),
        source_year=draw(st.none() | st.integers(1990, 2100)),
        confidence=draw(st.sampled_from(CONFIDENCES)),
        audience=draw(st.sampled_from(AUDIENCES)),
        access=draw(st.sampled_from(ACCESSES)),
        role=draw(st.sampled_from(ROLES)),
        goal=draw(st.sampled_from(("", "work"))),
        subtype=draw(st.sampled_from(SUBTYPES)),
        exclusive_to=draw(st.sampled_from(WOMEN_ONLY)),
        only_if_raised=draw(st.booleans()),
        raised_by=draw(_some(tuple(RAISED))),
        age_from=draw(st.none() | st.integers(0, 120)),
        season=draw(texts),
        season_nl=draw(texts),
        season_fr=draw(french),
        status=draw(st.sampled_from(STATUSES)),
        note=draw(texts | st.just("check address before showing")),
        for_group=draw(_some(GROUPS)),
        lat=lat,
        lon=lon,
        checked_on=draw(st.dates().map(str) | st.just("")),
        opening_hours=draw(st.sampled_from(HOURS)),
        taken_over_by=draw(st.lists(ids, max_size=2).map(tuple)),
    )


several = st.lists(initiatives(), max_size=4, unique_by=lambda initiative: initiative.id)


def checked(raws: list[Raw]) -> list[Initiative]:
    """The initiatives of rows that were read; every one passes the checks of our own table."""
    problems = Problems(Path("rows"))
    found = [read_initiative(Row(r.values, r.line, problems), both_languages=False) for r in raws]
    assert problems.found == []
    return found


def differences(one: Initiative, other: Initiative) -> dict[str, tuple[str, str]]:
    """The columns in which two differ."""
    a, b = to_texts(one), to_texts(other)
    return {
        f.name: (a[f.name], b[f.name]) for f in dataclasses.fields(one) if a[f.name] != b[f.name]
    }
