"""Places for the chosen way, and the first step to one of them."""

from __future__ import annotations

import pytest
from auxil.turn import turn

from actions.first_step import FirstStep
from actions.places import ShowPlaces
from bot.guide import Guide


@pytest.fixture
def gent(guide: Guide) -> str:
    [place] = guide.find_places("Gent")[:1]
    return place.id


def test_at_most_three_places_come_with_a_person_to_ask(gent: str) -> None:
    after = turn(ShowPlaces(), "choose_model", place=gent, work_model="organisation")
    cards = after.keys.count("utter_place_card")
    assert 1 <= cards <= 3
    assert len(after.slots["shown_places"]) == cards
    assert any(key.startswith("utter_places_always") for key in after.keys)
    assert after.slots["stage"] == "places"


def test_without_a_chosen_way_nothing_is_searched(gent: str) -> None:
    assert turn(ShowPlaces(), "more_results", place=gent).next == "action_carry_on"


def test_a_first_step_gives_words_to_send(gent: str) -> None:
    shown = turn(ShowPlaces(), "choose_model", place=gent, work_model="organisation")
    ids = shown.slots["shown_places"]
    known = {"place": gent, "work_model": "organisation", "shown_places": ids, "stage": "places"}
    after = turn(FirstStep(), "first_step", '/first_step{"n":"1"}', heard={"n": "1"}, **known)
    assert "utter_first_step_text" in after.keys


def test_a_first_step_without_places_gives_a_number() -> None:
    after = turn(FirstStep(), "first_step")
    assert after.keys == ["utter_first_step_none"]
    assert after.said[0]["phone"]
