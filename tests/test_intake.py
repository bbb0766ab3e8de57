"""The one door: who speaks, what is masked, what counts, and what happens when something fails."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest
from auxil.here import CHANNEL, Here
from auxil.talk import Talk, pattern
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.bootstrap import words
from bot.core.privacy import MASK

_numbers = itertools.count()


@pytest.fixture
def talk(here: Here) -> Talk:
    """Somebody who just chose Dutch and began."""
    talk = Talk(here.send, f"intake {next(_numbers)}")
    talk.says("hallo")
    talk.presses("Nederlands")
    talk.presses("Start")
    return talk


def database() -> bytes:
    """Everything that lies on disk."""
    folder = Path(os.environ["NETWERKWIJZER_VAR"])
    return b"".join(path.read_bytes() for path in folder.glob("netwerkwijzer.db*"))


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("ik heet Abrahamina en zoek een maatje", "Abrahamina"),
        ("je m'appelle Abrahamina", "Abrahamina"),
        ("bel mij op 0470 98 76 54", "98 76 54"),
        ("mail naar abrahamina@example.org", "abrahamina"),
        ("ik woon in de Abrikozenstraat 77 in Gent", "Abrikozenstraat"),
        ("85.07.30-033.28 is mijn nummer", "033.28"),
    ],
)
def test_what_points_at_a_person_never_reaches_the_store(
    here: Here, talk: Talk, text: str, secret: str
) -> None:
    talk.says(text)
    tracker = here.tracker(talk._sender)
    assert tracker is not None
    said = [e.text or "" for e in tracker.events if isinstance(e, UserUttered)]
    assert MASK in said[-1]
    assert secret not in repr([e.as_dict() for e in tracker.events])
    assert secret.encode() not in database()


def test_the_sender_is_a_pseudonym(here: Here, talk: Talk) -> None:
    assert here.tracker(talk._sender) is not None
    assert talk._sender.encode() not in database()


def test_the_same_person_on_two_channels_is_two_talks(here: Here, talk: Talk) -> None:
    loop = here._loop
    other = loop.run_until_complete(here.intake.receive("another", talk._sender, "hallo"))
    assert pattern("utter_ask_language", "nl").fullmatch(other[0].text)
    assert CHANNEL != "another"


def test_the_title_of_a_button_may_be_typed(talk: Talk) -> None:
    talk.says("mensen dicht bij huis")
    talk.hears("utter_picked")
    talk.says("KLAAR")
    talk.hears("utter_ask_hard")


@pytest.mark.parametrize(
    ("command", "key"),
    [
        ("/help", "utter_help"),
        ("/stop", "utter_stopped"),
        ("/taal", "utter_choose_language"),
        ("/langue", "utter_choose_language"),
        ("/mens", "utter_human"),
        ("/hulp", "utter_help_now"),
        ("/wis", "utter_forgotten"),
        ("/start", "utter_again_wish"),
    ],
)
def test_the_few_commands_may_be_typed_at_any_time(talk: Talk, command: str, key: str) -> None:
    talk.says(command)
    talk.hears(key)


def away_for_two_hours(here: Here, sender: str) -> None:
    """Moves everything that was said two hours back in time."""
    before = here.tracker(sender)
    assert before is not None
    events = list(before.events)
    for event in events:
        event.timestamp -= 2 * 60 * 60
    here.store.erase(here.who(sender))
    after = DialogueStateTracker.from_events(here.who(sender), events, before.slots.values())
    here._loop.run_until_complete(here.agent.tracker_store.save(after))


def test_who_comes_back_is_greeted_with_what_is_known(here: Here, talk: Talk) -> None:
    talk.presses("Mensen dicht bij huis")
    talk.presses("Klaar")
    away_for_two_hours(here, talk._sender)
    talk.says("de bus is te duur")
    talk.hears("utter_welcome_back", "utter_heard")
    assert "Mensen dicht bij huis" in talk.texts()[0]
    assert {"Verder", "Opnieuw"} <= set(talk.titles())


def test_who_comes_back_in_danger_is_helped_first(here: Here, talk: Talk) -> None:
    talk.presses("Mensen dicht bij huis")
    talk.presses("Klaar")
    away_for_two_hours(here, talk._sender)
    talk.says("ik wil dood")
    assert "112" in talk.texts()[0]
    assert not any(pattern("utter_welcome_back", "nl").fullmatch(t) for t in talk.texts())


def test_who_comes_back_with_a_button_just_goes_on(here: Here, talk: Talk) -> None:
    talk.presses("Mensen dicht bij huis")
    away_for_two_hours(here, talk._sender)
    talk.presses("Klaar")
    talk.hears("utter_ask_hard")
    assert len(talk.texts()) == 1


def test_who_writes_french_all_at_once_is_answered_in_french(talk: Talk) -> None:
    talk.presses("Mensen dicht bij huis")
    talk.presses("Klaar")
    talk.says("je ne comprends pas bien le néerlandais et le bus est trop cher pour moi")
    talk.language = "fr"
    talk.hears("utter_language_followed")


@pytest.mark.parametrize(("language", "hello"), [("nl", "hallo"), ("fr", "bonjour")])
def test_a_store_that_fails_gives_an_apology_and_a_person(
    here: Here, monkeypatch: pytest.MonkeyPatch, language: str, hello: str
) -> None:
    async def broken(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(here.agent.tracker_store, "retrieve", broken)
    [reply] = here.send(f"broken {language}", hello)
    assert reply["text"] == words().text("utter_sorry", language)
    assert "112" in reply["text"]
    assert "0800 13 500" in reply["text"]


def test_an_action_that_fails_gives_an_apology_in_the_persons_language(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = Talk(here.send, f"failing {next(_numbers)}", "fr-simple")
    talk.says("bonjour")
    talk.presses("Français facile")

    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no answer from the actions")

    monkeypatch.setattr(here.agent, "handle_message", broken)
    talk.says("commencer")
    talk.hears("utter_sorry")


def test_an_assistant_that_is_not_loaded_still_answers(here: Here) -> None:
    from bot.wiring import make_intake

    intake = make_intake(lambda: None)
    [reply] = here._loop.run_until_complete(intake.receive("here", "early", "bonjour"))
    assert reply.text == words().text("utter_sorry", "fr")


def test_no_two_answers_running_are_the_same(talk: Talk) -> None:
    before: list[str] = []
    for _ in range(6):
        talk.says("ben jij een robot?")
        assert talk.texts() != before
        before = talk.texts()
    assert len(before) >= 2
