"""Danger that is named in so many words, in three languages, however it is spelt."""

from __future__ import annotations

import pytest

from bot.bootstrap import alarm
from bot.core.danger import DANGER_OF, INTENT_OF, Alarm, payload_of, spoken, tight, worst


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("kwil DOOOOD", "suicide_self"),
        ("ça va pas, je veux mourir", "suicide_self"),
        ("I want to die", "suicide_self"),
        ("ik wil zo graag dood", "suicide_self"),
        ("mijn dochter snijdt zichzelf", "worry_about_other"),
        ("mijn man slaat mij al jaren", "violence_partner"),
        ("jai peur de mon mari", "violence_partner"),
        ("my husband hits me", "violence_partner"),
        ("ik ben verkracht", "sexual_violence"),
        ("on veut me marier de force", "forced_marriage_honour"),
        ("hij heeft mijn paspoort afgepakt", "trafficking"),
        ("ze ademt niet meer", "medical"),
        ("elle a avalé une pile", "overdose_poison"),
        ("ik slaap vannacht buiten", "homeless_tonight"),
        ("ik ben weggelopen van huis", "minor_alone"),
    ],
)
def test_each_kind_is_heard_whatever_the_language_of_the_talk(text: str, kind: str) -> None:
    assert kind in alarm().hear(text)


@pytest.mark.parametrize(
    "text",
    [
        "ik ga dood van het lachen",
        "mijn gsm is dood",
        "je veux plus vivre à Bruxelles, c'est trop cher",
        "dat slaat nergens op",
        "j'étais morte de rire",
        "hij slaat mij niet",
        "ik wil niet dood",
        "my phone is dead",
        "",
        "🙂",
    ],
)
def test_what_only_sounds_like_danger_raises_nothing(text: str) -> None:
    assert alarm().hear(text) == []


def test_what_is_explained_away_hides_no_other_danger() -> None:
    assert alarm().hear("mijn gsm is dood en mijn man slaat mij") == ["violence_partner"]


def test_danger_is_heard_inside_a_long_story() -> None:
    story = (
        "Ik woon al tien jaar in Gent en ik ga elke week naar de markt. Gisteren kwam mijn "
        "buurvrouw langs met soep. Eerlijk gezegd wil ik niet meer "
        "leven. Morgen moet ik naar het OCMW."
    )
    assert alarm().hear(story) == ["suicide_self"]


def test_of_several_dangers_a_life_comes_first() -> None:
    assert worst(["violence_partner", "suicide_self"]) == "suicide_self"
    assert worst(["homeless_tonight", "medical"]) == "medical"
    assert worst([]) is None


def test_every_kind_has_an_answer_and_every_language_its_phrases() -> None:
    assert set(DANGER_OF.values()) == set(INTENT_OF)
    for kind in DANGER_OF:
        assert payload_of(kind).startswith("/")


def test_three_dots_stand_for_at_most_three_words() -> None:
    made = Alarm({"nl": {"suicide_self": ["wil ... dood"]}})
    assert made.hear("ik wil dood") == ["suicide_self"]
    assert made.hear("ik wil echt heel graag dood") == ["suicide_self"]
    assert made.hear("ik wil dat je weet dat de kat dood is") == []


def test_a_phrase_with_an_equals_sign_counts_only_alone() -> None:
    made = Alarm({"nl": {"medical": ["=gewond"]}})
    assert made.hear("Gewond!") == ["medical"]
    assert made.hear("hij was vorig jaar gewond") == []


def test_short_and_long_spellings_are_the_same() -> None:
    assert spoken("kwil ni meer leven") == spoken("ik wil niet meer leven")
    assert tight("jveux mouriiiir") == tight("je veux mourir")
