"""Tells Babel which words of our YAML are read by people.

Registered as the extractor ``netwerkwijzer_yaml``; ``PATTERNS`` in `bot/catalogs.py` says which
files it reads. The source text is the msgid; the response's or the content's key is the context.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

Message = tuple[int, str, tuple[str, str], list[str]]

CONTENT_FIELDS = frozenset({"name", "what", "first_visit", "text", "ask", "reason", "note"})


def extract_yaml(
    fileobj: Any, keywords: Any, comment_tags: Any, options: dict[str, Any]
) -> Iterator[Message]:
    """Yields (line, 'pgettext', (context, text), comments), as Babel expects of an extractor."""
    root = YAML().compose(fileobj)
    for key, node in _pairs(root):
        if key == "responses":
            for name, variations in _pairs(node):
                for variation in _items(variations):
                    yield from _response(name, variation)
        elif key == "work_models":
            for model, fields in _pairs(node):
                yield from _work_model(model, fields)
        elif key == "matching":
            for rule in _items(node):
                yield from _rule(rule)


def _message(node: Node, context: str, text: str) -> Message:
    return node.start_mark.line + 1, "pgettext", (context, text), []


def _response(name: str, variation: Node) -> Iterator[Message]:
    for key, node in _pairs(variation):
        if key == "text":
            yield _message(node, name, node.value)
        elif key == "buttons":
            for button in _items(node):
                for field, value in _pairs(button):
                    if field == "title":
                        yield _message(value, name, value.value)


def _work_model(model: str, fields: Node) -> Iterator[Message]:
    for key, node in _pairs(fields):
        if key in CONTENT_FIELDS:
            yield _message(node, f"work_models.{model}.{key}", node.value)
        elif isinstance(node, SequenceNode):
            for point in _items(node):
                values = dict(_pairs(point))
                for field in ("text", "ask"):
                    if field in values:
                        context = f"work_models.{values['id'].value}.{field}"
                        yield _message(values[field], context, values[field].value)


def _rule(rule: Node) -> Iterator[Message]:
    values = dict(_pairs(rule))
    parts = (values[name].value for name in ("question", "answer", "work_model"))
    context = ".".join(("matching", *parts))
    for field in ("reason", "note"):
        if field in values:
            yield _message(values[field], context, values[field].value)


def _pairs(node: Node | None) -> Iterator[tuple[str, Node]]:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield key.value, value


def _items(node: Node | None) -> list[Node]:
    return list(node.value) if isinstance(node, SequenceNode) else []
