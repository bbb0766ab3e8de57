"""Places for the chosen way: three at a time, nearer or further, in another language."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence

from rasa_sdk.events import EventType, SlotSet

from actions.advice import kept_from_minor, model_buttons, not_for_minor
from actions.common import MENU_TALK, NO_LOOP, Talk, TalkAction, button, listen, then
from actions.lines import say_listening
from bot.bootstrap import engine, words
from bot.core.feedback import place_key
from bot.core.languages import PLAINER, SIMPLER, base
from bot.core.search import FIRST_REACH, REACHES_KM, SHOWN_AT_ONCE
from bot.guide import Found
from bot.store import shown as counts
from bot.words import distance, language_name

log = logging.getLogger(__name__)


class ShowPlaces(TalkAction):
    """Names up to three places for the chosen way, and always a person to ask."""

    def name(self) -> str:
        return "action_show_places"

    def act(self, talk: Talk) -> list[EventType]:
        if not talk.slot("work_model"):
            return then("action_carry_on")
        return self.search(talk, self.reach(talk), (), talk.slot("place_language"))

    def reach(self, talk: Talk) -> int:
        """How far to look: an index in REACHES_KM."""
        reach = talk.slot("reach")
        return FIRST_REACH if reach is None else int(reach)

    def search(
        self, talk: Talk, reach: int, before: tuple[str, ...], only: str | None
    ) -> list[EventType]:
        """Searches and says what was found.

        Args:
            before: ids not to show again.
            only: the language that must be spoken there (two letters), or None.
        """
        model = talk.slot("work_model")
        if kept_from_minor(talk, model):
            return not_for_minor(talk)
        found = talk.guide.find(talk.told, model, talk.place, talk.two_letters, reach, only, before)
        shown = [*(talk.slot("shown_places") or ())]
        self._introduce(talk, found, model, bool(before))
        others = [m for m in talk.slot("shown_models") or () if m != model]
        for door in found.doors:
            if door.initiative.id not in shown:
                shown.append(door.initiative.id)
            number = shown.index(door.initiative.id) + 1
            card = talk.cards.place(door, number, model, others)
            about = [report_button(talk, number, door.initiative.id)]
            talk.say("utter_place_card", card=card, initiative=door.initiative.id, beside=about)
        count_shown(d.initiative.id for d in found.doors)
        always_a_person(talk, listening=not before)
        numbers = [shown.index(d.initiative.id) + 1 for d in found.doors]
        talk.say(
            "utter_places_question",
            choices=step_buttons(talk, numbers or last_numbers(shown)),
            menu=MENU_TALK,
        )
        return listen(
            *NO_LOOP,
            SlotSet("place_language", only),
            SlotSet("stage", "places"),
            SlotSet("shown_places", shown),
            SlotSet("reach", REACHES_KM.index(int(found.reach_km))),
            SlotSet("misses", 0),
        )

    def _introduce(self, talk: Talk, found: Found, model: str, more: bool) -> None:
        talk.say(
            self.intro(talk, found, more),
            name=talk.cards.model_name(model),
            count=len(found.doors),
            place=talk.place.name(talk.language) if talk.place else "",
            distance=distance(found.reach_km, talk.language),
        )

    def intro(self, talk: Talk, found: Found, more: bool) -> str:
        """The response that says how was looked and what was found."""
        if not found.doors:
            if more:
                return "utter_places_no_more"
            return "utter_places_none" if talk.place else "utter_places_none_unknown"
        if more:
            return "utter_places_more_widened" if found.widened else "utter_places_more"
        if found.for_some:
            return "utter_places_for_some"
        if not talk.place or found.regional:
            return "utter_places_intro_area"
        return "utter_places_widened" if found.widened else "utter_places_intro"


def step_buttons(talk: Talk, numbers: Iterable[int]) -> list[dict[str, str]]:
    """'First step' for each of these places, by their numbers in this talk."""
    return [
        button(
            words().text("utter_first_step_button", talk.language, number=n),
            "first_step",
            n=str(n),
        )
        for n in numbers
    ]


def report_button(talk: Talk, number: int, initiative: str) -> dict[str, str]:
    """'Klopt dit?' for a place that was shown.

    Args:
        number: of the place in this talk.
    """
    title = words().text("utter_report_button", talk.language, number=number)
    return button(title, "report_wrong_info", at=place_key(initiative))


def count_shown(initiatives: Iterable[str]) -> None:
    """Counts the places of a search; a talk never waits for it to succeed."""
    try:
        counts.add(engine(), initiatives)
    except Exception as error:
        log.error("places could not be counted: %s", type(error).__name__)


def last_numbers(shown: Sequence[str]) -> range:
    """The numbers of the places named last."""
    return range(max(1, len(shown) - SHOWN_AT_ONCE + 1), len(shown) + 1)


def always_a_person(talk: Talk, listening: bool = True) -> None:
    """The welfare office (a number only where the data has one) and the CAW: never a dead end.

    Args:
        listening: whether to name a listening line too; under the first places once is enough.
    """
    caw = talk.cards.caller(talk.place.region if talk.place else None)
    office = talk.guide.welfare_office(talk.place)
    if office and office.phone:
        check = talk.guide.ask_first(office)
        talk.say_line(
            "utter_places_always_check" if check else "utter_places_always_number",
            caw,
            office=office.name_in(talk.language),
            office_phone=office.phone,
        )
    elif talk.place:
        municipality = talk.place.municipality(talk.language)
        talk.say_line("utter_places_always", caw, municipality=municipality)
    else:
        talk.say_line("utter_places_always_anywhere", caw)
    if listening:
        say_listening(talk, "utter_listening_line")


class MorePlaces(ShowPlaces):
    """Three more places for the same way."""

    def name(self) -> str:
        return "action_more_places"

    def act(self, talk: Talk) -> list[EventType]:
        if not talk.slot("work_model"):
            return then("action_carry_on")
        before = tuple(talk.slot("shown_places") or ())
        return self.search(talk, self.reach(talk), before, talk.slot("place_language"))


class FurtherAway(ShowPlaces):
    """Looks further."""

    step = 1
    said, at_the_end = "utter_places_further", "utter_places_furthest"

    def name(self) -> str:
        return "action_further_away"

    def act(self, talk: Talk) -> list[EventType]:
        if not talk.slot("work_model"):
            return then("action_carry_on")
        if talk.message.values("place"):
            return then("action_take_place")
        if talk.place is None:
            return then("where_form", SlotSet("place", None))
        reach = self.reach(talk) + self.step
        if 0 <= reach < len(REACHES_KM):
            before = tuple(talk.slot("shown_places") or ()) if self.step > 0 else ()
            return self.search(talk, reach, before, talk.slot("place_language"))
        km = distance(REACHES_KM[self.reach(talk)], talk.language)
        talk.say(self.at_the_end, distance=km, place=talk.place.name(talk.language))
        return then("action_carry_on")

    def intro(self, talk: Talk, found: Found, more: bool) -> str:
        return self.said if found.doors else super().intro(talk, found, more)


class CloserBy(FurtherAway):
    """Looks nearer."""

    step = -1
    said, at_the_end = "utter_places_closer", "utter_places_closest"

    def name(self) -> str:
        return "action_closer_by"

    def intro(self, talk: Talk, found: Found, more: bool) -> str:
        if found.widened:
            return "utter_places_closest"
        return super().intro(talk, found, more)


NO_LANGUAGE = frozenset({"any", SIMPLER, PLAINER})
"""What may be heard as a language and is none that a place speaks."""


class OtherLanguage(ShowPlaces):
    """Places where another language is spoken."""

    def name(self) -> str:
        return "action_other_language"

    def act(self, talk: Talk) -> list[EventType]:
        named = talk.message.values("language")
        if talk.asked == "language" and named:
            return then("action_change_language")
        if not talk.slot("work_model"):
            # 'A group in English': noted for when places are looked for; the talk stays as it is.
            code = base(named[0]) if named and named[0] not in NO_LANGUAGE else None
            if code:
                talk.say("utter_places_language", language=language_name(code, talk.language))
            return then("action_carry_on", *([SlotSet("place_language", code)] if code else []))
        if not named:
            talk.say("utter_which_language", menu=MENU_TALK)
            return listen()
        code = None if named[0] in NO_LANGUAGE else base(named[0])
        if code:
            language = language_name(code, talk.language)
            talk.say("utter_places_language", language=language)
        return self.search(talk, self.reach(talk), (), code)


class AnotherWay(TalkAction):
    """Back to the ways: those of the advice, and all seven."""

    def name(self) -> str:
        return "action_another_way"

    def act(self, talk: Talk) -> list[EventType]:
        shown = talk.slot("shown_models")
        if not shown:
            return then("action_carry_on")
        others = [m for m in shown if m != talk.slot("work_model")] or list(shown)
        talk.say(
            "utter_carry_on_advice",
            choices=model_buttons(talk, others),
            buttons_from="utter_advice_question",
            menu=MENU_TALK,
        )
        return listen(SlotSet("stage", "advice"), SlotSet("place_language", None))


class AskLikes(TalkAction):
    """What a person likes or does well: never needed, always welcome."""

    def name(self) -> str:
        return "action_ask_likes"

    def act(self, talk: Talk) -> list[EventType]:
        likes = list(talk.message.values("likes"))
        if not likes and talk.message.pressed:
            talk.say("utter_ask_likes", menu=MENU_TALK)
            return listen()
        if not likes:
            # Something we have no word for is still something a person is good at.
            likes = ["other"]
        known = talk.joined("likes", *likes)
        real = [v for v in known if v != "other"]
        if real:
            titles = talk.cards.answers_named("likes", real)
            talk.say("utter_likes_noted", likes=titles)
        else:
            talk.say("utter_likes_noted_other")
        if talk.slot("stage") == "places" and talk.slot("work_model"):
            return then("action_show_places", SlotSet("likes", known), SlotSet("reach", None))
        return then("action_carry_on", SlotSet("likes", known))
