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
import hashlib
import logging
import re
import time
import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.core.hearing import Ear
from bot.core.privacy import mask, pseudonym
from bot.core.text import plain
from bot.language_guess import guess, sure
from bot.words import SOURCE, Words, base

log = logging.getLogger(__name__)

MOST_CHARACTERS = 4000
"""Longer messages are cut; a danger named further on is still heard."""

PATIENCE_SECONDS = 30.0
REMEMBERED = 10_000

COMMANDS = {
    "/start": "/greet",
    "/help": "/ask_help",
    "/stop": "/stop",
    "/taal": "/change_language",
    "/langue": "/change_language",
    "/language": "/change_language",
    "/mens": "/ask_human",
    "/personne": "/ask_human",
    "/hulp": '/help_now{"language":"nl"}',
    "/aide": '/help_now{"language":"fr"}',
    "/wis": "/forget_me",
    "/effacer": "/forget_me",
    # Buttons under the intake's own messages.
    "/carry_on": "/carry_on",
    "/start_over": "/start_over",
}
"""What may be typed as a command, and the payload it stands for."""

HELP_IN = {f'/help_now{{"language":"{language}"}}': language for language in ("nl", "fr")}
"""Help that is asked for in a language before one was chosen."""

OFF = ',"off":"1"'
"""What the payload of a ticked button says besides: pressed again, it takes the tick away."""

MENU = "menu"
"""Kind of the buttons that belong to every question; a channel may show them smaller."""

CRISES = ("crisis_", "help_now")
EMERGENCY = "112"
CRISIS_ANSWERS = ("utter_crisis_", "utter_help_now")

LEADS = {
    "utter_loneliness": ("utter_again_lonely_1", "utter_again_lonely_2"),
    "utter_frustration": ("utter_again_anger_1", "utter_again_anger_2"),
    "utter_need_": ("utter_again_numbers_1", "utter_again_numbers_2"),
    "utter_human": ("utter_again_numbers_1", "utter_again_numbers_2"),
    EMERGENCY: ("utter_again_numbers_1", "utter_again_numbers_2"),
    "": ("utter_again_1", "utter_again_2", "utter_again_3"),
}
"""What is said before an answer that comes again, by the beginning of its first response.

Who told of pain is not told 'no problem, here it is again'.
"""
CRISIS_OF_DANGER = {
    "suicide": "suicide",
    "violence": "violence",
    "sexual_violence": 'violence{"danger":"sexual_violence"}',
    "medical": "medical",
}


@dataclass
class Reply:
    """One message to send.

    Attributes:
        buttons: title, payload and, for those of the permanent menu, ``kind``.
        select: ``several`` when more than one button may be pressed before 'ready'.
        key: the response that it is, when it is one of `domain.yml`.
    """

    text: str
    buttons: list[dict[str, str]] = field(default_factory=list)
    select: str | None = None
    key: str = ""

    def as_json(self) -> dict[str, Any]:
        """The message for a channel that speaks JSON."""
        message: dict[str, Any] = {"text": self.text}
        if self.buttons:
            message["buttons"] = self.buttons
        if self.select:
            message["select"] = self.select
        return message


