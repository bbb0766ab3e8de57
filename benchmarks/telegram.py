#!/usr/bin/env python3
"""Many people at once, each in a whole talk over HTTP, while some of the requests go wrong.

    python benchmarks/telegram.py --chats 200 --faults 0.05 --seed 1

The bot runs as its own process and polls the tests' own Telegram server. All press Start at the
same moment and answer as soon as they are asked (or after `--reading` seconds). In the end everyone
must have finished with the advice and the places that fit their own answers. Prints the figures,
and exits with 1 when a talk stopped or was mixed up with another.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from auxil.telegram_bot import RunningBot  # noqa: E402
from auxil.telegram_faults import BEFORE  # noqa: E402
from auxil.telegram_server import TelegramServer  # noqa: E402
from auxil.telegram_talker import RECOVERABLE, Talker, converse, crowd  # noqa: E402


def main() -> int:
    """Runs it with the arguments of the command line; how it ended."""
    chosen = _arguments()
    with TelegramServer() as server, RunningBot(server) as bot:
        server.wait(lambda: server.called("getUpdates"))
        server.faults.randomly(chosen.faults, chosen.seed, RECOVERABLE)
        talkers = crowd(server, bot, chosen.chats, chosen.seed, chosen.reading)
        began, worked = time.monotonic(), _processor_seconds(bot)
        stopped = ""
        try:
            converse(server, talkers)
        except AssertionError as error:
            stopped = str(error)
        seconds = time.monotonic() - began
        worked = _processor_seconds(bot) - worked
        server.faults.clear()
        _figures(server, talkers, seconds, worked)
        wrong = [problem for talker in talkers if (problem := _problem(talker))]
        # What went wrong before it reached its method was never read as one.
        server.calls[:] = [call for call in server.calls if call.fault not in BEFORE]
        server.write_calls(chosen.calls)
    print(f"all calls: {chosen.calls} (for scripts/check_bot_api.py)")
    for problem in [stopped, *wrong][:4]:
        print(problem)
    return 1 if stopped or wrong else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--chats", type=int, default=200, help="people who talk at once")
    parser.add_argument("--faults", type=float, default=0.05, help="share of requests that fail")
    parser.add_argument("--seed", type=int, default=1, help="who says what, and what goes wrong")
    parser.add_argument("--reading", type=float, default=0.0, help="seconds before each answer")
    calls = Path(tempfile.gettempdir()) / "netwerkwijzer-telegram-calls.jsonl"
    parser.add_argument("--calls", type=Path, default=calls, help="where to write all calls")
    return parser.parse_args()


def _problem(talker: Talker) -> str:
    """What is wrong with a talk, or empty."""
    try:
        talker.check()
    except AssertionError as error:
        return str(error)
    return ""


def _processor_seconds(bot: RunningBot) -> float:
    """How long the bot's process has worked so far; 0 where the system does not tell."""
    try:
        stat = Path(f"/proc/{bot.process.pid if bot.process else 0}/stat").read_text()
    except OSError:
        return 0.0
    user, system = stat.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _figures(
    server: TelegramServer, talkers: Sequence[Talker], seconds: float, worked: float
) -> None:
    """Prints the figures of a run that took so long, in which the bot worked so long."""
    calls = Counter(call.method for call in server.calls)
    messages = sum(len(talker.sent()) for talker in talkers) + calls["sendVenue"]
    updates = sum(len(talker.acts) for talker in talkers)
    waits = sorted(wait for talker in talkers for wait in talker.waits())
    faults = Counter(injected.kind for injected in server.faults.injected)
    asked = [(c.answer or {}).get("description", "") for c in server.called("answerCallbackQuery")]
    finished = sum(talker.done for talker in talkers)
    print(f"{finished} of {len(talkers)} talks finished in {seconds:.0f} s")
    print(f"updates: {updates}, {updates / seconds:.1f} a second")
    print(
        f"messages: {messages}, {messages / seconds:.1f} a second; all calls: {sum(calls.values())}"
    )
    if len(waits) > 1:
        cuts = statistics.quantiles(waits, n=20, method="inclusive")
        print(f"seconds from update to first answer: p50 {cuts[9]:.1f}, p95 {cuts[18]:.1f}")
    print(f"processor time of the bot: {1000 * worked / updates:.0f} ms an update")
    print(f"faults: {sum(faults.values())} {dict(sorted(faults.items()))}")
    print(f"floods: {server.floods}")
    print(f"presses answered too late: {sum('too old' in problem for problem in asked)}")
    again = sum(len(talker.said_again()) for talker in talkers)
    left = sum(len(talker.shown_again()) for talker in talkers)
    print(f"messages that came again: {again}, of which stayed on the screen: {left}")


if __name__ == "__main__":
    sys.exit(main())
