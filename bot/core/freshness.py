"""How far what we know of a place can be trusted today, in small criteria that explain themselves.

The way of scoring is that of data.inclusion's quality score: each criterion gives a number from 0
to 1 or says that it does not apply, and the result carries every verdict. From there comes also how
freshness fades: whole for six months, then evenly to nothing at two years.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.core.initiatives import Initiative, host_of

RECENT_YEARS = 2
"""After so many years a check, or a source, no longer counts as recent."""

FRESH_DAYS, OLD_DAYS = 183, 730
"""Until the first a check counts whole, from the second not at all."""

ENOUGH_REPORTS = 3
"""From so many people who said, each by themselves, that a place is closed, it counts."""

BANDS = (0.75, 0.5, 0.25)
"""The least score of the first, second and third band; what is below is in the fourth."""

SURE = {"high": 1.0, "medium": 0.5, "low": 0.0}
"""What the confidence of a row is worth."""

Judge = Callable[[Initiative, datetime.date, int], float | None]
"""Gives the verdict on an initiative: 0 to 1, or None where it does not apply.

Args: the initiative, the day of today, how many reported it as closed.
"""


@dataclass(frozen=True)
class Criterion:
    """One reason to trust what we know of a place.

    Attributes:
        weight: how much it counts beside the others, above 0.
        lacks: what is said, for an admin, of a place that lacks it.
        why: why it counts, and why so much.
        judge: gives its verdict.
    """

    name: str
    weight: float
    lacks: str
    why: str
    judge: Judge


@dataclass(frozen=True)
class Freshness:
    """How far an initiative can be trusted.

    Attributes:
        total: 0 to 1; 1 is best.
        verdicts: for each criterion 0 to 1, or None where it does not apply and does not count.
    """

    total: float
    verdicts: Mapping[str, float | None]


# -- what each criterion looks at -------------------------------------------------------------


def _checked_recently(initiative: Initiative, today: datetime.date, _: int) -> float:
    last = last_known(initiative, today)
    if last is None:
        return 0.0
    left = (OLD_DAYS - (today - last).days) / (OLD_DAYS - FRESH_DAYS)
    return min(1.0, max(0.0, left))


def _sure(initiative: Initiative, _: datetime.date, __: int) -> float:
    return SURE.get(initiative.confidence, 0.0)


def _not_in_doubt(initiative: Initiative, _: datetime.date, __: int) -> float:
    return 0.0 if initiative.in_doubt else 1.0


def _source_is_themselves(initiative: Initiative, _: datetime.date, __: int) -> float:
    if not initiative.source_url or not (initiative.website or initiative.email):
        return 0.0
    source = host_of(initiative.source_url)
    if initiative.website and source == host_of(initiative.website):
        return 1.0
    return float(source == initiative.email.rpartition("@")[2].casefold())


def _has_way_in(initiative: Initiative, _: datetime.date, __: int) -> float:
    return float(bool(initiative.phone or initiative.email or initiative.has_address))


def _has_phone(initiative: Initiative, _: datetime.date, __: int) -> float:
    return float(bool(initiative.phone))


def _has_address(initiative: Initiative, _: datetime.date, __: int) -> float | None:
    return None if initiative.scope == "area" else float(initiative.has_address)


def _has_opening_hours(initiative: Initiative, _: datetime.date, __: int) -> float | None:
    return None if initiative.scope == "area" else float(bool(initiative.opening_hours))


def _has_cost(initiative: Initiative, _: datetime.date, __: int) -> float:
    return float(initiative.cost in ("free", "paid"))


def _has_languages(initiative: Initiative, _: datetime.date, __: int) -> float:
    return float(bool(initiative.languages))


def _has_both_languages(initiative: Initiative, _: datetime.date, __: int) -> float:
    return (bool(initiative.summary_nl) + bool(initiative.summary_fr)) / 2


def _not_reported_closed(_: Initiative, __: datetime.date, closed: int) -> float | None:
    return 0.0 if closed >= ENOUGH_REPORTS else None


CRITERIA = (
    Criterion(
        "checked_recently",
        5,
        "not checked lately",
        "What was right years ago may be closed today: nothing says more.",
        _checked_recently,
    ),
    Criterion(
        "sure",
        3,
        "not fully sure",
        "Who wrote the row knows best how good its source is.",
        _sure,
    ),
    Criterion(
        "not_in_doubt",
        3,
        "its own row asks for a check",
        "Somebody already saw that a thing may be wrong, and nobody settled it.",
        _not_in_doubt,
    ),
    Criterion(
        "source_is_themselves",
        2,
        "known from others only",
        "An organisation changes its own site first; a newspaper never changes.",
        _source_is_themselves,
    ),
    Criterion(
        "has_way_in",
        2,
        "a website at most",
        "With neither a number, an address nor e-mail a person cannot ask whether it is right.",
        _has_way_in,
    ),
    Criterion(
        "has_phone",
        2,
        "no phone",
        "One call settles everything else, and spares a journey for nothing.",
        _has_phone,
    ),
    Criterion(
        "has_address",
        1,
        "no address",
        "One can see for oneself. Not asked of an offer for a whole area.",
        _has_address,
    ),
    Criterion(
        "has_opening_hours",
        1,
        "no opening hours",
        "Nobody stands before a closed door. Not asked of an offer for a whole area.",
        _has_opening_hours,
    ),
    Criterion(
        "has_cost",
        1,
        "no price",
        "Who has little money needs it before going; it can be asked.",
        _has_cost,
    ),
    Criterion(
        "has_languages",
        1,
        "no language",
        "One knows whether one will be understood; unknown leaves out nobody.",
        _has_languages,
    ),
    Criterion(
        "has_both_languages",
        1,
        "a summary in one language only",
        "Half of those who look read the other language.",
        _has_both_languages,
    ),
    # As much as all others together: three such reports halve the score of any place.
    Criterion(
        "not_reported_closed",
        22,
        "reported as closed",
        "Three people stood there, or called. Fewer may be a mistake or a joke and do not count.",
        _not_reported_closed,
    ),
)
"""Every criterion with its weight. A fact that is added may raise a verdict but never lower one:
what is unknown counts as 0, and None is kept for what the place itself cannot have."""

_JUDGES = tuple((c.name, c.weight, c.judge) for c in CRITERIA)
"""The same at hand: an import asks for a hundred thousand scores."""


def score(initiative: Initiative, today: datetime.date, closed_reports: int = 0) -> Freshness:
    """How far what we know of an initiative can be trusted: the weighted mean of the verdicts.

    Args:
        closed_reports: how many people reported it as closed, each by themselves.
    """
    verdicts: dict[str, float | None] = {}
    sum_of_verdicts = sum_of_weights = 0.0
    for name, weight, judge in _JUDGES:
        verdicts[name] = verdict = judge(initiative, today, closed_reports)
        if verdict is not None:
            sum_of_verdicts += weight * verdict
            sum_of_weights += weight
    return Freshness(sum_of_verdicts / sum_of_weights, verdicts)


def band(total: float) -> int:
    """A coarse step of a score: 0 (best) to 3.

    Places that are equally far stand in the order of these steps. Inside a step all count the same,
    so that a tiny difference does not put one organisation always first.
    """
    return next((step for step, least in enumerate(BANDS) if total >= least), len(BANDS))


def step(initiative: Initiative, today: datetime.date, closed_reports: int = 0) -> int:
    """The band in which the score of an initiative lies today: 0 (best) to 3."""
    return band(score(initiative, today, closed_reports).total)


def last_known(initiative: Initiative, today: datetime.date) -> datetime.date | None:
    """The last day of which we know that it was right; None when there is no date.

    A source of which only the year is known counts from the first day of that year: it may be that
    old. A day that is still to come is a mistake and says nothing.
    """
    year, checked = initiative.source_year, initiative.checked_on
    known = None
    if year is not None and year <= today.year:
        known = datetime.date(year, 1, 1)
    if checked:
        day = datetime.date.fromisoformat(checked)
        if day <= today and (known is None or day > known):
            known = day
    return known


def ask_first(initiative: Initiative, today: datetime.date) -> bool:
    """Whether a card must say 'ask first': what we know is old, undated, weak or to be checked.

    Recent is what somebody checked within the last two years, to the day: exactly two years ago
    still counts. So is a source of this year or the year before; of a source only the year is
    known. One of both is enough: a new source is a check too, and who checks an old one vouches for
    it.
    """
    if initiative.confidence == "low" or initiative.in_doubt:
        return True
    year, checked = initiative.source_year, initiative.checked_on
    oldest = _years_before(today, RECENT_YEARS)
    if checked and oldest <= datetime.date.fromisoformat(checked) <= today:
        return False
    return year is None or not oldest.year < year <= today.year


def _years_before(day: datetime.date, years: int) -> datetime.date:
    """The same day so many years before; for 29 February the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
