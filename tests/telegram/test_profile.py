"""What Telegram shows of the bot before a word is said: commands that work, in neutral words."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator

import pytest
from auxil.telegram_api import fresh
from auxil.telegram_server import TelegramServer

from bot.bootstrap import words
from bot.incoming import AWAY
from bot.telegram.profile import ANY, COMMANDS, introduce, menu
from bot.telegram.sender import make_bot
from bot.turn import COMMANDS as UNDERSTOOD

LANGUAGES = [language for language in COMMANDS if language]
IN = [*LANGUAGES, ANY]
MEANS = {
    "start": "/greet",
    "language": "/change_language",
    "help": "/ask_help",
    "human": "/ask_human",
    "help_now": "/help_now",
    "forget": "/forget_me",
    "away": AWAY,
    "stop": "/stop",
}
"""What each command of the issue must do."""

TELLING = re.compile(
    r"armoede|pauvre|geld|argent|geweld|violen|gevaar|danger|crisis|crise|nood|urgence|ocmw|cpas"
    r"|\bcaw\b|leefloon|uitkering|allocation|schuld|dette|daklo|sans-abri|zelfmoord|suicid|\b112\b"
    r"|eenza|\bseul|hulpverlen|slachtoffer|victime",
    re.IGNORECASE,
)
SETTING = ("setMyCommands", "setMyDescription", "setMyShortDescription", "setMyName")


@pytest.fixture(scope="module")
def running() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server


@pytest.fixture
def server(running: TelegramServer) -> TelegramServer:
    server = fresh(running)
    server.commands.clear()
    server.profile.clear()
    return server


def introduced(server: TelegramServer, times: int = 1) -> None:
    """The bot introduces itself, each time anew."""

    async def run() -> None:
        async with make_bot(server.token, server.url) as bot:
            await introduce(bot, words())

    for _ in range(times):
        asyncio.run(run())


def shown(server: TelegramServer) -> dict[str, list[str]]:
    """Everything that the server shows of the bot, by language."""
    found: dict[str, list[str]] = {language: [] for language in IN}
    for (_, language), commands in server.commands.items():
        found[language] += [text for c in commands for text in (c["command"], c["description"])]
    for (_, language), text in server.profile.items():
        found[language].append(text)
    return found


# -- the menu ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", IN)
def test_every_command_of_the_menu_is_understood(language: str) -> None:
    for command, what in COMMANDS[language].items():
        payload = UNDERSTOOD[f"/{command}"]
        assert payload.split("{")[0] == MEANS[what], command


@pytest.mark.parametrize("language", IN)
def test_nothing_is_missing_in_any_language(language: str) -> None:
    assert set(COMMANDS[language].values()) == set(MEANS)


def test_help_now_comes_in_the_language_of_the_command() -> None:
    for language in LANGUAGES:
        [command] = [c for c, what in COMMANDS[language].items() if what == "help_now"]
        assert UNDERSTOOD[f"/{command}"] == f'/help_now{{"language":"{language}"}}'


@pytest.mark.parametrize("language", IN)
def test_telegram_takes_the_menu(language: str) -> None:
    commands = menu(words(), language)
    assert 1 <= len(commands) <= 100
    assert len({one.command for one in commands}) == len(commands)
    for one in commands:
        assert re.fullmatch(r"[a-z0-9_]{1,32}", one.command)
        assert 1 <= len(one.description) <= 256
        assert one.description == one.description.strip()


def test_a_device_in_another_language_sees_all() -> None:
    by_language = {
        language: {c.command: c.description for c in menu(words(), language)} for language in IN
    }
    for command, description in by_language[ANY].items():
        for language in LANGUAGES:
            same = [c for c, w in COMMANDS[language].items() if w == COMMANDS[ANY][command]]
            assert by_language[language][same[0]] in description


# -- what is set ------------------------------------------------------------------------------


def test_all_of_it_is_set_in_each_language(server: TelegramServer) -> None:
    introduced(server)
    assert {language for _, language in server.commands} == set(IN)
    private = json.dumps({"type": "all_private_chats"})
    assert {scope for scope, _ in server.commands} == {private}
    assert set(server.profile) == {
        (kind, language) for kind in ("description", "short_description") for language in IN
    }
    assert server.unknown_parameters == []
    for language in LANGUAGES:
        say = words().text
        assert server.profile["description", language] == say("utter_bot_description", language)
        for other in set(LANGUAGES) - {language}:
            assert server.profile["description", other] != server.profile["description", language]


def test_nothing_is_too_long_for_telegram(server: TelegramServer) -> None:
    introduced(server)
    for (kind, _), text in server.profile.items():
        most = 512 if kind == "description" else 120
        assert 0 < len(text.encode("utf-16-le")) // 2 <= most


def test_what_is_right_already_is_left_alone(server: TelegramServer) -> None:
    """Telegram limits how often these may be set; the laptop starts every morning."""
    introduced(server)
    first = sum(len(server.called(method)) for method in SETTING)
    assert first == 3 * len(IN)
    introduced(server, times=2)
    assert sum(len(server.called(method)) for method in SETTING) == first


def test_only_what_was_changed_is_set_again(server: TelegramServer) -> None:
    introduced(server)
    server.profile["short_description", "fr"] = "Un vieux texte"
    server.calls.clear()
    introduced(server)
    assert [c.method for c in server.calls if c.method in SETTING] == ["setMyShortDescription"]
    assert server.profile["short_description", "fr"] != "Un vieux texte"


# -- on a screen that others see --------------------------------------------------------------


def test_no_word_tells_what_the_bot_is_for(server: TelegramServer) -> None:
    introduced(server)
    for language, texts in shown(server).items():
        assert len(texts) > 10
        for text in texts:
            assert not TELLING.search(text), (language, text)


def test_it_says_that_it_is_no_person(server: TelegramServer) -> None:
    introduced(server)
    assert "computer" in server.profile["description", "nl"]
    assert "ordinateur" in server.profile["description", "fr"]
    for word in ("computer", "ordinateur"):
        assert word in server.profile["description", ANY]
