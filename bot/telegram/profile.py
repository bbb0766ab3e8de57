"""What Telegram shows of the bot itself: its commands and its descriptions, in each language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from telegram import BotCommand, BotCommandScopeAllPrivateChats
from telegram.ext import ExtBot

from bot.words import SOURCE, Words

ANY = ""
"""A device in another language sees all."""

COMMANDS = {
    SOURCE: {
        "start": "start",
        "taal": "language",
        "help": "help",
        "mens": "human",
        "hulp": "help_now",
        "wis": "forget",
        "weg": "away",
        "stop": "stop",
    },
    "fr": {
        "start": "start",
        "langue": "language",
        "help": "help",
        "personne": "human",
        "aide": "help_now",
        "effacer": "forget",
        "partir": "away",
        "arreter": "stop",
    },
    "en": {
        "start": "start",
        "language": "language",
        "help": "help",
        "person": "human",
        "helpnow": "help_now",
        "erase": "forget",
        "leave": "away",
        "stop": "stop",
    },
    ANY: {
        "start": "start",
        "language": "language",
        "help": "help",
        "mens": "human",
        "personne": "human",
        "person": "human",
        "hulp": "help_now",
        "aide": "help_now",
        "helpnow": "help_now",
        "wis": "forget",
        "effacer": "forget",
        "erase": "forget",
        "weg": "away",
        "partir": "away",
        "leave": "away",
        "stop": "stop",
    },
}
"""The command menu of each language: the command, and the end of its text's key."""


def menu(words: Words, language: str) -> list[BotCommand]:
    """The command menu in a language."""
    say = _speaker(words, language)
    return [
        BotCommand(command, say(f"utter_command_{what}"))
        for command, what in COMMANDS[language].items()
    ]


async def introduce(bot: ExtBot, words: Words) -> None:
    """Sets the commands and descriptions that are not yet as they should be.

    Telegram limits how often these may be set: what is right already is left alone.

    Raises:
        telegram.error.TelegramError: Telegram does not take it.
    """
    scope = BotCommandScopeAllPrivateChats()
    for language in (*(x for x in COMMANDS if x in words.languages), ANY):
        say = _speaker(words, language)
        code: dict[str, Any] = {"language_code": language} if language else {}
        wanted = menu(words, language)
        if list(await bot.get_my_commands(scope=scope, **code)) != wanted:
            await bot.set_my_commands(wanted, scope=scope, **code)
        long, short = say("utter_bot_description"), say("utter_bot_short_description")
        if (await bot.get_my_description(**code)).description != long:
            await bot.set_my_description(long, **code)
        if (await bot.get_my_short_description(**code)).short_description != short:
            await bot.set_my_short_description(short, **code)


def _speaker(words: Words, language: str) -> Callable[[str], str]:
    """Says a text in a language, or in all that have a menu of their own."""
    if language:
        return lambda key: words.text(key, language)
    spoken = [x for x in COMMANDS if x in words.languages]
    return lambda key: " / ".join(dict.fromkeys(words.text(key, x) for x in spoken))
