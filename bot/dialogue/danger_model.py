"""The classifier of danger: which sentence speaks of which kind, also in words of no list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from bot.dialogue.text_model import TextModel

NONE = "none"
"""What every sentence without danger is."""

_ENDS = re.compile(r"[.!?…\n;]+")


def parts(text: str) -> list[str]:
    """A message and, of a longer one, each of its sentences: danger may stand in one of them."""
    sentences = [part.strip() for part in _ENDS.split(text) if part.strip()]
    return [text, *sentences] if len(sentences) > 1 else [text]


class DangerModel:
    """Learns the kinds of danger; it looks at a message as a whole and at each sentence of it."""

    def __init__(self, model: TextModel | None = None) -> None:
        self._model = model or TextModel()

    def fit(self, texts: Sequence[str], kinds: Sequence[str]) -> DangerModel:
        """Learns from examples.

        Args:
            kinds: for each text its kind of danger, or `NONE`.
        """
        said, meant = [], []
        for text, kind in zip(texts, kinds, strict=True):
            # Of a story about danger nobody said which sentence speaks of it.
            pieces = parts(text) if kind == NONE else [text]
            said += pieces
            meant += [kind] * len(pieces)
        self._model.fit(said, meant)
        return self

    def chances(self, text: str) -> dict[str, float]:
        """How likely each kind of danger is, between 0 and 1, in the part where it is most."""
        most = self._model.chances(parts(text)).max(axis=0)
        found = zip(self._model.labels, most, strict=True)
        return {kind: float(chance) for kind, chance in found if kind != NONE}

    def save(self, path: Path) -> None:
        """Writes what was learnt."""
        self._model.save(path)

    @classmethod
    def load(cls, path: Path) -> DangerModel:
        """Reads what was learnt."""
        return cls(TextModel.load(path))
