"""Taking the answers: in a question, in passing, or as a change of mind."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType, SlotSet

from actions.common import MENU_TALK, Talk, TalkAction, button, listen, tell_minor, then
from actions.forms import TalkForm
from bot.bootstrap import labels, words
from bot.core.danger import UNSURE
from bot.core.guesses import guesses
from bot.core.languages import register
from bot.core.matching import MOST
from bot.core.questions import QUESTIONS, Told, open_questions
from bot.core.talk import BEGINS, NEVER_ANSWERS, TOLD_FIRST, WISH_OF_INTENT, Taken, take

MISSES_BEFORE_SKIP = 3
SURE_OF_PAIN = 0.7
"""Beside an answer, loneliness is only heard when it was clearly told."""


class ValidateTalkForm(TalkForm):
    """Decides which question comes next, and what a message answers."""

    def name(self) -> str:
        return "validate_talk_form"

    def question(self, talk: Talk) -> str | None:
        for first in ("language", "ready"):
            if talk.slot(first) is None:
                return first
        if talk.waits_for_consent:
            return "consent"
        asked = (talk.slot("asked") or [None])[-1]
        # A question stays open until it is answered or skipped, whatever came in between.
        question = asked if asked in open_questions(talk.told) else None
        return question or talk.guide.next_question(talk.told)

    def heard(self, talk: Talk) -> list[EventType]:
        asked = talk.slot("requested_slot")
        if not asked:
            return []
        if asked == "consent":
            agreed = consented(talk)
            if agreed:
                return agreed
        events = opened(talk, asked)
        times = talk.slot("times_asked") or 0
        taken = take(talk.message, talk.told, asked, talk.slot("picks") or (), times)
        if taken.known:
            talk.say("utter_answer_known" if taken.picks is None else "utter_picked_already")
        if taken.picks is not None:
            tell_removed(talk, taken)
            return [SlotSet("picks", list(taken.picks)), SlotSet("misses", 0)]
        tell(talk, taken, asked)
        events += kept(taken, asked)
        if taken.removed:
            events.append(SlotSet("misses", 0))
        if events or taken.known:
            if "minor" in talk.newly_raised:
                tell_minor(talk)
            tell_work(talk)
            events += [SlotSet("misses", 0), *subjects(talk)]
        if asked in taken.answers or any(e["name"] == asked for e in events):
            events += [SlotSet("picks", None), SlotSet("times_asked", 0)]
        return events


def opened(talk: Talk, asked: str | None) -> list[EventType]:
    """The language and the promise: what a message says about these two first steps."""
    message = talk.message
    if message.intent in NEVER_ANSWERS and message.intent != "change_language":
        return []
    if asked == "language" and message.intent in TOLD_FIRST and not message.values("language"):
        return []
    if asked == "language":
        chosen = message.values("language")
        new = register(chosen[-1], talk.language, talk.cards.words.languages) if chosen else None
        if new:
            return [SlotSet("language", new)]
        if message.intent == "skip_question":
            return [SlotSet("language", talk.language)]
        # Who writes on in a language that we know wants to go on in it. A picture, an empty
        # message or an old button says nothing: the intake makes a press of them.
        if talk.slot("times_asked") and talk.slot("written_in") and not message.pressed:
            sure = message.intent not in ("nlu_fallback", "change_language", "out_of_scope")
            return [SlotSet("language", talk.language)] if sure else []
    if asked == "ready":
        answers = take(message, talk.told, None).answers
        if message.intent in BEGINS or answers:
            return [SlotSet("ready", True)]
    return []


def consented(talk: Talk) -> list[EventType]:
    """A yes or a no to using what was told of health, origin or whom one loves."""
    said = {"affirm": True, "deny": False, "skip_question": False}.get(talk.message.intent)
    if said is None:
        return []
    talk.say("utter_consent_yes" if said else "utter_consent_no")
    raised = talk.raised | (set(talk.slot("unconfirmed") or ()) if said else set())
    return [
        SlotSet("consent", said),
        SlotSet("unconfirmed", None),
        SlotSet("raised", sorted(raised)),
        SlotSet("misses", 0),
        SlotSet("times_asked", 0),
    ]


def tell(talk: Talk, taken: Taken, asked: str | None) -> None:
    """Says what was understood: what was skipped, heard besides, changed or known already."""
    if taken.nothing:
        return
    tell_pain(talk)
    tell_removed(talk, taken)
    if asked and taken.answers.get(asked) == ():
        talk.say("utter_skipped")
    heard: dict[str, tuple[str, ...]] = {}
    for question, values in taken.answers.items():
        if not values or (question == asked and talk.message.pressed):
            continue
        if question != asked and talk.told.answers.get(question) is not None:
            titles = talk.cards.answers_named(question, values)
            talk.say("utter_answer_changed", answers=titles)
        else:
            heard[question] = values
    if heard:
        talk.say("utter_heard", answers=talk.cards.told(Told(heard)))


def kept(taken: Taken, asked: str | None) -> list[EventType]:
    """The answers to remember; an earlier answer that is wholly taken back opens its question."""
    return [
        SlotSet(question, list(values) if values or question == asked else None)
        for question, values in taken.answers.items()
    ]


def tell_pain(talk: Talk) -> None:
    """Who tells what weighs, and an answer besides, is first heard, and then noted."""
    if talk.message.pressed:
        return
    guessed = (talk.tracker.latest_message or {}).get("intent") or {}
    sure = float(guessed.get("confidence") or 0.0) >= SURE_OF_PAIN
    if talk.message.intent == "express_loneliness" and sure:
        talk.say("utter_loneliness")
    elif "new_poverty" in talk.newly_raised:
        talk.say("utter_note_new_poverty")


def tell_removed(talk: Talk, taken: Taken) -> None:
    """Says which wish was turned down or taken back."""
    if taken.removed:
        question = talk.asked if taken.picks is not None and talk.asked in QUESTIONS else "wish"
        titles = talk.cards.answers_named(question, taken.removed)
        talk.say("utter_answer_removed", answers=titles)


def tell_work(talk: Talk) -> None:
    """Who names work beside a wish hears at once that volunteering is no road to a job."""
    named = "work" in talk.message.values("note") or talk.message.intent == "seek_work"
    if named and "work" not in (talk.slot("raised") or ()):
        talk.say("utter_note_work")


def numbered(talk: Talk) -> list[EventType] | None:
    """'The second one': the place or the way that was shown with that number."""
    if talk.asked or talk.message.pressed:
        return None
    if talk.tells_of_mistake:
        return then("action_report_wrong")
    if not talk.message.values("n"):
        return None
    if talk.slot("stage") == "places" and talk.slot("shown_places"):
        return then("action_first_step")
    return then("action_choose_model") if talk.slot("shown_models") else None


def subjects(talk: Talk) -> list[EventType]:
    """Subjects, a place and likes that were named in passing."""
    events = subjects_but_place(talk)
    for name in talk.message.values("place")[:1]:
        found = talk.guide.find_places(name)
        if len(found) == 1 and talk.guide.sure_of(name, found[0]):
            events.append(SlotSet("place", found[0].id))
            if found[0] != talk.place:
                talk.say("utter_place_noted", place=found[0].name(talk.language))
        elif found and talk.place is None:
            # A name of several places: which one is asked when the question where to look comes.
            events.append(SlotSet("place_choices", [p.id for p in found]))
    return events


def subjects_but_place(talk: Talk) -> list[EventType]:
    """Subjects and likes that were named in passing."""
    events: list[EventType] = []
    if talk.message.values("note"):
        events += talk.raise_subjects()
    likes = talk.message.values("likes")
    if likes:
        events.append(SlotSet("likes", talk.joined("likes", *likes)))
    return events


class TakeAnswer(TalkAction):
    """Takes an answer that comes when no question is open: at the start, or a change of mind."""

    def name(self) -> str:
        return "action_take_answer"

    def act(self, talk: Talk) -> list[EventType]:
        if talk.message.intent == "answer" and not talk.message.pressed:
            meant = numbered(talk)
            if meant:
                return meant
            talk.say("utter_answer_which")
            return then("action_carry_on")
        # What was ticked before a word in between belongs to the question that waits.
        picks = talk.slot("picks") or ()
        waits = (talk.slot("asked") or [None])[-1] if picks else None
        taken = take(talk.message, talk.told, waits, picks)
        if taken.picks is not None:
            tell_removed(talk, taken)
            return then("talk_form", SlotSet("picks", list(taken.picks)), SlotSet("misses", 0))
        events = [*kept(taken, waits), *subjects(talk)]
        if waits in taken.answers:
            events.append(SlotSet("picks", None))
        named = set(talk.message.values("model")) & set(talk.slot("shown_models") or ())
        if named and not taken.answers:
            # 'Just the buddy then': what was wished before and is on the screen is now chosen.
            return then("action_choose_model", *events)
        if taken.known:
            talk.say("utter_answer_known")
        if not events:
            tell_removed(talk, taken)
            heard = taken.known or taken.removed
            return then("action_carry_on" if heard else "action_missed")
        tell(talk, Taken(taken.answers, removed=taken.removed), None)
        tell_work(talk)
        if talk.slot("stage"):
            return then("action_advise", *events, SlotSet("shown_models", None))
        return then("talk_form", *events, SlotSet("misses", 0), SlotSet("times_asked", 0))


class OutOfScope(TalkAction):
    """Something else altogether; at the question where to look it is a town we do not know."""

    def name(self) -> str:
        return "action_out_of_scope"

    def act(self, talk: Talk) -> list[EventType]:
        misses = talk.slot("misses") or 0
        if talk.asked == "place" or misses or numbered(talk) or talk.message.values(UNSURE):
            return then("action_missed")
        talk.say("utter_out_of_scope")
        return then("action_carry_on", SlotSet("misses", misses + 1))


class Missed(TalkAction):
    """Not understood: guesses, then other words or the menu, then a skip or a person. No loop."""

    def name(self) -> str:
        return "action_missed"

    def act(self, talk: Talk) -> list[EventType]:
        meant = numbered(talk)
        if meant:
            return meant
        misses = (talk.slot("misses") or 0) + 1
        asked = talk.asked
        if talk.message.values(UNSURE) and UNSURE not in (talk.slot("asked_once") or ()):
            # Nothing is lost by asking: nothing else was understood.
            talk.say("utter_unsure_ask", menu=MENU_TALK)
            return listen(SlotSet("asked_once", talk.joined("asked_once", UNSURE)))
        # At a question that is half answered the ticks stay on the screen, and nothing else.
        open_to_guess = asked in QUESTIONS if asked else bool(talk.slot("stage"))
        guessing = misses == 1 and open_to_guess and not talk.slot("picks")
        meant_perhaps = likely_meant(talk) if guessing else []
        if meant_perhaps:
            talk.say("utter_guess", choices=meant_perhaps, menu=MENU_TALK)
            return listen(SlotSet("misses", misses))
        if asked and misses < MISSES_BEFORE_SKIP:
            return then(talk.tracker.active_loop_name, SlotSet("misses", misses))
        if asked == "language" and not talk.slot("written_in"):
            # A language is never chosen for somebody: a number to call, and the question stays.
            tell_who_to_call(talk)
            return then("talk_form", SlotSet("misses", 0))
        if asked:
            ticked = list(talk.slot("picks") or ())
            # Three misses in a row: a person may understand better, for who wants that.
            if ticked:
                talk.say("utter_closed_for_you")
            else:
                talk.say_line("utter_skipped_for_you", talk.cards.caller())
            reset = [SlotSet("misses", 0), SlotSet("times_asked", 0), SlotSet("picks", None)]
            if asked == "place":
                return then("where_form", SlotSet("place", "none"), *reset)
            known = {"language": talk.language, "ready": True, "consent": False}
            value = known.get(asked, ticked)
            return then("talk_form", SlotSet(asked, value), *reset)
        if not talk.slot("stage"):
            return then("talk_form", SlotSet("misses", 0))
        if talk.slot("stage") == "advice" and misses == 1 and asked_what_missed(talk):
            # 'What did you miss?' may be answered with words we do not know: that is no miss.
            talk.say("utter_none_fits_thanks")
            return then("action_none_fits", SlotSet("misses", misses))
        if misses >= MISSES_BEFORE_SKIP:
            tell_who_to_call(talk, menu=MENU_TALK)
            return listen(SlotSet("misses", 0))
        talk.say("utter_missed" if misses == 1 else "utter_missed_more", menu=MENU_TALK)
        return then("action_carry_on", SlotSet("misses", misses))


def likely_meant(talk: Talk) -> list[dict[str, str]]:
    """A button for each guess at what was typed; none when there is too little to go on."""
    latest = talk.tracker.latest_message or {}
    ranking = [(r["name"], float(r["confidence"])) for r in latest.get("intent_ranking") or ()]
    likely = guesses(ranking, labels()) if talk.text else ()
    return [
        meaning(intent, words().translate(f"labels.{intent}", labels()[intent], talk.language))
        for intent in likely
    ]


def meaning(intent: str, title: str) -> dict[str, str]:
    """The button for an intent; a wish is pressed as the answer that it is."""
    wish = WISH_OF_INTENT.get(intent)
    return button(title, "answer", wish=wish) if wish else button(title, intent)


def asked_what_missed(talk: Talk) -> bool:
    """Whether more ways than one advice holds were shown: then it was asked what was missing."""
    return len(talk.slot("shown_models") or ()) > MOST


def tell_who_to_call(talk: Talk, **more: Any) -> None:
    """Not understood three times: a person may understand better."""
    talk.say_line("utter_missed_human", talk.cards.caller(), **more)
