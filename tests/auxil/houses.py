"""Made-up places to meet in, and who looks for them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.initiatives import Initiative
from bot.core.places import Gazetteer, Place
from bot.core.search import REACHES_KM, Doors, Wanted
from bot.core.traits import Surveyor

FAR = float(REACHES_KM[-1])


def place(code: str, name: str, region: str, lat: float, lon: float, nis: str = "") -> Place:
    return Place(code, name, name, name, name, region, lat, lon, nis_code=nis)


GENT = place("9000", "Gent", "flanders", 51.05, 3.72, "44021")
AALST = place("9300", "Aalst", "flanders", 50.94, 4.04)
DEINZE = place("9800", "Deinze", "flanders", 50.98, 3.53)
HASSELT = place("3500", "Hasselt", "flanders", 50.93, 5.34, "71022")
IXELLES = place("1050", "Elsene", "brussels", 50.82, 4.37)
NAMUR = place("5000", "Namen", "wallonia", 50.47, 4.87)

BRUSSELS = place("1000", "Brussel", "brussels", 50.85, 4.35, "21004")
PLACES = (BRUSSELS, GENT, AALST, DEINZE, HASSELT, IXELLES, NAMUR)
LIKES = {"cooking": ("kook", "koken", "eten"), "walking": ("wandel",)}

HOUSE = Initiative(
    id="huis",
    name="Het Huis",
    organisation="",
    work_models=("neighbourhood",),
    scope="local",
    area="",
    street_address="Markt 1",
    postal_code="9000",
    municipality="Gent",
    part_of_municipality="",
    phone="09 123 45 67",
    email="",
    website="",
    languages=("nl",),
    cost="free",
    target_group_nl="iedereen",
    target_group_fr="tout le monde",
    summary_nl="Een huis waar iedereen koffie drinkt.",
    summary_fr="Une maison où tout le monde boit un café.",
    source_url="",
    source_note="",
    source_year=2026,
    confidence="high",
    audience="public",
    access="",
    role="",
    goal="",
    subtype="",
    exclusive_to="",
    only_if_raised=False,
    raised_by=(),
    age_from=None,
    season="",
    season_nl="",
    season_fr="",
    status="active",
    note="",
)


def house(**changes: Any) -> Initiative:
    """The same house with other facts."""
    return dataclasses.replace(HOUSE, **changes)


def wanted(**changes: Any) -> Wanted:
    """Somebody in Gent who looks for people nearby, with other facts."""
    base = Wanted(work_model="neighbourhood", place=GENT, reach_km=10, language="nl")
    return dataclasses.replace(base, **changes)


class Standing(Surveyor):
    """Knows where houses stand, whatever their rows say."""

    def __init__(self, positions: Mapping[str, tuple[float, float]]) -> None:
        super().__init__(Gazetteer(PLACES), LIKES)
        self._positions = positions

    def position(self, initiative: Initiative) -> tuple[float, float] | None:
        return None if initiative.scope == "area" else self._positions.get(initiative.id)


def standing(
    initiatives: Sequence[Initiative], positions: Mapping[str, tuple[float, float]] | None = None
) -> Doors:
    """Houses that stand here (degrees), by their ids."""
    return Doors(initiatives, Standing(positions or {}))


def found(*initiatives: Initiative, at: Place = GENT, **changes: Any) -> list[str]:
    """Ids of what is found when all these houses stand in one place."""
    doors = standing(initiatives, {i.id: (at.lat, at.lon) for i in initiatives})
    return [d.initiative.id for d in doors.find(wanted(**changes))]
