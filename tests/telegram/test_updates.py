"""What is read of an update of Telegram: enough to answer, and nothing else of the person."""

from __future__ import annotations

import json
from typing import Any

import pytest
from telegram import Update

from bot.bootstrap import gazetteer
from bot.incoming import LOCATED, PRESSED, SENT, TYPED
from bot.telegram.service import place_finder
from bot.telegram.updates import ALLOWED, BLOCKED, GROUP, Letter, read

CHAT_ID, MESSAGE_ID, DATE = 698_173_245, 512, 1_780_000_000
PERSON = {
    "id": CHAT_ID,
    "is_bot": False,
    "first_name": "Annemiek",
    "last_name": "Vandersteen",
    "username": "annemiek_v",
    "language_code": "nl",
    "is_premium": True,
}
BOT = {"id": 1, "is_bot": True, "first_name": "Netwerkwijzer", "username": "netwerkwijzer_bot"}
PRIVATE = {"id": CHAT_ID, "type": "private", "first_name": "Annemiek", "username": "annemiek_v"}
FILE = {"file_id": "AwACAgQ", "file_unique_id": "AgADxyz", "file_size": 4096}
SIZE = {"width": 90, "height": 90}
GENT, PARIS = (51.05363, 3.72531), (48.85661, 2.35222)
TOGETHER = {"type": "supergroup", "id": -1001234567890, "title": "Buurthuis"}
FROM_ELSEWHERE = {"type": "hidden_user", "sender_user_name": "Lies", "date": DATE - 60}


def location(point: tuple[float, float], **more: Any) -> dict[str, Any]:
    return {"latitude": point[0], "longitude": point[1], **more}


def message(**content: Any) -> dict[str, Any]:
    """A message of a person in a private chat."""
    return {"message_id": MESSAGE_ID, "from": PERSON, "chat": PRIVATE, "date": DATE, **content}


def letter(kind: str, body: dict[str, Any]) -> Letter | None:
    """What is read of an update of this kind."""
    update = Update.de_json({"update_id": 1, kind: body}, None)
    return read(update, place_finder(gazetteer()))


def sent(**content: Any) -> Letter:
    """What is read of a message in a private chat."""
    found = letter("message", message(**content))
    assert found is not None
    return found


def press(data: str | None = "/ask_help", **under: Any) -> Letter | None:
    """What is read of a press, on a button under this message."""
    stands = {"message_id": 77, "from": BOT, "chat": PRIVATE, "date": DATE, **under}
    query = {"id": "4242", "from": PERSON, "chat_instance": "-9", "message": stands}
    return letter("callback_query", {**query, **({"data": data} if data else {})})


# -- what a person types ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["hallo", "/start nl-9000", '/inform{"place":"x"}', "een\ntwee < & _ * 😀", "/weg"]
)
def test_what_is_typed_comes_as_it_is(text: str) -> None:
    found = sent(text=text)
    assert (found.kind, found.text, found.language) == (TYPED, text, "nl")
    assert (found.chat_id, found.message_id, found.sent_at) == (CHAT_ID, MESSAGE_ID, DATE)
    assert found.query == ""


@pytest.mark.parametrize(
    ("code", "language"),
    [("nl", "nl"), ("fr-BE", "fr"), ("FR", "fr"), ("pt-br", "pt"), ("en", "en"), (None, "")],
)
def test_the_language_of_the_phone_is_read_and_may_be_missing(
    code: str | None, language: str
) -> None:
    who = {key: value for key, value in PERSON.items() if key != "language_code"}
    assert sent(**{"from": {**who, "language_code": code} if code else who}, text="x").language == (
        language
    )


