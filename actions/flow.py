"""Steering the talk: greet, go on, back, anew, why, again, stop, another language."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet

from actions.advice import NO_LOOP, model_buttons
from actions.common import MENU_TALK, Talk, TalkAction, listen, then
from bot.core.questions import QUESTIONS
from bot.words import LANGUAGES, base

FORGET_SLOTS = (
    "ready",
    *QUESTIONS,
    "likes",
    "place",
    "place_choices",
    "picks",
    "raised",
    "asked",
    "times_asked",
    "misses",
    "stage",
    "work_model",
    "shown_models",
    "shown_places",
    "reach",
    "place_language",
)
"""What a new talk starts without; the language stays."""


class Greet(TalkAction):
    """A greeting starts a talk, or welcomes back with what is known."""

    def name(self) -> str:
        return "action_greet"

    def act(self, talk: Talk) -> list[EventType]:
        if talk.slot("stage") or talk.told.pairs():
            known = talk.cards.told(talk.told)
            key = "utter_welcome_back" if known else "utter_welcome_back_empty"
            talk.say(key, answers=known, menu=MENU_TALK)
            return listen(*NO_LOOP)
        if talk.slot("language"):
            talk.say("utter_welcome")
        return then("talk_form")


class CarryOn(TalkAction):
    """Back to where the talk stood."""

    def name(self) -> str:
        return "action_carry_on"

    def act(self, talk: Talk) -> list[EventType]:
        if talk.tracker.active_loop_name:
            return then(talk.tracker.active_loop_name)
        stage = talk.slot("stage")
        if stage == "places" and talk.slot("work_model"):
            name = talk.cards.model_name(talk.slot("work_model"))
            talk.say(
                "utter_carry_on_places",
                name=name,
                buttons_from="utter_places_question",
                menu=MENU_TALK,
            )
            return listen()
        if stage in ("advice", "places") and talk.slot("shown_models"):
            talk.say(
                "utter_carry_on_advice",
                choices=model_buttons(talk, list(talk.slot("shown_models"))[-3:]),
                buttons_from="utter_advice_question",
                menu=MENU_TALK,
            )
            return listen()
        if stage == "advice":
            return then("action_advise")
        if talk.slot("ready") and not talk.guide.next_question(talk.told):
            return then("action_advise")
        return then("talk_form")


class Agree(TalkAction):
    """A yes that answers no open question goes on."""

    def name(self) -> str:
        return "action_agree"

    def act(self, talk: Talk) -> list[EventType]:
        return then("action_carry_on")


class Decline(TalkAction):
    """A no that answers no open question: nothing is pushed."""

    def name(self) -> str:
        return "action_decline"

    def act(self, talk: Talk) -> list[EventType]:
        if talk.asked == "ready":
            return then("action_stop")
        if talk.message.values("place"):
            return then("action_take_place")
        talk.say("utter_declined")
        return then("action_carry_on")


class Why(TalkAction):
    """Why this question is asked."""

    def name(self) -> str:
        return "action_why"

    def act(self, talk: Talk) -> list[EventType]:
        talk.say(f"utter_why_{talk.asked}" if talk.asked else "utter_help")
        return then("action_carry_on")


class GoBack(TalkAction):
    """One question back; from the places to the advice, from the advice to the last question."""

    def name(self) -> str:
        return "action_go_back"

    def act(self, talk: Talk) -> list[EventType]:
        if talk.asked == "place" or talk.slot("stage") == "places":
            return then("action_advise", *NO_LOOP, SlotSet("work_model", None))
        asked = [
            q for q in talk.slot("asked") or [] if q in QUESTIONS or q in ("language", "ready")
        ]
        if talk.asked and asked and asked[-1] == talk.asked:
            asked.pop()
        if not asked:
            talk.say("utter_nothing_before")
            return then("action_carry_on")
        talk.say("utter_gone_back")
        reset = [SlotSet(name, None) for name in ("stage", "picks", "shown_models")]
        return then(
            "talk_form",
            SlotSet("written_in", talk.language),
            SlotSet(asked[-1], None),
            SlotSet("asked", asked),
            SlotSet("times_asked", 0),
            SlotSet("misses", 0),
            *reset,
        )


class BeginAnew(TalkAction):
    """A new talk; only the language stays."""

    def name(self) -> str:
        return "action_begin_anew"

    def act(self, talk: Talk) -> list[EventType]:
        if talk.told.pairs() or talk.slot("stage"):
            talk.say("utter_started_over")
        forgotten = [SlotSet(name, None) for name in FORGET_SLOTS]
        return then("talk_form", *NO_LOOP, *forgotten)


class Skip(TalkAction):
    """A skip outside a question goes on."""

    def name(self) -> str:
        return "action_skip"

    def act(self, talk: Talk) -> list[EventType]:
        return then("action_carry_on")


class SayAgain(TalkAction):
    """Says the last thing again: the question, the advice or the places."""

    def name(self) -> str:
        return "action_say_again"

    def act(self, talk: Talk) -> list[EventType]:
        if talk.tracker.active_loop_name:
            return then(talk.tracker.active_loop_name, SlotSet("times_asked", 0))
        again = {"advice": "action_advise", "places": "action_show_places"}
        return then(again.get(talk.slot("stage") or "", "action_carry_on"))


class Stop(TalkAction):
    """Stops kindly: nothing more has to be done, and everything can be erased."""

    def name(self) -> str:
        return "action_stop"

    def act(self, talk: Talk) -> list[EventType]:
        if talk.message.intent == "goodbye":
            talk.say("utter_goodbye")
            talk.say("utter_carry_on_closed", menu=MENU_TALK)
        else:
            talk.say("utter_stopped", menu=MENU_TALK)
        return listen(*NO_LOOP)


class ChangeLanguage(TalkAction):
    """Another language at any moment; no answer is lost."""

    def name(self) -> str:
        return "action_change_language"

    def act(self, talk: Talk) -> list[EventType]:
        named = [v for v in talk.message.values("language") if v in LANGUAGES]
        if not named:
            talk.say("utter_choose_language", menu=MENU_TALK)
            return listen(*NO_LOOP)
        new = wanted_register(named[-1], talk)
        if new == talk.slot("language"):
            talk.say("utter_language_same")
            return then("action_carry_on")
        events = [SlotSet("language", new), SlotSet("times_asked", 0)]
        if talk.slot("ready") or talk.told.pairs():
            talk.dispatcher.utter_message(text=talk.cards.words.text("utter_language_changed", new))
        if talk.tracker.active_loop_name:
            return then(talk.tracker.active_loop_name, *events)
        again = {"advice": "action_advise", "places": "action_show_places"}
        return then(again.get(talk.slot("stage") or "", "action_carry_on"), *events)


def wanted_register(named: str, talk: Talk) -> str:
    """'Makkelijker' said in French means easy French: the register named, in the own language."""
    typed = not talk.message.pressed
    if typed and named == "nl-simple" and talk.two_letters == "fr":
        spoken = base(talk.slot("written_in") or "nl")
        return "fr-simple" if spoken == "fr" else named
    return named
