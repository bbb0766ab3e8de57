"""The classifier of danger: which sentence speaks of which kind, also in words of no list."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from bot.core.danger import DANGER_OF
from bot.dialogue.text_model import (
    TextModel,
    margin,
    parts,
    side_by_side,
    without_leftovers,
    words_and_pieces,
)
from bot.dialogue.vectors import vectors, vectors_of_examples

NONE = "none"
"""What every sentence without danger is."""

MEANING = 0.1
"""What a step in the logit of the meaning counts, where a step in the margin of the words is 1."""

ALONE = 0.4
"""How much less a sentence counts than the message it stands in: 'ze is weg' may be anything."""

RAISES_FROM = 0.1
"""From this score on danger is raised (docs/understanding.md has the measure)."""

DOUBTS_FROM = -0.5
"""From this score on danger cannot be excluded: the person is told how to say so."""

ALSO = 0.35
"""A message may speak of two dangers: the share of its kinds that a danger needs to be raised."""


class Verdict(NamedTuple):
    """What is thought of a message.

    Attributes:
        kinds: the kinds of danger that it speaks of.
        unsure: none is heard, but it cannot be excluded.
    """

    kinds: list[str]
    unsure: bool


class DangerModel:
    """Learns whether a message speaks of danger, and of which kind.

    Whether: one judge goes by the words, one by the meaning. Which kind: `TextModel`, from the
    examples of danger alone.
    """

    def __init__(self) -> None:
        self._words: Pipeline = make_pipeline(words_and_pieces(), margin())
        small = MLPClassifier(
            (128,), alpha=1e-3, batch_size=256, max_iter=40, early_stopping=True, random_state=1
        )
        self._meaning: Pipeline = make_pipeline(StandardScaler(), small)
        self._kind = TextModel()

    def fit(self, texts: Sequence[str], kinds: Sequence[str]) -> DangerModel:
        """Learns from examples.

        Args:
            kinds: for each text its kind of danger, or `NONE`.
        """
        said, danger = [], []
        for text, kind in zip(texts, kinds, strict=True):
            # Of a story about danger nobody said which sentence speaks of it.
            pieces = parts(text) if kind == NONE else [text]
            said += pieces
            danger += [kind != NONE] * len(pieces)
        known = [(text, kind) for text, kind in zip(texts, kinds, strict=True) if kind != NONE]
        numbers = vectors_of_examples(said)
        self._kind, self._words, self._meaning = side_by_side(
            (self._kind, [text for text, _ in known], [kind for _, kind in known]),
            (self._words, said, np.array(danger)),
            (self._meaning, numbers, np.array(danger)),
        )
        without_leftovers(self._words)
        return self

    def scores(self, texts: Sequence[str], seen: np.ndarray) -> np.ndarray:
        """How much each text speaks of danger: above 0 more likely than not, (texts,).

        Args:
            seen: the vectors of the texts, (texts, `vectors.SIZE`).
        """
        chance = np.clip(self._meaning.predict_proba(seen)[:, 1], 1e-6, 1 - 1e-6)
        by_words = self._words.decision_function(list(texts))
        found: np.ndarray = by_words + MEANING * np.log(chance / (1 - chance))
        return found

    def judge(self, texts: Sequence[str], seen: np.ndarray | None = None) -> Verdict:
        """The kinds of danger in a message: the likeliest of each danger; none for no danger.

        Args:
            texts: the `parts` of the message.
            seen: their vectors, when these are known already.
        """
        numbers = vectors(texts) if seen is None else seen
        scores = self.scores(texts, numbers)
        scores[1:] -= ALONE
        worst = int(scores.argmax())
        if scores[worst] < RAISES_FROM:
            return Verdict([], unsure=bool(scores[worst] >= DOUBTS_FROM))
        chances = self._kind.chances([texts[worst]], numbers[worst : worst + 1])[0]
        kinds = likeliest(dict(zip(self._kind.labels, chances.tolist(), strict=True)))
        return Verdict(kinds, unsure=False)

    def save(self, path: Path) -> None:
        """Writes what was learnt."""
        with path.open("wb") as file:
            pickle.dump(self, file, protocol=5)

    @classmethod
    def load(cls, path: Path) -> DangerModel:
        """Reads what was learnt."""
        with path.open("rb") as file:
            found: DangerModel = pickle.load(file)
        return found


def likeliest(chances: dict[str, float]) -> list[str]:
    """The likeliest kind of the likeliest danger, and of every other danger that is likely too.

    Args:
        chances: kind -> chance, 0 to 1, of a message in which there is danger.
    """
    dangers: dict[str, list[str]] = {}
    for kind in sorted(chances, key=lambda kind: -chances[kind]):
        dangers.setdefault(DANGER_OF[kind], []).append(kind)
    shares = {danger: sum(chances[k] for k in kinds) for danger, kinds in dangers.items()}
    first = max(shares, key=lambda danger: shares[danger])
    return [
        kinds[0] for danger, kinds in dangers.items() if danger == first or shares[danger] >= ALSO
    ]
