"""HSDS as JSON: what we write comes back the same, and what others write can be read."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from auxil.any_initiative import checked, differences, initiatives, several
from auxil.guide import DATA
from hypothesis import HealthCheck, given, settings

from bot.content import ContentError, load_initiatives
from bot.content.problems import Problems
from bot.core.initiatives import Initiative
from bot.exchange import hsds_json, json_stream
from bot.exchange.hsds import CALL_FIRST, TAXONOMY, TERM_IDS, to_service
from bot.exchange.raw import Defaults, Raw

HERE = Defaults(source="cafe", work_models=("neighbourhood",), language="nl")

CAFE: dict[str, Any] = {
    "id": "ac148810-d857-441c-9679-408f346de14b",
    "name": "Taalcafé",
    "alternate_name": "Praattafel",
    "description": "Elke week praten we Nederlands aan een <b>grote</b> tafel.",
    "url": "https://example.org/cafe",
    "email": None,
    "status": "active",
    "fees_description": "Gratis.",
    "eligibility_description": "Iedereen vanaf 16 jaar",
    "minimum_age": 16,
    "maximum_age": 99,
    "assured_date": "2026-05-01",
    "last_modified": "2026-06-03T10:30:45.123Z",
    "organization": {
        "id": "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610",
        "name": "Het Buurthuis vzw",
        "description": "Een huis in de buurt.",
        "email": "buurthuis@example.org",
        "additional_websites": [{"id": "x", "label": "Website", "url": "https://example.org"}],
        "year_incorporated": 2011,
    },
    "phones": [
        {"id": "p1", "number": "+32 9 000 00 01", "type": "fax"},
        {"id": "p2", "number": '"+32 9 000 00 02"', "type": "voice", "extension": 100},
        {"id": "p3", "number": "+32 9 000 00 03", "type": "voice"},
    ],
    "languages": [
        {"id": "l1", "name": "Dutch", "code": "nld"},
        {"id": "l2", "name": "Arabic"},
        {"id": "l3", "name": "Flemish Sign Language", "code": "vgt"},
    ],
    "schedules": [
        {"id": "s1", "freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00", "closes_at": "12:00"},
        {"id": "s2", "freq": "WEEKLY", "byday": "MO", "opens_at": "13:00", "closes_at": "17:00"},
    ],
    "attributes": [],
    "contacts": [{"id": "c1", "title": "Onthaal"}],
}


def place(street: str = "Dorpsstraat 1", kind: str = "physical", **more: Any) -> dict[str, Any]:
    """A place where a service is given."""
    address = {
        "id": f"a {street}",
        "address_1": street,
        "city": "Gent",
        "state_province": "Oost-Vlaanderen",
        "postal_code": "9000",
        "country": "BE",
        "address_type": kind,
    }
    location = {
        "id": f"l {street}",
        "location_type": "physical",
        "latitude": 51.05,
        "longitude": 3.72,
        "transportation": "tram 1",
        "addresses": [{**address, **more}],
    }
    return {"id": f"at {street}", "location": location}


def read(path: Path, defaults: Defaults = HERE) -> tuple[list[Raw], list[str]]:
    problems = Problems(path)
    return list(hsds_json.read(path, problems, defaults)), problems.found


def read_json(tmp_path: Path, content: object) -> tuple[list[Raw], list[str]]:
    path = tmp_path / "file.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return read(path)


def one(tmp_path: Path, **changes: Any) -> Initiative:
    """The one initiative that the café becomes with these changes."""
    raws, told = read_json(tmp_path, {**CAFE, **changes})
    assert told == []
    (initiative,) = checked(raws)
    return initiative


# -- ours, out and in -------------------------------------------------------------------------


def test_our_whole_directory_comes_back_the_same(tmp_path: Path) -> None:
    ours = load_initiatives(DATA / "initiatives.csv")
    path = tmp_path / "ours.json"
    hsds_json.write(ours, path)
    raws, told = read(path, Defaults())
    assert told == []
    assert checked(raws) == ours


@settings(
    deadline=None,
    derandomize=True,
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(ours=several)
def test_any_initiatives_come_back_the_same(tmp_path: Path, ours: list[Initiative]) -> None:
    path = tmp_path / "ours.json"
    hsds_json.write(ours, path)
    raws, told = read(path, HERE)
    assert told == []
    found = checked(raws)
    assert [differences(*pair) for pair in zip(ours, found, strict=True)] == [{}] * len(ours)
    assert found == ours


@settings(deadline=None, derandomize=True)
@given(initiative=initiatives())
def test_who_knows_only_hsds_finds_what_the_standard_requires(initiative: Initiative) -> None:
    service = to_service(initiative)
    assert service["name"] == initiative.name
    assert service["status"] in ("active", "inactive", "defunct", "temporarily closed")
    assert {"id", "name", "description"} <= set(service["organization"])
    assert len(service["attributes"]) == len(initiative.work_models)
    for at in service.get("service_at_locations", ()):
        for address in at["location"]["addresses"]:
            needed = ("address_1", "city", "state_province", "postal_code", "country")
            assert all(address[name] for name in needed)


def test_an_address_that_must_be_checked_first_is_not_shown_by_others() -> None:
    doubted = next(
        i
        for i in load_initiatives(DATA / "initiatives.csv")
        if i.street_address and not i.address and i.postal_code
    )
    service = to_service(doubted)
    (at,) = service["service_at_locations"]
    assert at["location"]["addresses"][0]["address_1"] == "-"
    assert "latitude" not in at["location"]
    assert service["alert"] == CALL_FIRST


def test_a_partner_who_closes_our_place_is_heard(tmp_path: Path) -> None:
    ours = load_initiatives(DATA / "initiatives.csv")[3]
    service = to_service(ours)
    service["status"] = "defunct"
    service["phones"][0]["number"] = "016 00 00 00"
    raws, told = read_json(tmp_path, [service])
    assert told == []
    (back,) = checked(raws)
    assert back == dataclasses.replace(ours, status="ended", phone="016 00 00 00")


def test_an_export_that_breaks_off_leaves_the_earlier_one(tmp_path: Path) -> None:
    path = tmp_path / "ours.json"
    path.write_text("[]")

    def broken() -> Any:
        yield load_initiatives(DATA / "initiatives.csv")[0]
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        hsds_json.write(broken(), path)
    assert path.read_text() == "[]"
    assert list(tmp_path.iterdir()) == [path]


# -- other people's files ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        CAFE,
        [CAFE],
        {"services": [CAFE]},
        {"total_items": 1, "page_number": 1, "empty": False, "contents": [CAFE], "size": 1},
        {"contents": [CAFE], "last_page": True},
    ],
    ids=["one service", "array", "services", "page of the API", "page, named later"],
)
def test_services_come_in_several_wrappings(tmp_path: Path, content: object) -> None:
    raws, told = read_json(tmp_path, content)
    assert told == []
    assert [(r.values["id"], r.file, r.line) for r in raws] == [
        (f"cafe-{CAFE['id']}", "file.json", 1)
    ]


@pytest.mark.parametrize("content", [[], {"contents": [], "empty": True}])
def test_a_page_may_be_empty(tmp_path: Path, content: object) -> None:
    assert read_json(tmp_path, content) == ([], [])


def test_a_full_service_of_somebody_else(tmp_path: Path) -> None:
    cafe = one(tmp_path, service_at_locations=[place()])
    assert cafe.name == "Taalcafé"
    assert cafe.organisation == "Het Buurthuis vzw"
    assert cafe.work_models == ("neighbourhood",)
    assert cafe.summary_nl == CAFE["description"]
    assert cafe.summary_fr == ""
    assert cafe.target_group_nl == "Iedereen vanaf 16 jaar"
    assert (cafe.scope, cafe.street_address, cafe.postal_code) == ("local", "Dorpsstraat 1", "9000")
    assert (cafe.municipality, cafe.lat, cafe.lon) == ("Gent", 51.05, 3.72)
    assert cafe.phone == "+32 9 000 00 02 ext. 100"
    assert cafe.email == "buurthuis@example.org"
    assert cafe.website == "https://example.org/cafe"
    assert cafe.languages == ("nl", "ar")
    assert cafe.opening_hours == "Mo 09:00-12:00,13:00-17:00; Tu 09:00-12:00"
    assert (cafe.cost, cafe.age_from) == ("free", 16)
    assert (cafe.checked_on, cafe.source_year) == ("2026-05-01", 2026)
    assert (cafe.status, cafe.confidence) == ("active", "medium")
    assert cafe.source_note == f"HSDS cafe {CAFE['id']}"


def test_a_service_of_the_least_that_the_standard_asks(tmp_path: Path) -> None:
    least = {"id": "1", "name": "Koor", "description": "Zingen", "status": "active"}
    raws, told = read_json(tmp_path, [least])
    assert told == []
    (koor,) = checked(raws)
    assert (koor.id, koor.cost, koor.languages, koor.phone) == ("cafe-1", "unknown", (), "")


def test_a_french_file_keeps_its_texts_in_french(tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    path.write_text(json.dumps(CAFE))
    raws, _ = read(path, dataclasses.replace(HERE, language="fr"))
    assert raws[0].values["summary_fr"] == CAFE["description"]
    assert "summary_nl" not in raws[0].values


def test_each_place_of_a_service_is_a_door_of_its_own(tmp_path: Path) -> None:
    first, second = place("Dorpsstraat 1"), place("Kerkplein 2")
    second["phones"] = [{"id": "p", "number": "09 000 00 09"}]
    raws, told = read_json(tmp_path, {**CAFE, "service_at_locations": [first, second]})
    turned, _ = read_json(tmp_path, {**CAFE, "service_at_locations": [second, first]})
    assert told == []
    doors = checked(raws)
    assert [d.street_address for d in doors] == ["Dorpsstraat 1", "Kerkplein 2"]
    assert [d.phone for d in doors] == ["+32 9 000 00 02 ext. 100", "09 000 00 09"]
    assert len({d.id for d in doors}) == 2
    assert all(d.id.startswith(f"cafe-{CAFE['id']}-") for d in doors)
    assert sorted(doors, key=lambda d: d.id) == sorted(checked(turned), key=lambda d: d.id)


def test_where_letters_go_is_no_door(tmp_path: Path) -> None:
    cafe = one(tmp_path, service_at_locations=[place("Postbus 3", kind="postal")])
    assert (cafe.street_address, cafe.lat, cafe.postal_code) == ("", None, "9000")


def test_of_two_addresses_the_one_where_one_goes_counts(tmp_path: Path) -> None:
    at = place("Postbus 3", kind="postal")
    at["location"]["addresses"] += place("Kerkplein 2", address_2="bus 1")["location"]["addresses"]
    assert one(tmp_path, service_at_locations=[at]).street_address == "Kerkplein 2, bus 1"


def test_what_is_only_online_has_no_address(tmp_path: Path) -> None:
    online = {
        "id": "1",
        "location": {"id": "2", "location_type": "virtual", "url": "https://example.org/chat"},
    }
    cafe = one(
        tmp_path,
        url=None,
        service_at_locations=[online],
        service_areas=[{"id": "3", "name": "Vlaanderen"}],
    )
    assert (cafe.scope, cafe.area, cafe.street_address) == ("area", "Flanders", "")
    assert cafe.website == "https://example.org/chat"


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("active", "active"),
        ("inactive", "temporarily_closed"),
        ("temporarily closed", "temporarily_closed"),
        ("defunct", "ended"),
    ],
)
def test_what_is_closed_elsewhere_is_closed_here(tmp_path: Path, theirs: str, ours: str) -> None:
    assert one(tmp_path, status=theirs).status == ours


@pytest.mark.parametrize(
    ("said", "cost"),
    [
        ({"fees_description": "Free of charge"}, "free"),
        ({"fees_description": "Gratis voor leden, anders 5 euro"}, "unknown"),
        ({"fees_description": None}, "unknown"),
        ({"cost_options": [{"id": "1", "amount": 0, "currency": "eur"}]}, "free"),
        ({"cost_options": [{"id": "1", "amount": 0}, {"id": "2", "amount": 2.5}]}, "paid"),
    ],
)
def test_free_is_said_only_of_what_is_free(tmp_path: Path, said: dict[str, Any], cost: str) -> None:
    assert one(tmp_path, **said).cost == cost


def test_our_work_models_are_known_by_their_code_in_our_taxonomy(tmp_path: Path) -> None:
    def term(code: str, taxonomy: str, term_id: str = "t") -> dict[str, Any]:
        detail = {"id": "x", "name": taxonomy, "description": "d"}
        term = {"id": term_id, "code": code, "name": "n", "description": "d"}
        return {"id": "a", "taxonomy_term": {**term, "taxonomy_detail": detail}}

    (buddy_id,) = (term_id for term_id, model in TERM_IDS.items() if model == "buddy")
    terms = [term("peers", TAXONOMY), term("context", "other"), term("", "other", buddy_id)]
    assert one(tmp_path, attributes=terms).work_models == ("peers", "buddy")


# -- mistakes ---------------------------------------------------------------------------------


def test_every_mistake_is_told_and_the_right_ones_are_read(tmp_path: Path) -> None:
    abroad = place("Rue 1", country="LU", postal_code="L-1234")
    abroad["location"]["latitude"] = "north"
    raws, told = read_json(
        tmp_path,
        [
            {**CAFE, "status": "open", "name": ""},
            {**CAFE, "id": "2", "service_at_locations": [place(), abroad]},
            "no service",
            {**CAFE, "id": "4", "phones": {"number": "1"}, "organization": {"id": "1"}},
            {**CAFE, "id": "5", "description": ["a", "b"], "minimum_age": -3},
            {**CAFE, "id": "6", "phones": [{"id": "7", "number": None}, 3]},
            {**CAFE, "id": "7"},
            {**CAFE, "id": "7"},
        ],
    )
    assert [raw.line for raw in raws] == [7]
    at = "service_at_locations/1/location/"
    countries = "BE, BEL, Belgium, België, Belgique, Belgien"
    assert told == [
        "file.json, line 1, field 'name': '' is not filled in",
        "file.json, line 1, field 'status': 'open' is not one of active, inactive, defunct, "
        "temporarily closed",
        f"file.json, line 2, field '{at}latitude': 'north' is not a number from 49 to 52",
        f"file.json, line 2, field '{at}addresses/0/postal_code': 'L-1234' is not a Belgian "
        "postal code of four digits",
        f"file.json, line 2, field '{at}addresses/0/country': 'LU' is not one of {countries}",
        "file.json, line 3, field '(record)': '\"no service\"' is not an object",
        "file.json, line 4, field 'organization/name': '' is not filled in",
        "file.json, line 4, field 'organization/description': '' is not filled in",
        "file.json, line 4, field 'phones': '{\"number\": \"1\"}' is not a list",
        "file.json, line 5, field 'description': '[\"a\", \"b\"]' is not a text or a number",
        "file.json, line 5, field 'minimum_age': '-3' is not a number from 0 to 120",
        "file.json, line 6, field 'phones/0/number': '' is not filled in",
        "file.json, line 6, field 'phones/1': '3' is not an object",
        "file.json, line 8, field 'id': '7' is not new: 7 has it already",
    ]


def test_what_is_missing_that_nobody_needs_is_told_but_the_service_is_read(tmp_path: Path) -> None:
    organization = {"id": "1", "name": "Het Buurthuis"}
    raws, told = read_json(tmp_path, {**CAFE, "organization": organization})
    assert [raw.values["organisation"] for raw in raws] == ["Het Buurthuis"]
    assert told == ["file.json, line 1, field 'organization/description': '' is not filled in"]


@pytest.mark.parametrize(
    ("content", "line", "expected"),
    [
        (b"", 1, "JSON: an array or an object"),
        (b"id,name\n1,2\n", 1, "JSON: an array or an object"),
        (b'[\n{"id": 1},\n{"id": }]', 3, "JSON: Expecting value"),
        (b'[{"id": "1"', 1, "JSON: Expecting ',' delimiter"),
        (b"[1] [2]", 1, "JSON: nothing more was expected"),
        (b"{1: 2}", 1, "JSON: a name was expected"),
        (b'{"contents": [1; 2]}', 1, "JSON: , or ] was expected"),
        (b"[" * 100_000, 1, "JSON: maximum recursion depth"),
        (b'[{"id": "1"},\n{"name": "Caf\xe9"}]', 2, "utf-8 text"),
    ],
)
def test_what_is_no_json_is_told_with_its_line(
    tmp_path: Path, content: bytes, line: int, expected: str
) -> None:
    path = tmp_path / "file.json"
    path.write_bytes(content)
    with pytest.raises(ContentError) as caught:
        read(path)
    assert f"file.json, line {line}, " in caught.value.problems[-1]
    assert expected in caught.value.problems[-1]


@pytest.mark.parametrize("piece", [1, 2, 7, 100])
def test_a_file_is_read_the_same_in_pieces_of_any_size(
    tmp_path: Path, piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = {"a": [1, {}], "contents": [12345, -1.5e3, 'é\\"', [], {"x": None}, True], "b": 12}
    path = tmp_path / "file.json"
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
    monkeypatch.setattr(json_stream, "PIECE", piece)
    problems = Problems(path)
    assert list(json_stream.records(path, ("contents",), problems)) == content["contents"]
    assert list(json_stream.records(path, ("other",), problems)) == [content]


def test_a_value_of_ten_million_letters_is_told_in_short(tmp_path: Path) -> None:
    _, told = read_json(tmp_path, {**CAFE, "status": "x" * 10_000_000})
    assert len(told) == 1
    assert len(told[0]) < 300
