"""The use cases: ask, advise, find, and where help is."""

from __future__ import annotations

import dataclasses
import datetime

import pytest
from auxil.guide import DATA, NOW
from auxil.houses import AALST, DEINZE, GENT, house

from bot import content
from bot.content.hours import is_open
from bot.core.initiatives import Initiative, host_of
from bot.core.matching import Rule, Verdict
from bot.core.places import Gazetteer, Place
from bot.core.plane import on_map
from bot.core.questions import LIKES, Told
from bot.core.search import FIRST_REACH, REACHES_KM, SHOWN_AT_ONCE, Doors, Wanted
from bot.core.traits import Surveyor
from bot.core.work_models import WORK_MODELS
from bot.guide import NOTES_SHOWN, REASONS_SHOWN, Found, Guide


def the_place(guide: Guide, text: str) -> Place:
    return guide.find_places(text)[0]


# -- where somebody looks ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "postal_code"),
    [
        ("gent", "9000"),
        ("Gent", "9000"),
        ("GENT!", "9000"),
        ("Gand", "9000"),
        ("9000", "9000"),
        ("gent 9000", "9000"),
        ("9000 Gent", "9000"),
        ("in gent", "9000"),
        ("ik woon in Gent", "9000"),
        ("in de buurt van gent aub", "9000"),
        ("liefst niet te ver van gent", "9000"),
        ("j'habite à Gand", "9000"),
        ("antwerpe", "2000"),
        ("antwerpen", "2000"),
        ("Antwarpen", "2000"),
        ("Anvers", "2000"),
        ("brusel", "1000"),
        ("brussel", "1000"),
        ("bruxelle", "1000"),
        ("Brussels", "1000"),
        ("molenbeek", "1080"),
        ("Sint-Jans-Molenbeek", "1080"),
        ("sint niklaas", "9100"),
        ("st niklaas", "9100"),
        ("Sint-Niklaas", "9100"),
        ("sintniklaas", "9100"),
        ("Luik", "4000"),
        ("Liège", "4000"),
        ("liege", "4000"),
        ("Ledeberg", "9050"),
        ("ledeberg bij gent", "9050"),
        ("mechele", "2800"),
        ("leuvn", "3000"),
        ("kortrik", "8500"),
        ("charleroy", "6000"),
        ("schaarbeek", "1030"),
        ("Schaerbeek", "1030"),
        ("ixelles", "1050"),
        ("st gilles", "1060"),
        ("Saint-Gilles", "1060"),
        ("1082", "1082"),
        ("in 9300 graag", "9300"),
    ],
)
def test_a_place_is_understood_however_it_is_typed(
    guide: Guide, typed: str, postal_code: str
) -> None:
    found = guide.find_places(typed)
    assert found, typed
    assert found[0].postal_code == postal_code


@pytest.mark.parametrize(
    "typed",
    [
        *("xyzzy", "Parijs", "Paris", "Amsterdam", "London", "Marokko"),
        *("", " ", "?!", "🙂", "9999", "12", "012345", "ik weet het niet", "overal", "nergens"),
        *("in de buurt", "hier", "maakt niet uit", "dicht bij mij", "près de chez moi"),
        *("je ne sais pas", "mijn stad", "centrum", "nee", "ja", "oui"),
    ],
)
def test_what_is_no_belgian_place_is_not_taken_for_one(guide: Guide, typed: str) -> None:
    assert guide.find_places(typed) == []


def test_who_types_aalst_may_choose_between_two(guide: Guide) -> None:
    assert [p.postal_code for p in guide.find_places("aalst")] == ["9300", "3800"]
    assert [p.postal_code for p in guide.find_places("ik zoek in Aalst")] == ["9300", "3800"]


def test_a_postal_code_leaves_nothing_to_choose(guide: Guide) -> None:
    for text in ("3800", "3800 aalst", "9050"):
        assert len(guide.find_places(text)) == 1


