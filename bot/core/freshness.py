"""How far a fact can be trusted today."""

from __future__ import annotations

import datetime

RECENT_YEARS = 2
"""A source of this year or the year before counts as recent."""


def ask_first(source_year: int | None, confidence: str, today: datetime.date) -> bool:
    """Whether a card must say 'ask first': the source is old, undated or weak.

    Args:
        source_year: year of the source, or None when it has no date.
        confidence: ``high``, ``medium`` or ``low``, as noted with the row.
    """
    if source_year is None or confidence == "low":
        return True
    return today.year - source_year >= RECENT_YEARS
