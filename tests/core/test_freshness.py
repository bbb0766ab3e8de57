"""How far a fact can be trusted."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import pytest
from auxil.houses import house
from hypothesis import given
from hypothesis import strategies as st

from bot.core.freshness import (
    BANDS,
    CRITERIA,
    ENOUGH_REPORTS,
    SURE,
    ask_first,
    band,
    last_known,
    score,
)
from bot.core.initiatives import Initiative

TODAY = datetime.date(2026, 11, 22)


@pytest.fixture
def door(initiatives: list[Initiative]) -> Initiative:
    """A door about which nothing is in doubt but what a test changes."""
    sure = next(i for i in initiatives if i.is_door)
    return dataclasses.replace(sure, source_note="", note="")


def said(door: Initiative, year: int | None, confidence: str = "high", **also: str) -> bool:
    row = dataclasses.replace(door, source_year=year, confidence=confidence, **also)
    return ask_first(row, TODAY)


# -- ask first --------------------------------------------------------------------------------


@pytest.mark.parametrize("confidence", ["high", "medium"])
def test_a_source_of_this_year_or_the_last_one_is_trusted(door, confidence: str) -> None:
    assert not said(door, 2026, confidence)
    assert not said(door, 2025, confidence)


@pytest.mark.parametrize("confidence", ["high", "medium"])
@pytest.mark.parametrize("year", [2024, 2018, 1999])
def test_an_older_source_is_checked_before_somebody_goes(door, year: int, confidence: str) -> None:
    assert said(door, year, confidence)


@pytest.mark.parametrize("confidence", ["high", "medium", "low"])
def test_a_source_without_a_date_is_checked_first(door, confidence: str) -> None:
    assert said(door, None, confidence)


@pytest.mark.parametrize("year", [2026, 2025, 2010])
def test_a_weak_source_is_checked_first_however_new(door, year: int) -> None:
    assert said(door, year, "low")
    assert said(door, year, "low", checked_on="2026-11-01")


def test_a_number_that_its_own_row_wants_checked_is_not_given_as_certain(door) -> None:
    assert said(door, 2026, source_note="A directory; check on the site of the commune.")
    assert said(door, 2026, note="recheck the address")


def test_trust_ages_with_the_calendar(door) -> None:
    row = dataclasses.replace(door, source_year=2025, confidence="high")
    assert not ask_first(row, datetime.date(2026, 12, 31))
    assert ask_first(row, datetime.date(2027, 1, 1))


@pytest.mark.parametrize("year", [None, 2011])
def test_who_was_called_last_spring_is_trusted_however_old_the_source(door, year) -> None:
    assert not said(door, year, checked_on="2026-05-03")


def test_a_check_counts_for_two_years_to_the_day(door) -> None:
    assert not said(door, None, checked_on="2024-11-22")
    assert said(door, None, checked_on="2024-11-21")
    leap = dataclasses.replace(door, source_year=None, confidence="high", checked_on="2026-02-28")
    assert not ask_first(leap, datetime.date(2028, 2, 28))
    assert not ask_first(leap, datetime.date(2028, 2, 29))
    assert ask_first(leap, datetime.date(2028, 3, 1))


def test_a_new_source_makes_good_an_old_check(door) -> None:
    assert not said(door, 2026, checked_on="2020-01-01")


def test_a_date_that_is_still_to_come_is_a_mistake_and_no_check(door) -> None:
    assert said(door, None, checked_on="2062-05-03")
    assert said(door, 2062)
    assert last_known(house(source_year=2062, checked_on="2062-05-03"), TODAY) is None
    assert last_known(house(source_year=2024, checked_on="2062-05-03"), TODAY).year == 2024


# -- the score --------------------------------------------------------------------------------

FULL = {
    "source_url": "https://www.hethuis.be/over-ons",
    "website": "https://hethuis.be",
    "email": "hallo@hethuis.be",
    "opening_hours": "Mo-Fr 09:00-17:00",
    "checked_on": "2026-11-01",
}
"""What makes a house one of which everything is known."""

NOTHING: dict[str, Any] = {
    "phone": "",
    "email": "",
    "website": "",
    "street_address": "",
    "opening_hours": "",
    "cost": "unknown",
    "languages": (),
    "summary_nl": "",
    "summary_fr": "",
    "source_url": "",
    "source_year": None,
    "checked_on": "",
    "confidence": "low",
}
"""A house of which nothing is known."""

days = st.dates(datetime.date(2015, 1, 1), TODAY).map(str)
facts = st.fixed_dictionaries(
    {},
    optional={
        "phone": st.just("09 123 45 67"),
        "email": st.sampled_from(["hallo@hethuis.be", "huis@elders.be"]),
        "website": st.sampled_from(["https://www.hethuis.be", "http://elders.be/huis"]),
        "street_address": st.sampled_from(["Markt 1", "Markt"]),
        "opening_hours": st.just("Mo-Fr 09:00-17:00"),
        "cost": st.sampled_from(["free", "paid"]),
        "languages": st.sampled_from([("nl",), ("nl", "fr")]),
        "summary_nl": st.just("Een huis waar je koffie drinkt."),
        "summary_fr": st.just("Une maison où l’on boit un café."),
        "source_url": st.sampled_from(["https://hethuis.be/over-ons", "https://www.hln.be/x"]),
        "source_year": st.integers(2000, TODAY.year),
        "checked_on": days,
        "confidence": st.sampled_from(["medium", "high"]),
    },
)
scopes = st.sampled_from([{"scope": "local"}, {"scope": "area", "area": "Flanders"}])
notes = st.sampled_from([{}, {"note": "recheck the address"}, {"source_note": "check this"}])
reports = st.integers(0, 9)


def known(*parts: dict[str, Any]) -> Initiative:
    """A house of which only this is known."""
    return house(**{k: v for part in (NOTHING, *parts) for k, v in part.items()})


def test_a_house_of_which_everything_is_known_scores_one() -> None:
    found = score(house(**FULL), TODAY)
    assert found.total == 1
    assert {name for name, verdict in found.verdicts.items() if verdict is None} == {
        "not_reported_closed"
    }


def test_a_house_of_which_nothing_is_known_scores_what_its_own_row_does_not_doubt() -> None:
    verdicts = score(known(), TODAY).verdicts
    assert {name for name, verdict in verdicts.items() if verdict} == {"not_in_doubt"}
    assert score(known({"note": "recheck the address"}), TODAY).total == 0


@pytest.mark.parametrize(
    ("without", "lacking"),
    [
        ({"checked_on": "", "source_year": 2012}, {"checked_recently"}),
        ({"confidence": "low"}, {"sure"}),
        ({"note": "recheck the address"}, {"not_in_doubt"}),
        ({"source_url": "https://www.hln.be/gent/huis"}, {"source_is_themselves"}),
        ({"phone": ""}, {"has_phone"}),
        ({"phone": "", "email": "", "street_address": ""}, {"has_way_in", "has_phone"}),
        ({"street_address": "Markt"}, {"has_address"}),
        ({"opening_hours": ""}, {"has_opening_hours"}),
        ({"cost": "unknown"}, {"has_cost"}),
        ({"languages": ()}, {"has_languages"}),
        ({"summary_fr": ""}, {"has_both_languages"}),
    ],
)
def test_what_is_not_known_is_named_and_lowers_the_score(without, lacking: set[str]) -> None:
    found = score(house(**{**FULL, **without}), TODAY)
    low = {name for name, verdict in found.verdicts.items() if verdict is not None and verdict < 1}
    assert lacking <= low <= lacking | {"has_address"}
    assert found.total < 1


def test_a_site_that_is_their_own_is_known_by_the_website_or_the_mail() -> None:
    def own(**facts: str) -> float | None:
        row = house(source_url="https://www.hethuis.be/over-ons", **facts)
        return score(row, TODAY).verdicts["source_is_themselves"]

    assert own(website="http://hethuis.be/nl") == 1
    assert own(email="hallo@HetHuis.be") == 1
    assert own(website="http://elders.be", email="hallo@elders.be") == 0
    assert own() == 0
    assert score(house(), TODAY).verdicts["source_is_themselves"] == 0


def test_an_offer_for_a_whole_area_needs_no_address_and_no_hours() -> None:
    whole = house(**{**FULL, "scope": "area", "area": "Flanders", "street_address": ""})
    found = score(whole, TODAY)
    assert found.verdicts["has_address"] is None
    assert found.verdicts["has_opening_hours"] is None
    assert found.total == 1


def test_a_check_counts_whole_for_half_a_year_and_fades_until_two_years() -> None:
    def fresh(day: str) -> float | None:
        row = house(source_year=None, checked_on=day)
        return score(row, TODAY).verdicts["checked_recently"]

    assert fresh("2026-11-22") == fresh("2026-05-24") == 1
    assert fresh("2025-08-23") == pytest.approx(0.5, abs=0.01)
    assert fresh("2024-11-22") == fresh("2010-01-01") == 0


def test_three_people_who_found_it_closed_halve_the_score_and_fewer_change_nothing() -> None:
    row = house(**FULL)
    assert score(row, TODAY, ENOUGH_REPORTS - 1).total == score(row, TODAY).total == 1
    assert score(row, TODAY, ENOUGH_REPORTS).total == pytest.approx(0.5)
    assert score(row, TODAY, 3).verdicts["not_reported_closed"] == 0


@given(facts, scopes, notes, reports)
def test_a_score_is_never_below_0_or_above_1(facts, scope, note, closed: int) -> None:
    found = score(known(facts, scope, note), TODAY, closed)
    assert 0 <= found.total <= 1
    assert all(v is None or 0 <= v <= 1 for v in found.verdicts.values())
    assert list(found.verdicts) == [criterion.name for criterion in CRITERIA]


@given(facts, facts, scopes, notes, reports)
def test_a_fact_that_is_added_never_lowers_the_score(facts, more, scope, note, closed: int) -> None:
    before = score(known(facts, scope, note), TODAY, closed)
    after = score(known(more, facts, scope, note), TODAY, closed)
    assert after.total >= before.total


@given(facts, scopes, days, days)
def test_a_later_check_never_lowers_the_score(facts, scope, one: str, other: str) -> None:
    earlier, later = (
        known(facts, scope, {"checked_on": day}) for day in (min(one, other), max(one, other))
    )
    assert score(later, TODAY).total >= score(earlier, TODAY).total
    assert ask_first(earlier, TODAY) or not ask_first(later, TODAY)


@given(facts, scopes, notes, reports)
def test_what_does_not_apply_does_not_count(facts, scope, note, closed: int) -> None:
    found = score(known(facts, scope, note), TODAY, closed)
    counted = [(c.weight, v) for c in CRITERIA if (v := found.verdicts[c.name]) is not None]
    assert found.total == pytest.approx(sum(w * v for w, v in counted) / sum(w for w, _ in counted))


@given(facts, scopes, notes, st.integers(0, ENOUGH_REPORTS - 1), st.integers(ENOUGH_REPORTS, 99))
def test_enough_reports_lower_every_score_clearly(facts, scope, note, few: int, many: int) -> None:
    row = known(facts, scope, note)
    assert score(row, TODAY, few).total == score(row, TODAY).total
    assert score(row, TODAY, many).total <= 0.5 * score(row, TODAY).total


@given(facts, scopes)
def test_what_is_too_old_to_trust_has_no_freshness_left(facts, scope) -> None:
    row = known(facts, scope, {"confidence": "high"})
    if ask_first(row, TODAY):
        assert score(row, TODAY).verdicts["checked_recently"] == 0


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_better_score_is_never_in_a_worse_band(one: float, other: float) -> None:
    assert band(max(one, other)) <= band(min(one, other))
    assert 0 <= band(one) <= len(BANDS)


def test_the_bands_are_four_quarters() -> None:
    assert [band(total) for total in (1, 0.75, 0.74, 0.5, 0.49, 0.25, 0.24, 0)] == [
        *(0, 0),
        *(1, 1),
        *(2, 2),
        *(3, 3),
    ]


def test_every_criterion_says_why_it_counts() -> None:
    assert all(c.weight > 0 and c.lacks and c.why.endswith(".") for c in CRITERIA)
    *others, closed = CRITERIA
    assert closed.weight == sum(c.weight for c in others)


def test_every_row_of_the_directory_has_a_score(initiatives: list[Initiative]) -> None:
    totals = {row.id: score(row, TODAY).total for row in initiatives}
    assert all(0 <= total <= 1 for total in totals.values())
    # It tells places apart, and every confidence that a row can have is worth something known.
    assert len({band(total) for total in totals.values()}) > 1
    assert {row.confidence for row in initiatives} <= set(SURE)
