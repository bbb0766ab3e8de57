"""Makes the intake of this installation, for every channel the same."""

from __future__ import annotations

from collections.abc import Callable

from rasa.core.agent import Agent
from rasa.shared.core.trackers import DialogueStateTracker

from bot.bootstrap import ear, guide, secret, settings, words
from bot.cards import Cards
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
        ear=ear(),
        secret=secret(),
        pause_seconds=settings().pause_minutes * MINUTE,
        agent=agent,
        helper=_helper,
        known=_known,
    )


def _helper(language: str) -> tuple[str, str]:
    line = Cards(words(), guide(), language).caller()
    return line.name(language), line.number


def _known(tracker: DialogueStateTracker, language: str) -> str:
    answers = {q: tuple(tracker.get_slot(q)) for q in QUESTIONS if tracker.get_slot(q)}
    return Cards(words(), guide(), language).told(Told(answers))
