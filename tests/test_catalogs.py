"""The translations: whole, in the right tone, and with every placeholder."""

from __future__ import annotations

import gettext
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from babel.messages.catalog import Catalog, Message

from bot import catalogs
from bot.bootstrap import detector
from bot.catalogs import CatalogError, compile_all, extract, locales, po_path, read, update_all
from bot.extract import BUTTON
from bot.words import languages_in
from bot.words_check import _forms, placeholders

ROOT = Path(__file__).resolve().parents[1]
LOCALES = ROOT / "locales"
IN_ANY_LANGUAGE = {
    *("Nederlands", "Makkelijk Nederlands", "Français", "Français facile", "Taal / Langue"),
    # Under the choice of a language stand buttons for who reads only the other one.
    *("Hulp nu", "De l’aide maintenant"),
}
"""Buttons that read the same whichever language is spoken."""
ALL = ["nl", "en", "fr", "fr@simple", "nl@simple"]
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
    assert locales(ROOT) == ALL[1:]
    for locale in locales(ROOT):
        assert po_path(LOCALES, locale).is_file()
    # Only the languages without columns in the tables have a catalog of places.
    assert [path.parents[1].name for path in LOCALES.glob("*/*/places.po")] == ["en"]


@pytest.mark.parametrize("locale", ALL[1:])
def test_every_text_can_be_filled(locale: str, template: Catalog) -> None:
    """No single brace, and nothing but names between braces."""
    for context, text in texts(locale, template):
        names = placeholders(text)
        assert all(name.isidentifier() for name in names), context
        text.format(**dict.fromkeys(names, "x"))


@pytest.mark.parametrize("locale", ALL)
def test_nobody_reads_a_sentence_of_the_other_language(locale: str, template: Catalog) -> None:
    said = (
        text
        for key, text in texts(locale, template)
        if text not in IN_ANY_LANGUAGE and not key.endswith("_both")
    )
    heard = ((text, detector().guess(_NAMES.sub("", text))) for text in said)
    assert [(text, code) for text, code in heard if code not in (locale[:2], None)] == []


@pytest.mark.parametrize("locale", ["fr", "fr@simple"])
def test_french_says_vous(locale: str, template: Catalog) -> None:
    assert with_word("tu|te|toi|ton|ta|tes", locale, template) == []


@pytest.mark.parametrize("locale", ["fr", "fr@simple"])
def test_french_does_not_say_t_apostrophe_either(locale: str, template: Catalog) -> None:
    assert with_word("t['’]\\w+", locale, template) == []


@pytest.mark.parametrize("locale", ["nl", "nl@simple"])
def test_dutch_says_je(locale: str, template: Catalog) -> None:
    assert with_word("u|uw|uwe|uzelf", locale, template) == []


@pytest.mark.parametrize("locale", ALL)
def test_no_way_is_ever_called_the_best(locale: str, template: Catalog) -> None:
    assert with_word("beste optie|la meilleure option|best option", locale, template) == []
    best = "(?:de|le|la|the) (?:allerbeste|beste|meilleure?|best)"
    assert with_word(best, locale, template) == []


@pytest.mark.parametrize("locale", ALL)
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
    facts = {(m.context, m.id) for m in extract(ROOT, "places") if m.id}
    assert {(m.context, m.id) for m in read(LOCALES / "places.pot") if m.id} == facts


def test_everything_that_people_read_is_taken_with_its_line(template: Catalog) -> None:
    assert len(template) > 400
    for message in template:
        if message.id:
            (name, line), *_ = message.locations
            said = message.id if isinstance(message.id, str) else message.id[0]
            source = (ROOT / name).read_text(encoding="utf-8").splitlines()[line - 1]
            first = said.split("\n")[0].split("'")[0].split('"')[0].split("{")[0]
            assert first.strip()[:20] in source.replace('\\"', '"'), (name, line)


def test_responses_models_and_matching_are_all_taken(template: Catalog) -> None:
    contexts = {str(m.context).split(".")[0].split("_")[0] for m in template if m.id}
    assert contexts == {"utter", "work", "matching", "labels"}


# -- what counts as a placeholder -------------------------------------------------------------


def test_names_between_braces_are_placeholders() -> None:
    assert placeholders("Bel {line}: {phone}. {line} luistert.") == {"line", "phone"}
    assert placeholders("{{geen}}") == set()
    assert placeholders("") == set()


# -- compiling --------------------------------------------------------------------------------


