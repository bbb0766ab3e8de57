"""The report on the directory: what an admin should check first, and how good it is."""

from __future__ import annotations

import datetime
import re

import pytest
from auxil.guide import DATA
from auxil.houses import house
from hypothesis import given
from hypothesis import strategies as st

from bot import content
from bot.core.freshness import CRITERIA, ask_first, score
from bot.core.initiatives import Initiative
from bot.core.work_models import WORK_MODELS
from bot.directory_stats import MOST_TO_CHECK, check_first, stats

TODAY = datetime.date(2026, 11, 22)


@pytest.fixture(scope="module")
def initiatives() -> list[Initiative]:
    """The real directory."""
    return content.load_initiatives(DATA / "initiatives.csv")


@pytest.fixture(scope="module")
def report(initiatives: list[Initiative]) -> str:
    return stats(initiatives, TODAY, {}, {})


def row(report: str, first: str) -> list[str]:
    """The cells of the row that begins with this."""
    [line] = [line for line in report.splitlines() if line.startswith(f"| {first} |")]
    return [cell.strip() for cell in line.strip("|").split("|")]


GOOD = house(id="good", checked_on="2026-11-01")
STALE = house(id="stale", source_year=2011, phone="")
BUSY = house(id="busy", source_year=2020)


def test_what_many_see_and_nobody_checked_comes_before_what_nobody_sees() -> None:
    named = check_first([GOOD, STALE, BUSY], TODAY, {"busy": 40, "good": 40}, {})
    assert [one.initiative.id for one in named] == ["busy", "good", "stale"]
    by_score = check_first([GOOD, STALE, BUSY], TODAY, {}, {})
    assert [one.initiative.id for one in by_score] == ["stale", "busy", "good"]


def test_what_three_people_found_closed_comes_before_everything() -> None:
    shown = {"busy": 1000}
    named = check_first([STALE, BUSY, GOOD], TODAY, shown, {"good": 3, "stale": 2})
    assert [one.initiative.id for one in named] == ["good", "busy", "stale"]
    assert named[0].reasons()[0] == "reported as closed"
    assert "reported as closed" not in named[2].reasons()
    # It stays a place that can be shown: it is checked, not deleted.
    assert named[0].initiative.is_door


def test_a_place_that_is_shown_to_nobody_need_not_be_checked() -> None:
    away = [house(id="ended", status="ended"), house(id="sent", access="referral")]
    assert check_first([*away, GOOD], TODAY, {"ended": 99}, {"sent": 9})[0].initiative is GOOD
    text = stats([*away, GOOD], TODAY, {}, {})
    assert "1 places that can be shown. 2 others" in text
    assert not re.search("ended \\|", text)


def test_who_checks_reads_what_is_lacking_the_worst_first() -> None:
    [one] = check_first([STALE], TODAY, {}, {})
    assert one.reasons() == ["not checked lately", "known from others only", "no phone"]
    cells = row(stats([STALE], TODAY, {"stale": 7}, {"stale": 1}), "stale")
    assert cells[1:3] == ["Het Huis", "Gent"]
    assert cells[4] == "not checked lately; known from others only; no phone"
    assert cells[5:] == ["7", "1"]


def test_the_report_counts_every_place_of_the_directory(report, initiatives) -> None:
    doors = [i for i in initiatives if i.is_door]
    totals = sorted(score(i, TODAY).total for i in doors)
    everything = row(report, "(all)")
    assert everything[1] == str(len(doors))
    assert everything[2] == f"{totals[len(totals) // 2]:.2f}"
    assert everything[3] == f"{sum(t < 0.4 for t in totals) / len(doors):.0%}"
    assert everything[4] == f"{sum(ask_first(i, TODAY) for i in doors) / len(doors):.0%}"
    for model in WORK_MODELS:
        assert row(report, model)[1] == str(sum(model in i.work_models for i in doors))
    gent = [i for i in doors if i.municipality == "Gent" and i.scope == "local"]
    assert row(report, "Gent")[1] == str(len(gent))
    flanders = [i for i in doors if i.area == "Flanders" and i.scope == "area"]
    assert row(report, "(all of Flanders)")[1] == str(len(flanders))
    steps = re.findall(r"^\| \d\.\d-\d\.\d \| (\d+) \|", report, re.MULTILINE)
    assert sum(map(int, steps)) == len(doors)


def test_the_report_says_how_many_lack_each_fact(report, initiatives) -> None:
    doors = [i for i in initiatives if i.is_door]
    for criterion in CRITERIA:
        assert row(report, criterion.name)[2] == criterion.lacks
    assert row(report, "has_phone")[4] == str(sum(not i.phone for i in doors))
    local = [i for i in doors if i.scope == "local"]
    assert row(report, "has_address")[3] == str(len(local))
    assert row(report, "has_address")[4] == str(sum(not i.has_address for i in local))


def test_the_first_twenty_are_named_and_the_same_ones_every_time(report, initiatives) -> None:
    named = [one.initiative.id for one in check_first(initiatives, TODAY, {}, {})]
    assert len(named) == len(set(named)) == MOST_TO_CHECK
    assert all(row(report, name) for name in named)
    backwards = check_first(initiatives[::-1], TODAY, {}, {})
    assert [one.initiative.id for one in backwards] == named


def test_a_name_from_elsewhere_cannot_break_a_table() -> None:
    text = stats([house(id="odd", name="Het | Huis\n| x |")], TODAY, {}, {})
    assert row(text, "odd")[1] == "Het / Huis / x /"


@pytest.mark.parametrize("rows", [[], [house(status="ended")]])
def test_an_empty_directory_has_a_report_too(rows) -> None:
    assert "0 places that can be shown" in stats(rows, TODAY, {}, {})


counts = st.dictionaries(st.sampled_from(["good", "stale", "busy"]), st.integers(0, 500))


@given(counts, counts)
def test_whatever_was_counted_the_most_urgent_stands_first(shown, closed) -> None:
    named = check_first([GOOD, STALE, BUSY], TODAY, shown, closed)
    assert {one.initiative.id for one in named} == {"good", "stale", "busy"}
    keys = [(not one.reported, -one.urgency) for one in named]
    assert keys == sorted(keys)
    for one in named:
        assert one.urgency == (shown.get(one.initiative.id, 0) + 1) * (1 - one.freshness.total)
