"""The sets that measure understanding and safety are apart from what was learnt from."""

from __future__ import annotations

import collections
import csv
from pathlib import Path

import pytest
import yaml
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.bootstrap import ROOT
from bot.core.danger import DANGER_OF
from bot.core.text import plain

NLU = ROOT / "data" / "nlu"
TESTS = ROOT / "tests"
NEARLY_THE_SAME = 0.9
"""Cosine of two sentences over rows of three letters."""
REGISTERS = {"standard", "spoken", "sms", "learner", "word", "story"}
HELD_OUT = [TESTS / "nlu" / f"{language}.csv" for language in ("nl", "fr")]
DANGERS = [TESTS / "safety" / f"{language}.csv" for language in ("nl", "fr", "en")]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def examples() -> dict[str, dict[str, list[str]]]:
    """Language -> intent -> examples."""
    found: dict[str, dict[str, list[str]]] = {}
    for path in sorted(NLU.glob("*/*.yml")):
        for block in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["nlu"]:
            said = [line.strip()[2:] for line in block["examples"].splitlines() if line.strip()]
            found.setdefault(path.parent.name, {}).setdefault(block["intent"], []).extend(said)
    return found


@pytest.mark.parametrize("path", [*HELD_OUT, *DANGERS], ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_no_message_of_a_test_set_is_nearly_one_that_was_learnt(path: Path) -> None:
    learnt = [
        plain(e) for intents in examples().values() for said in intents.values() for e in said
    ]
    asked = [row["text"] for row in rows(path)]
    marks = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3)).fit(learnt)
    nearest = (marks.transform(map(plain, asked)) @ marks.transform(learnt).T).max(axis=1)
    copied = [
        t for t, c in zip(asked, nearest.toarray().ravel(), strict=True) if c >= NEARLY_THE_SAME
    ]
    assert copied == []


@pytest.mark.parametrize("path", HELD_OUT, ids=lambda p: str(p.stem))
def test_every_intent_is_measured_by_twelve_messages_or_more(path: Path) -> None:
    counted = collections.Counter(row["intent"] for row in rows(path))
    assert set(counted) == set(examples()[path.stem])
    assert {intent: n for intent, n in counted.items() if n < 12} == {}
    assert {row["register"] for row in rows(path)} == REGISTERS


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_every_intent_is_learnt_from_forty_examples_or_more(language: str) -> None:
    said = {intent: len(found) for intent, found in examples()[language].items()}
    assert {intent: n for intent, n in said.items() if n < 40} == {}


@pytest.mark.parametrize("path", DANGERS[:2], ids=lambda p: str(p.stem))
def test_each_danger_is_measured_by_two_hundred_messages(path: Path) -> None:
    counted = collections.Counter(row["danger"] for row in rows(path))
    assert all(counted[name] >= 200 for name in ("suicide", "violence", "medical", "none"))
    assert {row["kind"] for row in rows(path)} == {*DANGER_OF, "none"}
