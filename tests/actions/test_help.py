"""People, rights and safety: what is said first, and what stays known."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from auxil.guide import NOW
from auxil.turn import Turn, turn

from actions import help
from actions.help import (
    Forget,
    TellBenefits,
    TellCost,
    TellCrisis,
    TellHuman,
    TellLonely,
    TellNeed,
    TellNote,
    TellPrivacy,
)
from bot.bootstrap import settings
from bot.guide import Guide

CRISES = ("crisis_suicide", "crisis_violence", "crisis_medical", "help_now")


def crisis(intent: str, heard: dict[str, str] | None = None, **slots: Any) -> Turn:
    """The answer with the numbers; after violence that is the one when nobody reads along."""
    if intent == "crisis_violence":
        intent, heard = "deny", {**(heard or {}), "quiet": "2"}
    return turn(TellCrisis(), intent, heard=heard or {}, **slots)


def phones(after: Turn) -> list[str]:
    """The numbers that are named."""
    return [said["phone"] for said in after.said if "phone" in said]


@pytest.mark.parametrize("language", ["nl", "fr", "nl-simple", "fr-simple"])
@pytest.mark.parametrize(
    ("intent", "key"),
    [
        ("crisis_suicide", "utter_crisis_suicide"),
        ("crisis_violence", "utter_crisis_reader"),
        ("crisis_minor", "utter_crisis_minor"),
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
    said, why, nothing = turn(TellPrivacy(), "ask_privacy").said
    assert said["organisation"]
    assert said["count"] > 0
    assert why["response"] == "utter_privacy_consent"
    assert nothing["response"] == "utter_privacy_unknown"


def test_an_organisation_with_a_public_task_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    in_earnest = replace(settings(), legal_basis="public_task", organisation="Het Buurthuis")
    monkeypatch.setattr(help, "settings", lambda: in_earnest)
    why = turn(TellPrivacy(), "ask_privacy").said[1]
    assert why["response"] == "utter_privacy_public_task"
    assert why["organisation"] == "Het Buurthuis"


def test_erasing_is_said_and_nothing_goes_on() -> None:
    after = turn(Forget(), "forget_me")
    assert after.keys == ["utter_forgotten"]
    assert after.next == "action_listen"


@pytest.mark.parametrize("intent", CRISES)
@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_child_in_danger_hears_112_first_and_then_of_its_own_line(
    intent: str, language: str
) -> None:
    for known in ({"raised": ["minor"]}, {"heard": {"note": "minor"}}):
        after = crisis(intent, language=language, **known)
        assert not after.keys[0].endswith(("minor", "young"))
        assert {"nl": "102", "fr": "103"}[language] in phones(after)
        assert len([s for s in after.said if s.get("always_phone") == "116 000"]) == 1


@pytest.mark.parametrize(
    ("intent", "language", "number"),
    [
        ("crisis_suicide", "nl", "1813"),
        ("crisis_suicide", "fr", "0800 32 123"),
        ("crisis_violence", "nl", "1712"),
        ("crisis_violence", "fr", "0800 30 030"),
        ("crisis_medical", "nl", "070 245 245"),
        ("help_now", "nl", "106"),
        ("help_now", "fr", "107"),
    ],
)
def test_after_112_comes_the_line_for_this_danger(intent: str, language: str, number: str) -> None:
    assert phones(crisis(intent, language=language))[0] == number


@pytest.mark.parametrize("intent", CRISES)
@pytest.mark.parametrize("language", ["nl", "fr"])
def test_at_night_no_closed_line_is_named_in_danger(
    guide: Guide, monkeypatch: pytest.MonkeyPatch, intent: str, language: str
) -> None:
    monkeypatch.setattr(guide, "now", lambda: NOW + datetime.timedelta(hours=17))
    closed = {line.number for line in guide.helplines if guide.surely_closed(line)}
    assert "1712" in closed
    named = phones(crisis(intent, language=language))
    assert named
    assert not closed & set(named)


def test_a_child_who_wants_a_human_hears_of_lines_for_children() -> None:
    assert turn(TellHuman(), "ask_human", raised=["minor"]).keys[0] == "utter_note_minor"


def test_who_speaks_french_hears_a_line_in_french_first() -> None:
    assert turn(TellHuman(), "ask_human", language="fr").keys[0] == "utter_human_brussels"
    assert "utter_human_brussels" not in turn(TellHuman(), "ask_human").keys


def test_who_wants_a_human_hears_the_office_of_the_town_and_somebody_who_listens() -> None:
    keys = turn(TellHuman(), "ask_human", place="9000 Gent").keys
    assert {"utter_human_office", "utter_human_listen"} <= set(keys)


def test_no_bed_in_brussels_hears_of_the_night_shelter_and_in_gent_not() -> None:
    def shelter(place: str) -> bool:
        after = turn(TellNeed(), "structural_need", place=place, heard={"need": "no_bed"})
        return "utter_need_no_bed_brussels" in after.keys

    assert shelter("1000 Brussel")
    assert shelter("none")
    assert not shelter("9000 Gent")


def test_who_asks_what_is_fair_keeps_the_subject() -> None:
    after = turn(TellNote(), "migration_background", raised=["lgbtq"], consent=True)
    assert after.slots["raised"] == ["lgbtq", "migration"]


def test_a_pupil_of_14_whose_words_sound_like_looking_for_work_goes_on() -> None:
    said = "ik ga nog naar school, ik ben 14"
    after = turn(TellNote(), "seek_work", said, heard={"note": "minor"})
    assert [key.removesuffix("_later") for key in after.keys] == ["utter_note_minor"]
    assert after.slots["raised"] == ["minor"]
    assert after.next == "action_carry_on"


def test_fear_for_the_benefit_takes_no_other_answer_away() -> None:
    after = turn(TellBenefits(), "fear_benefit", hard=["money"])
    assert after.slots["hard"] == ["money", "fear_benefit"]


def test_who_is_lonely_hears_of_somebody_who_listens() -> None:
    assert phones(turn(TellLonely(), "express_loneliness")) == ["106"]


def test_what_it_costs_is_told_of_the_places_on_the_screen(guide: Guide) -> None:
    shown = [i.id for i in guide.doors.initiatives[:2]]
    [said] = turn(TellCost(), "ask_cost", shown_places=shown).said
    assert all(guide.doors.get(i).name in said["places"] for i in shown)
    assert turn(TellCost(), "ask_cost").keys == ["utter_cost"]


def test_who_worries_about_somebody_else_is_spoken_to_in_other_words() -> None:
    after = turn(TellCrisis(), "crisis_suicide", heard={"danger": "worry_about_other"})
    assert after.keys[0] == "utter_crisis_worry"
    assert phones(after)[0] == "1813"
    assert "utter_crisis_suicide" not in after.keys


def test_veiled_words_are_asked_about_once() -> None:
    first = turn(TellCrisis(), "crisis_veiled")
    assert first.keys == ["utter_crisis_veiled"]
    again = turn(TellCrisis(), "crisis_veiled", asked_once=first.slots["asked_once"])
    assert "utter_crisis_veiled" not in again.keys
    assert phones(again)[0] == "1813"


def test_yes_to_the_plain_question_brings_the_line_and_no_brings_somebody_who_listens() -> None:
    yes = turn(TellCrisis(), "affirm", heard={"quiet": "1"})
    assert yes.keys[0] == "utter_crisis_suicide"
    no = turn(TellCrisis(), "deny", heard={"quiet": "1"})
    assert no.keys[0] == "utter_crisis_veiled_no"
    assert phones(no) == ["106"]


def test_where_somebody_reads_along_no_number_but_112_is_named() -> None:
    after = turn(TellCrisis(), "affirm", heard={"quiet": "2"})
    assert after.keys == ["utter_crisis_read_along"]
    assert phones(after) == []


def test_who_answered_that_nobody_reads_along_is_not_asked_again() -> None:
    told = turn(TellCrisis(), "deny", heard={"quiet": "2"})
    again = turn(TellCrisis(), "crisis_violence", asked_once=told.slots["asked_once"])
    assert again.keys[0] == "utter_crisis_violence"


def test_who_fears_to_hurt_somebody_hears_112_and_who_listens() -> None:
    after = turn(TellCrisis(), "crisis_violence", heard={"danger": "threat_to_others"})
    assert after.keys[0] == "utter_crisis_threat"
    assert phones(after) == ["106"]


def test_a_child_that_ran_away_is_known_to_be_young() -> None:
    after = turn(TellCrisis(), "crisis_minor")
    assert after.slots["raised"] == ["minor"]
    assert "116 000" in [said.get("always_phone") for said in after.said]
