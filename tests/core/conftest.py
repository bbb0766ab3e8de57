"""What the tests of the core share: the real content, read once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot import content
from bot.core.helplines import Helpline
from bot.core.initiatives import Initiative
from bot.core.matching import Rule
from bot.core.places import Gazetteer, Place
from bot.core.search import Doors
from bot.core.traits import Surveyor
from bot.core.work_models import WorkModel

DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of the content that admins keep."""
    return DATA


@pytest.fixture(scope="session")
def models() -> dict[str, WorkModel]:
    return content.load_work_models(DATA / "work_models.yml")


@pytest.fixture(scope="session")
def rules(models: dict[str, WorkModel]) -> Sequence[Rule]:
    return content.load_rules(DATA / "matching.yml", models)


@pytest.fixture(scope="session")
def initiatives() -> list[Initiative]:
    return content.load_initiatives(DATA / "initiatives.csv")


@pytest.fixture(scope="session")
def helplines() -> list[Helpline]:
    return content.load_helplines(DATA / "helplines.csv")


@pytest.fixture(scope="session")
def places() -> list[Place]:
    return content.load_places(DATA / "places.csv")


@pytest.fixture(scope="session")
def gazetteer(places: list[Place]) -> Gazetteer:
    return Gazetteer(places)


@pytest.fixture(scope="session")
def doors(initiatives: list[Initiative], gazetteer: Gazetteer) -> Doors:
    """The real list, each place where its row says that it is."""
    return Doors(initiatives, Surveyor(gazetteer))
