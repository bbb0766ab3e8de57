"""What one message does to the answers: pure rules, whatever channel or engine carries them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.core.questions import ALONE, QUESTIONS, SEVERAL, Told

WISH_OF_INTENT = {
    "want_buddy": "together",
    "want_organisation": "drop_in",
    "want_peers": "same_experience",
    "want_neighbourhood": "near_home",
    "want_competence": "learn_contact",
    "want_own_network": "own_people_together",
    "want_context": "help_at_home",
}
"""A typed wish, when no phrase says more precisely which one."""

NO_IDEA = {"wish": "dont_know", "hard": "nothing", "size": "no_matter", "own_people": "dont_know"}
"""What 'I don't know' means as an answer to each question."""

YES_NO = {
    ("own_people", "affirm"): "yes",
    ("own_people", "deny"): "no",
    ("hard", "deny"): "nothing",
    ("size", "deny"): "no_matter",
}
"""Where a plain yes or no is an answer."""

BEGINS = frozenset({"begin", "affirm", "carry_on", "done", "greet", "skip_question", "no_idea"})
"""Intents that mean 'let us start' after the promise."""

URGENT_NEEDS = frozenset(
    {"no_bed", "housing_lost", "food", "energy", "debts", "papers", "medical_costs"}
)
"""Needs that a network cannot solve: rights and help come first (requirement 9)."""

NEVER_ANSWERS = frozenset(
    {
        "crisis_suicide",
        "crisis_violence",
        "crisis_medical",
        "help_now",
        "stop",
        "goodbye",
        "start_over",
        "go_back",
        "repeat",
        "forget_me",
        "ask_human",
        "ask_privacy",
        "ask_why",
        "ask_help",
        "ask_is_bot",
        "ask_work_model",
        "ask_cost",
        "ask_benefits_worry",
        "change_language",
        "report_wrong_info",
        "first_step",
        "show_summary",
    }
)
"""Messages that ask for something else, even when a word in them could be an answer."""


@dataclass(frozen=True)
class Message:
    """One message as the talk sees it.

    Attributes:
        intent: what it means as a whole.
        heard: kind -> values heard in it (or carried by the pressed button).
        pressed: whether it was a button.
    """

    intent: str
    heard: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pressed: bool = False

    def values(self, kind: str) -> tuple[str, ...]:
        """The values of one kind."""
        return tuple(self.heard.get(kind, ()))


@dataclass(frozen=True)
class Taken:
    """What a message did.

    Attributes:
        answers: questions that now have (other) answers; an empty tuple is a skipped one.
        picks: answers ticked so far at an open question with several answers, or None when no
            ticking is going on.
        known: the message only repeated what was known.
    """

    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    picks: tuple[str, ...] | None = None
    known: bool = False

    @property
    def nothing(self) -> bool:
        """Whether the message was no answer at all."""
        return not self.answers and self.picks is None and not self.known


def take(message: Message, told: Told, asked: str | None, picks: Iterable[str] = ()) -> Taken:
    """What a message answers.

    Args:
        told: what is known so far.
        asked: the question that is open now, or None.
        picks: what was ticked so far at that question.
    """
    ticked = tuple(picks)
    if asked in QUESTIONS and message.intent == "skip_question":
        return Taken({asked: ()})
    if asked in QUESTIONS and message.intent in ("done", "carry_on") and asked in SEVERAL:
        return Taken({asked: ticked}) if ticked or message.intent == "done" else Taken()
    if message.pressed:
        return _press(message, told, asked, ticked)
    if message.intent in NEVER_ANSWERS or set(message.values("need")) & URGENT_NEEDS:
        return Taken()
    if message.intent == "structural_need" and asked != "hard":
        return Taken()
    return _typed(message, told, asked, ticked)


def _press(message: Message, told: Told, asked: str | None, ticked: tuple[str, ...]) -> Taken:
    """A pressed answer: tick it, close its question, or change an earlier answer."""
    for question in QUESTIONS:
        for value in message.values(question):
            if question == asked and question in SEVERAL and value not in ALONE:
                new = ticked if value in ticked else (*ticked, value)
                return Taken(picks=new, known=value in ticked)
            if question == asked:
                return Taken({question: (value,)})
            if told.has(question, value):
                return Taken(known=True)
            return Taken({question: _joined(question, told.answers.get(question, ()), (value,))})
    return Taken()


def _typed(message: Message, told: Told, asked: str | None, ticked: tuple[str, ...]) -> Taken:
    """A typed message may answer the open question and others at once, or change earlier ones."""
    heard = {q: message.values(q) for q in QUESTIONS if message.values(q)}
    wish = WISH_OF_INTENT.get(message.intent)
    if wish and "wish" not in heard:
        heard["wish"] = (wish,)
    if asked in QUESTIONS and asked not in heard:
        plain_answer = YES_NO.get((asked, message.intent))
        if message.intent == "no_idea":
            plain_answer = NO_IDEA[asked]
        if plain_answer:
            heard[asked] = (plain_answer,)
    answers: dict[str, tuple[str, ...]] = {}
    for question, values in heard.items():
        before = ticked if question == asked else told.answers.get(question, ())
        after = _joined(question, before, values)
        if question == asked or set(after) != set(told.answers.get(question, ())):
            answers[question] = after
    return Taken(answers, known=bool(heard) and not answers)


def _joined(question: str, before: Iterable[str], new: Iterable[str]) -> tuple[str, ...]:
    """Several answers add up, a single one is replaced; 'I don't know' gives way to an answer."""
    values = tuple(new)
    if question not in SEVERAL:
        return values[-1:]
    real = [v for v in (*before, *values) if v not in ALONE]
    return tuple(dict.fromkeys(real)) or values[-1:]
