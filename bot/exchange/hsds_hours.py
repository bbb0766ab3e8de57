"""Opening hours: ours (OSM) as schedules of HSDS, and theirs as ours."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from opening_hours import OpeningHours

from bot.content.hours import are_hours

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
ALL_DAY = ("00:00", "23:59")
"""How HSDS says that a place is always open (docs/hsds/schedules.md of the standard)."""

Spans = tuple[tuple[str, str], ...]

_TIME = r"\d\d:\d\d"
_DAY = rf"(?:{'|'.join(DAYS)})"
_SOME = rf"{_DAY}(?:-{_DAY})?"
_RULE = re.compile(
    rf"(?:(?P<days>{_SOME}(?:,{_SOME})*|{_DAY}\[-?[1-5]\]) )?"
    rf"(?P<times>{_TIME}-{_TIME}(?:,{_TIME}-{_TIME})*|off|closed)"
)
_HOLIDAYS_OFF = re.compile(r"PH (?:off|closed)")


def to_schedules(opening_hours: str) -> list[dict[str, str]]:
    """Schedules of HSDS; one with only a description where HSDS has no way to say it.

    That it is closed on public holidays cannot be said either: our text is each description.
    """
    if not opening_hours:
        return []
    week = _week(opening_hours)
    if not week:
        return [{"description": opening_hours}]
    days_of: dict[tuple[str, str, str], list[str]] = {}
    for day, spans in week.items():
        nth = re.search(r"-?\d", day)
        for opens, closes in spans:
            key = ("MONTHLY" if nth else "WEEKLY", opens, closes)
            days_of.setdefault(key, []).append((nth[0] if nth else "") + day[:2].upper())
    return [
        {
            "freq": freq,
            "interval": "1",
            "byday": ",".join(days),
            "opens_at": opens,
            "closes_at": closes,
            "description": opening_hours,
        }
        for (freq, opens, closes), days in days_of.items()
    ]


def _week(opening_hours: str) -> dict[str, Spans]:
    """The hours of every day, such as Mo or Sa[1]; nothing when they are not as simple as that."""
    if opening_hours == "24/7":
        return dict.fromkeys(DAYS, (ALL_DAY,))
    week: dict[str, Spans] = {}
    for rule in opening_hours.split(";"):
        if _HOLIDAYS_OFF.fullmatch(rule.strip()):
            continue
        found = _RULE.fullmatch(rule.strip())
        if not found:
            return {}
        spans = _spans(found["times"])
        if any(opens >= closes or closes > ALL_DAY[1] for opens, closes in spans):
            return {}  # past midnight
        for day in _days(found["days"] or "Mo-Su"):
            week.pop(day, None)
            if spans:
                week[day] = spans
    plain = {day for day in week if "[" not in day}
    return {} if any(day[:2] in plain for day in week if "[" in day) else week


def _spans(times: str) -> Spans:
    if times in ("off", "closed"):
        return ()
    found = re.findall(rf"({_TIME})-({_TIME})", times)
    return tuple((opens, closes) for opens, closes in found)


def _days(text: str) -> list[str]:
    if "[" in text:
        return [text]
    found: list[str] = []
    for some in text.split(","):
        first, _, last = some.partition("-")
        start = DAYS.index(first)
        count = (DAYS.index(last or first) - start) % 7 + 1
        found += [DAYS[(start + n) % 7] for n in range(count)]
    return found


def from_schedules(schedules: Iterable[Mapping[str, str]]) -> str:
    """Our opening hours for these schedules; empty when one of them says more than we can.

    Half of the hours would send somebody to a closed door, so it is all of them or none.
    """
    week: dict[str, list[tuple[str, str]]] = {}
    for schedule in schedules:
        limited = any(schedule.get(name) for name in _LIMITS)
        span = _span(*(schedule.get(name, "") for name in _CLOCK))
        days = _named_days(schedule.get("freq", ""), schedule.get("byday", ""))
        if limited or span is None or not days:
            return ""
        for day in days:
            week.setdefault(day, []).append(span)
    plain = {day for day in week if "[" not in day}
    if not week or any(day[:2] in plain for day in week if "[" in day):
        return ""
    if all(set(week.get(day, ())) == {ALL_DAY} for day in DAYS):
        return "24/7"
    rules = [
        f"{day} {','.join(f'{opens}-{closes}' for opens, closes in sorted(set(spans)))}"
        for day, spans in sorted(week.items(), key=lambda item: DAYS.index(item[0][:2]))
    ]
    return _short("; ".join(rules))


@lru_cache(maxsize=4096)
def _short(rules: str) -> str:
    """Mo-We for Mo, Tu, We; many places keep the same hours."""
    return str(OpeningHours(rules).normalize()) if are_hours(rules) else ""


_LIMITS = ("valid_to", "until", "count", "byweekno", "bymonthday", "byyearday")
_CLOCK = ("opens_at", "closes_at", "interval", "timezone")
_BELGIAN_ZONES = ("", "1", "2", "+1", "+2", "+01:00", "+02:00")
_BELGIAN_TIME = re.compile(r"(\d\d:\d\d)(?::\d\d)?(?:\+0?[12](?::?00)?)?")


@lru_cache(maxsize=4096)
def _span(opens_at: str, closes_at: str, interval: str, timezone: str) -> tuple[str, str] | None:
    """From when to when, on the clock of Belgium; None when that cannot be known for sure.

    A time in UTC is an hour off in winter and two in summer, or was written without a thought.
    """
    opens, closes = _BELGIAN_TIME.fullmatch(opens_at), _BELGIAN_TIME.fullmatch(closes_at)
    if interval not in ("", "1", "1.0") or timezone not in _BELGIAN_ZONES:
        return None
    if not opens or not closes or opens[1] >= closes[1]:
        return None
    return opens[1], closes[1]


@lru_cache(maxsize=4096)
def _named_days(freq: str, byday: str) -> tuple[str, ...]:
    """The days of a schedule, such as Mo, or Sa[1] for the first Saturday of the month."""
    monthly = freq == "MONTHLY"
    if not monthly and freq not in ("WEEKLY", ""):
        return ()
    found = []
    for part in byday.split(","):
        named = re.fullmatch(r"([+-]?[1-5])?([A-Z]{2})", part.strip())
        if not named or named[2].title() not in DAYS or bool(named[1]) != monthly:
            return ()
        nth = f"[{int(named[1])}]" if named[1] else ""
        found.append(named[2].title() + nth)
    return tuple(found)
