"""The one place that reads the environment and wires the parts together."""

from __future__ import annotations

import datetime
import os
import secrets
import stat
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours
from sqlalchemy import create_engine
from sqlalchemy.engine import Engine

from bot import content
from bot.core.hearing import Ear
from bot.core.places import Gazetteer
from bot.guide import Guide
from bot.store.directory import Directory
from bot.words import Words

ROOT = Path(__file__).resolve().parent.parent
BRUSSELS = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True)
class Settings:
    """What an installation may choose.

    Attributes:
        data, domain, locales: where the content lies.
        var: folder for what the installation itself makes: database, secret.
        database_url: SQLAlchemy address of the directory and the conversations.
        organisation: name of the organisation that runs the assistant (the controller).
        pause_minutes: after this silence a person is greeted with what is known.
        keep_days: how long a conversation is kept.
    """

    root: Path
    var: Path
    database_url: str
    organisation: str
    pause_minutes: int
    keep_days: int

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def domain(self) -> Path:
        return self.root / "domain.yml"

    @property
    def locales(self) -> Path:
        return self.root / "locales"


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings, from the environment, with defaults for one machine."""
    var = Path(os.environ.get("NETWERKWIJZER_VAR", ROOT / "var"))
    return Settings(
        root=ROOT,
        var=var,
        database_url=os.environ.get("DATABASE_URL", f"sqlite:///{var / 'netwerkwijzer.db'}"),
        organisation=os.environ.get("NETWERKWIJZER_ORGANISATION", "Netwerkwijzer"),
        pause_minutes=int(os.environ.get("NETWERKWIJZER_PAUSE_MINUTES", "60")),
        keep_days=int(os.environ.get("NETWERKWIJZER_KEEP_DAYS", "7")),
    )


@lru_cache(maxsize=1)
def engine() -> Engine:
    """The database of this installation."""
    settings().var.mkdir(parents=True, exist_ok=True)
    return create_engine(settings().database_url, future=True)


def directory() -> Directory:
    """The directory in this installation's database."""
    return Directory(engine())


@lru_cache(maxsize=1)
def words() -> Words:
    """The texts of the assistant."""
    return Words.load(settings().domain, settings().locales)


@lru_cache(maxsize=1)
def ear() -> Ear:
    """What hears answers in free sentences."""
    folder = settings().data / "words"
    return Ear({path.stem: content.load_phrases(path) for path in sorted(folder.glob("*.yml"))})


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The places that can be named, from the data file: understanding needs no database."""
    return Gazetteer(content.load_places(settings().data / "places.csv"))


def likes() -> dict[str, list[str]]:
    """What one likes -> beginnings of words in the summaries of fitting places."""
    found: dict[str, list[str]] = {}
    for path in sorted((settings().data / "words").glob("*.yml")):
        for like, stems in content.load_phrases(path).get("likes_place", {}).items():
            found.setdefault(like, []).extend(stems)
    return found


@lru_cache(maxsize=1)
def guide() -> Guide:
    """The use cases, with everything they need."""
    data = settings().data
    models = content.load_work_models(data / "work_models.yml")
    return Guide(
        models=models,
        rules=content.load_rules(data / "matching.yml", models),
        initiatives=directory().initiatives(),
        helplines=directory().helplines(),
        places=directory().places(),
        is_open=is_open,
        now=lambda: datetime.datetime.now(BRUSSELS),
        likes=likes(),
    )


def is_open(opening_hours: str, moment: datetime.datetime) -> bool:
    """Whether OSM opening hours are open at a moment (given in Europe/Brussels)."""
    hours = OpeningHours(opening_hours, country="BE")
    return bool(hours.is_open(moment.replace(tzinfo=None)))


def secret() -> bytes:
    """The installation's own secret: made once, readable by its owner only.

    Without it no pseudonym can be made again, and with it none can be guessed.
    """
    given = os.environ.get("NETWERKWIJZER_SECRET")
    if given:
        return given.encode()
    path = settings().var / "secret"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        made = secrets.token_hex(32).encode()
        file.write(made)
    return made
