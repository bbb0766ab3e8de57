"""'Klopt dit?': what a person says of a place that was shown. It is kept without who said it."""

from __future__ import annotations

import logging
import re

from rasa_sdk.events import EventType

from actions.common import MENU_TALK, NO_LOOP, Talk, TalkAction, button, listen, then
from actions.first_step import place_meant
from actions.places import last_numbers
from bot.bootstrap import directory, engine
from bot.core.feedback import RIGHT, VERDICTS, place_key
from bot.core.initiatives import Initiative
from bot.store import feedback

log = logging.getLogger(__name__)

MOST_ASKED = 6
"""More places than this are no list to choose from."""


class ReportWrong(TalkAction):
    """Asks of which place and what, as far as it was not said; keeps it, thanks, and goes on."""

    def name(self) -> str:
        return "action_report_wrong"

    def act(self, talk: Talk) -> list[EventType]:
        place, verdict = place_reported(talk), verdict_in(talk)
        if place is None and not talk.slot("shown_places"):
            talk.say("utter_report_wrong_none")
            return then("action_carry_on")
        if place is None:
            explain(talk, "utter_report_which")
            said = {"wrong": verdict} if verdict else {}
            talk.say("utter_report_which", choices=place_buttons(talk, said), menu=MENU_TALK)
            return listen(*NO_LOOP)
        if verdict is None:
            explain(talk, "utter_report_what")
            about = {"at": place_key(place.id)}
            name = place.name_in(talk.language)
            talk.say("utter_report_what", name=name, about=about, menu=MENU_TALK)
            return listen(*NO_LOOP)
        today = talk.guide.now().date()
        if feedback.add(engine(), place.id, verdict, talk.tracker.sender_id, today):
            put_elsewhere(place.id)
        if verdict == RIGHT:
            talk.say("utter_report_right")
        else:
            talk.say_line("utter_report_wrong", talk.cards.caller(talk.guide.region(place)))
        return then("action_carry_on")


def put_elsewhere(initiative: str) -> None:
    """Works out anew where a place comes in a search; a talk never waits for it to succeed."""
    try:
        directory().survey([initiative])
    except Exception as error:
        log.error("a place could not be put elsewhere: %s", type(error).__name__)


def explain(talk: Talk, question: str) -> None:
    """Says how to answer a question that is put once more."""
    if talk.answered_before(question) and not talk.message.pressed:
        talk.say("utter_answer_which")


def place_reported(talk: Talk) -> Initiative | None:
    """The place that it is about: on the button, by its number, just spoken of, or the only one."""
    named = talk.message.values("at")
    if named:
        return place_of_card(talk, named[0])
    before = said_before(talk, "at")
    if len(before) == 1 and not talk.message.values("n"):
        return place_of_card(talk, *before)
    place = place_meant(talk)
    asked = talk.answered_before("utter_report_which")
    # 'The second' of a list that begins with number four could be two places.
    return place if place and (not asked or place_key(place.id) in before) else None


def place_of_card(talk: Talk, key: str) -> Initiative | None:
    """The place of a card in this talk, also of one from before another town was chosen."""
    for event in talk.tracker.events:
        initiative = (event.get("metadata") or {}).get("initiative")
        if initiative and place_key(initiative) == key:
            return talk.guide.doors.get(initiative)
    return None


def verdict_in(talk: Talk) -> str | None:
    """What is said of it; None when it is not said, or in words that could mean several things."""
    said = {v for v in talk.message.values("wrong") if v in VERDICTS}
    if not talk.message.pressed and talk.text.rstrip().endswith("?"):
        # 'C'est correct ?' asks it, and does not say so.
        said.discard(RIGHT)
    if not said and not talk.message.pressed:
        said = said_before(talk, "wrong")
    return said.pop() if len(said) == 1 else None


def said_before(talk: Talk, entity: str) -> set[str]:
    """What the buttons of the answer before this message carry: places, or a verdict."""
    found: set[str] = set()
    for event in talk.answer_before():
        for shown in (event.get("data") or {}).get("buttons") or ():
            found.update(re.findall(rf'"{entity}":"(\w+)"', str(shown.get("payload"))))
    return found


def place_buttons(talk: Talk, said: dict[str, str]) -> list[dict[str, str]]:
    """A button for each place that was shown; of many, those chosen for a first step and the last.

    Args:
        said: what was said of it already.
    """
    shown = list(talk.slot("shown_places") or ())
    chosen = [shown.index(i) + 1 for i in talk.slot("first_steps") or () if i in shown]
    few = len(shown) <= MOST_ASKED
    numbers = range(1, len(shown) + 1) if few else sorted({*chosen, *last_numbers(shown)})
    named = [(n, talk.guide.doors.get(shown[n - 1])) for n in numbers]
    return [
        button(f"{n}. {i.name_in(talk.language)}", "report_wrong_info", **said, at=place_key(i.id))
        for n, i in named
        if i
    ]
