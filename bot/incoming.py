"""What comes in from a channel: a text or a press, and what the channel knows about it."""

from __future__ import annotations

from dataclasses import dataclass

EITHER = "either"
"""From a channel with one field for both: what equals an offered payload is a press."""

TYPED = "typed"
"""Typed by a person: it is text, whatever it looks like."""

PRESSED = "pressed"
"""A button that is on the screen now."""

STALE = "stale"
"""A button of an older message."""

LOCATED = "located"
"""Where a person is, as the id of a place: the point itself goes no further than the channel."""

SENT = {
    "voice": "utter_sent_voice",
    "picture": "utter_sent_picture",
    "file": "utter_sent_file",
    "sticker": "utter_sent_sticker",
    "contact": "utter_sent_contact",
    "poll": "utter_sent_poll",
    "abroad": "utter_sent_abroad",
    "forwarded": "utter_sent_forwarded",
    "edited": "utter_sent_edited",
    "other": "utter_sent_other",
}
"""What cannot be read, by its kind, and what is said to it before the talk goes on."""

AWAY = "/quick_away"
"""The payload of 'quick away': erase, and leave nothing on the screen."""


@dataclass(frozen=True)
class Incoming:
    """One message as a channel received it.

    Attributes:
        text: what was typed, the payload of a pressed button, the words under a picture, or the id
            of a place.
        kind: `EITHER`, `TYPED`, `PRESSED`, `STALE`, `LOCATED`, or a key of `SENT`.
        language: two letters of the language that the person's device speaks, or empty.
    """

    text: str = ""
    kind: str = EITHER
    language: str = ""
