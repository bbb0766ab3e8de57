"""Whether a text is easy to read: named rules, each with its source and a verdict on each sentence.

The rules are those that Flemish, Belgian and European guides on easy language agree on and that can
be counted. They say nothing of level: whether a text is clear, only its readers can say. No text
may therefore be called 'FALC', 'B1' or 'A2' because it passes here.

Sources, by the letters that the rules name: VO (Flemish government, Heerlijk Helder, 'Eenvoudige
taal' and its checklists), NCCN (National Crisis Centre, 'Eenvoudige taal' / 'Langage simple'), IE
(Inclusion Europe, 'Information for all', rules 1-12), B1 (Communicatierijk), FALC (summaries of the
French rules), OWN (a number of our own, where guides give none).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from statistics import mean

from bot.core.layout import sentences_of

WARN_WORDS, MOST_WORDS = 12, 15
MEAN_SIMPLE, MEAN_PLAIN = 10.0, 15.0
MOST_LETTERS = 14
COMMON_FROM = 3.0
"""Zipf: below it a word is met less than once in a million words."""

MOST_QUESTIONS = 1
SIGNS = frozenset("✓")
"""The only signs that may stand in a text, each always for the same thing."""

FAIL, WARN = "fail", "warn"


@dataclass(frozen=True)
class Tongue:
    """What the rules know of a language.

    Attributes:
        numbers: numbers written as words.
        negations: words that deny.
        joins: words that begin a subordinate clause.
        passive: the look of a passive, in a lower-case sentence.
        not_passive: participles that look like it and say how something is.
        other_address: the form of address that is not ours.
        figures: figurative and official words and rows of words, each with what to say instead.
        common: words that are rare in print and known here, as reviewed.
        explained: hard words, each with its explanation.
        short_forms: abbreviations that everybody here knows or that are explained.
    """

    numbers: frozenset[str] = frozenset()
    negations: re.Pattern[str] = re.compile(r"(?!)")
    joins: frozenset[str] = frozenset()
    passive: re.Pattern[str] = re.compile(r"(?!)")
    not_passive: frozenset[str] = frozenset()
    other_address: re.Pattern[str] = re.compile(r"(?!)")
    figures: Mapping[str, str] = field(default_factory=dict)
    common: frozenset[str] = frozenset()
    explained: Mapping[str, str] = field(default_factory=dict)
    short_forms: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Verdict:
    """What a rule says of a sentence (or of a whole text).

    Attributes:
        rule: the rule's name.
        level: `FAIL` or `WARN`.
        found: what is wrong, in a few words.
        sentence: where.
    """

    rule: str
    level: str
    found: str
    sentence: str


Frequency = Callable[[str], float]
"""How common a word is, in Zipf: 6 is 'once in a thousand words', 0 is unknown."""

Judge = Callable[[str, Tongue, Frequency], Iterable[tuple[str, str]]]


@dataclass(frozen=True)
class Rule:
    """One rule: its name, where it comes from, and how it judges one sentence.

    Attributes:
        soft: whether it also counts in the standard registers.
    """

    name: str
    source: str
    judge: Judge
    soft: bool = False


# -- words of a sentence ----------------------------------------------------------------------

_WORD = re.compile(r"\{\w+\}|[^\W_]+(?:[’'·.-](?=[^\W\d_])[^\W\d_]+)*", re.UNICODE)
_PLACEHOLDER = re.compile(r"\{\w+\}")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|(?<!\w)/\w+")


def words_of(sentence: str) -> list[str]:
    """The words of a sentence; a placeholder counts as one, a number in groups as one."""
    text = _ADDRESS.sub(" ", sentence)
    text = re.sub(r"(?<=\d)[ \u00a0.](?=\d)", "", text)
    # French elisions: « l’aide » is two words to read, and two in a list of frequencies.
    text = re.sub(r"(?<!\w)([cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=\w)", r"\1 ", text, flags=re.I)
    return _WORD.findall(text)


def words_in(sentence: str) -> int:
    """How many words there are to read; an elided letter is no word of its own."""
    return sum(1 for w in words_of(sentence) if not re.fullmatch("(?i)[cdjlmnst]|qu", w))


@lru_cache(maxsize=16)
def _own_words(sentence: str) -> tuple[str, ...]:
    """Lower-case words of the language: no placeholder, no number, no name."""
    found = []
    for at, word in enumerate(words_of(sentence)):
        if _PLACEHOLDER.fullmatch(word) or any(c.isdigit() for c in word):
            continue
        if word[0].isupper() and (at or word.isupper()):
            continue
        found.append(word.replace("’", "'").lower())
    return tuple(found)


# -- the rules --------------------------------------------------------------------------------


def _short_sentence(sentence: str, _: Tongue, __: Frequency) -> Iterator[tuple[str, str]]:
    count = words_in(sentence)
    if count > WARN_WORDS:
        yield (FAIL if count > MOST_WORDS else WARN), f"{count} words"


def _one_idea(sentence: str, tongue: Tongue, _: Frequency) -> Iterator[tuple[str, str]]:
    joins = [w for w in _own_words(sentence) if w in tongue.joins]
    if ";" in sentence:
        yield FAIL, "a semicolon"
    if len(joins) > 1:
        yield FAIL, "more than one clause: " + ", ".join(joins)


def _active(sentence: str, tongue: Tongue, _: Frequency) -> Iterator[tuple[str, str]]:
    for match in tongue.passive.finditer(sentence.lower().replace("’", "'")):
        if not tongue.not_passive & set(match.group().split()):
            yield FAIL, f"passive: {match.group().strip()}"


_SHORT_FORM = re.compile(r"(?<![\w.])(?:[A-Za-z]{1,4}\.){2,}|(?<!\w)[A-Z]{2,}(?!\w)")
_DOTTED = re.compile(
    r"(?<!\w)(?:bv|bijv|nr|tel|enz|etc|ca|evt|resp|incl|excl|mevr|dhr|wo|ma|di|do|vr|za|zo|"
    r"lun|mar|mer|jeu|ven|sam|dim|env|ex|min|max)\.(?!\w)",
    re.IGNORECASE,
)


def _in_full(sentence: str, tongue: Tongue, _: Frequency) -> Iterator[tuple[str, str]]:
    text = _ADDRESS.sub(" ", sentence)
    # A full stop may end the sentence; only inside it a dotted word is a short form for sure.
    dotted = [m.group() for m in _DOTTED.finditer(text.rstrip()[:-1])]
    for short in (*_SHORT_FORM.findall(text), *dotted):
        if short not in tongue.short_forms:
            yield FAIL, f"short for something: {short}"


def _digits(sentence: str, tongue: Tongue, _: Frequency) -> Iterator[tuple[str, str]]:
    for word in _own_words(sentence):
        if word in tongue.numbers:
            yield FAIL, f"a number as a word: {word}"


def _short_words(sentence: str, tongue: Tongue, _: Frequency) -> Iterator[tuple[str, str]]:
    for word in _own_words(sentence):
        if any(len(p) > MOST_LETTERS for p in word.split("-")) and word not in tongue.explained:
            yield FAIL, f"{len(word)} letters and not explained: {word}"


def _common_words(sentence: str, tongue: Tongue, frequency: Frequency) -> Iterator[tuple[str, str]]:
    for word in _own_words(sentence):
        known = word in tongue.common or word in tongue.explained
        if not known and len(word) > 1 and frequency(word) < COMMON_FROM:
            yield FAIL, f"rare, and not in the glossary: {word}"


def _one_negation(sentence: str, tongue: Tongue, _: Frequency) -> Iterator[tuple[str, str]]:
    found = tongue.negations.findall(sentence.lower().replace("’", "'"))
    if len(found) > 1:
        yield FAIL, "more than one negation: " + ", ".join(found)


def _literal(sentence: str, tongue: Tongue, _: Frequency) -> Iterator[tuple[str, str]]:
    text = " ".join(w.lower().replace("’", "'") for w in words_of(sentence))
    for figure, instead in tongue.figures.items():
        if re.search(rf"(?<!\w){re.escape(figure)}(?!\w)", text):
            yield FAIL, f"{figure!r}: say {instead!r}"


def _no_marks(sentence: str, _: Tongue, __: Frequency) -> Iterator[tuple[str, str]]:
    text = _ADDRESS.sub(" ", _PLACEHOLDER.sub("", sentence))
    for mark in sorted(set(text) & set("%&§<>=+*#|_")):
        yield FAIL, f"the mark {mark}"
    for sign in sentence:
        if unicodedata.category(sign) in ("So", "Sk") and sign not in SIGNS:
            yield FAIL, f"the sign {sign}"


def _one_address(sentence: str, tongue: Tongue, _: Frequency) -> Iterator[tuple[str, str]]:
    for match in tongue.other_address.finditer(sentence):
        yield FAIL, f"another form of address: {match.group()}"


RULES: Sequence[Rule] = (
    Rule("short sentences", "VO, NCCN (10 to 13 words); 15 at most is OWN", _short_sentence),
    Rule("one idea", "VO, FALC; counted by clauses (OWN)", _one_idea),
    Rule("active", "VO, B1, ISO 24495-1 5.3.3", _active),
    Rule("in full", "IE 12, VO", _in_full),
    Rule("digits", "FALC", _digits),
    Rule("short words", "NCCN, VO; 14 letters is OWN", _short_words, soft=True),
    Rule("common words", "VO, NCCN, IE 6; Zipf 3.0 is OWN", _common_words, soft=True),
    Rule("one negation", "FALC; one in a sentence is OWN", _one_negation),
    Rule("literal", "IE 10, VO, NCCN", _literal),
    Rule("no marks", "FALC; signs are OWN", _no_marks),
    Rule("one address", "OWN: je in Dutch, vous in French", _one_address, soft=True),
)


def judge(
    text: str, tongue: Tongue, frequency: Frequency, simple: bool, sentences: bool = True
) -> list[Verdict]:
    """Every verdict on a text.

    Args:
        frequency: how common a word is in this language.
        simple: whether all rules count, or the soft ones only.
        sentences: False for a title or a button: it is no sentence, and has no mean or question.
    """
    parts = sentences_of(text)
    found = [
        Verdict(rule.name, level, what, sentence)
        for sentence in parts
        for rule in RULES
        if simple or rule.soft
        for level, what in rule.judge(sentence, tongue, frequency)
    ]
    if not sentences or not parts:
        return found
    words = mean(words_in(sentence) for sentence in parts)
    most = MEAN_SIMPLE if simple else MEAN_PLAIN
    if words > most and (len(parts) > 1 or not simple):
        found.append(Verdict("mean length", FAIL, f"{words:.1f} words a sentence", text))
    questions = sum(s.rstrip("’'”»\") \u00a0").endswith("?") for s in parts)
    if simple and questions > MOST_QUESTIONS:
        found.append(Verdict("one question", WARN, f"{questions} questions", text))
    return found
