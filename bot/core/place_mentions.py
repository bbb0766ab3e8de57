"""Names of places in one text: what is said of each, and which of them is where somebody looks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.core.place_words import (
    AND,
    BUT,
    COMES_FROM,
    IS_FROM,
    NEAR,
    NOT_THERE,
    PART_OF,
    SEEKS,
    STREET,
    STREET_ENDS,
    TOO_FAR,
)
from bot.core.places import Place, distance_km
from bot.core.spelling import Token

LOOK_BACK = 7
"""How many words before a name may say something of it."""

SAME_AREA_KM = 40
"""'Beveren bij Roeselare': so far apart two places may be of which one tells where the other is."""

BRUSSELS, CAPITAL = "brussels", "Brussel"
"""The region, and the Dutch name of its first municipality."""

NOT, FROM, NAMED, SOUGHT = range(4)
"""What is said of a place: not there, from there, there, or looked for there."""


@dataclass(frozen=True)
class Mention:
    """A name in a text.

    Attributes:
        start, end: it is the tokens from `start` until before `end`.
        places: what is called so, the biggest first.
        area: whether it is a region, of which these places are the towns.
        abroad: the name of a place outside Belgium that is called so.
        doubtful: whether it may be an ordinary word.
        said: what is said of it: `NOT`, `FROM`, `NAMED` or `SOUGHT`.
    """

    start: int
    end: int
    places: tuple[Place, ...]
    area: bool = False
    abroad: str | None = None
    doubtful: bool = False
    said: int = NAMED


def words_before(i: int, least: int, said: Sequence[Token], across: bool = False) -> str:
    """The words before a token, in its own part of the sentence.

    Args:
        least: no word before this one counts.
        across: whether words before a mark or a 'but' count as well.
    """
    start = i
    while start > least and i - start < LOOK_BACK:
        if not across and (said[start].parted or said[start - 1].text in BUT):
            break
        start -= 1
    return " ".join(t.text for t in said[start:i])


def with_roles(mentions: Sequence[Mention], said: Sequence[Token]) -> list[Mention]:
    """The names with what is said of each; 'in Gent of Aalst' says the same of both."""
    found: list[Mention] = []
    for mention in mentions:
        last = found[-1] if found else None
        before = words_before(mention.start, last.end if last else 0, said)
        between = " ".join(t.text for t in said[last.end : mention.start]) if last else "-"
        after = " ".join(t.text for t in said[mention.end : mention.end + LOOK_BACK])
        if NOT_THERE.search(before) or TOO_FAR.search(after):
            role = NOT
        elif last and AND.fullmatch(between):
            role = last.said
        elif COMES_FROM.search(before) or (mention.abroad and IS_FROM.search(before)):
            role = FROM
        else:
            role = SOUGHT if SEEKS.search(before) else NAMED
        found.append(replace(mention, said=role))
    return found


def wanted(mentions: Sequence[Mention]) -> list[Mention]:
    """The names of where to look: what is looked for, else where one is, else where one is from."""
    there = [m for m in mentions if m.said != NOT]
    belgian = [m for m in there if m.places]
    most = max((m.said for m in belgian), default=NOT)
    foreign = [m for m in there if not m.places and m.said >= max(most, NAMED)]
    return sorted([m for m in belgian if m.said == most] + foreign, key=lambda m: m.start)


def without_streets(mentions: Sequence[Mention], said: Sequence[Token]) -> list[Mention]:
    """Without the town in the name of a street, when another one is named."""

    def street(m: Mention) -> bool:
        after = said[m.end].text if m.end < len(said) else ""
        return after in STREET_ENDS or bool(STREET.search(words_before(m.start, 0, said)))

    left = [m for m in mentions if not street(m)]
    return left or list(mentions)


def settled(mentions: Sequence[Mention], said: Sequence[Token]) -> list[Mention]:
    """Names of which one tells where the other is, as one: 'Ledeberg bij Gent'."""
    found: list[Mention] = []
    for mention in mentions:
        if found:
            between = " ".join(t.text for t in said[found[-1].end : mention.start])
            one = _one_of_two(found[-1], mention, between)
            if one:
                found[-1] = one
                continue
        found.append(mention)
    if len([m for m in found if m.places]) < 2:
        return found
    # 'Tussen Aalst en Ninove': the Aalst that is near Ninove.
    return [_nearest_to(m, [o for o in found if o is not m and o.places]) for m in found]


def _one_of_two(first: Mention, second: Mention, between: str) -> Mention | None:
    """The one place that two names mean together, or None when they are two."""
    if second.area and not AND.fullmatch(between + " "):
        between = ""
    if between not in NEAR and between not in PART_OF:
        return None
    if second.abroad and not second.places and between in PART_OF:
        return replace(second, start=first.start)
    if not first.places or not second.places:
        return None
    if first.area and not second.area:
        return replace(second, start=first.start)
    if between in NEAR or second.area:
        closer = _nearest_to(first, [second])
        near = _km(closer.places[0], second.places) <= SAME_AREA_KM
        return replace(closer, end=second.end) if near else None
    for one, other in ((first, second), (second, first)):
        inside = unique(p for p in one.places if any(part_of(p, q) for q in other.places))
        if inside:
            return replace(one, start=first.start, end=second.end, places=tuple(inside))
    return None


def part_of(place: Place, town: Place) -> bool:
    """Whether a place lies in a town: in its municipality, or in Brussels as people call it.

    'Etterbeek, Brussels' is Etterbeek, though it is no part of the City of Brussels.
    """
    own = town.name_nl == town.municipality_nl
    if town.region == place.region == BRUSSELS and town.name_nl == CAPITAL:
        return True
    together = (place.municipality_nl, place.region) == (town.municipality_nl, town.region)
    return own and together


def _nearest_to(mention: Mention, others: Sequence[Mention]) -> Mention:
    """A name of several places as the one of them that is nearest to other names."""
    around = [p for other in others for p in other.places]
    if len(mention.places) < 2 or mention.area or not around:
        return mention
    nearest = min(mention.places, key=lambda p: _km(p, around))
    return replace(mention, places=(nearest,))


def _km(place: Place, others: Iterable[Place]) -> float:
    return min(distance_km((place.lat, place.lon), (o.lat, o.lon)) for o in others)


def unique(places: Iterable[Place]) -> list[Place]:
    """Each place once, in their order."""
    return list({place.id: place for place in places}.values())
