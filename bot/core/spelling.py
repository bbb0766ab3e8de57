"""How a name of a place is written and how it sounds: two spellings of one name come out alike."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.core.text import plain

_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_SAINTS = frozenset({"sint", "sinte", "saint", "sainte", "st", "ste", "snt"})
_JOINED_SAINT = re.compile(r"^(?:sint|sainte|saint)(?=\w{4})")

_DUTCH = (
    ("tsch", "s"),
    ("sch", "sk"),
    ("sj|sh|tj", "S"),
    ("ch|gh|hh", "g"),
    ("ph", "f"),
    ("th|dt", "t"),
    ("ck|qu|q", "k"),
    ("x", "ks"),
    ("c(?=[eiy])", "s"),
    ("c", "k"),
    ("ij|ei|ey|y", "E"),
    ("ae|aa", "a"),
    ("oe|ou|au", "u"),
    ("uy|ui", "U"),
    ("ie", "i"),
    ("v", "f"),
    ("z", "s"),
    ("d$", "t"),
    ("en$|n$", "e"),
    ("h", ""),
)
_FRENCH = (
    ("sch", "sk"),
    ("sj|sh|ch|tch", "S"),
    ("ph", "f"),
    ("th", "t"),
    ("qu|ck|q", "k"),
    ("gu(?=[ei])", "g"),
    ("ge(?=[ao])|g(?=[eiy])|zj|j", "J"),
    ("x", "s"),
    ("c(?=[eiy])", "s"),
    ("c", "k"),
    ("oi|oy|oua", "wa"),
    ("eau|au", "o"),
    ("ai|ei|ay|ey|ee", "e"),
    ("ou", "u"),
    ("gn", "n"),
    ("y", "i"),
    ("z", "s"),
    ("em(?=[bp])|en(?=[^aeiou])|am(?=[bp])", "an"),
    ("h", ""),
    ("(?<=...)(?:es|e|s|t|d)$", ""),
)
_RULES = {
    "nl": tuple((re.compile(p), r) for p, r in _DUTCH),
    "fr": tuple((re.compile(p), r) for p, r in _FRENCH),
}
_TWICE = re.compile(r"(\w)\1+")


@dataclass(frozen=True)
class Token:
    """A word or a number in a typed text.

    Attributes:
        text: small letters without accents; every way to write 'saint' is ``st``.
        start, end: where it stands in the text.
        capital: whether it begins with a capital letter.
        parted: whether a mark stands before it that ends a part of the sentence.
    """

    text: str
    start: int
    end: int
    capital: bool
    parted: bool


def tokens(text: str) -> list[Token]:
    """The words and numbers of a text; '9000gent' is two.

    Args:
        text: in composed letters (NFC), as `composed` makes them.
    """
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        word = plain(match.group()).replace(" ", "")
        if not word:
            continue
        word = "st" if word in _SAINTS else _JOINED_SAINT.sub("st", word)
        between = text[found[-1].end if found else 0 : match.start()]
        # 'St. Niklaas' is one name.
        ends = bool(found) and found[-1].text != "st"
        parted = ends and any(mark in between for mark in ",;.!?:\n(")
        found.append(Token(word, match.start(), match.end(), match.group()[0].isupper(), parted))
    return found


def composed(text: str) -> str:
    """A text with each letter and its accent as one."""
    return unicodedata.normalize("NFC", text)


def key(name: str) -> str:
    """A name as it is compared: no accents, marks, capitals or spaces; 'st' for every saint."""
    return "".join(token.text for token in tokens(composed(name)))


def sound(spelling: str, language: str) -> str:
    """Roughly how a spelling sounds, so that 'skarbeek' and 'Schaarbeek' come out alike.

    Args:
        spelling: what `key` made of a name.
        language: ``nl`` or ``fr``: by whose rules it is read.
    """
    said = spelling
    for pattern, heard in _RULES[language]:
        said = pattern.sub(heard, said)
    return _TWICE.sub(r"\1", said)
