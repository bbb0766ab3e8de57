"""The YAML pages that admins keep: the seven models, the matching, and the phrases."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from bot.content.nodes import read_nodes, readable
from bot.content.problems import ContentError, Problems
from bot.core.danger import KINDS
from bot.core.feedback import VERDICTS
from bot.core.languages import PLAINER, SIMPLE, SIMPLER
from bot.core.matching import Rule
from bot.core.questions import LIKES, QUESTIONS, RAISED
from bot.core.text import plain
from bot.core.work_models import WORK_MODELS, Point, WorkModel


def _yaml(path: Path) -> tuple[Any, yaml.Node]:
    """A YAML file as values, and as nodes that know their lines."""
    problems = Problems(path)
    data: Any = None
    node = read_nodes(problems)
    with readable(problems):
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return data, node


def load_work_models(path: Path) -> dict[str, WorkModel]:
    """The seven work models of ``data/work_models.yml``, by id.

    Raises:
        ContentError: a model, a sentence or an id is missing, or an id stands twice.
    """
    problems = Problems(path)
    data, node = _yaml(path)
    lines = _key_lines(node, "work_models")
    models: dict[str, WorkModel] = {}
    ids: set[str] = set()
    for model_id, raw in _mapping(data.get("work_models")).items():
        line = lines.get(model_id, 1)
        raw = _mapping(raw)
        if model_id not in WORK_MODELS:
            problems.add(line, "work_models", model_id, f"one of {', '.join(WORK_MODELS)}")
            continue
        for name in ("name", "what", "first_visit", "like", "know"):
            if not isinstance(raw.get(name), str):
                problems.add(line, f"{model_id}.{name}", raw.get(name), "a text")
        if len(str(raw.get("name", ""))) > 30:
            problems.add(line, f"{model_id}.name", raw["name"], "at most 30 characters")
        if not isinstance(raw.get("slide"), int):
            problems.add(line, f"{model_id}.slide", raw.get("slide"), "a number of a slide")
        points: dict[str, tuple[Point, ...]] = {}
        for group in ("about", "strengths", "weaknesses", "preconditions"):
            points[group] = _points(raw.get(group) or [], line, f"{model_id}.{group}", problems)
            for point in points[group]:
                if point.id in ids:
                    problems.add(line, f"{model_id}.{group}", point.id, "new: it stands twice")
                ids.add(point.id)
        known = {p.id for group in points.values() for p in group}
        for name in ("like", "know"):
            if raw.get(name) not in known:
                problems.add(line, f"{model_id}.{name}", raw.get(name), "an id of this model")
        problems.stop_if_any()
        models[model_id] = WorkModel(
            id=model_id,
            slide=int(raw["slide"]),
            name=raw["name"],
            what=raw["what"],
            first_visit=raw["first_visit"],
            like=raw["like"],
            know=raw["know"],
            **points,
        )
    for model_id in WORK_MODELS:
        if model_id not in models:
            problems.add(1, "work_models", model_id, "described in this file, though it must be")
    problems.stop_if_any()
    return models


def _points(raw: list[Any], line: int, field: str, problems: Problems) -> tuple[Point, ...]:
    found = []
    for item in raw:
        if not isinstance(item, dict) or not item.get("id") or not item.get("text"):
            problems.add(line, field, item, "a point with id and text")
            continue
        touches = item.get("touches")
        if touches is not None and touches not in RAISED:
            problems.add(line, f"{field}.touches", touches, f"one of {', '.join(RAISED)}")
        found.append(Point(str(item["id"]), str(item["text"]), item.get("ask"), touches))
    return tuple(found)


def _key_lines(node: yaml.Node, key: str) -> dict[str, int]:
    """For each key below a top-level key, its line."""
    for name, value in node.value:
        if name.value == key and isinstance(value, yaml.MappingNode):
            return {k.value: k.start_mark.line + 1 for k, _ in value.value}
    return {}


def _mapping(value: Any) -> dict[str, Any]:
    """A value that must be a mapping; anything else counts as an empty one."""
    return value if isinstance(value, dict) else {}


def load_rules(path: Path, models: dict[str, WorkModel]) -> list[Rule]:
    """The lines of ``data/matching.yml``.

    Args:
        models: the work models, to check that every seed id exists.

    Raises:
        ContentError: a question, answer, model, weight or seed that does not exist.
    """
    problems = Problems(path)
    data, node = _yaml(path)
    listed = next((v for k, v in node.value if k.value == "matching"), None)
    if not isinstance(listed, yaml.SequenceNode) or not listed.value:
        problems.add(1, "matching", data.get("matching"), "a list of rules")
        raise ContentError(problems.found)
    nodes = listed.value
    known = {p.id for m in models.values() for p in m.points()}
    seeds = {"000", "001", "002", "003", "004"}
    rules: dict[str, Rule] = {}
    for raw, raw_node in zip(data["matching"], nodes, strict=True):
        line = raw_node.start_mark.line + 1
        raw = _mapping(raw)
        question: Any = raw.get("question")
        answer: Any = raw.get("answer")
        model: Any = raw.get("work_model")
        if question not in QUESTIONS:
            problems.add(line, "question", question, f"one of {', '.join(QUESTIONS)}")
            continue
        if answer not in QUESTIONS[question]:
            expected = f"one of {', '.join(QUESTIONS[question])} (put yes and no in quotes)"
            problems.add(line, "answer", answer, expected)
        if model not in WORK_MODELS:
            problems.add(line, "work_model", model, f"one of {', '.join(WORK_MODELS)}")
        weight = raw.get("weight")
        if not isinstance(weight, int) or isinstance(weight, bool) or not -2 <= weight <= 3:
            problems.add(line, "weight", weight, "a whole number from -2 to 3")
            continue
        if raw.get("basis") not in ("seed", "practice"):
            problems.add(line, "basis", raw.get("basis"), "seed or practice")
        seed = raw.get("seed")
        if seed is not None and str(seed) not in known | seeds:
            problems.add(line, "seed", seed, "an id of work_models.yml or a seed's number")
        field = "reason" if weight > 0 else "note"
        text, other = raw.get(field), raw.get("note" if weight > 0 else "reason")
        if not text or other:
            problems.add(line, field, text, f"the only text of a rule with weight {weight}")
            continue
        rule = Rule(question, answer, model, weight, str(raw.get("basis")), seed, text, line)
        if rule.key in rules:
            problems.add(line, "answer", rule.key, f"new: line {rules[rule.key].line} has it")
        rules[rule.key] = rule
    problems.stop_if_any()
    return list(rules.values())


Phrases = dict[str, dict[str, list[str]]]

NEEDED_DANGERS = tuple(kind for kind in KINDS if kind != "veiled")
"""What every language must have phrases for; veiled words are for the classifier."""

PHRASE_KINDS: dict[str, tuple[str, ...] | None] = {
    **QUESTIONS,
    "likes": LIKES,
    "model": WORK_MODELS,
    "n": ("1", "2", "3"),
    "refused": ("last",),
    "wrong": VERDICTS,
    "language": None,
    "need": None,
    "note": None,
    "danger": KINDS,
    "likes_place": LIKES,
}
"""Kinds of phrases, with their values (None: any)."""


_TAG = re.compile(rf"[a-z]{{2}}({SIMPLE})?|{SIMPLER}|{PLAINER}")


def load_phrases(path: Path) -> Phrases:
    """The phrases of one language, ``data/words/<language>.yml``.

    Raises:
        ContentError: an unknown kind or value, a danger without phrases, or a phrase that is not
            a text in a list.
    """
    problems = Problems(path)
    data, node = _yaml(path)
    places = {key.value: key.start_mark.line + 1 for key, _ in node.value}
    for kind, values in data.items():
        at = places.get(str(kind), 1)
        if kind not in PHRASE_KINDS:
            problems.add(at, str(kind), "", f"one of {', '.join(PHRASE_KINDS)}")
            continue
        if not isinstance(values, dict):
            expected = "a list of values, each with its phrases below it"
            problems.add(at, kind, values, expected)
            continue
        for danger in NEEDED_DANGERS if kind == "danger" else ():
            if not values.get(danger):
                problems.add(at, f"danger.{danger}", values.get(danger), "filled with phrases")
        # By order: an unquoted yes is another value in YAML than the text that stands there.
        lines = list(_key_lines(node, kind).values())
        allowed = PHRASE_KINDS[kind]
        for line, (value, said) in zip(lines, values.items(), strict=True):
            if kind == "language" and not _TAG.fullmatch(str(value)):
                problems.add(
                    line,
                    kind,
                    value,
                    f"a language, such as fr or fr-simple, or {SIMPLER} or {PLAINER}",
                )
            if allowed is not None and value not in allowed:
                problems.add(line, kind, value, f"one of {', '.join(allowed)} (quote yes and no)")
            if not isinstance(said, list) or not said:
                expected = "a list of phrases, with a dash before each"
                problems.add(line, f"{kind}.{value}", said, expected)
                continue
            for phrase in said:
                if not isinstance(phrase, str) or not plain(phrase).replace("*", ""):
                    problems.add(line, f"{kind}.{value}", phrase, "a text (use quotes)")
    if "danger" not in data:
        problems.add(1, "danger", None, "a group of this file, though it must be")
    problems.stop_if_any()
    return data
