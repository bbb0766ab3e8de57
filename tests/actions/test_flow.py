"""Steering: greet, go on, back, why, anew, stop, another language."""

from __future__ import annotations

import pytest
from auxil.turn import turn

from actions.flow import (
    BeginAnew,
    CarryOn,
    ChangeLanguage,
    Decline,
    GoBack,
    Greet,
    SayAgain,
    Stop,
    Why,
)

CRISIS = (
    {"event": "user", "text": "***"},
    {"event": "action", "name": "action_tell_crisis"},
    {"event": "bot", "text": "***", "data": {}},
)
"""A turn in which a crisis was answered."""


def offers(*models: str) -> dict:
    """An answer with a button for the places of each of these ways."""
    payloads = [f'/choose_model{{"model":"{m}"}}' for m in models]
    buttons = [{"title": "Toon plekken", "payload": p} for p in payloads]
    return {"event": "bot", "text": "…", "data": {"buttons": buttons}}


def test_who_is_new_gets_the_first_question() -> None:
    after = turn(Greet(), "greet", language=None)
    assert after.keys == []
    assert after.next == "talk_form"


def test_who_comes_back_is_welcomed_with_what_is_known() -> None:
    after = turn(Greet(), "greet", wish=["near_home"])
    assert after.keys == ["utter_welcome_back"]
    assert "Mensen dicht bij huis" in after.said[0]["answers"]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, "talk_form"),
        ({"loop": "where_form"}, "where_form"),
        ({"stage": "advice"}, "action_advise"),
        ({"stage": "places", "work_model": "buddy"}, "action_listen"),
        ({"stage": "advice", "shown_models": ["buddy"]}, "action_listen"),
    ],
)
def test_going_on_returns_to_where_the_talk_stood(known: dict, expected: str) -> None:
    assert turn(CarryOn(), "carry_on", "/carry_on", **known).next == expected


def test_no_at_the_promise_stops_and_elsewhere_nothing_is_pushed() -> None:
    at_promise = {"loop": "talk_form", "requested_slot": "ready"}
    assert turn(Decline(), "deny", "nee", **at_promise).next == "action_stop"
    after = turn(Decline(), "deny", "nee")
    assert after.keys == ["utter_declined"]
    assert after.next == "action_carry_on"


def test_back_takes_the_last_answer_away() -> None:
    after = turn(
        GoBack(),
        "go_back",
        loop="talk_form",
        requested_slot="hard",
        ready=True,
        wish=["near_home"],
        asked=["language", "ready", "wish", "hard"],
    )
    assert after.keys == ["utter_gone_back"]
    assert after.slots["wish"] is None
    assert after.next == "talk_form"


def test_why_is_answered_for_the_open_question() -> None:
    after = turn(Why(), "ask_why", loop="talk_form", requested_slot="hard")
    assert after.keys == ["utter_why_hard"]


def test_anew_forgets_the_answers_and_keeps_what_protects() -> None:
    after = turn(BeginAnew(), "start_over", wish=["near_home"], raised=["violence", "lgbtq"])
    assert after.slots["wish"] is None
    assert after.slots["raised"] == ["violence"]
    assert "language" not in after.slots


def test_stop_and_goodbye_end_the_turn() -> None:
    assert turn(Stop(), "stop").keys == ["utter_stopped"]
    assert turn(Stop(), "goodbye").keys[0] == "utter_goodbye"
    assert turn(Stop(), "stop").next == "action_listen"


def test_a_language_is_changed_and_no_answer_lost() -> None:
    after = turn(ChangeLanguage(), "change_language", heard={"language": "fr"}, stage="advice")
    assert after.slots["language"] == "fr"
    assert after.next == "action_advise"
    assert turn(ChangeLanguage(), "change_language").keys == ["utter_choose_language"]


def test_easier_said_in_french_is_easy_french() -> None:
    known = {"language": "fr", "written_in": "fr", "heard": {"language": "nl-simple"}}
    assert turn(ChangeLanguage(), "change_language", **known).slots["language"] == "fr-simple"


def test_what_was_ticked_is_still_ticked_after_back() -> None:
    at_hard = {"loop": "talk_form", "requested_slot": "hard", "asked": ["wish", "hard"]}
    assert turn(GoBack(), "go_back", wish=["near_home"], **at_hard).slots["picks"] == ["near_home"]
    # 'I do not know' excludes every other answer: it does not stay ticked beside a new one.
    assert turn(GoBack(), "go_back", wish=["dont_know"], **at_hard).slots["picks"] is None


def test_back_from_the_places_leads_to_the_advice() -> None:
    known = {"stage": "places", "work_model": "buddy", "asked": ["wish", "place"]}
    after = turn(GoBack(), "go_back", wish=["near_home"], **known)
    assert after.next == "action_advise"
    assert "wish" not in after.slots


def test_back_where_nothing_was_before_is_said() -> None:
    assert turn(GoBack(), "go_back").keys == ["utter_nothing_before"]


def test_yes_after_a_crisis_means_danger_and_no_is_never_no_problem() -> None:
    assert turn(CarryOn(), "affirm", "ja", before=CRISIS).next == "action_tell_crisis"
    assert turn(Decline(), "deny", "nee", before=CRISIS).keys[0] == "utter_declined_crisis"


def test_yes_later_is_no_danger_any_more() -> None:
    later = (*CRISIS, {"event": "user", "text": "iets anders"})
    assert turn(CarryOn(), "affirm", "ja", before=later).next == "talk_form"
    assert turn(Decline(), "deny", "nee", before=later).keys == ["utter_declined"]


def test_yes_chooses_the_one_way_that_was_offered_just_now() -> None:
    assert turn(CarryOn(), "affirm", "ja", before=[offers("buddy")]).next == "action_choose_model"
    assert turn(CarryOn(), "affirm", "ja", before=[offers("buddy", "peers")]).next == "talk_form"
    older = [offers("buddy"), {"event": "user", "text": "iets anders"}]
    assert turn(CarryOn(), "affirm", "ja", before=older).next == "talk_form"


def test_a_child_does_not_go_on_to_places_for_adults() -> None:
    known = {"stage": "places", "work_model": "buddy", "raised": ["minor"]}
    after = turn(CarryOn(), "carry_on", "/carry_on", **known)
    assert after.next == "action_advise"
    assert after.slots["work_model"] is None


def test_anew_leaves_no_place_and_no_liking_behind() -> None:
    known = {"shown_places": ["a"], "first_steps": ["a"], "likes": ["music"], "place": "9000 Gent"}
    after = turn(BeginAnew(), "start_over", stage="places", **known)
    assert [after.slots[name] for name in known] == [None] * 4


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"loop": "talk_form"}, "talk_form"),
        ({"stage": "advice"}, "action_advise"),
        ({"stage": "places"}, "action_show_places"),
        ({}, "action_carry_on"),
    ],
)
def test_again_says_what_was_said_last(known: dict, expected: str) -> None:
    assert turn(SayAgain(), "say_again", **known).next == expected


def test_the_language_that_is_spoken_already_is_said_to_be_so() -> None:
    after = turn(ChangeLanguage(), "change_language", heard={"language": "nl"}, ready=True)
    assert after.keys == ["utter_language_same"]
