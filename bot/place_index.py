"""Every spelling of a place, ready to be looked up: as it is written, in part, or nearly so."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, JaroWinkler

from bot.core.place_names import PlaceNames
from bot.core.places import Gazetteer, Place
from bot.core.spelling import composed, key, sound, tokens

MISSPELT_FROM = 84
"""How alike (0-100) a typed place must be to a known one (docs/decisions/0021)."""

SMALL_FROM = 90
"""How alike it must be to a village: there are many, and few people live there."""

BIG = 20_000
"""From so many inhabitants on a misspelt name is hardly another village."""

SMALL = 3_000
"""Below so many inhabitants a village is less likely than a misspelt town."""

AS_LIKELY = 6
"""A name that is no more than this less likely than the best one is offered too."""

MOST_OFFERED = 6
BIGGER = 2
"""A bare 'Heist' may be the town of which it is a part of the name, when that is so much bigger."""

FAR_OFF = 60
"""Spellings with a smaller share (0-100) of letters in common are not compared further."""

LONG = 8
"""The name of a town of so many letters may be misspelt twice."""

LONG_VILLAGE = 6
"""The name of a village with fewer letters is asked back when it is misspelt at all."""

SHORTEST = 4
"""A shorter word is not compared with names that it is not."""

FORMS = {"": 0.0, "nl": 2.0, "fr": 2.0}
"""What is compared, as it is written or as it sounds in a language, and what the detour costs."""

ABROAD_COSTS = 3.0
FEWEST = 100
PER_TENFOLD = 2.0
"""What ten times as many inhabitants are worth in likeness."""


@dataclass(frozen=True)
class Alike:
    """What a misspelt name may be.

    Attributes:
        places: the most likely first; empty when it is abroad.
        abroad: the name of a place that is not in Belgium.
        sure: whether it need not be asked back.
        score: how alike (0-100) the best one is.
    """

    places: tuple[Place, ...] = ()
    abroad: str | None = None
    sure: bool = False
    score: float = 0.0


class PlaceIndex:
    """All spellings of all places.

    Args:
        gazetteer: the places.
        names: what they are called beside, and places abroad.
        misspelt_from: how alike (0-100) a typed place must be to a known one.
    """

    def __init__(
        self, gazetteer: Gazetteer, names: PlaceNames, misspelt_from: float = MISSPELT_FROM
    ) -> None:
        self.misspelt_from = misspelt_from
        self.words = frozenset(key(word) for word in names.words)
        self.abroad = {key(name): name for name in names.abroad}
        self.areas = {key(area): _known(gazetteer, places) for area, places in names.areas.items()}
        exact: dict[str, list[Place]] = {}
        self._parts: dict[str, list[Place]] = {}
        self.name_words: set[str] = set()
        self._pieces: dict[str, set[int]] = {}
        for name in [*gazetteer.names, *names.areas, *names.abroad]:
            self._pieces.setdefault(key(name), set()).add(len(tokens(composed(name))))
        for name in gazetteer.names:
            found = gazetteer.by_name(name)
            exact.setdefault(key(name), []).extend(found)
            said = [token.text for token in tokens(composed(name))]
            self.name_words.update(word for word in said if len(word) >= SHORTEST)
            for cut in range(1, len(said)):
                for part in ("".join(said[:cut]), "".join(said[cut:])):
                    if len(part) >= SHORTEST:
                        self._parts.setdefault(part, []).extend(found)
        for place_id, called in names.also_called.items():
            for name in called:
                self._pieces.setdefault(key(name), set()).add(len(tokens(composed(name))))
                exact.setdefault(key(name), []).extend(_known(gazetteer, [place_id]))
        self._exact = {name: _distinct(found) for name, found in exact.items()}
        spellings = [*self._exact, *(a for a in self.abroad if a not in self._exact)]
        self._forms = {form: _by_first_letter(spellings, form) for form in FORMS}

    def exact(self, name: str) -> list[Place]:
        """The places of this name, the biggest first.

        Args:
            name: as `bot.core.spelling.key` makes it.
        """
        return self._exact.get(name, [])

    def known(self, name: str) -> bool:
        """Whether anything is called so: a place, an area, or something abroad."""
        return name in self._exact or name in self.areas or name in self.abroad

    def in_pieces(self, name: str, pieces: int) -> bool:
        """Whether a name is written in so many words: 'heist op den berg', but not "l'eau"."""
        return pieces in self._pieces.get(name, ())

    def part(self, name: str) -> list[Place]:
        """The places of whose names this is the beginning or the end, the biggest first."""
        return _distinct(self._parts.get(name, []))[:MOST_OFFERED]

    def bare(self, name: str) -> list[Place]:
        """The places of this name, with what somebody may mean by it who types no more.

        A much bigger town of which it is a part of the name, and a town that is nearly called so
        when the name is that of a village.
        """
        found = self.exact(name)
        if not found:
            return []
        most = max(place.population for place in found)
        here = {p.municipality_nl for p in found}
        more = [
            p
            for p in self.part(name)
            if p.population > BIGGER * most and p.municipality_nl not in here
        ]
        if most < SMALL:
            more += [p for p in self.alike(name).places if nearly_called(p, name)]
        return _distinct([*found, *more]) if more else found

    def alike(self, name: str) -> Alike:
        """What a name may be that nothing is called.

        Args:
            name: as `bot.core.spelling.key` makes it.
        """
        if len(name) < SHORTEST:
            return Alike()
        scores: dict[str, float] = {}
        said = {form: _as(form, name) for form in FORMS}
        for form, costs in FORMS.items():
            if len(said[form]) < SHORTEST:
                continue
            # People misspell a name, but hardly ever the sound with which it begins.
            for first in {heard[:1] for heard in said.values()}:
                spellings, heard = self._forms[form].get(first, ((), ()))
                for other, _, index in process.extract(
                    said[form], heard, scorer=fuzz.ratio, score_cutoff=FAR_OFF, limit=None
                ):
                    spelling = spellings[index]
                    score = likeness(said[form], other) - costs
                    if score >= self.misspelt_from:
                        scores[spelling] = max(scores.get(spelling, 0.0), score)
        return self._likely(name, scores)

    def _likely(self, name: str, scores: dict[str, float]) -> Alike:
        """The most likely of the names that are alike to a typed one, by likeness and size."""
        ranked: dict[str, tuple[float, str, Place | None]] = {}
        for spelling, score in scores.items():
            for place in self._exact.get(spelling, ()):
                if place.population < SMALL and score < SMALL_FROM:
                    continue
                # A quarter is not as likely as its whole town.
                own = spelling in (key(place.name_nl), key(place.name_fr))
                people = max(place.population, FEWEST) if own else FEWEST
                rank = score + PER_TENFOLD * math.log10(people / FEWEST)
                if rank > ranked.get(place.id, (0.0,))[0]:
                    ranked[place.id] = (rank, spelling, place)
            if spelling not in self._exact and few_letters_off(name, spelling):
                ranked[spelling] = (score + PER_TENFOLD * 3 - ABROAD_COSTS, spelling, None)
        if not ranked:
            return Alike()
        ordered = sorted(ranked.items(), key=lambda item: -item[1][0])
        _, (best_rank, spelling, best) = ordered[0]
        if best is None:
            return Alike(abroad=self.abroad[spelling], score=scores[spelling])
        off = OSA.distance(name, spelling) + 1
        near = [
            p
            for _, (rank, other, p) in ordered
            if p and rank >= best_rank - AS_LIKELY and OSA.distance(name, other) <= off
        ]
        places = _one_each(near)[:MOST_OFFERED]
        big = best.population >= BIG
        clear = few_letters_off(name, spelling, big) and (big or len(spelling) >= LONG_VILLAGE)
        return Alike(tuple(places), sure=len(places) == 1 and clear, score=scores[spelling])


def nearly_called(place: Place, name: str) -> bool:
    """Whether this is a town whose name differs by a letter from a typed one."""
    names = (place.name_nl, place.name_fr)
    return place.population >= BIG and any(few_letters_off(name, key(n)) for n in names)


def few_letters_off(name: str, spelling: str, big: bool = False) -> bool:
    """Whether so few letters differ that another name is hardly meant.

    Args:
        big: whether it is the name of a town that many people mean.
    """
    most = 2 if big and len(spelling) >= LONG else 1
    return len(name) > SHORTEST and OSA.distance(name, spelling) <= most


def likeness(one: str, other: str) -> float:
    """How alike (0-100) two spellings are: letters in common, and above all the first ones.

    Jaro-Winkler forgives swapped letters in a short name, which the share of letters in common does
    not; their mean did best (docs/decisions/0021).
    """
    return (fuzz.ratio(one, other) + 100 * JaroWinkler.similarity(one, other)) / 2


def _as(form: str, spelling: str) -> str:
    """A spelling as it is written, or as it sounds."""
    return sound(spelling, form) if form else spelling


def _by_first_letter(spellings: Sequence[str], form: str) -> dict[str, tuple[list[str], list[str]]]:
    """First letter of what is compared -> the spellings, and each of them as it is compared."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for spelling in spellings:
        heard = _as(form, spelling)
        group = found.setdefault(heard[:1], ([], []))
        group[0].append(spelling)
        group[1].append(heard)
    return found


def _known(gazetteer: Gazetteer, ids: Iterable[str]) -> list[Place]:
    """The places of these ids; one that was renamed is found by its postal code."""
    found = (gazetteer.get(place_id) or gazetteer.get(place_id[:4]) for place_id in ids)
    return [place for place in found if place]


def _distinct(places: Iterable[Place]) -> list[Place]:
    """Different places, the biggest first; one for each municipality."""
    return _one_each(
        sorted(places, key=lambda p: (-p.population, p.name_nl != p.municipality_nl, p.postal_code))
    )


def _one_each(places: Sequence[Place]) -> list[Place]:
    """The first of each municipality, in their order."""
    seen: dict[tuple[str, str], Place] = {}
    for place in places:
        seen.setdefault((place.municipality_nl, place.region), place)
    return list(seen.values())
