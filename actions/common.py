"""What every action needs: the talk as the core sees it, and a voice."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.bootstrap import guide, words
from bot.cards import Cards, line_name
from bot.core.helplines import Helpline
from bot.core.places import Place
from bot.core.privacy import rotation_of
from bot.core.questions import QUESTIONS, SENSITIVE, Told
from bot.core.talk import CRISES, FORGETS, Message
from bot.words import SOURCE, base

log = logging.getLogger(__name__)

NOTHING_MORE = frozenset({"nlu_fallback", "out_of_scope", "answer", "inform_place"})
"""Intents of 'ik ben 14' to which nothing more has to be said."""

MENU_LANGUAGE = "utter_menu_language"
MENU_QUESTION = "utter_menu_question"
MENU_TALK = "utter_menu_talk"

TELEGRAM = "telegram"
"""The name of that channel."""

NO_LOOP = (ActiveLoop(None), SlotSet("requested_slot", None))
"""No question is open any more."""


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
        """Subjects the person brought up, this message included; those that need a yes, with it."""
        allowed = bool(self.slot("consent"))
        heard = tuple(n for n in self.message.values("note") if allowed or n not in SENSITIVE)
        if self.message.intent == "crisis_violence":
            # Kept whatever fails in the answer: some ways are not offered any more.
            heard = (*heard, "violence")
        return frozenset(self.slot("raised") or ()) | frozenset(heard)

    @property
    def newly_raised(self) -> frozenset[str]:
        """Subjects that this message is the first to bring up."""
        return self.raised - frozenset(self.slot("raised") or ())

    @property
    def waits_for_consent(self) -> bool:
        """Whether something was told that may only be used after a yes, and none was given yet."""
        return bool(self.slot("unconfirmed")) and self.slot("consent") is None

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
    def on_telegram(self) -> bool:
        """Whether this message came from Telegram."""
        return self.tracker.get_latest_input_channel() == TELEGRAM

    @property
    def asked(self) -> str | None:
        """The question that is open, or None."""
        return self.slot("requested_slot") if self.tracker.active_loop_name else None

    def say(self, key: str, **values: Any) -> None:
        """Utters a response with values for its placeholders."""
        self.dispatcher.utter_message(response=key, **values)

    def for_what(self, line: Helpline) -> str:
        """What one can call a line for."""
        said = line.for_what(self.language)
        return words().translate(f"helplines.{line.id}.for_what", said, self.language)

    def say_line(self, key: str, line: Helpline, **values: Any) -> None:
        """Utters a response that names a help line."""
        self.say(key, line=line_name(words(), line, self.language), phone=line.number, **values)

    def said_now(self, key: str) -> bool:
        """Whether this very message was answered with a response (or its kin) already."""
        said = [message.get("response") for message in self.dispatcher.messages]
        for event in self.since_message():
            if event["event"] == "bot":
                said.append((event.get("metadata") or {}).get("utter_action"))
        return any(str(response or "").startswith(key) for response in said)

    def answered_before(self, key: str) -> bool:
        """Whether the message before this one was answered with a response (or its kin)."""
        said = [
            (event.get("metadata") or {}).get("utter_action")
            for event in self.answer_before()
            if event["event"] == "bot"
        ]
        return any(str(response or "").startswith(key) for response in said)

    @property
    def tells_of_mistake(self) -> bool:
        """Whether a few words answer of which place something is wrong, or what is wrong there."""
        said = self.message.values("n") or self.message.values("wrong")
        return bool(said) and not self.message.pressed and self.answered_before("utter_report_wh")

    def answer_before(self) -> Iterator[dict[str, Any]]:
        """What happened between the message before this one and this one, latest first."""
        messages = 0
        for event in reversed(self.tracker.events):
            messages += event["event"] == "user"
            if messages == 2:
                return
            if messages == 1:
                yield event

    def since_message(self) -> Iterator[dict[str, Any]]:
        """What happened since the last message, latest first."""
        return takewhile(lambda event: event["event"] != "user", reversed(self.tracker.events))

    def numbered(self, shown: Sequence[str]) -> str | None:
        """Which of the things shown the message names by its number, from 1 on."""
        for number in self.message.values("n"):
            if number.isdigit() and 0 < int(number) <= len(shown):
                return shown[int(number) - 1]
        return None

    def joined(self, name: str, *values: str) -> list[str]:
        """What a slot holds and these values, each once."""
        return list(dict.fromkeys([*(self.slot(name) or ()), *values]))

    def raise_subjects(self, *subjects: str) -> list[EventType]:
        """Remembers subjects that the person brought up (never a crisis itself).

        What needs a yes first waits for it; after a no it is let go.
        """
        named = {*subjects, *self.message.values("note")}
        waiting = named & SENSITIVE if not self.slot("consent") else set()
        events = [SlotSet("raised", sorted(self.raised | (named - waiting)))]
        if waiting and self.slot("consent") is None:
            # The question about it comes first now, and is put for the first time.
            events.append(SlotSet("unconfirmed", self.joined("unconfirmed", *sorted(waiting))))
            events.append(SlotSet("times_asked", 0))
        return events


class TalkAction(Action, ABC):
    """An action that is told about the talk, not about Rasa."""

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """What Rasa calls: what was said in passing is kept, whichever action answers.

        An action that fails in an open question would otherwise be lost without a word: the
        question asks on. What was said already (112) stays, an apology follows, nothing goes on.
        """
        kept: list[EventType] = []
        try:
            talk = Talk(dispatcher, tracker)
            new = talk.newly_raised
            in_danger = talk.message.intent.startswith(CRISES) or talk.message.values("quiet")
            told = new or (talk.message.values("note") and not in_danger)
            if told and talk.message.intent not in FORGETS:
                kept = talk.raise_subjects()
                if "minor" in new and not in_danger:
                    tell_minor(talk)
                    more = talk.message.values("place") or talk.message.values("n")
                    if talk.message.intent in NOTHING_MORE and not more:
                        return then("action_carry_on", *kept)
            events = self.act(talk)
            if any(event.get("name") == "raised" for event in events):
                return events
            return [*kept, *events]
        except Exception as error:
            tell_failed(self.name(), error, dispatcher)
            return listen(*kept)

    @abstractmethod
    def act(self, talk: Talk) -> list[EventType]:
        """Says what there is to say; returns what to remember and what comes next."""


def tell_failed(
    name: str, error: Exception, dispatcher: CollectingDispatcher | None = None
) -> None:
    """Notes which action failed, and says sorry; the person's words stay out of the log."""
    log.error("%s failed: %s", name, type(error).__name__)
    if dispatcher is not None:
        dispatcher.utter_message(response="utter_sorry", menu=MENU_TALK)


