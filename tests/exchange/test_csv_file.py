"""An admin changes the directory in a spreadsheet and brings it back: nothing lost or made up."""

from __future__ import annotations

import csv
import dataclasses
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from auxil.guide import DATA
from auxil.houses import HOUSE, house
from auxil.sheets import (
    CAFE,
    DIRECTORY,
    EXCEL_CSV,
    LIBREOFFICE,
    brought_back,
    cells,
    in_order,
    saved,
    told,
)
from auxil.tables import mistakes
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import content
from bot.content.formulas import hold, release
from bot.content.initiatives import GROUPS
from bot.content.problems import Problems
from bot.core.initiatives import Initiative
from bot.core.work_models import WORK_MODELS
from bot.exchange import csv_file

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


def test_an_export_has_the_columns_rows_and_lines_of_our_own_table(tmp_path: Path) -> None:
    path = tmp_path / "initiatives.csv"
    csv_file.write(DIRECTORY, path)
    ours = (DATA / "initiatives.csv").read_bytes().split(b"\n")
    theirs = path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    # The French apostrophe is read as it is printed.
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
