"""An answer in passing, and what is not understood."""

from __future__ import annotations

from auxil.turn import turn

from actions.answers import Missed, OutOfScope, TakeAnswer


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
    assert third.said[0]["phone"]
    assert third.slots["hard"] == []


def test_the_third_miss_without_a_question_offers_a_person() -> None:
    after = turn(Missed(), "nlu_fallback", stage="advice", misses=2)
    assert after.keys == ["utter_missed_human"]
    assert after.said[0]["phone"]
    assert after.slots["misses"] == 0


def test_something_else_altogether_is_not_answered_the_same_way_twice() -> None:
    first = turn(OutOfScope(), "out_of_scope")
    assert first.keys == ["utter_out_of_scope"]
    second = turn(OutOfScope(), "out_of_scope", misses=first.slots["misses"])
    assert second.keys == []
    assert second.next == "action_missed"


def test_the_third_miss_takes_no_tick_away() -> None:
    known = {"loop": "talk_form", "requested_slot": "hard", "picks": ["money"], "misses": 2}
    after = turn(Missed(), "nlu_fallback", **known)
    assert after.keys == ["utter_closed_for_you"]
    assert after.slots["hard"] == ["money"]


def test_a_town_that_is_never_understood_is_no_dead_end() -> None:
    known = {"loop": "where_form", "requested_slot": "place", "misses": 2}
    after = turn(Missed(), "nlu_fallback", **known)
    assert after.slots["place"] == "none"
    assert after.next == "where_form"


def test_a_language_is_never_chosen_for_who_is_not_understood() -> None:
    known = {"loop": "talk_form", "requested_slot": "language", "language": None, "misses": 2}
    after = turn(Missed(), "nlu_fallback", **known)
    assert after.keys == ["utter_missed_human"]
    assert "language" not in after.slots


def test_a_name_of_several_towns_in_passing_is_not_guessed() -> None:
    heard = {"wish": "together", "place": "Molenbeek"}
    after = turn(TakeAnswer(), "inform_barrier", "een maatje in Molenbeek", heard=heard)
    assert "place" not in after.slots
    assert len(after.slots["place_choices"]) == 2
