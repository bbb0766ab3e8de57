"""The command ``netwerkwijzer``."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import os
import re
import sys
from collections.abc import Sequence

from bot import cli_directory

PORT = 5005


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="netwerkwijzer", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("setup", help="compile the texts, fill the database, train if needed")
    commands.add_parser("chat", help="talk in the terminal")
    serve = commands.add_parser("serve", help="serve REST in one process, on loopback")
    serve.add_argument("--interface", default="127.0.0.1", help="address to listen on")
    serve.add_argument("--port", type=int, default=PORT)
    telegram = commands.add_parser("telegram", help="serve the Telegram bot of TELEGRAM_TOKEN")
    telegram.add_argument("--interface", default="127.0.0.1", help="address to listen on")
    telegram.add_argument("--port", type=int, help="5005, or any free one when that is taken")
    commands.add_parser("train", help="train the model anew")
    commands.add_parser("check", help="check all content and say file, line and field of mistakes")
    words = commands.add_parser(
        "words", help="bring the catalogs up to date and say what is missing; see also words --help"
    )
    words.set_defaults(do="update")
    parts = words.add_subparsers(dest="do", metavar="check | report | page | add")
    parts.add_parser("check", help="fail on a text that is missing, unsure, too long or too hard")
    parts.add_parser("report", help="how easy the texts read, per language, with the worst ones")
    page = parts.add_parser("page", help="write docs/words.md: the talk in every language")
    page.add_argument("--check", action="store_true", help="only say whether it is current")
    added = parts.add_parser("add", help="begin a language: its catalogs and folder of examples")
    added.add_argument("locale", help="such as en, or en@simple for its easy register")
    transcripts = commands.add_parser("transcripts", help="write docs/conversations.md")
    transcripts.add_argument("--check", action="store_true", help="only say whether it is current")
    forget = commands.add_parser("forget", help="remove talks that are silent for too long")
    forget.add_argument(
        "--older-than",
        type=_days,
        metavar="DAYS",
        help="days of silence, such as 7d; NETWERKWIJZER_KEEP_DAYS when left out",
    )
    cli_directory.add_to(commands)
    commands.add_parser("counts", help="say how often danger was recognised, per day")
    understood = commands.add_parser(
        "nlu-report", help="how well messages are understood; --quick leaves out what takes minutes"
    )
    understood.add_argument(
        "--quick", action="store_true", help="without cross-validation and typing errors"
    )
    commands.add_parser("safety-report", help="how well danger is heard, and every miss")
    chosen = parser.parse_args(arguments)
    _quiet()
    from bot.bootstrap import SettingError

    try:
        return int(_COMMANDS[chosen.command](chosen) or 0)
    except SettingError as error:
        print(error, file=sys.stderr)
        return 1


def _days(given: str) -> int:
    """A number of days, written as '7d'."""
    if not re.fullmatch(r"0*[1-9]\d{0,4}d", given):
        raise argparse.ArgumentTypeError(
            f"expected a number of days, 1d or more, such as 7d; found {given!r}"
        )
    return int(given[:-1])


def _quiet() -> None:
    """Keeps libraries from talking through a conversation, and from spinning on every core."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    # A second thread makes an answer a tenth quicker and costs twice the work: it spins while it
    # waits. Whoever talks at the same time needs that core.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    logging.basicConfig(level=logging.ERROR)
    import warnings

    # Libraries set filters of their own; what they warn of is not for who talks here.
    warnings.showwarning = lambda *_args, **_kwargs: None


def _check(_: argparse.Namespace) -> int:
    from bot import content
    from bot.bootstrap import settings
    from bot.core.languages import base
    from bot.words import languages_in

    data = settings().data
    spoken = sorted({base(language) for language in languages_in(settings().locales)})
    problems = content.check(data, spoken)
    for problem in problems:
        print(problem)
    print(f"{len(problems)} mistakes found" if problems else "all content is in order")
    return 1 if problems else 0


def _setup(_: argparse.Namespace) -> int:
    from bot import catalogs, model
    from bot.bootstrap import directory, secret, settings
    from bot.content import ContentError

    print("- texts: compiling the catalogs")
    catalogs.compile_all(settings().locales)
    print("- directory: reading initiatives, help lines and places")
    try:
        filled = directory().fill(settings().data)
    except ContentError as error:
        print(error, file=sys.stderr)
        return 1
    for name, rows in filled.items():
        print(f"    {name}: {rows} rows")
    secret()
    if model.is_current():
        print("- model: current")
    else:
        print("- model: training, this takes a few minutes", flush=True)
        model.train()
    return 0


def _train(_: argparse.Namespace) -> int:
    from bot import model

    model.train()
    return 0


def _words(chosen: argparse.Namespace) -> int:
    from bot import catalogs, words_check
    from bot.bootstrap import ROOT

    try:
        if chosen.do == "add":
            for path in catalogs.add(ROOT, chosen.locale):
                print(f"made {path.relative_to(ROOT)}")
            print("next: docs/languages.md, from step 2")
            return 0
        if chosen.do == "page":
            from bot import words_page

            return words_page.write(check=chosen.check)
        if chosen.do == "report":
            from bot import words_report

            print(words_report.tables(ROOT))
            print("\nWords a sentence in each text:\n")
            print(words_report.by_text(words_check.texts(ROOT)))
            return 0
        if chosen.do != "check":
            catalogs.update_all(ROOT)
            for note in words_check.unused(ROOT):
                print(f"note: {note}")
        return words_check.check(ROOT)
    except catalogs.CatalogError as error:
        print(error, file=sys.stderr)
        return 1


