"""The examples of ``data/nlu``, from which understanding is learnt: are they whole, apart and even?

This needs neither Rasa nor a model, so that an admin hears of a mistake in seconds.
"""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import yaml

from bot.content.nodes import below, line_of, read_nodes
from bot.content.problems import ContentError, Problems
from bot.core.danger import DANGER_OF, INTENT_OF
from bot.core.text import plain

LEAST = 40
"""Examples of an intent in a spoken language, at least (as `tests/nlu/test_apart.py` asks)."""

TIMES = 5
"""How many times the middle of its language an intent may have: it must not win by number.

`structural_need`, with many needs in it, has almost four times.
"""

GIVEN = frozenset({"nlu_fallback"})
"""Intents that are no message of a person: without examples."""

CRISIS = "crisis_"
_SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


@dataclass
class _Page:
    """One file: the examples of one intent in one language.

    Attributes:
        line: where its intent stands.
        said: each example with its line.
        learnt: how many of these are not there for hearing danger: those are many on purpose.
    """

    language: str
    intent: str
    problems: Problems
    line: int = 1
    said: list[tuple[str, int]] = field(default_factory=list)
    learnt: int = 0


def check_examples(
    nlu: Path, domain: Path, tests: Path, spoken: Sequence[str] = ("nl", "fr")
) -> None:
    """Checks all examples.

    Args:
        nlu: the folder with a folder for each language.
        domain: ``domain.yml``, which names the intents.
        tests: the folder with the sets that measure; an installation may be without.
        spoken: languages (two letters) in which every intent has a file; of others there are only
            dangers and what is none.

    Raises:
        ContentError: a name, a kind, an example or a number of examples is not as it must be.
    """
    named = Problems(domain)
    intents = read_intents(named)
    pages = [_read(path, intents) for path in sorted(nlu.glob("*/*.yml"))]
    _in_every_language(intents, pages, named, spoken)
    _not_twice(pages)
    _apart_from(_measured(tests), pages)
    for language in spoken:
        _even([page for page in pages if page.language == language])
    found = [*named.found, *(problem for page in pages for problem in page.problems.found)]
    if found:
        raise ContentError(found)


# -- names ------------------------------------------------------------------------------------


def read_intents(problems: Problems) -> dict[str, int]:
    """The intents of ``domain.yml``, each with its line; a misspelt one is noted."""
    listed = below(read_nodes(problems)).get("intents")
    items = listed.value if isinstance(listed, yaml.SequenceNode) else []
    # One with settings below it is a name with a colon.
    names = [item.value[0][0] if isinstance(item, yaml.MappingNode) else item for item in items]
    for name in names:
        _snake(str(name.value), line_of(name), "intents", problems)
    return {str(name.value): line_of(name) for name in names}


def _snake(name: str, line: int, where: str, problems: Problems) -> bool:
    """Whether a name is written as names are; notes it when not."""
    right = bool(_SNAKE.fullmatch(name))
    if not right:
        problems.add(line, where, name, "small letters with _ between words, such as want_buddy")
    return right


