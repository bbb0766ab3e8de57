"""One line for who writes a language that is not spoken."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bootstrap import detector, languages, other_languages
from bot.content import ContentError, load_other_languages
from bot.core.languages import base
from bot.language_guess import LATIN, Detector

DATA = Path(__file__).resolve().parents[1] / "data"


def test_every_language_that_can_be_told_has_its_line() -> None:
    told = {"ar", "fa", "ps", "ur", "ckb", "uk", "ru", "el", "he", "hy", "ka", "ti", "hi", "bn",
            "pa", "ta", "th", "ko", "ja", "zh", *LATIN}  # fmt: skip
    assert told <= set(other_languages())


def test_no_line_is_there_for_a_language_that_is_spoken() -> None:
    assert not {base(language) for language in languages()} & set(other_languages())


@pytest.mark.parametrize("line", ["Hola, 112.", "{languages}", "{languages} {name} 112", ""])
def test_a_line_without_our_languages_or_112_is_told_with_its_place(
    tmp_path: Path, line: str
) -> None:
    path = tmp_path / "other_languages.yml"
    path.write_text(f'lines:\n  es: "{line}"\n', encoding="utf-8")
    with pytest.raises(ContentError, match="other_languages.yml, line 2, field 'es'"):
        load_other_languages(path)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("سلام، زه مرستې ته اړتیا لرم", "ps"),
        ("مجھے مدد چاہیے، ٹھیک ہے", "ur"),
        ("من به کمک نیاز دارم و تنها هستم", "fa"),
        ("أنا وحيد ولا أعرف أحدا", "ar"),
        ("я самотня і шукаю допомоги", "uk"),
        ("мне нужна помощь, я одна", "ru"),
        ("necesito ayuda por favor", "es"),
        ("yardıma ihtiyacım var", "tr"),
        ("potrzebuję pomocy", "pl"),
        ("am nevoie de ajutor, vă rog", "ro"),
        ("preciso de ajuda, por favor", "pt"),
    ],
)
def test_a_sentence_in_another_language_is_told(text: str, code: str) -> None:
    assert detector().foreign(text) == code


@pytest.mark.parametrize(
    "text",
    [
        *(
            "kweet nie goe wa da is",
            "joa tis ni simpel",
            "amai da's veel",
            "salukes",
            "mokt nie uit",
        ),
        *("jsuis tro fatigué", "chépa koi faire", "tkt", "nan mais allo", "c po grave"),
        *("i dunno mate", "gimme a sec", "nah im good", "wot"),
        *("Jan Kowalski uit Anderlecht", "mijn buurvrouw heet Ayşe", "Rue Émile Banning", "9000"),
    ],
)
def test_dialect_text_speak_and_names_are_not_taken_for_another_language(text: str) -> None:
    assert detector().foreign(text) is None


def test_a_language_that_comes_to_be_spoken_is_not_foreign_any_more() -> None:
    spanish = Detector(("nl", "fr", "en", "es"))
    assert spanish.foreign("necesito ayuda por favor") is None
    assert spanish.guess("necesito ayuda por favor") == "es"


def test_who_speaks_one_language_only_can_still_be_heard() -> None:
    assert Detector(("nl",)).guess("ik ben alleen") == "nl"
