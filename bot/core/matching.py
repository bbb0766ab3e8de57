"""What works for whom: answers in, two or three work models out, with their reasons.

The study ranked no model ('dat was ook niet de opzet', seed 002), so nothing here ranks quality:
points only say how many of a person's own answers speak for a way of meeting people. They are
never shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.core.work_models import WORK_MODELS

OUTRIGHT = 3
"""A wish with this weight asks for the model itself: it is always shown (requirement 19)."""

LOWEST, HIGHEST = -2, 3
"""How far all answers besides the wishes may move a model together (requirement 19)."""

MOST = 3
"""At most this many models in one advice."""

FEWEST = 2
"""At least this many: one single way would look like a verdict."""

CLEARLY = 2
"""A third model that was not asked for needs this many points: three cards are a lot to read."""

NOT_AFTER_VIOLENCE = frozenset({"own_network", "context"})
"""Not offered after violence was told, unless asked for (requirement 21)."""

NOT_FOR_MINORS = frozenset({"buddy", "peers", "organisation", "context", "own_network"})
"""Buddies, groups of adults, home visits and family talks (requirement 28)."""


@dataclass(frozen=True)
class Rule:
    """One line of ``data/matching.yml``.

    Attributes:
        weight: how much the answer speaks for the model; 0 is a note only.
        basis: ``seed`` when the study says so, ``practice`` when it is our own judgement.
        seed: id of the bullet it rests on, or a seed's number, or None.
        text: the reason (weight above 0) or the note (0 or below), a whole Dutch sentence.
        line: where it stands in the file, for messages to admins.
    """

    question: str
    answer: str
    work_model: str
    weight: int
    basis: str
    seed: str | None
    text: str
    line: int = 0

    @property
    def key(self) -> str:
        """The context of its translations."""
        return f"matching.{self.question}.{self.answer}.{self.work_model}"

    @property
    def is_reason(self) -> bool:
        """Whether it speaks for the model (otherwise it is a thing to know before)."""
        return self.weight > 0


@dataclass(frozen=True)
class Verdict:
    """What the answers say about one model.

    Attributes:
        asked: the person asked for this way outright.
        points: how far the answers speak for it; for the order only, never shown.
        reasons: the rules that speak for it.
        notes: the rules that say what to know before.
    """

    work_model: str
    asked: bool
    points: int
    reasons: tuple[Rule, ...]
    notes: tuple[Rule, ...]


@dataclass(frozen=True)
class Advice:
    """Two or three models to show, as equals, and all seven verdicts behind them."""

    shown: tuple[Verdict, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def work_models(self) -> tuple[str, ...]:
        """The ids of the models shown, in order."""
        return tuple(v.work_model for v in self.shown)

    def verdict(self, work_model: str) -> Verdict:
        """The verdict on one of the seven."""
        return next(v for v in self.verdicts if v.work_model == work_model)

    def fingerprint(self) -> tuple[frozenset[str], frozenset[str]]:
        """What would look different to the person: the models, and what to know before."""
        notes = frozenset(rule.key for v in self.shown for rule in v.notes)
        return frozenset(self.work_models), notes


def judge(rules: Iterable[Rule], pairs: frozenset[tuple[str, str]], work_model: str) -> Verdict:
    """What these answers say about one model.

    Args:
        pairs: answers given, as (question, answer).
    """
    fired = [r for r in rules if r.work_model == work_model and (r.question, r.answer) in pairs]
    # Two wishes for one way are still one wish for it: they do not push other wishes aside.
    wishes = max((r.weight for r in fired if r.question == "wish"), default=0)
    others = sum(r.weight for r in fired if r.question != "wish")
    reasons = sorted((r for r in fired if r.is_reason), key=lambda r: (-r.weight, r.key))
    notes = sorted((r for r in fired if not r.is_reason), key=lambda r: (r.weight, r.key))
    return Verdict(
        work_model=work_model,
        asked=any(r.question == "wish" and r.weight >= OUTRIGHT for r in fired),
        points=wishes + min(HIGHEST, max(LOWEST, others)),
        reasons=tuple(reasons),
        notes=tuple(notes),
    )


def barred(raised: Iterable[str], asked: Iterable[str]) -> frozenset[str]:
    """Models that are not offered in this talk, given what the person told."""
    subjects = set(raised)
    out: set[str] = set()
    if "violence" in subjects:
        out |= NOT_AFTER_VIOLENCE - set(asked)
    if "minor" in subjects:
        out |= NOT_FOR_MINORS
    return frozenset(out)


def rotated(values: Sequence[str], rotation: int) -> tuple[str, ...]:
    """The same values in the same circle, from the talk's own starting point: no one is first."""
    turn = rotation % len(values)
    return (*values[turn:], *values[:turn])


def advise(
    rules: Sequence[Rule],
    pairs: frozenset[tuple[str, str]],
    raised: Iterable[str] = (),
    rotation: int = 0,
    without: Iterable[str] = (),
) -> Advice:
    """Two or three of the seven models for these answers.

    What was asked for outright is always shown (up to three). Then come models for which the
    answers speak: one for the second place, and a third only when more than one answer does.
    With fewer than two, the neutral rotation fills up: to two when the person told something, to
    three when nothing was told.

    Args:
        pairs: answers given, as (question, answer); their order cannot matter.
        raised: subjects that the person brought up.
        rotation: the talk's own number; it settles ties.
        without: models already shown that did not fit ('none of these').
    """
    verdicts = tuple(judge(rules, pairs, m) for m in rotated(WORK_MODELS, rotation))
    out = barred(raised, (v.work_model for v in verdicts if v.asked)) | set(without)
    allowed = [v for v in verdicts if v.work_model not in out]
    ranked = sorted(allowed, key=lambda v: (not v.asked, -v.points))
    shown = [v for v in ranked if v.asked][:MOST]
    for verdict in ranked:
        # The second place takes any answer that speaks for a way, a third one more than that.
        enough = 1 if len(shown) < FEWEST else CLEARLY
        if verdict not in shown and len(shown) < MOST and verdict.points >= enough:
            shown.append(verdict)
    room = (FEWEST if shown else MOST) - len(shown)
    if room > 0:
        # Who fills up should have nothing against it, and no warning about what was told.
        fillers = sorted(ranked, key=lambda v: (v.points < 0, bool(v.notes), -v.points))
        shown += islice((v for v in fillers if v not in shown), room)
    return Advice(tuple(shown), verdicts)
