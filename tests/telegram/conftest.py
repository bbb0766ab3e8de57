"""One bot process and one Telegram server for all talks of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from auxil.telegram_bot import RunningBot
from auxil.telegram_server import TelegramServer


@pytest.fixture(scope="session")
def telegram() -> Iterator[TelegramServer]:
    """A Telegram of the tests' own."""
    with TelegramServer() as server:
        yield server


@pytest.fixture(scope="session")
def bot(telegram: TelegramServer) -> Iterator[RunningBot]:
    """The bot, polling that Telegram."""
    with RunningBot(telegram) as running:
        yield running


@pytest.fixture(scope="module")
def server() -> Iterator[TelegramServer]:
    """A Telegram for one file, whose bot is killed or started in another way."""
    with TelegramServer() as running:
        yield running
