"""What every action has: what was said in passing is kept, and a failure is never silent."""

from __future__ import annotations

import logging

import pytest
from auxil.guide import DATA
from auxil.turn import turn
from rasa_sdk.events import EventType, SlotSet

from actions.common import Talk, TalkAction, button, then
from bot import content
from bot.guide import Guide


class Says(TalkAction):
    """Thanks, and fails when it is told to."""

    def __init__(self, breaks: bool = False) -> None:
        self.breaks = breaks

    def name(self) -> str:
        return "action_says"

    def act(self, talk: Talk) -> list[EventType]:
        talk.say("utter_thank")
        if self.breaks:
            raise RuntimeError(talk.text)
        return then("action_carry_on", SlotSet("misses", 0))


def test_what_was_said_before_a_failure_stays_and_sorry_follows() -> None:
    after = turn(Says(breaks=True), "thank")
    assert after.keys == ["utter_thank", "utter_sorry"]
    assert after.next == "action_listen"


def test_a_failure_leaves_no_words_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        turn(Says(breaks=True), "thank", "abrikozentaart")
    assert "action_says failed: RuntimeError" in caplog.text
    assert "abrikozentaart" not in caplog.text


@pytest.mark.parametrize("breaks", [False, True])
def test_a_subject_that_was_named_is_kept_whatever_happens(breaks: bool) -> None:
    after = turn(Says(breaks), "thank", heard={"note": "older"}, raised=["lgbtq"])
    assert after.slots["raised"] == ["lgbtq", "older"]


def test_who_erases_everything_leaves_no_subject() -> None:
    after = turn(Says(), "forget_me", heard={"note": "addiction"})
    assert "raised" not in after.slots


def test_without_a_directory_there_is_still_an_apology(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> Guide:
        raise RuntimeError("the directory is empty")

    monkeypatch.setattr("actions.common.guide", missing)
    after = turn(Says(), "thank")
    assert after.keys == ["utter_sorry"]
    assert after.next == "action_listen"


def test_going_on_returns_to_where_the_talk_stood() -> None:
    assert turn(Says(), "thank").next == "action_carry_on"
    assert [e["event"] for e in then("action_greet", SlotSet("misses", 0))] == ["slot", "followup"]


def test_a_long_name_on_a_button_is_cut() -> None:
    made = button("Sint-Katelijne-Waver en nog veel verder", "inform_place", place="2860")
    assert len(made["title"]) <= 30
    assert made["payload"] == '/inform_place{"place":"2860"}'


def test_every_place_and_every_way_fits_on_a_button(guide: Guide) -> None:
    """Channels allow a payload of 64 bytes."""
    places = content.load_places(DATA / "places.csv")
    made = [button(p.name("nl"), "inform_place", place=p.id) for p in places]
    made += [button(m, "choose_model", model=m) for m in guide.models]
    for one in made:
        assert len(one["payload"].encode()) <= 64, one
