"""The examples that understanding is learnt from: each mistake is told by its file and line."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from auxil.guide import DATA

from bot import content
from bot.content import ContentError
from bot.content.examples import LEAST, TIMES

HEAD = 4
"""Lines of a file before its first example."""


def sentences(intent: str, language: str, number: int = LEAST) -> list[str]:
    """Examples that nobody else has."""
    return [f"{intent} {language} {n}" for n in range(number)]


class Lessons:
    """Small examples in a folder of their own: greetings and thanks, no mistake among them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.domain("greet", "thank", "crisis_medical")
        for language in ("nl", "fr"):
            for intent in ("greet", "thank"):
                self.file(language, intent, sentences(intent, language))
            said = sentences("crisis_medical", language)
            self.file(language, "crisis_medical", said, kind="medical")

    def domain(self, *intents: str) -> None:
        lines = ['version: "3.1"', "intents:", *(f"- {intent}" for intent in intents)]
        (self.folder / "domain.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def file(
        self,
        language: str,
        name: str,
        said: Sequence[str],
        *,
        intent: str = "",
        kind: str = "",
        apart: str = "",
    ) -> Path:
        lines = ['version: "3.1"', "nlu:", f"- intent: {intent or name}"]
        lines += ["  metadata:"] if kind or apart else []
        lines += [f"    kind: {kind}"] if kind else []
        lines += [f"    apart: {apart}"] if apart else []
        lines += ["  examples: |", *(f"    - {one}" for one in said)]
        path = self.folder / "data" / "nlu" / language / f"{name}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def measured(self, name: str, *rows: str) -> None:
        path = self.folder / "tests" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(["intent,register,text", *rows]) + "\n", encoding="utf-8")

    def mistakes(self) -> list[str]:
        try:
            content.check_examples(
                self.folder / "data" / "nlu", self.folder / "domain.yml", self.folder / "tests"
            )
        except ContentError as error:
            return error.problems
        return []


@pytest.fixture
def lessons(tmp_path: Path) -> Lessons:
    return Lessons(tmp_path)


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_examples_without_mistakes_are_in_order(lessons: Lessons) -> None:
    assert lessons.mistakes() == []


# -- the same example twice -------------------------------------------------------------------


def test_hello_cannot_be_french_and_too_english_at_once(lessons: Lessons) -> None:
    """Rasa's own check compares all languages: it stopped on this one."""
    lessons.file("fr", "greet", [*sentences("greet", "fr"), "hello"])
    lessons.file("en", "thank", ["hello"], apart="true")
    assert lessons.mistakes() == [
        f"nlu/fr/greet.yml, line {HEAD + LEAST + 1}, field 'examples': 'hello' is not new: "
        "line 7 of nlu/en/thank.yml has it already"
    ]


def test_merci_may_be_said_in_both_languages(lessons: Lessons) -> None:
    for language in ("nl", "fr"):
        lessons.file(language, "thank", [*sentences("thank", language), "merci"])
    assert lessons.mistakes() == []


def test_a_word_of_two_languages_may_differ_by_its_capitals(lessons: Lessons) -> None:
    lessons.file("nl", "thank", [*sentences("thank", "nl"), "Salut"])
    lessons.file("fr", "greet", [*sentences("greet", "fr"), "salut"])
    assert lessons.mistakes() == []


def test_who_shouts_good_day_says_the_same(lessons: Lessons) -> None:
    """Capitals, accents and marks make no other example within a language."""
    lessons.file("nl", "greet", ["één goeiendag", *sentences("greet", "nl")])
    lessons.file("nl", "thank", [*sentences("thank", "nl"), "EEN goeiendag!"])
    assert lessons.mistakes() == [
        f"nlu/nl/thank.yml, line {HEAD + LEAST + 1}, field 'examples': 'EEN goeiendag!' "
        "is not new: line 5 of nlu/nl/greet.yml has 'één goeiendag'"
    ]


