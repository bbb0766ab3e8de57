"""Where to look: a neighbourhood or a town, never an address."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet

from actions.advice import offered
from actions.answers import subjects_but_place
from actions.asking import AskQuestion
from actions.common import MENU_QUESTION, Talk, TalkAction, button, then
from actions.forms import TalkForm
from bot.core.talk import NEVER_ANSWERS


class AskPlace(AskQuestion):
    """Asks where to look; with buttons when a name means several places."""

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
        if len(choices) == 1 and found[0]:
            name = found[0].name(talk.language)
            talk.say("utter_place_meant", place=name, choices=choices, menu=MENU_QUESTION)
            return []
        again = talk.answered_before("utter_which_place")
        key = "utter_which_place_again" if again else "utter_which_place"
        talk.say(key, choices=choices, menu=MENU_QUESTION)
        return [SlotSet("place_choices", None)]


class ValidateWhereForm(TalkForm):
    """Hears in which place to look; an ambiguous name is asked back with buttons."""

    def name(self) -> str:
        return "validate_where_form"

    def question(self, talk: Talk) -> str | None:
        return "place" if talk.slot("place") is None else None

    def heard(self, talk: Talk) -> list[EventType]:
        return place_events(talk)


PLACE_LIKE = frozenset({"inform_place", "nlu_fallback", "out_of_scope", "answer"})


def place_events(talk: Talk) -> list[EventType]:
    """What a message says about where to look: a place, 'rather not', a choice, or nothing."""
    message = talk.message
    heard = [SlotSet("misses", 0), SlotSet("times_asked", 0), SlotSet("place_choices", None)]
    given = message.values("place")
    asked_back = list(talk.slot("place_choices") or ())
    if message.intent == "affirm" and len(asked_back) == 1 and not given:
        return [SlotSet("place", asked_back[0]), *heard]
    rather_not = message.intent in ("skip_question", "no_idea", "deny") and not given
    if rather_not or given[:1] == ("none",):
        return [SlotSet("place", "none"), *heard]
    if message.pressed:
        known = talk.guide.places.get(given[0]) if given else None
        if known is None:
            return []
        # Also said to who shared where they are: it shows what was made of it.
        talk.say("utter_place_noted", place=known.name(talk.language))
        return [SlotSet("place", known.id), *heard]
    if not given and (message.intent in NEVER_ANSWERS or not _place_like(talk)):
        return []
    said = given[0] if given else talk.text
    found = talk.guide.find_places(said)
    if len(found) == 1 and talk.guide.sure_of(said, found[0]):
        talk.say("utter_place_noted", place=found[0].name(talk.language))
        return [SlotSet("place", found[0].id), *heard]
    if found:
        return [SlotSet("misses", 0), SlotSet("place_choices", [p.id for p in found[:6]])]
    return []


def _place_like(talk: Talk) -> bool:
    if talk.message.intent == "more_results" and talk.text[:1].islower():
        # 'meer' asks for more; 'Meer' may be the village.
        return False
    return talk.message.intent in PLACE_LIKE or len(talk.text.split()) <= 2


class TakePlace(TalkAction):
    """A place that is named when no question about it is open."""

    def name(self) -> str:
        return "action_take_place"

    def act(self, talk: Talk) -> list[EventType]:
        events = [*place_events(talk), *subjects_but_place(talk)]
        names = {e["name"] for e in events if e.get("value")}
        if "place" in names and offered(talk):
            return then("action_choose_model", *events)
        if "place" in names and talk.slot("work_model"):
            fresh = [SlotSet("shown_places", None), SlotSet("reach", None)]
            return then("action_show_places", *events, *fresh)
        if "place_choices" in names:
            return then("where_form", *events, SlotSet("place", None))
        return then("action_carry_on" if "place" in names else "action_missed", *events)
