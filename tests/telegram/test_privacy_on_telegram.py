"""After talks of all kinds: who it was stands nowhere, and neither does the token."""

from __future__ import annotations

import re
import sqlite3
import struct
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from auxil.telegram_bot import RunningBot
from auxil.telegram_people import Person
from auxil.telegram_server import TelegramServer
from auxil.telegram_steps import all_done, answered, at_once, hears, kept, soon

NAME, USERNAME, LAST_NAME = "Zwaantjevlinder", "vlinder_van_ledeberg", "Kerselaere"
POINT = (51.03642, 3.74431)
"""In Ledeberg; nobody else stands exactly there."""


def someone(telegram: TelegramServer, language: str = "nl") -> Person:
    """A person with a profile that tells more than the bot needs."""
    person = telegram.person(language, first_name=NAME)
    for profile in (person.user, person.chat):
        profile.update({"username": USERNAME, "last_name": LAST_NAME})
    return person


def shares_where(telegram: TelegramServer) -> Person:
    """Someone who shares where they are."""
    person = someone(telegram)
    answered(person, person.starts)
    answered(person, person.presses, "Nederlands")
    answered(person, person.presses, "Start")
    answered(person, person.shares_location, *POINT)
    return person


def sends_all_kinds(telegram: TelegramServer) -> Person:
    person = someone(telegram, "fr")
    answered(person, person.starts, "fr-1000")
    for act in (person.sends_contact, person.sends_voice, person.sends_document):
        answered(person, act)
    answered(person, person.says, f"je m'appelle {NAME}, mon numéro est 0470 12 34 56")
    return person


def is_in_danger(telegram: TelegramServer) -> Person:
    person = someone(telegram)
    answered(person, person.starts)
    answered(person, person.says, "mijn man slaat mij")
    return person


def blocks(telegram: TelegramServer) -> Person:
    """Someone who blocks the bot while it answers."""
    person = someone(telegram)
    answered(person, person.starts)
    person.blocks()
    return person


def wipes(telegram: TelegramServer) -> Person:
    person = someone(telegram)
    answered(person, person.starts)
    person.says("/wis")
    hears(person, "Alles is gewist.")
    return person


TALKS: list[Callable[[TelegramServer], Person]] = [
    shares_where,
    sends_all_kinds,
    is_in_danger,
    blocks,
    wipes,
]


@pytest.fixture(scope="module")
def people(telegram: TelegramServer, bot: RunningBot) -> list[Person]:
    """Five people after their talks, with nothing under way any more."""
    found = at_once([partial(talk, telegram) for talk in TALKS])
    soon(lambda: all_done(bot))
    return found


def rows(bot: RunningBot, query: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(bot.database) as database:
        return list(database.execute(query))


def files(bot: RunningBot) -> Iterator[tuple[Path, bytes]]:
    """All that the bot wrote: its database with what belongs to it, and its log."""
    for path in bot.var.rglob("*"):
        if path.is_file():
            yield path, path.read_bytes()


def traces(coordinate: float) -> list[re.Pattern[bytes]]:
    """A coordinate as it may be written: to a kilometre as text, or whole as a number."""
    whole, digits = f"{coordinate:.2f}".split(".")
    # Not inside another number, and none that is as small as a confidence (3.74e-05).
    text = rf"(?<![\d.]){whole}[.,]{digits}(?!\d*e-)".encode()
    binary = [struct.pack(order, coordinate) for order in (">d", "<d", ">f", "<f")]
    return [re.compile(text), *(re.compile(re.escape(number)) for number in binary)]


def test_no_file_names_a_person(people: list[Person], bot: RunningBot) -> None:
    seen = {path.name for path, _ in files(bot)}
    assert {"bot.log", bot.database.name} <= seen
    for path, content in files(bot):
        for person in people:
            assert str(person.id).encode() not in content, path
        for told in (NAME, USERNAME, LAST_NAME, "0470 12 34 56", "32470000000"):
            assert told.encode() not in content, (path, told)


def test_no_file_tells_where_somebody_stood(people: list[Person], bot: RunningBot) -> None:
    for path, content in files(bot):
        for pattern in (p for coordinate in POINT for p in traces(coordinate)):
            assert not pattern.search(content), path
    # What was made of it is kept: the town.
    assert kept(bot, people[0])["place"].startswith("9050 ")


def test_the_token_stands_in_no_file(people: list[Person], bot: RunningBot) -> None:
    secret = bot.server.token.split(":")[1]
    for path, content in files(bot):
        assert secret.encode() not in content, path


def test_of_an_update_that_is_done_only_its_number_is_kept(
    people: list[Person], bot: RunningBot
) -> None:
    kept = rows(bot, "SELECT update_id, chat, body FROM telegram_inbox")
    assert {update["update_id"] for update in bot.server.queue.all} >= {row[0] for row in kept}
    # What these five sent; another file may have left more.
    assert len(kept) >= 15
    assert all((chat, body) == (None, None) for _, chat, body in kept)


def test_nothing_is_left_to_be_sent(people: list[Person], bot: RunningBot) -> None:
    assert rows(bot, "SELECT id FROM telegram_outbox") == []


def test_the_log_says_nothing_of_what_was_said(people: list[Person], bot: RunningBot) -> None:
    said = {shown.text for person in people for shown in person.history if len(shown.text) > 8}
    log = bot.log()
    assert log
    assert not any(text in log for text in said)