def test_nothing_else_of_the_profile_is_kept() -> None:
    contact = {"phone_number": "32470123456", "first_name": "Jos", "vcard": "BEGIN:VCARD"}
    letters = [
        sent(text="hallo"),
        sent(contact=contact),
        sent(document={**FILE, "file_name": "brief van annemiek.pdf"}),
        sent(photo=[{**FILE, **SIZE}]),
        press(text="Dag"),
    ]
    for found in letters:
        assert found is not None
        kept = json.dumps(found.as_body()).lower()
        for secret in ("annemiek", "vandersteen", "32470", "jos", "vcard", "awacagq", "premium"):
            assert secret not in kept
        assert Letter(**found.as_body()) == found


# -- what cannot be read ----------------------------------------------------------------------

POLL = {
    "id": "5",
    "question": "Kom je?",
    "options": [],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
STICKER = {**FILE, "type": "regular", "width": 9, "height": 9}
MOVING = {**FILE, "width": 9, "height": 9, "duration": 3}


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("voice", {"voice": {**FILE, "duration": 3}}),
        ("voice", {"audio": {**FILE, "duration": 3, "title": "Lied"}}),
        ("picture", {"photo": [{**FILE, **SIZE}]}),
        ("picture", {"video": MOVING}),
        ("picture", {"video_note": {**FILE, "length": 240, "duration": 2}}),
        ("picture", {"animation": MOVING, "document": FILE}),
        ("picture", {"story": {"chat": PRIVATE, "id": 4}}),
        ("sticker", {"sticker": {**STICKER, "is_animated": False, "is_video": False}}),
        ("sticker", {"dice": {"emoji": "🎲", "value": 4}}),
        ("contact", {"contact": {"phone_number": "32470123456", "first_name": "Jos"}}),
        ("file", {"document": {**FILE, "file_name": "brief.pdf"}}),
        ("poll", {"poll": POLL}),
        ("other", {"game": {"title": "Spel", "description": "", "photo": []}}),
        ("other", {}),
    ],
)
def test_each_kind_of_thing_has_its_own_answer(kind: str, content: dict[str, Any]) -> None:
    found = sent(**content)
    assert (found.kind, found.text) == (kind, "")
    assert kind in SENT


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("picture", {"photo": [{**FILE, **SIZE}]}),
        ("voice", {"voice": {**FILE, "duration": 3}}),
        ("file", {"document": FILE}),
    ],
)
def test_the_words_under_a_picture_are_read(kind: str, content: dict[str, Any]) -> None:
    found = sent(**content, caption="Mijn man slaat mij")
    assert (found.kind, found.text) == (kind, "Mijn man slaat mij")


@pytest.mark.parametrize("content", [{"text": "ik wil dood"}, {"caption": "ik wil dood"}])
def test_what_somebody_else_wrote_is_known_as_such(content: dict[str, Any]) -> None:
    photo = {} if "text" in content else {"photo": [{**FILE, **SIZE}]}
    found = sent(**content, **photo, forward_origin=FROM_ELSEWHERE)
    assert (found.kind, found.text) == ("forwarded", "ik wil dood")
    assert "Lies" not in json.dumps(found.as_body())


def test_a_place_that_somebody_else_sent_is_not_where_this_person_is() -> None:
    found = sent(location=location(GENT), forward_origin=FROM_ELSEWHERE)
    assert (found.kind, found.text) == ("forwarded", "")


def test_a_text_that_was_changed_is_not_a_new_one() -> None:
    found = letter("edited_message", message(text="iets anders", edit_date=DATE + 5))
    assert found is not None
    assert (found.kind, found.text, found.language) == ("edited", "", "nl")


# -- where a person is ------------------------------------------------------------------------


def without_point(found: Letter, point: tuple[float, float]) -> bool:
    """Whether a letter tells nothing of the point itself."""
    kept = json.dumps(found.as_body())
    return not any(str(degrees)[:5] in kept for degrees in point)


@pytest.mark.parametrize("more", [{}, {"live_period": 900}, {"horizontal_accuracy": 20.5}])
def test_a_location_becomes_a_postal_code_at_once(more: dict[str, Any]) -> None:
    found = sent(location=location(GENT, **more))
    assert (found.kind, found.text) == (LOCATED, "9000 Gent")
    assert without_point(found, GENT)


