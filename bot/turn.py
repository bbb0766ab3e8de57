"""One message on its way through the assistant: what counts, what is masked, in which language."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.core.danger import UNSURE, Alarm, payload_of, worst
from bot.core.hearing import Ear
from bot.core.languages import SIMPLE, SOURCE, base, is_simple
from bot.core.privacy import mask
from bot.core.quiet import quiet_answer, quiet_question
from bot.core.talk import CRISES, FORGETS
from bot.core.text import plain
from bot.incoming import AWAY, EITHER, LOCATED, PRESSED, SENT, STALE, TYPED, Incoming
from bot.language_guess import Detector
from bot.replies import EMERGENCY, OFF, Outbox, Reply
from bot.voice import UNKNOWN, Voice

log = logging.getLogger(__name__)

MOST_CHARACTERS = 4000
"""Longer messages are cut; a danger named further on is still heard."""

LAST_EVENTS = 60
"""More than one answer ever leaves behind."""

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
    "/helpnow": '/help_now{"language":"en"}',
    "/wis": "/forget_me",
    "/effacer": "/forget_me",
    "/person": "/ask_human",
    "/erase": "/forget_me",
    "/leave": AWAY,
    "/weg": AWAY,
    "/partir": AWAY,
    "/arreter": "/stop",
    # Buttons under the intake's own messages.
    "/carry_on": "/carry_on",
    "/start_over": "/start_over",
}
"""What may be typed as a command, and the payload it stands for."""

_HELP_IN = re.compile(r'^/help_now\{"language":"([a-z]{2})"\}$')
"""Help that is asked for in a language before one was chosen."""

_INTO = re.compile(r'^/change_language\{"language":"[a-z]{2}(?:-simple)?"\}$')
"""Another language that was offered: it loses no answer."""


ALWAYS = {
    "/help_now",
    "/ask_human",
    "/ask_help",
    "/ask_privacy",
    "/change_language",
    "/stop",
    "/forget_me",
    AWAY,
}
"""Payloads that count on any button of ours, however old: they lose no answer and lead to help."""

OWN = {"/carry_on", "/start_over", "/go_back"}
"""Payloads of the buttons under the intake's own messages."""


@dataclass(frozen=True)
class Means:
    """What every turn needs.

    Attributes:
        alarm: hears danger, also in what is cut off.
        ear: hears languages that are asked for.
        known: what a talk knows so far, as one list in a language; empty when nothing.
        start: what a start code fills in, as slots; empty for an unknown one.
        detector: tells in which language a message is.
        others: one line for each language that is not spoken, by its code.
        pause_seconds: after this silence a person is welcomed back.
    """

    voice: Voice
    alarm: Alarm
    ear: Ear
    known: Callable[[DialogueStateTracker, str], str]
    start: Callable[[str], dict[str, str]]
    detector: Detector
    others: Mapping[str, str]
    pause_seconds: float


