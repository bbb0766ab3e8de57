"""Opening hours in OSM syntax, as ``data/helplines.csv`` has them."""

from __future__ import annotations

import datetime
from functools import lru_cache

from opening_hours import OpeningHours, validate


def is_open(opening_hours: str, moment: datetime.datetime) -> bool:
    """Whether opening hours are open at a moment (given in Europe/Brussels).

    Raises:
        ParserError: the hours are not in OSM syntax; the loader of the help lines checks that.
    """
    hours = OpeningHours(opening_hours, country="BE")
    return bool(hours.is_open(moment.replace(tzinfo=None)))


@lru_cache(maxsize=4096)
def are_hours(text: str) -> bool:
    """Whether a text is in OSM syntax, also with what is added to it for public holidays."""
    return validate(text) and validate(f"{text}; PH off")
