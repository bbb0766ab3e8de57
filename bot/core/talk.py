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

NO_IDEA = {"wish": "dont_know", "hard": None, "size": "no_matter", "own_people": "dont_know"}
"""What 'I don't know' means as an answer to each question; None skips it."""

CRISES = ("crisis_", "help_now")
"""How the intents begin in whose answers 112 comes before everything else."""

FORGETS = frozenset({"forget_me", "quick_away", "start_over"})
"""Intents after which nothing of the message is kept."""

TELLS_PAIN = frozenset(
    {"express_loneliness", "express_doubt", "express_frustration", "new_poverty"}
    | {"migration_background"}
)
"""Messages in which 'I don't know' belongs to what weighs, and answers no question."""

TOLD_FIRST = TELLS_PAIN | {"structural_need"}
"""What is answered at once, also when a language is still to be chosen."""

LAST = "last"
"""A refusal of what was said or pressed just before: 'nee, toch niet'."""

MEANT = "meant"
"""A refusal of the wish that is only guessed: it adds none, and takes back one that was told."""

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
        "crisis_minor",
        "crisis_veiled",
        "help_now",
        "stop",
        "goodbye",
        "start_over",
        "go_back",
        "repeat",
        "forget_me",
        "quick_away",
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
        removed: wishes (or ticks) that were turned down or taken back.
    """

    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    picks: tuple[str, ...] | None = None
    known: bool = False
    removed: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether the message was no answer at all."""
        return not self.answers and self.picks is None and not self.known and not self.removed


def take(
    message: Message,
    told: Told,
    asked: str | None,
    picks: Iterable[str] = (),
    times_asked: int = 1,
) -> Taken:
    """What a message answers.

    Args:
        told: what is known so far.
        asked: the question that is open now, or None.
        picks: what was ticked so far at that question.
        times_asked: how often that question was put, this time.
    """
    ticked = tuple(picks)
    if not message.pressed and asked in QUESTIONS and _in_one_word(message, asked):
        return _typed(message, told, asked, ticked)
    if asked and ticked and not any(message.values(question) for question in QUESTIONS):
        refused = message.values("refused")
        if refused == (LAST,):
            return Taken(picks=ticked[:-1], removed=ticked[-1:])
        if message.intent == "deny" and not message.pressed and not refused:
            # 'No' to 'anything else?' means that this is all.
            return Taken({asked: ticked})
    if asked in QUESTIONS and message.intent == "skip_question":
        # Who ticked something and then says 'skip' means: on to the next one.
        return Taken({asked: ticked})
    if asked in QUESTIONS and message.intent in ("done", "carry_on") and asked in SEVERAL:
        # 'Ready' at a question that just came was meant for the one before it.
        over = message.intent == "done" and times_asked > 1
        return Taken({asked: ticked}) if ticked or over else Taken()
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
                if value in ticked and message.values("off"):
                    # The button with the tick was pressed: this one is not meant after all.
                    return Taken(picks=tuple(t for t in ticked if t != value), removed=(value,))
                if value in ticked:
                    # The same button pressed twice by a trembling finger loses nothing.
                    return Taken(picks=ticked, known=True)
                return Taken(picks=(*ticked, value))
            if question == asked:
                return Taken({question: (value,)})
            if told.has(question, value):
                return Taken(known=True)
            return Taken({question: _joined(question, told.answers.get(question, ()), (value,))})
    return Taken()


def _typed(message: Message, told: Told, asked: str | None, ticked: tuple[str, ...]) -> Taken:
    """A typed message may answer the open question and others at once, or change earlier ones."""
    heard = _heard(message, asked)
    said = message.values("refused")
    refused = tuple(v for v in said if v not in (LAST, MEANT))
    wish = WISH_OF_INTENT.get(message.intent)
    if wish and MEANT in said:
        known = ticked if asked == "wish" else told.answers.get("wish", ())
        refused += (wish,) if wish in known else ()
    elif wish and "wish" not in heard and not refused:
        heard["wish"] = (wish,)
    if asked in QUESTIONS and asked not in heard:
        if message.intent == "no_idea":
            unknown = NO_IDEA[asked]
            heard[asked] = (unknown,) if unknown else ()
        elif (asked, message.intent) in YES_NO and not (
            message.values("place") or message.values("short") or (asked == "size" and heard)
        ):
            # 'No, not much money' says nothing of how many people, and 'no, Aalst' neither.
            heard[asked] = (YES_NO[(asked, message.intent)],)
    answers: dict[str, tuple[str, ...]] = {}
    for question, values in heard.items():
        before = ticked if question == asked else told.answers.get(question, ())
        kept = tuple(v for v in before if question != "wish" or v not in refused)
        after = _joined(question, kept, values)
        if question == asked or set(after) != set(told.answers.get(question, ())):
            answers[question] = after
    if not refused:
        return Taken(answers, known=bool(heard) and not answers)
    return _without(refused, answers, told, asked, ticked)


def _without(
    refused: tuple[str, ...],
    answers: dict[str, tuple[str, ...]],
    told: Told,
    asked: str | None,
    ticked: tuple[str, ...],
) -> Taken:
    """The answers of a message without the wishes that it turns down."""
    if "wish" in answers:
        return Taken(answers, removed=refused)
    if asked == "wish":
        left = tuple(t for t in ticked if t not in refused)
        return Taken(answers, picks=left if ticked and not answers else None, removed=refused)
    before = told.answers.get("wish", ())
    if set(refused) & set(before):
        answers["wish"] = tuple(v for v in before if v not in refused)
    return Taken(answers, removed=refused)


def _heard(message: Message, asked: str | None) -> dict[str, tuple[str, ...]]:
    """The answers heard in a typed message."""
    heard = {q: message.values(q) for q in QUESTIONS if message.values(q)}
    if asked in QUESTIONS and asked not in heard and _in_one_word(message, asked):
        heard[asked] = _in_one_word(message, asked)
    # 'I don't know' answers the open question and no other, and never what weighs on somebody.
    pain = message.intent in TELLS_PAIN
    return {
        question: values
        for question, values in heard.items()
        if values != ("dont_know",) or (question == asked and not pain)
    }


def _in_one_word(message: Message, asked: str) -> tuple[str, ...]:
    """What one word answers to the open question: 'geld', 'niks', 'koffie'."""
    said = (value.split(":", 1) for value in message.values("short"))
    return tuple(value for question, value in said if question == asked)


def _joined(question: str, before: Iterable[str], new: Iterable[str]) -> tuple[str, ...]:
    """Several answers add up, a single one is replaced; 'I don't know' gives way to an answer."""
    values = tuple(new)
    if question not in SEVERAL:
        return values[-1:]
    real = [v for v in (*before, *values) if v not in ALONE]
    return tuple(dict.fromkeys(real)) or values[-1:]
