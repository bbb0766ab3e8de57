"""The open question: what it hears, which one comes next, and what happens when it fails."""

from __future__ import annotations

import asyncio

import pytest
from auxil.turn import Turn, turn
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

import actions.answers
from actions.answers import ValidateTalkForm
from actions.forms import is_fresh
from actions.where import ValidateWhereForm

OPEN = {"loop": "talk_form", "ready": True, "requested_slot": "wish", "asked": ["wish"]}


def heard(intent: str, text: str = "een paar woorden", **known: object) -> Turn:
    return turn(ValidateTalkForm(), intent, text, **{**OPEN, **known})


def test_the_language_and_the_promise_come_first() -> None:
    assert turn(ValidateTalkForm(), "greet", language=None).slots["requested_slot"] == "language"
    assert turn(ValidateTalkForm(), "greet").slots["requested_slot"] == "ready"


def test_a_pressed_answer_is_ticked_and_the_question_stays() -> None:
    after = heard("answer", '/answer{"wish":"near_home"}', heard={"wish": "near_home"})
    assert after.slots["picks"] == ["near_home"]
    assert after.slots["requested_slot"] == "wish"


def test_what_is_ready_is_remembered_and_the_next_question_comes() -> None:
    after = heard("done", "/done", picks=["near_home"])
    assert after.slots["wish"] == ["near_home"]
    assert after.slots["requested_slot"] not in ("wish", None)


def test_a_danger_is_no_answer_to_a_question() -> None:
    after = heard("crisis_suicide", "ik wil dood")
    assert set(after.slots) <= {"requested_slot"}
    assert after.keys == []


def test_what_is_skipped_and_what_is_changed_is_said() -> None:
    assert "utter_skipped" in heard("skip_question", "/skip_question").keys
    known = {"size": ["one"], "heard": {"size": "many"}}
    assert "utter_answer_changed" in heard("answer", "liever een groep", **known).keys


def broken(*_: object, **__: object) -> None:
    raise RuntimeError("abrikozentaart")


def test_a_question_that_fails_leaves_a_danger_to_its_own_action(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Rasa answers by the rule of the intent when the form sets no slot."""
    monkeypatch.setattr(actions.answers, "take", broken)
    after = heard("crisis_suicide", "ik wil dood")
    assert after.events == []
    assert after.said == []


def test_a_question_that_fails_says_sorry_and_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions.answers, "take", broken)
    after = heard("answer", '/answer{"wish":"near_home"}', heard={"wish": "near_home"}, misses=1)
    assert after.keys == ["utter_sorry"]
    assert after.slots == {"misses": 1, "requested_slot": "wish"}


def test_a_message_that_another_action_dealt_with_is_not_an_answer() -> None:
    def with_events(*events: dict[str, object]) -> Tracker:
        return Tracker("somebody", {}, {}, list(events), False, None, {}, None)

    said = {"event": "user", "text": "hallo"}
    assert is_fresh(with_events(said))
    assert is_fresh(with_events(said, {"event": "action", "name": "talk_form"}))
    assert not is_fresh(with_events(said, {"event": "action", "name": "action_why"}))
    assert not is_fresh(with_events(said, {"event": "action_execution_rejected"}))


def test_a_town_is_heard_and_a_name_of_several_places_is_asked_back() -> None:
    where = {"loop": "where_form", "requested_slot": "place"}
    after = turn(ValidateWhereForm(), "inform_place", "Gent", heard={"place": "Gent"}, **where)
    assert after.slots["place"].startswith("9000")
    assert after.keys == ["utter_place_noted"]
    after = turn(ValidateWhereForm(), "skip_question", **where)
    assert after.slots["place"] == "none"


def test_a_place_that_is_known_is_not_asked() -> None:
    tracker = Tracker("somebody", {"place": "none"}, {}, [], False, None, {}, None)
    wanted = ValidateWhereForm().required_slots(["place"], CollectingDispatcher(), tracker, {})
    assert asyncio.run(wanted) == []
