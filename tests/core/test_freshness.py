"""How far a fact can be trusted today."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from bot.core.freshness import ask_first
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


def test_a_number_that_its_own_row_wants_checked_is_not_given_as_certain(door) -> None:
    assert said(door, 2026, source_note="A directory; check on the site of the commune.")
    assert said(door, 2026, note="recheck the address")


def test_trust_ages_with_the_calendar(door) -> None:
    row = dataclasses.replace(door, source_year=2025, confidence="high")
    assert not ask_first(row, datetime.date(2026, 12, 31))
    assert ask_first(row, datetime.date(2027, 1, 1))
