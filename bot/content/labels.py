"""The labels of the guesses (``data/labels.yml``): what each intent is called on a button."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from bot.content.nodes import below, line_of, read_nodes
from bot.content.problems import Problems
from bot.core.languages import LANGUAGES

LONGEST = 30
"""Characters on a button; a longer one is cut off on a small phone."""

Labels = Mapping[str, Mapping[str, str]]
"""Intent -> language (`LANGUAGES`) -> label."""


def load_labels(path: Path) -> Labels:
    """The labels of ``data/labels.yml``, by intent.

    Raises:
        ContentError: a label is missing in a language, too long, or the same in Dutch and French;
            or it stands for two intents.
    """
    problems = Problems(path)
    node = below(read_nodes(problems))
    labels: dict[str, dict[str, str]] = {}
    taken: dict[tuple[str, str], str] = {}
    for intent, said in below(node.get("labels")).items():
        line, texts = line_of(said), below(said)
        found = {name: str(text.value) for name, text in texts.items()}
        for name, text in texts.items():
            if name not in LANGUAGES:
                problems.add(line_of(text), intent, name, f"one of {', '.join(LANGUAGES)}")
            elif not 0 < len(found[name].strip()) <= LONGEST:
                expected = f"a text of at most {LONGEST} characters"
                problems.add(line_of(text), f"{intent}.{name}", text.value, expected)
            elif taken.setdefault((name, found[name]), intent) != intent:
                expected = f"new: {taken[name, found[name]]} is called that already"
                problems.add(line_of(text), f"{intent}.{name}", text.value, expected)
        for name in LANGUAGES:
            if name not in found:
                problems.add(line, intent, name, "given: every label stands in every language")
        for name in ("nl", "nl-simple"):
            other = name.replace("nl", "fr")
            if name in found and found[name] == found.get(other):
                problems.add(line, f"{intent}.{other}", found[name], "translated: it is Dutch")
        labels[intent] = found
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
