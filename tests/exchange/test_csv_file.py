"""An admin changes the directory in a spreadsheet and brings it back: nothing lost or made up."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from auxil.guide import DATA
from auxil.houses import HOUSE, house
from auxil.tables import mistakes
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import content
from bot.content.formulas import hold, release
from bot.content.initiatives import COLUMNS, GROUPS, read_initiative
from bot.content.problems import ContentError, Problems
from bot.content.rows import Row
from bot.core.initiatives import Initiative
from bot.core.work_models import WORK_MODELS
from bot.exchange import csv_file
from bot.exchange.raw import to_texts
from bot.exchange.safe import checked

DIRECTORY = content.load_initiatives(DATA / "initiatives.csv")
CAFE = house(
    id="cafe",
    name="Café 't Hoekje",
    summary_nl="Koffie, thee; en een babbel.\nElke dag “vers”.",
    summary_fr="Du café, du thé ; et une parole.",
    languages=("nl", "fr"),
)

# How a spreadsheet saves, by the item of its menu. 'CSV' of Excel takes the separator of the
# country: a semicolon in Belgium.
EXCEL_CSV: dict[str, Any] = {"separator": ";", "charset": "cp1252", "ends": "\r\n"}
EXCEL_UTF_8: dict[str, Any] = {"separator": ";", "charset": "utf-8-sig", "ends": "\r\n"}
EXCEL_UNICODE: dict[str, Any] = {"separator": "\t", "charset": "utf-16", "ends": "\r\n"}
LIBREOFFICE: dict[str, Any] = {"separator": ",", "charset": "utf-8", "ends": "\n"}
LIBREOFFICE_QUOTED: dict[str, Any] = {**LIBREOFFICE, "quoting": csv.QUOTE_ALL}
SPREADSHEETS = {
    "Excel, CSV": EXCEL_CSV,
    "Excel, CSV UTF-8": EXCEL_UTF_8,
    "Excel, Unicode text": EXCEL_UNICODE,
    "LibreOffice": LIBREOFFICE,
    "LibreOffice, all quoted": LIBREOFFICE_QUOTED,
}


def cells(*initiatives: Initiative, columns: Sequence[str] = COLUMNS) -> list[list[str]]:
    """The cells of a sheet, the names of the columns first."""
    texts = [to_texts(initiative) for initiative in initiatives]
    return [list(columns), *([text[column] for column in columns] for text in texts)]


def saved(
    folder: Path,
    sheet: list[list[str]],
    separator: str = ";",
    charset: str = "utf-8-sig",
    ends: str = "\r\n",
    quoting: int = csv.QUOTE_MINIMAL,
    first: str = "",
) -> Path:
    """A file with the bytes that a spreadsheet writes for these cells."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=ends, quoting=quoting).writerows(sheet)
    path = folder / "initiatieven.csv"
    path.write_bytes((first + text.getvalue()).encode(charset))
    return path


def brought_back(path: Path) -> tuple[list[Initiative], Problems]:
    """What an import makes of a file."""
    problems = Problems(path)
    found = []
    for raw in csv_file.read(path, problems):
        clean = checked(raw, problems)
        if clean:
            found.append(read_initiative(Row(clean.values, clean.line, problems), False))
    return found, problems


def in_order(path: Path) -> list[Initiative]:
    found, problems = brought_back(path)
    assert problems.found == []
    return found


def told(path: Path) -> list[str]:
    """The mistakes that an import tells."""
    try:
        return brought_back(path)[1].found
    except ContentError as error:
        return error.problems


# -- out and in again -------------------------------------------------------------------------


def test_the_directory_goes_out_and_comes_back_the_same(tmp_path: Path) -> None:
    path = tmp_path / "initiatieven.csv"
    csv_file.write(DIRECTORY, path)
    back, problems = brought_back(path)
    assert back == DIRECTORY
    assert (problems.found, problems.notes) == ([], [])


def test_an_exported_table_may_take_the_place_of_our_own(tmp_path: Path) -> None:
    path = tmp_path / "initiatives.csv"
    at_home = house(name="@home", summary_nl="=1+1 is 2.", note="a;=b")
    csv_file.write([*DIRECTORY, at_home], path)
    assert content.load_initiatives(path) == [*DIRECTORY, at_home]


