"""Taking the answers: in a question, in passing, or as a change of mind."""

from __future__ import annotations

from typing import Any

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.common import MENU_TALK, Talk, TalkAction, listen, then
from bot.core.questions import open_questions
from bot.core.talk import BEGINS, NEVER_ANSWERS, Taken, take
from bot.words import listed

MISSES_BEFORE_SKIP = 3


class ValidateTalkForm(FormValidationAction):
    """Decides which question comes next, and what a message answers."""

    def name(self) -> str:
        return "validate_talk_form"

    async def required_slots(
        self,
        domain_slots: list[str],
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[str]:
        for first in ("language", "ready"):
            if tracker.get_slot(first) is None:
                return [first]
        talk = Talk(dispatcher, tracker)
        asked = (talk.slot("asked") or [None])[-1]
        # A question stays open until it is answered or skipped, whatever came in between.
        question = asked if asked in open_questions(talk.told) else None
        question = question or talk.guide.next_question(talk.told)
        return [question] if question else []

    async def get_extraction_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        return []

    async def get_validation_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        talk = Talk(dispatcher, tracker)
        asked = talk.slot("requested_slot")
        if not asked or not is_fresh(tracker):
            return []
        events = opened(talk, asked)
        taken = take(talk.message, talk.told, asked, talk.slot("picks") or ())
        if taken.known:
            talk.say("utter_answer_known")
        if taken.picks is not None:
            return [SlotSet("picks", list(taken.picks)), SlotSet("misses", 0)]
        tell(talk, taken, asked)
        events += [SlotSet(q, list(values)) for q, values in taken.answers.items()]
        if events or taken.known:
            events += [SlotSet("misses", 0), *subjects(talk)]
        if asked in taken.answers or any(e["name"] == asked for e in events):
            events += [SlotSet("picks", None), SlotSet("times_asked", 0)]
        return events


def is_fresh(tracker: Tracker) -> bool:
    """Whether a form sees the last message for the first time.

    Rasa also validates when it comes back to a form after a digression; the message was then
    dealt with by another action, and must not count as an answer again.
    """
    for event in reversed(tracker.events):
        if event["event"] == "user":
            return True
        if event["event"] == "action_execution_rejected":
            return False
        if event["event"] == "action" and not str(event["name"]).endswith("_form"):
            return False
    return False


def opened(talk: Talk, asked: str | None) -> list[EventType]:
    """The language and the promise: what a message says about these two first steps."""
    message = talk.message
    if message.intent in NEVER_ANSWERS and message.intent != "change_language":
        return []
    if asked == "language":
        chosen = message.values("language")
        if chosen:
            return [SlotSet("language", chosen[-1])]
        if message.intent == "skip_question" or talk.slot("times_asked"):
            sure = message.intent not in ("nlu_fallback", "change_language", "out_of_scope")
            return [SlotSet("language", talk.language)] if sure else []
    if asked == "ready":
        answers = take(message, talk.told, None).answers
        if message.intent in BEGINS or answers:
            return [SlotSet("ready", True)]
    return []


def tell(talk: Talk, taken: Taken, asked: str | None) -> None:
    """Says what was understood: what was skipped, heard besides, changed or known already."""
    if asked and taken.answers.get(asked) == ():
        talk.say("utter_skipped")
    for question, values in taken.answers.items():
        if not values or (question == asked and talk.message.pressed):
            continue
        titles = listed(talk.cards.answers(question, values), talk.language)
        changed = question != asked and talk.told.answers.get(question) is not None
        talk.say("utter_answer_changed" if changed else "utter_heard", answers=titles)


def subjects(talk: Talk) -> list[EventType]:
    """Subjects, a place and likes that were named in passing."""
    events = subjects_but_place(talk)
    for name in talk.message.values("place")[:1]:
        found = talk.guide.find_places(name)
        if len(found) == 1:
            events.append(SlotSet("place", found[0].id))
    return events


def subjects_but_place(talk: Talk) -> list[EventType]:
    """Subjects and likes that were named in passing."""
    events: list[EventType] = []
    if talk.message.values("note"):
        events += talk.raise_subjects()
    likes = talk.message.values("likes")
    if likes:
        events.append(SlotSet("likes", list(dict.fromkeys([*(talk.slot("likes") or ()), *likes]))))
    return events


class TakeAnswer(TalkAction):
    """Takes an answer that comes when no question is open: at the start, or a change of mind."""

    def name(self) -> str:
        return "action_take_answer"

    def act(self, talk: Talk) -> list[EventType]:
        if talk.message.intent == "answer" and not talk.message.pressed:
            talk.say("utter_answer_which")
            return then("action_carry_on")
        taken = take(talk.message, talk.told, None)
        events = [SlotSet(q, list(values)) for q, values in taken.answers.items()]
        events += subjects(talk)
        named = set(talk.message.values("model")) & set(talk.slot("shown_models") or ())
        if named and not taken.answers:
            # 'Just the buddy then': what was wished before and is on the screen is now chosen.
            return then("action_choose_model", *events)
        if taken.known:
            talk.say("utter_answer_known")
        if not events:
            return then("action_carry_on" if taken.known else "action_missed")
        tell(talk, Taken(taken.answers), None)
        if talk.slot("stage"):
            return then("action_advise", *events, SlotSet("shown_models", None))
        return then("talk_form", *events, SlotSet("misses", 0), SlotSet("times_asked", 0))


class OutOfScope(TalkAction):
    """Something else altogether; at the question where to look it is a town we do not know."""

    def name(self) -> str:
        return "action_out_of_scope"

    def act(self, talk: Talk) -> list[EventType]:
        misses = talk.slot("misses") or 0
        if talk.asked == "place" or misses:
            return then("action_missed")
        talk.say("utter_out_of_scope")
        return then("action_carry_on", SlotSet("misses", misses + 1))


class Missed(TalkAction):
    """Not understood: an explanation, then an example, then a skip or a person. Never a loop."""

    def name(self) -> str:
        return "action_missed"

    def act(self, talk: Talk) -> list[EventType]:
        misses = (talk.slot("misses") or 0) + 1
        asked = talk.asked
        if asked and misses < MISSES_BEFORE_SKIP:
            return then(talk.tracker.active_loop_name, SlotSet("misses", misses))
        if asked:
            talk.say("utter_skipped_for_you")
            reset = [SlotSet("misses", 0), SlotSet("times_asked", 0), SlotSet("picks", None)]
            if asked == "place":
                return then("where_form", SlotSet("place", "none"), *reset)
            ticked = list(talk.slot("picks") or ())
            value = {"language": talk.language, "ready": True}.get(asked, ticked)
            return then("talk_form", SlotSet(asked, value), *reset)
        if not talk.slot("stage"):
            return then("talk_form", SlotSet("misses", 0))
        if misses >= MISSES_BEFORE_SKIP:
            line = talk.cards.caller()
            name = line.name(talk.language)
            talk.say("utter_missed_human", line=name, phone=line.number, menu=MENU_TALK)
            return listen(SlotSet("misses", 0))
        talk.say("utter_missed" if misses == 1 else "utter_missed_more", menu=MENU_TALK)
        return then("action_carry_on", SlotSet("misses", misses))
