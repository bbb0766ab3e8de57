"""Sorts sentences: a linear support vector machine over words and pieces of words.

Chosen by measurement (docs/decisions/0015). All languages are in one model: who mixes Dutch and
French is understood too.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import joblib
import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import Pipeline, make_pipeline, make_union
from sklearn.svm import LinearSVC

from bot.core.danger import spoken

FOLDS = 3
"""How often the margin is turned into a chance on examples that were held apart (Platt, 1999)."""


class TextModel:
    """Learns which label a sentence has, and how sure that is.

    Its chances are calibrated: of all sentences with a chance of 0.8 about eight in ten are right.
    """

    def __init__(self) -> None:
        same = {"preprocessor": spoken, "sublinear_tf": True, "dtype": np.float32}
        features = make_union(
            TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"\w+", min_df=2, **same),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, **same),
        )
        margin = LinearSVC(C=1.0, class_weight="balanced", random_state=1, tol=0.01)
        chooses = CalibratedClassifierCV(margin, cv=FOLDS, ensemble=False, n_jobs=2)
        self._pipeline: Pipeline = make_pipeline(features, chooses)

    @property
    def labels(self) -> list[str]:
        """All labels, in the order of `chances`."""
        return [str(label) for label in self._pipeline.classes_]

    def fit(self, texts: Sequence[str], labels: Sequence[str]) -> TextModel:
        """Learns from examples.

        Raises:
            ValueError: a label has fewer than `FOLDS` examples.
        """
        self._pipeline.fit(list(texts), np.array(labels))
        for calibrated in self._pipeline[-1].calibrated_classifiers_:
            # Half the memory; the chances differ in the seventh digit.
            calibrated.base_estimator.coef_ = calibrated.base_estimator.coef_.astype(np.float32)
        return self

    def chances(self, texts: Sequence[str]) -> np.ndarray:
        """The chance of each label for each text, in the order of `labels`: (texts, labels)."""
        found: np.ndarray = self._pipeline.predict_proba(list(texts))
        return found

    def save(self, path: Path) -> None:
        """Writes what was learnt."""
        joblib.dump(self, path)

    @classmethod
    def load(cls, path: Path) -> TextModel:
        """Reads what was learnt."""
        found: TextModel = joblib.load(path)
        return found
