"""The one door for every channel: who speaks, what counts, what is masked, and never silence.

A channel hands over what it received and gets back what to say. Between the two:

- the sender becomes a pseudonym (HMAC with the installation's secret);
- typed text is always text; only payloads of buttons that this talk was offered count as presses,
  besides a short list of commands;
- personal data are masked before Rasa, its log or its store see them;
- a person who writes in the other language is answered in it;
- whatever fails becomes an apology in the person's language, with a human contact.
"""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rasa.core.agent import Agent
from rasa.shared.core.trackers import DialogueStateTracker

from bot.core.danger import DANGER_OF, INTENT_OF, Alarm, worst
from bot.core.hearing import Ear
from bot.core.languages import is_simple
from bot.core.layout import one_a_line
from bot.core.privacy import pseudonym
from bot.core.talk import CRISES
from bot.incoming import AWAY, Incoming
from bot.language_guess import Detector
from bot.repeats import Repeats
from bot.replies import SENT_ON, Reply
from bot.turn import Means, Turn, command_in
from bot.voice import UNKNOWN, Voice
from bot.words import Words

log = logging.getLogger(__name__)

Keep = Callable[[list[Reply], Any], None]
"""Writes replies that are still to be sent, with a session of the store of talks."""

PATIENCE_SECONDS = 30.0
CRISIS_ANSWERS = ("utter_crisis_", "utter_help_now")


