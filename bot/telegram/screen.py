"""From the answers of a turn to messages for a small screen that others may see."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.core.initiatives import Initiative
from bot.core.pieces import pieces, units
from bot.replies import SENT_ON, Reply
from bot.telegram.maps import map_link
from bot.telegram.phones import dialable
from bot.words import SOURCE, Words

MOST_UNITS = 4000
"""Telegram takes 4,096 UTF-16 code units in a message, after reading its marks."""

CARDS = {
    "utter_place_card",
    "utter_advice_card",
    "utter_advice_card_compare",
    "utter_advice_card_neutral",
    "utter_work_model",
}
"""Answers whose first line is a title."""
COPIED = SENT_ON
"""What a person may send on: a tap copies it."""
ON_ITS_OWN = "utter_place_card"
"""Each of these ends a message; the first stands under what introduces it."""

TELLING = (
    "utter_crisis_",
    "utter_help_now",
    "utter_unsure",
    "utter_declined_crisis",
    "utter_need_",
    "utter_note_",
    "utter_human",
    "utter_professional",
    "utter_loneliness",
    "utter_again_lonely",
    "utter_again_numbers",
    "utter_again_anger",
    "utter_advice_note_",
    "utter_listening_line",
    "utter_first_step",
    "utter_report_",
    "utter_benefits",
    "utter_missed_human",
    "utter_none_fits_last",
    "utter_other_script",
    "utter_places_always",
    "utter_place_closed",
    "utter_place_went_on",
    "utter_sorry",
    "utter_is_bot",
)
"""Answers whose first words tell what the talk is about: a neutral line goes before them."""

_TELLS = re.compile(r"\b(?:112|OCMW|CPAS|CAW)\b")
"""What tells as much, wherever it stands in a first line: the name of a place, for one."""


@dataclass
class Out:
    """One thing to do on Telegram, as it waits in the outbox.

    Attributes:
        do: ``say``, ``pin`` (a venue), ``tick`` (new buttons under a message), ``fold`` (no buttons
            any more) or ``erase`` (messages away).
        html: the text, for Telegram's HTML parse mode.
        buttons: those of the reply.
        select: ``several`` when more than one may be pressed.
        message_ids: of the messages that it is about.
        pin: title, address, latitude and longitude.
        chat_id: where it goes.
        takes_keys: whether the keys in place of the phone's own go with it.
        traceless: whether nothing is noted of it, as everything was erased.
    """

    do: str
    html: str = ""
    buttons: list[dict[str, str]] = field(default_factory=list)
    select: str | None = None
    language: str = SOURCE
    message_ids: list[int] = field(default_factory=list)
    pin: dict[str, Any] = field(default_factory=dict)
    chat_id: int = 0
    takes_keys: bool = False
    traceless: bool = False

    def as_body(self) -> dict[str, Any]:
        """What is written in the outbox."""
        return asdict(self)


class Screen:
    """Lays out answers.

    Args:
        words: the texts.
        initiative: gives the initiative with an id, or None.
        town: the town of an initiative in a language.
    """

    def __init__(
        self,
        words: Words,
        initiative: Callable[[str], Initiative | None],
        town: Callable[[Initiative, str], str],
    ) -> None:
        self.words = words
        self._initiative = initiative
        self._town = town

    def lay_out(self, replies: Sequence[Reply], plain_first: bool = False) -> list[Out]:
        """The messages for the answers of one turn, in their order.

        Answers without buttons of their own stand together in one message: a person gets one
        message a second at most, and whoever is in danger gets everything at once.

        Args:
            plain_first: whether what introduces a card is a message of its own: one without
                buttons, with which our keys can go.
        """
        out: list[Out] = []
        together: list[Reply] = []
        for reply in replies:
            alone = plain_first and not out and _is_card(reply)
            if together and (alone or any(map(_is_card, together))):
                out += self._messages(together)
                together = []
            together.append(reply)
            if reply.buttons or self._pin_of(reply):
                out += self._messages(together)
                together = []
        return [*out, *(self._messages(together) if together else ())]

    def outside(self, key: str, language: str) -> str:
        """A text outside the talk, as HTML: in the language of the device, or in both."""
        known = language if language in self.words.languages else ""
        text = self.words.text(key, known) if known else self.words.both(key)
        return html.escape(text, quote=False)

    def gone(self, language: str) -> str:
        """A word with which our keys go."""
        return html.escape(self.words.text("utter_keyboard_gone", language), quote=False)

    def _messages(self, replies: Sequence[Reply]) -> list[Out]:
        """One message (or more, when it is long) for answers that stand together."""
        last = replies[-1]
        language = last.language or SOURCE
        blocks = [self._block(reply) for reply in replies]
        if replies[0].key.startswith(TELLING) or _TELLS.search(blocks[0][0].partition("\n")[0]):
            blocks.insert(0, [html.escape(self._neutral(last.language), quote=False)])
        texts = _packed(blocks)
        out = [Out("say", text, language=language) for text in texts]
        out[-1].buttons = last.buttons
        out[-1].select = last.select
        pin = self._pin_of(last)
        if pin:
            out.append(Out("pin", language=language, pin=pin))
        return out

    def _neutral(self, language: str) -> str:
        key = "utter_neutral_line"
        return self.words.text(key, language) if language else self.words.both(key)

    def _block(self, reply: Reply) -> list[str]:
        """The paragraphs of an answer as HTML, each short enough for a message."""
        text = dialable(reply.text)
        parts = [html.escape(part, quote=False) for part in pieces(text, MOST_UNITS // 2)]
        if reply.key in CARDS and parts:
            title, line, rest = parts[0].partition("\n")
            parts[0] = f"<b>{title}</b>{line}{rest}"
        if reply.key == COPIED:
            parts = [f"<code>{part}</code>" for part in parts]
        link = self._map_link(reply)
        return [*parts, link] if link else parts

    def _map_link(self, reply: Reply) -> str:
        """A link to a map for a street without a known point; none for a town alone."""
        place = self._initiative(reply.initiative) if reply.initiative else None
        if place is None or place.point or not place.has_address:
            return ""
        language = reply.language or SOURCE
        link = map_link(place.address, place.postal_code, self._town(place, language))
        title = html.escape(self.words.text("utter_map_link", language), quote=False)
        return f'<a href="{html.escape(link)}">{title}</a>'

    def _pin_of(self, reply: Reply) -> dict[str, Any] | None:
        """The pin for a place whose door is known to the street."""
        place = self._initiative(reply.initiative) if reply.initiative else None
        if place is None or place.point is None:
            return None
        lat, lon = place.point
        language = reply.language or SOURCE
        where = f"{place.address}, {place.postal_code} {self._town(place, language)}"
        return {"title": place.name_in(language), "address": where, "lat": lat, "lon": lon}


def _is_card(reply: Reply) -> bool:
    return reply.key.startswith(ON_ITS_OWN)


def _packed(blocks: Iterable[list[str]]) -> list[str]:
    """Paragraphs put together in as few texts as fit."""
    texts: list[str] = []
    for parts in blocks:
        for part in parts:
            if texts and units(texts[-1]) + units(part) + 2 <= MOST_UNITS:
                texts[-1] += "\n\n" + part
            else:
                texts.append(part)
    return texts
