"""The store of conversations: Rasa's SQL tracker store on this installation's database.

It keeps what Rasa's own store cannot: a talk is erased as a whole when the person asks for it,
and what is older than the agreed number of days goes.
"""

from __future__ import annotations

import time
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker

from bot.bootstrap import settings

FORGETS = "action_forget"
DAY = 24 * 60 * 60


class TalkStore(SQLTrackerStore):
    """Keeps talks for a few days, and erases one at once when asked."""

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        chosen = settings()
        chosen.var.mkdir(parents=True, exist_ok=True)
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
        self._keep = chosen.keep_days * DAY

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Saves a talk, or erases it when its last turn asked for that.

        Erasing belongs here: what an action deletes is written back at the end of the turn.
        """
        if _just_forgotten(tracker):
            self.erase(tracker.sender_id)
            return
        await super().save(tracker)

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


def _just_forgotten(tracker: DialogueStateTracker) -> bool:
    for event in reversed(tracker.events):
        if event.type_name == "user":
            return False
        if isinstance(event, ActionExecuted) and event.action_name == FORGETS:
            return True
    return False
