"""Plain text out of HTML: nothing of what was a tag or a script is left."""

from __future__ import annotations

import re
from html.parser import HTMLParser

LOOKS_LIKE = re.compile(r"<[a-z/!?]|&(?:#\d|#x[\da-f]|[a-z])\w*;", re.IGNORECASE)
"""Where a text may hold a tag or an entity; 'A & B' and '< 12' do not."""

MOST_TAGS = 500
"""So many '<' are read in one text: reading takes time with the square of what is never closed."""

MOST_ROUNDS = 3
"""How often what was read may turn out to be HTML again ('&amp;lt;b&amp;gt;')."""

_BREAKS = frozenset(
    "article blockquote br div h1 h2 h3 h4 h5 h6 hr li ol p section table tr ul".split()
)
_DROPPED = frozenset(("script", "style"))
_ADDRESS = re.compile(r"<(?:https?://[^\s<>\"']+|[^\s<>@\"'=]+@[^\s<>@\"'=]+)/?>", re.IGNORECASE)
"""An address between angle brackets, as in a letter: no tag, and a fact."""

_ENTITY = re.compile(r"&(?!(?:#\d+|#x[\da-f]+|[a-z]\w*);)", re.IGNORECASE)
"""An ampersand that begins no entity: of 'a?x=1&copy=2' the parser would make '©'."""


class _Reader(HTMLParser):
    """Keeps the text between the tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.parts.append("\n")
        self._inside += tag in _DROPPED

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS:
            self.parts.append("\n")
        if tag in _DROPPED:
            self._inside = max(0, self._inside - 1)

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.parts.append(data)


def text_of(value: str) -> str:
    """A text without its HTML; tags that begin a new line become a line break.

    Raises:
        ValueError: it is not HTML that can be read, or there is no end to it.
    """
    for _ in range(MOST_ROUNDS):
        if not LOOKS_LIKE.search(value):
            return value
        if value.count("<") > MOST_TAGS:
            raise ValueError("too many tags")
        reader = _Reader()
        try:
            reader.feed(_ENTITY.sub("&amp;", _ADDRESS.sub(lambda m: m[0][1:-1], value)))
            reader.close()
        except AssertionError as error:
            # So the parser of Python 3.10 says that a declaration ('<![') is not right.
            raise ValueError(str(error)) from None
        value = "".join(reader.parts).strip()
    if LOOKS_LIKE.search(value):
        raise ValueError("a tag without an end, or HTML within HTML")
    return value
