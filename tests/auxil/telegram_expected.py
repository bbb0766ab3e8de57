"""What a person on Telegram must be told, worked out beside the bot from the same content."""

from __future__ import annotations

from functools import lru_cache

from auxil.guide import DATA, real_guide
from auxil.telegram_bot import RunningBot
from auxil.telegram_people import Person

from bot import bootstrap
from bot.cards import Cards
from bot.content import load_places
from bot.core.languages import base, is_simple
from bot.core.layout import one_a_line
from bot.core.places import Place
from bot.core.privacy import pseudonym, rotation_of
from bot.core.questions import Told
from bot.guide import Guide


class Expected:
    """What must be said to people by one bot.

    Args:
        bot: whose secret settles ties between ways.
    """

    def __init__(self, bot: RunningBot) -> None:
        given = bot.environment.get("NETWERKWIJZER_SECRET", "").encode()
        self._secret = given or (bot.var / "secret").read_bytes()
        self._words = bootstrap.words()
        self._guide = _guide()

    def who(self, person: Person) -> str:
        """Under which name a talk is kept."""
        return pseudonym(self._secret, "telegram", str(person.id))

    def told(self, person: Person, answers: dict[str, tuple[str, ...]]) -> Told:
        """What this person told, with the number of their talk that settles ties."""
        return Told(answers, frozenset(), rotation_of(self.who(person)))

    def advice(self, told: Told, language: str) -> dict[str, str]:
        """The ways of the advice in their order, each with its whole card."""
        cards = Cards(self._words, self._guide, language)
        shown = self._guide.advise(told).shown
        fits = any(verdict.reasons for verdict in shown)
        said = {}
        for verdict in shown:
            key, values = cards.advice(self._guide.card(verdict), fits)
            text = self._words.text(key, language, **values)
            said[verdict.work_model] = laid_out(text, language)
        return said

    def places(self, told: Told, way: str, town: Place, language: str) -> list[str]:
        """The places for a way, in their order: number and name."""
        doors = self._guide.find(told, way, town, base(language)).doors
        names = (door.initiative.name_in(language) for door in doors)
        return [f"{number}. {name}" for number, name in enumerate(names, 1)]

    def noted(self, town: Place, language: str) -> str:
        """What is said when a town was heard."""
        text = self._words.text("utter_place_noted", language, place=town.name(language))
        return laid_out(text, language)


def laid_out(text: str, language: str) -> str:
    """A text as it stands on the screen in a language."""
    return one_a_line(text) if is_simple(language) else text


@lru_cache(maxsize=1)
def _guide() -> Guide:
    return real_guide()


def town(postal_code: str) -> Place:
    """The town of a postal code."""
    return _guide().places.by_code(postal_code)[0]


@lru_cache(maxsize=1)
def towns() -> list[Place]:
    """Places whose postal code and whose name mean them and no other."""
    known = _guide().places

    def alone(place: Place) -> bool:
        named = [known.by_name(name) for name in {place.name_nl, place.name_fr}]
        return known.by_code(place.postal_code) == [place] and all(n == [place] for n in named)

    return [place for place in load_places(DATA / "places.csv") if alone(place)]


def shared(town: Place) -> Place | None:
    """Which place somebody is taken to be in who shares the middle of a town."""
    found = _guide().places.nearest(town.lat, town.lon)
    return found[0] if found else None
