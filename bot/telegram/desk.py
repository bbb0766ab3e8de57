"""Where updates are taken in, answered and sent: each once in effect, in order for every chat.

    update -> inbox -> (confirmed) -> turn + outbox, in one transaction -> sent, message by message

Whatever stops in between goes on from there after a new start. Chats run side by side; within one
chat one thing follows the other.
"""

from __future__ import annotations

import asyncio
import contextlib
import copy
import functools
import logging
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Coroutine, Iterable
from typing import Any, TypeVar

from telegram import Update
from telegram.constants import ChatAction

from bot.incoming import EITHER, Incoming
from bot.intake import Intake, wants_erased
from bot.replies import Reply
from bot.store.mailbox import Mailbox, Waiting
from bot.telegram.chat import Chat
from bot.telegram.courier import Courier
from bot.telegram.keyboard import FEWER, MORE
from bot.telegram.screen import Out, Screen
from bot.telegram.sender import Gone, Refused, Sender
from bot.telegram.updates import BLOCKED, GROUP, Letter, PlaceOf, read

log = logging.getLogger(__name__)
T = TypeVar("T")

CHANNEL = "telegram"
TURNS_AT_ONCE = 4
"""A turn is work for the processor: more at once makes all of them slow."""
TYPING_AFTER, TYPING_EVERY = 0.5, 4.5
"""Seconds; Telegram shows 'typing' for about five."""
OLD_SECONDS = 3600.0
"""An answer that comes later than this would come unasked, on a screen that others may see."""
QUERY_SECONDS = 15.0
"""After about so long Telegram ends the waiting sign on a button by itself."""
TRY_AGAIN_SECONDS = 2.0
TRIES = 3
REMEMBERED = 10_000


