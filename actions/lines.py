"""Help lines that fit the person's language and the hour it is."""

from __future__ import annotations

from actions.common import Talk


def own_language_first(talk: Talk) -> None:
    """For who speaks French a line in French comes first: the CAW answers in Dutch."""
    if talk.two_letters == "fr":
        line = talk.guide.line("social_brussels")
        talk.say("utter_human_brussels", line=line.name(talk.language), phone=line.number)


def social_help_closed(talk: Talk) -> bool:
    """Whether no line for social help in the person's language is surely open now."""
    return not talk.guide.lines(["social_help"], talk.two_letters, most=1, crisis=True)


def line_day_and_night(talk: Talk, key: str) -> None:
    """A line that listens now, for when the number before it may be closed."""
    for line in talk.guide.lines(["listening"], talk.two_letters, most=1, crisis=True):
        talk.say(key, line=line.name(talk.language), phone=line.number)
