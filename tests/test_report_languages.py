"""The language of short messages, on a set that nothing was learnt from: the figures hold."""

from __future__ import annotations

from collections import Counter

from bot.bootstrap import detector
from bot.report_languages import ANY, WRONG, read, table, verdict


def test_the_set_has_two_hundred_messages_in_ten_languages() -> None:
    rows = read()
    assert len(rows) == len({text for _, text in rows}) == 200
    languages = {language.partition("-")[0] for language, _ in rows} - {ANY}
    assert languages == {"nl", "fr", "en", "ar", "tr", "uk", "es", "ps", "ro", "pl"}
    assert max(len(text.split()) for _, text in rows) <= 8


def test_nobody_who_writes_one_of_our_languages_is_taken_for_another() -> None:
    ours = [(language, text) for language, text in read() if language in detector().spoken]
    wrong = [(x, text) for x, text in ours if verdict(detector(), x, text) == WRONG]
    assert len(ours) > 50
    assert wrong == []


def test_what_may_be_in_several_languages_is_not_called_foreign() -> None:
    assert [text for x, text in read() if x == ANY and detector().foreign(text)] == []


def test_most_messages_in_other_languages_are_told() -> None:
    found = Counter(verdict(detector(), x, text) for x, text in read())
    assert found["right"] >= 180
    assert found[WRONG] <= 8


def test_the_report_has_a_row_for_each_language_and_adds_up() -> None:
    lines = table([("nl", "ik ben alleen"), ("fr", "je suis seul"), ("nl", "je suis seul")])
    assert "| nl | 2 | 1 | 0 | 1 |" in lines
    assert "| all | 3 | 2 | 0 | 1 |" in lines
    assert "- nl taken for fr: je suis seul" in lines
