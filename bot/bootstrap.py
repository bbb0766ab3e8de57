"""The one place that reads the environment and wires the parts together."""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import secrets
import stat
import tempfile
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.pool import QueuePool

from bot import content
from bot.content.hours import is_open
from bot.core.danger import Alarm
from bot.core.hearing import Ear
from bot.core.helplines import Helpline
from bot.core.languages import base
from bot.core.place_names import PlaceNames
from bot.core.places import Gazetteer
from bot.guide import Guide
from bot.language_guess import Detector
from bot.place_finder import PlaceFinder
from bot.store import feedback
from bot.store.directory import Directory
from bot.store.search import DirectorySearch
from bot.words import Words, languages_in

ROOT = Path(__file__).resolve().parent.parent
BRUSSELS = ZoneInfo("Europe/Brussels")

OWNER_FOLDER = stat.S_IRWXU
OWNER_FILE = stat.S_IRUSR | stat.S_IWUSR
LEAST_SECRET = 16
"""Bytes that a secret has at least."""


class SettingError(ValueError):
    """A setting of the environment is not what it must be; the text names it."""


TELEGRAM_API = "https://api.telegram.org"

TRIAL, PRODUCTION = "trial", "production"
CONSENT, PUBLIC_TASK = "consent", "public_task"


@dataclass(frozen=True)
class Settings:
    """What an installation may choose.

    Attributes:
        root: the folder of the project, in which the content lies.
        var: folder for what the installation itself makes: database, secret.
        database_url: SQLAlchemy address of the directory and the conversations.
        organisation: name of the organisation that runs the assistant (the controller).
        pause_minutes: after this silence a person is greeted with what is known.
        keep_days: how long a conversation is kept.
        production: whether this is for people, and not for trying out.
        legal_basis: why talks may be kept, `CONSENT` or `PUBLIC_TASK`; empty when not chosen.
        missing: what production still needs, one line for each.
        telegram_token: from BotFather; empty for no Telegram.
        telegram_webhook_url: public https address of the webhook; empty to poll.
        telegram_secret: what Telegram sends along with every webhook call.
        telegram_api: address of the Bot API.
    """

    root: Path
    var: Path
    database_url: str
    organisation: str
    pause_minutes: int
    keep_days: int
    production: bool = False
    legal_basis: str = CONSENT
    missing: tuple[str, ...] = ()
    telegram_token: str = field(default="", repr=False)
    telegram_webhook_url: str = ""
    telegram_secret: str = field(default="", repr=False)
    telegram_api: str = TELEGRAM_API

    @property
    def data(self) -> Path:
        """What admins keep."""
        return self.root / "data"

    @property
    def domain(self) -> Path:
        """What the assistant hears, remembers and says."""
        return self.root / "domain.yml"

    @property
    def locales(self) -> Path:
        """The translations."""
        return self.root / "locales"


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings, from the environment, with defaults for one machine.

    Raises:
        SettingError: a setting is not what it must be; the message names it.
    """
    var = Path(os.environ.get("NETWERKWIJZER_VAR", ROOT / "var"))
    return Settings(
        root=ROOT,
        var=var,
        database_url=os.environ.get("DATABASE_URL", f"sqlite:///{var / 'netwerkwijzer.db'}"),
        organisation=_given("NETWERKWIJZER_ORGANISATION") or "Netwerkwijzer",
        pause_minutes=_whole("NETWERKWIJZER_PAUSE_MINUTES", 60),
        keep_days=_whole("NETWERKWIJZER_KEEP_DAYS", 7),
        **_responsible(),
        **_telegram(),
    )


def _given(name: str) -> str:
    return os.environ.get(name, "").strip()


def _responsible() -> dict[str, Any]:
    """Who answers for what is kept, and why it may be: asked for as soon as it is in earnest."""
    mode = _one_of("NETWERKWIJZER_MODE", TRIAL, PRODUCTION) or TRIAL
    basis = _one_of("NETWERKWIJZER_LEGAL_BASIS", CONSENT, PUBLIC_TASK)
    if mode == TRIAL:
        return {"legal_basis": basis or CONSENT}
    missing = []
    if not _given("NETWERKWIJZER_ORGANISATION"):
        missing.append(
            "NETWERKWIJZER_ORGANISATION: in production, expected the name of the organisation "
            "that runs the assistant"
        )
    if not basis:
        missing.append(
            f"NETWERKWIJZER_LEGAL_BASIS: in production, expected {CONSENT} or {PUBLIC_TASK}"
        )
    return {"production": True, "legal_basis": basis, "missing": tuple(missing)}


def _one_of(name: str, *possible: str) -> str:
    """A setting that is one of these words; empty when it is not set."""
    given = _given(name)
    if given and given not in possible:
        raise SettingError(f"{name}: expected {' or '.join(possible)}; found {given!r}")
    return given


def _telegram() -> dict[str, Any]:
    """The settings of Telegram; a webhook is only as safe as its secret.

    What was given is not repeated in a message: it is secret.
    """
    names = ("TELEGRAM_TOKEN", "TELEGRAM_WEBHOOK_URL", "TELEGRAM_SECRET", "TELEGRAM_API")
    given = {name.lower(): os.environ.get(name, "").strip() for name in names}
    token, url, own = (given[name.lower()] for name in names[:3])
    if token and not re.fullmatch(r"[0-9]{5,15}:[A-Za-z0-9_-]{30,60}", token):
        raise SettingError(
            "TELEGRAM_TOKEN: expected a token from BotFather, such as 123456789:AbC... "
            "with 35 characters after the colon"
        )
    if url and not url.startswith(("https://", "http://127.0.0.1")):
        raise SettingError(f"TELEGRAM_WEBHOOK_URL: expected an https address; found {url!r}")
    if url and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", own):
        raise SettingError(
            "TELEGRAM_SECRET: a webhook needs one of 16 to 256 letters, digits, _ or -"
        )
    given["telegram_api"] = given["telegram_api"].rstrip("/") or TELEGRAM_API
    return given


def _whole(name: str, default: int) -> int:
    """A setting that is a number, 1 or more."""
    given = os.environ.get(name, "").strip()
    if not given:
        return default
    if not re.fullmatch(r"0*[1-9]\d{0,5}", given):
        raise SettingError(f"{name}: expected a whole number, 1 or more; found {given!r}")
    return int(given)


def private(chosen: Settings) -> Path:
    """The folder of what this installation makes, and in it a database that only its owner reads.

    What lies there was said in confidence. A folder that was there before keeps its rights (it may
    hold other things); a database file is closed to others even then.
    """
    if not chosen.var.exists():
        chosen.var.mkdir(mode=OWNER_FOLDER, parents=True, exist_ok=True)
    url = make_url(chosen.database_url)
    if url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:"):
        file = Path(str(url.database))
        # What cannot be changed here (another owner, a disk without rights) is theirs to close.
        with contextlib.suppress(OSError):
            file.touch(mode=OWNER_FILE)
            if stat.S_IMODE(file.stat().st_mode) & ~OWNER_FILE:
                file.chmod(OWNER_FILE)
    return chosen.var


@lru_cache(maxsize=1)
def engine() -> Engine:
    """The database of this installation."""
    private(settings())
    made = connected(settings().database_url)
    erase_for_good(made)
    return made


def connected(url: str) -> Engine:
    """A database by its SQLAlchemy address; nothing is opened yet.

    Its connections are kept: a new one to SQLite knows none of the statements and reads each anew.
    """
    if make_url(url).get_backend_name() == "sqlite":
        return create_engine(
            url,
            future=True,
            hide_parameters=True,
            poolclass=QueuePool,
            connect_args={"check_same_thread": False},
        )
    return create_engine(url, future=True, hide_parameters=True, pool_pre_ping=True)


def erase_for_good(made: Engine) -> None:
    """Makes SQLite write zeros over what is deleted: else it can be read back from the file."""
    if made.dialect.name == "sqlite":

        @event.listens_for(made, "connect")
        def overwrite(connection: Any, _: Any) -> None:
            connection.execute("PRAGMA secure_delete = ON")


def directory() -> Directory:
    """The directory in this installation's database."""
    return Directory(engine(), likes())


