"""The content that admins keep: it loads, and each mistake is told by file, line and field."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import content
from bot.content import ContentError
from bot.core.work_models import WORK_MODELS, WorkModel

DATA = Path(__file__).resolve().parents[1] / "data"


@pytest.fixture(scope="module")
def models() -> dict[str, WorkModel]:
    return content.load_work_models(DATA / "work_models.yml")


def mistakes(load: Callable[[], object]) -> list[str]:
    """What the loader says of a file with mistakes."""
    with pytest.raises(ContentError) as caught:
        load()
    assert str(caught.value) == "\n".join(caught.value.problems)
    return caught.value.problems


# -- the real files ---------------------------------------------------------------------------


def test_all_content_is_in_order() -> None:
    assert content.check(DATA) == []


def test_everything_in_the_files_is_read(models: dict[str, WorkModel]) -> None:
    assert set(models) == set(WORK_MODELS)
    assert len(content.load_rules(DATA / "matching.yml", models)) >= 60
    for name, load in {
        "initiatives.csv": content.load_initiatives,
        "helplines.csv": content.load_helplines,
        "places.csv": content.load_places,
    }.items():
        with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
            rows = sum(1 for _ in csv.DictReader(file))
        assert len(load(DATA / name)) == rows > 30, name


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_phrases_of_a_language_are_read(language: str) -> None:
    phrases = content.load_phrases(DATA / "words" / f"{language}.yml")
    assert set(phrases) <= set(content.PHRASE_KINDS)
    assert {"wish", "hard", "size", "own_people", "danger"} <= set(phrases)


# -- tables -----------------------------------------------------------------------------------


class Table:
    """A copy of a few rows of a data file, to make a mistake in."""

    def __init__(self, name: str, folder: Path, rows: int = 3) -> None:
        self.path = folder / name
        with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            self.columns = list(reader.fieldnames or ())
            self.rows = [row for row, _ in zip(reader, range(rows), strict=False)]

    def save(self) -> Path:
        text = io.StringIO()
        writer = csv.DictWriter(text, self.columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows)
        self.path.write_text(text.getvalue(), encoding="utf-8")
        return self.path


LOADERS: dict[str, Callable[[Path], object]] = {
    "initiatives.csv": content.load_initiatives,
    "helplines.csv": content.load_helplines,
    "places.csv": content.load_places,
}


@pytest.mark.parametrize("name", LOADERS)
def test_a_copy_without_mistakes_is_read(name: str, tmp_path: Path) -> None:
    assert len(LOADERS[name](Table(name, tmp_path).save())) == 3  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "field", "value", "expected"),
    [
        ("initiatives.csv", "id", "", "filled in"),
        ("initiatives.csv", "name", " ", "filled in"),
        ("initiatives.csv", "summary_nl", "", "filled in"),
        ("initiatives.csv", "summary_fr", "", "filled in"),
        ("initiatives.csv", "scope", "locl", "one of local, area"),
        ("initiatives.csv", "work_models", "budy", "one of competence, buddy, own_network"),
        ("initiatives.csv", "work_models", "", "at least one of the seven"),
        ("initiatives.csv", "postal_code", "900", "a postal code of four digits"),
        ("initiatives.csv", "postal_code", "B-9000", "a postal code of four digits"),
        ("initiatives.csv", "postal_code", "90000", "a postal code of four digits"),
        ("initiatives.csv", "website", "kijk op de site", "an internet address"),
        ("initiatives.csv", "languages", "vlaams", "one of nl, fr, en, de, ar"),
        ("initiatives.csv", "cost", "gratis", "one of free, paid, unknown"),
        ("initiatives.csv", "source_year", "vorig jaar", "a number from 1990 to 2100"),
        ("initiatives.csv", "source_year", "20219", "a number from 1990 to 2100"),
        ("initiatives.csv", "source_year", "nan", "a number from 1990 to 2100"),
        ("initiatives.csv", "confidence", "hoog", "one of high, medium, low"),
        ("initiatives.csv", "audience", "people", "one of public, organisation"),
        ("initiatives.csv", "access", "closed", "one of , no_door, referral"),
        ("initiatives.csv", "role", "helper", "one of , guest, volunteer, both"),
        ("initiatives.csv", "goal", "job", "one of , work"),
        ("initiatives.csv", "subtype", "school", "one of , basic_education, health_centre"),
        ("initiatives.csv", "only_if_raised", "ja", "one of , yes"),
        ("initiatives.csv", "raised_by", "everything", "one of violence, minor"),
        ("initiatives.csv", "age_from", "zestig", "a number from 0 to 120"),
        ("initiatives.csv", "age_from", "-1", "a number from 0 to 120"),
        ("initiatives.csv", "status", "open", "one of active, temporarily_closed, ended"),
        ("initiatives.csv", "for_group", "mama's", "one of parents, expecting"),
        ("helplines.csv", "id", "", "filled in"),
        ("helplines.csv", "name_fr", "", "filled in"),
        ("helplines.csv", "for_what_nl", "", "filled in"),
        ("helplines.csv", "number", "112 (gratis)", "a telephone number of digits and spaces"),
        ("helplines.csv", "confidence", "sure", "one of high, medium, low"),
        ("helplines.csv", "audience", "everybody", "one of public, professional"),
        ("helplines.csv", "in_crisis", "no", "one of yes, never"),
        ("helplines.csv", "opening_hours", "ma-vr 9-17", "opening hours such as 24/7"),
        ("helplines.csv", "opening_hours", "Mo-Fr 25:00-99:00", "opening hours such as 24/7"),
        ("helplines.csv", "holidays", "Gesloten", "one of , open, closed, unknown"),
        ("helplines.csv", "topics", "zelfdoodding", "one of alcohol, children"),
        ("helplines.csv", "free", "gratis", "one of , yes, no, unknown"),
        ("helplines.csv", "seen_on", "22/11/2026", "a date such as 2026-11-22"),
        ("helplines.csv", "checked_on", "nee", "a date such as 2026-11-22"),
        ("helplines.csv", "checked_on", "2026-02-30", "a date such as 2026-11-22"),
        ("initiatives.csv", "area", "Antwerpen", "one of , Belgium, Flanders, Brussels, Limburg"),
        ("initiatives.csv", "email", "x", "an e-mail address"),
        ("initiatives.csv", "email", "info@vzw", "an e-mail address"),
        ("initiatives.csv", "exclusive_to", "vrouwen", "one of , women, women and non-binary"),
        ("initiatives.csv", "age_from", "17.5", "a whole number"),
        ("helplines.csv", "languages", "dutch", "one of nl, fr, de, en"),
        ("helplines.csv", "region_covered", "Gent", "one of flanders, brussels, wallonia"),
        ("helplines.csv", "channel", "phone", "one of call, sms, chat, app"),
        ("helplines.csv", "age_to", "oud", "a number from 0 to 120"),
        ("places.csv", "postal_code", "", "filled in"),
        ("places.csv", "postal_code", "1oo0", "a postal code of four digits"),
        ("places.csv", "name_nl", "", "filled in"),
        ("places.csv", "municipality_fr", "", "filled in"),
        ("places.csv", "region", "vlaanderen", "one of flanders, brussels, wallonia"),
        ("places.csv", "lat", "noord", "a number from 49 to 52"),
        ("places.csv", "lat", "", "a position in Belgium"),
        ("places.csv", "lon", "51.2", "a number from 2 to 7"),
        ("places.csv", "population", "veel", "a number from 0 to 1e+07"),
    ],
)
def test_a_mistake_in_a_table_is_told_with_line_field_value_and_what_was_expected(
    tmp_path: Path, name: str, field: str, value: str, expected: str
) -> None:
    table = Table(name, tmp_path)
    table.rows[1][field] = value
    problems = mistakes(lambda: LOADERS[name](table.save()))
    # The second row of three stands on line 3.
    told = [p for p in problems if f"{name}, line 3, field " in p and expected in p]
    assert told, problems
    assert any(f"{field!r}" in p or "lat/lon" in p for p in told)
    if expected != "a position in Belgium":
        assert any(f"{value.strip()!r}" in p for p in told)
    assert all("line 3" in p for p in problems)


@pytest.mark.parametrize("name", LOADERS)
def test_a_missing_column_is_told_by_its_name(tmp_path: Path, name: str) -> None:
    table = Table(name, tmp_path)
    gone = {"initiatives.csv": "cost", "helplines.csv": "topics", "places.csv": "lat"}[name]
    table.columns.remove(gone)
    problems = mistakes(lambda: LOADERS[name](table.save()))
    assert problems == [f"{name}, line 1, field {gone!r}: '' is not a column of this file"]


@pytest.mark.parametrize("name", ["initiatives.csv", "helplines.csv"])
def test_an_id_that_stands_twice_is_told_with_both_lines(tmp_path: Path, name: str) -> None:
    table = Table(name, tmp_path)
    table.rows[2]["id"] = table.rows[0]["id"]
    problems = mistakes(lambda: LOADERS[name](table.save()))
    assert len(problems) == 1
    assert problems[0].startswith(f"{name}, line 4, field 'id': {table.rows[0]['id']!r} is not new")
    assert "line 2" in problems[0]


def test_a_place_that_stands_twice_is_told(tmp_path: Path) -> None:
    """A place's id is its code with its name: the database refuses it twice."""
    table = Table("places.csv", tmp_path)
    table.rows.append(dict(table.rows[0]))
    problems = mistakes(lambda: content.load_places(table.save()))
    assert len(problems) == 1
    assert "places.csv, line 5" in problems[0]


