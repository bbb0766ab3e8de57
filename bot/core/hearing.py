"""What a free sentence says: the answers, subjects and dangers in it, by lists of phrases.

The lists are ``data/words/<language>.yml``. A phrase is a row of whole words; a star ends a word
of which only the beginning counts. A negation just before a phrase keeps it from counting, unless
the phrase itself carries it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bot.core.text import plain

NEGATIONS = {
    "nl": frozenset({"geen", "niet", "nooit", "nie", "ni", "gene", "gin"}),
    "fr": frozenset({"pas", "sans", "jamais", "aucun", "aucune"}),
}
LOOK_BACK = 2
"""How many words before a phrase may negate it."""


@dataclass(frozen=True)
class Heard:
    """One thing heard: what kind, which value, and where in the text's words it stood."""

    kind: str
    value: str
    start: int
    end: int


class _Phrase(NamedTuple):
    pattern: re.Pattern[str]
    kind: str
    value: str
    negations: frozenset[str]


class Ear:
    """Listens for the phrases of all languages at once."""

    def __init__(self, phrases: Mapping[str, Mapping[str, Mapping[str, Iterable[str]]]]) -> None:
        """Args: phrases: language (two letters) -> kind -> value -> phrases."""
        self._patterns: dict[str, list[_Phrase]] = {}
        for language, kinds in phrases.items():
            for kind, values in kinds.items():
                for value, said in values.items():
                    for phrase in said:
                        self._add(language, kind, str(value), str(phrase))

    def _add(self, language: str, kind: str, value: str, phrase: str) -> None:
        words = plain(phrase).split()
        if not words:
            return
        body = " ".join(
            re.escape(w.rstrip("*")) + (r"\w*" if w.endswith("*") else "") for w in words
        )
        pattern = re.compile(rf"(?<!\w){body}(?!\w)")
        negations = NEGATIONS.get(language, frozenset())
        if kind == "danger" or negations & set(words):
            # 'Ça va pas, je veux mourir': danger is never explained away by a word before it.
            negations = frozenset()
        stem = words[0].rstrip("*")
        # Patterns are kept by their first three letters; shorter beginnings are always tried.
        first = "" if words[0] != stem and len(stem) < 3 else stem[:3]
        self._patterns.setdefault(first, []).append(_Phrase(pattern, kind, value, negations))

    def listen(self, text: str, kinds: Iterable[str] | None = None) -> list[Heard]:
        """Everything heard in a text, in the order of the text, each value once.

        Args:
            kinds: only these kinds, or None for all.
        """
        flat, clauses = _clauses(text)
        wanted = None if kinds is None else set(kinds)
        starts = {w[:3] for w in flat.split()} | {""}
        heard: dict[tuple[str, str], Heard] = {}
        for first in starts:
            for phrase in self._patterns.get(first, ()):
                if wanted is not None and phrase.kind not in wanted:
                    continue
                for match in phrase.pattern.finditer(flat):
                    clause = max((c for c in clauses if c <= match.start()), default=0)
                    before = flat[clause : match.start()].split()[-LOOK_BACK:]
                    if phrase.negations & set(before):
                        continue
                    found = Heard(phrase.kind, phrase.value, match.start(), match.end())
                    key = (phrase.kind, phrase.value)
                    if key not in heard or _fits_better(found, heard[key]):
                        heard[key] = found
        kept = [h for h in heard.values() if not _inside_longer(h, heard.values())]
        return sorted(kept, key=lambda h: (h.start, h.kind, h.value))


def _fits_better(new: Heard, old: Heard) -> bool:
    """Whether a phrase for the same value says it earlier, or says more at the same spot."""
    if new.start < old.end and old.start < new.end:
        return new.end - new.start > old.end - old.start
    return new.start < old.start


def _clauses(text: str) -> tuple[str, list[int]]:
    """The plain text, and where each part between commas and stops begins in it.

    A 'no' belongs to its own part: 'I have no car, walking together is fine'.
    """
    flat, starts = "", []
    for part in re.split(r"[.,;:!?…\n]+", text):
        words = plain(part)
        if words:
            flat = f"{flat} {words}" if flat else words
            starts.append(len(flat) - len(words))
    return flat, starts


def _inside_longer(one: Heard, all_heard: Iterable[Heard]) -> bool:
    """Whether a longer phrase of the same kind covers this one ('makkelijk nederlands').

    Of two languages that share a word only the longer counts: one asks for one language.
    """
    return any(
        other.kind == one.kind
        and other.end - other.start > one.end - one.start
        and (
            other.start <= one.start < one.end <= other.end
            or (one.kind == "language" and other.start < one.end and one.start < other.end)
        )
        for other in all_heard
    )
