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

LANGUAGES = ("nl", "fr")


BESIDE = frozenset({"express_doubt", "express_loneliness", "want_context", "want_peers"})
NEEDED = 2
NOTHING_ELSE = frozenset({"nlu_fallback", "out_of_scope"})


def said(key: str, language: str) -> str:
    return str(words().text(key, language))


@pytest.fixture(scope="module")
def doubtful(here: Here) -> dict[tuple[str, bool], list[str]]:
    """Messages in which danger is not heard and not excluded: as many as the tests need.

    Language, and whether something else was understood -> messages.
    """
    found: dict[tuple[str, bool], list[str]] = {}
    for language in LANGUAGES:
        path = ROOT / "tests" / "safety" / f"{language}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            texts = [row["text"] for row in csv.DictReader(file) if len(row["text"]) < 160]
        for text in texts:
            parsed = here.hears(text)
            intent = parsed["intent"]["name"]
            unsure = UNSURE in {entity["entity"] for entity in parsed["entities"]}
            if unsure and intent in BESIDE | NOTHING_ELSE:
                found.setdefault((language, intent in BESIDE), []).append(text)
            if all(len(found.get((language, beside), ())) >= NEEDED for beside in (True, False)):
                break
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_may_be_in_danger_is_told_how_to_say_so_and_answered_all_the_same(
    here: Here, doubtful: dict[tuple[str, bool], list[str]], language: str
) -> None:
    sender = f"unsure {language}"
    go(here, sender, language, "question wish")
    replies = [reply["text"] for reply in here.send(sender, doubtful[language, True][0])]
    assert replies[0] == said("utter_unsure", language)
    assert said("utter_unsure", "nl") != said("utter_unsure", "fr")
    assert "112" in replies[0]
    assert len(replies) > 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("title", [0, 1])
def test_who_is_not_understood_is_asked_once_and_both_answers_count(
    here: Here, doubtful: dict[tuple[str, bool], list[str]], language: str, title: int
) -> None:
    sender = f"unsure and asked {language} {title}"
    go(here, sender, language, "question wish")
    first, second = doubtful[language, False][:2]
    replies = here.send(sender, first)
    assert [reply["text"] for reply in replies] == [said("utter_unsure_ask", language)]
    yes_or_no = replies[0]["buttons"][title]["title"]
    answer = here.send(sender, yes_or_no)
    assert ("112" in answer[0]["text"]) == (title == 0)
    again = [reply["text"] for reply in here.send(sender, second)]
    assert again
    assert not {said("utter_unsure", language), said("utter_unsure_ask", language)} & set(again)


@pytest.mark.parametrize(("language", "word"), [("nl", "help"), ("fr", "aide")])
def test_the_word_that_is_asked_for_brings_help(here: Here, language: str, word: str) -> None:
    sender = f"unsure help {language}"
    go(here, sender, language, "question wish")
    replies = here.send(sender, word)
    tracker = here.tracker(sender)
    assert intent_of(tracker) == "help_now"
    assert "112" in replies[0]["text"]


def test_the_words_are_not_kept_and_neither_is_the_doubt(
    here: Here, doubtful: dict[tuple[str, bool], list[str]]
) -> None:
    sender = "unsure and private"
    go(here, sender, "nl", "question wish")
    here.send(sender, doubtful["nl", True][0])
    tracker = here.tracker(sender)
    assert tracker is not None
    assert tracker.latest_message is not None
    assert tracker.latest_message.text == MASK
    assert UNSURE not in {entity["entity"] for entity in tracker.latest_message.entities}


def test_nothing_is_said_of_danger_to_who_speaks_of_none(here: Here) -> None:
    sender = "not unsure"
    go(here, sender, "nl", "question wish")
    texts = [reply["text"] for reply in here.send(sender, "samen wandelen")]
    assert said("utter_unsure", "nl") not in texts