def test_an_offer_for_an_area_says_which(tmp_path: Path) -> None:
    table = Table("initiatives.csv", tmp_path)
    table.rows[0] |= {"scope": "area", "area": ""}
    problems = mistakes(lambda: content.load_initiatives(table.save()))
    assert problems == [
        "initiatives.csv, line 2, field 'area': '' is not filled in for a row of scope 'area'"
    ]


@pytest.mark.parametrize(
    "change", [lambda line: line + ",te veel", lambda line: line.rsplit(",", 3)[0]]
)
def test_a_row_with_too_many_or_too_few_fields_is_told(
    tmp_path: Path, change: Callable[[str], str]
) -> None:
    path = Table("helplines.csv", tmp_path).save()
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[2] = change(lines[2])
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    problems = mistakes(lambda: content.load_helplines(path))
    assert len(problems) == 1
    assert problems[0].startswith("helplines.csv, line 3, field '(row)'")
    assert problems[0].endswith(f"a row of {len(Table('helplines.csv', tmp_path).columns)} fields")


def test_several_mistakes_in_a_table_are_told_at_once(tmp_path: Path) -> None:
    table = Table("initiatives.csv", tmp_path)
    table.rows[0]["postal_code"] = "90"
    table.rows[1]["cost"] = "gratis"
    table.rows[2] |= {"status": "open", "age_from": "oud"}
    problems = mistakes(lambda: content.load_initiatives(table.save()))
    assert [p.split(":")[0] for p in problems] == [
        "initiatives.csv, line 2, field 'postal_code'",
        "initiatives.csv, line 3, field 'cost'",
        "initiatives.csv, line 4, field 'age_from'",
        "initiatives.csv, line 4, field 'status'",
    ]


