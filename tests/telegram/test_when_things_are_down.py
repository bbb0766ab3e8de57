"""Help is in reach when the model, the database or the action server is not; others hear sorry."""

from __future__ import annotations

import contextlib
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from auxil.server import ROOT, Server
from auxil.telegram_bot import RunningBot
from auxil.telegram_people import Person
from auxil.telegram_server import TelegramServer
from auxil.telegram_steps import PATIENCE, after, answered, newest
from auxil.telegram_talker import until

from bot import model
from bot.bootstrap import words

Act = Callable[[Person], object]
HELP: dict[str, tuple[str, Act]] = {
    "the command": ("nl", lambda person: person.says("/hulp")),
    "the French command": ("fr", lambda person: person.says("/aide")),
    "the button": ("nl", lambda person: person.presses(title("/help_now", "nl"))),
    "the French button": ("fr", lambda person: person.presses(title("/help_now", "fr"))),
    "danger in words": ("nl", lambda person: person.says("hij slaat mij, ik ben bang")),
    "danger in French words": ("fr", lambda person: person.says("je veux mourir")),
}
OTHER = {"nl": "ik zoek een plek om te praten", "fr": "je cherche un endroit pour parler"}
START = {"nl": "Start", "fr": "Commencer"}
QUESTION = {"nl": "Vraag 1.", "fr": "Question 1."}


def title(payload: str, language: str) -> str:
    """What stands on a button of the menu."""
    return words().title("utter_menu_talk", payload, language)


def sorry(language: str) -> str:
    """How the apology begins."""
    return words().text("utter_sorry", language).split(".")[0]


def in_a_talk(server: TelegramServer, language: str) -> Person:
    """Someone who chose a language and may begin."""
    person = server.person(language)
    answered(person, person.starts, f"{language}-9000")
    assert START[language] in person.titles()
    return person


def help_comes(person: Person, act: Act) -> None:
    """Asks for help; the first thing that is said names 112."""
    last = newest(person)
    act(person)
    person.wait(lambda p: after(p, last), PATIENCE)
    assert "112" in after(person, last)[0].text, str(person)


def is_sorry(person: Person, language: str) -> None:
    """Says something else; hears sorry in the person's language, with somebody to call."""
    last = newest(person)
    person.says(OTHER[language])
    person.wait(lambda p: after(p, last), PATIENCE)
    said = after(person, last)[0].text
    assert sorry(language) in said, str(person)
    assert "0800 13 500" in said


def goes_on(person: Person, language: str) -> None:
    """Where the talk stood before, it goes on: what was on the button then still counts."""
    shown = answered(person, person.says, START[language])
    assert QUESTION[language] in shown[-1].text


# --- the database --------------------------------------------------------------------------------

TABLES = ("events", "telegram_inbox", "telegram_outbox", "telegram_chats")
WRITES = ("INSERT", "UPDATE", "DELETE")