class Turn:
    """One message of one person on its way through the assistant.

    Args:
        channel: the channel's name.
        who: the person's pseudonym.
        before: the talk so far, or None for a new one.
    """

    def __init__(
        self,
        means: Means,
        agent: Agent,
        channel: str,
        who: str,
        before: DialogueStateTracker | None,
    ) -> None:
        self._means = means
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

    async def answer(self, incoming: Incoming) -> list[Reply]:
        """The replies to a message."""
        typed = incoming.text.strip()
        await self._first_contact(typed, incoming)
        payload = self._payload(typed, incoming.kind)
        if payload is None:
            payload = await self._typed(typed)
        elif (helped := _HELP_IN.match(payload)) and not self.language:
            await self._remember([SlotSet("written_in", helped[1])])
        away = self._away_for()
        replies = await self._run(payload)
        after = await self.agent.tracker_store.retrieve(self.who)
        if (
            away > self._means.pause_seconds
            and not in_crisis(after)
            and not payload.startswith("/")
        ):
            self._welcome_back(after)
        if not replies:
            log.error("a turn said nothing")
            replies = [self._means.voice.sorry(self.language or UNKNOWN)]
        # The turn may have changed the language: what comes after it is said in the new one.
        self.before = after or self.before
        if not in_crisis(after):
            doubt = await self._unsure(after)
            # Rights and help come first (requirement 9); the buttons stay last.
            first = 0 if intent_of(after) != "structural_need" else len(replies) - 1
            return [*self.first, *replies[:first], *doubt, *replies[first:]]
        if intent_of(after) == "crisis_veiled":
            # A question, not an alarm: nothing but the question.
            return replies
        # Nothing comes before 112, and whatever failed, it is named.
        if not any(EMERGENCY in reply.text for reply in replies):
            crisis = self._means.voice.crisis(intent_of(after), self.language or UNKNOWN)
            replies = [crisis, *replies]
        return replies

    async def _unsure(self, after: DialogueStateTracker | None) -> list[Reply]:
        """How to say that there is danger, once in a talk, where it could not be excluded.

        It stands beside the ordinary answer, so that nobody loses one by it.
        """
        if after is None or after.latest_message is None or intent_of(after) in FORGETS:
            return []
        asked = after.get_slot("asked_once") or []
        heard = {entity["entity"] for entity in after.latest_message.entities}
        if UNSURE not in heard or UNSURE in asked:
            return []
        await self._remember([SlotSet("asked_once", [*asked, UNSURE])])
        return [Reply(self._own("utter_unsure"), key="utter_unsure")]

    # -- what counts ----------------------------------------------------------------------

    def _payload(self, typed: str, kind: str) -> str | None:
        """The payload that this message is, or None when it is text."""
        if kind in (PRESSED, STALE):
            return self._pressed(typed, kind)
        if kind == LOCATED:
            return f'/inform_place{{"place":"{typed}"}}'
        if kind in SENT:
            # Danger in what somebody else wrote is danger all the same.
            if kind == "forwarded" and self._means.alarm.hear(typed):
                return None
            self._first(SENT[kind])
            return None if typed and kind != "forwarded" else self._here()
        command = command_in(typed)
        if kind == EITHER and (typed in self._offered() or _INTO.match(typed)):
            return typed
        if command:
            return command
        if re.match(r"^/\w+\s*(\{.*)?$", typed, re.DOTALL):
            self._first("utter_old_button" if kind == EITHER else "utter_unknown_command")
            return self._here()
        title = plain(typed.lstrip("✓ "))
        if title and len(typed) <= 40:
            for button in self._buttons_on_screen():
                if plain(button["title"].lstrip("✓ ")) == title:
                    # Who types a title means that answer, also where it is ticked already.
                    return button["payload"].replace(OFF, "")
        return None

    def _pressed(self, payload: str, kind: str) -> str:
        """The payload of a pressed button, if it still counts; else where the talk stands."""
        if payload in ALWAYS or _HELP_IN.match(payload):
            return payload
        if kind == PRESSED and _INTO.match(payload):
            return payload
        if kind == PRESSED and (payload in OWN or payload in self._offered()):
            return payload
        self._first("utter_old_button")
        return self._here()

    async def _first_contact(self, typed: str, incoming: Incoming) -> None:
        """Notes what is known before the first word: the device's language, a centre's code."""
        noted = {}
        if self.before is None and incoming.language in self._means.detector.spoken:
            noted["written_in"] = incoming.language
        command, _, code = typed.partition(" ")
        if command.lower() == "/start" and incoming.kind in (TYPED, EITHER):
            filled = self._means.start(code)
            if self.before is not None and self.before.get_slot("language"):
                # Who chose a language keeps it; where to look follows where the person is.
                filled.pop("language", None)
            noted.update(filled)
        if noted:
            await self._remember([SlotSet(name, value) for name, value in noted.items()])

    async def _typed(self, typed: str) -> str:
        """What the assistant gets of a typed text; sets the language that it is written in."""
        letters = [c for c in typed if c.isalpha()]
        if not typed:
            self._first("utter_empty_message")
            return self._here()
        data = typed[0] in "{[" and typed[-1] in "}]"
        # Danger is heard whatever stands around it.
        data = data and not self._means.alarm.hear(typed)
        if data or (not letters and not any(c.isdigit() for c in typed)):
            self._first("utter_no_words")
            return self._here()
        foreign = self._means.detector.foreign(typed)
        if not self._means.detector.in_our_script(typed):
            if not self._in_their_language(foreign):
                helper = self._means.voice.helper(self.language or UNKNOWN)
                self._first("utter_other_script", languages=self._spoken(), **helper)
            return self._here()
        if foreign and not self._means.alarm.hear(typed):
            await self._once_in_their_language(foreign)
        text = typed
        if len(typed) > MOST_CHARACTERS:
            danger = worst(self._means.alarm.hear(typed))
            if danger:
                await self._follow_language(typed)
                return payload_of(danger)
            self._first("utter_too_long")
            text = typed[:MOST_CHARACTERS]
        instead = await self._follow_language(text)
        if instead:
            return instead
        quiet = await self._quiet(text)
        if quiet:
            return quiet
        text = mask(text)
        # A slash in front would make Rasa read an intent out of it.
        return text.lstrip("/ ") or "?"

    async def _quiet(self, text: str) -> str | None:
        """The answer that a text is to an open question of a crisis; None when there is none."""
        last = self.before.events if self.before else ()
        question = quiet_question([event.as_dict() for event in list(last)[-LAST_EVENTS:]])
        if question is None:
            return None
        parsed = await self.agent.parse_message(mask(text).lstrip("/ ") or "?")
        intent = (parsed.get("intent") or {}).get("name") or ""
        answer = quiet_answer(question, text, intent)
        # Only what the last screen offered can be answered.
        offered = {button["payload"] for button in self._buttons_on_screen()}
        return answer if answer in offered else None

    async def _follow_language(self, text: str) -> str | None:
        """Remembers the language of a first message, and follows a clear change of language.

        Returns:
            A payload to send instead, when a sentence asks for the very language it is in.
        """
        hears = self._means.ear
        danger = bool(self._means.alarm.hear(text))
        # In danger a guess is enough: help must not come in the wrong language.
        detector = self._means.detector
        clear = detector.guess(text) if danger else detector.sure(text)
        named = {base(h.value) for h in hears.listen(text, ["language"])}
        known = self.before.get_slot("language") if self.before else None
        other = bool(known and clear and clear != base(known))
        if named:
            return f'/change_language{{"language":"{clear}"}}' if other and clear in named else None
        written = detector.guess(text)
        events = []
        if not known and written:
            events.append(SlotSet("written_in", written))
        if other and danger:
            events += [SlotSet("language", clear), SlotSet("written_in", clear)]
        if events:
            await self._remember(events)
        if other and clear and not danger:
            await self._offer(clear)
        return None

    async def _offer(self, language: str) -> None:
        """One line in the language that somebody writes, with a button: nobody is switched.

        The easy register stays easy. Who goes on writing it is asked every second time.
        """
        words = self._means.voice.words
        easy = f"{language}{SIMPLE}"
        offered = easy if is_simple(self.language or "") and easy in words.languages else language
        mark = f"prefers_{language}"
        asked = (self.before.get_slot("asked_once") if self.before else None) or []
        if mark in asked:
            await self._remember([SlotSet("asked_once", [m for m in asked if m != mark])])
            return
        await self._remember([SlotSet("asked_once", [*asked, mark])])
        key, payload = "utter_prefer_language", f'/change_language{{"language":"{offered}"}}'
        [button] = words.buttons(key, offered)
        button = {**button, "payload": payload}
        self.first.append(Reply(words.text(key, offered), [button], key=key, language=offered))

    # -- languages that are not spoken ------------------------------------------------------

    def _spoken(self) -> str:
        return self._means.voice.words.spoken()

    def _in_their_language(self, code: str | None) -> bool:
        """Says in a language that is not spoken which ones are; whether there is a line for it."""
        line = self._means.others.get(code or "")
        if line:
            text = line.replace("{languages}", self._spoken())
            self.first.append(Reply(text, key="other_language", language=code or ""))
        return bool(line)

    async def _once_in_their_language(self, code: str) -> None:
        """The same, once in a talk: what was typed may be understood all the same."""
        asked = (self.before.get_slot("asked_once") if self.before else None) or []
        mark = f"speaks_{code}"
        if mark not in asked and self._in_their_language(code):
            await self._remember([SlotSet("asked_once", [*asked, mark])])

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
        """The payload that shows where the talk stands, and answers nothing.

        To an open question 'carry on' would be an answer: begin, or that was all.
        """
        if self.before is None:
            return "/greet"
        return "/repeat" if self.before.get_slot("requested_slot") else "/carry_on"

    # -- what the intake says itself ------------------------------------------------------

    def _own(self, key: str, **values: Any) -> str:
        return self._means.voice.say(key, self.language or UNKNOWN, **values)

    def _first(self, key: str, **values: Any) -> None:
        self.first.append(Reply(self._own(key, **values), key=key))

    def _away_for(self) -> float:
        """Seconds since this person's last message; 0 for a new talk."""
        if self.before is None:
            return 0.0
        times = [e.timestamp for e in self.before.events if isinstance(e, UserUttered)]
        return time.time() - times[-1] if times else 0.0

    def _welcome_back(self, after: DialogueStateTracker | None) -> None:
        if after is None or intent_of(after) == "greet":
            return
        language = self.language or SOURCE
        known = self._means.known(after, language)
        key = "utter_welcome_back" if known else "utter_welcome_back_empty"
        buttons = self._means.voice.words.buttons(key, language)
        self.first.insert(0, Reply(self._own(key, answers=known), buttons, key=key))

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


def command_in(text: str) -> str | None:
    """The payload of the command with which a text begins, or None."""
    first = text.split(maxsplit=1)[:1]
    return COMMANDS.get(first[0].split("@")[0].lower()) if first else None


def in_crisis(tracker: DialogueStateTracker | None) -> bool:
    """Whether the last message spoke of danger, or asked for help now."""
    return intent_of(tracker).startswith(CRISES)


def intent_of(tracker: DialogueStateTracker | None) -> str:
    """The intent of the last message, or empty."""
    if tracker is None or tracker.latest_message is None:
        return ""
    return (tracker.latest_message.intent or {}).get("name") or ""
