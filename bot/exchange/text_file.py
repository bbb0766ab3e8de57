"""A text file as a spreadsheet saves it: in which character set, and line by line."""

from __future__ import annotations

import codecs
import io
import re
from pathlib import Path

from bot.content.problems import Problems
from bot.exchange.safe import brief, read_bytes

MOST_RECORD = 1_000_000
"""Characters of one row. `csv.field_size_limit` is of the whole program, and others change it."""

_NO_TABLES = {b"PK\x03\x04": "zip", b"\xd0\xcf\x11\xe0": "Excel 97", b"%PDF": "PDF"}
_HIGH_LETTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_ASCII = bytes(range(128))


def lines_of(path: Path, problems: Problems) -> Lines:
    """The lines of a text file in UTF-8, UTF-16 with a mark, or Windows-1252.

    Raises:
        ContentError: it is too large, or no text in one of these.
    """
    data = read_bytes(path, problems)
    name = _character_set(data, problems)
    return Lines(io.TextIOWrapper(io.BytesIO(data), name, newline=""), problems)


class Lines:
    """The lines of a text, counted; what makes a row too long is not read to its end.

    Attributes:
        number: the line that was read last, from 1 on.
        size: characters that were read since `begin`.
    """

    def __init__(self, text: io.TextIOBase, problems: Problems) -> None:
        self._text = text
        self._problems = problems
        self._again: list[str] = []
        self.number = 0
        self.size = 0
        self._first = 1

    def begin(self) -> int:
        """A row begins: the line on which it does."""
        self.size = 0
        self._first = self.number + 1
        return self._first

    def give_back(self, lines: list[str]) -> None:
        """Lines that were read and come again."""
        self._again = lines[::-1]
        self.number -= len(lines)

    def __iter__(self) -> Lines:
        return self

    @property
    def _left(self) -> int:
        return MOST_RECORD + 1 - self.size

    def __next__(self) -> str:
        line = self._again.pop() if self._again else self._text.readline(self._left)
        if not line:
            raise StopIteration
        self.number += 1
        self.size += len(line)
        if self.size > MOST_RECORD:
            expected = f"a row of at most {MOST_RECORD} characters"
            self._problems.add(self._first, "(row)", brief(line), expected)
            self._problems.stop_if_any()
        if "\0" in line:
            self._problems.note(self.number, "(row)", brief(line), "has null bytes: taken out")
            line = line.replace("\0", "")
        return line


def _character_set(data: bytes, problems: Problems) -> str:
    """The character set of a file, by its mark or by what stands in it."""
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return _proven(data, name, problems)
    for beginning, kind in _NO_TABLES.items():
        if data.startswith(beginning):
            problems.add(1, "(file)", kind, "a table: in the spreadsheet, save it as CSV UTF-8")
            problems.stop_if_any()
    if b"\0" in data[: data.find(b"\n") + 1]:
        problems.add(1, "(file)", brief(repr(data[:20])), "UTF-8 text")
        problems.stop_if_any()
    if not data.startswith(codecs.BOM_UTF8) and _is_older(data):
        problems.note(1, "(file)", problems.name, "was read as Windows-1252: look at the accents")
        return _proven(data, "cp1252", problems)
    return _proven(data, "utf-8-sig", problems)


def _proven(data: bytes, name: str, problems: Problems) -> str:
    """The character set, when the whole file is in it.

    Raises:
        ContentError: it is not.
    """
    at = _fails_at(data, name)
    if at is not None:
        line = data[:at].count(b"\n") + 1
        problems.add(line, "(row)", data[at : at + 1], "UTF-8 text")
        problems.stop_if_any()
    return name


def _is_older(data: bytes) -> bool:
    """Whether a text is no UTF-8 because it is in an older character set, and not just damaged."""
    if _fails_at(data, "utf-8") is None:
        return False
    high = len(data.translate(None, _ASCII))
    alone = len(_HIGH_LETTER.sub(b"", data).translate(None, _ASCII))
    return alone >= high - alone


def _fails_at(data: bytes, name: str, step: int = 1 << 20) -> int | None:
    """The first byte that is not in a character set, or None.

    Piece by piece: a whole text may take four times its bytes.
    """
    decoder = codecs.getincrementaldecoder(name)()
    for begin in range(0, len(data) + 1, step):
        piece = data[begin : begin + step]
        try:
            decoder.decode(piece, final=begin + step > len(data))
        except UnicodeDecodeError as error:
            return begin + len(piece) - len(error.object) + error.start
    return None
