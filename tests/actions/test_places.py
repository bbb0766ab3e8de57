"""Places for the chosen way, and the first step to one of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from auxil.turn import turn

from actions.first_step import FirstStep, ShowSummary
from actions.places import AskLikes, CloserBy, FurtherAway, MorePlaces, OtherLanguage, ShowPlaces
from actions.where import AskPlace, TakePlace, ValidateWhereForm
from bot.bootstrap import words
from bot.core.freshness import ask_first
from bot.core.initiatives import Initiative
from bot.core.search import REACHES_KM
from bot.guide import Guide


@pytest.fixture
def gent(guide: Guide) -> str:
    [place] = guide.find_places("Gent")[:1]
    return place.id


def test_at_most_three_places_come_with_a_person_to_ask(gent: str) -> None:
    after = turn(ShowPlaces(), "choose_model", place=gent, work_model="organisation")
    cards = after.keys.count("utter_place_card")
    assert 1 <= cards <= 3
    assert len(after.slots["shown_places"]) == cards
    assert any(key.startswith("utter_places_always") for key in after.keys)
    assert after.slots["stage"] == "places"


def test_without_a_chosen_way_nothing_is_searched(gent: str) -> None:
    assert turn(ShowPlaces(), "more_results", place=gent).next == "action_carry_on"


def test_a_first_step_gives_words_to_send(gent: str) -> None:
    shown = turn(ShowPlaces(), "choose_model", place=gent, work_model="organisation")
    ids = shown.slots["shown_places"]
    known = {"place": gent, "work_model": "organisation", "shown_places": ids, "stage": "places"}
    after = turn(FirstStep(), "first_step", '/first_step{"n":"1"}', heard={"n": "1"}, **known)
    assert "utter_first_step_text" in after.keys


def test_a_first_step_without_places_gives_a_number() -> None:
    after = turn(FirstStep(), "first_step")
    assert after.keys == ["utter_first_step_none"]
    assert after.said[0]["phone"]


WHERE = {"loop": "where_form", "requested_slot": "place"}


def one(guide: Guide, **like: object) -> Initiative:
    """A place with these attributes."""
    doors = guide.doors.initiatives
    return next(i for i in doors if all(getattr(i, k) == v for k, v in like.items()))


def test_more_places_are_others() -> None:
    known = {"place": "9000 Gent", "work_model": "organisation"}
    first = turn(ShowPlaces(), "choose_model", **known).slots["shown_places"]
    both = turn(MorePlaces(), "more_results", shown_places=first, **known).slots["shown_places"]
    assert both[: len(first)] == first
    assert len(set(both)) == len(both) > len(first)


def test_further_looks_further_and_nearer_looks_nearer() -> None:
    known = {"place": "9000 Gent", "work_model": "organisation"}
    assert turn(FurtherAway(), "further_away", reach=1, **known).slots["reach"] > 1
    assert turn(CloserBy(), "closer_by", reach=2, **known).slots["reach"] < 2
    furthest = turn(FurtherAway(), "further_away", reach=len(REACHES_KM) - 1, **known)
    assert furthest.keys == ["utter_places_furthest"]
    closest = turn(CloserBy(), "closer_by", reach=0, **known)
    assert closest.keys == ["utter_places_closest"]


def test_that_was_looked_further_than_asked_is_said() -> None:
    after = turn(ShowPlaces(), "choose_model", place="8690 Alveringem", work_model="peers")
    assert after.slots["reach"] > 1
    assert after.keys[0] == "utter_places_widened"


@pytest.mark.parametrize("action", [ShowPlaces(), MorePlaces(), FurtherAway()])
def test_a_child_sees_no_places_of_a_way_for_adults(action: object) -> None:
    known = {"place": "9000 Gent", "work_model": "buddy", "raised": ["minor"]}
    after = turn(action, "more_results", **known)
    assert after.keys[0] == "utter_advice_note_minor"
    assert "utter_place_card" not in after.keys


def test_who_asks_for_another_language_sees_places_where_it_is_spoken(guide: Guide) -> None:
    known = {"place": "1070 Anderlecht", "work_model": "organisation"}
    heard = {"language": "nl"}
    after = turn(OtherLanguage(), "other_language", language="fr", heard=heard, **known)
    assert after.slots["place_language"] == "nl"
    assert all("nl" in guide.doors.get(i).languages for i in after.slots["shown_places"])


def test_what_somebody_likes_is_added_to_what_was_known() -> None:
    after = turn(AskLikes(), "inform_likes", heard={"likes": "cooking"}, likes=["music"])
    assert after.slots["likes"] == ["music", "cooking"]


@pytest.mark.parametrize("language", ["nl", "fr", "nl-simple", "fr-simple"])
@pytest.mark.parametrize("speaks", ["nl", "fr"])
def test_the_words_to_send_are_in_a_language_of_the_place(
    guide: Guide, language: str, speaks: str
) -> None:
    place = one(guide, languages=(speaks,), work_models=("buddy",))
    after = turn(FirstStep(), "first_step", shown_places=[place.id], language=language)
    [message] = [said["message"] for said in after.said if "message" in said]
    name = place.name_in(speaks)
    assert message == words().text("utter_first_step_message_buddy", speaks, name=name)
    # Who is given words in another language than their own is told what they say.
    meanings = [said["meaning"] for said in after.said if "meaning" in said]
    own = words().text("utter_first_step_message_buddy", language, name=place.name_in(language[:2]))
    assert meanings == ([] if language.startswith(speaks) else [own])


def test_a_place_that_speaks_both_is_written_to_in_ones_own_language(guide: Guide) -> None:
    place = one(guide, languages=("nl", "fr"))
    french = turn(FirstStep(), "first_step", shown_places=[place.id], language="fr")
    [message] = [said["message"] for said in french.said if "message" in said]
    assert message.startswith("Bonjour")


def test_the_summary_begins_with_the_place_that_was_chosen(guide: Guide) -> None:
    shown = [i.id for i in guide.doors.initiatives[:6]]
    known = {"work_model": "buddy", "shown_places": shown, "first_steps": shown[3:4]}
    found = turn(ShowSummary(), "show_summary", **known).said[0]["found"]
    chosen, *others = [guide.doors.get(i).name for i in (shown[3], shown[0], shown[4])]
    assert chosen in found
    assert found.index(chosen) < found.index(others[0])
    assert others[1] not in found


def test_the_summary_says_to_ask_first_where_we_are_not_sure(guide: Guide) -> None:
    today = guide.now().date()

    def warned(unsure: bool) -> bool:
        place = next(i for i in guide.doors.initiatives if ask_first(i, today) is unsure)
        known = {"work_model": "buddy", "shown_places": [place.id]}
        found = turn(ShowSummary(), "show_summary", **known).said[0]["found"]
        return words().text("utter_summary_ask_first", "nl") in found

    assert warned(True)
    assert not warned(False)


def test_a_name_of_several_towns_is_asked_back() -> None:
    heard = {"place": "Molenbeek"}
    after = turn(ValidateWhereForm(), "inform_place", "Molenbeek", heard=heard, **WHERE)
    assert "place" not in after.slots
    choices = after.slots["place_choices"]
    asked = turn(AskPlace(), "inform_place", "Molenbeek", place_choices=choices, **WHERE)
    assert asked.keys == ["utter_which_place"]
    assert len(asked.said[0]["choices"]) == 2


def test_yes_to_the_town_that_was_meant_takes_it() -> None:
    known = {**WHERE, "place_choices": ["9000 Gent"]}
    assert turn(ValidateWhereForm(), "affirm", "ja", **known).slots["place"] == "9000 Gent"


def test_another_town_begins_anew_near_by() -> None:
    known = {"place": "9000 Gent", "work_model": "buddy", "shown_places": ["a"], "reach": 3}
    after = turn(TakePlace(), "inform_place", "Hasselt", heard={"place": "Hasselt"}, **known)
    assert after.slots["place"] == "3500 Hasselt"
    assert (after.slots["shown_places"], after.slots["reach"]) == (None, None)
    assert after.next == "action_show_places"


def test_who_types_two_towns_chooses_one_of_them() -> None:
    text = "tussen aalst en ninove"
    after = turn(ValidateWhereForm(), "inform_place", text, **WHERE)
    assert after.slots["place_choices"] == ["9300 Aalst", "9400 Ninove"]
    known = {**WHERE, "place_choices": after.slots["place_choices"]}
    asked = turn(AskPlace(), "inform_place", text, **known)
    assert asked.keys == ["utter_which_of_places"]


def test_of_equal_names_the_button_says_in_which_town() -> None:
    ids = ["9120 Beveren", "8791 Beveren", "8800 Beveren"]
    asked = turn(AskPlace(), "inform_place", "beveren", place_choices=ids, **WHERE)
    titles = [b["title"] for b in asked.said[0]["choices"]]
    assert titles == ["9120 Beveren", "8791 Beveren (Waregem)", "8800 Beveren (Roeselare)"]
    assert all(len(title) <= 30 for title in titles)


@pytest.mark.parametrize("text", ["Amsterdam", "in Marokko", "rijsel"])
def test_who_types_a_place_abroad_was_understood(text: str) -> None:
    after = turn(ValidateWhereForm(), "inform_place", text, **WHERE)
    assert (after.slots["misses"], after.slots["place_choices"]) == (0, None)
    assert "place" not in after.slots
    asked = turn(AskPlace(), "inform_place", text, times_asked=1, **WHERE)
    assert asked.keys == ["utter_place_abroad"]
    assert asked.said[0]["buttons_from"] == "utter_ask_place"


def test_a_town_that_is_also_abroad_is_asked_back_and_yes_takes_it() -> None:
    after = turn(ValidateWhereForm(), "inform_place", "Lille", heard={"place": "Lille"}, **WHERE)
    assert after.slots["place_choices"] == ["2275 Lille"]
    known = {**WHERE, "place_choices": ["2275 Lille"]}
    asked = turn(AskPlace(), "inform_place", "Lille", **known)
    assert asked.keys == ["utter_place_abroad_choices"]
    assert "place_choices" not in asked.slots
    assert turn(ValidateWhereForm(), "affirm", "ja", **known).slots["place"] == "2275 Lille"


def test_where_somebody_was_born_is_no_answer_to_where_to_look() -> None:
    after = turn(ValidateWhereForm(), "inform_place", "ik kom uit Marokko", **WHERE)
    assert set(after.slots) == {"requested_slot"}
    asked = turn(AskPlace(), "inform_place", "ik kom uit Marokko", times_asked=1, **WHERE)
    assert asked.keys == ["utter_again_place"]


def test_a_place_abroad_named_in_passing_leads_to_the_question_where() -> None:
    after = turn(TakePlace(), "inform_place", "ik woon in Rotterdam", work_model="buddy")
    assert after.next == "where_form"


def test_who_lives_in_one_town_and_looks_in_another_is_sent_there() -> None:
    text = "ik woon in Gent maar zoek in Eeklo"
    after = turn(ValidateWhereForm(), "inform_place", text, heard={"place": "Gent"}, **WHERE)
    assert after.slots["place"] == "9900 Eeklo"


# -- what closed since it was shown -----------------------------------------------------------

Close = Callable[..., list[str]]


@pytest.fixture
def close(guide: Guide, monkeypatch: pytest.MonkeyPatch) -> Close:
    """Closes the first of two places that were shown; gives the ids of both."""
    inn, other = [i for i in guide.doors.initiatives if i.is_door and i.phone][:2]

    def change(goes_on: bool, status: str = "ended") -> list[str]:
        others = (other.id,) if goes_on else ()
        closed = dataclasses.replace(inn, status=status, taken_over_by=others)
        known = guide.doors.get
        monkeypatch.setattr(guide.doors, "get", lambda i: closed if i == inn.id else known(i))
        return [inn.id, other.id]

    return change


@pytest.mark.parametrize("status", ["ended", "temporarily_closed"])
def test_a_place_that_closed_since_shows_who_went_on(close: Close, status: str) -> None:
    inn, other = close(goes_on=True, status=status)
    known = {"shown_places": [inn], "work_model": "neighbourhood"}
    after = turn(FirstStep(), "first_step", '/first_step{"n":"1"}', heard={"n": "1"}, **known)
    assert after.keys == ["utter_place_went_on", "utter_place_card", "utter_places_question"]
    assert after.said[1]["initiative"] == other
    assert after.slots["shown_places"] == [inn, other]
    assert '"n": "2"' in str(after.said) or '"n":"2"' in str(after.said), "a step to the new one"


def test_a_place_that_closed_and_nobody_took_over_leads_to_others(close: Close) -> None:
    inn, _ = close(goes_on=False)
    known = {"shown_places": [inn], "work_model": "neighbourhood"}
    after = turn(FirstStep(), "first_step", '/first_step{"n":"1"}', heard={"n": "1"}, **known)
    assert after.keys == ["utter_place_closed"]
    assert after.next == "action_show_places"


def test_what_one_keeps_sends_nobody_to_a_closed_door(close: Close, guide: Guide) -> None:
    inn, other = close(goes_on=True)
    [said] = [m for m in turn(ShowSummary(), "summary", shown_places=[inn]).said if m.get("found")]
    before = guide.doors.get(inn)
    after = guide.doors.get(other)
    assert before is not None
    assert after is not None
    assert f"1. {before.name} is nu dicht." in said["found"]
    assert f"1. {after.name}" in said["found"]
    assert before.phone not in said["found"].replace(after.phone, "")
