#!/usr/bin/env python3
"""Ways to hear an intent, laid side by side on the messages that nobody learnt from.

    python benchmarks/pipelines.py                      # all that train in minutes
    python benchmarks/pipelines.py diet --epochs 15     # Rasa's DIET, half an hour or more
    python benchmarks/pipelines.py diet --model FILE    # one that was trained before

Each learns from the examples of ``data/nlu`` that are not about danger, in a process of its own,
and is asked for the intents of ``tests/nlu``, once as they are and once with a typing error in each
message (`bot.report_typing`). Prints a row of a table for each: macro-F1 in Dutch and in French,
the same with errors, seconds to learn, the most memory in MB, milliseconds a message. Figures of
one run may be compared; another machine gives other seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")

from bot.dialogue import vectors  # noqa: E402
from bot.report import peak_memory  # noqa: E402
from bot.report_figures import macro_f1  # noqa: E402
from bot.report_folds import Example, learnt  # noqa: E402
from bot.report_typing import misspelt  # noqa: E402

Hear = Callable[[Sequence[str]], list[str]]
"""Says the intent of each text."""

DIET = """\
recipe: default.v1
assistant_id: diet
language: nl
pipeline:
- name: WhitespaceTokenizer
- name: RegexFeaturizer
- name: LexicalSyntacticFeaturizer
- name: CountVectorsFeaturizer
- name: CountVectorsFeaturizer
  analyzer: char_wb
  min_ngram: 1
  max_ngram: 4
- name: DIETClassifier
  epochs: {epochs}
  constrain_similarities: true
  entity_recognition: false
policies: []
"""


def counts(examples: Sequence[Example], _epochs: int) -> Hear:
    """Logistic regression over counts of words and pieces: as Rasa's classifier of that name."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    pieces = make_union(
        CountVectorizer(token_pattern=r"\w+"),
        CountVectorizer(analyzer="char_wb", ngram_range=(1, 4)),
    )
    model = make_pipeline(pieces, LogisticRegression(class_weight="balanced", max_iter=100))
    model.fit([e.text for e in examples], [e.intent for e in examples])
    return lambda texts: [str(found) for found in model.predict(list(texts))]


def words(examples: Sequence[Example], _epochs: int) -> Hear:
    """The words alone, of our own: support vectors over TF-IDF."""
    return _ours(examples, share=0.0)


def words_and_meaning(examples: Sequence[Example], _epochs: int) -> Hear:
    """Words, and vectors of the sentence encoder: what `config.yml` has."""
    from bot.dialogue import text_model

    return _ours(examples, share=text_model.SHARE)


def meaning(examples: Sequence[Example], _epochs: int) -> Hear:
    """Logistic regression over vectors of the sentence encoder alone."""
    return _ours(examples, share=1.0)


def counts_and_meaning(examples: Sequence[Example], epochs: int) -> Hear:
    """Logistic regression over counts and over the vectors, side by side in one model."""
    import numpy as np
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_union

    pieces = make_union(
        CountVectorizer(token_pattern=r"\w+"),
        CountVectorizer(analyzer="char_wb", ngram_range=(1, 4)),
    )
    texts = [e.text for e in examples]
    # A vector has length 1; ten times that weighs as much as the pieces of a short sentence.
    both = hstack(
        [pieces.fit_transform(texts), csr_matrix(10 * vectors.vectors_of_examples(texts))]
    )
    model = LogisticRegression(class_weight="balanced", max_iter=100)
    model.fit(both.tocsr(), np.array([e.intent for e in examples]))

    def hear(asked: Sequence[str]) -> list[str]:
        # One by one, as messages come.
        return [
            str(
                model.predict(
                    hstack([pieces.transform([t]), csr_matrix(10 * vectors.vectors([t]))]).tocsr()
                )[0]
            )
            for t in asked
        ]

    return hear