def test_an_example_that_was_pasted_twice_is_told_with_both_lines(lessons: Lessons) -> None:
    lessons.file("fr", "thank", ["merci bien", "merci bien", *sentences("thank", "fr")])
    assert lessons.mistakes() == [
        "nlu/fr/thank.yml, line 6, field 'examples': 'merci bien' is not new: line 5 has it already"
    ]


def test_a_heart_and_a_thumb_are_not_the_same(lessons: Lessons) -> None:
    """Neither has a plain word in it."""
    lessons.file("nl", "thank", ["❤", *sentences("thank", "nl")])
    lessons.file("nl", "greet", ["👍", *sentences("greet", "nl")])
    assert lessons.mistakes() == []


# -- apart from what is measured --------------------------------------------------------------


@pytest.mark.parametrize("name", ["nlu/nl.csv", "safety/fr.csv"])
def test_what_is_measured_with_was_not_learnt_from(lessons: Lessons, name: str) -> None:
    lessons.measured(name, "greet,standard,Dag allemaal", 'greet,standard,"Hé, hallo daar!"')
    lessons.file("nl", "greet", ["he hallo daar", *sentences("greet", "nl")])
    assert lessons.mistakes() == [
        "nlu/nl/greet.yml, line 5, field 'examples': 'he hallo daar' is not apart from the tests: "
        f"line 3 of tests/{name} has it"
    ]


def test_an_installation_without_tests_is_checked_all_the_same(lessons: Lessons) -> None:
    assert not (lessons.folder / "tests").exists()
    lessons.file("nl", "greet", sentences("greet", "nl", 3))
    assert len(lessons.mistakes()) == 1


# -- numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["greet", "crisis_medical"])
def test_an_intent_with_few_examples_is_told(lessons: Lessons, name: str) -> None:
    kind = "medical" if name == "crisis_medical" else ""
    lessons.file("fr", name, sentences(name, "fr", LEAST - 1), kind=kind)
    assert lessons.mistakes() == [
        f"nlu/fr/{name}.yml, line 3, field 'examples': 39 is not enough: "
        "an intent has 40 examples or more in each language"
    ]


def test_english_may_have_few(lessons: Lessons) -> None:
    lessons.file("en", "crisis_medical", ["He is turning blue."], kind="medical")
    assert lessons.mistakes() == []


def test_an_intent_that_would_win_by_its_number_is_told(lessons: Lessons) -> None:
    lessons.domain("greet", "thank", "stop", "crisis_medical")
    for language in ("nl", "fr"):
        lessons.file(language, "stop", sentences("stop", language))
    lessons.file("nl", "stop", sentences("stop", "nl", TIMES * LEAST + 1))
    assert lessons.mistakes() == [
        "nlu/nl/stop.yml, line 3, field 'examples': 201 is not in balance: "
        "at most 200, 5 times the middle intent of this language"
    ]


def test_dangers_may_have_as_many_as_they_need(lessons: Lessons) -> None:
    """They are for another model, and so is what stands apart."""
    many = TIMES * LEAST + 1
    said = sentences("crisis_medical", "nl", many)
    lessons.file("nl", "crisis_medical", said, kind="medical")
    lessons.file("nl", "thank", sentences("thank", "nl", many), apart="true")
    assert lessons.mistakes() == []


# -- names ------------------------------------------------------------------------------------


def test_an_intent_that_was_forgotten_in_french_is_told(lessons: Lessons) -> None:
    (lessons.folder / "data/nlu/fr/thank.yml").unlink()
    assert lessons.mistakes() == [
        "domain.yml, line 4, field 'intents': 'thank' is not an intent with examples in fr: "
        "nlu/fr/thank.yml is missing"
    ]


def test_an_intent_of_the_domain_without_any_file_is_told_for_both(lessons: Lessons) -> None:
    lessons.domain("greet", "thank", "crisis_medical", "want_buddy: {use_entities: []}")
    problems = lessons.mistakes()
    assert [p.rsplit(": ", 1)[1] for p in problems] == [
        "nlu/nl/want_buddy.yml is missing",
        "nlu/fr/want_buddy.yml is missing",
    ]
    assert all(p.startswith("domain.yml, line 6, field 'intents': 'want_buddy'") for p in problems)


