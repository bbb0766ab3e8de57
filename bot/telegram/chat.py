"""What stands on the screen of one chat, and what a turn changes there."""

from __future__ import annotations

import html
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.core.pieces import units
from bot.incoming import PRESSED, STALE
from bot.replies import BESIDE, OFF, Reply
from bot.telegram.keyboard import asks_place
from bot.telegram.screen import MOST_UNITS, Out, Screen
from bot.telegram.updates import Letter
from bot.words import SOURCE

DAY = 24 * 3600.0
DELETABLE_SECONDS = 2 * DAY
"""So long Telegram lets a bot take messages back."""
MOST_SHOWN = 1000
MOST_CARDS = 12
"""So many cards keep their buttons while the talk goes on."""
ERASED_AT_ONCE = 100
"""Messages that Telegram takes back in one call."""

AWAY_ANSWERS = "utter_quick_away"
FORGOTTEN = "utter_forgotten"
ALL_GO = (FORGOTTEN, "utter_crisis_", "utter_help_now")
"""Answers above which no button is left, not even under a card."""
SEEN_IN_TICKS = ("utter_answer_removed", "utter_picked_already", "utter_again_")
"""What the ticks themselves show: taken away, there already, once more."""
TICK = "✓ "


@dataclass
class Board:
    """The buttons under one message.

    Attributes:
        buttons: those of the reply: title, payload and kind.
        select: ``several`` when more than one may be pressed.
    """

    message_id: int
    buttons: list[dict[str, str]]
    select: str | None = None
    language: str = SOURCE

    @property
    def about_a_card(self) -> bool:
        """Whether these are about a card, and answer no question: they still count later."""
        return all(button.get("kind") == BESIDE for button in self.buttons)

    @property
    def ticked(self) -> list[str]:
        """Titles with a tick, without it."""
        titles = (button["title"] for button in self.buttons)
        return [title.removeprefix(TICK) for title in titles if title.startswith(TICK)]


