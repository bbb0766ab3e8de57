"""What is heard in a typed sentence: answers, places, and what cannot wait."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.dialogue.danger import Danger
from bot.dialogue.hear import AnswerWords, Certainty, PlaceNames, named_places


def rules_alone() -> Danger:
    """The last component without what it learnt: only the phrases speak."""
    return Danger(None, None)  # type: ignore[arg-type]


def hear(text: str, intent: str = "greet") -> Message:
    message = Message({TEXT: text, INTENT: {"name": intent, "confidence": 0.4}})
    for component in (AnswerWords(), PlaceNames(), Certainty(), rules_alone()):
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
        ("ik heb geen auto om ergens te komen", []),
        ("ik heb schrik om in groep te komen", []),
        ("ik durf geen voedselpakket te halen", []),
        ("van de ene miserie in meer", []),
        ("IK HEB GEEN AUTO OM ER TE KOMEN", []),
        ("meer", []),
        ("ik woon in halen", ["halen"]),
        ("j'viens de Charleroi mais j'habite à Bruxelles maintenant", ["Bruxelles"]),
        ("ik kom van Gent", ["Gent"]),
        ("j'habite Molenbeek et je cherche du monde", ["Molenbeek"]),
        ("ik woon te Halen", ["Halen"]),
        ("ik zoek iets in Komen", ["Komen"]),
        ("niet in Gent", []),
        ("non, pas à Gand", []),
        ("waarom niet in Gent?", ["Gent"]),
        ("pourquoi pas à Gand ?", ["Gand"]),
    ],
)
def test_a_town_is_only_heard_when_it_is_named(text: str, place: list[str]) -> None:
    assert named_places(text) == place


@pytest.mark.parametrize(
    "text", ["nee, Aalst bedoel ik", "nee niet in Gent, Aalst", "sorry, Aalst", "ni gent ma aalst"]
)
def test_a_correction_names_the_town_that_is_meant(text: str) -> None:
    message = hear(text)
    assert [v.lower() for k, v in entities(message) if k == "place"] == ["aalst"]


@pytest.mark.parametrize(
    "text", ["nee, niet het geld, de kinderen", "non, pas l'argent, les enfants"]
)
def test_a_correction_may_be_one_word(text: str) -> None:
    assert ("short", "hard:children") in entities(hear(text))


def test_danger_wins_whatever_the_classifier_thought() -> None:
    assert hear("bedankt maar ik wil dood", "thank").get(INTENT)["name"] == "crisis_suicide"
    assert hear("mon mari me frappe", "greet").get(INTENT)["name"] == "crisis_violence"


@pytest.mark.parametrize(
    "text", ["mijn man slaat mij en ik wil dood", "ik wil dood want mijn man slaat mij"]
)
def test_of_two_dangers_a_life_comes_first(text: str) -> None:
    assert hear(text).get(INTENT)["name"] == "crisis_suicide"


@pytest.mark.parametrize("text", ["ik ben verkracht", "j'ai été violée"])
def test_who_was_raped_is_in_danger_and_named_apart(text: str) -> None:
    message = hear(text, "nlu_fallback")
    assert message.get(INTENT)["name"] == "crisis_violence"
    assert ("danger", "sexual_violence") in entities(message)
    assert ("danger", "violence_partner") not in entities(message)


def test_a_night_without_a_bed_comes_before_a_wish() -> None:
    message = hear("ik zoek een maatje en ik heb geen slaapplaats vannacht", "want_buddy")
    assert message.get(INTENT)["name"] == "structural_need"


def test_a_danger_comes_before_a_night_without_a_bed() -> None:
    text = "ik heb geen slaapplaats vannacht en ik wil dood"
    assert hear(text, "structural_need").get(INTENT)["name"] == "crisis_suicide"


@pytest.mark.parametrize("intent", ["deny", "goodbye", "further_away", "out_of_scope"])
def test_a_town_that_is_named_says_more_than_a_no(intent: str) -> None:
    assert hear("nee liever in Antwerpen", intent).get(INTENT)["name"] == "inform_place"


def test_a_pressed_button_is_not_searched_for_words() -> None:
    message = Message({TEXT: '/answer{"hard":"money"}'})
    AnswerWords().process([message])
    assert not message.get(ENTITIES)


# -- strong actions need certainty ---------------------------------------------------------------


def guessed(text: str, intent: str, confidence: float, **others: float) -> str:
    """The intent that remains of a guess."""
    message = Message({TEXT: text, INTENT: {"name": intent, "confidence": confidence}})
    ranking = [{"name": intent, "confidence": confidence}]
    ranking += [{"name": name, "confidence": share} for name, share in others.items()]
    message.set("intent_ranking", ranking)
    for component in (AnswerWords(), PlaceNames(), Certainty(), rules_alone()):
        component.process([message])
    return str(message.get(INTENT)["name"])


def test_who_wants_a_sweetheart_is_not_told_about_danger() -> None:
    assert guessed("ik wil een lief", "ask_human", 0.3) == "nlu_fallback"


def test_who_cares_for_a_mother_is_not_taken_for_a_stranger() -> None:
    text = "kom nergens meer"
    assert guessed(text, "migration_background", 0.32) == "nlu_fallback"
    assert guessed(text, "new_poverty", 0.39) == "nlu_fallback"


def test_who_says_it_in_so_many_words_needs_no_certainty() -> None:
    assert guessed("ik ben vluchteling", "migration_background", 0.3) == "migration_background"
    assert guessed("sinds de scheiding", "new_poverty", 0.3) == "new_poverty"


def test_whose_husband_left_keeps_what_was_told() -> None:
    assert guessed("mijn man is weg", "quick_away", 0.4) == "nlu_fallback"
    assert guessed("ils ont effacé mon dossier", "forget_me", 0.41) == "nlu_fallback"
    assert guessed("hij komt binnen, weg hier", "quick_away", 0.9) == "quick_away"


def test_a_row_of_letters_ends_no_talk() -> None:
    assert guessed("aaaaaaa", "goodbye", 0.6) == "nlu_fallback"
    assert guessed("a b a b", "goodbye", 0.88) == "nlu_fallback"
    assert guessed("stop", "stop", 0.9) == "stop"


def test_who_sits_on_the_street_is_never_shown_the_door() -> None:
    assert guessed("hey ik zit op straat", "stop", 0.34) == "structural_need"


def test_a_weak_guess_with_an_answer_in_it_is_an_answer() -> None:
    assert guessed("ik heb geen geld en zo", "goodbye", 0.25) == "inform_barrier"


def test_a_guess_of_danger_that_the_last_component_does_not_hear_gives_way_to_the_next() -> None:
    assert guessed("het is hier erg", "crisis_violence", 0.6, express_doubt=0.3) == "express_doubt"
    assert guessed("het is hier erg", "crisis_violence", 0.6) == "nlu_fallback"


def test_a_long_story_is_no_question_what_the_ways_are() -> None:
    story = (
        "moi j'viens de Charleroi mais j'habite à Bruxelles maintenant et chuis toute seule avec "
        "mes ketjes y a pas moyen de trouver quelqu'un pour babbeler autour d'une jatte de café"
    )
    assert guessed(story, "ask_work_model", 0.5) == "inform_barrier"
    assert guessed("c'est quoi un buddy", "ask_work_model", 0.5) == "ask_work_model"


@pytest.mark.parametrize(
    ("text", "intent", "refused"),
    [
        ("je ne veux pas être bénévole", "want_organisation", "be_useful"),
        ("pas de buddy svp", "want_buddy", "together"),
        ("je cherche pas d'aide à la maison", "want_context", "help_at_home"),
        ("ik wil geen vrijwilligerswerk", "want_organisation", "be_useful"),
        ("ik wil niet dat mijn familie het weet", "want_own_network", "meant"),
        ("nee toch niet", "deny", "last"),
    ],
)
def test_what_is_turned_down_is_heard_as_such(text: str, intent: str, refused: str) -> None:
    heard = entities(hear(text, intent))
    assert ("refused", refused) in heard
    assert not any(kind == "wish" for kind, _ in heard)
