"""What somebody puts in the place of what was heard: 'nee, Aalst bedoel ik', 'pas Gand, Alost'."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.core.text import plain

MOST_WORDS = 4
"""A correction is short; what is longer says something of its own."""

_PIECES = re.compile(r"[,;:.!?…]|\s-\s|(?i:\b(?:maar|mor|ma|mais|but)\b)")
_NO = re.compile(
    r"^(?:nee|neen|neeje|non|nan|no|sorry|pardon|oei|oeps|oops|excuseer|excuse me|euh|ah)"
    r"(?: (?:nee|non|no))?(?: |$)"
)
_DENIED = re.compile(
    r"^(?:het is |t is |c est |ce n est |toch )?(?:niet|nie|ni|geen|pas|plus|not)(?: |$)"
)
_MEANT = re.compile(
    r"(?:^| )(?:i (?:mean|meant)|ik (?:bedoel|bedoelde|wou zeggen)|(?:bedoel|bedoelde) ik|kbedoel|"
    r"je (?:voulais|veux|vx) dire|jveux dire|j ai voulu dire)(?: |$)"
)
_SOFT = re.compile(
    r"^(?:toch|liever|eerder|wel|eigenlijk|dus|het is|t is|dat is|plutot|en fait|c est|ce sera|"
    r"rather|actually|it s|its|in|te|a|au|en)(?: |$)"
)


@dataclass(frozen=True)
class Correction:
    """What is meant instead.

    Attributes:
        instead: in plain words.
        certain: it was said so ('bedoel ik', 'niet Gent'), and did not only follow a 'nee'.
    """

    instead: str
    certain: bool


def correction(text: str) -> Correction | None:
    """What a message puts in the place of what was heard; None when it corrects nothing."""
    no = denied = meant = False
    kept: list[str] = []
    for piece in map(plain, _PIECES.split(text)):
        rest = _NO.sub("", piece)
        no = no or rest != piece
        if _DENIED.match(rest):
            denied = True
            continue
        said = _MEANT.sub(" ", rest)
        meant = meant or said != rest
        said = said.strip()
        while _SOFT.match(said):
            said = _SOFT.sub("", said)
        if said:
            kept.append(said)
    if not (no or denied or meant) or len(kept) != 1 or len(kept[0].split()) > MOST_WORDS:
        return None
    return Correction(kept[0], certain=denied or meant)