def test_a_postal_code_with_a_name_means_the_place_of_that_name(guide: Guide) -> None:
    """One code, several places: the name says which."""
    assert the_place(guide, "3800 Aalst").name_nl == "Aalst"
    assert the_place(guide, "9050 Ledeberg").name_nl == "Ledeberg"
    assert the_place(guide, "Gentbrugge 9050").name_nl == "Gentbrugge"


def test_every_place_is_found_by_its_code_and_by_its_own_name(guide: Guide) -> None:
    places = content.load_places(DATA / "places.csv")
    for place in places[::9]:
        assert guide.find_places(place.postal_code)[0].postal_code == place.postal_code
        for name in (place.name_nl, place.name_fr):
            towns = {p.municipality_nl for p in guide.find_places(name)}
            assert place.municipality_nl in towns, name


# -- ask and advise ---------------------------------------------------------------------------


def test_a_talk_begins_with_a_wish_and_ends_with_an_advice(guide: Guide) -> None:
    told = Told({}, frozenset(), 3)
    assert guide.next_question(told) == "wish"
    for _ in range(5):
        question = guide.next_question(told)
        if question is None:
            break
        answers = {"wish": "together", "hard": "money", "size": "one", "own_people": "no"}
        told = told.plus(question, [answers[question]])
    assert guide.next_question(told) is None
    assert guide.advise(told).work_models[0] == "buddy"


def test_what_did_not_fit_is_not_shown_again(guide: Guide) -> None:
    told = Told({"wish": ("together",)}, frozenset(), 1)
    first = guide.advise(told).work_models
    assert not set(guide.advise(told, first).work_models) & set(first)


def test_a_card_tells_why_in_the_persons_own_answers(guide: Guide) -> None:
    told = Told({"wish": ("together",), "hard": ("money", "language"), "size": ("one",)})
    for verdict in guide.advise(told).shown:
        card = guide.card(verdict)
        assert card.model.id == verdict.work_model
        assert len(card.reasons) <= REASONS_SHOWN
        assert len(card.notes) <= NOTES_SHOWN
        for rule in (*card.reasons, *card.notes):
            assert (rule.question, rule.answer) in told.pairs()
        assert card.like in card.model.strengths
        assert card.know in (*card.model.weaknesses, *card.model.preconditions)


def test_a_card_does_not_tell_the_same_bullet_twice(guide: Guide) -> None:
    for wish in ("together", "drop_in", "same_experience", "near_home", "learn_contact"):
        for hard in ("money", "language", "evenings_weekends", "bad_help", "shame_nerves"):
            for verdict in guide.advise(Told({"wish": (wish,), "hard": (hard,)})).shown:
                card = guide.card(verdict)
                assert card.like.id not in {r.seed for r in card.reasons}


def test_who_told_nothing_gets_cards_without_a_why(guide: Guide) -> None:
    for verdict in guide.advise(Told()).shown:
        card = guide.card(verdict)
        assert card.reasons == card.notes == ()
        assert card.like.id == card.model.like
        assert card.know.id == card.model.know


def test_all_seven_can_be_seen_from_any_starting_point(guide: Guide) -> None:
    firsts = []
    for rotation in range(7):
        shown = [m.id for m in guide.all_models(rotation)]
        assert sorted(shown) == sorted(WORK_MODELS)
        firsts.append(shown[0])
    assert sorted(firsts) == sorted(WORK_MODELS)


def note(answer: str, seed: str | None = None) -> Rule:
    """A thing to know before a buddy, for who answered this."""
    return Rule("hard", answer, "buddy", 0, "practice", seed, "Goed om te weten.")


def test_a_benefit_that_could_be_lost_never_falls_off_the_card(guide: Guide) -> None:
    notes = (note("bad_help"), note("children"), note("fear_benefit"))
    card = guide.card(Verdict("buddy", False, 0, (), notes))
    assert [rule.answer for rule in card.notes] == ["fear_benefit", "bad_help"]


def test_a_card_always_tells_something_of_the_study_that_is_to_be_known(guide: Guide) -> None:
    own = Verdict("buddy", False, 0, (), (note("children"),))
    study = Verdict("buddy", False, 0, (), (note("children", guide.models["buddy"].know),))
    assert guide.card(own).know_too
    assert not guide.card(study).know_too