def test_compiled_catalogs_say_the_same_and_are_made_once(tmp_path: Path) -> None:
    for locale in ALL[1:]:
        target = po_path(tmp_path, locale)
        target.parent.mkdir(parents=True)
        shutil.copy(po_path(LOCALES, locale), target)
    compile_all(tmp_path)
    made = po_path(tmp_path, "fr").with_suffix(".mo")
    with made.open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    source = read(po_path(tmp_path, "fr"))
    for message in source:
        if isinstance(message.id, tuple):
            one, more = message.id
            for count in (1, 3):
                said = compiled.npgettext(str(message.context), one, more, count)
                assert said == message.string[count > 1]
        elif message.id and message.string and not message.fuzzy:
            said = compiled.pgettext(str(message.context), str(message.id))
            assert said == message.string
    stamp = made.stat().st_mtime_ns
    compile_all(tmp_path)
    assert made.stat().st_mtime_ns == stamp


@pytest.mark.parametrize("left", [b"", b"\xde\x12\x04\x95", None])
def test_a_catalog_that_was_left_half_is_made_again(tmp_path: Path, left: bytes | None) -> None:
    """Somebody stopped the set-up, or the disk was full."""
    for locale in ALL[1:]:
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


PLURAL = """version: "3.1"
responses:
# ---------------------------------------------------------------- plekken
  # Wordt gezegd boven de kaarten.
  utter_found:
  - text: "Ik vond één plek bij {place}."
    metadata:
      plural: "Ik vond {count} plekken bij {place}."
  - text: "Ik vond iets in {place}."
    condition:
    - type: slot
      name: language
      value: nl
    buttons:
    # Kort, want twee staan naast elkaar.
    - title: "Meer"
      payload: "/more_results"
"""


def test_comments_plurals_and_variations_go_to_the_translator(tmp_path: Path) -> None:
    (tmp_path / "domain.yml").write_text(PLURAL, encoding="utf-8")
    found = {m.id: m for m in extract(tmp_path) if m.id}
    one, more = "Ik vond één plek bij {place}.", "Ik vond {count} plekken bij {place}."
    assert set(found) == {(one, more), "Ik vond iets in {place}.", "Meer"}
    entry = found[one, more]
    assert entry.locations == [("domain.yml", 6)]
    assert entry.auto_comments == ["Wordt gezegd boven de kaarten."]
    assert "python-brace-format" in entry.flags
    assert found["Meer"].auto_comments == ["Kort, want twee staan naast elkaar.", BUTTON]


def test_texts_in_code_are_taken_too(tmp_path: Path) -> None:
    (tmp_path / "bot/channels").mkdir(parents=True)
    code = "def hello(words):\n    return words.pgettext('greeting', 'Dag!')\n"
    (tmp_path / "bot/channels/page.py").write_text(code, encoding="utf-8")
    [entry] = [m for m in extract(tmp_path) if m.id]
    assert (entry.context, entry.id) == ("greeting", "Dag!")
    assert entry.locations == [("bot/channels/page.py", 2)]


def test_what_the_tables_say_is_a_catalog_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    table = (
        "id,summary_nl,season_nl,target_group_nl\nden-alf,Koffie.,,iedereen\nx,Thee.,,iedereen\n"
    )
    (tmp_path / "data/initiatives.csv").write_text(table, encoding="utf-8-sig")
    found = {m.context: (m.id, m.locations) for m in extract(tmp_path, "places") if m.id}
    assert found == {
        "initiatives.den-alf.summary": ("Koffie.", [("data/initiatives.csv", 2)]),
        "initiatives.x.summary": ("Thee.", [("data/initiatives.csv", 3)]),
        "initiatives.target_group": (
            "iedereen",
            [("data/initiatives.csv", 2), ("data/initiatives.csv", 3)],
        ),
    }


