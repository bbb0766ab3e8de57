"""A turn is kept with everything that belongs to it, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine

from bot.bootstrap import Settings
from bot.dialogue import talks
from bot.dialogue.talks import TalkStore
from bot.store.mailbox import Mailbox
from bot.store.seal import Seal

FORGOT = (UserUttered("wis alles", {"name": "forget_me"}), ActionExecuted("action_forget"))
AWAY = (UserUttered("weg", {"name": "quick_away"}), ActionExecuted("action_quick_away"))


@pytest.fixture(autouse=True)
def _careless() -> Iterator[None]:
    """An SQLite that leaves what was deleted in its file, as most of them do by themselves."""

    def leave(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA secure_delete = OFF")

    event.listen(Engine, "connect", leave)
    yield
    event.remove(Engine, "connect", leave)


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'talks.db'}"


@pytest.fixture
def store(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TalkStore:
    chosen = Settings(
        root=tmp_path,
        var=tmp_path,
        database_url=database,
        organisation="",
        pause_minutes=60,
        keep_days=7,
    )
    monkeypatch.setattr(talks, "settings", lambda: chosen)
    return TalkStore(Domain.empty())


@pytest.fixture
def box(database: str, store: TalkStore) -> Mailbox:
    """The boxes in the same database."""
    box = Mailbox(create_engine(database, future=True), Seal(b"of the tests", "telegram"))
    box.create()
    return box


@pytest.fixture
def other(store: TalkStore) -> TalkStore:
    """The same talks, as another process sees them."""
    return TalkStore(Domain.empty())


def talk(who: str, *said: str | Event) -> DialogueStateTracker:
    events = [UserUttered(e) if isinstance(e, str) else e for e in said]
    return DialogueStateTracker.from_events(who, events)


async def words(store: TalkStore, who: str) -> list[str]:
    """What a person said, as the store gives it."""
    return _said(await store.retrieve(who))


async def written(store: TalkStore, who: str) -> list[str]:
    """What a person said, as it stands in the database."""
    return _said(await store.read(who))


def _said(tracker: DialogueStateTracker | None) -> list[str]:
    return [e.text for e in (tracker.events if tracker else ()) if isinstance(e, UserUttered)]


def kept(store: TalkStore, who: str) -> list[str]:
    return asyncio.run(words(store, who))


# -- nothing before, all at once --------------------------------------------------------------


def test_nothing_is_written_before_the_end_of_the_turn(store: TalkStore, other: TalkStore) -> None:
    async def turn() -> None:
        with store.held() as held:
            await store.save(talk("an", "hallo"))
            await store.save(talk("an", "hallo", "ik zoek koffie"))
            assert await written(other, "an") == []
            held.commit()
            assert await written(other, "an") == ["hallo", "ik zoek koffie"]

    asyncio.run(turn())
    assert kept(store, "an") == ["hallo", "ik zoek koffie"]


def test_a_turn_that_never_ends_leaves_nothing(store: TalkStore, other: TalkStore) -> None:
    async def turn() -> None:
        await store.save(talk("an", "hallo"))
        with store.held():
            await store.save(talk("an", "hallo", "ik zoek koffie"))
            raise RuntimeError("it broke")

    with pytest.raises(RuntimeError, match="broke"):
        asyncio.run(turn())
    assert kept(store, "an") == kept(other, "an") == ["hallo"]


def test_the_talk_and_its_answers_are_written_together(
    store: TalkStore, other: TalkStore, box: Mailbox
) -> None:
    box.take([(1, "an", {"text": "hallo"})])

    def also(session: Any) -> None:
        box.put_out("an", [{"html": "dag"}], session)
        box.done(1, session)
        # Not yet: who looks in from elsewhere sees neither the talk nor the answer.
        assert box.next_out("an") is None
        assert box.next_in("an") is not None
        assert kept_elsewhere() == 0

    def kept_elsewhere() -> int:
        with other.session_scope() as session:
            return int(session.query(other.SQLEvent).count())

    async def turn() -> None:
        with store.held() as held:
            await store.save(talk("an", "hallo"))
            held.commit(also)

    asyncio.run(turn())
    assert kept(other, "an") == ["hallo"]
    assert box.next_in("an") is None
    waiting = box.next_out("an")
    assert waiting is not None
    assert waiting.body == {"html": "dag"}


def test_when_an_answer_cannot_be_kept_the_talk_is_not_kept_either(
    store: TalkStore, box: Mailbox
) -> None:
    box.take([(1, "an", {"text": "koffie"})])
    asyncio.run(store.save(talk("an", "hallo")))

    def also(session: Any) -> None:
        box.put_out("an", [{"html": "dag"}], session)
        box.done(1, session)
        raise OSError("the disk is full")

    async def turn() -> None:
        with store.held() as held:
            await store.save(talk("an", "hallo", "koffie"))
            with pytest.raises(OSError, match="full"):
                held.commit(also)

    asyncio.run(turn())
    assert kept(store, "an") == ["hallo"]
    assert box.next_out("an") is None
    waiting = box.next_in("an")
    assert waiting is not None
    assert waiting.body == {"text": "koffie"}


def test_a_forgotten_talk_comes_back_when_the_answer_cannot_be_kept(store: TalkStore) -> None:
    """Nobody may hear 'all is erased' of half a transaction, nor lose a talk without hearing it."""
    asyncio.run(store.save(talk("an", "hallo")))

    def fails(session: Any) -> None:
        raise OSError("the disk is full")

    async def turn() -> None:
        with store.held() as held:
            await store.save(talk("an", "hallo", *FORGOT))
            with pytest.raises(OSError, match="full"):
                held.commit(fails)

    asyncio.run(turn())
    assert kept(store, "an") == ["hallo"]


def test_an_answer_without_a_talk_can_be_kept_alone(store: TalkStore, box: Mailbox) -> None:
    store.write((), lambda session: box.put_out("an", [{"html": "sorry"}], session))
    waiting = box.next_out("an")
    assert waiting is not None
    assert waiting.body == {"html": "sorry"}


def test_written_twice_a_talk_is_there_once(store: TalkStore) -> None:
    async def turn() -> None:
        with store.held() as held:
            await store.save(talk("an", "hallo"))
            held.commit()
            await store.save(talk("an", "hallo", "koffie"))
            held.commit()

    asyncio.run(turn())
    assert kept(store, "an") == ["hallo", "koffie"]


# -- inside the turn --------------------------------------------------------------------------


def test_the_turn_itself_sees_what_it_saved(store: TalkStore) -> None:
    async def turn() -> None:
        await store.save(talk("an", "hallo"))
        await store.save(talk("bo", "bonjour"))
        with store.held():
            assert await words(store, "an") == ["hallo"]
            await store.save(talk("an", "hallo", "koffie"))
            assert await words(store, "an") == ["hallo", "koffie"]
            assert await words(store, "bo") == ["bonjour"]
            assert await words(store, "nobody") == []

    asyncio.run(turn())


@pytest.mark.parametrize("forgets", [FORGOT, AWAY])
def test_who_asks_to_be_forgotten_is_nobody_from_then_on(
    store: TalkStore, forgets: tuple[Event, ...]
) -> None:
    async def turn() -> None:
        await store.save(talk("an", "hallo"))
        await store.save(talk("bo", "bonjour"))
        with store.held() as held:
            await store.save(talk("an", "hallo", *forgets))
            assert await store.retrieve("an") is None
            held.commit()

    asyncio.run(turn())
    assert kept(store, "an") == []
    assert kept(store, "bo") == ["bonjour"]
    with store.session_scope() as session:
        assert session.query(store.SQLEvent).filter_by(sender_id="an").count() == 0


def test_what_was_forgotten_cannot_be_dug_up_again(store: TalkStore, tmp_path: Path) -> None:
    words_of_an = "ik durf niet goed naar buiten"

    async def turn() -> None:
        await store.save(talk("an", words_of_an))
        assert words_of_an.encode() in (tmp_path / "talks.db").read_bytes()
        with store.held() as held:
            await store.save(talk("an", words_of_an, *FORGOT))
            held.commit()

    asyncio.run(turn())
    assert words_of_an.encode() not in (tmp_path / "talks.db").read_bytes()


def test_after_the_turn_a_talk_is_written_at_once_again(store: TalkStore, other: TalkStore) -> None:
    async def turn() -> None:
        with store.held():
            pass
        await store.save(talk("an", "hallo"))
        assert await written(other, "an") == ["hallo"]

    asyncio.run(turn())


def test_turns_side_by_side_do_not_see_each_other(store: TalkStore) -> None:
    async def turn(who: str, waits: asyncio.Event, tells: asyncio.Event, commits: bool) -> None:
        with store.held() as held:
            await store.save(talk(who, f"hallo van {who}"))
            tells.set()
            await waits.wait()
            assert list(held.talks) == [who]
            if commits:
                held.commit()

    async def both() -> None:
        an, bo = asyncio.Event(), asyncio.Event()
        await asyncio.gather(turn("an", bo, an, True), turn("bo", an, bo, False))

    asyncio.run(both())
    assert kept(store, "an") == ["hallo van an"]
    assert kept(store, "bo") == []
