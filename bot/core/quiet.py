"""The two questions of a crisis, and what an answer to them means.

Their buttons carry a number and nothing else: what lies in the database must not tell what a talk
was about. Which question is open is read from the buttons of the last answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from bot.core.talk import CRISES, NEVER_ANSWERS
from bot.core.text import plain

PLAINLY = "1"
"""Do you think of not living any more?"""
READER = "2"
"""Can somebody read along?"""
READER_SEXUAL = "3"
"""The same, after sexual violence: its own line comes next."""

_BUTTON = re.compile(r'"quiet":"(\d)"')
_NO = re.compile(
    r"^(?:nee+|neen+|nope|no|non|niet echt|nie echt|ni echt|helemaal niet|absoluut niet|"
    r"pas vraiment|pas du tout|zo erg is het niet|niemand|personne|"
    r"not really|not at all|nobody|no one|noone|its not that bad|it s not that bad)(?!\w)"
)
_UNCLEAR = frozenset({"nlu_fallback", "no_idea", "out_of_scope", "carry_on", "affirm"})


def quiet_question(events: Iterable[Any]) -> str | None:
    """Which of the questions is open after the last answer, or None.

    Args:
        events: of the talk, as dictionaries, oldest first; the last may be the message that
            answers.
    """
    messages = 0
    for event in reversed(list(events)):
        if event.get("event") == "user":
            messages += 1
            if messages == 2:
                return None
        elif event.get("event") == "bot":
            for button in (event.get("data") or {}).get("buttons") or ():
                found = _BUTTON.search(str(button.get("payload")))
                if found:
                    return found.group(1)
    return None


def quiet_answer(question: str, text: str, intent: str) -> str | None:
    """The payload that a typed answer to one of the questions stands for; None for another matter.

    To the plain question everything that is no clear 'no' counts as 'yes': a number too many is
    better than none. Where somebody may read along, what is unclear counts as 'yes' too.
    """
    if intent.startswith(CRISES) or intent == "deny" or _NO.search(plain(text)):
        return None if intent.startswith(CRISES) else f'/deny{{"quiet":"{question}"}}'
    other = intent in NEVER_ANSWERS
    if question != PLAINLY:
        other = intent not in _UNCLEAR
    return None if other else f'/affirm{{"quiet":"{question}"}}'
