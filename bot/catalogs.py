"""Keeping the gettext catalogs: extract, update, add a language, compile.

What is wrong with a catalog is for `bot/words_check.py` to say.
"""

from __future__ import annotations

import gettext
import io
import re
import struct
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, cast

from babel.core import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, denormalize, read_po, write_po

from bot.core.languages import SOURCE, base, language_of, locale_of
from bot.extract import FACTS, extract_csv
from bot.words import PLACES, TEXTS, languages_in

PATTERNS = [
    ("domain.yml", "netwerkwijzer_yaml"),
    ("data/work_models.yml", "netwerkwijzer_yaml"),
    ("data/matching.yml", "netwerkwijzer_yaml"),
    ("data/labels.yml", "netwerkwijzer_yaml"),
    ("actions/**.py", "python"),
    ("bot/**.py", "python"),
]
FOLDERS = ("data", "actions", "bot")

WITH_COLUMNS = frozenset({SOURCE, "fr"})
"""Languages in which the tables of places and help lines say everything themselves."""

HEADER = "# Texts of Netwerkwijzer. This file has the project's own licence (Apache-2.0)."

ALIKE = 0.4
"""From here on (0 to 1) a text is the old one, changed; below it is another text."""

LINE = 100
"""Characters on a line of a catalog."""


class CatalogError(ValueError):
    """A catalog or a language is not what it must be; the text says where and what."""


def locales(root: Path) -> list[str]:
    """The locales that have a catalog: all but the source."""
    return [locale_of(language) for language in languages_in(root / "locales")[1:]]


def domains(locale: str) -> tuple[str, ...]:
    """The catalogs that a locale has."""
    needs_facts = base(language_of(locale)) not in WITH_COLUMNS
    # An easy register finds the facts in those of its language.
    return (TEXTS, PLACES) if needs_facts and "@" not in locale else (TEXTS,)


def po_path(folder: Path, locale: str, domain: str = TEXTS) -> Path:
    """Where the catalog of a locale lies."""
    return folder / locale / "LC_MESSAGES" / f"{domain}.po"


