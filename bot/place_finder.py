"""Finds the place that people mean by what they type, however they write it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

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
    NEAR,
    SURELY_BEFORE,
)
from bot.core.places import Gazetteer, Place
from bot.core.spelling import Token, composed, tokens
from bot.place_index import MISSPELT_FROM, MOST_OFFERED, PlaceIndex
from bot.place_misspelt import LONGEST, SHORT_SENTENCE, Misspelt

VERY_SHORT = 6
"""In so few words even a common word after 'in' may be a village, to be asked back."""

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
        self._misspelt = Misspelt(self._index)

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
            longer = self._misspelt.longer(mentions, said)
            return Found(tuple(longer)) if longer else self._of(settled(there, said), said)
        alike = self._misspelt.find(said)
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
                elif self._may_be_name(mention, name, said):
                    found.append(replace(mention, doubtful=True))
                else:
                    continue
                taken.update(span)
        found.sort(key=lambda m: m.start)
        return with_roles(found, said)

    def _is_name(self, mention: Mention, name: str, said: Sequence[Token]) -> bool:
        """Whether words that could be a name are one here."""
        pieces = said[mention.start : mention.end]
        if all(t.text in FILLERS for t in pieces):
            # Naast is a village too, for who types nothing else.
            return len(said) == 1 and name not in NEVER_ALONE
        before = words_before(mention.start, 0, said)
        alone = all(
            t.text in LIGHT or t.text.isdigit()
            for i, t in enumerate(said)
            if not mention.start <= i < mention.end
        )
        apart = len(pieces) > 1 and not self._index.in_pieces(name, len(pieces))
        if apart and any(
            (t.text in FILLERS and not alone)
            or len(t.text) < LEAST_PIECE
            or self._index.exact(t.text)
            for t in pieces
        ):
            # 'geraards bergen' is a name in two pieces, and 'oost ende' when nothing else is said;
            # "l'eau" is not Léau, 'gent brugge' is two.
            return False
        after_article = mention.start > 0 and said[mention.start - 1].text in ARTICLES
        if name in self._index.words:
            if alone and not after_article:
                return True
            capital = said[mention.start].capital and not all(t.capital for t in said)
            return bool(LIVES.search(before)) or (capital and bool(BEFORE_PLACE.search(before)))
        if mention.abroad and not mention.places:
            return alone or (len(said) <= SHORT_SENTENCE and bool(BEFORE_ABROAD.search(before)))
        return True

    def _may_be_name(self, mention: Mention, name: str, said: Sequence[Token]) -> bool:
        """Whether a common word may be a village in a short answer: 'iets in geel aub'."""
        if name not in self._index.words or len(said) > SHORT_SENTENCE or not mention.places:
            return False
        before = words_before(mention.start, 0, said)
        capital = said[mention.start].capital and not all(t.capital for t in said)
        named = capital and mention.start > 0 and not said[mention.start].parted
        return named or (len(said) <= VERY_SHORT and bool(SURELY_BEFORE.search(before)))

    def _clear(self, mention: Mention, said: Sequence[Token]) -> bool:
        """Whether a name is clearly one in a message that nobody asked a place in."""
        if mention.area or mention.doubtful:
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
        doubtful = any(m.doubtful or m.abroad for m in belgian)
        if len(belgian) == 1:
            [only] = belgian
            kept = [i for i, t in enumerate(said) if t.text not in FILLERS]
            if not only.area and all(only.start <= i < only.end for i in kept):
                name = "".join(t.text for t in said[only.start : only.end])
                bare = self._index.bare(name)
                places = bare if set(places) >= set(self._index.exact(name)) and bare else places
            return Found(
                tuple(places[:MOST_OFFERED]), len(places) == 1 and not doubtful, only.abroad
            )
        # Gent and Brugge, or Gentbrugge in two pieces.
        whole = range(belgian[0].start, belgian[-1].end)
        if not any(said[i].parted for i in whole[1:]):
            places = unique([*places, *self._index.exact("".join(said[i].text for i in whole))])
        places.sort(key=lambda p: -p.population)
        return Found(tuple(places[:MOST_OFFERED]), sure=len(places) == 1 and not doubtful)


def _between(text: str, said: Sequence[Token], start: int, end: int) -> str:
    """The piece of a text in which the tokens from `start` until before `end` stand."""
    return text[said[start].start : said[end - 1].end]
