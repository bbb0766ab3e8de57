"""Postal codes in a typed text, and the place that a code and a name mean together."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.place_mentions import part_of
from bot.core.place_words import UNITS
from bot.core.places import Gazetteer, Place
from bot.core.spelling import Token, key

YEARS = range(1900, 2040)
"""In a sentence these are a year; alone, or beside its town, one may be a postal code."""


def codes_in(text: str, said: Sequence[Token], gazetteer: Gazetteer) -> list[int]:
    """Which tokens are postal codes that exist; sums, years and long numbers are none."""
    return [
        i
        for i, token in enumerate(said)
        if len(token.text) == 4
        and gazetteer.by_code(token.text)
        and not _counts(text, said, i)
        and not _is_year(said, i, gazetteer.by_code(token.text))
    ]


def _counts(text: str, said: Sequence[Token], i: int) -> bool:
    """Whether a number counts something, or is a piece of a longer one."""
    token = said[i]
    around = text[max(0, token.start - 2) : token.start] + text[token.end : token.end + 2]
    follows = said[i + 1].text if i + 1 < len(said) else ""
    longer = text[token.end : token.end + 1] in (".", ",") and follows.isdigit()
    preceded = text[max(0, token.start - 1) : token.start] in (".", ",")
    return "€" in around or follows in UNITS or longer or preceded


def _is_year(said: Sequence[Token], i: int, places: Sequence[Place]) -> bool:
    """Whether a number in a sentence is a year: its town does not stand beside it."""
    beside = {said[j].text for j in (i - 1, i + 1) if 0 <= j < len(said)}
    named = any(beside & {key(name) for name in place.names()} for place in places)
    return int(said[i].text) in YEARS and len(said) > 2 and not named


def at_codes(codes: Sequence[str], named: Sequence[Place], gazetteer: Gazetteer) -> list[Place]:
    """The places that postal codes mean, with the names beside them.

    One place when a name and a code agree; when they differ, both.

    Args:
        codes: postal codes that exist.
        named: the places that are named in the same text.
    """
    found = [gazetteer.by_code(code) for code in dict.fromkeys(codes)]
    for place in named:
        if place.postal_code in codes:
            return [place]
    for place in (p for places in found for p in places):
        # One town has several codes: '2060 Antwerpen'.
        if any(place.names() & other.names() for other in named):
            return [place]
    # '9000 Gentbrugge' is Gentbrugge; '9050 Gent' and '1080 Bruxelles' are what lies at the code.
    part = [p for p in named if any(part_of(p, q) for places in found for q in places)]
    if part and part[0].name_nl != part[0].municipality_nl:
        return part[:1]
    whole = [p for places in found for p in places[:1] if any(part_of(p, q) for q in named)]
    if whole or part:
        return (whole or part)[:1]
    return [*(places[0] for places in found), *named]
