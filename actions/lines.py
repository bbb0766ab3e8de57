"""Help lines that fit the person's language and the hour it is."""

from __future__ import annotations

from actions.common import Talk


def own_language_first(talk: Talk) -> None:
    """For who speaks French a line in French comes first: the CAW answers in Dutch."""
    if talk.two_letters == "fr":
        talk.say_line("utter_human_brussels", talk.guide.line("social_brussels"))


def social_help_closed(talk: Talk) -> bool:
    """Whether no line for social help in the person's language is surely open now."""
    return not talk.guide.lines(["social_help"], talk.two_letters, most=1, crisis=True)


def say_listening(talk: Talk, key: str, surely_open: bool = False) -> None:
    """Names a line that listens.

    Args:
        surely_open: only one that is known to be open now: the number before it may be closed.
    """
    found = talk.guide.lines(["listening"], talk.two_letters, most=1, crisis=surely_open)
    for at, line in enumerate(found):
        talk.say_line("utter_or_line" if at else key, line)
