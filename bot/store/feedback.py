"""What people said of a place ('Klopt dit?'), without who said it.

A mark holds the place, the verdict, the day and a token (`bot.core.feedback`). The salt of the
tokens is random and stands in a table of its own, one row: that of the present seven days. Nothing
else leads from a mark to a person, and the salt goes when the seven days are over.
"""

from __future__ import annotations

import datetime
import secrets
from typing import Any

from sqlalchemy import (
    Column,
    LargeBinary,
    String,
    Table,
    and_,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Connection, Engine

from bot.core.feedback import (
    CLOSED,
    ENOUGH_CLOSED,
    SALT_BYTES,
    VERDICTS,
    Marks,
    period_of,
    token_of,
)
from bot.store.tables import metadata
from bot.store.upsert import put, write

feedback = Table(
    "feedback",
    metadata,
    Column("initiative", String(200), primary_key=True),
    Column("token", String(32), primary_key=True),
    Column("verdict", String(20), nullable=False),
    Column("day", String(10), nullable=False),
    # A number that counts up would tell in which order marks came, and so which belong together.
    sqlite_with_rowid=False,
)
feedback_salt = Table(
    "feedback_salt",
    metadata,
    Column("period", String(10), primary_key=True),
    Column("salt", LargeBinary, nullable=False),
)


def add(engine: Engine, initiative: str, verdict: str, who: str, today: datetime.date) -> bool:
    """Keeps what somebody says of a place; in the same seven days their last word counts.

    Args:
        initiative: the id of the place.
        verdict: one of `VERDICTS`.
        who: the pseudonym of the talk; it is not kept.
        today: the day in Belgium.

    Returns:
        Whether enough people say now that it is closed, or no longer do: it comes elsewhere then.

    Raises:
        ValueError: there is no such verdict.
    """
    if verdict not in VERDICTS:
        raise ValueError(f"expected one of {', '.join(VERDICTS)}; found {verdict!r}")

    def mark(connection: Connection) -> bool:
        before = _enough(connection, initiative)
        token = token_of(_salt(connection, period_of(today)), who, initiative)
        key = {"initiative": initiative, "token": token}
        put(connection, feedback, key, {"verdict": verdict, "day": today.isoformat()})
        return _enough(connection, initiative) != before

    return write(engine, mark)


def closed(engine: Engine, initiative: str) -> bool:
    """Whether enough people say of this place that it is closed."""
    with engine.connect() as connection:
        return _enough(connection, initiative)


def _enough(connection: Connection, initiative: str) -> bool:
    of_this = and_(feedback.c.initiative == initiative, feedback.c.verdict == CLOSED)
    counted = select(func.count()).select_from(feedback).where(of_this)
    return int(connection.execute(counted).scalar_one()) >= ENOUGH_CLOSED


def _salt(connection: Connection, period: str) -> bytes:
    """The salt of these seven days, made when it is needed first; then the one before goes."""
    of_period = select(feedback_salt.c.salt).where(feedback_salt.c.period == period)
    salt = connection.execute(of_period).scalar()
    if salt is None:
        salt = secrets.token_bytes(SALT_BYTES)
        connection.execute(delete(feedback_salt).where(feedback_salt.c.period != period))
        connection.execute(insert(feedback_salt).values(period=period, salt=salt))
    return bytes(salt)


def rotate(session: Any, today: datetime.date) -> bool:
    """Removes the salt of days that are over, in the transaction of a session or connection.

    Returns:
        Whether there was one.
    """
    over = delete(feedback_salt).where(feedback_salt.c.period != period_of(today))
    return bool(session.execute(over).rowcount)


def forget(session: Any, who: str) -> int:
    """Lets go of who gave the marks of the present seven days, for somebody who erases everything.

    What they said of a place stays, for the next one who goes there: it tells nothing of them. Each
    of their tokens becomes a random one, which nobody can work out again.

    Args:
        session: a session or connection; it is done in its transaction.
        who: the pseudonym of the talk.

    Returns:
        How many marks were let go.
    """
    salts = session.execute(select(feedback_salt.c.period, feedback_salt.c.salt)).all()
    if not salts:
        return 0
    recent = feedback.c.day >= min(row.period for row in salts)
    found = session.execute(select(feedback.c.initiative, feedback.c.token).where(recent)).all()
    theirs = [
        row
        for row in found
        if row.token in {token_of(bytes(salt.salt), who, row.initiative) for salt in salts}
    ]
    for row in theirs:
        this = and_(feedback.c.initiative == row.initiative, feedback.c.token == row.token)
        session.execute(update(feedback).where(this).values(token=token_of_nobody()))
    return len(theirs)


def token_of_nobody() -> str:
    """A token that looks like any other and belongs to nobody."""
    return token_of(secrets.token_bytes(SALT_BYTES), "", "")


def closed_counts(engine: Engine) -> dict[str, int]:
    """Id of a place -> how many independent marks say that it is closed."""
    with engine.connect() as connection:
        return closed_counts_in(connection)


def closed_counts_in(connection: Connection) -> dict[str, int]:
    """The same, within the transaction of a connection."""
    counted = (
        select(feedback.c.initiative, func.count())
        .where(feedback.c.verdict == CLOSED)
        .group_by(feedback.c.initiative)
    )
    return {initiative: int(number) for initiative, number in connection.execute(counted)}


def rows(engine: Engine) -> list[Marks]:
    """What was said of each place, by its id."""
    counted = (
        select(
            feedback.c.initiative,
            feedback.c.verdict,
            func.count().label("number"),
            func.max(feedback.c.day).label("last_day"),
        )
        .group_by(feedback.c.initiative, feedback.c.verdict)
        .order_by(feedback.c.initiative, feedback.c.verdict)
    )
    verdicts: dict[str, dict[str, int]] = {}
    last_day: dict[str, str] = {}
    with engine.connect() as connection:
        for row in connection.execute(counted):
            verdicts.setdefault(row.initiative, {})[row.verdict] = int(row.number)
            last_day[row.initiative] = max(row.last_day, last_day.get(row.initiative, ""))
    return [Marks(initiative, said, last_day[initiative]) for initiative, said in verdicts.items()]


def clear(engine: Engine, initiative: str) -> int:
    """Removes all marks of a place that an admin has checked.

    Returns:
        How many there were.
    """
    with engine.begin() as connection:
        done = connection.execute(delete(feedback).where(feedback.c.initiative == initiative))
    return int(done.rowcount)
