"""The local Telegram server refuses the messages that the real one refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from auxil.telegram_api import Api, buttons, fresh, keys
from auxil.telegram_people import Person
from auxil.telegram_server import TelegramServer

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.fixture(scope="module")
def running() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server


@pytest.fixture
def api(running: TelegramServer) -> Api:
    return Api(fresh(running))


@pytest.fixture
def an(api: Api) -> Person:
    """Someone who pressed Start."""
    person = api.server.person(first_name="An")
    person.starts()
    return person


# --- texts ---------------------------------------------------------------------------------------


def test_an_empty_text_is_refused(api: Api, an: Person) -> None:
    assert api.refused("sendMessage", chat_id=an.id) == "Bad Request: message text is empty"
    assert api.refused("sendMessage", chat_id=an.id, text=" \n") == (
        "Bad Request: text must be non-empty"
    )


def test_a_text_of_4096_characters_is_sent(api: Api, an: Person) -> None:
    text = "<b>" + "é" * 4096 + "</b>"
    api.ok("sendMessage", chat_id=an.id, text=text, parse_mode="HTML")


def test_a_text_of_4097_characters_is_refused(api: Api, an: Person) -> None:
    problem = api.refused("sendMessage", chat_id=an.id, text="a" * 4097)
    assert problem == "Bad Request: message is too long"


def test_an_emoji_counts_for_two(api: Api, an: Person) -> None:
    problem = api.refused("sendMessage", chat_id=an.id, text="👍" * 2049)
    assert problem == "Bad Request: message is too long"


def test_html_becomes_words_with_entities(api: Api, an: Person) -> None:
    source = "\n👍 <b>A &amp; <i>B</i></b> <a href='https://example.be'>hier</a> &lt;&#233;&nbsp; "
    message = api.ok("sendMessage", chat_id=an.id, text=source, parse_mode="html")
    assert message["text"] == "👍 A & B hier <é&nbsp;"
    assert message["entities"] == [
        {"type": "bold", "offset": 3, "length": 5},
        {"type": "italic", "offset": 7, "length": 1},
        {"type": "text_link", "offset": 9, "length": 4, "url": "https://example.be/"},
    ]


@pytest.mark.parametrize(
    ("source", "kinds"),
    [
        ("<strong>a</strong><em>a</em><ins>a</ins><del>a</del>", "bold italic underline strike"),
        ('<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">a</span>', "spoiler spoiler"),
        ("<blockquote>a</blockquote><blockquote expandable>a</blockquote>", "block expandable"),
        ('<pre><code class="language-python">a</code></pre>', "pre"),
        ("<u>a</u><s>a</s><strike>a</strike><code>a</code>", "under strike strike code"),
        ("<b></b>a", ""),
        ('<a href="tel:112">a</a>', ""),
    ],
)
def test_all_tags_are_known(api: Api, an: Person, source: str, kinds: str) -> None:
    message = api.ok("sendMessage", chat_id=an.id, text=source, parse_mode="HTML")
    found = [entity["type"] for entity in message.get("entities", [])]
    assert len(found) == len(kinds.split())
    assert all(name.startswith(kind) for name, kind in zip(found, kinds.split(), strict=True))


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("é<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("<p>a</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x>a</a>', "Unclosed start tag at byte offset 0"),
    ],
)
def test_wrong_html_is_refused(api: Api, an: Person, source: str, problem: str) -> None:
    found = api.refused("sendMessage", chat_id=an.id, text=source, parse_mode="HTML")
    assert found == f"Bad Request: can't parse entities: {problem}"


def test_an_unknown_parse_mode_is_refused(api: Api, an: Person) -> None:
    problem = api.refused("sendMessage", chat_id=an.id, text="dag", parse_mode="BBCode")
    assert problem == "Bad Request: unsupported parse_mode"


# --- keyboards -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "markup",
    [
        {},
        {"inline_keyboard": [[{"text": "Ja", "callback_data": "j"}]], "resize_keyboard": True},
        {"inline_keyboard": [{"text": "Ja", "callback_data": "j"}]},
        {"inline_keyboard": [[{"text": "", "callback_data": "j"}]]},
        {"inline_keyboard": [[{"callback_data": "j"}]]},
        {"inline_keyboard": [[{"text": "Ja"}]]},
        {"inline_keyboard": [[{"text": "Ja", "callback_data": ""}]]},
        {"inline_keyboard": [[{"text": "Ja", "callback_data": "é" * 33}]]},
        {"inline_keyboard": [[{"text": "Ja", "callback_data": "j", "url": "https://a.be"}]]},
        {"inline_keyboard": [[{"text": "Ja", "callback_data": "j", "colour": "red"}]]},
        {"inline_keyboard": [[{"text": "Ja", "url": "tel:112"}]]},
        {"inline_keyboard": [[{"text": "Ja", "url": "https://"}]]},
        {"inline_keyboard": [[{"text": "Ja", "callback_data": "j"}] * 9]},
        {"inline_keyboard": [[{"text": "Ja", "callback_data": "j"}]] * 101},
        {"keyboard": [], "resize_keyboard": True},
        {"keyboard": [[{"text": "Ja", "callback_data": "j"}]]},
        {"keyboard": [[{"text": "Ja"}]], "one_time_keyboard": "yes"},
        {"keyboard": [[{"text": "Ja"}]], "input_field_placeholder": "a" * 65},
        {"remove_keyboard": True, "keyboard": [["Ja"]]},
    ],
)
def test_wrong_keyboards_are_refused(api: Api, an: Person, markup: dict[str, Any]) -> None:
    problem = api.refused("sendMessage", chat_id=an.id, text="dag", reply_markup=markup)
    assert problem.startswith("Bad Request: ")


def test_the_refusal_of_a_button_is_the_real_one(api: Api, an: Person) -> None:
    def refusal(**button: str) -> str:
        markup = {"inline_keyboard": [[button]]}
        return api.refused("sendMessage", chat_id=an.id, text="dag", reply_markup=markup)

    assert refusal(text="Ja", callback_data="a" * 65) == "Bad Request: BUTTON_DATA_INVALID"
    assert refusal(text="Ja").endswith("Text buttons are unallowed in the inline keyboard")
    assert refusal(text="Ja", url="ftp://a.be") == (
        "Bad Request: inline keyboard button URL 'ftp://a.be' is invalid: Unsupported URL protocol"
    )


def test_a_location_is_asked_in_private_chats_only(api: Api, an: Person) -> None:
    markup = {"keyboard": [[{"text": "Hier", "request_location": True}]]}
    api.ok("sendMessage", chat_id=an.id, text="Waar?", reply_markup=markup)
    group = api.server.group()
    problem = api.refused("sendMessage", chat_id=group.id, text="Waar?", reply_markup=markup)
    assert problem == "Bad Request: location can be requested in private chats only"


def test_a_reply_keyboard_stays_until_it_is_taken_away(api: Api, an: Person) -> None:
    api.ok("sendMessage", chat_id=an.id, text="Kies", reply_markup=keys("Menu", "Stop"))
    api.ok("sendMessage", chat_id=an.id, text="Ook", reply_markup=buttons([("Ja", "ja")]))
    assert an.keyboard == [["Menu", "Stop"]]
    an.taps("Menu")
    assert an.screen[-1].text == "Menu"
    assert an.keyboard == [["Menu", "Stop"]]
    api.ok("sendMessage", chat_id=an.id, text="Weg", reply_markup={"remove_keyboard": True})
    assert an.screen[-1].removes_keyboard
    assert an.keyboard is None
    with pytest.raises(AssertionError, match="no key 'Menu'"):
        an.taps("Menu")


def test_a_keyboard_for_one_time_hides_after_a_tap(api: Api, an: Person) -> None:
    markup = keys("Ja", one_time_keyboard=True)
    api.ok("sendMessage", chat_id=an.id, text="Goed?", reply_markup=markup)
    an.taps("Ja")
    assert an.keyboard is None


def test_a_keyboard_goes_with_its_message(api: Api, an: Person) -> None:
    message = api.ok("sendMessage", chat_id=an.id, text="Kies", reply_markup=keys("Menu"))
    api.ok("deleteMessage", chat_id=an.id, message_id=message["message_id"])
    assert an.keyboard is None


# --- editing and deleting ------------------------------------------------------------------------


def test_an_edit_without_a_keyboard_takes_the_keyboard_away(api: Api, an: Person) -> None:
    sent = api.ok("sendMessage", chat_id=an.id, text="Een", reply_markup=buttons([("Ja", "ja")]))
    edited = api.ok("editMessageText", chat_id=an.id, message_id=sent["message_id"], text="Twee")
    assert "reply_markup" not in edited
    shown = an.screen[-1]
    assert (shown.text, shown.buttons, shown.edited) == ("Twee", [], True)
    assert an.seen == ["Een", "Twee"]


def test_an_edit_that_changes_nothing_is_refused(api: Api, an: Person) -> None:
    markup = buttons([("Ja", "ja")])
    sent = api.ok("sendMessage", chat_id=an.id, text="Een", reply_markup=markup)
    where = {"chat_id": an.id, "message_id": sent["message_id"]}
    same = {**where, "text": " Een ", "reply_markup": markup}
    assert api.refused("editMessageText", **same) == NOT_MODIFIED
    assert api.refused("editMessageReplyMarkup", **where, reply_markup=markup) == NOT_MODIFIED
    api.ok("editMessageText", **{**same, "text": "<b>Een</b>", "parse_mode": "HTML"})
    api.ok("editMessageReplyMarkup", **where)
    assert api.refused("editMessageReplyMarkup", **where) == NOT_MODIFIED


@pytest.mark.parametrize("markup", [keys("Menu"), {"remove_keyboard": True}, {"force_reply": True}])
def test_a_message_with_a_reply_keyboard_cannot_be_edited(
    api: Api, an: Person, markup: dict[str, Any]
) -> None:
    sent = api.ok("sendMessage", chat_id=an.id, text="Een", reply_markup=markup)
    where = {"chat_id": an.id, "message_id": sent["message_id"]}
    assert api.refused("editMessageText", **where, text="Twee") == (
        "Bad Request: message can't be edited"
    )


def test_what_cannot_be_edited_is_refused(api: Api, an: Person) -> None:
    def refusal(message_id: int, **more: Any) -> str:
        where = {"chat_id": an.id, "message_id": message_id}
        return api.refused("editMessageText", **where, text="Twee", **more)

    place = {"latitude": 51, "longitude": 4}
    venue = api.ok("sendVenue", chat_id=an.id, **place, title="De Ruimte", address="Gent")
    sent = api.ok("sendMessage", chat_id=an.id, text="Een")
    assert refusal(1) == "Bad Request: message to edit not found"
    assert refusal(an.screen[0].message_id) == "Bad Request: message can't be edited"
    assert refusal(venue["message_id"]) == "Bad Request: there is no text in the message to edit"
    assert refusal(sent["message_id"], reply_markup=keys("Menu")) == (
        "Bad Request: inline keyboard expected"
    )


def test_a_deleted_message_is_gone_from_the_screen_only(api: Api, an: Person) -> None:
    sent = api.ok("sendMessage", chat_id=an.id, text="Een")
    where = {"chat_id": an.id, "message_id": sent["message_id"]}
    api.ok("deleteMessage", **where)
    assert [shown.text for shown in an.screen] == ["/start"]
    assert [shown.text for shown in an.history] == ["/start", "Een"]
    assert api.refused("deleteMessage", **where) == "Bad Request: message to delete not found"
    assert api.refused("editMessageText", **where, text="Twee") == (
        "Bad Request: message to edit not found"
    )


def test_a_message_of_two_days_cannot_be_deleted(api: Api, an: Person) -> None:
    mine = an.says("dag")
    api.server.make_older(an.id, mine, 49 * 3600)
    problem = api.refused("deleteMessage", chat_id=an.id, message_id=mine)
    assert problem == "Bad Request: message can't be deleted"


def test_several_messages_go_at_once(api: Api, an: Person) -> None:
    numbers = [an.says("een"), 1, an.says("twee")]
    api.ok("deleteMessages", chat_id=an.id, message_ids=numbers)
    assert [shown.text for shown in an.screen] == ["/start"]


# --- presses -------------------------------------------------------------------------------------


def test_a_press_is_answered_once(api: Api, an: Person) -> None:
    api.ok("sendMessage", chat_id=an.id, text="Goed?", reply_markup=buttons([("✓ Ja", "ja")]))
    press = an.presses("Ja")
    query = api.ok("getUpdates")[-1]["callback_query"]
    assert (query["id"], query["data"], query["from"]["id"]) == (press, "ja", an.id)
    assert query["message"]["reply_markup"] == buttons([("✓ Ja", "ja")])
    assert not an.answered(press)
    assert api.refused("answerCallbackQuery", callback_query_id=press, text="a" * 201)
    api.ok("answerCallbackQuery", callback_query_id=press, text="Bewaard")
    assert an.answered(press)
    assert an.toasts == ["Bewaard"]
    assert api.refused("answerCallbackQuery", callback_query_id=press) == TOO_OLD


def test_a_press_can_be_answered_too_late(api: Api, an: Person) -> None:
    api.server.callback_seconds = 0
    api.ok("sendMessage", chat_id=an.id, text="Goed?", reply_markup=buttons([("Ja", "ja")]))
    assert api.refused("answerCallbackQuery", callback_query_id=an.presses("Ja")) == TOO_OLD
    assert api.refused("answerCallbackQuery", callback_query_id="12") == TOO_OLD


def test_the_newest_button_with_a_title_is_pressed(api: Api, an: Person) -> None:
    for data in ("old", "new"):
        api.ok("sendMessage", chat_id=an.id, text="?", reply_markup=buttons([("Ja", data)]))
    an.presses("Ja")
    assert api.ok("getUpdates")[-1]["callback_query"]["data"] == "new"


def test_a_press_on_what_is_not_there_shows_the_screen(api: Api, an: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "Site", "url": "https://example.be"}]]}
    api.ok("sendMessage", chat_id=an.id, text="Kijk hier", reply_markup=markup)
    with pytest.raises(AssertionError, match="Kijk hier"):
        an.presses("Ja")
    with pytest.raises(AssertionError, match="opens an address"):
        an.presses("Site")


def test_an_old_button_can_be_pressed_after_its_message_is_gone(api: Api, an: Person) -> None:
    sent = api.ok("sendMessage", chat_id=an.id, text="?", reply_markup=buttons([("Ja", "ja")]))
    api.ok("deleteMessage", chat_id=an.id, message_id=sent["message_id"])
    an.presses_data("ja", sent["message_id"])
    message = api.ok("getUpdates")[-1]["callback_query"]["message"]
    assert message == {"chat": an.chat, "message_id": sent["message_id"], "date": 0}
