"""Real places: which of them come first, in which language and how far away."""

from __future__ import annotations

import random
from typing import Any

import pytest
from auxil.houses import AALST, GENT, HASSELT, IXELLES, NAMUR, found, house, standing, wanted

from bot.core.initiatives import AREAS, SMALL_AREAS, Initiative
from bot.core.places import Gazetteer, Place
from bot.core.search import GROUPS_OF_THEIR_OWN, Doors
from bot.core.work_models import WORK_MODELS


def firsts(*houses: Initiative, **changes: Any) -> set[str]:
    """Which of these houses stand first in one of many talks."""
    return {found(*houses, rotation=turn, **changes)[0] for turn in range(50)}


# -- language ---------------------------------------------------------------------------------


def test_places_that_speak_ones_language_come_first() -> None:
    nl = house(id="a", languages=("nl",))
    fr = house(id="b", languages=("fr",))
    unknown = house(id="c", languages=())
    assert found(nl, fr, unknown, language="fr")[-1] == "a"
    assert found(nl, fr, unknown, language="nl")[-1] == "b"


def test_who_asks_for_a_language_sees_only_that_or_unknown() -> None:
    nl = house(id="a", languages=("nl",))
    two = house(id="b", languages=("fr", "en"))
    unknown = house(id="c", languages=())
    assert set(found(nl, two, unknown, only_language="en")) == {"b", "c"}
    assert set(found(nl, two, unknown, only_language="nl")) == {"a", "c"}


def test_equal_places_take_turns_so_that_no_organisation_is_always_first() -> None:
    houses = [house(id=letter) for letter in "abc"]
    orders = {tuple(found(*houses, rotation=turn)) for turn in range(50)}
    assert {order[0] for order in orders} == {"a", "b", "c"}
    assert found(*houses, rotation=7) == found(*reversed(houses), rotation=7)


def test_the_house_round_the_corner_comes_before_one_with_a_telephone_in_the_next_town() -> None:
    here, there = house(id="here", street_address="", email="a@b.be"), house(id="there")
    positions = {"here": (GENT.lat, GENT.lon), "there": (GENT.lat + 0.07, GENT.lon)}
    doors = standing([there, here], positions).find(wanted())
    assert [d.initiative.id for d in doors] == ["here", "there"]


def test_a_website_for_all_of_flanders_comes_after_every_door_one_can_reach() -> None:
    website = house(
        id="site", scope="area", area="Flanders", street_address="", website="https://a.be"
    )
    assert found(website, house(id="door")) == ["door", "site"]


def test_one_organisation_is_named_once_by_its_nearest_door() -> None:
    whole = house(id="whole", scope="area", area="Flanders", website="https://www.lus.be/over")
    local = house(id="local", website="https://lus.be")
    assert found(whole, local) == ["local"]


def test_newly_poor_people_find_a_mixed_public_first_and_no_group_of_others() -> None:
    mixed = house(id="z", target_group_nl="iedereen")
    poor = house(id="a", target_group_nl="mensen zonder thuis, iedereen is welkom")
    parents = house(id="b", for_group=("parents",), target_group_nl="iedereen met kinderen")
    new = frozenset({"new_poverty"})
    assert found(mixed, poor, parents, raised=new) == ["z", "a", "b"]


def test_an_open_house_in_another_language_comes_before_a_group_of_others_in_ones_own() -> None:
    parents = house(id="a", languages=("fr",), for_group=("parents",))
    other = house(id="b", languages=("nl",))
    assert found(other, parents, language="fr") == ["b", "a"]
    assert found(other, parents, language="nl") == ["b", "a"]


# -- where ------------------------------------------------------------------------------------


def test_the_nearest_comes_first_and_too_far_is_not_shown() -> None:
    near, far = house(id="b"), house(id="a")
    positions = {"b": (GENT.lat, GENT.lon), "a": (AALST.lat, AALST.lon)}
    doors = standing([far, near], positions)
    assert [d.initiative.id for d in doors.find(wanted(reach_km=10))] == ["b"]
    both = doors.find(wanted(reach_km=40))
    assert [d.initiative.id for d in both] == ["b", "a"]
    assert both[0].km == pytest.approx(0, abs=0.1)
    assert both[1].km == pytest.approx(25.5, abs=1)


@pytest.mark.parametrize(
    ("area", "where", "counts"),
    [
        ("Flanders", GENT, True),
        ("Flanders", IXELLES, False),
        ("Flanders", NAMUR, False),
        ("Brussels", IXELLES, True),
        ("Brussels", GENT, False),
        ("Belgium", GENT, True),
        ("Belgium", IXELLES, True),
        ("Belgium", NAMUR, True),
        ("Flanders", None, True),
    ],
)
def test_an_offer_for_a_whole_region_counts_everywhere_in_it(
    area: str, where: Place | None, counts: bool
) -> None:
    offer = house(scope="area", area=area, postal_code="", municipality="")
    doors = standing([offer]).find(wanted(place=where, reach_km=5))
    assert [d.km for d in doors] == ([None] if counts else [])


def test_an_offer_for_limburg_counts_in_that_province_only() -> None:
    offer = house(scope="area", area="Limburg")
    doors = standing([offer])
    assert doors.find(wanted(place=HASSELT, reach_km=5))
    assert not doors.find(wanted(place=GENT, reach_km=80))


def test_every_area_in_the_list_is_known(initiatives: list[Initiative]) -> None:
    areas = {i.area for i in initiatives if i.scope == "area"}
    assert areas <= set(AREAS) | set(SMALL_AREAS)


def test_who_does_not_say_where_sees_only_offers_for_an_area(doors: Doors) -> None:
    for model in WORK_MODELS:
        for door in doors.find(wanted(work_model=model, place=None)):
            assert door.initiative.scope == "area"


