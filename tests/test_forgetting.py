"""What goes without anybody asking, by a command and by itself; and the numbers that stay."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot import bootstrap, cli
from bot.channels import local
from bot.dialogue import sweep
from bot.dialogue.talks import DAY, TalkStore
from bot.store.mailbox import Mailbox
from bot.store.seal import Seal


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation of its own."""
    monkeypatch.setenv("NETWERKWIJZER_VAR", str(tmp_path))
    for name in ("DATABASE_URL", "NETWERKWIJZER_KEEP_DAYS", "NETWERKWIJZER_MODE"):
        monkeypatch.delenv(name, raising=False)
    caches = (bootstrap.settings, bootstrap.engine, bootstrap.guide)
    for cache in caches:
        cache.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    for cache in caches:
        cache.cache_clear()


@pytest.fixture
def store(var: Path) -> TalkStore:
    return TalkStore(Domain.empty())


def said(days_ago: float = 0.0, intent: str = "greet") -> UserUttered:
    parsed = {"name": intent, "confidence": 0.9}
    return UserUttered("hallo", parsed, timestamp=time.time() - days_ago * DAY)


def save(store: TalkStore, who: str, *events: Event) -> None:
    store._next_sweep = time.time() + DAY
    asyncio.run(store.save(DialogueStateTracker.from_events(who, list(events))))


def people(var: Path) -> set[str]:
    with sqlite3.connect(var / "netwerkwijzer.db") as database:
        return {row[0] for row in database.execute("SELECT sender_id FROM events")}


# -- netwerkwijzer forget ---------------------------------------------------------------------


def test_forget_takes_the_agreed_days_and_says_how_many_talks_went(
    var: Path, store: TalkStore, capsys: pytest.CaptureFixture[str]
) -> None:
    save(store, "long ago", said(9), said(8))
    save(store, "long ago too", said(7.1))
    save(store, "began long ago", said(9), said(1))
    assert cli.main(["forget"]) == 0
    assert capsys.readouterr().out == "talks removed: 2\n"
    assert people(var) == {"began long ago"}


def test_forget_takes_other_days(
    var: Path, store: TalkStore, capsys: pytest.CaptureFixture[str]
) -> None:
    save(store, "two days", said(2))
    save(store, "today", said())
    assert cli.main(["forget", "--older-than", "1d"]) == 0
    assert "1" in capsys.readouterr().out
    assert people(var) == {"today"}


def test_forget_has_nothing_to_do_on_a_new_installation(
    var: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["forget"]) == 0
    assert capsys.readouterr().out == "talks removed: 0\n"


@pytest.mark.parametrize("given", ["0d", "00d", "-1d", "7", "7h", "1.5d", "", "een week"])
def test_forget_says_which_days_it_expects(
    var: Path, store: TalkStore, capsys: pytest.CaptureFixture[str], given: str
) -> None:
    save(store, "two days", said(2))
    with pytest.raises(SystemExit) as left:
        cli.main(["forget", f"--older-than={given}"])
    assert left.value.code != 0
    assert "expected a number of days, 1d or more, such as 7d" in capsys.readouterr().err
    assert people(var) == {"two days"}


def test_forget_takes_what_telegram_holds_of_the_same_age(var: Path, store: TalkStore) -> None:
    box = Mailbox(bootstrap.engine(), Seal(b"a secret of the tests", "telegram"))
    box.create()
    for number, chat in enumerate(["an", "bo"]):
        box.take([(number, chat, {"text": "hallo"})])
        box.put_out(chat, [{"html": "dag"}])
        box.put_state(chat, {"chat_id": number})
    with sqlite3.connect(var / "netwerkwijzer.db") as database:
        for table, since in (("inbox", "taken_at"), ("outbox", "made_at"), ("chats", "seen_at")):
            older = f"UPDATE telegram_{table} SET {since} = {since} - ? WHERE chat = 'an'"
            database.execute(older, (1.5 * DAY,))
    assert cli.main(["forget", "--older-than", "7d"]) == 0
    assert box.waiting() == ["an", "bo"]
    assert cli.main(["forget", "--older-than", "1d"]) == 0
    assert box.waiting() == ["bo"]
    assert box.state("an") is None
    assert box.state("bo") is not None


def test_forget_also_removes_what_came_back_with_a_backup(
    var: Path, store: TalkStore, capsys: pytest.CaptureFixture[str]
) -> None:
    save(store, "an", said())
    backup = (var / "netwerkwijzer.db").read_bytes()
    store.erase("an")
    (var / "netwerkwijzer.db").write_bytes(backup)
    assert cli.main(["forget"]) == 0
    assert capsys.readouterr().out == "talks removed: 1\n"
    assert people(var) == set()


def test_forget_that_fails_says_so_without_anybodys_words(
    var: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object, **__: object) -> int:
        raise OSError("abrikozentaart")

    monkeypatch.setattr(TalkStore, "erase_old", fails)
    assert cli.main(["forget"]) == 1
    assert capsys.readouterr().err == "talks could not be removed: OSError\n"


# -- by itself --------------------------------------------------------------------------------


def stay() -> None:
    """Keeps the thread of a test from going on beside the other tests."""
    time.sleep(10**6)


def wait_for(done: threading.Event) -> None:
    assert done.wait(10)


def test_the_server_sweeps_at_its_start_and_again_and_again(
    var: Path, store: TalkStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(store, "long ago", said(8))
    twice, times = threading.Event(), []
    real = sweep.sweep

    def counted() -> int:
        times.append(real())
        if len(times) == 2:
            twice.set()
            stay()
        return times[-1]

    monkeypatch.setattr(sweep, "sweep", counted)
    thread = sweep.every_day(pause=0.05)
    wait_for(twice)
    assert times[0] == 1
    assert people(var) == set()
    assert thread.daemon


def test_a_sweep_that_fails_is_logged_by_its_kind_and_tried_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    again, times = threading.Event(), []

    def fails() -> int:
        times.append(1)
        if len(times) == 2:
            again.set()
            stay()
        raise OSError("abrikozentaart")

    monkeypatch.setattr(sweep, "sweep", fails)
    sweep.every_day(pause=0.01)
    wait_for(again)
    assert "old talks could not be removed: OSError" in caplog.text
    assert "abrikozentaart" not in caplog.text


def test_a_server_first_removes_what_came_back_and_then_listens(
    var: Path, store: TalkStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap.directory().fill(bootstrap.settings().data)
    save(store, "an", said(), said(), ActionExecuted("action_listen"))
    backup = (var / "netwerkwijzer.db").read_bytes()
    store.erase("an")
    (var / "netwerkwijzer.db").write_bytes(backup)
    seen: list[set[str]] = []
    monkeypatch.setattr(local, "serve", lambda *_: seen.append(people(var)))
    monkeypatch.setattr(sweep, "every_day", lambda: None)
    assert cli.main(["serve"]) == 0
    assert seen == [set()]


# -- netwerkwijzer counts ---------------------------------------------------------------------


def test_counts_shows_days_dangers_and_numbers(
    var: Path, store: TalkStore, capsys: pytest.CaptureFixture[str]
) -> None:
    save(store, "an", said(0, "crisis_violence"), said(0, "crisis_violence"))
    save(store, "bo", said(0, "crisis_suicide"))
    assert cli.main(["counts"]) == 0
    header, *rows = capsys.readouterr().out.splitlines()
    assert header.split() == ["dag", "gevaar", "aantal"]
    assert [row.split()[1:] for row in rows] == [["suicide", "1"], ["violence", "2"]]


def test_counts_of_an_installation_where_nothing_happened(
    var: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["counts"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
