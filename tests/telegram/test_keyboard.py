"""Buttons under a message: Telegram takes them, help stays in reach, and none is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from auxil.telegram_rules import checked_markup
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from actions.common import button
from bot.bootstrap import alarm, gazetteer, languages, words
from bot.core.questions import QUESTIONS
from bot.core.text import plain
from bot.replies import MENU, OFF
from bot.telegram.keyboard import ALWAYS_SHOWN, FEWER, MORE, PLACE_UNSAID, asks_place, inline, keys
from bot.turn import MOST_CHARACTERS

LANGUAGES = languages()

Buttons = list[dict[str, str]]
MENUS = ("utter_menu_question", "utter_menu_talk", "utter_menu_language", "")
HELP = ("/help_now", '/help_now{"language":"nl"}', '/help_now{"language":"fr"}')
SHORT_ANSWER, SHORT_IN_MENU = 15, 22


def with_menu(key: str, menu: str, language: str) -> Buttons:
    """The buttons of a response, with a menu below them, as the assistant says it."""
    own = words().buttons(key, language) if key else []
    below = words().buttons(menu, language) if menu else []
    seen = {b["payload"] for b in own}
    return [*own, *({**b, "kind": MENU} for b in below if b["payload"] not in seen)]


def ticked(buttons: Buttons) -> Buttons:
    """The same buttons, each with a tick."""
    return [
        b
        if b.get("kind") == MENU
        else {"title": f"✓ {b['title']}", "payload": b["payload"].removesuffix("}") + OFF + "}"}
        for b in buttons
    ]


def every_reply() -> Iterator[tuple[str, Buttons]]:
    """Every keyboard there can be, with its language."""
    menus = [key for key in words().responses if key.startswith("utter_menu_")]
    assert set(MENUS) - {""} < set(menus)
    for language in LANGUAGES:
        for key in words().responses:
            for menu in MENUS:
                buttons = with_menu(key, menu, language)
                if buttons and key not in menus:
                    yield language, buttons
                    if key.startswith("utter_ask_"):
                        yield language, ticked(buttons)


def drawn(buttons: Buttons, language: str, unfolded: bool = False) -> InlineKeyboardMarkup:
    """The keyboard, which Telegram would take."""
    markup = inline(buttons, words(), language, unfolded)
    checked_markup(markup.to_dict(), private=True)
    return markup


def pressable(markup: InlineKeyboardMarkup) -> list[InlineKeyboardButton]:
    return [one for row in markup.inline_keyboard for one in row]


def payloads(markup: InlineKeyboardMarkup) -> list[str]:
    return [str(one.callback_data) for one in pressable(markup)]


# -- every keyboard there is ------------------------------------------------------------------


@pytest.mark.parametrize("unfolded", [False, True])
def test_telegram_takes_every_keyboard(unfolded: bool) -> None:
    drawn_ones = 0
    for language, buttons in every_reply():
        for one in pressable(drawn(buttons, language, unfolded)):
            data = str(one.callback_data).encode()
            assert 1 <= len(data) <= 64, one
            assert one.text.strip(), one
        drawn_ones += 1
    assert drawn_ones > 300


def test_help_is_always_to_be_seen() -> None:
    """Folded or not, whatever else stands there."""
    seen = 0
    for language, buttons in every_reply():
        wanted = {b["payload"] for b in buttons} & set(HELP)
        for unfolded in (False, True):
            assert wanted <= set(payloads(drawn(buttons, language, unfolded)))
        seen += bool(wanted)
    assert seen > 100


def test_every_button_can_be_reached_and_stands_there_once() -> None:
    folded_ones = 0
    for language, buttons in every_reply():
        wanted = [b["payload"] for b in buttons]
        small = payloads(drawn(buttons, language))
        large = payloads(drawn(buttons, language, unfolded=True))
        if MORE in small:
            folded_ones += 1
            assert len(set(wanted) - set(small)) >= 2, "one button is not worth folding"
            assert FEWER in large
            assert MORE not in large
            assert sorted(large) == sorted([*wanted, FEWER])
        else:
            assert sorted(small) == sorted(large) == sorted(wanted)
        assert len(set(small)) == len(small)
        assert FEWER not in small
    assert folded_ones > 100


def test_titles_are_shown_as_they_are() -> None:
    for language, buttons in every_reply():
        titles = {b["payload"]: b["title"] for b in buttons}
        for one in pressable(drawn(buttons, language)):
            assert one.text == titles.get(str(one.callback_data), one.text)
        shown = {one.text for one in pressable(drawn(buttons, language, unfolded=True))}
        assert set(titles.values()) <= shown


def test_two_stand_in_a_row_only_when_both_are_short() -> None:
    pairs = 0
    for language, buttons in every_reply():
        in_menu = {b["payload"] for b in buttons if b.get("kind") == MENU} | {MORE, FEWER}
        for row in drawn(buttons, language, unfolded=True).inline_keyboard:
            assert len(row) <= 2
            if len(row) == 2:
                pairs += 1
                menu = {one.callback_data in in_menu for one in row}
                assert len(menu) == 1, "an answer and the menu do not stand in one row"
                most = SHORT_IN_MENU if menu == {True} else SHORT_ANSWER
                assert max(len(one.text) for one in row) <= most
    assert pairs > 100


def test_answers_come_before_the_menu_and_keep_their_order() -> None:
    for language, buttons in every_reply():
        answers = [b["payload"] for b in buttons if b.get("kind") != MENU]
        for unfolded in (False, True):
            assert payloads(drawn(buttons, language, unfolded))[: len(answers)] == answers


def test_a_question_can_be_skipped_and_taken_back_without_unfolding() -> None:
    for language in LANGUAGES:
        for question in QUESTIONS:
            buttons = with_menu(f"utter_ask_{question}", "utter_menu_question", language)
            small = payloads(drawn(buttons, language))
            assert {"/skip_question", "/go_back", "/help_now", MORE} <= set(small)
            assert "/forget_me" not in small


def test_the_buttons_to_unfold_say_so_in_the_language_of_the_talk() -> None:
    titles = set()
    for language in LANGUAGES:
        buttons = with_menu("utter_ask_size", "utter_menu_question", language)
        for unfolded, data in ((False, MORE), (True, FEWER)):
            [one] = [
                one
                for one in pressable(drawn(buttons, language, unfolded))
                if one.callback_data == data
            ]
            titles.add(one.text)
            assert len(one.text) <= 30
    assert len(titles) >= 4


def test_what_only_unfolds_is_no_payload_of_the_talk() -> None:
    for _, buttons in every_reply():
        assert not {MORE, FEWER} & {b["payload"] for b in buttons}
    assert not MORE.startswith("/")
    assert not FEWER.startswith("/")


def test_a_menu_of_two_is_not_folded() -> None:
    menu = [
        {"title": "Hulp nu", "payload": "/help_now", "kind": MENU},
        {"title": "Stoppen", "payload": "/stop", "kind": MENU},
    ]
    assert payloads(drawn(menu, "nl")) == ["/help_now", "/stop"]
    assert {payload.partition("{")[0] for payload in HELP} <= set(ALWAYS_SHOWN)


def test_long_titles_have_a_row_each() -> None:
    titles = ["Ja", "Nee", "Een heel lange titel", "Ja", "A" * 15, "B" * 16]
    buttons = [{"title": t, "payload": f"/x{n}"} for n, t in enumerate(titles)]
    rows = [[one.text for one in row] for row in drawn(buttons, "nl").inline_keyboard]
    assert rows == [["Ja", "Nee"], ["Een heel lange titel"], ["Ja", "A" * 15], ["B" * 16]]


# -- keys for the question where to look ------------------------------------------------------


def where(language: str, *choices: dict[str, str]) -> Buttons:
    asked = with_menu("utter_ask_place", "utter_menu_question", language)
    return [*choices, *asked]


def test_only_the_question_where_to_look_gets_keys() -> None:
    asking = {
        key
        for key in words().responses
        for language in LANGUAGES
        if asks_place(words().buttons(key, language))
    }
    assert asking == {"utter_ask_place"}
    assert asks_place(where("nl"))
    assert not asks_place(with_menu("", "utter_menu_question", "nl"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_key_shares_the_location_and_the_others_are_typed(language: str) -> None:
    ghent = button("9000 Gent", "inform_place", place="9000 Gent")
    markup = keys(where(language, ghent), words(), language)
    checked_markup(markup.to_dict(), private=True)
    rows = [list(row) for row in markup.keyboard]
    assert [one.request_location for one in rows[0]] == [True]
    others = [one for row in rows[1:] for one in row]
    assert not any(one.request_location or one.request_contact for one in others)
    titles = [one.text for one in others]
    assert titles[0] == "9000 Gent"
    said = {b["payload"]: b["title"] for b in where(language)}
    for payload in (PLACE_UNSAID, "/skip_question", "/go_back", "/help_now"):
        assert said[payload] in titles
    assert markup.resize_keyboard
    assert markup.one_time_keyboard


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_on_a_key_means_one_thing_when_it_is_typed(language: str) -> None:
    """A key sends its title as a text: it must differ from every other one, and be short."""
    titles = [one.text for row in keys(where(language), words(), language).keyboard for one in row]
    assert len({plain(title) for title in titles}) == len(titles)
    for title in titles:
        assert 0 < len(title) <= 40 < MOST_CHARACTERS
        assert not alarm().hear(title)
        assert not gazetteer().by_name(title)


def test_keys_without_a_menu_are_taken_too() -> None:
    """Telegram refuses an empty row."""
    asked = words().buttons("utter_ask_place", "nl")
    checked_markup(keys(asked, words(), "nl").to_dict(), private=True)
