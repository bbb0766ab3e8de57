"""The advice: two or three ways, as equals, each with its reason."""

from __future__ import annotations

from auxil.turn import turn

from actions.advice import Advise


def test_two_or_three_ways_are_shown_and_remembered() -> None:
    after = turn(Advise(), "done", wish=["near_home"], hard=["money"])
    assert 2 <= len(after.slots["shown_models"]) <= 3
    assert after.slots["stage"] == "advice"
    assert "utter_advice_question" in after.keys


def test_after_violence_no_way_with_the_family_is_offered() -> None:
    after = turn(Advise(), "done", wish=["dont_know"], hard=["children"], raised=["violence"])
    assert "own_network" not in after.slots["shown_models"]
