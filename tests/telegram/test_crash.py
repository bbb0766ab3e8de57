"""The power fails in the middle of a talk; after a new start it goes on as if nothing had been."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator

import pytest
from auxil.telegram_bot import RunningBot
from auxil.telegram_server import TelegramServer
from auxil.telegram_talker import Talker, converse, someone, until

KILLS = int(os.environ.get("NETWERKWIJZER_KILLS", "3"))
ACTS = 12
"""So many times somebody does something in the talk of this file."""
LONGEST = 1.5
"""Seconds after an act in which an answer is surely under way."""


@pytest.fixture(scope="module")
def killed(server: TelegramServer) -> Iterator[RunningBot]:
    """A bot of this file's own: it is killed again and again."""
    with RunningBot(server) as running:
        yield running


@pytest.fixture
def bot(killed: RunningBot) -> RunningBot:
    """That bot, running: a test that failed may have left it dead."""
    if not killed.runs:
        killed.start()
    return killed


class PowerCuts:
    """Kills the bot at chosen moments of a talk, and starts it again.

    Args:
        moments: after which act, and how many seconds later; in order.
    """

    def __init__(self, bot: RunningBot, talker: Talker, moments: list[tuple[int, float]]) -> None:
        self._bot = bot
        self._talker = talker
        self._moments = moments
        self.done = 0

    def __call__(self) -> bool:
        """Kills when it is time, and says whether it did; called between two looks."""
        acts = self._talker.acts
        if self.done == len(self._moments):
            return False
        after, later = self._moments[self.done]
        if len(acts) < after or time.monotonic() < acts[-1].at + later:
            return False
        self._bot.kill()
        self.done += 1
        self._bot.start()
        return True


def moments(kills: int, seed: int) -> list[tuple[int, float]]:
    """Random moments of a talk: most of them while an answer is being made or sent.

    None in the last two acts: the talk may be over before the last cut.
    """
    chance = random.Random(seed)
    acts = sorted(chance.choices(range(1, ACTS - 2), k=kills))
    return [(act, min(LONGEST, chance.expovariate(4))) for act in acts]


def test_a_talk_survives_power_cuts_at_random_moments(
    server: TelegramServer, bot: RunningBot
) -> None:
    """Every answer given is kept, no question is lost, and at most one message comes again."""
    talker = someone(server, bot, "9000", typed=frozenset({"hard"}))
    cuts = PowerCuts(bot, talker, moments(KILLS, seed=3))
    try:
        converse(server, [talker], between=cuts)
    finally:
        # Shown only when this fails.
        print(f"exit: {bot.process and bot.process.poll()}, after {cuts.done} cuts\n{bot.log()}")
    talker.check()
    assert cuts.done == KILLS
    again = talker.said_again()
    print(f"{cuts.done} power cuts; messages that came again: {len(again)}")
    assert len(again) <= KILLS, again


def test_a_question_that_arrived_but_could_not_be_noted_may_be_answered_at_either(
    server: TelegramServer, bot: RunningBot
) -> None:
    """It comes once more; the press on the first one counts, and is not taken for an old button."""
    talker = someone(server, bot, "2000", language="fr")
    talker.start()
    server.faults.add("slow", "sendMessage", talker.person.id, seconds=5)
    talker.person.wait(lambda person: person.titles())
    bot.kill()
    asked = talker.person.screen[-1].text
    talker.step()
    bot.start()
    talker.person.wait(lambda _: len(talker.sent()) == 3, 60)
    assert talker.said_again() == [asked]
    talker.step()
    assert talker.asked == ["start", "language", "begin"]


def test_an_update_that_was_confirmed_but_not_answered_is_answered_after_a_start(
    server: TelegramServer, bot: RunningBot
) -> None:
    """Telegram was told that it came: nobody will ever offer it again."""
    talker = someone(server, bot, "1000", language="nl-simple")
    # However fast the bot is, its answer does not get through before the power fails.
    server.faults.add("drop_before", "sendMessage", talker.person.id, times=None)
    talker.start()
    until(lambda: not server.queue.pending)
    bot.kill()
    server.faults.clear()
    assert not talker.sent()
    bot.start()
    talker.person.wait(lambda person: person.titles(), 60)
    assert len(talker.sent()) == 1


def test_the_rest_of_an_answer_still_comes(server: TelegramServer, bot: RunningBot) -> None:
    """The first place was shown when it happened; the others, and the question, follow."""
    talker = someone(server, bot, "9000", language="fr-simple")
    cut: list[int] = []

    def kill_once() -> None:
        if server.called("sendVenue", talker.person.id) and not cut:
            bot.kill()
            cut.append(len(talker.sent()))
            bot.start()

    converse(server, [talker], between=kill_once)
    talker.check()
    assert len(talker.sent()) > cut[0] + 2
    assert len(talker.said_again()) <= 1
