"""The store of conversations: Rasa's SQL tracker store on this installation's database.

It keeps what Rasa's own store cannot: a talk is erased as a whole when the person asks for it,
what is older than the agreed number of days goes by itself, and the words of a crisis are not kept.
What is erased also leaves the write-ahead log and cannot come back with a backup; of a crisis only
a number stays.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.bootstrap import BRUSSELS, erase_for_good, private, settings
from bot.core.danger import UNSURE
from bot.core.privacy import MASK
from bot.dialogue.once import spare_work
from bot.store import counts, feedback
from bot.store.erasures import Erasures
from bot.store.migrations import ready

log = logging.getLogger(__name__)

CRISIS = "crisis_"
"""How the intents of danger begin."""
FORGETS = ("action_forget", "action_quick_away")
HOUR = 60 * 60
DAY = 24 * HOUR


Also = Callable[[Any], None]
"""Writes something else with the same session, in the same transaction."""


@dataclass
class Held:
    """What one turn has to keep, until all of it is written at once.

    Attributes:
        store: where it will be kept.
        talks: the talks as they stand, by their sender.
    """

    store: TalkStore
    talks: dict[str, DialogueStateTracker] = field(default_factory=dict)

    def commit(self, also: Also | None = None) -> None:
        """Writes everything in one transaction: all of it or nothing.

        Args:
            also: writes what belongs to the same turn (the answers that are still to be sent).
        """
        self.store.write(self.talks.values(), also)


_HELD: ContextVar[Held | None] = ContextVar("held", default=None)


class TalkStore(SQLTrackerStore):
    """Keeps talks for a few days, and erases one at once when asked.

    Inside `held` nothing is written before `Held.commit`: Rasa saves in the middle of a turn, and
    what a channel has to send must be kept together with the talk, or not at all.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        chosen = settings()
        private(chosen)
        url = sa.engine.make_url(chosen.database_url)
        super().__init__(
            domain=domain,
            event_broker=event_broker,
            dialect=url.drivername,
            host=url.host,
            port=url.port,
            db=url.database,
            username=url.username,
            password=url.password,
        )
        # What is written is what people said: it stays out of error messages.
        self.engine.hide_parameters = True
        spare_work()
        erase_for_good(self.engine)
        counts.create(self.engine)
        ready(self.engine)
        self._keep = chosen.keep_days * DAY
        self._erasures = Erasures(chosen.var / "erasures", self._keep)
        self._next_sweep = 0.0
        self._log_holds_erased = False

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The talk, as far as this turn has come with it."""
        held = _HELD.get()
        if held is not None and sender_id in held.talks:
            tracker = held.talks[sender_id]
            return None if just_forgotten(tracker) else tracker
        return await self.read(sender_id)

    async def read(self, sender_id: str) -> DialogueStateTracker | None:
        """The talk as it is kept, unless it was silent for longer than the agreed number of days.

        Then it goes: the sweep comes when a talk is saved, too late for the one just read.
        """
        with self.session_scope() as session:
            latest = sa.func.max(self.SQLEvent.timestamp)
            last = session.query(latest).filter_by(sender_id=sender_id).scalar()
        if last is not None and last < time.time() - self._keep:
            self._delete(sender_id)
            return None
        return await super().retrieve(sender_id)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Saves a talk, or erases it when its last turn asked for that; inside `held`, later.

        Erasing belongs here: what an action deletes is written back at the end of the turn.
        """
        await self.stream_events(tracker)
        held = _HELD.get()
        if held is not None:
            held.talks[tracker.sender_id] = tracker
            return
        self.write([tracker])

    @contextlib.contextmanager
    def held(self) -> Iterator[Held]:
        """Holds back what is saved in this block; without a commit nothing of it is kept."""
        held = Held(self)
        token = _HELD.set(held)
        try:
            yield held
        finally:
            _HELD.reset(token)

    def write(self, talks: Iterable[DialogueStateTracker], also: Also | None = None) -> None:
        """Writes talks, and whatever else belongs to them, in one transaction.

        Args:
            talks: a talk whose last turn asked for it is erased instead.
            also: writes something else with the same session.
        """
        if time.time() >= self._next_sweep:
            self._next_sweep = time.time() + HOUR
            self.erase_old()
        talks = list(talks)
        erased = {talk.sender_id for talk in talks if just_forgotten(talk)}
        for sender_id in erased:
            self._note(sender_id)
        with self.session_scope() as session:
            new = {t.sender_id: list(self._additional_events(session, t)) for t in talks}
            counted = [event for events in new.values() for event in events if _danger_in(event)]
            for event in counted:
                counts.add(session, _day_of(event), _danger_in(event))
            for sender_id, events in new.items():
                if sender_id in erased:
                    feedback.forget(session, sender_id)
                    session.query(self.SQLEvent).filter_by(sender_id=sender_id).delete()
                    continue
                session.add_all(self._row(sender_id, _without_crisis(event)) for event in events)
            if also:
                also(session)
            session.commit()
        for event in counted:
            # A talk that is erased has no rows by which its events would be known as old.
            event.counted = True
        if erased or self._log_holds_erased:
            self._empty_log()

    def _row(self, sender_id: str, event: Event) -> Any:
        """An event as a row of Rasa's table."""
        data = event.as_dict()
        return self.SQLEvent(
            sender_id=sender_id,
            type_name=event.type_name,
            timestamp=data.get("timestamp"),
            intent_name=data.get("parse_data", {}).get("intent", {}).get("name"),
            action_name=data.get("name"),
            data=json.dumps(data),
        )

    def erase(self, sender_id: str) -> None:
        """Removes every event of one talk, as its person asked."""
        self._note(sender_id)
        self._delete(sender_id)

    def erase_old(self, now: float | None = None, keep_seconds: float | None = None) -> int:
        """Removes talks in which nothing happened for the agreed number of days.

        With them goes whatever could still tell who marked a place (`bot.store.feedback`).

        Args:
            now: seconds since 1970; the present when None.
            keep_seconds: another time than the agreed one.

        Returns:
            How many talks went.
        """
        keep = self._keep if keep_seconds is None else keep_seconds
        at = time.time() if now is None else now
        limit = at - keep
        event = self.SQLEvent
        with self.session_scope() as session:
            silent = [
                row.sender_id
                for row in session.query(event.sender_id)
                .group_by(event.sender_id)
                .having(sa.func.max(event.timestamp) < limit)
            ]
            for sender_id in silent:
                feedback.forget(session, sender_id)
                session.query(event).filter_by(sender_id=sender_id).delete()
            rotated = feedback.rotate(session, _day_at(at))
            session.commit()
        if silent or rotated:
            self._empty_log()
        return len(silent)

    def erase_again(self) -> int:
        """Removes talks that were erased before and came back with a backup.

        A talk with events from before its erasure goes whole: what came after may repeat it.

        Returns:
            How many talks went.
        """
        back = []
        for sender_id, at in self._erasures.all().items():
            with self.session_scope() as session:
                oldest = sa.func.min(self.SQLEvent.timestamp)
                first = session.query(oldest).filter_by(sender_id=sender_id).scalar()
            if first is not None and first <= at:
                self._delete(sender_id)
                back.append(sender_id)
        return len(back)

    def erasures(self) -> dict[str, float]:
        """The pseudonyms of talks that were erased on request, each with the time."""
        return self._erasures.all()

    def _delete(self, sender_id: str) -> None:
        with self.session_scope() as session:
            feedback.forget(session, sender_id)
            session.query(self.SQLEvent).filter_by(sender_id=sender_id).delete()
            session.commit()
        self._empty_log()

    def _note(self, sender_id: str) -> None:
        """Notes an erasure for the day that a backup is restored; erasing never waits for it."""
        try:
            self._erasures.note(sender_id)
        except Exception as error:
            log.error("an erasure could not be noted: %s", type(error).__name__)

    def _empty_log(self) -> None:
        """Empties SQLite's write-ahead log where there is one: it still holds what was erased.

        While somebody reads it cannot be emptied; then the next turn tries again.
        """
        if self.engine.dialect.name != "sqlite":
            return
        try:
            with self.engine.connect() as connection:
                if connection.exec_driver_sql("PRAGMA journal_mode").scalar() != "wal":
                    return
                done = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").first()
            self._log_holds_erased = bool(done[0])
        except Exception as error:
            self._log_holds_erased = True
            log.error("the write-ahead log could not be emptied: %s", type(error).__name__)


