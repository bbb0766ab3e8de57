"""The right words for a language: texts of ``domain.yml`` and content, through gettext catalogs.

Source texts are standard Dutch. ``fr``, ``nl@simple`` and ``fr@simple`` are catalogs; the context
of an entry is the response's or the content's key. ``nl@simple`` falls back to Dutch and
``fr@simple`` to French.
"""

from __future__ import annotations

import datetime
import gettext
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from bot.core.languages import LANGUAGES

SOURCE = "nl"


def locale_of(language: str) -> str:
    """The gettext locale of a BCP 47 tag: ``nl-simple`` -> ``nl@simple``."""
    return language.replace("-", "@", 1)


def base(language: str) -> str:
    """The language without its register: ``fr-simple`` -> ``fr``."""
    return language.split("-", 1)[0]


class Words:
    """Finds and fills texts.

    Args:
        responses: the ``responses`` of ``domain.yml``.
        locales: the folder of the compiled catalogs.
    """

    def __init__(self, responses: Mapping[str, list[dict[str, Any]]], locales: Path) -> None:
        self.responses = responses
        self._catalogs = {lang: self._catalog(lang, locales) for lang in LANGUAGES}

    @classmethod
    def load(cls, domain: Path, locales: Path) -> Words:
        """Reads ``domain.yml`` and the compiled catalogs.

        Raises:
            OSError: the domain or a catalog cannot be read.
            KeyError: the domain has no responses.
        """
        data = yaml.safe_load(domain.read_text(encoding="utf-8"))
        return cls(data["responses"], locales)

    @staticmethod
    def _catalog(language: str, locales: Path) -> gettext.NullTranslations:
        names = [locale_of(language)]
        if base(language) != language:
            names.append(base(language))
        # gettext.translation chains what it finds; Dutch itself is the source and has no file.
        return gettext.translation(
            "messages", localedir=str(locales), languages=names, fallback=True
        )

    def translate(self, key: str, text: str, language: str) -> str:
        """A source text in another language; the source itself when there is no translation.

        Args:
            key: the context of the catalog entry.
            text: the Dutch source text.
        """
        return self._catalogs.get(language, self._catalogs[SOURCE]).pgettext(key, text)

    def text(self, key: str, language: str, **values: Any) -> str:
        """The text of a response, in a language, with its placeholders filled.

        Raises:
            KeyError: there is no such response, or a value for a placeholder is missing.
        """
        source = self.responses[key][0]["text"]
        return self.translate(key, source, language).format(**values)

    def both(self, key: str, **values: Any) -> str:
        """The text of a response in Dutch and then in French: for who did not choose yet."""
        texts = (self.text(key, language, **values) for language in (SOURCE, "fr"))
        return "\n".join(dict.fromkeys(texts))

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
        """All buttons of a response, in a language."""
        return [
            {**button, "title": self.translate(key, button["title"], language)}
            for button in self.responses[key][0].get("buttons", [])
        ]


def listed(items: Iterable[str], language: str) -> str:
    """'a, b en c', as the language writes it (CLDR)."""
    return format_list(list(items), style="standard", locale=base(language) + "_BE")


def distance(km: float, language: str) -> str:
    """'1,2' or '14': a number of kilometres as one would say it."""
    rounded = round(km, 1) if km < 10 else round(km)
    return format_decimal(rounded, locale=base(language) + "_BE")


def date(day: datetime.date, language: str) -> str:
    """A day in full: '22 november 2026'."""
    return format_date(day, format="long", locale=base(language) + "_BE")


@lru_cache(maxsize=64)
def language_name(code: str, language: str) -> str:
    """The name of a language in a language: ('fr', 'nl') -> 'Frans'."""
    from babel import Locale

    return Locale.parse(base(language)).languages.get(code, code)
