"""data.inclusion: our directory goes out and comes back the same, and French files are read."""

from __future__ import annotations

import contextlib
import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from auxil.guide import DATA
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bot.content import ContentError, load_initiatives
from bot.content import initiatives as values
from bot.content.initiatives import read_initiative
from bot.content.problems import Problems
from bot.content.rows import CONFIDENCES, Row
from bot.core.initiatives import AREAS, SMALL_AREAS, Initiative
from bot.core.questions import RAISED
from bot.core.work_models import WORK_MODELS
from bot.exchange import data_inclusion, data_inclusion_json
from bot.exchange.raw import Defaults, Raw

FRENCH = Defaults(language="fr")
HELPING_OUT = "remobilisation--benevolat-action-citoyenne"

STRUCTURE = {
    "source": "dora",
    "id": "dora--7",
    "nom": "La Maison du Pont",
    "date_maj": "2026-02-01",
    "telephone": "+3292345678",
    "courriel": "bonjour@pont.example",
    "site_web": "https://pont.example",
    "adresse": "Rue du Pont 3",
    "commune": "Tournai",
    "latitude": 50.6,
    "longitude": 3.39,
    "horaires_accueil": "Mo-Fr 09:00-17:00",
    "siret": None,
    "reseaux_porteurs": ["mjc"],
    "score_qualite": 0.7,
}
SERVICE = {
    "source": "dora",
    "structure_id": "dora--7",
    "id": "dora--42",
    "nom": "Jardin partagé",
    "description": "On jardine ensemble le samedi.",
    "date_maj": "2026-03-14",
    "lien_source": "https://dora.example/services/jardin",
    "thematiques": ["remobilisation--lien-social", HELPING_OUT],
    "publics": ["familles", "seniors"],
    "frais": "gratuit",
    "mobilisable_par": ["usagers", "professionnels"],
    "modes_accueil": ["en-presentiel"],
    "contact_nom_prenom": "Somebody",
    "code_postal": None,
    "adresse_certifiee": True,
}


@dataclasses.dataclass
class Read:
    """What came of a file."""

    rows: list[Raw]
    problems: Problems
    initiatives: list[Initiative]


