"""Looking for places in a database finds what the rule finds, on every database."""

from __future__ import annotations

import dataclasses
import datetime
import random
from collections.abc import Iterator

import pytest
from auxil.guide import DATA
from auxil.houses import house
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text
from sqlalchemy.engine import Engine

from bot.core.initiatives import AREAS, GROUPS, SMALL_AREAS, Initiative
from bot.core.places import Gazetteer, Place
from bot.core.questions import LIKES, QUESTIONS, RAISED
from bot.core.search import REACHES_KM, Door, Doors, Wanted
from bot.core.traits import Surveyor
from bot.core.work_models import WORK_MODELS
from bot.store import feedback
from bot.store.directory import Directory
from bot.store.search import DirectorySearch

LIKED = {"cooking": ("kook", "soep"), "walking": ("wandel",), "music": ("zing",)}


SAME_DATABASE = [HealthCheck.function_scoped_fixture]
"""Every example changes the same list: that is what is looked at."""


def fresh(initiative: Initiative, *_: object) -> int:
    """Something that differs from row to row."""
    return len(initiative.source_note) % 4


@pytest.fixture
def directory(engine: Engine) -> Directory:
    made = Directory(engine, LIKED, fresh)
    made.fill(DATA)
    return made


@pytest.fixture
def places(directory: Directory) -> list[Place]:
    return directory.places()


def rule(directory: Directory) -> Doors:
    """The rule, over what is in the database."""
    return Doors(directory.initiatives(), Surveyor(Gazetteer(directory.places()), LIKED, fresh))


def some(chance: random.Random, words: tuple[str, ...], most: int) -> frozenset[str]:
    return frozenset(chance.sample(words, chance.randint(0, most)))


def someone(chance: random.Random, places: list[Place]) -> Wanted:
    """Anybody: a place in Belgium or none, a way, a language, wishes, subjects, likes."""
    language = chance.choice(("nl", "fr", "en"))
    return Wanted(
        work_model=chance.choice(WORK_MODELS),
        place=chance.choice([*chance.sample(places, 5), None]),
        reach_km=chance.choice(REACHES_KM),
        language=language,
        only_language=chance.choice((None, None, language, "ar")),
        free=chance.random() < 0.2,
        raised=some(chance, RAISED, 4),
        wishes=some(chance, QUESTIONS["wish"], 2),
        likes=some(chance, LIKES, 2),
        rotation=chance.randint(0, 10**9),
    )


def anywhere(chance: random.Random, number: int, places: list[Place]) -> Initiative:
    """A made-up place with any flags, in the country or for a part of it."""
    where = chance.choice(places)
    area = chance.choice((*AREAS, *SMALL_AREAS)) if chance.random() < 0.15 else ""
    return house(
        id=f"made-up-{number}",
        work_models=tuple(chance.sample(WORK_MODELS, chance.randint(1, 3))),
        scope="area" if area else "local",
        area=area,
        postal_code="" if area else where.postal_code,
        municipality=chance.choice((where.municipality_nl, where.municipality_fr)),
        part_of_municipality=chance.choice(("", where.name_nl)),
        languages=tuple(some(chance, ("nl", "fr", "en", "de"), 3)),
        cost=chance.choice(("free", "paid", "unknown")),
        phone=chance.choice(("", "09 123 45 67")),
        website=chance.choice(("", "huis.be", "https://www.lus.be/over")),
        street_address=chance.choice(("", "Markt 1")),
        for_group=tuple(some(chance, GROUPS, 2)),
        only_if_raised=chance.random() < 0.2,
        raised_by=tuple(some(chance, RAISED, 2)),
        goal=chance.choice(("", "", "work")),
        role=chance.choice(("", "guest", "volunteer", "both")),
        age_from=chance.choice((None, None, 12, 18, 60)),
        subtype=chance.choice(("", "", "basic_education", "health_centre")),
        exclusive_to=chance.choice(("", "", "women")),
        status=chance.choice(("active", "active", "unknown", "ended")),
        taken_over_by=tuple(
            f"made-up-{chance.randint(0, 420)}" for _ in range(chance.randint(0, 2))
        ),
        access=chance.choice(("", "", "referral")),
        summary_nl=chance.choice(("We koken soep.", "Samen wandelen en zingen.", "Een huis.")),
        source_note="x" * chance.randint(0, 3),
        target_group_nl=chance.choice(("iedereen", f"inwoners van {where.municipality_nl}")),
    )


