"""Danger is counted by day and kind, once for every message, and never with a name."""

from __future__ import annotations

import asyncio
import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import Engine

from bot.bootstrap import BRUSSELS, Settings
from bot.dialogue import talks
from bot.dialogue.talks import TalkStore
from bot.store import counts

NIGHT = datetime.datetime(2026, 11, 24, 0, 30, tzinfo=BRUSSELS).timestamp()
"""Half past midnight in Brussels: still the day before in Greenwich."""


@pytest.fixture
def store(tmp_path: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> TalkStore:
    chosen = Settings(
        root=tmp_path,
        var=tmp_path,
        database_url=engine.url.render_as_string(hide_password=False),
        organisation="",
        pause_minutes=60,
        keep_days=7,
    )
    monkeypatch.setattr(talks, "settings", lambda: chosen)
    return TalkStore(Domain.empty())


def said(intent: str, at: float = NIGHT) -> UserUttered:
    return UserUttered("woorden", {"name": intent, "confidence": 0.9}, timestamp=at)


def talk(*events: Event, who: str = "an") -> DialogueStateTracker:
    return DialogueStateTracker.from_events(who, list(events))


def counted(store: TalkStore) -> list[tuple[str, str, int]]:
    return counts.rows(store.engine)


def test_a_crisis_is_counted_on_the_day_of_brussels(store: TalkStore) -> None:
    asyncio.run(store.save(talk(said("greet"), said("crisis_suicide"))))
    assert counted(store) == [("2026-11-24", "suicide", 1)]


def test_each_message_counts_once_however_often_the_talk_is_saved(store: TalkStore) -> None:
    one = talk(said("crisis_violence"))
    asyncio.run(store.save(one))
    one.update(ActionExecuted("action_tell_crisis"))
    asyncio.run(store.save(one))
    one.update(said("crisis_violence", NIGHT + 60))
    asyncio.run(store.save(one))
    assert counted(store) == [("2026-11-24", "violence", 2)]


def test_two_people_and_two_dangers_on_two_days(store: TalkStore) -> None:
    day = 24 * 60 * 60
    asyncio.run(store.save(talk(said("crisis_medical"), who="an")))
    asyncio.run(store.save(talk(said("crisis_medical"), said("crisis_veiled"), who="bo")))
    asyncio.run(store.save(talk(said("crisis_medical", NIGHT - day), who="cas")))
    assert counted(store) == [
        ("2026-11-23", "medical", 1),
        ("2026-11-24", "medical", 2),
        ("2026-11-24", "veiled", 1),
    ]


def test_what_is_no_crisis_is_not_counted(store: TalkStore) -> None:
    asyncio.run(store.save(talk(said("help_now"), said("greet"), said("forget_me"))))
    assert counted(store) == []


def test_a_talk_that_is_erased_in_the_same_turn_counts_once(store: TalkStore) -> None:
    one = talk(said("crisis_suicide"), ActionExecuted("action_quick_away"))
    for _ in range(2):
        asyncio.run(store.save(one))
    assert counted(store) == [("2026-11-24", "suicide", 1)]


def test_erasing_the_talk_leaves_the_number(store: TalkStore) -> None:
    asyncio.run(store.save(talk(said("crisis_suicide"))))
    store.erase("an")
    assert counted(store) == [("2026-11-24", "suicide", 1)]


def test_a_turn_that_is_not_kept_is_not_counted(store: TalkStore) -> None:
    def fails(_: object) -> None:
        raise RuntimeError("the outbox")

    one = talk(said("crisis_suicide"))
    with pytest.raises(RuntimeError):
        store.write([one], fails)
    assert counted(store) == []
    store.write([one])
    assert counted(store) == [("2026-11-24", "suicide", 1)]


def test_the_table_holds_a_day_a_danger_and_a_number_and_nothing_of_who(store: TalkStore) -> None:
    asyncio.run(store.save(talk(said("crisis_suicide"), who="pseudonym-of-an")))
    columns = [c["name"] for c in sa.inspect(store.engine).get_columns("crisis_counts")]
    assert columns == ["day", "danger", "number"]
    with store.engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT * FROM crisis_counts")).all()
    assert "pseudonym" not in str(rows)


def test_the_table_is_made_once(store: TalkStore) -> None:
    counts.create(store.engine)
    asyncio.run(store.save(talk(said("crisis_suicide"))))
    counts.create(store.engine)
    assert len(counted(store)) == 1