# -- what translators' tools do to a file -------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the texts."""
    for name in ("domain.yml", "data/work_models.yml", "data/matching.yml", "data/labels.yml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(LOCALES, tmp_path / "locales", ignore=shutil.ignore_patterns("places.po"))
    return tmp_path


def everything(catalog: Catalog) -> dict[tuple[object, object], tuple[object, ...]]:
    """All that a translator can put in a catalog."""
    return {
        (m.context, m.id): (m.string, frozenset(m.flags), tuple(m.user_comments), m.previous_id)
        for m in (*catalog, *catalog.obsolete.values())
        if m.id
    }


def with_marks(project: Path) -> Path:
    """A French catalog with everything in it that could be lost."""
    path = po_path(project / "locales", "fr")
    catalog = read(path)
    thank = next(m for m in catalog if m.context == "utter_thank")
    thank.user_comments = ["Relu par deux personnes.", "À revoir en 2027 : ton ?"]
    changed = next(m for m in catalog if m.context == "utter_goodbye")
    changed.flags.add("fuzzy")
    changed.previous_id = ['Tot "ziens", en tot later.\nDag!']
    catalog.obsolete["oud", "utter_old"] = Message("oud", "vieux", context="utter_old")
    catalogs.write(catalog, path)
    return path


def reordered(text: str) -> str:
    """Entries in another order, as a tool that sorts by text writes them."""
    head, *entries = re.split(r"\n\n(?!#~)", text.strip())
    return "\n\n".join([head, *sorted(entries, reverse=True)]) + "\n"


def rewrapped(text: str) -> str:
    """Every text on one line, however long."""
    return re.sub(r'"\n"', "", re.sub(r'(msgid|msgstr) ""\n"', r'\1 "', text))


@pytest.mark.parametrize(
    "tool",
    [
        reordered,
        rewrapped,
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + rewrapped(reordered(text)).replace("\n", "\r\n"),
    ],
    ids=["reordered", "rewrapped", "BOM", "CRLF", "all of it"],
)
def test_what_a_translators_tool_saves_loses_nothing(
    project: Path, tool: Callable[[str], str]
) -> None:
    path = with_marks(project)
    before = everything(read(path))
    saved = tool(path.read_text(encoding="utf-8"))
    path.write_bytes(saved.encode("utf-8"))
    assert everything(read(path)) == before
    update_all(project)
    assert everything(read(path)) == before
    written = path.read_bytes()
    assert b"\r" not in written
    assert not written.startswith(b"\xef\xbb\xbf")
    # Bringing it up to date again changes nothing at all.
    update_all(project)
    assert path.read_bytes() == written


def test_a_catalog_that_cannot_be_read_is_told_and_nothing_is_written(project: Path) -> None:
    path = po_path(project / "locales", "fr")
    spoilt = path.read_text(encoding="utf-8").replace('msgstr "Avec plaisir."', 'msgstr "Avec')
    path.write_text(spoilt, encoding="utf-8")
    before = {p: p.read_bytes() for p in project.rglob("*.po*")}
    with pytest.raises(CatalogError, match=r"fr/LC_MESSAGES/messages\.po, line \d+: "):
        update_all(project)
    assert {p: p.read_bytes() for p in project.rglob("*.po*")} == before


def test_a_catalog_that_is_not_utf_8_is_told_with_its_line(project: Path) -> None:
    path = po_path(project / "locales", "fr")
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
    with pytest.raises(CatalogError, match="line 1: is not UTF-8 text"):
        read(path)


# -- a new language ---------------------------------------------------------------------------


def test_a_language_begins_with_one_command(project: Path) -> None:
    shutil.copytree(ROOT / "data/nlu/nl", project / "data/nlu/nl")
    made = {str(path.relative_to(project)) for path in catalogs.add(project, "pl")}
    assert {"locales/pl/LC_MESSAGES/messages.po", "data/nlu/pl/greet.yml"} <= made
    catalog = read(po_path(project / "locales", "pl"))
    assert len(catalog) == len(extract(project))
    assert not any(any(_forms(m.string)) for m in catalog if m.id)
    # Polish has three plural forms, and each has room.
    assert {len(m.string) for m in catalog if isinstance(m.id, tuple)} == {3}
    began = yaml.safe_load((project / "data/nlu/pl/greet.yml").read_text(encoding="utf-8"))
    assert began["nlu"][0]["intent"] == "greet"
    assert "pl" in languages_in(project / "locales")


def test_an_easy_register_begins_without_examples(project: Path) -> None:
    made = catalogs.add(project, "en@simple")
    assert [path.name for path in made] == ["messages.po"]
    assert "en-simple" in languages_in(project / "locales")


@pytest.mark.parametrize("locale", ["xx", "", "english", "../fr", "fr"])
def test_what_is_no_new_language_is_refused_and_makes_nothing(project: Path, locale: str) -> None:
    before = sorted(project.rglob("*"))
    with pytest.raises(CatalogError):
        catalogs.add(project, locale)
    assert sorted(project.rglob("*")) == before
