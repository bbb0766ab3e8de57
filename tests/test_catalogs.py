"""The translations: whole, in the right tone, and with every placeholder."""

from __future__ import annotations

import gettext
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from bot import catalogs
from bot.catalogs import compile_all, extract, locales, placeholders, po_path, read, report
from bot.language_guess import guess

ROOT = Path(__file__).resolve().parents[1]
LOCALES = ROOT / "locales"
IN_ANY_LANGUAGE = {
    *("Nederlands", "Makkelijk Nederlands", "Français", "Français facile", "Taal / Langue"),
    # Under the choice of a language stand buttons for who reads only the other one.
    *("Hulp nu", "De l’aide maintenant"),
}
"""Buttons that read the same whichever language is spoken."""
_NAMES = re.compile(r"\{\w+\}|Verenigingen waar armen het woord nemen|^Site\b")
"""What is no word of the language that is spoken."""


@pytest.fixture(scope="module")
def template() -> Catalog:
    """Everything that people read, taken from today's sources."""
    return extract(ROOT)


def texts(locale: str, template: Catalog) -> Iterator[tuple[str, str]]:
    """(context, text) of everything that is said in a locale."""
    catalog = None if locale == "nl" else read(po_path(LOCALES, locale))
    for message in template:
        if message.id:
            entry = catalog.get(message.id, message.context) if catalog else message
            said = (entry.id if catalog is None else entry.string) if entry else ""
            yield str(message.context), str(said or "")


def with_word(pattern: str, locale: str, template: Catalog) -> list[tuple[str, str]]:
    """What is said in a locale with these words in it."""
    found = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
    return [(context, text) for context, text in texts(locale, template) if found.search(text)]


# -- the real catalogs ------------------------------------------------------------------------


def test_there_is_a_catalog_for_every_register_but_the_source() -> None:
    assert locales() == ["fr", "nl@simple", "fr@simple"]
    for locale in locales():
        assert po_path(LOCALES, locale).is_file()


@pytest.mark.parametrize("locale", ["fr", "nl@simple", "fr@simple"])
def test_nothing_is_missing_unsure_or_without_its_placeholders(
    locale: str, template: Catalog
) -> None:
    assert report(read(po_path(LOCALES, locale)), template) == []


@pytest.mark.parametrize("locale", ["fr", "nl@simple", "fr@simple"])
def test_every_text_can_be_filled(locale: str, template: Catalog) -> None:
    """No single brace, and nothing but names between braces."""
    for context, text in texts(locale, template):
        names = placeholders(text)
        assert all(name.isidentifier() for name in names), context
        text.format(**dict.fromkeys(names, "x"))


@pytest.mark.parametrize("locale", ["nl", "nl@simple", "fr", "fr@simple"])
def test_nobody_reads_a_sentence_of_the_other_language(locale: str, template: Catalog) -> None:
    said = (text for _, text in texts(locale, template) if text not in IN_ANY_LANGUAGE)
    foreign = [text for text in said if guess(_NAMES.sub("", text)) not in (locale[:2], None)]
    assert foreign == []


@pytest.mark.parametrize("locale", ["fr", "fr@simple"])
def test_french_says_vous(locale: str, template: Catalog) -> None:
    assert with_word("tu|te|toi|ton|ta|tes", locale, template) == []


@pytest.mark.parametrize("locale", ["fr", "fr@simple"])
def test_french_does_not_say_t_apostrophe_either(locale: str, template: Catalog) -> None:
    assert with_word("t['’]\\w+", locale, template) == []


@pytest.mark.parametrize("locale", ["nl", "nl@simple"])
def test_dutch_says_je(locale: str, template: Catalog) -> None:
    assert with_word("u|uw|uwe|uzelf", locale, template) == []


@pytest.mark.parametrize("locale", ["nl", "nl@simple", "fr", "fr@simple"])
def test_no_way_is_ever_called_the_best(locale: str, template: Catalog) -> None:
    assert with_word("beste optie|la meilleure option", locale, template) == []
    assert with_word("(?:de|le|la) (?:allerbeste|beste|meilleure?)", locale, template) == []


@pytest.mark.parametrize("locale", ["nl", "nl@simple", "fr", "fr@simple"])
def test_the_short_name_of_a_way_is_the_same_wherever_it_stands(
    locale: str, template: Catalog
) -> None:
    names = dict(texts(locale, template))
    ways = [names[k] for k in names if re.fullmatch(r"work_models\.\w+\.name", k)]
    assert len(ways) == len(set(ways)) == 7


def test_the_template_in_the_project_is_that_of_todays_sources(template: Catalog) -> None:
    """Otherwise somebody forgot 'make words'."""
    kept = read(LOCALES / "messages.pot")
    today = {(m.context, m.id) for m in template if m.id}
    assert {(m.context, m.id) for m in kept if m.id} == today


def test_everything_that_people_read_is_taken_with_its_line(template: Catalog) -> None:
    assert len(template) > 400
    for message in template:
        if message.id:
            (name, line), *_ = message.locations
            source = (ROOT / name).read_text(encoding="utf-8").splitlines()[line - 1]
            first = str(message.id).split("\n")[0].split("'")[0].split('"')[0].split("{")[0]
            assert first.strip()[:20] in source.replace('\\"', '"'), (name, line)


