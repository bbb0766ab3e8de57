"""'netwerkwijzer directory': a table of somebody else comes in whole or not at all."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from auxil.any_initiative import initiatives as any_initiatives
from auxil.cuts import Stopped, stops_halfway
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.engine import Engine
from sqlalchemy.pool import StaticPool

from bot import bootstrap, cli, content, importing
from bot.content.initiatives import read_initiative
from bot.content.problems import Problems
from bot.content.rows import Row
from bot.core.initiatives import Initiative
from bot.core.places import Gazetteer
from bot.core.search import Wanted
from bot.core.traits import Surveyor
from bot.exchange import csv_file, data_inclusion, hsds_json, hsds_package
from bot.exchange.raw import Defaults, Raw, to_texts
from bot.exchange.safe import checked
from bot.store import feedback, shown, tables
from bot.store.directory import Directory
from bot.store.migrations import ready
from bot.store.search import DirectorySearch

DATA = Path(__file__).resolve().parents[1] / "data"
OURS = content.load_initiatives(DATA / "initiatives.csv")
PLACES = content.load_places(DATA / "places.csv")
GHENT = next(place for place in PLACES if place.name_nl == "Gent")
OUT = {
    "table.csv": ((), csv_file.write),
    "package.zip": ((), hsds_package.write),
    "folder": ((), hsds_package.write),
    "services.json": (("--format", "hsds"), hsds_json.write),
    "french.json": (("--format", "data-inclusion"), data_inclusion.write),
}

Command = Callable[..., int]


@pytest.fixture
def kept(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Directory:
    """The directory of our own files, in the database that the command uses."""
    monkeypatch.setattr(bootstrap, "engine", lambda: engine)
    made = bootstrap.directory()
    made.fill(DATA)
    return made


@pytest.fixture
def command(kept: Directory) -> Command:
    """The command as an admin types it."""

    def run(*words: object) -> int:
        return cli.main(["directory", *map(str, words)])

    return run


def table(path: Path, rows: Sequence[Initiative | dict[str, str]]) -> Path:
    """A table with these rows."""
    texts = [to_texts(row) if isinstance(row, Initiative) else row for row in rows]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(key for row in texts for key in row)))
        writer.writeheader()
        writer.writerows(texts)
    return path


def new(number: int = 1, **differs: object) -> Initiative:
    """A place that the directory does not have yet."""
    like = next(one for one in OURS if one.is_door and one.scope == "local")
    made: dict[str, object] = {
        "id": f"nieuw-{number}",
        "name": f"Nieuw huis {number}",
        "postal_code": "9000",
        "municipality": "Gent",
        "part_of_municipality": "",
        "website": f"https://nieuw{number}.example",
        "note": "",
    }
    return dataclasses.replace(like, **{**made, **differs})  # type: ignore[arg-type]


def named(kept: Directory) -> set[str]:
    return {one.id for one in kept.initiatives()}


# -- out and in again -------------------------------------------------------------------------


@pytest.mark.parametrize("name", OUT)
def test_the_whole_directory_goes_out_and_comes_in_the_same(
    command: Command,
    kept: Directory,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    given, _ = OUT[name]
    assert command("export", tmp_path / name, *given) == 0
    before = kept.initiatives()
    assert command("import", tmp_path / name, *given) == 0
    said = capsys.readouterr().out
    assert f"the same: {len(before)}" in said
    assert "added: 0" in said
    assert "changed: 0" in said
    assert "written: 0" in said
    assert kept.initiatives() == before


@pytest.mark.parametrize("name", OUT)
def test_another_installation_gets_the_same_directory(
    command: Command, kept: Directory, tmp_path: Path, name: str
) -> None:
    """What one organisation keeps, another takes over: into a directory that has none of it."""
    given, _ = OUT[name]
    assert command("export", tmp_path / name, *given) == 0
    empty = tmp_path / "empty"
    shutil.copytree(DATA, empty)
    rows = (DATA / "initiatives.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (empty / "initiatives.csv").write_text(rows[0], encoding="utf-8")
    kept.fill(empty)
    assert command("import", tmp_path / name, *given) == 0
    assert {one.id: one for one in kept.initiatives()} == {one.id: one for one in OURS}


def empty_directory() -> Directory:
    """A directory in memory that has no initiatives."""
    made = create_engine("sqlite://", future=True, poolclass=StaticPool)
    ready(made)
    with made.begin() as connection:
        connection.execute(tables.places.insert(), tables.to_row(GHENT, GHENT.id, 0))
    return Directory(made)


def let_in(found: Sequence[Initiative]) -> list[Initiative]:
    """The same initiatives as an import would keep them."""
    problems = Problems(Path("rows"))
    rows = [checked(Raw(to_texts(one), "rows", n), problems) for n, one in enumerate(found, 1)]
    made = [
        read_initiative(Row(row.values, row.line, problems), both_languages=False)
        for row in rows
        if row
    ]
    return made if not problems.found else []


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(any_initiatives(), min_size=1, max_size=4), st.sampled_from(sorted(OUT)))
def test_whatever_is_in_the_directory_goes_out_and_comes_in_the_same(
    some: list[Initiative], name: str
) -> None:
    here = {"postal_code": "9000", "municipality": "Gent", "taken_over_by": ()}
    ours = let_in([dataclasses.replace(one, id=f"n{n}", **here) for n, one in enumerate(some)])
    kept = empty_directory()
    kept.put(ours, "before")
    assert kept.initiatives() == ours
    given, write = OUT[name]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(kept.initiatives(), path)
        kind = given[1] if given else importing.format_of(path)
        surveyor = Surveyor(Gazetteer(PLACES))
        again = importing.plan([(path, kind)], {}, [], surveyor, Defaults())
    assert again.problems == []
    assert {one.id: one for one in again.added} == {one.id: one for one in ours}


# -- what would change ------------------------------------------------------------------------


def test_a_dry_run_says_what_would_change_and_changes_nothing(
    command: Command, kept: Directory, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    moved, gone, *_ = (one for one in OURS if one.is_door and one.scope == "local")
    rows = [
        new(),
        dataclasses.replace(moved, street_address="Nieuwstraat 7"),
        dataclasses.replace(gone, status="ended"),
        OURS[-1],
    ]
    before = kept.initiatives()
    assert command("import", table(tmp_path / "t.csv", rows), "--dry-run") == 0
    said = capsys.readouterr().out
    assert "added: 1\n    nieuw-1: Nieuw huis 1 (Gent)" in said
    assert f"changed: 1\n    {moved.id}: {moved.name}" in said
    assert f"street_address: {moved.street_address!r} -> 'Nieuwstraat 7'" in said
    assert f"closed: 1\n    {gone.id}" in said
    assert "the same: 1" in said
    assert kept.initiatives() == before
    assert command("import", tmp_path / "t.csv") == 0
    after = {one.id: one for one in kept.initiatives()}
    assert after["nieuw-1"] == new()
    assert after[moved.id].street_address == "Nieuwstraat 7"
    assert after[gone.id].status == "ended"
    assert len(after) == len(before) + 1


def test_what_was_brought_in_is_found_at_once(
    command: Command, kept: Directory, engine: Engine, tmp_path: Path
) -> None:
    place = new(work_models=("neighbourhood",))
    found = DirectorySearch(engine)
    wanted = Wanted("neighbourhood", GHENT, 10, "nl")
    assert place.id not in [d.initiative.id for d in found.find(wanted)]
    assert command("import", table(tmp_path / "t.csv", [place])) == 0
    assert place.id in [d.initiative.id for d in found.find(wanted)]


def test_a_table_that_excel_saved_on_a_belgian_computer_comes_in(
    command: Command, kept: Directory, tmp_path: Path
) -> None:
    """Semicolons, Windows-1252, CRLF, and only the columns that a helper needs."""
    told = io.StringIO()
    writer = csv.writer(told, delimiter=";", lineterminator="\r\n")
    writer.writerow(["id", "name", "work_models", "postal_code", "phone", "summary_nl"])
    writer.writerow(["café-ruïne", "Café Ruïne", "neighbourhood", "9000", "09 223 00 00", "Koffie"])
    (tmp_path / "excel.csv").write_bytes(told.getvalue().encode("cp1252"))
    assert command("import", tmp_path / "excel.csv") == 0
    [came] = [one for one in kept.initiatives() if one.id == "café-ruïne"]
    assert (came.name, came.cost, came.confidence) == ("Café Ruïne", "unknown", "medium")


def test_what_came_from_the_same_source_and_is_gone_can_be_closed(
    command: Command, kept: Directory, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "t.csv"
    assert command("import", table(path, [new(1), new(2)])) == 0
    table(path, [new(1)])
    assert command("import", path) == 0
    assert "not there any more (--close-missing would close them): 1" in capsys.readouterr().out
    assert {one.status for one in kept.initiatives() if one.id == "nieuw-2"} == {"active"}
    assert command("import", path, "--close-missing") == 0
    assert {one.status for one in kept.initiatives() if one.id == "nieuw-2"} == {"ended"}
    assert {one.status for one in kept.initiatives() if one.id == "nieuw-1"} == {"active"}
    assert named(kept) >= {one.id for one in OURS}, "what came from elsewhere is left alone"


def test_our_own_file_is_read_anew_and_what_was_brought_in_stays(
    command: Command, kept: Directory, tmp_path: Path
) -> None:
    assert command("import", table(tmp_path / "t.csv", [new()])) == 0
    own = tmp_path / "own"
    shutil.copytree(DATA, own)
    with (own / "initiatives.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    kept.fill(own)
    assert "nieuw-1" in named(kept)


def test_a_named_source_cannot_change_what_others_told(
    command: Command, kept: Directory, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its file may carry our own ids: an export of ours that came back changed."""
    before = kept.initiatives()
    changed = dataclasses.replace(OURS[0], phone="0900 00 00 00")
    hsds_json.write([changed], tmp_path / "theirs.json")
    told = ("--format", "hsds", "--source", "partner")
    assert command("import", tmp_path / "theirs.json", *told) == 1
    assert "is not an id of this source" in capsys.readouterr().err
    assert kept.initiatives() == before
    hsds_json.write([new()], tmp_path / "theirs.json")
    assert command("import", tmp_path / "theirs.json", *told) == 0
    hsds_json.write([new(phone="09 111 11 11")], tmp_path / "theirs.json")
    assert command("import", tmp_path / "theirs.json", *told) == 0
    assert {i.phone for i in kept.initiatives() if i.id == "nieuw-1"} == {"09 111 11 11"}