# -- find -------------------------------------------------------------------------------------


def test_somebody_in_gent_finds_up_to_three_places_nearby(guide: Guide) -> None:
    found = guide.find(Told(), "neighbourhood", the_place(guide, "Gent"), "nl")
    assert 0 < len(found.doors) <= SHOWN_AT_ONCE
    assert not found.widened
    assert found.reach_km == REACHES_KM[FIRST_REACH]
    assert any("nl" in d.initiative.languages for d in found.doors)


def test_more_places_are_other_places(guide: Guide) -> None:
    where = the_place(guide, "Brussel")
    seen: list[str] = []
    for _ in range(30):
        found = guide.find(Told(), "neighbourhood", where, "fr", FIRST_REACH, None, seen)
        ids = [d.initiative.id for d in found.doors]
        assert not set(ids) & set(seen)
        seen += ids
        if not found.doors:
            break
    assert len(seen) == len(set(seen)) > SHOWN_AT_ONCE


def test_where_nothing_is_near_the_search_widens_by_itself(guide: Guide) -> None:
    where = the_place(guide, "Arlon")
    found = guide.find(Told(), "neighbourhood", where, "fr")
    assert found.widened == (found.reach_km > REACHES_KM[FIRST_REACH])
    assert found.reach_km in REACHES_KM


@pytest.mark.parametrize("reach", [-3, 0, 4, 99])
def test_looking_too_near_or_too_far_is_no_mistake(guide: Guide, reach: int) -> None:
    found = guide.find(Told(), "buddy", the_place(guide, "Gent"), "nl", reach)
    assert found.reach_km in REACHES_KM


def test_who_does_not_say_where_still_gets_something(guide: Guide) -> None:
    found = guide.find(Told(), "own_network", None, "nl")
    assert found.doors
    assert found.regional
    assert all(d.km is None for d in found.doors)


def test_a_regional_offer_is_not_taken_for_something_near(guide: Guide) -> None:
    for model in WORK_MODELS:
        found = guide.find(Told(), model, the_place(guide, "Gent"), "nl")
        near = [d for d in found.doors if d.km is not None]
        if found.regional:
            assert not near


def test_what_somebody_likes_chooses_places(guide: Guide) -> None:
    """Each like moves at least one place forward somewhere, or says nothing at all."""
    where = the_place(guide, "Brussel")
    plain = guide.find(Told(), "neighbourhood", where, "fr").doors
    changed = 0
    for like in LIKES:
        found = guide.find(Told({"likes": (like,)}), "neighbourhood", where, "fr").doors
        changed += found != plain
    assert changed >= 2


def all_found(guide: Guide, told: Told, model: str, town: str) -> list[str]:
    """Ids of every place that is found, three at a time."""
    seen: list[str] = []
    while True:
        found = guide.find(told, model, the_place(guide, town), "nl", 2, None, seen)
        if not found.doors or found.widened:
            return seen
        seen += [d.initiative.id for d in found.doors]


def test_who_wants_to_be_useful_finds_other_doors_than_who_drops_in(guide: Guide) -> None:
    for wish, wrong in (("be_useful", "guest"), ("drop_in", "volunteer")):
        told = Told({"wish": (wish,)})
        for found in all_found(guide, told, "organisation", "Brussel"):
            initiative = guide.doors.get(found)
            assert initiative is not None
            assert initiative.role != wrong, found


def test_who_spoke_of_work_finds_places_that_lead_there(guide: Guide) -> None:
    quiet = all_found(guide, Told(), "buddy", "Antwerpen")
    spoken = all_found(guide, Told({}, frozenset({"work"})), "buddy", "Antwerpen")
    assert set(quiet) < set(spoken)


def test_a_french_speaker_in_brussels_sees_places_in_french_first(guide: Guide) -> None:
    where = the_place(guide, "Brussel")
    for model in ("neighbourhood", "organisation", "context"):
        for door in guide.find(Told(), model, where, "fr").doors:
            assert "fr" in door.initiative.languages or not door.initiative.languages


