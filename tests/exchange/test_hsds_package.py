"""HSDS as a package of tables: ours comes back the same, others' are read, harm is refused."""

from __future__ import annotations

import json
import struct
import zipfile
from pathlib import Path
from typing import Any

import frictionless
import pytest
from auxil.any_initiative import checked, differences, several
from auxil.guide import DATA
from hypothesis import HealthCheck, given, settings

from bot.content import ContentError, load_initiatives
from bot.content.problems import Problems
from bot.core.initiatives import Initiative
from bot.exchange import hsds_package, packages
from bot.exchange.raw import Defaults, Raw

HERE = Defaults(source="stad", work_models=("peers",), language="fr", confidence="low")

TABLES = {
    "organizations.csv": "id,name,description,tax_id\no1,Les Voisins asbl,Une maison,\n",
    "services.csv": (
        "id,organization_id,program_id,name,description,status,minimum_age,wait_time\n"
        's1,o1,,Repas,"Le mardi,\non mange ensemble.",active,,\n'
        "s2,o1,,Chorale,On chante.,active,18.0,\n"
    ),
    "locations.csv": (
        "id,location_type,name,latitude,longitude\n"
        "l1,physical,La maison,50.84,4.35\n"
        "l2,physical,Le parc,,\n"
    ),
    "service_at_location.csv": "id,service_id,location_id\nx1,s1,l1\nx2,s1,l2\nx3,s2,l1\n",
    "addresses.csv": (
        "id,location_id,address_1,address_2,city,state_province,postal_code,country,address_type\n"
        "a1,l1,Rue Haute 1,,Bruxelles,BRU,1000,BE,physical\n"
        "a2,l2,Parc 2,,Bruxelles,BRU,B-1000,BE,physical\n"
    ),
    "phones.csv": (
        "id,service_id,organization_id,number,type,description\n"
        "p1,,o1,02 000 00 01,voice,accueil\n"
        "p2,s2,,02 000 00 02,,\n"
        "p3,s2,,02 000 00 03,voice,\n"
    ),
}
"""A small package: two services at one place, one of them at two, more columns, fewer tables."""


def read(path: Path, defaults: Defaults = HERE) -> tuple[list[Raw], list[str]]:
    problems = Problems(path)
    return list(hsds_package.read(path, problems, defaults)), problems.found


def refused(path: Path) -> str:
    """What is said of a package that is not read at all."""
    with pytest.raises(ContentError) as caught:
        read(path)
    return str(caught.value)


def folder(tmp_path: Path, **changes: str | None) -> Path:
    """The small package with changes, such as ``phones="id,number"``; None leaves a table out."""
    found = tmp_path / "stad"
    found.mkdir()
    for name, text in {**TABLES, **{f"{k}.csv": v for k, v in changes.items()}}.items():
        if text is not None:
            (found / name).write_text(text, encoding="utf-8")
    return found


def described(path: Path, resources: object) -> Path:
    """A folder with a descriptor that says this of its resources."""
    (path / "datapackage.json").write_text(json.dumps({"name": "x", "resources": resources}))
    return path


def zipped(tmp_path: Path, **more: Any) -> Path:
    """The small package as a zip, with these members as well."""
    path = tmp_path / "stad.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in {**TABLES, **more}.items():
            out.writestr(name, text)
    return path


# -- ours, out and in -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ours", "ours.zip"])
def test_our_whole_directory_comes_back_the_same(tmp_path: Path, name: str) -> None:
    ours = load_initiatives(DATA / "initiatives.csv")
    hsds_package.write(ours, tmp_path / name)
    raws, told = read(tmp_path / name, Defaults())
    assert told == []
    assert checked(raws) == ours
    assert [path.name for path in tmp_path.iterdir()] == [name]