def test_a_place_with_a_name_becomes_a_postal_code_too() -> None:
    venue = {"location": location(GENT), "title": "Bij mijn zus", "address": "Veldstraat 1"}
    found = sent(venue=venue, location=location(GENT))
    assert (found.kind, found.text) == (LOCATED, "9000 Gent")
    assert without_point(found, GENT)
    assert "Veldstraat" not in json.dumps(found.as_body())


@pytest.mark.parametrize("point", [PARIS, (52.3676, 4.9041), (51.51, 2.21)])
def test_a_location_abroad_or_at_sea_is_no_place(point: tuple[float, float]) -> None:
    found = sent(location=location(point))
    assert (found.kind, found.text) == ("abroad", "")
    assert without_point(found, point)


def test_a_location_that_moves_says_nothing() -> None:
    moved = message(location=location(GENT, live_period=900, heading=4), edit_date=DATE + 5)
    assert letter("edited_message", moved) is None


# -- presses ----------------------------------------------------------------------------------


def test_a_press_tells_the_button_and_the_message_it_stands_under() -> None:
    keys = [
        [{"text": "Ja", "callback_data": "/affirm"}, {"text": "Hulp", "callback_data": "/ask_help"}]
    ]
    bold = {"type": "bold", "offset": 0, "length": 3}
    under = {"text": "Dag & zo <3", "entities": [bold], "reply_markup": {"inline_keyboard": keys}}
    found = press(**under)
    assert found is not None
    assert (found.kind, found.text, found.query) == (PRESSED, "/ask_help", "4242")
    assert (found.chat_id, found.message_id, found.language) == (CHAT_ID, 77, "nl")
    assert found.pressed_html == "<b>Dag</b> &amp; zo &lt;3"
    assert found.pressed_title == "Hulp"
    assert found.sent_at is None, "Telegram does not say when somebody pressed"


def test_a_press_on_a_message_that_telegram_lost_still_counts() -> None:
    found = press(date=0)
    assert found is not None
    assert (found.kind, found.text, found.message_id) == (PRESSED, "/ask_help", 77)
    assert found.pressed_html == found.pressed_title == ""


def test_a_press_on_a_venue_or_without_buttons_still_counts() -> None:
    venue = {"location": location(GENT), "title": "Huis", "address": "Markt 1"}
    found = press(venue=venue, location=location(GENT))
    assert found is not None
    assert found.pressed_html == found.pressed_title == ""
    assert without_point(found, GENT)


def test_a_press_in_a_group_or_without_data_is_left_alone() -> None:
    assert press(chat=TOGETHER) is None
    assert press(data=None) is None


# -- others than one person -------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["group", "supergroup"])
@pytest.mark.parametrize(
    "content", [{"text": "mijn man slaat mij"}, {"photo": [{**FILE, **SIZE}], "caption": "kijk"}]
)
def test_of_what_is_said_in_a_group_nothing_is_kept(kind: str, content: dict[str, Any]) -> None:
    found = letter("message", message(chat={**TOGETHER, "type": kind}, **content))
    assert found is not None
    assert (found.kind, found.text, found.chat_id) == (GROUP, "", TOGETHER["id"])


def test_what_is_changed_in_a_group_is_left_alone() -> None:
    changed = message(chat=TOGETHER, text="anders", edit_date=DATE + 5)
    assert letter("edited_message", changed) is None


@pytest.mark.parametrize("chat", [PRIVATE, TOGETHER])
def test_what_another_bot_writes_is_left_alone(chat: dict[str, Any]) -> None:
    assert letter("message", message(**{"from": BOT}, chat=chat, text="dag")) is None


@pytest.mark.parametrize("kind", ["channel_post", "edited_channel_post", "message"])
def test_a_post_in_a_channel_is_left_alone(kind: str) -> None:
    channel = {"id": -1009, "type": "channel", "title": "Nieuws"}
    post = {"message_id": 3, "date": DATE, "chat": channel, "sender_chat": channel, "text": "dag"}
    assert letter(kind, post) is None


