"""What a turn changes on the screen of one chat."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from auxil.telegram_texts import parse_html

from bot.bootstrap import words
from bot.incoming import PRESSED, STALE, TYPED
from bot.replies import BESIDE, MENU, OFF, Reply
from bot.telegram.chat import DELETABLE_SECONDS, MOST_CARDS, Board, Chat
from bot.telegram.keyboard import asks_place
from bot.telegram.screen import Out, Screen
from bot.telegram.updates import Letter

CHAT_ID = 7001
TOGETHER, DROP_IN = '/answer{"wish":"together"}', '/answer{"wish":"drop_in"}'
HELP = {"title": "Hulp nu", "payload": "/help_now", "kind": MENU}
DONE = {"title": "Klaar", "payload": "/done"}
YES = [{"title": "Ja", "payload": "/affirm"}, {"title": "Nee", "payload": "/deny"}]


@pytest.fixture(scope="module")
def screen() -> Screen:
    return Screen(words(), lambda _: None, lambda place, _: place.municipality)


@pytest.fixture
def chat() -> Chat:
    return Chat(CHAT_ID)


def typed(text: str = "hallo") -> Letter:
    return Letter(CHAT_ID, TYPED, text, "nl", message_id=900)


def pressed(data: str, under: int, html: str = "Wat wil je?", title: str = "Ja") -> Letter:
    return Letter(CHAT_ID, PRESSED, data, "nl", under, "42", html, title)


def say(text: str, key: str = "utter_thank", **more: Any) -> Reply:
    return Reply(text, key=key, language="nl", **more)


def wishes(*ticks: str) -> list[dict[str, str]]:
    """The buttons of the question what one wishes, some with a tick."""
    buttons = []
    for title, payload in (("Samen", TOGETHER), ("Binnenlopen", DROP_IN)):
        if payload in ticks:
            title, payload = f"✓ {title}", payload.removesuffix("}") + OFF + "}"
        buttons.append({"title": title, "payload": payload})
    return [*buttons, *([DONE] if ticks else []), HELP]


def asks_wish(*ticks: str) -> Reply:
    return say("Wat wil je?", "utter_ask_wish", buttons=wishes(*ticks), select="several")


def asks_where() -> Reply:
    menu = [{**b, "kind": MENU} for b in words().buttons("utter_menu_question", "nl")]
    buttons = [*words().buttons("utter_ask_place", "nl"), *menu]
    return say("In welke gemeente?", "utter_ask_place", buttons=buttons)


def shows(chat: Chat, *message_ids: int, buttons: list[dict[str, str]] | None = None) -> None:
    """The bot's messages stand on the screen, with these buttons under the last one."""
    for number in message_ids:
        chat.note(number)
    if buttons:
        several = "several" if "/answer" in str(buttons) else None
        chat.boards.append(Board(message_ids[-1], buttons, several))


def done(out: list[Out]) -> list[tuple[str, list[int]]]:
    return [(one.do, one.message_ids) for one in out]


# -- an answer, and the buttons before it -----------------------------------------------------


def test_an_answer_goes_to_the_chat_that_asked(chat: Chat, screen: Screen) -> None:
    out = chat.after(typed(), [say("Dag."), say("Ja?", buttons=YES), say("Tot dan.")], screen)
    assert [one.do for one in out] == ["say", "say"]
    assert {one.chat_id for one in out} == {CHAT_ID}
    assert not any(one.traceless for one in out)


def test_old_buttons_go_when_something_else_is_said(chat: Chat, screen: Screen) -> None:
    shows(chat, 11, buttons=YES)
    shows(chat, 12, buttons=YES)
    out = chat.after(typed(), [say("Dag.")], screen)
    assert done(out) == [("fold", [11]), ("fold", [12]), ("say", [])]
    assert [one.html for one in out[:2]] == ["", ""], "the text of an old message stays"
    assert chat.boards == []


