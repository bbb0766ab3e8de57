"""The assistant in one process: the actions beside it, and a model that does not load."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.channels.local import LocalActions, ModelDoesNotLoad, load


def test_an_action_runs_without_a_server(filled_directory: None) -> None:
    call = {
        "next_action": "action_why",
        "sender_id": "somebody",
        "tracker": {
            "sender_id": "somebody",
            "slots": {"language": "nl"},
            "latest_message": {"text": "waarom", "intent": {"name": "ask_why"}, "entities": []},
            "events": [],
            "paused": False,
            "followup_action": None,
            "active_loop": {},
            "latest_action_name": None,
        },
        "domain": {},
    }
    done = asyncio.run(LocalActions().request(json=call))
    assert [r["response"] for r in done["responses"]] == ["utter_help"]
    assert {"event": "followup", "name": "action_carry_on", "timestamp": None} in done["events"]


def test_a_file_that_is_no_model_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(b"half a model")
    with pytest.raises(ModelDoesNotLoad):
        asyncio.run(load(broken))
