"""Somebody who answers nonsense twenty times, wherever the talk stands: no loop, and a person."""

from __future__ import annotations

import random
import re

import pytest
from auxil.here import Here
from auxil.states import go

from actions import answers
from bot.bootstrap import helplines_on_file, labels, words
from bot.words import base

TURNS = 20
USERS = 4
"""Simulated users in each state and language."""

SEED = 20261123
SYLLABLES = "bla zor kwi tup mer fno gri pli os ent ak ui rond vreu chol dze paf nir".split()
HALF = {
    "nl": "wat dan weer die ene daar iets maar ook precies van den ander of zo".split(),
    "fr": "quoi alors encore celui la truc mais aussi bien du autre ou comme ca".split(),
}
"""Words of a language that mean nothing together: these set off guesses."""

PHONES = {re.sub(r"\D", "", line.number) for line in helplines_on_file()}


def nonsense(dice: random.Random, language: str) -> str:
    """One message without meaning."""
    if dice.random() < 0.5:
        return " ".join(dice.sample(HALF[language], dice.randint(2, 5)))
    made = ["".join(dice.sample(SYLLABLES, dice.randint(1, 3))) for _ in range(dice.randint(1, 4))]
    return " ".join(made)


def names_a_person(texts: list[str]) -> bool:
    numbers = {re.sub(r"\D", "", found) for t in texts for found in re.findall(r"[\d ]{3,}", t)}
    return bool(numbers & PHONES)


@pytest.mark.parametrize("language", ["nl", "fr-simple"])
@pytest.mark.parametrize("state", ["question wish", "question size", "advice", "places"])
def test_who_answers_nonsense_never_gets_the_same_twice_in_a_row_and_finds_a_person(
    here: Here, state: str, language: str
) -> None:
    with here.quickly():
        for user in range(USERS):
            dice = random.Random(f"{SEED} {state} {language} {user}")
            sender = f"nonsense {state} {language} {user}"
            go(here, sender, language, state)
            before: list[str] = []
            people = 0
            said = []
            for _ in range(TURNS):
                message = nonsense(dice, base(language))
                replies = here.send(sender, message)
                texts = [answer["text"] for answer in replies]
                said.append((message, texts))
                assert texts, said
                assert texts != before, said
                assert len({*texts}) == len(texts), said
                people += names_a_person(texts)
                before = texts
            assert people, said


def test_a_guess_that_is_pressed_is_answered(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    missed = [words().text(key, "nl") for key in ("utter_missed", "utter_missed_more")]
    with here.quickly():
        for state in ("question wish", "advice", "places"):
            go(here, f"guess {state}", "nl", state)
            for intent in labels():
                sender = f"guess {state} {intent}"
                here.copy(f"guess {state}", sender)
                only = [intent, "stop" if intent != "stop" else "repeat"]
                monkeypatch.setattr(answers, "guesses", lambda *_, only=only: only)
                asked = here.send(sender, "zwif kwakkel")
                title = labels()[intent]
                pressed = next(
                    button["payload"]
                    for answer in asked
                    for button in answer.get("buttons", ())
                    if button["title"] == title
                )
                texts = [answer["text"] for answer in here.send(sender, pressed)]
                assert texts, (state, intent)
                assert not set(texts) & {*missed}, (state, intent, texts)
