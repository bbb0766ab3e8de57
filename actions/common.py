"""What every action needs: the talk as the core sees it, and a voice."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.bootstrap import guide, words
from bot.cards import Cards
from bot.core.places import Place
from bot.core.privacy import rotation_of
from bot.core.questions import QUESTIONS, Told
from bot.core.talk import Message
from bot.words import SOURCE, base

MENU_QUESTION = "utter_menu_question"
MENU_TALK = "utter_menu_talk"


class Talk:
    """One turn of a talk: what is known, and how to say something.

    Args:
        dispatcher: collects what is said.
        tracker: Rasa's memory of the talk.
    """

    def __init__(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        self.tracker = tracker
        self.dispatcher = dispatcher
        self.guide = guide()
        self.language: str = self.slot("language") or self.slot("written_in") or SOURCE
        self.cards = Cards(words(), self.guide, self.language)

    def slot(self, name: str) -> Any:
        """A slot's value, or None."""
        return self.tracker.get_slot(name)

    @property
    def two_letters(self) -> str:
        """The person's language without its register."""
        return base(self.language)

    @property
    def raised(self) -> frozenset[str]:
        """Subjects the person brought up, this message included."""
        heard = self.message.values("note")
        return frozenset(self.slot("raised") or ()) | frozenset(heard)

    @property
    def told(self) -> Told:
        """The answers so far."""
        answers = {
            q: tuple(self.slot(q)) for q in (*QUESTIONS, "likes") if self.slot(q) is not None
        }
        return Told(answers, self.raised, rotation_of(self.tracker.sender_id))

    @property
    def message(self) -> Message:
        """The last message, as the core sees it."""
        latest = self.tracker.latest_message or {}
        heard: dict[str, tuple[str, ...]] = {}
        for entity in latest.get("entities") or ():
            values = heard.get(entity["entity"], ())
            heard[entity["entity"]] = (*values, str(entity["value"]))
        intent = (latest.get("intent") or {}).get("name") or "nlu_fallback"
        return Message(intent, heard, pressed=(latest.get("text") or "").startswith("/"))

    @property
    def text(self) -> str:
        """What was typed; empty for a button."""
        text = (self.tracker.latest_message or {}).get("text") or ""
        return "" if text.startswith("/") else text

    @property
    def place(self) -> Place | None:
        """Where the person looks, if they said so."""
        return self.guide.places.get(self.slot("place") or "")

    @property
    def asked(self) -> str | None:
        """The question that is open, or None."""
        return self.slot("requested_slot") if self.tracker.active_loop_name else None

    def say(self, key: str, **values: Any) -> None:
        """Utters a response with values for its placeholders."""
        self.dispatcher.utter_message(response=key, **values)

    def raise_subjects(self, *subjects: str) -> list[EventType]:
        """Remembers subjects that the person brought up (never a crisis itself)."""
        raised = sorted(self.raised | set(subjects))
        return [SlotSet("raised", raised)]


class TalkAction(Action, ABC):
    """An action that is told about the talk, not about Rasa."""

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """What Rasa calls."""
        return self.act(Talk(dispatcher, tracker))

    @abstractmethod
    def act(self, talk: Talk) -> list[EventType]:
        """Says what there is to say; returns what to remember and what comes next."""


def listen(*events: EventType) -> list[EventType]:
    """Ends the turn."""
    return [*events, FollowupAction("action_listen")]


def then(action: str, *events: EventType) -> list[EventType]:
    """Goes on with another action in the same turn."""
    return [*events, FollowupAction(action)]


def button(title: str, intent: str, **entities: str) -> dict[str, str]:
    """A button of our own, with a payload of at most 64 bytes."""
    inner = ",".join(f'"{k}":"{v}"' for k, v in entities.items())
    return {
        "title": title if len(title) <= 30 else title[:29].rstrip() + "…",
        "payload": f"/{intent}{{{inner}}}" if inner else f"/{intent}",
    }


def go_on(talk: Talk, *events: EventType) -> list[EventType]:
    """Back to where the talk stood: the open question, the advice, the places or the end."""
    return then("action_carry_on", *events)
