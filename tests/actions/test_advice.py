"""The advice: two or three ways, as equals, each with its reason."""

from __future__ import annotations

import pytest
from auxil.turn import turn

from actions.advice import Advise, ChooseModel, NoneFits, ShowWorkModel
from bot.core.matching import NOT_FOR_MINORS
from bot.core.work_models import WORK_MODELS


def test_two_or_three_ways_are_shown_and_remembered() -> None:
    after = turn(Advise(), "done", wish=["near_home"], hard=["money"])
    assert 2 <= len(after.slots["shown_models"]) <= 3
    assert after.slots["stage"] == "advice"
    assert "utter_advice_question" in after.keys


def test_after_violence_no_way_with_the_family_is_offered() -> None:
    after = turn(Advise(), "done", wish=["dont_know"], hard=["children"], raised=["violence"])
    assert "own_network" not in after.slots["shown_models"]


def test_after_violence_it_is_said_that_some_ways_are_left_out() -> None:
    known = {"wish": ["dont_know"], "hard": ["children"]}
    assert "utter_advice_note_violence" in turn(Advise(), "done", raised=["violence"], **known).keys
    assert "utter_advice_note_violence" not in turn(Advise(), "done", **known).keys


@pytest.mark.parametrize("model", sorted(NOT_FOR_MINORS))
@pytest.mark.parametrize("action", [ChooseModel(), ShowWorkModel()])
def test_a_child_who_asks_for_a_way_for_adults_gets_none(action: object, model: str) -> None:
    after = turn(action, "choose_model", heard={"model": model}, raised=["minor"])
    assert after.keys[:1] == ["utter_advice_note_minor"]
    assert after.slots["work_model"] is None


def test_a_child_sees_no_button_of_a_way_for_adults() -> None:
    shown = turn(Advise(), "done", wish=["together"], raised=["minor"]).slots["shown_models"]
    assert not NOT_FOR_MINORS & set(shown)
    [every] = turn(ShowWorkModel(), "ask_work_model", raised=["minor"]).said
    assert not any(model in str(every["choices"]) for model in NOT_FOR_MINORS)


def test_who_finds_none_fitting_sees_others_each_time_until_all_seven_were_shown() -> None:
    shown = turn(Advise(), "done", wish=["near_home"]).slots["shown_models"]
    for _ in WORK_MODELS:
        after = turn(NoneFits(), "none_fits", wish=["near_home"], shown_models=shown)
        if after.next == "action_tell_human":
            break
        shown = after.slots["shown_models"]
        assert len(set(shown)) == len(shown)
    assert after.keys == ["utter_none_fits_last"]
    assert set(shown) == set(WORK_MODELS)


@pytest.mark.parametrize("model", WORK_MODELS)
def test_who_asks_for_a_way_in_full_hears_what_is_hard_about_it_too(model: str) -> None:
    keys = turn(ShowWorkModel(), "ask_work_model", heard={"model": model}).keys
    none = model == "neighbourhood"
    needs = "utter_work_model_no_preconditions" if none else "utter_work_model_preconditions"
    assert {"utter_work_model_strengths", "utter_work_model_weaknesses", needs} <= set(keys)


def test_the_second_one_is_the_second_way_or_the_second_place() -> None:
    known = {"shown_models": ["peers", "buddy", "context"], "heard": {"n": "2"}}
    second = turn(ChooseModel(), "choose_model", stage="advice", **known)
    assert second.slots["work_model"] == "buddy"
    assert turn(ChooseModel(), "choose_model", stage="places", **known).next == "action_first_step"


def test_another_way_is_looked_for_near_by_again() -> None:
    after = turn(ChooseModel(), "choose_model", heard={"model": "peers"}, place="none", reach=4)
    assert after.slots["reach"] is None


def test_who_rather_wants_a_professional_is_not_pushed_to_a_network() -> None:
    after = turn(Advise(), "done", wish=["professional"], stage="advice")
    assert "utter_professional" in after.keys
    assert "utter_advice_question" not in after.keys
    assert after.slots["wish"] is None
    assert after.slots["stage"] is None


def test_a_child_who_asked_for_a_buddy_hears_why_it_is_not_among_the_ways() -> None:
    after = turn(Advise(), "done", wish=["together"], raised=["minor"])
    assert "utter_advice_note_minor" in after.keys
