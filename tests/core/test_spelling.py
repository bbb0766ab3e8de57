"""Two spellings of one name come out alike, as they are written or as they sound."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.spelling import composed, key, sound, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sint-Niklaas", "st. niklaas"),
        ("Saint-Gilles", "ST GILLES"),
        ("Sint-Niklaas", "sintniklaas"),
        ("Heist-op-den-Berg", "heistopdenberg"),
        ("'s-Gravenwezel", "s gravenwezel"),
        ("Liège", unicodedata.normalize("NFD", "LIÈGE")),
        ("La Louvière", "lalouviere"),
    ],
)
def test_marks_spaces_and_saints_make_no_difference(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("typed", "name", "language"),
    [
        ("skarbeek", "schaarbeek", "nl"),
        ("mechele", "mechelen", "nl"),
        ("megelen", "mechelen", "nl"),
        ("bruxel", "bruxelles", "fr"),
        ("sjarlerwa", "charleroi", "fr"),
    ],
)
def test_who_writes_what_they_hear_writes_the_same_sound(
    typed: str, name: str, language: str
) -> None:
    assert sound(typed, language) == sound(name, language)


def test_towns_that_sound_different_stay_apart() -> None:
    for language in ("nl", "fr"):
        said = {sound(name, language) for name in ("gent", "genk", "geel", "mechelen", "machelen")}
        assert len(said) == 5


def test_a_number_and_a_name_without_a_space_are_two() -> None:
    assert [t.text for t in tokens("9000gent")] == ["9000", "gent"]


@settings(derandomize=True, max_examples=200)
@given(st.text(max_size=40))
def test_each_word_stands_where_it_says(text: str) -> None:
    whole = composed(text)
    for token in tokens(whole):
        assert key(whole[token.start : token.end]) == token.text
