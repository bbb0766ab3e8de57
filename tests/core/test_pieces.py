"""A long text comes in parts, and nothing of it is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.pieces import pieces, units

properties = settings(deadline=None, derandomize=True, max_examples=150)

any_text = st.text(max_size=400)
limits = st.integers(2, 120)
words = st.text("abcdé😀<&_*ü", min_size=1, max_size=9)
sentences = st.builds(
    lambda parts, end: " ".join(parts) + end,
    st.lists(words, min_size=1, max_size=6),
    st.sampled_from([".", "!", "?", "…"]),
)
SENTENCE_UNITS = 6 * (2 * 9 + 1)
"""No sentence above is longer."""


def joined(parts: list[str]) -> str:
    """Everything but the white space."""
    return "".join("".join(parts).split())


# -- every text -------------------------------------------------------------------------------


@properties
@given(text=any_text, most=limits)
def test_nothing_is_lost_and_nothing_comes_twice(text: str, most: int) -> None:
    assert joined(pieces(text, most)) == joined([text])


@properties
@given(text=any_text, most=limits)
def test_no_part_is_too_long_for_telegram_and_none_is_empty(text: str, most: int) -> None:
    for part in pieces(text, most):
        assert 0 < len(part.encode("utf-16-le")) // 2 <= most
        assert part == part.strip()


@properties
@given(text=any_text)
def test_a_text_that_fits_stays_whole(text: str) -> None:
    assert pieces(text, max(2, units(text))) == ([text.strip()] if text.strip() else [])


def test_telegram_counts_a_smiley_as_two() -> None:
    assert units("") == 0
    assert units("één") == 3
    assert units("😀") == 2
    assert units("a😀b") == 4


# -- where it is cut --------------------------------------------------------------------------


@properties
@given(said=st.lists(words, min_size=1, max_size=60), most=st.integers(18, 80))
def test_no_word_is_cut_that_fits(said: list[str], most: int) -> None:
    parts = pieces(" ".join(said), most)
    assert [word for part in parts for word in part.split()] == said


@properties
@given(said=st.lists(sentences, min_size=1, max_size=15), more=st.integers(0, 80))
def test_no_sentence_is_cut_that_fits(said: list[str], more: int) -> None:
    parts = pieces(" ".join(said), SENTENCE_UNITS + more)
    assert " ".join(parts) == " ".join(said)
    for part in parts:
        assert part[-1] in ".!?…"


@properties
@given(said=st.lists(sentences, min_size=1, max_size=15), more=st.integers(0, 80))
def test_a_part_ends_only_where_the_next_sentence_does_not_fit(said: list[str], more: int) -> None:
    most = SENTENCE_UNITS + more
    left = list(said)
    for part in pieces(" ".join(said), most):
        taken = left.pop(0)
        while taken != part:
            taken = f"{taken} {left.pop(0)}"
        assert not left or units(f"{part} {left[0]}") > most
    assert not left


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n\n\n"])
@properties
@given(said=st.lists(sentences, min_size=1, max_size=15), more=st.integers(0, 80))
def test_lines_and_paragraphs_stay_whole_where_they_fit(
    said: list[str], more: int, between: str
) -> None:
    parts = pieces(between.join(said), SENTENCE_UNITS + more)
    assert between.join(parts) == between.join(said)


def test_between_paragraphs_comes_before_between_lines_and_sentences() -> None:
    first, second = "Dag An.\nTot straks. Zie je.", "Breng koffie mee.\nEn melk."
    assert pieces(f"{first}\n\n{second}", 30) == [first, second]
    assert pieces(first, 20) == ["Dag An.", "Tot straks. Zie je."]
    assert pieces("Tot straks. Zie je.", 12) == ["Tot straks.", "Zie je."]
    assert pieces("Tot straks en", 10) == ["Tot straks", "en"]


def test_a_long_paragraph_does_not_break_up_its_neighbours() -> None:
    long = " ".join(["Dit is een lange zin."] * 6)
    parts = pieces(f"Eerst dit.\n\n{long}\n\nDan dat. Klaar.", 50)
    assert parts[0] == "Eerst dit."
    assert parts[-1] == "Dan dat. Klaar."
    assert " ".join(parts[1:-1]) == long


def test_a_word_that_never_ends_is_cut_anywhere() -> None:
    assert pieces("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]
    assert pieces("😀" * 7, 5) == ["😀😀", "😀😀", "😀😀", "😀"]
    assert pieces(f"kort {'a' * 12} kort", 10) == ["kort", "a" * 10, "aa", "kort"]


def test_of_nothing_comes_nothing() -> None:
    assert pieces("", 10) == []
    assert pieces(" \n\n \t", 10) == []
