"""Real places: which of them is a door, and for whom."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from auxil.houses import (
    AALST,
    BRUSSELS,
    FAR,
    GENT,
    HOUSE,
    IXELLES,
    found,
    house,
    standing,
    wanted,
)

from bot.core.initiatives import Initiative, both_ways, for_some_only, host_of
from bot.core.places import Gazetteer, Place
from bot.core.search import REACHES_KM, Door, Doors
from bot.core.work_models import WORK_MODELS

# -- the real list, for everybody everywhere --------------------------------------------------


@pytest.fixture(scope="module")
def thirty(places: list[Place]) -> list[Place]:
    """Thirty places: the biggest ones, and some of every region."""
    big = sorted(places, key=lambda p: -p.population)[:12]
    chance = random.Random(30)
    others = [
        p
        for region in ("flanders", "brussels", "wallonia")
        for p in chance.sample([p for p in places if p.region == region and p not in big], 6)
    ]
    return [*big, *others]


def searches(doors: Doors, thirty: list[Place], **changes: Any) -> Iterator[Door]:
    """Every door for every way and place (and for who names none), as far as one can look."""
    for model in WORK_MODELS:
        for where in (*thirty, None):
            for language in ("nl", "fr"):
                yield from doors.find(
                    wanted(
                        work_model=model, place=where, reach_km=FAR, language=language, **changes
                    )
                )


EVERYTHING_RAISED = frozenset(
    [
        *("work", "violence", "migration", "women", "older", "new_poverty"),
        *("lgbtq", "addiction", "family_addiction", "mental_health"),
    ]
)


@pytest.mark.parametrize("raised", [frozenset(), EVERYTHING_RAISED])
def test_nobody_is_ever_sent_where_one_cannot_just_go(
    doors: Doors, thirty: list[Place], raised: frozenset[str]
) -> None:
    """No umbrella, no place that wants a referral, no place without a door: anywhere, ever."""
    seen = {d.initiative for d in searches(doors, thirty, raised=raised)}
    assert len(seen) > 150
    for initiative in seen:
        assert initiative.audience == "public", initiative.id
        assert initiative.access == "", initiative.id
        assert initiative.status != "example_only", initiative.id
        assert (
            initiative.phone
            or initiative.email
            or initiative.website
            or (initiative.street_address)
        ), initiative.id


def test_the_list_has_umbrellas_and_referrals_to_leave_out(initiatives: list[Initiative]) -> None:
    """Otherwise the test above says nothing."""
    assert sum(i.audience == "organisation" for i in initiatives) >= 5
    assert sum(i.access == "referral" for i in initiatives) >= 5
    assert sum(i.access == "no_door" for i in initiatives) >= 5
    assert sum(i.status == "example_only" for i in initiatives) >= 1


def test_who_told_nothing_special_sees_no_place_about_health_orientation_or_work(
    doors: Doors, thirty: list[Place]
) -> None:
    for door in searches(doors, thirty):
        assert not door.initiative.only_if_raised, door.initiative.id
        assert door.initiative.goal != "work", door.initiative.id


def test_who_spoke_of_work_may_see_places_that_lead_to_work(
    doors: Doors, thirty: list[Place]
) -> None:
    seen = [d.initiative for d in searches(doors, thirty, raised=frozenset({"work"}))]
    assert any(i.goal == "work" for i in seen)
    assert not any(i.only_if_raised for i in seen)


def test_everything_found_does_what_was_asked_for_and_lies_within_reach(
    doors: Doors, thirty: list[Place]
) -> None:
    for model in WORK_MODELS:
        for where in thirty:
            for reach in REACHES_KM:
                for door in doors.find(wanted(work_model=model, place=where, reach_km=reach)):
                    assert model in door.initiative.work_models
                    if door.initiative.scope == "area":
                        assert door.km is None
                    else:
                        assert door.km is not None
                        assert door.km <= reach


def test_looking_further_never_loses_a_place(doors: Doors, thirty: list[Place]) -> None:
    for model in WORK_MODELS:
        for where in thirty:
            before: set[str] = set()
            for reach in REACHES_KM:
                # A nearer door of the same organisation may stand for its whole area.
                now = {
                    host_of(d.initiative.website) or d.initiative.id
                    for d in doors.find(wanted(work_model=model, place=where, reach_km=reach))
                }
                assert before <= now
                before = now


def test_there_is_a_door_for_every_way_in_the_big_towns(doors: Doors, gazetteer: Gazetteer) -> None:
    for town in ("Gent", "Antwerpen", "Brussel"):
        where = gazetteer.by_name(town)[0]
        for model in WORK_MODELS:
            assert doors.find(wanted(work_model=model, place=where, reach_km=20)), (town, model)


def test_a_place_that_is_only_shown_when_raised_can_be_raised(
    doors: Doors, places: list[Place], data: Path
) -> None:
    """Every such place opens, for who lives there, by some subject that the assistant can hear."""
    codes = {i.postal_code for i in doors.initiatives if i.only_if_raised}
    homes = [p for p in places if p.postal_code in codes]
    subjects: set[str] = set()
    for path in (data / "words").glob("*.yml"):
        subjects |= set(yaml.safe_load(path.read_text(encoding="utf-8")).get("note", ()))
    everything = frozenset(subjects - {"minor"} | {"violence"})
    seen = {d.initiative.id for d in searches(doors, homes, raised=everything)}
    hidden = [
        i.id for i in doors.initiatives if i.is_door and i.only_if_raised and i.id not in seen
    ]
    assert hidden == []


# -- what is a door ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"audience": "organisation"},
        {"access": "referral"},
        {"access": "no_door"},
        {"status": "example_only"},
        {"status": "ended"},
        {"status": "temporarily_closed"},
        {"phone": "", "email": "", "website": "", "street_address": ""},
    ],
    ids=lambda c: "-".join(f"{k}={v}" for k, v in c.items()),
)
def test_what_is_no_door_is_not_shown(changes: dict[str, str]) -> None:
    assert not house(**changes).is_door
    assert found(house(**changes)) == []


@pytest.mark.parametrize("only", ["phone", "email", "website", "street_address"])
def test_one_way_to_get_in_is_enough(only: str) -> None:
    closed = {"phone": "", "email": "", "website": "", "street_address": ""}
    assert found(house(**{**closed, only: "x.be"})) == ["huis"]


@pytest.mark.parametrize("status", ["active", "unknown"])
def test_a_place_that_may_still_be_there_is_shown(status: str) -> None:
    assert found(house(status=status)) == ["huis"]


def test_a_street_in_doubt_is_no_address_to_walk_to() -> None:
    assert house().has_address
    assert not house(note="94 or 100: recheck before showing it").has_address
    assert not house(street_address="Markt").has_address


# -- for whom ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("group", "subject"),
    [
        ("lgbtq", "lgbtq"),
        ("addiction", "addiction"),
        ("carers", "family_addiction"),
        ("mental_health", "mental_health"),
    ],
)
def test_a_sensitive_place_is_shown_only_to_who_spoke_of_it(group: str, subject: str) -> None:
    quiet = house(only_if_raised=True, raised_by=(subject,), for_group=(group,))
    others = {"lgbtq", "addiction", "family_addiction", "mental_health", "work", "migration"}
    assert found(quiet) == []
    assert found(quiet, raised=frozenset(others - {subject})) == []
    assert found(quiet, raised=frozenset({subject})) == ["huis"]


def test_no_place_that_is_hidden_until_raised_is_hidden_for_ever(
    initiatives: list[Initiative],
) -> None:
    for initiative in initiatives:
        assert initiative.only_if_raised == bool(initiative.raised_by), initiative.id


def test_a_place_that_leads_to_a_job_is_shown_only_to_who_spoke_of_work() -> None:
    job = house(goal="work")
    assert found(job) == []
    assert found(job, raised=frozenset({"new_poverty"})) == []
    assert found(job, raised=frozenset({"work"})) == ["huis"]


def test_a_place_for_women_says_so_first() -> None:
    assert for_some_only(house(exclusive_to="women"))[0] == "women"
    assert for_some_only(house(exclusive_to="women and non-binary people")) == ("women",)
    assert for_some_only(house(exclusive_to="women", for_group=("women", "homeless"))) == (
        "women",
        "homeless",
    )
    assert for_some_only(house()) == ()


def test_every_place_for_women_in_the_list_has_that_first_line(
    initiatives: list[Initiative],
) -> None:
    only = [i for i in initiatives if i.exclusive_to]
    assert only
    for initiative in only:
        assert "women" in for_some_only(initiative), initiative.id


def test_a_health_centre_is_for_who_lives_near_and_signs_up() -> None:
    assert for_some_only(house(subtype="health_centre")) == ("registered_residents",)


def test_a_child_is_not_asked_to_volunteer() -> None:
    helping = house(work_models=("organisation",), role="volunteer")
    asked = {"work_model": "organisation", "wishes": frozenset({"be_useful"})}
    assert found(helping, **asked) == ["huis"]
    assert found(helping, **asked, raised=frozenset({"minor"})) == []


def test_the_welfare_office_of_another_municipality_is_no_door() -> None:
    office = house(for_group=("residents",), municipality="Aalst", target_group_nl="")
    assert found(office, at=AALST, reach_km=80) == []
    assert found(office, at=AALST, place=AALST) == ["huis"]
    both = house(for_group=("residents",), municipality="Aalst", target_group_nl="Aalst en Gent")
    assert found(both, at=AALST, reach_km=80) == ["huis"]


def test_a_girl_of_fifteen_is_not_led_to_a_buddy_of_grown_ups() -> None:
    buddy = house(work_models=("buddy",))
    young = house(id="young", work_models=("buddy",), for_group=("young_people",))
    minor = frozenset({"minor"})
    assert found(buddy, young, work_model="buddy", raised=minor) == ["young"]
    assert found(buddy, work_model="buddy") == ["huis"]


def test_who_lives_in_brussels_is_helped_by_the_city_under_its_other_name() -> None:
    brussels = BRUSSELS
    office = house(for_group=("residents",), municipality="Bruxelles-Ville", target_group_nl="")
    assert found(office, at=brussels, place=brussels) == ["huis"]
    assert found(office, at=brussels, place=IXELLES) == []


@pytest.mark.parametrize("age_from", [18, 60])
def test_a_boy_of_sixteen_is_not_led_to_a_place_for_grown_ups(age_from: int) -> None:
    minor = frozenset({"minor"})
    assert found(house(age_from=age_from)) == ["huis"]
    assert found(house(age_from=age_from), house(id="open"), raised=minor) == ["open"]
    assert found(house(age_from=12), raised=minor) == ["huis"]


def test_who_expects_a_first_child_does_not_read_that_it_is_for_parents() -> None:
    assert for_some_only(house(for_group=("expecting", "parents"))) == ("expecting",)
    assert for_some_only(house(for_group=("parents",))) == ("parents",)


# -- two doors of one house -------------------------------------------------------------------

GUEST, VOLUNTEER, BOTH, UNSAID = (
    house(id=role or "unsaid", work_models=("organisation",), role=role)
    for role in ("guest", "volunteer", "both", "")
)


def at_the_door(*wishes: str) -> set[str]:
    """Which doors of an organisation are shown to who has these wishes."""
    return set(
        found(
            *(GUEST, VOLUNTEER, BOTH, UNSAID),
            work_model="organisation",
            wishes=frozenset(wishes),
        )
    )


def test_who_wants_to_drop_in_is_shown_where_one_is_a_guest() -> None:
    assert at_the_door("drop_in") == {"guest", "both", "unsaid"}


def test_who_wants_to_be_useful_is_not_sent_where_one_is_only_a_guest() -> None:
    assert at_the_door("be_useful") == {"volunteer", "both", "unsaid"}


def test_only_who_wants_to_be_useful_is_asked_to_help_out() -> None:
    assert at_the_door("drop_in", "be_useful") == {"guest", "volunteer", "both", "unsaid"}
    assert at_the_door() == {"guest", "both", "unsaid"}
    assert at_the_door("together") == {"guest", "both", "unsaid"}


def test_who_looks_for_something_else_is_not_asked_to_help_out() -> None:
    helping = house(role="volunteer")
    assert found(helping) == []
    assert found(helping, wishes=frozenset({"be_useful"})) == ["huis"]
    assert found(house(role="both"), house(id="gast", role="guest")) != []


# -- small things -----------------------------------------------------------------------------


def test_a_place_that_does_two_ways_says_so() -> None:
    two = house(work_models=("buddy", "neighbourhood"))
    assert both_ways(two, ["buddy", "peers"]) == ("buddy",)
    assert both_ways(two, []) == ()


def test_a_place_speaks_to_its_reader() -> None:
    assert HOUSE.summary("nl-simple") == HOUSE.summary_nl
    assert HOUSE.summary("fr-simple") == HOUSE.summary_fr
    assert HOUSE.target_group("fr") == "tout le monde"
    winter = house(season_nl="in de winter", season_fr="en hiver")
    assert winter.season_text("fr") == "en hiver"
    assert winter.season_text("nl") == "in de winter"


def test_a_place_is_known_by_its_id() -> None:
    doors = standing([HOUSE])
    assert doors.get("huis") is HOUSE
    assert doors.get("weg") is None


def test_the_welfare_office_is_the_one_of_the_municipality(
    doors: Doors, gazetteer: Gazetteer, initiatives: list[Initiative]
) -> None:
    assert doors.welfare_office(None) is None
    offices = [
        i
        for i in initiatives
        if i.id.startswith(("ocmw", "cpas", "sociaal-huis"))
        and i.is_door
        and "context" in i.work_models
    ]
    assert offices
    for office in offices:
        where = gazetteer.by_code(office.postal_code)[0]
        answer = doors.welfare_office(where)
        assert answer is not None, office.id
        assert answer.municipality == office.municipality


def test_a_municipality_without_a_known_office_gets_none(doors: Doors) -> None:
    nowhere = dataclasses.replace(GENT, nis_code="99999")
    assert doors.welfare_office(nowhere) is None
