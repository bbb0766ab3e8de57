"""A tap on a number dials it; nothing else in a text is taken for a number."""

from __future__ import annotations

import csv
import re

import pytest
from auxil.guide import DATA

from bot import content
from bot.bootstrap import languages, words
from bot.telegram.phones import dialable

LANGUAGES = languages()

AS_IT_IS = re.compile(r"0?0800|070|\d{3,4}$|116 ?000$")
"""Numbers that people know by their shape, and short ones."""


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


INITIATIVES, HELPLINES = rows("initiatives.csv"), rows("helplines.csv")
NUMBERS = sorted(
    {row["phone"] for row in INITIATIVES if row["phone"]}
    | {row["number"] for row in HELPLINES if row["number"]}
)
TEXTS = (
    "name",
    "organisation",
    "street_address",
    "postal_code",
    "municipality",
    "part_of_municipality",
    "email",
    "website",
    "target_group_nl",
    "target_group_fr",
    "summary_nl",
    "summary_fr",
    "season_nl",
    "season_fr",
    "name_nl",
    "name_fr",
    "for_what_nl",
    "for_what_fr",
    "hours",
    "opening_hours",
)


def dialled(number: str) -> str:
    """What a phone dials, of a number as it is written in Belgium."""
    if AS_IT_IS.match(number):
        return number
    return "+32" + re.sub(r"\D", "", number).removeprefix("0")


@pytest.mark.parametrize("number", NUMBERS)
def test_every_number_that_we_know_can_be_tapped(number: str) -> None:
    shown = dialable(number)
    if AS_IT_IS.match(number):
        assert shown == number
    else:
        assert shown.replace(" ", "") == dialled(number)
        assert shown.startswith("+32 ")


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("09 245 09 05", "+32 9 245 09 05"),
        ("09/245.09.05", "+32 9 245 09 05"),
        ("02 535 45 42", "+32 2 535 45 42"),
        ("016 23 80 19", "+32 16 23 80 19"),
        ("0470 12 34 56", "+32 470 12 34 56"),
        ("0470/12.34.56", "+32 470 12 34 56"),
        ("+32 9 245 09 05", "+32 9 245 09 05"),
        ("078 15 10 20", "+32 78 15 10 20"),
        ("0800 13 500", "0800 13 500"),
        ("0800 111 00", "0800 111 00"),
        ("070 245 245", "070 245 245"),
        ("116 000", "116 000"),
        ("112", "112"),
        ("1813", "1813"),
    ],
)
def test_a_number_is_shown_so_that_a_phone_dials_it(number: str, shown: str) -> None:
    assert dialable(number) == shown


@pytest.mark.parametrize(
    "around",
    [
        "Bel {}, gratis, op weekdagen.",
        "Appelez le {} : jour et nuit.",
        "CAW: {}",
        "Bel het CAW ({}).",
        "({}) of kom langs",
        "Markt 1, 9000 Gent. Bel {}. Elke maandag.",
        "{}\n{}",
    ],
)
def test_nothing_around_a_number_changes(around: str) -> None:
    for number in NUMBERS:
        one = dialable(number)
        assert dialable(around.format(number, number)) == around.format(one, one)


def test_two_numbers_in_a_sentence_are_both_shown() -> None:
    said = "Bel 09 245 09 05 of 0800 13 500, of 0470 12 34 56. In gevaar: 112."
    assert dialable(said) == (
        "Bel +32 9 245 09 05 of 0800 13 500, of +32 470 12 34 56. In gevaar: 112."
    )


@pytest.mark.parametrize("table", ["initiatives.csv", "helplines.csv"])
def test_names_summaries_and_addresses_stay_as_they_are(table: str) -> None:
    seen = set()
    for row in rows(table):
        for column in TEXTS:
            text = row.get(column) or ""
            assert dialable(text) == text, (column, text)
            seen |= {column} if text else set()
    assert len(seen) > 5


def test_a_street_and_its_town_are_no_number() -> None:
    for row in INITIATIVES:
        where = f"{row['street_address']}, {row['postal_code']} {row['municipality']}"
        assert dialable(where) == where


def test_every_place_in_the_table_is_no_number() -> None:
    for place in content.load_places(DATA / "places.csv"):
        assert dialable(place.id) == place.id


def test_in_what_is_always_said_only_numbers_change() -> None:
    """Numbers in these texts are free ones or short ones."""
    for key, variants in words().responses.items():
        for language in LANGUAGES:
            text = words().translate(key, variants[0]["text"], language)
            assert dialable(text) == text, (key, language)


@pytest.mark.parametrize(
    "text",
    [
        "van 9.30 tot 13 uur",
        "24-11-2026",
        "22 november 2026",
        "2024-2025",
        "tot 10 km, 1 van 3",
        "8 tot 12 jaar",
        "€ 5,00",
        "9000 Gent 1000 Brussel",
        "BE68 5390 0754 7034",
        "",
    ],
)
def test_hours_dates_and_prices_are_no_numbers(text: str) -> None:
    assert dialable(text) == text