@lru_cache(maxsize=1)
def words() -> Words:
    """The texts of the assistant."""
    return Words.load(settings().domain, settings().locales)


def languages() -> tuple[str, ...]:
    """The languages that are spoken, the source first."""
    return languages_in(settings().locales)


@lru_cache(maxsize=1)
def detector() -> Detector:
    """What tells in which language a message is written."""
    return Detector([base(language) for language in languages()])


@lru_cache(maxsize=1)
def other_languages() -> dict[str, str]:
    """One line for who writes in a language that is not spoken, by its code."""
    return content.load_other_languages(settings().data / "other_languages.yml")


@lru_cache(maxsize=1)
def phrases() -> dict[str, content.Phrases]:
    """The phrases of each language, by its two letters."""
    folder = settings().data / "words"
    return {path.stem: content.load_phrases(path) for path in sorted(folder.glob("*.yml"))}


@lru_cache(maxsize=1)
def ear() -> Ear:
    """What hears answers in free sentences."""
    kinds = {language: dict(said) for language, said in phrases().items()}
    for said in kinds.values():
        said.pop("danger", None)
    return Ear(kinds)


@lru_cache(maxsize=1)
def alarm() -> Alarm:
    """What hears phrases of danger, in every language at once."""
    return Alarm({language: kinds.get("danger", {}) for language, kinds in phrases().items()})