def test_the_choice_is_shown_where_it_was_made(chat: Chat, screen: Screen) -> None:
    shows(chat, 11, buttons=YES)
    shows(chat, 12, buttons=YES)
    letter = pressed("/affirm", 12, "<b>Een</b> &amp; twee?", "Ja & <graag>")
    out = chat.after(letter, [say("Goed.")], screen)
    assert done(out) == [("fold", [11]), ("fold", [12]), ("say", [])]
    assert out[0].html == ""
    assert out[1].html == "<b>Een</b> &amp; twee?\n\n➜ <b>Ja &amp; &lt;graag&gt;</b>"
    text, entities = parse_html(out[1].html)
    assert text == "Een & twee?\n\n➜ Ja & <graag>"
    assert [e["type"] for e in entities] == ["bold", "bold"]


def test_without_the_text_of_the_message_only_the_buttons_go(chat: Chat, screen: Screen) -> None:
    """Of an old message Telegram does not tell the text."""
    shows(chat, 12, buttons=YES)
    out = chat.after(pressed("/affirm", 12, html="", title=""), [say("Goed.")], screen)
    assert done(out)[0] == ("fold", [12])
    assert out[0].html == ""


# -- the button of a card ---------------------------------------------------------------------


def right(key: str) -> list[dict[str, str]]:
    """The button 'Klopt dit?' of a card."""
    payload = f'/report_wrong_info{{"at":"{key}"}}'
    return [{"title": "Klopt dit? (1)", "payload": payload, "kind": BESIDE}]


def test_a_card_keeps_its_button_when_the_talk_goes_on(chat: Chat, screen: Screen) -> None:
    """Somebody calls first, and tells afterwards that nobody answers there."""
    shows(chat, 11, buttons=right("a"))
    shows(chat, 12, buttons=right("b"))
    shows(chat, 13, buttons=YES)
    out = chat.after(pressed("/affirm", 13), [say("Goed.", buttons=YES)], screen)
    assert done(out) == [("fold", [13]), ("say", [])]
    assert [board.message_id for board in chat.boards] == [11, 12]
    later = pressed(right("a")[0]["payload"], 11)
    assert chat.kind_of(later) == PRESSED


def test_the_button_of_a_card_that_was_pressed_goes_and_a_second_tap_is_nothing(
    chat: Chat, screen: Screen
) -> None:
    shows(chat, 11, buttons=right("a"))
    shows(chat, 12, buttons=right("b"))
    letter = pressed(right("a")[0]["payload"], 11, "<b>1. Een plek</b>", "Klopt dit? (1)")
    out = chat.after(letter, [say("Wat weet je?", buttons=YES)], screen)
    assert done(out) == [("fold", [11]), ("say", [])]
    assert out[0].html.endswith("➜ <b>Klopt dit? (1)</b>")
    assert [board.message_id for board in chat.boards] == [12]
    assert chat.is_second_tap(letter)


def test_only_the_last_cards_keep_their_button(chat: Chat, screen: Screen) -> None:
    for number in range(MOST_CARDS + 2):
        shows(chat, 20 + number, buttons=right(str(number)))
    out = chat.after(typed(), [say("Dag.")], screen)
    assert done(out)[:2] == [("fold", [20]), ("fold", [21])]
    assert len(chat.boards) == MOST_CARDS


@pytest.mark.parametrize(
    "key", ["utter_crisis_suicide", "utter_crisis_reader", "utter_help_now", "utter_forgotten"]
)
def test_in_danger_and_after_erasing_no_card_keeps_a_button(
    chat: Chat, screen: Screen, key: str
) -> None:
    shows(chat, 11, buttons=right("a"))
    out = chat.after(typed(), [say("112", key)], screen)
    assert done(out)[0] == ("fold", [11])
    assert chat.boards == []


def test_a_question_that_also_asks_about_a_place_is_no_card(chat: Chat, screen: Screen) -> None:
    shows(chat, 11, buttons=[*YES, *right("a")])
    chat.after(typed(), [say("Dag.")], screen)
    assert chat.boards == []


# -- several answers --------------------------------------------------------------------------