def read(path: Path) -> Catalog:
    """A catalog from its file, whatever tool wrote it: with a mark at its start, or CRLF.

    Raises:
        CatalogError: it is no catalog; the text names file and line.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        _whole_lines(path, text)
        catalog = read_po(io.StringIO(text, newline=None), abort_invalid=True)
    except PoFileError as error:
        raise CatalogError(f"{path}, line {error.lineno + 1}: {error}") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise CatalogError(f"{path}, line {line}: is not UTF-8 text") from error
    for entry in (*catalog, *catalog.obsolete.values()):
        _find_previous(entry)
    return catalog


_TEXT_LINE = re.compile(r'^(?:msg\w+(?:\[\d+\])? )?"')
_CLOSED = re.compile(r'^(?:msg\w+(?:\[\d+\])? )?"(?:[^"\\]|\\.)*"\s*$')


def _whole_lines(path: Path, text: str) -> None:
    """Finds a text whose quotes are not closed, which Babel would read as something else.

    Raises:
        CatalogError: there is one.
    """
    for number, line in enumerate(text.splitlines(), 1):
        if _TEXT_LINE.match(line) and not _CLOSED.match(line):
            raise CatalogError(f"{path}, line {number}: {line!r} is not a text between quotes")


def _find_previous(entry: Message) -> None:
    """Takes what the source was (lines with ``#|``) out of the comments, where Babel leaves it."""
    before = [line[1:].strip() for line in entry.user_comments if line.startswith("|")]
    if before:
        entry.user_comments = [c for c in entry.user_comments if not c.startswith("|")]
        # Tools break these lines anywhere between two words, also inside the quotes.
        _, *sources = re.split(r"(?:^| )msgid(?:_plural)? (?=\")", " ".join(before))
        quoted = (re.findall(r'"(?:[^"\\]|\\.)*"', source) for source in sources)
        entry.previous_id = [denormalize("\n".join(parts)) for parts in quoted]


def write(catalog: Catalog, path: Path) -> None:
    """Writes a catalog, whole or not at all."""
    new = path.with_suffix(path.suffix + ".new")
    with new.open("wb") as file:
        write_po(file, catalog, width=LINE, sort_by_file=True, include_previous=True)
    new.replace(path)


def _new(language: str | None) -> Catalog:
    """A catalog without entries."""
    return Catalog(
        locale=language,
        header_comment=HEADER,
        project="Netwerkwijzer",
        version="0.1",
        msgid_bugs_address="",
        last_translator="Netwerkwijzer contributors",
        language_team=language or "",
        charset="utf-8",
        fuzzy=False,
    )


def extract(root: Path, domain: str = TEXTS) -> Catalog:
    """Everything that people read, with context and line numbers."""
    template = _new(None)
    for name, line, said, comments, context in _found(root, domain):
        template.add(said, None, [(name, line)], auto_comments=comments, context=context)
    return template


def _found(root: Path, domain: str) -> Iterator[tuple]:
    if domain == TEXTS:
        yield from extract_from_dir(
            str(root.resolve()), PATTERNS, directory_filter=lambda d: _ours(root.resolve(), Path(d))
        )
        return
    for table in FACTS:
        path = root / "data" / table
        if path.exists():
            rows = extract_from_file(cast(Any, extract_csv), str(path), options={"table": table})
            yield from ((f"data/{table}", *row) for row in rows)


def _ours(root: Path, path: Path) -> bool:
    return path == root or path.relative_to(root).parts[0] in FOLDERS


def add(root: Path, locale: str) -> list[Path]:
    """Begins a language: its catalogs, with nothing translated yet, and a folder of examples.

    Returns:
        The files that were made.

    Raises:
        CatalogError: there is no such language, or it is there already.
    """
    language = language_of(locale)
    try:
        Locale.parse(base(language))
    except (UnknownLocaleError, ValueError) as error:
        expected = "expected a code such as en, pl or en@simple"
        raise CatalogError(f"{locale!r} is no language: {expected}") from error
    if language in languages_in(root / "locales"):
        raise CatalogError(f"{locale!r} is there already: see locales/{locale}")
    made = []
    for domain in domains(locale):
        path = po_path(root / "locales", locale, domain)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog = _new(base(language))
        catalog.update(extract(root, domain), update_header_comment=False)
        write(catalog, path)
        made.append(path)
    return [*made, *_begin_examples(root / "data", language)]


def _begin_examples(data: Path, language: str) -> list[Path]:
    """A file for each intent, with what it is about; what is there already is left alone."""
    made: list[Path] = []
    if language != base(language):
        return made
    for source in sorted((data / "nlu" / SOURCE).glob("*.yml")):
        target = data / "nlu" / language / source.name
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_text(encoding="utf-8")
        # What the intent is about stands above; the examples are for who speaks the language.
        kept = [line for line in text.splitlines() if not line.lstrip().startswith("- ")]
        head = "\n".join(line for line in kept if line.startswith("#"))
        body = f'version: "3.1"\nnlu:\n- intent: {source.stem}\n  examples: |\n'
        target.write_text(f"{head}\n{body}" if head else body, encoding="utf-8")
        made.append(target)
    return made


def compile_all(folder: Path) -> None:
    """Writes the .mo files that gettext reads; they are never committed."""
    for language in languages_in(folder)[1:]:
        for domain in domains(locale_of(language)):
            path = po_path(folder, locale_of(language), domain)
            if path.exists():
                _compile(path)


def _compile(path: Path) -> None:
    target = path.with_suffix(".mo")
    current = target.exists() and target.stat().st_mtime >= path.stat().st_mtime
    if current and _readable(target):
        return
    # Whole or not at all: a half catalog would be newer than its source, and stay.
    half = target.with_suffix(".mo.new")
    with half.open("wb") as file:
        write_mo(file, read(path))
    half.replace(target)


def _readable(path: Path) -> bool:
    """Whether a compiled catalog is whole."""
    try:
        with path.open("rb") as file:
            gettext.GNUTranslations(file)
    except (OSError, struct.error, UnicodeDecodeError, IndexError, ValueError):
        return False
    return True


def update_all(root: Path) -> None:
    """Brings every catalog up to date with the sources.

    What lost its source stays in the file as unused; a changed source keeps its old translation,
    marked as unsure, with the old source beside it.

    Raises:
        CatalogError: a catalog cannot be read; then none is written.
    """
    read_first = {
        (locale, domain): read(po_path(root / "locales", locale, domain))
        for locale in locales(root)
        for domain in domains(locale)
        if po_path(root / "locales", locale, domain).exists()
    }
    wanted = sorted({domain for locale in locales(root) for domain in domains(locale)})
    templates = {domain: extract(root, domain) for domain in wanted}
    for domain, template in templates.items():
        path = root / "locales" / f"{domain}.pot"
        before = read(path) if path.exists() else _new(None)
        if _same(before, template):
            # A file that says nothing new does not look changed.
            template.creation_date = before.creation_date
        write(template, path)
    for (locale, domain), catalog in read_first.items():
        _follow_changes(catalog, templates[domain])
        unsure = {(m.context, m.id): m.previous_id for m in catalog if m.fuzzy}
        # Babel would offer the translation of any text that looks alike, whatever it is about.
        catalog.update(templates[domain], no_fuzzy_matching=True, update_header_comment=False)
        for entry in catalog:
            if entry.fuzzy and not entry.previous_id:
                entry.previous_id = unsure.get((entry.context, entry.id), [])
        write(catalog, po_path(root / "locales", locale, domain))


def _follow_changes(catalog: Catalog, template: Catalog) -> None:
    """Gives a changed text the translation of what stood there before, marked as unsure."""
    left: dict[str | None, list[Message]] = {}
    for entry in catalog:
        if entry.id and entry.string and template.get(entry.id, entry.context) is None:
            left.setdefault(entry.context, []).append(entry)
    for wanted in [m for m in template if m.id and catalog.get(m.id, m.context) is None]:
        now = _first(wanted.id)
        alike = {
            SequenceMatcher(None, now, _first(entry.id)).ratio(): entry
            for entry in left.get(wanted.context, ())
        }
        if not alike or max(alike) < ALIKE:
            continue
        before = alike[max(alike)]
        left[wanted.context].remove(before)
        string: Any = before.string
        if isinstance(wanted.id, tuple) != isinstance(string, tuple):
            string = (string,) * catalog.num_plurals if isinstance(string, str) else string[-1]
        catalog.add(
            wanted.id,
            string,
            flags={*before.flags, "fuzzy"},
            user_comments=before.user_comments,
            previous_id=before.id,
            context=wanted.context,
        )
        catalog.delete(before.id, before.context)


def _first(source: Any) -> str:
    return source if isinstance(source, str) else source[0]


def _same(one: Catalog, other: Catalog) -> bool:
    def entries(catalog: Catalog) -> set[tuple]:
        return {(m.context, m.id, *m.locations) for m in catalog}

    return entries(one) == entries(other)
