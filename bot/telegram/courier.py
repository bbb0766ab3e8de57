"""Carries out what waits in the outbox, and notes what stands on the screen afterwards."""

from __future__ import annotations

import functools
import logging
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyKeyboardRemove
from telegram.constants import ParseMode

from bot.store.mailbox import Mailbox
from bot.telegram.chat import Board, Chat
from bot.telegram.keyboard import asks_place, inline, keys
from bot.telegram.screen import Out
from bot.telegram.sender import Gone, Refused, Sender
from bot.words import Words

log = logging.getLogger(__name__)

WORTH_SENDING = 3600.0
"""Seconds after which a message that could not be sent is let go: it would come unasked."""
ARRIVALS = 50
CHATS_REMEMBERED = 5000
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


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

    def arrived(self, who: str, message_id: int) -> None:
        """Notes a message of the person's own: it is never taken for one of ours."""
        self._arrived.setdefault(who, deque(maxlen=ARRIVALS)).append(message_id)
        self._arrived.move_to_end(who)
        while len(self._arrived) > CHATS_REMEMBERED:
            self._arrived.popitem(last=False)

    async def deliver(self, who: str) -> None:
        """Sends everything that waits for a chat."""
        while True:
            waiting = self._mailbox.next_out(who)
            if waiting is None:
                return
            one = Out(**waiting.body) if waiting.body else None
            sent: Message | None = None
            in_doubt = False
            try:
                if one is not None and time.time() - waiting.since < WORTH_SENDING:
                    until = waiting.since + WORTH_SENDING
                    sent, in_doubt = await self.carry_out(one, until)
            except Refused as error:
                log.warning("Telegram refused something: %s", error)
            except Gone:
                self._mailbox.drop(who)
                self._mailbox.put_state(who, None)
                return
            state = self._mailbox.state(who)
            if one is None or sent is None or one.traceless:
                self._mailbox.sent(waiting.number, who, None)
                continue
            chat = Chat.of(state, one.chat_id)
            last = max((number for number, _ in chat.shown), default=sent.message_id)
            chat.note(sent.message_id)
            if one.buttons and not asks_place(one.buttons):
                board = Board(sent.message_id, one.buttons, one.select, one.language)
                chat.boards.append(board)
            self._mailbox.sent(waiting.number, who, chat.as_state())
            if in_doubt:
                await self._take_back_twins(who, one.chat_id, last, sent.message_id)

    async def carry_out(
        self, one: Out, until: float, unfolded: bool = False
    ) -> tuple[Message | None, bool]:
        """Does one thing on Telegram.

        Args:
            until: moment (seconds since 1970) after which it is given up.
            unfolded: whether the whole menu is shown under it.

        Returns:
            The new message, if there is one, and whether it may stand there twice.

        Raises:
            Refused: Telegram will not do it.
            Gone: this chat takes no messages.
        """
        if one.do in ("say", "pin"):
            call = self._say(one) if one.do == "say" else self._pin(one)
            return await self._sender.message(one.chat_id, call, until)
        change = {"tick": self._tick, "fold": self._fold, "erase": self._erase}[one.do]
        try:
            await self._sender.change(change(one, unfolded), until)
        except Refused as error:
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

    async def _take_back_twins(self, who: str, chat_id: int, last: int, sent: int) -> None:
        """Takes back a message of ours that arrived although its answer was lost.

        Telegram counts the messages of a bot upwards, so a twin stands between the last one that is
        known and the one just sent. Where it counts otherwise nothing is found, and nothing lost.
        """
        theirs = set(self._arrived.get(who, ()))
        between = [n for n in range(last + 1, sent) if n not in theirs][-100:]
        if between:
            delete = functools.partial(self._sender.bot.delete_messages, chat_id, between)
            await self._sender.try_once(delete)
