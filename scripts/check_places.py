#!/usr/bin/env python3
"""Compare data/places.csv with another table of Belgian places that one trusts.

    python scripts/check_places.py REFERENCE [--places data/places.csv] [--lists]

Nothing is written, and nothing of the reference goes into the table: what differs is looked up
elsewhere and put right in build_places.py or places_by_hand.py. The reference is a CSV file with
the columns postal_code, name_nl, name_fr, municipality_nl, municipality_fr, lat and lon.

Two places are the same when the postal code is, and one of their names (or, of ours, another
spelling) has the same letters: capitals, accents and hyphens do not count. Exits with 1 when an
aim is missed.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from build_places import Place, key

POSTAL_CODES, MUNICIPALITIES = 1140, 565  # the second after the mergers of 2025
CLOSE_KM, CLOSE_SHARE, NAMES_SHARE = 5.0, 0.98, 0.98

Row = dict[str, str]


class Result(NamedTuple):
    """One line of the report: a figure, whether its aim is reached, and what stands out."""

    text: str
    reached: bool = True
    notes: tuple[str, ...] = ()


@dataclass
class Tables:
    """Our table and the reference, and the places that are in both.

    Attributes:
        same: a row of the reference, with ours.
        missing: the reference's places that we lack.
        unknown: ours that the reference lacks.
    """

    ours: list[Row]
    theirs: list[Row]

    def __post_init__(self) -> None:
        by_name: dict[tuple[str, str], Row] = {}
        for spellings in (other_names, names):  # a place's own name wins from another spelling
            for row in self.ours:
                by_name.update(((row["postal_code"], key(n)), row) for n in spellings(row))
        found = [
            (row, [by_name.get((row["postal_code"], key(n))) for n in names(row)])
            for row in self.theirs
        ]
        self.same = [(row, next(filter(None, hits))) for row, hits in found if any(hits)]
        self.missing = [row for row, hits in found if not any(hits)]
        known = {id(ours) for _, ours in self.same}
        self.unknown = [row for row in self.ours if id(row) not in known]


def read(path: Path) -> list[Row]:
    """The rows of a CSV file in UTF-8."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def names(row: Row) -> list[str]:
    """A place's names in Dutch and French."""
    return [row["name_nl"], row["name_fr"]]


def other_names(row: Row) -> list[str]:
    """The other spellings of a place; the reference has none."""
    return [name for name in row.get("aliases", "").split(";") if name]


def label(row: Row) -> str:
    """A place as one reads it in a list."""
    both = " | ".join(dict.fromkeys(names(row)))
    return f"{row['postal_code']} {both} ({row['municipality_nl']})"


def position(rows: Iterable[Row]) -> Place:
    """Where a place lies, or the middle of several."""
    points = [(float(row["lat"]), float(row["lon"])) for row in rows]
    lat, lon = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    return Place("", lat, lon)


def postal_codes(tables: Tables) -> Result:
    """How many postal codes there are, and which are in one table only."""
    ours, theirs = ({r["postal_code"] for r in t} for t in (tables.ours, tables.theirs))
    notes = [f"only in the reference: {code}" for code in sorted(theirs - ours)]
    notes += [f"only in ours: {code}" for code in sorted(ours - theirs)]
    text = f"postal codes: {len(ours)} (aim: at least {POSTAL_CODES}; reference {len(theirs)})"
    return Result(text, len(ours) >= POSTAL_CODES, tuple(notes))


def municipalities(tables: Tables) -> Result:
    """How many municipalities there are, and whether each has the reference's two names."""
    ours, theirs = (
        {(key(r["municipality_nl"]), key(r["municipality_fr"])) for r in t}
        for t in (tables.ours, tables.theirs)
    )
    number = len({row["nis_code"] for row in tables.ours})
    notes = [f"only in the reference: {' | '.join(pair)}" for pair in sorted(theirs - ours)]
    notes += [f"only in ours: {' | '.join(pair)}" for pair in sorted(ours - theirs)]
    text = f"municipalities: {number} (aim: {MUNICIPALITIES})"
    text += f", {len(ours & theirs)} of {len(theirs)} names the same in both languages"
    return Result(text, number == MUNICIPALITIES, tuple(notes))


def two_names(tables: Tables) -> Result:
    """Of the places that have a Dutch and a French name, how many have both in our table."""
    two = [pair for pair in tables.same if len({key(name) for name in names(pair[0])}) == 2]
    other = [
        (row, ours) for row, ours in two if [*map(key, names(row))] != [*map(key, names(ours))]
    ]
    share = 1 - len(other) / len(two)
    text = f"names in two languages: {len(two) - len(other)} of {len(two)}, {share:.1%} the same"
    notes = tuple(f"{label(row)}; ours: {label(ours)}" for row, ours in other)
    return Result(f"{text} (aim: {NAMES_SHARE:.0%})", share >= NAMES_SHARE, notes)


def close(tables: Tables) -> Result:
    """How many places lie where the reference says."""
    far = [
        f"{km:.1f} km: {label(row)}, ours: {ours['name_nl']}"
        for row, ours in tables.same
        if (km := position([row]).km(position([ours]))) > CLOSE_KM
    ]
    return within("places", len(tables.same), far)


def close_by_code(tables: Tables) -> Result:
    """How many postal codes have their middle where the reference has it."""
    at: dict[str, tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for which, table in enumerate((tables.ours, tables.theirs)):
        for row in table:
            at[row["postal_code"]][which].append(row)
    both = {code: lists for code, lists in at.items() if all(lists)}
    far = [
        f"{km:.1f} km: {code}"
        for code, (ours, theirs) in both.items()
        if (km := position(ours).km(position(theirs))) > CLOSE_KM
    ]
    return within("middles of postal codes", len(both), far)


def within(what: str, number: int, far: list[str]) -> Result:
    """The result for a share that must lie close by."""
    share = 1 - len(far) / number
    text = f"{what} within {CLOSE_KM:.0f} km: {number - len(far)} of {number}, {share:.1%}"
    notes = tuple(sorted(far, key=lambda note: -float(note.split()[0])))
    return Result(f"{text} (aim: {CLOSE_SHARE:.0%})", share >= CLOSE_SHARE, notes)


def only_in_one(tables: Tables) -> list[Result]:
    """The places that are in one of the tables only; no aim, as packages do not know them all."""
    missing, unknown = (tuple(map(label, t)) for t in (tables.missing, tables.unknown))
    first = f"places of the reference that we lack: {len(missing)} of {len(tables.theirs)}"
    second = f"our places that the reference lacks: {len(unknown)} of {len(tables.ours)}"
    return [Result(first, notes=missing), Result(second, notes=unknown)]


def compare(places: Path, reference: Path) -> list[Result]:
    """All figures, in the order in which they are printed."""
    tables = Tables(read(places), read(reference))
    checks = (postal_codes, municipalities, two_names, close, close_by_code)
    return [*(check(tables) for check in checks), *only_in_one(tables)]


def main() -> int:
    """Print the comparison; 1 when an aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reference", type=Path, help="the CSV file to compare with")
    parser.add_argument("--places", type=Path, default=Path("data/places.csv"))
    parser.add_argument("--lists", action="store_true", help="also print what differs")
    asked = parser.parse_args()
    results = compare(asked.places, asked.reference)
    for result in results:
        print(f"{'    ' if result.reached else 'MISS'} {result.text}")
        for note in result.notes if asked.lists or not result.reached else ():
            print(f"         {note}")
    return 0 if all(result.reached for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