def tell_minor(talk: Talk) -> None:
    """For who is under eighteen: an adult to trust, and their own lines (requirement 28), once."""
    if "minor" in talk.raised and not talk.said_now("utter_note_minor"):
        say_young_lines(talk, "utter_note_minor")


def say_young_lines(talk: Talk, key: str) -> None:
    """Names the line for young people and the one that is open day and night.

    Args:
        key: the response; ``<key>_later`` is said when the first line is surely closed now.
    """
    young, always = talk.guide.young_lines(talk.two_letters)
    talk.say_line(
        f"{key}_later" if talk.guide.surely_closed(young) else key,
        young,
        always=line_name(words(), always, talk.language),
        always_phone=always.number,
    )


def listen(*events: EventType) -> list[EventType]:
    """Ends the turn."""
    return [*events, FollowupAction("action_listen")]


def then(action: str, *events: EventType) -> list[EventType]:
    """Goes on with another action in the same turn."""
    return [*events, FollowupAction(action)]


def button(title: str, intent: str, **entities: str) -> dict[str, str]:
    """A button of our own; a payload has at most 64 bytes (tested over everything there is)."""
    inner = ",".join(f'"{k}":"{v}"' for k, v in entities.items())
    return {
        "title": title if len(title) <= 30 else title[:29].rstrip() + "…",
        "payload": f"/{intent}{{{inner}}}" if inner else f"/{intent}",
    }
