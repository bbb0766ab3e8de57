"""One action by itself: what it says, what it remembers, and what comes next."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher


@dataclass
class Turn:
    """The outcome of one action.

    Attributes:
        said: what was uttered, each with ``response`` and its values.
        events: what the action returned.
    """

    said: list[dict[str, Any]]
    events: list[EventType]

    @property
    def keys(self) -> list[str]:
        """The responses, in order."""
        return [message["response"] for message in self.said if message.get("response")]

    @property
    def slots(self) -> dict[str, Any]:
        """The slots that were set, each with its last value."""
        return {e["name"]: e["value"] for e in self.events if e["event"] == "slot"}

    @property
    def next(self) -> str | None:
        """The action that follows, when the action says so."""
        return next((e["name"] for e in reversed(self.events) if e["event"] == "followup"), None)


def turn(
    action: Action,
    intent: str,
    text: str = "een paar woorden",
    loop: str | None = None,
    after: str | None = None,
    before: Sequence[EventType] = (),
    said: Sequence[EventType] = (),
    **slots: Any,
) -> Turn:
    """Runs an action as Rasa would, after a message with this intent.

    Args:
        text: what was typed, or the payload of a button (``/answer{"wish":"together"}``).
        loop: the form that is open.
        after: the action that ran before this one in the same turn.
        before: what happened in the turns before this one.
        said: what happened since the message.
        slots: what is known; ``heard`` is a mapping of entity to its value (or values) in this
            message, and ``ranking`` its guesses.
    """
    heard = slots.pop("heard", {})
    slots.setdefault("language", "nl")
    message = {
        "text": text,
        "intent": {"name": intent, "confidence": 1.0},
        "entities": [
            {"entity": kind, "value": value}
            for kind, values in heard.items()
            for value in (values if isinstance(values, list) else [values])
        ],
        "intent_ranking": slots.pop("ranking", []),
    }
    events: list[EventType] = [*before, {"event": "user", "text": text, "parse_data": message}]
    events += said
    if after:
        events.append({"event": "action", "name": after})
    tracker = Tracker(
        "somebody", slots, message, events, False, None, {"name": loop} if loop else {}, None
    )
    dispatcher = CollectingDispatcher()
    done: Any = action.run(dispatcher, tracker, {})
    if inspect.isawaitable(done):
        done = asyncio.run(done)
    return Turn(dispatcher.messages, list(done or ()))
