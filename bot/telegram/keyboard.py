"""The buttons of an answer as rows under a message on a small screen."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)

from bot.replies import MENU
from bot.words import Words

Button = dict[str, str]

MORE, FEWER = "~more", "~fewer"
"""Presses that only unfold or fold the menu: they are not part of the talk."""

PLACE_UNSAID = '/inform_place{"place":"none"}'
"""The button of the question where to look: there a key can share the location."""

SHORT = 15
"""Titles of at most so many characters stand two in a row."""

ALWAYS_SHOWN = ("/skip_question", "/go_back", "/help_now")
"""Buttons of the menu that are not folded away: help is always in reach."""


def asks_place(buttons: Sequence[Button]) -> bool:
    """Whether these are the buttons of the question where to look."""
    return any(button["payload"] == PLACE_UNSAID for button in buttons)


def inline(
    buttons: Sequence[Button], words: Words, language: str, unfolded: bool = False
) -> InlineKeyboardMarkup:
    """The buttons under a message: answers first, then the menu, folded.

    Args:
        buttons: title, payload and kind, as a reply has them.
        unfolded: whether the whole menu is shown.
    """
    menu = [button for button in buttons if button.get("kind") == MENU]
    answers = [button for button in buttons if button.get("kind") != MENU]
    # Help may be asked for in a language: what stands behind the name does not count.
    shown = [b for b in menu if b["payload"].partition("{")[0] in ALWAYS_SHOWN]
    folded = [b for b in menu if b not in shown]
    if len(folded) < 2:
        # One button less is not worth a button to unfold it.
        shown, folded = menu, []
    if folded and unfolded:
        fewer = {"title": words.text("utter_fewer_button", language), "payload": FEWER}
        shown = [*shown, *folded, fewer]
    elif folded:
        more = {"title": words.text("utter_more_button", language), "payload": MORE}
        shown = [*shown, more]
    rows = [*_rows(answers), *_rows(shown, short=22)]
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(b["title"], callback_data=b["payload"]) for b in row]
            for row in rows
        ]
    )


def keys(buttons: Sequence[Button], words: Words, language: str) -> ReplyKeyboardMarkup:
    """Keys instead of buttons, for the question where to look: only a key can share a location."""
    share = KeyboardButton(
        words.text("utter_share_location_button", language), request_location=True
    )
    answers = [button["title"] for button in buttons if button.get("kind") != MENU]
    menu = [b["title"] for b in buttons if b.get("kind") == MENU and b["payload"] in ALWAYS_SHOWN]
    return ReplyKeyboardMarkup(
        [[share], *([title] for title in answers), *([menu] if menu else ())],
        resize_keyboard=True,
        one_time_keyboard=True,
    )


def _rows(buttons: Sequence[Button], short: int = SHORT) -> list[list[Button]]:
    """One button a row; two where both titles are short."""
    rows: list[list[Button]] = []
    for button in buttons:
        fits = rows and len(rows[-1]) == 1 and len(rows[-1][0]["title"]) <= short
        if fits and len(button["title"]) <= short:
            rows[-1].append(button)
        else:
            rows.append([button])
    return rows
