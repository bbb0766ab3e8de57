"""What is said outside the dialogue: when a message cannot be read, or when a turn fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.replies import Reply
from bot.words import SOURCE, Words, base

UNKNOWN = ""
"""The language of who has not chosen one and has not written yet."""


class Voice:
    """Says texts of its own, in both languages to who has none yet.

    Args:
        helper: name and number of the line to call, per language (two letters).
    """

    def __init__(self, words: Words, helper: Callable[[str], tuple[str, str]]) -> None:
        self.words = words
        self._helper = helper

    def say(self, key: str, language: str, **values: Any) -> str:
        """A text in a language, or in both (`UNKNOWN`)."""
        if language == UNKNOWN:
            return self.words.both(key, **values)
        return self.words.text(key, language, **values)

    def helper(self, language: str) -> dict[str, str]:
        """Who to call, as the values ``line`` and ``phone``."""
        line, phone = self._helper(base(language or SOURCE))
        return {"line": line, "phone": phone}

    def crisis(self, intent: str, language: str) -> Reply:
        """The first message of a crisis answer, with 112, when the assistant itself fails."""
        key = f"utter_{intent}"
        return Reply(self.say(key, language), key=key)

    def sorry(self, language: str) -> Reply:
        """The apology, with the buttons that always help."""
        menu = self.words.buttons("utter_menu_talk", language or SOURCE)
        return Reply(self.say("utter_sorry", language), menu)
