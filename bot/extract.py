"""Tells Babel which words of our YAML and tables are read by people.

Registered as the extractors ``netwerkwijzer_yaml`` and ``netwerkwijzer_csv``; `bot/catalogs.py`
says which files they read. The source text is the msgid; the response's or the content's key is
the context. A comment just above a text or above its name is for the translator.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import yaml
from yaml import MappingNode, Node, SequenceNode

Message = tuple[int, str, tuple[str, ...], list[str]]
"""Line, gettext's function, its arguments (the context first), comments for the translator."""

WIDTH = 30
"""Characters on a button; a small phone cuts off more."""

BUTTON = f"A button: {WIDTH} characters at most."
"""What the translator of a button reads."""

CONTENT_FIELDS = frozenset({"name", "what", "first_visit", "text", "ask", "reason", "note"})

FACTS = {
    "initiatives.csv": ("summary_nl", "season_nl", "target_group_nl"),
    "helplines.csv": ("name_nl", "for_what_nl"),
}
"""Columns of the tables that people read, by the name of the file."""

OF_ONE = frozenset({"summary_nl", "for_what_nl", "name_nl"})
"""Columns that say something of one row only; the others hold phrases that many rows share."""


def extract_yaml(
    fileobj: Any, keywords: Any, comment_tags: Any, options: dict[str, Any]
) -> Iterator[Message]:
    """Yields (line, function, (context, text), comments), as Babel expects of an extractor."""
    page = _Page(_decoded(fileobj.read()))
    for key, node in _pairs(page.root):
        if key == "responses":
            for name, variations in _pairs(node):
                for variation in _items(variations):
                    yield from page.response(name, variation)
        elif key == "work_models":
            for model, fields in _pairs(node):
                yield from page.work_model(model, fields)
        elif key == "matching":
            for rule in _items(node):
                yield from page.rule(rule)
        elif key == "labels":
            for intent, said in _pairs(node):
                yield page.message(said, f"labels.{intent}", BUTTON)


def extract_csv(
    fileobj: Any, keywords: Any, comment_tags: Any, options: dict[str, Any]
) -> Iterator[Message]:
    """Yields the facts of a table; the context is the row's id and the column's name."""
    text = fileobj.read()
    rows = csv.DictReader(
        io.StringIO(text.decode("utf-8-sig") if isinstance(text, bytes) else text)
    )
    table = options["table"]
    for row in rows:
        for column in FACTS[table]:
            if row.get(column):
                yield rows.line_num, "pgettext", (fact(table, row["id"], column), row[column]), []


def fact(table: str, row: str, column: str) -> str:
    """The context of a fact: ``initiatives.den-alf.summary``; no id where many rows share it."""
    of_one = (row,) if column in OF_ONE else ()
    return ".".join((table.removesuffix(".csv"), *of_one, column.removesuffix("_nl")))


def _decoded(text: bytes | str) -> str:
    return text.decode("utf-8-sig") if isinstance(text, bytes) else text


class _Page:
    """One YAML file: its nodes, and its lines for the comments."""

    def __init__(self, text: str) -> None:
        self.root = yaml.compose(text, Loader=yaml.CSafeLoader)
        self._lines = text.splitlines()

    def message(self, node: Node, context: str, *notes: str) -> Message:
        """One text, with the comment above it and what else a translator must know."""
        line = node.start_mark.line
        return line + 1, "pgettext", (context, node.value), [*self._above(line), *notes]

    def _above(self, line: int) -> list[str]:
        """The comment that ends just above a line (counted from 0); a ruler is no comment."""
        found: list[str] = []
        at = line - 1
        while at >= 0 and self._lines[at].lstrip().startswith("#"):
            said = self._lines[at].strip().lstrip("# ")
            if said.startswith("---") or not said:
                break
            found.insert(0, said)
            at -= 1
        return found

    def response(self, name: str, variation: Node) -> Iterator[Message]:
        fields = dict(_pairs(variation))
        plural = dict(_pairs(fields.get("metadata"))).get("plural")
        # The name of the response stands on the line before its first variation.
        above = self._above(variation.start_mark.line - 1)
        for key, node in fields.items():
            if key == "text":
                line, function, said, comments = self.message(node, name)
                if plural is not None:
                    function, said = "npgettext", (*said, plural.value)
                yield line, function, said, above + comments
            elif key == "buttons":
                for button in _items(node):
                    title = dict(_pairs(button)).get("title")
                    if title is not None:
                        yield self.message(title, name, BUTTON)

    def work_model(self, model: str, fields: Node) -> Iterator[Message]:
        for key, node in _pairs(fields):
            if key in CONTENT_FIELDS:
                notes = (BUTTON,) if key == "name" else ()
                yield self.message(node, f"work_models.{model}.{key}", *notes)
            elif isinstance(node, SequenceNode):
                for point in _items(node):
                    values = dict(_pairs(point))
                    for field in ("text", "ask"):
                        if field in values:
                            context = f"work_models.{values['id'].value}.{field}"
                            yield self.message(values[field], context)

    def rule(self, rule: Node) -> Iterator[Message]:
        values = dict(_pairs(rule))
        parts = (values[name].value for name in ("question", "answer", "work_model"))
        context = ".".join(("matching", *parts))
        for field in ("reason", "note"):
            if field in values:
                yield self.message(values[field], context)


def _pairs(node: Node | None) -> Iterator[tuple[str, Node]]:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield key.value, value


def _items(node: Node | None) -> list[Node]:
    return list(node.value) if isinstance(node, SequenceNode) else []