def test_somebody_elses_file_gets_the_way_that_is_told_and_the_name_of_its_keeper(
    command: Command, kept: Directory, tmp_path: Path
) -> None:
    services = [
        {
            "id": "11111111-2222-4333-8444-555555555555",
            "name": "Repair café",
            "status": "active",
            "description": "On répare ensemble, autour d’un café.",
            "url": "https://repair.example",
            "organization": {
                "id": "21111111-2222-4333-8444-555555555555",
                "name": "Repair",
                "description": "Réparer ensemble",
            },
            "service_at_locations": [
                {
                    "id": "31111111-2222-4333-8444-555555555555",
                    "location": {
                        "id": "41111111-2222-4333-8444-555555555555",
                        "location_type": "physical",
                        "addresses": [
                            {
                                "id": "51111111-2222-4333-8444-555555555555",
                                "address_1": "Rue du Midi 1",
                                "city": "Bruxelles",
                                "postal_code": "1000",
                                "state_province": "Bruxelles",
                                "country": "BE",
                                "address_type": "physical",
                            }
                        ],
                    },
                }
            ],
        }
    ]
    path = tmp_path / "theirs.json"
    path.write_text(json.dumps(services), encoding="utf-8")
    told = ("--source", "repair", "--work-models", "peers;neighbourhood", "--language", "fr")
    assert command("import", path, *told) == 0
    [came] = [one for one in kept.initiatives() if one.name == "Repair café"]
    assert came.id.startswith("repair-")
    assert came.summary_fr == "On répare ensemble, autour d’un café."
    assert came.municipality == "Bruxelles"
    assert came.work_models == ("peers", "neighbourhood")
    assert kept.origins()[came.id] == "repair"


