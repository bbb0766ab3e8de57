"""How far a fact can be trusted today."""

from __future__ import annotations

import datetime

from bot.core.initiatives import Initiative

RECENT_YEARS = 2
"""A source of this year or the year before counts as recent."""


def ask_first(initiative: Initiative, today: datetime.date) -> bool:
    """Whether a card must say 'ask first': the source is old, undated, weak or to be checked."""
    year = initiative.source_year
    if year is None or initiative.confidence == "low" or initiative.in_doubt:
        return True
    return today.year - year >= RECENT_YEARS
