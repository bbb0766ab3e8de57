"""What somebody may have meant: two or three guesses, or none."""

from __future__ import annotations

from bot.core.guesses import guesses

LABELLED = {"ask_cost", "ask_human", "more_results", "stop"}


def test_the_three_likeliest_are_proposed_the_likeliest_first() -> None:
    ranking = [("ask_cost", 0.2), ("ask_human", 0.15), ("stop", 0.1), ("more_results", 0.09)]
    assert guesses(ranking, LABELLED) == ["ask_cost", "ask_human", "stop"]


def test_what_has_no_label_is_never_guessed() -> None:
    ranking = [("crisis_suicide", 0.3), ("ask_cost", 0.2), ("affirm", 0.1), ("stop", 0.1)]
    assert guesses(ranking, LABELLED) == ["ask_cost", "stop"]


def test_one_guess_alone_would_be_a_claim() -> None:
    assert guesses([("ask_cost", 0.9), ("stop", 0.01)], LABELLED) == []


def test_letters_without_meaning_are_not_guessed_at() -> None:
    assert guesses([(name, 0.016) for name in LABELLED], LABELLED) == []
    assert guesses([], LABELLED) == []