class Reading:
    """Writes files and reads them back."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "export.json"

    def __call__(self, content: object, defaults: Defaults = FRENCH) -> Read:
        text = content if isinstance(content, str) else json.dumps(content)
        self.path.write_text(text, encoding="utf-8")
        return self.back(self.path, defaults)

    def back(self, path: Path, defaults: Defaults = FRENCH) -> Read:
        problems = Problems(path)
        rows = list(data_inclusion.read(path, problems, defaults))
        checked = [
            read_initiative(Row(raw.values, raw.line, problems), both_languages=False)
            for raw in rows
        ]
        return Read(rows, problems, checked)

    def there_and_back(self, initiatives: list[Initiative], defaults: Defaults) -> Read:
        data_inclusion.write(initiatives, self.path)
        return self.back(self.path, defaults)

    def service(self, **changes: object) -> Read:
        """One service with its structure, with some fields changed."""
        return self({"structures": [STRUCTURE], "services": [{**SERVICE, **changes}]})


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return Reading(tmp_path_factory.mktemp("data-inclusion"))


@pytest.fixture(scope="module")
def directory() -> list[Initiative]:
    return load_initiatives(DATA / "initiatives.csv")


def by_id(initiatives: list[Initiative]) -> dict[str, Initiative]:
    return {initiative.id: initiative for initiative in initiatives}


# -- ours, out and in ---------------------------------------------------------------------------


def test_the_whole_directory_comes_back_as_it_went(
    reading: Reading, directory: list[Initiative]
) -> None:
    read = reading.there_and_back(directory, Defaults(source="other", work_models=("peers",)))
    assert read.problems.found == []
    assert len(read.initiatives) == len(directory) > 300
    assert by_id(read.initiatives) == by_id(directory)


def _texts() -> st.SearchStrategy[str]:
    return st.text(st.characters(blacklist_categories=("Cs",)), max_size=20)


def _some(*choices: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(choices), unique=True, max_size=3).map(";".join)


TEXTS: dict[str, st.SearchStrategy[str]] = {
    **{column: _texts() for column in values.COLUMNS},
    "work_models": st.lists(st.sampled_from(WORK_MODELS), min_size=1, unique=True).map(";".join),
    "scope": st.sampled_from(values.SCOPES),
    "area": st.sampled_from(("", *AREAS, *SMALL_AREAS)),
    "street_address": st.sampled_from(("", "Kerkstraat 1", " Rue 'X' 2, 3")),
    "postal_code": st.sampled_from(("", "9000", "1070")),
    "phone": st.sampled_from(("", "09 234 56 78", "+32 9 234 56 78", "+3292345678", "1712", "0800"))
    | _texts(),
    "email": st.sampled_from(("", "wij@huis.example")),
    "website": st.sampled_from(("", "huis.example", "http://huis.example", "https://a.example/é")),
    "source_url": st.sampled_from(("", "huis.example", "https://huis.example/over")),
    "languages": _some("nl", "fr", "ar"),
    "cost": st.sampled_from(values.COSTS),
    "target_group_nl": st.sampled_from(("", "iedereen", "alle buren")) | _texts(),
    "source_year": st.sampled_from(("", "1990", "2000", "2026")),
    "confidence": st.sampled_from(CONFIDENCES),
    "audience": st.sampled_from(values.AUDIENCES),
    "access": st.sampled_from(values.ACCESSES),
    "role": st.sampled_from(values.ROLES),
    "goal": st.sampled_from(("", "work")),
    "subtype": st.sampled_from(values.SUBTYPES),
    "exclusive_to": st.sampled_from(values.WOMEN_ONLY),
    "only_if_raised": st.sampled_from(("", "yes")),
    "raised_by": _some(*sorted(RAISED)),
    "age_from": st.sampled_from(("", "0", "18", "120")),
    "status": st.sampled_from(values.STATUSES),
    "note": st.sampled_from(("", "check before showing")) | _texts(),
    "for_group": _some(*values.GROUPS),
    "checked_on": st.sampled_from(("", "1999-12-31", "2026-11-22")),
    "opening_hours": st.sampled_from(("", "24/7", "Mo-Fr 09:00-17:00; PH off")),
    "taken_over_by": _some("elsewhere", "dora--42"),
}
POINTS = st.sampled_from((("", ""), ("50.85", "4.35"), ("51.0512345", "3.7")))


@st.composite
def initiatives(draw: st.DrawFn) -> Initiative:
    """Any initiative that our own check lets through."""
    texts = {column: draw(strategy) for column, strategy in TEXTS.items()}
    texts["lat"], texts["lon"] = draw(POINTS)
    texts["area"] = texts["area"] or ("Brussels" if texts["scope"] == "area" else "")
    if not texts["street_address"]:
        texts["lat"] = texts["lon"] = ""
    problems = Problems(Path("any"))
    initiative = read_initiative(Row(texts, 1, problems), both_languages=False)
    assume(not problems.found)
    return initiative


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[
        HealthCheck.filter_too_much,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(
    sent=st.lists(initiatives(), max_size=3, unique_by=lambda i: i.id),
    source=st.sampled_from(("", "dora", "netwerkwijzer")),
    language=st.sampled_from(("nl", "fr")),
)
def test_any_initiative_comes_back_field_by_field(
    reading: Reading, sent: list[Initiative], source: str, language: str
) -> None:
    defaults = Defaults(source, ("peers",), language, "low")
    read = reading.there_and_back(sent, defaults)
    assert read.problems.found == []
    assert by_id(read.initiatives) == by_id(sent)


def _sent(reading: Reading, initiative: Initiative) -> tuple[dict[str, Any], dict[str, Any]]:
    """The whole file of one initiative, and its service."""
    data_inclusion.write([initiative], reading.path)
    file = json.loads(reading.path.read_text(encoding="utf-8"))
    services = file["services"] + file["x_netwerkwijzer_closed"]
    assert len(services) == len(file["structures"]) == 1
    return file, services[0]


@pytest.fixture
def house(directory: list[Initiative]) -> Initiative:
    """A house with an address, at which one can ring the bell."""
    return dataclasses.replace(
        by_id(directory)["buurtwerk-t-lampeke-leuven"], lat=50.88, lon=4.7, checked_on="2026-11-22"
    )


def test_a_french_reader_finds_the_house_and_dials_its_number(
    reading: Reading, house: Initiative
) -> None:
    file, service = _sent(reading, house)
    structure = file["structures"][0]
    assert service["description"] == house.summary_fr
    assert service["thematiques"] == ["remobilisation--lien-social"]
    assert service["telephone"] == "+3216238019"
    assert (service["adresse"], service["commune"]) == ("Riddersstraat 147", "Leuven")
    assert (service["latitude"], service["longitude"]) == (50.88, 4.7)
    assert (service["modes_accueil"], service["mobilisable_par"]) == (
        ["en-presentiel"],
        ["usagers"],
    )
    assert service["date_maj"] == "2026-11-22"
    assert service["structure_id"] == structure["id"]
    assert structure["nom"] == house.organisation
    assert structure["site_web"] == "http://www.lampeke.be"


def test_a_belgian_postal_code_travels_apart(reading: Reading, house: Initiative) -> None:
    file, service = _sent(reading, house)
    assert service["code_postal"] is None
    assert file["structures"][0]["siret"] is None
    assert service["x_netwerkwijzer"]["postal_code"] == "3000"


def test_who_reads_no_french_summary_gets_the_dutch_one(
    reading: Reading, house: Initiative
) -> None:
    _, service = _sent(reading, dataclasses.replace(house, summary_fr=""))
    assert service["description"] == house.summary_nl


@pytest.mark.parametrize("status", ["temporarily_closed", "ended", "example_only"])
def test_nobody_is_sent_to_a_closed_door(reading: Reading, house: Initiative, status: str) -> None:
    closed = dataclasses.replace(house, status=status)
    file, _ = _sent(reading, closed)
    assert file["services"] == []
    assert reading.back(reading.path).initiatives == [closed]


def test_an_address_in_doubt_is_not_shown_elsewhere_either(
    reading: Reading, house: Initiative
) -> None:
    doubted = dataclasses.replace(house, note="check before showing")
    _, service = _sent(reading, doubted)
    assert service["adresse"] is service["latitude"] is service["modes_accueil"] is None
    assert reading.back(reading.path).initiatives == [doubted]


def test_who_does_not_know_the_date_calls_nothing_fresh(
    reading: Reading, house: Initiative
) -> None:
    _, service = _sent(reading, dataclasses.replace(house, checked_on="", source_year=None))
    assert service["date_maj"] == "2000-01-01"


@pytest.mark.parametrize(
    ("groups", "exclusive_to", "publics"),
    [
        (("parents", "older_people"), "", ["familles", "seniors"]),
        (("older_people", "residents"), "", ["seniors"]),
        # Who is meant too would be told to stay away.
        (("young_people", "lgbtq"), "", None),
        ((), "women", ["femmes"]),
        ((), "women and non-binary people", None),
        (("residents",), "", None),
    ],
)
def test_no_group_that_may_come_is_left_out(
    reading: Reading,
    house: Initiative,
    groups: tuple[str, ...],
    exclusive_to: str,
    publics: list[str] | None,
) -> None:
    sent = dataclasses.replace(house, for_group=groups, exclusive_to=exclusive_to)
    assert _sent(reading, sent)[1]["publics"] == publics


def test_open_to_all_is_said_only_when_the_source_says_so(
    reading: Reading, house: Initiative
) -> None:
    everybody = dataclasses.replace(house, target_group_nl="iedereen uit de buurt")
    assert _sent(reading, everybody)[1]["publics"] == ["tous-publics"]
    assert _sent(reading, house)[1]["publics"] is None


@pytest.mark.parametrize(
    ("access", "audience", "who"),
    [
        ("", "public", ["usagers"]),
        ("referral", "public", ["professionnels"]),
        ("", "organisation", ["professionnels"]),
        ("no_door", "public", None),
    ],
)
def test_who_may_make_the_first_contact(
    reading: Reading, house: Initiative, access: str, audience: str, who: list[str] | None
) -> None:
    sent = dataclasses.replace(house, access=access, audience=audience)
    assert _sent(reading, sent)[1]["mobilisable_par"] == who


def test_a_number_that_a_partner_corrected_is_heard(reading: Reading, house: Initiative) -> None:
    file, service = _sent(reading, house)
    service["telephone"] = "+3292345678"
    assert reading(file).initiatives == [dataclasses.replace(house, phone="09 234 56 78")]


def test_two_houses_of_one_organisation_share_it(reading: Reading, house: Initiative) -> None:
    data_inclusion.write([house, dataclasses.replace(house, id="other")], reading.path)
    file = json.loads(reading.path.read_text(encoding="utf-8"))
    assert [len(file[key]) for key in ("services", "structures")] == [2, 1]


def test_an_export_that_fails_leaves_the_old_file(reading: Reading, house: Initiative) -> None:
    data_inclusion.write([house], reading.path)
    before = reading.path.read_bytes()

    def half() -> Any:
        yield house
        raise RuntimeError("the power went out")

    with pytest.raises(RuntimeError):
        data_inclusion.write(half(), reading.path)
    assert reading.path.read_bytes() == before
    assert list(reading.path.parent.iterdir()) == [reading.path]


# -- from others --------------------------------------------------------------------------------


def test_a_service_with_its_structure_becomes_a_place(reading: Reading) -> None:
    read = reading.service()
    assert read.problems.found == read.problems.notes == []
    [place] = read.initiatives
    assert (place.id, place.name) == ("dora-42", "Jardin partagé")
    assert place.organisation == "La Maison du Pont"
    assert place.work_models == ("organisation",)
    assert (place.summary_fr, place.summary_nl) == ("On jardine ensemble le samedi.", "")
    assert (place.street_address, place.municipality) == ("Rue du Pont 3", "Tournai")
    assert (place.lat, place.lon) == (50.6, 3.39)
    assert (place.phone, place.email) == ("09 234 56 78", "bonjour@pont.example")
    assert (place.website, place.cost) == ("https://pont.example", "free")
    assert place.for_group == ("parents", "older_people")
    assert place.target_group_fr == "Familles, Séniors"
    # A record that was changed was not checked.
    assert (place.source_year, place.checked_on) == (2026, "")
    assert (place.opening_hours, place.confidence) == ("Mo-Fr 09:00-17:00", "medium")
    assert place.is_door


def test_no_contact_person_is_taken_over(reading: Reading) -> None:
    assert "Somebody" not in str(reading.service().rows)


def test_what_the_service_says_goes_before_its_structure(reading: Reading) -> None:
    [place] = reading.service(
        telephone="+3223456789", adresse="Quai 9", commune="Mons", horaires_accueil="24/7"
    ).initiatives
    assert (place.phone, place.opening_hours) == ("02 345 67 89", "24/7")
    assert (place.street_address, place.municipality, place.lat) == ("Quai 9", "Mons", None)


def test_a_service_by_telephone_only_has_no_door_to_go_to(reading: Reading) -> None:
    [place] = reading.service(modes_accueil=["a-distance"]).initiatives
    assert (place.street_address, place.municipality) == ("", "Tournai")


def test_who_must_be_sent_by_a_professional_does_not_go_alone(reading: Reading) -> None:
    [place] = reading.service(mobilisable_par=["professionnels"]).initiatives
    assert place.access == "referral"
    assert not place.is_door


@pytest.mark.parametrize("publics", [["tous-publics"], ["jeunes", "etudiants"], [], None])
def test_a_public_without_a_group_of_ours_shuts_nobody_out(
    reading: Reading, publics: list[str] | None
) -> None:
    [place] = reading.service(publics=publics).initiatives
    assert place.for_group == ()


def test_publics_that_we_have_no_group_for_are_named(reading: Reading) -> None:
    publics = ["etudiants", "personnes-en-situation-de-handicap"]
    [place] = reading.service(publics=publics, conditions_acces="Sur inscription").initiatives
    assert place.target_group_fr == (
        "Étudiants, Personnes en situation de handicap / Sur inscription"
    )


def test_texts_in_dutch_go_to_the_dutch_column(reading: Reading) -> None:
    file = {"services": [{**SERVICE, "publics_precisions": "voor buren"}]}
    [place] = reading(file, Defaults(language="nl")).initiatives
    assert (place.summary_nl, place.summary_fr) == ("On jardine ensemble le samedi.", "")
    assert (place.target_group_nl, place.target_group_fr) == ("voor buren", "")


def test_several_services_of_one_structure_are_several_places(reading: Reading) -> None:
    services = [SERVICE, {**SERVICE, "id": "dora--43", "nom": "Repas du jeudi"}]
    read = reading({"structures": [STRUCTURE], "services": services})
    assert [place.id for place in read.initiatives] == ["dora-42", "dora-43"]
    assert {place.organisation for place in read.initiatives} == {"La Maison du Pont"}


def test_structures_without_services_are_left_out_with_one_note(reading: Reading) -> None:
    empty = [{**STRUCTURE, "id": f"dora--empty-{n}"} for n in range(3)]
    read = reading({"structures": [STRUCTURE, *empty], "services": [SERVICE]})
    assert (len(read.initiatives), read.problems.found) == (1, [])
    [note] = read.problems.notes
    assert "line 2, field 'structures/id': 'dora--empty-0' (and 2 more) left out" in note


def test_a_source_of_our_own_stands_before_every_id(reading: Reading) -> None:
    [place] = reading([SERVICE], Defaults(source="hainaut", language="fr")).initiatives
    assert place.id == "hainaut-dora--42"


@pytest.mark.parametrize(
    ("themes", "expected"),
    [
        ([HELPING_OUT], ("organisation",)),
        (["remobilisation--bien-etre-confiance-en-soi", "mobilite"], ("competence",)),
    ],
)
def test_a_theme_of_one_work_model_tells_it(
    reading: Reading, themes: list[str], expected: tuple[str, ...]
) -> None:
    [place] = reading.service(thematiques=themes).initiatives
    assert place.work_models == expected


def test_social_ties_could_be_any_of_six_so_none_is_guessed(reading: Reading) -> None:
    read = reading.service(thematiques=["remobilisation--lien-social"])
    assert read.rows == []
    assert "field 'services/thematiques'" in read.problems.found[0]


def test_work_models_told_at_the_import_count(reading: Reading) -> None:
    service = {**SERVICE, "thematiques": None}
    [place] = reading([service], Defaults(work_models=("peers", "context"))).initiatives
    assert place.work_models == ("peers", "context")


def test_a_partner_may_tell_work_models_in_our_field(reading: Reading) -> None:
    own = {"work_models": ["buddy"], "languages": ["fr", "nl"], "postal_code": 7500, "of_later": {}}
    [place] = reading.service(x_netwerkwijzer=own).initiatives
    assert (place.id, place.work_models) == ("dora-42", ("buddy",))
    assert (place.languages, place.postal_code) == (("fr", "nl"), "7500")


def test_help_for_the_whole_country_is_for_the_whole_country(reading: Reading) -> None:
    [place] = reading([{**SERVICE, "zone_eligibilite": ["99131"]}]).initiatives
    assert (place.scope, place.area) == ("area", "Belgium")
    [house] = reading.service(zone_eligibilite=["99131"]).initiatives
    assert (house.scope, house.municipality) == ("local", "Tournai")


def _page(record: object) -> dict[str, object]:
    return {"items": [record], "total": 1, "page": 1, "size": 50, "pages": 1}


NESTED = {**SERVICE, "structure": STRUCTURE}
AROUND = {**STRUCTURE, "services": [SERVICE], "doublons": []}
SHAPES: dict[str, object] = {
    "our own": {"structures": [STRUCTURE], "services": [SERVICE]},
    "services first": {"services": [SERVICE], "structures": [STRUCTURE]},
    "one list of both": [STRUCTURE, SERVICE],
    "structure in the service": [NESTED],
    "services in the structure": [AROUND],
    "one service": NESTED,
    "one structure": AROUND,
    "a page of services": _page(NESTED),
    "a page of structures": _page(AROUND),
    "a page of a search": _page({"service": NESTED, "distance": 3}),
    "lines": f"{json.dumps(STRUCTURE)}\n\n{json.dumps(SERVICE)}\n",
    "with a mark and spaces": "\ufeff \n" + json.dumps([NESTED], indent=2),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_published_shape_gives_the_same_place(reading: Reading, shape: str) -> None:
    expected = reading.service().initiatives
    read = reading(SHAPES[shape])
    assert read.problems.found == []
    assert read.initiatives == expected


@pytest.mark.parametrize(
    ("structures", "services"),
    [
        ("structures.json", "services.json"),
        ("structures-inclusion-2026-11-16.json", "services-inclusion-2026-11-16.json"),
        ("structures.ndjson", "services.jsonl"),
    ],
)
def test_the_two_arrays_of_the_open_data_are_read_from_a_folder(
    reading: Reading, tmp_path: Path, structures: str, services: str
) -> None:
    bare = {key: value for key, value in SERVICE.items() if key != "structure_id"}
    for name, record in ((structures, STRUCTURE), (services, SERVICE)):
        text = json.dumps(record) if name.endswith("l") or "nd" in name else json.dumps([record])
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "readme.txt").write_text("not ours")
    assert reading.back(tmp_path).initiatives == reading.service().initiatives
    (tmp_path / services).write_text(json.dumps([bare]), encoding="utf-8")
    assert "'services/structure_id'" in reading.back(tmp_path).problems.found[0]


# -- what is wrong ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"code_postal": "59000", "commune": "Lille"}, "services/code_postal", "59000"),
        ({"nom": None}, "services/nom", ""),
        ({"id": " "}, "services/id", ""),
        ({"source": None}, "services/source", ""),
        ({"frais": "gratuit-sous-conditions"}, "services/frais", "gratuit-sous-conditions"),
        ({"frais": ["gratuit"]}, "services/frais", "a list of 1"),
        ({"date_maj": "14/03/2026"}, "services/date_maj", "14/03/2026"),
        ({"date_maj": "1999-12-31"}, "services/date_maj", "1999-12-31"),
        ({"publics": "femmes"}, "services/publics", "femmes"),
        ({"thematiques": [3]}, "services/thematiques", "a list of 1"),
        ({"telephone": {"numero": "1"}}, "services/telephone", "an object of 1 fields"),
        ({"latitude": []}, "services/latitude", "a list of 0"),
        ({"nom": True}, "services/nom", True),
        ({"structure_id": "dora--8"}, "services/structure_id", "dora--8"),
        ({"structure": "La Maison"}, "services/structure/(record)", "La Maison"),
        ({"x_netwerkwijzer": []}, "services/x_netwerkwijzer", "a list of 0"),
        ({"x_netwerkwijzer": {"name": True}}, "services/x_netwerkwijzer/name", True),
    ],
)
def test_a_bad_record_is_told_and_the_others_are_read(
    reading: Reading, changes: dict[str, object], field: str, value: object
) -> None:
    second = {**SERVICE, "id": "dora--43"}
    bad = {**SERVICE, **changes}
    read = reading({"structures": [STRUCTURE], "services": [second, bad]})
    assert [place.id for place in read.initiatives] == ["dora-43"]
    start = f"export.json, line 2, field {field!r}: {value!r} is not "
    assert any(told.startswith(start) for told in read.problems.found), read.problems.found
    assert read.problems.lines == {2}


def test_every_mistake_of_a_record_is_told_at_once(reading: Reading) -> None:
    read = reading.service(nom="", description=None, frais="cher", date_maj="soon")
    fields = [told.split("'")[1] for told in read.problems.found]
    assert sorted(fields) == [f"services/{f}" for f in ("date_maj", "description", "frais", "nom")]


def test_what_is_wrong_in_a_structure_is_told_where_it_stands(reading: Reading) -> None:
    wrong = {**STRUCTURE, "nom": 3.5}
    assert "line 1, field 'structures/nom': 3.5" in str(
        reading({"structures": [wrong], "services": []}).problems.found
    )
    assert "line 1, field 'structure/nom': 3.5" in str(
        reading([{**SERVICE, "structure": wrong}]).problems.found
    )
    assert "line 1, field 'services 2/nom'" in str(
        reading([{**STRUCTURE, "services": [SERVICE, {**SERVICE, "nom": 1.5}]}]).problems.found
    )


def test_the_same_id_twice_is_told(reading: Reading) -> None:
    read = reading({"structures": [STRUCTURE, STRUCTURE], "services": [SERVICE, SERVICE]})
    assert len(read.initiatives) == 1
    assert [told.split(", ", 1)[1] for told in read.problems.found] == [
        "line 2, field 'structures/id': 'dora--7' is not new: 1 has it already",
        "line 2, field 'services/id': 'dora-42' is not new: 1 has it already",
    ]


def test_a_long_value_is_told_by_its_beginning(reading: Reading) -> None:
    read = reading.service(frais="x" * 5000)
    assert len(read.problems.found[0]) < 300


def test_a_place_outside_belgium_is_left_to_the_check_of_every_row(reading: Reading) -> None:
    read = reading.service(adresse="Rue 1", commune="Lyon", latitude=45.7, longitude=4.8)
    assert "field 'lat': '45.7'" in read.problems.found[0]


def _refused(read: Callable[[], object]) -> str:
    with pytest.raises(ContentError) as caught:
        read()
    [problem] = caught.value.problems
    return problem


NO_JSON = {
    "no colon": ('{"services": [\n{"id" 3}]}', "line 2, field '(column 7)': '3}]}' is not JSON"),
    "cut off": ('[{"id": "a"}', "line 1, field '(column 13)': '' is not JSON"),
    "empty": ("", "line 1, field '(column 1)': '' is not JSON"),
    "other things": ('{"a": 1}\n', "line 1, field '(file)': 'a' is not JSON with services"),
    "a number": ("17", "line 1, field '(file)': 17 is not JSON with services"),
    "deep": ("[" * 100_000, "line 1, field '(file)': 'RecursionError' is not JSON that"),
    "deep objects": ('{"a":' * 50_000, "line 1, field '(file)': 'RecursionError' is not JSON that"),
    "digits": (f"[{'1' * 10_000}]", "line 1, field '(file)': 'ValueError' is not JSON that"),
}


@pytest.mark.parametrize("kind", NO_JSON)
def test_what_is_no_json_is_told_with_its_line_and_column(reading: Reading, kind: str) -> None:
    text, expected = NO_JSON[kind]
    assert f"export.json, {expected}" in _refused(lambda: reading(text))


def test_a_bad_line_among_lines_is_told_and_the_others_are_read(reading: Reading) -> None:
    read = reading("\n".join((json.dumps(NESTED), '{"id": }', "[" * 100_000, "7")))
    assert len(read.initiatives) == 1
    assert [told.split(", ", 1)[1][:30] for told in read.problems.found] == [
        "line 2, field '(column 8)': '}",
        "line 3, field '(record)': 'Rec",
        "line 4, field '(record)': 7 is",
    ]


def test_another_character_set_is_told(reading: Reading) -> None:
    reading.path.write_bytes('[\n"é"]'.encode("cp1252"))
    told = _refused(lambda: reading.back(reading.path))
    assert "line 2, field '(file)'" in told
    assert "UTF-8" in told


def test_a_folder_without_services_is_told(reading: Reading, tmp_path: Path) -> None:
    assert "services.json" in _refused(lambda: reading.back(tmp_path))


def test_a_small_file_cannot_fill_the_memory(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_inclusion_json, "MOST_MARKS", 100)
    assert "at most 100 brackets" in _refused(lambda: reading("[" + "[]," * 50 + "[]]"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ("services", "structures", "service", "structure", "items", "nom", "id")
            )
            | st.text(max_size=3),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(value=JSON)
def test_whatever_stands_in_a_file_is_told_and_breaks_nothing(
    reading: Reading, value: object
) -> None:
    with contextlib.suppress(ContentError):
        assert reading(value).rows == []


@settings(max_examples=300, deadline=None)
@given(field=st.sampled_from([*SERVICE, "structure", "x_netwerkwijzer", "latitude"]), value=JSON)
def test_whatever_stands_in_a_field_breaks_nothing(
    reading: Reading, field: str, value: object
) -> None:
    read = reading.service(**{field: value})
    for raw in read.rows:
        assert all(isinstance(text, str) for text in raw.values.values())
    assert len(read.rows) == 1 or read.problems.found
