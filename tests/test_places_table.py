"""The table of Belgian places: plain facts about Belgium that a newcomer can check on a map."""

from __future__ import annotations

import csv
import runpy
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from bot import content
from bot.core.places import Gazetteer, Place, distance_km
from bot.core.text import plain

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "data" / "places.csv"
BY_HAND = runpy.run_path(str(ROOT / "scripts" / "places_by_hand.py"))
CITY_POPULATION = 600_000  # no town has more; Brussels counts its whole agglomeration


@pytest.fixture(scope="module")
def table() -> list[Place]:
    return content.load_places(TABLE)


@pytest.fixture(scope="module")
def belgium(table: list[Place]) -> Gazetteer:
    return Gazetteer(table)


def by_hand(text: str) -> list[tuple[str, str]]:
    """(postal code, the rest of the line) of one of the texts written by hand."""
    return [(line[:4], line[5:]) for line in BY_HAND[text].strip().splitlines()]


# -- how much there is ------------------------------------------------------------------------


def test_belgium_has_565_municipalities_since_2025(table: list[Place]) -> None:
    assert len({place.nis_code for place in table}) == 565
    assert Counter(
        {p.nis_code: p.region for p in table}.values()
    ) == Counter(flanders=285, wallonia=261, brussels=19)  # fmt: skip


def test_a_municipality_has_one_name_in_each_language_and_one_region(table: list[Place]) -> None:
    said = defaultdict(set)
    for place in table:
        said[place.nis_code].add((place.municipality_nl, place.municipality_fr, place.region))
    assert {nis: names for nis, names in said.items() if len(names) > 1} == {}


def test_every_municipality_is_found_under_its_own_names(
    table: list[Place], belgium: Gazetteer
) -> None:
    for place in table:
        for name in (place.municipality_nl, place.municipality_fr):
            found = {p.nis_code for p in belgium.by_name(name)}
            assert place.nis_code in found, name


def test_there_are_at_least_1140_postal_codes_all_of_four_digits(table: list[Place]) -> None:
    codes = {place.postal_code for place in table}
    assert len(codes) >= 1140
    assert all(code.isdigit() and 1000 <= int(code) <= 9999 for code in codes)


@pytest.mark.parametrize(
    ("first", "last", "regions"),
    [
        (1000, 1299, {"brussels"}),
        (1300, 1499, {"wallonia"}),
        (1500, 3999, {"flanders"}),
        (4000, 7999, {"wallonia"}),
        (8000, 9999, {"flanders"}),
    ],
)
def test_a_postal_code_tells_the_region(
    table: list[Place], first: int, last: int, regions: set[str]
) -> None:
    there = {p.region for p in table if first <= int(p.postal_code) <= last}
    assert there == regions


def test_no_two_rows_have_the_same_id(table: list[Place]) -> None:
    assert [i for i, n in Counter(p.id for p in table).items() if n > 1] == []
    letters = Counter((p.postal_code, plain(p.name_nl)) for p in table)
    assert [i for i, n in letters.items() if n > 1] == []


# -- where it lies ----------------------------------------------------------------------------


def test_every_place_lies_inside_belgium(table: list[Place]) -> None:
    """North of Torgny, south of Meerle, east of De Panne, west of Manderfeld."""
    for place in table:
        assert 49.49 < place.lat < 51.51, place.id
        assert 2.54 < place.lon < 6.41, place.id


def test_a_place_lies_near_another_of_its_municipality(table: list[Place]) -> None:
    """Manderfeld in Büllingen is furthest, ten kilometres; but for the villages in the port."""
    together = defaultdict(list)
    for place in table:
        together[place.nis_code].append(place)
    for places in together.values():
        for one in places:
            others = [p for p in places if p is not one]
            nearest = min(
                (distance_km((one.lat, one.lon), (p.lat, p.lon)) for p in others), default=0.0
            )
            assert nearest < 11 or one.id == "2040 Antwerpen", one.id


