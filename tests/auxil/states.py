"""Every place where a talk can stand, and how a person gets there by pressing buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from auxil.here import Here

HELLO = {"nl": "hallo", "fr": "bonjour", "en": "hello"}
SUICIDE = {"nl": "ik wil niet meer leven", "fr": "je veux mourir", "en": "i want to die"}
VIOLENCE = {"nl": "mijn man slaat mij", "fr": "mon mari me bat", "en": "my husband hits me"}
MEDICAL = {"nl": "hij ademt niet meer", "fr": "il respire plus", "en": "he is not breathing"}
DEBTS = {"nl": "ik heb veel schulden", "fr": "j'ai des dettes", "en": "i have many debts"}
MISTAKE = {
    "nl": "er staat een fout in jullie lijst",
    "fr": "erreur dans votre liste",
    "en": "mistake in the list",
}
NEAR_HOME = '/answer{"wish":"near_home"}'
GIBBERISH = "sdfg"
TOWN = "9000"
TWO_TOWNS = "Molenbeek"

Step = str | dict[str, str] | Callable[[Here, str], list[dict[str, Any]]]
"""What is sent, or what is sent in each language, or something to do."""


def _until(slot: str, value: str) -> Step:
    """Skips what is asked until a slot has this value."""

    def skip(here: Here, sender: str) -> list[dict[str, Any]]:
        answers: list[dict[str, Any]] = []
        for _ in range(6):
            tracker = here.tracker(sender)
            assert tracker is not None
            if tracker.get_slot(slot) == value:
                return answers
            answers = here.send(sender, "/skip_question")
        raise AssertionError(f"{slot} never becomes {value}")

    return skip


ADVICE: tuple[Step, ...] = ("/begin", NEAR_HOME, "/done", _until("stage", "advice"))
WHERE: tuple[Step, ...] = (*ADVICE, '/choose_model{"model":"neighbourhood"}')
PLACES: tuple[Step, ...] = (*WHERE, TOWN)
FIRST_STEP: tuple[Step, ...] = (*PLACES, '/first_step{"n":"1"}')

STATES: dict[str, tuple[Step, ...]] = {
    "promise": (),
    "question wish": ("/begin",),
    "question wish, not understood": ("/begin", GIBBERISH),
    "question wish, half ticked": ("/begin", NEAR_HOME),
    "question hard": ("/begin", _until("requested_slot", "hard")),
    "question size": ("/begin", _until("requested_slot", "size")),
    "question own_people": ("/begin", _until("requested_slot", "own_people")),
    "advice": ADVICE,
    "advice, none fits": (*ADVICE, "/none_fits"),
    "all seven ways": (*ADVICE, "/ask_work_model"),
    "one way in full": (*ADVICE, "/ask_work_model", '/ask_work_model{"model":"neighbourhood"}'),
    "question where": WHERE,
    "question where, two towns": (*WHERE, TWO_TOWNS),
    "places": PLACES,
    "places, what one likes": (*PLACES, "/inform_likes"),
    "places, which language": (*PLACES, "/other_language"),
    "places, which is wrong": (*PLACES, MISTAKE),
    "places, what is wrong": (*PLACES, MISTAKE, "2"),
    "first step": FIRST_STEP,
    "summary": (*FIRST_STEP, "/show_summary"),
    "suicide": ("/begin", SUICIDE),
    "violence": ("/begin", VIOLENCE),
    "medical": ("/begin", MEDICAL),
    "help now": ("/begin", "/help_now"),
    "a human": ("/begin", "/ask_human"),
    "a professional": ("/begin", '/answer{"wish":"professional"}'),
    "structural need": ("/begin", DEBTS),
    "which language": ("/begin", NEAR_HOME, "/taal"),
    "stopped": (*ADVICE, "/stop"),
    "forgotten": (*ADVICE, "/forget_me"),
    "started over": (*PLACES, "/start_over"),
}
"""State -> what is pressed or typed after a language was chosen."""

FIRST = "question language"
"""The state before a language is chosen."""


def go(here: Here, sender: str, language: str, state: str) -> list[str]:
    """Brings a new talk to a state; returns the texts of the last answer."""
    two_letters = language.split("-")[0]
    steps: tuple[Step, ...] = (HELLO,)
    if state != FIRST:
        steps = (HELLO, f'/change_language{{"language":"{language}"}}', *STATES[state])
    answers: list[dict[str, Any]] = []
    for step in steps:
        if callable(step):
            answers = step(here, sender) or answers
            continue
        said = step[two_letters] if isinstance(step, dict) else step
        answers = here.send(sender, said)
    return [answer["text"] for answer in answers]