def _danger_in(event: Event) -> str:
    """The danger that a person's message tells of and that was not counted yet; else empty."""
    if not isinstance(event, UserUttered) or getattr(event, "counted", False):
        return ""
    intent = event.intent_name or ""
    return str(intent[len(CRISIS) :]) if intent.startswith(CRISIS) else ""


def _day_of(event: Event) -> str:
    """The day of an event, by the clock of who talks."""
    return _day_at(event.timestamp).isoformat()


def _day_at(at: float) -> datetime.date:
    """The day in Belgium of a moment (seconds since 1970)."""
    return datetime.datetime.fromtimestamp(at, BRUSSELS).date()


def _without_crisis(event: Event) -> Event:
    """The event as it is kept: a crisis, and what was answered to it, leave no words behind."""
    kept: Event = event
    if isinstance(event, UserUttered) and any(e["entity"] == UNSURE for e in event.entities):
        # It may have been a crisis: the words go, what was answered stays.
        kept = UserUttered(
            text=MASK,
            intent=event.intent,
            entities=[e for e in event.entities if e["entity"] != UNSURE],
            timestamp=event.timestamp,
            input_channel=event.input_channel,
            message_id=event.message_id,
        )
    elif isinstance(event, UserUttered) and (event.intent_name or "").startswith(CRISIS):
        kept = UserUttered(
            text=MASK,
            intent={"name": "help_now", "confidence": 1.0},
            timestamp=event.timestamp,
            input_channel=event.input_channel,
            message_id=event.message_id,
        )
    elif isinstance(event, BotUttered):
        said = str(event.metadata.get("utter_action") or "")
        if said.startswith("utter_crisis_"):
            buttons = {"buttons": event.data.get("buttons")}
            kept = BotUttered(MASK, buttons, timestamp=event.timestamp)
    return kept


def just_forgotten(tracker: DialogueStateTracker) -> bool:
    """Whether the last turn of a talk asked to erase it."""
    for event in reversed(tracker.events):
        if event.type_name == "user":
            return False
        if isinstance(event, ActionExecuted) and event.action_name in FORGETS:
            return True
    return False
