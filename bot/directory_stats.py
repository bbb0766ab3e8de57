"""How far the directory can be trusted, as a report for admins, and what to check first."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bot.core.freshness import CRITERIA, ENOUGH_REPORTS, Freshness, ask_first, score
from bot.core.initiatives import Initiative
from bot.core.work_models import WORK_MODELS

LOW = 0.4
"""Below this score a place counts as doubtful."""

MOST_TO_CHECK = 20
MOST_REASONS = 3
STEPS = 10
"""In how many equal parts the scores from 0 to 1 are laid."""


@dataclass(frozen=True)
class ToCheck:
    """A place that somebody should check, and why.

    Attributes:
        shown: how often its card was shown.
        closed: how many reported it as closed, each by themselves.
        urgency: `(shown + 1) * (1 - score)`.
    """

    initiative: Initiative
    freshness: Freshness
    shown: int
    closed: int
    urgency: float

    @property
    def reported(self) -> bool:
        """Whether enough people said that it is closed."""
        return self.closed >= ENOUGH_REPORTS

    def reasons(self) -> list[str]:
        """What costs it most of its score, the worst first: 'not checked lately', 'no phone'."""
        lost = [
            (criterion.weight * (1 - verdict), criterion.lacks)
            for criterion in CRITERIA
            if (verdict := self.freshness.verdicts[criterion.name]) is not None and verdict < 1
        ]
        return [lacks for _, lacks in sorted(lost, key=lambda one: -one[0])[:MOST_REASONS]]


@dataclass(frozen=True)
class _Door:
    """A place that is shown, with what is counted of it."""

    initiative: Initiative
    freshness: Freshness
    asks: bool


def check_first(
    initiatives: Iterable[Initiative],
    today: datetime.date,
    shown: Mapping[str, int],
    closed: Mapping[str, int],
    most: int = MOST_TO_CHECK,
) -> list[ToCheck]:
    """What to check first: what many people see and what can be trusted least.

    First comes what `ENOUGH_REPORTS` people or more reported as closed. Then, and among those,
    `(shown + 1) * (1 - score)` decides: a place that nobody saw yet counts as seen once. What is
    not shown to anybody (ended, a referral, no door) need not be checked.

    Args:
        shown: id -> how often its card was shown.
        closed: id -> how many reported it as closed, each by themselves.
        most: how many to name.
    """
    found = []
    for initiative in initiatives:
        if not initiative.is_door:
            continue
        times, reports = shown.get(initiative.id, 0), closed.get(initiative.id, 0)
        fresh = score(initiative, today, reports)
        urgency = (times + 1) * (1 - fresh.total)
        found.append(ToCheck(initiative, fresh, times, reports, urgency))
    found.sort(key=lambda one: (not one.reported, -one.urgency, one.initiative.id))
    return found[:most]


def stats(
    initiatives: Sequence[Initiative],
    today: datetime.date,
    shown: Mapping[str, int],
    closed: Mapping[str, int],
) -> str:
    """The report: what to check first, and the scores by work model, criterion and municipality.

    Args:
        shown: id -> how often its card was shown.
        closed: id -> how many reported it as closed, each by themselves.
    """
    doors = [
        _Door(one, score(one, today, closed.get(one.id, 0)), ask_first(one, today))
        for one in initiatives
        if one.is_door
    ]
    lines = [
        f"# The directory on {today.isoformat()}",
        "",
        f"{len(doors)} places that can be shown. {len(initiatives) - len(doors)} others (ended, by"
        " referral, without a door) are left out.",
        "A score is 0 to 1: how far what we know of a place can be trusted today.",
    ]
    if not doors:
        return "\n".join(lines)
    parts = {
        "What to check first": _to_check(check_first(initiatives, today, shown, closed)),
        "All scores": _distribution(doors),
        "By work model": _groups("work model", _by_model(doors)),
        "What is lacking": _lacking(doors),
        "By municipality": _groups("municipality", _by_municipality(doors)),
    }
    for title, table in parts.items():
        lines += ["", f"## {title}", "", *table]
    return "\n".join(lines)


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """A table; what a place brings with it cannot break a row."""

    def row(cells: Iterable[object]) -> str:
        return "| " + " | ".join(" ".join(str(c).replace("|", "/").split()) for c in cells) + " |"

    return [row(header), "|" + "---|" * len(header), *map(row, rows)]


def _to_check(found: Sequence[ToCheck]) -> list[str]:
    told = (
        f"Reported as closed by {ENOUGH_REPORTS} people or more first; then by"
        " (times shown + 1) x (1 - score)."
    )
    rows = [
        (
            one.initiative.id,
            one.initiative.name,
            _where(one.initiative),
            f"{one.freshness.total:.2f}",
            "; ".join(one.reasons()),
            one.shown,
            one.closed,
        )
        for one in found
    ]
    header = ("id", "name", "municipality", "score", "why", "shown", "said closed")
    return [told, "", *_table(header, rows)]


def _distribution(doors: Sequence[_Door]) -> list[str]:
    """How many places have a score from 0.0 to 0.1, and so on, with a bar."""
    steps = [min(int(d.freshness.total * STEPS), STEPS - 1) for d in doors]
    rows = []
    for step in range(STEPS):
        count = steps.count(step)
        # One '#' is 2 %, rounded up: the bar of a single place can be seen.
        bar = "#" * -(-50 * count // len(doors))
        rows.append((f"{step / STEPS:.1f}-{(step + 1) / STEPS:.1f}", count, bar))
    return _table(("score", "places", "share"), rows)


def _groups(name: str, groups: Mapping[str, Sequence[_Door]]) -> list[str]:
    header = (name, "places", "median score", f"below {LOW}", "says 'ask first'")
    rows = []
    for group, doors in groups.items():
        totals = [d.freshness.total for d in doors]
        low = sum(total < LOW for total in totals) / len(doors)
        asks = sum(d.asks for d in doors) / len(doors)
        rows.append((group, len(doors), f"{median(totals):.2f}", f"{low:.0%}", f"{asks:.0%}"))
    return _table(header, rows)


def _by_model(doors: Sequence[_Door]) -> dict[str, list[_Door]]:
    """The places of each work model, in the order of the slides; some stand in several."""
    groups = {
        model: [d for d in doors if model in d.initiative.work_models] for model in WORK_MODELS
    }
    return {model: inside for model, inside in groups.items() if inside} | {"(all)": list(doors)}


def _by_municipality(doors: Sequence[_Door]) -> dict[str, list[_Door]]:
    """The places of each municipality, those with most places first."""
    groups = defaultdict(list)
    for door in doors:
        groups[_where(door.initiative)].append(door)
    return dict(sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])))


def _where(initiative: Initiative) -> str:
    if initiative.scope == "area":
        return f"(all of {initiative.area})"
    return initiative.municipality or "(unknown)"


def _lacking(doors: Sequence[_Door]) -> list[str]:
    """How many places lack each fact, and what a criterion weighs."""
    rows = []
    for criterion in CRITERIA:
        given = [d.freshness.verdicts[criterion.name] for d in doors]
        verdicts = [verdict for verdict in given if verdict is not None]
        partly = sum(0 < verdict < 1 for verdict in verdicts)
        lack = verdicts.count(0)
        name, weight = criterion.name, f"{criterion.weight:g}"
        rows.append((name, weight, criterion.lacks, len(verdicts), lack, partly))
    header = ("criterion", "weight", "lacking it means", "applies to", "lack it", "have it in part")
    return _table(header, rows)