def test_a_tick_comes_in_place(chat: Chat, screen: Screen) -> None:
    shows(chat, 12, buttons=wishes())
    chat.boards[0].language = "fr"
    [out] = chat.after(pressed(TOGETHER, 12), [asks_wish(TOGETHER)], screen)
    assert (out.do, out.message_ids, out.buttons) == ("tick", [12], wishes(TOGETHER))
    assert (out.chat_id, out.language, out.traceless) == (CHAT_ID, "fr", False)
    assert chat.boards[0].ticked == ["Samen"]
    [out] = chat.after(pressed(DROP_IN, 12), [asks_wish(TOGETHER, DROP_IN)], screen)
    assert chat.boards[0].ticked == ["Samen", "Binnenlopen"]


def test_a_tick_can_be_taken_away(chat: Chat, screen: Screen) -> None:
    shows(chat, 12, buttons=wishes(TOGETHER))
    off = wishes(TOGETHER)[0]["payload"]
    [out] = chat.after(pressed(off, 12), [asks_wish()], screen)
    assert (out.do, out.buttons) == ("tick", wishes())
    assert chat.boards[0].ticked == []


@pytest.mark.parametrize(
    "key", ["utter_answer_removed", "utter_picked_already", "utter_again_wish"]
)
def test_what_the_ticks_show_is_not_said_besides(chat: Chat, screen: Screen, key: str) -> None:
    shows(chat, 12, buttons=wishes(TOGETHER))
    out = chat.after(pressed(DROP_IN, 12), [say("…", key), asks_wish(DROP_IN)], screen)
    assert done(out) == [("tick", [12])]


def test_a_tick_that_was_taken_away_is_not_shown_as_chosen(chat: Chat, screen: Screen) -> None:
    shows(chat, 12, buttons=wishes(TOGETHER))
    off = wishes(TOGETHER)[0]["payload"]
    out = chat.after(pressed(off, 12, title="✓ Samen"), [say("Iets anders.")], screen)
    assert (out[0].do, out[0].html) == ("fold", "")


def test_when_more_is_said_than_ticks_it_is_said(chat: Chat, screen: Screen) -> None:
    shows(chat, 12, buttons=wishes())
    crisis = say("Bel 112.", "utter_crisis_medical")
    out = chat.after(pressed(TOGETHER, 12), [crisis, asks_wish(TOGETHER)], screen)
    assert done(out)[0] == ("fold", [12])
    assert "Bel 112." in out[1].html
    assert chat.boards == []


def test_another_question_does_not_come_in_place(chat: Chat, screen: Screen) -> None:
    shows(chat, 12, buttons=wishes())
    hard = [{"title": "Geld", "payload": '/answer{"hard":"money"}'}, HELP]
    asks = say("Wat is lastig?", "utter_ask_hard", buttons=hard, select="several")
    out = chat.after(pressed(TOGETHER, 12), [asks], screen)
    assert done(out) == [("fold", [12]), ("say", [])]
    assert out[1].select == "several"


def test_an_answer_in_words_asks_anew_below(chat: Chat, screen: Screen) -> None:
    shows(chat, 12, buttons=wishes())
    out = chat.after(typed("samen"), [asks_wish(TOGETHER)], screen)
    assert done(out) == [("fold", [12]), ("say", [])]
    assert out[1].buttons == wishes(TOGETHER)


def test_ready_shows_everything_that_was_chosen(chat: Chat, screen: Screen) -> None:
    shows(chat, 12, buttons=wishes(TOGETHER, DROP_IN))
    out = chat.after(pressed("/done", 12, title="Klaar"), [say("Goed.")], screen)
    assert out[0].html == "Wat wil je?\n\n➜ <b>Samen · Binnenlopen</b>"


# -- a press that no longer counts ------------------------------------------------------------


def test_a_press_counts_where_its_buttons_stand(chat: Chat) -> None:
    shows(chat, 11, buttons=YES)
    shows(chat, 12, buttons=YES)
    assert chat.kind_of(pressed("/affirm", 11)) == PRESSED
    assert chat.kind_of(pressed("/affirm", 12)) == PRESSED
    assert chat.kind_of(typed()) == TYPED