@pytest.mark.parametrize(
    ("place_id", "lat", "lon"),
    [
        ("1000 Brussel", 50.847, 4.352),  # the Grand-Place
        ("9000 Gent", 51.054, 3.725),  # the belfry
        ("2000 Antwerpen", 51.220, 4.400),  # the cathedral
        ("2040 Antwerpen", 51.344, 4.312),  # Berendrecht, north of the docks
        ("2050 Antwerpen", 51.222, 4.385),  # across the Scheldt
        ("8000 Brugge", 51.209, 3.225),
        ("8670 Oostduinkerke", 51.116, 2.680),
        ("3600 Genk", 50.965, 5.500),
        ("4000 Luik", 50.645, 5.573),
        ("6700 Aarlen", 49.684, 5.816),
        ("9420 Erpe-Mere", 50.925, 3.970),
        ("3700 Tongeren-Borgloon", 50.781, 5.464),
        ("9120 Beveren-Kruibeke-Zwijndrecht", 51.212, 4.256),
    ],
)
def test_a_known_spot_is_where_it_is(
    belgium: Gazetteer, place_id: str, lat: float, lon: float
) -> None:
    place = belgium.get(place_id)
    assert place is not None
    assert place.id == place_id
    assert distance_km((place.lat, place.lon), (lat, lon)) < 2.5


def test_populations_are_plausible(table: list[Place]) -> None:
    known = [place for place in table if place.population]
    assert len(known) > 0.9 * len(table)
    assert all(p.population < CITY_POPULATION for p in known if p.id != "1000 Brussel")
    biggest = {p.municipality_nl for p in sorted(known, key=lambda p: -p.population)[:15]}
    assert {"Brussel", "Antwerpen", "Gent", "Charleroi", "Luik", "Brugge"} <= biggest


# -- names in two languages -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place_id", "french"),
    [
        ("1000 Brussel", "Bruxelles"),
        ("1080 Sint-Jans-Molenbeek", "Molenbeek-Saint-Jean"),
        ("1180 Ukkel", "Uccle"),
        ("1702 Groot-Bijgaarden", "Grand-Bigard"),
        ("1800 Vilvoorde", "Vilvorde"),
        ("2000 Antwerpen", "Anvers"),
        ("2800 Mechelen", "Malines"),
        ("3000 Leuven", "Louvain"),
        ("3300 Tienen", "Tirlemont"),
        ("3500 Hasselt", "Hasselt"),
        ("3790 Moelingen", "Mouland"),
        ("4000 Luik", "Liège"),
        ("5000 Namen", "Namur"),
        ("6700 Aarlen", "Arlon"),
        ("7000 Bergen", "Mons"),
        ("7500 Doornik", "Tournai"),
        ("7700 Moeskroen", "Mouscron"),
        ("8000 Brugge", "Bruges"),
        ("8400 Oostende", "Ostende"),
        ("8500 Kortrijk", "Courtrai"),
        ("8900 Ieper", "Ypres"),
        ("9000 Gent", "Gand"),
        ("9300 Aalst", "Alost"),
        ("9600 Ronse", "Renaix"),
    ],
)
def test_a_town_is_called_as_each_language_calls_it(
    belgium: Gazetteer, place_id: str, french: str
) -> None:
    place = belgium.get(place_id)
    assert place is not None
    assert place.name("fr") == french
    assert place in belgium.by_name(place.name_nl)
    assert place in belgium.by_name(french)


def test_the_19_of_brussels_have_their_official_names(table: list[Place]) -> None:
    in_brussels = {(p.municipality_nl, p.municipality_fr) for p in table if p.region == "brussels"}
    assert len(in_brussels) == 19
    alike = {nl for nl, fr in in_brussels if nl == fr}
    assert alike == {"Anderlecht", "Etterbeek", "Evere", "Ganshoren", "Jette", "Koekelberg"}


