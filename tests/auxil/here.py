"""The assistant in this process, behind the same intake as every channel."""

from __future__ import annotations

import asyncio
import contextlib
import copy
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from unittest import mock

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.trackers import DialogueStateTracker

from bot import model
from bot.channels.local import load
from bot.core.privacy import pseudonym
from bot.dialogue.talks import Also, TalkStore, just_forgotten
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

    def hears(self, text: str) -> dict[str, Any]:
        """What is understood of a text, outside any talk."""
        parsed = self._loop.run_until_complete(self.agent.parse_message(text))
        return dict(parsed)

    @property
    def store(self) -> TalkStore:
        """The store of talks, out of the wrapper in which Rasa puts it."""
        store = self.agent.tracker_store
        return getattr(store, "_tracker_store", store)

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
        self.give(before, to)
        # What was answered last belongs to the talk as well.
        last = self.intake._repeats._last
        if self.who(sender) in last:
            last[self.who(to)] = last[self.who(sender)]

    def give(self, talk: DialogueStateTracker, to: str) -> None:
        """Gives a sender this talk."""
        after = anew(talk, self.who(to))
        self._loop.run_until_complete(self.agent.tracker_store.save(after))

    @contextlib.contextmanager
    def quickly(self) -> Iterator[None]:
        """Spares costs that change no answer: for thousands of turns.

        Talks are kept in memory, not on disk. What a message means depends on its text alone:
        the same text is heard once.
        """
        talks: dict[str, DialogueStateTracker] = {}
        read, erase = self.store.read, self.store.erase

        def keep(written: Iterable[DialogueStateTracker], also: Also | None = None) -> None:
            assert also is None
            for tracker in written:
                if just_forgotten(tracker):
                    erase_both(tracker.sender_id)
                else:
                    talks[tracker.sender_id] = tracker

        async def kept(sender_id: str) -> DialogueStateTracker | None:
            talk = talks.get(sender_id)
            return anew(talk, sender_id) if talk else await read(sender_id)

        def erase_both(sender_id: str) -> None:
            talks.pop(sender_id, None)
            erase(sender_id)

        with (
            mock.patch.object(MessageProcessor, "_parse_message_with_graph", _heard_once()),
            mock.patch.object(self.store, "write", keep),
            mock.patch.object(self.store, "read", kept),
            mock.patch.object(self.store, "erase", erase_both),
        ):
            yield


def anew(talk: DialogueStateTracker, sender_id: str) -> DialogueStateTracker:
    """The same talk, of its own, as another sender's."""
    return DialogueStateTracker.from_events(sender_id, list(talk.events), talk.slots.values())


def _heard_once() -> Callable[..., dict[str, Any]]:
    """Rasa's way of hearing a message, that remembers what it heard in each text."""
    hear, heard = MessageProcessor._parse_message_with_graph, {}

    def parse(
        processor: MessageProcessor, message: UserMessage, *how: Any, **else_: Any
    ) -> dict[str, Any]:
        key = (id(processor), message.text, how[1:], tuple(sorted(else_.items())))
        if key not in heard:
            heard[key] = hear(processor, message, *how, **else_)
        return copy.deepcopy(heard[key])

    return parse