def test_git_sees_only_the_rows_that_changed(tmp_path: Path) -> None:
    path = tmp_path / "initiatives.csv"
    csv_file.write(DIRECTORY, path)
    ours = (DATA / "initiatives.csv").read_bytes().split(b"\n")
    theirs = path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    # Ours has the French apostrophe as it is typed; it is read as it is printed.
    same = [
        line.replace("'", "’").replace('"', "") for line in b"\n".join(ours).decode().split("\n")
    ]
    now = [
        line.replace("'", "’").replace('"', "") for line in b"\n".join(theirs).decode().split("\n")
    ]
    assert now == same


texts = st.text(st.characters(blacklist_categories=("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp")))
tricky = st.lists(
    st.one_of(
        texts,
        st.sampled_from(
            [
                "=",
                "+",
                "-",
                "@",
                "'",
                "''",
                '"',
                ";",
                ",",
                "\n",
                "é",
                "👨‍👩‍👧",
                "1+1",
                "{name}",
                "sep=;",
            ]
        ),
    ),
    max_size=6,
).map("".join)


NO_TEXT = re.compile(
    # No width; letters of a wrong character set; what an import takes for HTML or a command.
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufff0-\ufffd\U000e0000-\U000e0fff]"
    "|[ÂÃÅâ]|[<&/#]"
)


def _kept(value: str, lines: bool = False) -> str:
    """A text as a row may hold it: no empty lines, and no spaces around it."""
    parts = [part.strip() for part in NO_TEXT.sub("", value).split("\n")]
    joined = ("\n" if lines else " ").join(part for part in parts if part)
    # '="x"' is how other programs write a text.
    return joined[1:] if joined.startswith('="') else joined


lines = tricky.map(lambda value: _kept(value, lines=True))
line = tricky.map(_kept)
french = lines.map(lambda value: value.replace("'", "’"))
initiatives = st.builds(
    dataclasses.replace,
    st.just(HOUSE),
    id=st.from_regex(r"[a-z0-9][a-z0-9.:_-]{0,20}", fullmatch=True),
    name=line.filter(bool),
    organisation=line,
    work_models=st.sets(st.sampled_from(WORK_MODELS), min_size=1).map(tuple),
    municipality=line,
    street_address=line.filter(bool),
    phone=st.sampled_from(["", "09 123 45 67", "+32 9 123 45 67", "+3291234567", "0800 12 345"]),
    languages=st.sets(st.sampled_from(["nl", "fr", "en"])).map(tuple),
    summary_nl=lines.filter(bool),
    summary_fr=french,
    source_note=lines,
    note=lines,
    source_year=st.none() | st.integers(1990, 2100),
    only_if_raised=st.booleans(),
    age_from=st.none() | st.integers(0, 120),
    for_group=st.sets(st.sampled_from(GROUPS)).map(tuple),
    lat=st.just(51.05),
    lon=st.floats(2, 7),
    checked_on=st.just("") | st.dates().map(str),
    taken_over_by=st.lists(st.sampled_from(["a", "b-c"]), unique=True).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(initiatives, min_size=1, max_size=2, unique_by=lambda one: one.id))