def told(doors: list[Door]) -> list[tuple[str, float | None, bool]]:
    return [(d.initiative.id, d.km, d.for_others) for d in doors]


def test_whoever_looks_wherever_finds_what_the_rule_finds(
    directory: Directory, engine: Engine, places: list[Place]
) -> None:
    chance = random.Random(6)
    directory.put([anywhere(chance, n, places) for n in range(400)], "made up")
    expected, search = rule(directory), DirectorySearch(engine)
    found = 0
    for _ in range(300):
        wanted = someone(chance, places)
        for most in (None, 4):
            doors = search.find(wanted, most)
            assert told(doors) == told(expected.find(wanted, most)), wanted
            found += len(doors)
        again = dataclasses.replace(wanted, without=frozenset(d.initiative.id for d in doors))
        assert told(search.find(again, 4)) == told(expected.find(again, 4)), again
    assert found > 1000


def test_every_office_is_the_one_that_the_rule_names(
    directory: Directory, engine: Engine, places: list[Place]
) -> None:
    expected, search = rule(directory), DirectorySearch(engine)
    offices = set()
    for place in [*places, None]:
        office = search.welfare_office(place)
        assert office == expected.welfare_office(place), place
        offices.add(office.id if office else None)
    assert len(offices) > 20


def test_a_place_is_known_by_its_id_and_stands_where_the_rule_puts_it(
    directory: Directory, engine: Engine
) -> None:
    expected, search = rule(directory), DirectorySearch(engine)
    for initiative in directory.initiatives():
        assert search.get(initiative.id) == initiative
        assert search.position(initiative.id) == expected.position(initiative.id)
    assert search.get("weg") is None
    assert search.position("weg") is None


@given(seed=st.integers(0, 10**6))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_changed_list_is_found_as_it_is_now(
    directory: Directory, engine: Engine, places: list[Place], seed: int
) -> None:
    """Rows that are put in again, other ones and the same, leave nothing of what they were."""
    chance = random.Random(seed)
    directory.put([anywhere(chance, n, places) for n in chance.sample(range(60), 30)], "made up")
    expected, search = rule(directory), DirectorySearch(engine)
    for _ in range(10):
        wanted = someone(chance, places)
        assert told(search.find(wanted)) == told(expected.find(wanted))


def test_what_somebody_types_never_becomes_a_command(directory: Directory, engine: Engine) -> None:
    search = DirectorySearch(engine)
    for typed in ("'; drop table doors; --", "%", "_", '"', "\\", "{n}", ":x", "%(x)s"):
        assert search.get(typed) is None
        wanted = Wanted("peers", None, 10, typed, typed, rotation=1)
        assert all(
            typed in d.initiative.languages or not d.initiative.languages
            for d in search.find(wanted)
        )
    with engine.connect() as connection:
        assert connection.execute(text("select count(*) from doors")).scalar_one() > 100