def test_every_place_in_the_list_stands_on_the_map(guide: Guide) -> None:
    """Without a position a place near somebody is never found."""
    nowhere = [
        (i.id, i.municipality)
        for i in guide.doors.initiatives
        if i.scope == "local" and i.is_door and guide.doors.position(i.id) is None
    ]
    assert nowhere == []


def test_a_place_stands_in_its_own_part_of_town(guide: Guide) -> None:
    ledeberg = the_place(guide, "Ledeberg")
    there = [i for i in guide.doors.initiatives if i.part_of_municipality == "Ledeberg"]
    assert there
    for initiative in there:
        assert guide.doors.position(initiative.id) == on_map(ledeberg.lat, ledeberg.lon)


def test_an_offer_for_an_area_is_found_from_a_town_in_it(guide: Guide) -> None:
    """Each one, for each of its ways: otherwise nobody ever hears of it."""
    towns = {"Belgium": "Namen", "Flanders": "Brugge", "Brussels": "Ukkel"}
    towns |= {
        "Limburg": "Maaseik",
        "Vlaamse Ardennen en Dender": "Oudenaarde",
        "Waasland en Dender": "Dendermonde",
    }
    missed = []
    for offer in guide.doors.initiatives:
        if offer.scope != "area" or not offer.is_door:
            continue
        for model in offer.work_models:
            wanted = Wanted(
                work_model=model,
                place=the_place(guide, towns[offer.area]),
                reach_km=5,
                language="nl",
                raised=frozenset(offer.raised_by),
                wishes=frozenset({"be_useful"} if offer.role == "volunteer" else ()),
            )
            found = [d.initiative for d in guide.doors.find(wanted)]
            # A nearer door of the same organisation may stand for it.
            if offer not in found and host_of(offer.website) not in [
                host_of(i.website) for i in found
            ]:
                missed.append((offer.id, model))
    assert missed == []


def test_there_is_a_welfare_office_where_the_list_has_one(guide: Guide) -> None:
    assert guide.welfare_office(None) is None
    named = [
        office
        for town in ("Gent", "Antwerpen", "Brussel", "Elsene", "Schaarbeek", "Anderlecht")
        if (office := guide.welfare_office(the_place(guide, town)))
    ]
    assert named
    assert all(o.is_door for o in named)


# -- find, in a made-up country of three towns ------------------------------------------------


def found_from_gent(
    *initiatives: Initiative, told: Told | None = None, language: str = "nl", reach: int = 1
) -> Found:
    """What somebody in Gent finds when there are only these houses."""
    towns = [GENT, DEINZE, AALST]
    doors = Doors(initiatives, Surveyor(Gazetteer(towns)))
    guide = Guide({}, [], doors, [], towns, lambda *_: True, lambda: NOW)
    return guide.find(told or Told(), "neighbourhood", GENT, language, reach)


def ids(found: Found) -> list[str]:
    return [d.initiative.id for d in found.doors]


FAR_AWAY = {"postal_code": "9300", "municipality": "Aalst"}


def test_nobody_travels_an_hour_to_be_spoken_to_in_french() -> None:
    french = house(id="fr", languages=("fr",), **FAR_AWAY)
    found = found_from_gent(house(), french, language="fr")
    assert (ids(found), found.reach_km, found.widened) == (["huis"], 10, False)


def test_a_house_a_quarter_of_an_hour_away_comes_with_the_offer_for_the_region() -> None:
    """But nobody is sent to the next town but one when there is such an offer."""
    region = house(id="area", scope="area", area="Flanders", postal_code="", municipality="")
    deinze = house(postal_code="9800", municipality="Deinze", for_group=("parents",))
    near = found_from_gent(region, deinze)
    assert near.reach_km == 20
    assert set(ids(near)) == {"huis", "area"}
    far = found_from_gent(region, house(**FAR_AWAY))
    assert ids(far) == ["area"]
    assert far.regional


