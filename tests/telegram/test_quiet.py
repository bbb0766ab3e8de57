"""The token stands in no log, whoever writes it and whatever goes wrong."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Iterator

import httpx
import pytest
from auxil.telegram_server import TelegramServer
from telegram.error import TelegramError

from bot.telegram.quiet import CHATTY, HIDDEN, hide
from bot.telegram.sender import make_bot

TOKEN = "123456789:AAabcdefghijklmnopqrstuvwxyz0123456"
SECRET = "a-webhook-secret-of-the-tests"
ADDRESS = f"https://api.telegram.org/bot{TOKEN}/getMe"


class Kept(logging.Handler):
    """A log as it is written, with its traces."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """What `hide` changes for the whole process is put back."""
    factory = logging.getLogRecordFactory()
    loggers = [logging.getLogger(name) for name in CHATTY]
    levels = [logger.level for logger in loggers]
    yield
    logging.setLogRecordFactory(factory)
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


@pytest.fixture
def written() -> Iterator[Kept]:
    """Everything that any library logs."""
    kept = Kept()
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.DEBUG)
    root.addHandler(kept)
    yield kept
    root.removeHandler(kept)
    root.setLevel(level)


@pytest.fixture
def log() -> logging.Logger:
    return logging.getLogger("some.library")


def test_without_hiding_the_token_is_written(written: Kept, log: logging.Logger) -> None:
    """Else the tests below would show nothing."""
    log.info("HTTP Request: POST %s", ADDRESS)
    assert TOKEN in written.text


def test_the_token_is_hidden_in_a_message_and_in_its_values(
    written: Kept, log: logging.Logger
) -> None:
    hide([TOKEN, SECRET])
    log.info(f"asked {ADDRESS} and again {ADDRESS}")
    log.warning("asked %s %s", "once", ADDRESS)
    log.error("asked %(where)s with %(header)s", {"where": httpx.URL(ADDRESS), "header": SECRET})
    log.critical({"url": ADDRESS})
    assert TOKEN not in written.text
    assert SECRET not in written.text
    assert written.text.count(HIDDEN) == 6
    assert f"asked once https://api.telegram.org/bot{HIDDEN}/getMe" in written.lines[1]


def test_the_token_is_hidden_in_a_trace_and_in_what_caused_it(
    written: Kept, log: logging.Logger
) -> None:
    hide([TOKEN])
    try:
        try:
            raise ValueError(f"cannot reach {ADDRESS}")
        except ValueError as error:
            raise RuntimeError("a call failed") from error
    except RuntimeError:
        log.exception("it failed")
        log.error("once more", exc_info=sys.exc_info())
    assert TOKEN not in written.text
    assert written.text.count(f"cannot reach https://api.telegram.org/bot{HIDDEN}") == 2
    assert written.text.count("RuntimeError: a call failed") == 2
    assert written.text.count("Traceback") == 4


def test_what_holds_no_secret_is_written_as_it_was(written: Kept, log: logging.Logger) -> None:
    hide([TOKEN])
    log.info("%s of %d", "one", 2)
    try:
        raise ValueError("nothing secret")
    except ValueError:
        log.exception("it failed")
    assert written.lines[0] == "some.library INFO one of 2"
    assert "ValueError: nothing secret" in written.lines[1]


def test_without_a_secret_nothing_is_changed(written: Kept, log: logging.Logger) -> None:
    hide(["", ""])
    log.info("a plain line")
    assert written.lines == ["some.library INFO a plain line"]


def test_hiding_twice_hides_both(written: Kept, log: logging.Logger) -> None:
    hide([TOKEN])
    hide([SECRET])
    log.info("%s %s", TOKEN, SECRET)
    assert written.lines == [f"some.library INFO {HIDDEN} {HIDDEN}"]


def test_the_libraries_that_write_every_address_are_quiet(written: Kept) -> None:
    hide([TOKEN])
    for name in CHATTY:
        logging.getLogger(f"{name}.below").info("HTTP Request: POST %s", ADDRESS)
    assert written.lines == []
    logging.getLogger("httpx").warning("still heard")
    assert len(written.lines) == 1


def test_a_wrong_line_of_another_library_stops_nobody_and_tells_nothing(
    log: logging.Logger,
) -> None:
    """Python itself writes down a line whose values do not fit, with the values, and goes on."""
    records: list[logging.LogRecord] = []
    keeps = logging.Handler()
    keeps.emit = records.append  # type: ignore[method-assign]
    hide([TOKEN])
    log.addHandler(keeps)
    log.propagate = False
    try:
        log.warning("%s and %s", ADDRESS)
        log.warning("%d things", ADDRESS)
    finally:
        log.propagate = True
        log.removeHandler(keeps)
    assert len(records) == 2
    assert TOKEN not in "".join(f"{record.msg} {record.args}" for record in records)


@pytest.mark.parametrize("kind", ["500", "502", "drop_after", "blocked"])
def test_no_fault_of_telegram_brings_the_token_into_the_log(written: Kept, kind: str) -> None:
    """With every library as talkative as it can be."""

    async def call(server: TelegramServer, chat_id: int) -> None:
        async with make_bot(server.token, server.url) as bot:
            server.faults.add(kind, method="sendMessage")
            with pytest.raises(TelegramError) as failed:
                await bot.send_message(chat_id, "dag")
            logging.getLogger("bot.telegram").error("not sent", exc_info=failed.value)

    with TelegramServer() as server:
        person = server.person()
        person.starts()
        hide([server.token])
        for name in CHATTY:
            logging.getLogger(name).setLevel(logging.DEBUG)
        asyncio.run(call(server, person.id))
    assert server.token not in written.text
    assert server.token.partition(":")[2] not in written.text
    assert HIDDEN in written.text
