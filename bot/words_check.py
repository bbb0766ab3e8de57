"""Are all texts there, whole and easy to read? What ``make words-check`` and the report tell."""

from __future__ import annotations

import csv
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from wordfreq import zipf_frequency

from bot import catalogs
from bot.content import ContentError, load_tongue
from bot.core.languages import SOURCE, base, is_simple, language_of
from bot.core.plain import FAIL, Tongue, Verdict, judge
from bot.extract import BUTTON, FACTS, WIDTH, fact
from bot.words import PLACES, TEXTS

WHOLE_SENTENCES = ("summary_", "for_what_")
WHOLE_FACTS = (".summary", ".for_what")
"""Columns of the tables that hold whole sentences; what stands in them passes every rule."""

IN_ANY_LANGUAGE = (
    "utter_ask_language",
    "utter_ask_language_both",
    "utter_choose_language",
    "utter_language_same",
    "utter_menu_language",
)
"""Where names of languages and help stand in a language of their own."""


@dataclass(frozen=True)
class Text:
    """One text in one language.

    Attributes:
        key: its context.
        where: file and line.
        simple: whether every rule counts.
        button: whether it is a title.
        in_table: whether it is a fact of a place or a help line.
    """

    language: str
    key: str
    said: str
    where: str
    simple: bool
    button: bool = False
    in_table: bool = False


def texts(root: Path) -> Iterator[Text]:
    """Everything that is said, in every language, with its place."""
    templates = {domain: catalogs.extract(root, domain) for domain in (TEXTS, PLACES)}
    for entry in _entries(templates[TEXTS]):
        for said in _forms(entry.id):
            name, line = entry.locations[0]
            yield _text(SOURCE, entry, said, f"{name}, line {line}")
    for locale in catalogs.locales(root):
        for domain in catalogs.domains(locale):
            path = catalogs.po_path(root / "locales", locale, domain)
            catalog = catalogs.read(path)
            for entry in _entries(templates[domain]):
                found = catalog.get(entry.id, entry.context)
                line = (found.lineno if found else None) or 1
                for said in _forms(found.string) if found else ():
                    where = f"{path.relative_to(root)}, line {line}"
                    yield _text(language_of(locale), entry, said, where, domain == PLACES)
    yield from _in_tables(root)


def _text(language: str, entry: Message, said: str, where: str, fact: bool = False) -> Text:
    key = str(entry.context)
    phrase = fact and not key.endswith(WHOLE_FACTS)
    button = phrase or BUTTON in entry.auto_comments
    simple = is_simple(language) or (fact and not phrase)
    return Text(language, key, said, where, simple, button, fact)


def _in_tables(root: Path) -> Iterator[Text]:
    """What the columns of the tables say, in the languages that have one."""
    for table, columns in FACTS.items():
        path = root / "data" / table
        if not path.exists():
            continue
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            for row in rows:
                for column in columns:
                    for language in sorted(catalogs.WITH_COLUMNS):
                        name = column.replace("_nl", f"_{language}")
                        if row.get(name):
                            whole = name.startswith(WHOLE_SENTENCES)
                            where = f"data/{table}, line {rows.line_num}"
                            key = fact(table, row["id"], column)
                            yield Text(language, key, row[name], where, whole, not whole, True)


def _entries(catalog: Catalog) -> Iterator[Message]:
    return (entry for entry in catalog if entry.id)


def _forms(said: Any) -> tuple[str, ...]:
    """The text, or the text for one and that for more; nothing where nothing is said."""
    return (said,) if isinstance(said, str) else tuple(said or ())


# -- how easy it is ---------------------------------------------------------------------------


@cache
def _frequency(language: str) -> Callable[[str], float]:
    return lambda word: zipf_frequency(word, language)


def tongues(root: Path) -> dict[str, Tongue]:
    """What the rules know of each language, by its two letters.

    Raises:
        ContentError: a list of reviewed words has a mistake.
    """
    return {path.stem: load_tongue(path) for path in sorted((root / "data/plain").glob("*.yml"))}


def verdicts(text: Text, tongue: Tongue) -> list[Verdict]:
    """What the rules say of a text."""
    if text.key in IN_ANY_LANGUAGE or (text.in_table and text.key.endswith(".name")):
        return []
    known = _frequency(base(text.language))
    return judge(text.said, tongue, known, text.simple, not text.button)


