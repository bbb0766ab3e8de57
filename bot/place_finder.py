"""Finds the place that people mean by what they type, however they write it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wordfreq import zipf_frequency

from bot.core.corrections import correction
from bot.core.place_codes import at_codes, codes_in
from bot.core.place_mentions import (
    FROM,
    Mention,
    settled,
    unique,
    wanted,
    with_roles,
    without_streets,
    words_before,
)
from bot.core.place_names import PlaceNames
from bot.core.place_words import (
    AND,
    ARTICLES,
    BEFORE_ABROAD,
    BEFORE_PLACE,
    FILLERS,
    LIGHT,
    LIVES,
    LOOKED_FOR,
    NEAR,
)
from bot.core.places import Gazetteer, Place
from bot.core.spelling import Token, composed, tokens
from bot.place_index import MISSPELT_FROM, MOST_OFFERED, Alike, PlaceIndex, nearly_called

ORDINARY = 3.5
"""From this frequency on (Zipf) a word is a word, and no misspelt place."""

LANGUAGES = ("nl", "fr", "en")
LONGEST = 6
"""Words of the longest name."""

SHORT_ANSWER = 3
"""Up to so many words beside fillers, a text may be one misspelt name."""

SHORT_SENTENCE = 12
"""In a longer text no misspelt place is looked for: it is a story."""

LONG_WORD = 6
"""A word of so many letters may be a misspelt town: 'turnout'."""

LEAST_PIECE = 3
"""Letters of a piece of a name that is written in more pieces than it has."""

NEVER_ALONE = frozenset("komen halen meer alle hier as".split())
"""Names that are a village only at the question where to look: 'meer' alone means more places."""


@dataclass(frozen=True)
class Found:
    """What a text says about where.

    Attributes:
        places: what may be meant, the biggest first; several are to be asked back.
        sure: whether the only one is meant without doubt.
        abroad: the name of a place outside Belgium, when no other one is surely meant.
    """

    places: tuple[Place, ...] = ()
    sure: bool = False
    abroad: str | None = None


class PlaceFinder:
    """Finds places in what people type.

    Args:
        gazetteer: the places.
        names: what they are called beside, and places abroad.
        misspelt_from: how alike (0-100) a typed place must be to a known one.
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        names: PlaceNames | None = None,
        misspelt_from: float = MISSPELT_FROM,
    ) -> None:
        self._gazetteer = gazetteer
        self._index = PlaceIndex(gazetteer, names or PlaceNames(), misspelt_from)

    def find(self, text: str) -> list[Place]:
        """The places that an answer to 'where?' may mean; several are to be asked back."""
        return list(self.look(text).places)

    def sure_of(self, text: str, place: Place) -> bool:
        """Whether a text clearly means this place; what only looks alike is asked back."""
        found = self.look(text)
        return found.sure and found.places == (place,)

    def abroad(self, text: str) -> str | None:
        """The place outside Belgium where a text says to look; None when it names none.

        Where somebody comes from is no place to look.
        """
        return self.look(text).abroad

    def look(self, text: str) -> Found:
        """What an answer to 'where?' says; 'nee, Aalst bedoel ik' is read as 'Aalst'."""
        put_right = correction(text)
        if put_right:
            found = self._look(put_right.instead)
            if found.places or found.abroad:
                return found
        return self._look(text)

    def named(self, text: str) -> list[str]:
        """The words that clearly name a place in any sentence; at most one text, or none.

        Stricter than `find`: nobody asked for a place, so a name counts only after a word such as
        'in', or as the whole message.
        """
        text = composed(text)
        said = tokens(text)
        mentions = [m for m in self._mentions(said) if m.places]
        codes = codes_in(text, said, self._gazetteer)
        if codes:
            i = codes[0]
            beside = [m for m in mentions if m.end == i or m.start == i + 1]
            spans = [(i, i + 1), *((m.start, m.end) for m in beside[:1])]
            return [_between(text, said, min(spans)[0], max(spans)[1])]
        there = wanted([m for m in mentions if self._clear(m, said)])
        if not there:
            return []
        first, last = there[0], there[-1]
        link = " ".join(t.text for t in said[first.end : last.start])
        together = len(there) == 2 and (link in NEAR or AND.fullmatch(link))
        return [_between(text, said, first.start, last.end if together else first.end)]

    # -- names in a text --------------------------------------------------------------------

    def _look(self, text: str) -> Found:
        text = composed(text)
        said = tokens(text)
        if not said:
            return Found()
        mentions = without_streets(self._mentions(said), said)
        there = wanted(mentions)
        codes = [said[i].text for i in codes_in(text, said, self._gazetteer)]
        if codes:
            named = [p for m in there for p in m.places]
            places = unique(at_codes(codes, named, self._gazetteer))[:MOST_OFFERED]
            return Found(tuple(places), sure=len(places) == 1)
        if mentions:
            return self._of(settled(there, said), said)
        alike = self._misspelt(said)
        return Found(alike.places, alike.sure, alike.abroad)

    def _mentions(self, said: Sequence[Token]) -> list[Mention]:
        """The names in a text, in their order; a longer name goes before a shorter one in it."""
        found: list[Mention] = []
        taken: set[int] = set()
        for length in range(min(LONGEST, len(said)), 0, -1):
            for start in range(len(said) - length + 1):
                span = range(start, start + length)
                name = "".join(said[i].text for i in span)
                if taken.intersection(span) or not self._index.known(name):
                    continue
                if any(said[i].parted for i in span[1:]):
                    continue
                area = self._index.areas.get(name, [])
                own = self._index.exact(name)
                places = unique([*area[: MOST_OFFERED - len(own)], *own])
                mention = Mention(
                    start, start + length, tuple(places), bool(area), self._index.abroad.get(name)
                )
                if self._is_name(mention, name, said):
                    found.append(mention)
                    taken.update(span)
        found.sort(key=lambda m: m.start)
        return with_roles(found, said)

    def _is_name(self, mention: Mention, name: str, said: Sequence[Token]) -> bool:
        """Whether words that could be a name are one here."""
        pieces = said[mention.start : mention.end]
        if all(t.text in FILLERS for t in pieces):
            # Naast is a village too, for who types nothing else.
            return len(said) == 1 and name not in NEVER_ALONE
        apart = len(pieces) > 1 and not self._index.in_pieces(name, len(pieces))
        if apart and any(t.text in FILLERS or len(t.text) < LEAST_PIECE for t in pieces):
            # 'Gerards bergen' is a name in two pieces, "l'eau" is not Léau.
            return False
        before = words_before(mention.start, 0, said)
        alone = all(
            t.text in LIGHT or t.text.isdigit()
            for i, t in enumerate(said)
            if not mention.start <= i < mention.end
        )
        after_article = mention.start > 0 and said[mention.start - 1].text in ARTICLES
        if name in self._index.words:
            if alone and not after_article:
                return True
            capital = said[mention.start].capital and not all(t.capital for t in said)
            return bool(LIVES.search(before)) or (capital and bool(BEFORE_PLACE.search(before)))
        if mention.abroad and not mention.places:
            return alone or (len(said) <= SHORT_SENTENCE and bool(BEFORE_ABROAD.search(before)))
        return True

    def _clear(self, mention: Mention, said: Sequence[Token]) -> bool:
        """Whether a name is clearly one in a message that nobody asked a place in."""
        if mention.area:
            return False
        if mention.end - mention.start == len(said):
            return "".join(t.text for t in said) not in NEVER_ALONE
        before = words_before(mention.start, 0, said)
        across = words_before(mention.start, 0, said, across=True)
        return bool(BEFORE_PLACE.search(across) or LIVES.search(before))

    def _of(self, there: Sequence[Mention], said: Sequence[Token]) -> Found:
        """The places of the names that are wanted."""
        belgian = [m for m in there if m.places]
        if not belgian:
            foreign = [m.abroad for m in there if m.abroad and m.said != FROM]
            return Found(abroad=foreign[0] if foreign else None)
        places = unique(p for m in belgian for p in m.places)
        if len(belgian) == 1:
            [only] = belgian
            kept = [i for i, t in enumerate(said) if t.text not in FILLERS]
            if not only.area and all(only.start <= i < only.end for i in kept):
                name = "".join(t.text for t in said[only.start : only.end])
                bare = self._index.bare(name)
                places = bare if set(places) >= set(self._index.exact(name)) and bare else places
            return Found(
                tuple(places[:MOST_OFFERED]), len(places) == 1 and not only.abroad, only.abroad
            )
        places.sort(key=lambda p: -p.population)
        return Found(tuple(places[:MOST_OFFERED]), sure=len(places) == 1)

    # -- misspelt names ---------------------------------------------------------------------

    def _misspelt(self, said: Sequence[Token]) -> Alike:
        """What a text may mean in which no known name stands."""
        kept = [i for i, t in enumerate(said) if t.text not in FILLERS and not t.text.isdigit()]
        short = len(kept) <= SHORT_ANSWER
        best = self._nearly([said[i] for i in kept], alone=True) if short else Alike()
        if best.places or best.abroad:
            return best
        if len(said) > SHORT_SENTENCE:
            return best
        for i in kept:
            before = words_before(i, 0, said, across=True)
            if not (BEFORE_PLACE.search(before) and LOOKED_FOR.search(before)):
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
        in_names = alone and not any(_common(t.text) for t in span)
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


def _between(text: str, said: Sequence[Token], start: int, end: int) -> str:
    """The piece of a text in which the tokens from `start` until before `end` stand."""
    return text[said[start].start : said[end - 1].end]


def _common(word: str) -> bool:
    """Whether a word is common in one of our languages."""
    return any(zipf_frequency(word, to, wordlist="small") >= ORDINARY for to in LANGUAGES)