class Desk:
    """Takes updates in and sees to it that they are answered.

    Args:
        intake: the door that every channel goes through.
        mailbox: the durable inbox and outbox.
        sender: makes the calls.
        screen: lays out answers.
        place_of: what a shared location is turned into.
    """

    def __init__(
        self, intake: Intake, mailbox: Mailbox, sender: Sender, screen: Screen, place_of: PlaceOf
    ) -> None:
        self._intake = intake
        self._mailbox = mailbox
        self._sender = sender
        self._screen = screen
        self._place_of = place_of
        self._courier = Courier(mailbox, sender, screen.words)
        self._turns = asyncio.Semaphore(TURNS_AT_ONCE)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._aside: set[asyncio.Task[Any]] = set()
        self._told: OrderedDict[str, float] = OrderedDict()
        self._without_record: set[int] = set()
        self._failures: dict[int, int] = {}
        self._later: dict[str, None] = {}
        self._trying = False
        self._queries: dict[int, asyncio.Task[bool]] = {}
        self._started = time.time()
        self._behind = False

    # -- from outside ---------------------------------------------------------------------

    def prepare(self) -> None:
        """Makes ready to take updates, before Telegram is told where to bring them."""
        self._mailbox.create()
        last = self._mailbox.last_taken()
        self._behind = last is not None and time.time() - last > OLD_SECONDS
        self._mailbox.expire()

    def start(self) -> None:
        """Goes on with whatever was waiting when this stopped last."""
        for who in self._mailbox.waiting():
            self._wake(who)

    async def stop(self) -> None:
        """Leaves what is unfinished for the next start."""
        tasks = [*self._tasks.values(), *self._aside]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._courier.stop()

    def hears(self, now: bool) -> None:
        """Notes whether what people write comes in just now."""
        if now:
            self._courier.hears.set()
        else:
            self._courier.hears.clear()

    def take(self, updates: Iterable[Update]) -> None:
        """Writes updates down; when this returns they may be confirmed.

        Where nothing can be written down, each is answered at once instead.
        """
        letters: dict[int, tuple[str, Letter]] = {}
        for update in updates:
            letter = self._read(update)
            if letter is not None:
                who = self._intake.who(CHANNEL, str(letter.chat_id))
                letters[update.update_id] = (who, letter)
        if not letters:
            return
        try:
            new = self._mailbox.take((n, who, x.as_body()) for n, (who, x) in letters.items())
        except Exception as error:
            log.error("the inbox cannot be written: %s", type(error).__name__)
            for _, letter in letters.values():
                self._beside(self._answer_without_memory(letter))
            return
        for number in new:
            who, letter = letters[number]
            if letter.query:
                # At once, however much this chat still has to wait for: the waiting sign goes.
                self._queries[number] = self._beside(self._answer_query(letter))
            elif letter.message_id:
                self._courier.arrived(who, letter.message_id)
            if letter.wants_away:
                try:
                    self._away(who, number, letter)
                except Exception as error:
                    # Then it all goes in its turn; whoever else wrote is not kept waiting.
                    log.error("a screen is emptied later: %s", type(error).__name__)
            self._wake(who)

    def _read(self, update: Update) -> Letter | None:
        try:
            return read(update, self._place_of)
        except Exception as error:
            # An update of a shape that nobody knew: the others go on.
            log.error("an update could not be read: %s", type(error).__name__)
            return None

    # -- one chat -------------------------------------------------------------------------

    def _wake(self, who: str) -> None:
        if who not in self._tasks:
            self._tasks[who] = asyncio.create_task(self._work(who))

    async def _work(self, who: str) -> None:
        """Sends and answers until nothing waits for this chat any more."""
        try:
            while True:
                await self._courier.deliver(who)
                waiting = self._mailbox.next_in(who)
                if waiting is None:
                    return
                if waiting.number in self._without_record:
                    self._mailbox.done(waiting.number)
                    self._without_record.discard(waiting.number)
                    continue
                await self._patiently(who, waiting)
        except asyncio.CancelledError:
            raise
        except Exception as error:
            log.error("a chat has to wait: %s", type(error).__name__)
            log.debug("because", exc_info=True)
            self._later[who] = None
            if not self._trying:
                self._trying = True
                self._beside(self._try_again())
        finally:
            self._tasks.pop(who, None)

    async def _patiently(self, who: str, waiting: Waiting) -> None:
        """Answers an update; one that keeps failing is let go, for those after it."""
        try:
            await self._handle(who, waiting)
        except Exception as error:
            self._failures[waiting.number] = self._failures.get(waiting.number, 0) + 1
            if self._failures[waiting.number] < TRIES:
                raise
            log.error("an update is let go: %s", type(error).__name__)
            self._failures.pop(waiting.number)
            self._without_record.add(waiting.number)
            await self._answer_without_memory(Letter(**waiting.body))
        else:
            self._failures.pop(waiting.number, None)

    async def _try_again(self) -> None:
        """Lets one chat that had to wait try again, and all the others when that goes well.

        What fails is mostly the database: it fails for everyone, and each try holds up all chats.
        """
        while self._later:
            await asyncio.sleep(TRY_AGAIN_SECONDS)
            first = next(iter(self._later))
            del self._later[first]
            self._wake(first)
            await asyncio.wait([self._tasks[first]], timeout=TRY_AGAIN_SECONDS)
            if first not in self._later:
                others, self._later = self._later, {}
                for who in others:
                    self._wake(who)
        self._trying = False

    def _away(self, who: str, number: int, letter: Letter) -> None:
        """What stands on the screen goes at once; the rest of 'quick away' follows in its turn."""
        chat = Chat.of(self._mailbox.state(who), letter.chat_id)
        for waiting in self._mailbox.open_in(who):
            # What was not answered yet stands on the screen all the same.
            unanswered = Letter(**waiting.body) if waiting.body else letter
            if unanswered.message_id and not unanswered.query:
                chat.note(unanswered.message_id)
        out = chat.erase()
        with self._mailbox.together() as connection:
            self._mailbox.drop(who, connection, before=number)
            self._mailbox.put_out(who, [one.as_body() for one in out], connection)
            self._mailbox.put_state(who, chat.as_state(), connection)

    async def _handle(self, who: str, waiting: Waiting) -> None:
        """Answers one update."""
        if not waiting.body:
            self._mailbox.done(waiting.number)
            return
        letter = Letter(**waiting.body)
        chat = Chat.of(self._mailbox.state(who), letter.chat_id)
        answered = self._queries.pop(waiting.number, None)
        if answered is None and letter.query:
            answered = self._beside(self._answer_query(letter))
        # A turn does not wait for it, except where it tells how old the press is.
        in_time = await answered if answered and self._behind else True
        keep = functools.partial(self._keep, who, waiting.number, letter, chat)
        if letter.kind == BLOCKED:
            # What came after it was written by somebody who is back.
            with self._mailbox.together() as connection:
                self._mailbox.drop(who, connection, before=waiting.number)
                self._mailbox.done(waiting.number, connection)
                self._mailbox.put_state(who, None, connection)
        elif letter.kind == GROUP:
            self._say_once(who, waiting.number, letter, None, "utter_write_in_private")
        elif self._too_late(letter, waiting.since, in_time) and not wants_erased(letter.text):
            self._say_once(who, waiting.number, letter, chat, "utter_was_away")
        elif letter.text in (MORE, FEWER) and letter.query:
            await self._unfold(letter, chat)
            self._mailbox.done(waiting.number)
        elif chat.is_second_tap(letter):
            self._mailbox.done(waiting.number)
        else:
            if letter.message_id and not letter.query:
                chat.note(letter.message_id)
            incoming = Incoming(letter.text, chat.kind_of(letter), letter.language)
            kept: list[bool] = []

            def keep_and_tell(replies: list[Reply], session: Any) -> None:
                keep(replies, session)
                kept.append(True)

            async with self._turns, self._typing(letter.chat_id):
                sender = str(letter.chat_id)
                replies = await self._intake.receive(CHANNEL, sender, incoming, keep_and_tell)
            if not kept:
                await self._send_unkept(who, waiting.number, chat, letter, replies)

    def _keep(
        self,
        who: str,
        number: int,
        letter: Letter,
        chat: Chat,
        replies: list[Reply],
        session: Any,
    ) -> None:
        """Writes what a turn has to send, in the transaction in which its talk is written."""
        # A copy: when this cannot be written, it is done once more from the start.
        chat = copy.deepcopy(chat)
        out = chat.after(letter, replies, self._screen)
        self._mailbox.put_out(who, [one.as_body() for one in out], session)
        self._mailbox.done(number, session)
        traceless = bool(out) and all(one.traceless for one in out)
        self._mailbox.put_state(who, None if traceless else chat.as_state(), session)

    async def _send_unkept(
        self, who: str, number: int, chat: Chat, letter: Letter, replies: list[Reply]
    ) -> None:
        """Sends what could not be written down; the update counts as answered all the same."""
        self._without_record.add(number)
        for one in chat.after(letter, replies, self._screen):
            with contextlib.suppress(Refused, Gone):
                await self._courier.carry_out(one, time.time() + OLD_SECONDS)

    async def _answer_without_memory(self, letter: Letter) -> None:
        """Help to who asks for it and an apology to all others, when nothing can be kept."""
        if letter.kind in (GROUP, BLOCKED):
            return
        if letter.query:
            self._beside(self._answer_query(letter))
        incoming = Incoming(letter.text, EITHER, letter.language)
        for one in self._screen.lay_out(self._intake.without_memory(incoming)):
            one.chat_id = letter.chat_id
            with contextlib.suppress(Refused, Gone):
                await self._courier.carry_out(one, time.time() + OLD_SECONDS)

    # -- small things ---------------------------------------------------------------------

    def _too_late(self, letter: Letter, since: float, in_time: bool) -> bool:
        """Whether an answer would come long after the person wrote.

        Telegram tells no time of a press; but one that cannot be answered any more, just after this
        was away for long, is old.
        """
        now = time.time()
        if letter.query:
            just_back = self._behind and now - self._started < 2 * 60
            return now - since > OLD_SECONDS or (just_back and not in_time)
        return now - min(since, letter.sent_at or since) > OLD_SECONDS

    def _say_once(self, who: str, number: int, letter: Letter, chat: Chat | None, key: str) -> None:
        """Says one thing outside the talk, and not again within the hour.

        Args:
            chat: notes the person's message, so that it can be taken back; None in a group.
        """
        now = time.time()
        said = self._told.get(who, 0.0)
        out = []
        if now - said > OLD_SECONDS:
            self._told[who] = now
            while len(self._told) > REMEMBERED:
                self._told.popitem(last=False)
            text = self._screen.outside(key, letter.language)
            out = [Out("say", text, chat_id=letter.chat_id, traceless=chat is None)]
        with self._mailbox.together() as connection:
            self._mailbox.put_out(who, [one.as_body() for one in out], connection)
            self._mailbox.done(number, connection)
            if chat is not None and letter.message_id and not letter.query:
                chat.note(letter.message_id)
                self._mailbox.put_state(who, chat.as_state(), connection)

    async def _answer_query(self, letter: Letter) -> bool:
        """Ends the waiting sign on a pressed button; returns whether it was in time."""
        try:
            await self._sender.change(
                lambda: self._sender.bot.answer_callback_query(letter.query),
                time.time() + QUERY_SECONDS,
            )
        except (Refused, Gone):
            return False
        return True

    async def _unfold(self, letter: Letter, chat: Chat) -> None:
        """Shows the whole menu under a message, or hides it again."""
        board = chat.board(letter.message_id)
        if board is None:
            return
        one = Out("tick", buttons=board.buttons, message_ids=[board.message_id])
        one.chat_id, one.language = letter.chat_id, board.language
        with contextlib.suppress(Refused, Gone):
            await self._courier.carry_out(one, time.time() + 60, unfolded=letter.text == MORE)

    @contextlib.asynccontextmanager
    async def _typing(self, chat_id: int) -> AsyncIterator[None]:
        """Shows 'typing' while an answer takes longer than half a second."""

        async def show() -> None:
            await asyncio.sleep(TYPING_AFTER)
            while True:
                action = functools.partial(
                    self._sender.bot.send_chat_action, chat_id, ChatAction.TYPING
                )
                await self._sender.try_once(action)
                await asyncio.sleep(TYPING_EVERY)

        task = asyncio.create_task(show())
        try:
            yield
        finally:
            task.cancel()

    def _beside(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.create_task(work)
        self._aside.add(task)
        task.add_done_callback(self._aside.discard)
        return task
