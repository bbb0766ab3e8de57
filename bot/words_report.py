"""How easy the texts read: a table for each language, the worst sentences, and the whole talk.

`bot/words_page.py` writes it into ``docs/words.md``, with a whole talk in every language.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from bot.core.languages import base, is_simple
from bot.core.layout import sentences_of
from bot.core.plain import FAIL, RULES, WARN, Verdict, words_in
from bot.words_check import Text, texts, tongues, verdicts

WORST = 5
"""Sentences shown of each language."""

FORMULAS = {"nl": "Flesch-Douma", "fr": "Kandel-Moles"}
"""Readability formulas, by language; both run from 0 (hard) to 100 (easy) and beyond."""


@dataclass(frozen=True)
class Row:
    """What a language's texts look like.

    Attributes:
        name: of what the row is: the language, or its column in the tables of places.
        words: words a sentence, on average.
        longest: words in its longest sentence.
        formula: the readability by the formula of its language, or None where there is none.
        level: how many verdicts fail and how many warn.
    """

    name: str
    language: str
    texts: int
    sentences: int
    words: float
    longest: int
    formula: float | None
    fails: int
    warns: int


def rows(said: Iterable[Text], root: Path) -> tuple[list[Row], dict[str, list[Verdict]]]:
    """A row for each language and register, and what the rules found in it."""
    known = tongues(root)
    by_language: dict[str, list[Text]] = {}
    for text in said:
        by_language.setdefault(group_of(text), []).append(text)
    found: dict[str, list[Verdict]] = {}
    table = []
    for name, its in sorted(by_language.items()):
        language = its[0].language
        tongue = known.get(base(language))
        judged = [v for text in its for v in (verdicts(text, tongue) if tongue else ())]
        parts = [s for text in its if not text.button for s in sentences_of(text.said)]
        counts = [words_in(s) for s in parts] or [0]
        levels = Counter(v.level for v in judged)
        table.append(
            Row(
                name,
                language,
                len(its),
                len(parts),
                mean(counts),
                max(counts),
                formula(parts, base(language)),
                levels[FAIL],
                levels[WARN],
            )
        )
        found[name] = judged
    return table, found


def group_of(text: Text) -> str:
    """The language of a text; what the tables of places say is counted apart."""
    return f"{text.language}, places" if text.in_table else text.language


def formula(parts: Sequence[str], language: str) -> float | None:
    """The readability of sentences by the formula of their language; None when there is none.

    The sentences are put together first: a formula says nothing of one sentence.
    """
    if language not in FORMULAS:
        return None
    try:
        import textstat
    except ImportError:
        # Only who keeps the texts has it (requirements-dev.lock).
        return None
    textstat.set_lang(language)
    ended = (s if s.endswith((".", "!", "?")) else f"{s}." for s in parts)
    return float(textstat.flesch_reading_ease(" ".join(ended)))


def worst(said: Iterable[Text], name: str) -> list[tuple[int, str, str]]:
    """The longest sentences of a group: how many words, the key, the sentence."""
    found = {
        (words_in(sentence), text.key, sentence)
        for text in said
        if group_of(text) == name and not text.button
        for sentence in sentences_of(text.said)
    }
    return sorted(found, reverse=True)[:WORST]


def tables(root: Path) -> str:
    """The report as Markdown."""
    said = list(texts(root))
    table, found = rows(said, root)
    out = [
        "| texts | number | sentences | words a sentence | longest | readability | fail | warn |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in table:
        ease = "–" if row.formula is None else f"{row.formula:.0f} ({FORMULAS[base(row.language)]})"
        out.append(
            f"| {row.name} | {row.texts} | {row.sentences} | {row.words:.1f} | {row.longest} | "
            f"{ease} | {row.fails} | {row.warns} |"
        )
    out += ["", "| rule | source | " + " | ".join(r.name for r in table) + " |"]
    out.append("| --- | --- | " + " | ".join("---" for _ in table) + " |")
    for name, source, soft in _named_rules():
        cells = []
        for row in table:
            if not soft and not (is_simple(row.language) or row.name != row.language):
                cells.append("")
                continue
            levels = Counter(v.level for v in found[row.name] if v.rule == name)
            cells.append(f"{levels[FAIL]} / {levels[WARN]}")
        out.append(f"| {name} | {source} | " + " | ".join(cells) + " |")
    for row in table:
        out += ["", f"The longest sentences of {row.name}:", ""]
        for count, key, sentence in worst(said, row.name):
            out.append(f"- {count} words, `{key}`: {sentence}")
    return "\n".join(out)


def _named_rules() -> list[tuple[str, str, bool]]:
    named = [(rule.name, rule.source, rule.soft) for rule in RULES]
    return [
        *named,
        ("mean length", "VO, B1: 10 words (easy), 15 (OWN, standard)", True),
        ("one question", "OWN: one a message; the screen splits them", False),
    ]


def by_text(said: Iterable[Text], most: int | None = None) -> str:
    """Each text with its words a sentence in every language, the longest sentences first."""
    lengths: dict[str, dict[str, float]] = {}
    names: dict[str, None] = {}
    for text in said:
        if not text.button and not text.in_table:
            names.setdefault(text.language)
            counts = [words_in(sentence) for sentence in sentences_of(text.said)] or [0]
            before = lengths.setdefault(text.key, {}).get(text.language, 0.0)
            lengths[text.key][text.language] = max(before, mean(counts))
    hardest = sorted(lengths.items(), key=lambda pair: (-max(pair[1].values()), pair[0]))
    out = ["| text | " + " | ".join(names) + " |", "| --- | " + "--- | " * len(names)]
    for key, found in hardest[:most]:
        out.append(f"| `{key}` | " + " | ".join(f"{found.get(x, 0):.1f}" for x in names) + " |")
    return "\n".join(out)
