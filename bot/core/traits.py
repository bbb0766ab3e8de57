"""What a search asks of an initiative, worked out once and not at every search."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.initiatives import (
    AREAS,
    RESIDENTS,
    SMALL_AREAS,
    Initiative,
    for_some_only,
    municipality_names,
)
from bot.core.places import Gazetteer, Place
from bot.core.plane import on_map
from bot.core.text import plain

BEGINNING = 2
"""Letters by which the name of a municipality is looked up; the shortest name has two."""

OLDER_FROM = 55
"""From so many years on an offer is for older people."""

PRIME = 2**31 - 1
"""Lots are drawn below it; a product of two stays within 64 bits in every database."""


@dataclass(frozen=True)
class Traits:
    """What search and order go by.

    Attributes:
        at: metres on the map (`bot.core.plane`); None for an offer of a whole area.
        area: the name of that area; empty for one with a door.
        languages: two letters each; none when unknown.
        groups: for whom only it is.
        needs: subjects of which a person must have raised one; None when that is not asked.
        for_work: whether it is for who spoke of work.
        for_young: whether young people are meant.
        grown_up: whether it is surely not for minors.
        for_older: whether it is only for who is older, in years or as a group.
        narrow: whether it is for some without saying so (an age, a course).
        everybody: whether it says that everybody is welcome.
        reachable: whether one can call, or find it on foot.
        likes: what one likes, as far as its texts speak of it.
        fresh: how little its facts can be trusted, from 0 (best) on; see `bot.core.freshness`.
        lot: a number below `PRIME` by which equal places take turns.
        residents: NIS codes of the municipalities whose inhabitants alone are helped; None for no
            such limit.
    """

    id: str
    work_models: tuple[str, ...]
    at: tuple[int, int] | None
    area: str
    languages: tuple[str, ...]
    groups: frozenset[str]
    needs: frozenset[str] | None
    for_work: bool
    for_young: bool
    grown_up: bool
    for_older: bool
    narrow: bool
    everybody: bool
    reachable: bool
    role: str
    cost: str
    likes: frozenset[str]
    fresh: int
    lot: int
    residents: frozenset[str] | None

    def speaks(self, language: str) -> bool:
        """Whether they speak this language there, or may: unknown counts as yes."""
        return not self.languages or language in self.languages


def weak(initiative: Initiative) -> int:
    """1 for a row that its own source is not sure of, else 0."""
    return int(initiative.confidence == "low")


class Surveyor:
    """Works out the traits of initiatives.

    Args:
        places: where postal codes and municipalities lie.
        likes: like -> beginnings of words in the texts of fitting places.
        fresh: how little the facts of an initiative can be trusted, from 0 (best) on.
    """

    def __init__(
        self,
        places: Gazetteer,
        likes: Mapping[str, Sequence[str]] | None = None,
        fresh: Callable[[Initiative], int] = weak,
    ) -> None:
        self._places = places
        self._likes = likes or {}
        self._fresh = fresh
        self._municipalities: dict[str, set[str]] = {}
        for place in places:
            names = self._municipalities.setdefault(place.nis_code, set())
            names |= municipality_names(place)
        self._named: dict[str, list[tuple[str, str]]] = {}
        for code, names in self._municipalities.items():
            for name in names:
                self._named.setdefault(name[:BEGINNING], []).append((name, code))

    def position(self, initiative: Initiative) -> tuple[float, float] | None:
        """Degrees of its door, or of the middle of its part of town, postal code or municipality.

        None for an offer of a whole area, and for what nobody knows where to find.
        """
        if initiative.scope == "area":
            return None
        if initiative.point:
            return initiative.point
        candidates: list[Place] = []
        if initiative.postal_code:
            candidates = self._places.by_code(initiative.postal_code)
            part = plain(initiative.part_of_municipality or initiative.municipality)
            candidates = [p for p in candidates if part in p.names()] or candidates
        elif initiative.municipality:
            candidates = self._places.by_name(initiative.municipality)
        return (candidates[0].lat, candidates[0].lon) if candidates else None

    def traits(self, initiative: Initiative, taken_over: Iterable[str] = ()) -> Traits | None:
        """What a search asks of it; None when it is no door, or nobody knows where it is.

        Args:
            taken_over: work models of closed places with which it goes on (`taken_over`).
        """
        where = self.position(initiative)
        if not initiative.is_door or (where is None and initiative.scope != "area"):
            return None
        groups = for_some_only(initiative)
        text = f"{initiative.summary_nl} {initiative.summary_fr}".casefold()
        age = initiative.age_from or 0
        return Traits(
            id=initiative.id,
            work_models=tuple(dict.fromkeys((*initiative.work_models, *taken_over))),
            at=on_map(*where) if where else None,
            area=initiative.area if where is None else "",
            languages=initiative.languages,
            groups=frozenset(groups),
            needs=frozenset(initiative.raised_by) if initiative.only_if_raised else None,
            for_work=initiative.goal == "work",
            for_young="young_people" in initiative.for_group,
            grown_up=initiative.role == "volunteer" or age >= 18,
            for_older=age >= OLDER_FROM or "older_people" in groups,
            narrow=initiative.subtype == "basic_education" or age > 0,
            everybody=initiative.target_group_nl.casefold().startswith(("iedereen", "alle")),
            reachable=bool(initiative.phone) or initiative.has_address,
            role=initiative.role,
            cost=initiative.cost,
            likes=frozenset(
                like for like, stems in self._likes.items() if any(s in text for s in stems)
            ),
            fresh=self._fresh(initiative),
            lot=lot(initiative.id),
            residents=self.residents(initiative) if RESIDENTS & set(groups) else None,
        )

    def residents(self, initiative: Initiative) -> frozenset[str]:
        """NIS codes of the municipalities that an initiative stands in or names."""
        served = f"{initiative.target_group_nl} {initiative.target_group_fr}"
        # Of a thousand names only those are tried that begin as the text goes on somewhere.
        return self.stands_in(initiative) | {
            code
            for at in range(len(served))
            for name, code in self._named.get(served[at : at + BEGINNING], ())
            if served.startswith(name, at)
        }

    def stands_in(self, initiative: Initiative) -> frozenset[str]:
        """NIS codes of the municipality that its row names; of some names there are two."""
        known = self._municipalities.items()
        return frozenset(code for code, names in known if initiative.municipality in names)

    def is_welfare_office(self, initiative: Initiative) -> bool:
        """Whether it is the public welfare office (OCMW/CPAS) of its municipality."""
        named = initiative.id.startswith(("ocmw", "cpas", "sociaal-huis"))
        return named and initiative.is_door and "context" in initiative.work_models


def taken_over(initiatives: Iterable[Initiative]) -> dict[str, tuple[str, ...]]:
    """Id of a place that goes on with closed ones -> the work models of these.

    Who looks near a closed place so finds the nearest one that took over.
    """
    found: dict[str, tuple[str, ...]] = {}
    for initiative in initiatives:
        for other in initiative.taken_over_by if initiative.is_closed else ():
            found[other] = (*found.get(other, ()), *initiative.work_models)
    return found


def areas_around(place: Place | None) -> tuple[str, ...]:
    """The names of the areas that cover a place; without a place each of them may."""
    if place is None:
        return (*AREAS, *SMALL_AREAS)
    large = (name for name, regions in AREAS.items() if place.region in regions)
    small = (name for name, codes in SMALL_AREAS.items() if place.nis_code.startswith(codes))
    return (*large, *small)


def lot(initiative_id: str) -> int:
    """A number below `PRIME` that is always the same for an id."""
    return int.from_bytes(hashlib.blake2s(initiative_id.encode()).digest()[:4], "big") % PRIME


def turn(rotation: int) -> int:
    """What a lot is multiplied with in this talk, so that equal places take turns."""
    return 1 + rotation * 48271 % (PRIME - 1)
