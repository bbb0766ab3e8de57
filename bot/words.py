"""The right words for a language: texts of ``domain.yml`` and content, through gettext catalogs.

Source texts are standard Dutch. Every other language is a folder of ``locales/``: that it lies
there is what makes it spoken. The context of an entry is the response's or the content's key. An
easy register falls back to its own language, and what no catalog has is said in Dutch.
"""

from __future__ import annotations

import datetime
import gettext
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, get_day_names
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit

from bot.core.languages import SOURCE, base, is_simple, language_of, locale_of

TEXTS = "messages"
"""The catalog of what the assistant says."""

PLACES = "places"
"""The catalog of facts about places, for languages without a column of their own in the tables."""


def languages_in(locales: Path) -> tuple[str, ...]:
    """The languages that have a catalog, the source first."""
    found = (path.parents[1].name for path in locales.glob(f"*/LC_MESSAGES/{TEXTS}.[pm]o"))
    return (SOURCE, *sorted({language_of(locale) for locale in found}))


_FOR_LANGUAGE = re.compile(r'^/(\w+)\{"language":"([a-z]{2}(?:-\w+)?)"\}$')
"""The payload of a button that stands there once for each language."""


class Words:
    """Finds and fills texts.

    Args:
        responses: the ``responses`` of ``domain.yml``.
        locales: the folder of the compiled catalogs.

    Attributes:
        languages: the languages that are spoken, the source first.
    """

    def __init__(self, responses: Mapping[str, list[dict[str, Any]]], locales: Path) -> None:
        self.responses = responses
        self.languages = languages_in(locales)
        self._catalogs = {lang: self._catalog(lang, locales) for lang in self.languages}

    @classmethod
    def load(cls, domain: Path, locales: Path) -> Words:
        """Reads ``domain.yml`` and the compiled catalogs.

        Raises:
            OSError: the domain or a catalog cannot be read.
            KeyError: the domain has no responses.
        """
        data = yaml.load(domain.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        return cls(data["responses"], locales)

    @staticmethod
    def _catalog(language: str, locales: Path) -> gettext.NullTranslations:
        names = [locale_of(language)]
        if base(language) != language:
            names.append(base(language))
        # gettext.translation chains what it finds; Dutch itself is the source and has no file.
        found = gettext.translation(TEXTS, str(locales), names, fallback=True)
        facts = gettext.translation(PLACES, str(locales), names, fallback=True)
        if isinstance(facts, gettext.GNUTranslations):
            found.add_fallback(facts)
        return found

    def translate(self, key: str, text: str, language: str) -> str:
        """A source text in another language; the source itself when there is no translation.

        Args:
            key: the context of the catalog entry.
            text: the Dutch source text.
        """
        return self._catalogs.get(language, self._catalogs[SOURCE]).pgettext(key, text)

    def text(self, key: str, language: str, **values: Any) -> str:
        """The text of a response, in a language, with its placeholders filled (see `filled`)."""
        return self.filled(key, language, values)

    def filled(self, key: str, language: str, values: Mapping[str, Any]) -> str:
        """The text of a response, in a language, with its placeholders filled.

        A response with a plural takes the form that ``count`` asks for in that language.

        Raises:
            KeyError: there is no such response, or a value for a placeholder is missing.
        """
        response = self.responses[key][0]
        plural = (response.get("metadata") or {}).get("plural")
        if plural is None:
            return self.translate(key, response["text"], language).format_map(values)
        catalog = self._catalogs.get(language, self._catalogs[SOURCE])
        text = catalog.npgettext(key, response["text"], plural, values["count"])
        return text.format_map({**values, "count": number(values["count"], language)})

    def both(self, key: str, **values: Any) -> str:
        """The text of a response in Dutch and then in French: for who did not choose yet."""
        texts = (self.text(key, language, **values) for language in (SOURCE, "fr"))
        return "\n".join(dict.fromkeys(texts))

    def spoken(self) -> str:
        """The names of all languages that are spoken, each in itself: 'Nederlands, English'."""
        codes = dict.fromkeys(base(language) for language in self.languages)
        return ", ".join(language_name(code, code) for code in codes)

    def title(self, key: str, payload: str, language: str) -> str:
        """The title of one button of a response.

        Raises:
            KeyError: that response has no such button.
        """
        for button in self.responses[key][0].get("buttons", []):
            if button["payload"] == payload:
                return self.translate(key, button["title"], language)
        raise KeyError(f"{key} has no button {payload}")

    def buttons(self, key: str, language: str) -> list[dict[str, str]]:
        """All buttons of a response, in a language.

        Where there is one for each language, those of `domain.yml` come first, as an admin named
        them, and the others follow by themselves.
        """
        found = [
            {**button, "title": self.translate(key, button["title"], language)}
            for button in self.responses[key][0].get("buttons", [])
        ]
        named = [_FOR_LANGUAGE.match(button["payload"]) for button in found]
        kinds = {match[1] for match in named if match}
        there = {match[2] for match in named if match}
        for kind in sorted(kinds & set(_TITLE_IN)) if len(there) > 1 else ():
            for spoken in self.languages:
                if spoken not in there and (kind == "change_language" or spoken == base(spoken)):
                    payload = f'/{kind}{{"language":"{spoken}"}}'
                    found.append({"title": _TITLE_IN[kind](self, spoken), "payload": payload})
        return found


@lru_cache(maxsize=64)
def region_of(language: str) -> Locale:
    """The language as it is written in Belgium, or as it is where CLDR knows no Belgian form."""
    try:
        return Locale.parse(base(language) + "_BE")
    except UnknownLocaleError:
        return Locale.parse(base(language))


def listed(items: Iterable[str], language: str) -> str:
    """'a, b en c', as the language writes it (CLDR)."""
    return format_list(list(items), style="standard", locale=region_of(language))


def _own_name(_: Words, language: str) -> str:
    """What a language calls itself: 'English'."""
    name = language_name(base(language), base(language))
    return name[:1].upper() + name[1:]


def _help_now(words: Words, language: str) -> str:
    return words.title("utter_menu_question", "/help_now", language)


_TITLE_IN: dict[str, Callable[[Words, str], str]] = {
    "change_language": _own_name,
    "help_now": _help_now,
}
"""How the button of a language is called that `domain.yml` does not name."""


def number(value: float, language: str) -> str:
    """A number as the language writes it: '1,2', '1.000'."""
    return _spaced(format_decimal(value, locale=region_of(language)))


def _spaced(text: str) -> str:
    """A text without narrow spaces, for which a cheap phone may have no sign."""
    return text.replace("\u202f", "\u00a0")


def distance(km: float, language: str) -> str:
    """'1,2 km' or '14 km', as one would say it; in an easy register in full: '14 kilometer'."""
    rounded = round(km, 1) if km < 10 else round(km)
    length: Literal["long", "short"] = "long" if is_simple(language) else "short"
    said = format_unit(rounded, "length-kilometer", length, locale=region_of(language))
    return _spaced(said)


def weekdays(days: Iterable[int], language: str) -> str:
    """'maandag en woensdag', from days of the week (0 is Monday)."""
    names = get_day_names("wide", locale=region_of(language))
    return listed([names[day] for day in days], language)


def date(day: datetime.date, language: str) -> str:
    """A day in full: '22 november 2026'."""
    return format_date(day, format="long", locale=region_of(language))


@lru_cache(maxsize=64)
def language_name(code: str, language: str) -> str:
    """The name of a language in a language: ('fr', 'nl') -> 'Frans'."""
    return Locale.parse(base(language)).languages.get(code, code)
