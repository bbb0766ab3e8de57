"""Two spellings of one word are the same to us."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.text import plain, sentences


@pytest.mark.parametrize(
    ("typed", "same_as"),
    [
        ("Liège", "liege"),
        ("LIÈGE", "liege"),
        ("  Sint-Niklaas ", "sint niklaas"),
        ("’s avonds", "s avonds"),
        ("'s avonds", "s avonds"),
        ("auto's", "autos"),
        ("auto’s", "autos"),
        ("foto's en video's", "fotos en videos"),
        ("l'église", "l eglise"),
        ("j’ai besoin d’aide", "j ai besoin d aide"),
        ("cœur", "coeur"),
        ("Œuvre", "oeuvre"),
        ("ça va ?!", "ca va"),
        ("één", "een"),
        ("geïnteresseerd", "geinteresseerd"),
        ("iets…of niets", "iets of niets"),
        ("snake_case", "snake case"),
        ("koffie ☕ drinken 🙂", "koffie drinken"),
        ("Straße", "strasse"),
        ("regel\néén\ttwee", "regel een twee"),
        ("inloop*", "inloop*"),
        ("9000 Gent", "9000 gent"),
        ("", ""),
        ("?!", ""),
    ],
)
def test_marks_accents_and_capitals_do_not_matter(typed: str, same_as: str) -> None:
    assert plain(typed) == same_as


def test_a_phone_that_writes_in_fancy_letters_is_understood() -> None:
    assert plain("𝐆𝐞𝐧𝐭") == "gent"


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.text())
def test_plain_text_stays_as_it_is(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert once == once.strip()
    assert "  " not in once


@settings(deadline=None, derandomize=True)
@given(st.text(alphabet="abcdeéèëïöüçABCDEÉ '’-.,!?0123456789"))
def test_capitals_never_matter(text: str) -> None:
    assert plain(text) == plain(text.upper())


def test_lines_stand_under_one_another_and_empty_ones_fall_away() -> None:
    assert sentences("Dag.", None, "", "Tot ziens.") == "Dag.\nTot ziens."
    assert sentences() == ""
    assert sentences(None, "") == ""
