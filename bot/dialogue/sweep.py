"""What is done without anybody asking: old talks and letters go, what is known of places ages.

Every save sweeps as well (`bot.dialogue.talks`), but only while people talk. This one comes at the
start and every day, also when nobody does, and with ``netwerkwijzer forget``.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Iterator

from bot.bootstrap import directory, engine, settings
from bot.dialogue.talks import DAY, TalkStore
from bot.store import mailbox

log = logging.getLogger(__name__)


def sweep(days: int | None = None) -> int:
    """Removes talks that were silent for these days, and what waits for Telegram just as long.

    Args:
        days: the days that were agreed on when None.

    Returns:
        How many talks went.
    """
    keep = (days or settings().keep_days) * DAY
    with _store() as store:
        gone = store.erase_old(keep_seconds=keep)
    mailbox.expire(engine(), keep_seconds=keep)
    return gone


def erase_again() -> int:
    """Removes talks that people had erased and that a restored backup brought back.

    Returns:
        How many talks went.
    """
    with _store() as store:
        mailbox.drop_erased(engine(), store.erasures())
        return store.erase_again()


def every_day(pause: float = DAY) -> threading.Thread:
    """Sweeps now and every day after, beside the server; what fails is tried again the next day.

    Args:
        pause: seconds between two times.
    """

    def run() -> None:
        while True:
            try:
                sweep()
            except Exception as error:
                log.error("old talks could not be removed: %s", type(error).__name__)
            try:
                directory().refresh()
            except Exception as error:
                log.error("the order of places could not be renewed: %s", type(error).__name__)
            time.sleep(pause)

    thread = threading.Thread(target=run, name="sweep", daemon=True)
    thread.start()
    return thread


@contextlib.contextmanager
def _store() -> Iterator[TalkStore]:
    store = TalkStore()
    try:
        yield store
    finally:
        store.engine.dispose()
