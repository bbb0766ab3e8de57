"""The rules for easy language, each on a sentence that breaks it and one that does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.plain import FAIL, MOST_WORDS, RULES, WARN, WARN_WORDS, Tongue, judge, words_in
from bot.core.tongues import TONGUES

RARE = {"buurtmoestuin", "participatie", "désemparé", "bewonersparticipatie"}
NBSP = "\u00a0"


def common(word: str) -> float:
    """Every word is common but a few."""
    return 1.0 if word in RARE else 5.0


def fails(text: str, language: str = "nl", simple: bool = True, **known: object) -> list[str]:
    """The rules that a text breaks."""
    tongue = Tongue(**{**vars(TONGUES[language]), **known})  # type: ignore[arg-type]
    return [v.rule for v in judge(text, tongue, common, simple) if v.level == FAIL]


BROKEN = [
    ("short sentences", "nl", "Je kan " + "heel " * 13 + "graag komen."),
    ("one idea", "nl", "Ik zoek mensen die weten dat ze welkom zijn."),
    ("one idea", "nl", "Kom langs; het is gratis."),
    ("one idea", "fr", "Je montre les gens qui viennent quand ils veulent."),
    ("active", "nl", "Je vraag wordt morgen beantwoord."),
    ("active", "nl", "Hij zegt dat je geholpen wordt."),
    ("active", "fr", "Votre demande est examinée demain."),
    ("active", "en", "Your answer is checked tomorrow."),
    ("in full", "nl", "Bel het nr. van de vzw en vraag o.a. de prijs."),
    ("in full", "nl", "Vraag het aan het ABC van je stad."),
    ("digits", "nl", "Het duurt twee weken."),
    ("digits", "fr", "Cela dure trois semaines."),
    ("short words", "nl", "Dat heet bewonersparticipatie."),
    ("common words", "nl", "Je werkt in de buurtmoestuin."),
    ("common words", "fr", "Vous êtes désemparé."),
    ("one negation", "nl", "Niemand zegt niets."),
    ("one negation", "fr", f"Je n’ai rien sans vous{NBSP}: je ne viens pas."),
    ("no marks", "nl", "Het kost 50 % minder."),
    ("no marks", "nl", "Kom langs 🎉"),
    ("one address", "nl", "Wilt u dat? Ik help je."),
    ("one address", "fr", "Tu peux venir."),
    ("one address", "fr", "Je t’aide."),
    ("mean length", "nl", "Kom gerust een keer langs bij ons in het huis van de buurt. "
     "Je mag er ook altijd met andere mensen koffie drinken en praten."),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "language", "text"), BROKEN)
def test_a_text_that_breaks_a_rule_is_caught_by_that_rule(
    rule: str, language: str, text: str
) -> None:
    assert rule in fails(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "Je kan langskomen. Het is gratis. Niemand vraagt je naam."),
        ("nl", "Bel het CAW: 0800 13 500."),
        ("nl", "1. Huis van de buurt\nWaar: Gent. Dat is 3 kilometer."),
        ("nl", "Je mag er eten als je wil."),
        ("nl", "Ga naar https://www.voorbeeld.be/a_b?c=d%20e of mail naar a+b@voorbeeld.be."),
        ("nl", "Bel 112, ook in BE."),
        ("fr", f"Vous pouvez venir. C’est gratuit. Qui voulez-vous voir{NBSP}?"),
        ("fr", "Le lieu est fermé le lundi."),
        ("fr", "Vous êtes venue. Vous n’êtes pas seule."),
        ("fr", "Il y a 2 groupes."),
        ("en", "You can come in. It is free. You need not say your name."),
        ("en", "You are tired. That is all right."),
    ],
)
def test_an_easy_text_breaks_no_rule(language: str, text: str) -> None:
    short_forms = frozenset({"CAW", "BE"})
    assert fails(text, language, short_forms=short_forms) == []


def test_a_placeholder_is_one_word_and_no_hard_one() -> None:
    assert words_in("Bel {buurtmoestuin} nu") == 3
    assert fails("Bel {buurtmoestuin} nu.") == []


def test_an_elided_letter_is_no_word_of_its_own() -> None:
    assert words_in("L’aide n’est qu’à vous") == 4


def test_a_number_in_groups_is_one_word() -> None:
    assert words_in("Bel 0800 13 500") == 2


def test_a_name_inside_a_sentence_is_not_looked_up() -> None:
    assert fails("Vraag het aan Participatie in Gent.") == []


def test_a_hard_word_that_is_explained_may_stand() -> None:
    explained = {"bewonersparticipatie": "mensen van de buurt beslissen mee"}
    assert fails("Dat heet bewonersparticipatie.", explained=explained) == []


def test_a_word_that_was_reviewed_may_stand_when_it_is_short() -> None:
    assert fails("Kom naar de buurtmoestuin.", common=frozenset({"buurtmoestuin"})) == []


def test_an_official_word_says_what_to_write_instead() -> None:
    figures = {"in het kader van": "voor"}
    found = judge("Dit is in het kader van zorg.", Tongue(figures=figures), common, simple=True)
    assert [(v.rule, v.found) for v in found] == [("literal", "'in het kader van': say 'voor'")]


def test_the_standard_register_is_judged_softly() -> None:
    long = "Je kan " + "heel " * 11 + "graag komen."
    assert fails(long, simple=False) == []
    assert fails("Dat heet bewonersparticipatie.", simple=False) == ["short words", "common words"]
    assert fails("Wilt u dat?", simple=False) == ["one address"]


def test_between_twelve_and_fifteen_words_there_is_only_a_warning() -> None:
    text = " ".join(["ja"] * (WARN_WORDS + 1)) + "."
    assert [v.level for v in judge(text, Tongue(), common, True)] == [WARN]


@given(st.integers(min_value=1, max_value=60))
def test_the_verdict_on_length_depends_on_the_number_of_words_alone(count: int) -> None:
    text = " ".join(["ja"] * count) + "."
    levels = [v.level for v in judge(text, Tongue(), common, True) if v.rule == "short sentences"]
    wanted = [] if count <= WARN_WORDS else [WARN] if count <= MOST_WORDS else [FAIL]
    assert levels == wanted


@given(st.text(max_size=80))
def test_whatever_is_written_can_be_judged(text: str) -> None:
    for language in TONGUES:
        judge(text, TONGUES[language], common, simple=True)


def test_every_rule_has_a_name_and_a_source() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.source for rule in RULES)
    # No rule is there that no test breaks.
    assert {rule.name for rule in RULES} <= {name for name, _, _ in BROKEN} | {"literal"}
