"""The reviewed words of each language (``data/plain/<language>.yml``), for easy language."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import yaml

from bot.content.nodes import below, line_of, read_nodes
from bot.content.problems import Problems
from bot.core.plain import Tongue
from bot.core.tongues import TONGUES

LISTS, TABLES = ("common",), ("explained", "short_forms", "instead")


def load_tongue(path: Path) -> Tongue:
    """The grammar of a language with its reviewed words.

    Args:
        path: the file; its name is the two letters of the language.

    Raises:
        ContentError: an unknown group, a word that is empty or stands twice, or an explanation that
            is missing.
    """
    problems = Problems(path, f"plain/{path.name}")
    page = below(read_nodes(problems))
    words: dict[str, dict[str, str]] = {name: {} for name in (*LISTS, *TABLES)}
    for name, node in page.items():
        if name in LISTS and isinstance(node, yaml.SequenceNode):
            pairs = [(item, item) for item in node.value]
        elif name in TABLES and isinstance(node, yaml.MappingNode):
            pairs = list(node.value)
        else:
            expected = f"one of {', '.join((*LISTS, *TABLES))}, with words below it"
            problems.add(line_of(node), name, "", expected)
            continue
        for word, said in pairs:
            text = str(word.value).strip().replace("’", "'")
            if not text or not str(said.value).strip():
                problems.add(line_of(word), name, word.value, "a word, and what it means")
            elif text in words[name]:
                problems.add(line_of(word), name, word.value, "new: it stands in this list already")
            words[name][text] = str(said.value)
    problems.stop_if_any()
    return replace(
        TONGUES.get(path.stem, Tongue()),
        common=frozenset(words["common"]),
        explained=words["explained"],
        short_forms=frozenset(words["short_forms"]),
        figures=words["instead"],
    )
