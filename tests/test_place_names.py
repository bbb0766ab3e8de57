"""The names of places beside the table: every mistake is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from auxil.typed_places import ROOT

from bot import content
from bot.content import ContentError, load_place_names

WHOLE = """\
also_called:
  9000 Gent: [gentje]
areas:
- names: [Meetjesland]
  places: [9900 Eeklo, 9000 Gent]
words: [on, ham]
abroad:
  border: [Rijsel]
"""
KNOWN = ("9000 Gent", "9900 Eeklo")


def read(tmp_path: Path, text: str) -> list[str]:
    """The problems of a file with this text."""
    path = tmp_path / "place_names.yml"
    path.write_text(text, encoding="utf-8")
    try:
        load_place_names(path, KNOWN)
    except ContentError as error:
        return error.problems
    return []


def test_the_names_that_are_kept_are_in_order() -> None:
    content.check_place_names(ROOT / "data")


def test_a_village_that_yaml_takes_for_a_truth_is_a_name(tmp_path: Path) -> None:
    path = tmp_path / "place_names.yml"
    path.write_text(WHOLE, encoding="utf-8")
    names = load_place_names(path, KNOWN)
    assert names.words == {"on", "ham"}
    assert names.areas == {"Meetjesland": ("9900 Eeklo", "9000 Gent")}


@pytest.mark.parametrize(
    ("before", "after", "line", "value"),
    [
        ("9000 Gent: [", "9000 Ghent: [", 2, "9000 Ghent"),
        ("9900 Eeklo,", "9900 Eekloo,", 4, "9900 Eekloo"),
        ("[Meetjesland]", "[]", 4, ""),
        ("words: [on, ham]", "word: [on, ham]", 6, "word"),
        ("[Rijsel]", "[[Rijsel]]", 8, "Rijsel"),
    ],
)
def test_a_mistake_is_told_with_its_line(
    tmp_path: Path, before: str, after: str, line: int, value: str
) -> None:
    problems = read(tmp_path, WHOLE.replace(before, after))
    assert any(f"line {line}," in problem and value in problem for problem in problems), problems


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    wrong = WHOLE.replace("9000 Gent: [", "9000 Ghent: [").replace("9900 Eeklo,", "9900 Eekloo,")
    assert len(read(tmp_path, wrong)) == 2


def test_every_country_but_ours_is_abroad_in_each_language() -> None:
    names = set(load_place_names(ROOT / "data" / "place_names.yml").abroad)
    assert {"Marokko", "Maroc", "Morocco", "Afghanistan", "Syrië", "Syrie", "Syria"} <= names
    assert not {"België", "Belgique", "Belgium"} & names
