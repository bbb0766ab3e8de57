"""Somebody sends a file that is meant to harm: it is refused, or made harmless and said so."""

from __future__ import annotations

import csv
import itertools
import tracemalloc
import unicodedata
from pathlib import Path

import pytest
from auxil.guide import DATA
from auxil.houses import HOUSE, house
from auxil.tables import mistakes
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import content
from bot.bootstrap import languages, words
from bot.cards import Cards
from bot.content.formulas import hold
from bot.content.initiatives import read_initiative
from bot.content.problems import MOST, ContentError, Problems
from bot.content.rows import Row
from bot.core.initiatives import Initiative
from bot.core.search import Door
from bot.exchange import csv_file, safe
from bot.exchange.raw import Raw, to_texts
from bot.guide import Guide
from bot.replies import Reply
from bot.telegram.screen import Screen

HEADER = b"id,name,work_models,summary_nl\n"


def judged(**values: str) -> tuple[Raw | None, Problems]:
    """What becomes of a row with these values, and what is said of it."""
    problems = Problems(Path("foreign.csv"))
    return safe.checked(Raw(values, "foreign.csv", 7), problems), problems


def became(column: str, value: str) -> str:
    row, problems = judged(**{column: value})
    assert problems.found == []
    assert row is not None
    assert bool(problems.notes) == (row.values[column] != value)
    return row.values[column]


def refused(column: str, value: str) -> str:
    row, problems = judged(**{column: value})
    assert row is None
    [problem] = problems.found
    assert problem.startswith(f"foreign.csv, line 7, field {column!r}: ")
    return problem


def met(**values: str) -> Initiative:
    """The initiative that an import makes of a house with these values."""
    row, problems = judged(**{**to_texts(HOUSE), **values})
    assert row is not None
    initiative = read_initiative(Row(row.values, row.line, problems))
    assert problems.found == []
    return initiative


# -- one value --------------------------------------------------------------------------------


def test_our_own_directory_is_harmless_as_it_stands() -> None:
    for initiative in content.load_initiatives(DATA / "initiatives.csv"):
        row, problems = judged(**to_texts(initiative))
        assert row is not None
        assert row.values == to_texts(initiative)
        assert (problems.found, problems.notes) == ([], [])


