"""Names that people tell are masked whole, also in small letters; what they tell after it stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.privacy import MASK, mask


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("ik heet jan peeters", "ik heet ▒"),
        ("ik heet jan", "ik heet ▒"),
        ("ik heet jan en ik zoek een maatje", "ik heet ▒ en ik zoek een maatje"),
        ("ik heet jan peeters en ik zoek een maatje", "ik heet ▒ en ik zoek een maatje"),
        ("ik heet jan ik woon in gent", "ik heet ▒ ik woon in gent"),
        ("ik heet jan woon in gent", "ik heet ▒ woon in gent"),
        ("ik heet fatima el amrani", "ik heet ▒"),
        ("ik heet jan van den berg uit aalst", "ik heet ▒ uit aalst"),
        ("ik heet marie-louise d'hondt, dag", "ik heet ▒, dag"),
        ("ik heet jan 't hooft", "ik heet ▒"),
        ("ik heet jan ben alleen", "ik heet ▒ ben alleen"),
        ("ik heet ben en zoek vrienden", "ik heet ▒ en zoek vrienden"),
        ("ik heet jan maar iedereen zegt jef", "ik heet ▒ maar iedereen zegt jef"),
        ("ik heet jan 52 jaar", "ik heet ▒ 52 jaar"),
        ("ik heet jan. peeters is mijn buurman", "ik heet ▒. peeters is mijn buurman"),
        ("ik heet jan\nwandelen vind ik leuk", "ik heet ▒\nwandelen vind ik leuk"),
        ("mijn naam is sofie de smet", "mijn naam is ▒"),
        ("mijn naam is van damme", "mijn naam is ▒"),
        ("mijn naam is jan van gent", "mijn naam is ▒ van gent"),
        ("IK HEET PIET EN IK ZOEK EEN MAATJE", "IK HEET ▒ EN IK ZOEK EEN MAATJE"),
        ("ik heet ik heet jan", "ik heet ik heet ▒"),
        ("ik heet jan mijn naam is piet", "ik heet ▒ mijn naam is ▒"),
    ],
)
def test_who_tells_a_name_in_dutch_without_capitals(said: str, kept: str) -> None:
    assert mask(said) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("je m'appelle luc dupont", "je m'appelle ▒"),
        ("je m'appelle luc dupont et je cherche", "je m'appelle ▒ et je cherche"),
        ("je m’appelle luc j'habite à jette", "je m’appelle ▒ j'habite à jette"),
        ("je m'appelle luc de la croix", "je m'appelle ▒"),
        ("je m'appelle luc de molenbeek", "je m'appelle ▒ de molenbeek"),
        ("je m'appelle awa je suis seule", "je m'appelle ▒ je suis seule"),
        ("je m'appelle awa mais mon mari me bat", "je m'appelle ▒ mais mon mari me bat"),
        ("mon nom est fatoumata diallo", "mon nom est ▒"),
        ("mon nom : diallo", "mon nom : ▒"),
        ("moi c'est karim", "moi c'est ▒"),
        ("moi c’est karim benali", "moi c’est ▒"),
        ("moi, c'est Awa et vous", "moi, c'est ▒ et vous"),
        ("moi cest karim", "moi cest ▒"),
        ("my name is john smith and i live in gent", "my name is ▒ and i live in gent"),
        ("My name’s John", "My name’s ▒"),
    ],
)
def test_who_tells_a_name_in_french_or_english(said: str, kept: str) -> None:
    assert mask(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "moi c'est difficile",
        "moi c'est la solitude",
        "moi c'est l'argent le problème",
        "moi c'est mon mari qui me frappe",
        "moi c'est toujours pareil",
        "moi, c'est surtout le soir",
        "moi c'est pas facile",
        "moi c'est quelqu'un pour marcher",
    ],
)
def test_what_is_like_this_for_me_is_no_name(said: str) -> None:
    assert mask(said) == said


@pytest.mark.parametrize(
    ("said", "danger"),
    [
        ("ik heet jan mijn vrouw slaat mij", "mijn vrouw slaat mij"),
        ("ik heet lea papa slaat mij", "papa slaat mij"),
        ("ik heet jan wil dood", "wil dood"),
        ("je m'appelle lea papa me frappe", "papa me frappe"),
        ("je m'appelle luc veux mourir", "veux mourir"),
        ("je m'appelle luc violence à la maison", "violence à la maison"),
    ],
)
def test_a_danger_told_right_after_the_name_is_still_heard(said: str, danger: str) -> None:
    assert mask(said).endswith(danger)


FIRST = st.sampled_from("jan fatima mohamed awa luc sofie karim wout zoé".split())
LAST = st.sampled_from(
    ["peeters", "el amrani", "van den berg", "de smet", "d'hondt", "diallo", "de la croix"]
)
INTRO = st.sampled_from(
    ["ik heet", "mijn naam is", "je m'appelle", "mon nom est", "my name is", "moi c'est"]
)
REST = st.sampled_from(
    [
        ", dag",
        ". ik zoek een maatje",
        " en ik zoek een maatje",
        " uit gent",
        " et je cherche",
        " 9000",
    ]
)


@settings(deadline=None, derandomize=True)
@given(INTRO, FIRST, LAST, REST, st.booleans())
def test_nothing_of_a_whole_name_stays_and_all_of_the_rest(
    intro: str, first: str, last: str, rest: str, capitals: bool
) -> None:
    name = f"{first} {last}"
    name = name.title() if capitals else name
    assert mask(f"{intro} {name}{rest}") == f"{intro} {MASK}{rest}"


@settings(deadline=None, derandomize=True, max_examples=300)
@given(
    INTRO,
    st.lists(st.one_of(FIRST, LAST, INTRO, st.sampled_from("ik ben van de , . 9 Ben".split()))),
)
def test_masking_a_name_twice_is_masking_it_once(intro: str, rest: list[str]) -> None:
    once = mask(" ".join([intro, *rest]))
    assert mask(once) == once