def _chat(_: argparse.Namespace) -> int:
    print("Even geduld, ik start op. Un instant, je démarre.", flush=True)
    try:
        return asyncio.run(_talk())
    except KeyboardInterrupt:
        print()
    return 0


def _trouble() -> str | None:
    """What keeps the assistant from starting, in one line; None when nothing does.

    Opened here and not only with the model: a database that fails is no reason to train anew.
    """
    from bot.bootstrap import SettingError, guide, secret, words
    from bot.dialogue.sweep import erase_again

    try:
        secret()
        words()
        guide()
        # Opens the store of talks; nobody may talk before what came back with a backup is gone.
        erase_again()
    except SettingError:
        raise
    except Exception as error:
        return f"{type(error).__name__}: {error}".splitlines()[0]
    return None


async def _talk() -> int:
    from bot import model
    from bot.bootstrap import words
    from bot.channels.local import ModelDoesNotLoad, load
    from bot.channels.terminal import Terminal
    from bot.wiring import make_intake

    trouble = _trouble()
    if trouble:
        print(trouble, file=sys.stderr)
        return 1
    try:
        agent = await load(model.model_path())
    except ModelDoesNotLoad:
        # A model that does not load counts as none.
        model.discard()
        try:
            model.train()
            agent = await load(model.model_path())
        except RuntimeError as error:
            print(f"the model does not load: {error}".splitlines()[0], file=sys.stderr)
            return 1
    for language in ("nl", "fr"):
        print(words().text("utter_terminal_hint", language))
    await Terminal(make_intake(lambda: agent)).talk()
    return 0


def _serve(chosen: argparse.Namespace) -> int:
    from bot import model
    from bot.bootstrap import ROOT
    from bot.channels.local import serve
    from bot.dialogue.sweep import every_day

    if _not_ready():
        return 1
    trouble = _trouble()
    if trouble:
        print(trouble, file=sys.stderr)
        return 1
    print(f"REST: http://{chosen.interface}:{chosen.port}/webhooks/rest/webhook", flush=True)
    every_day()
    serve(model.model_path(), ROOT / "credentials.yml", chosen.interface, chosen.port)
    return 0


def _not_ready() -> bool:
    """Whether production lacks a setting; then each is told in one line."""
    from bot.bootstrap import settings

    for line in settings().missing:
        print(line, file=sys.stderr)
    return bool(settings().missing)


NO_TOKEN = """\
TELEGRAM_TOKEN is not set. Ask BotFather on Telegram for a bot. Then type this, paste the token
(it does not show), and press Enter:

    read -rs TELEGRAM_TOKEN && export TELEGRAM_TOKEN

After that: make telegram

The whole way, in Dutch and French: docs/telegram-beginnen.md, docs/telegram-commencer.md"""


def _telegram(chosen: argparse.Namespace) -> int:
    from bot.bootstrap import settings

    if _not_ready():
        return 1
    if not settings().telegram_token:
        print(NO_TOKEN, file=sys.stderr)
        return 1
    if chosen.port is None:
        # Nobody needs to find this port while Telegram is asked for updates.
        chosen.port = PORT if settings().telegram_webhook_url else _free(PORT)
    return _serve(chosen)


def _free(port: int) -> int:
    """This port of this machine, or any other that is free."""
    import socket

    for wanted in (port, 0):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", wanted))
            return int(probe.getsockname()[1])
    return port


def _transcripts(chosen: argparse.Namespace) -> int:
    from bot import transcripts

    return transcripts.write(check=chosen.check)


def _forget(chosen: argparse.Namespace) -> int:
    from bot.bootstrap import SettingError
    from bot.dialogue import sweep

    try:
        gone = sweep.erase_again() + sweep.sweep(chosen.older_than)
    except SettingError:
        raise
    except Exception as error:
        print(f"talks could not be removed: {type(error).__name__}", file=sys.stderr)
        return 1
    print(f"talks removed: {gone}")
    return 0


def _counts(_: argparse.Namespace) -> int:
    from bot.bootstrap import engine
    from bot.store import counts

    counts.create(engine())
    print(f"{'dag':<12}{'gevaar':<12}{'aantal':>6}")
    for day, danger, number in counts.rows(engine()):
        print(f"{day:<12}{danger:<12}{number:>6}")
    return 0


def _report(chosen: argparse.Namespace) -> int:
    """Prints a report of the current model; setting up trains it first when it is not current."""
    from bot import model, report
    from bot.channels.local import load

    async def made() -> str:
        agent = await load(model.model_path())
        if chosen.command == "nlu-report":
            return await report.nlu_report(agent, quick=chosen.quick)
        return await report.safety_report(agent)

    print(asyncio.run(made()))
    return 0


_COMMANDS = {
    "setup": _setup,
    "chat": _chat,
    "serve": _serve,
    "telegram": _telegram,
    "train": _train,
    "check": _check,
    "words": _words,
    "transcripts": _transcripts,
    "nlu-report": _report,
    "safety-report": _report,
    "forget": _forget,
    "counts": _counts,
    "directory": cli_directory.run,
}

if __name__ == "__main__":
    sys.exit(main())
