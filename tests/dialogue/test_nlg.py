"""What the assistant says, in the language of the talk."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa.shared.core.slots import ListSlot, TextSlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.nlg import CatalogNLG
from bot.replies import BESIDE, MENU


def say(key: str, language: str | None = "nl", **values: Any) -> dict[str, Any]:
    slots = [
        TextSlot("language", [{"type": "custom"}]),
        TextSlot("written_in", [{"type": "custom"}]),
    ]
    tracker = DialogueStateTracker("somebody", [*slots, ListSlot("wish", [{"type": "custom"}])])
    if language:
        tracker._set_slot("language", language)
    message = asyncio.run(CatalogNLG().generate(key, tracker, "rest", **values))
    assert message is not None
    return message


def titles(message: dict[str, Any]) -> list[str]:
    return [b["title"] for b in message.get("buttons", [])]


def test_who_chose_french_is_thanked_in_french() -> None:
    assert say("utter_thank", "fr")["text"] == "Avec plaisir."


def test_who_has_no_language_yet_is_spoken_to_in_dutch_and_in_french() -> None:
    assert say("utter_thank", None)["text"] == "Graag gedaan.\nAvec plaisir."


def test_the_first_question_is_in_both_languages_already_and_said_once() -> None:
    text = say("utter_ask_language_both", None)["text"]
    assert text.count("Bonjour") == text.count("Dag!") == 1


def test_placeholders_are_filled() -> None:
    assert "Gent" in say("utter_place_noted", place="Gent")["text"]


def test_a_missing_placeholder_is_a_fault_and_never_shown() -> None:
    with pytest.raises(KeyError):
        say("utter_place_noted")


def test_buttons_keep_their_payload_and_speak_the_language() -> None:
    message = say("utter_ask_size", "fr", number=2)
    assert message["buttons"][0] == {
        "title": "Une seule personne",
        "payload": '/answer{"size":"one"}',
    }


def test_ticked_answers_carry_a_tick_and_ready_appears() -> None:
    message = say(
        "utter_picked", picked="De taal", ticked=["language"], buttons_from="utter_ask_hard"
    )
    assert "✓ De taal" in titles(message)
    [ticked] = [b for b in message["buttons"] if b["title"] == "✓ De taal"]
    assert ticked["payload"] != '/answer{"hard":"language"}', "a second press takes the tick away"
    assert titles(message)[-1] == "Klaar"


def test_the_menu_is_always_there_and_marked_as_menu() -> None:
    message = say("utter_ask_size", number=2, menu="utter_menu_question")
    menu = [b["title"] for b in message["buttons"] if b.get("kind") == MENU]
    assert menu[0] == "Overslaan"
    assert "Hulp nu" in menu


def test_the_buttons_of_a_question_can_say_which_place_it_is_about() -> None:
    message = say("utter_report_what", "fr", name="De Zuidpoort", about={"at": "1a2b3c4d"})
    payloads = [b["payload"] for b in message["buttons"]]
    assert '/report_wrong_info{"wrong":"closed","at":"1a2b3c4d"}' in payloads
    assert all(p.endswith(',"at":"1a2b3c4d"}') and len(p.encode()) <= 64 for p in payloads)


def test_the_button_of_a_card_stands_after_the_question_and_before_the_menu() -> None:
    right = {"title": "Klopt dit? (1)", "payload": '/report_wrong_info{"at":"1a2b3c4d"}'}
    message = say("utter_first_step_buttons", beside=[right], menu="utter_menu_talk")
    kinds = [b.get("kind", "") for b in message["buttons"]]
    assert kinds == sorted(kinds, key=["", BESIDE, MENU].index)
    assert [b for b in message["buttons"] if b.get("kind") == BESIDE] == [{**right, "kind": BESIDE}]
    [alone] = say("utter_place_card", card="1. De Zuidpoort", beside=[right])["buttons"]
    assert alone["kind"] == BESIDE


def test_the_order_of_the_wishes_can_be_turned() -> None:
    order = ["near_home", "together"]
    message = say("utter_ask_wish", number=1, order=order)
    assert titles(message)[:2] == ["Mensen dicht bij huis", "Samen iets doen met iemand"]


def test_no_button_stands_twice() -> None:
    message = say("utter_stopped", menu="utter_menu_talk")
    payloads = [b["payload"] for b in message["buttons"]]
    assert len(payloads) == len(set(payloads))


def test_a_way_that_may_not_be_offered_has_no_button() -> None:
    left_out = "own_people_together"
    payloads = [b["payload"] for b in say("utter_ask_wish", number=1)["buttons"]]
    assert any(left_out in payload for payload in payloads)
    fewer = say("utter_ask_wish", number=1, without=[left_out])["buttons"]
    assert not any(left_out in button["payload"] for button in fewer)
