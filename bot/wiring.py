"""Makes the intake of this installation, for every channel the same."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from rasa.core.agent import Agent
from rasa.shared.core.trackers import DialogueStateTracker

from bot.bootstrap import (
    BRUSSELS,
    alarm,
    detector,
    ear,
    gazetteer,
    guide,
    helplines_on_file,
    other_languages,
    secret,
    settings,
    words,
)
from bot.cards import Cards, line_name
from bot.content.hours import is_open
from bot.core.helplines import lines_for
from bot.core.places import start_code
from bot.core.questions import QUESTIONS, Told
from bot.intake import Intake

MINUTE = 60.0


def make_intake(agent: Callable[[], Agent | None]) -> Intake:
    """The intake with this installation's words, secret and settings.

    Args:
        agent: gives the running assistant.
    """
    return Intake(
        words=words(),
        alarm=alarm(),
        ear=ear(),
        secret=secret(),
        pause_seconds=settings().pause_minutes * MINUTE,
        agent=agent,
        helper=_helper,
        listening=_listening,
        known=_known,
        start=_start,
        detector=detector(),
        others=other_languages(),
    )


def _helper(language: str) -> tuple[str, str]:
    """Who to call on weekdays; without the directory that is the CAW, from its file."""
    try:
        line = Cards(words(), guide(), language).caller()
    except Exception:
        line = next(line for line in helplines_on_file() if line.id == "caw")
    return line_name(words(), line, language), line.number


def _listening(language: str) -> tuple[str, str] | None:
    """Who listens now, from the file: 'help now' needs no database."""
    now = datetime.datetime.now(BRUSSELS)
    topics = ["listening"]
    found = lines_for(helplines_on_file(), topics, language, now, is_open, most=1, crisis=True)
    return (line_name(words(), found[0], language), found[0].number) if found else None


def _start(code: str) -> dict[str, str]:
    """What a drop-in centre's code fills in: language and place; nothing for an unknown one."""
    read = start_code(code)
    if read is None or read[0] not in words().languages:
        return {}
    language, postal_code = read
    found = gazetteer().by_code(postal_code)
    return {"language": language, "place": found[0].id} if found else {}


def _known(tracker: DialogueStateTracker, language: str) -> str:
    answers = {q: tuple(tracker.get_slot(q)) for q in QUESTIONS if tracker.get_slot(q)}
    return Cards(words(), guide(), language).told(Told(answers))
