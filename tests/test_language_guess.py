"""Which language a message is in, also when it is short and typed on a phone."""

from __future__ import annotations

import pytest

from bot.bootstrap import detector

DUTCH = [
    "hallo",
    "goeiedag",
    "ja graag",
    "nee bedankt",
    "ik zoek een buddy",
    "ik ben alleen",
    "ik voel mij eenzaam",
    "kzoek iemand om mee te wandelen",
    "kweet het nie",
    "ik heb geen geld",
    "te duur voor mij",
    "waar kan ik koffie drinken",
    "mensen uit de buurt",
    "ik durf niet goed",
    "kheb 2 kindjes",
    "hoe werkt dat hier",
    "wie zijn jullie",
    "iets in gent aub",
    "kben bang voor mn uitkering",
    "ik wil mss vrijwilliger worden",
    "wa kost da",
    "geen idee",
    "liever een kleine groep",
    "niemand",
    "das goe",
    "ik kan alleen s avonds",
    "help mij",
    "stop ermee",
    "nog een keer aub",
    "mijn nederlands is niet goed",
]

FRENCH = [
    "bonjour",
    "salut",
    "oui merci",
    "non merci",
    "je cherche des gens",
    "je suis seule",
    "je me sens seul",
    "jsuis seul",
    "jcherche qqn pour parler",
    "jsais pas",
    "j'ai pas d'argent",
    "c'est trop cher",
    "ou boire un café",
    "les gens du quartier",
    "j'ose pas y aller",
    "g 2 enfants",
    "comment ça marche",
    "c koi",
    "qui êtes-vous",
    "à bruxelles svp",
    "j'ai peur pour mon chômage",
    "je veux aider les autres",
    "combien ça coûte",
    "aucune idée",
    "plutôt un petit groupe",
    "personne",
    "ok dac merci",
    "que le soir ou le weekend",
    "aidez moi",
    "jé besoin d'aide",
]


def test_there_are_thirty_of_each() -> None:
    assert len(set(DUTCH)) == len(set(FRENCH)) == 30


@pytest.mark.parametrize("text", DUTCH)
def test_a_short_dutch_message_is_dutch(text: str) -> None:
    assert detector().guess(text) == "nl"


@pytest.mark.parametrize("text", FRENCH)
def test_a_short_french_message_is_french(text: str) -> None:
    assert detector().guess(text) == "fr"


def test_nobody_is_answered_in_the_other_language() -> None:
    """Not knowing is allowed; the wrong language is not, in capitals neither."""
    for text in DUTCH:
        for typed in (text, text.upper(), text.capitalize(), text + " !!"):
            assert detector().guess(typed) != "fr", typed
            assert detector().sure(typed) != "fr", typed
    for text in FRENCH:
        for typed in (text, text.upper(), text.capitalize(), text + " !!"):
            assert detector().guess(typed) != "nl", typed
            assert detector().sure(typed) != "nl", typed


@pytest.mark.parametrize(
    "text", ["", " ", "9000", "ok", "?!", "🙂", "112", "xyzzy", "12 34", "a", "..."]
)
def test_too_little_to_say_is_not_guessed(text: str) -> None:
    assert detector().guess(text) is None
    assert detector().sure(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Ik woon al tien jaar in Charleroi en ik ken hier niemand",
        "Mijn dochter Amélie gaat naar school in Liège en ik zoek werk",
    ],
)
def test_french_names_do_not_make_a_dutch_sentence_french(text: str) -> None:
    assert detector().guess(text) == detector().sure(text) == "nl"


@pytest.mark.parametrize(
    "text",
    [
        "J'habite depuis dix ans à Gent et je ne connais personne",
        "Ma voisine Katrijn Van den Berghe vient de Sint-Niklaas et je la connais bien",
    ],
)
def test_dutch_names_do_not_make_a_french_sentence_dutch(text: str) -> None:
    assert detector().guess(text) == detector().sure(text) == "fr"


@pytest.mark.parametrize("text", ["Gent", "Liège", "Charleroi", "Molenbeek", "Amélie", "Jan"])
def test_a_name_alone_never_changes_the_language_of_a_talk(text: str) -> None:
    assert detector().sure(text) is None


@pytest.mark.parametrize(
    "text", ["ja", "merci", "hallo daar", "oui oui", "bonjour en goeiedag", "ok dan"]
)
def test_a_word_or_two_never_change_the_language_of_a_talk(text: str) -> None:
    assert detector().sure(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ik zou graag mensen leren kennen in mijn buurt", "nl"),
        ("kunt ge mij helpen om iemand te vinden", "nl"),
        ("je voudrais rencontrer des gens dans mon quartier", "fr"),
        ("est-ce que vous pouvez m'aider à trouver quelqu'un", "fr"),
    ],
)
def test_a_whole_sentence_changes_the_language_of_a_talk(text: str, language: str) -> None:
    assert detector().sure(text) == detector().guess(text) == language
