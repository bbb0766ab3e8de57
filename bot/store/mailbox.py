"""A durable inbox and outbox for a channel whose messages arrive and leave one by one.

An update is written down before it is confirmed, and an answer before it is sent; so a crash at any
moment loses nothing. Who it is about is sealed (`bot.store.seal`), and goes as soon as it is done:
of an update only its number stays, so that it is not handled a second time.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from cryptography.fernet import InvalidToken
from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    delete,
    event,
    func,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.engine import Engine

from bot.store.seal import Seal

MINUTE = 60.0
HOUR = 60 * MINUTE
NUMBERS_KEPT = 48 * HOUR
"""Telegram offers an update again for a day at most."""
LOCKED_MS = 1000
"""Milliseconds to wait for SQLite when another program has it; all chats wait with it."""
CHAT_KEPT = 48 * HOUR
"""Telegram lets a bot take back messages of the last two days; after that a chat is let go."""

metadata = MetaData()

inbox = Table(
    "telegram_inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat", String(64), index=True),
    Column("body", LargeBinary),
    Column("taken_at", Float, nullable=False),
)
outbox = Table(
    "telegram_outbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("chat", String(64), index=True, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("made_at", Float, nullable=False),
    # A number is never given out again: what was taken out must not be taken for what came after.
    sqlite_autoincrement=True,
)
chats = Table(
    "telegram_chats",
    metadata,
    Column("chat", String(64), primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("seen_at", Float, nullable=False),
)


class Waiting(NamedTuple):
    """Something that waits in a box.

    Attributes:
        number: of the update, or of the row in the outbox.
        body: its content.
        since: seconds since 1970.
    """

    number: int
    body: dict[str, Any]
    since: float


class Mailbox:
    """The inbox, the outbox and what stands on the screen of every chat.

    Args:
        engine: a SQLAlchemy engine; nothing is opened before it is used.
        seal: how bodies are sealed.
    """

    def __init__(self, engine: Engine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _hurry)

    def create(self) -> None:
        """Makes the tables that are missing."""
        metadata.create_all(self._engine)

    @contextlib.contextmanager
    def together(self) -> Iterator[Any]:
        """A transaction for several writes: all of them or none."""
        with self._engine.begin() as connection:
            yield connection

    # -- in -------------------------------------------------------------------------------

    def take(self, came: Iterable[tuple[int, str, dict[str, Any]]]) -> list[int]:
        """Writes updates down, each once.

        Args:
            came: number, chat and content of each update.

        Returns:
            The numbers that were new.
        """
        rows = {number: (chat, body) for number, chat, body in came}
        with self._engine.begin() as connection:
            seen = select(inbox.c.update_id).where(inbox.c.update_id.in_(rows))
            known = set(connection.execute(seen).scalars())
            new = [number for number in rows if number not in known]
            now = time.time()
            if new:
                connection.execute(
                    insert(inbox),
                    [
                        {
                            "update_id": number,
                            "chat": rows[number][0],
                            "body": self._seal.close(rows[number][1]),
                            "taken_at": now,
                        }
                        for number in new
                    ],
                )
        return new

    def next_in(self, chat: str) -> Waiting | None:
        """The oldest update of a chat that is not answered yet."""
        wanted = inbox.c.chat == chat
        query = select(inbox).where(wanted, inbox.c.body.is_not(None)).order_by(inbox.c.update_id)
        with self._engine.connect() as connection:
            row = connection.execute(query.limit(1)).first()
        return self._opened(row.update_id, row.body, row.taken_at) if row else None

    def open_in(self, chat: str) -> list[Waiting]:
        """All updates of a chat that are not answered yet, the oldest first."""
        wanted = inbox.c.chat == chat
        query = select(inbox).where(wanted, inbox.c.body.is_not(None)).order_by(inbox.c.update_id)
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return [self._opened(row.update_id, row.body, row.taken_at) for row in rows]

    def done(self, number: int, connection: Any = None) -> None:
        """Keeps of an update only its number."""
        self._run(_done(inbox.c.update_id == number), connection)

    def last_taken(self) -> float | None:
        """When the last update was written down; None for never."""
        with self._engine.connect() as connection:
            return connection.execute(select(func.max(inbox.c.taken_at))).scalar()

    # -- out ------------------------------------------------------------------------------

    def put_out(self, chat: str, bodies: Iterable[dict[str, Any]], connection: Any = None) -> None:
        """Adds messages to be sent, in this order."""
        now = time.time()
        rows = [{"chat": chat, "body": self._seal.close(b), "made_at": now} for b in bodies]
        if rows:
            self._run(insert(outbox).values(rows), connection)

    def next_out(self, chat: str) -> Waiting | None:
        """The oldest message to a chat that is not sent yet."""
        query = select(outbox).where(outbox.c.chat == chat).order_by(outbox.c.id).limit(1)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return self._opened(row.id, row.body, row.made_at) if row else None

    def sent(self, number: int, chat: str, state: dict[str, Any] | None) -> None:
        """Takes a message out of the outbox, and notes what stands on the screen now, at once.

        Args:
            state: None leaves what was noted.
        """
        with self._engine.begin() as connection:
            connection.execute(delete(outbox).where(outbox.c.id == number))
            if state is not None:
                self.put_state(chat, state, connection)

    # -- chats ----------------------------------------------------------------------------

    def waiting(self) -> list[str]:
        """The chats for which something waits, the longest first."""
        open_in = select(inbox.c.chat, func.min(inbox.c.taken_at)).where(inbox.c.body.is_not(None))
        open_out = select(outbox.c.chat, func.min(outbox.c.made_at)).group_by(outbox.c.chat)
        since: dict[str, float] = {}
        with self._engine.connect() as connection:
            for query in (open_in.group_by(inbox.c.chat), open_out):
                for chat, at in connection.execute(query):
                    since[chat] = min(at, since.get(chat, at))
        return sorted(since, key=lambda chat: since[chat])

    def state(self, chat: str) -> dict[str, Any] | None:
        """What stands on the screen of a chat, as far as we know; None for nothing."""
        with self._engine.connect() as connection:
            sealed = connection.execute(select(chats.c.body).where(chats.c.chat == chat)).scalar()
        try:
            return self._seal.open(sealed) if sealed else None
        except InvalidToken:
            return None

    def put_state(self, chat: str, state: dict[str, Any] | None, connection: Any = None) -> None:
        """Notes what stands on the screen of a chat; None forgets it."""
        row = {"body": self._seal.close(state), "seen_at": time.time()}
        self._run(delete(chats).where(chats.c.chat == chat), connection)
        if state is not None:
            self._run(insert(chats).values(chat=chat, **row), connection)

    def drop(
        self,
        chat: str,
        connection: Any = None,
        but: int | None = None,
        before: int | None = None,
    ) -> None:
        """Takes everything of a chat out of both boxes: it is not handled and not sent.

        Args:
            but: the number of an update that stays.
            before: the number of an update that stays, with all that came after it.
        """
        self._run(delete(outbox).where(outbox.c.chat == chat), connection)
        gone = inbox.c.chat == chat
        if but is not None:
            gone &= inbox.c.update_id != but
        if before is not None:
            gone &= inbox.c.update_id < before
        self._run(_done(gone), connection)

    def drop_out(self, chat: str) -> None:
        """Takes what is to be sent to a chat out of the outbox, and forgets its screen."""
        with self._engine.begin() as connection:
            connection.execute(delete(outbox).where(outbox.c.chat == chat))
            self.put_state(chat, None, connection)

    def expire(self, now: float | None = None) -> None:
        """Removes what is too old to be of use."""
        expire(self._engine, now)

    def _opened(self, number: int, sealed: bytes, since: float) -> Waiting:
        try:
            return Waiting(number, self._seal.open(sealed), since)
        except InvalidToken:
            # Sealed with a secret that is gone: nobody can read it any more.
            return Waiting(number, {}, since)

    def _run(self, statement: Any, connection: Any) -> None:
        if connection is not None:
            connection.execute(statement)
            return
        with self._engine.begin() as own:
            own.execute(statement)


def expire(engine: Engine, now: float | None = None, keep_seconds: float = NUMBERS_KEPT) -> None:
    """Removes what is too old to be of use; where there never was a Telegram nothing is done.

    Args:
        now: seconds since 1970; the present when None.
        keep_seconds: a shorter time than the usual one.
    """
    if not inspect(engine).has_table(inbox.name):
        return
    moment = time.time() if now is None else now
    old = moment - min(NUMBERS_KEPT, keep_seconds)
    with engine.begin() as connection:
        connection.execute(delete(inbox).where(inbox.c.taken_at < old))
        connection.execute(delete(outbox).where(outbox.c.made_at < old))
        unseen = chats.c.seen_at < moment - min(CHAT_KEPT, keep_seconds)
        connection.execute(delete(chats).where(unseen))


def drop_erased(engine: Engine, erased: dict[str, float]) -> None:
    """Removes what a restored backup still holds for talks that were erased after it was made.

    Else it would be answered or sent now, to somebody who wanted it gone.

    Args:
        erased: chats, each with the moment of its erasure. What came in the minute before stays:
            it may be what the person wrote right after, and still waits for its answer.
    """
    if not inspect(engine).has_table(inbox.name):
        return
    with engine.begin() as connection:
        for chat, at in erased.items():
            before = at - MINUTE
            for table, since in ((outbox, outbox.c.made_at), (chats, chats.c.seen_at)):
                connection.execute(delete(table).where(table.c.chat == chat, since < before))
            connection.execute(_done((inbox.c.chat == chat) & (inbox.c.taken_at < before)))


def _hurry(connection: Any, _: Any) -> None:
    """Does not wait long for another program: whoever writes meanwhile is told at once."""
    connection.execute(f"PRAGMA busy_timeout = {LOCKED_MS}")


def _done(which: Any) -> Any:
    return update(inbox).where(which).values(chat=None, body=None)
