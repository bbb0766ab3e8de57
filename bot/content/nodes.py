"""YAML files as nodes that know their lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import yaml

from bot.content.problems import ContentError, Problems


@contextmanager
def readable(problems: Problems) -> Iterator[None]:
    """Tells what keeps a file from being read as a mistake of its line.

    Raises:
        ContentError: it is no readable YAML, or no UTF-8.
    """
    try:
        yield
        return
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problems.add(line, "(yaml)", getattr(error, "problem", ""), "readable YAML")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problems.add(line, "(file)", error.object[error.start : error.start + 1], "UTF-8 text")
    problems.stop_if_any()


def read_nodes(problems: Problems) -> yaml.MappingNode:
    """The names of a YAML file and what stands below each.

    Args:
        problems: of the file that is read; a mistake is noted there.

    Raises:
        ContentError: it cannot be read, has no names, or has one twice at one place.
    """
    node = None
    with readable(problems):
        text = problems.path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    if not isinstance(node, yaml.MappingNode):
        problems.add(1, "(file)", text[:20], "a list of names with a colon after each")
        raise ContentError(problems.found)
    _no_name_twice(node, problems)
    problems.stop_if_any()
    return node


def below(node: yaml.Node | None) -> dict[str, yaml.Node]:
    """What stands below each name of a node; nothing when it has no names."""
    return {k.value: v for k, v in node.value} if isinstance(node, yaml.MappingNode) else {}


def line_of(node: yaml.Node) -> int:
    """The line on which a node begins, counted from 1."""
    return int(node.start_mark.line) + 1


def _no_name_twice(node: yaml.Node, problems: Problems) -> None:
    """Notes every name that stands twice at one place: YAML would silently drop the first."""
    if isinstance(node, yaml.MappingNode):
        seen: dict[str, int] = {}
        for key, value in node.value:
            line = line_of(key)
            if key.value in seen:
                expected = f"new: line {seen[key.value]} has it already"
                problems.add(line, str(key.value), key.value, expected)
            seen[key.value] = line
            _no_name_twice(value, problems)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _no_name_twice(item, problems)