def diet(examples: Sequence[Example], epochs: int) -> Hear:
    """Rasa's own: DIET over sparse features, as `rasa init` writes it, for some epochs."""
    import yaml
    from rasa.model_training import train_nlu

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "config.yml").write_text(DIET.format(epochs=epochs), encoding="utf-8")
        by_intent: dict[str, list[str]] = {}
        for example in examples:
            by_intent.setdefault(example.intent, []).append(example.text)
        blocks = [
            {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)}
            for intent, texts in by_intent.items()
        ]
        page = yaml.safe_dump({"version": "3.1", "nlu": blocks}, allow_unicode=True)
        (folder / "nlu.yml").write_text(page, encoding="utf-8")
        model = train_nlu(str(folder / "config.yml"), str(folder / "nlu.yml"), output=name)
        return _parsed_by(str(model))


def _parsed_by(model: str) -> Hear:
    from rasa.core.agent import Agent

    agent = Agent.load(model)

    def hear(texts: Sequence[str]) -> list[str]:
        async def all_of_them() -> list[str]:
            found = [await agent.parse_message(text) for text in texts]
            return [str(one["intent"]["name"]) for one in found]

        return asyncio.run(all_of_them())

    return hear


def _ours(examples: Sequence[Example], share: float) -> Hear:
    from bot.dialogue import text_model

    model = text_model.TextModel().fit([e.text for e in examples], [e.intent for e in examples])

    def hear(texts: Sequence[str]) -> list[str]:
        text_model.SHARE = share
        chances = (model.weighed(text_model.parts(text)) for text in texts)
        return [model.labels[int(found.argmax())] for found in chances]

    return hear


JUDGES: dict[str, Callable[[Sequence[Example], int], Hear]] = {
    "counts": counts,
    "counts_and_meaning": counts_and_meaning,
    "meaning": meaning,
    "words": words,
    "words_and_meaning": words_and_meaning,
    "diet": diet,
}


def row(name: str, epochs: int, trained: str | None) -> str:
    """Lets one of them learn and hear; its row."""
    # What another training remembered would make this one look quick.
    vectors._read, vectors._write = lambda _: {}, lambda *_: None
    examples = learnt(ROOT / "data" / "nlu")
    start = time.perf_counter()
    hear = _parsed_by(trained) if trained else JUDGES[name](examples, epochs)
    seconds = time.perf_counter() - start
    right, wrong, spent, messages = [], [], 0.0, 0
    for language in ("nl", "fr"):
        path = ROOT / "tests" / "nlu" / f"{language}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            asked = [r for r in csv.DictReader(file) if not r["intent"].startswith("crisis_")]
        meant = [r["intent"] for r in asked]
        hear(["warm"])
        start = time.perf_counter()
        right.append(macro_f1(meant, hear([r["text"] for r in asked])))
        spent, messages = spent + time.perf_counter() - start, messages + len(asked)
        wrong.append(macro_f1(meant, hear([misspelt(r["text"]) for r in asked])))
    figures = [f"{f1:.3f}" for f1 in (*right, *wrong)]
    ms = 1000 * spent / messages
    return f"| {name} | {' | '.join(figures)} | {seconds:.0f} | {peak_memory():.0f} | {ms:.1f} |"


def main() -> int:
    """Each in a process of its own, so that memory is its own too."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("judges", nargs="*", choices=[[], *JUDGES], default=[])
    arguments.add_argument("--epochs", type=int, default=15, help="of diet")
    arguments.add_argument("--model", help="a model of diet that was trained before")
    arguments.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    chosen = arguments.parse_args()
    names = chosen.judges or [name for name in JUDGES if name != "diet"]
    if chosen.alone:
        print(row(names[0], chosen.epochs, chosen.model))
        return 0
    print("| judge | nl | fr | nl, errors | fr, errors | seconds | MB | ms |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    for name in names:
        command = [sys.executable, __file__, name, "--epochs", str(chosen.epochs), "--alone"]
        command += ["--model", chosen.model] if chosen.model else []
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        print(done.stdout.strip().splitlines()[-1], flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
