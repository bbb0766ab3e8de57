"""Reads a talk from a YAML file and holds it with the assistant, step by step.

A file reads like a talk:

    situation: who this is and what happens
    language: nl                       # in which language the answers must come, from now on
    talk:
    - says: hallo                      # types this
      hears: [utter_ask_language_both] # these responses, in this order, among the answers
    - presses: Nederlands              # presses the button with this title
      hears: utter_ask_ready
      sees: [Start]                    # these buttons
      contains: [computer]             # this text somewhere
      never: [dokter]                  # this text nowhere
    - language: fr                     # from here on the answers come in French
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from bot.bootstrap import words

Send = Callable[[str, Any], list[dict[str, Any]]]


def pattern(key: str, language: str) -> re.Pattern[str]:
    """What a response looks like in a language, whatever fills its placeholders."""
    source = words().responses[key][0]["text"]
    text = words().translate(key, source, language)
    return re.compile(re.sub(r"\\\{\w+\\\}", "(?s:.*)", re.escape(text)))


def strip(title: str) -> str:
    """A button's title without the tick."""
    return title.removeprefix("✓ ")


class Talk:
    """One talk with the assistant.

    Args:
        send: sends a message and returns the answers.
        sender: who talks.
    """

    def __init__(self, send: Send, sender: str, language: str = "nl") -> None:
        self._send = send
        self._sender = sender
        self.language = language
        self.answers: list[dict[str, Any]] = []
        self.buttons: dict[str, str] = {}
        self.log: list[str] = []

    def says(self, text: Any) -> list[dict[str, Any]]:
        """Types a text."""
        self.log.append(f"> {text!r}")
        self.answers = self._send(self._sender, text)
        for answer in self.answers:
            titles = [b["title"] for b in answer.get("buttons", [])]
            self.log.append(f"  {answer['text']!r} {titles}")
            for button in answer.get("buttons", []):
                self.buttons[strip(button["title"])] = button["payload"]
        return self.answers

    def presses(self, title: str) -> list[dict[str, Any]]:
        """Presses a button that was shown."""
        assert title in self.buttons, f"no button {title!r}\n{self}"
        return self.says(self.buttons[title])

    def texts(self) -> list[str]:
        """What was answered last."""
        return [answer["text"] for answer in self.answers]

    def titles(self) -> list[str]:
        """The buttons of the last answer."""
        return [strip(b["title"]) for a in self.answers for b in a.get("buttons", [])]

    def hears(self, *keys: str) -> None:
        """The last answer holds these responses, in this order."""
        texts = iter(self.texts())
        for key in keys:
            wanted = pattern(key, self.language)
            assert any(wanted.fullmatch(text) for text in texts), (
                f"did not hear {key} ({wanted.pattern}) in {self.language}\n{self}"
            )

    def __str__(self) -> str:
        return "\n".join(self.log[-40:])


def as_list(value: Any) -> list[str]:
    """One value or several."""
    return value if isinstance(value, list) else [value]


def hold(path: Path, send: Send, sender: str) -> None:
    """Holds the talk of a file; fails at the first step that goes otherwise."""
    script = yaml.safe_load(path.read_text(encoding="utf-8"))
    talk = Talk(send, sender, script.get("language", "nl"))
    for step in script["talk"]:
        talk.language = step.get("language", talk.language)
        if "says" in step:
            talk.says(step["says"])
        for title in as_list(step.get("presses", [])):
            talk.presses(title)
        everything = "\n".join(talk.texts())
        assert everything.strip(), f"silence\n{talk}"
        talk.hears(*as_list(step.get("hears", [])))
        for text in as_list(step.get("contains", [])):
            assert text in everything, f"{text!r} is not said\n{talk}"
        for text in as_list(step.get("never", [])):
            assert text not in everything, f"{text!r} is said\n{talk}"
        for title in as_list(step.get("sees", [])):
            assert title in talk.titles(), f"no button {title!r}\n{talk}"
        for title in as_list(step.get("misses", [])):
            assert title not in talk.titles(), f"a button {title!r}\n{talk}"
