"""An organisation with PostgreSQL: a whole talk on Telegram, and nothing left when it is erased."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from auxil.telegram_bot import RunningBot
from auxil.telegram_server import TelegramServer
from auxil.telegram_steps import answered, hears, soon
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import Engine


@pytest.fixture(scope="module")
def database(postgres: str) -> Iterator[Engine]:
    """A database on the server of the tests."""
    name = f"talks_{uuid.uuid4().hex}"
    keeper = create_engine(f"{postgres}/postgres", isolation_level="AUTOCOMMIT", future=True)
    with keeper.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    keeper.dispose()
    made = create_engine(f"{postgres}/{name}", future=True)
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def postgres_bot(server: TelegramServer, database: Engine) -> Iterator[RunningBot]:
    url = database.url.render_as_string(hide_password=False)
    with RunningBot(server, environment={"DATABASE_URL": url}) as running:
        yield running


def rows(database: Engine) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    with database.connect() as connection:
        return {
            table: [str(tuple(row)) for row in connection.execute(text(f'SELECT * FROM "{table}"'))]
            for table in inspect(database).get_table_names()
        }


def test_a_talk_from_hello_to_a_door_is_kept_and_goes_when_it_is_erased(
    server: TelegramServer, postgres_bot: RunningBot, database: Engine
) -> None:
    person = server.person("nl")
    answered(person, person.starts)
    answered(person, person.presses, "Nederlands")
    answered(person, person.presses, "Start")
    answered(person, person.says, "toon alle manieren")
    answered(person, person.presses, "Binnenlopen of meehelpen")
    answered(person, person.says, "gent")
    hears(person, "Waar:")
    kept = rows(database)
    assert kept["events"], "the talk is in this database"
    assert kept["shown_counts"], "and what was shown"
    assert kept["doors"]
    assert not (postgres_bot.var / "netwerkwijzer.db").exists()
    answered(person, person.presses, "Klopt dit? (1)")
    answered(person, person.presses, "Het adres klopt niet")
    assert [row for row in rows(database)["feedback"] if "address" in row]
    person.says("/wis")
    hears(person, "Alles is gewist.")
    soon(lambda: rows(database)["events"] == [])
    assert rows(database)["feedback"], "what was said of the place stays, of nobody"


def test_after_a_restart_nobody_is_answered_twice_and_the_talk_goes_on(
    server: TelegramServer, postgres_bot: RunningBot
) -> None:
    person = server.person("fr")
    answered(person, person.starts)
    answered(person, person.presses, "Français")
    postgres_bot.kill()
    person.says("oui")
    postgres_bot.start()
    hears(person, "Question 1")
    person.settled()
    assert len([shown for shown in person.screen if "Question 1" in shown.text]) == 1
