"""What stays of a talk in the database, and what does not."""

from __future__ import annotations

import asyncio
import stat
import time
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    Event,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.bootstrap import Settings
from bot.core.privacy import MASK
from bot.dialogue import talks
from bot.dialogue.talks import DAY, TalkStore


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TalkStore:
    chosen = Settings(
        root=tmp_path,
        var=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'talks.db'}",
        organisation="",
        pause_minutes=60,
        keep_days=7,
    )
    monkeypatch.setattr(talks, "settings", lambda: chosen)
    return TalkStore(Domain.empty())


def said(text: str, intent: str = "greet", at: float | None = None) -> UserUttered:
    return UserUttered(text, {"name": intent, "confidence": 0.9}, timestamp=at)


def save(store: TalkStore, who: str, *events: Event) -> None:
    asyncio.run(store.save(DialogueStateTracker.from_events(who, list(events))))


def kept(store: TalkStore, who: str) -> list[Event]:
    tracker = asyncio.run(store.retrieve(who))
    return list(tracker.events) if tracker else []


def test_a_talk_is_kept(store: TalkStore) -> None:
    save(store, "one", ActionExecuted("action_listen"), said("hallo"))
    assert [e.text for e in kept(store, "one") if isinstance(e, UserUttered)] == ["hallo"]


def test_who_asks_to_forget_is_forgotten_and_nobody_else(store: TalkStore) -> None:
    save(store, "other", said("bonjour"))
    save(store, "one", said("hallo"))
    save(
        store, "one", said("hallo"), said("wis alles", "forget_me"), ActionExecuted("action_forget")
    )
    assert kept(store, "one") == []
    assert kept(store, "other") != []


def test_who_talks_on_after_erasing_is_kept_again(store: TalkStore) -> None:
    forgot = (said("wis alles", "forget_me"), ActionExecuted("action_forget"))
    save(store, "one", *forgot, said("hallo"))
    assert kept(store, "one") != []


def test_what_was_said_in_a_crisis_leaves_no_words(store: TalkStore, tmp_path: Path) -> None:
    answer = BotUttered(
        "Is er nu gevaar? Bel 112.",
        {"buttons": [{"title": "Verder", "payload": "/carry_on"}]},
        metadata={"utter_action": "utter_crisis_suicide"},
    )
    told = ActionExecuted("action_tell_crisis")
    save(store, "one", said("ik wil dood", "crisis_suicide"), told, answer)
    raw = (tmp_path / "talks.db").read_bytes()
    assert b"dood" not in raw
    # That a crisis was answered stays (the name of the action), which one it was does not.
    assert b"crisis_suicide" not in raw
    assert b"Bel 112" not in raw
    texts = [e.text for e in kept(store, "one") if isinstance(e, (UserUttered, BotUttered))]
    assert texts == [MASK, MASK]


def test_words_that_may_have_been_a_crisis_are_not_kept_what_was_answered_is(
    store: TalkStore, tmp_path: Path
) -> None:
    place = {"entity": "place", "value": "9000"}
    told = UserUttered(
        "het gaat niet goed in gent",
        {"name": "out_of_scope", "confidence": 0.9},
        [place, {"entity": "unsure", "value": "1"}],
    )
    save(store, "one", told, BotUttered("Gent dus.", metadata={"utter_action": "utter_place"}))
    raw = (tmp_path / "talks.db").read_bytes()
    assert b"niet goed" not in raw
    assert b"unsure" not in raw
    message, answer = kept(store, "one")
    assert isinstance(message, UserUttered)
    assert (message.text, message.intent_name) == (MASK, "out_of_scope")
    assert message.entities == [place]
    assert isinstance(answer, BotUttered)
    assert answer.text == "Gent dus."


def test_the_buttons_of_a_crisis_answer_can_still_be_pressed(store: TalkStore) -> None:
    buttons = [{"title": "Verder", "payload": "/carry_on"}]
    answer = BotUttered(
        "…", {"buttons": buttons}, metadata={"utter_action": "utter_crisis_medical"}
    )
    save(store, "one", answer)
    [event] = [e for e in kept(store, "one") if isinstance(e, BotUttered)]
    assert event.data["buttons"] == buttons


def test_old_talks_go_and_running_ones_stay(store: TalkStore) -> None:
    now = 1_800_000_000.0
    save(store, "old", said("hallo", at=now - 8 * DAY))
    save(store, "running", said("hallo", at=now - 8 * DAY), said("en nu", at=now - DAY))
    store.erase_old(now)
    assert kept(store, "old") == []
    assert len(kept(store, "running")) == 2


def test_who_comes_back_after_the_agreed_days_is_somebody_new(store: TalkStore) -> None:
    """The sweep at the next save would come too late: the talk would be written back as new."""
    store._next_sweep = float("inf")
    save(store, "old", said("hallo", at=time.time() - 8 * DAY))
    save(store, "recent", said("hallo", at=time.time() - 6 * DAY))
    assert kept(store, "old") == []
    assert len(kept(store, "recent")) == 1


def test_the_talks_are_closed_to_others(store: TalkStore, tmp_path: Path) -> None:
    assert stat.S_IMODE((tmp_path / "talks.db").stat().st_mode) == 0o600


def test_old_talks_go_by_themselves_when_somebody_else_talks(store: TalkStore) -> None:
    store._next_sweep = float("inf")
    save(store, "old", said("hallo", at=1_000_000.0))
    store._next_sweep = 0.0
    save(store, "new", said("hallo"))
    assert kept(store, "old") == []
