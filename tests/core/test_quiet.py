"""The two questions of a crisis: who answers what, and what is kept of it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.quiet import PLAINLY, READER, quiet_answer, quiet_question


def answered(*payloads: str) -> dict[str, Any]:
    return {"event": "bot", "data": {"buttons": [{"payload": p} for p in payloads]}}


SAID = {"event": "user"}


def test_the_buttons_of_the_last_answer_tell_which_question_is_open() -> None:
    asked = answered('/affirm{"quiet":"1"}', '/deny{"quiet":"1"}', "/ask_human")
    assert quiet_question([SAID, asked]) == PLAINLY
    assert quiet_question([SAID, asked, SAID]) == PLAINLY
    assert quiet_question([SAID, asked, SAID, answered("/stop"), SAID]) is None
    assert quiet_question([]) is None


@pytest.mark.parametrize("text", ["nee", "neen hoor", "Non, pas vraiment", "niet echt", "no"])
def test_a_no_is_a_no(text: str) -> None:
    assert quiet_answer(PLAINLY, text, "nlu_fallback") == '/deny{"quiet":"1"}'


@pytest.mark.parametrize("text", ["soms", "ja", "ik weet het niet", "misschien", "pfff"])
def test_to_the_plain_question_what_is_no_clear_no_counts_as_yes(text: str) -> None:
    assert quiet_answer(PLAINLY, text, "nlu_fallback") == '/affirm{"quiet":"1"}'


@pytest.mark.parametrize("intent", ["ask_human", "quick_away", "forget_me", "stop", "help_now"])
def test_who_asks_for_something_else_gets_it(intent: str) -> None:
    assert quiet_answer(PLAINLY, "iets anders", intent) is None


def test_new_danger_is_never_taken_for_an_answer() -> None:
    assert quiet_answer(PLAINLY, "nee, hij slaat mij", "crisis_violence") is None


def test_where_somebody_may_read_along_what_is_unclear_counts_as_yes() -> None:
    assert quiet_answer(READER, "euh", "nlu_fallback") == '/affirm{"quiet":"2"}'
    assert quiet_answer(READER, "personne", "nlu_fallback") == '/deny{"quiet":"2"}'
    assert quiet_answer(READER, "toon plekken in Gent", "inform_place") is None
