"""Comparing words as people type them."""

from __future__ import annotations

import re
import unicodedata

_NOT_WORD = re.compile(r"[^\w*]+", re.UNICODE)
_DUTCH_S = re.compile(r"(?<=\w)['’]s\b")


def plain(text: str) -> str:
    """Lower case, no accents, every mark a space: how two spellings are compared.

    The Dutch plural ``auto's`` becomes ``autos``; a French elision becomes two words.
    """
    # Both steps can make work for the other: fancy letters first become plain ones.
    flat = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    flat = unicodedata.normalize("NFKD", flat.casefold())
    flat = "".join(c for c in flat if not unicodedata.combining(c))
    flat = _DUTCH_S.sub("s", flat)
    flat = flat.replace("œ", "oe").replace("æ", "ae").replace("_", " ")
    return " ".join(_NOT_WORD.sub(" ", flat).split())


def sentences(*parts: str | None) -> str:
    """Whole lines under one another; empty ones are left out."""
    return "\n".join(p for p in parts if p)