def test_a_press_on_buttons_of_before_is_old(chat: Chat, screen: Screen) -> None:
    shows(chat, 11, buttons=YES)
    chat.after(typed(), [say("Iets anders?")], screen)
    shows(chat, 12, buttons=wishes())
    assert chat.kind_of(pressed("/affirm", 11)) == STALE


def test_a_question_that_stands_twice_after_a_crash_may_be_answered_at_either(chat: Chat) -> None:
    shows(chat, 11, 12, buttons=YES)
    assert chat.kind_of(pressed("/affirm", 13)) == PRESSED
    assert chat.kind_of(pressed("/stop", 13)) == STALE
    assert chat.kind_of(pressed("/affirm", 10)) == STALE


def test_of_a_chat_that_was_let_go_nothing_is_known(chat: Chat) -> None:
    assert chat.kind_of(pressed("/affirm", 11)) == PRESSED


def test_buttons_that_were_pressed_too_late_go_as_well(chat: Chat, screen: Screen) -> None:
    shows(chat, 11)
    shows(chat, 12, buttons=YES)
    out = chat.after(pressed("/affirm", 11), [say("Die knop is van vroeger.")], screen)
    assert sorted(done(out)[:2]) == [("fold", [11]), ("fold", [12])]
    assert all(one.html == "" for one in out[:2]), "nothing was chosen there"


def test_a_finger_that_taps_twice_answers_once(chat: Chat, screen: Screen) -> None:
    shows(chat, 12, buttons=YES)
    letter = pressed("/affirm", 12)
    assert not chat.is_second_tap(letter)
    chat.after(letter, [say("Goed.")], screen)
    assert chat.is_second_tap(letter)
    assert not chat.is_second_tap(pressed("/deny", 12))
    assert not chat.is_second_tap(pressed("/affirm", 13))
    assert not chat.is_second_tap(typed("/affirm"))


def test_two_taps_on_a_tick_are_two(chat: Chat, screen: Screen) -> None:
    shows(chat, 12, buttons=wishes())
    chat.after(pressed(TOGETHER, 12), [asks_wish(TOGETHER)], screen)
    assert not chat.is_second_tap(pressed(TOGETHER, 12))


# -- keys in place of the phone's own ---------------------------------------------------------


def test_keys_come_with_the_question_where_and_go_with_the_answer(
    chat: Chat, screen: Screen
) -> None:
    out = chat.after(typed(), [say("Goed."), asks_where()], screen)
    assert asks_place(out[-1].buttons)
    assert chat.keys
    assert not any(one.takes_keys for one in out)
    out = chat.after(typed("Gent"), [say("Ik zoek."), say("Ja?", buttons=YES), say("Zo.")], screen)
    assert [one.takes_keys for one in out] == [False, True]
    assert not out[1].buttons, "a message with buttons cannot take keys away"
    assert not chat.keys
    assert not any(one.takes_keys for one in chat.after(typed(), [say("Dag.")], screen))


def test_keys_stay_while_the_question_is_asked_again(chat: Chat, screen: Screen) -> None:
    for _ in range(2):
        out = chat.after(typed("nergens"), [asks_where()], screen)
        assert chat.keys
        assert not any(one.takes_keys for one in out)


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_keys_go_also_when_every_answer_has_buttons(
    chat: Chat, screen: Screen, language: str
) -> None:
    chat.after(typed(), [asks_where()], screen)
    answer = say("Ja?", buttons=YES)
    answer.language = language
    out = chat.after(typed("Gent"), [answer], screen)
    assert [one.takes_keys for one in out] == [True, False]
    assert (out[0].do, out[0].buttons, out[0].chat_id) == ("say", [], CHAT_ID)
    assert out[0].html == words().text("utter_keyboard_gone", language)
    assert out[1].buttons == YES
    assert not chat.keys


