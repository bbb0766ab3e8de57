"""The one door: who speaks, what is masked, what counts, and what happens when something fails."""

from __future__ import annotations

import itertools
import os
import time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from auxil.here import CHANNEL, Here
from auxil.talk import Talk, begun, pattern
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.bootstrap import words
from bot.channels.local import LocalActions
from bot.core.privacy import MASK

_numbers = itertools.count()


@pytest.fixture
def talk(here: Here) -> Talk:
    """Somebody who just chose Dutch and began."""
    return begun(here.send, "intake")


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


def test_who_comes_back_with_a_button_just_goes_on(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time
    monkeypatch.setattr("bot.turn.time.time", lambda: now() + 2 * 60 * 60)
    talk.presses("Mensen dicht bij huis")
    talk.hears("utter_picked")
    assert len(talk.texts()) == 1


FRENCH = "Vous préférez le français\u00a0?"


def test_who_writes_french_all_at_once_is_offered_french_and_nothing_is_switched(
    talk: Talk,
) -> None:
    talk.presses("Mensen dicht bij huis")
    talk.presses("Klaar")
    talk.says("je ne comprends pas bien le néerlandais et le bus est trop cher pour moi")
    assert talk.texts()[0] == FRENCH
    talk.hears("utter_heard")
    talk.presses("Continuer en français")
    talk.language = "fr"
    talk.hears("utter_language_changed")


def test_who_goes_on_in_french_is_asked_every_second_time(talk: Talk) -> None:
    sentences = (
        "je voudrais rencontrer des gens dans mon quartier",
        "le bus est vraiment trop cher pour moi et je suis fatiguée",
        "je voudrais parler avec quelqu'un de mon quartier ce soir",
    )
    asked = []
    for sentence in sentences:
        talk.says(sentence)
        asked.append(FRENCH in talk.texts())
    assert asked == [True, False, True]


def test_easier_words_are_offered_to_who_reads_easy_words(talk: Talk) -> None:
    talk.says("makkelijker")
    talk.language = "nl-simple"
    talk.hears("utter_language_changed")
    talk.says("je voudrais rencontrer des gens dans mon quartier")
    assert talk.texts()[0] == "Voulez-vous parler français\u00a0?"
    talk.presses("Continuer en français")
    talk.language = "fr-simple"
    talk.hears("utter_language_changed")


def test_english_in_a_dutch_talk_is_offered_too(talk: Talk) -> None:
    talk.says("i would like to meet people in my neighbourhood please")
    assert talk.texts()[0] == "Would you rather talk in English?"
    talk.presses("Go on in English")
    talk.language = "en"
    talk.hears("utter_language_changed")


def test_a_language_that_is_not_spoken_gets_one_line_and_is_understood_all_the_same(
    talk: Talk,
) -> None:
    talk.says("estoy sola y no conozco a nadie")
    assert talk.texts()[0].startswith("Solo hablo estos idiomas: Nederlands, English, français.")
    assert "112" in talk.texts()[0]
    talk.hears("utter_loneliness")
    talk.says("necesito hablar con alguien")
    assert not any("Solo hablo" in text for text in talk.texts())


def test_danger_in_another_language_of_ours_is_answered_in_it_without_an_offer(talk: Talk) -> None:
    talk.says("je veux mourir, je n'en peux plus, laissez-moi")
    talk.language = "fr"
    talk.hears("utter_crisis_suicide")
    assert FRENCH not in talk.texts()


def test_three_french_words_of_danger_in_a_dutch_talk_are_answered_in_french(talk: Talk) -> None:
    """In danger a guess at the language is enough; otherwise a whole sentence must be sure."""
    talk.says("je veux mourir")
    talk.language = "fr"
    talk.hears("utter_crisis_suicide", "utter_crisis_suicide_line")


def test_who_types_the_title_of_what_is_ticked_keeps_it(talk: Talk) -> None:
    """Only a press on the tick takes it away."""
    talk.presses("Iets doen voor anderen")
    talk.says("iets doen voor anderen")
    talk.hears_not("utter_answer_removed")
    talk.hears("utter_picked")
    talk.presses("Iets doen voor anderen")
    talk.hears("utter_answer_removed")


@pytest.mark.parametrize(("language", "hello"), [("nl", "hallo"), ("fr", "bonjour")])
def test_a_store_that_fails_gives_an_apology_and_a_person(
    here: Here, monkeypatch: pytest.MonkeyPatch, language: str, hello: str
) -> None:
    async def broken(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(here.store, "retrieve", broken)
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


def known(talk: Talk) -> str:
    """What the assistant says that it knows."""
    talk.says({"nl": "hallo", "fr": "bonjour"}[talk.language[:2]])
    talk.hears("utter_welcome_back")
    return "\n".join(talk.texts())


@pytest.fixture
def french(here: Here) -> Talk:
    """Somebody at the second question, in easy French."""
    talk = Talk(here.send, f"intake fr {next(_numbers)}", "fr-simple")
    talk.says("bonjour")
    talk.presses("Français facile")
    talk.presses("Commencer")
    talk.presses("Aider les autres")
    talk.presses("J'ai fini")
    return talk


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("mon numéro c'est le 0470/98.76.54", "98.76.54"),
        ("j'habite rue des Abricotiers 77 à Schaerbeek", "Abricotiers"),
        ("mon nom est Abrahamine Van den Bossche", "Abrahamine"),
        ("écrivez à abrahamine.v@exemple.be svp", "abrahamine.v"),
        ("mon compte BE71 0961 2345 6769", "0961 2345"),
    ],
)
def test_the_same_in_french(here: Here, french: Talk, text: str, secret: str) -> None:
    french.says(text)
    tracker = here.tracker(french._sender)
    assert tracker is not None
    assert secret not in repr([e.as_dict() for e in tracker.events])
    assert secret.encode() not in database()


