"""Finding a place in what people type: towns, villages, misspellings, and what is no place."""

from __future__ import annotations

import pytest
from auxil.typed_places import ROOT, Outcome, finder, outcome, typed
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import content
from bot.core.places import Place
from bot.core.spelling import composed
from bot.place_finder import PlaceFinder

PLACES = content.load_places(ROOT / "data" / "places.csv")
SHARED = finder()
FEWEST_HITS = 0.97
MOST_WRONG = 0.01


@pytest.fixture(scope="module")
def real() -> PlaceFinder:
    return SHARED


@pytest.fixture(scope="module")
def outcomes(real: PlaceFinder) -> list[Outcome]:
    return [outcome(real, row) for row in typed()]


def found(real: PlaceFinder, text: str) -> list[str]:
    return [place.id for place in real.find(text)]


# -- the list of typed places -----------------------------------------------------------------


def test_the_list_is_long_and_each_text_stands_once() -> None:
    rows = typed()
    assert len(rows) >= 300
    assert len({row.text for row in rows}) == len(rows)


def test_whoever_types_a_place_finds_it_or_may_choose_it(outcomes: list[Outcome]) -> None:
    missed = [(o.row.text, o.places) for o in outcomes if not o.hit]
    assert len(missed) <= (1 - FEWEST_HITS) * len(outcomes), missed


def test_hardly_anybody_is_sent_to_a_wrong_town(outcomes: list[Outcome]) -> None:
    wrong = [(o.row.text, o.places) for o in outcomes if o.wrong]
    assert len(wrong) < MOST_WRONG * len(outcomes), wrong


def test_every_expected_place_is_in_the_table() -> None:
    known = {place.id for place in PLACES}
    expected = {place for row in typed() for place in row.expected}
    assert expected - known == {"none", "abroad"}


# -- one place --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("gent 9000", "9000 Gent"),
        ("9000gent", "9000 Gent"),
        ("B-9000", "9000 Gent"),
        ("Kerkstraat 5, 9000 Gent", "9000 Gent"),
        ("rue de Namur 12, 1000 Bruxelles", "1000 Brussel"),
        ("9000 Gentbrugge", "9050 Gentbrugge"),
        ("heistopdenberg", "2220 Heist-op-den-Berg"),
        ("bij het station van Mechelen", "2800 Mechelen"),
        ("ledeberg bij gent", "9050 Ledeberg"),
        ("Borgerhout (Antwerpen)", "2140 Borgerhout"),
        ("beveren bij roeselare", "8800 Beveren"),
        ("Aalst, Limburg", "3800 Aalst"),
        ("ik woon in Gent maar zoek in Eeklo", "9900 Eeklo"),
        ("niet in Gent, liever in Eeklo", "9900 Eeklo"),
        ("je viens de Liège mais j'habite à Huy", "4500 Hoei"),
        ("ik kom van Gent", "9000 Gent"),
        ("1080 Bruxelles", "1080 Sint-Jans-Molenbeek"),
        ("Etterbeek, Brussels", "1040 Etterbeek"),
        ("lille 2275", "2275 Lille"),
        ("mol", "2400 Mol"),
        ("ik woon in mol", "2400 Mol"),
        ("antwerpe", "2000 Antwerpen"),
        ("in oost ende", "8400 Oostende"),
        ("🏠 Gent 🏠", "9000 Gent"),
    ],
)
def test_a_place_that_is_clear_is_not_asked_back(real: PlaceFinder, text: str, place: str) -> None:
    assert found(real, text) == [place]
    [only] = real.find(text)
    assert real.sure_of(text, only)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Aalst", ["9300 Aalst", "3800 Aalst"]),
        ("tussen aalst en ninove", ["9300 Aalst", "9400 Ninove"]),
        ("Gent en Ledeberg", ["9000 Gent", "9050 Ledeberg"]),
        ("Saint-Nicolas", ["9100 Sint-Niklaas", "4420 Saint-Nicolas"]),
        ("9000 Eeklo", ["9000 Gent", "9900 Eeklo"]),
        ("heist op de berg", ["2220 Heist-op-den-Berg", "8301 Heist"]),
        ("gent brugge", ["9000 Gent", "8000 Brugge", "9050 Gentbrugge"]),
        ("gent, brugge", ["9000 Gent", "8000 Brugge"]),
        ("in Zottegem of Ninove", ["9400 Ninove", "9620 Zottegem"]),
    ],
)
def test_who_may_mean_several_places_chooses(
    real: PlaceFinder, text: str, places: list[str]
) -> None:
    """The biggest stands first; of two Aalsts the one that is near Ninove."""
    assert found(real, text) == places
    assert not any(real.sure_of(text, place) for place in real.find(text))


