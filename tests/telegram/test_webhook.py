"""Updates that come by webhook, and one bot only that listens: here, there, or by polling."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
from auxil.server import free_port
from auxil.telegram_api import Api
from auxil.telegram_bot import WEBHOOK_SECRET, RunningBot
from auxil.telegram_people import Person
from auxil.telegram_server import TelegramServer
from auxil.telegram_steps import PATIENCE, answered
from auxil.telegram_talker import converse, someone, until

HEADER = "X-Telegram-Bot-Api-Secret-Token"
WEBHOOK = ("TELEGRAM_WEBHOOK_URL", "TELEGRAM_SECRET")


@pytest.fixture(scope="module")
def bot(server: TelegramServer) -> Iterator[RunningBot]:
    """A bot that is called by webhook."""
    with RunningBot(server, webhook=True) as running:
        server.wait(lambda: server.queue.webhook.url, PATIENCE)
        yield running


def address(bot: RunningBot) -> str:
    return bot.environment["TELEGRAM_WEBHOOK_URL"]


def post(bot: RunningBot, body: Any, secret: str | bytes | None = WEBHOOK_SECRET) -> int:
    """Calls the webhook; the status of its answer."""
    headers = {} if secret is None else {HEADER: secret}
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return requests.post(address(bot), data=data, headers=headers, timeout=30).status_code


def says(person: Person, update_id: int, text: str = "hallo") -> dict[str, Any]:
    """An update in which this person types something."""
    message = {"message_id": 1, "from": person.user, "chat": person.chat, "date": int(time.time())}
    return {"update_id": update_id, "message": {**message, "text": text}}


def new_person(server: TelegramServer) -> Person:
    """Someone whom the bot may write to, though nothing of theirs was delivered."""
    person = server.person("nl")
    person.started = True
    return person


# --- delivery ------------------------------------------------------------------------------------


def test_a_whole_talk_comes_by_webhook(server: TelegramServer, bot: RunningBot) -> None:
    webhook = server.queue.webhook
    assert (webhook.url, webhook.secret) == (address(bot), WEBHOOK_SECRET)
    talker = someone(server, bot, "9000", typed=frozenset({"hard"}), shares=True)
    converse(server, [talker])
    talker.check()
    assert talker.said_again() == []
    assert not server.called("getUpdates")


@pytest.mark.parametrize(
    "secret",
    [None, "", "wrong", WEBHOOK_SECRET[:-1], WEBHOOK_SECRET + "x", WEBHOOK_SECRET.upper(), b"\xe9"],
)
def test_who_does_not_know_the_secret_gets_nowhere(
    server: TelegramServer, bot: RunningBot, secret: str | bytes | None
) -> None:
    stranger, known = new_person(server), new_person(server)
    number = server.new_number() + 10**9
    assert post(bot, says(stranger, number), secret) == 403
    # The same number is still free: nothing of it was kept.
    assert post(bot, says(known, number)) == 200
    known.wait(lambda person: person.seen, PATIENCE)
    assert stranger.seen == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"hallo"',
        b"{}",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"update_id": ' + b"9" * 5000 + b"}",
        {"update_id": "12"},
        {"update_id": True},
        {"update_id": -1, "message": None},
        {"update_id": 7, "message": "hallo"},
        {"update_id": 7, "message": {"chat": 3}},
        {"update_id": 2**70, "message": {"text": "hallo"}},
        {"update_id": 8, "callback_query": {"id": 3, "from": {}, "data": {"a": 1}}},
        {"update_id": 9, "new_kind_of_update": {"id": 3}},
        b'{"update_id": 10, "message": "' + b"x" * 2_000_000 + b'"}',
    ],
    ids=lambda body: repr(body)[:40],
)
def test_what_is_no_update_does_no_harm(server: TelegramServer, bot: RunningBot, body: Any) -> None:
    status = post(bot, body)
    assert status == 200 or 400 <= status < 500
    person = new_person(server)
    assert post(bot, says(person, server.new_number() + 10**9)) == 200
    person.wait(lambda p: p.seen, PATIENCE)


def test_an_update_that_comes_again_is_answered_once(
    server: TelegramServer, bot: RunningBot
) -> None:
    """Telegram repeats what it got no answer to; also at the same moment."""
    person = new_person(server)
    update = says(person, server.new_number() + 10**9)
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: post(bot, update), range(8)))
    assert statuses == [200] * 8
    person.wait(lambda p: p.seen, PATIENCE)
    assert post(bot, update) == 200
    answered(person, person.says, "Nederlands")
    assert len(person.seen) == len(set(person.seen))
    assert sum("welke taal" in text for text in person.seen) == 1


# --- from one way to the other -------------------------------------------------------------------


def without_webhook(bot: RunningBot) -> RunningBot:
    """The same installation, started to poll."""
    polling = copy.copy(bot)
    polling.port, polling.process = free_port(), None
    polling.environment = {k: v for k, v in bot.environment.items() if k not in WEBHOOK}
    polling.log_path = bot.var / "polling.log"
    return polling


@pytest.fixture(scope="module")
def polling(server: TelegramServer, bot: RunningBot) -> Iterator[RunningBot]:
    """The same bot after it was stopped in a talk, and started to poll; with who was talking."""
    talker = someone(server, bot, "2000")
    talker.start()
    talker.person.wait(lambda person: person.titles(), PATIENCE)
    bot.stop()
    # Nobody is there: Telegram gets no answer, and tries again and again.
    talker.step()
    other = without_webhook(bot)
    server.wait(lambda: server.queue.webhook.last_error_message, PATIENCE)
    with other:
        converse(server, [talker])
        talker.check()
        assert talker.said_again() == []
        yield other


def test_the_webhook_goes_when_polling_starts_and_nothing_is_lost(
    server: TelegramServer, polling: RunningBot
) -> None:
    """What was written in between is answered once; see the fixture."""
    assert server.queue.webhook.url == ""
    assert server.called("getUpdates")
    assert not any(call.parameters.get("drop_pending_updates") for call in server.calls)


def test_another_program_that_polls_is_told_to_who_started_the_bot(
    server: TelegramServer, polling: RunningBot
) -> None:
    Api(server).answer("getUpdates", timeout=0)
    until(lambda: "another program reads the messages of this bot" in polling.log())
    # It left: the talk goes on.
    talker = someone(server, polling)
    converse(server, [talker])
    talker.check()


def test_a_webhook_that_somebody_sets_is_removed(
    server: TelegramServer, polling: RunningBot
) -> None:
    assert Api(server).ok("setWebhook", url=f"http://127.0.0.1:{free_port()}/elsewhere")
    person = server.person("nl")
    person.starts()
    person.wait(lambda p: p.seen, 2 * PATIENCE)
    assert server.queue.webhook.url == ""


def test_a_second_start_in_the_same_folder_waits_for_the_first(
    server: TelegramServer, polling: RunningBot
) -> None:
    second = without_webhook(polling)
    second.log_path = polling.var / "second.log"
    met = len(server.called("getMe"))
    try:
        second.start(wait=False)
        until(lambda: "I wait." in second.log(), 120)
        person = server.person("nl")
        answered(person, person.starts)
        assert len(server.called("getMe")) == met
        polling.kill()
        person.says("Nederlands")
        person.wait(lambda p: len(p.seen) > 1 and p.titles(), PATIENCE)
        assert len(server.called("getMe")) == met + 1
    finally:
        second.stop()