@pytest.mark.parametrize(
    "typed",
    [
        '/answer{"hard":"unheard_of"}',
        '/inform_place{"place":"9000 Gent"}',
        "/crisis_suicide",
        "/nlu_fallback",
        "/action_forget",
        "/answer",
    ],
)
def test_a_typed_payload_that_was_not_offered_starts_nothing(
    here: Here, french: Talk, typed: str
) -> None:
    before = here.tracker(french._sender)
    french.says(typed)
    french.hears("utter_old_button", "utter_ask_hard")
    after = here.tracker(french._sender)
    assert before is not None
    assert after is not None
    for slot in ("wish", "hard", "place", "raised", "language"):
        assert after.get_slot(slot) == before.get_slot(slot)
    intents = [e.intent_name for e in after.events if isinstance(e, UserUttered)]
    assert not {"crisis_suicide", "answer", "inform_place"} & set(intents[-1:])


@pytest.mark.parametrize("command", ["/help", "/help@netwerkwijzer", "/help alsjeblieft"])
def test_commands_as_channels_send_them(talk: Talk, command: str) -> None:
    talk.says(command)
    talk.hears("utter_help", "utter_again_wish")


@pytest.mark.parametrize("command", ["/taal", "/langue", "/language"])
def test_a_command_answers_in_the_persons_language(french: Talk, command: str) -> None:
    french.says(command)
    french.hears("utter_choose_language")
    french.presses("Nederlands")
    french.language = "nl"
    french.hears("utter_language_changed", "utter_ask_hard")
    assert "Iets doen voor anderen" in known(french)


def test_start_begins_a_talk_and_later_welcomes_back(here: Here, french: Talk) -> None:
    newcomer = Talk(here.send, f"start {next(_numbers)}")
    newcomer.says("/start")
    newcomer.hears("utter_ask_language_both")
    french.says("/start")
    french.hears("utter_welcome_back")
    assert "Aider les autres" in french.texts()[0]


def test_who_comes_back_in_french_is_greeted_in_french(here: Here, french: Talk) -> None:
    away_for_two_hours(here, french._sender)
    french.says("le bus est trop cher")
    french.hears("utter_welcome_back")
    french.speaks()
    assert "Aider les autres" in french.texts()[0]
    assert {"Continuer", "Recommencer"} <= set(french.titles())


