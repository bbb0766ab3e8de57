"""Steps of a talk on Telegram: a person does something, and waits for the whole answer."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from auxil.telegram_bot import RunningBot
from auxil.telegram_people import TICK, Person, Shown

from bot.core.privacy import pseudonym

PATIENCE = 60
Result = TypeVar("Result")


def newest(person: Person) -> int:
    """The number of the newest message, deleted or not; 0 for none."""
    return max((shown.message_id for shown in person.history), default=0)


def after(person: Person, message_id: int) -> list[Shown]:
    """What the bot sent after that message and still shows."""
    return [m for m in person.screen if m.message_id > message_id and not m.mine]


def answered(person: Person, act: Callable[..., Any], *given: Any) -> list[Shown]:
    """Does something; the whole answer to it. A turn ends with what is asked."""
    last = newest(person)
    act(*given)

    def ended(_: Person) -> bool:
        new = after(person, last)
        return bool(new) and new[-1].asks

    person.wait(ended, PATIENCE)
    return after(person, last)


def ticks(person: Person, title: str, on: bool = True) -> None:
    """Presses an answer where several may be chosen; returns when it is ticked, or not any more."""
    person.presses(title)
    person.wait(lambda p: (TICK + title in p.titles()) is on, PATIENCE)


def hears(person: Person, text: str) -> Shown:
    """Waits until the bot shows a message with this in it; the newest such message."""

    def found(_: Person) -> list[Shown]:
        return [m for m in person.screen if text in m.text and not m.mine]

    person.wait(found, PATIENCE)
    return found(person)[-1]


def marked(shown: Shown, kind: str) -> list[str]:
    """The pieces of a text that stand out in one way (``bold``, ``text_link``)."""
    raw = shown.text.encode("utf-16-le")
    return [
        raw[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")
        for e in shown.html_entities
        if e["type"] == kind
    ]


def at_once(talks: Sequence[Callable[[], Result]]) -> list[Result]:
    """Several people talk side by side: each may get one message a second only."""
    with ThreadPoolExecutor(len(talks)) as pool:
        return [future.result() for future in [pool.submit(talk) for talk in talks]]


def soon(holds: Callable[[], Any]) -> None:
    """Waits until something holds of which Telegram tells nothing, such as what is in a file."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it did not hold"
        time.sleep(0.05)


def all_done(bot: RunningBot) -> bool:
    """Whether nothing is still to be answered or sent."""
    waiting = (
        "SELECT update_id FROM telegram_inbox WHERE body IS NOT NULL "
        "UNION ALL SELECT id FROM telegram_outbox"
    )
    with sqlite3.connect(bot.database) as database:
        return not database.execute(waiting).fetchall()


def pseudonym_of(bot: RunningBot, person: Person) -> str:
    """Under which name the bot keeps what it knows of somebody."""
    secret = bot.environment["NETWERKWIJZER_SECRET"].encode()
    return pseudonym(secret, "telegram", str(person.id))


def kept(bot: RunningBot, person: Person) -> dict[str, Any]:
    """What the bot keeps of a talk: the newest value of each slot."""
    query = "SELECT data FROM events WHERE sender_id = ? AND type_name = 'slot' ORDER BY id"
    with sqlite3.connect(bot.database) as database:
        rows = database.execute(query, (pseudonym_of(bot, person),)).fetchall()
    events = [json.loads(data) for (data,) in rows]
    return {event["name"]: event["value"] for event in events}
