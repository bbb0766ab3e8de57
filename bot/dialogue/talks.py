"""The store of conversations: Rasa's SQL tracker store on this installation's database.

It keeps what Rasa's own store cannot: a talk is erased as a whole when the person asks for it,
what is older than the agreed number of days goes by itself, and the words of a crisis are not kept.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.bootstrap import private, settings
from bot.core.privacy import MASK

FORGETS = "action_forget"
HOUR = 60 * 60
DAY = 24 * HOUR


class TalkStore(SQLTrackerStore):
    """Keeps talks for a few days, and erases one at once when asked."""

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
        self._keep = chosen.keep_days * DAY
        self._next_sweep = 0.0

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The talk, unless it was silent for longer than the agreed number of days: then it goes.

        The sweep comes when a talk is saved, too late for the talk that was read just before.
        """
        with self.session_scope() as session:
            latest = sa.func.max(self.SQLEvent.timestamp)
            last = session.query(latest).filter_by(sender_id=sender_id).scalar()
        if last is not None and last < time.time() - self._keep:
            self.erase(sender_id)
            return None
        return await super().retrieve(sender_id)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Saves a talk, or erases it when its last turn asked for that.

        Erasing belongs here: what an action deletes is written back at the end of the turn.
        """
        if time.time() >= self._next_sweep:
            self._next_sweep = time.time() + HOUR
            self.erase_old()
        if _just_forgotten(tracker):
            self.erase(tracker.sender_id)
            return
        await super().save(tracker)

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


def _just_forgotten(tracker: DialogueStateTracker) -> bool:
    for event in reversed(tracker.events):
        if event.type_name == "user":
            return False
        if isinstance(event, ActionExecuted) and event.action_name == FORGETS:
            return True
    return False
