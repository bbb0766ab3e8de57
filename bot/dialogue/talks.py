"""The store of conversations: Rasa's SQL tracker store on this installation's database.

It keeps what Rasa's own store cannot: a talk is erased as a whole when the person asks for it,
what is older than the agreed number of days goes by itself, and the words of a crisis are not kept.
"""

from __future__ import annotations

import contextlib
import json
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

from bot.bootstrap import erase_for_good, private, settings
from bot.core.privacy import MASK

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
        erase_for_good(self.engine)
        self._keep = chosen.keep_days * DAY
        self._next_sweep = 0.0

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
            self.erase(sender_id)
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
        with self.session_scope() as session:
            for talk in talks:
                if just_forgotten(talk):
                    session.query(self.SQLEvent).filter_by(sender_id=talk.sender_id).delete()
                    continue
                session.add_all(
                    self._row(talk.sender_id, event)
                    for event in self._additional_events(session, talk)
                )
            if also:
                also(session)
            session.commit()

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

    def _additional_events(self, session: Any, tracker: DialogueStateTracker) -> Iterator[Event]:
        """The new events, without what a person said in a crisis."""
        return map(_without_crisis, super()._additional_events(session, tracker))

    def erase(self, sender_id: str) -> None:
        """Removes every event of one talk."""
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter_by(sender_id=sender_id).delete()
            session.commit()

    def erase_old(self, now: float | None = None) -> int:
        """Removes talks in which nothing happened for the agreed number of days.

        Args:
            now: seconds since 1970; the present when None.

        Returns:
            How many events went.
        """
        limit = (time.time() if now is None else now) - self._keep
        event = self.SQLEvent
        with self.session_scope() as session:
            silent = (
                session.query(event.sender_id)
                .group_by(event.sender_id)
                .having(sa.func.max(event.timestamp) < limit)
            )
            gone = (
                session.query(event)
                .filter(event.sender_id.in_([row.sender_id for row in silent]))
                .delete(synchronize_session=False)
            )
            session.commit()
        return int(gone)


def _without_crisis(event: Event) -> Event:
    """The event as it is kept: a crisis, and what was answered to it, leave no words behind."""
    kept: Event = event
    if isinstance(event, UserUttered) and (event.intent_name or "").startswith("crisis_"):
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
