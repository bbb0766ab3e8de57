"""The seven ways, as the study has them: nothing added, nothing left out, nothing ranked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest

from bot.core.work_models import WORK_MODELS, WorkModel

BULLETS = {
    # slide: (strengths, weaknesses, preconditions), as counted on the slides of seed 003
    3: (4, 4, 7),
    4: (6, 7, 8),
    5: (4, 6, 5),
    6: (6, 6, 4),
    7: (3, 2, 3),
    8: (5, 4, 4),
    9: (7, 7, 0),
}
SLIDES = dict(zip(WORK_MODELS, BULLETS, strict=True))

QUESTIONS_AT_FIRST_CONTACT = {
    "buddy": {"Mag ik zelf een buddy kiezen?", "Hoelang duurt het?", "Wat als het niet klikt?"},
    "own_network": {"Kies ik wie erbij is?", "Kan ik stoppen?"},
    "context": {"Met wie deel je mijn verhaal?", "Kunnen we elders afspreken?"},
    "competence": {"Wat kost het?", "Is er kinderopvang?", "Is er iets na de cursus?"},
    "organisation": {"Krijg ik mijn onkosten terug?", "Wie begeleidt mij?"},
    "peers": {"Wie begeleidt de groep?", "Mag ik eerst komen kijken?"},
    "neighbourhood": set(),
}


def everything_said(model: WorkModel) -> Iterator[str]:
    """Every text of a model that somebody may read."""
    yield from (model.name, model.what, model.first_visit)
    for point in model.points():
        yield point.text
        yield point.ask or ""


def test_there_are_seven_ways_each_on_its_own_slide(models: Mapping[str, WorkModel]) -> None:
    assert set(models) == set(WORK_MODELS)
    assert {m.id: m.slide for m in models.values()} == SLIDES


@pytest.mark.parametrize("model_id", WORK_MODELS)
def test_every_bullet_of_a_slide_is_there(models: Mapping[str, WorkModel], model_id: str) -> None:
    model = models[model_id]
    groups = (model.strengths, model.weaknesses, model.preconditions)
    assert tuple(len(g) for g in groups) == BULLETS[SLIDES[model_id]]


def test_all_seventy_one_strengths_and_weaknesses_are_kept(
    models: Mapping[str, WorkModel],
) -> None:
    assert sum(len(m.strengths) + len(m.weaknesses) for m in models.values()) == 71
    assert sum(len(m.preconditions) for m in models.values()) == 31


@pytest.mark.parametrize("model_id", WORK_MODELS)
def test_ids_name_slide_and_bullet_without_gaps(
    models: Mapping[str, WorkModel], model_id: str
) -> None:
    model = models[model_id]
    for letter, group in zip(
        "swp", (model.strengths, model.weaknesses, model.preconditions), strict=True
    ):
        expected = [f"003-{model.slide}-{letter}{n}" for n in range(1, len(group) + 1)]
        assert [p.id for p in group] == expected


def test_slide_two_has_seventeen_bullets_numbered_through(
    models: Mapping[str, WorkModel],
) -> None:
    about = [p.id for m in WORK_MODELS for p in models[m].about]
    assert about == [f"003-2-a{n}" for n in range(1, 18)]
    assert all(m.about for m in models.values())


def test_the_neighbourhood_has_no_preconditions_and_nobody_writes_one(
    models: Mapping[str, WorkModel],
) -> None:
    assert models["neighbourhood"].preconditions == ()
    assert all(m.preconditions for m in models.values() if m.id != "neighbourhood")


def test_few_initiatives_in_brussels_stays_a_question(models: Mapping[str, WorkModel]) -> None:
    doubt = models["neighbourhood"].point("003-9-w2").text
    assert "Brussel?" in doubt


def test_a_chance_of_a_job_stands_as_the_study_has_it(models: Mapping[str, WorkModel]) -> None:
    assert models["organisation"].point("003-8-s5").text == "Kans tot tewerkstelling."


@pytest.mark.parametrize("model_id", WORK_MODELS)
def test_no_way_is_called_the_best_and_nobody_is_called_poor(
    models: Mapping[str, WorkModel], model_id: str
) -> None:
    for text in everything_said(models[model_id]):
        assert not re.search(r"\b(best|beste|arme)\b", text, re.IGNORECASE), text


@pytest.mark.parametrize("model_id", WORK_MODELS)
def test_a_name_fits_on_a_button(models: Mapping[str, WorkModel], model_id: str) -> None:
    assert 0 < len(models[model_id].name) <= 30


@pytest.mark.parametrize("model_id", WORK_MODELS)
def test_people_can_ask_at_the_first_contact_what_the_study_asks_for(
    models: Mapping[str, WorkModel], model_id: str
) -> None:
    asks = [p.ask for p in models[model_id].questions_to_ask()]
    assert len(set(asks)) == len(asks)
    assert set(asks) == QUESTIONS_AT_FIRST_CONTACT[model_id]


@pytest.mark.parametrize("model_id", WORK_MODELS)
def test_a_card_always_has_something_liked_and_something_to_know(
    models: Mapping[str, WorkModel], model_id: str
) -> None:
    model = models[model_id]
    assert model.like in {p.id for p in model.strengths}
    assert model.know in {p.id for p in (*model.weaknesses, *model.preconditions)}


@pytest.mark.parametrize("model_id", WORK_MODELS)
def test_how_a_first_time_goes_is_told(models: Mapping[str, WorkModel], model_id: str) -> None:
    assert models[model_id].first_visit.startswith("Vraag")


def test_a_bullet_is_found_by_its_id_and_only_with_its_own_way(
    models: Mapping[str, WorkModel],
) -> None:
    for model in models.values():
        for point in model.points():
            assert model.point(point.id) is point
    with pytest.raises(KeyError):
        models["buddy"].point("003-9-w2")
