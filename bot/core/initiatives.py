"""Real places where people meet: which of them is a door, for whom, and which ones to name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.places import Place, distance_km

SHOWN_AT_ONCE = 3
REACHES_KM = (5, 10, 20, 40, 80)
"""How far to look, in kilometres; 'further away' takes the next one."""

FIRST_REACH = 1
"""Where a search starts in REACHES_KM: 10 km."""

AREAS = {
    "Belgium": ("flanders", "brussels", "wallonia"),
    "Flanders": ("flanders",),
    "Brussels": ("brussels",),
}
"""Offers for a whole region count for every place in it."""

AREA_TOWNS = {
    "Vlaamse Ardennen en Dender": ("Zottegem", 30.0),
    "Limburg": ("Hasselt", 40.0),
    "Waasland en Dender": ("Sint-Niklaas", 25.0),
}
"""Smaller areas: a town in their middle, and about how far they reach in kilometres."""

GROUPS_OF_THEIR_OWN = {
    "women": "women",
    "lgbtq": "lgbtq",
    "newcomers": "migration",
    "jobseekers": "work",
    "older_people": "older",
}
"""Groups that a person may have mentioned (``Told.raised``), by the word in ``for_group``."""

ORGANISATION_DOORS = {"drop_in": ("guest", "both", ""), "be_useful": ("volunteer", "both", "")}
"""Model 'organisation' has two doors (requirement 1): the wish says which role fits."""


@dataclass(frozen=True)
class Initiative:
    """One row of ``data/initiatives.csv``; every flag is kept as it stands there."""

    id: str
    name: str
    organisation: str
    work_models: tuple[str, ...]
    scope: str
    area: str
    street_address: str
    postal_code: str
    municipality: str
    part_of_municipality: str
    phone: str
    email: str
    website: str
    languages: tuple[str, ...]
    cost: str
    target_group_nl: str
    target_group_fr: str
    summary_nl: str
    summary_fr: str
    source_url: str
    source_note: str
    source_year: int | None
    confidence: str
    audience: str
    access: str
    role: str
    goal: str
    subtype: str
    exclusive_to: str
    only_if_raised: bool
    raised_by: tuple[str, ...]
    age_from: int | None
    season: str
    season_nl: str
    season_fr: str
    status: str
    note: str
    for_group: tuple[str, ...] = ()

    def summary(self, language: str) -> str:
        """What happens there, in Dutch or French."""
        return self.summary_fr if language.startswith("fr") else self.summary_nl

    def season_text(self, language: str) -> str:
        """The months in which it runs, or empty for the whole year."""
        return self.season_fr if language.startswith("fr") else self.season_nl

    def target_group(self, language: str) -> str:
        """For whom it is, in the words of the source."""
        return self.target_group_fr if language.startswith("fr") else self.target_group_nl

    @property
    def is_door(self) -> bool:
        """Whether one person can go there without being sent (no umbrella, referral or no door)."""
        return (
            self.audience == "public"
            and not self.access
            and self.status in ("active", "unknown")
            and any((self.phone, self.email, self.website, self.street_address))
        )


@dataclass(frozen=True)
class Wanted:
    """What to look for.

    Attributes:
        work_model: one of the seven.
        place: where to look from, or None when the person rather does not say.
        reach_km: how far, in kilometres.
        language: two letters; places that speak it come first.
        only_language: leave out places that do not speak this language, or None.
        raised: subjects that the person brought up in their own words.
        wishes: wishes told; they choose between coming as a guest and helping out.
        stems: beginnings of words that fit what the person likes; such places come first.
        without: ids already shown.
    """

    work_model: str
    place: Place | None
    reach_km: float
    language: str
    only_language: str | None = None
    raised: frozenset[str] = frozenset()
    wishes: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Door:
    """A place to name: the initiative, and how far it is (km), or None for a whole area."""

    initiative: Initiative
    km: float | None


@dataclass
class Doors:
    """All initiatives, with where they stand on the map."""

    initiatives: Sequence[Initiative]
    positions: Mapping[str, tuple[float, float]]
    _by_id: dict[str, Initiative] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_id = {i.id: i for i in self.initiatives}

    def get(self, initiative_id: str) -> Initiative | None:
        """The initiative with this id, or None."""
        return self._by_id.get(initiative_id)

    def find(self, wanted: Wanted) -> list[Door]:
        """Every door that fits, the most fitting first.

        Unknown never excludes: no known language, cost or age keeps a place in.
        """
        found = []
        for initiative in self.initiatives:
            if wanted.work_model not in initiative.work_models or initiative.id in wanted.without:
                continue
            if not initiative.is_door or not _meant_for(initiative, wanted):
                continue
            km = self._distance(initiative, wanted.place)
            if km is OUT_OF_AREA or (km is not None and km > wanted.reach_km):
                continue
            found.append(Door(initiative, km))
        return sorted(found, key=lambda door: _order(door, wanted))

    def _distance(self, initiative: Initiative, place: Place | None) -> float | None:
        """Kilometres from the place; None for an offer of the place's whole area."""
        if initiative.scope == "area":
            if place is None or place.region in AREAS.get(initiative.area, ()):
                return None
            town = AREA_TOWNS.get(initiative.area)
            if town and initiative.id in self.positions:
                near = distance_km((place.lat, place.lon), self.positions[initiative.id])
                return None if near <= town[1] else OUT_OF_AREA
            return OUT_OF_AREA
        if place is None or initiative.id not in self.positions:
            return OUT_OF_AREA
        return distance_km((place.lat, place.lon), self.positions[initiative.id])

    def welfare_office(self, place: Place | None) -> Initiative | None:
        """The public welfare office (OCMW/CPAS) of this municipality, where the data has it."""
        if place is None:
            return None
        for initiative in self.initiatives:
            if not initiative.id.startswith(("ocmw", "cpas", "sociaal-huis")):
                continue
            if not initiative.is_door or "context" not in initiative.work_models:
                continue
            names = {place.municipality_nl, place.municipality_fr}
            if initiative.municipality in names or (
                initiative.municipality == "Bruxelles-Ville" and "Brussel" in names
            ):
                return initiative
        return None