class Outbox(OutputChannel):
    """Collects what a turn says; the channel sends it afterwards."""

    @classmethod
    def name(cls) -> str:
        """The name that Rasa asks of every channel."""
        return "outbox"

    def __init__(self) -> None:
        self.replies: list[Reply] = []

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keeps one message of the turn."""
        text = (message.get("text") or "").strip()
        if text:
            buttons = list(message.get("buttons") or [])
            key = message.get("utter_action") or ""
            self.replies.append(Reply(text, buttons, message.get("select"), key))


UNKNOWN = ""
"""The language of who did not choose one, nor wrote enough to tell."""


class Said(NamedTuple):
    """What was answered last, as digests: no words of a talk stay here.

    Attributes:
        whole: digest of all texts of the answer.
        last: digest of its last text.
        times: how often running something was about to be said twice.
        language: in which it was said, for an apology when the store itself fails.
    """

    whole: str = ""
    last: str = ""
    times: int = 0
    language: str = ""


def _digest(replies: Iterable[Reply]) -> str:
    return hashlib.sha256("\n".join(r.text for r in replies).encode()).hexdigest()


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
        self._words = words
        self._ear = ear
        self._secret = secret
        self._pause = pause_seconds
        self._agent = agent
        self._helper = helper
        self._known = known
        self._locks: dict[str, tuple[asyncio.Lock, int]] = {}
        self._last: OrderedDict[str, Said] = OrderedDict()

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
            remembered = self._last.get(who, Said()).language
            language = remembered or guess(text or "") or UNKNOWN
            replies = self._failed(error, text or "", language)
        finally:
            lock, users = self._locks.pop(who)
            if users > 1:
                self._locks[who] = (lock, users - 1)
        return self._not_twice(who, replies, language)

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
        turn = _Turn(self, agent, channel, who, before)
        try:
            return await turn.answer(text), turn.language or UNKNOWN
        except Exception as error:
            language = turn.language or guess(text) or UNKNOWN
            return self._failed(error, text, language, turn.said), language

    def _say(self, key: str, language: str, **values: Any) -> str:
        """A text of the intake's own; in both languages for who has none yet."""
        if language == UNKNOWN:
            return self._words.both(key, **values)
        return self._words.text(key, language, **values)

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
        danger = [] if kept else self._ear.listen(text, ["danger"])[:1]
        for heard in danger:
            intent = "crisis_" + CRISIS_OF_DANGER[heard.value].partition("{")[0]
            kept.append(self._crisis(intent, language))
        return [*kept, self._sorry(language)]

    def _crisis(self, intent: str, language: str) -> Reply:
        """The first message of a crisis answer, with 112, when the assistant itself fails."""
        key = f"utter_{intent}"
        return Reply(self._say(key, language), key=key)

    def _sorry(self, language: str) -> Reply:
        """The apology, with the buttons that always help."""
        menu = self._words.buttons("utter_menu_talk", language or SOURCE)
        return Reply(self._say("utter_sorry", language), menu)

    def _not_twice(self, who: str, replies: list[Reply], language: str) -> list[Reply]:
        """Puts a few words before what would otherwise be said twice running.

        In a crisis they come after the first message: nothing comes before 112. Which words
        depends on what is repeated.
        """
        whole, first, last = (_digest(t) for t in (replies, replies[:1], replies[-1:]))
        before = self._last.pop(who, Said())
        times = before.times + 1 if whole == before.whole or first == before.last else 0
        if times:
            emergency = EMERGENCY in replies[0].text
            key = EMERGENCY if emergency else replies[0].key
            leads = next(leads for start, leads in LEADS.items() if key.startswith(start))
            chosen = leads[(times - 1) % len(leads)]
            values = {}
            if key == "utter_frustration":
                values["line"], values["phone"] = self._helper(base(language or SOURCE))
            lead = Reply(self._say(chosen, language, **values), key=chosen)
            if emergency:
                replies = [replies[0], lead, *replies[1:]]
            elif key == "utter_frustration":
                # To who is angry, a person is offered instead of the same apology.
                replies = [lead, *replies[1:]]
            else:
                replies = [lead, *replies]
        self._last[who] = Said(whole, last, times, language)
        while len(self._last) > REMEMBERED:
            self._last.popitem(last=False)
        return replies