@pytest.mark.parametrize(
    ("value", "right"),
    [
        ("Het\x00 Huis\x07\x1b[31m", "Het Huis[31m"),
        ("Het \u202esiuH\u202c", "Het siuH"),
        ("Het\u200b Hu\u00adis\ufeff", "Het Huis"),
        ("H\u200det Huis", "Het Huis"),
        ("Huis \ud800", "Huis"),
        ("Gezin 👨‍👩‍👧", "Gezin 👨‍👩‍👧"),
        ("Het\r\nHuis\tvan Gent", "Het Huis van Gent"),
        ("Het\u2028Huis", "Het Huis"),
        ("Café\u00a0: l’été", "Café\u00a0: l’été"),
        ("<b>Het</b> <i>Huis</i>", "Het Huis"),
        ("Het<br/>Huis", "Het Huis"),
        ("<script>alert(1)</script>Het Huis<style>a{}</style>", "Het Huis"),
        ("Het Huis<script>alert(1)", "Het Huis"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Het Huis", "Het Huis"),
        ("<img src=x onerror=alert(1)>Het Huis", "Het Huis"),
        ("<x-y onclick=alert(1)>Het Huis", "Het Huis"),
        ("<!-- x -->Het Huis", "Het Huis"),
        ("Caf&eacute; &amp; thee&nbsp;!", "Café & thee\u00a0!"),
        ("Jan en An <info@huis.be>", "Jan en An info@huis.be"),
        ("Het&#8203; Huis", "Het Huis"),
        ("<&#8203;b>Het <\u200bi>Huis", "Het Huis"),
        ("<&lt;b>script>alert(1)", ""),
        ("/restart", "/ restart"),
        ("Tik op /wis", "Tik op / wis"),
        ("Rue de la Paix / Vredestraat 1/2", "Rue de la Paix / Vredestraat 1/2"),
        ("Huis & Tuin, < 12 en > 3 <3", "Huis & Tuin, < 12 en > 3 <3"),
        ("R&D, a?x=1&copy=2", "R&D, a?x=1&copy=2"),
        ("=1+1", "=1+1"),
        ("@home", "@home"),
        ("{name} {0.__class__} %s", "{name} {0.__class__} %s"),
        ("*vet* [klik](https://x.be) `x`", "*vet* [klik](https://x.be) `x`"),
    ],
)
def test_a_name_keeps_its_words_and_loses_what_harms(value: str, right: str) -> None:
    assert became("name", value) == right


def test_a_summary_keeps_its_lines_but_no_empty_ones() -> None:
    """An empty line would cut a card into two messages."""
    assert became("summary_nl", "Een.\r\n\r\n \nTwee.") == "Een.\nTwee."
    assert became("summary_nl", "<p>Een.</p><p>Twee.</p>") == "Een.\nTwee."
    assert became("summary_nl", "Een.\nTwee.") == "Een.\nTwee."


@pytest.mark.parametrize(
    "value",
    [
        "https://www.huis.be/a?b=1&copy=2#c",
        "www.huis.be",
        "huis.be:8080/x",
        "HTTP://HUIS.BE",
        "https://huis.brussels/één",
        "",
    ],
)
def test_a_link_to_a_page_stays(value: str) -> None:
    assert became("website", value) == value


def test_an_ampersand_of_a_page_is_read() -> None:
    assert became("source_url", "https://a.be/?b=1&amp;c=2") == "https://a.be/?b=1&c=2"


@pytest.mark.parametrize(
    "value",
    [
        "javascript:alert(1).be",
        "java\x00script:alert(1).be",
        "JaVaScRiPt://huis.be/%0aalert(1)",
        "data:text/html,<b>.be",
        "file:///etc/passwd.d",
        "ftp://huis.be",
        "https://huis.be@elders.be",
        "https://huis.be\\@elders.be",
        "//huis.be",
        'https://huis.be/"onclick="alert(1)',
        "https://huis.be/<script>",
        "https://huis.be/ tweede.be",
        "huis",
    ],
)
@pytest.mark.parametrize("column", ["website", "source_url"])
def test_any_other_link_is_refused(column: str, value: str) -> None:
    assert "an internet address such as https://" in refused(column, value)


@pytest.mark.parametrize(
    "value", ['x"}', "a;b", "../../etc/passwd", "=1", "een huis", "a\nb", "x" * 101, "{id}", "/a"]
)
def test_an_id_that_does_not_fit_in_a_button_or_a_catalog_is_refused(value: str) -> None:
    assert "an id of letters, digits" in refused("id", value)


def test_text_that_lost_letters_is_told() -> None:
    assert "with all its letters" in refused("name", "Caf\ufffd")


@pytest.mark.parametrize(
    "value", ["<![foo[ x", "<a href='x", "&amp;" * 3 + "amp;" * 9 + "lt;b&gt;"]
)
def test_html_that_cannot_be_read_is_refused_or_plain(value: str) -> None:
    row, problems = judged(name=value)
    assert (row is None) == bool(problems.found)
    if row is not None:
        assert "<" not in row.values["name"]


@pytest.mark.parametrize(
    "piece",
    ["<", "<a ", "<!--", "<![CDATA[", "</", "&#1;", "&amp;", "<script>", "a@", "\u200b", "/a "],
)
def test_a_value_made_to_be_slow_is_done_with(piece: str) -> None:
    value = (piece * safe.MOST_CELL)[: safe.MOST_CELL]
    row, problems = judged(name=value, note=value)
    assert (row is None) == bool(problems.found)


def test_what_was_taken_out_is_noted_with_line_column_and_both_values() -> None:
    _, problems = judged(name="<b>Het\u200b</b> Huis", phone="09 123 45 67")
    assert problems.notes == [
        "foreign.csv, line 7, field 'name': '<b>Het\\u200b</b> Huis' became 'Het Huis': "
        "invisible signs taken out, HTML taken out"
    ]


anything = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("<>&;/\n\t\r'\"=\x00\u200b\u200d\u202e\ufeff{}abcdp!-# #"),
    )
)


@settings(max_examples=400, deadline=None)
@given(anything)
def test_whatever_a_text_is_it_is_refused_or_harmless_and_harmless_stays_so(value: str) -> None:
    row, problems = judged(name=value, summary_nl=value)
    if row is None:
        assert problems.found
        return
    name, summary = row.values["name"], row.values["summary_nl"]
    assert len(name.splitlines()) <= 1
    assert "\n\n" not in summary
    for text in (name, summary):
        hidden = {c for c in text if unicodedata.category(c) in ("Cc", "Cs")} - {"\n"}
        assert not hidden
        assert not set(text) & set("\u200b\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\u00ad")
        text.encode("utf-8")
    again, more = judged(name=name, summary_nl=summary)
    assert again is not None
    assert (again.values, more.notes) == (row.values, [])


def test_every_sign_that_only_formats_is_taken_out() -> None:
    """But those that Arabic writes before a number, which one sees."""
    seen = set(map(chr, (*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2)))
    for number in itertools.chain(range(0x10000), range(0xE0000, 0xE1000)):
        sign = chr(number)
        if unicodedata.category(sign) in ("Cf", "Cc", "Cs") and sign not in seen:
            assert became("note", f"a{sign}b") in ("ab", "a b", "a\nb"), hex(number)


# -- what a person sees -----------------------------------------------------------------------


