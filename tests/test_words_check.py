"""What ``make words-check`` catches: each mistake a translator or an admin can make, in a copy."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot import catalogs, words_check
from bot.words_report import by_text, tables

ROOT = Path(__file__).resolve().parents[1]
KEPT = ("domain.yml", "data/work_models.yml", "data/matching.yml", "data/labels.yml")
TABLES = ("data/initiatives.csv", "data/helplines.csv")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The texts of the project, to spoil."""
    for name in (*KEPT, *TABLES):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    for folder in ("data/plain", "locales"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def found(root: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The mistakes that are told, without the last line."""
    capsys.readouterr()
    code = words_check.check(root)
    *lines, last = capsys.readouterr().out.splitlines()
    assert (code == 0) == (last == "all texts are in order") == (not lines)
    return lines


def change(root: Path, locale: str, key: str, old: str, new: str) -> None:
    """Changes what one entry of a catalog says."""
    path = catalogs.po_path(root / "locales", locale)
    catalog = catalogs.read(path)
    entries = [m for m in catalog if m.context == key and isinstance(m.string, str)]
    changed = [m for m in entries if old in m.string]
    assert len(changed) == 1, [m.string for m in entries]
    changed[0].string = changed[0].string.replace(old, new)
    catalogs.write(catalog, path)


def test_the_texts_of_the_project_are_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert found(ROOT, capsys) == []


LONG = (
    "Ik zoek heel graag samen met jou naar veel lieve mensen en naar leuke plekken bij jou in de "
    "buurt."
)


@pytest.mark.parametrize(
    ("locale", "key", "old", "new", "told"),
    [
        # An easy sentence of twenty words.
        ("nl@simple", "utter_ask_ready", "Wij zoeken samen mensen en plekken voor jou.", LONG,
         "(short sentences): 20 words"),
        # A placeholder that is gone, or has another name.
        ("fr", "utter_first_step_button", "{number}", "", "is not with the same placeholders"),
        ("fr", "utter_summary_area", "{phone}", "{telephone}", "same placeholders: {name}"),
        ("en", "utter_place_noted", "{place}", "{place", "same placeholders: {place}"),
        # u beside je, tu beside vous.
        ("nl@simple", "utter_ask_ready", "Ik vraag je naam niet.", "Ik vraag uw naam niet.",
         "(one address): another form of address: uw"),
        ("fr", "utter_thank", "Avec plaisir", "Avec plaisir, à toi", "form of address: toi"),
        # A button that is cut off on a small phone.
        ("fr@simple", "utter_ask_ready", "Commencer", "Commencer maintenant ensemble !",
         "is not a button of at most 30 characters; it has 31"),
        # A hard word, two negations, an image, a sign.
        ("nl@simple", "utter_thank", "Graag gedaan", "Graag gedaan, aldus de sociocultuur",
         "(common words): rare, and not in the glossary: sociocultuur"),
        ("nl@simple", "utter_stopped", "Je hoeft niets meer te doen.", "Niemand vraagt niets.",
         "(one negation)"),
        ("fr@simple", "utter_goodbye", "Au revoir", "Un coup de pouce, au revoir", "(literal)"),
        ("nl@simple", "utter_goodbye", "Tot ziens", "Tot ziens 🎉", "(no marks): the sign"),
    ],
)  # fmt: skip
def test_one_spoilt_text_is_told_and_nothing_else(
    copy: Path,
    capsys: pytest.CaptureFixture[str],
    locale: str,
    key: str,
    old: str,
    new: str,
    told: str,
) -> None:
    change(copy, locale, key, old, new)
    lines = found(copy, capsys)
    assert lines
    assert any(told in line for line in lines), lines
    for line in lines:
        # File, line and field come first, so that an admin finds it.
        assert re.match(rf"locales/{re.escape(locale)}/LC_MESSAGES/messages\.po, line \d+, ", line)
        assert f"field '{key}'" in line


def test_a_dutch_text_that_mixes_je_and_u_is_told(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = copy / "domain.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Ik vraag je naam niet.", "Ik vraag uw naam niet."), "utf-8")
    told = [line for line in found(copy, capsys) if line.startswith("domain.yml, line ")]
    assert any("another form of address: uw" in line for line in told)


def test_a_summary_of_a_place_that_is_too_long_is_told_with_its_line(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = copy / "data/initiatives.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    assert "Je ontmoet" in "".join(lines)
    at = next(n for n, line in enumerate(lines) if "Je ontmoet" in line)
    lines[at] = lines[at].replace("Je ontmoet", "Je ontmoet " + "heel " * 20)
    path.write_text("".join(lines), encoding="utf-8")
    told = [line for line in found(copy, capsys) if "short sentences" in line]
    assert told
    assert all(line.startswith(f"data/initiatives.csv, line {at + 1}, ") for line in told)


def test_a_new_text_is_missing_until_it_is_translated(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = copy / "domain.yml"
    text = path.read_text(encoding="utf-8")
    new = '  utter_thank:\n  - text: "Graag gedaan."'
    assert new in text
    path.write_text(text.replace(new, f'  utter_new:\n  - text: "Hoi."\n{new}'), encoding="utf-8")
    assert any("run 'make words'" in line for line in found(copy, capsys))
    catalogs.update_all(copy)
    lines = found(copy, capsys)
    assert len(lines) == len(catalogs.locales(copy))
    assert all("field 'utter_new': 'Hoi.' is missing" in line for line in lines)


def test_a_changed_text_keeps_its_translation_and_is_told_with_what_it_was(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = copy / "domain.yml"
    text = path.read_text(encoding="utf-8")
    old = "Dat is goed. Je hoeft het niet te weten."
    assert old in text
    path.write_text(text.replace(old, "Dat is prima. Je hoeft het niet te weten."), "utf-8")
    catalogs.update_all(copy)
    lines = found(copy, capsys)
    assert len(lines) == len(catalogs.locales(copy))
    for line in lines:
        assert "is changed: look again, then remove 'fuzzy'" in line
        assert repr(old) in line


def test_a_text_that_is_gone_is_kept_and_told_as_unused(copy: Path) -> None:
    path = copy / "domain.yml"
    text = path.read_text(encoding="utf-8")
    gone = '  utter_thank:\n  - text: "Graag gedaan."\n'
    assert gone in text
    path.write_text(text.replace(gone, ""), encoding="utf-8")
    catalogs.update_all(copy)
    told = words_check.unused(copy)
    assert len(told) == len(catalogs.locales(copy))
    assert all("'utter_thank'" in line and "is unused" in line for line in told)
    catalog = catalogs.read(catalogs.po_path(copy / "locales", "fr"))
    assert any(entry.string == "Avec plaisir." for entry in catalog.obsolete.values())


def test_a_mistake_in_the_reviewed_words_is_told_by_file_and_line(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = copy / "data/plain/nl.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('  leefloon: "', '  leefloon: ""\n  loon: "'), encoding="utf-8")
    [line] = found(copy, capsys)
    assert line.startswith("plain/nl.yml, line ")
    assert "'leefloon' is not a word, and what it means" in line


def test_the_report_has_a_row_for_every_language_and_names_the_worst_sentences() -> None:
    report = tables(ROOT)
    for name in ("nl", "nl-simple", "fr", "fr-simple", "en", "nl, places", "fr, places"):
        assert f"\n| {name} | " in report
        assert f"The longest sentences of {name}:" in report
    for formula in ("Flesch-Douma", "Kandel-Moles"):
        assert formula in report
    assert "short sentences" in report


def test_the_table_by_text_begins_with_the_longest_sentences() -> None:
    rows = by_text(words_check.texts(ROOT)).splitlines()[2:]
    longest = [max(float(cell) for cell in row.split("|")[2:-1]) for row in rows]
    assert longest == sorted(longest, reverse=True)
    assert len(longest) > 400