OUT_OF_AREA = float("inf")


def _meant_for(initiative: Initiative, wanted: Wanted) -> bool:
    """Whether this person may be shown this place: the flags of the row, obeyed."""
    if initiative.only_if_raised and not set(initiative.raised_by) & wanted.raised:
        return False
    if initiative.goal == "work" and "work" not in wanted.raised:
        return False
    only = wanted.only_language
    if only and initiative.languages and only not in initiative.languages:
        return False
    if wanted.work_model == "organisation":
        doors = [ORGANISATION_DOORS[w] for w in wanted.wishes if w in ORGANISATION_DOORS]
        if doors and not any(initiative.role in roles for roles in doors):
            return False
    elif initiative.role == "volunteer" and "be_useful" not in wanted.wishes:
        return False
    grown_up = initiative.role == "volunteer" or (initiative.age_from or 0) >= 18
    return not ("minor" in wanted.raised and grown_up)


def for_some_only(initiative: Initiative) -> tuple[str, ...]:
    """The groups for whom only this place is, for the first line of its card."""
    groups = list(initiative.for_group)
    if initiative.exclusive_to and "women" not in groups:
        groups.append("women")
    if initiative.subtype == "health_centre" and "registered_residents" not in groups:
        groups.append("registered_residents")
    return tuple(groups)


def _order(door: Door, wanted: Wanted) -> tuple:
    """Sort key: own language, what one likes, open to all, a mixed public, then distance."""
    initiative = door.initiative
    speaks = wanted.language in initiative.languages or not initiative.languages
    text = f"{initiative.summary_nl} {initiative.summary_fr}".casefold()
    likes = any(stem in text for stem in wanted.stems)
    others = [g for g in for_some_only(initiative) if not _told(g, wanted.raised)]
    narrow = bool(others) or bool(initiative.subtype) or bool(initiative.age_from)
    if "new_poverty" in wanted.raised:
        # Places with a mixed public first (requirement 12).
        narrow = narrow or "iedereen" not in initiative.target_group_nl.casefold()
    reachable = bool(initiative.phone or initiative.street_address)
    km = door.km if door.km is not None else wanted.reach_km
    # Distance in steps of two kilometres, so that a good match beats a few streets.
    return (not speaks, narrow, not likes, not reachable, round(km / 2), initiative.id)


def _told(group: str, raised: Collection[str]) -> bool:
    return GROUPS_OF_THEIR_OWN.get(group, group) in raised


def both_ways(initiative: Initiative, work_models: Iterable[str]) -> tuple[str, ...]:
    """Other ways, among these, that go together in this one place (requirement 7)."""
    return tuple(m for m in work_models if m in initiative.work_models)
