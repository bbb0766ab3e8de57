"""Finds the place that people mean by what they type, however they write it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from wordfreq import zipf_frequency

from bot.core.corrections import correction
from bot.core.place_names import PlaceNames
from bot.core.place_words import (
    AND,
    ARTICLES,
    BEFORE_ABROAD,
    BEFORE_PLACE,
    BUT,
    COMES_FROM,
    FILLERS,
    LIGHT,
    LIVES,
    LOOKED_FOR,
    NEAR,
    NOT_THERE,
    PART_OF,
    SEEKS,
    STREET,
    STREET_ENDS,
    TOO_FAR,
    UNITS,
)
from bot.core.places import Gazetteer, Place, distance_km
from bot.core.spelling import Token, composed, tokens
from bot.place_index import MISSPELT_FROM, MOST_OFFERED, Alike, PlaceIndex, nearly_called

ORDINARY = 3.5
"""From this frequency on (Zipf) a word is a word, and no misspelt place."""

LANGUAGES = ("nl", "fr", "en")
LONGEST = 6
"""Words of the longest name."""

LOOK_BACK = 7
"""How many words before a name may say something of it."""

SHORT_ANSWER = 3
"""Up to so many words beside fillers, a text may be one misspelt name."""

SHORT_SENTENCE = 12
"""In a longer text no misspelt place is looked for: it is a story."""

LONG_WORD = 6
"""A word of so many letters may be a misspelt town: 'turnout'."""

SAME_AREA_KM = 40
"""'Beveren bij Roeselare': so far apart two places may be of which one tells where the other is."""

LEAST_PIECE = 3
"""Letters of a piece of a name that is written in more pieces than it has."""

NEVER_ALONE = frozenset("komen halen meer alle hier as".split())
"""Names that are a village only at the question where to look: 'meer' alone means more places."""

NOT, FROM, NAMED, SOUGHT = range(4)
"""What is said of a place: not there, from there, there, or looked for there."""


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


@dataclass(frozen=True)
class _Mention:
    """A name in a text: tokens from `start` until before `end`, and what is called so."""

    start: int
    end: int
    places: tuple[Place, ...]
    area: bool = False
    abroad: str | None = None
    said: int = NAMED


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
        codes = self._codes(text, said)
        if codes:
            return [said[i].text for i in codes[:1]]
        clear = [m for m in self._mentions(said) if m.places and self._clear(m, said, text)]
        wanted = _wanted(clear)
        if not wanted:
            return []
        first, last = wanted[0], wanted[-1]
        between = " ".join(t.text for t in said[first.end : last.start])
        together = len(wanted) == 2 and (between in NEAR or AND.fullmatch(between))
        end = last.end if together else first.end
        return [text[said[first.start].start : said[end - 1].end]]

    # -- names in a text --------------------------------------------------------------------

    def _look(self, text: str) -> Found:
        text = composed(text)
        said = tokens(text)
        if not said:
            return Found()
        mentions = _without_streets(self._mentions(said), said)
        codes = [said[i].text for i in self._codes(text, said)]
        wanted = _wanted(mentions)
        if codes:
            return self._by_code(codes, wanted)
        if mentions:
            return self._of(_settled(wanted, said), said)
        alike = self._misspelt(said)
        return Found(alike.places, alike.sure, alike.abroad)

    def _mentions(self, said: Sequence[Token]) -> list[_Mention]:
        """The names in a text, in their order; a longer name goes before a shorter one in it."""
        found: list[_Mention] = []
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
                places = _unique([*area, *self._index.exact(name)])[:MOST_OFFERED]
                mention = _Mention(
                    start, start + length, tuple(places), bool(area), self._index.abroad.get(name)
                )
                if self._is_name(mention, name, said):
                    found.append(mention)
                    taken.update(span)
        found.sort(key=lambda m: m.start)
        return _with_roles(found, said)

    def _is_name(self, mention: _Mention, name: str, said: Sequence[Token]) -> bool:
        """Whether words that could be a name are one here."""
        pieces = said[mention.start : mention.end]
        if all(t.text in FILLERS for t in pieces):
            return False
        apart = len(pieces) > 1 and not self._index.in_pieces(name, len(pieces))
        if apart and any(t.text in FILLERS or len(t.text) < LEAST_PIECE for t in pieces):
            # 'Gerards bergen' is a name in two pieces, "l'eau" is not Léau.
            return False
        before = _before(mention.start, 0, said)
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

    def _clear(self, mention: _Mention, said: Sequence[Token], text: str) -> bool:
        """Whether a name is clearly one in a message that nobody asked a place in."""
        if mention.area:
            return False
        if mention.end - mention.start == len(said):
            return "".join(t.text for t in said) not in NEVER_ALONE
        return bool(BEFORE_PLACE.search(_before(mention.start, 0, said, across=True))) or bool(
            LIVES.search(_before(mention.start, 0, said))
        )

    def _codes(self, text: str, said: Sequence[Token]) -> list[int]:
        """Which tokens are postal codes that exist; sums, years and long numbers are none."""
        found = []
        for i, token in enumerate(said):
            code = token.text
            if not (code.isdigit() and len(code) == 4 and self._gazetteer.by_code(code)):
                continue
            around = text[max(0, token.start - 2) : token.start] + text[token.end : token.end + 2]
            follows = said[i + 1].text if i + 1 < len(said) else ""
            counts = "€" in around or follows in UNITS
            grouped = text[token.end : token.end + 1] in (".", ",") and follows.isdigit()
            name = any(
                {said[j].text for j in (i - 1, i + 1) if 0 <= j < len(said)}
                & {"".join(w.text for w in tokens(composed(n))) for n in place.names()}
                for place in self._gazetteer.by_code(code)
            )
            # '2018' in a sentence is a year; alone, or beside its town, it is a part of Antwerp.
            year = 1900 < int(code) < 2040 and len(said) > 2 and not name
            if not (counts or grouped or year):
                found.append(i)
        return found

    def _by_code(self, codes: Sequence[str], wanted: Sequence[_Mention]) -> Found:
        """Of a postal code and a name, the place that both fit; when they differ, both."""
        at_code = [self._gazetteer.by_code(code) for code in dict.fromkeys(codes)]
        towns = {(p.municipality_nl, p.region) for found in at_code for p in found}
        named = [p for m in wanted for p in m.places]
        for place in named:
            if place.postal_code in codes:
                return Found((place,), sure=True)
        inside = [p for p in named if (p.municipality_nl, p.region) in towns]
        for found in at_code:
            # The name that is asked for may be one of several at this code.
            same = [p for p in found for q in named if p.names() & q.names()]
            if same:
                return Found((same[0],), sure=True)
        if inside:
            # '9000 Gentbrugge' is Gentbrugge; '9050 Gent' is what lies at 9050.
            part = [p for p in inside if p.name_nl != p.municipality_nl]
            return Found((part[0] if part else at_code[0][0],), sure=True)
        places = _unique([*(found[0] for found in at_code), *named])[:MOST_OFFERED]
        return Found(tuple(places), sure=len(places) == 1)

    def _of(self, wanted: Sequence[_Mention], said: Sequence[Token]) -> Found:
        """The places of the names that are wanted."""
        belgian = [m for m in wanted if m.places]
        if not belgian:
            foreign = [m.abroad for m in wanted if m.abroad and m.said != FROM]
            return Found(abroad=foreign[0] if foreign else None)
        places = _unique(p for m in belgian for p in m.places)
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
            before = _before(i, 0, said, across=True)
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


def _common(word: str) -> bool:
    """Whether a word is common in one of our languages."""
    return any(zipf_frequency(word, to, wordlist="small") >= ORDINARY for to in LANGUAGES)


def _before(i: int, least: int, said: Sequence[Token], across: bool = False) -> str:
    """The words before a token, in its own part of the sentence.

    Args:
        least: no word before this one counts.
        across: whether words before a mark or a 'but' count as well.
    """
    start = i
    while start > least and i - start < LOOK_BACK:
        if not across and (said[start].parted or said[start - 1].text in BUT):
            break
        start -= 1
    return " ".join(t.text for t in said[start:i])


def _with_roles(mentions: Sequence[_Mention], said: Sequence[Token]) -> list[_Mention]:
    """The names with what is said of each; 'in Gent of Aalst' says the same of both."""
    found: list[_Mention] = []
    for mention in mentions:
        last = found[-1] if found else None
        before = _before(mention.start, last.end if last else 0, said)
        between = " ".join(t.text for t in said[last.end : mention.start]) if last else "-"
        after = " ".join(t.text for t in said[mention.end : mention.end + LOOK_BACK])
        if NOT_THERE.search(before) or TOO_FAR.search(after):
            role = NOT
        elif last and AND.fullmatch(between):
            role = last.said
        elif COMES_FROM.search(before):
            role = FROM
        else:
            role = SOUGHT if SEEKS.search(before) else NAMED
        found.append(replace(mention, said=role))
    return found


def _wanted(mentions: Sequence[_Mention]) -> list[_Mention]:
    """The names of where to look: what is looked for, else where one is, else where one is from."""
    there = [m for m in mentions if m.said != NOT]
    belgian = [m for m in there if m.places]
    most = max((m.said for m in belgian), default=NOT)
    foreign = [m for m in there if not m.places and m.said >= max(most, NAMED)]
    return sorted([m for m in belgian if m.said == most] + foreign, key=lambda m: m.start)


def _without_streets(mentions: Sequence[_Mention], said: Sequence[Token]) -> list[_Mention]:
    """Without the town in the name of a street, when another one is named."""

    def street(m: _Mention) -> bool:
        after = said[m.end].text if m.end < len(said) else ""
        return after in STREET_ENDS or bool(STREET.search(_before(m.start, 0, said)))

    left = [m for m in mentions if not street(m)]
    return left or list(mentions)


def _settled(mentions: Sequence[_Mention], said: Sequence[Token]) -> list[_Mention]:
    """Names of which one tells where the other is, as one: 'Ledeberg bij Gent'."""
    found: list[_Mention] = []
    for mention in mentions:
        if found:
            between = " ".join(t.text for t in said[found[-1].end : mention.start])
            one = _one_of_two(found[-1], mention, between)
            if one:
                found[-1] = one
                continue
        found.append(mention)
    if len([m for m in found if m.places]) < 2:
        return found
    # 'Tussen Aalst en Ninove': the Aalst that is near Ninove.
    return [_nearest_to(m, [o for o in found if o is not m and o.places]) for m in found]


def _one_of_two(first: _Mention, second: _Mention, between: str) -> _Mention | None:
    """The one place that two names mean together, or None when they are two."""
    if between not in NEAR and between not in PART_OF:
        return None
    if second.abroad and not second.places and between in PART_OF:
        return replace(second, start=first.start)
    if not first.places or not second.places:
        return None
    if first.area and not second.area:
        return replace(second, start=first.start)
    closer = _nearest_to(first, [second])
    km = _km(closer.places[0], second.places)
    if between in NEAR or second.area:
        # Of a place with one name nothing has to be settled.
        return replace(closer, end=second.end) if km <= SAME_AREA_KM else None
    for one, other in ((first, second), (second, first)):
        inside = [
            p
            for p in one.places
            for q in other.places
            if (p.municipality_nl, p.region) == (q.municipality_nl, q.region)
            and q.names() & _municipality(p)
        ]
        if inside:
            return replace(one, start=first.start, end=second.end, places=tuple(_unique(inside)))
    return None


def _municipality(place: Place) -> set[str]:
    return {
        " ".join(t.text for t in tokens(composed(name)))
        for name in (place.municipality_nl, place.municipality_fr)
    } | {n.lower() for n in (place.municipality_nl, place.municipality_fr)}


def _nearest_to(mention: _Mention, others: Sequence[_Mention]) -> _Mention:
    """A name of several places as the one of them that is nearest to other names."""
    around = [p for other in others for p in other.places]
    if len(mention.places) < 2 or mention.area or not around:
        return mention
    nearest = min(mention.places, key=lambda p: _km(p, around))
    return replace(mention, places=(nearest,))


def _km(place: Place, others: Iterable[Place]) -> float:
    return min(distance_km((place.lat, place.lon), (o.lat, o.lon)) for o in others)


def _unique(places: Iterable[Place]) -> list[Place]:
    """Each place once, in their order."""
    return list({place.id: place for place in places}.values())
