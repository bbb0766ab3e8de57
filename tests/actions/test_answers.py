"""An answer in passing, and what is not understood."""

from __future__ import annotations

from auxil.turn import turn

from actions.answers import Missed, TakeAnswer


def test_a_change_of_mind_after_the_advice_gives_a_new_advice() -> None:
    known = {"stage": "advice", "wish": ["near_home"], "heard": {"wish": "together"}}
    after = turn(TakeAnswer(), "answer", '/answer{"wish":"together"}', **known)
    assert "together" in after.slots["wish"]
    assert after.next == "action_advise"


def test_an_answer_before_any_question_begins_the_talk() -> None:
    after = turn(TakeAnswer(), "answer", '/answer{"wish":"together"}', heard={"wish": "together"})
    assert after.slots["wish"] == ["together"]
    assert after.next == "talk_form"


def test_nothing_heard_is_a_miss() -> None:
    assert turn(TakeAnswer(), "want_unknown").next == "action_missed"


def test_the_third_miss_skips_the_question_and_never_loops() -> None:
    known = {"loop": "talk_form", "requested_slot": "hard", "wish": ["near_home"]}
    first = turn(Missed(), "nlu_fallback", **known)
    assert first.slots["misses"] == 1
    assert first.next == "talk_form"
    third = turn(Missed(), "nlu_fallback", misses=2, **known)
    assert third.keys == ["utter_skipped_for_you"]
    assert third.slots["hard"] == []


def test_the_third_miss_without_a_question_offers_a_person() -> None:
    after = turn(Missed(), "nlu_fallback", stage="advice", misses=2)
    assert after.keys == ["utter_missed_human"]
    assert after.said[0]["phone"]
    assert after.slots["misses"] == 0
