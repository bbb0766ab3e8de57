"""Help lines: which number to give, to whom, at this hour."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

ALWAYS = "24/7"

IsOpen = Callable[[str, datetime.datetime], bool]
"""Whether OSM opening hours are open at a moment (Europe/Brussels)."""


@dataclass(frozen=True)
class Helpline:
    """One row of ``data/helplines.csv``.

    Attributes:
        opening_hours: OSM syntax; empty when nobody checked them.
        in_crisis: ``yes``, or ``never`` (1722, 1733, 1700, 105: requirement 24).
        checked_on: day on which the running organisation checked the row, or empty.
        checked_by: who checked it; a day without a name counts as not checked.
    """

    id: str
    name_nl: str
    name_fr: str
    number: str
    website: str
    for_what_nl: str
    for_what_fr: str
    hours: str
    region: str
    cost: str
    source_url: str
    confidence: str
    audience: str
    in_crisis: str
    note: str
    seen_on: str
    languages: tuple[str, ...]
    region_covered: tuple[str, ...]
    topics: tuple[str, ...]
    age_from: int | None
    age_to: int | None
    channel: tuple[str, ...]
    opening_hours: str
    holidays: str
    free: str
    caller_id_on_bill: str
    checked_on: str
    checked_by: str

    def name(self, language: str) -> str:
        """The line's name in Dutch or French."""
        return self.name_fr if language.startswith("fr") else self.name_nl

    def for_what(self, language: str) -> str:
        """What one can call for, in Dutch or French."""
        return self.for_what_fr if language.startswith("fr") else self.for_what_nl

    def hours_with_holidays(self, crisis: bool) -> str:
        """The opening hours in OSM syntax, public holidays included.

        Args:
            crisis: what is unknown about holidays counts as closed.
        """
        closed = self.holidays == "closed" or (crisis and self.holidays != "open")
        if closed and self.opening_hours != ALWAYS:
            return f"{self.opening_hours}; PH off"
        return self.opening_hours

    @property
    def trusted(self) -> bool:
        """Whether the number may be given: a sure source, or checked by the organisation.

        112 always (requirement 23).
        """
        checked = bool(self.checked_on and self.checked_by)
        sure = self.id == "emergency_112" or self.confidence == "high" or checked
        return sure and bool(self.number)


FIRST_LANGUAGES = ("nl", "fr")
"""The languages in which help lines answer in Flanders and Brussels."""


def lines_for(
    lines: Sequence[Helpline],
    topics: Sequence[str],
    language: str,
    now: datetime.datetime,
    is_open: IsOpen,
    most: int = 2,
    crisis: bool = False,
) -> list[Helpline]:
    """The numbers to give for these topics, at this moment.

    For the public, in the person's language, trusted, and open now; lines that are open day and
    night come first (requirement 23). Unknown hours do not count as open in a crisis. Where no line
    at all answers in that language, one in Dutch and one in French are named.

    Args:
        topics: wanted subjects, the most fitting first.
        language: two letters.
        now: an aware moment in Europe/Brussels.
        is_open: tells whether OSM opening hours are open at a moment.
        most: at most this many.
        crisis: leave out every line marked ``never``, and every line with unknown hours.
    """
    answered = {x for line in lines if set(topics) & set(line.topics) for x in line.languages}
    if language in answered or language in FIRST_LANGUAGES:
        return _in(language, lines, topics, now, is_open, crisis)[:most]
    each = [_in(x, lines, topics, now, is_open, crisis)[:1] for x in FIRST_LANGUAGES]
    return list(dict.fromkeys(line for found in each for line in found))


def _in(
    language: str,
    lines: Sequence[Helpline],
    topics: Sequence[str],
    now: datetime.datetime,
    is_open: IsOpen,
    crisis: bool,
) -> list[Helpline]:
    """All that answer in a language, the most fitting first."""
    found: list[tuple[tuple, Helpline]] = []
    for line in lines:
        matching = [i for i, t in enumerate(topics) if t in line.topics]
        if not matching or line.audience != "public" or not line.trusted:
            continue
        if line.languages and language not in line.languages:
            continue
        if crisis and (line.in_crisis != "yes" or not line.opening_hours):
            continue
        if line.opening_hours and not is_open(line.hours_with_holidays(crisis), now):
            continue
        key = (matching[0], line.opening_hours != ALWAYS, line.id)
        found.append((key, line))
    return [line for _, line in sorted(found, key=lambda pair: pair[0])]
