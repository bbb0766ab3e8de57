"""The conversation in the terminal, with somebody at the keyboard."""

from __future__ import annotations

import asyncio

from bot.channels.terminal import Terminal
from bot.replies import BESIDE, MENU, Reply

PICK = [
    {"title": "Het kost geld", "payload": '/answer{"hard":"money"}'},
    {"title": "De taal", "payload": '/answer{"hard":"language"}'},
    {"title": "Klaar", "payload": "/done"},
    {"title": "Stop", "payload": "/stop", "kind": MENU},
]


ASKED = [button for button in PICK if button["payload"] != "/done"]


class Desk:
    """A keyboard with lines still to come, a screen, and an intake that notes what it gets."""

    def __init__(self, *lines: str) -> None:
        self.lines = list(lines)
        self.screen: list[str] = []
        self.received: list[str | None] = []
        self.senders: list[str] = []

    def read(self, prompt: str) -> str:
        if not self.lines:
            raise EOFError
        return self.lines.pop(0)

    def write(self, text: str) -> None:
        self.screen.append(text)

    async def receive(self, channel: str, sender: str, text: str | None) -> list[Reply]:
        self.received.append(text)
        self.senders.append(sender)
        return [Reply("Wat maakt het lastig?", ASKED)]

    def talk(self) -> None:
        terminal = Terminal(self, self.read, self.write)
        asyncio.run(terminal.talk())


def test_a_number_presses_the_button_with_that_number() -> None:
    desk = Desk("2")
    desk.talk()
    assert desk.received == ["/start", '/answer{"hard":"language"}']


def test_several_numbers_press_one_after_another() -> None:
    desk = Desk("1 2, 3")
    desk.talk()
    assert desk.received[1:] == ['/answer{"hard":"money"}', '/answer{"hard":"language"}', "/stop"]


def test_a_number_without_a_button_is_text() -> None:
    desk = Desk("9000", "17")
    desk.talk()
    assert desk.received[1:] == ["9000", "17"]


def test_typed_words_are_text() -> None:
    desk = Desk("de bus is te duur")
    desk.talk()
    assert desk.received[1:] == ["de bus is te duur"]


def test_every_button_is_numbered_and_the_menu_stands_on_one_line() -> None:
    desk = Desk()
    desk.talk()
    assert "   1) Het kost geld" in desk.screen
    assert "   2) De taal" in desk.screen
    assert "   3) Stop" in desk.screen


def test_what_is_asked_of_a_card_stands_below_everything_with_the_last_numbers() -> None:
    """'1' is still the first answer to the question, whatever stands on the cards above it."""
    desk = Desk()
    terminal = Terminal(desk, desk.read, desk.write)
    right = {"title": "Klopt dit? (1)", "payload": "/report_wrong_info", "kind": BESIDE}
    other = {"title": "Klopt dit? (2)", "payload": '/report_wrong_info{"at":"1"}', "kind": BESIDE}
    terminal.show([Reply("1. Een plek", [right]), Reply("2. Nog een", [other]), Reply("?", PICK)])
    assert desk.screen[-2:] == ["   4) Stop", "   5) Klopt dit? (1)  6) Klopt dit? (2)"]
    assert desk.screen[1:4] == ["1. Een plek", "", "2. Nog een"]
    assert terminal.pressed("1 6") == [PICK[0]["payload"], other["payload"]]


def test_ctrl_d_ends_the_talk_without_a_trace() -> None:
    desk = Desk()
    desk.talk()
    assert desk.screen[-1] == ""


def test_quit_ends_the_talk_and_is_no_message() -> None:
    desk = Desk("Quit", "hallo")
    desk.talk()
    assert desk.received == ["/start"]


def test_while_ticking_the_list_is_not_repeated_but_its_numbers_stay() -> None:
    desk = Desk()
    terminal = Terminal(desk, desk.read, desk.write)
    terminal.show([Reply("Wat maakt het lastig?", ASKED)])
    desk.screen.clear()
    terminal.show([Reply("Genoteerd: De taal.", PICK)])
    # Help stays in sight, also while ticking.
    assert desk.screen == ["", "Genoteerd: De taal.", "   3) Klaar", "   4) Stop"]
    assert terminal.pressed("1") == ['/answer{"hard":"money"}']
    desk.screen.clear()
    terminal.show([Reply("Genoteerd: De taal en Het kost geld.", PICK)])
    assert "   1) Het kost geld" not in desk.screen


def test_after_a_word_in_between_the_list_of_ticks_is_shown_again() -> None:
    """Whoever presses 1 after 'Verder' must see what 1 is."""
    desk = Desk()
    terminal = Terminal(desk, desk.read, desk.write)
    terminal.show([Reply("Genoteerd: De taal.", PICK)])
    terminal.show([Reply("Bel 112.", [{"title": "Wis alles", "payload": "/forget_me"}])])
    desk.screen.clear()
    terminal.show([Reply("Genoteerd: De taal.", PICK)])
    assert desk.screen[2:4] == ["   1) Het kost geld", "   2) De taal"]


def test_two_talks_at_one_keyboard_are_two_people() -> None:
    """Nothing of the first is known to the second: the intake gets another sender."""
    first, second = Desk("hallo"), Desk("hallo")
    for desk in (first, second):
        asyncio.run(Terminal(desk, desk.read, desk.write).talk())
    assert len(set(first.senders)) == 1
    assert set(first.senders).isdisjoint(second.senders)
