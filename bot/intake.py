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
import logging
from collections.abc import Callable, Sequence

from rasa.core.agent import Agent
from rasa.shared.core.trackers import DialogueStateTracker

from bot.core.hearing import CRISIS_OF_DANGER, Ear
from bot.core.privacy import pseudonym
from bot.language_guess import guess
from bot.repeats import Repeats
from bot.replies import Reply
from bot.turn import Means, Turn
from bot.voice import UNKNOWN, Voice
from bot.words import Words

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 30.0
CRISIS_ANSWERS = ("utter_crisis_", "utter_help_now")


class Intake:
    """Takes a message from any channel and returns what to say.

    Args:
        words: the texts, for what the intake says itself.
        ear: hears danger in what is cut off.
        secret: the installation's secret.
        pause_seconds: after this silence a person is welcomed back.
        agent: gives the running assistant (it may not be loaded yet).
        helper: name and number of the line to call, per language (two letters).
        known: what a talk knows so far, as one list in a language; empty when nothing.
    """

    def __init__(
        self,
        words: Words,
        ear: Ear,
        secret: bytes,
        pause_seconds: float,
        agent: Callable[[], Agent | None],
        helper: Callable[[str], tuple[str, str]],
        known: Callable[[DialogueStateTracker, str], str],
    ) -> None:
        self._means = Means(Voice(words, helper), ear, known, pause_seconds)
        self._repeats = Repeats(self._means.voice)
        self._secret = secret
        self._agent = agent
        self._locks: dict[str, tuple[asyncio.Lock, int]] = {}

    async def receive(self, channel: str, sender: str, text: str | None) -> list[Reply]:
        """What to answer to one message; never empty, never an exception.

        Args:
            channel: the channel's name.
            sender: the channel's own id of the person; it is not kept.
            text: what was typed, or the payload of a pressed button.
        """
        who = pseudonym(self._secret, channel, sender)
        # One message after the other; the lock stays for as long as anyone has or awaits it.
        lock, users = self._locks.get(who, (asyncio.Lock(), 0))
        self._locks[who] = (lock, users + 1)
        try:
            async with lock:
                replies, language = await asyncio.wait_for(
                    self._answer(channel, who, text or ""), PATIENCE_SECONDS
                )
        except Exception as error:
            language = self._repeats.language(who) or guess(text or "") or UNKNOWN
            replies = self._failed(error, text or "", language)
        finally:
            lock, users = self._locks.pop(who)
            if users > 1:
                self._locks[who] = (lock, users - 1)
        return self._repeats.soften(who, replies, language)

    async def _answer(self, channel: str, who: str, text: str) -> tuple[list[Reply], str]:
        """The replies to a message, and the language they are in (`UNKNOWN`: in both)."""
        agent = self._agent()
        if agent is None or not agent.is_ready():
            raise RuntimeError("the assistant is not loaded")
        # Rasa's wrapper would answer a broken database with an empty talk, swallow a failed save
        # (and a failed erase), and keep the words in memory: only the store itself is used.
        store = getattr(agent.tracker_store, "_tracker_store", agent.tracker_store)
        agent.tracker_store = store
        if agent.processor is not None:
            agent.processor.tracker_store = store
        before = await store.retrieve(who)
        turn = Turn(self._means, agent, channel, who, before)
        try:
            return await turn.answer(text), turn.language or UNKNOWN
        except Exception as error:
            language = turn.language or guess(text) or UNKNOWN
            return self._failed(error, text, language, turn.said), language

    def _failed(
        self, error: Exception, text: str, language: str, said: Sequence[Reply] = ()
    ) -> list[Reply]:
        """What is said when a turn fails: an apology, and in danger 112 before it.

        Args:
            said: what the turn had to say before it failed.
        """
        # The person's words stay out of the log: the kind of failure is enough.
        log.error("a turn failed: %s", type(error).__name__, exc_info=_may_trace())
        kept = list(said) if said and said[0].key.startswith(CRISIS_ANSWERS) else []
        danger = [] if kept else self._means.ear.listen(text, ["danger"])[:1]
        for heard in danger:
            kept.append(self._means.voice.crisis(CRISIS_OF_DANGER[heard.value], language))
        return [*kept, self._means.voice.sorry(language)]


def _may_trace() -> bool:
    """Whether a trace may be logged: only where debugging was asked for."""
    return log.isEnabledFor(logging.DEBUG)
