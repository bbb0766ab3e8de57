"""Numbers that point at one person: a national register number, a bank account."""

from __future__ import annotations

import re

_MARK = r"(?:[^\w▒]|_)"
_ELEVEN = re.compile(rf"(?<!\d)(?=(\d(?:{_MARK}{{0,3}}\d){{10}})(?!\d))")

_ACCOUNT = re.compile(
    r"(?<![^\W_])(?=(?P<country>[A-Za-z]{2})(?P<gap>[ .\u00a0-]?)(?=\d[ .\u00a0-]?\d)"
    r"(?P<rest>[A-Za-z0-9](?:[ .\u00a0-]{0,2}[A-Za-z0-9]){12,31}))"
)
_LENGTHS = {
    line[:2]: int(line[2:])
    for line in """
    AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18
    DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23
    IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MA28 MC27 MD24 ME22 MK19 MN20 MR27
    MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19
    SK24 SM27 SN28 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30
    """.split()
}
"""How many characters an account number of each country has."""
_SURE_DIGITS = 10
"""No sentence holds as many digits right behind a country's two letters."""


def register_numbers(text: str) -> list[tuple[int, int]]:
    """Where national register numbers stand, whatever stands between their digits.

    Only their check digits tell them from other rows of eleven digits.
    """
    found, at = [], 0
    for match in _ELEVEN.finditer(text):
        if match.start() >= at and _fits(re.sub(r"\D", "", match[1])):
            at = match.end(1)
            found.append((match.start(), at))
    return found


def _fits(digits: str) -> bool:
    """Whether the last two of eleven digits are the check of the others, in either century."""
    check = int(digits[9:])
    return any(97 - int(before + digits[:9]) % 97 == check for before in ("", "2"))


def accounts(text: str) -> list[tuple[int, int]]:
    """Where bank account numbers (IBAN) stand, in capitals or not, in whatever groups."""
    found, at = [], 0
    for match in _ACCOUNT.finditer(text):
        end = _end_of_account(match)
        if end and match.start() >= at:
            at = end
            found.append((match.start(), end))
    return found


def _end_of_account(match: re.Match[str]) -> int | None:
    """Where the account ends, or None when it is none."""
    length = _LENGTHS.get(match["country"].upper())
    if length is None:
        return None
    places = [n for n, c in enumerate(match["rest"]) if c.isalnum()][: length - 2]
    if len(places) < length - 2:
        return None
    end = match.start("rest") + places[-1] + 1
    if match.string[end : end + 1].isalnum():
        return None
    characters = "".join(match["rest"][n] for n in places)
    if not characters.isascii():
        return None
    whole = int(
        "".join(str(int(c, 36)) for c in characters[2:] + match["country"] + characters[:2])
    )
    digits = sum(c.isdigit() for c in characters)
    # 'de 12 mensen' is no account, and one with a slip of the finger is.
    return end if whole % 97 == 1 or not match["gap"] and digits >= _SURE_DIGITS else None