@settings(
    deadline=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(ours=several)
def test_any_initiatives_come_back_the_same(tmp_path: Path, ours: list[Initiative]) -> None:
    hsds_package.write(ours, tmp_path / "ours")
    raws, told = read(tmp_path / "ours" / "datapackage.json")
    assert told == []
    found = checked(raws)
    assert [differences(*pair) for pair in zip(ours, found, strict=True)] == [{}] * len(ours)
    assert found == ours


def test_frictionless_by_itself_finds_nothing_wrong_with_what_we_write(tmp_path: Path) -> None:
    hsds_package.write(load_initiatives(DATA / "initiatives.csv"), tmp_path / "ours")
    report = frictionless.validate(str(tmp_path / "ours" / "datapackage.json"))
    assert report.flatten(["type", "note"]) == []
    assert report.valid
    assert len(report.tasks) == 12


def test_initiatives_of_one_organisation_share_it(tmp_path: Path) -> None:
    ours = load_initiatives(DATA / "initiatives.csv")
    same = [i for i in ours if i.organisation == ours[0].organisation]
    assert len(same) > 1
    hsds_package.write(same, tmp_path / "ours")
    organizations = (tmp_path / "ours" / "organizations.csv").read_text(encoding="utf-8")
    assert len(organizations.splitlines()) == 2


def test_an_export_that_breaks_off_leaves_the_earlier_one(tmp_path: Path) -> None:
    ours = load_initiatives(DATA / "initiatives.csv")
    hsds_package.write(ours[:2], tmp_path / "ours")
    before = {p.name: p.read_bytes() for p in (tmp_path / "ours").iterdir()}

    def broken() -> Any:
        yield ours[3]
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        hsds_package.write(broken(), tmp_path / "ours")
    assert {p.name: p.read_bytes() for p in (tmp_path / "ours").iterdir()} == before
    assert len(list(tmp_path.iterdir())) == 1


# -- other people's packages ------------------------------------------------------------------


def test_a_package_without_a_descriptor_is_known_by_its_names(tmp_path: Path) -> None:
    raws, told = read(folder(tmp_path))
    assert told == []
    repas, repas_park, chorale = checked(raws)
    assert [raw.line for raw in raws] == [2, 2, 4]
    assert {raw.file for raw in raws} == {"stad/services.csv"}
    assert (repas.street_address, repas_park.street_address) == ("Rue Haute 1", "Parc 2")
    assert repas.id.startswith("stad-s1-")
    assert repas.id != repas_park.id
    assert (repas.summary_fr, repas.summary_nl) == ("Le mardi,\non mange ensemble.", "")
    assert (repas.phone, chorale.phone) == ("02 000 00 01", "02 000 00 02")
    assert (chorale.id, chorale.age_from, chorale.organisation) == (
        "stad-s2",
        18,
        "Les Voisins asbl",
    )
    assert (chorale.lat, chorale.lon, repas_park.lat) == (50.84, 4.35, None)
    assert (repas.work_models, repas.confidence, repas_park.postal_code) == (
        ("peers",),
        "low",
        "1000",
    )


@pytest.mark.parametrize("top", ["", "export/"])
def test_the_same_as_a_zip(tmp_path: Path, top: str) -> None:
    path = tmp_path / "stad.zip"
    with zipfile.ZipFile(path, "w") as out:
        for name, text in {**TABLES, "readme.txt": "Bonjour", "photo.png": "x"}.items():
            out.writestr(top + name, text)
        out.writestr("__MACOSX/._services.csv", "x")
    raws, told = read(path)
    assert told == []
    assert [raw.values["name"] for raw in raws] == ["Repas", "Repas", "Chorale"]
    assert raws[0].file == "stad.zip/services.csv"


@pytest.mark.parametrize(
    "absent", ["organizations", "phones", "addresses", "locations", "service_at_location"]
)
def test_any_table_but_the_services_may_be_left_out(tmp_path: Path, absent: str) -> None:
    raws, told = read(folder(tmp_path, **{absent: None}))
    assert told == []
    assert {raw.values["name"] for raw in raws} == {"Repas", "Chorale"}


def test_the_descriptor_says_which_file_is_what_and_how_it_is_written(tmp_path: Path) -> None:
    path = folder(tmp_path, services=None, phones=None)
    (path / "data").mkdir()
    text = "id;organization_id;name;description;status\ns1;o1;Chorale;Un dîner, un café;active\n"
    (path / "data" / "export-7.csv").write_text(text, encoding="cp1252")
    resources = [
        {
            "name": "services",
            "path": ["data/export-7.csv"],
            "encoding": "windows-1252",
            "dialect": {"csv": {"delimiter": ";"}},
            "schema": "https://example.org/schema.json",
        },
        {"name": "organization", "path": "organizations.csv", "profile": "https://example.org/p"},
        {"name": "programs", "path": "programs.csv"},
        {"name": "budget", "path": "budget.xlsx", "format": "xlsx"},
    ]
    raws, told = read(described(path, resources) / "datapackage.json")
    assert told == []
    (raw,) = raws
    assert (raw.file, raw.line) == ("datapackage.json/data/export-7.csv", 2)
    assert raw.values["summary_fr"] == "Un dîner, un café"
    assert raw.values["organisation"] == "Les Voisins asbl"


@pytest.mark.parametrize("name", ["address", "addresses", "addresss"])
def test_the_examples_of_the_standard_name_their_files_in_several_ways(
    tmp_path: Path, name: str
) -> None:
    path = folder(tmp_path)
    (path / "addresses.csv").rename(path / f"{name}.csv")
    (path / "services.csv").rename(path / "service.csv")
    raws, _ = read(path)
    assert raws[0].values["street_address"] == "Rue Haute 1"


def test_tables_saved_by_a_spreadsheet_are_read(tmp_path: Path) -> None:
    path = folder(tmp_path)
    for name, text in TABLES.items():
        saved = text.replace(",", ";").replace("Le mardi;\n", "Le mardi, ").replace("\n", "\r\n")
        (path / name).write_bytes(b"\xef\xbb\xbf" + saved.encode() + b"\r\n")
    raws, told = read(path)
    assert told == []
    assert len(raws) == 3


# -- mistakes ---------------------------------------------------------------------------------


def test_every_mistake_is_told_with_its_table_and_line(tmp_path: Path) -> None:
    path = folder(
        tmp_path,
        services=TABLES["services.csv"]
        + "s3,o1,,Jardin,,open,old,\ns4,o9,,Marche,,active,,\ns5,o1,,Danse\n"
        + "s2,o1,,Chant,,active,,\n"
        + "s6,o1,,Théâtre,Le jeudi.,active,,\n",
        phones=TABLES["phones.csv"] + "p4,s1,,,voice,\n",
        service_at_location=TABLES["service_at_location.csv"] + "x4,s6,l3\nx5,s9,l1\n",
        addresses=TABLES["addresses.csv"] + "a3,l3,Rue 3,,Lille,59,59000,FR,physical\n",
        locations=TABLES["locations.csv"] + "l3,physical,,48.1,x\n",
    )
    raws, told = read(path)
    assert [raw.values["name"] for raw in raws] == ["Repas", "Repas", "Chorale"]
    assert sorted(told) == sorted(
        [
            "stad/addresses.csv, line 4, field 'country': 'FR' is not one of BE, BEL, Belgium, "
            "België, Belgique, Belgien",
            "stad/addresses.csv, line 4, field 'postal_code': '59000' is not a Belgian postal code "
            "of four digits",
            "stad/locations.csv, line 4, field 'latitude': '48.1' is not a number from 49 to 52",
            "stad/locations.csv, line 4, field 'longitude': 'x' is not a number from 2 to 7",
            "stad/phones.csv, line 5, field 'number': '' is not filled in",
            "stad/services.csv, line 5, field 'status': 'open' is not one of active, inactive, "
            "defunct, temporarily closed",
            "stad/services.csv, line 5, field 'minimum_age': 'old' is not a number from 0 to 120",
            "stad/services.csv, line 6, field 'organization_id': 'o9' is not an id in "
            "organizations.csv",
            "stad/services.csv, line 7, field '(row)': 4 is not a row of 8 cells",
            "stad/services.csv, line 8, field 'id': 's2' is not new: line 4 has it already",
            "stad/service_at_location.csv, line 6, field 'service_id': 's9' is not an id in "
            "services.csv",
        ]
    )


def test_a_service_is_left_out_rather_than_shown_without_its_address(tmp_path: Path) -> None:
    wrong = TABLES["addresses.csv"].replace("Rue Haute 1", "")
    raws, told = read(folder(tmp_path, addresses=wrong))
    assert told == ["stad/addresses.csv, line 2, field 'address_1': '' is not filled in"]
    assert raws == []  # both services are given there


def test_columns_that_the_standard_requires_are_asked_for_once(tmp_path: Path) -> None:
    organizations = "id,name\no1,Les Voisins asbl\n"
    phones = "id,service_id\np1,s1\np2,s1\n"
    raws, told = read(folder(tmp_path, organizations=organizations, phones=phones))
    assert told == [
        "stad/organizations.csv, line 1, field 'description': '' is not a column of this file",
        "stad/phones.csv, line 1, field 'number': '' is not a column of this file",
    ]
    assert len(raws) == 3


@pytest.mark.parametrize(
    ("services", "expected"),
    [
        ("", "services.csv, line 1, field 'id': '' is not a column of this file"),
        ("id,id,name\n", "field 'id': '2 times' is not one column of that name"),
        ('id,"name\0\n', "line 1, field '(row)'"),
        (
            TABLES["services.csv"] + "s3,o1,,a\0b,,active,,\n",
            "line 5, field '(row)': 'line contains",
        ),
        (
            TABLES["services.csv"] + 's3,o1,,"a,,active,,\n',
            "line 5, field '(row)': 'unexpected end",
        ),
    ],
)
def test_a_broken_table_is_told(tmp_path: Path, services: str, expected: str) -> None:
    _, told = read(folder(tmp_path, services=services))
    assert expected in "\n".join(told)


def test_another_character_set_than_it_says_is_told_with_the_line(tmp_path: Path) -> None:
    path = folder(tmp_path)
    (path / "services.csv").write_bytes(TABLES["services.csv"].encode() + b"s3,o1,,Caf\xe9,,,,\n")
    assert "stad/services.csv, line 5, field '(row)': b'\\xe9' is not utf-8" in refused(path)


# -- meant to harm ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "../secret.csv",
        "data/../../secret.csv",
        "/etc/passwd",
        "C:/secret.csv",
        "..\\secret.csv",
        "~/secret.csv",
        "https://example.org/services.csv",
        "s3://bucket/services.csv",
        "file:services.csv",
        "",
        None,
        ["services.csv", "more.csv"],
        {"path": "services.csv"},
    ],
)
def test_a_descriptor_names_only_files_of_its_own(tmp_path: Path, path: object) -> None:
    (tmp_path / "secret.csv").write_text(TABLES["services.csv"])
    said = refused(described(folder(tmp_path), [{"name": "service", "path": path}]))
    assert "stad/datapackage.json, line 1, field 'resources/0/path'" in said
    assert "is not a file inside the package" in said


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    path = folder(tmp_path, services=None)
    (tmp_path / "secret.csv").write_text(TABLES["services.csv"])
    (path / "services.csv").symlink_to(tmp_path / "secret.csv")
    assert "a package with a table of services" in refused(path)
    said = refused(described(path, [{"name": "service", "path": "services.csv"}]))
    assert "'services.csv' is not a file inside the package" in said


