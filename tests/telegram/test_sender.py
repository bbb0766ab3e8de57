"""Calls to Telegram: done once in effect, never too fast, and given up where that is right."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from auxil.telegram_api import fresh
from auxil.telegram_people import Person
from auxil.telegram_server import TelegramServer
from sqlalchemy import create_engine
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import NetworkError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.bootstrap import words
from bot.store.mailbox import Mailbox
from bot.store.seal import Seal
from bot.telegram.chat import Chat
from bot.telegram.courier import Courier
from bot.telegram.screen import Out
from bot.telegram.sender import Gone, Refused, Sender, make_bot

Work = Callable[[Sender], Awaitable[Any]]
YES = InlineKeyboardMarkup([[InlineKeyboardButton("Ja", callback_data="/affirm")]])


@pytest.fixture(scope="module")
def running() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server


@pytest.fixture
def server(running: TelegramServer) -> TelegramServer:
    server = fresh(running)
    server.flood_limits = True
    return server


@pytest.fixture
def an(server: TelegramServer) -> Person:
    """Someone who pressed Start."""
    person = server.person(first_name="An")
    person.starts()
    return person


def carried_out(server: TelegramServer, work: Work, bot: ExtBot | None = None) -> Any:
    """What comes of it, with a bot that talks to the server."""

    async def run() -> Any:
        async with bot or make_bot(server.token, server.url) as ready:
            return await work(Sender(ready))

    return asyncio.run(run())


def soon(seconds: float = 30) -> float:
    return time.time() + seconds


def says(sender: Sender, chat_id: int, text: str) -> Callable[[], Awaitable[Any]]:
    return partial(sender.bot.send_message, chat_id, text)


def sent(server: TelegramServer, who: int, text: str = "dag", until: float | None = None) -> Any:
    """Sends one message; the message, and whether it may stand there twice."""
    return carried_out(
        server, lambda s: s.message(who, says(s, who, text), soon() if until is None else until)
    )


def read(person: Person) -> list[str]:
    """What the bot wrote, as far as it is to be seen."""
    return [shown.text for shown in person.screen if not shown.mine]


# -- what passes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("faults", "in_doubt"),
    [
        ([], False),
        (["429"], False),
        (["500"], True),
        (["502"], True),
        (["drop_before"], True),
        (["500", "429", "502"], True),
    ],
    ids=str,
)
def test_a_fault_that_passes_costs_no_message_and_brings_none_twice(
    server: TelegramServer, an: Person, faults: list[str], in_doubt: bool
) -> None:
    for kind in faults:
        server.faults.add(kind, method="sendMessage")
    before = server.faults.count()
    message, doubt = sent(server, an.id)
    assert read(an) == ["dag"]
    assert message.message_id == an.screen[-1].message_id
    assert doubt is in_doubt
    assert server.faults.count() - before == len(faults)
    assert len(server.called("sendMessage", an.id)) == len(faults) + 1
    assert server.floods == 0


def test_when_the_answer_is_lost_it_is_known_that_it_may_stand_there_twice(
    server: TelegramServer, an: Person
) -> None:
    server.faults.add("drop_after", method="sendMessage")
    message, doubt = sent(server, an.id)
    assert doubt
    assert message.message_id == an.screen[-1].message_id


def test_a_slow_telegram_is_waited_for(server: TelegramServer, an: Person) -> None:
    server.faults.add("slow", method="sendMessage", seconds=1)
    _, doubt = sent(server, an.id)
    assert not doubt
    assert read(an) == ["dag"]


def test_a_telegram_that_is_too_slow_leaves_a_doubt(server: TelegramServer, an: Person) -> None:
    server.faults.add("slow", method="sendMessage", seconds=2)
    hasty = ExtBot(
        server.token, base_url=f"{server.url}/bot", request=HTTPXRequest(read_timeout=0.5)
    )
    _, doubt = carried_out(server, lambda s: s.message(an.id, says(s, an.id, "dag"), soon()), hasty)
    assert doubt
    server.wait(lambda: len(server.called("sendMessage", an.id)) == 2)


def test_only_a_request_that_left_may_have_arrived(server: TelegramServer) -> None:
    never_left = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
    left = (httpx.ReadTimeout, httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)

    def failing_once(cause: type[httpx.HTTPError]) -> Callable[[], Awaitable[Any]]:
        faults = [cause("on the way")]

        async def call() -> str:
            if faults:
                raise NetworkError("it failed") from faults.pop()
            return cause.__name__

        return call

    async def all_at_once(sender: Sender) -> list[tuple[str, bool]]:
        calls = enumerate(map(failing_once, (*never_left, *left)))
        return await asyncio.gather(*(sender.message(n, call, soon()) for n, call in calls))

    doubts = dict(carried_out(server, all_at_once))
    assert {name for name, doubt in doubts.items() if doubt} == {c.__name__ for c in left}
    assert len(doubts) == len(never_left) + len(left)


# -- what does not pass -----------------------------------------------------------------------


def test_who_blocked_the_bot_gets_nothing_more(server: TelegramServer, an: Person) -> None:
    an.blocks()
    with pytest.raises(Gone, match="blocked"):
        sent(server, an.id)
    assert len(server.called("sendMessage")) == 1
    an.unblocks()


def test_who_never_began_or_is_not_there_gets_nothing(server: TelegramServer) -> None:
    stranger = server.person()
    for chat_id in (stranger.id, 12):
        with pytest.raises(Gone):
            sent(server, chat_id)
    assert len(server.called("sendMessage")) == 2
    assert read(stranger) == []


@pytest.mark.parametrize("text", ["a" * 5000, " "])
def test_what_telegram_will_never_take_is_not_tried_again(
    server: TelegramServer, an: Person, text: str
) -> None:
    with pytest.raises(Refused):
        sent(server, an.id, text)
    assert len(server.called("sendMessage")) == 1


def test_a_token_that_is_refused_is_not_told_to_anybody(server: TelegramServer, an: Person) -> None:
    async def work(sender: Sender) -> Any:
        server.token = server.token[:-1] + ("b" if server.token[-1] == "a" else "a")
        return await sender.message(an.id, says(sender, an.id, "dag"), soon(5))

    before = server.token
    try:
        with pytest.raises(Refused) as refused:
            carried_out(server, work)
    finally:
        server.token = before
    assert before not in repr(refused.value)
    assert read(an) == []


@pytest.mark.parametrize("kind", ["429", "500", "drop_before"])
def test_what_comes_too_late_is_let_go(server: TelegramServer, an: Person, kind: str) -> None:
    """It would come unasked."""
    server.faults.add(kind, method="sendMessage", times=None)
    with pytest.raises(Refused, match="late"):
        sent(server, an.id, until=soon(0.2))
    assert len(server.called("sendMessage")) == 1
    assert read(an) == []


def test_what_is_no_longer_wanted_is_not_tried_again(server: TelegramServer, an: Person) -> None:
    """Somebody left in the meantime."""
    server.faults.add("500", method="sendMessage")
    with pytest.raises(Refused, match="wanted"):
        carried_out(server, lambda s: s.message(an.id, says(s, an.id, "x"), soon(), lambda: False))
    assert len(server.called("sendMessage")) == 1
    assert read(an) == []


def test_without_a_network_it_waits_and_then_lets_go() -> None:
    gone = TelegramServer()
    gone.__enter__()

    async def work(sender: Sender) -> None:
        gone.__exit__(None, None, None)
        with pytest.raises(Refused, match="late"):
            await sender.message(12, says(sender, 12, "dag"), soon(1))

    carried_out(gone, work)


# -- changing what stands there ---------------------------------------------------------------


def shown_with_buttons(sender: Sender, person: Person) -> Awaitable[Any]:
    return sender.bot.send_message(person.id, "Ja?", reply_markup=YES)


def folds(sender: Sender, person: Person, message_id: int) -> Callable[[], Awaitable[Any]]:
    edit = sender.bot.edit_message_reply_markup
    return partial(edit, chat_id=person.id, message_id=message_id)


@pytest.mark.parametrize("kind", ["429", "500", "502", "drop_before"])
def test_buttons_go_although_something_fails_first(
    server: TelegramServer, an: Person, kind: str
) -> None:
    async def work(sender: Sender) -> None:
        message = await shown_with_buttons(sender, an)
        server.faults.add(kind, method="editMessageReplyMarkup")
        await sender.change(folds(sender, an, message.message_id), soon())

    carried_out(server, work)
    assert (read(an), an.titles()) == (["Ja?"], [])
    assert len(server.called("editMessageReplyMarkup")) == 2


def test_what_is_changed_or_gone_already_is_refused_once(
    server: TelegramServer, an: Person
) -> None:
    async def work(sender: Sender) -> None:
        message = await shown_with_buttons(sender, an)
        await sender.change(folds(sender, an, message.message_id), soon())
        with pytest.raises(Refused, match="not modified"):
            await sender.change(folds(sender, an, message.message_id), soon())
        await sender.bot.delete_message(an.id, message.message_id)
        with pytest.raises(Refused, match="not found"):
            await sender.change(folds(sender, an, message.message_id), soon())

    carried_out(server, work)
    assert len(server.called("editMessageReplyMarkup")) == 3


@pytest.mark.parametrize("kind", ["429", "500", "drop_before", "blocked"])
def test_what_is_not_worth_waiting_for_is_tried_once(
    server: TelegramServer, an: Person, kind: str
) -> None:
    def typing(sender: Sender) -> Callable[[], Awaitable[Any]]:
        return partial(sender.bot.send_chat_action, an.id, "typing")

    assert carried_out(server, lambda s: s.try_once(typing(s))) is True
    server.faults.add(kind, method="sendChatAction")
    assert carried_out(server, lambda s: s.try_once(typing(s))) is False
    assert len(server.called("sendChatAction")) == 2


# -- not too fast -----------------------------------------------------------------------------


def test_one_chat_gets_a_message_a_second_and_each_once(server: TelegramServer, an: Person) -> None:
    async def work(sender: Sender) -> None:
        texts = [f"bericht {n}" for n in range(4)]
        await asyncio.gather(
            *(sender.message(an.id, says(sender, an.id, t), soon()) for t in texts)
        )

    carried_out(server, work)
    assert sorted(read(an)) == [f"bericht {n}" for n in range(4)]
    assert server.floods == 0


def test_all_chats_together_stay_under_thirty_a_second(server: TelegramServer) -> None:
    people = [server.person(first_name=f"Persoon {n}") for n in range(90)]
    for person in people:
        person.starts()

    async def work(sender: Sender) -> None:
        chats = [person.id for person in people]
        await asyncio.gather(
            *(sender.message(c, says(sender, c, f"dag {c}"), soon()) for c in chats)
        )

    carried_out(server, work)
    assert [read(person) for person in people] == [[f"dag {person.id}"] for person in people]
    assert server.floods == 0


# -- from the outbox --------------------------------------------------------------------------


@pytest.fixture
def box(tmp_path: Path) -> Mailbox:
    engine = create_engine(f"sqlite:///{tmp_path / 'boxes.db'}", future=True)
    box = Mailbox(engine, Seal(b"a secret of the tests", "telegram"))
    box.create()
    return box


def waits(box: Mailbox, person: Person, *texts: str) -> None:
    """These messages wait for a person whose own message was noted."""
    chat = Chat(person.id)
    chat.note(person.screen[0].message_id)
    box.put_state("an", chat.as_state())
    box.put_out("an", [Out("say", text, chat_id=person.id).as_body() for text in texts])


def test_a_twin_is_taken_back_and_what_the_person_wrote_stays(
    server: TelegramServer, an: Person, box: Mailbox
) -> None:
    waits(box, an, "een", "twee")
    server.faults.add("drop_after", method="sendMessage")

    async def work(sender: Sender) -> None:
        courier = Courier(box, sender, words())
        delivery = asyncio.create_task(courier.deliver("an"))
        await asyncio.to_thread(server.wait, lambda: server.called("sendMessage"))
        courier.arrived("an", an.says("ik ook"))
        await delivery
        await asyncio.to_thread(server.wait, lambda: server.called("deleteMessages"))

    carried_out(server, work)
    assert [shown.text for shown in an.screen] == ["/start", "ik ook", "een", "twee"]
    assert len(server.called("sendMessage")) == 3
    state = box.state("an")
    assert state is not None
    shown = {number for number, _ in Chat.of(state, an.id).shown}
    assert shown == {s.message_id for s in an.screen if s.text != "ik ook"}


def test_what_is_refused_does_not_hold_up_what_follows(
    server: TelegramServer, an: Person, box: Mailbox
) -> None:
    waits(box, an, "<b>open", "twee")
    carried_out(server, lambda s: Courier(box, s, words()).deliver("an"))
    assert read(an) == ["twee"]
    assert box.waiting() == []


def test_of_who_is_gone_nothing_waits_and_nothing_is_known(
    server: TelegramServer, an: Person, box: Mailbox
) -> None:
    waits(box, an, "een", "twee")
    an.blocks()
    carried_out(server, lambda s: Courier(box, s, words()).deliver("an"))
    assert len(server.called("sendMessage")) == 1
    assert box.waiting() == []
    assert box.state("an") is None


def test_every_message_is_silent_and_shows_no_page(
    server: TelegramServer, an: Person, box: Mailbox
) -> None:
    waits(box, an, "een <b>twee</b> https://example.org")
    carried_out(server, lambda s: Courier(box, s, words()).deliver("an"))
    [shown] = [shown for shown in an.screen if not shown.mine]
    assert shown.silent
    assert [e["type"] for e in shown.html_entities] == ["bold"]
    [call] = server.called("sendMessage")
    assert call.parameters["link_preview_options"] == {"is_disabled": True}
