"""How well the language of a short message is told, on a set that nothing was learnt from.

The set is ``tests/language/messages.csv``: 200 messages as people type them on a phone, in ten
languages. ``any`` is what may be in several ("ok", "film"): no language may be claimed that is not
spoken, and nothing is wrong with a guess. ``ar-latn`` is Arabic in our letters.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from bot.bootstrap import ROOT, detector
from bot.language_guess import Detector

MESSAGES = ROOT / "tests" / "language" / "messages.csv"
ANY = "any"

RIGHT, NONE, WRONG = "right", "none", "wrong"


def verdict(said: Detector, language: str, text: str) -> str:
    """Whether a message is told to be in its language, in none, or in another."""
    foreign = said.foreign(text)
    if language == ANY:
        return WRONG if foreign else RIGHT
    found = foreign or said.guess(text)
    if found is None:
        return NONE
    return RIGHT if found == language.partition("-")[0] else WRONG


def read(path: Path = MESSAGES) -> list[tuple[str, str]]:
    """The language and the text of each message."""
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["language"], row["text"]) for row in csv.DictReader(file)]


def table(rows: Iterable[tuple[str, str]]) -> list[str]:
    """The figures per language, and every message that was taken for another language."""
    counts: dict[str, Counter[str]] = {}
    wrong = []
    said = detector()
    for language, text in rows:
        found = verdict(said, language, text)
        counts.setdefault(language, Counter())[found] += 1
        if found == WRONG:
            taken = said.foreign(text) or said.guess(text)
            wrong.append(f"- {language} taken for {taken}: {text}")
    total = sum(counts.values(), Counter())
    lines = [
        "| language | messages | told | left open | wrong |",
        "|---|---|---|---|---|",
        *(_row(language, counts[language]) for language in sorted(counts)),
        _row("all", total),
    ]
    return [*lines, "", *(["Taken for another language:", "", *wrong] if wrong else [])]


def _row(name: str, found: Counter[str]) -> str:
    return f"| {name} | {sum(found.values())} | {found[RIGHT]} | {found[NONE]} | {found[WRONG]} |"
