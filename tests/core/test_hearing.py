"""What a free sentence says: phrases, stars and negations."""

from __future__ import annotations

import pytest

from bot.core.hearing import Ear, Heard, refuses

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
    },
    "fr": {
        "wish": {"drop_in": ["boire un café"]},
        "hard": {"money": ["trop cher", "pas d'argent"]},
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
    text = "een buddy, ik heb geen geld"
    assert values(ear.listen(text, ["wish"])) == [("wish", "together")]
    assert values(ear.listen(text, ["hard"])) == [("hard", "money")]
    assert ear.listen(text, []) == []


@pytest.mark.parametrize("text", ["", " ", "?!", "🙂", "12", "xyzzy"])
def test_silence_says_nothing(ear: Ear, text: str) -> None:
    assert ear.listen(text) == []


def test_an_empty_list_of_phrases_hears_nothing() -> None:
    assert Ear({}).listen("ik wil dood") == []
    assert Ear({"nl": {"wish": {"together": [" ", "?"]}}}).listen("? ") == []


# -- a child who says how old they are ----------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "ik ben 14",
        "Ik ben 15 jaar.",
        "ik ben nog maar 13 jaar oud",
        "ik ga nog naar school, ik ben 14",
        "kben 16 en ik voel mij alleen",
        "ik ben 14 mijn papa slaat mij",
        "ik ben 15 jaar en ik zoek een buddy",
        "ik ben zestien",
        "ik ben bijna 17",
        "ben 12",
        "ik ben nog geen 18",
        "12 jaar",
        "14 ans",
        "j'ai 14 ans",
        "J’ai 15 ans et je suis seul",
        "j'ai seulement 11 ans",
        "je n'ai que 13 ans",
        "j'ai bientôt 16 ans",
        "je n'ai pas encore 18 ans",
        "j'ai dix-sept ans",
    ],
)
def test_a_child_who_says_how_old_they_are_is_heard(ear: Ear, text: str) -> None:
    assert ("note", "minor") in values(ear.listen(text))


@pytest.mark.parametrize(
    "text",
    [
        "ik ben 14 jaar geleden naar hier gekomen",
        "ik ben 14 jaar getrouwd",
        "wij zijn samen, ik ben 14 jaar samen met hem",
        "ik ben 17 jaar alleen",
        "ik ben 16 weken zwanger",
        "ik ben 10 kilo kwijt",
        "ik ben 15.000 euro kwijt",
        "ik ben 15 minuten te laat",
        "ik ben 10 op 10 tevreden",
        "ik ben 14 jaar ouder dan mijn man",
        "ik ben 17 november jarig",
        "ik ben 45",
        "ik ben 14de in de rij",
        "mijn zoon is 14",
        "mijn zoon is 14 jaar oud",
        "ik heb een dochter, 14 jaar",
        "ik ben mama van een meisje van 12",
        "toen ik 14 was",
        "ik ben geen 17 meer",
        "mon fils a 14 ans",
        "j'ai un fils de 14 ans",
        "j'ai une fille, 15 ans",
        "j'ai 15 ans de métier",
        "j'ai 16 ans d'expérience",
        "j'ai 40 ans",
        "il y a 14 ans",
        "j'avais 14 ans quand mon père est parti",
    ],
)
def test_a_parent_or_a_number_of_years_is_not_taken_for_a_child(ear: Ear, text: str) -> None:
    assert ("note", "minor") not in values(ear.listen(text))


@pytest.mark.parametrize(
    "text",
    [
        "ik ben 34",
        "Ik ben 45 jaar en ik zoek mensen",
        "ik ben een vrouw van 45",
        "kben 28",
        "j'ai 34 ans",
        "je suis un homme de 40 ans",
        "40 ans",
        "I'm 40 and alone",
        "i am a woman of 50",
    ],
)
def test_who_is_not_old_yet_is_not_sent_where_one_must_be(ear: Ear, text: str) -> None:
    assert ("note", "under_55") in values(ear.listen(text))


