"""The assistant in this process, behind the same intake as every channel."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa.shared.core.trackers import DialogueStateTracker

from bot import model
from bot.channels.local import load
from bot.core.privacy import pseudonym
from bot.wiring import make_intake

CHANNEL = "here"


class Here:
    """Talks to the assistant without a server.

    Args:
        loop: the event loop on which everything runs.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self.agent = loop.run_until_complete(load(model.model_path()))
        self.intake = make_intake(lambda: self.agent)

    def send(self, sender: str, message: Any) -> list[dict[str, Any]]:
        """One message; its answers, as the REST channel would give them."""
        replies = self._loop.run_until_complete(self.intake.receive(CHANNEL, sender, message))
        return [reply.as_json() for reply in replies]

    def who(self, sender: str) -> str:
        """The pseudonym of a sender."""
        return pseudonym(self.intake._secret, CHANNEL, sender)

    def tracker(self, sender: str) -> DialogueStateTracker | None:
        """What is remembered of a sender."""
        store = self.agent.tracker_store
        return self._loop.run_until_complete(store.retrieve(self.who(sender)))

    def copy(self, sender: str, to: str) -> None:
        """Gives another sender the same talk, so that one state can be tried in many ways."""
        before = self.tracker(sender)
        assert before is not None
        after = DialogueStateTracker.from_events(
            self.who(to), list(before.events), before.slots.values()
        )
        self._loop.run_until_complete(self.agent.tracker_store.save(after))