@pytest.mark.parametrize("danger", ["mon mari me frappe", "il respire plus", "je veux mourir"])
def test_112_comes_before_any_welcome(here: Here, french: Talk, danger: str) -> None:
    away_for_two_hours(here, french._sender)
    french.says(danger)
    french.speaks()
    assert "112" in french.texts()[0]
    if danger == "mon mari me frappe":
        french.presses("Non")
    french.presses("Continuer")
    french.hears("utter_again_hard")


def test_who_only_says_hello_after_a_pause_is_welcomed_once(here: Here, french: Talk) -> None:
    away_for_two_hours(here, french._sender)
    french.says("bonjour")
    welcomes = [t for t in french.texts() if "Aider les autres" in t]
    assert len(welcomes) == 1, str(french)


def test_what_was_half_ticked_before_a_pause_still_counts(here: Here, talk: Talk) -> None:
    talk.presses("Mensen dicht bij huis")
    talk.hears("utter_picked")
    away_for_two_hours(here, talk._sender)
    talk.presses("Iets doen voor anderen")
    talk.says("/done")
    assert {"Mensen dicht bij huis", "Iets doen voor anderen"} <= {
        title
        for title in ("Mensen dicht bij huis", "Iets doen voor anderen")
        if title in known(talk)
    }, str(talk)


class Broken(RuntimeError):
    """Something that fails in the middle of a turn."""


def fails(*_: object, **__: object) -> None:
    raise Broken("abrikozentaart")


def test_an_action_that_breaks_gives_an_apology_in_the_persons_language(
    here: Here, french: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LocalActions, "request", fails)
    french.says("c'est gratuit ?")
    french.hears("utter_sorry")
    assert "112" in french.texts()[-1]
    assert "CAW" in french.texts()[-1]


@pytest.mark.parametrize("danger", ["je veux mourir", "mon mari me frappe", "il respire plus"])
def test_in_danger_112_is_named_even_when_the_actions_break(
    here: Here, french: Talk, monkeypatch: pytest.MonkeyPatch, danger: str
) -> None:
    monkeypatch.setattr(LocalActions, "request", fails)
    french.says(danger)
    french.speaks()
    assert "112" in "\n".join(french.texts())


def test_after_a_failure_the_talk_is_where_it_was(
    here: Here, french: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(LocalActions, "request", fails)
        french.says("c'est gratuit ?")
    french.presses("L'argent")
    french.hears("utter_picked")
    assert "Aider les autres" in known(french)


@pytest.mark.parametrize("message", ["le bus est trop cher pour moi", '/answer{"hard":"money"}'])
def test_a_database_that_breaks_gives_an_apology_not_a_new_talk(
    here: Here, french: Talk, monkeypatch: pytest.MonkeyPatch, message: str
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(here.store, "session_scope", fails)
        french.says(message)
        french.hears("utter_sorry")
        assert "112" in "\n".join(french.texts())
    french.presses("L'argent")
    french.hears("utter_picked")
    assert "Aider les autres" in known(french)


def only_reads(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA query_only = ON")


@pytest.mark.parametrize("what_breaks", ["an action", "the database"])
def test_a_failure_leaves_no_words_of_a_person_in_the_log(
    here: Here,
    french: Talk,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    what_breaks: str,
) -> None:
    if what_breaks == "an action":
        monkeypatch.setattr(LocalActions, "request", fails)
    else:
        sqlalchemy.event.listen(here.store.engine, "connect", only_reads)
    try:
        french.says("mon mot secret est pommesoufflee")
    finally:
        if what_breaks == "the database":
            sqlalchemy.event.remove(here.store.engine, "connect", only_reads)
    assert french.texts()
    out, err = capfd.readouterr()
    for log in (out, err, caplog.text):
        assert "pommesoufflee" not in log
        # What was to be written is what a person said; SQLAlchemy shows it unless told not to.
        assert "[parameters:" not in log
