"""The advice: two or three ways as equals, other ways, and each way in full."""

from __future__ import annotations

from rasa_sdk.events import ActiveLoop, EventType, SlotSet

from actions.common import MENU_TALK, Talk, TalkAction, button, listen, then
from bot.bootstrap import words
from bot.core.matching import NOT_AFTER_VIOLENCE
from bot.core.work_models import WORK_MODELS, Point

NO_LOOP = (ActiveLoop(None), SlotSet("requested_slot", None))


def model_buttons(talk: Talk, models: list[str], intent: str = "choose_model") -> list[dict]:
    """A button for each of these models."""
    return [button(talk.cards.model_name(m), intent, model=m) for m in models]


class Advise(TalkAction):
    """Shows two or three ways, each with why, what others like and what to know before."""

    def name(self) -> str:
        return "action_advise"

    def act(self, talk: Talk) -> list[EventType]:
        if talk.told.has("wish", "professional"):
            return professional(talk)
        intro = "utter_advice_intro" if talk.told.pairs() else "utter_advice_intro_neutral"
        talk.say(intro)
        shown = show(talk, without=())
        return listen(*NO_LOOP, SlotSet("stage", "advice"), SlotSet("shown_models", shown))


def show(talk: Talk, without: tuple[str, ...], also: str | None = None) -> list[str]:
    """Says the cards of an advice; returns the models that were shown.

    Args:
        without: models that were shown before.
        also: a response to say before the buttons.
    """
    advice = talk.guide.advise(talk.told, without)
    for verdict in advice.shown:
        key, values = talk.cards.advice(talk.guide.card(verdict))
        talk.say(key, **values)
    if "violence" in talk.raised and not NOT_AFTER_VIOLENCE & set(advice.work_models):
        talk.say("utter_advice_note_violence")
    if len(advice.shown) > 1:
        talk.say("utter_two_ways_together")
    if also:
        talk.say(also)
    shown = list(advice.work_models)
    talk.say("utter_advice_question", choices=model_buttons(talk, shown), menu=MENU_TALK)
    return shown


def professional(talk: Talk) -> list[EventType]:
    """A professional is a good choice: a contact at once, and no push to a network."""
    talk.say("utter_professional", phone=talk.guide.line("caw").number)
    if talk.two_letters == "fr":
        line = talk.guide.line("social_brussels")
        name = line.name(talk.language)
        talk.say("utter_human_brussels", line=name, phone=line.number)
    talk.say("utter_professional_buttons", menu=MENU_TALK)
    again = [SlotSet(name, None) for name in ("wish", "picks", "stage")]
    return listen(*NO_LOOP, *again, SlotSet("times_asked", 0), SlotSet("asked", ["wish"]))


class NoneFits(TalkAction):
    """Other ways than those shown, and one thing more is asked."""

    def name(self) -> str:
        return "action_none_fits"

    def act(self, talk: Talk) -> list[EventType]:
        before = tuple(talk.slot("shown_models") or ())
        if not before:
            return then("action_carry_on")
        if len(set(before)) >= len(WORK_MODELS):
            talk.say("utter_none_fits_last", menu=MENU_TALK)
            return then("action_tell_human", SlotSet("shown_models", None))
        talk.say("utter_advice_intro_more")
        shown = show(talk, before, "utter_none_fits_question")
        return listen(
            *NO_LOOP, SlotSet("stage", "advice"), SlotSet("shown_models", [*before, *shown])
        )


class ShowWorkModel(TalkAction):
    """All seven ways, or one of them in full: for persons and for workers."""

    def name(self) -> str:
        return "action_show_work_model"

    def act(self, talk: Talk) -> list[EventType]:
        named = [m for m in talk.message.values("model") if m in talk.guide.models]
        if not named:
            models = [m.id for m in talk.guide.all_models(talk.told.rotation)]
            choices = model_buttons(talk, models, "ask_work_model")
            talk.say("utter_all_models", choices=choices, menu=MENU_TALK)
            return listen(*NO_LOOP, SlotSet("language", talk.language))
        tell_in_full(talk, named[0])
        show_places = words().text("utter_show_places_button", talk.language)
        talk.say(
            "utter_work_model_places",
            name=talk.cards.model_name(named[0]),
            choices=[
                button(show_places, "choose_model", model=named[0]),
                *talk.cards.words.buttons("utter_menu_work_model", talk.language),
            ],
            menu=MENU_TALK,
        )
        return listen(*NO_LOOP, SlotSet("language", talk.language))


def tell_in_full(talk: Talk, model_id: str) -> None:
    """Everything the study says of one model, nothing left out."""
    model, cards = talk.guide.models[model_id], talk.cards
    name = cards.model_name(model_id)

    def lines(points: tuple[Point, ...]) -> str:
        return "\n".join(f"- {cards.point(p.id, p.text)}" for p in points)

    about = "\n" + lines(model.about)
    talk.say("utter_work_model", name=name, what=cards.model_field(model_id, "what"), about=about)
    talk.say("utter_work_model_strengths", name=name, points=lines(model.strengths))
    talk.say("utter_work_model_weaknesses", name=name, points=lines(model.weaknesses))
    if model.preconditions:
        talk.say("utter_work_model_preconditions", name=name, points=lines(model.preconditions))
    else:
        talk.say("utter_work_model_no_preconditions", name=name)
    talk.say("utter_work_model_source")


class ChooseModel(TalkAction):
    """The person chooses a way; places come next, and where to look is asked if unknown."""

    def name(self) -> str:
        return "action_choose_model"

    def act(self, talk: Talk) -> list[EventType]:
        model = chosen(talk)
        if model is None:
            return then("action_carry_on" if talk.slot("stage") else "action_missed")
        events = [
            *NO_LOOP,
            SlotSet("work_model", model),
            SlotSet("reach", None),
            SlotSet("misses", 0),
            SlotSet("times_asked", 0),
            SlotSet("language", talk.language),
            SlotSet("ready", True),
        ]
        return then("where_form" if talk.slot("place") is None else "action_show_places", *events)


ORDINALS = {"1": 0, "2": 1, "3": 2}


def chosen(talk: Talk) -> str | None:
    """Which model is meant: named, or by its number among those shown."""
    named = [m for m in talk.message.values("model") if m in talk.guide.models]
    if named:
        return named[0]
    shown = list(talk.slot("shown_models") or ())[-3:]
    for number in talk.message.values("n"):
        if ORDINALS.get(number, 99) < len(shown):
            return str(shown[ORDINALS[number]])
    return str(shown[0]) if len(shown) == 1 else None