# -- the mergers of 1 January 2025 ------------------------------------------------------------


@pytest.mark.parametrize(
    ("merged", "parts"),
    [
        ("Antwerpen", {"2000": "Antwerpen", "2150": "Borsbeek"}),
        (
            "Beveren-Kruibeke-Zwijndrecht",
            {"9120": "Beveren", "9150": "Kruibeke", "2070": "Zwijndrecht"},
        ),
        ("Bilzen-Hoeselt", {"3740": "Bilzen", "3730": "Hoeselt"}),
        ("Hasselt", {"3500": "Hasselt", "3720": "Kortessem"}),
        ("Lochristi", {"9080": "Lochristi", "9185": "Wachtebeke"}),
        ("Lokeren", {"9160": "Lokeren", "9180": "Moerbeke"}),
        ("Merelbeke-Melle", {"9820": "Merelbeke", "9090": "Melle"}),
        ("Nazareth-De Pinte", {"9810": "Nazareth", "9840": "De Pinte"}),
        ("Pajottegem", {"1570": "Galmaarden", "1755": "Gooik", "1540": "Herne"}),
        ("Tessenderlo-Ham", {"3980": "Tessenderlo", "3945": "Kwaadmechelen"}),
        ("Tielt", {"8700": "Tielt", "8760": "Meulebeke"}),
        ("Tongeren-Borgloon", {"3700": "Tongeren", "3840": "Borgloon"}),
        ("Wingene", {"8750": "Wingene", "8755": "Ruiselede"}),
        ("Bastenaken", {"6600": "Bastenaken", "6687": "Bertogne"}),
    ],
)
def test_who_types_the_old_name_of_a_merged_municipality_is_understood(
    table: list[Place], belgium: Gazetteer, merged: str, parts: dict[str, str]
) -> None:
    assert merged in {place.municipality_nl for place in table}
    for code, name in parts.items():
        found = [p for p in belgium.by_name(name) if p.municipality_nl == merged]
        assert [p.postal_code for p in found] == [code], name


@pytest.mark.parametrize(
    "gone",
    "Bilzen Borgloon Borsbeek Galmaarden Gooik Ham Herne Hoeselt Kortessem Kruibeke Melle "
    "Merelbeke Meulebeke Nazareth Ruiselede Tessenderlo Tongeren Wachtebeke Zwijndrecht Bertogne "
    "Beveren Moerbeke".split(),
)
def test_a_municipality_that_merged_is_none_any_more(table: list[Place], gone: str) -> None:
    assert gone not in {place.municipality_nl for place in table}


# -- villages ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("village", "postal_code", "municipality"),
    [
        ("Ledeberg", "9050", "Gent"),
        ("Flawinne", "5020", "Namen"),
        ("Kessel-Lo", "3010", "Leuven"),
        ("Passendale", "8980", "Zonnebeke"),
        ("Herdersem", "9310", "Aalst"),
        ("Vrasene", "9120", "Beveren-Kruibeke-Zwijndrecht"),
        ("Kieldrecht", "9130", "Beveren-Kruibeke-Zwijndrecht"),
        ("Kester", "1755", "Pajottegem"),
        ("Mespelare", "9200", "Dendermonde"),
        ("Sint-Martens-Bodegem", "1700", "Dilbeek"),
        ("Tilleur", "4420", "Saint-Nicolas"),
        ("Hamme-Mille", "1320", "Bevekom"),
    ],
)
def test_a_village_has_the_postal_code_of_its_municipality(
    belgium: Gazetteer, village: str, postal_code: str, municipality: str
) -> None:
    found = belgium.by_name(village)[0]
    assert (found.postal_code, found.municipality_nl) == (postal_code, municipality)