@pytest.mark.parametrize(
    "descriptor",
    ["", "[]", "{", '{"resources": {}}', "[" * 100_000, '{"resources": [1]}', '{"resources": []}'],
)
def test_a_descriptor_that_is_none_is_told(tmp_path: Path, descriptor: str) -> None:
    path = folder(tmp_path)
    (path / "datapackage.json").write_text(descriptor)
    assert "stad" in refused(path)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"path": "services.csv.zip"}, "a table as a .csv file"),
        ({"path": "services.csv", "encoding": "zlib"}, "one of utf-8, cp1252"),
        ({"path": "services.csv", "encoding": "utf-7"}, "one of utf-8, cp1252"),
        ({"path": "services.csv", "dialect": {"delimiter": "a"}}, "one of , ; | or a tab"),
        ({"data": [["id"], ["s1"]]}, "a file inside the package"),
    ],
)
def test_only_plain_tables_are_read(tmp_path: Path, said: dict[str, Any], expected: str) -> None:
    assert expected in refused(described(folder(tmp_path), [{"name": "service", **said}]))


@pytest.mark.parametrize(
    "name", ["../services.csv", "/etc/services.csv", "C:\\services.csv", "a/../../b.csv"]
)
def test_a_zip_names_no_file_outside_itself(tmp_path: Path, name: str) -> None:
    said = refused(zipped(tmp_path, **{name: "x"}))
    assert "stad.zip, line 1, field '(zip)'" in said
    assert "is not a file inside the package" in said


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path)
    link = zipfile.ZipInfo("phones2.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as out:
        out.writestr(link, "/etc/passwd")
    assert "'phones2.csv' is not a file or a folder, no link" in refused(path)


def test_a_zip_in_a_zip_is_refused(tmp_path: Path) -> None:
    assert "'more.ZIP' is not a file, no archive" in refused(zipped(tmp_path, **{"more.ZIP": "x"}))


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    said = refused(zipped(tmp_path, **{"phones.csv": "0" * 20_000_000}))
    assert "'phones.csv' is not zipped at most 100 times smaller" in said


def test_a_zip_of_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MOST_IN_ALL", 100)
    assert "is not at most 100 bytes when unzipped" in refused(zipped(tmp_path))
    monkeypatch.setattr(packages, "MOST_BYTES", 50)
    assert "at most 50 bytes when unzipped" in refused(zipped(tmp_path))


def test_a_zip_of_thousands_of_files_is_refused(tmp_path: Path) -> None:
    few = refused(zipped(tmp_path, **{f"{n}.csv": "" for n in range(300)}))
    assert "'306 files' is not at most 200 files" in few
    many = refused(zipped(tmp_path, **{f"{n}.csv": "" for n in range(6000)}))
    assert "is not a list of at most" in many


def test_a_zip_with_one_name_twice_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as out:
        out.writestr("services.csv", "id\n")
    assert "'services.csv' is not one file of that name" in refused(path)


def test_a_zip_with_a_password_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path)
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark) + offset
        struct.pack_into("<H", content, at, 1)
    path.write_bytes(content)
    assert "is not a file without a password" in refused(path)


def test_a_zip_that_lies_about_a_size_gives_no_more_than_it_says(tmp_path: Path) -> None:
    path = tmp_path / "stad.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("services.csv", TABLES["services.csv"] + "x" * 5_000_000)
    content = bytearray(path.read_bytes())
    struct.pack_into("<L", content, content.find(b"PK\x01\x02") + 24, 100)
    path.write_bytes(content)
    assert "Bad CRC-32" in refused(path)


@pytest.mark.parametrize("content", [b"", b"PK", b"no zip at all" * 1000])
def test_what_is_no_zip_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "stad.zip"
    path.write_bytes(content)
    assert "'stad.zip' is not a zip, a folder or a datapackage.json" in refused(path)


def test_a_zip_cut_short_or_damaged_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[:-200])
    assert "stad.zip" in refused(path)
    damaged = bytearray(whole)
    at = damaged.find(b"organizations.csv") + 25
    damaged[at : at + 10] = b"\xff" * 10
    path.write_bytes(damaged)
    assert "is not a whole zip" in refused(path)


def test_a_package_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "is not a file that can be read" in refused(tmp_path / "none.zip")
    (tmp_path / "empty").mkdir()
    assert "a package with a table of services (services.csv)" in refused(tmp_path / "empty")
