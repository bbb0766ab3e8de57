"""Reads the content that admins keep (``data/*.yml``, ``data/*.csv``) and checks every field.

A mistake is told with file, line, field, value and what was expected; all mistakes of a file at
once, so that an admin repairs them in one go.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from bot.core.helplines import Helpline
from bot.core.initiatives import Initiative
from bot.core.matching import Rule
from bot.core.places import Place
from bot.core.questions import LIKES, QUESTIONS
from bot.core.work_models import WORK_MODELS, Point, WorkModel

SCOPES = ("local", "area")
CONFIDENCES = ("high", "medium", "low")
COSTS = ("free", "paid", "unknown")
AUDIENCES = ("public", "organisation")
ACCESSES = ("", "no_door", "referral")
ROLES = ("", "guest", "volunteer", "both")
STATUSES = ("active", "temporarily_closed", "ended", "unknown", "example_only")
REGIONS = ("flanders", "brussels", "wallonia")
SUBJECTS = ("mental_health", "lgbtq", "addiction", "family_addiction")
"""Subjects that a person may raise, for places that are hidden until then."""

GROUPS = (
    "parents",
    "expecting",
    "young_people",
    "older_people",
    "women",
    "lgbtq",
    "newcomers",
    "jobseekers",
    "carers",
    "addiction",
    "mental_health",
    "homeless",
    "registered_residents",
    "clients",
)


class ContentError(ValueError):
    """One or more mistakes in a content file; the text names each by file, line and field."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Problems:
    """Collects the mistakes of one file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.found: list[str] = []

    def add(self, line: int, field: str, value: object, expected: str) -> None:
        """Note one mistake."""
        self.found.append(
            f"{self.path.name}, line {line}, field {field!r}: {value!r} is not {expected}"
        )

    def stop_if_any(self) -> None:
        """Raises ContentError when anything was noted."""
        if self.found:
            raise ContentError(self.found)


class _Row:
    """One row of a table, with the checks that its fields ask for."""

    def __init__(self, values: dict[str, str], line: int, problems: Problems) -> None:
        self.values = values
        self.line = line
        self.problems = problems

    def text(self, field: str, *, needed: bool = False) -> str:
        value = (self.values.get(field) or "").strip()
        if needed and not value:
            self.problems.add(self.line, field, value, "filled in")
        return value

    def one_of(self, field: str, allowed: Iterable[str]) -> str:
        value = self.text(field)
        choices = tuple(allowed)
        if value not in choices:
            self.problems.add(self.line, field, value, f"one of {', '.join(choices)}")
        return value

    def many_of(self, field: str, allowed: Iterable[str] | None = None) -> tuple[str, ...]:
        values = tuple(v.strip() for v in self.text(field).split(";") if v.strip())
        choices = tuple(allowed) if allowed is not None else None
        for value in values:
            if choices is not None and value not in choices:
                self.problems.add(self.line, field, value, f"one of {', '.join(choices)}")
        return values

    def number(self, field: str, low: float, high: float) -> float | None:
        value = self.text(field)
        if not value:
            return None
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        if not low <= number <= high:
            self.problems.add(self.line, field, value, f"a number from {low:g} to {high:g}")
            return None
        return number

    def whole(self, field: str, low: int, high: int) -> int | None:
        number = self.number(field, low, high)
        return None if number is None else int(number)

    def postal_code(self, field: str, *, needed: bool = False) -> str:
        value = self.text(field, needed=needed)
        if value and not (value.isdigit() and len(value) == 4):
            self.problems.add(self.line, field, value, "a postal code of four digits")
        return value

    def link(self, field: str) -> str:
        value = self.text(field)
        if value and (" " in value or "." not in value):
            self.problems.add(self.line, field, value, "an internet address")
        return value


def _decoded(path: Path, problems: Problems) -> io.StringIO:
    """The text of a table; another character set than UTF-8 is a mistake of its line."""
    raw = path.read_bytes()
    try:
        return io.StringIO(raw.decode("utf-8-sig"), newline="")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problems.add(line, "(row)", raw[error.start : error.start + 1], "UTF-8 text")
        raise ContentError(problems.found) from error


def _rows(path: Path, columns: Iterable[str], problems: Problems) -> Iterator[_Row]:
    """The rows of a CSV file; a column that is missing is a mistake of line 1."""
    with _decoded(path, problems) as file:
        reader = csv.DictReader(file, strict=True)
        header = reader.fieldnames or []
        missing = [c for c in columns if c not in header]
        for column in missing:
            problems.add(1, column, "", "a column of this file")
        problems.stop_if_any()
        seen: dict[str, int] = {}
        while True:
            try:
                values = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                problems.add(reader.line_num, "(row)", str(error), "a row with closed quotes")
                problems.stop_if_any()
            line = reader.line_num
            if None in values or None in values.values():
                problems.add(line, "(row)", len(values), f"a row of {len(header)} fields")
                continue
            key = values.get("id")
            if key is not None:
                if key in seen:
                    problems.add(line, "id", key, f"new: line {seen[key]} has it already")
                seen[key] = line
            yield _Row(values, line, problems)


def load_initiatives(path: Path) -> list[Initiative]:
    """The initiatives of ``data/initiatives.csv``.

    Raises:
        ContentError: any field is missing or not as expected.
    """
    problems = Problems(path)
    found = []
    columns = list(Initiative.__dataclass_fields__)
    for row in _rows(path, columns, problems):
        scope = row.one_of("scope", SCOPES)
        if scope == "area" and not row.text("area"):
            problems.add(row.line, "area", "", "filled in for a row of scope 'area'")
        if not row.many_of("work_models"):
            problems.add(row.line, "work_models", "", "at least one of the seven")
        found.append(
            Initiative(
                id=row.text("id", needed=True),
                name=row.text("name", needed=True),
                organisation=row.text("organisation"),
                work_models=row.many_of("work_models", WORK_MODELS),
                scope=scope,
                area=row.text("area"),
                street_address=row.text("street_address"),
                postal_code=row.postal_code("postal_code"),
                municipality=row.text("municipality"),
                part_of_municipality=row.text("part_of_municipality"),
                phone=row.text("phone"),
                email=row.text("email"),
                website=row.link("website"),
                languages=row.many_of("languages", ("nl", "fr", "en", "de", "ar")),
                cost=row.one_of("cost", COSTS),
                target_group_nl=row.text("target_group_nl"),
                target_group_fr=row.text("target_group_fr"),
                summary_nl=row.text("summary_nl", needed=True),
                summary_fr=row.text("summary_fr", needed=True),
                source_url=row.text("source_url"),
                source_note=row.text("source_note"),
                source_year=row.whole("source_year", 1990, 2100),
                confidence=row.one_of("confidence", CONFIDENCES),
                audience=row.one_of("audience", AUDIENCES),
                access=row.one_of("access", ACCESSES),
                role=row.one_of("role", ROLES),
                goal=row.one_of("goal", ("", "work")),
                subtype=row.one_of("subtype", ("", "basic_education", "health_centre")),
                exclusive_to=row.text("exclusive_to"),
                only_if_raised=row.one_of("only_if_raised", ("", "yes")) == "yes",
                raised_by=row.many_of("raised_by", SUBJECTS),
                age_from=row.whole("age_from", 0, 120),
                season=row.text("season"),
                season_nl=row.text("season_nl"),
                season_fr=row.text("season_fr"),
                status=row.one_of("status", STATUSES),
                note=row.text("note"),
                for_group=row.many_of("for_group", GROUPS),
            )
        )
    problems.stop_if_any()
    return found


def load_helplines(path: Path) -> list[Helpline]:
    """The help lines of ``data/helplines.csv``.

    Raises:
        ContentError: any field is missing or not as expected.
    """
    problems = Problems(path)
    found = []
    for row in _rows(path, Helpline.__dataclass_fields__, problems):
        texts = {
            name: row.text(name)
            for name, field in Helpline.__dataclass_fields__.items()
            if field.type == "str"
        }
        texts["confidence"] = row.one_of("confidence", CONFIDENCES)
        texts["audience"] = row.one_of("audience", ("public", "professional"))
        texts["in_crisis"] = row.one_of("in_crisis", ("yes", "never"))
        for name in ("id", "name_nl", "name_fr", "for_what_nl", "for_what_fr"):
            row.text(name, needed=True)
        number = texts["number"]
        if number and not number.replace(" ", "").isdigit():
            problems.add(row.line, "number", number, "a telephone number of digits and spaces")
        found.append(
            Helpline(
                **texts,
                languages=row.many_of("languages", ("nl", "fr", "de", "en")),
                region_covered=row.many_of("region_covered", REGIONS),
                topics=row.many_of("topics"),
                age_from=row.whole("age_from", 0, 120),
                age_to=row.whole("age_to", 0, 120),
                channel=row.many_of("channel", ("call", "sms", "chat", "app")),
            )
        )
    problems.stop_if_any()
    return found


def load_places(path: Path) -> list[Place]:
    """The places of ``data/places.csv``.

    Raises:
        ContentError: any field is missing or not as expected.
    """
    problems = Problems(path)
    found: list[Place] = []
    seen: dict[str, int] = {}
    for row in _rows(path, Place.__dataclass_fields__, problems):
        lat = row.number("lat", 49.0, 52.0)
        lon = row.number("lon", 2.0, 7.0)
        if lat is None or lon is None:
            problems.add(row.line, "lat/lon", f"{lat},{lon}", "a position in Belgium")
            continue
        found.append(
            Place(
                postal_code=row.postal_code("postal_code", needed=True),
                name_nl=row.text("name_nl", needed=True),
                name_fr=row.text("name_fr", needed=True),
                municipality_nl=row.text("municipality_nl", needed=True),
                municipality_fr=row.text("municipality_fr", needed=True),
                region=row.one_of("region", REGIONS),
                lat=lat,
                lon=lon,
                population=row.whole("population", 0, 10_000_000) or 0,
                aliases=row.many_of("aliases"),
            )
        )
        if found[-1].id in seen:
            expected = f"new: line {seen[found[-1].id]} has it already"
            problems.add(row.line, "postal_code", found[-1].id, expected)
        seen[found[-1].id] = row.line
    problems.stop_if_any()
    return found


def _yaml(path: Path) -> tuple[Any, yaml.Node]:
    """A YAML file as values, and as nodes that know their lines."""
    text = path.read_text(encoding="utf-8")
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        if not isinstance(node, yaml.MappingNode):
            problems = Problems(path)
            problems.add(1, "(file)", text[:20], "a list of names with a colon after each")
            raise ContentError(problems.found)
        return yaml.safe_load(text), node
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problems = Problems(path)
        problems.add(line, "(yaml)", getattr(error, "problem", ""), "readable YAML")
        raise ContentError(problems.found) from error


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
        found.append(Point(str(item["id"]), str(item["text"]), item.get("ask")))
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

PHRASE_KINDS: dict[str, tuple[str, ...] | None] = {
    **QUESTIONS,
    "likes": LIKES,
    "model": WORK_MODELS,
    "n": ("1", "2", "3"),
    "language": ("nl", "fr", "nl-simple", "fr-simple"),
    "need": None,
    "note": None,
    "danger": ("violence", "suicide", "medical"),
    "likes_place": LIKES,
}
"""Kinds of phrases, with their values (None: any)."""


def load_phrases(path: Path) -> Phrases:
    """The phrases of one language, ``data/words/<language>.yml``.

    Raises:
        ContentError: an unknown kind or value, or a phrase that is not a text.
    """
    problems = Problems(path)
    data, node = _yaml(path)
    for kind, values in data.items():
        if kind not in PHRASE_KINDS:
            problems.add(1, kind, "", f"one of {', '.join(PHRASE_KINDS)}")
            continue
        # By order: an unquoted yes is another value in YAML than the text that stands there.
        lines = list(_key_lines(node, kind).values())
        allowed = PHRASE_KINDS[kind]
        for line, (value, said) in zip(lines, _mapping(values).items(), strict=True):
            if allowed is not None and value not in allowed:
                problems.add(line, kind, value, f"one of {', '.join(allowed)} (quote yes and no)")
            for phrase in said or [None]:
                if not isinstance(phrase, str):
                    problems.add(line, f"{kind}.{value}", phrase, "a text (use quotes)")
    problems.stop_if_any()
    return data


def collect(loaders: Iterable[Callable[[], object]]) -> list[str]:
    """The mistakes of several files together, for a check of everything at once."""
    problems: list[str] = []
    for load in loaders:
        try:
            load()
        except ContentError as error:
            problems += error.problems
    return problems


def check(data: Path) -> list[str]:
    """Every mistake in the content files of a folder; empty when all is in order."""
    models: dict[str, WorkModel] = {}

    def work_models() -> None:
        models.update(load_work_models(data / "work_models.yml"))

    loaders: list[Callable[[], object]] = [
        work_models,
        lambda: load_rules(data / "matching.yml", models) if models else None,
        lambda: load_initiatives(data / "initiatives.csv"),
        lambda: load_helplines(data / "helplines.csv"),
        lambda: load_places(data / "places.csv"),
    ]
    for path in sorted((data / "words").glob("*.yml")):
        loaders.append(lambda path=path: load_phrases(path))  # type: ignore[misc]
    return collect(loaders)
