"""Words that may be danger or not: the ordinary answer, and beside it how to say that it is."""

from __future__ import annotations

import csv

import pytest
from auxil.here import Here
from auxil.states import go

from bot.bootstrap import ROOT, words
from bot.core.danger import UNSURE
from bot.core.privacy import MASK
from bot.turn import intent_of

LANGUAGES = {"nl": "nl", "fr": "fr"}


def said(sender_language: str) -> str:
    return str(words().text("utter_unsure", sender_language))


@pytest.fixture(scope="module")
def doubtful(here: Here) -> dict[str, list[str]]:
    """Messages of each language in which danger is not heard and not excluded."""
    found: dict[str, list[str]] = {}
    for language in LANGUAGES:
        path = ROOT / "tests" / "safety" / f"{language}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            texts = [row["text"] for row in csv.DictReader(file) if len(row["text"]) < 120]
        for text in texts:
            parsed = here.hears(text)
            names = {entity["entity"] for entity in parsed["entities"]}
            intent = parsed["intent"]["name"]
            if UNSURE in names and intent in ("nlu_fallback", "out_of_scope"):
                found.setdefault(language, []).append(text)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_may_be_in_danger_is_told_how_to_say_so_and_answered_all_the_same(
    here: Here, doubtful: dict[str, list[str]], language: str
) -> None:
    sender = f"unsure {language}"
    go(here, sender, language, "question wish")
    first, second = doubtful[language][:2]
    replies = [reply["text"] for reply in here.send(sender, first)]
    assert replies[0] == said(language)
    assert "112" in replies[0]
    assert len(replies) > 1
    again = [reply["text"] for reply in here.send(sender, second)]
    assert said(language) not in again
    assert again


@pytest.mark.parametrize(("language", "word"), [("nl", "help"), ("fr", "aide")])
def test_the_word_that_is_asked_for_brings_help(here: Here, language: str, word: str) -> None:
    sender = f"unsure help {language}"
    go(here, sender, language, "question wish")
    replies = here.send(sender, word)
    tracker = here.tracker(sender)
    assert intent_of(tracker) == "help_now"
    assert "112" in replies[0]["text"]


def test_the_words_are_not_kept_and_neither_is_the_doubt(
    here: Here, doubtful: dict[str, list[str]]
) -> None:
    sender = "unsure and private"
    go(here, sender, "nl", "question wish")
    here.send(sender, doubtful["nl"][0])
    tracker = here.tracker(sender)
    assert tracker is not None
    assert tracker.latest_message is not None
    assert tracker.latest_message.text == MASK
    assert UNSURE not in {entity["entity"] for entity in tracker.latest_message.entities}


def test_nothing_is_said_of_danger_to_who_speaks_of_none(here: Here) -> None:
    sender = "not unsure"
    go(here, sender, "nl", "question wish")
    assert said("nl") not in [reply["text"] for reply in here.send(sender, "samen wandelen")]
