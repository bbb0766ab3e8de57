"""Telephone numbers that a phone dials when they are tapped."""

from __future__ import annotations

from phonenumbers import (
    PhoneNumberFormat,
    PhoneNumberMatcher,
    PhoneNumberType,
    format_number,
    number_type,
)

AS_PEOPLE_KNOW_THEM = {
    PhoneNumberType.TOLL_FREE,
    PhoneNumberType.PREMIUM_RATE,
    PhoneNumberType.SHARED_COST,
}
"""0800 and its like stay: abroad they do not work, and people know them by their shape."""


def dialable(text: str) -> str:
    """The same text, with Belgian telephone numbers as ``+32 9 245 09 05``.

    Short numbers (112, 106, 1813) and free numbers (0800) stay as they are.
    """
    found, at = [], 0
    for match in PhoneNumberMatcher(text, "BE"):
        if number_type(match.number) in AS_PEOPLE_KNOW_THEM:
            continue
        # 'Bel (09 245 09 05)': what was opened before the number is closed after it.
        start = match.start + (match.raw_string.startswith("(") and ")" not in match.raw_string)
        found += [
            text[at:start],
            format_number(match.number, PhoneNumberFormat.INTERNATIONAL),
        ]
        at = match.end
    return "".join(found) + text[at:]