@pytest.mark.parametrize(
    ("typed", "place_id"),
    [
        ("BXL", "1000 Brussel"),
        ("Marollen", "1000 Brussel"),
        ("Matonge", "1050 Elsene"),
        ("Kuregem", "1070 Anderlecht"),
        ("Seefhoek", "2060 Antwerpen"),
        ("Linkeroever", "2050 Antwerpen"),
        ("Berendrecht", "2040 Antwerpen"),
        ("Luchtbal", "2030 Antwerpen"),
        ("Brugse Poort", "9000 Gent"),
        ("Ghent", "9000 Gent"),
        ("Nieuw Gent", "9000 Gent"),
        ("Winterslag", "3600 Genk"),
        ("Outremeuse", "4020 Luik"),
        ("Kaaskerke", "8600 Diksmuide"),
    ],
)
def test_a_quarter_or_a_small_village_leads_to_its_town(
    belgium: Gazetteer, typed: str, place_id: str
) -> None:
    assert belgium.by_name(typed)[0].id == place_id


def test_the_table_holds_all_that_was_written_by_hand(
    table: list[Place], belgium: Gazetteer
) -> None:
    at = defaultdict(set)
    for place in table:
        at[place.postal_code] |= place.names()
    for code, villages in by_hand("PLACED"):
        for village in villages.split("; "):
            assert plain(village) in at[code], f"{code} {village}"
    for text in ("ALIASES", "BILINGUAL"):
        for code, line in by_hand(text):
            for name in line.replace(" = ", "; ").replace(" | ", "; ").split("; "):
                assert plain(name) in at[code], f"{code} {name}"
    for code, line in by_hand("MIDDLES"):
        name, middle = line.split(" = ")
        place = belgium.get(f"{code} {name}")
        assert place is not None
        assert [place.lat, place.lon] == [float(number) for number in middle.split()]


def test_a_name_that_is_an_everyday_word_is_no_place(belgium: Gazetteer) -> None:
    for name in BY_HAND["LEFT_OUT"].replace("\n", "; ").split("; "):
        assert belgium.by_name(name) == [], name


# -- comparing with another table -------------------------------------------------------------


def compared(reference: Path) -> tuple[int, str]:
    """Exit code and output of scripts/check_places.py."""
    command = [sys.executable, "scripts/check_places.py", str(reference), "--lists"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.stderr == ""
    return done.returncode, done.stdout


def changed(tmp_path: Path, **values: str) -> Path:
    """A copy of the table in which every place of Ghent has other values."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["municipality_nl"] == "Gent":
            row.update(values)
    copy = tmp_path / "reference.csv"
    with copy.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return copy


def test_a_maintainer_sees_that_the_table_equals_a_trusted_one() -> None:
    code, said = compared(TABLE)
    assert code == 0
    assert "municipalities: 565 (aim: 565), 565 of 565 names the same" in said
    assert "100.0% (aim: 98%)" in said
    assert "places of the reference that we lack: 0 of" in said
    assert "km: " not in said.replace("5 km: ", "")


def test_a_maintainer_reads_what_lies_elsewhere_and_what_is_called_otherwise(
    tmp_path: Path,
) -> None:
    code, said = compared(changed(tmp_path, lat="50.5", municipality_fr="Gent"))
    assert code == 0, "one town of 565 is less than two in a hundred"
    assert "km: 9050 Gentbrugge (Gent), ours: Gentbrugge" in said
    assert "only in the reference: gent | gent" in said
    assert "only in ours: gent | gand" in said


def test_a_maintainer_is_warned_when_an_aim_is_missed(tmp_path: Path) -> None:
    text = TABLE.read_text(encoding="utf-8").replace(",flanders,51.", ",flanders,50.")
    (tmp_path / "moved.csv").write_text(text, encoding="utf-8")
    code, said = compared(tmp_path / "moved.csv")
    assert code == 1
    assert "MISS places within 5 km" in said
    assert "MISS middles of postal codes" in said
    assert "MISS postal codes" not in said
