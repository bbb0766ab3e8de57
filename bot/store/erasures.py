"""Which talks were erased on request, and when: so that a restored backup cannot bring them back.

A backup of the database still holds what a person had erased after it was made. So every erasure is
noted outside the database: the talk's pseudonym and the time, nothing else. Whatever starts on this
installation removes those talks again when it finds events from before that time.

A note is kept as long as a talk is (`keep_days`), and no longer. That is enough: an older erasure
was of words that are older still, and those go by their age, also out of a restored backup. So a
backup can bring nothing back, as long as two things hold. `keep_days` was not made longer since and
the secret is the same. And this file was left where it is: who restores a backup restores the
database alone, not the whole folder with an older copy of these notes.

The file is a small SQLite database of its own: two processes may note at once, and the power may
fail in between.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

OWNER_ONLY = 0o600
PATIENCE_SECONDS = 5.0
"""How long to wait for another process that is noting."""


class Erasures:
    """The notes of one installation.

    Args:
        path: the file; it is made when something is noted first.
        keep_seconds: how long a note is kept.
    """

    def __init__(self, path: Path, keep_seconds: float) -> None:
        self._path = path
        self._keep = keep_seconds

    def note(self, who: str, at: float | None = None) -> None:
        """Notes that a talk is erased.

        Args:
            who: the pseudonym of the talk.
            at: seconds since 1970; the present when None.
        """
        with self._open() as notes:
            notes.execute(
                "INSERT INTO erasures VALUES (?, ?)"
                " ON CONFLICT (who) DO UPDATE SET at = max(at, excluded.at)",
                (who, time.time() if at is None else at),
            )

    def all(self, now: float | None = None) -> dict[str, float]:
        """The pseudonyms, each with the time of its last erasure; notes that are too old go."""
        if not self._path.exists():
            return {}
        limit = (time.time() if now is None else now) - self._keep
        with self._open() as notes:
            notes.execute("DELETE FROM erasures WHERE at < ?", (limit,))
            return dict(notes.execute("SELECT who, at FROM erasures").fetchall())

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """One transaction on the file, which only its owner may read."""
        # Made by hand, as SQLite would let others read it.
        os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, OWNER_ONLY))
        with contextlib.closing(sqlite3.connect(self._path, timeout=PATIENCE_SECONDS)) as notes:
            notes.execute("PRAGMA secure_delete = ON")
            with notes:
                notes.execute(
                    "CREATE TABLE IF NOT EXISTS erasures (who TEXT PRIMARY KEY, at REAL NOT NULL)"
                )
                yield notes
