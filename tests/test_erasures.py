"""Erased is erased: in the write-ahead log, and when somebody restores yesterday's backup."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot import bootstrap
from bot.dialogue.sweep import erase_again
from bot.dialogue.talks import DAY, TalkStore
from bot.store.erasures import Erasures
from bot.store.mailbox import Mailbox
from bot.store.seal import Seal

WORD = "abrikozentaart"


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation of its own."""
    monkeypatch.setenv("NETWERKWIJZER_VAR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    caches = (bootstrap.settings, bootstrap.engine)
    for cache in caches:
        cache.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    for cache in caches:
        cache.cache_clear()


@pytest.fixture
def file(var: Path) -> Path:
    return var / "netwerkwijzer.db"


@pytest.fixture
def store(var: Path) -> TalkStore:
    return TalkStore(Domain.empty())


def said(text: str, at: float | None = None) -> UserUttered:
    return UserUttered(text, {"name": "greet", "confidence": 0.9}, timestamp=at)


def save(store: TalkStore, who: str, *events: Event) -> None:
    asyncio.run(store.save(DialogueStateTracker.from_events(who, list(events))))


def erase_on_request(store: TalkStore, who: str, *before: Event) -> None:
    save(store, who, *before, said("wis alles"), ActionExecuted("action_forget"))


def holds(file: Path, word: str = WORD) -> list[str]:
    """The files of the installation in which a word can be read."""
    return [
        p.name for p in file.parent.iterdir() if p.is_file() and word.encode() in p.read_bytes()
    ]


def people(file: Path) -> set[str]:
    with sqlite3.connect(file) as database:
        return {row[0] for row in database.execute("SELECT sender_id FROM events")}


# -- backups ----------------------------------------------------------------------------------


def test_a_restored_backup_does_not_bring_an_erased_talk_back(store: TalkStore, file: Path) -> None:
    save(store, "an", said(WORD))
    save(store, "bo", said("hallo"))
    backup = file.read_bytes()
    erase_on_request(store, "an", said(WORD))
    assert holds(file) == []
    file.write_bytes(backup)
    assert holds(file) == [file.name]
    assert erase_again() == 1
    assert holds(file) == []
    assert people(file) == {"bo"}


def test_who_begins_anew_after_erasing_keeps_the_new_talk(store: TalkStore, file: Path) -> None:
    save(store, "an", said(WORD))
    erase_on_request(store, "an", said(WORD))
    save(store, "an", said("hallo"))
    assert erase_again() == 0
    assert people(file) == {"an"}


def test_a_talk_that_went_on_out_of_the_backup_goes_whole(store: TalkStore, file: Path) -> None:
    old = said(WORD)
    save(store, "an", old)
    backup = file.read_bytes()
    erase_on_request(store, "an", old)
    file.write_bytes(backup)
    save(store, "an", old, said(f"nog eens {WORD}"))
    assert erase_again() == 1
    assert people(file) == set()


def test_quick_away_and_an_erasure_after_a_failure_are_replayed_too(
    store: TalkStore, file: Path
) -> None:
    save(store, "an", said(WORD))
    save(store, "bo", said(WORD))
    backup = file.read_bytes()
    save(store, "an", said(WORD), said("weg"), ActionExecuted("action_quick_away"))
    store.erase("bo")
    file.write_bytes(backup)
    assert erase_again() == 2
    assert holds(file) == []


def test_what_went_by_its_age_leaves_no_note(store: TalkStore) -> None:
    save(store, "an", said(WORD, at=time.time() - 8 * DAY))
    assert asyncio.run(store.retrieve("an")) is None
    assert store.erasures() == {}


def test_erasing_does_not_wait_for_the_note(
    store: TalkStore, file: Path, var: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (var / "erasures").mkdir()
    save(store, "an", said(WORD))
    erase_on_request(store, "an", said(WORD))
    assert people(file) == set()
    assert "an erasure could not be noted: IsADirectoryError" in caplog.text


def test_a_restored_letter_of_telegram_is_not_answered_or_sent(var: Path, store: TalkStore) -> None:
    box = Mailbox(bootstrap.engine(), Seal(b"a secret of the tests", "telegram"))
    box.create()
    for number, chat in enumerate(["an", "bo"]):
        box.take([(number, chat, {"text": WORD})])
        box.put_out(chat, [{"html": WORD}])
        box.put_state(chat, {"chat_id": number})
    store._erasures.note("an", time.time() + 120)
    erase_again()
    assert box.waiting() == ["bo"]
    assert box.state("an") is None
    assert box.state("bo") is not None


def test_what_a_person_writes_right_after_erasing_still_waits_for_its_answer(
    var: Path, store: TalkStore
) -> None:
    box = Mailbox(bootstrap.engine(), Seal(b"a secret of the tests", "telegram"))
    box.create()
    box.take([(1, "an", {"text": "wis alles"}), (2, "an", {"text": "hallo"})])
    erase_on_request(store, "an")
    box.done(1)
    erase_again()
    assert [letter.body["text"] for letter in box.open_in("an")] == ["hallo"]


# -- the notes --------------------------------------------------------------------------------


def test_a_note_holds_a_pseudonym_and_a_time_for_its_owner_only(tmp_path: Path) -> None:
    notes = Erasures(tmp_path / "erasures", 7 * DAY)
    assert notes.all() == {}
    assert not (tmp_path / "erasures").exists()
    notes.note("an", 1000.0)
    notes.note("an", 900.0)
    notes.note("bo", 1100.0)
    assert notes.all(now=1200.0) == {"an": 1000.0, "bo": 1100.0}
    assert stat.S_IMODE((tmp_path / "erasures").stat().st_mode) == 0o600


def test_a_note_goes_after_as_many_days_as_a_talk(tmp_path: Path) -> None:
    notes = Erasures(tmp_path / "erasures", 7 * DAY)
    notes.note("pseudonym-of-an", 0.0)
    notes.note("pseudonym-of-bo", 2 * DAY)
    assert notes.all(now=6.9 * DAY) == {"pseudonym-of-an": 0.0, "pseudonym-of-bo": 2 * DAY}
    assert notes.all(now=7.1 * DAY) == {"pseudonym-of-bo": 2 * DAY}
    assert b"pseudonym-of-an" not in (tmp_path / "erasures").read_bytes()


def test_two_processes_note_in_the_same_file(tmp_path: Path) -> None:
    one, other = (Erasures(tmp_path / "erasures", 7 * DAY) for _ in range(2))
    one.note("an")
    other.note("bo")
    assert set(one.all()) == set(other.all()) == {"an", "bo"}


# -- the write-ahead log ----------------------------------------------------------------------


@pytest.fixture
def written_ahead(file: Path, store: TalkStore) -> Iterator[None]:
    """The database as an admin may have set it; somebody keeps it open, so that the log stays."""
    connection = sqlite3.connect(file)
    assert connection.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    # Only who has read holds the log: else the next one to leave takes it away.
    connection.execute("SELECT count(*) FROM events").fetchone()
    yield
    connection.close()


def test_an_erased_talk_leaves_the_write_ahead_log_too(
    store: TalkStore, file: Path, written_ahead: None
) -> None:
    save(store, "an", said(WORD))
    assert holds(file)
    erase_on_request(store, "an", said(WORD))
    assert holds(file) == []


def test_what_is_too_old_leaves_the_write_ahead_log_too(
    store: TalkStore, file: Path, written_ahead: None
) -> None:
    save(store, "an", said(WORD, at=time.time() - 8 * DAY))
    assert holds(file)
    assert store.erase_old() == 1
    assert holds(file) == []


def test_a_log_that_somebody_reads_is_emptied_at_the_next_turn(
    store: TalkStore, file: Path, written_ahead: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(store, "an", said(WORD))
    reader = sqlite3.connect(file, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM events").fetchone()
    erase_on_request(store, "an", said(WORD))
    assert holds(file)
    reader.close()
    save(store, "bo", said("hallo"))
    assert holds(file) == []