@pytest.mark.parametrize(
    ("chat", "status", "kind"),
    [
        (PRIVATE, "kicked", BLOCKED),
        (PRIVATE, "member", None),
        (TOGETHER, "left", None),
        (TOGETHER, "kicked", None),
        (TOGETHER, "member", None),
    ],
)
def test_who_blocks_the_bot_is_known(chat: dict[str, Any], status: str, kind: str | None) -> None:
    until = {"until_date": 0} if status == "kicked" else {}
    change = {"chat": chat, "from": PERSON, "date": DATE}
    change["old_chat_member"] = {"user": BOT, "status": "member"}
    change["new_chat_member"] = {"user": BOT, "status": status, **until}
    found = letter("my_chat_member", change)
    assert (found.kind if found else None) == kind
    assert found is None or found.chat_id == CHAT_ID


PINNED = {"message_id": 3, "chat": PRIVATE, "date": 0}
IN_BOTH: list[dict[str, Any]] = [
    {"new_chat_photo": [{**FILE, **SIZE}]},
    {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
    {"pinned_message": PINNED},
    {"chat_background_set": {"type": {"type": "chat_theme", "theme_name": "🎄"}}},
    {"proximity_alert_triggered": {"traveler": PERSON, "watcher": BOT, "distance": 9}},
    {"forum_topic_created": {"name": "Koffie", "icon_color": 1}},
]
ALONE: list[dict[str, Any]] = [
    {"write_access_allowed": {"from_request": True}},
    {"connected_website": "example.org"},
]
IN_A_GROUP: list[dict[str, Any]] = [
    {"new_chat_members": [BOT]},
    {"left_chat_member": BOT},
    {"new_chat_title": "Buurthuis 2"},
    {"delete_chat_photo": True},
    {"group_chat_created": True},
    {"supergroup_chat_created": True},
    {"migrate_to_chat_id": -1001},
    {"migrate_from_chat_id": -7},
    {"video_chat_started": {}},
    {"video_chat_ended": {"duration": 9}},
    {"video_chat_participants_invited": {"users": [PERSON]}},
    {"forum_topic_closed": {}},
    {"boost_added": {"boost_count": 1}},
]


def names(content: Any) -> str:
    return str(next(iter(content)))


@pytest.mark.parametrize("content", [*IN_BOTH, *ALONE], ids=names)
def test_what_telegram_itself_writes_in_a_private_chat_is_left_alone(
    content: dict[str, Any],
) -> None:
    assert letter("message", message(**content)) is None


@pytest.mark.parametrize("content", [*IN_BOTH, *IN_A_GROUP], ids=names)
def test_what_telegram_itself_writes_in_a_group_is_left_alone(content: dict[str, Any]) -> None:
    assert letter("message", message(chat=TOGETHER, **content)) is None


def test_only_what_is_read_is_asked_for() -> None:
    assert set(ALLOWED) == {"message", "edited_message", "callback_query", "my_chat_member"}
    assert letter("poll", POLL) is None


# -- quick away -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "away"),
    [
        ("/weg", True),
        ("/partir", True),
        ("/WEG", True),
        ("/weg@netwerkwijzer_bot", True),
        (" /weg ", True),
        ("/weg nu", True),
        ("weg", False),
        ("/wis", False),
        ("/quick_away", False),
        ("ik wil weg", False),
    ],
)
def test_the_command_to_leave_is_known_at_once(text: str, away: bool) -> None:
    assert sent(text=text).wants_away is away


def test_the_button_to_leave_is_known_at_once_and_nothing_like_it() -> None:
    found = press(data="/quick_away")
    assert found is not None
    assert found.wants_away
    other = press(data="/stop")
    assert other is not None
    assert not other.wants_away
    assert not sent(text="/weg", forward_origin=FROM_ELSEWHERE).wants_away
    assert not sent(photo=[{**FILE, **SIZE}], caption="/weg").wants_away
