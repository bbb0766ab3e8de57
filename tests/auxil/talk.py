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
    - answers:                         # answers these questions as they come, in any order:
        hard: Het kost geld            # a button's title, or words to type
        size: liefst met twee
      hears: utter_advice_question
    - says: je veux plus vivre
      language: fr                     # from here on the answers come in French
      first: ["112"]                   # this text in the first message of the answer
      hears_not: utter_ask_hard        # this response nowhere among the answers

Titles and texts may be written with plain spaces and straight apostrophes. Which questions come,
and in which order, depends on the answers and on the talk: use ``answers`` where it does not
matter. After every message the whole answer must be in the language of the talk.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import yaml
from auxil.tongue import bilingual, common_languages, pattern
from auxil.tongue import flat as on_one_line

Send = Callable[[str, Any], list[dict[str, Any]]]

STEP = frozenset(
    "says presses answers language hears hears_not first contains never sees misses".split()
)
"""What a step of a talk may hold."""

ASKS = ("ask", "again", "missed", "example")
"""The ways in which a question is put."""


def strip(title: str) -> str:
    """A button's title as one types it: without the tick, with plain spaces and apostrophes."""
    return flat(title).removeprefix("✓ ")


def flat(text: str) -> str:
    """A text on one line, with plain spaces and straight apostrophes."""
    return " ".join(text.split()).replace("’", "'")


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
        assert flat(title) in self.buttons, f"no button {title!r}\n{self}"
        return self.says(self.buttons[flat(title)])

    def answers_to(self, given: dict[str, str]) -> None:
        """Answers questions for as long as one of these is asked, each once."""
        left = dict(given)
        while question := next((q for q in left if self.asks(q)), None):
            wanted = left.pop(question)
            if flat(wanted) in self.titles():
                self.presses(wanted)
            else:
                self.says(wanted)
            ready = [b["payload"] for a in self.answers for b in a.get("buttons", [])]
            if "/done" in ready:
                self.says("/done")

    def asks(self, question: str) -> bool:
        """Whether the last answer puts this question."""
        keys = [f"utter_{how}_{question}" for how in ASKS]
        return any(
            pattern(k, self.language).fullmatch(on_one_line(t)) for k in keys for t in self.texts()
        )

    def texts(self) -> list[str]:
        """What was answered last."""
        return [answer["text"] for answer in self.answers]

    def titles(self) -> list[str]:
        """The buttons of the last answer."""
        return [strip(b["title"]) for a in self.answers for b in a.get("buttons", [])]

    def hears(self, *keys: str) -> None:
        """The last answer holds these responses, in this order."""
        self._hears(keys, lambda key: pattern(key, self.language))

    def hears_in_both(self, *keys: str) -> None:
        """The last answer holds these responses, each in Dutch and in French."""
        self._hears(keys, bilingual)

    def _hears(self, keys: Iterable[str], looks: Callable[[str], re.Pattern[str]]) -> None:
        texts = iter(self.texts())
        for key in keys:
            wanted = looks(key)
            assert any(wanted.fullmatch(on_one_line(text)) for text in texts), (
                f"did not hear {key} ({wanted.pattern}) in {self.language}\n{self}"
            )

    def hears_not(self, key: str) -> None:
        """The last answer does not hold this response."""
        unwanted = pattern(key, self.language)
        heard = [text for text in self.texts() if unwanted.fullmatch(on_one_line(text))]
        assert not heard, f"heard {key}: {heard}\n{self}"

    def speaks(self) -> None:
        """The whole last answer is in the language of the talk."""
        texts = self.texts()
        assert texts, f"silence\n{self}"
        assert self.language in common_languages(texts), f"not in {self.language}\n{self}"

    def __str__(self) -> str:
        return "\n".join(self.log[-40:])


_people = itertools.count()


def begun(send: Send, situation: str) -> Talk:
    """Somebody new who chose Dutch and began: the first question is open.

    Args:
        situation: what this talk is for; it becomes part of who the sender is.
    """
    talk = Talk(send, f"{situation} {next(_people)}")
    talk.says("hallo")
    talk.presses("Nederlands")
    talk.presses("Start")
    return talk


def as_list(value: Any) -> list[str]:
    """One value or several."""
    return value if isinstance(value, list) else [value]


def hold(path: Path, send: Send, sender: str) -> None:
    """Holds the talk of a file; fails at the first step that goes otherwise."""
    script = yaml.safe_load(path.read_text(encoding="utf-8"))
    talk = Talk(send, sender, script.get("language", "nl"))
    for step in script["talk"]:
        assert set(step) <= STEP, f"a step has {sorted(set(step) - STEP)}"
        talk.language = step.get("language", talk.language)
        if "says" in step:
            talk.says(step["says"])
        for title in as_list(step.get("presses", [])):
            talk.presses(title)
        talk.answers_to(step.get("answers", {}))
        talk.speaks()
        talk.hears(*as_list(step.get("hears", [])))
        for key in as_list(step.get("hears_not", [])):
            talk.hears_not(key)
        everything = flat("\n".join(talk.texts()))
        for text in as_list(step.get("first", [])):
            assert flat(text) in flat(talk.texts()[0]), f"{text!r} is not said first\n{talk}"
        for text in as_list(step.get("contains", [])):
            assert flat(text) in everything, f"{text!r} is not said\n{talk}"
        for text in as_list(step.get("never", [])):
            assert flat(text) not in everything, f"{text!r} is said\n{talk}"
        for title in as_list(step.get("sees", [])):
            assert flat(title) in talk.titles(), f"no button {title!r}\n{talk}"
        for title in as_list(step.get("misses", [])):
            assert flat(title) not in talk.titles(), f"a button {title!r}\n{talk}"
