"""Real places where people meet: what is known of them, which is a door, and for whom."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.places import Place

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

GROUPS = (
    "parents",
    "expecting",
    "young_people",
    "older_people",
    "women",
    "lgbtq",
    "newcomers",
    "jobseekers",
    "carers",
    "addiction",
    "mental_health",
    "homeless",
    "residents",
    "registered_residents",
    "separated_families",
    "clients",
)
"""For whom only a place may be (``for_group``)."""

CLOSED = ("ended", "temporarily_closed")
"""States in which nobody is sent to a place."""

RESIDENTS = frozenset({"residents", "registered_residents"})
"""Groups of whom only the inhabitants of the municipality are helped."""


_CHECK = re.compile(r"\bcheck\b", re.IGNORECASE)
"""'Check on the site' asks for it; 'checked 01/08/2026' says that it was done."""


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
        source_name: who publishes the source, where its address says nothing of that.
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
    source_name: str = ""

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
        return bool(_CHECK.search(self.source_note)) or "recheck" in self.note

    def serves(self, place: Place) -> bool:
        """Whether it helps inhabitants of this place: always, unless only its own municipality."""
        if not RESIDENTS & set(for_some_only(self)):
            return True
        names = municipality_names(place)
        served = f"{self.target_group_nl} {self.target_group_fr}"
        return self.municipality in names or any(name in served for name in names)

    @property
    def is_closed(self) -> bool:
        """Whether nobody finds anybody there now."""
        return self.status in CLOSED

    @property
    def is_door(self) -> bool:
        """Whether one person can go there without being sent (no umbrella, referral or no door)."""
        return (
            self.audience == "public"
            and not self.access
            and self.status in ("active", "unknown")
            and any((self.phone, self.email, self.website, self.street_address))
        )


BRUSSELS, BRUSSELS_CITY = "Brussel", "Bruxelles-Ville"
"""The city's name in the table of places, and in the rows of the initiatives."""


def municipality_names(place: Place) -> set[str]:
    """How the rows of the initiatives may call the municipality of a place."""
    city = {BRUSSELS_CITY} if place.municipality_nl == BRUSSELS else set()
    return {place.municipality_nl, place.municipality_fr} | city


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


def host_of(website: str) -> str:
    """The site without 'https://www.' and without its pages."""
    return website.split("//")[-1].removeprefix("www.").split("/")[0].casefold()


def both_ways(initiative: Initiative, work_models: Iterable[str]) -> tuple[str, ...]:
    """Other ways, among these, that go together in this one place (requirement 7)."""
    return tuple(m for m in work_models if m in initiative.work_models)
