"""Where to look: a neighbourhood or a town, never an address."""

from __future__ import annotations

from typing import Any

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import is_fresh, subjects_but_place
from actions.asking import AskQuestion
from actions.common import MENU_QUESTION, Talk, TalkAction, button, then
from bot.core.talk import NEVER_ANSWERS


class AskPlace(AskQuestion):
    question = "place"

    def act(self, talk: Talk) -> list[EventType]:
        found = [talk.guide.places.get(i) for i in talk.slot("place_choices") or ()]
        choices = [
            button(f"{p.postal_code} {p.name(talk.language)}", "inform_place", place=p.id)
            for p in found
            if p
        ]
        if not choices:
            return super().act(talk)
        talk.say("utter_which_place", choices=choices, menu=MENU_QUESTION)
        return [SlotSet("place_choices", None)]


class ValidateWhereForm(FormValidationAction):
    """Hears in which place to look; an ambiguous name is asked back with buttons."""

    def name(self) -> str:
        return "validate_where_form"

    async def get_extraction_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        return []

    async def required_slots(
        self,
        domain_slots: list[str],
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[str]:
        return ["place"] if tracker.get_slot("place") is None else []

    async def get_validation_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        return place_events(Talk(dispatcher, tracker)) if is_fresh(tracker) else []


PLACE_LIKE = frozenset({"inform_place", "nlu_fallback", "out_of_scope", "answer"})


def place_events(talk: Talk) -> list[EventType]:
    """What a message says about where to look: a place, 'rather not', a choice, or nothing."""
    message = talk.message
    heard = [SlotSet("misses", 0), SlotSet("times_asked", 0), SlotSet("place_choices", None)]
    given = message.values("place")
    rather_not = message.intent in ("skip_question", "no_idea", "deny") and not given
    if rather_not or given[:1] == ("none",):
        return [SlotSet("place", "none"), *heard]
    if message.pressed:
        known = talk.guide.places.get(given[0]) if given else None
        return [SlotSet("place", known.id), *heard] if known else []
    if not given and (message.intent in NEVER_ANSWERS or not _place_like(talk)):
        return []
    found = talk.guide.find_places(given[0] if given else talk.text)
    if len(found) == 1:
        talk.say("utter_place_noted", place=found[0].name(talk.language))
        return [SlotSet("place", found[0].id), *heard]
    if found:
        return [SlotSet("misses", 0), SlotSet("place_choices", [p.id for p in found[:6]])]
    return []


def _place_like(talk: Talk) -> bool:
    return talk.message.intent in PLACE_LIKE or len(talk.text.split()) <= 2


class TakePlace(TalkAction):
    """A place that is named when no question about it is open."""

    def name(self) -> str:
        return "action_take_place"

    def act(self, talk: Talk) -> list[EventType]:
        events = [*place_events(talk), *subjects_but_place(talk)]
        names = {e["name"] for e in events if e.get("value")}
        if "place" in names and talk.slot("work_model"):
            fresh = [SlotSet("shown_places", None), SlotSet("reach", None)]
            return then("action_show_places", *events, *fresh)
        if "place_choices" in names:
            return then("where_form", *events, SlotSet("place", None))
        return then("action_carry_on" if "place" in names else "action_missed", *events)
