"""Actions by themselves: the real content, on a Tuesday morning, and a database in memory."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import Engine
from sqlalchemy.pool import StaticPool

from actions import common, feedback, places
from bot.guide import Guide
from bot.store import tables


@pytest.fixture(autouse=True)
def _real_content(guide: Guide, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common, "guide", lambda: guide)


@pytest.fixture(autouse=True)
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    """What people said of places, and how often each was shown: empty for each test."""
    kept = create_engine("sqlite://", future=True, poolclass=StaticPool)
    tables.metadata.create_all(kept)
    for module in (feedback, places):
        monkeypatch.setattr(module, "engine", lambda: kept)
    return kept
