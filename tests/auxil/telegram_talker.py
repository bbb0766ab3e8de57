"""People who hold a whole talk on Telegram by themselves, many side by side.

A talker looks at the screen, answers what stands there, and waits for what comes; nothing tells it
in which order the questions come. Everyone has answers and a town of their own. What must then be
said to them is worked out beside the bot from the same content, so an answer that was lost, or that
went to somebody else, shows.

    talkers = crowd(server, bot, 15, seed=1)
    converse(server, talkers)
    for talker in talkers:
        talker.check()
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from auxil.telegram_bot import RunningBot
from auxil.telegram_expected import Expected, shared, town, towns
from auxil.telegram_people import TICK, Message, Person
from auxil.telegram_rules import titles
from auxil.telegram_server import TelegramServer

from bot.bootstrap import languages
from bot.core.places import Place
from bot.core.questions import ALONE, QUESTIONS, SEVERAL
from bot.words import base

LANGUAGES = languages()

ENDS_THE_TALK = {"professional"}
"""Answers after which there is nothing more to ask: a person takes over."""
RECOVERABLE = ("429", "500", "502", "slow", "drop_before", "drop_after")
"""Faults after which a talk must go on as if nothing had happened."""
LOOK_SECONDS = 0.01
PATIENCE_SECONDS = 180.0


@dataclass(frozen=True)
class Plan:
    """What somebody will answer, whatever is asked first.

    Attributes:
        way: which of the ways offered, counted round.
        typed: questions whose answer is typed; the others are pressed.
        shares: whether the place is shared from the phone.
    """

    language: str
    answers: dict[str, tuple[str, ...]]
    town: Place
    way: int = 0
    typed: frozenset[str] = frozenset()
    shares: bool = False


@dataclass(frozen=True)
class Act:
    """One thing that somebody did.

    Attributes:
        what: the question, or another name for where the talk stood.
        at: when (monotonic).
        ticks: whether it only ticks an answer.
    """

    what: str
    at: float
    ticks: bool


Asked = tuple[str, tuple[tuple[str, str], ...]]
"""A question as a person sees it: its text, and its buttons with their ticks."""


@dataclass
class Talker:
    """One person in one talk.

    Attributes:
        pause: seconds between seeing an answer and the next act.
        asked: what was asked, in order.
        told: answers given.
        ways: the ways offered; one of them is chosen.
        done: whether the talk came to its end.
    """

    person: Person
    plan: Plan
    expected: Expected
    pause: float = 0.0
    asked: list[str] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    told: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ways: list[str] = field(default_factory=list)
    chosen: str = ""
    done: bool = False
    _answered: Asked | None = None
    _due: float | None = None

    # -- acting -------------------------------------------------------------------------------

    def start(self) -> None:
        """Opens the chat and presses Start."""
        self._act("start", self.person.starts)

    def step(self) -> None:
        """Looks at the screen; when what was waited for stands there, does the next thing."""
        message = None if self.done else self._asking()
        if message is None:
            return
        asked = (str(message.body["text"]), tuple(_buttons(message)))
        if asked == self._answered:
            # Still the same, or said once more after a power cut: it was answered already.
            return
        now = time.monotonic()
        self._due = now + self.pause if self._due is None else self._due
        if now >= self._due:
            self._due, self._answered = None, asked
            self._go_on(message)

    def _asking(self) -> Message | None:
        """The newest message of the bot, when it asks for something."""
        with self.person.server.changed:
            for message in reversed(self.person.messages.values()):
                if message.from_bot and not message.deleted:
                    return message if message.shown().asks else None
        return None

    def _go_on(self, message: Message) -> None:
        if "keyboard" in (message.markup or {}):
            self._tell_town()
            return
        buttons = {data: title for title, data in _buttons(message)}
        question = next((q for q in QUESTIONS if any(_answer_in(d, q) for d in buttons)), None)
        language = f'/change_language{{"language":"{self.plan.language}"}}'
        ways = [data for data in buttons if data.startswith("/choose_model")]
        steps = [data for data in buttons if data.startswith("/first_step")]
        if question:
            self._answer(question, buttons, message)
        elif language in buttons:
            self._press("language", language, message)
        elif "/begin" in buttons:
            self._press("begin", "/begin", message)
        elif ways and not self.chosen:
            self.ways = [json.loads(way.removeprefix("/choose_model"))["model"] for way in ways]
            at = self.plan.way % len(ways)
            self.chosen = self.ways[at]
            self._press("way", ways[at], message)
        elif steps and "first_step" not in self.asked:
            self._press("first_step", steps[0], message)
        elif "/show_summary" in buttons:
            self._press("summary", "/show_summary", message)
        elif "/forget_me" in buttons and "summary" in self.asked:
            self.done = True
        else:
            raise AssertionError(f"nobody knows what to do now\n{self.person}")

    def _answer(self, question: str, buttons: dict[str, str], message: Message) -> None:
        """Gives the next answer to a question, or says that these were all."""
        wanted = self.plan.answers[question]
        ticked = {_answer_in(d, question) for d, t in buttons.items() if t.startswith(TICK)}
        left = [answer for answer in wanted if answer not in ticked]
        self.told[question] = wanted
        if not left:
            self._press(question, "/done", message)
            return
        data = f'/answer{{"{question}":"{left[0]}"}}'
        if question in self.plan.typed:
            self._act(question, lambda: self.person.says(buttons[data]))
        else:
            ticks = question in SEVERAL and left[0] not in ALONE
            self._press(question, data, message, ticks)

    def _tell_town(self) -> None:
        town = self.plan.town
        if self.plan.shares:
            self._act("place", lambda: self.person.shares_location(town.lat, town.lon))
        else:
            self._act("place", lambda: self.person.says(town.postal_code))

    def _press(self, what: str, data: str, message: Message, ticks: bool = False) -> None:
        at = message.message_id
        self._act(what, lambda: self.person.presses_data(data, at), ticks)

    def _act(self, what: str, do: Callable[[], object], ticks: bool = False) -> None:
        if what not in self.asked[-1:]:
            self.asked.append(what)
        self.acts.append(Act(what, time.monotonic(), ticks))
        do()

    # -- looking back -------------------------------------------------------------------------

    def check(self) -> None:
        """All that was said fits the answers of this person, and of nobody else."""
        person, language = self.person, self.plan.language
        assert self.done, f"the talk stopped after {self.asked}\n{person}"
        twice = [what for what, times in Counter(self.asked).items() if times > 1]
        assert not twice, f"asked once more: {twice}\n{person}"
        told = self.expected.told(person, self.told)
        cards = self.expected.advice(told, language)
        assert self.ways == list(cards), f"{self.ways} instead of {list(cards)}\n{person}"
        advice = next((text for text in person.seen if all(c in text for c in cards.values())), "")
        assert advice, f"not the advice for {self.told}\n{person}"
        noted = self.expected.noted(self.plan.town, language)
        heard = [text for text in person.seen if noted in text]
        assert heard, f"{self.plan.town.id} was not heard\n{person}"
        places = self.expected.places(told, self.chosen, self.plan.town, language)
        lines = [line for text in person.seen for line in text.splitlines()]
        shown = [line for line in lines if line in places]
        assert list(dict.fromkeys(shown)) == places, f"{shown} instead of {places}\n{person}"
        summary = person.seen[-1]
        assert all(place in summary for place in places), f"not {places}\n{person}"
        assert f"\n{len(places) + 1}. " not in summary, f"more than {places}\n{person}"

    def sent(self) -> list[str]:
        """The texts of all messages that arrived, in order; edits do not count."""
        calls = self.person.server.called("sendMessage", self.person.id)
        return [str(c.parameters["text"]) for c in calls if c.answer and c.answer["ok"]]

    def said_again(self) -> list[str]:
        """Texts that arrived again, once for each time."""
        return _again(self.sent())

    def shown_again(self) -> list[str]:
        """Texts that stand on the screen again, once for each time."""
        return _again(m.text for m in self.person.screen if m.text and not m.mine)

    def waits(self) -> Iterator[float]:
        """Seconds from each act to the first answer to it: a message, or the tick."""
        with self.person.server.changed:
            calls = [c for c in self.person.server.calls if c.chat_id == self.person.id]
        for act in self.acts:
            kinds = ("sendMessage", "editMessageReplyMarkup") if act.ticks else ("sendMessage",)
            answers = (c.time for c in calls if c.method in kinds and c.status == 200)
            answer = next((at for at in answers if at >= act.at), None)
            if answer is not None:
                yield answer - act.at


def someone(
    server: TelegramServer,
    bot: RunningBot,
    postal_code: str = "9000",
    language: str = "nl",
    **more: Any,
) -> Talker:
    """One person who wants a place to walk in; `more` of the plan may be given."""
    answers = {"wish": "drop_in", "hard": "money", "size": "small", "own_people": "nobody"}
    given = {question: (answer,) for question, answer in answers.items()}
    plan = Plan(language, more.pop("answers", given), town(postal_code), **more)
    return Talker(server.person(base(language)), plan, Expected(bot))


def crowd(
    server: TelegramServer, bot: RunningBot, number: int, seed: int, pause: float = 0.0
) -> list[Talker]:
    """So many people, no two from the same town; the same ones for the same seed."""
    chance = random.Random(seed)
    expected = Expected(bot)
    plans = [_plan(chance, place) for place in chance.sample(towns(), number)]
    return [Talker(server.person(_device(p, chance)), p, expected, pause) for p in plans]


def converse(
    server: TelegramServer,
    talkers: Sequence[Talker],
    patience: float = PATIENCE_SECONDS,
    between: Callable[[], Any] = lambda: None,
) -> None:
    """Everyone talks until all are done, or until nothing happened for too long.

    Args:
        patience: seconds in which nobody gets an answer, after which all give up.
        between: done between two looks; it may raise to end it all. When it returns something
            true, everyone's patience begins anew: a bot that starts cannot answer yet.
    """
    for talker in talkers:
        if not talker.acts:
            talker.start()
    last, acts = time.monotonic(), 0
    while not all(talker.done for talker in talkers):
        if between():
            last = time.monotonic()
        for talker in talkers:
            talker.step()
        if sum(len(talker.acts) for talker in talkers) > acts:
            last, acts = time.monotonic(), sum(len(talker.acts) for talker in talkers)
        if time.monotonic() - last > patience:
            waiting = [talker for talker in talkers if not talker.done]
            shown = "\n\n".join(f"{t.asked}\n{t.person}" for t in waiting[:3])
            raise AssertionError(f"{len(waiting)} talks stopped\n{shown}")
        time.sleep(LOOK_SECONDS)


def _plan(chance: random.Random, place: Place) -> Plan:
    answers: dict[str, tuple[str, ...]] = {}
    for question, every in QUESTIONS.items():
        possible = [answer for answer in every if answer not in ENDS_THE_TALK]
        together = [answer for answer in possible if answer not in ALONE]
        several = question in SEVERAL and chance.random() < 0.3
        answers[question] = tuple(
            chance.sample(together, 2) if several else [chance.choice(possible)]
        )
    return Plan(
        language=chance.choice(LANGUAGES),
        answers=answers,
        town=place,
        way=chance.randrange(3),
        typed=frozenset(q for q in QUESTIONS if chance.random() < 0.2),
        shares=chance.random() < 0.3 and shared(place) == place,
    )


def _device(plan: Plan, chance: random.Random) -> str | None:
    """In which language the phone speaks; not always the person's."""
    return chance.choice([base(plan.language), base(plan.language), "en", None])


def _buttons(message: Message) -> list[tuple[str, str]]:
    """The titles and data of all buttons under a message."""
    return [pair for row in titles(message.markup) for pair in row]


def _answer_in(data: str, question: str) -> str:
    """Which answer to this question a button gives, or empty."""
    if not data.startswith("/answer{"):
        return ""
    return str(json.loads(data.removeprefix("/answer")).get(question, ""))


def _again(texts: Iterable[str]) -> list[str]:
    counted = Counter(texts)
    return list((counted - Counter(list(counted))).elements())


def until(holds: Callable[[], Any], timeout: float = 60) -> None:
    """Waits until this holds; also for what the server hears nothing of."""
    deadline = time.monotonic() + timeout
    while not holds():
        assert time.monotonic() < deadline, f"it did not hold within {timeout} s"
        time.sleep(LOOK_SECONDS)
