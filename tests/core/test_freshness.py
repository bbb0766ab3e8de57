"""How far a fact can be trusted today."""

from __future__ import annotations

import datetime

import pytest

from bot.core.freshness import ask_first

TODAY = datetime.date(2026, 11, 22)


@pytest.mark.parametrize("confidence", ["high", "medium"])
def test_a_source_of_this_year_or_the_last_one_is_trusted(confidence: str) -> None:
    assert not ask_first(2026, confidence, TODAY)
    assert not ask_first(2025, confidence, TODAY)


@pytest.mark.parametrize("confidence", ["high", "medium"])
@pytest.mark.parametrize("year", [2024, 2018, 1999])
def test_an_older_source_is_checked_before_somebody_goes_there(year: int, confidence: str) -> None:
    assert ask_first(year, confidence, TODAY)


@pytest.mark.parametrize("confidence", ["high", "medium", "low"])
def test_a_source_without_a_date_is_checked_first(confidence: str) -> None:
    assert ask_first(None, confidence, TODAY)


@pytest.mark.parametrize("year", [2026, 2025, 2010])
def test_a_weak_source_is_checked_first_however_new(year: int) -> None:
    assert ask_first(year, "low", TODAY)


def test_trust_ages_with_the_calendar() -> None:
    assert not ask_first(2025, "high", datetime.date(2026, 12, 31))
    assert ask_first(2025, "high", datetime.date(2027, 1, 1))
