"""Calls to Telegram that do not give up at the first fault, and never hurry.

Telegram refuses what comes too fast: at most 30 messages a second over all and one a second in a
chat. Faults differ in what they mean: a request that never left may simply be made again; one whose
answer was lost may have been carried out.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import logging
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import httpx
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

log = logging.getLogger(__name__)

OVERALL_SECONDS = 1 / 25
"""Between two calls about any chat, evenly: a leaky bucket of 30 lets 60 through in one second.

Four at once every 4/25 s was measured too: more left, and Telegram's limits were hit
(docs/telegram.md, figures).
"""
CHAT_SECONDS = 1.05
"""Between two messages in one chat."""
FIRST_WAIT, LONGEST_WAIT = 0.5, 60.0
"""Seconds before a call is made again, doubling each time."""
CHATS_REMEMBERED = 20_000

TOLD_HERE = ("telegram.ext.AIORateLimiter", "telegram.request.BaseRequest")
"""Libraries that write a long trace of every fault, with all that was answered: a line will do."""

NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""Faults after which a request surely never left."""


class Refused(Exception):
    """Telegram will not do this, now or later; the text is its own description."""


class Gone(Exception):
    """This chat takes no messages any more: blocked, deleted or never begun."""


def make_bot(token: str, api: str, connections: int = 32) -> ExtBot:
    """A bot that waits its turn.

    Args:
        token: from BotFather.
        api: address of the Bot API, without ``/bot``.
        connections: at once.
    """
    for name in TOLD_HERE:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    request: dict[str, Any] = {"connect_timeout": 10.0, "write_timeout": 15.0, "pool_timeout": 20.0}
    return ExtBot(
        token,
        base_url=f"{api}/bot",
        base_file_url=f"{api}/file/bot",
        request=HTTPXRequest(connection_pool_size=connections, read_timeout=15.0, **request),
        get_updates_request=HTTPXRequest(connection_pool_size=1, read_timeout=10.0, **request),
        rate_limiter=AIORateLimiter(
            overall_max_rate=1, overall_time_period=OVERALL_SECONDS, max_retries=0
        ),
    )


class Pace:
    """Keeps a second between two messages in one chat.

    It counts from the end of a call: when a message leaves only tells when it arrives where nothing
    has to wait on the way.
    """

    def __init__(self, seconds: float = CHAT_SECONDS) -> None:
        self._seconds = seconds
        self._next: OrderedDict[int, float] = OrderedDict()

    @contextlib.asynccontextmanager
    async def turn(self, chat_id: int) -> AsyncIterator[None]:
        """Waits until this chat may get a message again, and sends it inside."""
        while (wait := self._next.get(chat_id, 0.0) - time.monotonic()) > 0:
            await asyncio.sleep(wait)
        self._used(chat_id)
        try:
            yield
        finally:
            self._used(chat_id)

    def _used(self, chat_id: int) -> None:
        self._next[chat_id] = time.monotonic() + self._seconds
        self._next.move_to_end(chat_id)
        while len(self._next) > CHATS_REMEMBERED:
            self._next.popitem(last=False)


class Sender:
    """Makes calls until they are done, refused, or no longer wanted.

    Args:
        bot: an initialised bot.
    """

    def __init__(self, bot: ExtBot) -> None:
        self.bot = bot
        self._pace = Pace()

    async def message(
        self,
        chat_id: int,
        call: Callable[[], Awaitable[Any]],
        until: float,
        wanted: Callable[[], bool] = lambda: True,
    ) -> tuple[Any, bool]:
        """Sends a message.

        Args:
            call: makes the call; it may be made more than once.
            until: moment (seconds since 1970) after which it is no longer worth sending.
            wanted: whether it is to be tried again.

        Returns:
            Telegram's answer, and whether an earlier try may have arrived as well.

        Raises:
            Refused: Telegram will not take it, or it is too late.
            Gone: this chat takes no messages.
        """
        return await self._until_done(call, until, lambda: self._pace.turn(chat_id), wanted)

    async def change(self, call: Callable[[], Awaitable[Any]], until: float) -> Any:
        """Changes or removes something; made twice it does no harm.

        Raises:
            Refused: Telegram will not take it (the message is gone, or already is so).
            Gone: this chat takes no messages.
        """
        return (await self._until_done(call, until, contextlib.nullcontext))[0]

    async def try_once(self, call: Callable[[], Awaitable[Any]]) -> bool:
        """Makes a call that is not worth waiting for; returns whether it succeeded."""
        try:
            await call()
        except TelegramError as error:
            log.debug("not done: %s", type(error).__name__)
            return False
        return True

    async def _until_done(
        self,
        call: Callable[[], Awaitable[Any]],
        until: float,
        turn: Callable[[], AbstractAsyncContextManager[None]],
        wanted: Callable[[], bool] = lambda: True,
    ) -> tuple[Any, bool]:
        wait, in_doubt = FIRST_WAIT, False
        while True:
            try:
                async with turn():
                    return await call(), in_doubt
            except RetryAfter as error:
                pause = _seconds(error.retry_after) + 0.1
            except Forbidden as error:
                raise Gone(error.message) from None
            except BadRequest as error:
                if "chat not found" in error.message.lower():
                    raise Gone(error.message) from None
                raise Refused(error.message) from None
            except InvalidToken:
                # Somebody renews the token: what waits is sent when the new one is there.
                pause = LONGEST_WAIT
            except NetworkError as error:
                in_doubt = in_doubt or _may_have_arrived(error)
                pause, wait = wait, min(wait * 2, LONGEST_WAIT)
            except TelegramError as error:
                raise Refused(error.message) from None
            if time.time() + pause > until:
                raise Refused("it is too late to send this")
            log.info("Telegram is asked again in %.1f s", pause)
            await asyncio.sleep(pause)
            if not wanted():
                raise Refused("it is no longer wanted")


def _seconds(value: int | datetime.timedelta) -> float:
    return value.total_seconds() if isinstance(value, datetime.timedelta) else float(value)


def _may_have_arrived(error: NetworkError) -> bool:
    """Whether a request may have been carried out although its answer did not come."""
    return not isinstance(error.__cause__, NOT_SENT)
