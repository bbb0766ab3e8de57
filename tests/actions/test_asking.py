"""How a question is put: anew, again, or in other words."""

from __future__ import annotations

import pytest
from auxil.turn import turn

from actions.asking import AskHard, AskLanguage, AskWish


@pytest.mark.parametrize(
    ("known", "key"),
    [
        ({}, "utter_ask_hard"),
        ({"times_asked": 1}, "utter_again_hard"),
        ({"times_asked": 1, "misses": 1}, "utter_missed_hard"),
        ({"times_asked": 2, "misses": 2}, "utter_example_hard"),
        ({"times_asked": 3, "misses": 5}, "utter_example_hard"),
    ],
)
def test_a_question_is_put_in_other_words_when_it_was_missed(known: dict, key: str) -> None:
    missed = "action_missed" if "misses" in known else None
    assert turn(AskHard(), "nlu_fallback", after=missed, **known).keys == [key]


def test_the_questions_are_numbered_as_they_were_asked() -> None:
    after = turn(AskHard(), "done", asked=["language", "ready", "wish"])
    assert after.said[0]["number"] == 2
    assert after.slots["asked"] == ["language", "ready", "wish", "hard"]


def test_who_ticked_something_sees_it() -> None:
    after = turn(AskWish(), "answer", picks=["near_home"], heard={"wish": "near_home"})
    assert after.keys == ["utter_picked"]
    assert after.said[0]["select"] == "several"


def test_after_violence_no_button_brings_the_own_people_together() -> None:
    [asked] = turn(AskWish(), "done", raised=["violence"]).said
    assert asked["without"] == ["own_people_together"]
    assert "without" not in turn(AskWish(), "done").said[0]


def test_who_wrote_nothing_yet_is_asked_in_both_languages() -> None:
    assert turn(AskLanguage(), "greet", language=None).keys == ["utter_ask_language_both"]
    known = {"language": None, "written_in": "fr"}
    assert turn(AskLanguage(), "greet", **known).keys == ["utter_ask_language"]
