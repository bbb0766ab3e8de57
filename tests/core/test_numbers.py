"""Numbers that point at one person go in whatever way they are written; other numbers stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.privacy import MASK, mask

MARKS = ["", " ", ".", "-", "/", ",", ":", " - ", "_", "–", " . "]


def register(nine: int, century: str) -> str:
    """A register number that fits, of its first nine digits."""
    start = f"{nine:09}"
    return f"{start}{97 - int(century + start) % 97:02}"


@settings(deadline=None, derandomize=True, max_examples=300)
@given(
    st.integers(0, 999_999_999),
    st.sampled_from(["", "2"]),
    st.lists(st.sampled_from(MARKS), min_size=10, max_size=10),
)
def test_a_register_number_that_fits_goes_whatever_stands_between_its_digits(
    nine: int, century: str, marks: list[str]
) -> None:
    digits = register(nine, century)
    written = "".join(d + m for d, m in zip(digits, [*marks, ""], strict=True))
    assert mask(f"mijn nummer is {written} denk ik") == f"mijn nummer is {MASK} denk ik"


@pytest.mark.parametrize("number", ["85.07.30-033.28", "85.07.30-033.29", "00.00.00-000.00"])
def test_a_register_number_with_a_slip_goes_in_the_usual_form(number: str) -> None:
    assert mask(f"rrn {number}!") == f"rrn {MASK}!"


@pytest.mark.parametrize(
    "text",
    [
        "9000, 9050, 9040",
        "1000, 1030, 1050, 1080",
        "22/11/2026",
        "van 14:30 tot 16:45",
        "12,50 of 7,25 of 3 euro",
        "bel 1712 of 116 000",
        "0, 1, 2, 3, 4, 5",
    ],
)
def test_other_rows_of_digits_stay(text: str) -> None:
    assert mask(text) == text


@settings(deadline=None, derandomize=True)
@given(
    st.integers(13, 19).flatmap(lambda n: st.integers(10 ** (n - 1), 10**n - 1)),
    st.integers(1, 6),
    st.sampled_from(["", " ", "-", ".", "\u00a0", " - ", "_", "–"]),
)
def test_a_card_number_goes_in_any_groups(number: int, size: int, mark: str) -> None:
    digits = str(number)
    written = mark.join(digits[n : n + size] for n in range(0, len(digits), size))
    assert mask(f"kaart {written} ok") == f"kaart {MASK} ok"


ACCOUNTS = [
    "BE68539007547034",
    "NL91ABNA0417164300",
    "FR1420041010050500013M02606",
    "DE89370400440532013000",
    "GB82WEST12345698765432",
    "LU280019400644750000",
    "MT84MALT011000012345MTLCAST001S",
    "PL61109010140000071219812874",
    "MA64011519000001205000534921",
    "NO9386011117947",
]


@settings(deadline=None, derandomize=True)
@given(
    st.sampled_from(ACCOUNTS),
    st.integers(2, 8),
    st.sampled_from(["", " ", "-", "."]),
    st.booleans(),
)
def test_an_account_of_any_country_goes_in_capitals_or_not(
    account: str, size: int, mark: str, small: bool
) -> None:
    written = mark.join(account[n : n + size] for n in range(0, len(account), size))
    written = written.lower() if small else written
    assert mask(f"stort op {written} aub") == f"stort op {MASK} aub"


@pytest.mark.parametrize("account", ["be 68 5390 0754 7034", "fr76 3000 6000 0112 3456 7890 188"])
def test_an_account_with_a_gap_or_a_slip_goes_too(account: str) -> None:
    assert mask(f"mijn rekening: {account}.") == f"mijn rekening: {MASK}."


@pytest.mark.parametrize(
    "text",
    [
        "de 12 mensen die ik ken wonen ver weg",
        "no 15 personen in de groep alstublieft",
        "ik ben er om 14u30 met twee vrienden",
        "is 1000 brussel of 1030 schaarbeek dichter",
    ],
)
def test_a_sentence_that_begins_like_an_account_stays(text: str) -> None:
    assert mask(text) == text
