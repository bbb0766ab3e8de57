"""The seven work models of the 2018 study: strengths, weaknesses and preconditions of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

WORK_MODELS = (
    "competence",
    "buddy",
    "own_network",
    "peers",
    "context",
    "organisation",
    "neighbourhood",
)
"""The seven ids, in the order of the slides. The order means nothing else."""


@dataclass(frozen=True)
class Point:
    """One bullet of a slide, in our own words.

    Attributes:
        id: seed, slide and bullet, such as ``003-4-w6``.
        text: a whole Dutch sentence (the msgid of its translations).
        ask: a question that a person may ask at the first contact, or None.
        touches: a subject (``Told.raised``) for whom this is the thing to know, or None.
    """

    id: str
    text: str
    ask: str | None = None
    touches: str | None = None


@dataclass(frozen=True)
class WorkModel:
    """One way of strengthening a network (seed 003, slides 2 to 9).

    Attributes:
        id: one of WORK_MODELS.
        slide: the slide's number in seed 003.
        name: short name, also a button.
        what: what it is, in a sentence for a person.
        first_visit: how a first time goes, in a sentence for a person.
        like: id of the strength to tell when no answer points at another.
        know: id of the weakness or precondition to tell when no answer points at another.
    """

    id: str
    slide: int
    name: str
    what: str
    first_visit: str
    like: str
    know: str
    about: tuple[Point, ...]
    strengths: tuple[Point, ...]
    weaknesses: tuple[Point, ...]
    preconditions: tuple[Point, ...]

    def points(self) -> Iterator[Point]:
        """All bullets of this model, slide 2 first."""
        yield from self.about
        yield from self.strengths
        yield from self.weaknesses
        yield from self.preconditions

    def point(self, point_id: str) -> Point:
        """The bullet with this id.

        Raises:
            KeyError: this model has no such bullet.
        """
        for point in self.points():
            if point.id == point_id:
                return point
        raise KeyError(point_id)

    def questions_to_ask(self) -> tuple[Point, ...]:
        """The preconditions that a person may check by asking (requirement 5)."""
        return tuple(p for p in self.preconditions if p.ask)
