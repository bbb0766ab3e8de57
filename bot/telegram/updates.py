"""What is kept of an update until it is answered: as little as an answer needs.

Of the person's profile only the language of the device is read. A shared location becomes a postal
code here, before anything is written down.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.constants import ChatType
from telegram.ext import filters

from bot.incoming import AWAY, LOCATED, PRESSED, TYPED
from bot.intake import wants_away

ALLOWED = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
)
"""The kinds of updates that are asked for; posts in a channel are not ours to read."""

GROUP = "group"
BLOCKED = "blocked"

PlaceOf = Callable[[float, float], str | None]
"""The id (postal code and name) of the place at a point in degrees, or None outside Belgium."""


@dataclass
class Letter:
    """What an update says.

    Attributes:
        chat_id: where the answer goes; sealed wherever it is kept.
        kind: of `bot.incoming`, or `GROUP` or `BLOCKED`.
        text: what was typed, the payload of a pressed button, or the words under a picture.
        language: two letters of the language of the device, or empty.
        message_id: of the person's message, or of the message whose button was pressed.
        query: id of the press, to be answered at once.
        pressed_html: the text of the message whose button was pressed.
        pressed_title: what stands on that button.
        sent_at: seconds since 1970; None when Telegram does not say.
    """

    chat_id: int
    kind: str
    text: str = ""
    language: str = ""
    message_id: int | None = None
    query: str = ""
    pressed_html: str = ""
    pressed_title: str = ""
    sent_at: float | None = None

    def as_body(self) -> dict[str, Any]:
        """What is written in the inbox."""
        return asdict(self)

    @property
    def wants_away(self) -> bool:
        """Whether it is the button or the command 'quick away'."""
        if self.kind == TYPED:
            # Who types the payload of a button presses no button.
            return wants_away(self.text) and self.text.strip() != AWAY
        return bool(self.query) and wants_away(self.text)


def read(update: Update, place_of: PlaceOf) -> Letter | None:
    """What an update says, or None for what is left alone.

    Left alone are posts in channels, service messages of Telegram itself, a location that moves,
    and what other bots write.
    """
    if update.callback_query is not None:
        return _press(update.callback_query)
    if update.my_chat_member is not None:
        gone = update.my_chat_member.new_chat_member.status in ("kicked", "left")
        private = update.my_chat_member.chat.type == ChatType.PRIVATE
        return Letter(update.my_chat_member.chat.id, BLOCKED) if gone and private else None
    message = update.message or update.edited_message
    if message is None or (message.from_user is not None and message.from_user.is_bot):
        return None
    if message.chat.type == ChatType.CHANNEL:
        return None
    letter = Letter(
        chat_id=message.chat.id,
        kind=GROUP,
        language=_language(message.from_user),
        message_id=message.message_id,
        sent_at=message.date.timestamp(),
    )
    if message.chat.type != ChatType.PRIVATE:
        return letter if update.message is not None and not _is_service(message) else None
    if update.edited_message is not None:
        # A location that is shared for a while moves by itself: nobody wrote anything.
        letter.kind = "edited"
        return None if message.location else letter
    return _message(message, letter, place_of)


def _press(query: CallbackQuery) -> Letter | None:
    message = query.message
    if message is None or query.data is None or message.chat.type != ChatType.PRIVATE:
        return None
    letter = Letter(
        chat_id=message.chat.id,
        kind=PRESSED,
        text=query.data,
        language=_language(query.from_user),
        message_id=message.message_id,
        query=query.id,
    )
    if isinstance(message, Message):
        letter.pressed_html = message.text_html or ""
        rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
        titles = [b.text for row in rows for b in row if b.callback_data == query.data]
        letter.pressed_title = titles[0] if titles else ""
    return letter


def _message(message: Message, letter: Letter, place_of: PlaceOf) -> Letter | None:
    """A message in a private chat."""
    letter.text = message.text or message.caption or ""
    if message.forward_origin is not None:
        letter.kind = "forwarded"
    elif message.location is not None:
        place = place_of(message.location.latitude, message.location.longitude)
        letter.kind, letter.text = (LOCATED, place) if place else ("abroad", "")
    elif message.text:
        letter.kind = TYPED
    elif _is_service(message):
        return None
    else:
        letter.kind = next((kind for kind, has in _KINDS.items() if has(message)), "other")
    return letter


_KINDS: dict[str, Callable[[Message], Any]] = {
    "voice": lambda m: m.voice or m.audio,
    "picture": lambda m: m.photo or m.video or m.video_note or m.animation or m.story,
    "sticker": lambda m: m.sticker or m.dice,
    "contact": lambda m: m.contact,
    "poll": lambda m: m.poll,
    "file": lambda m: m.document,
}

_ALSO_SERVICE = ("boost_added",)
"""What Telegram itself writes in a chat, besides what the library knows: nobody said anything."""


def _is_service(message: Message) -> bool:
    known = filters.StatusUpdate.ALL.check_update(Update(0, message=message))
    return bool(known) or any(getattr(message, name, None) is not None for name in _ALSO_SERVICE)


def _language(person: Any) -> str:
    return (getattr(person, "language_code", None) or "")[:2].lower()
