"""Which number to give, to whom, at this hour."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.content.hours import is_open
from bot.core.helplines import ALWAYS, Helpline, lines_for

BRUSSELS = ZoneInfo("Europe/Brussels")
NEVER_IN_A_CRISIS = {"1722", "1733", "1700", "105"}
LANGUAGES = ("nl", "fr")


def at(text: str) -> datetime.datetime:
    """A moment in Brussels."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


TUESDAY_MORNING = at("2026-11-24 10:00")
SUNDAY_NIGHT = at("2026-11-22 03:00")
CHRISTMAS_MORNING = at("2026-12-25 10:00")  # a Friday
MOMENTS = [
    TUESDAY_MORNING,
    at("2026-11-24 18:30"),
    at("2026-11-28 11:00"),
    SUNDAY_NIGHT,
    at("2026-07-21 12:00"),
]

BASE = Helpline(
    id="line",
    name_nl="De Lijn",
    name_fr="La Ligne",
    number="0800 11 111",
    website="",
    for_what_nl="Praten",
    for_what_fr="Parler",
    hours="",
    region="",
    cost="free",
    source_url="",
    confidence="high",
    audience="public",
    in_crisis="yes",
    note="",
    seen_on="",
    languages=("nl",),
    region_covered=("flanders",),
    topics=("listening",),
    age_from=None,
    age_to=None,
    channel=("call",),
    opening_hours=ALWAYS,
    holidays="open",
    free="yes",
    caller_id_on_bill="",
    checked_on="",
    checked_by="",
)


def line(**changes: Any) -> Helpline:
    """The same line with other facts."""
    return dataclasses.replace(BASE, **changes)


def given(*lines: Helpline, **changes: Any) -> list[str]:
    """Ids of the lines given to a Dutch speaker who wants to talk, on a Tuesday morning."""
    asked: dict[str, Any] = {
        "topics": ["listening"],
        "language": "nl",
        "now": TUESDAY_MORNING,
        "is_open": is_open,
        "most": 99,
    }
    return [x.id for x in lines_for(lines, **{**asked, **changes})]


# -- one line at a time -----------------------------------------------------------------------


def test_a_line_for_professionals_is_not_for_people() -> None:
    assert given(line(audience="professional")) == []


def test_a_line_is_given_in_ones_own_language() -> None:
    assert given(line(), language="fr") == []
    assert given(line(languages=("nl", "fr")), language="fr") == ["line"]
    assert given(line(languages=()), language="fr") == ["line"]


def test_a_line_about_something_else_is_not_given() -> None:
    assert given(line(), topics=["suicide"]) == []
    assert given(line(), topics=[]) == []


@pytest.mark.parametrize("confidence", ["low", "medium"])
def test_an_unsure_number_is_given_only_when_somebody_checked_it(confidence: str) -> None:
    unsure = line(confidence=confidence)
    assert given(unsure) == []
    assert given(dataclasses.replace(unsure, checked_on="2026-11-01")) == []
    checked = dataclasses.replace(unsure, checked_on="2026-11-01", checked_by="CAW")
    assert given(checked) == ["line"]


def test_112_is_trusted_whatever_its_row_says() -> None:
    assert line(id="emergency_112", number="112", confidence="low").trusted
    assert not line(number="112", confidence="low").trusted


def test_a_line_without_a_number_cannot_be_called() -> None:
    assert given(line(number="")) == []
    assert given(line(number="", checked_on="2026-11-01", checked_by="CAW")) == []


def test_a_closed_line_is_not_given() -> None:
    office = line(opening_hours="Mo-Fr 09:00-17:00")
    assert given(office) == ["line"]
    assert given(office, now=SUNDAY_NIGHT) == []
    assert given(office, now=at("2026-11-24 17:01")) == []
    assert given(office, now=at("2026-11-24 08:59")) == []
    assert given(office, now=at("2026-11-24 09:00")) == ["line"]


def test_a_line_open_until_midnight_is_given_in_the_evening() -> None:
    evening = line(opening_hours="Mo-Su 10:00-24:00")
    assert given(evening, now=at("2026-11-24 23:59")) == ["line"]
    assert given(evening, now=at("2026-11-24 09:59")) == []


def test_hours_are_those_of_brussels_in_summer_and_winter() -> None:
    office = line(opening_hours="Mo-Fr 09:00-17:00")
    assert given(office, now=at("2026-07-07 09:30")) == ["line"]
    assert given(office, now=at("2026-12-08 09:30")) == ["line"]


@pytest.mark.parametrize("crisis", [False, True])
def test_a_line_that_closes_on_holidays_is_not_given_at_christmas(crisis: bool) -> None:
    office = line(opening_hours="Mo-Fr 09:00-17:00", holidays="closed")
    assert given(office, now=CHRISTMAS_MORNING, crisis=crisis) == []
    assert given(line(), now=CHRISTMAS_MORNING, crisis=crisis) == ["line"]


def test_in_a_crisis_at_christmas_only_a_line_that_is_surely_open_is_given() -> None:
    office = line(opening_hours="Mo-Fr 09:00-17:00", holidays="unknown")
    assert given(office, now=CHRISTMAS_MORNING, crisis=True) == []


def test_unknown_hours_are_good_enough_except_in_a_crisis() -> None:
    unknown = line(opening_hours="")
    assert given(unknown) == ["line"]
    assert given(unknown, crisis=True) == []


def test_a_line_marked_never_is_kept_out_of_a_crisis() -> None:
    never = line(in_crisis="never")
    assert given(never) == ["line"]
    assert given(never, crisis=True) == []


def test_a_line_that_is_open_day_and_night_comes_first() -> None:
    office = line(id="a", opening_hours="Mo-Fr 09:00-17:00")
    unknown = line(id="b", opening_hours="")
    always = line(id="z")
    assert given(office, unknown, always) == ["z", "a", "b"]