@pytest.fixture
def asked(engine: Engine) -> Iterator[list[str]]:
    """What the database is asked."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(engine, "after_cursor_execute", note)
    yield statements
    event.remove(engine, "after_cursor_execute", note)


def test_a_search_is_one_question_to_the_database(
    directory: Directory, engine: Engine, places: list[Place], asked: list[str]
) -> None:
    """On a server each question costs a way there and back; and one answer is of one moment."""
    found = DirectorySearch(engine).find(Wanted("peers", places[0], 10, "nl"), 12)
    assert len(found) > 1
    assert len(asked) == 1


# -- keeping what was imported ----------------------------------------------------------------


def test_what_was_imported_stays_when_our_own_file_changes(
    directory: Directory, engine: Engine
) -> None:
    first = directory.initiatives()[0]
    directory.put([dataclasses.replace(first, phone="02 000 00 00")], "elsewhere")
    directory.put([house(id="nieuw-huis")], "elsewhere")
    with engine.begin() as connection:
        connection.execute(text("update filled_from set sha256 = 'old'"))
    assert directory.fill(DATA)["initiatives.csv"] == 341
    kept = {i.id: i for i in directory.initiatives()}
    assert kept[first.id].phone == "02 000 00 00"
    assert kept["nieuw-huis"] == house(id="nieuw-huis")
    assert len(kept) == 342
    assert directory.origins()[first.id] == "elsewhere"
    assert DirectorySearch(engine).get("nieuw-huis")


def test_the_index_is_worked_out_anew_when_likes_or_the_month_change(
    directory: Directory, engine: Engine
) -> None:
    today = datetime.date.today()
    assert not directory.refresh(today)
    assert directory.refresh(today + datetime.timedelta(days=40))
    assert Directory(engine, {"cooking": ("koffie",)}, fresh).refresh(today)


def test_one_place_can_be_surveyed_anew(directory: Directory, engine: Engine) -> None:
    """After three reports that it is closed it comes later, at once."""
    one = next(i for i in directory.initiatives() if i.is_door and i.scope == "local")
    later = Directory(engine, LIKED, lambda *_: 9)
    later.survey([one.id])
    with engine.connect() as connection:
        found = connection.execute(text("select initiative, fresh from doors")).all()
    assert {key for key, how in found if how == 9} == {one.id}


def test_when_a_place_closes_or_opens_again_who_goes_on_is_found_or_no_longer(
    directory: Directory, engine: Engine, places: list[Place]
) -> None:
    """The row of who goes on says nothing of it: it is the closed one's that changes."""
    town = next(place for place in places if place.name_nl == "Herstappe")
    here = {"postal_code": town.postal_code, "municipality": town.municipality_nl}
    other = house(id="other", work_models=("buddy",), **here)
    inn = house(id="inn", work_models=("peers",), taken_over_by=("other",), **here)
    wanted, search = Wanted("peers", town, 5, "nl"), DirectorySearch(engine)

    def found() -> list[str]:
        return [d.initiative.id for d in search.find(wanted)]

    directory.put([inn, other], "elsewhere")
    assert found() == ["inn"]
    directory.put([dataclasses.replace(inn, status="ended")], "elsewhere")
    assert found() == ["other"]
    directory.put([inn], "elsewhere")
    assert found() == ["inn"]
    directory.put([dataclasses.replace(inn, status="ended", taken_over_by=())], "elsewhere")
    assert found() == []


def test_what_three_people_found_closed_comes_after_the_others_at_once(
    engine: Engine, places: list[Place]
) -> None:
    directory = Directory(engine)
    town = next(place for place in places if place.name_nl == "Herstappe")
    here = {"postal_code": town.postal_code, "municipality": town.municipality_nl}
    directory.put([house(id=name, work_models=("peers",), **here) for name in "abc"], "elsewhere")
    search = DirectorySearch(engine)

    def orders() -> set[tuple[str, ...]]:
        talks = (Wanted("peers", town, 5, "nl", rotation=n) for n in range(20))
        return {tuple(d.initiative.id for d in search.find(talk)) for talk in talks}

    assert {order[-1] for order in orders()} == {"a", "b", "c"}
    today = datetime.date(2026, 11, 23)
    for who in ("an", "bo", "cé"):
        if feedback.add(engine, "b", "closed", who, today):
            directory.survey(["b"])
    assert {order[-1] for order in orders()} == {"b"}, "lower, and never left out"
    directory.refresh(today + datetime.timedelta(days=40))
    assert {order[-1] for order in orders()} == {"b"}


def test_without_a_place_only_offers_for_an_area_are_found(
    directory: Directory, engine: Engine
) -> None:
    for model in WORK_MODELS:
        found = DirectorySearch(engine).find(Wanted(model, None, 80, "nl"))
        assert all(d.km is None for d in found)
