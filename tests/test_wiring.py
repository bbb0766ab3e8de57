"""The intake of this installation, as every channel gets it."""

from __future__ import annotations

import pytest
from rasa.shared.core.slots import ListSlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.wiring import _helper, _known, make_intake


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_there_is_a_line_to_call_in_both_languages(filled_directory: None, language: str) -> None:
    name, number = _helper(language)
    assert name
    assert number.replace(" ", "").isdigit()


def test_what_a_talk_knows_is_one_list(filled_directory: None) -> None:
    slots = [ListSlot("wish", [{"type": "custom"}], initial_value=["near_home"])]
    tracker = DialogueStateTracker.from_events("somebody", [], slots)
    assert "Mensen dicht bij huis" in _known(tracker, "nl")
    assert _known(DialogueStateTracker.from_events("somebody", [], []), "nl") == ""


def test_an_intake_is_made_before_the_model_is_loaded(filled_directory: None) -> None:
    assert make_intake(lambda: None)
