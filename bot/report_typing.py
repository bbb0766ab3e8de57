"""A typing error in a message, as fingers make them: to measure whether it is still understood."""

from __future__ import annotations

import random
import re
import unicodedata

SEED = 2026
_WORD = re.compile(r"[^\W\d_]{4,}")
"""Words of four letters and more: in a shorter one an error may leave nothing to recognise."""


def misspelt(text: str) -> str:
    """The message with one typing error in one word; one without a long enough word stays.

    The same message always gets the same error, whatever other messages there are: so two runs can
    be laid side by side.
    """
    chance = random.Random(f"{SEED} {text}")
    words = list(_WORD.finditer(text))
    if not words:
        return text
    word = chance.choice(words)
    wrong = chance.choice(chance.choice(_errors(word.group())))
    return text[: word.start()] + wrong + text[word.end() :]


def _errors(word: str) -> list[list[str]]:
    """Per kind of error, all ways to make it in this word; without kinds that change nothing."""
    places = range(len(word))
    swapped = [
        word[:i] + word[i + 1] + word[i] + word[i + 2 :]
        for i in places[:-1]
        if word[i] != word[i + 1]
    ]
    dropped = [word[:i] + word[i + 1 :] for i in places]
    doubled = [word[: i + 1] + word[i:] for i in places]
    bare = [word[:i] + _bare(word[i]) + word[i + 1 :] for i in places if _bare(word[i]) != word[i]]
    return [ways for ways in (swapped, dropped, doubled, bare) if ways]


def _bare(letter: str) -> str:
    """A letter without its accent."""
    return unicodedata.normalize("NFD", letter)[0]
