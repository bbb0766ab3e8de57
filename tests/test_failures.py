"""What a person hears when something breaks: 112 where it counts, sorry, and never a lie."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from auxil.here import Here
from auxil.talk import Talk, begun
from rasa.shared.core.events import UserUttered

import actions.answers
import actions.asking
import actions.where
from bot.guide import Guide
from bot.incoming import Incoming
from bot.intake import Intake
from bot.replies import Reply


class Broken(RuntimeError):
    """Something that fails in the middle of a turn."""


def fails(*_: object, **__: object) -> Any:
    raise Broken("abrikozentaart")


@pytest.fixture
def talk(here: Here) -> Talk:
    """Somebody at the first question, in Dutch."""
    return begun(here.send, "failures")


DANGER = {
    "hij ademt niet meer": "utter_crisis_medical",
    "ik wil dood": "utter_crisis_suicide",
    "/hulp": "utter_help_now",
}


@pytest.mark.parametrize("danger", DANGER)
def test_who_is_beaten_hears_112_when_the_help_lines_cannot_be_looked_up(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, danger: str
) -> None:
    """One action that breaks while a question is open, not all of them."""
    with monkeypatch.context() as broken:
        broken.setattr(Guide, "lines", fails)
        talk.says(danger)
    talk.hears(DANGER[danger], "utter_sorry")
    assert "112" in talk.texts()[0]
    talk.presses("Mensen dicht bij huis")
    talk.hears("utter_heard")


def test_who_is_beaten_hears_112_when_the_lines_for_it_cannot_be_looked_up(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk.says("mijn man slaat mij")
    with monkeypatch.context() as broken:
        broken.setattr(Guide, "lines", fails)
        talk.presses("Nee")
    talk.hears("utter_crisis_violence", "utter_sorry")
    assert "112" in talk.texts()[0]


def test_the_violence_stays_known_when_the_answer_to_it_breaks(
    here: Here, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that ways with the family are not offered afterwards."""
    with monkeypatch.context() as broken:
        broken.setattr(Guide, "lines", fails)
        talk.says("mijn man slaat mij")
    tracker = here.tracker(talk._sender)
    assert tracker is not None
    assert "violence" in tracker.get_slot("raised")


