"""'Klopt dit?': what is said of a place, by a button or in words, and how the talk goes on."""

from __future__ import annotations

from typing import Any

import pytest
from auxil.guide import NOW
from auxil.turn import Turn, turn
from rasa_sdk.events import EventType
from sqlalchemy.engine import Engine

from actions.answers import Missed, TakeAnswer
from actions.common import MENU_TALK
from actions.feedback import ReportWrong
from actions.first_step import FirstStep
from actions.places import ShowPlaces
from bot.core.feedback import VERDICTS, place_key
from bot.guide import Guide
from bot.store import feedback, shown

MOST_PAYLOAD, MOST_TITLE = 64, 30


@pytest.fixture
def places(guide: Guide) -> list[str]:
    """Three places that this person sees."""
    seen = turn(ShowPlaces(), "choose_model", place="9000 Gent", work_model="organisation")
    return list(seen.slots["shown_places"])


def cards(*ids: str) -> list[EventType]:
    """What Rasa remembers of the cards of these places."""
    events: list[EventType] = [{"event": "user", "text": "gent", "parse_data": {}}]
    events += [
        {
            "event": "bot",
            "text": "…",
            "metadata": {"utter_action": "utter_place_card", "initiative": i},
            "data": {"buttons": [{"payload": f'/report_wrong_info{{"at":"{place_key(i)}"}}'}]},
        }
        for i in ids
    ]
    return events


def said_as_event(after: Turn) -> list[EventType]:
    """What an action said, as Rasa remembers it; the buttons of the response with the place."""
    events: list[EventType] = [{"event": "user", "text": "het adres", "parse_data": {}}]
    for said in after.said:
        about = said.get("about") or {}
        static = [f'"wrong":"{v}","at":"{about["at"]}"' for v in VERDICTS] if about else []
        buttons = [*(said.get("choices") or ()), *({"payload": one} for one in static)]
        events.append(
            {
                "event": "bot",
                "text": "…",
                "metadata": {"utter_action": said["response"]},
                "data": {"buttons": buttons},
            }
        )
    return events


def report(places: list[str], text: str = "een paar woorden", **known: Any) -> Turn:
    known = {"shown_places": places, "before": cards(*places), **known}
    return turn(ReportWrong(), "report_wrong_info", text, **known)


def press(places: list[str], at: str, verdict: str = "", **known: Any) -> Turn:
    heard = {"at": place_key(at), **({"wrong": verdict} if verdict else {})}
    return report(places, "/report_wrong_info{...}", heard=heard, **known)


def marked(engine: Engine) -> dict[str, dict[str, int]]:
    return {marks.initiative: dict(marks.verdicts) for marks in feedback.rows(engine)}


# -- on the card ------------------------------------------------------------------------------


def test_every_card_asks_whether_it_is_right(places: list[str]) -> None:
    seen = turn(ShowPlaces(), "choose_model", place="9000 Gent", work_model="organisation")
    on_cards = [said["beside"] for said in seen.said if said["response"] == "utter_place_card"]
    assert [[b["title"] for b in buttons] for buttons in on_cards] == [
        [f"Klopt dit? ({n})"] for n in range(1, len(places) + 1)
    ]
    assert [buttons[0]["payload"] for buttons in on_cards] == [
        f'/report_wrong_info{{"at":"{place_key(i)}"}}' for i in places
    ]


def test_after_a_first_step_it_is_asked_of_that_place(places: list[str]) -> None:
    heard = {"n": "2"}
    after = turn(
        FirstStep(), "first_step", '/first_step{"n":"2"}', heard=heard, shown_places=places
    )
    assert after.said[-1]["beside"][0]["title"] == "Klopt dit? (2)"
    assert place_key(places[1]) in after.said[-1]["beside"][0]["payload"]


def test_each_place_of_a_search_counts_as_shown(engine: Engine, places: list[str]) -> None:
    assert shown.counts(engine) == dict.fromkeys(places, 1)


