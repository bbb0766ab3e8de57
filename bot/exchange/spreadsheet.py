"""What Excel and LibreOffice do to the values of our table: put right where that is certain.

Only what a spreadsheet does by itself is here: another form of a number, a date or a yes, capitals,
and letters that were read in the wrong character set. What cannot be known for sure stays as it is,
and is told by `lost` or by the check of its field.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

from bot.content.formulas import release
from bot.content.initiatives import (
    ACCESSES,
    AUDIENCES,
    COSTS,
    GROUPS,
    ROLES,
    SCOPES,
    STATUSES,
    SUBTYPES,
    WOMEN_ONLY,
)
from bot.content.rows import CONFIDENCES
from bot.core.initiatives import AREAS, SMALL_AREAS
from bot.core.questions import RAISED
from bot.core.work_models import WORK_MODELS

YES = frozenset({"yes", "ja", "oui", "true", "waar", "vrai", "1", "x"})
NO = frozenset({"no", "nee", "neen", "non", "false", "onwaar", "faux", "0"})

_CHOICES = {
    column: {choice.casefold(): choice for choice in choices}
    for column, choices in {
        "work_models": WORK_MODELS,
        "scope": SCOPES,
        "area": (*AREAS, *SMALL_AREAS),
        "cost": COSTS,
        "confidence": CONFIDENCES,
        "audience": AUDIENCES,
        "access": ACCESSES,
        "role": ROLES,
        "goal": ("work",),
        "subtype": SUBTYPES,
        "exclusive_to": WOMEN_ONLY,
        "raised_by": RAISED,
        "status": STATUSES,
        "for_group": GROUPS,
    }.items()
}
"""The values of a column by their lower case; a spreadsheet likes to begin with a capital."""

_ERROR = re.compile(r"#{2,}|#N/[ABD]|#[A-ZÀ-Ý0-9/]+[!?]")
"""'#NAAM?', '#REF!', or the hatches of a column that was too narrow."""

_SCIENTIFIC = re.compile(r"\d+(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_NO_ZERO = re.compile(r"[1-9]\d{7,}(?:[.,]0+)?")

_POSTAL_CODE = re.compile(r"(\d)[\s.,]?(\d{3})(?:[.,]0+)?")
_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?: 0?0:00(?::00)?)?")
_YEAR_FIRST = re.compile(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_COMMA = re.compile(r"(-?\d+),(\d+)")

_AS_TEXT = re.compile(r'="([^"]*)"')
"""'="09000"': how other programs keep a spreadsheet from making a number of a text."""

_TOUCHED = re.compile(r"^\s|\s$|['\r=ÂÃÅâ]")
"""Signs without which a value is as it was, but for what its column asks."""

_MISREAD = re.compile("[ÂÃÅâ]")
_PLAUSIBLE = frozenset(map(chr, range(0xA0, 0x100))) | frozenset("œŒŸ‘’“”–—…€•")


def mended(column: str, value: str) -> str:
    """A value as it was before a spreadsheet saved it.

    Args:
        column: a column of ``data/initiatives.csv``.
        value: what the cell has now, not empty.
    """
    if _TOUCHED.search(value):
        # The last letter of 'voilÃ\xa0' would go with the spaces around it.
        value = one_break(_reread(value)).strip()
        kept = _AS_TEXT.fullmatch(value)
        value = kept[1] if kept else release(value)
    mend = _MENDS.get(column)
    return mend(value) if mend else value


def one_break(text: str) -> str:
    """A text with the same line break everywhere."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def lost(column: str, value: str) -> str:
    """What was expected, when a spreadsheet lost the value itself; else empty."""
    if value.startswith("#") and _ERROR.fullmatch(value):
        return "a value: the spreadsheet saved an error, or a column that was too narrow"
    if column == "phone" and _SCIENTIFIC.fullmatch(value):
        return "a telephone number: the spreadsheet made a number of it and lost digits"
    if column == "phone" and _NO_ZERO.fullmatch(value):
        return "a telephone number that begins with 0 or +: the spreadsheet took that off"
    return ""


def _reread(value: str) -> str:
    """A text whose UTF-8 was once read as Windows-1252 ('cafÃ©'), as it was."""
    if not _MISREAD.search(value):
        return value
    try:
        # Five bytes have no letter in Windows-1252; programs keep their number.
        raw = b"".join(
            bytes([ord(c)]) if "\x80" <= c <= "\x9f" else c.encode("cp1252") for c in value
        )
        right = raw.decode("utf-8")
    except UnicodeError:
        return value
    return right if all(c < "\x80" or c in _PLAUSIBLE for c in right) else value


def _postal_code(value: str) -> str:
    found = _POSTAL_CODE.fullmatch(value)
    return found[1] + found[2] if found else value


def _day(value: str) -> str:
    """Day first, as it is written in Belgium."""
    if found := _DAY_FIRST.fullmatch(value):
        day, _, month, year = found.groups()
    elif found := _YEAR_FIRST.fullmatch(value):
        year, _, month, day = found.groups()
    else:
        return value
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return value


def _number(value: str) -> str:
    return _COMMA.sub(r"\1.\2", value) if _COMMA.fullmatch(value) else value


def _yes(value: str) -> str:
    said = value.casefold()
    if said in YES:
        return "yes"
    return "" if said in NO else value


def _languages(value: str) -> str:
    return value.lower()


def _choice(column: str) -> Callable[[str], str]:
    choices = _CHOICES[column]

    def written(value: str) -> str:
        if value in choices:
            return value
        parts = [part.strip() for part in value.split(";")]
        return ";".join(choices.get(part.casefold(), part) for part in parts)

    return written


_MENDS: dict[str, Callable[[str], str]] = {
    **{column: _choice(column) for column in _CHOICES},
    "postal_code": _postal_code,
    "checked_on": _day,
    "only_if_raised": _yes,
    "languages": _languages,
    **dict.fromkeys(("lat", "lon", "source_year", "age_from"), _number),
}
