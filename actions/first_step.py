"""The first step to a place, and everything in one message to keep."""

from __future__ import annotations

from collections.abc import Iterator

from rasa_sdk.events import EventType, SlotSet

from actions.common import MENU_TALK, Talk, TalkAction, button, listen, then
from actions.places import last_numbers, report_button, step_buttons
from bot.bootstrap import languages, words
from bot.cards import line_name
from bot.core.initiatives import Initiative
from bot.core.languages import SOURCE
from bot.core.text import sentences


def place_meant(talk: Talk) -> Initiative | None:
    """The place that is meant: by its number in this talk, or the only one shown."""
    shown = list(talk.slot("shown_places") or ())
    only = shown[0] if len(shown) == 1 else ""
    return talk.guide.doors.get(talk.numbered(shown) or only)


MOST_ON_PAPER = 6
"""More places than this is no paper to keep."""

MOST_OTHERS = 2
"""Beside the places chosen."""

MESSAGE_OF_MODEL = {"buddy": "buddy", "context": "help", "own_network": "help"}


class FirstStep(TalkAction):
    """Words to send or say, in the language of the place, and how a first time goes."""

    def name(self) -> str:
        return "action_first_step"

    def act(self, talk: Talk) -> list[EventType]:
        if talk.tells_of_mistake:
            return then("action_report_wrong")
        shown = list(talk.slot("shown_places") or ())
        if not shown:
            talk.say_line("utter_first_step_none", talk.cards.caller())
            return then("action_carry_on")
        place = place_meant(talk)
        if place is None:
            numbers = last_numbers(shown)
            names = [(n, talk.guide.doors.get(shown[n - 1])) for n in numbers]
            choices = [
                button(f"{n}. {i.name_in(talk.language)}", "first_step", n=str(n))
                for n, i in names
                if i
            ]
            talk.say("utter_first_step_which", choices=choices, menu=MENU_TALK)
            return listen()
        if place.is_closed:
            return instead(talk, place)
        model = talk.slot("work_model") or place.work_models[0]
        if model not in place.work_models:
            model = place.work_models[0]
        talk.say("utter_first_step_intro", name=place.name_in(talk.language))
        language = language_of(talk, place)
        talk.say("utter_first_step_text", message=message_for(talk, place, model, language))
        if language != talk.two_letters:
            meaning = message_for(talk, place, model, talk.language)
            talk.say("utter_first_step_meaning", meaning=meaning)
        questions = talk.cards.questions_to_ask(model)
        if questions and not (model == "organisation" and not helps_out(talk, place, model)):
            talk.say("utter_first_step_ask", questions=questions)
        talk.say_line(
            "utter_first_step_how",
            talk.cards.caller(talk.guide.region(place)),
            first_visit=talk.cards.first_visit(place, model),
        )
        about = [report_button(talk, shown.index(place.id) + 1, place.id)]
        talk.say("utter_first_step_buttons", beside=about, menu=MENU_TALK)
        steps = talk.joined("first_steps", place.id)
        return listen(SlotSet("stage", "places"), SlotSet("first_steps", steps))


def instead(talk: Talk, closed: Initiative) -> list[EventType]:
    """Says that a place closed since it was shown, and names the nearest that took over."""
    name = closed.name_in(talk.language)
    door = talk.guide.who_went_on(closed, talk.place)
    if door is None:
        talk.say("utter_place_closed", name=name)
        return then("action_show_places")
    other = door.initiative
    talk.say("utter_place_went_on", name=name, other=other.name_in(talk.language))
    shown = talk.joined("shown_places", other.id)
    number = shown.index(other.id) + 1
    model = talk.slot("work_model")
    model = model if model in other.work_models else other.work_models[0]
    card = talk.cards.place(door, number, model, talk.slot("shown_models") or ())
    about = [report_button(talk, number, other.id)]
    talk.say("utter_place_card", card=card, initiative=other.id, beside=about)
    talk.say("utter_places_question", choices=step_buttons(talk, [number]), menu=MENU_TALK)
    return listen(SlotSet("stage", "places"), SlotSet("shown_places", shown))


