"""'Bedoel je een van deze?': guesses first, then other words or the menu, then a person."""

from __future__ import annotations

from typing import Any

import pytest
from auxil.turn import turn

from actions import answers
from actions.answers import Missed


def label(intent: str, language: str) -> str:
    """What an intent is called on a button."""
    dutch = answers.labels()[intent]
    return answers.words().translate(f"labels.{intent}", dutch, language)


RANKING = [("nlu_fallback", 1.0), ("ask_cost", 0.18), ("more_results", 0.12), ("affirm", 0.1)]


def missed(ranking: Any = RANKING, **known: Any) -> Any:
    found = [{"name": name, "confidence": chance} for name, chance in ranking]
    return turn(Missed(), "nlu_fallback", "hoeveel da meer", ranking=found, **known)


@pytest.mark.parametrize("language", answers.words().languages)
def test_the_first_miss_proposes_what_it_may_be_in_the_language_of_the_talk(language: str) -> None:
    after = missed(stage="advice", language=language)
    assert after.keys == ["utter_guess"]
    assert after.said[0]["choices"] == [
        {"title": label(intent, language), "payload": f"/{intent}"}
        for intent in ("ask_cost", "more_results")
    ]
    assert after.next == "action_listen"


def test_a_wish_that_is_guessed_is_pressed_as_an_answer() -> None:
    after = missed([("want_buddy", 0.2), ("ask_cost", 0.1)], stage="advice")
    assert after.said[0]["choices"][0]["payload"] == '/answer{"wish":"together"}'


def test_something_else_brings_the_menu_and_after_that_a_person() -> None:
    second = turn(Missed(), "nlu_fallback", "/nlu_fallback", stage="advice", misses=1)
    assert second.keys == ["utter_missed_more"]
    third = missed(stage="advice", misses=2)
    assert third.keys == ["utter_missed_human"]


def test_at_a_question_the_guess_comes_first_and_then_the_question_in_other_words() -> None:
    known = {"loop": "talk_form", "requested_slot": "wish", "ready": True}
    assert missed(**known).keys == ["utter_guess"]
    after = missed(misses=1, **known)
    assert after.keys == []
    assert after.next == "talk_form"


@pytest.mark.parametrize("asked", ["language", "ready", "consent", "place"])
def test_a_yes_or_a_town_is_no_matter_of_guessing(asked: str) -> None:
    loop = "where_form" if asked == "place" else "talk_form"
    assert "utter_guess" not in missed(loop=loop, requested_slot=asked).keys


def test_with_nothing_to_go_on_it_is_said_at_once() -> None:
    assert missed([("nlu_fallback", 1.0), ("ask_cost", 0.01)], stage="advice").keys == [
        "utter_missed"
    ]
