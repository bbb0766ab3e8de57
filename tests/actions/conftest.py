"""Actions by themselves: the real content, on a Tuesday morning, and no database."""

from __future__ import annotations

import pytest

from actions import common
from bot.guide import Guide


@pytest.fixture(autouse=True)
def _real_content(guide: Guide, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common, "guide", lambda: guide)