def test_whatever_stands_in_an_initiative_goes_out_and_comes_back_the_same(
    several: list[Initiative],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "initiatieven.csv"
        csv_file.write(several, path)
        assert in_order(path) == several


@settings(max_examples=500)
@given(st.lists(st.sampled_from("='+-@;\t\r\n 1a\""), max_size=12).map("".join))
def test_an_apostrophe_that_was_put_there_is_taken_off_and_no_other(value: str) -> None:
    assert release(hold(value)) == value
    assert release(value) == value or "'" in value


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_cell_is_calculated_whichever_separator_a_spreadsheet_takes(
    tmp_path: Path, separator: str
) -> None:
    """With Belgian settings Excel opens a table with commas by its semicolons."""
    attack = '=HYPERLINK("http://a.be";"b")'
    rows = [
        house(id=f"a{number}", summary_nl=value, note=value)
        for number, value in enumerate(
            [attack, f"x;{attack};y", f"x\n{attack}", "@SUM(1)", "+1+1", "-1+1", "'=1", "＝1+1"]
        )
    ]
    path = tmp_path / "initiatieven.csv"
    csv_file.write(rows, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file, delimiter=separator):
            assert not [cell for cell in row if cell.startswith(tuple("=+-@＝"))]
    # Without quotes, as a cell that does not begin with one is read.
    for part in path.read_text(encoding="utf-8-sig").replace("\n", ";").split(";"):
        assert not part.startswith(tuple("=+-@＝"))
    assert in_order(path) == rows


def test_a_telephone_number_is_no_sum(tmp_path: Path) -> None:
    path = tmp_path / "initiatieven.csv"
    csv_file.write([house(phone="+32 9 123 45 67")], path)
    assert ",+32 9 123 45 67," in path.read_text(encoding="utf-8-sig")


def test_an_export_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "initiatieven.csv"
    path.write_text("yesterday", encoding="utf-8")

    def half() -> Iterator[Initiative]:
        yield HOUSE
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        csv_file.write(half(), path)
    assert path.read_text(encoding="utf-8") == "yesterday"
    assert [one.name for one in tmp_path.iterdir()] == ["initiatieven.csv"]


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
    assert told(path) == ["initiatieven.csv, line 3, field '(row)': 42 is not a row of 43 fields"]


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
    assert problem == "initiatieven.csv, line 5, field '(row)': 45 is not a row of 43 fields"


@pytest.mark.parametrize("first", ["sep=;\r\n", "SEP=;\r\n", "\r\n;;;\r\n"])
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


# -- where a mistake stands -------------------------------------------------------------------


def test_a_line_is_the_line_in_the_file_also_after_texts_of_several_lines(tmp_path: Path) -> None:
    several = house(id="several", summary_nl="Een.\nTwee.\nDrie.", note="a\nb")
    sheet = cells(several, CAFE, house(id="wrong", summary_nl="Een.\nTwee.", cost="gratis"))
    for save in (EXCEL_CSV, LIBREOFFICE):
        path = saved(tmp_path, sheet, **save)
        # The header, four lines of the first, two of the café: the wrong row begins on line 8.
        rows = path.read_bytes().split(b"\n")
        line = next(number for number, row in enumerate(rows, 1) if row.startswith(b"wrong"))
        assert line == 8
        assert [p.split(":")[0] for p in told(path)] == [
            f"initiatieven.csv, line {line}, field 'cost'"
        ]


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    sheet = cells(
        house(id="a", postal_code="90"),
        house(id="b", phone="3.24E+10"),
        house(id="a"),
        house(id="c"),
        house(id="d", website="javascript:alert(1).be"),
        house(id="", name=""),
    )
    del sheet[4][-1]
    found, problems = brought_back(saved(tmp_path, sheet))
    assert [p.split(":")[0].removeprefix("initiatieven.csv, ") for p in problems.found] == [
        "line 2, field 'postal_code'",
        "line 3, field 'phone'",
        "line 4, field 'id'",
        "line 5, field '(row)'",
        "line 6, field 'website'",
        "line 7, field 'id'",
        "line 7, field 'name'",
    ]
    assert problems.lines == {2, 3, 4, 5, 6, 7}
    assert "line 2 has it already" in problems.found[2]


def test_a_quote_that_is_not_closed_is_told_where_its_row_begins(tmp_path: Path) -> None:
    path = saved(tmp_path, cells(CAFE, HOUSE, house(id="b")))
    text = path.read_text(encoding="utf-8-sig").replace("\nhuis;", '\n"huis;')
    path.write_text(text, encoding="utf-8", newline="")
    assert [p.split(":")[0] for p in told(path)] == ["initiatieven.csv, line 4, field '(row)'"]


def test_a_sheet_saved_as_a_workbook_is_told(tmp_path: Path) -> None:
    path = tmp_path / "initiatieven.csv"
    path.write_bytes(b"PK\x03\x04\x14\x00\x06\x00")
    [problem] = told(path)
    assert "save it as CSV UTF-8" in problem


@pytest.mark.parametrize("content", [b"", b"\r\n\r\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "initiatieven.csv"
    path.write_bytes(content)
    [problem] = told(path)
    assert "the names of the columns on its first line" in problem


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    problems = mistakes(
        lambda: list(csv_file.read(tmp_path / "x.csv", Problems(tmp_path / "x.csv")))
    )
    assert problems[0].startswith("x.csv, line 1, field '(file)'")


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
