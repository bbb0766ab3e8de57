"""A conversation in the terminal: numbered buttons, and typed text as well."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from bot.intake import Intake
from bot.replies import BESIDE, MENU, OFF, Reply

PROMPT = "\n> "
READY = "/done"


class Terminal:
    """One person at a keyboard.

    Args:
        intake: the door that every channel goes through.
        read: gives the next line, or raises EOFError at the end.
        write: shows a text.
    """

    def __init__(
        self, intake: Intake, read: Callable[[str], str] = input, write: Callable = print
    ) -> None:
        self._intake = intake
        self._read = read
        self._write = write
        self._buttons: list[dict[str, str]] = []
        # Nobody is known here: every conversation is a new person.
        self._who = secrets.token_hex(16)

    async def talk(self) -> None:
        """Talks until the person leaves with Ctrl-D, Ctrl-C or an empty 'quit'."""
        await self.send("/start")
        while True:
            try:
                line = self._read(PROMPT)
            except (EOFError, KeyboardInterrupt):
                self._write("")
                return
            if line.strip().casefold() in ("quit", "exit"):
                return
            for message in self.pressed(line) or [line]:
                await self.send(message)

    async def send(self, message: str) -> None:
        """Sends one message and shows what comes back."""
        replies = await self._intake.receive("terminal", self._who, message)
        self.show(replies)

    def pressed(self, line: str) -> list[str]:
        """The payloads of the buttons whose numbers were typed ('2', '1 3', '1,3'); else none."""
        if not re.fullmatch(r"\s*\d{1,2}(?:[\s,;+]+\d{1,2})*\s*", line):
            return []
        numbers = [int(n) for n in re.findall(r"\d+", line)]
        if not all(1 <= n <= len(self._buttons) for n in numbers):
            return []
        return [self._buttons[n - 1]["payload"] for n in numbers]

    def show(self, replies: list[Reply]) -> None:
        """Shows the answers, with all their buttons numbered through."""
        before = [button["payload"] for button in self._buttons if not button.get("kind")]
        self._buttons = []
        beside = []
        for reply in replies:
            self._write("")
            self._write(reply.text)
            # While answers are ticked off, the list above keeps its numbers and is not repeated,
            # unless something else was shown in between.
            list_now = [b["payload"] for b in reply.buttons if not b.get("kind")]
            above = READY in list_now and not self._buttons and _rows(list_now) == _rows(before)
            menu = []
            for button in reply.buttons:
                if button.get("kind") == BESIDE:
                    # The numbers begin with the answers to the question.
                    beside.append(button)
                    continue
                self._buttons.append(button)
                label = f"{len(self._buttons)}) {button['title']}"
                if button.get("kind") == MENU:
                    menu.append(label)
                elif not above or button["payload"] == READY:
                    self._write(f"   {label}")
            if menu:
                self._write("   " + "  ".join(menu))
        if beside:
            first = len(self._buttons) + 1
            self._buttons += beside
            labels = (f"{number}) {b['title']}" for number, b in enumerate(beside, first))
            self._write("   " + "  ".join(labels))


def _rows(payloads: list[str]) -> list[str]:
    """The answers of a list, without 'ready', ticked or not."""
    return [payload.replace(OFF, "") for payload in payloads if payload != READY]