def test_the_most_fitting_subject_comes_first() -> None:
    listening = line(id="a")
    suicide = line(id="b", topics=("suicide", "listening"))
    assert given(listening, suicide, topics=["suicide", "listening"]) == ["b", "a"]
    assert given(listening, suicide, topics=["listening", "suicide"]) == ["a", "b"]


def test_no_more_numbers_than_somebody_can_write_down() -> None:
    lines = [line(id=str(n)) for n in range(5)]
    assert given(*lines, most=2) == ["0", "1"]
    assert len(lines_for(lines, ["listening"], "nl", TUESDAY_MORNING, is_open)) == 2


def test_a_line_speaks_to_its_caller() -> None:
    assert (BASE.name("nl-simple"), BASE.name("fr-simple")) == ("De Lijn", "La Ligne")
    assert (BASE.for_what("nl"), BASE.for_what("fr")) == ("Praten", "Parler")


# -- the real list ----------------------------------------------------------------------------


def every_answer(
    helplines: list[Helpline], crisis: bool
) -> Iterator[tuple[str, str, datetime.datetime, list[Helpline]]]:
    """What is given for every subject, in both languages, at several hours."""
    for topic in sorted({t for x in helplines for t in x.topics}):
        for language in LANGUAGES:
            for now in MOMENTS:
                found = lines_for(helplines, [topic], language, now, is_open, 99, crisis)
                yield topic, language, now, found


def test_the_numbers_that_never_help_in_a_crisis_are_in_the_list(
    helplines: list[Helpline],
) -> None:
    """Otherwise the next test says nothing."""
    assert {x.number for x in helplines} >= NEVER_IN_A_CRISIS


def test_nobody_in_a_crisis_is_given_a_number_that_does_not_help(
    helplines: list[Helpline],
) -> None:
    for *_, found in every_answer(helplines, crisis=True):
        assert not NEVER_IN_A_CRISIS & {x.number for x in found}


@pytest.mark.parametrize("crisis", [False, True])
def test_every_number_given_is_public_sure_open_and_in_ones_language(
    helplines: list[Helpline], crisis: bool
) -> None:
    given_at_all = set()
    for topic, language, now, found in every_answer(helplines, crisis):
        for x in found:
            assert topic in x.topics
            assert x.audience == "public", x.id
            assert language in x.languages, x.id
            assert x.confidence == "high" or x.checked_on or x.number == "112", x.id
            assert x.number, x.id
            assert not x.opening_hours or is_open(x.opening_hours, now), x.id
            given_at_all.add(x.id)
        always = [x.opening_hours == ALWAYS for x in found]
        assert always == sorted(always, reverse=True)
    assert len(given_at_all) >= 10


def test_somebody_in_danger_is_always_given_112(helplines: list[Helpline]) -> None:
    for language in LANGUAGES:
        for now in (*MOMENTS, CHRISTMAS_MORNING):
            found = lines_for(helplines, ["emergency"], language, now, is_open, 2, True)
            assert found[0].number == "112"


@pytest.mark.parametrize(
    ("topic", "language", "number"),
    [
        ("suicide", "nl", "1813"),
        ("suicide", "fr", "0800 32 123"),
        ("listening", "nl", "106"),
        ("listening", "fr", "107"),
        ("poison", "nl", "070 245 245"),
        ("poison", "fr", "070 245 245"),
        ("homeless", "nl", "0800 99 340"),
        ("homeless", "fr", "0800 99 340"),
        ("partner_violence", "fr", "0800 30 030"),
    ],
)
def test_somebody_answers_day_and_night(
    helplines: list[Helpline], topic: str, language: str, number: str
) -> None:
    for now in (*MOMENTS, CHRISTMAS_MORNING):
        found = lines_for(helplines, [topic], language, now, is_open, 1, True)
        assert [x.number for x in found] == [number]


def test_1712_is_given_in_office_hours_and_never_at_night(helplines: list[Helpline]) -> None:
    by_day = lines_for(helplines, ["violence"], "nl", TUESDAY_MORNING, is_open, 9, True)
    by_night = lines_for(helplines, ["violence"], "nl", SUNDAY_NIGHT, is_open, 9, True)
    assert "1712" in {x.number for x in by_day}
    assert "1712" not in {x.number for x in by_night}


def test_a_number_about_drugs_that_nobody_is_sure_of_is_not_given(
    helplines: list[Helpline],
) -> None:
    assert lines_for(helplines, ["drugs"], "nl", TUESDAY_MORNING, is_open) == []


def test_closed_on_holidays_is_true_for_the_real_lines(helplines: list[Helpline]) -> None:
    """Lines that say so themselves; sure ones, so that they would be given on a weekday."""
    sure = [
        dataclasses.replace(x, checked_on="2026-11-01", checked_by="CAW")
        for x in helplines
        if x.holidays == "closed" and x.opening_hours and x.audience == "public"
    ]
    assert sure
    for x in sure:
        language = x.languages[0]
        assert lines_for([x], x.topics, language, TUESDAY_MORNING, is_open) == [x]
        assert lines_for([x], x.topics, language, CHRISTMAS_MORNING, is_open) == [], x.id


def test_all_opening_hours_in_the_list_can_be_read(helplines: list[Helpline]) -> None:
    for x in helplines:
        if x.opening_hours:
            for hour in range(0, 24 * 7, 3):
                is_open(x.opening_hours, at("2026-11-23 00:00") + datetime.timedelta(hours=hour))


def test_every_line_has_its_own_id(helplines: list[Helpline]) -> None:
    assert len({x.id for x in helplines}) == len(helplines)
