"""Cross-validation: how well the examples themselves are heard, when a part of them is not learnt.

Here the learnt model is alone: danger, phrases and rules take no part, and the examples are other
messages than those held out. So these figures are to be laid beside each other from run to run, not
beside those of the held-out messages. How far the folds lie apart says how much is chance.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rasa.shared.nlu.constants import INTENT, TEXT
from sklearn.model_selection import StratifiedKFold

from bot.dialogue.examples import read_examples
from bot.dialogue.intents import learnt_from
from bot.dialogue.text_model import TextModel
from bot.dialogue.vectors import vectors_of_examples
from bot.report_figures import macro_f1

FOLDS = 5
SEED = 1


class Example(NamedTuple):
    """A sentence to learn from, and what it means."""

    language: str
    intent: str
    text: str


Hear = Callable[[Sequence[Example], Sequence[str]], list[str]]
"""Learns from examples and says the intent of each of the texts."""


def learnt(nlu: Path) -> list[Example]:
    """The examples that `bot.dialogue.intents.Intents` learns from: those for danger are not.

    Args:
        nlu: the folder with a folder for each language.
    """
    return [
        Example(folder.name, str(message.get(INTENT)), str(message.get(TEXT)))
        for folder in sorted(path for path in nlu.iterdir() if path.is_dir())
        for message in learnt_from(read_examples(sorted(folder.glob("*.yml"))))
    ]


def by_text_model(examples: Sequence[Example], texts: Sequence[str]) -> list[str]:
    """What the model of the assistant hears in whole messages, not sentence by sentence."""
    model = TextModel().fit([e.text for e in examples], [e.intent for e in examples])
    chances = model.chances(texts, vectors_of_examples(texts))
    return [model.labels[place] for place in chances.argmax(axis=1)]


def scores(examples: Sequence[Example], hear: Hear = by_text_model) -> dict[str, list[float]]:
    """The macro-F1 per language of each fold; says on stderr how far it is.

    All languages are learnt together, as the assistant does; each part holds as much of every
    intent in every language.
    """
    found: dict[str, list[float]] = {example.language: [] for example in examples}
    parts = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    strata = [f"{example.language} {example.intent}" for example in examples]
    for fold, (known, new) in enumerate(parts.split(np.zeros(len(strata)), strata), 1):
        start = time.perf_counter()
        asked = [examples[place] for place in new]
        heard = hear([examples[place] for place in known], [example.text for example in asked])
        for language, its_scores in found.items():
            pairs = [
                (e.intent, h) for e, h in zip(asked, heard, strict=True) if e.language == language
            ]
            its_scores.append(macro_f1([m for m, _ in pairs], [h for _, h in pairs]))
        seconds = time.perf_counter() - start
        print(f"- fold {fold} of {FOLDS}: {seconds:.0f} s", file=sys.stderr, flush=True)
    return found


def table(examples: Sequence[Example], hear: Hear = by_text_model) -> list[str]:
    """A table of the mean macro-F1 per language, and how far the folds lie apart."""
    lines = [
        f"## Cross-validation: {FOLDS} folds of the examples",
        "",
        "| language | examples | macro-F1 | standard deviation | lowest-highest |",
        "|---|---|---|---|---|",
    ]
    for language, of_folds in scores(examples, hear).items():
        number = sum(example.language == language for example in examples)
        lines.append(
            f"| {language} | {number} | {statistics.mean(of_folds):.3f} | "
            f"{statistics.stdev(of_folds):.3f} | {min(of_folds):.3f}-{max(of_folds):.3f} |"
        )
    return lines