def test_who_names_a_region_chooses_a_town_in_it(real: PlaceFinder) -> None:
    assert {"9100 Sint-Niklaas", "9160 Lokeren"} <= set(found(real, "ergens in het Waasland"))
    assert {"3500 Hasselt", "3600 Genk"} <= set(found(real, "limburg"))


def test_a_village_with_nearly_the_name_of_a_town_is_asked_back(real: PlaceFinder) -> None:
    """Tournay is a hamlet of Neufchâteau; who types it nearly always means Tournai."""
    assert {"7500 Doornik", "6840 Tournay"} <= set(found(real, "Tournay"))


# -- no place ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *("ik wil weg van hier", "bij mij thuis", "naar huis", "is het ver?", "ik weet het niet"),
        *("j'ai tout perdu", "het doel is mensen leren kennen", "ik eet graag ham met kaas"),
        *("9999", "0499123456", "2000 euro", "ik zit zonder werk sinds 2018"),
        *("niet in Gent", "Genk is te ver", "hier in de buurt", "le mont est loin"),
    ],
)
def test_ordinary_words_are_no_village(real: PlaceFinder, text: str) -> None:
    assert real.look(text).places == ()
    assert real.abroad(text) is None


@pytest.mark.parametrize(
    "text", ["Amsterdam", "Parijs", "roterdam", "en Angleterre", "ik woon in Breda", "Kyiv"]
)
def test_a_place_abroad_is_known_as_such(real: PlaceFinder, text: str) -> None:
    assert real.abroad(text)
    assert real.find(text) == []


def test_what_is_called_so_here_and_abroad_is_asked_back(real: PlaceFinder) -> None:
    for text, place in (("Lille", "2275 Lille"), ("Luxemburg", "6700 Aarlen")):
        assert real.abroad(text)
        assert place in found(real, text)
        assert not any(real.sure_of(text, p) for p in real.find(text))


@pytest.mark.parametrize("text", ["ik kom uit Marokko", "I come from Syria", "ben van Polen"])
def test_where_somebody_comes_from_is_no_place_to_look(real: PlaceFinder, text: str) -> None:
    assert real.abroad(text) is None
    assert real.find(text) == []


def test_every_country_is_known_in_every_language_that_is_spoken(real: PlaceFinder) -> None:
    for name in ("Marokko", "Maroc", "Morocco", "Oekraïne", "Ukraine", "Somalië", "Somalie"):
        assert real.abroad(name), name


# -- what holds for every place and every text ------------------------------------------------


def test_every_place_is_found_by_its_own_name_in_both_languages(real: PlaceFinder) -> None:
    for place in PLACES[::7]:
        for name in (place.name_nl, place.name_fr):
            towns = {p.municipality_nl for p in real.find(name)}
            assert place.municipality_nl in towns, name


def test_a_name_in_capitals_without_accents_or_hyphens_is_the_same(real: PlaceFinder) -> None:
    for name in ("Louvain-la-Neuve", "Heist-op-den-Berg", "Sint-Pieters-Leeuw", "La Louvière"):
        bare = name.replace("-", " ").replace("è", "e")
        same = {tuple(found(real, text)) for text in (name, name.upper(), bare, bare.lower())}
        assert len(same) == 1, same


@settings(deadline=None, max_examples=150, derandomize=True)
@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_whatever_is_typed_gets_an_answer(text: str) -> None:
    look = SHARED.look(text)
    assert len(look.places) <= 6
    assert not look.sure or len(look.places) == 1
    assert all(name in composed(text) for name in SHARED.named(text))


@settings(deadline=None, max_examples=60, derandomize=True)
@given(
    st.sampled_from(PLACES),
    st.sampled_from(["{code}", "{code} {name}", "{name} {code}", "B-{code} {name}"]),
)
def test_a_postal_code_with_its_name_is_always_that_place(place: Place, shape: str) -> None:
    text = shape.format(code=place.postal_code, name=place.name_nl)
    [only] = SHARED.find(text)
    assert only.postal_code == place.postal_code
    if "{name}" in shape:
        assert only == place