def test_keys_go_when_everything_goes(chat: Chat, screen: Screen) -> None:
    chat.after(typed(), [asks_where()], screen)
    out = chat.after(typed("/weg"), [say("Klaar.", "utter_quick_away_telegram")], screen)
    assert [one.takes_keys for one in out if one.do == "say"] == [True]
    assert not chat.keys


# -- leaving ----------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["utter_quick_away", "utter_quick_away_telegram"])
def test_quick_away_takes_everything_back_in_parts_and_notes_nothing(
    chat: Chat, screen: Screen, key: str
) -> None:
    shows(chat, *range(1, 251), buttons=YES)
    letter = pressed("/quick_away", 250, "Kan iemand meelezen?", "Snel weg")
    out = chat.after(letter, [say("Klaar.", key)], screen)
    assert [one.do for one in out] == ["erase", "erase", "erase", "say"]
    assert [len(one.message_ids) for one in out[:3]] == [100, 100, 50]
    assert sorted(n for one in out for n in one.message_ids) == list(range(1, 251))
    assert all(one.traceless and one.chat_id == CHAT_ID for one in out)
    assert not any("meelezen" in one.html for one in out)
    assert (chat.shown, chat.boards, chat.pressed) == ([], [], None)


def test_quick_away_with_nothing_on_the_screen_only_says_so(chat: Chat, screen: Screen) -> None:
    out = chat.after(typed("/weg"), [say("Klaar.", "utter_quick_away_telegram")], screen)
    assert [(one.do, one.traceless) for one in out] == [("say", True)]


def test_at_once_everything_is_taken_back_too(chat: Chat) -> None:
    """Before the turn itself: the screen is empty first."""
    shows(chat, *range(1, 102), buttons=YES)
    out = chat.erase()
    assert [len(one.message_ids) for one in out] == [100, 1]
    assert all(one.traceless and one.chat_id == CHAT_ID for one in out)
    assert chat.erase() == []


def test_who_is_forgotten_leaves_nothing_behind(chat: Chat, screen: Screen) -> None:
    shows(chat, 12, buttons=YES)
    out = chat.after(pressed("/forget_me", 12), [say("Gewist.", "utter_forgotten")], screen)
    assert done(out) == [("fold", [12]), ("say", [])]
    assert all(one.traceless for one in out)


def test_what_cannot_be_taken_back_any_more_does_not_hold_up_the_rest(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Telegram refuses a whole list when one of it is older than two days."""
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - DELETABLE_SECONDS - 60)
    shows(chat, 1, 2)
    monkeypatch.setattr(time, "time", lambda: now - DELETABLE_SECONDS + 3600)
    shows(chat, 3)
    monkeypatch.setattr(time, "time", lambda: now)
    assert [n for one in chat.erase() for n in one.message_ids] == [3]


def test_what_is_too_old_to_take_back_is_not_noted_for_longer(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - DELETABLE_SECONDS - 60)
    shows(chat, 1, 2)
    monkeypatch.setattr(time, "time", lambda: now)
    shows(chat, 3)
    assert [number for number, _ in chat.shown] == [3]


def test_no_chat_is_noted_without_end(chat: Chat) -> None:
    shows(chat, *range(5000))
    assert len(chat.shown) <= 1000
    assert chat.shown[-1][0] == 4999


# -- between two starts -----------------------------------------------------------------------


def test_a_chat_is_the_same_after_it_was_kept(chat: Chat, screen: Screen) -> None:
    shows(chat, 11, buttons=YES)
    chat.after(pressed("/affirm", 11), [asks_where()], screen)
    shows(chat, 12, 13, buttons=wishes(TOGETHER))
    again = Chat.of(json.loads(json.dumps(chat.as_state())), CHAT_ID)
    assert again == chat
    assert again.keys
    assert again.is_second_tap(pressed("/affirm", 11))
    assert again.boards[0].ticked == ["Samen"]
    assert Chat.of(None, CHAT_ID) == Chat(CHAT_ID)