# -- what is wrong ----------------------------------------------------------------------------


def check(root: Path) -> int:
    """Tells everything that is wrong with the texts; 1 when anything is.

    Raises:
        CatalogError: a catalog cannot be read.
    """
    try:
        said = list(texts(root))
        found = [*in_order(root), *_too_long(said), *_too_hard(root, said)]
    except ContentError as error:
        found = error.problems
    for problem in found:
        print(problem)
    print(f"{len(found)} mistakes found" if found else "all texts are in order")
    return 1 if found else 0


def in_order(root: Path) -> list[str]:
    """What is missing, unsure or changed in the catalogs, or lost a placeholder."""
    found: list[str] = []
    for domain in (TEXTS, PLACES):
        template, kept = catalogs.extract(root, domain), root / "locales" / f"{domain}.pot"
        needed = [loc for loc in catalogs.locales(root) if domain in catalogs.domains(loc)]
        if needed and (not kept.exists() or not _same_texts(catalogs.read(kept), template)):
            found.append(f"locales/{domain}.pot: is not of today's texts: run 'make words'")
        for locale in needed:
            path = catalogs.po_path(root / "locales", locale, domain)
            name = str(path.relative_to(root))
            if not path.exists():
                found.append(f"{name}: is missing: run 'make words'")
                continue
            found += _of_catalog(name, catalogs.read(path), template)
    return found


def unused(root: Path) -> list[str]:
    """Translations whose source is gone: they are kept, and may be removed."""
    found = []
    for locale in catalogs.locales(root):
        for domain in catalogs.domains(locale):
            path = catalogs.po_path(root / "locales", locale, domain)
            for entry in catalogs.read(path).obsolete.values():
                where = f"{path.relative_to(root)}, field {entry.context!r}"
                found.append(f"{where}: {_forms(entry.id)[0]!r} is unused: it may go")
    return found


def _same_texts(one: Catalog, other: Catalog) -> bool:
    return {(m.context, m.id) for m in one} == {(m.context, m.id) for m in other}


def _of_catalog(name: str, catalog: Catalog, template: Catalog) -> Iterator[str]:
    for wanted in _entries(template):
        entry = catalog.get(wanted.id, wanted.context)
        source = _forms(wanted.id)
        if entry is None or not all(_forms(entry.string)):
            line = entry.lineno if entry else 1
            yield f"{name}, line {line}, field {wanted.context!r}: {source[0]!r} is missing"
            continue
        where = f"{name}, line {entry.lineno}, field {wanted.context!r}"
        if entry.fuzzy:
            before = f"; it was for {entry.previous_id[-1]!r}" if entry.previous_id else ""
            what = "changed" if entry.previous_id else "unsure"
            said = _forms(entry.string)[0]
            yield f"{where}: {said!r} is {what}: look again, then remove 'fuzzy'{before}"
        for said in _forms(entry.string):
            if not _filled_alike(said, source):
                names = ", ".join(f"{{{p}}}" for p in sorted(placeholders(source[-1])))
                yield f"{where}: {said!r} is not with the same placeholders: {names or 'none'}"


def _filled_alike(said: str, source: tuple[str, ...]) -> bool:
    """Whether a text has the placeholders of its source; 'one place' may leave out the number."""
    try:
        return any(placeholders(said) == placeholders(form) for form in source)
    except ValueError:
        return False


def placeholders(text: str) -> set[str]:
    """The names between braces of a text.

    Raises:
        ValueError: a brace stands alone.
    """
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _too_long(said: list[Text]) -> Iterator[str]:
    for text in said:
        if text.button and not text.in_table and len(text.said) > WIDTH:
            expected = f"a button of at most {WIDTH} characters; it has {len(text.said)}"
            yield f"{text.where}, field {text.key!r}: {text.said!r} is not {expected}"


def _too_hard(root: Path, said: list[Text]) -> Iterator[str]:
    known = tongues(root)
    for text in said:
        tongue = known.get(base(text.language))
        for verdict in verdicts(text, tongue) if tongue else ():
            if verdict.level == FAIL:
                expected = f"easy ({verdict.rule}): {verdict.found}"
                yield f"{text.where}, field {text.key!r}: {verdict.sentence!r} is not {expected}"
