"""The tables that admins keep: they load, and each mistake is told by file, line and field."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from auxil.guide import DATA
from auxil.tables import LOADERS, Table, mistakes

from bot import content
from bot.core.work_models import WORK_MODELS, WorkModel


@pytest.fixture(scope="module")
def models() -> dict[str, WorkModel]:
    return content.load_work_models(DATA / "work_models.yml")


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


@pytest.mark.parametrize("name", LOADERS)
def test_a_copy_without_mistakes_is_read(name: str, tmp_path: Path) -> None:
    assert len(LOADERS[name](Table(name, tmp_path).save())) == 3


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
        ("initiatives.csv", "website", "https://kijk", "an internet address"),
        ("initiatives.csv", "website", "kijk op x.be", "an internet address"),
        ("initiatives.csv", "languages", "vlaams", "a language by its two letters"),
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
        ("helplines.csv", "name_nl", "", "filled in"),
        ("helplines.csv", "for_what_fr", "", "filled in"),
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
        ("places.csv", "name_fr", "", "filled in"),
        ("places.csv", "municipality_nl", "", "filled in"),
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


def test_a_french_text_has_the_same_apostrophe_everywhere(tmp_path: Path) -> None:
    table = Table("initiatives.csv", tmp_path)
    table.rows[0]["summary_fr"] = "Un lieu d'accueil."
    assert content.load_initiatives(table.save())[0].summary_fr == "Un lieu d’accueil."


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


@pytest.mark.parametrize(("field", "other"), [("checked_on", "by"), ("checked_by", "on")])
def test_a_check_has_a_day_and_a_name(tmp_path: Path, field: str, other: str) -> None:
    table = Table("helplines.csv", tmp_path)
    table.rows[0][field] = "2026-11-22"
    [problem] = mistakes(lambda: content.load_helplines(table.save()))
    assert f"line 2, field 'checked_{other}': '' is not filled in, as {field} is" in problem


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
    other = (DATA / "other_languages.yml").read_bytes()
    (tmp_path / "other_languages.yml").write_bytes(other)
    problems = content.check(tmp_path)
    files = [p.split(",")[0] for p in problems]
    assert list(dict.fromkeys(files)) == ["matching.yml", "places.csv", "nl.yml"]
