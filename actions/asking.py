"""Asking the questions: anew, again, or in other words."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType, SlotSet

from actions.common import MENU_QUESTION, Talk, TalkAction
from bot.core.questions import QUESTIONS, SEVERAL, wish_order
from bot.words import listed


class AskQuestion(TalkAction):
    """Asks one question: anew, again after a digression, or otherwise after a missed answer."""

    question = ""

    def name(self) -> str:
        return f"action_ask_{self.question}"

    def act(self, talk: Talk) -> list[EventType]:
        times, misses = talk.slot("times_asked") or 0, talk.slot("misses") or 0
        picks = talk.slot("picks") or []
        if picks and self.question in SEVERAL:
            titles = listed(talk.cards.answers(self.question, picks), talk.language)
            talk.say("utter_picked", picked=titles, ticked=picks, **self._buttons(talk))
            return []
        asked = list(talk.slot("asked") or [])
        if not asked or asked[-1] != self.question:
            asked.append(self.question)
        key = ("ask", "missed", "example")[min(misses, 2)]
        # The first time something is beside the point it has had its own answer already.
        beside = misses == 1 and talk.message.intent == "out_of_scope"
        if times and (not misses or beside):
            key = "again"
        response = f"utter_{key}_{self.question}"
        if response == "utter_ask_language" and not talk.slot("written_in"):
            response = "utter_ask_language_both"
        number = len([q for q in asked if q in QUESTIONS])
        talk.say(response, number=number, **self._buttons(talk))
        return [SlotSet("times_asked", times + 1), SlotSet("asked", asked)]

    def _buttons(self, talk: Talk) -> dict[str, Any]:
        menu = MENU_QUESTION if self.question not in ("language", "ready") else None
        values: dict[str, Any] = {"buttons_from": f"utter_ask_{self.question}", "menu": menu}
        if self.question == "wish":
            values["order"] = list(wish_order(talk.told.rotation))
        if self.question in SEVERAL:
            values["select"] = "several"
        return values


class AskLanguage(AskQuestion):
    question = "language"


class AskReady(AskQuestion):
    question = "ready"


class AskWish(AskQuestion):
    question = "wish"


class AskHard(AskQuestion):
    question = "hard"


class AskSize(AskQuestion):
    question = "size"


class AskOwnPeople(AskQuestion):
    question = "own_people"
