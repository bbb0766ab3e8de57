"""What is heard in a typed sentence: answers, places, and what cannot wait."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.dialogue.hear import AnswerWords, DangerWords, PlaceNames, named_places


def hear(text: str, intent: str = "greet") -> Message:
    message = Message({TEXT: text, INTENT: {"name": intent, "confidence": 0.4}})
    for component in (AnswerWords(), PlaceNames(), DangerWords()):
        component.process([message])
    return message


def entities(message: Message) -> set[tuple[str, Any]]:
    return {(e["entity"], e["value"]) for e in message.get(ENTITIES)}


def test_a_long_sentence_fills_several_answers() -> None:
    heard = entities(hear("ik woon in Gent en zoek een maatje maar ik heb geen geld voor de bus"))
    assert {("wish", "together"), ("hard", "money"), ("place", "Gent")} <= heard


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ik zoek iets in gent", ["gent"]),
        ("9000", ["9000"]),
        ("je cherche à Molenbeek", ["Molenbeek"]),
        ("Sint-Niklaas", ["Sint-Niklaas"]),
        ("mijn trui is geel", []),
        ("ik eet graag ham", []),
        ("j'ai 2000 euros de dettes", []),
        ("ik zit zonder werk sinds 2018", []),
        ("2018", ["2018"]),
    ],
)
def test_a_town_is_only_heard_when_it_is_named(text: str, place: list[str]) -> None:
    assert named_places(text) == place


def test_danger_wins_whatever_the_classifier_thought() -> None:
    assert hear("bedankt maar ik wil dood", "thank").get(INTENT)["name"] == "crisis_suicide"
    assert hear("mon mari me frappe", "greet").get(INTENT)["name"] == "crisis_violence"


def test_a_night_without_a_bed_comes_before_a_wish() -> None:
    message = hear("ik zoek een maatje en ik heb geen slaapplaats vannacht", "want_buddy")
    assert message.get(INTENT)["name"] == "structural_need"


def test_a_pressed_button_is_not_searched_for_words() -> None:
    message = Message({TEXT: '/answer{"hard":"money"}'})
    AnswerWords().process([message])
    assert not message.get(ENTITIES)
