"""Who must be quick: everything off the screen, and nothing of the talk left with us."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from auxil.telegram_bot import RunningBot
from auxil.telegram_people import Person, Shown
from auxil.telegram_server import TelegramServer
from auxil.telegram_steps import PATIENCE, answered, at_once, hears, pseudonym_of, soon

from bot.bootstrap import words

DAY = 24 * 3600.0
MARKED = "kwispelstaartje"
"""A word that nobody else says: where it stands, something of the talk was kept."""

TELLS = {"nl": f"mijn man slaat mij, {MARKED}", "fr": f"mon mari me frappe, {MARKED}"}
BUTTON = {"nl": "Snel weg", "fr": "Partir vite"}

pytestmark = pytest.mark.usefixtures("bot")


def told(telegram: TelegramServer, language: str) -> Person:
    """Someone who told of violence."""
    person = telegram.person(language)
    answered(person, person.starts, f"{language}-9000")
    answered(person, person.says, TELLS[language])
    return person


def away(person: Person, language: str) -> Shown:
    """Waits until it is done; the one sentence that is left."""
    done = words().text("utter_quick_away_telegram", language)

    def gone(person: Person) -> bool:
        return [shown.text for shown in person.screen] == [done]

    person.wait(gone, PATIENCE)
    return person.screen[-1]


def kept_of(bot: RunningBot, person: Person) -> list[str]:
    """Where in the bot's files or tables something of a person is found."""
    found = []
    for path in (path for path in bot.var.rglob("*") if path.is_file()):
        content = path.read_bytes()
        found += [path.name for text in (MARKED, str(person.id)) if text.encode() in content]
    who = pseudonym_of(bot, person)
    with sqlite3.connect(bot.database) as database:
        for table, column in {
            "events": "sender_id",
            "telegram_inbox": "chat",
            "telegram_outbox": "chat",
            "telegram_chats": "chat",
        }.items():
            rows = database.execute(f"SELECT * FROM {table} WHERE {column} = ?", (who,)).fetchall()
            found += [table] * len(rows)
    return found


def test_who_tells_of_violence_finds_the_button_under_a_neutral_line(
    telegram: TelegramServer,
) -> None:
    for language, person in zip(
        BUTTON, at_once([partial(told, telegram, language) for language in BUTTON]), strict=True
    ):
        answer = person.screen[-1]
        first, then = answer.text.split("\n\n")[:2]
        # It shows on a locked screen.
        assert first == words().text("utter_neutral_line", language)
        assert "112" in then
        assert answer.silent
        shown_buttons = [button for row in answer.buttons for button in row]
        # Whether somebody reads along is asked first; the way out stands right under it.
        assert shown_buttons[2] == (BUTTON[language], "/quick_away")
        for shown in person.seen:
            head = shown.split("\n")[0].casefold()
            assert not any(w in head for w in ("112", "geweld", "violence", "slaat", "frappe"))


WAYS: dict[str, tuple[str, Callable[[Person], Any]]] = {
    "the button": ("nl", lambda person: person.presses("Snel weg")),
    "the French button": ("fr", lambda person: person.presses("Partir vite")),
    "/weg": ("nl", lambda person: person.says("/weg")),
    "/partir": ("fr", lambda person: person.says("/partir")),
    "in words": ("nl", lambda person: person.says("snel weg!")),
    "on an old keyboard": ("nl", lambda p: p.presses_data("/quick_away", p.screen[1].message_id)),
}


def test_everything_goes_from_the_screen_and_from_our_files(
    telegram: TelegramServer, bot: RunningBot
) -> None:
    def goes(way: str) -> tuple[str, Person]:
        language, acts = WAYS[way]
        person = told(telegram, language)
        assert kept_of(bot, person), "there was something to erase"
        acts(person)
        return way, person

    for way, person in at_once([partial(goes, way) for way in WAYS]):
        left = away(person, WAYS[way][0])
        assert left.buttons == [], way
        assert left.silent, way
        assert person.keyboard is None, way
        # It says how to delete the chat on the phone, and names nothing of the talk.
        assert "'Verwijderen'" in left.text or "« Supprimer »" in left.text, way
        assert [m.message_id for m in person.history if not m.deleted] == [left.message_id], way
        soon(lambda person=person: kept_of(bot, person) == [])
        presses = [p for p in telegram.presses.values() if p.person is person]
        assert all(press.answered for press in presses), way


def test_afterwards_nobody_is_known_any_more(telegram: TelegramServer) -> None:
    person = told(telegram, "nl")
    person.presses("Snel weg")
    away(person, "nl")
    shown = answered(person, person.says, "hallo")
    assert shown[0].text == words().text("utter_ask_language", "nl")
    # And it goes a second time, with what came since.
    person.says("/weg")
    person.wait(lambda p: not p.titles(), PATIENCE)
    closing = words().text("utter_quick_away_telegram", "nl")
    person.wait(lambda p: {shown.text for shown in p.screen} == {closing}, PATIENCE)


def test_who_leaves_while_places_still_arrive_gets_no_more_of_them(
    telegram: TelegramServer, bot: RunningBot
) -> None:
    person = telegram.person("nl")
    answered(person, person.starts, "nl-9000")
    answered(person, person.presses, "Start")
    answered(person, person.says, "toon alle 7 manieren")
    answered(person, person.presses, "Binnenlopen of meehelpen")
    person.presses("Toon plekken")
    hears(person, "\n\n1. ")
    # Two more cards, their pins and the question wait to be sent.
    person.says("/weg")
    away(person, "nl")
    # Nothing is left that could still be sent, and nothing came after the last sentence.
    soon(lambda: kept_of(bot, person) == [])
    assert away(person, "nl").message_id == max(m.message_id for m in person.history)
    assert not any(text.startswith("3. ") for text in person.seen)


def test_what_telegram_does_not_give_back_any_more_holds_up_nothing(
    telegram: TelegramServer,
) -> None:
    person = told(telegram, "nl")
    first = person.screen[0]
    telegram.make_older(person.id, first.message_id, 2 * DAY + 60)
    person.presses("Snel weg")
    closing = words().text("utter_quick_away_telegram", "nl")
    hears(person, closing)
    person.wait(lambda p: len(p.screen) == 2, PATIENCE)
    assert [shown.text for shown in person.screen] == [first.text, closing]


def test_who_has_everything_wiped_keeps_the_chat_but_no_buttons(
    telegram: TelegramServer, bot: RunningBot
) -> None:
    def wipes(acts: Callable[[Person], Any]) -> Person:
        person = told(telegram, "nl")
        before = len(person.screen)
        acts(person)
        # It says how to delete the chat on the phone, which is for Telegram alone.
        hears(person, words().text("utter_forgotten_telegram", "nl"))
        assert len(person.screen) > before, "what was said stays on the phone"
        return person

    ways: list[Callable[[Person], Any]] = [
        lambda person: person.says("wis alles"),
        lambda person: person.says("/wis"),
        lambda person: person.presses_data("/forget_me", person.screen[-1].message_id),
    ]
    for person in at_once([partial(wipes, way) for way in ways]):
        person.wait(lambda p: p.titles() == [], PATIENCE)
        assert person.keyboard is None
        soon(lambda person=person: kept_of(bot, person) == [])
