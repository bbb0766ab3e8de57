"""What Rasa works out once answers as it did before."""

from __future__ import annotations

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.shared.core import events
from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses

from bot.dialogue.once import spare_work


@pytest.fixture(autouse=True)
def spared() -> None:
    # Twice, as in a process that opens two stores.
    spare_work()
    spare_work()


def action() -> RemoteAction:
    return RemoteAction("action_advice", None)


def test_what_an_action_sets_and_says_is_accepted() -> None:
    slot = {"event": "slot", "name": "language", "value": "fr", "timestamp": None}
    assert action()._validate_action_result({"events": [slot], "responses": [{"text": "Bonjour"}]})


@pytest.mark.parametrize(
    "result",
    [
        {"events": [{"name": "language"}], "responses": []},
        {"events": "none", "responses": []},
        {"events": [], "responses": "Bonjour"},
    ],
)
def test_a_result_of_another_form_is_refused(result: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        action()._validate_action_result(result)


def test_every_kind_of_event_is_found_by_its_name() -> None:
    for kind in all_subclasses(Event):
        assert Event.resolve_by_type(kind.type_name).type_name == kind.type_name
    assert events.deserialise_events([{"event": "slot", "name": "place", "value": "gent"}]) == [
        events.SlotSet("place", "gent")
    ]


def test_a_kind_of_event_that_does_not_exist_is_refused_each_time() -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match="Unknown event name 'telepathy'"):
            Event.resolve_by_type("telepathy")
    assert Event.resolve_by_type("topic") is None