@dataclass
class Chat:
    """What we know of a chat; sealed wherever it is kept.

    Attributes:
        boards: buttons that can still be pressed.
        shown: number and time (seconds since 1970) of messages that can be taken back.
        keys: whether our keys stand in place of the phone's own.
        pressed: message and payload of the last press: a finger often taps twice.
    """

    chat_id: int
    boards: list[Board] = field(default_factory=list)
    shown: list[tuple[int, float]] = field(default_factory=list)
    keys: bool = False
    pressed: tuple[int, str] | None = None

    @classmethod
    def of(cls, state: dict[str, Any] | None, chat_id: int) -> Chat:
        """A chat as it was noted, or an empty one."""
        if not state:
            return cls(chat_id)
        return cls(
            chat_id=state["chat_id"],
            boards=[Board(**board) for board in state["boards"]],
            shown=[(number, at) for number, at in state["shown"]],
            keys=state["keys"],
            pressed=tuple(state["pressed"]) if state["pressed"] else None,
        )

    def as_state(self) -> dict[str, Any]:
        """What is noted."""
        return asdict(self)

    def board(self, message_id: int | None) -> Board | None:
        """The buttons under a message, if they still count."""
        return next((b for b in self.boards if b.message_id == message_id), None)

    def note(self, message_id: int) -> None:
        """Notes a message that can be taken back; what is too old for that is forgotten."""
        now = time.time()
        young = [(n, at) for n, at in self.shown if at > now - DELETABLE_SECONDS]
        self.shown = [*young, (message_id, now)][-MOST_SHOWN:]

    def kind_of(self, letter: Letter) -> str:
        """What an update is, for the intake: a press counts only where its buttons still stand.

        Of a chat that was let go the intake itself decides.
        """
        if letter.kind != PRESSED or self.board(letter.message_id) is not None:
            return letter.kind
        return PRESSED if self._is_twin(letter) or not self.shown else STALE

    def _is_twin(self, letter: Letter) -> bool:
        """Whether these buttons stand twice: after a crash a question may, and either counts.

        Of the two, the one that we do not know came after all that was there before.
        """
        standing = {board.message_id for board in self.boards}
        before = max((n for n, _ in self.shown if n not in standing), default=0)
        same = any(b["payload"] == letter.text for board in self.boards for b in board.buttons)
        return same and (letter.message_id or 0) > before

    def is_second_tap(self, letter: Letter) -> bool:
        """Whether this is the same button as just before, of buttons that are gone."""
        return (
            letter.kind == PRESSED
            and self.board(letter.message_id) is None
            and self.pressed == (letter.message_id, letter.text)
        )

    # -- a turn ---------------------------------------------------------------------------

    def after(self, letter: Letter, replies: Sequence[Reply], screen: Screen) -> list[Out]:
        """What a turn does on the screen, in order; the chat itself changes with it.

        Returns:
            What is to be sent. Nothing is noted of it when the talk was erased.
        """
        said = screen.lay_out(replies, plain_first=self.keys)
        keys = [reply.key for reply in replies]
        if any(key.startswith(AWAY_ANSWERS) for key in keys):
            out = [*self.erase(), *said]
        else:
            ticks = self._ticks(letter, replies)
            if ticks is not None:
                return self._sent_to([ticks])
            cards = [] if any(key.startswith(ALL_GO) for key in keys) else self._cards(letter)
            out = [*self._fold(letter, cards), *said]
        out = self._with_keys(out, screen)
        if any(key.startswith((AWAY_ANSWERS, FORGOTTEN)) for key in keys):
            for one in out:
                one.traceless = True
        return self._sent_to(out)

    def erase(self) -> list[Out]:
        """Takes back every message that can be; the buttons go with them."""
        since = time.time() - DELETABLE_SECONDS
        numbers = [number for number, at in self.shown if at > since]
        self.shown, self.boards, self.pressed = [], [], None
        parts = range(0, len(numbers), ERASED_AT_ONCE)
        return self._sent_to(
            [
                Out("erase", message_ids=numbers[i : i + ERASED_AT_ONCE], traceless=True)
                for i in parts
            ]
        )

    def _ticks(self, letter: Letter, replies: Sequence[Reply]) -> Out | None:
        """New ticks under the same message, when that is all the turn has to say."""
        board = self.board(letter.message_id) if letter.kind == PRESSED else None
        if board is None or not board.select or not replies or not replies[-1].select:
            return None
        if not all(reply.key.startswith(SEEN_IN_TICKS) for reply in replies[:-1]):
            return None
        if not _answers(board.buttons) & _answers(replies[-1].buttons):
            return None
        board.buttons = replies[-1].buttons
        return Out(
            "tick",
            buttons=board.buttons,
            message_ids=[board.message_id],
            language=board.language,
        )

    def _cards(self, letter: Letter) -> list[Board]:
        """The last cards, whose buttons still count: somebody calls first, and then tells."""
        pressed = letter.message_id if letter.kind == PRESSED else None
        cards = [b for b in self.boards if b.about_a_card and b.message_id != pressed]
        return cards[-MOST_CARDS:]

    def _fold(self, letter: Letter, left: Sequence[Board]) -> list[Out]:
        """Takes earlier buttons away; the pressed choice is shown in its message.

        Args:
            left: boards that stay as they are.
        """
        out = []
        for board in self.boards:
            if board in left:
                continue
            shown = ""
            if letter.kind == PRESSED and letter.message_id == board.message_id:
                self.pressed = (board.message_id, letter.text)
                shown = _with_choice(letter, board)
            out.append(Out("fold", html=shown, message_ids=[board.message_id]))
        if letter.kind == PRESSED and letter.message_id and not self.board(letter.message_id):
            out.append(Out("fold", message_ids=[letter.message_id]))
        self.boards = list(left)
        return out

    def _with_keys(self, out: list[Out], screen: Screen) -> list[Out]:
        """Puts our keys up for the question where to look, and takes them away after it."""
        asks = [one for one in out if one.do == "say" and asks_place(one.buttons)]
        if asks:
            self.keys = True
        elif self.keys:
            self.keys = False
            plain = [one for one in out if one.do == "say" and not one.buttons]
            if not plain:
                # Buttons and the end of the keys cannot go in one message.
                language = next((one.language for one in out if one.do == "say"), SOURCE)
                plain = [Out("say", screen.gone(language), language=language)]
                out = [*plain, *out]
            plain[0].takes_keys = True
        return out

    def _sent_to(self, out: list[Out]) -> list[Out]:
        for one in out:
            one.chat_id = self.chat_id
        return out


def _answers(buttons: Sequence[dict[str, str]]) -> set[str]:
    """Which answers these buttons give, ticked or not."""
    payloads = {button["payload"].replace(OFF, "") for button in buttons}
    return {payload for payload in payloads if payload.startswith("/answer")}


def _with_choice(letter: Letter, board: Board) -> str:
    """The text of a message, with what was chosen under it."""
    if not letter.pressed_html:
        return ""
    titles = [letter.pressed_title.removeprefix(TICK)]
    if OFF in letter.text:
        # Pressed to take a tick away: it was not chosen.
        return ""
    if board.select and letter.text == "/done":
        titles = board.ticked or titles
    chosen = html.escape(" · ".join(titles), quote=False)
    shown = f"{letter.pressed_html}\n\n➜ <b>{chosen}</b>"
    return shown if chosen and units(shown) <= MOST_UNITS else ""