def test_who_asks_for_a_human_hears_sorry_and_a_number(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(Guide, "line", fails)
        talk.says("een mens")
        talk.hears("utter_sorry")
    assert "0800 13 500" in "\n".join(talk.texts())


@pytest.mark.parametrize("danger", DANGER)
def test_who_is_in_danger_hears_112_when_the_question_cannot_read_the_message(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, danger: str
) -> None:
    """The open question sees every message first: when it breaks, the danger goes on."""
    with monkeypatch.context() as broken:
        broken.setattr(actions.answers, "take", fails)
        talk.says(danger)
    talk.hears(DANGER[danger])
    assert "112" in talk.texts()[0]
    talk.hears_not("utter_sorry")


def test_who_answers_a_question_that_breaks_hears_sorry_and_the_question(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(actions.answers, "take", fails)
        talk.presses("Mensen dicht bij huis")
        talk.hears("utter_sorry", "utter_again_wish")
    talk.presses("Mensen dicht bij huis")
    talk.hears("utter_picked")


def test_who_comes_to_a_question_that_cannot_be_asked_hears_sorry(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk.presses("Mensen dicht bij huis")
    with monkeypatch.context() as broken:
        broken.setattr(actions.asking.AskQuestion, "act", fails)
        talk.presses("Klaar")
        talk.hears("utter_sorry")
    talk.says("ga door")
    talk.hears("utter_ask_hard")


def locked(*_: object) -> Any:
    """What SQLite says after five seconds when another program writes."""
    raise Broken("database is locked")


def test_wis_alles_is_not_confirmed_when_nothing_was_erased(
    here: Here, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(here.store, "write", locked)
        talk.says("wis alles")
    talk.hears("utter_sorry")
    talk.hears_not("utter_forgotten")
    assert here.tracker(talk._sender) is not None
    talk.says("wis alles")
    talk.hears("utter_forgotten")
    assert here.tracker(talk._sender) is None


def test_who_wants_to_die_hears_112_when_the_talk_cannot_be_kept(
    here: Here, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(here.store, "_additional_events", locked)
        talk.says("ik wil dood")
    talk.hears("utter_crisis_suicide", "utter_sorry")
    assert "112" in talk.texts()[0]
    tracker = here.tracker(talk._sender)
    assert tracker is not None
    said = [e.text for e in tracker.events if isinstance(e, UserUttered)]
    assert "ik wil dood" not in said


def test_who_wants_to_die_hears_112_when_the_talk_cannot_even_be_read(
    here: Here, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(here.store, "session_scope", locked)
    talk.says("ik wil dood")
    talk.hears("utter_crisis_suicide", "utter_sorry")
    assert "112" in talk.texts()[0]


def test_nothing_else_keeps_the_words_when_the_database_fails(
    here: Here, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rasa would go on in memory, where nothing is masked, erased or swept."""
    monkeypatch.setattr(here.store, "_additional_events", locked)
    talk.says("mijn geheime woord is abrikozentaart")
    talk.hears("utter_sorry")
    assert here.agent.tracker_store is here.store
    assert here.agent.processor is not None
    assert here.agent.processor.tracker_store is here.store


@pytest.mark.parametrize(
    "danger", ["j'aimerais ne pas me réveiller demain", "il a pris trop d'héroïne, il est bleu"]
)
def test_a_french_crisis_in_a_dutch_talk_begins_with_112(talk: Talk, danger: str) -> None:
    """Also where only the classifier hears it, and the language changes in the same message."""
    talk.says(danger)
    assert "112" in talk.texts()[0]


# -- what is said before an answer that comes again --------------------------------------------


def test_pain_is_not_answered_with_no_problem(talk: Talk) -> None:
    for text in ("ik ben zo alleen", "niemand houdt van mij", "ik voel mij heel eenzaam"):
        talk.says(text)
        talk.hears("utter_loneliness")
        for cold in ("utter_again_1", "utter_again_2", "utter_again_3"):
            talk.hears_not(cold)


def test_anger_is_answered_with_a_person_the_second_time(talk: Talk) -> None:
    for text in ("jij bent een stom ding", "wat een rotding ben jij"):
        talk.says(text)
    talk.hears("utter_again_anger_1")
    talk.hears_not("utter_frustration")
    assert "0800" in "\n".join(talk.texts())


def test_the_numbers_stay_when_a_crisis_is_told_twice(talk: Talk) -> None:
    for text in ("ik wil dood", "ik wil echt dood"):
        talk.says(text)
    talk.hears("utter_crisis_suicide", "utter_again_numbers_1")
    talk.says("ik wil dood")
    talk.hears("utter_crisis_suicide", "utter_again_numbers_2")


# -- one after the other -----------------------------------------------------------------------


def test_three_messages_of_one_person_are_answered_one_after_the_other(here: Here) -> None:
    """The third comes when the first is answered and the second still waits."""
    intake: Intake = here.intake
    busy, most = 0, 0

    async def answer(channel: str, who: str, said: Incoming, keep: object) -> list[Reply]:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        await asyncio.sleep(0.05)
        busy -= 1
        return [Reply(said.text)]

    async def three() -> None:
        first = asyncio.create_task(intake.receive("here", "three", "A"))
        second = asyncio.create_task(intake.receive("here", "three", "B"))
        await first
        third = asyncio.create_task(intake.receive("here", "three", "C"))
        await asyncio.gather(second, third)

    real, intake._answer = intake._answer, answer
    try:
        here._loop.run_until_complete(three())
    finally:
        intake._answer = real
    assert most == 1
    assert intake._locks == {}