@lru_cache(maxsize=1)
def labels() -> content.Labels:
    """What each intent is called in Dutch, when it is guessed."""
    return content.load_labels(settings().data / "labels.yml")


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The places that can be named, from the data file: understanding needs no database."""
    return Gazetteer(content.load_places(settings().data / "places.csv"))


@lru_cache(maxsize=1)
def place_names() -> PlaceNames:
    """What places are called in speech, and places abroad, in every language that is spoken."""
    spoken = dict.fromkeys(base(language) for language in languages())
    return content.load_place_names(settings().data / "place_names.yml", languages=tuple(spoken))


@lru_cache(maxsize=1)
def place_finder() -> PlaceFinder:
    """What finds a place in a typed message, from the files: understanding needs no database."""
    return PlaceFinder(gazetteer(), place_names())


@lru_cache(maxsize=1)
def helplines_on_file() -> tuple[Helpline, ...]:
    """The help lines from their file: who asks for help gets it without a database too."""
    return tuple(content.load_helplines(settings().data / "helplines.csv"))


def likes() -> dict[str, list[str]]:
    """What one likes -> beginnings of words in the summaries of fitting places."""
    found: dict[str, list[str]] = {}
    for kinds in phrases().values():
        for like, stems in kinds.get("likes_place", {}).items():
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
        search=DirectorySearch(engine()),
        helplines=directory().helplines(),
        places=directory().places(),
        is_open=is_open,
        now=lambda: datetime.datetime.now(BRUSSELS),
        place_names=place_names(),
        found_closed=lambda initiative: feedback.closed(engine(), initiative),
    )


def secret() -> bytes:
    """The installation's own secret: made once, readable by its owner only.

    Without it no pseudonym can be made again, and with it none can be guessed.

    Raises:
        SettingError: the secret is too short to protect anybody.
    """
    given = os.environ.get("NETWERKWIJZER_SECRET")
    if given:
        return _long_enough(given.encode(), "NETWERKWIJZER_SECRET")
    path = private(settings()) / "secret"
    if not path.exists():
        # Whole or not at all: a second process never sees half a secret, and keeps the first one.
        handle, half = tempfile.mkstemp(prefix="secret-", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_hex(32).encode())
        try:
            os.link(half, path)
        except FileExistsError:
            pass
        except OSError:  # a disk without links
            os.replace(half, path)
        Path(half).unlink(missing_ok=True)
    return _long_enough(path.read_bytes(), str(path))


def _long_enough(found: bytes, where: str) -> bytes:
    if len(found) < LEAST_SECRET:
        raise SettingError(f"{where}: at least {LEAST_SECRET} bytes are needed; found {len(found)}")
    return found