def test_places_that_cannot_be_counted_are_shown_all_the_same(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    shown.metadata.drop_all(engine)
    seen = turn(ShowPlaces(), "choose_model", place="9000 Gent", work_model="organisation")
    assert "utter_place_card" in seen.keys
    assert "utter_sorry" not in seen.keys
    assert caplog.messages == ["places could not be counted: OperationalError"]


# -- pressed ----------------------------------------------------------------------------------


def test_the_button_of_a_card_asks_what_one_knows_of_that_place(
    places: list[str], guide: Guide, engine: Engine
) -> None:
    after = press(places, places[2])
    [said] = after.said
    place = guide.doors.get(places[2])
    assert place is not None
    assert said["response"] == "utter_report_what"
    assert said["name"] == place.name_in("nl")
    assert said["about"] == {"at": place_key(place.id)}
    assert said["menu"] == MENU_TALK
    assert after.next == "action_listen"
    assert marked(engine) == {}


@pytest.mark.parametrize("verdict", VERDICTS)
def test_what_is_said_is_kept_thanked_for_and_the_talk_goes_on(
    places: list[str], engine: Engine, verdict: str
) -> None:
    after = press(places, places[1], verdict)
    assert marked(engine) == {places[1]: {verdict: 1}}
    assert after.keys == ["utter_report_right" if verdict == "right" else "utter_report_wrong"]
    assert after.next == "action_carry_on"
    assert feedback.rows(engine)[0].last_day == NOW.date().isoformat()


def test_who_says_that_something_is_wrong_hears_who_looks_it_up_too(places: list[str]) -> None:
    [said] = press(places, places[0], "phone").said
    assert said["line"]
    assert said["phone"]


def test_a_finger_that_presses_twice_counts_once(places: list[str], engine: Engine) -> None:
    for _ in range(2):
        press(places, places[0], "closed")
    assert marked(engine) == {places[0]: {"closed": 1}}


def test_a_button_of_before_another_town_still_means_its_own_place(
    places: list[str], engine: Engine, guide: Guide
) -> None:
    """Its number belongs to another place by now."""
    other = turn(ShowPlaces(), "choose_model", place="3500 Hasselt", work_model="organisation")
    now = other.slots["shown_places"]
    press(now, places[0], "address", before=[*cards(*places), *cards(*now)])
    assert marked(engine) == {places[0]: {"address": 1}}


def test_a_button_of_nothing_that_was_shown_here_marks_nothing(
    places: list[str], engine: Engine
) -> None:
    after = press(places, "another-talks-place", "closed")
    assert after.keys == ["utter_report_which"]
    assert marked(engine) == {}


def test_a_verdict_that_does_not_exist_is_asked_again(places: list[str], engine: Engine) -> None:
    assert press(places, places[0], "x").keys == ["utter_report_what"]
    assert marked(engine) == {}


def test_when_it_cannot_be_kept_nobody_is_told_that_it_will_be_looked_at(
    places: list[str], engine: Engine
) -> None:
    feedback.metadata.drop_all(engine)
    assert press(places, places[0], "closed").keys == ["utter_sorry"]


# -- typed ------------------------------------------------------------------------------------


def test_of_several_places_it_is_asked_which_and_what_was_said_stays_said(
    places: list[str], engine: Engine
) -> None:
    after = report(places, "het adres klopt niet", heard={"wrong": "address"})
    [said] = after.said
    assert said["response"] == "utter_report_which"
    assert [b["title"][:2] for b in said["choices"]] == ["1.", "2.", "3."]
    assert all('"wrong":"address"' in b["payload"] for b in said["choices"])
    assert marked(engine) == {}


def test_the_only_place_shown_is_meant(places: list[str], engine: Engine) -> None:
    report(places[:1], "het adres klopt niet", heard={"wrong": "address"})
    assert marked(engine) == {places[0]: {"address": 1}}


def test_a_place_can_be_named_by_its_number(places: list[str], engine: Engine) -> None:
    report(places, "nummer 2 bestaat niet meer", heard={"n": "2", "wrong": "closed"})
    assert marked(engine) == {places[1]: {"closed": 1}}


def test_who_just_got_the_words_for_a_place_speaks_of_that_one(
    places: list[str], engine: Engine
) -> None:
    """'That number does not work', right after the first step to the second place."""
    report(places, "dat nummer werkt niet", heard={"wrong": "phone"}, before=cards(places[1]))
    assert marked(engine) == {places[1]: {"phone": 1}}


def test_who_types_the_question_of_the_button_is_asked_and_says_nothing(
    places: list[str], engine: Engine
) -> None:
    asked = report(places[:1], "c'est correct ?", heard={"wrong": "right"})
    assert "utter_report_what" in asked.keys
    assert marked(engine) == {}


def test_words_that_could_mean_two_things_are_asked_back(places: list[str], engine: Engine) -> None:
    after = report(places[:1], heard={"wrong": ["address", "closed"]})
    assert after.keys == ["utter_report_what"]
    assert marked(engine) == {}


@pytest.mark.parametrize("action", [FirstStep(), TakeAnswer(), Missed()])
def test_the_second_one_answers_of_which_place_it_is(action: Any, places: list[str]) -> None:
    asked = report(places, heard={"wrong": "address"})
    after = turn(
        action,
        "answer",
        "de tweede",
        heard={"n": "2"},
        stage="places",
        shown_places=places,
        before=said_as_event(asked),
    )
    assert after.next == "action_report_wrong"
    assert after.keys == []


def test_the_number_of_the_list_completes_what_was_said(places: list[str], engine: Engine) -> None:
    asked = report(places, heard={"wrong": "address"})
    before = [*cards(*places), *said_as_event(asked)]
    after = report(places, "de tweede", heard={"n": "2"}, before=before)
    assert marked(engine) == {places[1]: {"address": 1}}
    assert after.keys == ["utter_report_wrong"]


def test_a_number_that_is_not_in_the_list_is_asked_again(
    places: list[str], guide: Guide, engine: Engine
) -> None:
    many = [i.id for i in guide.doors.initiatives[:12]]
    asked = report(many, heard={"wrong": "closed"})
    assert [b["title"][:3] for b in asked.said[0]["choices"]] == ["10.", "11.", "12."]
    before = [*cards(*many), *said_as_event(asked)]
    after = report(many, "de tweede", heard={"n": "2"}, before=before)
    assert after.keys == ["utter_answer_which", "utter_report_which"]
    assert '"wrong":"closed"' in after.said[1]["choices"][0]["payload"]
    assert marked(engine) == {}


def test_of_many_places_those_of_a_first_step_are_asked_too(guide: Guide) -> None:
    many = [i.id for i in guide.doors.initiatives[:12]]
    asked = report(many, first_steps=[many[4]])
    titles = [b["title"].split(".")[0] for b in asked.said[0]["choices"]]
    assert titles == ["5", "10", "11", "12"]


def test_what_is_wrong_may_be_typed_when_it_is_asked(places: list[str], engine: Engine) -> None:
    asked = press(places, places[2])
    before = [*cards(*places), *said_as_event(asked)]
    heard = {"wrong": "phone"}
    missed = turn(Missed(), "nlu_fallback", "telefoon", heard=heard, before=before, stage="places")
    assert missed.next == "action_report_wrong"
    report(places, "telefoon", heard=heard, before=before)
    assert marked(engine) == {places[2]: {"phone": 1}}


def test_who_saw_no_place_yet_is_thanked_and_goes_on(engine: Engine) -> None:
    after = turn(ReportWrong(), "report_wrong_info", heard={"wrong": "closed"})
    assert after.keys == ["utter_report_wrong_none"]
    assert after.next == "action_carry_on"
    assert marked(engine) == {}


# -- what fits on a button --------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nl", "nl-simple", "fr", "fr-simple", "en"])
def test_titles_and_payloads_fit_for_every_place(guide: Guide, language: str) -> None:
    longest = sorted(guide.doors.initiatives, key=lambda i: -len(i.name))[:6]
    ids = [i.id for i in longest]
    asked = report(ids, heard={"wrong": "address"}, language=language)
    buttons = asked.said[0]["choices"]
    step = turn(FirstStep(), "first_step", heard={"n": "1"}, shown_places=ids, language=language)
    buttons += step.said[-1]["beside"]
    assert len(buttons) == 7
    assert all(len(b["title"]) <= MOST_TITLE for b in buttons)
    assert all(len(b["payload"].encode()) <= MOST_PAYLOAD for b in buttons)