def test_responses_models_and_matching_are_all_taken(template: Catalog) -> None:
    contexts = {str(m.context).split(".")[0].split("_")[0] for m in template if m.id}
    assert contexts == {"utter", "work", "matching"}


# -- what the report says ---------------------------------------------------------------------


def small(**entries: str) -> Catalog:
    catalog = Catalog(charset="utf-8")
    for source, text in entries.items():
        catalog.add(source, text or None, context="key")
    return catalog


def test_a_text_that_is_missing_unsure_or_loses_a_placeholder_is_reported() -> None:
    template = small(Dag="", Hallo="", Tot="")
    template.add("Dag {name}", None, context="key")
    catalog = small(Dag="Bonjour", Tot="")
    catalog.add("Hallo", "Salut", context="key", flags=["fuzzy"])
    catalog.add("Dag {name}", "Bonjour {nom}", context="key")
    assert report(catalog, template) == [
        "fuzzy: key: 'Salut'",
        "missing: key: 'Tot'",
        "placeholders differ: key: 'Bonjour {nom}'",
    ]


def test_a_text_of_another_context_does_not_count() -> None:
    template = small(Dag="")
    catalog = Catalog(charset="utf-8")
    catalog.add("Dag", "Bonjour", context="elsewhere")
    assert report(catalog, template) == ["missing: key: 'Dag'"]


def test_names_between_braces_are_placeholders() -> None:
    assert placeholders("Bel {line}: {phone}. {line} luistert.") == {"line", "phone"}
    assert placeholders("{{geen}}") == set()
    assert placeholders("") == set()


# -- compiling --------------------------------------------------------------------------------


def test_compiled_catalogs_say_the_same_and_are_made_once(tmp_path: Path) -> None:
    for locale in locales():
        target = po_path(tmp_path, locale)
        target.parent.mkdir(parents=True)
        shutil.copy(po_path(LOCALES, locale), target)
    compile_all(tmp_path)
    made = po_path(tmp_path, "fr").with_suffix(".mo")
    with made.open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    source = read(po_path(tmp_path, "fr"))
    for message in source:
        if message.id and message.string and not message.fuzzy:
            said = compiled.pgettext(str(message.context), str(message.id))
            assert said == message.string
    stamp = made.stat().st_mtime_ns
    compile_all(tmp_path)
    assert made.stat().st_mtime_ns == stamp


@pytest.mark.parametrize("left", [b"", b"\xde\x12\x04\x95", None])
def test_a_catalog_that_was_left_half_is_made_again(tmp_path: Path, left: bytes | None) -> None:
    """Somebody stopped the set-up, or the disk was full."""
    for locale in locales():
        target = po_path(tmp_path, locale)
        target.parent.mkdir(parents=True)
        shutil.copy(po_path(LOCALES, locale), target)
    compile_all(tmp_path)
    made = po_path(tmp_path, "fr").with_suffix(".mo")
    whole = made.read_bytes()
    made.write_bytes(whole[: len(whole) // 2] if left is None else left)
    compile_all(tmp_path)
    assert made.read_bytes() == whole
    assert not list(made.parent.glob("*.new"))


# -- extracting -------------------------------------------------------------------------------

DOMAIN = """version: "3.1"
responses:
  utter_hello:
  - text: "Dag {name}!"
    buttons: &both
    - title: "Ja"
      payload: "/affirm"
  utter_again:
  - text: "Nog eens?"
    buttons: *both
"""


def test_a_domain_gives_its_texts_and_button_titles_with_their_lines(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "domain.yml").write_text(DOMAIN, encoding="utf-8")
    found = {(m.context, m.id): m.locations for m in extract(tmp_path) if m.id}
    assert found == {
        ("utter_hello", "Dag {name}!"): [("domain.yml", 4)],
        ("utter_hello", "Ja"): [("domain.yml", 6)],
        ("utter_again", "Nog eens?"): [("domain.yml", 9)],
        ("utter_again", "Ja"): [("domain.yml", 6)],
    }


def test_bringing_catalogs_up_to_date_says_what_is_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "domain.yml").write_text(DOMAIN, encoding="utf-8")
    whole = {"Dag {name}!": "utter_hello", "Nog eens?": "utter_again"}
    for locale in locales():
        target = po_path(tmp_path / "locales", locale)
        target.parent.mkdir(parents=True)
        catalog = Catalog(charset="utf-8")
        for source, context in whole.items():
            catalog.add(source, source, context=context)
        for context in ("utter_hello", "utter_again"):
            catalog.add("Ja", "" if locale == "fr" else "Ja", context=context)
        with target.open("wb") as file:
            write_po(file, catalog)
    assert catalogs.update_all(tmp_path) == 1
    said = capsys.readouterr().out
    assert "fr: missing: utter_hello: 'Ja'" in said
    assert "fr: 2 of 4 in order" in said
    assert "nl@simple: 4 of 4 in order" in said
    assert (tmp_path / "locales" / "messages.pot").is_file()
