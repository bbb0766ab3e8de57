"""The names of the languages that a talk may be in.

A language is a BCP 47 tag: two letters, and ``-simple`` behind it for its easy register. Which ones
there are is not said here: a language is spoken as soon as it has a catalog (`bot.words`).
"""

from __future__ import annotations

from collections.abc import Sequence

SOURCE = "nl"
"""The language in which the texts are written; all others are translated from it."""

SIMPLE = "-simple"

SIMPLER, PLAINER = "simpler", "standard"
"""What is asked for who says 'makkelijker' or 'gewoon': a register, in whatever language."""


def base(language: str) -> str:
    """The language without its register: ``fr-simple`` -> ``fr``."""
    return language.split("-", 1)[0]


def is_simple(language: str) -> bool:
    """Whether it is an easy register."""
    return language.endswith(SIMPLE)


def register(asked: str, language: str, spoken: Sequence[str]) -> str | None:
    """The language to go on in; None when there is none.

    Args:
        asked: a language, or `SIMPLER` or `PLAINER`.
        language: the one that the talk is in.
        spoken: those that are spoken.
    """
    wanted = {SIMPLER: base(language) + SIMPLE, PLAINER: base(language)}.get(asked, asked)
    return wanted if wanted in spoken else None


def locale_of(language: str) -> str:
    """The gettext locale of a language: ``nl-simple`` -> ``nl@simple``."""
    return language.replace("-", "@", 1)


def language_of(locale: str) -> str:
    """The language of a gettext locale: ``nl@simple`` -> ``nl-simple``."""
    return locale.replace("@", "-", 1)
