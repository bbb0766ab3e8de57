"""The people and groups of the local Telegram server: what they send, and what they see."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from auxil.telegram_rules import Buttons, keys, titles, units
from auxil.telegram_texts import TEXT_UNITS, Entity

if TYPE_CHECKING:
    from auxil.telegram_server import TelegramServer

TICK = "✓ "
OF_A_CARD = '/report_wrong_info{"at"'
"""How the button under a card begins: it asks nothing."""


@dataclass
class Shown:
    """A message as a person sees it."""

    message_id: int
    text: str
    html_entities: list[Entity]
    buttons: Buttons
    """The inline buttons in rows: the title, and the data or the address."""
    reply_keyboard: list[list[str]] | None
    removes_keyboard: bool
    venue: dict[str, Any] | None
    location: dict[str, Any] | None
    mine: bool
    """The person wrote it, not the bot."""
    silent: bool
    date: int
    edited: bool
    deleted: bool

    @property
    def asks(self) -> bool:
        """Whether something is asked here: there are keys, or buttons of more than a card."""
        pressed = [data for row in self.buttons for _, data in row]
        return bool(self.reply_keyboard) or any(not d.startswith(OF_A_CARD) for d in pressed)

    def __str__(self) -> str:
        signs = [sign for sign in ("silent", "edited", "deleted") if getattr(self, sign)]
        who = "person" if self.mine else "bot"
        lines = [f"{self.message_id} {who}{' (' + ', '.join(signs) + ')' if signs else ''}:"]
        lines += [f"    {line}" for line in (self.text or "(no text)").splitlines()]
        if self.venue or self.location:
            lines.append(f"    place: {self.venue or self.location}")
        lines += ["    " + " ".join(f"[{title}]" for title, _ in row) for row in self.buttons]
        return "\n".join(lines)


@dataclass
class Message:
    """A message as the server keeps it."""

    body: dict[str, Any]
    from_bot: bool
    markup: dict[str, Any] | None = None
    silent: bool = False
    at: float = field(default_factory=time.time)
    deleted: bool = False

    @property
    def message_id(self) -> int:
        return int(self.body["message_id"])

    def json(self) -> dict[str, Any]:
        """As Telegram sends it: only an inline keyboard is part of a message."""
        if self.deleted:
            return {"chat": self.body["chat"], "message_id": self.message_id, "date": 0}
        if titles(self.markup):
            return {**self.body, "reply_markup": self.markup}
        return dict(self.body)

    def shown(self) -> Shown:
        """As a person sees it."""
        rows = keys(self.markup)
        return Shown(
            message_id=self.message_id,
            text=self.body.get("text", self.body.get("caption", "")),
            html_entities=self.body.get("entities", []),
            buttons=titles(self.markup),
            reply_keyboard=_key_titles(rows),
            removes_keyboard=bool((self.markup or {}).get("remove_keyboard")),
            venue=self.body.get("venue"),
            location=self.body.get("location"),
            mine=not self.from_bot,
            silent=self.silent,
            date=self.body["date"],
            edited="edit_date" in self.body,
            deleted=self.deleted,
        )


class Chat:
    """What a person and a group have in common."""

    def __init__(self, server: TelegramServer, chat_id: int, chat: dict[str, Any]) -> None:
        self.server = server
        self.id = chat_id
        self.chat = {"id": chat_id, **chat}
        self.messages: dict[int, Message] = {}
        self.private = chat["type"] == "private"
        self.typing_seen = 0
        self.seen: list[str] = []
        """Every text that the bot ever showed here, also before an edit."""
        self._keyboard_at: int | None = None
        self._last_sent = 0

    @property
    def history(self) -> list[Shown]:
        """All messages, also those that were deleted."""
        with self.server.changed:
            return [message.shown() for message in self.messages.values()]

    @property
    def screen(self) -> list[Shown]:
        """The messages that are to be seen, in their order."""
        return [shown for shown in self.history if not shown.deleted]

    def titles(self) -> list[str]:
        """The titles of all inline buttons that are to be seen."""
        return [title for shown in self.screen for row in shown.buttons for title, _ in row]

    def add(self, message: Message) -> None:
        """Puts a message on the screen; the server calls it with its lock."""
        self.messages[message.message_id] = message

    def next_message_id(self) -> int:
        """A group has a count of its own; all private chats of a bot share one."""
        if self.private:
            return self.server.next_message_id()
        self._last_sent += 1
        return self._last_sent

    def user_message(self, user: dict[str, Any] | None, body: dict[str, Any]) -> Message:
        """A message that a person writes here, on the screen and with the bot."""
        server = self.server
        with server.changed:
            full = {"message_id": self.next_message_id(), "chat": self.chat, "date": _now()}
            full |= {"from": user} if user else {"sender_chat": self.chat}
            message = Message({**full, **body}, from_bot=False)
            self.add(message)
            server.queue.add("message" if user else "channel_post", message.json())
            return message


class Person(Chat):
    """Someone with a phone and a private chat with the bot."""

    def __init__(
        self, server: TelegramServer, user_id: int, language_code: str | None, first_name: str
    ) -> None:
        super().__init__(server, user_id, {"first_name": first_name, "type": "private"})
        self.user: dict[str, Any] = {"id": user_id, "is_bot": False, "first_name": first_name}
        if language_code:
            self.user["language_code"] = language_code
        self.started = False
        self.blocked = False
        self.toasts: list[str] = []
        """What was shown over the screen after a press, in order."""
        self._hidden = False
        self._last_bot = time.monotonic()
        self._answered = False

    def __str__(self) -> str:
        lines = [f"chat {self.id}", *(str(shown) for shown in self.screen)]
        lines.append(f"keyboard: {self.keyboard}")
        return "\n".join(lines)

    # --- what is sent ---

    def _acts(self) -> None:
        """Before everything a person does; with the lock."""
        assert not self.blocked, "someone who blocked the bot can send it nothing"
        self._answered = False

    def _sends(self, body: dict[str, Any]) -> int:
        with self.server.changed:
            self._acts()
            self.started = True
            return self.user_message(self.user, body).message_id

    def says(self, text: str) -> int:
        """Types a text. A text that is too long goes in pieces, as all apps do."""
        assert text.strip(), "an app does not send an empty text"
        while units(text) > TEXT_UNITS:
            piece = text.encode("utf-16-le")[: 2 * TEXT_UNITS].decode("utf-16-le", "ignore")
            self._sends(_typed(piece))
            text = text[len(piece) :]
        return self._sends(_typed(text))

    def starts(self, code: str = "") -> int:
        """Presses Start, maybe in a link with a code."""
        return self.says(f"/start {code}".strip())

    def taps(self, title: str) -> int:
        """A key of the reply keyboard: its title is sent as a text."""
        with self.server.changed:
            key = self._key(title)
            asks = [name for name in key if name.startswith("request_")]
            assert not asks, f"the key {title!r} asks something else: {asks}\n{self}"
            self._hide_one_time()
            return self.says(title)

    def _key(self, title: str) -> dict[str, Any]:
        for row in self._rows() or []:
            for key in row:
                if key["text"] == title:
                    return key
        raise AssertionError(f"there is no key {title!r}\n{self}")

    def presses(self, title: str) -> str:
        """The inline button with this title, with or without a tick, on the newest message."""
        with self.server.changed:
            for strip in (False, True):
                for shown in reversed(self.screen):
                    for button, data in (pair for row in shown.buttons for pair in row):
                        found = button.removeprefix(TICK) if strip else button
                        if found == title:
                            self._check_not_address(shown.message_id, button)
                            return self.presses_data(data, shown.message_id)
            raise AssertionError(f"there is no button {title!r}\n{self}")

    def _check_not_address(self, message_id: int, title: str) -> None:
        rows = (self.messages[message_id].markup or {})["inline_keyboard"]
        for button in (button for row in rows for button in row):
            if button["text"] == title:
                assert "callback_data" in button, f"{title!r} opens an address\n{self}"

    def presses_data(self, data: str, message_id: int) -> str:
        """A press that carries this data, whatever the message shows by now."""
        with self.server.changed:
            self._acts()
            return self.server.add_press(self, self.messages[message_id], data)

    def answered(self, callback_id: str) -> bool:
        """Whether the bot answered this press, so that the button stopped turning."""
        with self.server.changed:
            return self.server.presses[callback_id].answered

    def shares_location(self, latitude: float, longitude: float) -> int:
        """Where the person is; also what a key that asks for it sends."""
        with self.server.changed:
            if any("request_location" in key for row in self._rows() or [] for key in row):
                self._hide_one_time()
            return self._sends({"location": {"latitude": latitude, "longitude": longitude}})

    def sends_voice(self) -> int:
        """A spoken message of three seconds."""
        return self._sends({"voice": self.server.new_file(duration=3, mime_type="audio/ogg")})

    def sends_photo(self, caption: str | None = None) -> int:
        """A photo in two sizes."""
        sizes = [self.server.new_file(width=side, height=side) for side in (90, 320)]
        return self._sends({"photo": sizes, **({"caption": caption} if caption else {})})

    def sends_sticker(self) -> int:
        """A sticker."""
        kind = {"type": "regular", "is_animated": False, "is_video": False, "emoji": "👍"}
        return self._sends({"sticker": self.server.new_file(width=512, height=512, **kind)})

    def sends_contact(self) -> int:
        """The person's own number."""
        contact = {"phone_number": "32470000000", "first_name": self.user["first_name"]}
        return self._sends({"contact": {**contact, "user_id": self.id}})

    def sends_document(self) -> int:
        """A file."""
        file = self.server.new_file(file_name="brief.pdf", mime_type="application/pdf")
        return self._sends({"document": file})

    def sends_poll(self) -> int:
        """A poll with two answers, forwarded from elsewhere."""
        options = [
            {"persistent_id": str(at), "text": text, "voter_count": 0}
            for at, text in enumerate(("ja", "nee"))
        ]
        poll: dict[str, Any] = {
            "id": str(self.server.new_number()),
            "question": "Kom je?",
            "options": options,
        }
        poll |= {"total_voter_count": 0, "is_closed": False, "is_anonymous": True}
        poll |= {"type": "regular", "allows_multiple_answers": False, "allows_revoting": False}
        return self._sends({"poll": {**poll, "members_only": False}, **self._forwarded()})

    def sends_video_note(self) -> int:
        """A round video of two seconds."""
        return self._sends({"video_note": self.server.new_file(length=240, duration=2)})

    def edits(self, message_id: int, text: str) -> int:
        """Changes a text that was sent before."""
        with self.server.changed:
            self._acts()
            message = self.messages[message_id]
            own = not (message.from_bot or message.deleted)
            assert own, f"one edits one's own messages\n{self}"
            message.body = {**message.body, **_typed(text), "edit_date": _now()}
            self.server.queue.add("edited_message", message.json())
            return message_id

    def forwards(self, text: str) -> int:
        """A text that someone else wrote."""
        return self._sends({**_typed(text), **self._forwarded()})

    def _forwarded(self) -> dict[str, Any]:
        origin = {"type": "hidden_user", "sender_user_name": "An", "date": _now() - 60}
        return {"forward_origin": origin}

    def blocks(self) -> None:
        """Blocks the bot; everything that it sends from now on is refused."""
        self._becomes("member", "kicked")

    def unblocks(self) -> None:
        """Takes the block away."""
        self._becomes("kicked", "member")

    def _becomes(self, old: str, new: str) -> None:
        def member(status: str) -> dict[str, Any]:
            until = {"until_date": 0} if status == "kicked" else {}
            return {"user": self.server.user, "status": status, **until}

        with self.server.changed:
            self.blocked = new == "kicked"
            change = {"chat": self.chat, "from": self.user, "date": _now()}
            change |= {"old_chat_member": member(old), "new_chat_member": member(new)}
            self.server.queue.add("my_chat_member", change)

    # --- what is seen ---

    def add(self, message: Message) -> None:
        super().add(message)
        if message.from_bot and set(message.markup or {}) & KEYBOARD_KINDS:
            self._keyboard_at = message.message_id
            self._hidden = False

    def _rows(self) -> list[list[dict[str, Any]]] | None:
        """The keys now below the screen. They go away with the message that brought them."""
        message = self.messages.get(self._keyboard_at or 0)
        if message is None or message.deleted or self._hidden:
            return None
        return keys(message.markup)

    def _hide_one_time(self) -> None:
        message = self.messages.get(self._keyboard_at or 0)
        if message and (message.markup or {}).get("one_time_keyboard"):
            self._hidden = True

    @property
    def keyboard(self) -> list[list[str]] | None:
        """The titles of the keys now below the screen."""
        with self.server.changed:
            return _key_titles(self._rows())

    def bot_acted(self, shows: bool) -> None:
        """The bot sent, edited or deleted something; the server calls it with its lock."""
        self._last_bot = time.monotonic()
        self._answered = self._answered or shows

    def wait(self, predicate: Callable[[Person], Any] | None = None, timeout: float = 30) -> None:
        """Until this holds; without a predicate, until the bot showed something new."""

        def holds() -> bool:
            return bool(predicate(self) if predicate else self._answered)

        with self.server.changed:
            if not self.server.changed.wait_for(holds, timeout):
                raise AssertionError(f"it did not hold within {timeout} s\n{self}")

    def settled(self, quiet: float = 0.5, timeout: float = 30) -> None:
        """Until the bot answered what the person did last, and then was quiet for a while."""
        deadline = time.monotonic() + timeout
        with self.server.changed:
            while True:
                now = time.monotonic()
                if self._answered and now - self._last_bot >= quiet:
                    return
                if now >= deadline:
                    what = "never quiet" if self._answered else "no answer"
                    raise AssertionError(f"{what} within {timeout} s\n{self}")
                until = self._last_bot + quiet if self._answered else deadline
                self.server.changed.wait(min(until, deadline) - now)


