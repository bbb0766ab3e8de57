"""Belgian places: by code, by name in any spelling, and how far apart."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.places import Gazetteer, Place, distance_km, start_code

GENT, ANTWERP = (51.0536, 3.7253), (51.2211, 4.3997)
BRUSSELS, LIEGE = (50.8466, 4.3517), (50.6451, 5.5734)
OSTEND, ARLON = (51.2255, 2.9119), (49.6833, 5.8167)

in_belgium = st.tuples(st.floats(49.4, 51.6), st.floats(2.5, 6.5))


# -- distance ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        (GENT, ANTWERP, 50.5),
        (GENT, BRUSSELS, 49.6),
        (BRUSSELS, LIEGE, 88.8),
        (BRUSSELS, ANTWERP, 41.8),
        (OSTEND, ARLON, 268.0),
        ((0.0, 0.0), (0.0, 1.0), 111.19),
        ((50.0, 4.0), (51.0, 4.0), 111.19),
        ((0.0, 0.0), (0.0, 180.0), 20015.1),
    ],
)
def test_known_distances(a: tuple[float, float], b: tuple[float, float], km: float) -> None:
    assert distance_km(a, b) == pytest.approx(km, rel=0.01)


@settings(deadline=None, derandomize=True)
@given(a=in_belgium, b=in_belgium, c=in_belgium)
def test_there_is_as_far_as_back_and_a_detour_is_never_shorter(
    a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]
) -> None:
    assert distance_km(a, a) == 0
    assert distance_km(a, b) == pytest.approx(distance_km(b, a))
    assert distance_km(a, c) <= distance_km(a, b) + distance_km(b, c) + 1e-6


# -- finding ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "postal_code"),
    [
        ("Gent", "9000"),
        ("GENT", "9000"),
        ("Gand", "9000"),
        ("Luik", "4000"),
        ("Liège", "4000"),
        ("liege", "4000"),
        ("Brugge", "8000"),
        ("bruges", "8000"),
        ("Sint-Niklaas", "9100"),
        ("sint niklaas", "9100"),
        ("St-Niklaas", "9100"),
        ("Saint-Nicolas", "9100"),
        ("Molenbeek", "1080"),
        ("Sint-Jans-Molenbeek", "1080"),
        ("Molenbeek-Saint-Jean", "1080"),
        ("Ledeberg", "9050"),
        ("Mons", "7000"),
        ("Bergen", "7000"),
        ("Namur", "5000"),
    ],
)
def test_a_place_is_found_in_both_languages_and_any_spelling(
    gazetteer: Gazetteer, typed: str, postal_code: str
) -> None:
    assert gazetteer.by_name(typed)[0].postal_code == postal_code


def test_there_are_two_places_called_aalst_and_the_biggest_comes_first(
    gazetteer: Gazetteer,
) -> None:
    found = gazetteer.by_name("Aalst")
    assert [p.municipality_nl for p in found] == ["Aalst", "Sint-Truiden"]
    assert [p.postal_code for p in found] == ["9300", "3800"]


def test_who_types_alost_means_the_one_that_is_called_so_in_french(gazetteer: Gazetteer) -> None:
    assert [p.postal_code for p in gazetteer.by_name("Alost")] == ["9300"]


def test_equal_names_come_the_biggest_first(gazetteer: Gazetteer) -> None:
    for name in gazetteer.names:
        sizes = [p.population for p in gazetteer.by_name(name)]
        assert sizes == sorted(sizes, reverse=True), name


def test_a_town_with_many_codes_is_one_place_to_choose(gazetteer: Gazetteer) -> None:
    assert [p.postal_code for p in gazetteer.by_name("Antwerpen")] == ["2000"]


def test_an_unknown_name_or_code_is_no_place(gazetteer: Gazetteer) -> None:
    assert gazetteer.by_name("xyzzy") == []
    assert gazetteer.by_name("") == []
    assert gazetteer.by_code("9999") == []
    assert gazetteer.by_code("") == []
    assert gazetteer.get("9999 Nergens") is None
    assert gazetteer.get("") is None


def test_a_code_with_several_places_names_its_town_first(gazetteer: Gazetteer) -> None:
    at_9050 = [p.name_nl for p in gazetteer.by_code("9050")]
    assert set(at_9050) == {"Ledeberg", "Gentbrugge"}
    at_3800 = gazetteer.by_code("3800")
    assert at_3800[0].name_nl == "Sint-Truiden"
    assert "Aalst" in {p.name_nl for p in at_3800}


def test_a_place_is_kept_by_code_and_name(gazetteer: Gazetteer, places: list[Place]) -> None:
    for place in places:
        assert gazetteer.get(place.id) == place
    aalst = gazetteer.get("3800 Aalst")
    assert aalst is not None
    assert aalst.municipality_nl == "Sint-Truiden"
    ghent = gazetteer.get("9000")
    assert ghent is not None
    assert ghent.name_nl == "Gent"


def test_every_place_is_found_by_each_of_its_own_names(
    gazetteer: Gazetteer, places: list[Place]
) -> None:
    """Or by a bigger one of the same name in the same municipality."""
    for place in random.Random(5).sample(places, 400):
        for name in (place.name_nl, place.name_fr, *place.aliases):
            found = gazetteer.by_name(name)
            assert (place.municipality_nl, place.region) in {
                (p.municipality_nl, p.region) for p in found
            }, name


# -- a place ----------------------------------------------------------------------------------


def test_a_place_is_called_as_its_reader_calls_it(gazetteer: Gazetteer) -> None:
    ghent = gazetteer.by_code("9000")[0]
    assert [ghent.name(x) for x in ("nl", "nl-simple", "fr", "fr-simple")] == [
        "Gent",
        "Gent",
        "Gand",
        "Gand",
    ]
    ledeberg = gazetteer.by_name("Ledeberg")[0]
    assert ledeberg.municipality("nl-simple") == "Gent"
    assert ledeberg.municipality("fr") == "Gand"


def test_all_of_belgium_is_there(gazetteer: Gazetteer, places: list[Place]) -> None:
    assert len(gazetteer) == len(places) > 2000
    assert {p.region for p in places} == {"flanders", "brussels", "wallonia"}
    assert len({p.id for p in places}) == len(places)
    brussels = {p.municipality_nl for p in places if p.region == "brussels"}
    assert len(brussels) == 19
    for place in places:
        assert 49.4 < place.lat < 51.6, place.id
        assert 2.5 < place.lon < 6.5, place.id


# -- a point on the map -----------------------------------------------------------------------


def test_who_stands_in_the_middle_of_a_place_is_there(
    gazetteer: Gazetteer, places: list[Place]
) -> None:
    """Several places may share one middle: then it is a neighbour within a kilometre."""
    for place in random.Random(6).sample(places, 400):
        found = gazetteer.nearest(place.lat, place.lon)
        assert found is not None
        near, km = found
        assert km == pytest.approx(0, abs=1e-6)
        same = (
            near.postal_code == place.postal_code or near.municipality_nl == place.municipality_nl
        )
        between = distance_km((near.lat, near.lon), (place.lat, place.lon))
        assert same or between < 1, (place.id, near.id)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(here=in_belgium)
def test_no_place_is_nearer_than_the_nearest(
    gazetteer: Gazetteer, places: list[Place], here: tuple[float, float]
) -> None:
    found = gazetteer.nearest(*here)
    assert found is not None
    near, km = found
    assert km == distance_km((near.lat, near.lon), here)
    assert km == min(distance_km((place.lat, place.lon), here) for place in places)


@pytest.mark.parametrize(
    ("lat", "lon", "municipality"),
    [
        (51.0379, 3.7373, "Gent"),
        (51.2172, 4.4211, "Antwerpen"),
        (50.8455, 4.3571, "Brussel"),
        (50.6244, 5.5668, "Luik"),
        (50.4669, 4.8623, "Namen"),
        (49.6800, 5.8100, "Aarlen"),
    ],
)
def test_a_station_is_in_its_own_town(
    gazetteer: Gazetteer, lat: float, lon: float, municipality: str
) -> None:
    found = gazetteer.nearest(lat, lon)
    assert found is not None
    assert found[0].municipality_nl == municipality
    assert found[1] < 3


@pytest.mark.parametrize(
    ("lat", "lon"), [(48.8566, 2.3522), (52.3676, 4.9041), (51.5074, -0.1278), (0.0, 0.0)]
)
def test_paris_amsterdam_and_london_are_far_from_every_place(
    gazetteer: Gazetteer, lat: float, lon: float
) -> None:
    found = gazetteer.nearest(lat, lon)
    assert found is not None
    assert found[1] > 50


def test_without_places_nothing_is_near() -> None:
    assert Gazetteer([]).nearest(*GENT) is None


# -- the code in a link -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "read"),
    [
        ("nl-9000", ("nl", "9000")),
        ("fr-1000", ("fr", "1000")),
        ("nl-simple-2000", ("nl-simple", "2000")),
        ("fr-simple-4000", ("fr-simple", "4000")),
        ("FR-Simple-4000", ("fr-simple", "4000")),
        (" nl-9000 ", ("nl", "9000")),
    ],
)
def test_a_code_tells_language_and_postal_code(code: str, read: tuple[str, str]) -> None:
    assert start_code(code) == read


@pytest.mark.parametrize(
    "code",
    [
        "",
        " ",
        "-",
        "nl",
        "9000",
        "nl-",
        "-9000",
        "nl9000",
        "nl_9000",
        "nl-900",
        "nl-90000",
        "nl-9000-gent",
        "nl-9000 en meer",
        "x nl-9000",
        "nld-9000",
        "n-9000",
        "nl--9000",
        "nl-simple9000",
        "nl-٩٠٠٠",
        "nl-9000\nnl-1000",
        '{"place":"9000"}',
        "a" * 5000,
    ],
)
def test_what_is_no_code_tells_nothing(code: str) -> None:
    assert start_code(code) is None


@settings(deadline=None, derandomize=True)
@given(st.text(max_size=30))
def test_nothing_that_is_typed_after_start_breaks_it(code: str) -> None:
    read = start_code(code)
    assert read is None or f"{read[0]}-{read[1]}" == code.strip().lower()
