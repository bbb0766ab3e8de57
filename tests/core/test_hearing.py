"""What a free sentence says: phrases, stars, negations and dangers."""

from __future__ import annotations

import pytest

from bot.core.hearing import Ear, Heard

PHRASES = {
    "nl": {
        "wish": {
            "together": ["een maatje", "samen wandelen", "buddy"],
            "drop_in": ["koffie drinken", "inloop*"],
            "near_home": ["in de buurt", "de buren leren kennen"],
        },
        "hard": {
            "money": ["geen geld", "te duur", "arm"],
            "children": ["kinderen", "alleen met de kinderen"],
            "little_time": ["weinig tijd"],
        },
        "own_people": {"nobody": ["niemand", "heb geen familie"], "yes": ["mijn familie"]},
        "language": {"nl": ["nederlands"], "nl-simple": ["makkelijk nederlands", "makkelijk"]},
        "danger": {"suicide": ["wil dood", "zelfmoord*"], "violence": ["slaat mij"]},
    },
    "fr": {
        "wish": {"drop_in": ["boire un café"]},
        "hard": {"money": ["trop cher", "pas d'argent"]},
        "danger": {"suicide": ["veux mourir"]},
    },
}


@pytest.fixture(scope="module")
def ear() -> Ear:
    return Ear(PHRASES)


def values(heard: list[Heard]) -> list[tuple[str, str]]:
    return [(h.kind, h.value) for h in heard]


def test_a_whole_sentence_tells_several_things_in_its_own_order(ear: Ear) -> None:
    heard = ear.listen("Ik heb geen geld en ik wil graag koffie drinken in de buurt.")
    assert values(heard) == [
        ("hard", "money"),
        ("wish", "drop_in"),
        ("wish", "near_home"),
    ]
    assert [h.start for h in heard] == sorted(h.start for h in heard)


def test_capitals_accents_and_marks_do_not_matter(ear: Ear) -> None:
    assert values(ear.listen("BUDDY!!")) == [("wish", "together")]
    assert values(ear.listen("j'aimerais boire un cafe...")) == [("wish", "drop_in")]
    assert values(ear.listen("J’ai pas d’argent")) == [("hard", "money")]


def test_half_a_word_is_not_a_word(ear: Ear) -> None:
    assert ear.listen("ik ga naar de warme bakker, alarm") == []
    assert ear.listen("kinderende") == []


def test_a_star_hears_every_end_of_a_word(ear: Ear) -> None:
    for text in ("inloop", "inloophuis", "het inloopcentrum", "de inloop, dus"):
        assert values(ear.listen(text)) == [("wish", "drop_in")], text
    assert ear.listen("uitinloop") == []


def test_a_no_just_before_a_phrase_takes_it_back(ear: Ear) -> None:
    assert ear.listen("ik zoek geen buddy") == []
    assert ear.listen("niet te duur") == []
    assert ear.listen("nooit meer samen wandelen") == []
    assert ear.listen("dat is pas trop cher") == []


def test_a_no_further_away_is_about_something_else(ear: Ear) -> None:
    assert values(ear.listen("ik wil niet thuis zitten maar samen wandelen")) == [
        ("wish", "together")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "ik heb geen auto, samen wandelen lukt wel",
        "Geen werk. Buddy graag!",
        "kan niet slapen... een maatje misschien?",
    ],
)
def test_a_no_before_a_comma_or_a_stop_does_not_reach_over_it(ear: Ear, text: str) -> None:
    assert values(ear.listen(text)) == [("wish", "together")]


def test_a_no_after_a_phrase_does_not_reach_back(ear: Ear) -> None:
    assert values(ear.listen("een buddy, geen idee")) == [("wish", "together")]


def test_a_no_that_belongs_to_the_phrase_keeps_it(ear: Ear) -> None:
    assert values(ear.listen("ik heb geen geld")) == [("hard", "money")]
    assert values(ear.listen("ik heb nooit geen geld")) == [("hard", "money")]
    assert values(ear.listen("je n'ai pas d'argent")) == [("hard", "money")]


def test_a_phrase_said_again_without_a_no_counts(ear: Ear) -> None:
    heard = ear.listen("geen buddy? jawel toch een buddy")
    assert values(heard) == [("wish", "together")]
    assert heard[0].start > 5


def test_a_no_of_the_other_language_does_not_count(ear: Ear) -> None:
    """'Pas' is 'not' in French and 'only just' in Dutch."""
    assert values(ear.listen("ik zoek pas een maatje")) == [("wish", "together")]


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("ik wil dood", "suicide"),
        ("ik wil niet wil dood", "suicide"),
        ("ça va pas, je veux mourir", "suicide"),
        ("nee nooit slaat mij", "violence"),
        ("geen zelfmoordgedachten", "suicide"),
    ],
)
def test_a_danger_is_never_explained_away(ear: Ear, text: str, danger: str) -> None:
    assert ("danger", danger) in values(ear.listen(text))


def test_the_longest_phrase_wins(ear: Ear) -> None:
    assert values(ear.listen("liever makkelijk nederlands")) == [("language", "nl-simple")]
    assert values(ear.listen("nederlands")) == [("language", "nl")]
    assert values(ear.listen("alleen met de kinderen")) == [("hard", "children")]


def test_the_longest_phrase_wins_whatever_stands_first_in_the_list() -> None:
    """The short phrase of a value must not hide its own longer one."""
    said = {
        "peers": ["mensen", "mensen zoals ik leren kennen"],
        "near_home": ["mensen zoals ik"],
    }
    for order in (said, dict(reversed(said.items()))):
        ear = Ear({"nl": {"wish": order}})
        assert values(ear.listen("mensen zoals ik leren kennen")) == [("wish", "peers")]


def test_a_long_phrase_hides_only_its_own_kind(ear: Ear) -> None:
    both = Ear({"nl": {"hard": {"money": ["te duur"]}, "wish": {"x": ["de bus is te duur"]}}})
    assert values(both.listen("de bus is te duur")) == [("wish", "x"), ("hard", "money")]


def test_each_thing_is_heard_once_where_it_was_first_said(ear: Ear) -> None:
    heard = ear.listen("buddy of een maatje, een buddy dus")
    assert values(heard) == [("wish", "together")]
    assert heard[0].start == 0


def test_only_what_is_listened_for_is_heard(ear: Ear) -> None:
    text = "ik wil dood, ik heb geen geld"
    assert values(ear.listen(text, ["danger"])) == [("danger", "suicide")]
    assert values(ear.listen(text, ["hard"])) == [("hard", "money")]
    assert ear.listen(text, []) == []


@pytest.mark.parametrize("text", ["", " ", "?!", "🙂", "12", "xyzzy"])
def test_silence_says_nothing(ear: Ear, text: str) -> None:
    assert ear.listen(text) == []


def test_an_empty_list_of_phrases_hears_nothing() -> None:
    assert Ear({}).listen("ik wil dood") == []
    assert Ear({"nl": {"wish": {"together": [" ", "?"]}}}).listen("? ") == []
