"""Steering the talk: greet, go on, back, anew, why, again, stop, another language."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet

from actions.advice import last_models, model_buttons, offered, only_for_adults
from actions.common import MENU_TALK, NO_LOOP, Talk, TalkAction, listen, then
from actions.help import after_crisis
from actions.places import last_numbers, step_buttons
from bot.core.languages import SIMPLER, base, register
from bot.core.questions import ALONE, QUESTIONS, SEVERAL

FORGET_SLOTS = (
    "ready",
    *QUESTIONS,
    "consent",
    "unconfirmed",
    "likes",
    "place",
    "place_choices",
    "picks",
    "asked",
    "times_asked",
    "misses",
    "stage",
    "work_model",
    "shown_models",
    "shown_places",
    "first_steps",
    "reach",
    "place_language",
)
"""What a new talk starts without; the language stays."""

EXAMPLES = ("language", "ready", "consent", *QUESTIONS, "place")
"""Questions that have an example of an answer."""

STAYS = frozenset({"violence", "minor"})
"""Subjects that bar some ways for the rest of the talk (requirements 21 and 28)."""


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
    """Back to where the talk stood, or on to what a 'yes' was about."""

    def name(self) -> str:
        return "action_carry_on"

    def act(self, talk: Talk) -> list[EventType]:
        if talk.message.values("quiet"):
            return then("action_tell_crisis")
        if talk.message.intent == "affirm" and after_crisis(talk):
            # 'Is there danger now?' - 'Yes': the numbers again, at once.
            return then("action_tell_crisis")
        if talk.message.intent == "affirm" and offered(talk):
            return then("action_choose_model")
        if talk.tracker.active_loop_name:
            return then(talk.tracker.active_loop_name)
        if talk.slot("ready") and talk.waits_for_consent:
            return then("talk_form")
        stage = talk.slot("stage")
        if stage and only_for_adults(talk):
            events = [SlotSet("work_model", None), SlotSet("shown_models", None)]
            return then("action_advise", *events)
        if stage == "places" and talk.slot("work_model"):
            name = talk.cards.model_name(talk.slot("work_model"))
            talk.say(
                "utter_carry_on_places",
                name=name,
                choices=step_buttons(talk, last_numbers(talk.slot("shown_places") or ())),
                buttons_from="utter_places_question",
                menu=MENU_TALK,
            )
            return listen()
        if stage in ("advice", "places") and talk.slot("shown_models"):
            talk.say(
                "utter_carry_on_advice",
                choices=model_buttons(talk, last_models(talk)),
                buttons_from="utter_advice_question",
                menu=MENU_TALK,
            )
            return listen()
        if stage == "advice":
            return then("action_advise")
        if talk.slot("ready") and not talk.guide.next_question(talk.told):
            return then("action_advise")
        return then("talk_form")


class Decline(TalkAction):
    """A no that answers no open question: nothing is pushed."""

    def name(self) -> str:
        return "action_decline"

    def act(self, talk: Talk) -> list[EventType]:
        if talk.message.values("quiet"):
            return then("action_tell_crisis")
        if after_crisis(talk):
            # 'No' to somebody near, to a number, to life: never 'no problem'.
            talk.say("utter_declined_crisis")
            talk.say("utter_after_help", menu=MENU_TALK)
            return listen(*NO_LOOP)
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
        reset = [SlotSet(name, None) for name in ("stage", "shown_models")]
        before = talk.slot(asked[-1]) if asked[-1] in SEVERAL else None
        # What was ticked stays ticked: going back to look takes nothing away.
        ticked = [pick for pick in before or () if pick not in ALONE]
        reset.append(SlotSet("picks", ticked or None))
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
        # What keeps a person safe is not an answer to take back; only 'delete all' erases it.
        kept = sorted(STAYS & talk.raised)
        forgotten.append(SlotSet("raised", kept or None))
        return then("talk_form", *NO_LOOP, *forgotten)


class SayAgain(TalkAction):
    """Says the last thing again: the question, the advice or the places."""

    def name(self) -> str:
        return "action_say_again"

    def act(self, talk: Talk) -> list[EventType]:
        asked = talk.tracker.active_loop_name
        return said_again(talk, *([SlotSet("times_asked", 0)] if asked else []))


SAID_FROM_MEMORY = frozenset(
    {
        "action_tell_benefits",
        "action_tell_cost",
        "action_tell_human",
        "action_tell_privacy",
        "action_show_summary",
        "action_why",
    }
)
"""Answers that need nothing of the message that they answered: they can be given again."""


def said_again(talk: Talk, *events: EventType) -> list[EventType]:
    """Goes on with what was said last: an answer beside, the open question, advice or places."""
    for event in talk.answer_before():
        if event["event"] == "action" and event.get("name") in SAID_FROM_MEMORY:
            return then(event["name"], *events)
    again = {"advice": "action_advise", "places": "action_show_places"}
    after = again.get(talk.slot("stage") or "", "action_carry_on")
    return then(talk.tracker.active_loop_name or after, *events)


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
    """Another language or easier words at any moment; no answer is lost."""

    def name(self) -> str:
        return "action_change_language"

    def act(self, talk: Talk) -> list[EventType]:
        asked = talk.message.values("language")
        spoken = talk.cards.words.languages
        new = wanted_register(asked[-1], talk) if asked else None
        if asked and asked[-1] == SIMPLER and new in (None, talk.slot("language")):
            # It cannot be said more easily: an example may help, or a person.
            talk.say(f"utter_example_{talk.asked}" if talk.asked in EXAMPLES else "utter_help")
            return then("action_carry_on", SlotSet("times_asked", 0))
        if new not in spoken:
            talk.say("utter_choose_language", menu=MENU_TALK)
            return listen(*NO_LOOP)
        if new == talk.slot("language"):
            talk.say("utter_language_same")
            return then("action_carry_on")
        events = [SlotSet("language", new), SlotSet("times_asked", 0)]
        if talk.slot("ready") or talk.told.pairs():
            talk.dispatcher.utter_message(text=talk.cards.words.text("utter_language_changed", new))
        return said_again(talk, *events)


def wanted_register(named: str, talk: Talk) -> str | None:
    """'Makkelijker' said in French means easy French: the register named, in the own language."""
    typed = not talk.message.pressed
    if typed and named == "nl-simple" and talk.two_letters == "fr":
        spoken = base(talk.slot("written_in") or "nl")
        return "fr-simple" if spoken == "fr" else named
    return register(named, talk.language, talk.cards.words.languages)