# -- the order of the cards -------------------------------------------------------------------


def test_a_place_for_all_comes_before_one_for_a_group_nobody_spoke_of() -> None:
    parents = house(id="a", for_group=("parents",))
    assert found(parents, house(id="b")) == ["b", "a"]


@pytest.mark.parametrize("changes", [{"age_from": 60}, {"subtype": "basic_education"}])
def test_a_place_for_all_comes_before_one_for_older_people_or_a_school(
    changes: dict[str, Any],
) -> None:
    orders = {tuple(found(house(**changes), house(id="b"), rotation=turn)) for turn in range(9)}
    assert orders == {("b", "huis")}


def test_a_place_for_ones_own_group_is_not_pushed_back() -> None:
    for group, subject in GROUPS_OF_THEIR_OWN.items():
        own = house(id="a", for_group=(group,))
        assert firsts(own, house(id="b"), raised=frozenset({subject})) == {"a", "b"}


def test_what_somebody_likes_brings_a_place_forward() -> None:
    cooking = house(id="b", summary_nl="Samen koken we soep.")
    assert firsts(house(id="a"), cooking) == {"a", "b"}
    assert firsts(house(id="a"), cooking, likes=frozenset({"cooking"})) == {"b"}


def test_who_is_new_in_poverty_sees_places_for_everybody_first() -> None:
    poor = house(id="a", target_group_nl="mensen in armoede")
    mixed = house(id="b", target_group_nl="Iedereen uit de buurt")
    assert firsts(poor, mixed) == {"a", "b"}
    assert firsts(poor, mixed, raised=frozenset({"new_poverty"})) == {"b"}


def test_a_place_one_can_call_or_visit_comes_before_a_website() -> None:
    site = house(id="a", phone="", street_address="", website="x.be")
    assert found(site, house(id="b")) == ["b", "a"]


def test_a_place_shown_before_is_not_shown_again() -> None:
    assert found(house(id="a"), house(id="b"), without=frozenset({"a"})) == ["b"]


def test_the_order_is_the_same_every_time(doors: Doors, gazetteer: Gazetteer) -> None:
    where = gazetteer.by_name("Gent")[0]
    shuffled = list(doors.initiatives)
    random.Random(1).shuffle(shuffled)
    again = Doors(shuffled, doors.surveyor)
    for model in WORK_MODELS:
        wish = wanted(work_model=model, place=where, reach_km=20)
        assert doors.find(wish) == again.find(wish)


def test_a_sure_row_comes_before_a_weak_one_and_who_answers_a_telephone_before_a_mailbox() -> None:
    weak = house(id="weak", confidence="low")
    mail = house(id="mail", phone="", street_address="", email="a@b.be")
    orders = {tuple(found(mail, weak, house(), rotation=turn)) for turn in range(9)}
    assert orders == {("huis", "weak", "mail")}


def test_two_streets_nearer_comes_first_within_one_step() -> None:
    positions = {"far": (GENT.lat + 0.02, GENT.lon), "near": (GENT.lat, GENT.lon)}
    doors = standing([house(id="far"), house(id="near")], positions)
    for turn in range(9):
        shown = doors.find(wanted(rotation=turn))
        assert [d.initiative.id for d in shown] == ["near", "far"]


def test_two_houses_of_one_organisation_in_one_town_are_both_named() -> None:
    assert set(found(house(id="a", website="x.be"), house(id="b", website="x.be"))) == {"a", "b"}


# -- who said otherwise -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "theirs"),
    [
        ("man", {"for_group": ("women",)}),
        ("man", {"exclusive_to": "women"}),
        ("no_children", {"for_group": ("parents",)}),
        ("no_children", {"for_group": ("expecting",)}),
        ("under_55", {"for_group": ("older_people",)}),
        ("under_55", {"age_from": 60}),
        ("minor", {"age_from": 55}),
        ("older", {"for_group": ("young_people",)}),
    ],
)
def test_what_is_for_others_is_not_offered_to_who_said_otherwise(
    said: str, theirs: dict[str, Any]
) -> None:
    for_others, for_all = house(id="others", **theirs), house(id="all")
    assert found(for_others, for_all, raised=frozenset({said})) == ["all"]
    assert set(found(for_others, for_all)) == {"all", "others"}, "when we do not know, it is named"


def test_who_said_both_is_shown_both() -> None:
    """'Ik heb geen kinderen bij mij', and before: children make it hard. Nothing is hidden."""
    parents = house(id="parents", for_group=("parents",))
    assert found(parents, raised=frozenset({"no_children", "parents"})) == ["parents"]


def test_what_is_from_sixteen_is_offered_to_who_is_thirty() -> None:
    assert found(house(id="young", age_from=16), raised=frozenset({"under_55"})) == ["young"]


# -- who went on ------------------------------------------------------------------------------


def test_near_a_closed_place_the_nearest_one_that_took_over_is_shown() -> None:
    closed = house(id="closed", status="ended", taken_over_by=("far", "near", "gone"))
    far = house(id="far", work_models=("buddy",))
    near = house(id="near", work_models=("buddy",))
    gone = house(id="gone", work_models=("buddy",), status="ended")
    positions = {
        "closed": (GENT.lat, GENT.lon),
        "far": (GENT.lat + 0.07, GENT.lon),
        "near": (GENT.lat + 0.01, GENT.lon),
        "gone": (GENT.lat, GENT.lon),
    }
    doors = standing([closed, far, near, gone], positions).find(wanted())
    assert [d.initiative.id for d in doors] == ["near", "far"]


def test_who_would_go_on_does_not_before_the_other_closed() -> None:
    still_there = house(id="still", taken_over_by=("later",))
    later = house(id="later", work_models=("buddy",))
    assert found(still_there, later) == ["still"]