class Intake:
    """Takes a message from any channel and returns what to say.

    Args:
        words: the texts, for what the intake says itself.
        alarm: hears danger, also in what is cut off or when all else fails.
        ear: hears languages that are asked for.
        secret: the installation's secret.
        pause_seconds: after this silence a person is welcomed back.
        agent: gives the running assistant (it may not be loaded yet).
        helper: name and number of the line to call, per language (two letters).
        listening: the same of the line that listens now, or None.
        known: what a talk knows so far, as one list in a language; empty when nothing.
        start: what a start code fills in, as slots; empty for an unknown one.
    """

    def __init__(
        self,
        words: Words,
        alarm: Alarm,
        ear: Ear,
        secret: bytes,
        pause_seconds: float,
        agent: Callable[[], Agent | None],
        helper: Callable[[str], tuple[str, str]],
        listening: Callable[[str], tuple[str, str] | None],
        known: Callable[[DialogueStateTracker, str], str],
        start: Callable[[str], dict[str, str]],
        detector: Detector,
        others: Mapping[str, str],
    ) -> None:
        voice = Voice(words, helper, listening)
        self._means = Means(voice, alarm, ear, known, start, detector, others, pause_seconds)
        self._repeats = Repeats(self._means.voice)
        self._secret = secret
        self._agent = agent
        self._locks: dict[str, tuple[asyncio.Lock, int]] = {}

    async def receive(
        self,
        channel: str,
        sender: str,
        message: Incoming | str | None,
        keep: Keep | None = None,
    ) -> list[Reply]:
        """What to answer to one message; never empty, never an exception.

        Args:
            channel: the channel's name.
            sender: the channel's own id of the person; it is not kept.
            message: what came in; a plain text may also be the payload of a pressed button.
            keep: writes what the channel has to send, in the same transaction as the talk.
        """
        incoming = message if isinstance(message, Incoming) else Incoming(message or "")
        who = self.who(channel, sender)
        # One message after the other; the lock stays for as long as anyone has or awaits it.
        lock, users = self._locks.get(who, (asyncio.Lock(), 0))
        self._locks[who] = (lock, users + 1)
        try:
            async with lock:
                return await asyncio.wait_for(
                    self._answer(channel, who, incoming, keep), PATIENCE_SECONDS
                )
        except Exception as error:
            language = self._language_of(who, incoming)
            replies = self._failed(error, incoming.text, language)
            replies = self._last_word(who, replies, language)
            self._keep_failure(keep, replies)
            return replies
        finally:
            lock, users = self._locks.pop(who)
            if users > 1:
                self._locks[who] = (lock, users - 1)

    def who(self, channel: str, sender: str) -> str:
        """The pseudonym under which this person's talk is kept."""
        return pseudonym(self._secret, channel, sender)

    def without_memory(self, incoming: Incoming) -> list[Reply]:
        """What to answer when nothing can be written down: help to who asks for it, an apology."""
        language = self._means.detector.guess(incoming.text) or incoming.language or UNKNOWN
        return self._failed(RuntimeError("nothing can be kept"), incoming.text, language)

    def _language_of(self, who: str, incoming: Incoming) -> str:
        """In which language to say sorry, as well as it is known."""
        detector = self._means.detector
        device = incoming.language if incoming.language in detector.spoken else UNKNOWN
        return self._repeats.language(who) or detector.guess(incoming.text) or device

    async def _answer(
        self, channel: str, who: str, incoming: Incoming, keep: Keep | None
    ) -> list[Reply]:
        """The replies to a message, kept with the talk."""
        agent = self._agent()
        if agent is None or not agent.is_ready():
            raise RuntimeError("the assistant is not loaded")
        # Rasa's wrapper would answer a broken database with an empty talk, swallow a failed save
        # (and a failed erase), and keep the words in memory: only the store itself is used.
        store = getattr(agent.tracker_store, "_tracker_store", agent.tracker_store)
        agent.tracker_store = store
        if agent.processor is not None:
            agent.processor.tracker_store = store
        with store.held() as held:
            turn = Turn(self._means, agent, channel, who, await store.retrieve(who))
            try:
                replies = await turn.answer(incoming)
            except Exception as error:
                # Nothing of a turn that broke is kept.
                held.talks.clear()
                language = turn.language or self._language_of(who, incoming)
                replies = self._failed(error, incoming.text, language, turn.said)
                if wants_away(incoming.text):
                    store.erase(who)
                    replies = [self._means.voice.away(language)]
            language = turn.language or UNKNOWN
            replies = self._last_word(who, replies, language)
            try:
                held.commit(functools.partial(keep, replies) if keep else None)
            except Exception as error:
                replies = self._failed(error, incoming.text, language, replies)
                replies = self._last_word(who, replies, language)
                self._keep_failure(keep, replies)
        return replies

    def _last_word(self, who: str, replies: list[Reply], language: str) -> list[Reply]:
        """The replies as they go out: never twice the same, and laid out for who reads slowly."""
        said = self._repeats.soften(who, replies, language)
        for reply in said:
            if is_simple(reply.language) and reply.key != SENT_ON:
                reply.text = one_a_line(reply.text)
        return said

    def _keep_failure(self, keep: Keep | None, replies: list[Reply]) -> None:
        """Keeps an apology that is still to be sent; where even that fails, it is only returned."""
        agent = self._agent()
        if keep is None or agent is None:
            return
        store = getattr(agent.tracker_store, "_tracker_store", agent.tracker_store)
        try:
            store.write((), functools.partial(keep, replies))
        except Exception as error:
            log.error("an apology could not be kept: %s", type(error).__name__)

    def _failed(
        self, error: Exception, text: str, language: str, said: Sequence[Reply] = ()
    ) -> list[Reply]:
        """What is said when a turn fails: an apology, and in danger 112 before it.

        Args:
            said: what the turn had to say before it failed.
        """
        # The person's words stay out of the log: the kind of failure is enough.
        log.error("a turn failed: %s", type(error).__name__, exc_info=_may_trace())
        if wants_away(text):
            # Nothing that tells what the talk was about comes on a screen that must be empty.
            return [self._means.voice.away(language, later=True)]
        kept = list(said) if said and said[0].key.startswith(CRISIS_ANSWERS) else []
        danger = None if kept else worst(self._means.alarm.hear(text))
        intent = INTENT_OF[DANGER_OF[danger]] if danger else ""
        if intent.startswith(CRISES):
            kept.append(self._means.voice.crisis(intent, language))
        if not kept and asks_for_help(text):
            kept = self._means.voice.help_now(language)
        return [*kept, self._means.voice.sorry(language)]


def asks_for_help(text: str) -> bool:
    """Whether a message is the button or the command 'help now'."""
    payload = command_in(text) or text.strip()
    return payload.startswith("/help_now")


def wants_erased(text: str) -> bool:
    """Whether a message is the button or the command to erase: that never comes too late."""
    payload = command_in(text) or text.strip()
    return payload in (AWAY, "/forget_me")


def wants_away(text: str) -> bool:
    """Whether a message is the button or the command 'quick away'."""
    return (command_in(text) or text.strip()) == AWAY


def _may_trace() -> bool:
    """Whether a trace may be logged: only where debugging was asked for."""
    return log.isEnabledFor(logging.DEBUG)
