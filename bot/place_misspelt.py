"""What a typed text may mean in which no known place stands: its misspelt names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wordfreq import zipf_frequency

from bot.core.place_mentions import Mention, unique, words_before
from bot.core.place_words import BEFORE_PLACE, FILLERS, LOOKED_FOR
from bot.core.places import Place
from bot.core.spelling import Token
from bot.place_index import MOST_OFFERED, Alike, PlaceIndex, nearly_called

LANGUAGES = ("nl", "fr", "en")
ORDINARY = 3.5
"""From this frequency on (Zipf) a word is a word, and no misspelt place."""

SHORT_ANSWER = 3
"""Up to so many words beside fillers, a text may be one misspelt name."""

LONG_WORD = 6
"""A word of so many letters may be a misspelt town: 'turnout'."""

SHORT_SENTENCE = 12
"""In a longer text no misspelt place is looked for: it is a story."""

LONGEST = 6
"""Words of the longest name."""


class Misspelt:
    """Finds misspelt places.

    Args:
        index: all spellings that are known.
    """

    def __init__(self, index: PlaceIndex) -> None:
        self._index = index

    def longer(self, mentions: Sequence[Mention], said: Sequence[Token]) -> list[Place]:
        """A longer name, misspelt, in which a shorter one stands: 'heist op de berg'."""
        pieces = sum(m.end - m.start for m in mentions)
        if not pieces < len(said) <= LONGEST or any(t.parted for t in said):
            return []
        name = "".join(t.text for t in said)
        alike = self._index.alike(name)
        short = [p for m in mentions for p in m.places]
        if not alike.sure or alike.places[0] in short:
            return []
        return unique([*alike.places, *short])[:MOST_OFFERED]

    def find(self, said: Sequence[Token]) -> Alike:
        """What a text may mean in which no known name stands."""
        kept = [i for i, t in enumerate(said) if t.text not in FILLERS and not t.text.isdigit()]
        short = len(kept) <= SHORT_ANSWER
        best = self._nearly([said[i] for i in kept], alone=True) if short else Alike()
        if best.places or best.abroad:
            return best
        if len(kept) < len(said) <= LONGEST and not all(self._ordinary(said[i].text) for i in kept):
            # 'oost ende'
            whole = self._index.alike("".join(t.text for t in said))
            if whole.sure:
                return replace(whole, sure=False)
        if len(said) > SHORT_SENTENCE:
            return best
        for i in kept:
            before = words_before(i, 0, said, across=True)
            # 'Roeselaere, I hope I write it well'
            first = i == 0 and len(said) > 1 and said[1].parted
            if not (first or (BEFORE_PLACE.search(before) and LOOKED_FOR.search(before))):
                continue
            for length in range(1, SHORT_ANSWER + 1):
                span = said[i : i + length]
                if len(span) == length and span[-1].text not in FILLERS:
                    found = self._nearly(span)
                    if found.places and found.score > best.score:
                        best = found
        return replace(best, sure=False)

    def _nearly(self, span: Sequence[Token], alone: bool = False) -> Alike:
        """What a few words may mean that are no known name.

        Args:
            alone: whether they are all that was said: then they may also be a part of a name, or
                a word that is nearly the name of a town ('turnout').
        """
        name = "".join(t.text for t in span)
        if self._index.known(name):
            # It is a name, but not here: 'het doel is'.
            return Alike()
        ordinary = all(self._ordinary(t.text) for t in span)
        if ordinary and not alone:
            return Alike()
        in_names = alone and (len(span) > 1 or not _common(name))
        parts = self._index.part(name) if in_names else []
        if parts:
            return Alike(tuple(parts))
        found = self._index.alike(name)
        if not ordinary:
            return found
        towns = tuple(p for p in found.places if nearly_called(p, name))
        return Alike(towns, score=found.score) if towns and len(name) >= LONG_WORD else Alike()

    def _ordinary(self, word: str) -> bool:
        """Whether a word is common in one of our languages, and stands in no name."""
        if word in self._index.name_words and word not in self._index.words:
            return False
        return _common(word)


def _common(word: str) -> bool:
    """Whether a word is common in one of our languages."""
    return any(zipf_frequency(word, to, wordlist="small") >= ORDINARY for to in LANGUAGES)
