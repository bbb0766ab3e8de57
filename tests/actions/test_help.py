"""People, rights and safety: what is said first, and what stays known."""

from __future__ import annotations

import pytest
from auxil.turn import turn

from actions.help import Forget, TellCrisis, TellHuman, TellNeed, TellPrivacy


@pytest.mark.parametrize("language", ["nl", "fr", "nl-simple", "fr-simple"])
@pytest.mark.parametrize(
    ("intent", "key"),
    [
        ("crisis_suicide", "utter_crisis_suicide"),
        ("crisis_violence", "utter_crisis_violence"),
        ("crisis_medical", "utter_crisis_medical"),
        ("help_now", "utter_help_now"),
    ],
)
def test_in_danger_112_is_the_first_thing_said(intent: str, key: str, language: str) -> None:
    after = turn(TellCrisis(), intent, language=language)
    assert after.keys[0] == key
    assert after.next == "action_listen"


def test_violence_stays_known() -> None:
    assert turn(TellCrisis(), "crisis_violence").slots["raised"] == ["violence"]


def test_who_wants_a_human_hears_the_caw_and_112_last() -> None:
    after = turn(TellHuman(), "ask_human")
    assert "utter_human" in after.keys
    assert "utter_human_danger" in after.keys
    assert after.next == "action_listen"


def test_a_need_is_answered_with_rights_and_no_blame() -> None:
    after = turn(TellNeed(), "structural_need", heard={"need": "food"})
    assert after.keys[0] == "utter_need_food"
    assert "utter_need_not_your_fault" in after.keys


def test_privacy_names_the_organisation_and_the_days() -> None:
    [said] = turn(TellPrivacy(), "ask_privacy").said
    assert said["organisation"]
    assert said["days"] > 0


def test_erasing_is_said_and_nothing_goes_on() -> None:
    after = turn(Forget(), "forget_me")
    assert after.keys == ["utter_forgotten"]
    assert after.next == "action_listen"
