"""How the tables of the directory change from one version to the next (Alembic)."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import func, select
from sqlalchemy.engine import Connection, Engine

VERSION_TABLE = "directory_version"
"""Where the database notes how far it is: the talks in it are Rasa's own."""

LOCK = 20181
"""A number of our own among PostgreSQL's advisory locks."""


def alone(connection: Connection) -> None:
    """Begins a transaction beside which no second process changes the tables."""
    if connection.dialect.name == "sqlite":
        # Python's driver begins one only before rows change, and not before tables do.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(select(func.pg_advisory_xact_lock(LOCK)))


def ready(engine: Engine) -> None:
    """Brings the tables of a database up to date, when no other process is doing so."""
    with engine.begin() as connection:
        alone(connection)
        upgrade(connection)


def upgrade(connection: Connection) -> None:
    """Brings the tables up to date, within the transaction of a connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
