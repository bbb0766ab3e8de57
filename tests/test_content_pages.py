"""The pages that admins keep (matching, work models, phrases): each mistake is told by its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from auxil.guide import DATA
from auxil.tables import mistakes

from bot import content
from bot.core.work_models import WorkModel


@pytest.fixture(scope="module")
def models() -> dict[str, WorkModel]:
    return content.load_work_models(DATA / "work_models.yml")


# -- matching ---------------------------------------------------------------------------------

RULE = """matching:
  - question: wish
    answer: together
    work_model: buddy
    weight: 3
    basis: seed
    seed: 003-2-a4
    reason: "Een buddy trekt met jou op."

  - question: own_people
    answer: 'no'
    work_model: own_network
    weight: -2
    basis: practice
    seed: null
    note: "Jij beslist."
"""


def rules_with(tmp_path: Path, models: dict[str, WorkModel], *changes: str) -> list[str]:
    """The mistakes in a small matching.yml with changes of the form 'old => new'."""
    text = RULE
    for change in changes:
        old, _, new = change.partition(" => ")
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "matching.yml"
    path.write_text(text, encoding="utf-8")
    return mistakes(lambda: content.load_rules(path, models))


def test_a_small_matching_is_read(tmp_path: Path, models: dict[str, WorkModel]) -> None:
    path = tmp_path / "matching.yml"
    path.write_text(RULE, encoding="utf-8")
    first, second = content.load_rules(path, models)
    assert (first.answer, first.weight, first.line, first.is_reason) == ("together", 3, 2, True)
    assert (second.answer, second.weight, second.line, second.is_reason) == ("no", -2, 10, False)
    assert first.key == "matching.wish.together.buddy"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("question: wish => question: wisch", "line 2, field 'question': 'wisch' is not one of"),
        ("answer: together => answer: samen", "line 2, field 'answer': 'samen' is not one of"),
        ("work_model: buddy => work_model: budy", "line 2, field 'work_model': 'budy' is not one"),
        ("weight: 3 => weight: 4", "line 2, field 'weight': 4 is not a whole number from -2 to 3"),
        ("weight: -2 => weight: -3", "line 10, field 'weight': -3 is not a whole number from -2"),
        ("weight: 3 => weight: veel", "line 2, field 'weight': 'veel' is not a whole number"),
        ("weight: 3 => weight: 1.5", "line 2, field 'weight': 1.5 is not a whole number"),
        ("weight: 3 => weight: true", "line 2, field 'weight': True is not a whole number"),
        ("    weight: 3\n => ", "line 2, field 'weight': None is not a whole number"),
        ("weight: -2 => weight: 2", "line 10, field 'reason': None is not the only text of a rule"),
        ("weight: 3 => weight: -1", "line 2, field 'note': None is not the only text of a rule"),
        ("weight: -2 => weight: 0\n    reason: x", "line 10, field 'note': 'Jij beslist.' is not"),
        ("basis: seed => basis: ons", "line 2, field 'basis': 'ons' is not seed or practice"),
        ("    basis: seed\n => ", "line 2, field 'basis': None is not seed or practice"),
        ("seed: 003-2-a4 => seed: 003-2-a99", "line 2, field 'seed': '003-2-a99' is not an id"),
        ("seed: null => seed: 000", "line 10, field 'seed': 0 is not an id"),
        ("answer: 'no' => answer: no", "line 10, field 'answer': False is not one of yes, no"),
        ("answer: 'no' => answer: yes", "line 10, field 'answer': True is not one of yes, no"),
        ('    note: "Jij beslist."\n => ', "line 10, field 'note': None is not the only text"),
    ],
)
def test_a_mistake_in_the_matching_is_told_with_its_line_and_field(
    tmp_path: Path, models: dict[str, WorkModel], change: str, problem: str
) -> None:
    problems = rules_with(tmp_path, models, change)
    assert len(problems) == 1
    assert problems[0].startswith(f"matching.yml, {problem}")


def test_an_unquoted_yes_is_explained(tmp_path: Path, models: dict[str, WorkModel]) -> None:
    problems = rules_with(tmp_path, models, "answer: 'no' => answer: yes")
    assert "put yes and no in quotes" in problems[0]


def test_the_same_answer_for_the_same_way_twice_is_told(
    tmp_path: Path, models: dict[str, WorkModel]
) -> None:
    path = tmp_path / "matching.yml"
    path.write_text(RULE + RULE.partition("\n")[2], encoding="utf-8")
    problems = mistakes(lambda: content.load_rules(path, models))
    assert [p.split(", field")[0] for p in problems] == [
        "matching.yml, line 17",
        "matching.yml, line 25",
    ]
    assert "matching.wish.together.buddy" in problems[0]
    assert "line 2 has it" in problems[0]


def test_several_mistakes_in_the_matching_are_told_at_once(
    tmp_path: Path, models: dict[str, WorkModel]
) -> None:
    problems = rules_with(
        tmp_path,
        models,
        "work_model: buddy => work_model: budy",
        "seed: 003-2-a4 => seed: 003-1-a1",
        "answer: 'no' => answer: no",
    )
    assert [p.split(":")[0] for p in problems] == [
        "matching.yml, line 2, field 'work_model'",
        "matching.yml, line 2, field 'seed'",
        "matching.yml, line 10, field 'answer'",
    ]


@pytest.mark.parametrize("text", ["", "# niets\n", "matchings: []\n", "- een\n- twee\n"])
def test_a_matching_without_rules_is_told(
    tmp_path: Path, models: dict[str, WorkModel], text: str
) -> None:
    path = tmp_path / "matching.yml"
    path.write_text(text, encoding="utf-8")
    assert mistakes(lambda: content.load_rules(path, models))[0].startswith("matching.yml, line ")


def test_yaml_that_cannot_be_read_is_told_with_its_line(
    tmp_path: Path, models: dict[str, WorkModel]
) -> None:
    problems = rules_with(tmp_path, models, "    basis: practice => \tbasis: practice")
    assert len(problems) == 1
    assert problems[0].startswith("matching.yml, line 14, field '(yaml)'")


# -- work models ------------------------------------------------------------------------------


def models_with(tmp_path: Path, old: str, new: str) -> list[str]:
    """The mistakes in the work models with one text replaced."""
    text = (DATA / "work_models.yml").read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path = tmp_path / "work_models.yml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return mistakes(lambda: content.load_work_models(path))


def line_of(start: str) -> int:
    """The line of the work models that starts so."""
    lines = (DATA / "work_models.yml").read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if line.startswith(start))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("  buddy:\n", "  budy:\n", "field 'work_models': 'budy' is not one of competence"),
        ("like: 003-4-s5", "like: 003-5-s1", "field 'buddy.like': '003-5-s1' is not an id of this"),
        ("know: 003-4-w6", "know: 003-4-w9", "field 'buddy.know': '003-4-w9' is not an id of this"),
        ("id: 003-4-s2", "id: 003-4-s1", "field 'buddy.strengths': '003-4-s1' is not new"),
        ("id: 003-4-w1", "id: 003-3-w1", "field 'buddy.weaknesses': '003-3-w1' is not new"),
        ("name: Een buddy", "name: " + "x" * 31, "is not at most 30 characters"),
        ("name: Een buddy", "nam: Een buddy", "field 'buddy.name': None is not a text"),
        ("name: Een buddy", "name: 12", "field 'buddy.name': 12 is not a text"),
        ("    like: 003-4-s5", "    lik: 003-4-s5", "field 'buddy.like': None is not a text"),
        ("- id: 003-4-s3\n", "- id: 003-4-s3\n        touches: iets\n", "'iets' is not one of vio"),
        ("- id: 003-4-s3\n", "- ids: 003-4-s3\n", "is not a point with id and text"),
        ("slide: 4\n", "slide: vier\n", "field 'buddy.slide': 'vier' is not"),
        ("    slide: 4\n", "", "field 'buddy.slide': None is not"),
    ],
)
def test_a_mistake_in_a_work_model_is_told_with_its_line_and_field(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    problems = models_with(tmp_path, old, new)
    assert any(problem in p for p in problems), problems
    assert problems[0].startswith(f"work_models.yml, line {line_of('  buddy:')}, field ")


@pytest.mark.parametrize("field", ["what", "first_visit"])
def test_a_way_that_is_not_explained_is_told(tmp_path: Path, field: str) -> None:
    text = (DATA / "work_models.yml").read_text(encoding="utf-8")
    start = text.index(f"    {field}:", text.index("  buddy:\n"))
    path = tmp_path / "work_models.yml"
    path.write_text(f"{text[:start]}    x{text[start + 4 :]}", encoding="utf-8")
    [problem] = mistakes(lambda: content.load_work_models(path))
    assert f"field 'buddy.{field}': None is not a text" in problem


def test_a_work_model_that_is_gone_is_told(tmp_path: Path) -> None:
    text = (DATA / "work_models.yml").read_text(encoding="utf-8")
    path = tmp_path / "work_models.yml"
    path.write_text(text[: text.index("  neighbourhood:\n")], encoding="utf-8")
    problems = mistakes(lambda: content.load_work_models(path))
    assert len(problems) == 1
    assert "'neighbourhood'" in problems[0]


@pytest.mark.parametrize("text", ["", "work_models:\n", "work_models:\n  buddy:\n", "- een\n"])
def test_work_models_that_are_not_there_are_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "work_models.yml"
    path.write_text(text, encoding="utf-8")
    assert mistakes(lambda: content.load_work_models(path))[0].startswith("work_models.yml, line ")


# -- phrases ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("wisch:\n  together:\n    - buddy\n", "nl.yml, line 1, field 'wisch'"),
        ("wish:\n  samen:\n    - buddy\n", "nl.yml, line 2, field 'wish': 'samen' is not one of"),
        ("own_people:\n  yes:\n    - ja\n", "nl.yml, line 2, field 'own_people': True is not"),
        ("size:\n  one:\n    - ja\n    - 1\n", "nl.yml, line 2, field 'size.one': 1 is not a text"),
        ("size:\n  one:\n    - no\n", "nl.yml, line 2, field 'size.one': False is not a text"),
        ("size:\n  one:\n", "nl.yml, line 2, field 'size.one': None is not a list"),
        ("size:\n  one: []\n", "nl.yml, line 2, field 'size.one': [] is not a list of phrases"),
        ("note:\n  one: een\n", "nl.yml, line 2, field 'note.one': 'een' is not a list of phrases"),
        ("note:\n  one:\n    - '*'\n", "nl.yml, line 2, field 'note.one': '*' is not a text"),
        (
            "danger:\n  suicide_self: ik wil dood\n",
            "nl.yml, line 1, field 'danger.overdose_poison': None is not filled with phrases",
        ),
        (
            "# alles\ndanger:\n  - a\n",
            "nl.yml, line 2, field 'danger': ['a'] is not a list of values",
        ),
        ("danger:\n", "nl.yml, line 1, field 'danger': None is not a list of values"),
        ("note:\n  one:\n    - een\n", "nl.yml, line 1, field 'danger': None is not a group"),
        ("", "nl.yml, line 1"),
    ],
)
def test_a_mistake_in_the_phrases_is_told_with_its_line(
    tmp_path: Path, text: str, problem: str
) -> None:
    path = tmp_path / "nl.yml"
    path.write_text(text, encoding="utf-8")
    problems = mistakes(lambda: content.load_phrases(path))
    assert problems[0].startswith(problem)


@pytest.mark.parametrize("name", ["words/nl.yml", "matching.yml", "work_models.yml"])
def test_a_name_that_stands_twice_is_told(
    tmp_path: Path, models: dict[str, WorkModel], name: str
) -> None:
    """YAML itself keeps the last one and forgets the first without a word."""
    texts = {
        "words/nl.yml": "size:\n  one:\n    - alleen\n  many:\n    - veel\n  one:\n    - twee\n",
        "matching.yml": RULE.replace("    weight: 3\n", "    weight: 3\n    weight: 1\n"),
        "work_models.yml": (DATA / "work_models.yml")
        .read_text(encoding="utf-8")
        .replace("    name: Een buddy\n", "    name: Een buddy\n    name: Een maatje\n"),
    }
    path = tmp_path / Path(name).name
    path.write_text(texts[name], encoding="utf-8")
    lines = texts[name].splitlines()
    twice = {"words/nl.yml": "  one:", "matching.yml": "    weight: 1"}
    second = twice.get(name, "    name: Een maatje")
    line = len(lines) - lines[::-1].index(second)
    load: dict[str, Callable[[], object]] = {
        "words/nl.yml": lambda: content.load_phrases(path),
        "matching.yml": lambda: content.load_rules(path, models),
        "work_models.yml": lambda: content.load_work_models(path),
    }
    problems = mistakes(load[name])
    assert problems[0].startswith(f"{path.name}, line {line}, field ")


def test_who_forgets_a_dash_does_not_make_every_letter_a_danger(tmp_path: Path) -> None:
    """'suicide_self: ik wil dood' without a list: each letter of it would be heard as suicide."""
    path = tmp_path / "nl.yml"
    text = (DATA / "words" / "nl.yml").read_text(encoding="utf-8")
    start = text.index("  suicide_self:\n")
    end = text.index("  self_harm:\n", start)
    path.write_text(f"{text[:start]}  suicide_self: ik wil dood\n{text[end:]}", encoding="utf-8")
    [problem] = mistakes(lambda: content.load_phrases(path))
    assert "'danger.suicide_self': 'ik wil dood' is not a list of phrases" in problem
