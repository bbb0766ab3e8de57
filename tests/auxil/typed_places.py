"""The list of typed places (``tests/places/typed.csv``), and how a finder does on it.

Every other row is for choosing thresholds and word lists, the rest is held out.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from bot import content
from bot.bootstrap import place_names
from bot.core.places import Gazetteer
from bot.place_finder import PlaceFinder
from bot.place_index import MISSPELT_FROM

ROOT = Path(__file__).resolve().parents[2]
TYPED = ROOT / "tests" / "places" / "typed.csv"

NONE, ABROAD = "none", "abroad"


@dataclass(frozen=True)
class Typed:
    """One row.

    Attributes:
        expected: ids of places that count as right, `NONE` or `ABROAD`; of an ambiguous text all
            places must be offered.
        held_out: whether it may not be looked at while choosing.
    """

    text: str
    expected: frozenset[str]
    kind: str
    language: str
    held_out: bool


@dataclass(frozen=True)
class Outcome:
    """What a finder made of one text.

    Attributes:
        hit: the right place is the only one or among those offered; for no place: none is.
        wrong: a place was taken without asking that is not meant.
    """

    row: Typed
    places: tuple[str, ...]
    sure: bool
    abroad: str | None

    @property
    def hit(self) -> bool:
        places = set(self.places)
        meant = self.row.expected - {NONE, ABROAD}
        if self.row.kind == "ambiguous":
            return meant <= places
        if ABROAD in self.row.expected and self.abroad and not self.sure:
            return True
        if NONE in self.row.expected and not places and not self.abroad:
            return True
        return bool(meant & places)

    @property
    def wrong(self) -> bool:
        return self.sure and not set(self.places) & self.row.expected


def typed() -> list[Typed]:
    """The rows, in their order."""
    with TYPED.open(encoding="utf-8", newline="") as file:
        return [
            Typed(
                row["text"],
                frozenset(row["expected"].split(";")),
                row["kind"],
                row["language"],
                held_out=number % 2 == 1,
            )
            for number, row in enumerate(csv.DictReader(file))
        ]


def finder(misspelt_from: float = MISSPELT_FROM) -> PlaceFinder:
    """The finder with the real places."""
    places = Gazetteer(content.load_places(ROOT / "data" / "places.csv"))
    return PlaceFinder(places, place_names(), misspelt_from)


def outcome(chosen: PlaceFinder, row: Typed) -> Outcome:
    """What a finder makes of a text."""
    found = chosen.look(row.text)
    return Outcome(row, tuple(p.id for p in found.places), found.sure, found.abroad)
