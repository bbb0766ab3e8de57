"""In which of the four languages a text of the assistant is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from bot.bootstrap import guide, languages, words

LANGUAGES = languages()

WHOLE = ("utter_place_card", "utter_first_step_text")
"""Responses that are one placeholder: their lines tell the language, not their own text."""

BOTH = frozenset({"nl", "fr"})
"""The languages of a text that is said in both."""

MESSAGE = "utter_first_step_message_"
LIKES = "utter_first_step_likes_"


@cache
def pattern(key: str, language: str) -> re.Pattern[str]:
    """What a response looks like in a language, whatever fills its placeholders."""
    source = words().responses[key][0]["text"]
    text = words().translate(key, source, language)
    return re.compile(re.sub(r"\\\{\w+\\\}", "(?s:.*)", re.escape(text)))


@cache
def bilingual(key: str) -> re.Pattern[str]:
    """What a response looks like to who has no language yet: in Dutch, then in French."""
    return re.compile(f"{pattern(key, 'nl').pattern}\n{pattern(key, 'fr').pattern}")


@cache
def _in_both() -> tuple[re.Pattern[str], ...]:
    """All responses as they are said in both languages at once."""
    keys = [k for k in words().responses if k not in WHOLE and not k.startswith("utter_line_")]
    once = [pattern(k, lang) for k in keys if k.endswith("_both") for lang in ("nl", "fr")]
    return (*once, *(bilingual(k) for k in keys))


@cache
def _patterns(language: str, lines: bool) -> tuple[re.Pattern[str], ...]:
    """All responses of a language: the texts, or only those that are lines of a card."""
    keys = [k for k in words().responses if k not in WHOLE]
    return tuple(pattern(k, language) for k in keys if k.startswith("utter_line_") == lines)


@cache
def _first_steps() -> tuple[re.Pattern[str], ...]:
    """The lines of a first-step message: they are in the language of the place."""
    keys = [k for k in words().responses if k.startswith((MESSAGE, LIKES))]
    return tuple(pattern(k, language) for k in keys for language in ("nl", "fr"))


@cache
def _content(language: str) -> frozenset[str]:
    """What may stand on a card besides its own lines: summaries and how a first visit goes."""
    found = {i.summary(language) for i in guide().doors.initiatives}
    for name, model in guide().models.items():
        key = f"work_models.{name}.first_visit"
        found.add(words().translate(key, model.first_visit, language))
    return frozenset(line for text in found for line in text.splitlines())


def _is_card(text: str, language: str) -> bool:
    """Whether every line is one of a place's card in this language."""
    lines = text.splitlines()
    patterns, content = _patterns(language, True), _content(language)
    return len(lines) > 2 and all(
        line in content or any(p.fullmatch(line) for p in patterns) for line in lines
    )


def _is_first_step(text: str) -> bool:
    return all(any(p.fullmatch(line) for p in _first_steps()) for line in text.splitlines())


@lru_cache(maxsize=20_000)
def languages_of(text: str) -> frozenset[str]:
    """The languages in which the assistant could have said this text; empty for none."""
    if _is_first_step(text):
        return frozenset(LANGUAGES)
    if any(p.fullmatch(text) for p in _in_both()):
        return BOTH
    return frozenset(
        language
        for language in LANGUAGES
        if any(p.fullmatch(text) for p in _patterns(language, False)) or _is_card(text, language)
    )


def common_languages(texts: Iterable[str]) -> frozenset[str]:
    """The languages in which all of these texts could have been said."""
    return frozenset(LANGUAGES).intersection(*map(languages_of, texts))
