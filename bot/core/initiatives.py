"""Real places where people meet: which of them is a door, for whom, and which ones to name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.matching import NOT_FOR_MINORS
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

SMALL_AREAS = {
    "Limburg": ("7",),
    "Vlaamse Ardennen en Dender": ("41", "45"),
    "Waasland en Dender": ("42", "46"),
}
"""Smaller areas: the beginnings of the NIS codes of their municipalities (Statbel)."""

GROUPS_OF_THEIR_OWN = {
    "women": "women",
    "lgbtq": "lgbtq",
    "newcomers": "migration",
    "separated_families": "migration",
    "jobseekers": "work",
    "older_people": "older",
}
"""Groups that a person may have mentioned (``Told.raised``), by the word in ``for_group``."""

RESIDENTS = frozenset({"residents", "registered_residents"})
"""Groups of whom only the inhabitants of the municipality are helped."""

ORGANISATION_DOORS = {"drop_in": ("guest", "both", ""), "be_useful": ("volunteer", "both", "")}
"""Model 'organisation' has two doors (requirement 1): the wish says which role fits."""


@dataclass(frozen=True)
class Initiative:
    """One row of ``data/initiatives.csv``; every flag is kept as it stands there.

    Attributes:
        lat, lon: degrees (WGS 84) of the door in its street; None when nobody looked them up. The
            middle of a postal code is no address and stands in no row.
        checked_on: the day on which somebody last checked that it is right, such as 2026-11-22;
            empty when only `source_year` is known.
        opening_hours: in OSM syntax; empty when not known.
        taken_over_by: ids of places that go on with what was done here.
    """

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
    lat: float | None = None
    lon: float | None = None
    checked_on: str = ""
    opening_hours: str = ""
    taken_over_by: tuple[str, ...] = ()

    def name_in(self, language: str) -> str:
        """The name; of a welfare office with a French and a Dutch name, the one of the language."""
        french, both, dutch = self.name.partition(" / OCMW ")
        if not both:
            return self.name
        return french if language.startswith("fr") else f"OCMW {dutch}"

    def summary(self, language: str) -> str:
        """What happens there, in Dutch or French."""
        return self._said(self.summary_nl, self.summary_fr, language)

    def season_text(self, language: str) -> str:
        """The months in which it runs, or empty for the whole year."""
        return self._said(self.season_nl, self.season_fr, language)

    def target_group(self, language: str) -> str:
        """For whom it is, in the words of the source."""
        return self._said(self.target_group_nl, self.target_group_fr, language)

    @staticmethod
    def _said(dutch: str, french: str, language: str) -> str:
        """The text in the language; what comes from elsewhere may have the other one only."""
        return (french or dutch) if language.startswith("fr") else (dutch or french)

    def speaks(self, language: str) -> bool:
        """Whether they speak this language (two letters) there, or may: unknown counts as yes."""
        return language in self.languages or not self.languages

    @property
    def address(self) -> str:
        """The street to show; empty when the row says that it must be checked before."""
        return "" if "before showing" in self.note else self.street_address

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude of the door itself, where they are known."""
        known = self.lat is not None and self.lon is not None and self.address
        return (self.lat, self.lon) if known else None  # type: ignore[return-value]

    @property
    def has_address(self) -> bool:
        """Whether somebody can find it on foot: a street with a number, and not in doubt."""
        return any(c.isdigit() for c in self.address)

    @property
    def in_doubt(self) -> bool:
        """Whether the row itself says that it must be checked."""
        return "check" in self.source_note.casefold() or "recheck" in self.note

    def serves(self, place: Place) -> bool:
        """Whether it helps inhabitants of this place: always, unless only its own municipality."""
        if not RESIDENTS & set(for_some_only(self)):
            return True
        names = _municipality_names(place)
        served = f"{self.target_group_nl} {self.target_group_fr}"
        return self.municipality in names or any(name in served for name in names)

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
        rotation: the talk's own number; it settles the order of places that fit equally.
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
    rotation: int = 0


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
            if km is not None and km > wanted.reach_km:
                continue
            found.append(Door(initiative, km))
        return _once(sorted(found, key=lambda door: _order(door, wanted)))

    @staticmethod
    def only_for_others(door: Door, wanted: Wanted) -> bool:
        """Whether a door is for people of a group that this person did not speak of."""
        return bool(_others(door.initiative, wanted))

    def _distance(self, initiative: Initiative, place: Place | None) -> float | None:
        """Kilometres from the place; None for an offer of the place's whole area.

        Endless (`OUT_OF_AREA`) for what lies outside, or nobody knows where.
        """
        if initiative.scope == "area":
            if place is None or place.region in AREAS.get(initiative.area, ()):
                return None
            covered = place.nis_code.startswith(SMALL_AREAS.get(initiative.area, ()))
            return None if covered else OUT_OF_AREA
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
            if initiative.municipality in _municipality_names(place):
                return initiative
        return None