def test_what_is_no_message_needs_no_examples(lessons: Lessons) -> None:
    lessons.domain("greet", "thank", "crisis_medical", "nlu_fallback")
    assert lessons.mistakes() == []


def test_a_misspelt_intent_is_told_with_the_one_that_was_meant(lessons: Lessons) -> None:
    lessons.file("nl", "thank", sentences("thank", "nl"), intent="tahnk")
    assert lessons.mistakes() == [
        "nlu/nl/thank.yml, line 3, field 'intent': 'tahnk' is not 'thank', as the file is called",
        "nlu/nl/thank.yml, line 3, field 'intent': 'tahnk' is not an intent of domain.yml; "
        "did you mean 'thank'?",
    ]


def test_a_misspelt_file_is_told_to_be_named_after_its_intent(lessons: Lessons) -> None:
    lessons.file("nl", "tahnk", sentences("thank", "nl"), intent="thank")
    (lessons.folder / "data/nlu/nl/thank.yml").unlink()
    assert lessons.mistakes() == [
        "domain.yml, line 4, field 'intents': 'thank' is not an intent with examples in nl: "
        "nlu/nl/thank.yml is missing",
        "nlu/nl/tahnk.yml, line 3, field '(file)': 'tahnk.yml' is not thank.yml, "
        "named after its intent",
    ]


def test_a_new_intent_that_the_domain_does_not_know_is_told(lessons: Lessons) -> None:
    lessons.file("nl", "ask_time", sentences("ask_time", "nl"))
    assert lessons.mistakes() == [
        "nlu/nl/ask_time.yml, line 3, field 'intent': 'ask_time' is not an intent of domain.yml"
    ]


def test_a_name_is_written_in_small_letters(lessons: Lessons) -> None:
    lessons.domain("greet", "thank", "crisis_medical", "Ask-Time")
    for language in ("nl", "fr"):
        lessons.file(language, "Ask-Time", sentences("ask_time", language))
    expected = (
        "field {!r}: 'Ask-Time' is not small letters with _ between words, such as want_buddy"
    )
    assert lessons.mistakes() == [
        f"domain.yml, line 6, {expected.format('intents')}",
        f"nlu/fr/Ask-Time.yml, line 3, {expected.format('intent')}",
        f"nlu/nl/Ask-Time.yml, line 3, {expected.format('intent')}",
    ]


# -- kinds of danger --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "problem"),
    [
        ("suicide_sefl", "not one of overdose_poison, medical, suicide_self"),
        ("suicide_sefl", "did you mean 'suicide_self'?"),
        ("suicide_self", "not a kind of this file: it belongs in crisis_suicide.yml"),
        ("homeless_tonight", "not a kind of this file: it belongs in structural_need.yml"),
    ],
)
def test_a_kind_of_danger_is_known_and_stands_in_its_own_file(
    lessons: Lessons, kind: str, problem: str
) -> None:
    lessons.file("nl", "crisis_medical", sentences("crisis_medical", "nl"), kind=kind)
    [told] = lessons.mistakes()
    assert told.startswith(f"nlu/nl/crisis_medical.yml, line 5, field 'kind': '{kind}' is ")
    assert problem in told


def test_a_danger_without_a_kind_would_be_learnt_as_no_danger(lessons: Lessons) -> None:
    lessons.file("nl", "crisis_medical", sentences("crisis_medical", "nl"))
    assert lessons.mistakes() == [
        "nlu/nl/crisis_medical.yml, line 3, field 'kind': None is not filled in, below metadata: "
        "danger is learnt by kind"
    ]


