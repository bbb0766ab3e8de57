"""Texts on a small screen, for who reads slowly: one sentence on a line, three lines a message."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.layout import MOST_LINES, one_a_line, sentences_of

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Dag! In welke taal praten we?", ["Dag!", "In welke taal praten we?"]),
        ("Bel 0800 13 500. Zij helpen.", ["Bel 0800 13 500.", "Zij helpen."]),
        ("Bel {phone}. {line} luistert.", ["Bel {phone}.", "{line} luistert."]),
        (f"Ça va{NBSP}? Très bien.", [f"Ça va{NBSP}?", "Très bien."]),
        ("Typ ‘ja’. ‘Nee’ mag ook.", ["Typ ‘ja’.", "‘Nee’ mag ook."]),
        ("regel een\nregel twee", ["regel een", "regel twee"]),
        ("", []),
    ],
)
def test_sentences_are_told_apart(text: str, sentences: list[str]) -> None:
    assert sentences_of(text) == sentences


@pytest.mark.parametrize(
    "text",
    [
        "1. Lokaal dienstencentrum Den Birkenblok",
        "Waar: St. Jansplein 3, Gent",
        "Open van 9.30 tot 13 uur",
        "Vzw De Schakel, Dr. Roelandtsstraat 4",
        "Site: https://www.voorbeeld.be/a?b=C.D",
        "Kies nog iets, of druk op 'Klaar'.",
        "Dit gaat door...",
    ],
)
def test_a_stop_that_ends_nothing_splits_nothing(text: str) -> None:
    assert sentences_of(text) == [text]


def test_five_sentences_are_two_messages() -> None:
    text = "Ik ben een computer. Ik zoek mee. Ik vraag geen naam. Jij kiest. Alles mag weg."
    assert one_a_line(text) == (
        "Ik ben een computer.\nIk zoek mee.\nIk vraag geen naam.\n\nJij kiest.\nAlles mag weg."
    )


def test_a_second_question_begins_a_new_message() -> None:
    assert one_a_line("Is er gevaar? Bel 112. Kan je niet spreken?") == (
        "Is er gevaar?\nBel 112.\n\nKan je niet spreken?"
    )


def test_what_stood_on_one_line_stays_together() -> None:
    text = "Dit weet ik:\nSAAMO: gratis.\nDe Zuidpoort: dat weet ik niet. Vraag het daar."
    assert one_a_line(text).split("\n\n")[1] == "De Zuidpoort: dat weet ik niet.\nVraag het daar."


TEXTS = st.lists(
    st.sampled_from(
        ["Dag!", "Wat wil je?", "Bel 112.", "{name} helpt.", "1. Den Alf.", "Of niet", "\n", "\n\n"]
    ),
    max_size=14,
).map(" ".join)


@given(TEXTS)
def test_no_word_is_lost_and_no_message_is_long(text: str) -> None:
    laid_out = one_a_line(text)
    assert laid_out.split() == text.split()
    for message in re.split(r"\n\n", laid_out):
        lines = message.splitlines()
        assert len(lines) <= MOST_LINES
        assert sum(line.endswith("?") for line in lines) <= 1


@given(TEXTS)
def test_laying_out_twice_changes_nothing(text: str) -> None:
    once = one_a_line(text)
    assert one_a_line(once) == once