# -- what is wrong ----------------------------------------------------------------------------


def wrong_rows() -> list[dict[str, str]]:
    right = to_texts(new(1))
    return [
        right,
        {**to_texts(new(2)), "cost": "gratis"},
        {**to_texts(new(3)), "postal_code": "12", "languages": "nederlands"},
        {**to_texts(new(4)), "postal_code": "9999", "municipality": "Nergens"},
        {**to_texts(new(5)), "taken_over_by": "niemand"},
        right,
    ]


def test_every_mistake_is_told_with_its_line_and_nothing_is_brought_in(
    command: Command, kept: Directory, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = kept.initiatives()
    assert command("import", table(tmp_path / "t.csv", wrong_rows())) == 1
    told = capsys.readouterr()
    for line, field, value in (
        (3, "cost", "gratis"),
        (4, "postal_code", "12"),
        (4, "languages", "nederlands"),
        (5, "postal_code", "9999"),
        (6, "taken_over_by", "niemand"),
        (7, "id", "nieuw-1"),
    ):
        assert f"t.csv, line {line}, field {field!r}: {value!r} is not " in told.err
    assert "5 rows have mistakes, nothing was changed" in told.out
    assert kept.initiatives() == before


def test_rows_with_mistakes_can_be_left_out(
    command: Command, kept: Directory, tmp_path: Path
) -> None:
    assert command("import", table(tmp_path / "t.csv", wrong_rows()), "--skip-bad") == 0
    assert named(kept) - {one.id for one in OURS} == {"nieuw-1"}


def test_of_two_files_neither_comes_in_when_one_is_wrong(
    command: Command, kept: Directory, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right = table(tmp_path / "right.csv", [new(1)])
    broken = tmp_path / "broken.json"
    broken.write_text('[{"id": "1", ', encoding="utf-8")
    assert command("import", right, broken) == 1
    assert "broken.json, line" in capsys.readouterr().err
    assert "nieuw-1" not in named(kept)


def test_a_power_cut_halfway_leaves_the_directory_as_it_was(
    command: Command, kept: Directory, engine: Engine, tmp_path: Path
) -> None:
    before, searched = kept.initiatives(), DirectorySearch(engine)
    wanted = Wanted("neighbourhood", GHENT, 10, "nl")
    found = searched.find(wanted)

    with stops_halfway(tables.doors), pytest.raises(Stopped):
        command("import", table(tmp_path / "t.csv", [new(1), *OURS[5:]]))
    assert kept.initiatives() == before
    assert searched.find(wanted) == found


@pytest.mark.parametrize(
    ("name", "content_of", "said"),
    [
        ("nothing.csv", None, "No such file"),
        ("notes.docx", b"PK", "'.docx' is not a name that ends in"),
        ("empty.csv", b"", "empty.csv, line 1"),
        ("photo.csv", b"\x89PNG\r\n\x1a\n\0\0", "photo.csv, line"),
    ],
)
def test_what_is_no_table_is_said_in_one_line(
    command: Command,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content_of: bytes | None,
    said: str,
) -> None:
    if content_of is not None:
        (tmp_path / name).write_bytes(content_of)
    assert command("import", tmp_path / name) == 1
    told = capsys.readouterr().err
    assert said in told
    assert "Traceback" not in told


def test_a_way_that_does_not_exist_is_told(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = table(tmp_path / "t.csv", [new()])
    assert command("import", path, "--work-models", "buddie") == 1
    assert "--work-models: 'buddie' is not one of" in capsys.readouterr().err


def test_who_has_not_set_up_yet_is_told_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fresh = create_engine(f"sqlite:///{tmp_path / 'none.db'}", future=True)
    monkeypatch.setattr(bootstrap, "engine", lambda: fresh)
    assert cli.main(["directory", "export", str(tmp_path / "d.csv")]) == 1
    assert "run 'make setup' first" in capsys.readouterr().err
    assert not (tmp_path / "d.csv").exists()


def test_a_format_that_the_name_does_not_tell_is_asked_for(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("export", tmp_path / "d.json") == 1
    assert "--format hsds or --format data-inclusion" in capsys.readouterr().err
    assert command("export", tmp_path / "d.xlsx") == 1
    assert "'.xlsx' is not a name that ends in .csv" in capsys.readouterr().err


# -- how far it is ----------------------------------------------------------------------------


def test_above_a_thousand_rows_a_bar_shows_how_far_it_is(
    command: Command, kept: Directory, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    few = table(tmp_path / "few.csv", [new(n) for n in range(1000)])
    assert command("import", few, "--dry-run") == 0
    assert "rows/s" not in capsys.readouterr().err
    many = table(tmp_path / "many.csv", [new(n) for n in range(1001)])
    assert command("import", many) == 0
    told = capsys.readouterr()
    assert "read: 1001 rows" in told.err
    assert "written: 100%" in told.err
    assert "written: 1001" in told.out
    assert "... and 981 more" in told.out
    assert len(kept.initiatives()) == len(OURS) + 1001


# -- how good it is ---------------------------------------------------------------------------


def test_an_admin_sees_what_people_said_and_clears_it(
    command: Command, engine: Engine, kept: Directory, capsys: pytest.CaptureFixture[str]
) -> None:
    place = next(one for one in OURS if one.is_door and one.scope == "local")
    today = bootstrap.datetime.date(2026, 11, 23)
    changed = [feedback.add(engine, place.id, "closed", who, today) for who in ("an", "bo", "cé")]
    assert changed == [False, False, True]
    kept.survey([place.id])
    shown.add(engine, [place.id])
    assert command("feedback") == 0
    said = capsys.readouterr().out
    assert place.id in said
    assert "check first" in said
    assert command("stats") == 0
    assert place.id in capsys.readouterr().out
    assert command("feedback", "--clear", place.id) == 0
    assert "3 marks removed" in capsys.readouterr().out
    assert command("feedback") == 0
    assert "nothing was said of any place" in capsys.readouterr().out


def test_the_map_is_a_picture(
    command: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("map", tmp_path / "map.svg") == 0
    assert (tmp_path / "map.svg").read_text(encoding="utf-8").startswith("<?xml")
    assert command("map", tmp_path / "map.pdf") == 1
    assert "ends in .svg or .png" in capsys.readouterr().err