def test_a_table_that_a_spreadsheet_saved_with_its_mark_is_read(tmp_path: Path) -> None:
    path = Table("places.csv", tmp_path).save()
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(content.load_places(path)) == 3


def test_a_table_saved_in_another_character_set_is_told(tmp_path: Path) -> None:
    """As an older spreadsheet saves it: an accent is then no UTF-8."""
    path = Table("helplines.csv", tmp_path).save()
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))
    problems = mistakes(lambda: content.load_helplines(path))
    assert problems
    assert problems[0].startswith("helplines.csv, line ")


def test_a_quote_that_is_not_closed_is_told(tmp_path: Path) -> None:
    table = Table("initiatives.csv", tmp_path)
    path = table.save()
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[2] = '"' + lines[2]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    problems = mistakes(lambda: content.load_initiatives(path))
    assert problems[0].startswith("initiatives.csv, line ")


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
        ("note:\n  one: een\n", "nl.yml, line 2, field 'note.one': 'een' is not a list of phrases"),
        ("note:\n  one:\n    - '*'\n", "nl.yml, line 2, field 'note.one': '*' is not a text"),
        (
            "danger:\n  suicide: ik wil dood\n",
            "nl.yml, line 1, field 'danger.violence': None is not filled with phrases",
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


@pytest.mark.parametrize(("field", "other"), [("checked_on", "by"), ("checked_by", "on")])
def test_a_check_has_a_day_and_a_name(tmp_path: Path, field: str, other: str) -> None:
    table = Table("helplines.csv", tmp_path)
    table.rows[0][field] = "2026-11-22"
    [problem] = mistakes(lambda: content.load_helplines(table.save()))
    assert f"line 2, field 'checked_{other}': '' is not filled in, as {field} is" in problem


def test_who_forgets_a_dash_does_not_make_every_letter_a_danger(tmp_path: Path) -> None:
    """'suicide: ik wil dood' without a list: each letter of it would be heard as suicide."""
    path = tmp_path / "nl.yml"
    text = (DATA / "words" / "nl.yml").read_text(encoding="utf-8")
    start = text.index("  suicide:\n")
    end = text.index("  medical:\n", start)
    path.write_text(f"{text[:start]}  suicide: ik wil dood\n{text[end:]}", encoding="utf-8")
    [problem] = mistakes(lambda: content.load_phrases(path))
    assert "'danger.suicide': 'ik wil dood' is not a list of phrases" in problem


# -- everything at once -----------------------------------------------------------------------


def test_mistakes_in_several_files_are_told_together(tmp_path: Path) -> None:
    for name in LOADERS:
        Table(name, tmp_path).save()
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "nl.yml").write_text("wisch:\n  x:\n    - y\n", encoding="utf-8")
    for name in ("work_models.yml", "matching.yml"):
        (tmp_path / name).write_bytes((DATA / name).read_bytes())
    table = Table("places.csv", tmp_path)
    table.rows[0]["region"] = "vlaanderen"
    table.save()
    text = (tmp_path / "matching.yml").read_text(encoding="utf-8")
    text = text.replace("answer: 'yes'", "answer: yes", 1)
    (tmp_path / "matching.yml").write_text(text, encoding="utf-8")
    problems = content.check(tmp_path)
    files = [p.split(",")[0] for p in problems]
    assert list(dict.fromkeys(files)) == ["matching.yml", "places.csv", "nl.yml"]
