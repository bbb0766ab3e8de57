"""The right words for a language: catalogs, what they fall back on, lists, numbers, buttons."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from bot import content
from bot.bootstrap import languages
from bot.catalogs import compile_all, po_path
from bot.core.languages import base, is_simple, language_of, locale_of, register
from bot.core.places import Gazetteer
from bot.core.work_models import WorkModel
from bot.words import Words, date, distance, language_name, listed, number, weekdays

LANGUAGES = languages()

ROOT = Path(__file__).resolve().parents[1]
LONGEST_TITLE = 30
LONGEST_PAYLOAD = 64

RESPONSES = {
    "utter_hello": [
        {
            "text": "Dag {name}, kies maar.",
            "buttons": [
                {"title": "Ja", "payload": "/affirm"},
                {"title": "Nee", "payload": "/deny"},
            ],
        }
    ],
    "utter_bye": [{"text": "Tot ziens."}],
    "utter_thanks": [{"text": "Graag gedaan."}],
}


def compiled(folder: Path, locale: str, entries: dict[tuple[str, str], str]) -> None:
    """A catalog with a few entries, (context, source) -> text."""
    catalog = Catalog(locale=None, charset="utf-8")
    for (context, source), text in entries.items():
        catalog.add(source, text, context=context)
    target = folder / locale / "LC_MESSAGES" / "messages.mo"
    target.parent.mkdir(parents=True)
    with target.open("wb") as file:
        write_mo(file, catalog)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Words:
    """Words with three small catalogs, each with holes."""
    folder = tmp_path_factory.mktemp("locales")
    hello, bye = ("utter_hello", "Dag {name}, kies maar."), ("utter_bye", "Tot ziens.")
    yes = ("utter_hello", "Ja")
    compiled(folder, "fr", {hello: "Bonjour {name}, choisissez.", bye: "Au revoir.", yes: "Oui"})
    compiled(folder, "nl@simple", {hello: "Dag {name}. Kies."})
    compiled(folder, "fr@simple", {bye: "À bientôt."})
    return Words(RESPONSES, folder)


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Words:
    """The real words, with catalogs compiled for this run."""
    folder = tmp_path_factory.mktemp("compiled") / "locales"
    for language in LANGUAGES[1:]:
        source = po_path(ROOT / "locales", locale_of(language))
        target = po_path(folder, locale_of(language))
        target.parent.mkdir(parents=True)
        shutil.copy(source, target)
    compile_all(folder)
    return Words.load(ROOT / "domain.yml", folder)


@pytest.fixture(scope="module")
def models() -> dict[str, WorkModel]:
    return content.load_work_models(ROOT / "data" / "work_models.yml")


# -- falling back -----------------------------------------------------------------------------


def test_each_register_has_its_own_words(small: Words) -> None:
    said = {x: small.text("utter_hello", x, name="Jo") for x in LANGUAGES}
    assert said["nl"] == "Dag Jo, kies maar."
    assert said["nl-simple"] == "Dag Jo. Kies."
    assert said["fr"] == "Bonjour Jo, choisissez."
    assert small.text("utter_bye", "fr-simple") == "À bientôt."


def test_simple_dutch_falls_back_on_dutch(small: Words) -> None:
    assert small.text("utter_bye", "nl-simple") == "Tot ziens."


def test_simple_french_falls_back_on_french(small: Words) -> None:
    assert small.text("utter_hello", "fr-simple", name="Jo") == "Bonjour Jo, choisissez."


def test_what_no_catalog_has_is_said_in_dutch(small: Words) -> None:
    for language in LANGUAGES:
        assert small.text("utter_thanks", language) == "Graag gedaan."


def test_a_language_we_do_not_know_is_answered_in_dutch(small: Words) -> None:
    assert small.text("utter_bye", "de") == "Tot ziens."


def test_the_same_words_mean_something_else_elsewhere(small: Words) -> None:
    """'Ja' of one question is not the 'Ja' of another: the context decides."""
    assert small.translate("utter_hello", "Ja", "fr") == "Oui"
    assert small.translate("utter_other", "Ja", "fr") == "Ja"


def test_buttons_are_said_in_the_language_and_keep_their_payload(small: Words) -> None:
    assert small.buttons("utter_hello", "fr") == [
        {"title": "Oui", "payload": "/affirm"},
        {"title": "Nee", "payload": "/deny"},
    ]
    assert small.buttons("utter_bye", "fr") == []
    assert RESPONSES["utter_hello"][0]["buttons"][0] == {"title": "Ja", "payload": "/affirm"}
    assert small.title("utter_hello", "/affirm", "fr-simple") == "Oui"


def test_a_text_a_value_or_a_button_that_is_not_there_is_a_mistake(small: Words) -> None:
    with pytest.raises(KeyError):
        small.text("utter_nothing", "nl")
    with pytest.raises(KeyError):
        small.text("utter_hello", "nl")
    with pytest.raises(KeyError, match="/maybe"):
        small.title("utter_hello", "/maybe", "nl")


def test_without_any_catalog_everything_is_dutch(tmp_path: Path) -> None:
    bare = Words(RESPONSES, tmp_path)
    for language in LANGUAGES:
        assert bare.text("utter_bye", language) == "Tot ziens."


def test_tags_and_locales() -> None:
    locales = ["nl", "en", "fr", "fr@simple", "nl@simple"]
    assert [locale_of(x) for x in LANGUAGES] == locales
    assert [language_of(x) for x in locales] == list(LANGUAGES)
    assert [base(x) for x in LANGUAGES] == ["nl", "en", "fr", "fr", "nl"]
    assert [x for x in LANGUAGES if is_simple(x)] == ["fr-simple", "nl-simple"]


@pytest.mark.parametrize(
    ("asked", "language", "found"),
    [
        ("fr", "nl", "fr"),
        ("simpler", "fr", "fr-simple"),
        ("simpler", "fr-simple", "fr-simple"),
        ("simpler", "en", None),
        ("standard", "nl-simple", "nl"),
        ("standard", "nl", "nl"),
        ("pl", "nl", None),
    ],
)
def test_the_register_that_somebody_asks_for(asked: str, language: str, found: str | None) -> None:
    assert register(asked, language, LANGUAGES) == found


# -- as one says it ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("items", "language", "said"),
    [
        ([], "nl", ""),
        (["koken"], "nl", "koken"),
        (["koken", "wandelen"], "nl", "koken en wandelen"),
        (["a", "b", "c"], "nl", "a, b en c"),
        (["a", "b", "c"], "nl-simple", "a, b en c"),
        (["a", "b"], "fr", "a et b"),
        (["a", "b", "c"], "fr-simple", "a, b et c"),
    ],
)
def test_a_list_is_said_as_one_would(items: list[str], language: str, said: str) -> None:
    assert listed(items, language) == said
    assert listed(iter(items), language) == said


@pytest.mark.parametrize(
    ("km", "said"),
    [
        (0.5, "0,5"),
        (1.0, "1"),
        (1.23, "1,2"),
        (9.94, "9,9"),
        (9.96, "10"),
        (13.6, "14"),
        (80, "80"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_distance_is_said_with_a_comma_and_no_false_precision(
    km: float, said: str, language: str
) -> None:
    unit = {"nl-simple": "kilometer", "fr-simple": "kilomètre"}.get(language, "km")
    plural = "s" if language == "fr-simple" and km >= 1.95 else ""
    assert distance(km, language).replace("\u00a0", " ") == f"{said} {unit}{plural}"


def test_days_of_the_week_are_a_list_like_any_other() -> None:
    assert weekdays([0, 2], "nl") == "maandag en woensdag"
    assert weekdays([0, 2, 4], "fr-simple") == "lundi, mercredi et vendredi"
    assert weekdays([5], "en") == "Saturday"


def test_a_large_number_is_written_as_the_language_does() -> None:
    assert number(1000, "nl") == "1.000"
    assert number(1000, "fr").replace("\u00a0", " ") == "1 000"


COUNTED = {
    "utter_found": [
        {"text": "{count} plek in {town}", "metadata": {"plural": "{count} plekken in {town}"}}
    ]
}


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("nl", 1, "1 plek in Gent"),
        ("nl", 3, "3 plekken in Gent"),
        ("nl", 1500, "1.500 plekken in Gent"),
        # Dutch and French do not agree on none.
        ("nl", 0, "0 plekken in Gent"),
        ("fr", 0, "0 lieu à Gent"),
        ("fr", 2, "2 lieux à Gent"),
        ("fr-simple", 2, "2 lieux à Gent"),
    ],
)
def test_one_place_and_three_places_are_said_differently(
    tmp_path: Path, language: str, count: int, said: str
) -> None:
    for locale, one, more in (("fr", "{count} lieu à {town}", "{count} lieux à {town}"),):
        catalog = Catalog(locale=locale, charset="utf-8")
        text = COUNTED["utter_found"][0]
        both = (str(text["text"]), str(text["metadata"]["plural"]))  # type: ignore[index]
        catalog.add(both, (one, more), context="utter_found")
        target = tmp_path / locale / "LC_MESSAGES" / "messages.mo"
        target.parent.mkdir(parents=True)
        with target.open("wb") as file:
            write_mo(file, catalog)
    (tmp_path / "fr@simple/LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "fr@simple/LC_MESSAGES/messages.mo").write_bytes(
        (tmp_path / "fr/LC_MESSAGES/messages.mo").read_bytes()
    )
    words = Words(COUNTED, tmp_path)
    assert words.text("utter_found", language, count=count, town="Gent") == said


def test_a_language_that_the_domain_does_not_name_has_its_buttons(words: Words) -> None:
    titles = [b["title"] for b in words.buttons("utter_ask_language", "fr")]
    assert titles == [
        *("Nederlands", "Makkelijk Nederlands", "Français", "Français facile", "English")
    ]
    assert words.title("utter_menu_question", "/help_now", "en") in [
        b["title"] for b in words.buttons("utter_menu_language", "nl")
    ]
    assert words.spoken() == "Nederlands, English, français"


def test_languages_have_names_in_every_language() -> None:
    assert [language_name(x, "nl") for x in ("nl", "fr", "en", "ar")] == [
        *("Nederlands", "Frans", "Engels", "Arabisch")
    ]
    assert [language_name(x, "fr-simple") for x in ("nl", "fr", "en", "de")] == [
        *("néerlandais", "français", "anglais", "allemand")
    ]
    assert language_name("fr", "nl-simple") == "Frans"
    assert language_name("xx", "nl") == "xx"


def test_a_day_is_said_in_full() -> None:
    day = datetime.date(2026, 11, 22)
    assert date(day, "nl-simple") == "22 november 2026"
    assert date(day, "fr") == "22 novembre 2026"


# -- buttons ----------------------------------------------------------------------------------


def every_button(words: Words, language: str) -> Iterator[tuple[str, str, str]]:
    """(response, title, payload) of every button of the domain."""
    for key in words.responses:
        for button in words.buttons(key, language):
            yield key, button["title"], button["payload"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_fits_on_a_small_screen(words: Words, language: str) -> None:
    long = [
        (key, title)
        for key, title, _ in every_button(words, language)
        if not 0 < len(title) <= LONGEST_TITLE
    ]
    assert long == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_name_of_a_way_fits_on_a_button(
    words: Words, models: dict[str, WorkModel], language: str
) -> None:
    for model in models.values():
        name = words.translate(f"work_models.{model.id}.name", model.name, language)
        assert 0 < len(name) <= LONGEST_TITLE, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_texts_that_become_buttons_fit(words: Words, language: str) -> None:
    for key in ("utter_first_step_button", "utter_report_button", "utter_show_places_button"):
        assert len(words.text(key, language, number=99)) <= LONGEST_TITLE, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_buttons_of_one_message_look_the_same(words: Words, language: str) -> None:
    for key in words.responses:
        titles = [button["title"] for button in words.buttons(key, language)]
        assert len(set(titles)) == len(titles), key


def test_every_payload_fits_in_what_a_channel_carries(words: Words) -> None:
    for key, _, payload in every_button(words, "nl"):
        assert payload.startswith("/"), key
        assert len(payload.encode()) <= LONGEST_PAYLOAD, payload


def test_every_place_to_choose_fits_in_a_payload() -> None:
    """Places of the same name become buttons with their id."""
    gazetteer = Gazetteer(content.load_places(ROOT / "data" / "places.csv"))
    for name in gazetteer.names:
        found = gazetteer.by_name(name)
        if len(found) > 1:
            for place in found:
                payload = f'/inform_place{{"place":"{place.id}"}}'
                assert len(payload.encode()) <= LONGEST_PAYLOAD, payload


def test_places_to_choose_between_look_different() -> None:
    gazetteer = Gazetteer(content.load_places(ROOT / "data" / "places.csv"))
    for language in ("nl", "fr"):
        for name in gazetteer.names:
            titles = [f"{p.postal_code} {p.name(language)}"[:30] for p in gazetteer.by_name(name)]
            assert len(set(titles)) == len(titles), titles


def test_every_answer_of_every_question_has_its_button(words: Words) -> None:
    from bot.core.questions import LIKES, QUESTIONS

    for question, answers in {**QUESTIONS, "likes": LIKES}.items():
        intent = "inform_likes" if question == "likes" else "answer"
        offered = [b["payload"] for b in words.buttons(f"utter_ask_{question}", "nl")]
        assert offered == [f'/{intent}{{"{question}":"{a}"}}' for a in answers]
