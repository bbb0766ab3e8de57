"""The labels of the guesses (``data/labels.yml``): what each intent is called on a button."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from bot.content.nodes import below, line_of, read_nodes
from bot.content.problems import Problems

LONGEST = 30
"""Characters on a button; a longer one is cut off on a small phone."""

Labels = Mapping[str, str]
"""Intent -> label in Dutch; other languages have theirs in the catalogs."""


def load_labels(path: Path) -> Labels:
    """The labels of ``data/labels.yml``, by intent.

    Raises:
        ContentError: a label is empty or too long, or it stands for two intents.
    """
    problems = Problems(path)
    labels: dict[str, str] = {}
    for intent, said in below(below(read_nodes(problems)).get("labels")).items():
        text = str(said.value) if isinstance(said, yaml.ScalarNode) else ""
        if not 0 < len(text.strip()) <= LONGEST:
            expected = f"a text of at most {LONGEST} characters"
            problems.add(line_of(said), intent, text, expected)
        elif text in labels.values():
            other = next(name for name, label in labels.items() if label == text)
            problems.add(line_of(said), intent, text, f"new: {other} is called that already")
        labels[intent] = text
    problems.stop_if_any()
    return labels


def check_labels(path: Path, intents: Mapping[str, int]) -> None:
    """Checks that every intent has a label, or stands with those that are never guessed.

    Args:
        intents: the intents of ``domain.yml``, each with its line there.

    Raises:
        ContentError: a label is wrong, an intent is unknown, stands twice or nowhere.
    """
    load_labels(path)
    problems = Problems(path)
    node = below(read_nodes(problems))
    lines = {intent: line_of(said) for intent, said in below(node.get("labels")).items()}
    never = node.get("without")
    for item in never.value if isinstance(never, yaml.SequenceNode) else ():
        if item.value in lines:
            expected = f"new: line {lines[item.value]} has it already"
            problems.add(line_of(item), "without", item.value, expected)
        lines[item.value] = line_of(item)
    for intent, line in lines.items():
        if intent not in intents:
            problems.add(line, "labels", intent, "an intent of domain.yml")
    for intent, line in intents.items():
        if intent not in lines:
            expected = f"under labels or without, though line {line} of domain.yml names it"
            problems.add(1, "labels", intent, expected)
    problems.stop_if_any()
