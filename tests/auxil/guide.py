"""The guide with the real content and a clock that stands still."""

from __future__ import annotations

import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import content
from bot.bootstrap import place_names
from bot.content.hours import is_open
from bot.core.freshness import step
from bot.core.places import Gazetteer
from bot.core.search import Doors
from bot.core.traits import Surveyor
from bot.guide import Guide

DATA = Path(__file__).resolve().parents[2] / "data"
NOW = datetime.datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Brussels"))


def real_guide() -> Guide:
    """The guide as the installation has it, read from the files, on a Tuesday morning."""
    models = content.load_work_models(DATA / "work_models.yml")
    likes: dict[str, list[str]] = {}
    for path in sorted((DATA / "words").glob("*.yml")):
        for like, stems in content.load_phrases(path).get("likes_place", {}).items():
            likes.setdefault(like, []).extend(stems)
    places = content.load_places(DATA / "places.csv")
    initiatives = content.load_initiatives(DATA / "initiatives.csv")
    return Guide(
        models=models,
        rules=content.load_rules(DATA / "matching.yml", models),
        search=Doors(
            initiatives, Surveyor(Gazetteer(places), likes, lambda i: step(i, NOW.date()))
        ),
        helplines=content.load_helplines(DATA / "helplines.csv"),
        places=places,
        is_open=is_open,
        now=lambda: NOW,
        place_names=place_names(),
    )
