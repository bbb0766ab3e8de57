"""Text that a spreadsheet would take for a formula: an apostrophe before it keeps it a text.

A cell that begins with one of a few signs is calculated when a table is opened (OWASP, 'CSV
injection'; CWE-1236). In Belgium Excel takes ';' for the separator, also in a file with commas, and
then what follows a ';' or a line break within a value is a cell as well: it gets an apostrophe too.
"""

from __future__ import annotations

import re

_STARTS = "=+@\t\r＝＋－＠-"
"""Signs with which a formula begins; the wide ones count in East Asian settings."""

_BARE = re.compile(rf"(^|[;\t\r\n])('*)(?=[{_STARTS}])")
_HELD = re.compile(rf"(^|[;\t\r\n])'('*)(?=[{_STARTS}])")
_HARMLESS = re.compile(r"\+[0-9]+(?: [0-9]+)+|-?[0-9]+(?:[.,][0-9]+)?")
"""A telephone number with spaces ('+32 9 123 45 67' is no sum), or a plain number."""


def hold(value: str) -> str:
    """A value as it may stand in a table that a spreadsheet opens."""
    if not _BARE.search(value) or _HARMLESS.fullmatch(value):
        return value
    return _BARE.sub(r"\1'\2", value)


def release(value: str) -> str:
    """The value that `hold` was given; any other text as it is."""
    return _HELD.sub(r"\1\2", value) if "'" in value else value
