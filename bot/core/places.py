"""Belgian places: finding one by postal code or name, and the distance between two."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.core.text import plain

EARTH_KM = 6371.0


@dataclass(frozen=True)
class Place:
    """A place with its postal code.

    Attributes:
        region: ``flanders``, ``brussels`` or ``wallonia``.
        nis_code: Statbel's code of the municipality; its first digits are the province and the
            arrondissement.
        lat, lon: degrees (WGS 84) of the middle of the place, never of an address.
        population: inhabitants of the municipality, 0 when unknown; orders equal names.
        aliases: other spellings that people type.
    """

    postal_code: str
    name_nl: str
    name_fr: str
    municipality_nl: str
    municipality_fr: str
    region: str
    lat: float
    lon: float
    population: int = 0
    nis_code: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Postal code and name: unique in the table."""
        return f"{self.postal_code} {self.name_nl}"

    def name(self, language: str) -> str:
        """The place's name in Dutch or French; in another language that of its region.

        Args:
            language: BCP 47; only its first two letters count.
        """
        return self.name_fr if self._in_french(language) else self.name_nl

    def municipality(self, language: str) -> str:
        """The municipality's name in Dutch or French."""
        return self.municipality_fr if self._in_french(language) else self.municipality_nl

    def _in_french(self, language: str) -> bool:
        """Whether the French name is said: in English it is Schaerbeek, and in Flanders Gent."""
        two = language[:2]
        return two == "fr" or (two != "nl" and self.region != "flanders")

    def names(self) -> set[str]:
        """Every spelling by which the place itself is known, for comparing."""
        return {plain(n) for n in (self.name_nl, self.name_fr, *self.aliases) if n}


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance in kilometres between two (latitude, longitude) in degrees."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*a, *b))
    h = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


_START_CODE = re.compile(r"([a-z]{2}(?:-[a-z]+)?)-([0-9]{4})")


def start_code(code: str) -> tuple[str, str] | None:
    """Language and postal code of a start code such as ``nl-9000`` or ``fr-simple-1000``.

    A drop-in centre puts it in its link, so that a person need not type either.

    Returns:
        (BCP 47 tag, postal code), or None for what is no such code.
    """
    found = _START_CODE.fullmatch(code.strip().lower())
    return (found[1], found[2]) if found else None


class Gazetteer:
    """All places, ready to be looked up by what a person types."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._by_id: dict[str, Place] = {}
        self._by_code: dict[str, list[Place]] = {}
        self._by_name: dict[str, list[Place]] = {}
        for place in places:
            self._by_id[place.id] = place
            self._by_code.setdefault(place.postal_code, []).append(place)
            for name in place.names():
                self._by_name.setdefault(name, []).append(place)

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Place]:
        return iter(self._by_id.values())

    @property
    def names(self) -> Sequence[str]:
        """Every known spelling, for a look at misspelt ones."""
        return list(self._by_name)

    def get(self, place_id: str) -> Place | None:
        """The place with this id, or the first one of this postal code, or None."""
        if place_id in self._by_id:
            return self._by_id[place_id]
        return next(iter(self._by_code.get(place_id, ())), None)

    def by_code(self, postal_code: str) -> list[Place]:
        """The places of a postal code; the municipality's own name comes first."""
        found = self._by_code.get(postal_code, [])
        return sorted(found, key=lambda p: (p.name_nl != p.municipality_nl, p.name_nl))

    def by_name(self, name: str) -> list[Place]:
        """Different places of this name, the biggest first; one for each municipality."""
        found = self._by_name.get(plain(name), [])
        ordered = sorted(
            found,
            key=lambda p: (
                -p.population,
                plain(p.name_nl) != plain(p.municipality_nl),
                p.postal_code,
            ),
        )
        seen: dict[tuple[str, str], Place] = {}
        for place in ordered:
            seen.setdefault((place.municipality_nl, place.region), place)
        return list(seen.values())

    def nearest(self, lat: float, lon: float) -> tuple[Place, float] | None:
        """The place whose middle is nearest to a point, and how far that is.

        Args:
            lat, lon: degrees (WGS 84).

        Returns:
            The place and kilometres; None when no place is known.
        """
        if not self._by_id:
            return None
        place = min(self._by_id.values(), key=lambda p: distance_km((p.lat, p.lon), (lat, lon)))
        return place, distance_km((place.lat, place.lon), (lat, lon))
