"""What a person sees change on the screen: ticks, folded buttons, old keyboards, menus, links."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import partial

import pytest
from auxil.telegram_bot import RunningBot
from auxil.telegram_expected import laid_out
from auxil.telegram_people import Person, Shown
from auxil.telegram_server import TelegramServer
from auxil.telegram_steps import PATIENCE, answered, at_once, hears, ticks

from bot.bootstrap import detector, words

TOGETHER, NEAR = "Samen iets doen met iemand", "Mensen dicht bij huis"
OLD = "Die knop is van vroeger."
FIRST = "Vraag 1."

pytestmark = pytest.mark.usefixtures("bot")


def at_the_first_question(telegram: TelegramServer, code: str = "nl-9000") -> Person:
    """Someone who speaks Dutch, and is asked what to wish."""
    person = telegram.person("nl")
    answered(person, person.starts, code)
    if not code:
        answered(person, person.presses, "Nederlands")
    answered(person, person.presses, "Start")
    return person


@pytest.fixture(scope="module")
def waiting(telegram: TelegramServer, bot: RunningBot) -> Iterator[Person]:
    """People who are all asked what to wish; they came at the same time."""
    return iter(at_once([partial(at_the_first_question, telegram)] * 6))


@pytest.fixture
def person(waiting: Iterator[Person]) -> Person:
    """One of them."""
    return next(waiting)


def data(shown: Shown, title: str) -> str:
    """What a button says when it is pressed."""
    return next(says for row in shown.buttons for name, says in row if name == title)


def from_bot(person: Person) -> list[Shown]:
    return [shown for shown in person.screen if not shown.mine]


def pressed_and_answered(person: Person, payload: str, under: int) -> str:
    """A press on a keyboard that is gone; returns when it stopped turning."""
    press = person.presses_data(payload, under)
    person.wait(lambda p: p.answered(press), PATIENCE)
    return press


# -- several answers ------------------------------------------------------------------------------


def test_ticks_come_and_go_in_the_same_message_until_ready(person: Person) -> None:
    question = person.screen[-1]
    assert "Klaar" not in person.titles()
    ticks(person, TOGETHER)
    ticks(person, NEAR)
    assert "Klaar" in person.titles()
    ticks(person, TOGETHER, on=False)
    assert f"✓ {NEAR}" in person.titles()
    ticks(person, NEAR, on=False)
    assert "Klaar" not in person.titles()
    ticks(person, NEAR)
    ticks(person, TOGETHER)
    # All that in one message, which says what it said.
    assert person.screen[-1].message_id == question.message_id
    assert person.screen[-1].text == question.text
    answered(person, person.presses, "Klaar")
    chosen = from_bot(person)[-2].text.removeprefix(question.text).strip()
    assert set(chosen.removeprefix("➜ ").split(" · ")) == {TOGETHER, NEAR}


def test_who_unticks_everything_and_types_is_not_told_that_it_was_chosen(person: Person) -> None:
    question = person.screen[-1]
    ticks(person, TOGETHER)
    ticks(person, TOGETHER, on=False)
    answered(person, person.says, "weet ik niet")
    assert not any(f"➜ {TOGETHER}" in text for text in person.seen)
    assert hears(person, question.text).buttons == []


def test_a_finger_that_taps_twice_ticks_once(person: Person) -> None:
    question = person.screen[-1]
    presses = [person.presses_data(data(question, NEAR), question.message_id) for _ in "12"]
    person.wait(lambda p: all(map(p.answered, presses)), PATIENCE)
    person.wait(lambda p: f"✓ {NEAR}" in p.titles(), PATIENCE)
    ticks(person, TOGETHER)
    assert f"✓ {NEAR}" in person.titles()
    assert person.screen[-1].message_id == question.message_id


def test_the_rest_of_the_menu_unfolds_and_folds(person: Person) -> None:
    question = person.screen[-1]
    ticks(person, NEAR)
    folded = person.titles()
    # Help is in reach, also when the menu is folded.
    assert "Hulp nu" in folded
    assert "Stop" not in folded
    person.presses("Meer knoppen")
    person.wait(lambda p: "Minder knoppen" in p.titles(), PATIENCE)
    unfolded = person.titles()
    assert {"Stop", "Ik wil een mens spreken", "Taal / Langue"} <= set(unfolded)
    assert set(folded) - set(unfolded) == {"Meer knoppen"}
    person.presses("Minder knoppen")
    person.wait(lambda p: "Meer knoppen" in p.titles(), PATIENCE)
    assert person.titles() == folded
    assert from_bot(person)[-1].message_id == question.message_id
    person.presses("Meer knoppen")
    person.wait(lambda p: "Minder knoppen" in p.titles(), PATIENCE)
    why = answered(person, person.presses, "Waarom vraag je dit?")
    # It is no answer: the question and the tick still stand.
    assert f"✓ {NEAR}" in [title for row in why[-1].buttons for title, _ in row]


# -- old keyboards --------------------------------------------------------------------------------


def test_a_press_on_an_old_keyboard_makes_no_wrong_turn(telegram: TelegramServer) -> None:
    person = telegram.person("nl")
    (language,) = answered(person, person.starts)
    answered(person, person.presses, "Nederlands")
    (first,) = answered(person, person.presses, "Start")
    (second,) = answered(person, person.says, "ik wil graag een buddy")
    for old, title in (
        (language, "Français"),
        (first, NEAR),
        (first, "Overslaan"),
    ):
        shown = answered(person, person.presses_data, data(old, title), old.message_id)
        assert OLD in shown[0].text, title
        # The second question is asked as before, with nothing ticked.
        assert shown[-1].buttons == second.buttons, title
    assert all(press.answered for press in telegram.presses.values() if press.person is person)


def test_a_press_on_an_old_keyboard_closes_no_question(telegram: TelegramServer) -> None:
    """What was ticked stays ticked, and who did not begin yet has not begun."""
    person = telegram.person("nl")
    (language,) = answered(person, person.starts)
    answered(person, person.presses, "Nederlands")
    payload = data(language, "Français")
    shown = answered(person, person.presses_data, payload, language.message_id)
    assert "Start" in person.titles(), shown
    answered(person, person.presses, "Start")
    ticks(person, NEAR)
    shown = answered(person, person.presses_data, payload, language.message_id)
    assert OLD in shown[0].text
    assert f"✓ {NEAR}" in person.titles(), shown


def test_an_old_button_counts_neither_while_the_keys_for_a_place_are_up(
    telegram: TelegramServer,
) -> None:
    person = at_the_first_question(telegram, "")
    first = person.screen[-1]
    answered(person, person.says, "toon alle 7 manieren")
    answered(person, person.presses, "Een buddy")
    answered(person, person.presses, "Toon plekken")
    asked = person.keyboard
    assert asked is not None
    shown = answered(person, person.presses_data, data(first, "Terug"), first.message_id)
    assert OLD in shown[0].text
    assert person.keyboard == asked


def test_help_a_person_and_wiping_work_on_any_old_keyboard(person: Person) -> None:
    first = person.screen[-1]
    answered(person, person.says, "weet ik niet")
    helped = answered(person, person.presses_data, data(first, "Hulp nu"), first.message_id)
    assert "112" in helped[0].text
    assert not any(OLD in shown.text for shown in helped)
    human = answered(person, person.presses_data, "/ask_human", first.message_id)
    assert "0800 13 500" in human[0].text
    person.presses_data("/forget_me", first.message_id)
    hears(person, "Alles is gewist.")
    assert person.titles() == []


def test_a_second_tap_on_a_button_that_went_answers_once(telegram: TelegramServer) -> None:
    person = telegram.person("nl")
    (language,) = answered(person, person.starts)
    payload = data(language, "Nederlands")
    # Twice at once, and once more when the answer is there.
    presses = [person.presses_data(payload, language.message_id) for _ in "12"]
    person.wait(lambda p: "Start" in p.titles() and all(map(p.answered, presses)), PATIENCE)
    pressed_and_answered(person, payload, language.message_id)
    answered(person, person.presses, "Start")
    asked = [shown.text.split("\n")[0] for shown in from_bot(person)]
    assert len(asked) == 3, f"one answer to each press\n{person}"
    assert FIRST in asked[-1]


# -- the first message and links ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("device", "says", "silent"),
    [
        ("nl", ["In welke taal praten we?"], ["Bonjour"]),
        ("nl-BE", ["In welke taal praten we?"], ["Bonjour"]),
        ("fr", ["Dans quelle langue parlons-nous"], ["Dag!"]),
        ("de", ["In welke taal praten we?", "Dans quelle langue parlons-nous"], []),
        (None, ["In welke taal praten we?", "Dans quelle langue parlons-nous"], []),
    ],
)
def test_the_first_message_speaks_the_language_of_the_phone(
    telegram: TelegramServer, device: str | None, says: Sequence[str], silent: Sequence[str]
) -> None:
    person = telegram.person(device)
    (shown,) = answered(person, person.starts)
    assert all(text in shown.text for text in says)
    assert not any(text in shown.text for text in silent)
    titles = [title for row in shown.buttons for title, _ in row]
    assert titles[:4] == ["Nederlands", "Makkelijk Nederlands", "Français", "Français facile"]
    assert {"Hulp nu", "De l’aide maintenant"} <= set(titles)


LINKS = {
    "in de buurt van Gent": (
        ("nl-9000", "nl"),
        ("toon alle 7 manieren", "Binnenlopen of meehelpen", "Toon plekken"),
    ),
    "à Bruxelles ou tout près": (
        ("fr-1000", "fr"),
        ("liste des sept modèles", "Pousser la porte, ou aider", "Voir des lieux"),
    ),
    "dicht bij Antwerpen": (
        ("nl-simple-2060", "nl-simple"),
        ("toon alle 7 manieren", "Als gast komen of meehelpen", "Toon plekken"),
    ),
}
"""What is said of the places, the code with its language, and how somebody gets there."""


def sees_places(person: Person, ways: str, way: str, show: str) -> None:
    answered(person, person.says, ways)
    answered(person, person.presses, way)
    person.presses(show)


def test_the_code_of_a_drop_in_centre_fills_in_language_and_town(telegram: TelegramServer) -> None:
    def comes(where: str) -> Person:
        (code, language), steps = LINKS[where]
        person = telegram.person("de")
        shown = answered(person, person.starts, code)
        assert laid_out(words().text("utter_ask_ready", language), language) in shown[-1].text
        answered(person, person.presses, shown[-1].buttons[0][0][0])
        sees_places(person, *steps)
        hears(person, f"{where}.\n\n1. ")
        return person

    for person in at_once([partial(comes, where) for where in LINKS]):
        # Nobody is asked what the code told.
        sent = telegram.called("sendMessage", person.id)
        assert not any("keyboard" in call.parameters.get("reply_markup", {}) for call in sent)


def test_a_code_that_nobody_gave_out_is_ignored(telegram: TelegramServer) -> None:
    for code in ("xx-9999", "nl-0000", "de-1000", "9000", "../../etc", "a" * 60):
        person = telegram.person("fr")
        (shown,) = answered(person, person.starts, code)
        assert shown.text == words().text("utter_ask_language", "fr"), code


def test_a_code_in_mid_talk_keeps_the_language_and_the_question(person: Person) -> None:
    question = person.screen[-1]
    shown = answered(person, person.starts, "fr-2060")
    assert shown[-1].buttons == question.buttons
    sees_places(person, *LINKS["in de buurt van Gent"][1])
    # Where to look follows where the person is; the language is the person's own.
    hears(person, "in de buurt van Antwerpen.\n\n1. ")


# -- the menu of commands, and the profile --------------------------------------------------------

MENU = {
    "nl": {
        "start": "In welke taal",
        "help": "Ik help je zoeken",
        "taal": "In welke taal",
        "mens": "Het CAW is er voor iedereen",
        "hulp": "Bel 112",
        "stop": "we stoppen hier",
        "wis": "Alles is gewist",
        "weg": "Bij ons staat niets meer",
    },
    "fr": {
        "start": "Dans quelle langue",
        "help": "Je vous aide à chercher",
        "langue": "Dans quelle langue",
        "personne": "Allo",
        "aide": "Appelez le 112",
        "arreter": "on s’arrête",
        "effacer": "Tout est effacé",
        "partir": "Il ne reste rien chez nous",
    },
}


def test_every_command_of_the_menu_does_what_it_says(telegram: TelegramServer) -> None:
    def tries(language: str) -> Person:
        person = telegram.person(language)
        for command, says in MENU[language].items():
            person.says(f"/{command}")
            hears(person, says)
        return person

    for language, menu in MENU.items():
        assert {c["command"] for c in menus(telegram)[language]} == set(menu)
    for person in at_once([partial(tries, language) for language in MENU]):
        # The last one takes everything away.
        assert person.titles() == []


def menus(telegram: TelegramServer) -> dict[str, list[dict[str, str]]]:
    """The menu of commands in private chats, by language."""
    telegram.wait(lambda: ("short_description", "") in telegram.profile, PATIENCE)
    private = json.dumps({"type": "all_private_chats"})
    return {code: menu for (scope, code), menu in telegram.commands.items() if scope == private}


def test_the_profile_speaks_each_language_and_tells_nothing(telegram: TelegramServer) -> None:
    menu = menus(telegram)
    assert set(menu) == {"nl", "fr", "en", ""}
    # A phone in another language gets the commands of all.
    both = {c["command"] for c in menu[""]}
    assert {"mens", "personne", "hulp", "aide", "wis", "effacer", "weg", "partir"} <= both
    profile = telegram.profile
    assert set(profile) == {
        (what, code)
        for what in ("description", "short_description")
        for code in ("nl", "fr", "en", "")
    }
    for what in ("description", "short_description"):
        assert detector().guess(profile[what, "nl"]) == "nl"
        assert detector().guess(profile[what, "fr"]) == "fr"
        assert detector().guess(profile[what, "en"]) == "en"
        assert all(profile[what, code] in profile[what, ""] for code in ("nl", "fr", "en"))
    # Others see it on the phone: it tells of no trouble.
    texts = [*profile.values(), *(c["description"] for one in menu.values() for c in one)]
    for word in ("geweld", "violence", "armoede", "pauvre", "crisis", "112", "schuld", "dette"):
        assert not any(word in text.casefold() for text in texts)
    assert all(call.status == 200 for call in telegram.calls if call.method.startswith("setMy"))