def language_of(talk: Talk, place: Initiative) -> str:
    """The language of a message to a place: the person's, or else one that the place speaks."""
    speaks = place.languages or (talk.two_letters,)
    language = talk.two_letters if talk.two_letters in speaks else speaks[0]
    return language if language in languages() else SOURCE


def message_for(talk: Talk, place: Initiative, model: str, language: str) -> str:
    """The message a person may send."""
    kind = "volunteer" if helps_out(talk, place, model) else MESSAGE_OF_MODEL.get(model, "guest")
    if kind == "guest" and place.scope == "area" and not place.has_address:
        kind = "area"
    likes = [v for v in talk.slot("likes") or () if v != "other"]
    return sentences(
        words().text(f"utter_first_step_message_{kind}", language, name=place.name_in(language)),
        *(words().text(f"utter_first_step_likes_{like}", language) for like in likes),
    )


def helps_out(talk: Talk, place: Initiative, model: str) -> bool:
    """Whether the person would come to this place as a volunteer, not as a guest."""
    wants_to = talk.told.has("wish", "be_useful") and not talk.told.has("wish", "drop_in")
    return model == "organisation" and (
        place.role == "volunteer" or (place.role == "both" and wants_to)
    )


class ShowSummary(TalkAction):
    """Everything in one message, to keep or to show."""

    def name(self) -> str:
        return "action_show_summary"

    def act(self, talk: Talk) -> list[EventType]:
        named = list(talk.slot("shown_places") or ())
        shown = {n: talk.guide.doors.get(i) for n, i in enumerate(named, 1)}
        chosen = [n for n, i in enumerate(named, 1) if i in (talk.slot("first_steps") or ())]
        others = [n for n in shown if n not in chosen]
        # What was chosen stands first, with a few others in case it is shut.
        numbers = [*chosen, *others[: MOST_OTHERS if chosen else MOST_ON_PAPER]]
        places = [(n, i) for n in numbers if (i := shown[n])]
        ways = [talk.slot("work_model")] if talk.slot("work_model") else []
        ways = ways or list(talk.slot("shown_models") or ())
        if not ways and not shown:
            talk.say("utter_summary_empty", menu=MENU_TALK)
            return listen()
        weak = any(talk.guide.ask_first(i) for _, i in places if not i.is_closed)
        talk.say_line(
            "utter_summary",
            talk.cards.caller(talk.place.region if talk.place else None),
            found=sentences(
                *(_way(talk, m) for m in ways),
                *(line for n, i in places for line in _lines(talk, n, i)),
                words().text("utter_summary_ask_first", talk.language) if weak else None,
            ),
        )
        talk.say("utter_close", menu=MENU_TALK)
        return listen(SlotSet("stage", "places" if shown else "advice"))


def _way(talk: Talk, model: str) -> str:
    return words().text("utter_summary_way", talk.language, name=talk.cards.model_name(model))


def _lines(talk: Talk, number: int, place: Initiative) -> Iterator[str]:
    """The line of a place; when it closed, that, and who took over in its stead."""
    if not place.is_closed:
        yield _place(talk, number, place)
        return
    name = place.name_in(talk.language)
    yield words().text("utter_summary_closed", talk.language, number=number, name=name)
    door = talk.guide.who_went_on(place, talk.place)
    if door:
        yield _place(talk, number, door.initiative)


def _place(talk: Talk, number: int, place: Initiative) -> str:
    line = talk.cards.caller(talk.guide.region(place))
    values = {
        "number": number,
        "name": place.name_in(talk.language),
        "town": talk.cards.town(place),
        "address": place.address,
        "phone": place.phone or line.number,
        "line": line_name(words(), line, talk.language),
    }
    way_in = "" if place.phone else "_address" if place.has_address else "_caller"
    if place.scope == "area":
        key = "utter_summary_area" if place.phone else "utter_summary_area_caller"
    else:
        key = f"utter_summary_place{way_in}"
    return words().text(key, talk.language, **values)
