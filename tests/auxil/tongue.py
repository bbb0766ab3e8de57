"""In which of our languages a text of the assistant is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from bot.bootstrap import directory, guide, languages, other_languages, words
from bot.core.layout import sentences_of

LANGUAGES = languages()

WHOLE = ("utter_place_card", "utter_first_step_text")
"""Responses that are one placeholder: their lines tell the language, not their own text."""

BOTH = frozenset({"nl", "fr"})
"""The languages of a text that is said in both."""

MESSAGE = "utter_first_step_message_"
LIKES = "utter_first_step_likes_"


def flat(text: str) -> str:
    """A text without its lines: an easy register has each sentence on a line of its own."""
    return " ".join(text.split())


def _looks(text: str) -> str:
    """The pattern of a text, whatever fills its placeholders."""
    return re.sub(r"\\\{\w+\\\}", "(?s:.*)", re.escape(flat(text)))


def _forms(key: str, language: str) -> list[str]:
    """A response in a language: its text, or that for one and that for more."""
    response = words().responses[key][0]
    plural = (response.get("metadata") or {}).get("plural")
    if plural is None:
        return [words().translate(key, response["text"], language)]
    catalog = words()._catalogs[language]
    return [catalog.npgettext(key, response["text"], plural, count) for count in (1, 3)]


@cache
def pattern(key: str, language: str) -> re.Pattern[str]:
    """What a response looks like in a language, whatever fills its placeholders."""
    return re.compile("|".join(f"(?:{_looks(form)})" for form in _forms(key, language)))


@cache
def bilingual(key: str) -> re.Pattern[str]:
    """What a response looks like to who has no language yet: in Dutch, then in French."""
    return re.compile(f"(?:{pattern(key, 'nl').pattern}) (?:{pattern(key, 'fr').pattern})")


@cache
def _in_both() -> tuple[re.Pattern[str], ...]:
    """All responses as they are said in both languages at once."""
    keys = [k for k in words().responses if k not in WHOLE and not k.startswith("utter_line_")]
    once = [pattern(k, lang) for k in keys if k.endswith("_both") for lang in LANGUAGES]
    return (*once, *(bilingual(k) for k in keys))


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    """All responses of a language that are no line of a card."""
    keys = [k for k in words().responses if k not in WHOLE and not k.startswith("utter_line_")]
    return tuple(pattern(k, language) for k in keys)


@cache
def _card_sentences(language: str) -> tuple[re.Pattern[str], ...]:
    """The sentences of all lines of a card."""
    keys = [k for k in words().responses if k.startswith("utter_line_")]
    parts = {s for k in keys for form in _forms(k, language) for s in sentences_of(form)}
    return tuple(re.compile(_looks(part)) for part in parts)


@cache
def _first_steps() -> tuple[re.Pattern[str], ...]:
    """The lines of a first-step message: they are in the language of the place."""
    keys = [k for k in words().responses if k.startswith((MESSAGE, LIKES))]
    return tuple(pattern(k, language) for k in keys for language in ("nl", "fr", "en"))


@cache
def _content(language: str) -> frozenset[str]:
    """What may stand on a card besides its own lines: summaries and how a first visit goes."""
    found = {
        words().translate(f"initiatives.{i.id}.summary", i.summary(language), language)
        for i in directory().initiatives()
    }
    for name, model in guide().models.items():
        key = f"work_models.{name}.first_visit"
        found.add(words().translate(key, model.first_visit, language))
    return frozenset(flat(sentence) for text in found for sentence in sentences_of(text))


def _is_card(text: str, language: str) -> bool:
    """Whether every sentence is one of a place's card in this language."""
    parts = [flat(part) for part in sentences_of(text)]
    patterns, content = _card_sentences(language), _content(language)
    return len(parts) > 2 and all(
        part in content or any(p.fullmatch(part) for p in patterns) for part in parts
    )


def _is_first_step(text: str) -> bool:
    return all(any(p.fullmatch(flat(line)) for p in _first_steps()) for line in text.splitlines())


@lru_cache(maxsize=20_000)
def languages_of(text: str) -> frozenset[str]:
    """The languages in which the assistant could have said this text; empty for none."""
    if _is_first_step(text):
        return frozenset(LANGUAGES)
    if any(p.fullmatch(flat(text)) for p in _in_both()):
        return BOTH
    return frozenset(
        language
        for language in LANGUAGES
        if any(p.fullmatch(flat(text)) for p in _patterns(language)) or _is_card(text, language)
    )


def common_languages(texts: Iterable[str]) -> frozenset[str]:
    """The languages in which all of these texts could have been said.

    One line in the language that somebody writes stands beside the answer, and says nothing of it.
    """
    said = (text for text in texts if not is_offer(text))
    return frozenset(LANGUAGES).intersection(*map(languages_of, said))


@cache
def _offers() -> frozenset[str]:
    """All lines that offer a language, or say which ones are spoken."""
    offers = {words().text("utter_prefer_language", language) for language in LANGUAGES}
    named = words().spoken()
    lines = (line.replace("{languages}", named) for line in other_languages().values())
    return frozenset(map(flat, (*offers, *lines)))


def is_offer(text: str) -> bool:
    """Whether a text is a line for who writes in another language."""
    return flat(text) in _offers()
