"""Where to look: a neighbourhood or a town, never an address."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk.events import EventType, SlotSet

from actions.advice import offered
from actions.answers import subjects_but_place
from actions.asking import AskQuestion
from actions.common import MENU_QUESTION, Talk, TalkAction, button, then
from actions.forms import TalkForm
from bot.core.places import Place
from bot.core.talk import NEVER_ANSWERS

LONGEST_TITLE = 30
"""Characters on a button."""


class AskPlace(AskQuestion):
    """Asks where to look; with buttons when a name means several places."""

    question = "place"

    def act(self, talk: Talk) -> list[EventType]:
        known = (talk.guide.places.get(i) for i in talk.slot("place_choices") or ())
        found = [place for place in known if place]
        abroad = names_abroad(talk)
        if not found and not abroad:
            return super().act(talk)
        if not found:
            talk.say("utter_place_abroad", **self._buttons(talk))
            asked = [q for q in talk.slot("asked") or () if q != self.question]
            times = (talk.slot("times_asked") or 0) + 1
            return [SlotSet("times_asked", times), SlotSet("asked", [*asked, self.question])]
        values = {"choices": buttons(found, talk.language), "menu": MENU_QUESTION}
        if len(found) == 1 and not abroad:
            talk.say("utter_place_meant", place=found[0].name(talk.language), **values)
            return []
        talk.say(_which(found, abroad, talk), **values)
        # A single choice stays open: a plain 'yes' takes it.
        return [] if len(found) == 1 else [SlotSet("place_choices", None)]


def _which(found: Sequence[Place], abroad: bool, talk: Talk) -> str:
    """How to ask which of several places is meant."""
    if abroad:
        return "utter_place_abroad_choices"
    shared = set.intersection(*(place.names() for place in found))
    if not shared:
        return "utter_which_of_places"
    again = talk.answered_before("utter_which_place")
    return "utter_which_place_again" if again else "utter_which_place"


def buttons(places: Sequence[Place], language: str) -> list[dict[str, str]]:
    """A button for each place; one with the name of another one says its municipality too."""
    made = []
    for place in places:
        name = place.name(language)
        title = f"{place.postal_code} {name}"
        town = place.municipality(language)
        twice = sum(other.name(language) == name for other in places) > 1
        longer = f"{title} ({town})"
        if twice and town != name and len(longer) <= LONGEST_TITLE:
            title = longer
        made.append(button(title, "inform_place", place=place.id))
    return made


def names_abroad(talk: Talk) -> bool:
    """Whether this message answers where to look with a place that is not in Belgium."""
    return bool(talk.text and answers_where(talk) and talk.guide.abroad(talk.text))


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
    if not answers_where(talk):
        return []
    # The whole message says more than the name in it: 'in Aalst, bij Ninove'.
    said = talk.text
    found = talk.guide.find_places(said)
    if not found and given:
        said = given[0]
        found = talk.guide.find_places(said)
    if len(found) == 1 and talk.guide.sure_of(said, found[0]):
        talk.say("utter_place_noted", place=found[0].name(talk.language))
        return [SlotSet("place", found[0].id), *heard]
    if found:
        return [SlotSet("misses", 0), SlotSet("place_choices", [p.id for p in found])]
    # Who names a place abroad was understood; AskPlace says what we know.
    return [SlotSet("misses", 0), SlotSet("place_choices", None)] if names_abroad(talk) else []


def answers_where(talk: Talk) -> bool:
    """Whether a typed message may say where to look."""
    if talk.message.values("place"):
        return True
    return talk.message.intent not in NEVER_ANSWERS and _place_like(talk)


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
        if "place_choices" in names or names_abroad(talk):
            return then("where_form", *events, SlotSet("place", None))
        return then("action_carry_on" if "place" in names else "action_missed", *events)
