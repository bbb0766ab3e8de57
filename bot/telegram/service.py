"""The bot while it runs: alone, introduced, and listening by polling or by webhook."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.constants import PollingLimit
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)
from telegram.ext import ExtBot

from bot.core.places import Gazetteer
from bot.intake import Intake
from bot.store.mailbox import HOUR, Mailbox
from bot.telegram.desk import Desk
from bot.telegram.profile import introduce
from bot.telegram.screen import Screen
from bot.telegram.sender import Sender
from bot.telegram.updates import ALLOWED
from bot.words import Words

log = logging.getLogger(__name__)

POLL_SECONDS = 25
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
LONGEST_PAUSE = 15.0
"""When the network is back, nobody should wait long for their answer."""
CONFLICT_SECONDS = 20.0
"""Another program reads the same updates: hurrying would only chase it away, and it us."""
ABROAD_KM = 15.0
"""Further than this from the middle of every Belgian place is not in Belgium."""


class Service:
    """One bot on one machine.

    Args:
        bot: not yet initialised.
        intake, mailbox, screen: what answers, keeps and lays out.
        words: for the bot's own profile.
        places: to turn a shared location into a postal code.
        lock: a file that only one process may hold.
        webhook: public address and secret, or None to poll.
        tell: shows a line to who started it.
    """

    def __init__(
        self,
        bot: ExtBot,
        intake: Intake,
        mailbox: Mailbox,
        screen: Screen,
        words: Words,
        places: Gazetteer,
        lock: Path,
        webhook: tuple[str, str] | None = None,
        tell: Callable[[str], None] = lambda line: print(line, file=sys.stderr, flush=True),
    ) -> None:
        self.bot = bot
        self.desk = Desk(intake, mailbox, Sender(bot), screen, place_finder(places))
        self._mailbox = mailbox
        self._words = words
        self._lock = lock
        self._webhook = webhook
        self._tell = tell
        self._task: asyncio.Task[None] | None = None
        self._swept: asyncio.Task[None] | None = None
        self._introduced: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Starts in the background; what fails is tried again."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stops; what is unfinished waits for the next start."""
        for task in (self._task, self._swept, self._introduced):
            if task is not None:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, Exception):
                    await task
        await self.desk.stop()
        with contextlib.suppress(Exception):
            await self.bot.shutdown()

    async def _run(self) -> None:
        try:
            with self._lock.open("w") as held:
                await self._alone(held)
                await self._ready()
                await self._meet()
                # By webhook Telegram brings what waited by itself.
                self.desk.hears(bool(self._webhook))
                self.desk.start()
                self._swept = asyncio.create_task(self._sweep())
                if self._webhook:
                    await asyncio.Event().wait()
                await self._poll()
        except asyncio.CancelledError:
            raise
        except InvalidToken:
            self._tell("Telegram refuses TELEGRAM_TOKEN: copy it anew from BotFather.")
        except Exception as error:
            # Not silent: a bot that does not run looks like one that nobody writes to.
            log.error("Telegram stopped: %s", type(error).__name__, exc_info=True)
            self._tell(f"Telegram stopped: {type(error).__name__}. Restart it, and see the log.")

    async def _alone(self, held: Any) -> None:
        """Waits until no other process of this installation runs the bot."""
        told = False
        while True:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                if not told:
                    self._tell("Telegram: this bot runs already on this machine. I wait.")
                told = True
                await asyncio.sleep(1)
            else:
                return

    async def _ready(self) -> None:
        """Waits until the database is there: what comes must be written down."""
        told = False
        while True:
            try:
                return self.desk.prepare()
            except Exception as error:
                log.error("the database is not reached: %s", type(error).__name__)
                if not told:
                    self._tell("Telegram: the database is not reached. I keep trying.")
                told = True
            await asyncio.sleep(LONGEST_WAIT / 10)

    async def _meet(self) -> None:
        """Meets Telegram: who is this bot, how does it want its updates, what does it show."""
        await self._patiently(self.bot.initialize)
        if self._webhook:
            url, secret = self._webhook
            await self._patiently(
                lambda: self.bot.set_webhook(url, secret_token=secret, allowed_updates=ALLOWED)
            )
        else:
            # What was waiting is kept: somebody wrote it.
            await self._patiently(lambda: self.bot.delete_webhook(drop_pending_updates=False))
        how = "by webhook" if self._webhook else "by polling"
        self._tell(f"Telegram, {how}: https://t.me/{self.bot.username}")
        # What the bot shows of itself can wait; who writes cannot.
        self._introduced = asyncio.create_task(self._introduce())

    async def _introduce(self) -> None:
        """Sets what the bot shows of itself, as soon as Telegram takes it."""
        wait = FIRST_WAIT
        while True:
            try:
                return await introduce(self.bot, self._words)
            except (BadRequest, InvalidToken, Forbidden) as error:
                log.error("the bot's profile is refused: %s", type(error).__name__)
                return
            except RetryAfter as error:
                wait = max(wait, float(str(error.retry_after)) + 1)
            except TelegramError as error:
                log.warning("the bot's profile has to wait: %s", type(error).__name__)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _patiently(self, call: Callable[[], Any]) -> Any:
        """Makes a call until it succeeds; a laptop may be started before its network."""
        wait, told = FIRST_WAIT, False
        while True:
            try:
                return await call()
            except InvalidToken:
                raise
            except RetryAfter as error:
                wait = float(str(error.retry_after)) + 1
            except TelegramError as error:
                log.warning("Telegram is not reached: %s", type(error).__name__)
                if not told:
                    self._tell("Telegram is not reached yet. I keep trying.")
                told = True
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _poll(self) -> None:
        """Asks for updates while this runs; each is written down before it is confirmed."""
        offset: int | None = None
        wait, told = FIRST_WAIT, False
        # The first time, and after a fault, what waits is fetched without waiting for more.
        timeout = 0
        while True:
            try:
                updates = await self.bot.get_updates(
                    offset=offset, timeout=timeout, allowed_updates=ALLOWED
                )
            except Conflict:
                if not told:
                    self._tell(
                        "Telegram: another program reads the messages of this bot. "
                        "Stop it, or make a bot of your own."
                    )
                told = True
                await asyncio.sleep(CONFLICT_SECONDS)
                with contextlib.suppress(TelegramError):
                    # The other one may be a webhook that somebody set.
                    await self.bot.delete_webhook(drop_pending_updates=False)
                continue
            except InvalidToken:
                raise
            except TelegramError as error:
                log.info("no updates: %s", type(error).__name__)
                self.desk.hears(False)
                timeout = 0
                if isinstance(error, RetryAfter):
                    wait = max(wait, float(str(error.retry_after)))
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_PAUSE)
                continue
            wait, told, timeout = FIRST_WAIT, False, POLL_SECONDS
            if updates:
                self.desk.take(updates)
                offset = updates[-1].update_id + 1
            if len(updates) < PollingLimit.MAX_LIMIT:
                self.desk.hears(True)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(HOUR)
            try:
                self._mailbox.expire()
            except Exception as error:
                log.error("old things could not be removed: %s", type(error).__name__)


def place_finder(places: Gazetteer) -> Callable[[float, float], str | None]:
    """What a shared location is turned into: the id of a place, or None outside Belgium."""

    def find(lat: float, lon: float) -> str | None:
        found = places.nearest(lat, lon)
        if found is None or found[1] > ABROAD_KM:
            return None
        return found[0].id

    return find


def as_update(content: Any, bot: ExtBot) -> Update | None:
    """The update in the body of a webhook call, or None for what is none."""
    if not isinstance(content, dict) or not isinstance(content.get("update_id"), int):
        return None
    return Update.de_json(content, bot)
