"""The advice: two or three ways as equals, other ways, and each way in full."""

from __future__ import annotations

import re

from rasa_sdk.events import EventType, SlotSet

from actions.common import (
    MENU_TALK,
    NO_LOOP,
    Talk,
    TalkAction,
    button,
    listen,
    tell_minor,
    then,
)
from actions.lines import own_language_first, say_listening, social_help_closed
from bot.bootstrap import words
from bot.core.matching import MOST, NOT_AFTER_VIOLENCE, NOT_FOR_MINORS, Advice
from bot.core.work_models import WORK_MODELS, Point


def model_buttons(talk: Talk, models: list[str], intent: str = "choose_model") -> list[dict]:
    """A button for each of these models that may be offered to this person."""
    return [
        button(talk.cards.model_name(m), intent, model=m)
        for m in models
        if not kept_from_minor(talk, m)
    ]


def kept_from_minor(talk: Talk, model: str) -> bool:
    """Whether a way is not offered because the person is under eighteen (requirement 28)."""
    return "minor" in talk.raised and model in NOT_FOR_MINORS


def not_for_minor(talk: Talk) -> list[EventType]:
    """Says why a chosen way is not shown, names lines for young people, and what is possible."""
    talk.say("utter_advice_note_minor")
    tell_minor(talk)
    after = "action_advise" if talk.slot("stage") else "action_carry_on"
    return then(after, *NO_LOOP, SlotSet("work_model", None), SlotSet("shown_models", None))


def last_models(talk: Talk) -> list[str]:
    """The ways of the last advice; with fewer than three, also what stood above it."""
    return list(talk.slot("shown_models") or ())[-MOST:]


def only_for_adults(talk: Talk) -> bool:
    """Whether what is on the screen is not for a person who now turns out to be under eighteen."""
    shown = (talk.slot("work_model"), *last_models(talk))
    return any(kept_from_minor(talk, m) for m in shown if m)


class Advise(TalkAction):
    """Shows two or three ways, each with why, what others like and what to know before."""

    def name(self) -> str:
        return "action_advise"

    def act(self, talk: Talk) -> list[EventType]:
        if talk.slot("stage") and talk.said_now("utter_consent_no"):
            # Nothing changes by a no: back to what was shown.
            return then("action_carry_on", *NO_LOOP)
        if talk.told.has("wish", "professional"):
            return professional(talk)
        advice = talk.guide.advise(talk.told)
        told = any(verdict.reasons or verdict.notes for verdict in advice.shown)
        # 'Here are three' is not true for who is shown fewer.
        young = "minor" in talk.raised
        neutral = "utter_advice_intro_young" if young else "utter_advice_intro_neutral"
        talk.say("utter_advice_intro" if told else neutral)
        shown = show(talk, advice)
        return listen(*NO_LOOP, SlotSet("stage", "advice"), SlotSet("shown_models", shown))


def show(talk: Talk, advice: Advice, also: str | None = None) -> list[str]:
    """Says the cards of an advice; returns the models that were shown.

    Args:
        also: a response to say before the buttons.
    """
    fits = any(verdict.reasons for verdict in advice.shown)
    for verdict in advice.shown:
        key, values = talk.cards.advice(talk.guide.card(verdict, talk.raised), fits)
        talk.say(key, **values)
    if any(v.asked and kept_from_minor(talk, v.work_model) for v in advice.verdicts):
        if not talk.said_now("utter_advice_note_minor"):
            talk.say("utter_advice_note_minor")
            tell_minor(talk)
    elif "violence" in talk.raised and not NOT_AFTER_VIOLENCE & set(advice.work_models):
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
    own_language_first(talk)
    talk.say("utter_professional", phone=talk.guide.line("caw").number)
    if social_help_closed(talk):
        say_listening(talk, "utter_human_listen", surely_open=True)
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
        advice = talk.guide.advise(talk.told, before)
        if not advice.shown:
            # Some ways may be kept from this person: then all that may be shown was shown.
            every = len(set(before)) >= len(WORK_MODELS)
            key = "utter_none_fits_last" if every else "utter_none_fits_last_some"
            talk.say(key, menu=MENU_TALK)
            return then("action_tell_human", SlotSet("shown_models", None))
        talk.say("utter_advice_intro_more")
        shown = show(talk, advice, "utter_none_fits_question")
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
            every = len(choices) == len(models)
            key = "utter_all_models" if every else "utter_all_models_young"
            talk.say(key, choices=choices, menu=MENU_TALK)
            return listen(*NO_LOOP, SlotSet("language", talk.language))
        if kept_from_minor(talk, named[0]):
            return not_for_minor(talk)
        # A name pressed in the list gets the card; five screens of bullets are for who asks.
        in_full = not talk.message.pressed or bool(talk.message.values("full"))
        choices = [
            button(words().text("utter_show_places_button", talk.language), "choose_model", model=m)
            for m in named[:1]
        ]
        if in_full:
            tell_in_full(talk, named[0])
        else:
            verdict = talk.guide.advise(talk.told).verdict(named[0])
            key, values = talk.cards.advice(talk.guide.card(verdict, talk.raised))
            talk.say(key, **values)
            everything = words().text("utter_work_model_full_button", talk.language)
            choices.append(button(everything, "ask_work_model", model=named[0], full="yes"))
        choices += talk.cards.words.buttons("utter_menu_work_model", talk.language)
        name = talk.cards.model_name(named[0])
        talk.say("utter_work_model_places", name=name, choices=choices, menu=MENU_TALK)
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
        numbered = not talk.message.values("model") and talk.message.values("n")
        if numbered and talk.slot("stage") == "places":
            # 'The second one', said under a list of places, is a place.
            return then("action_first_step")
        if model is None:
            return then("action_carry_on" if talk.slot("stage") else "action_missed")
        if kept_from_minor(talk, model):
            return not_for_minor(talk)
        if talk.asked == "place":
            # Another way, chosen while it was asked where: that was heard too.
            talk.say("utter_model_noted", name=talk.cards.model_name(model))
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


CHOOSE = re.compile(r'/choose_model\{"model":"(\w+)"\}')


def chosen(talk: Talk) -> str | None:
    """Which model is meant: named, or by its number among those shown."""
    named = [m for m in talk.message.values("model") if m in talk.guide.models]
    if named:
        return named[0]
    shown = last_models(talk)
    only = shown[0] if len(shown) == 1 else None
    return talk.numbered(shown) or offered(talk) or only


def offered(talk: Talk) -> str | None:
    """The one way whose places the last answer offered to show: what a 'yes' is about."""
    events = iter(reversed(talk.tracker.events))
    next((e for e in events if e["event"] == "user"), None)
    last = next((e for e in events if e["event"] in ("bot", "user")), None)
    buttons = ((last or {}).get("data") or {}).get("buttons") or ()
    found = [m[1] for b in buttons if (m := CHOOSE.match(b["payload"]))]
    return found[0] if len(found) == 1 else None
