"""What the tests share: the trained model, a server, and the assistant in this process."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent))

# Tests never touch the installation's own database or secret.
_VAR = tempfile.TemporaryDirectory(prefix="netwerkwijzer-tests-")
os.environ["NETWERKWIJZER_VAR"] = _VAR.name
os.environ["NETWERKWIJZER_SECRET"] = "the tests have a secret of their own"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")

if TYPE_CHECKING:
    from auxil.here import Here
    from auxil.server import Server
    from sqlalchemy.engine import Engine

    from bot.guide import Guide


@pytest.fixture(scope="session")
def guide() -> Guide:
    """The guide with the real content, on a Tuesday morning."""
    from auxil.guide import real_guide

    return real_guide()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server of this test run: its address, without a database."""
    from auxil.postgres import server

    with server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of its own for each test, of both kinds that an installation may have."""
    from sqlalchemy import create_engine, text

    from bot.bootstrap import connected

    if request.param == "sqlite":
        made = connected(f"sqlite:///{tmp_path / 'directory.db'}")
    else:
        url = request.getfixturevalue("postgres")
        name = f"test_{uuid.uuid4().hex}"
        keeper = create_engine(f"{url}/postgres", isolation_level="AUTOCOMMIT", future=True)
        with keeper.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        keeper.dispose()
        made = connected(f"{url}/{name}")
    yield made
    made.dispose()


@pytest.fixture(scope="session")
def filled_directory() -> None:
    """The directory of this test run, filled from the data files."""
    from bot import bootstrap

    bootstrap.directory().fill(bootstrap.settings().data)


@pytest.fixture(scope="session")
def server(filled_directory: None) -> Iterator[Server]:
    """`rasa run --enable-api` and `rasa run actions`, as anyone would start them."""
    from auxil.server import Server

    with Server() as running:
        yield running


@pytest.fixture(scope="session")
def here(filled_directory: None) -> Iterator[Here]:
    """The assistant in this process, behind the same intake: for tests of very many turns."""
    from auxil.here import Here

    loop = asyncio.new_event_loop()
    yield Here(loop)
    loop.close()