@pytest.mark.parametrize(
    "text",
    [
        "ik ben 55",
        "ik ben 60 jaar",
        "ik ben 34 kilo afgevallen",
        "ik ben 30 jaar getrouwd",
        "ik ben al 20 jaar alleen",
        "ik ben 20 minuten te laat",
        "mijn broer is een man van 40",
        "mijn dochter is 34",
        "j'ai 20 ans de métier",
        "j'ai une fille de 34 ans",
        "il y a 40 ans",
        "i'm 40 minutes late",
    ],
)
def test_other_numbers_and_other_people_are_no_age_of_ones_own(ear: Ear, text: str) -> None:
    assert ("note", "under_55") not in values(ear.listen(text))


def test_an_age_is_a_note_and_is_not_heard_where_only_dangers_count(ear: Ear) -> None:
    assert ear.listen("ik ben 14", ["wish"]) == []


# -- what is not wanted --------------------------------------------------------------------------


def test_who_wants_no_buddy_is_heard_as_turning_it_down(ear: Ear) -> None:
    assert ear.refused("ik wil geen buddy", "wish") == ["together"]
    assert ear.refused("geen buddy? jawel toch een buddy", "wish") == []
    assert ear.refused("ik zoek een buddy", "wish") == []


def test_who_has_no_buddy_has_not_turned_one_down(ear: Ear) -> None:
    assert ear.refused("ik heb geen buddy", "wish") == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("je ne veux pas être bénévole", "fr"),
        ("pas de buddy svp", "fr"),
        ("je cherche pas d'aide à la maison", "fr"),
        ("ik wil geen vrijwilliger worden", "nl"),
        ("nee geen vrijwilliger", "nl"),
        ("ik zoek echt geen groep", "nl"),
    ],
)
def test_a_refusal_is_a_refusal(text: str, language: str) -> None:
    assert refuses(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("pas être la seule à vivre ça", "fr"),
        ("je ne veux pas toujours recevoir, je veux aussi donner", "fr"),
        ("je sais pas sortir, il faut que l'aide vienne chez moi", "fr"),
        ("ik zoek geen groep, gewoon één mens die af en toe eens belt", "nl"),
        ("ik wil dat iemand naar ons komt want ik geraak niet buiten", "nl"),
        ("ik krijg mijn huishouden niet rond", "nl"),
        ("ik zoek pas een maatje", "nl"),
    ],
)
def test_a_no_about_something_else_refuses_nothing(text: str, language: str) -> None:
    assert not refuses(text, language)


def test_three_words_besides_a_no_say_what_is_wanted_instead() -> None:
    assert not refuses("Ik wil geen buddy, samen iets drinken", "nl")
    assert refuses("Ik wil geen buddy, dank u", "nl")


def test_a_word_of_both_languages_is_turned_down_in_both() -> None:
    for order in (("nl", "fr"), ("fr", "nl")):
        ear = Ear({language: {"wish": {"together": ["buddy"]}} for language in order})
        for text in ("ik wil geen buddy", "je ne veux pas de buddy"):
            assert ear.listen(text) == [], (order, text)
            assert ear.refused(text, "wish") == ["together"], (order, text)


def test_a_star_after_two_letters_hears_every_end_too() -> None:
    ear = Ear({"nl": {"hard": {"money": ["ar*"]}}})
    assert values(ear.listen("wij zijn arm")) == [("hard", "money")]


def test_one_word_is_an_answer_only_when_it_is_the_whole_message() -> None:
    ear = Ear({"nl": {"hard": {"money": ["=geld"]}, "n": {"1": ["=eerste"]}}})
    assert values(ear.listen("Geld!")) == [("short", "hard:money")]
    assert ear.listen("ik verdien geld") == []
    assert values(ear.listen("eerste")) == [("n", "1")]
