"""What an installation says about Telegram, and what it hears when that is not right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import cli
from bot.bootstrap import TELEGRAM_API, SettingError, settings
from bot.channels.telegram import TelegramInput

TOKEN = "123456789:" + "A" * 35
SECRET = "a-secret-of-more-than-16"


@pytest.fixture(autouse=True)
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installation without any setting for Telegram."""
    monkeypatch.setenv("NETWERKWIJZER_VAR", str(tmp_path / "var"))
    for name in ("TOKEN", "WEBHOOK_URL", "SECRET", "API"):
        monkeypatch.delenv(f"TELEGRAM_{name}", raising=False)
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def given(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"TELEGRAM_{name.upper()}", value)
    settings.cache_clear()


def test_without_a_token_there_is_no_telegram() -> None:
    assert settings().telegram_token == ""
    blueprint = TelegramInput().blueprint(lambda _: None)  # type: ignore[arg-type,return-value]
    assert list(blueprint._future_routes) == []


def test_who_starts_it_without_a_token_hears_what_to_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["telegram"]) == 1
    told = capsys.readouterr().err
    assert "BotFather" in told
    assert "read -rs TELEGRAM_TOKEN" in told


def test_a_token_is_enough_to_poll(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, token=f" {TOKEN}\n")
    assert settings().telegram_token == TOKEN
    assert settings().telegram_webhook_url == ""
    assert settings().telegram_api == TELEGRAM_API


@pytest.mark.parametrize("token", ["my bot", "987654", f"{TOKEN} {TOKEN}", "abc:" + "A" * 35])
def test_what_is_no_token_is_refused_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    given(monkeypatch, token=token)
    with pytest.raises(SettingError, match="TELEGRAM_TOKEN: expected a token") as refused:
        settings()
    assert token not in str(refused.value)


@pytest.mark.parametrize("secret", ["", "short", "with spaces in the secret", "é" * 20])
def test_a_webhook_without_a_good_secret_is_refused(
    monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    given(monkeypatch, token=TOKEN, webhook_url="https://example.org/hook", secret=secret)
    with pytest.raises(SettingError, match="TELEGRAM_SECRET"):
        settings()


def test_a_webhook_over_an_open_line_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, token=TOKEN, webhook_url="http://example.org/hook", secret=SECRET)
    with pytest.raises(SettingError, match="TELEGRAM_WEBHOOK_URL"):
        settings()


def test_neither_token_nor_secret_show_when_settings_are_printed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given(monkeypatch, token=TOKEN, webhook_url="https://example.org/hook", secret=SECRET)
    assert TOKEN not in repr(settings())
    assert SECRET not in repr(settings())