@pytest.mark.parametrize("language", languages())
def test_a_placeholder_in_a_fact_is_said_as_it_stands(guide: Guide, language: str) -> None:
    fact = "{phone} {0} {name.__class__} {{x}} {"
    place = met(name=fact, summary_nl=fact, summary_fr=fact, target_group_nl=fact)
    text = Cards(words(), guide, language).place(Door(place, 1.0), 1, "neighbourhood")
    said = words().text("utter_place_card", language, card=text)
    assert f"1. {fact}" in said
    assert said.count(fact) >= 2


def test_telegram_shows_marks_as_they_stand() -> None:
    place = met(name="*vet* _x_ [klik](https://x.be) < 12 & `y` 3 > 2")
    screen = Screen(words(), {place.id: place}.get, lambda one, _: one.municipality)
    card = Reply(f"1. {place.name}", key="utter_place_card", language="nl", initiative=place.id)
    [shown] = [one for one in screen.lay_out([card]) if one.do == "say"]
    assert "*vet* _x_ [klik](https://x.be) &lt; 12 &amp; `y` 3 &gt; 2" in shown.html


def test_a_formula_leaves_as_text() -> None:
    assert hold(met(name='=HYPERLINK("https://x.be")').name).startswith("'=")


# -- a whole file -----------------------------------------------------------------------------


def told(folder: Path, data: bytes) -> list[str]:
    path = folder / "foreign.csv"
    path.write_bytes(data)
    problems = Problems(path)
    try:
        for row in csv_file.read(path, problems):
            safe.checked(row, problems)
    except ContentError as error:
        return error.problems
    return problems.found


@pytest.mark.parametrize(
    "cell",
    [b"x" * 10_000_000, b'"' + b"x" * 10_000_000 + b'"', b'"' + b"x\n" * 5_000_000 + b'"'],
    ids=["bare", "quoted", "of many lines"],
)
@pytest.mark.parametrize("limit", [131_072, 2**31 - 1], ids=["", "limit raised"])
def test_a_cell_of_ten_megabytes_is_refused_and_not_repeated(
    tmp_path: Path, cell: bytes, limit: int
) -> None:
    """Also when a library that reads tables raised the limit that Python has of its own."""
    csv.field_size_limit(limit)
    [problem] = told(tmp_path, HEADER + b"a," + cell + b",buddy,x\n")
    assert problem.startswith("foreign.csv, line 2, field '(row)'")
    assert len(problem) < 300


def test_a_huge_cell_does_not_fill_the_memory(tmp_path: Path) -> None:
    data = HEADER + b"a," + b"x" * 50_000_000 + b",buddy,x\n"
    path = tmp_path / "foreign.csv"
    path.write_bytes(data)
    tracemalloc.start()
    try:
        mistakes(lambda: list(csv_file.read(path, Problems(path))))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < len(data) * 1.5


def test_a_cell_above_the_limit_is_told_and_the_next_row_is_read(tmp_path: Path) -> None:
    long = b"x" * (safe.MOST_CELL + 1)
    problems = told(tmp_path, HEADER + b"a," + long + b",buddy,x\nb,,buddy,/x\nc,\xef\xbf\xbd,,\n")
    assert [p.split(":")[0] for p in problems] == [
        "foreign.csv, line 2, field 'name'",
        "foreign.csv, line 4, field 'name'",
    ]


def test_null_bytes_are_taken_out_and_noted(tmp_path: Path) -> None:
    path = tmp_path / "foreign.csv"
    path.write_bytes(HEADER + b"a,n\0a\0me,buddy,x\n")
    problems = Problems(path)
    [row] = csv_file.read(path, problems)
    assert row.values["name"] == "name"
    assert problems.found == []
    assert "line 2" in problems.notes[0]


def test_a_thousand_columns_too_many_are_refused(tmp_path: Path) -> None:
    names = b",".join(b"c%d" % number for number in range(50_000))
    [problem] = told(tmp_path, b"id," + names + b"\n")
    assert "a table of at most 1000 columns" in problem


def test_more_than_a_million_rows_are_refused() -> None:
    problems = Problems(Path("foreign.csv"))
    rows = itertools.repeat(Raw({}, "foreign.csv", 1), safe.MOST_ROWS + 1)
    [problem] = mistakes(lambda: [None for _ in safe.limited(rows, problems)])
    assert "at most 1000000 rows" in problem


def test_a_file_of_nothing_but_mistakes_is_given_up(tmp_path: Path) -> None:
    assert len(told(tmp_path, HEADER + b"x\n" * (MOST + 500))) == MOST


def test_a_file_above_the_limit_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "foreign.csv"
    with path.open("wb") as file:
        file.truncate(safe.MOST_BYTES + 1)
    [problem] = mistakes(lambda: list(csv_file.read(path, Problems(path))))
    assert "at most" in problem


def test_a_good_house_among_hostile_ones_is_untouched() -> None:
    row, problems = judged(**to_texts(house(name="Huis 't Zonnetje", lat=51.05, lon=3.72)))
    assert row is not None
    assert (row.values["name"], problems.notes) == ("Huis 't Zonnetje", [])
