"""What the bot must hear: the queue of updates, the polls that empty it, and the webhook."""

from __future__ import annotations

import asyncio
import contextlib
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientError, ClientSession
from auxil.telegram_rules import Refused

UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds of updates that come only when the bot names them."""

ENDINGS = {
    "getUpdates": Refused(
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
        409,
    ),
    "setWebhook": Refused("Conflict: terminated by setWebhook request", 409),
    "closing": Refused("Internal Server Error: restart", 500),
}
"""What can end a getUpdates that waits, and what it then answers."""

Update = dict[str, Any]


@dataclass
class Webhook:
    """Where updates are sent, when the bot asked for that."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error_date: int = 0
    last_error_message: str = ""


@dataclass
class _Poll:
    """A getUpdates that waits for news."""

    news: asyncio.Event = field(default_factory=asyncio.Event)
    ended_by: str = ""


class Updates:
    """All updates of one bot."""

    def __init__(self, changed: threading.Condition, loop: asyncio.AbstractEventLoop) -> None:
        self.pending: list[Update] = []
        """What the bot did not confirm yet."""
        self.all: list[Update] = []
        self.allowed: list[str] = []
        self.webhook = Webhook()
        self._changed = changed
        self._loop = loop
        self._last_id = random.randrange(10**8, 10**9)
        self._news = asyncio.Event()
        self._poll: _Poll | None = None

    def add(self, kind: str, body: dict[str, Any]) -> None:
        """Something happened that the bot may want to know."""
        with self._changed:
            if kind in self.allowed if self.allowed else kind not in UNASKED:
                self._last_id += 1
                update = {"update_id": self._last_id, kind: body}
                self.all.append(update)
                self.pending.append(update)
                self._loop.call_soon_threadsafe(self._wake)
            self._changed.notify_all()

    def set_webhook(self, url: str, secret: str, max_connections: int) -> None:
        """Updates go there from now on; nowhere, when it is empty."""
        self.webhook = Webhook(url, secret, max_connections)
        self._loop.call_soon_threadsafe(self._wake)
        if url:
            self.end_poll("setWebhook")

    def end_poll(self, by: str) -> None:
        """Nobody waits for news any more."""
        if self._poll:
            self._poll.ended_by = by
            self._loop.call_soon_threadsafe(self._poll.news.set)

    def _wake(self) -> None:
        self._news.set()
        if self._poll:
            self._poll.news.set()

    async def poll(
        self, take: Callable[[], list[Update]], parameters: dict[str, Any]
    ) -> list[Update]:
        """getUpdates: answers at once when there is news, else as soon as there is."""
        deadline = time.monotonic() + parameters.get("timeout", 0)
        with self._changed:
            result = take()
            self.end_poll("getUpdates")
            poll = self._poll = _Poll()
        try:
            while not result and time.monotonic() < deadline:
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(poll.news.wait(), deadline - time.monotonic())
                poll.news.clear()
                if poll.ended_by:
                    raise ENDINGS[poll.ended_by]
                with self._changed:
                    result = self.pending[: parameters.get("limit", 100)]
            return list(result)
        finally:
            if self._poll is poll:
                self._poll = None

    async def deliver(self, session: ClientSession) -> None:
        """Sends the updates to the webhook, so many at once as the bot allowed."""
        under_way: dict[int, asyncio.Task[None]] = {}
        try:
            while True:
                await self._news.wait()
                self._news.clear()
                under_way = {n: task for n, task in under_way.items() if not task.done()}
                with self._changed:
                    waiting = [u for u in self.pending if u["update_id"] not in under_way]
                    free = self.webhook.max_connections - len(under_way)
                if self.webhook.url and free > 0:
                    for update in waiting[:free]:
                        task = asyncio.ensure_future(self._post(session, update))
                        under_way[update["update_id"]] = task
        finally:
            for task in under_way.values():
                task.cancel()
            await asyncio.gather(*under_way.values(), return_exceptions=True)

    async def _post(self, session: ClientSession, update: Update) -> None:
        """Sends one update until the bot takes it."""
        pause = 0.05
        while update in self.pending and (webhook := self.webhook).url:
            problem = await _problem(session, webhook, update)
            with self._changed:
                if problem:
                    webhook.last_error_date = int(time.time())
                    webhook.last_error_message = problem
                elif update in self.pending:
                    self.pending.remove(update)
                self._changed.notify_all()
            if problem:
                await asyncio.sleep(pause)
                pause = min(2 * pause, 2)
        # There is room for another one; this runs when the task is done.
        self._loop.call_soon(self._wake)


async def _problem(session: ClientSession, webhook: Webhook, update: Update) -> str:
    """Sends one update once; why the bot did not take it, if it did not."""
    headers = {"X-Telegram-Bot-Api-Secret-Token": webhook.secret} if webhook.secret else {}
    try:
        async with session.post(webhook.url, json=update, headers=headers) as answer:
            if 200 <= answer.status < 300:
                return ""
            return f"Wrong response from the webhook: {answer.status} {answer.reason}"
    except asyncio.TimeoutError:
        return "Read timeout expired"
    except ClientError:
        return "Connection refused"
