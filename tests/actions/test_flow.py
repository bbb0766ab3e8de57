"""Steering: greet, go on, back, why, anew, stop, another language."""

from __future__ import annotations

import pytest
from auxil.turn import turn

from actions.flow import BeginAnew, CarryOn, ChangeLanguage, Decline, GoBack, Greet, Stop, Why


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
