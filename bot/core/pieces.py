"""Cutting a long text where a reader would pause."""

from __future__ import annotations

import re

_ENDS = (
    re.compile(r"\n{2,}"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?…])\s+"),
    re.compile(r"\s+"),
)
"""Where a text may be cut, best first: between paragraphs, lines, sentences, words."""


def units(text: str) -> int:
    """The length of a text in UTF-16 code units, in which Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def pieces(text: str, most: int) -> list[str]:
    """The same text in parts of at most so many UTF-16 code units, none of them empty.

    Cut between paragraphs where that fits, else between lines, sentences or words; a single word
    that is too long is cut anywhere.

    Args:
        most: at least 2 (some characters take two).
    """
    return [part for part in _cut(text.strip(), most, _ENDS) if part]


def _cut(text: str, most: int, ends: tuple[re.Pattern[str], ...]) -> list[str]:
    if units(text) <= most:
        return [text]
    if not ends:
        return _anywhere(text, most)
    found: list[str] = []
    start, last = 0, 0
    part = ""
    for match in [*ends[0].finditer(text), None]:
        stop = match.start() if match else len(text)
        if units(text[start:stop]) <= most:
            part, last = text[start:stop], match.end() if match else stop
            continue
        if part:
            found.append(part)
        start = last if part else start
        part = text[start:stop]
        if units(part) > most:
            found += _cut(part.strip(), most, ends[1:])
            start, part = match.end() if match else stop, ""
        last = match.end() if match else stop
    if part:
        found.append(part)
    return [p.strip() for p in found]


def _anywhere(text: str, most: int) -> list[str]:
    found, part, length = [], "", 0
    for character in text:
        size = units(character)
        if length + size > most:
            found.append(part)
            part, length = "", 0
        part += character
        length += size
    return [*found, part]
