"""The directory in a database: whole or not at all, and exactly what the files say."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from auxil.cuts import Stopped, stops_halfway
from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.engine import Engine

from bot import content
from bot.content import ContentError
from bot.store import feedback, shown, tables
from bot.store.directory import MANY, Directory, DirectoryMissing

DATA = Path(__file__).resolve().parents[1] / "data"
FILES: dict[str, tuple[Callable[[Path], list[Any]], Callable[[Directory], list[Any]]]] = {
    "initiatives.csv": (content.load_initiatives, Directory.initiatives),
    "helplines.csv": (content.load_helplines, Directory.helplines),
    "places.csv": (content.load_places, Directory.places),
}


@pytest.fixture
def directory(engine: Engine) -> Directory:
    return Directory(engine)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A copy of the data files, to change."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in FILES:
        shutil.copy(DATA / name, folder / name)
    return folder


def spoil(path: Path, old: str, new: str) -> None:
    """Changes one word in a file."""
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), encoding="utf-8")


# -- filling ----------------------------------------------------------------------------------


def test_a_first_fill_takes_every_row_of_every_file(directory: Directory) -> None:
    filled = directory.fill(DATA)
    assert filled == {name: len(load(DATA / name)) for name, (load, _) in FILES.items()}


@pytest.mark.parametrize("name", FILES)
def test_every_field_and_flag_comes_back_as_it_was(directory: Directory, name: str) -> None:
    directory.fill(DATA)
    load, read = FILES[name]
    before, after = load(DATA / name), read(directory)
    assert len(after) == len(before)
    for was, now in zip(before, after, strict=True):
        assert now == was
        for field in dataclasses.fields(was):
            kept, given = getattr(now, field.name), getattr(was, field.name)
            assert type(kept) is type(given), field.name


def test_the_flags_are_really_used_in_the_list(directory: Directory) -> None:
    """Otherwise the round trip above says little."""
    directory.fill(DATA)
    found = directory.initiatives()
    assert any(i.only_if_raised for i in found)
    assert not all(i.only_if_raised for i in found)
    assert any(i.raised_by for i in found)
    assert any(i.age_from for i in found)
    assert any(i.source_year is None for i in found) or all(i.source_year for i in found)
    assert any(len(i.languages) > 1 for i in found)
    assert any(not i.languages for i in found) or all(i.languages for i in found)
    for flag in ("access", "role", "goal", "subtype", "exclusive_to", "season", "area"):
        assert any(getattr(i, flag) for i in found), flag


def test_a_second_fill_changes_nothing(directory: Directory, engine: Engine) -> None:
    directory.fill(DATA)
    before = everything(engine)
    assert directory.fill(DATA) == {}
    assert everything(engine) == before


def test_only_a_file_that_changed_is_filled_again(directory: Directory, files: Path) -> None:
    directory.fill(files)
    lines = (files / "helplines.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (files / "helplines.csv").write_text("".join(lines[:-1]), encoding="utf-8")
    assert directory.fill(files) == {"helplines.csv": len(lines) - 2}
    assert len(directory.helplines()) == len(lines) - 2


def test_a_changed_fact_replaces_the_old_one(directory: Directory, files: Path) -> None:
    directory.fill(files)
    spoil(files / "helplines.csv", "Huisarts van wacht 1733", "Huisarts van wacht")
    directory.fill(files)
    names = [line.name_nl for line in directory.helplines()]
    assert "Huisarts van wacht" in names
    assert "Huisarts van wacht 1733" not in names


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("initiatives.csv", ",local,", ",locl,"),
        ("helplines.csv", ",public,", ",everybody,"),
        ("places.csv", ",brussels,", ",brussel,"),
    ],
)
def test_a_broken_file_leaves_everything_as_it_was(
    directory: Directory, engine: Engine, files: Path, name: str, old: str, new: str
) -> None:
    """Not even the other files that are in order are filled."""
    directory.fill(files)
    before = everything(engine)
    spoil(files / name, old, new)
    for other in FILES:
        if other != name:
            lines = (files / other).read_text(encoding="utf-8").splitlines(keepends=True)
            (files / other).write_text("".join(lines[:-1]), encoding="utf-8")
    with pytest.raises(ContentError, match=name):
        directory.fill(files)
    assert everything(engine) == before


def test_a_place_that_stands_twice_leaves_everything_as_it_was(
    directory: Directory, engine: Engine, files: Path
) -> None:
    """Whoever notices it, the loader or the database."""
    directory.fill(files)
    before = everything(engine)
    lines = (files / "helplines.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (files / "helplines.csv").write_text("".join(lines[:-1]), encoding="utf-8")
    with (files / "places.csv").open("a", encoding="utf-8") as file:
        file.write((files / "places.csv").read_text(encoding="utf-8").splitlines()[1] + "\n")
    with pytest.raises(Exception):  # noqa: B017, PT011
        directory.fill(files)
    assert everything(engine) == before


def test_a_database_that_fails_halfway_leaves_everything_as_it_was(
    directory: Directory, engine: Engine, files: Path
) -> None:
    directory.fill(files)
    before = everything(engine)
    for name in FILES:
        lines = (files / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (files / name).write_text("".join(lines[:-1]), encoding="utf-8")

    with stops_halfway(tables.places), pytest.raises(Stopped):
        directory.fill(files)
    assert everything(engine) == before
    assert set(directory.fill(files)) == set(FILES)


def test_after_a_repair_the_same_file_is_filled(directory: Directory, files: Path) -> None:
    spoil(files / "helplines.csv", ",public,", ",everybody,")
    with pytest.raises(ContentError):
        directory.fill(files)
    spoil(files / "helplines.csv", ",everybody,", ",public,")
    assert set(directory.fill(files)) == set(FILES)


def everything(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with engine.connect() as connection:
        return {
            table: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}"))]
            for table in sorted(inspect(engine).get_table_names())
        }


# -- an empty house ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_an_empty_database_says_what_to_do(directory: Directory, name: str) -> None:
    with pytest.raises(DirectoryMissing, match="make setup"):
        FILES[name][1](directory)


@pytest.mark.parametrize("name", FILES)
def test_a_database_with_empty_tables_says_what_to_do(
    directory: Directory, files: Path, name: str
) -> None:
    spoil(files / "initiatives.csv", ",local,", ",locl,")
    with pytest.raises(ContentError):
        directory.fill(files)
    with pytest.raises(DirectoryMissing, match="make setup"):
        FILES[name][1](directory)


def test_an_update_with_a_mistake_leaves_the_old_directory(engine: Engine, files: Path) -> None:
    """A new version and a bad row in one update: what the old version reads is still there."""
    with engine.begin() as connection:
        connection.execute(text("create table initiatives (key text, gone text)"))
        connection.execute(text("insert into initiatives values ('huis', 'x')"))
    before = everything(engine)
    spoil(files / "helplines.csv", ",public,", ",everybody,")
    with pytest.raises(ContentError):
        Directory(engine).fill(files)
    assert everything(engine) == before
    spoil(files / "helplines.csv", ",everybody,", ",public,")
    assert Directory(engine).fill(files).keys() == set(FILES)
    assert Directory(engine).initiatives()


def test_nothing_is_opened_before_it_is_used(tmp_path: Path) -> None:
    Directory(create_engine(f"sqlite:///{tmp_path / 'later.db'}", future=True))
    assert not (tmp_path / "later.db").exists()


def test_tables_of_a_version_before_migrations_make_room(engine: Engine) -> None:
    """Who updates the program keeps the database, and the talks in it."""
    with engine.begin() as connection:
        connection.execute(text("create table places (key text, name_nl text)"))
        connection.execute(text("create table filled_from (file text, sha256 text)"))
        connection.execute(text("create table events (id integer)"))
        connection.execute(text("insert into events values (7)"))
    Directory(engine).fill(DATA)
    assert Directory(engine).places()
    with engine.connect() as connection:
        assert connection.execute(text("select id from events")).scalar_one() == 7


def test_the_migrations_make_the_tables_that_the_program_uses(
    directory: Directory, engine: Engine
) -> None:
    """Who changes a table and forgets the migration is told here, by each database."""
    directory.fill(DATA)
    with engine.connect() as connection:
        found = MigrationContext.configure(connection, opts={"compare_type": True})
        changes = compare_metadata(found, tables.metadata)
    assert {feedback.feedback.name, shown.shown_counts.name} <= set(tables.metadata.tables)
    theirs = ("directory_version", "sqlite_stat")
    ours = [c for c in changes if not any(name in str(c) for name in theirs)]
    assert ours == []


def test_a_database_that_fails_while_tables_change_is_as_it_was(engine: Engine) -> None:
    def fail(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "CREATE TABLE served" in statement:
            raise OSError("the disk is full")

    event.listen(engine, "before_cursor_execute", fail)
    with pytest.raises(OSError, match="the disk is full"):
        Directory(engine).fill(DATA)
    event.remove(engine, "before_cursor_execute", fail)
    assert everything(engine) == {}
    assert Directory(engine).fill(DATA).keys() == set(FILES)


def test_two_who_bring_in_a_list_at_once_wait_for_each_other(
    directory: Directory, engine: Engine
) -> None:
    """Both lists are long enough for the tables to be laid out anew after them."""
    directory.fill(DATA)
    before = directory.initiatives()
    lists = [
        [dataclasses.replace(before[n % 300], id=f"{name}-{n}") for n in range(MANY)]
        for name in ("mine", "yours")
    ]
    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda given: Directory(engine).put(given, given[0].id), lists))
    assert len(directory.initiatives()) == len(before) + 2 * MANY


def test_texts_that_mean_something_to_a_database_come_back_as_they_were(
    directory: Directory,
) -> None:
    """A stream of rows has its own signs for 'nothing here' and 'this was all'."""
    directory.fill(DATA)
    first = directory.initiatives()[0]
    for text_given in ("", "\\N", "\\.", '"', "a, b; c", "two\nlines", "back\\slash\t", "' -- x"):
        odd = dataclasses.replace(first, name=text_given, note=text_given, age_from=None)
        directory.put([odd], "elsewhere")
        assert directory.initiatives()[0] == odd