def _meant(name: str, names: Sequence[str]) -> str:
    """The question whether the nearest name was meant; nothing when none is near."""
    near = difflib.get_close_matches(name, names, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def _in_every_language(
    intents: Mapping[str, int],
    pages: Sequence[_Page],
    problems: Problems,
    spoken: Sequence[str],
) -> None:
    """Notes each intent of the domain that has no file in a language."""
    there = {(page.language, page.intent) for page in pages}
    for intent, line in intents.items():
        for language in spoken if intent not in GIVEN else ():
            if (language, intent) not in there:
                expected = f"an intent with examples in {language}: nlu/{language}/{intent}.yml"
                problems.add(line, "intents", intent, f"{expected} is missing")


# -- one file ---------------------------------------------------------------------------------


def _read(path: Path, intents: Mapping[str, int]) -> _Page:
    """A file of examples, with what is wrong in itself."""
    language, intent = path.parent.name, path.stem
    page = _Page(language, intent, Problems(path, f"nlu/{language}/{path.name}"))
    try:
        listed = below(read_nodes(page.problems)).get("nlu")
    except ContentError:
        return page
    if not isinstance(listed, yaml.SequenceNode) or not listed.value:
        page.problems.add(1, "nlu", None, f"a list that begins with '- intent: {intent}'")
        return page
    page.line = line_of(listed.value[0])
    for block in listed.value:
        _block(block, page, intents)
    return page


def _block(block: yaml.Node, page: _Page, intents: Mapping[str, int]) -> None:
    """Reads one intent of a file with its examples."""
    parts, line, problems = below(block), line_of(block), page.problems
    _known(parts, ("intent", "metadata", "examples"), problems)
    name = _text(parts.get("intent")) or ""
    if name in intents and page.intent not in intents:
        problems.add(line, "(file)", f"{page.intent}.yml", f"{name}.yml, named after its intent")
    elif name != page.intent:
        problems.add(line, "intent", name, f"{page.intent!r}, as the file is called")
    if _snake(name, line, "intent", problems) and name not in intents:
        expected = f"an intent of domain.yml{_meant(name, list(intents))}"
        problems.add(line, "intent", name, expected)
    about = below(parts.get("metadata"))
    _known(about, ("kind", "apart"), problems)
    _kind(about.get("kind"), name, line, problems)
    apart = _text(about.get("apart"))
    if apart not in (None, "true", "false"):
        problems.add(line_of(about["apart"]), "apart", apart, "true or false")
    said = list(_said(parts.get("examples"), line, problems))
    page.said += said
    if apart != "true" and "kind" not in about and not name.startswith(CRISIS):
        page.learnt += len(said)


def _known(parts: Mapping[str, yaml.Node], names: Sequence[str], problems: Problems) -> None:
    """Notes every name that is none of those."""
    for name, node in parts.items():
        if name not in names:
            expected = f"one of {', '.join(names)}{_meant(name, names)}"
            problems.add(line_of(node), name, name, expected)


def _kind(node: yaml.Node | None, intent: str, line: int, problems: Problems) -> None:
    """Notes a kind of danger that is unknown, is missing, or belongs in another file."""
    kind = _text(node)
    if node is None:
        if intent.startswith(CRISIS):
            problems.add(line, "kind", None, "filled in, below metadata: danger is learnt by kind")
    elif kind not in DANGER_OF:
        expected = f"one of {', '.join(DANGER_OF)}{_meant(str(kind), list(DANGER_OF))}"
        problems.add(line_of(node), "kind", kind, expected)
    elif INTENT_OF[DANGER_OF[kind]] != intent:
        expected = f"a kind of this file: it belongs in {INTENT_OF[DANGER_OF[kind]]}.yml"
        problems.add(line_of(node), "kind", kind, expected)


def _said(node: yaml.Node | None, line: int, problems: Problems) -> Iterator[tuple[str, int]]:
    """The examples of a block, each with its line."""
    if not isinstance(node, yaml.ScalarNode) or node.style != "|":
        problems.add(line, "examples", _text(node), "lines below 'examples: |'")
        return
    for at, said in enumerate(node.value.splitlines(), line_of(node) + 1):
        example = said[2:].strip()
        if said.startswith("- ") and example:
            yield example, at
        elif said.strip():
            problems.add(at, "examples", said, "an example: four spaces, a dash, a space, a text")


def _text(node: yaml.Node | None) -> str | None:
    """What stands at a node, when that is a text."""
    return str(node.value) if isinstance(node, yaml.ScalarNode) else None


# -- all files --------------------------------------------------------------------------------


def _not_twice(pages: Sequence[_Page]) -> None:
    """Notes each example that stands somewhere else as well.

    Within a language they are compared as plain words. Over all languages two intents may not have
    the very same text: that is where Rasa's own check stops (``scripts/rasa_checks.sh``).
    """
    words: dict[tuple[str, str], tuple[_Page, str, int]] = {}
    texts: dict[str, tuple[_Page, str, int]] = {}
    for page in pages:
        for text, line in page.said:
            this = (page, text, line)
            first = words.setdefault((page.language, plain(text) or text), this)
            if first is this:
                first = texts.setdefault(text, this)
                if first[0].intent == page.intent:
                    continue
            other, before, at = first
            where = f"line {at}" if other is page else f"line {at} of {other.problems.name}"
            what = "it already" if before == text else repr(before)
            page.problems.add(line, "examples", text, f"new: {where} has {what}")


def _measured(tests: Path) -> dict[str, str]:
    """What the sets in ``tests`` measure with, in plain words, and where it stands."""
    found: dict[str, str] = {}
    for path in sorted([*tests.glob("nlu/*.csv"), *tests.glob("safety/*.csv")]):
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            for row in rows:
                place = f"line {rows.line_num} of tests/{path.parent.name}/{path.name}"
                found.setdefault(plain(row.get("text") or ""), place)
    found.pop("", None)
    return found


def _apart_from(measured: Mapping[str, str], pages: Sequence[_Page]) -> None:
    """Notes each example that measures as well: who learnt an answer by heart is not measured."""
    for page in pages if measured else ():
        for text, line in page.said:
            place = measured.get(plain(text))
            if place:
                page.problems.add(line, "examples", text, f"apart from the tests: {place} has it")


def _even(pages: Sequence[_Page]) -> None:
    """Notes each intent of a language with too few examples, or far more than the others."""
    middle = median([page.learnt for page in pages if page.learnt] or [0])
    for page in pages:
        if not page.problems.found and len(page.said) < LEAST:
            expected = f"enough: an intent has {LEAST} examples or more in each language"
            page.problems.add(page.line, "examples", len(page.said), expected)
        if page.learnt > max(LEAST, TIMES * middle):
            expected = f"in balance: at most {TIMES * middle:g}, {TIMES} times the middle intent"
            page.problems.add(page.line, "examples", page.learnt, f"{expected} of this language")
