"""What is said outside the dialogue: when a message cannot be read, or when a turn fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.replies import MENU, Reply
from bot.words import SOURCE, Words, base

UNKNOWN = ""
"""The language of who has not chosen one and has not written yet."""


class Voice:
    """Says texts of its own, in both languages to who has none yet.

    Args:
        helper: name and number of the line to call, per language (two letters).
        listening: the same of the line that listens day and night; None when there is none.
    """

    def __init__(
        self,
        words: Words,
        helper: Callable[[str], tuple[str, str]],
        listening: Callable[[str], tuple[str, str] | None] = lambda _: None,
    ) -> None:
        self.words = words
        self._helper = helper
        self._listening = listening

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

    def help_now(self, language: str) -> list[Reply]:
        """The whole answer to 'help now', for when nothing else works: 112, and who listens."""
        replies = [self.crisis("help_now", language)]
        found = self._listening(base(language or SOURCE))
        if found:
            key = "utter_help_now_listen"
            text = self.say(key, language, line=found[0], phone=found[1])
            replies.append(Reply(text, key=key))
        return replies

    def away(self, language: str, later: bool = False) -> Reply:
        """The one sentence after 'quick away' when the assistant itself fails.

        Args:
            later: what is held could not be erased now.
        """
        key = "utter_quick_away_later" if later else "utter_quick_away"
        return Reply(self.say(key, language), key=key)

    def sorry(self, language: str) -> Reply:
        """The apology, with the buttons that always help."""
        menu = self.words.buttons("utter_menu_talk", language or SOURCE)
        menu = [{**button, "kind": MENU} for button in menu]
        return Reply(self.say("utter_sorry", language), menu, key="utter_sorry")
