"""Opening hours between OSM and the schedules of HSDS."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.hours import are_hours
from bot.exchange.hsds_hours import DAYS, from_schedules, to_schedules


def schedule(byday: str, opens: str, closes: str, **more: str) -> dict[str, str]:
    return {"freq": "WEEKLY", "byday": byday, "opens_at": opens, "closes_at": closes, **more}


@pytest.mark.parametrize(
    "hours",
    [
        "Mo-Fr 09:00-17:00",
        "Mo-We 09:00-12:00,13:00-17:00; Sa 10:00-12:00",
        "Sa[1] 09:00-17:00",
        "We[-1] 14:00-16:00",
        "24/7",
    ],
)
def test_simple_hours_go_and_come_back(hours: str) -> None:
    assert from_schedules(to_schedules(hours)) == hours


times = st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda t: f"{t[0]:02}:{t[1]:02}")
spans = st.lists(times, min_size=2, max_size=2, unique=True).map(sorted)


@settings(deadline=None, derandomize=True)
@given(week=st.dictionaries(st.sampled_from(DAYS), spans, min_size=1))
def test_any_week_of_one_span_a_day_goes_and_comes_back(week: dict[str, list[str]]) -> None:
    hours = "; ".join(f"{day} {opens}-{closes}" for day, (opens, closes) in week.items())
    back = from_schedules(to_schedules(hours))
    assert are_hours(back)
    assert to_schedules(back) == [
        {**each, "description": back}
        for each in to_schedules("; ".join(sorted(hours.split("; "), key=_by_day)))
    ]


def _by_day(rule: str) -> int:
    return DAYS.index(rule[:2])


def test_a_later_rule_of_ours_counts_instead_of_an_earlier_one() -> None:
    said = to_schedules("Mo-Fr 09:00-17:00; We 09:00-12:00; Fr off; PH off")
    assert [(s["byday"], s["opens_at"], s["closes_at"]) for s in said] == [
        ("MO,TU,TH", "09:00", "17:00"),
        ("WE", "09:00", "12:00"),
    ]


@pytest.mark.parametrize(
    "hours", ["Fr 20:00-02:00", "Apr-Sep Mo 09:00-12:00", "Sa 09:00-12:00; Sa[1] 14:00-16:00"]
)
def test_hours_that_hsds_cannot_say_are_described(hours: str) -> None:
    assert to_schedules(hours) == [{"description": hours}]


def test_no_hours_are_no_schedule() -> None:
    assert to_schedules("") == []
    assert from_schedules([]) == ""


@pytest.mark.parametrize(
    "unsure",
    [
        schedule("MO", "09:00Z", "12:00Z"),
        schedule("MO", "09:00", "12:00", timezone="-5"),
        schedule("MO", "09:00", "12:00", valid_to="2020-12-20"),
        schedule("MO", "09:00", "12:00", interval="2"),
        schedule("MO", "22:00", "02:00"),
        schedule("maandag", "09:00", "12:00"),
        schedule("1MO", "09:00", "12:00"),
        schedule("MO", "", ""),
        {"description": "Every Monday"},
    ],
)
def test_hours_are_all_known_or_not_at_all(unsure: dict[str, str]) -> None:
    sure = schedule("TU", "09:00", "12:00")
    assert from_schedules([sure]) == "Tu 09:00-12:00"
    assert from_schedules([sure, unsure]) == ""


def test_belgian_clocks_are_read_in_winter_and_summer() -> None:
    assert from_schedules([schedule("TU", "09:00:00+01:00", "12:00+02:00")]) == "Tu 09:00-12:00"