def test_a_french_speaker_sees_the_doors_in_french_first() -> None:
    found = found_from_gent(house(), house(id="fr", languages=("fr",)), language="fr")
    assert ids(found) == ["fr"]


def test_a_french_speaker_is_not_named_a_french_group_of_others_first() -> None:
    parents = house(id="fr", languages=("fr",), for_group=("parents",))
    assert ids(found_from_gent(house(), parents, language="fr")) == ["huis", "fr"]


def test_it_is_said_when_every_place_is_for_a_group_that_nobody_spoke_of() -> None:
    parents = house(id="a", for_group=("parents",))
    assert found_from_gent(parents).for_some
    assert not found_from_gent(parents, house()).for_some
    assert not found_from_gent(parents, told=Told({"hard": ("children",)})).for_some


def test_who_asked_to_look_further_is_not_told_that_it_was_widened() -> None:
    far = house(**FAR_AWAY)
    assert found_from_gent(far).widened
    asked = found_from_gent(far, reach=3)
    assert (ids(asked), asked.reach_km, asked.widened) == (["huis"], 40, False)


# -- help -------------------------------------------------------------------------------------


def test_somebody_who_wants_to_talk_gets_the_line_of_their_language(guide: Guide) -> None:
    assert [x.number for x in guide.lines(["listening"], "nl", most=1)] == ["106"]
    assert [x.number for x in guide.lines(["listening"], "fr", most=1)] == ["107"]


def test_help_lines_are_told_for_the_hour_it_is(guide: Guide) -> None:
    assert "1712" in [x.number for x in guide.lines(["violence"], "nl", 5, crisis=True)]


def test_a_line_is_known_by_its_id(guide: Guide) -> None:
    assert guide.line("emergency_112").number == "112"
    with pytest.raises(KeyError):
        guide.line("no_such_line")


@pytest.mark.parametrize("typed", ["Marolles", "les marolles", "de Marollen"])
def test_the_marolles_are_in_brussels_and_no_village_elsewhere(guide: Guide, typed: str) -> None:
    assert [p.postal_code for p in guide.find_places(typed)] == ["1000"]


def test_a_village_that_only_looks_alike_is_asked_back(guide: Guide) -> None:
    """A wrong town is worse than a question."""
    (village,) = guide.find_places("Marille")
    assert not guide.sure_of("Mariles xx", village)
    assert guide.sure_of("Marilles", village)
    assert guide.sure_of("in marilles aub", village)
    antwerp = the_place(guide, "antwarpen")
    assert guide.sure_of("antwarpen", antwerp)
    assert guide.sure_of("marilless", village)


def test_a_short_word_in_a_sentence_is_no_town(guide: Guide) -> None:
    assert [p.name_nl for p in guide.find_places("Ham")] == ["Ham"]
    assert guide.find_places("ik eet graag ham met kaas") == []


@pytest.mark.parametrize(
    ("changes", "region"),
    [
        ({"postal_code": "1050"}, "brussels"),
        ({"postal_code": "", "area": "Flanders"}, "flanders"),
        ({"postal_code": "", "area": "Limburg"}, "flanders"),
        ({"postal_code": "", "area": "Belgium"}, None),
    ],
)
def test_an_offer_for_the_whole_country_lies_in_no_region(
    guide: Guide, changes: dict[str, str], region: str | None
) -> None:
    assert guide.region(house(**changes)) == region


def test_at_christmas_a_line_that_told_nothing_of_holidays_is_closed(guide: Guide) -> None:
    christmas = datetime.datetime(2026, 12, 25, 10, tzinfo=NOW.tzinfo)
    there = Guide({}, [], Doors([], Surveyor(Gazetteer([]))), [], [], is_open, lambda: christmas)
    line = dataclasses.replace(guide.line("caw"), opening_hours="Mo-Fr 09:00-17:00")
    for holidays, closed in (("unknown", True), ("closed", True), ("open", False)):
        assert there.surely_closed(dataclasses.replace(line, holidays=holidays)) is closed
    assert not there.surely_closed(dataclasses.replace(line, opening_hours="", holidays=""))
