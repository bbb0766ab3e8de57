"""The methods of the local Telegram server: what they take, refuse, change and answer.

Every method is a function of the server and the parameters, which were read already. It runs with
the lock of the server. It returns what stands below `result`, or raises `Refused`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from auxil.telegram_people import KEYBOARD_KINDS, Chat, Message, Person
from auxil.telegram_rules import Refused, bad, checked_markup, units
from auxil.telegram_texts import formatted

if TYPE_CHECKING:
    from auxil.telegram_server import TelegramServer

DELETABLE_SECONDS = 48 * 3600
LINK_PREVIEW = frozenset(
    "is_disabled url prefer_small_media prefer_large_media show_above_text".split()
)
ACTIONS = frozenset(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document "
    "choose_sticker find_location record_video_note upload_video_note".split()
)
Parameters = dict[str, Any]
Handler = Callable[["TelegramServer", Parameters], Any]


@dataclass(frozen=True)
class Method:
    """One method: its name as it is written, its parameters with their types, and what it does."""

    name: str
    kinds: dict[str, str]
    run: Handler


METHODS: dict[str, Method] = {}
"""By their names in small letters: the real server takes any."""

SENDING = {
    "chat_id": "chat",
    "business_connection_id": "str",
    "message_thread_id": "int",
    "direct_messages_topic_id": "int",
    "disable_notification": "bool",
    "protect_content": "bool",
    "allow_paid_broadcast": "bool",
    "message_effect_id": "str",
    "suggested_post_parameters": "object",
    "reply_parameters": "object",
    "reply_markup": "object",
}
TEXT = {
    "text": "str",
    "parse_mode": "str",
    "entities": "array",
    "link_preview_options": "object",
}
PLACE = {"latitude": "float", "longitude": "float"}
EDITING = {
    "business_connection_id": "str",
    "chat_id": "chat",
    "message_id": "int",
    "inline_message_id": "str",
    "reply_markup": "object",
}


def method(name: str, *groups: dict[str, str], **kinds: str) -> Callable[[Handler], Handler]:
    """Names a method and the types of its parameters."""

    def add(run: Handler) -> Handler:
        together = {key: kind for group in (*groups, kinds) for key, kind in group.items()}
        METHODS[name.lower()] = Method(name, together, run)
        return run

    return add


@method("getMe")
def get_me(server: TelegramServer, p: Parameters) -> Any:
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return {**server.user, **abilities}


# --- sending -------------------------------------------------------------------------------------


def _chat(server: TelegramServer, p: Parameters) -> Chat:
    """The chat that a request is about, when the bot may write there."""
    if "chat_id" not in p:
        raise bad("chat_id is empty")
    chat = server.chats.get(p["chat_id"])
    if chat is None:
        raise bad("chat not found")
    if isinstance(chat, Person):
        if chat.blocked:
            raise Refused("Forbidden: bot was blocked by the user", 403)
        if not chat.started:
            raise Refused("Forbidden: bot can't initiate conversation with a user", 403)
    return chat


def _send(server: TelegramServer, p: Parameters, content: Callable[[], dict[str, Any]]) -> Any:
    """What all methods that send have in common; the content is checked first, as in reality."""
    filled = content()
    chat = _chat(server, p)
    markup = checked_markup(p.get("reply_markup"), chat.private)
    body = {"from": server.user, "chat": chat.chat, "date": int(time.time()), **filled}
    if "reply_parameters" in p:
        body |= _reply(chat, p["reply_parameters"])
    if p.get("protect_content"):
        body["has_protected_content"] = True
    server.check_flood(chat)
    body = {"message_id": chat.next_message_id(), **body}
    message = Message(body, True, markup, silent=p.get("disable_notification", False))
    chat.add(message)
    server.showed(chat, message.shown().text)
    return message.json()


def _reply(chat: Chat, reply: dict[str, Any]) -> dict[str, Any]:
    """The message that is answered to, inside the answer."""
    number = reply.get("message_id")
    if not isinstance(number, int):
        raise bad('can\'t parse reply parameters: Field "message_id" must be of type Number')
    message = chat.messages.get(number)
    if message is not None and not message.deleted:
        return {"reply_to_message": message.json()}
    if reply.get("allow_sending_without_reply"):
        return {}
    raise bad("message to be replied not found")


def _text(p: Parameters) -> dict[str, Any]:
    text, entities = formatted(p)
    body: dict[str, Any] = {"text": text, **({"entities": entities} if entities else {})}
    if "link_preview_options" in p:
        for name, value in p["link_preview_options"].items():
            kind = str if name == "url" else bool
            if name not in LINK_PREVIEW or not isinstance(value, kind):
                raise bad("can't parse link preview options JSON object")
        body["link_preview_options"] = p["link_preview_options"]
    return body


def _location(p: Parameters) -> dict[str, Any]:
    for name, most in (("latitude", 90), ("longitude", 180)):
        if name not in p:
            raise bad(f"{name} is empty")
        if abs(p[name]) > most:
            raise bad(f"invalid {name} specified")
    return {name: p[name] for name in PLACE}


@method("sendMessage", SENDING, TEXT)
def send_message(server: TelegramServer, p: Parameters) -> Any:
    return _send(server, p, lambda: _text(p))


@method("sendLocation", SENDING, PLACE, horizontal_accuracy="float")
def send_location(server: TelegramServer, p: Parameters) -> Any:
    return _send(server, p, lambda: {"location": _location(p)})


@method(
    "sendVenue",
    SENDING,
    PLACE,
    title="str",
    address="str",
    foursquare_id="str",
    foursquare_type="str",
    google_place_id="str",
    google_place_type="str",
)
def send_venue(server: TelegramServer, p: Parameters) -> Any:
    def content() -> dict[str, Any]:
        location = _location(p)
        for name in ("title", "address"):
            if not p.get(name, "").strip():
                raise bad(f"venue {name} must be non-empty")
        venue = {"location": location, "title": p["title"], "address": p["address"]}
        return {"venue": venue, "location": location}

    return _send(server, p, content)


@method("sendVoice", SENDING, voice="file", caption="str", parse_mode="str", duration="int")
def send_voice(server: TelegramServer, p: Parameters) -> Any:
    def content() -> dict[str, Any]:
        given = p.get("voice", "")
        if not given:
            raise bad("there is no voice in the request")
        if given.startswith("attach://"):
            size = server.uploads.get(given.removeprefix("attach://"))
            if size is None:
                raise bad("there is no voice in the request")
            if not size:
                raise bad("file must be non-empty")
            file = server.new_file(duration=p.get("duration", 0), mime_type="audio/ogg")
        elif given in server.files:
            file = server.files[given]
        else:
            raise bad("wrong file identifier/HTTP URL specified")
        if "caption" not in p:
            return {"voice": file}
        caption, entities = formatted({"text": p["caption"], "parse_mode": p.get("parse_mode", "")})
        if units(caption) > 1024:
            raise bad("message caption is too long")
        shown = {"voice": file, "caption": caption}
        return {**shown, **({"caption_entities": entities} if entities else {})}

    return _send(server, p, content)


@method(
    "sendChatAction",
    chat_id="chat",
    action="str",
    business_connection_id="str",
    message_thread_id="int",
)
def send_chat_action(server: TelegramServer, p: Parameters) -> Any:
    if p.get("action") not in ACTIONS:
        raise bad("wrong parameter action in request")
    _chat(server, p).typing_seen += 1
    return True


# --- editing and deleting ------------------------------------------------------------------------


def _editable(server: TelegramServer, p: Parameters) -> tuple[Chat, Message]:
    if "inline_message_id" in p:
        raise bad("MESSAGE_ID_INVALID")
    chat = _chat(server, p)
    if p.get("message_id", 0) <= 0:
        raise bad("message identifier is not specified")
    message = chat.messages.get(p["message_id"])
    if message is None or message.deleted:
        raise bad("message to edit not found")
    if not message.from_bot or set(message.markup or {}) & KEYBOARD_KINDS:
        raise bad("message can't be edited")
    return chat, message


def _edited(
    server: TelegramServer, chat: Chat, message: Message, change: dict[str, Any], markup: Any
) -> Any:
    """The message with its new text and keyboard, when something is new."""
    old = message.body
    same = all(old.get(key) == change.get(key) for key in ("text", "entities") if change)
    if same and (message.markup or None) == markup:
        raise bad(
            "message is not modified: specified new message content and reply markup are "
            "exactly the same as a current content and reply markup of the message"
        )
    if change:
        old = {key: old[key] for key in old if key not in ("entities", "link_preview_options")}
    message.body = {**old, **change, "edit_date": int(time.time())}
    message.markup = markup
    server.showed(chat, change.get("text", ""))
    return message.json()


@method("editMessageText", EDITING, TEXT)
def edit_message_text(server: TelegramServer, p: Parameters) -> Any:
    change = _text(p)
    markup = checked_markup(p.get("reply_markup"), True, inline_only=True)
    chat, message = _editable(server, p)
    if "text" not in message.body:
        raise bad("there is no text in the message to edit")
    return _edited(server, chat, message, change, markup)


@method("editMessageReplyMarkup", EDITING)
def edit_message_reply_markup(server: TelegramServer, p: Parameters) -> Any:
    markup = checked_markup(p.get("reply_markup"), True, inline_only=True)
    chat, message = _editable(server, p)
    return _edited(server, chat, message, {}, markup)


@method("deleteMessage", chat_id="chat", message_id="int")
def delete_message(server: TelegramServer, p: Parameters) -> Any:
    chat = _chat(server, p)
    if p.get("message_id", 0) <= 0:
        raise bad("message identifier is not specified")
    if not _delete(server, chat, [p["message_id"]]):
        raise bad("message to delete not found")
    return True


@method("deleteMessages", chat_id="chat", message_ids="array")
def delete_messages(server: TelegramServer, p: Parameters) -> Any:
    chat = _chat(server, p)
    numbers = p.get("message_ids", [])
    if not numbers:
        raise bad("message identifiers are not specified")
    if len(numbers) > 100:
        raise bad("too many message identifiers specified")
    if not all(type(number) is int and number > 0 for number in numbers):
        raise bad("invalid message identifier specified")
    _delete(server, chat, numbers)
    return True


def _delete(server: TelegramServer, chat: Chat, numbers: list[int]) -> list[Message]:
    """The messages that were there and are now gone: all of them, or none."""
    there = [chat.messages[number] for number in numbers if number in chat.messages]
    found = [message for message in there if not message.deleted]
    for message in found:
        old = time.time() - message.at > DELETABLE_SECONDS
        if old or not (chat.private or message.from_bot):
            raise bad("message can't be deleted")
    for message in found:
        message.deleted = True
    if found:
        server.showed(chat, None)
    return found


@method(
    "answerCallbackQuery",
    callback_query_id="str",
    text="str",
    show_alert="bool",
    url="str",
    cache_time="int",
)
def answer_callback_query(server: TelegramServer, p: Parameters) -> Any:
    press = server.presses.get(p.get("callback_query_id", ""))
    if units(p.get("text", "")) > 200:
        raise bad("MESSAGE_TOO_LONG")
    late = press and time.monotonic() - press.at > server.callback_seconds
    if press is None or press.answered or late:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    press.answered = True
    if p.get("text"):
        press.person.toasts.append(p["text"])
    return True
