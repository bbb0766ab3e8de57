"""Asking the questions: anew, again, or in other words."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType, SlotSet

from actions.common import MENU_LANGUAGE, MENU_QUESTION, Talk, TalkAction
from bot.core.questions import QUESTIONS, SEVERAL, wish_order


class AskQuestion(TalkAction):
    """Asks one question: anew, again after a digression, or otherwise after a missed answer."""

    question = ""
    counts = True
    """Whether it is one of the steps of a talk, to which one can go back."""

    def name(self) -> str:
        return f"action_ask_{self.question}"

    def act(self, talk: Talk) -> list[EventType]:
        times, misses = talk.slot("times_asked") or 0, talk.slot("misses") or 0
        possible = QUESTIONS.get(self.question, ()) if self.question in SEVERAL else ()
        picks = [pick for pick in talk.slot("picks") or () if pick in possible]
        missed = missed_now(talk)
        asked = list(talk.slot("asked") or [])
        if self.counts and (not asked or asked[-1] != self.question):
            asked.append(self.question)
        number = len([q for q in asked if q in QUESTIONS])
        if picks and not missed:
            titles = talk.cards.answers_named(self.question, picks)
            values = {"picked": titles, "number": number, "ticked": picks, **self._buttons(talk)}
            ticked_now = bool(talk.message.values(self.question))
            talk.say("utter_picked" if ticked_now else "utter_again_picked", **values)
            return []
        key = "again" if times else "ask"
        if missed and misses:
            key = "missed" if misses == 1 else "example"
        response = f"utter_{key}_{self.question}"
        if response == "utter_ask_language" and not talk.slot("written_in"):
            response = "utter_ask_language_both"
        talk.say(response, number=number, ticked=picks, **self._buttons(talk))
        return [SlotSet("times_asked", times + 1), SlotSet("asked", asked)]

    def _buttons(self, talk: Talk) -> dict[str, Any]:
        menu = {"language": MENU_LANGUAGE, "ready": None}.get(self.question, MENU_QUESTION)
        values: dict[str, Any] = {"buttons_from": f"utter_ask_{self.question}", "menu": menu}
        if self.question == "wish":
            values["order"] = list(wish_order(talk.told.rotation))
            if "violence" in talk.raised:
                # A button is an offer; who asks for it in words still gets it (requirement 21).
                values["without"] = ["own_people_together"]
        if self.question in SEVERAL:
            values["select"] = "several"
        return values


def missed_now(talk: Talk) -> bool:
    """Whether this very message was not understood; one before it does not count any more."""
    return any(
        event["event"] == "action" and event["name"] == "action_missed"
        for event in talk.since_message()
    )


class AskLanguage(AskQuestion):
    """In which language to talk."""

    question = "language"


class AskReady(AskQuestion):
    """Whether to begin, after the promise."""

    question = "ready"


class AskConsent(AskQuestion):
    """Whether what was told of health, origin or whom one loves may be used."""

    question = "consent"
    counts = False


class AskWish(AskQuestion):
    """What the person would like."""

    question = "wish"


class AskHard(AskQuestion):
    """What makes it hard."""

    question = "hard"


class AskSize(AskQuestion):
    """With how many people."""

    question = "size"


class AskOwnPeople(AskQuestion):
    """Whether there are people of their own."""

    question = "own_people"