def test_a_need_without_a_kind_is_no_danger(lessons: Lessons) -> None:
    lessons.domain("greet", "thank", "crisis_medical", "structural_need")
    for language in ("nl", "fr"):
        lessons.file(language, "structural_need", sentences("structural_need", language))
    assert lessons.mistakes() == []


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_a_phrase_of_an_unknown_danger_is_told(tmp_path: Path, language: str) -> None:
    path = tmp_path / f"{language}.yml"
    shutil.copy(DATA / "words" / path.name, path)
    changed(path, "  suicide_self:\n", "  suicide_sefl:\n")
    line = path.read_text(encoding="utf-8").split("  suicide_sefl:")[0].count("\n") + 1
    with pytest.raises(ContentError) as caught:
        content.load_phrases(path)
    told = f"{language}.yml, line {line}, field 'danger': 'suicide_sefl' is not one of"
    assert any(p.startswith(told) and "suicide_self" in p for p in caught.value.problems)


# -- the form of a file -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("    - greet nl 0", "    -greet nl 0"), "line 5, field 'examples': '-greet nl 0' is not"),
        (
            ("    - greet nl 0", "    greet nl 0"),
            "line 5, field 'examples': 'greet nl 0' is not an",
        ),
        (("    - greet nl 0", "    - "), "line 5, field 'examples': '- ' is not an example: four"),
        (("    - greet nl 3", "   - greet nl 3"), "line 8, field '(yaml)'"),
        (("examples: |", "examples:"), "line 3, field 'examples': None is not lines below 'exam"),
        (("examples: |", "exampels: |"), "field 'exampels': 'exampels' is not one of intent, meta"),
        (("- intent: greet\n  ex", "- ex"), "line 3, field 'intent': '' is not 'greet', as the f"),
        (("nlu:", "nul:"), "line 1, field 'nlu': None is not a list that begins with '- intent: g"),
        (("  ex", "  metadata:\n    knid: x\n  ex"), "line 5, field 'knid': 'knid' is not one of"),
        (
            ("  ex", "  metadata:\n    apart: ja\n  ex"),
            "line 5, field 'apart': 'ja' is not true or",
        ),
        (("  ex", "\tex"), "field '(yaml)'"),
    ],
)
def test_a_slip_while_typing_is_told_with_its_line(
    lessons: Lessons, change: tuple[str, str], told: str
) -> None:
    changed(lessons.folder / "data/nlu/nl/greet.yml", *change)
    problems = lessons.mistakes()
    assert problems
    assert all(p.startswith("nlu/nl/greet.yml, line ") for p in problems)
    assert any(told in p for p in problems), problems


def test_a_file_saved_in_another_character_set_is_told(lessons: Lessons) -> None:
    path = lessons.file("fr", "greet", [*sentences("greet", "fr"), "enchanté"])
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))
    assert lessons.mistakes() == [
        f"nlu/fr/greet.yml, line {HEAD + LEAST + 1}, field '(file)': b'\\xe9' is not UTF-8 text"
    ]


def test_empty_lines_between_examples_do_not_move_the_count(lessons: Lessons) -> None:
    said = sentences("greet", "nl")
    path = lessons.file("nl", "greet", [*said, "greet nl 0"])
    changed(path, "  examples: |\n", "  examples: |\n\n")
    assert lessons.mistakes() == [
        f"nlu/nl/greet.yml, line {HEAD + LEAST + 2}, field 'examples': 'greet nl 0' is not new: "
        "line 6 has it already"
    ]


# -- everything -------------------------------------------------------------------------------


def test_make_check_reads_the_examples_as_well(tmp_path: Path) -> None:
    """Only one file differs from the real content here."""
    shutil.copytree(DATA, tmp_path / "data")
    (tmp_path / "domain.yml").symlink_to(DATA.parent / "domain.yml")
    path = tmp_path / "data" / "nlu" / "nl" / "greet.yml"
    twice = "    - dag iedereen van het buurthuis\n" * 2
    path.write_text(path.read_text(encoding="utf-8").rstrip() + "\n" + twice, encoding="utf-8")
    problems = content.check(tmp_path / "data")
    assert [p for p in problems if p.startswith("nlu/nl/greet.yml, line ") and "not new" in p]
