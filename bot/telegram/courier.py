"""Carries out what waits in the outbox, and notes what stands on the screen afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from telegram import InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyKeyboardRemove
from telegram.constants import ParseMode

from bot.store.mailbox import Mailbox, Waiting
from bot.telegram.chat import ERASED_AT_ONCE, Board, Chat
from bot.telegram.keyboard import asks_place, inline, keys
from bot.telegram.screen import Out
from bot.telegram.sender import Gone, Refused, Sender
from bot.words import Words

log = logging.getLogger(__name__)

WORTH_SENDING = 3600.0
"""Seconds after which a message that could not be sent is let go: it would come unasked."""
TRIES = 3
ARRIVALS = 50
MOST_BETWEEN = 1000
"""Messages to anyone in the time in which one was tried again, at 25 a second."""
CHATS_REMEMBERED = 5000
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Carried(NamedTuple):
    """What became of a message.

    Attributes:
        one: what was to be done; None when it cannot be read any more.
        sent: the new message, if there is one.
        in_doubt: whether it may stand there twice.
    """

    one: Out | None = None
    sent: Message | None = None
    in_doubt: bool = False


class Courier:
    """Sends messages in order and marks each as sent.

    Args:
        mailbox: where they wait.
        sender: makes the calls.
        words: the texts of buttons that are ours alone.
    """

    def __init__(self, mailbox: Mailbox, sender: Sender, words: Words) -> None:
        self._mailbox = mailbox
        self._sender = sender
        self._words = words
        self._arrived: OrderedDict[str, deque[int]] = OrderedDict()
        self._carried: dict[tuple[int, float], Carried] = {}
        self._failures: Counter[tuple[int, float]] = Counter()
        self._aside: set[asyncio.Task[None]] = set()
        self.hears = asyncio.Event()
        """Whether what people write comes in just now; without it theirs are not told from ours."""
        self.hears.set()

    def arrived(self, who: str, message_id: int) -> None:
        """Notes a message of the person's own: it is never taken for one of ours."""
        self._arrived.setdefault(who, deque(maxlen=ARRIVALS)).append(message_id)
        self._arrived.move_to_end(who)
        while len(self._arrived) > CHATS_REMEMBERED:
            self._arrived.popitem(last=False)

    async def deliver(self, who: str) -> None:
        """Sends everything that waits for a chat."""
        while (waiting := self._mailbox.next_out(who)) is not None:
            row = (waiting.number, waiting.since)
            if row not in self._carried:
                try:
                    self._carried[row] = await self._carry(who, waiting)
                except Gone:
                    self._mailbox.drop_out(who)
                    return
            # When it was sent but cannot be noted just now, only the noting is tried again.
            self._note(who, waiting.number, self._carried[row])
            del self._carried[row]

    async def stop(self) -> None:
        """Leaves what goes on beside."""
        for task in self._aside:
            task.cancel()
        await asyncio.gather(*self._aside, return_exceptions=True)

    async def _carry(self, who: str, waiting: Waiting) -> Carried:
        """Carries out what waits; something that keeps failing is let go, for those after it.

        Raises:
            Gone: this chat takes no messages.
        """
        row, until = (waiting.number, waiting.since), waiting.since + WORTH_SENDING
        try:
            if not waiting.body or time.time() >= until:
                return Carried()
            one = Out(**waiting.body)
            wanted = functools.partial(self._still_waits, who, waiting)
            return Carried(one, *await self.carry_out(one, until, wanted=wanted))
        except Refused as error:
            log.warning("Telegram refused something: %s", error)
        except Gone:
            raise
        except Exception as error:
            self._failures[row] += 1
            if self._failures[row] < TRIES:
                raise
            log.error("a message is let go: %s", type(error).__name__)
        self._failures.pop(row, None)
        return Carried()

    def _still_waits(self, who: str, waiting: Waiting) -> bool:
        """Whether this is still to be sent: 'quick away' takes it out while it is being tried."""
        now = self._mailbox.next_out(who)
        return now is not None and now.number == waiting.number

    def _note(self, who: str, number: int, carried: Carried) -> None:
        """Takes something out of the outbox, and notes what stands on the screen now."""
        one, sent, in_doubt = carried
        if one is None or sent is None or one.traceless:
            self._mailbox.sent(number, who, None)
            return
        chat = Chat.of(self._mailbox.state(who), one.chat_id)
        last = max((shown for shown, _ in chat.shown), default=sent.message_id)
        chat.note(sent.message_id)
        if one.buttons and not asks_place(one.buttons):
            board = Board(sent.message_id, one.buttons, one.select, one.language)
            chat.boards.append(board)
        self._mailbox.sent(number, who, chat.as_state())
        if in_doubt:
            twins = range(last + 1, sent.message_id)
            task = asyncio.create_task(self._take_back(who, one.chat_id, twins))
            self._aside.add(task)
            task.add_done_callback(self._aside.discard)

    async def carry_out(
        self,
        one: Out,
        until: float,
        unfolded: bool = False,
        wanted: Callable[[], bool] = lambda: True,
    ) -> tuple[Message | None, bool]:
        """Does one thing on Telegram.

        Args:
            until: moment (seconds since 1970) after which it is given up.
            unfolded: whether the whole menu is shown under it.
            wanted: asked before a message is tried again.

        Returns:
            The new message, if there is one, and whether it may stand there twice.

        Raises:
            Refused: Telegram will not do it.
            Gone: this chat takes no messages.
        """
        if one.do in ("say", "pin"):
            call = self._say(one) if one.do == "say" else self._pin(one)
            return await self._sender.message(one.chat_id, call, until, wanted)
        change = {"tick": self._tick, "fold": self._fold, "erase": self._erase}[one.do]
        try:
            await self._sender.change(change(one, unfolded), until)
        except Refused as error:
            if one.do == "erase" and len(one.message_ids) > 1:
                # One of them cannot be taken back, and Telegram then takes back none.
                middle = len(one.message_ids) // 2
                for part in (one.message_ids[:middle], one.message_ids[middle:]):
                    await self.carry_out(replace(one, message_ids=part), until)
                return None, False
            # Gone already, or as it should be: nothing is lost by that.
            log.info("not changed: %s", error)
        return None, False

    def _say(self, one: Out) -> Callable[[], Awaitable[Message]]:
        markup: Any = None
        if asks_place(one.buttons):
            markup = keys(one.buttons, self._words, one.language)
        elif one.buttons:
            markup = self._inline(one)
        elif one.takes_keys:
            markup = ReplyKeyboardRemove()
        return functools.partial(
            self._sender.bot.send_message,
            one.chat_id,
            one.html,
            parse_mode=ParseMode.HTML,
            disable_notification=True,
            link_preview_options=NO_PREVIEW,
            reply_markup=markup,
        )

    def _pin(self, one: Out) -> Callable[[], Awaitable[Message]]:
        return functools.partial(
            self._sender.bot.send_venue,
            one.chat_id,
            latitude=one.pin["lat"],
            longitude=one.pin["lon"],
            title=one.pin["title"],
            address=one.pin["address"],
            disable_notification=True,
        )

    def _tick(self, one: Out, unfolded: bool) -> Callable[[], Awaitable[Any]]:
        return functools.partial(
            self._sender.bot.edit_message_reply_markup,
            chat_id=one.chat_id,
            message_id=one.message_ids[0],
            reply_markup=self._inline(one, unfolded),
        )

    def _fold(self, one: Out, _: bool) -> Callable[[], Awaitable[Any]]:
        where: dict[str, Any] = {"chat_id": one.chat_id, "message_id": one.message_ids[0]}
        if not one.html:
            return functools.partial(self._sender.bot.edit_message_reply_markup, **where)
        return functools.partial(
            self._sender.bot.edit_message_text,
            one.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            **where,
        )

    def _erase(self, one: Out, _: bool) -> Callable[[], Awaitable[Any]]:
        return functools.partial(self._sender.bot.delete_messages, one.chat_id, one.message_ids)

    def _inline(self, one: Out, unfolded: bool = False) -> InlineKeyboardMarkup:
        return inline(one.buttons, self._words, one.language, unfolded)

    async def _take_back(self, who: str, chat_id: int, numbers: Sequence[int]) -> None:
        """Takes back a message of ours that arrived although its answer was lost.

        Telegram counts the messages of a bot upwards, so a twin stands between the last one that is
        known and the one just sent. Where it counts otherwise nothing is found, and nothing lost.
        """
        # What the person wrote while nothing came in must not be taken for ours.
        await self.hears.wait()
        theirs = set(self._arrived.get(who, ()))
        between = [number for number in numbers if number not in theirs][-MOST_BETWEEN:]
        for at in range(0, len(between), ERASED_AT_ONCE):
            part = between[at : at + ERASED_AT_ONCE]
            delete = functools.partial(self._sender.bot.delete_messages, chat_id, part)
            with contextlib.suppress(Refused, Gone):
                await self._sender.change(delete, time.time() + WORTH_SENDING)
