"""Sorts sentences by their words and by their meaning.

Words: a linear support vector machine over words and pieces of words; it hears dialect and
misspelling. Meaning: logistic regression over sentence vectors; it hears words that no example has.
Chosen by measurement (docs/decisions/0015). All languages are in one model: who mixes Dutch and
French is understood too.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline, make_union
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

from bot.core.danger import spoken
from bot.dialogue.vectors import PROCESSES, vectors, vectors_of_examples

FOLDS = 2
"""How often the margin is turned into a chance on examples that were held apart (Platt, 1999)."""

SHARE = 0.3
"""How much the meaning counts beside the words."""

VECTORS = "vectors"
"""Where a message carries the vectors of its parts along."""

_ENDS = re.compile(r"[.!?…\n;]+")


def parts(text: str) -> list[str]:
    """A message and, of a longer one, each of its sentences: one of them may carry it all."""
    sentences = [part.strip() for part in _ENDS.split(text) if part.strip()]
    return [text, *sentences] if len(sentences) > 1 else [text]


def words_and_pieces() -> FeatureUnion:
    """What the words of a text are counted by: words, pairs of words, and pieces of words."""
    same = {"preprocessor": spoken, "sublinear_tf": True, "min_df": 2, "dtype": np.float32}
    return make_union(
        TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"\w+", **same),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), **same),
    )


def without_leftovers(learnt: Pipeline) -> None:
    """Lets go of the words that were seen too seldom to count: nothing asks for them any more.

    They were more than half of all words, and took most of the time that a model needs to load.
    """
    for counts in learnt[0].transformer_list:
        counts[1].stop_words_ = None


def margin() -> LinearSVC:
    """What learns from counted words: each label counts the same, however many examples it has."""
    return LinearSVC(C=1.0, class_weight="balanced", random_state=1, tol=0.01)


def side_by_side(*learners: tuple[Any, Any, Any]) -> list[Any]:
    """Lets several models learn at the same time, one on each core.

    Args:
        learners: a model, what it learns from, and the labels of that.

    Returns:
        The models that have learnt, in the same order.
    """
    found: list[Any] = Parallel(n_jobs=PROCESSES)(
        delayed(_learnt)(model, given, labels) for model, given, labels in learners
    )
    return found


def _learnt(model: Any, given: Any, labels: Any) -> Any:
    return model.fit(given, labels)


class TextModel:
    """Learns which label a sentence has, and how sure that is.

    Its chances order guesses well and are too modest: two judges that each are calibrated make a
    mix that is right more often than it says (docs/understanding.md has the table).
    """

    def __init__(self) -> None:
        chooses = CalibratedClassifierCV(margin(), cv=FOLDS, ensemble=False)
        self._words: Pipeline = make_pipeline(words_and_pieces(), chooses)
        self._meaning: Pipeline = make_pipeline(
            StandardScaler(), LogisticRegression(C=0.05, max_iter=60)
        )

    @property
    def labels(self) -> list[str]:
        """All labels, in the order of `chances`."""
        return [str(label) for label in self._words.classes_]

    def fit(self, texts: Sequence[str], labels: Sequence[str]) -> TextModel:
        """Learns from examples.

        Raises:
            ValueError: a label has fewer than `FOLDS` examples.
        """
        meant = np.array(labels)
        self._words, self._meaning = side_by_side(
            (self._words, list(texts), meant), (self._meaning, vectors_of_examples(texts), meant)
        )
        for calibrated in self._words[-1].calibrated_classifiers_:
            # Half the memory; the chances differ in the seventh digit.
            calibrated.base_estimator.coef_ = calibrated.base_estimator.coef_.astype(np.float32)
        without_leftovers(self._words)
        return self

    def chances(self, texts: Sequence[str], seen: np.ndarray | None = None) -> np.ndarray:
        """The chance of each label for each text, in the order of `labels`: (texts, labels).

        Args:
            seen: the vectors of the texts, when they are known already: (texts, `vectors.SIZE`).
        """
        by_words = self._words.predict_proba(list(texts))
        by_meaning = self._meaning.predict_proba(vectors(texts) if seen is None else seen)
        found: np.ndarray = (1 - SHARE) * by_words + SHARE * by_meaning
        return found

    def weighed(self, texts: Sequence[str], seen: np.ndarray | None = None) -> np.ndarray:
        """The chance of each label for a message, of which the texts are the `parts`: (labels,).

        The message as a whole and each of its sentences count by the square of how sure they are,
        so that one clear sentence in a story is heard.
        """
        found = self.chances(texts, seen)
        weights = found.max(axis=1) ** 2
        chances: np.ndarray = weights @ found / weights.sum()
        return chances

    def save(self, path: Path) -> None:
        """Writes what was learnt."""
        with path.open("wb") as file:
            pickle.dump(self, file, protocol=5)

    @classmethod
    def load(cls, path: Path) -> TextModel:
        """Reads what was learnt."""
        with path.open("rb") as file:
            found: TextModel = pickle.load(file)
        return found
