"""What comes from elsewhere may be huge or meant to harm: limits and a cleaning for every row.

Nothing is changed in silence: what was taken out of a value is a note of the file, and what cannot
be made harmless is a mistake. A formula ('=1+1') and a placeholder ('{name}') are plain text here:
the first is held when it is exported (`bot.content.formulas`), the second is never filled, since
only our own texts are (`Words.filled`). Telegram gets every text escaped (`bot.telegram.screen`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from bot.content.problems import Problems
from bot.exchange import markup
from bot.exchange.raw import Raw

MOST_BYTES = 200 * 1024 * 1024
"""A file may be so large: 100,000 initiatives as JSON are about 150 MB."""

MOST_ROWS = 1_000_000
MOST_CELL = 10_000
"""Characters of one value; the longest of ours has 272."""

URLS = frozenset({"website", "source_url"})
LONG = frozenset({"summary_nl", "summary_fr", "note", "source_note"})
"""Columns whose text may have several lines; all others have one."""

MOST_ROUNDS = 4
"""How often a value is gone through: what was written as an entity is only then a sign."""

SHOWN = 60
"""Characters of a value that a message repeats."""

_CONTROL = r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"
_HIDDEN = (
    r"\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u202a-\u202e"
    r"\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff"
)
"""What has no width or turns the direction of writing: two names could look the same."""

_PICTURE = r"\u00a9\u00ae\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_UNSEEN = re.compile(
    # A joiner within a picture of several ('a family') belongs to it.
    rf"[{_CONTROL}{_HIDDEN}]|\u200d(?![{_PICTURE}])|(?<![{_PICTURE}])\u200d"
)
_BREAK = re.compile(r"[ \t]*(?:\r\n|[\t\n\r\x0b\x0c\x85\u2028\u2029])[ \t]*")
_BREAKS = re.compile(rf"(?:{_BREAK.pattern})+")
_COMMAND = re.compile(r"(?<!\S)/(?=\w)")
"""'/restart': to Rasa what a button sends, in Telegram a command that one tap sends."""

_LOST = "\ufffd"
_SUSPECT = re.compile(
    rf"[{_CONTROL}{_HIDDEN}\u200d\t\n\r\x0b\x0c\x85\u2028\u2029<&{_LOST}]|{_COMMAND.pattern}"
)
"""Signs without which nothing below has work to do: nearly all values are done with this alone."""

_URL = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)+[\w-]{2,}(?::\d{1,5})?(?:[/?#][^\s\"<>\\^`{|}]*)?", re.IGNORECASE
)
_ID = re.compile(r"\w[\w.:-]{0,99}")
_WITH_RULE = URLS | {"id"}


def read_bytes(path: Path, problems: Problems) -> bytes:
    """The content of a file that is not too large.

    Raises:
        ContentError: it is larger than `MOST_BYTES`, or cannot be read.
    """
    try:
        size = path.stat().st_size
        if size <= MOST_BYTES:
            return path.read_bytes()
        problems.add(1, "(file)", f"{size} bytes", f"at most {MOST_BYTES} bytes")
    except OSError as error:
        problems.add(1, "(file)", error.strerror, "a file that can be read")
    problems.stop_if_any()
    raise AssertionError("unreachable")


def limited(rows: Iterable[Raw], problems: Problems) -> Iterator[Raw]:
    """The same rows, not more than `MOST_ROWS`.

    Raises:
        ContentError: there are more.
    """
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            problems.add(row.line, "(file)", number, f"a file of at most {MOST_ROWS} rows")
            problems.stop_if_any()
        yield row


def checked(raw: Raw, problems: Problems) -> Raw | None:
    """A row without anything that may harm, for the check of its fields; None when it is refused.

    Args:
        raw: a row as any reader gives it.
        problems: gets what is refused, and a note of what was taken out.
    """
    clean: dict[str, str] = {}
    refused = False
    for column, value in raw.values.items():
        if len(value) <= MOST_CELL and column not in _WITH_RULE and not _SUSPECT.search(value):
            continue
        right, wrong, taken = _cleaned(column, value)
        if wrong:
            problems.add(raw.line, column, brief(value), wrong)
            refused = True
        elif taken:
            done = f"became {brief(right)!r}: {', '.join(taken)}"
            problems.note(raw.line, column, brief(value), done)
            clean[column] = right
    if refused:
        return None
    return replace(raw, values={**raw.values, **clean}) if clean else raw


def brief(value: str) -> str:
    """The beginning of a value, to repeat in a message."""
    if len(value) <= SHOWN:
        return value
    return f"{value[:SHOWN]}… ({len(value)} characters)"


def _cleaned(column: str, value: str) -> tuple[str, str, list[str]]:
    """A value without what may harm, what was expected if that fails, and what was taken out."""
    if len(value) > MOST_CELL:
        return value, f"a text of at most {MOST_CELL} characters", []
    taken: dict[str, None] = {}
    rounds = 0
    while _SUSPECT.search(value):
        if _LOST in value:
            return value, f"a text with all its letters: {_LOST} stands where one was lost", []
        before = value
        for does, clean in _STEPS:
            try:
                right = clean(column, value)
            except ValueError as error:
                return value, f"plain text ({error})", []
            if right != value:
                taken[does] = None
                value = right
        if value == before:
            break
        # '<&#8203;b>' is a tag only when what nobody sees is gone.
        rounds += 1
        if rounds > MOST_ROUNDS:
            return value, "plain text (there is no end to it)", []
    if column in URLS and value and not _URL.fullmatch(value):
        return value, "an internet address such as https://www.example.be", []
    if column == "id" and value and not _ID.fullmatch(value):
        return value, "an id of letters, digits and . : _ - only", []
    return value, "", [*taken]


def _visible(_: str, value: str) -> str:
    return _UNSEEN.sub("", value)


def _plain(column: str, value: str) -> str:
    if column in URLS:
        # An address is full of ampersands; only this one can be nothing else.
        return value.replace("&amp;", "&")
    return markup.text_of(value)


def _lines(column: str, value: str) -> str:
    """Lines of a text that may have them, without empty ones: these would cut a card in two."""
    between = "\n" if column in LONG else " "

    def broken(found: re.Match[str]) -> str:
        return " " if set(found[0]) <= {" ", "\t"} else between

    return _BREAKS.sub(broken, value).strip()


def _harmless(column: str, value: str) -> str:
    return value if column in URLS else _COMMAND.sub("/ ", value)


_STEPS: tuple[tuple[str, Callable[[str, str], str]], ...] = (
    ("invisible signs taken out", _visible),
    ("HTML taken out", _plain),
    ("line breaks put right", _lines),
    ("no command", _harmless),
)
"""What is done with a value, in this order, and how a note calls it."""
