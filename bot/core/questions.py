"""Which questions there are, and which one to ask next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.matching import Rule, advise, rotated

QUESTIONS: dict[str, tuple[str, ...]] = {
    "wish": (
        "together",
        "drop_in",
        "same_experience",
        "near_home",
        "be_useful",
        "learn_contact",
        "own_people_together",
        "help_at_home",
        "dont_know",
        "professional",
    ),
    "hard": (
        "money",
        "getting_there",
        "children",
        "language",
        "shame_nerves",
        "little_time",
        "evenings_weekends",
        "fear_benefit",
        "bad_help",
        "nothing",
    ),
    "size": ("one", "small", "many", "no_matter"),
    "own_people": ("yes", "no", "nobody", "dont_know"),
}
"""The questions before the advice, in their neutral order, with their answers."""

LIKES = ("cooking", "walking", "making", "music", "children", "talking", "other")
"""Answers to the one optional question about what a person likes or does well."""

RAISED = (
    "violence",
    "minor",
    "new_poverty",
    "migration",
    "no_smartphone",
    "work",
    "women",
    "older",
    "lgbtq",
    "mental_health",
    "addiction",
    "family_addiction",
    "man",
    "no_children",
    "under_55",
    "free",
)
"""Subjects a person may bring up in their own words; they are never asked."""

SENSITIVE = frozenset({"migration", "lgbtq", "mental_health", "addiction", "family_addiction"})
"""Subjects of health, origin or whom one loves: used only after a plain yes (requirement 30)."""

SEVERAL = frozenset({"wish", "hard", "likes"})
"""Questions to which one may give several answers."""

ALONE = frozenset({"dont_know", "professional", "nothing", "no_matter"})
"""Answers that close a question at once: they do not go together with others."""

ENOUGH = 3
"""After this many answered questions the advice comes: two or three is normal."""


@dataclass(frozen=True)
class Told:
    """What a person has told so far.

    Attributes:
        answers: question -> answers given; a question that was skipped has none, and one that
            was not asked yet is absent.
        raised: subjects that the person brought up in their own words (``violence``, ``work``,
            ``new_poverty`` ...). They are never asked.
        rotation: a number that belongs to this talk; it settles every tie, so that no model is
            always first.
    """

    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    raised: frozenset[str] = frozenset()
    rotation: int = 0

    def has(self, question: str, answer: str) -> bool:
        """Whether this answer was given."""
        return answer in self.answers.get(question, ())

    def pairs(self) -> frozenset[tuple[str, str]]:
        """All answers given, as (question, answer)."""
        return frozenset((q, a) for q, given in self.answers.items() for a in given)

    def plus(self, question: str, answers: Sequence[str]) -> Told:
        """The same talk with one question answered (or answered anew)."""
        return Told({**self.answers, question: tuple(answers)}, self.raised, self.rotation)


def open_questions(told: Told) -> list[str]:
    """Questions that may still be asked, in their neutral order.

    Own people are not asked for after violence was told (requirement 21).
    """
    barred = {"own_people"} if "violence" in told.raised else set()
    return [q for q in QUESTIONS if q not in told.answers and q not in barred]


def next_question(rules: Sequence[Rule], told: Told) -> str | None:
    """The question whose answer can still change the advice most, or None when it is time to stop.

    What counts as a change: another set of models, or another thing to know before. A wish for a
    professional ends the questions at once (requirement 8).
    """
    if told.has("wish", "professional"):
        return None
    if sum(1 for q in QUESTIONS if told.answers.get(q)) >= ENOUGH:
        return None
    if "wish" not in told.answers:
        # Nothing says more of a person than what they would like; it is also the kindest start.
        return "wish"
    gains = [(_gain(rules, told, q), q) for q in open_questions(told)]
    best = max((gain for gain, _ in gains), default=0.0)
    if best <= 0:
        return None
    return next(q for gain, q in gains if gain == best)


def _gain(rules: Sequence[Rule], told: Told, question: str) -> float:
    """How much the answers to this question can change what the advice says.

    Every model that some answer would bring in or take out counts 1; every thing to know before
    that some answer would add counts half.
    """
    models, notes = advise(rules, told.pairs(), told.raised, told.rotation).fingerprint()
    moved: set[str] = set()
    noted: set[str] = set()
    for answer in QUESTIONS[question]:
        pairs = told.pairs() | {(question, answer)}
        then = advise(rules, pairs, told.raised, told.rotation).fingerprint()
        moved |= then[0] ^ models
        noted |= then[1] - notes
    return len(moved) + 0.5 * len(noted)


def wish_order(rotation: int) -> tuple[str, ...]:
    """The wishes in this talk's order, so that a position ranks no model (requirement 19).

    'I don't know yet' and 'a professional' always stay last.
    """
    wishes = [w for w in QUESTIONS["wish"] if w not in ALONE]
    return (*rotated(wishes, rotation), "dont_know", "professional")
