"""The records of a JSON file one after another, whatever its size."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from bot.content.problems import Problems
from bot.exchange.streams import as_text, check_size, not_encoded, shown

PIECE = 1024 * 1024
"""So many characters are read at a time."""

AFTER = frozenset(",:]} \t\r\n")
"""What may follow a value."""


def records(path: Path, lists: Sequence[str], problems: Problems) -> Iterator[object]:
    """The values of an array; of an object, those of its array of one of these names, or itself.

    Args:
        lists: names under which an object holds its records.

    Raises:
        ContentError: the file is too large, no UTF-8, no JSON, or neither array nor object.
    """
    check_size(path, problems)
    try:
        with path.open("rb") as file:
            yield from _records(_Reader(as_text(file, "utf-8-sig")), lists, problems)
    except UnicodeDecodeError as error:
        with path.open("rb") as file:
            raise not_encoded(file, "utf-8", problems) from error


def _records(reader: _Reader, lists: Sequence[str], problems: Problems) -> Iterator[object]:
    try:
        start = reader.peek()
        if start == "[":
            yield from reader.items()
            reader.end()
        elif start == "{":
            yield from _of_object(reader, lists)
        else:
            raise ValueError("an array or an object was expected")
    except UnicodeDecodeError:
        raise
    except (ValueError, RecursionError) as error:
        problems.add(reader.line(error), "(file)", shown(reader.next()), f"JSON: {error}")
        problems.stop_if_any()


def _of_object(reader: _Reader, lists: Sequence[str]) -> Iterator[object]:
    itself: dict[str, object] = {}
    listed = False
    for name in reader.names():
        if name in lists and reader.peek() == "[":
            listed = True
            yield from reader.items()
        else:
            itself[name] = reader.value()
    reader.end()
    if not listed:
        yield itself


class _Reader:
    """Walks along a JSON text; each value is decoded by the standard library."""

    def __init__(self, file: TextIO) -> None:
        self.file = file
        self.text = ""
        self.at = 0
        self.lines_before = 0
        self.decoder = json.JSONDecoder()

    def line(self, error: BaseException) -> int:
        """The line of the file where an error is."""
        at = error.pos if isinstance(error, json.JSONDecodeError) else self.at
        return self.lines_before + self.text.count("\n", 0, at) + 1

    def next(self) -> str:
        """What comes next, for a message."""
        return self.text[self.at : self.at + 100]

    def peek(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in " \t\r\n":
                self.at += 1
            if self.at < len(self.text) or not self._more():
                return self.text[self.at : self.at + 1]

    def value(self) -> object:
        """The next value."""
        self.peek()
        while True:
            try:
                value, end = self.decoder.raw_decode(self.text, self.at)
            except json.JSONDecodeError:
                # Wrong, or only cut off: that shows when there is no more.
                if not self._more():
                    raise
                continue
            if self.text[end : end + 1] not in AFTER and self._more():
                continue  # the piece may end in the middle of a number
            self.at = end
            return value

    def items(self) -> Iterator[object]:
        """The values of an array that starts here."""
        self._take("[")
        if self.peek() == "]":
            self._take("]")
            return
        while True:
            yield self.value()
            if self._take(",]") == "]":
                return

    def names(self) -> Iterator[str]:
        """The names in an object that starts here; each value must be taken before the next."""
        self._take("{")
        if self.peek() == "}":
            self._take("}")
            return
        while True:
            name = self.value()
            if not isinstance(name, str):
                raise ValueError("a name was expected")
            self._take(":")
            yield name
            if self._take(",}") == "}":
                return

    def end(self) -> None:
        """Nothing may follow."""
        if self.peek():
            raise ValueError("nothing more was expected")

    def _take(self, one_of: str) -> str:
        found = self.peek()
        if not found or found not in one_of:
            raise ValueError(f"{' or '.join(one_of)} was expected")
        self.at += 1
        return found

    def _more(self) -> bool:
        """Reads on, more at a time the longer a value is; says whether there was anything."""
        piece = self.file.read(max(PIECE, len(self.text) - self.at))
        if piece:
            self.lines_before += self.text.count("\n", 0, self.at)
            self.text = self.text[self.at :] + piece
            self.at = 0
        return bool(piece)
