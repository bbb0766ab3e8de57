"""What goes out to a channel: texts with buttons, collected over one turn."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rasa.core.channels.channel import OutputChannel

OFF = ',"off":"1"'
"""What the payload of a ticked button says besides: pressed again, it takes the tick away."""

MENU = "menu"
"""Kind of the buttons that belong to every question; a channel may show them smaller."""

BESIDE = "beside"
"""Kind of the buttons about a card: they answer no question, and count for as long as it does."""

SENT_ON = "utter_first_step_text"
"""The response that a person copies and sends to somebody else: it stays as it is."""

EMERGENCY = "112"
"""The number before which nothing comes in a crisis."""


@dataclass
class Reply:
    """One message to send.

    Attributes:
        buttons: title, payload and, for some, ``kind``: `MENU` or `BESIDE`.
        select: ``several`` when more than one button may be pressed before 'ready'.
        key: the response that it is, when it is one of `domain.yml`.
        initiative: id of the initiative that a card is about, or empty.
        language: BCP 47 tag of the language it is in; empty for 'in both'.
    """

    text: str
    buttons: list[dict[str, str]] = field(default_factory=list)
    select: str | None = None
    key: str = ""
    initiative: str = ""
    language: str = ""

    def as_json(self) -> dict[str, Any]:
        """The message for a channel that speaks JSON."""
        message: dict[str, Any] = {"text": self.text}
        if self.buttons:
            message["buttons"] = self.buttons
        if self.select:
            message["select"] = self.select
        return message


class Outbox(OutputChannel):
    """Collects what a turn says; the channel sends it afterwards."""

    @classmethod
    def name(cls) -> str:
        """The name that Rasa asks of every channel."""
        return "outbox"

    def __init__(self) -> None:
        self.replies: list[Reply] = []

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keeps one message of the turn."""
        text = (message.get("text") or "").strip()
        if text:
            buttons = list(message.get("buttons") or [])
            key = message.get("utter_action") or ""
            about = message.get("initiative") or ""
            self.replies.append(Reply(text, buttons, message.get("select"), key, about))
