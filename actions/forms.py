"""What both forms share: which question is next, what a message answers, and never silence."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.common import Talk, tell_failed
from bot.core.talk import NEVER_ANSWERS


class TalkForm(FormValidationAction):
    """A form that is told about the talk, not about Rasa."""

    @abstractmethod
    def question(self, talk: Talk) -> str | None:
        """The slot to ask for now, or None when the form is complete."""

    @abstractmethod
    def heard(self, talk: Talk) -> list[EventType]:
        """What to remember of a message that the form sees for the first time."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """What Rasa calls.

        Whatever fails, the message goes on: what asks for something (a crisis first of all) is left
        to its own action; anything else gets an apology, and the question stays open.
        """
        try:
            events: list[EventType] = await super().run(dispatcher, tracker, domain)
            return events
        except Exception as error:
            latest = tracker.latest_message or {}
            intent = (latest.get("intent") or {}).get("name") or ""
            if intent in NEVER_ANSWERS and is_fresh(tracker):
                dispatcher.messages.clear()
                tell_failed(self.name(), error)
                # No slot is set: Rasa then lets the rule of this intent answer.
                return []
            tell_failed(self.name(), error, dispatcher)
            # A slot as it was: Rasa counts the message as taken, and asks the same again.
            asked = tracker.get_slot("requested_slot")
            same = ("misses", "requested_slot") if asked else ("misses",)
            return [SlotSet(slot, tracker.get_slot(slot)) for slot in same]

    async def required_slots(
        self,
        domain_slots: list[str],
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[str]:
        """The one question to ask, for Rasa."""
        question = self.question(Talk(dispatcher, tracker))
        return [question] if question else []

    async def get_extraction_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Nothing: what a message says is decided in one place, `heard`."""
        return []

    async def get_validation_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """What was heard, once for each message."""
        return self.heard(Talk(dispatcher, tracker)) if is_fresh(tracker) else []


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
