"""Many people talk at the same time, while one request in twenty goes wrong."""

from __future__ import annotations

from auxil.telegram_bot import RunningBot
from auxil.telegram_server import TelegramServer
from auxil.telegram_talker import RECOVERABLE, converse, crowd


def test_fifteen_people_at_once_each_hear_what_fits_their_own_answers(
    telegram: TelegramServer, bot: RunningBot
) -> None:
    """Nobody gets the answer of somebody else, nothing twice, and Telegram is never hurried."""
    floods, faults = telegram.floods, telegram.faults.count()
    talkers = crowd(telegram, bot, 15, seed=1)
    telegram.faults.randomly(0.05, 1, RECOVERABLE)
    try:
        converse(telegram, talkers)
    finally:
        telegram.faults.clear()
    for talker in talkers:
        talker.check()
    telegram.wait(lambda: not any(talker.shown_again() for talker in talkers))
    assert telegram.floods == floods
    assert telegram.faults.count() - faults > 10