OUT_OF_AREA = float("inf")
BRUSSELS, BRUSSELS_CITY = "Brussel", "Bruxelles-Ville"
"""The city's name in the table of places, and in the rows of the initiatives."""


def _municipality_names(place: Place) -> set[str]:
    """How the rows of the initiatives may call the municipality of a place."""
    city = {BRUSSELS_CITY} if place.municipality_nl == BRUSSELS else set()
    return {place.municipality_nl, place.municipality_fr} | city


def _meant_for(initiative: Initiative, wanted: Wanted) -> bool:
    """Whether this person may be shown this place: the flags of the row, obeyed."""
    if initiative.only_if_raised and not set(initiative.raised_by) & wanted.raised:
        return False
    if initiative.goal == "work" and "work" not in wanted.raised:
        return False
    if wanted.place and not initiative.serves(wanted.place):
        return False
    only = wanted.only_language
    if only and initiative.languages and only not in initiative.languages:
        return False
    if initiative.role == "volunteer" and "be_useful" not in wanted.wishes:
        return False
    if wanted.work_model == "organisation":
        doors = [ORGANISATION_DOORS[w] for w in wanted.wishes if w in ORGANISATION_DOORS]
        if doors and not any(initiative.role in roles for roles in doors):
            return False
    if "minor" not in wanted.raised:
        return True
    grown_up = initiative.role == "volunteer" or (initiative.age_from or 0) >= 18
    if wanted.work_model in NOT_FOR_MINORS:
        return "young_people" in initiative.for_group and not grown_up
    return not grown_up


def for_some_only(initiative: Initiative) -> tuple[str, ...]:
    """The groups for whom only this place is, for the first line of its card."""
    groups = list(initiative.for_group)
    if "expecting" in groups and "parents" in groups:
        # Who is pregnant of a first child is meant too, and must not read that she is not.
        groups.remove("parents")
    if initiative.exclusive_to and "women" not in groups:
        groups.append("women")
    if initiative.subtype == "health_centre" and "registered_residents" not in groups:
        groups.append("registered_residents")
    return tuple(groups)


def _order(door: Door, wanted: Wanted) -> tuple:
    """Sort key: own language, open to all, what one likes, then distance in wide steps.

    Inside a step of a few kilometres a place one can reach comes before a website, and a sure row
    before a weak one. Whatever still stands equal turns with the talk, so that no organisation
    always comes first.
    """
    initiative = door.initiative
    text = f"{initiative.summary_nl} {initiative.summary_fr}".casefold()
    likes = any(stem in text for stem in wanted.stems)
    narrow = (
        bool(_others(initiative, wanted))
        or initiative.subtype == "basic_education"
        or bool(initiative.age_from)
    )
    everybody = initiative.target_group_nl.casefold().startswith(("iedereen", "alle"))
    # Who has lived without money worries until now finds a mixed public first (requirement 12).
    mixed = "new_poverty" not in wanted.raised or everybody
    reachable = bool(initiative.phone) or initiative.has_address
    whole_area = min(wanted.reach_km, REACHES_KM[FIRST_REACH])
    km = door.km if door.km is not None else whole_area
    return (
        not initiative.speaks(wanted.language),
        narrow,
        not mixed,
        door.km is None and not reachable,
        not likes,
        round(km / 5),
        not reachable,
        initiative.confidence == "low",
        round(km / 2),
        hashlib.blake2s(f"{wanted.rotation} {initiative.id}".encode()).digest(),
    )


def _once(doors: Iterable[Door]) -> list[Door]:
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


def host_of(website: str) -> str:
    """The site without 'https://www.' and without its pages."""
    return website.split("//")[-1].removeprefix("www.").split("/")[0].casefold()


def _others(initiative: Initiative, wanted: Wanted) -> list[str]:
    """The groups for whom only it is, and of which the person did not speak."""
    return [g for g in for_some_only(initiative) if not _told(g, wanted)]


def _told(group: str, wanted: Wanted) -> bool:
    """Whether the person said to belong to this group, or looks among its inhabitants."""
    if group in RESIDENTS:
        return wanted.place is not None
    return GROUPS_OF_THEIR_OWN.get(group, group) in wanted.raised


def both_ways(initiative: Initiative, work_models: Iterable[str]) -> tuple[str, ...]:
    """Other ways, among these, that go together in this one place (requirement 7)."""
    return tuple(m for m in work_models if m in initiative.work_models)