@contextlib.contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another program holds the database for itself."""
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


@contextlib.contextmanager
def removed(file: Path) -> Iterator[None]:
    """Somebody took the file away; later it comes back."""
    away = file.with_suffix(".away")
    file.rename(away)
    yield
    away.replace(file)


@contextlib.contextmanager
def unwritable(
    file: Path, tables: tuple[str, ...] = TABLES, writes: tuple[str, ...] = WRITES
) -> Iterator[None]:
    """Reading goes, writing fails; as on a full disk, also for who may do everything."""
    names = [f"full_{table}_{write}" for table in tables for write in writes]
    events = [(write, table) for table in tables for write in writes]
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as database:
        for name, (write, table) in zip(names, events, strict=True):
            fails = "SELECT RAISE(ABORT, 'the disk is full')"
            database.execute(f"CREATE TRIGGER {name} BEFORE {write} ON {table} BEGIN {fails}; END")
        yield
        for name in names:
            database.execute(f"DROP TRIGGER {name}")


@contextlib.contextmanager
def nothing_kept(file: Path) -> Iterator[None]:
    """Only talks cannot be written."""
    with unwritable(file, ("events",)):
        yield


@contextlib.contextmanager
def nothing_to_send(file: Path) -> Iterator[None]:
    """Only answers cannot be written."""
    with unwritable(file, ("telegram_outbox",), ("INSERT",)):
        yield


BROKEN = [locked, removed, unwritable, nothing_kept, nothing_to_send]


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.__name__)
def test_help_comes_without_a_database_and_the_talk_goes_on_when_it_is_back(
    telegram: TelegramServer,
    bot: RunningBot,
    broken: Callable[[Path], contextlib.AbstractContextManager[None]],
) -> None:
    helped = {way: in_a_talk(telegram, language) for way, (language, _) in HELP.items()}
    others = {language: in_a_talk(telegram, language) for language in OTHER}
    with broken(bot.database):
        for way, person in helped.items():
            help_comes(person, HELP[way][1])
        for language, person in others.items():
            is_sorry(person, language)
    for language, person in others.items():
        goes_on(person, language)


def test_what_was_sent_but_could_not_be_noted_is_not_sent_again(
    telegram: TelegramServer, bot: RunningBot
) -> None:
    person = telegram.person("nl")
    tries = bot.log().count("has to wait")
    with unwritable(bot.database, ("telegram_outbox",), ("DELETE",)):
        person.starts()
        person.wait(lambda p: p.titles(), PATIENCE)
        until(lambda: bot.log().count("has to wait") >= tries + 3)
    answered(person, person.presses, "Nederlands")
    assert len(telegram.called("sendMessage", person.id)) == 2


# --- the model -----------------------------------------------------------------------------------

ELSEWHERE = """
import sys
from pathlib import Path
from bot import model
model.MODELS = Path(sys.argv[1])
from bot.cli import main
sys.exit(main(sys.argv[2:]))
"""


class WithModels(RunningBot):
    """A bot that looks for its model in a folder of the test."""

    models = Path()

    def start(self, wait: bool = True) -> None:
        command = [sys.executable, "-c", ELSEWHERE, str(self.models), "telegram"]
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--port", str(self.port)],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        self.server.wait(lambda: self.server.called("getMe"), 120)


def missing(folder: Path) -> None:
    """There is no model."""


def half(folder: Path) -> None:
    """The disk was full when it was copied."""
    whole = model.model_path().read_bytes()
    (folder / model.model_path().name).write_bytes(whole[: len(whole) // 2])


def test_help_comes_without_a_model_and_talks_begin_when_it_is_back(tmp_path: Path) -> None:
    with TelegramServer() as server:
        bot = WithModels(server)
        bot.models = tmp_path
        for broken in (missing, half):
            broken(tmp_path)
            with bot:
                for language, act in HELP.values():
                    person = server.person(language)
                    # The apology has the button.
                    is_sorry(person, language)
                    help_comes(person, act)
        shutil.copy(model.model_path(), tmp_path)
        with bot:
            answered(person, person.says, "Bonjour")
            assert title("/help_now", "fr") in person.titles()
            assert sorry("fr") not in person.screen[-1].text


# --- the action server ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def two(filled_directory: None) -> Iterator[tuple[TelegramServer, Server]]:
    """`rasa run` with `rasa run actions` beside it, on Telegram."""
    with TelegramServer() as telegram, pytest.MonkeyPatch.context() as patch:
        patch.setenv("TELEGRAM_TOKEN", telegram.token)
        patch.setenv("TELEGRAM_API", telegram.url)
        with Server() as server:
            yield telegram, server


def test_help_comes_without_the_action_server_and_the_talk_goes_on_when_it_is_back(
    two: tuple[TelegramServer, Server],
) -> None:
    telegram, server = two
    helped = {way: in_a_talk(telegram, language) for way, (language, _) in HELP.items()}
    others = {language: in_a_talk(telegram, language) for language in OTHER}
    actions = server._processes[0]
    actions.send_signal(signal.SIGKILL)
    actions.wait()
    for way, person in helped.items():
        help_comes(person, HELP[way][1])
    for language, person in others.items():
        is_sorry(person, language)
    server._start("run", "actions", "--port", str(server.actions_port))
    server._wait(f"http://127.0.0.1:{server.actions_port}/health")
    for language, person in others.items():
        goes_on(person, language)