class Group(Chat):
    """A group in which the bot is; all that is said reaches it, as with an administrator."""

    def __init__(self, server: TelegramServer, chat_id: int, title: str, kind: str) -> None:
        super().__init__(server, chat_id, {"title": title, "type": kind})

    def says(self, text: str, mention: bool = False) -> int:
        """Someone types this, with or without the name of the bot before it."""
        name = f"@{self.server.user['username']}"
        body = _typed(f"{name} {text}" if mention else text)
        if mention:
            body["entities"] = [{"type": "mention", "offset": 0, "length": units(name)}]
        someone = {"id": self.server.new_number(), "is_bot": False, "first_name": "Lies"}
        return self.user_message(someone, body).message_id


KEYBOARD_KINDS = frozenset({"keyboard", "remove_keyboard", "force_reply"})


def _key_titles(rows: list[list[dict[str, Any]]] | None) -> list[list[str]] | None:
    return None if rows is None else [[str(key["text"]) for key in row] for row in rows]


def _now() -> int:
    return int(time.time())


def _typed(text: str) -> dict[str, Any]:
    """A text with the entity that Telegram adds to a command at its start."""
    command = text.split(maxsplit=1)[0] if text.strip() else ""
    if command.startswith("/") and len(command) > 1:
        entity = {"type": "bot_command", "offset": 0, "length": units(command)}
        return {"text": text, "entities": [entity]}
    return {"text": text}
