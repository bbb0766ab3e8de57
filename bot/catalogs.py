"""Keeping the gettext catalogs: extract, update, report, compile."""

from __future__ import annotations

import gettext
import string
import struct
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from bot.words import LANGUAGES, SOURCE, locale_of

PATTERNS = [
    ("domain.yml", "netwerkwijzer_yaml"),
    ("data/work_models.yml", "netwerkwijzer_yaml"),
    ("data/matching.yml", "netwerkwijzer_yaml"),
]
WIDTH = 100


def locales() -> list[str]:
    """The locales that have a catalog: all but the source."""
    return [locale_of(language) for language in LANGUAGES if language != SOURCE]


def po_path(folder: Path, locale: str) -> Path:
    """Where the catalog of a locale lies."""
    return folder / locale / "LC_MESSAGES" / "messages.po"


def read(path: Path) -> Catalog:
    """A catalog from its file."""
    with path.open("rb") as file:
        return read_po(file)


def extract(root: Path) -> Catalog:
    """Everything that people read, with context and line numbers."""
    template = Catalog(project="Netwerkwijzer", version="0.1", charset="utf-8")
    found = extract_from_dir(str(root), PATTERNS, directory_filter=lambda d: _ours(root, d))
    for name, line, message, comments, context in found:
        template.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return template


def _ours(root: Path, directory: str) -> bool:
    path = Path(directory)
    return path == root or path == root / "data"


def compile_all(folder: Path) -> None:
    """Writes the .mo files that gettext reads; they are never committed."""
    for locale in locales():
        path = po_path(folder, locale)
        target = path.with_suffix(".mo")
        current = target.exists() and target.stat().st_mtime >= path.stat().st_mtime
        if current and _readable(target):
            continue
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


def update_all(root: Path) -> int:
    """Brings every catalog up to date with the sources; says what is left to translate."""
    template = extract(root)
    left = 0
    with (root / "locales" / "messages.pot").open("wb") as file:
        write_po(file, template, width=WIDTH, sort_by_file=True, omit_header=False)
    for locale in locales():
        path = po_path(root / "locales", locale)
        catalog = read(path)
        catalog.update(template, no_fuzzy_matching=False, update_header_comment=False)
        with path.open("wb") as file:
            write_po(file, catalog, width=WIDTH, sort_by_file=True, include_previous=True)
        problems = report(catalog, template)
        for problem in problems:
            print(f"{locale}: {problem}")
        left += len(problems)
        print(f"{locale}: {len(template) - len(problems)} of {len(template)} in order")
    return 1 if left else 0


def report(catalog: Catalog, template: Catalog) -> list[str]:
    """What is wrong with a catalog: missing or fuzzy entries, and placeholders that differ."""
    problems = []
    for wanted in template:
        if not wanted.id:
            continue
        entry = catalog.get(wanted.id, wanted.context)
        if entry is None or not entry.string:
            problems.append(f"missing: {wanted.context}: {wanted.id!r}")
        elif entry.fuzzy:
            problems.append(f"fuzzy: {wanted.context}: {entry.string!r}")
        elif placeholders(str(entry.string)) != placeholders(str(wanted.id)):
            problems.append(f"placeholders differ: {wanted.context}: {entry.string!r}")
    return problems


def placeholders(text: str) -> set[str]:
    """The names between braces of a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
