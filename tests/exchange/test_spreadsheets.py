"""An admin saves the directory in Excel or LibreOffice: it is put right, or told what is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from auxil.houses import HOUSE, house
from auxil.sheets import (
    CAFE,
    DIRECTORY,
    EXCEL_CSV,
    LIBREOFFICE,
    SPREADSHEETS,
    brought_back,
    cells,
    in_order,
    saved,
    told,
)

from bot.content.initiatives import COLUMNS

# -- as spreadsheets save ---------------------------------------------------------------------


@pytest.mark.parametrize("name", SPREADSHEETS)
def test_what_a_spreadsheet_saves_is_read(tmp_path: Path, name: str) -> None:
    path = saved(tmp_path, cells(CAFE, HOUSE), **SPREADSHEETS[name])
    assert in_order(path) == [CAFE, HOUSE]


@pytest.mark.parametrize("name", ["Excel, CSV UTF-8", "Excel, Unicode text", "LibreOffice"])
def test_the_whole_directory_comes_back_from_a_spreadsheet(tmp_path: Path, name: str) -> None:
    assert in_order(saved(tmp_path, cells(*DIRECTORY), **SPREADSHEETS[name])) == DIRECTORY


def test_big_endian_and_a_mark_do_not_matter(tmp_path: Path) -> None:
    path = saved(tmp_path, cells(CAFE), charset="utf-16-be", first="\ufeff")
    assert in_order(path) == [CAFE]


def test_excel_leaves_out_the_last_columns_of_sixteen_rows_when_they_are_empty(
    tmp_path: Path,
) -> None:
    sheet = cells(*DIRECTORY[:32], house(id="last", note="x", taken_over_by=("a",)))
    for begin in range(0, len(sheet), 16):
        block = sheet[begin : begin + 16]
        width = max(len(row) - next(i for i, c in enumerate(row[::-1]) if c) for row in block)
        sheet[begin : begin + 16] = [row[:width] for row in block]
    assert {len(row) for row in sheet[16:32]} < {*range(30, 43)}
    assert in_order(saved(tmp_path, sheet))[:32] == DIRECTORY[:32]


def test_one_short_row_alone_lost_a_separator_somewhere(tmp_path: Path) -> None:
    sheet = cells(*DIRECTORY[:5])
    del sheet[2][-1]
    path = saved(tmp_path, sheet)
    assert told(path) == ["initiatieven.csv, line 3, field '(row)': 43 is not a row of 44 fields"]


def test_a_file_that_was_cut_off_is_told(tmp_path: Path) -> None:
    sheet = cells(*DIRECTORY[:3])
    sheet[-1] = sheet[-1][:38]
    assert [p.split(":")[0] for p in told(saved(tmp_path, sheet))] == [
        "initiatieven.csv, line 4, field '(row)'"
    ]


def test_a_filled_cell_without_a_column_is_told(tmp_path: Path) -> None:
    sheet = [row + ["", ""] for row in cells(CAFE, HOUSE)]
    assert in_order(saved(tmp_path, sheet)) == [CAFE, HOUSE]
    sheet[2][-1] = "nog iets"
    [problem] = told(saved(tmp_path, sheet, first="sep=;\r\n"))
    assert problem == "initiatieven.csv, line 5, field '(row)': 46 is not a row of 44 fields"


@pytest.mark.parametrize(
    "first", ["sep=;\r\n", "SEP=;\r\n", "\r\n;;;\r\n", "Column1;Column2;Column3\r\n"]
)
def test_what_stands_above_the_header_is_passed_over(tmp_path: Path, first: str) -> None:
    assert in_order(saved(tmp_path, cells(CAFE), first=first)) == [CAFE]


def test_empty_rows_and_columns_do_no_harm(tmp_path: Path) -> None:
    sheet = [row + [""] * 5 for row in cells(CAFE, HOUSE)]
    empty = [[""] * len(sheet[0])]
    assert in_order(saved(tmp_path, sheet[:2] + empty + sheet[2:] + empty * 200)) == [CAFE, HOUSE]


def test_columns_may_stand_in_any_order_and_be_written_in_any_way(tmp_path: Path) -> None:
    columns = sorted(COLUMNS, reverse=True)
    sheet = cells(CAFE, columns=columns)
    sheet[0] = [f" {name.upper()} " for name in columns]
    assert in_order(saved(tmp_path, sheet)) == [CAFE]


def test_a_column_of_somebody_is_noted_once_and_not_read(tmp_path: Path) -> None:
    sheet = [
        row + [extra] for row, extra in zip(cells(CAFE, HOUSE), ["wie?", "An", "Jo"], strict=True)
    ]
    found, problems = brought_back(saved(tmp_path, sheet))
    assert found == [CAFE, HOUSE]
    assert problems.notes == [
        "initiatieven.csv, line 1, field 'wie?': '' is no column of ours: it is not read"
    ]


@pytest.mark.parametrize("name", SPREADSHEETS)
def test_the_name_of_a_column_may_be_anything(tmp_path: Path, name: str) -> None:
    sheet = [["x", *row] for row in cells(CAFE, HOUSE)]
    sheet[0][0] = 'Wie, wat;\n"waar"\ten hoe'
    assert in_order(saved(tmp_path, sheet, **SPREADSHEETS[name])) == [CAFE, HOUSE]


def test_four_columns_are_enough(tmp_path: Path) -> None:
    sheet = cells(HOUSE, columns=("id", "name", "work_models", "summary_fr"))
    [found] = in_order(saved(tmp_path, sheet))
    assert (found.scope, found.cost, found.confidence) == ("local", "unknown", "medium")
    assert (found.audience, found.status, found.summary_nl) == ("public", "active", "")
    assert found.summary("nl") == HOUSE.summary_fr


@pytest.mark.parametrize("gone", ["id", "name", "work_models"])
def test_a_column_that_is_needed_is_told_by_its_name(tmp_path: Path, gone: str) -> None:
    sheet = cells(HOUSE, columns=[c for c in COLUMNS if c != gone])
    assert told(saved(tmp_path, sheet)) == [
        f"initiatieven.csv, line 1, field {gone!r}: '' is not a column of this file"
    ]


def test_one_of_the_summaries_is_needed(tmp_path: Path) -> None:
    sheet = cells(HOUSE, columns=[c for c in COLUMNS if not c.startswith("summary")])
    [problem] = told(saved(tmp_path, sheet))
    assert "field 'summary_nl'" in problem
    assert "summary_fr" in problem


def test_a_column_that_stands_there_twice_is_told(tmp_path: Path) -> None:
    sheet = [row + [row[1]] for row in cells(HOUSE)]
    [problem] = told(saved(tmp_path, sheet))
    assert "line 1, field 'name': 'name' is not new" in problem


# -- what a spreadsheet does to values --------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "cell", "right"),
    [
        ("postal_code", "9000.0", "9000"),
        ("postal_code", "9000,0", "9000"),
        ("postal_code", " 9 000 ", "9000"),
        ("postal_code", "9.000", "9000"),
        ("postal_code", '="9000"', "9000"),
        ("checked_on", "22/11/2026", "2026-11-22"),
        ("checked_on", "22-11-2026", "2026-11-22"),
        ("checked_on", "3/4/2026", "2026-04-03"),
        ("checked_on", "22/11/2026 0:00", "2026-11-22"),
        ("checked_on", "2026-11-22 00:00:00", "2026-11-22"),
        ("checked_on", "2026/11/22", "2026-11-22"),
        ("lat", "51,05", 51.05),
        ("lon", "3,72", 3.72),
        ("source_year", "2026,0", 2026),
        ("source_year", "2026.0", 2026),
        ("age_from", "18,0", 18),
        ("only_if_raised", "WAAR", True),
        ("only_if_raised", "VRAI", True),
        ("only_if_raised", "ja", True),
        ("only_if_raised", "Oui", True),
        ("only_if_raised", "ONWAAR", False),
        ("only_if_raised", "nee", False),
        ("languages", "NL;Fr", ("nl", "fr")),
        ("cost", "Free", "free"),
        ("work_models", "Buddy; Peers", ("buddy", "peers")),
        ("exclusive_to", "Women", "women"),
        ("phone", "'+32 9 123 45 67", "+32 9 123 45 67"),
        ("name", "CafÃ© â€˜t Hoekje", "Café ‘t Hoekje"),
        ("name", "VoilÃ\xa0", "Voilà"),
        ("name", "Ãle verte", "Ãle verte"),
        ("name", "Ã\x8ele verte", "Île verte"),
        ("name", "Pâtes & C°", "Pâtes & C°"),
        ("name", "'t Hoekje", "'t Hoekje"),
        ("name", "'@home", "@home"),
        ("street_address", "Markt 1\r\nbus 2", "Markt 1 bus 2"),
    ],
)
def test_what_a_spreadsheet_did_to_a_value_is_put_right(
    tmp_path: Path, column: str, cell: str, right: object
) -> None:
    sheet = cells(house(lat=51.0, lon=3.7))
    sheet[1][COLUMNS.index(column)] = cell
    [found] = in_order(saved(tmp_path, sheet))
    assert getattr(found, column) == right


def test_what_was_put_right_is_noted_once_for_a_column(tmp_path: Path) -> None:
    sheet = cells(house(id="a"), house(id="b"), house(id="c"))
    for row in sheet[1:]:
        row[COLUMNS.index("checked_on")] = "22/11/2026"
    _, problems = brought_back(saved(tmp_path, sheet))
    assert problems.notes == [
        "initiatieven.csv, line 2, field 'checked_on': '22/11/2026' was read as '2026-11-22', "
        "and so elsewhere in this column"
    ]


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("phone", "3.24E+10", "a telephone number"),
        ("phone", "3,24E+10", "a telephone number"),
        ("phone", "92231595", "begins with 0 or +"),
        ("phone", "3292231595", "begins with 0 or +"),
        ("checked_on", "11/22/2026", "a date such as 2026-11-22"),
        ("checked_on", "22-11-26", "a date such as 2026-11-22"),
        ("checked_on", "46348", "a date such as 2026-11-22"),
        ("opening_hours", "24-jul", "opening hours such as 24/7"),
        ("postal_code", "900", "a postal code of four digits"),
        ("lat", "510543", "a number from 49 to 52"),
        ("name", "#NAAM?", "the spreadsheet saved an error"),
        ("checked_on", "########", "too narrow"),
        ("cost", "gratis", "one of free, paid, unknown"),
        ("only_if_raised", "misschien", "one of , yes"),
    ],
)
def test_what_a_spreadsheet_lost_is_told(
    tmp_path: Path, column: str, cell: str, expected: str
) -> None:
    sheet = cells(HOUSE, house(id="b", lat=51.0, lon=3.7))
    sheet[2][COLUMNS.index(column)] = cell
    problems = told(saved(tmp_path, sheet))
    assert [p for p in problems if f"line 3, field {column!r}: {cell!r} is not" in p]
    assert any(expected in p for p in problems), problems


# -- character sets ---------------------------------------------------------------------------


def test_an_older_character_set_is_noted(tmp_path: Path) -> None:
    found, problems = brought_back(saved(tmp_path, cells(CAFE), **EXCEL_CSV))
    assert found == [CAFE]
    [note] = problems.notes
    assert "Windows-1252: look at the accents" in note


def test_capitals_before_a_french_mark_are_an_older_character_set_too(tmp_path: Path) -> None:
    """'É' and the space that does not break are one letter in UTF-8."""
    loud = house(name="LIBERTÉ\u00a0: entrée", summary_fr="Café, thé à midi.")
    [found] = in_order(saved(tmp_path, cells(loud), **EXCEL_CSV))
    assert found == loud


def test_utf_8_that_was_damaged_is_not_taken_for_another_character_set(tmp_path: Path) -> None:
    path = saved(tmp_path, cells(*DIRECTORY[:9]), **LIBREOFFICE)
    data = path.read_bytes()
    at = data.rindex("é".encode())
    path.write_bytes(data[:at] + data[at + 1 :])
    [problem] = told(path)
    line = data[:at].count(b"\n") + 1
    assert problem.startswith(f"initiatieven.csv, line {line}, field '(row)'")
    assert problem.endswith("is not UTF-8 text")


def test_text_of_two_bytes_a_letter_without_a_mark_is_told(tmp_path: Path) -> None:
    [problem] = told(saved(tmp_path, cells(CAFE), charset="utf-16-le"))
    assert problem.endswith("is not UTF-8 text")
