"""Health, origin, whom one loves: used only after a plain yes."""

from __future__ import annotations

import pytest
from auxil.turn import turn

from actions.advice import Advise
from actions.answers import Missed, TakeAnswer, ValidateTalkForm
from actions.flow import BeginAnew, CarryOn
from actions.help import TellCrisis, TellNote, TellPrivacy
from bot.core.questions import RAISED, SENSITIVE

OPEN = {"loop": "talk_form", "requested_slot": "consent", "ready": True}
WAITING = {**OPEN, "unconfirmed": ["mental_health"]}


def test_who_speaks_of_an_illness_in_passing_keeps_it_until_a_yes() -> None:
    heard = {"wish": "together", "note": "mental_health"}
    after = turn(
        TakeAnswer(), "answer", "iemand om mee te wandelen, ik ben depressief", heard=heard
    )
    assert after.slots["unconfirmed"] == ["mental_health"]
    assert "mental_health" not in after.slots["raised"]


def test_who_speaks_of_prejudice_hears_of_unia_and_is_asked_before_it_is_used() -> None:
    after = turn(TellNote(), "migration_background")
    assert after.keys == ["utter_note_migration"]
    assert after.slots["unconfirmed"] == ["migration"]
    assert after.slots["raised"] == []
    on = turn(CarryOn(), "migration_background", ready=True, unconfirmed=["migration"])
    assert on.next == "talk_form"


def test_other_subjects_need_no_question() -> None:
    after = turn(TellNote(), "no_smartphone")
    assert after.slots["raised"] == ["no_smartphone"]
    assert "unconfirmed" not in after.slots


def test_the_question_comes_before_the_next_one() -> None:
    known = {"ready": True, "unconfirmed": ["lgbtq"], "loop": "talk_form"}
    after = turn(ValidateTalkForm(), "answer", requested_slot="wish", **known)
    assert after.slots["requested_slot"] == "consent"


def test_a_yes_counts_from_then_on_and_is_not_asked_for_again() -> None:
    after = turn(ValidateTalkForm(), "affirm", **WAITING)
    assert after.keys == ["utter_consent_yes"]
    assert after.slots["consent"] is True
    assert after.slots["raised"] == ["mental_health"]
    later = turn(TellNote(), "migration_background", consent=True, raised=["mental_health"])
    assert later.slots["raised"] == ["mental_health", "migration"]


@pytest.mark.parametrize("intent", ["deny", "skip_question"])
def test_a_no_lets_it_go_for_good(intent: str) -> None:
    after = turn(ValidateTalkForm(), intent, **WAITING)
    assert after.keys == ["utter_consent_no"]
    assert after.slots["consent"] is False
    assert after.slots["unconfirmed"] is None
    assert after.slots["raised"] == []
    later = turn(TellNote(), "migration_background", consent=False)
    assert later.slots["raised"] == []
    assert "unconfirmed" not in later.slots


def test_a_no_after_the_places_does_not_begin_a_new_advice() -> None:
    said = {"event": "bot", "metadata": {"utter_action": "utter_consent_no"}}
    known = {"stage": "places", "consent": False}
    after = turn(Advise(), "deny", **known)
    assert after.next == "action_listen"
    stays = turn(Advise(), "deny", said=[said], **known)
    assert stays.next == "action_carry_on"


def test_who_never_says_yes_or_no_is_asked_three_times_and_then_it_is_a_no() -> None:
    after = turn(Missed(), "nlu_fallback", misses=2, **WAITING)
    assert after.slots["consent"] is False
    assert after.next == "talk_form"


def test_in_danger_nobody_is_asked_for_consent() -> None:
    heard = {"danger": "suicide_self", "note": "mental_health"}
    assert "unconfirmed" not in turn(TellCrisis(), "crisis_suicide", heard=heard).slots


def test_who_begins_anew_is_asked_anew() -> None:
    after = turn(BeginAnew(), "start_over", consent=True, raised=["mental_health"])
    assert after.slots["consent"] is None
    assert after.slots["raised"] is None


def test_what_is_kept_of_somebody_is_shown_in_plain_words() -> None:
    known = {"wish": ["together"], "raised": ["older"], "unconfirmed": ["migration"]}
    said = {m["response"]: m for m in turn(TellPrivacy(), "ask_privacy", **known).said}
    assert "‘Samen iets doen met iemand’" in said["utter_privacy_known"]["known"]
    assert "je afkomst en ouder worden" in said["utter_privacy_known"]["known"]


def test_violence_never_stands_on_the_screen_again() -> None:
    after = turn(TellPrivacy(), "ask_privacy", raised=["violence"])
    assert "utter_privacy_unknown" in after.keys


@pytest.mark.parametrize("subject", RAISED)
def test_each_subject_has_words(subject: str) -> None:
    if subject == "violence":
        return
    [known] = [
        m["known"]
        for m in turn(TellPrivacy(), "ask_privacy", raised=[subject]).said
        if m.get("known")
    ]
    assert known.startswith("Je vertelde over: ")
    assert "utter_" not in known


def test_all_that_is_sensitive_is_a_subject() -> None:
    assert set(RAISED) > SENSITIVE