class _Turn:
    """One message of one person on its way through the assistant."""

    def __init__(
        self,
        intake: Intake,
        agent: Agent,
        channel: str,
        who: str,
        before: DialogueStateTracker | None,
    ) -> None:
        self.intake = intake
        self.agent = agent
        self.channel = channel
        self.who = who
        self.before = before
        self.first: list[Reply] = []
        self.said: list[Reply] = []

    @property
    def language(self) -> str | None:
        """The person's language as far as the talk knows it."""
        if self.before is None:
            return None
        return self.before.get_slot("language") or self.before.get_slot("written_in")

    async def answer(self, text: str) -> list[Reply]:
        """The replies to a message."""
        typed = text.strip()
        payload = self._payload(typed)
        if payload is None:
            payload = await self._typed(typed)
        elif payload in HELP_IN and not self.language:
            await self._remember([SlotSet("written_in", HELP_IN[payload])])
        away = self._away_for()
        replies = await self._run(payload)
        after = await self.agent.tracker_store.retrieve(self.who)
        if away > self.intake._pause and not _in_crisis(after) and not payload.startswith("/"):
            self._welcome_back(after)
        if not replies:
            log.error("a turn said nothing")
            replies = [self.intake._sorry(self.language or UNKNOWN)]
        # The turn may have changed the language: what comes after it is said in the new one.
        self.before = after or self.before
        if not _in_crisis(after):
            return [*self.first, *replies]
        # Nothing comes before 112, and whatever failed, it is named.
        if not any(EMERGENCY in reply.text for reply in replies):
            crisis = self.intake._crisis(_intent(after), self.language or UNKNOWN)
            replies = [crisis, *replies]
        return replies

    # -- what counts ----------------------------------------------------------------------

    def _payload(self, typed: str) -> str | None:
        """The payload that this message is, or None when it is text."""
        command = COMMANDS.get(typed.split(" ")[0].split("@")[0]) if typed else None
        if typed in self._offered() or (typed in COMMANDS.values() and command):
            return typed
        if command:
            return command
        if re.match(r"^/\w+\s*(\{.*)?$", typed, re.DOTALL):
            self._first("utter_old_button")
            return self._here()
        title = plain(typed.lstrip("✓ "))
        if title and len(typed) <= 40:
            for button in self._buttons_on_screen():
                if plain(button["title"].lstrip("✓ ")) == title:
                    # Who types a title means that answer, also where it is ticked already.
                    return button["payload"].replace(OFF, "")
        return None

    async def _typed(self, typed: str) -> str:
        """What the assistant gets of a typed text; sets the language that it is written in."""
        letters = [c for c in typed if c.isalpha()]
        if not typed:
            self._first("utter_empty_message")
            return self._here()
        if not letters and not any(c.isdigit() for c in typed):
            self._first("utter_no_words")
            return self._here()
        latin = [c for c in letters if unicodedata.name(c, "").startswith("LATIN")]
        if letters and len(latin) < len(letters) / 2:
            name, number = self.intake._helper(base(self.language or SOURCE))
            self._first("utter_other_script", line=name, phone=number)
            return self._here()
        text = typed
        if len(typed) > MOST_CHARACTERS:
            danger = self.intake._ear.listen(typed, ["danger"])
            if danger:
                await self._follow_language(typed)
                return f"/crisis_{CRISIS_OF_DANGER[danger[0].value]}"
            self._first("utter_too_long")
            text = typed[:MOST_CHARACTERS]
        instead = await self._follow_language(text)
        if instead:
            return instead
        text = mask(text)
        # A slash in front would make Rasa read an intent out of it.
        return text.lstrip("/ ") or "?"

    async def _follow_language(self, text: str) -> str | None:
        """Remembers the language of a first message, and follows a clear change of language.

        Returns:
            A payload to send instead, when a sentence asks for the very language it is in.
        """
        hears = self.intake._ear
        danger = bool(hears.listen(text, ["danger"]))
        # In danger a guess is enough: help must not come in the wrong language.
        clear = guess(text) if danger else sure(text)
        named = {base(h.value) for h in hears.listen(text, ["language"])}
        known = self.before.get_slot("language") if self.before else None
        other = bool(known and clear and clear != base(known))
        if named:
            return f'/change_language{{"language":"{clear}"}}' if other and clear in named else None
        written = guess(text)
        events = []
        if not known and written:
            events.append(SlotSet("written_in", written))
        if other:
            events += [SlotSet("language", clear), SlotSet("written_in", clear)]
        if not events:
            return None
        await self._remember(events)
        if other and not danger:
            self._first("utter_language_followed")
        return None

    async def _remember(self, events: list[SlotSet]) -> None:
        """Notes something in the talk before the message itself comes."""
        processor = self.agent.processor
        assert processor is not None
        async with self.agent.lock_store.lock(self.who):
            tracker = await processor.fetch_tracker_and_update_session(self.who, Outbox())
            tracker.update_with_events(events, processor.domain)
            await processor.save_tracker(tracker)
        self.before = tracker

    # -- the turn itself ------------------------------------------------------------------

    async def _run(self, text: str) -> list[Reply]:
        outbox = Outbox()
        self.said = outbox.replies
        message = UserMessage(text, outbox, self.who, input_channel=self.channel)
        await self.agent.handle_message(message)
        return outbox.replies

    def _here(self) -> str:
        """The payload that shows where the talk stands."""
        return "/carry_on" if self.before is not None else "/greet"

    # -- what the intake says itself ------------------------------------------------------

    def _own(self, key: str, **values: Any) -> str:
        return self.intake._say(key, self.language or UNKNOWN, **values)

    def _first(self, key: str, **values: Any) -> None:
        self.first.append(Reply(self._own(key, **values)))

    def _away_for(self) -> float:
        """Seconds since this person's last message; 0 for a new talk."""
        if self.before is None:
            return 0.0
        times = [e.timestamp for e in self.before.events if isinstance(e, UserUttered)]
        return time.time() - times[-1] if times else 0.0

    def _welcome_back(self, after: DialogueStateTracker | None) -> None:
        if after is None or _intent(after) == "greet":
            return
        language = self.language or SOURCE
        known = self.intake._known(after, language)
        key = "utter_welcome_back" if known else "utter_welcome_back_empty"
        buttons = self.intake._words.buttons(key, language)
        self.first.insert(0, Reply(self._own(key, answers=known), buttons))

    # -- buttons --------------------------------------------------------------------------

    def _offered(self) -> set[str]:
        """Payloads of every button that this talk was offered, since it last began anew."""
        return {b["payload"] for b in self._buttons_since(("action_begin_anew",))}

    def _buttons_on_screen(self) -> list[dict[str, str]]:
        """The buttons of the last answer, for who types what stands on one."""
        return self._buttons_since(())

    def _buttons_since(self, boundaries: Iterable[str]) -> list[dict[str, str]]:
        """Buttons shown, latest first, back to one of these actions (or to the last message)."""
        found: list[dict[str, str]] = []
        names = tuple(boundaries)
        for event in reversed(self.before.events if self.before else ()):
            if isinstance(event, BotUttered):
                found += (event.data or {}).get("buttons") or []
            elif (
                names
                and isinstance(event, ActionExecuted)
                and event.action_name in names
                or not names
                and isinstance(event, UserUttered)
            ):
                break
        return found


def _in_crisis(tracker: DialogueStateTracker | None) -> bool:
    return _intent(tracker).startswith(CRISES)


def _intent(tracker: DialogueStateTracker | None) -> str:
    """The intent of the last message, or empty."""
    if tracker is None or tracker.latest_message is None:
        return ""
    return (tracker.latest_message.intent or {}).get("name") or ""


def _may_trace() -> bool:
    """Whether a trace may be logged: only where debugging was asked for."""
    return log.isEnabledFor(logging.DEBUG)
