"""Which places fit what somebody looks for, and which of them comes first.

This is the rule. `bot.store.search` says the same to a database, where a list of a hundred thousand
is not walked through; a test holds the two together.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.initiatives import RESIDENTS, Initiative, host_of
from bot.core.matching import NOT_FOR_MINORS
from bot.core.places import Place
from bot.core.plane import apart_km, on_map
from bot.core.traits import PRIME, Surveyor, Traits, areas_around, taken_over, turn

SHOWN_AT_ONCE = 3
REACHES_KM = (5, 10, 20, 40, 80)
"""How far to look, in kilometres; 'further away' takes the next one."""

FIRST_REACH = 1
"""Where a search starts in REACHES_KM: 10 km."""

BANDS_KM = (2, 5, 10, 15, 20, 30, 40, 60, 80)
"""Where one band of distances ends and the next begins: on foot, by bicycle, by bus, by train.

Inside a band how far it is settles nothing: what is sure comes before what is a street nearer.
"""

GROUPS_OF_THEIR_OWN = {
    "women": "women",
    "lgbtq": "lgbtq",
    "newcomers": "migration",
    "separated_families": "migration",
    "jobseekers": "work",
    "older_people": "older",
}
"""Groups that a person may have mentioned (``Told.raised``), by the word in ``for_group``."""

SAID_OTHERWISE = {
    "women": {"man"},
    "parents": {"no_children"},
    "expecting": {"man", "no_children"},
    "older_people": {"under_55", "minor"},
    "young_people": {"older"},
}
"""Subjects (``Told.raised``) that say that somebody is not of a group (``for_group``)."""

ORGANISATION_DOORS = {"drop_in": ("guest", "both", ""), "be_useful": ("volunteer", "both", "")}
"""Model 'organisation' has two doors (requirement 1): the wish says which role fits."""


@dataclass(frozen=True)
class Wanted:
    """What to look for.

    Attributes:
        work_model: one of the seven.
        place: where to look from, or None when the person rather does not say.
        reach_km: how far, in kilometres.
        language: two letters; places that speak it come first.
        only_language: leave out places that surely do not speak this language, or None.
        free: leave out places that surely cost money.
        raised: subjects that the person brought up in their own words.
        wishes: wishes told; they choose between coming as a guest and helping out.
        likes: what the person likes; places whose texts speak of it come first.
        without: ids already shown.
        rotation: the talk's own number; it settles the order of places that fit equally.
    """

    work_model: str
    place: Place | None
    reach_km: float
    language: str
    only_language: str | None = None
    free: bool = False
    raised: frozenset[str] = frozenset()
    wishes: frozenset[str] = frozenset()
    likes: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    rotation: int = 0

    @property
    def at(self) -> tuple[int, int] | None:
        """Metres on the map from where is looked."""
        return on_map(self.place.lat, self.place.lon) if self.place else None

    @property
    def roles(self) -> frozenset[str] | None:
        """The roles of which one is asked for; None for any."""
        volunteers = "be_useful" in self.wishes
        if self.work_model == "organisation":
            doors = [ORGANISATION_DOORS[w] for w in self.wishes if w in ORGANISATION_DOORS]
            if doors:
                return frozenset(role for roles in doors for role in roles)
        return None if volunteers else frozenset(("guest", "both", ""))

    @property
    def others_only(self) -> frozenset[str]:
        """Groups to which this person said not to belong, and nowhere that they do."""
        return frozenset(
            group
            for group, subjects in SAID_OTHERWISE.items()
            if subjects & self.raised and not self.told(group)
        )

    def told(self, group: str) -> bool:
        """Whether the person said to belong to this group, or looks among its inhabitants."""
        if group in RESIDENTS:
            return self.place is not None
        return GROUPS_OF_THEIR_OWN.get(group, group) in self.raised


@dataclass(frozen=True)
class Door:
    """A place to name.

    Attributes:
        km: how far it is; None for an offer of a whole area.
        for_others: whether it is for people of a group that this person did not speak of.
    """

    initiative: Initiative
    km: float | None
    for_others: bool = False


class Search(Protocol):
    """Something in which places can be looked for."""

    def find(self, wanted: Wanted, most: int | None = None) -> list[Door]:
        """Doors that fit, the most fitting first.

        Args:
            most: so many near ones at most, and as many of a whole area.
        """
        ...

    def get(self, initiative_id: str) -> Initiative | None:
        """The initiative with this id, or None."""
        ...

    def position(self, initiative_id: str) -> tuple[int, int] | None:
        """Where it is, in metres on the map; None when nobody knows, or for a whole area."""
        ...

    def welfare_office(self, place: Place | None) -> Initiative | None:
        """The public welfare office (OCMW/CPAS) of this municipality, where the data has it."""
        ...


def fits(traits: Traits, wanted: Wanted) -> bool:
    """Whether this person may be shown this place: what the row says, obeyed.

    Unknown never excludes: no known language, cost or age keeps a place in.
    """
    if wanted.work_model not in traits.work_models or traits.id in wanted.without:
        return False
    if traits.needs is not None and not traits.needs & wanted.raised:
        return False
    if traits.for_work and "work" not in wanted.raised:
        return False
    others = wanted.others_only
    if traits.groups & others or (traits.for_older and "older_people" in others):
        return False
    here = wanted.place.nis_code if wanted.place else None
    if here is not None and traits.residents is not None and here not in traits.residents:
        return False
    if wanted.only_language and not traits.speaks(wanted.only_language):
        return False
    if wanted.free and traits.cost == "paid":
        return False
    if wanted.roles is not None and traits.role not in wanted.roles:
        return False
    if "minor" in wanted.raised:
        young_only = wanted.work_model in NOT_FOR_MINORS
        return not traits.grown_up and (traits.for_young or not young_only)
    return True


def for_others(traits: Traits, wanted: Wanted) -> bool:
    """Whether it is for people of a group only of which this person did not speak."""
    return not all(wanted.told(group) for group in traits.groups)


def order(traits: Traits, km: float | None, wanted: Wanted) -> tuple:
    """Sort key: open to this person, own language, what one likes, distance, what is sure.

    Whatever still stands equal turns with the talk, so that no organisation always comes first.

    Args:
        km: None for an offer of a whole area: it counts as far as a search begins.
    """
    # Who has lived without money worries until now finds a mixed public first (requirement 12).
    mixed = "new_poverty" not in wanted.raised or traits.everybody
    return (
        for_others(traits, wanted),
        not traits.speaks(wanted.language),
        traits.narrow,
        not mixed,
        km is None and not traits.reachable,
        not traits.likes & wanted.likes,
        area_band(wanted) if km is None else band(km),
        not traits.reachable,
        traits.fresh,
        traits.lot * turn(wanted.rotation) % PRIME,
        traits.id,
    )


def band(km: float) -> int:
    """The band of distances in which so many kilometres lie."""
    return bisect_left(BANDS_KM, km)


def area_band(wanted: Wanted) -> int:
    """The band in which an offer of a whole area stands among places with a door."""
    return band(min(wanted.reach_km, REACHES_KM[FIRST_REACH]))


def once(doors: Iterable[Door]) -> list[Door]:
    """The same organisation is not named twice: its nearest door stands for its whole area."""
    kept: list[Door] = []
    for door in doors:
        host = host_of(door.initiative.website)
        twin = host and any(
            host == host_of(other.initiative.website) and (other.km is None or door.km is None)
            for other in kept
        )
        if not twin:
            kept.append(door)
    return kept


@dataclass
class Doors:
    """A list in memory in which places can be looked for: the rule, word by word."""

    initiatives: Sequence[Initiative]
    surveyor: Surveyor

    def __post_init__(self) -> None:
        self._by_id = {i.id: i for i in self.initiatives}
        also = taken_over(self.initiatives)
        surveyed = (self.surveyor.traits(i, also.get(i.id, ())) for i in self.initiatives)
        self._traits = {t.id: t for t in surveyed if t}

    def get(self, initiative_id: str) -> Initiative | None:
        """The initiative with this id, or None."""
        return self._by_id.get(initiative_id)

    def position(self, initiative_id: str) -> tuple[int, int] | None:
        """Where it is, in metres on the map."""
        known = self._traits.get(initiative_id)
        return known.at if known else None

    def find(self, wanted: Wanted, most: int | None = None) -> list[Door]:
        """Doors that fit, the most fitting first; see `Search`."""
        near, regional = [], []
        around, at = areas_around(wanted.place), wanted.at
        for traits in self._traits.values():
            if not fits(traits, wanted):
                continue
            if traits.at is None:
                if traits.area in around:
                    regional.append((order(traits, None, wanted), traits, None))
            elif at is not None and (km := apart_km(at, traits.at)) <= wanted.reach_km:
                near.append((order(traits, km, wanted), traits, km))
        found = sorted([*sorted(near)[:most], *sorted(regional)[:most]])
        return once(Door(self._by_id[t.id], km, for_others(t, wanted)) for _, t, km in found)

    def welfare_office(self, place: Place | None) -> Initiative | None:
        """The public welfare office of this municipality, where the data has it."""
        offices = (i for i in self.initiatives if self.surveyor.is_welfare_office(i))
        near = (o for o in offices if place and place.nis_code in self.surveyor.stands_in(o))
        return next(near, None)
