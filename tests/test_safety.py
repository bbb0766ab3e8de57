"""Children, violence and numbers: what is said at which hour, whatever the way it is asked."""

from __future__ import annotations

import dataclasses
import datetime
import itertools
import json
import re
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from auxil.here import Here
from auxil.talk import Talk

from bot.bootstrap import ear, guide
from bot.core.matching import NOT_FOR_MINORS
from bot.guide import Guide

BRUSSELS = ZoneInfo("Europe/Brussels")
MONDAY_11H = datetime.datetime(2026, 11, 23, 11, 0, tzinfo=BRUSSELS)
SUNDAY_20H = datetime.datetime(2026, 11, 22, 20, 0, tzinfo=BRUSSELS)
NIGHT_3H = datetime.datetime(2026, 11, 23, 3, 0, tzinfo=BRUSSELS)
PARTS = Path(__file__).resolve().parents[1] / "actions", Path(__file__).resolve().parents[1] / "bot"

AWEL, ECOUTE_ENFANTS, CHILD_FOCUS = "102", "103", "116 000"

_numbers = itertools.count()

Begin = Callable[..., Talk]


@pytest.fixture
def begin(here: Here, monkeypatch: pytest.MonkeyPatch) -> Begin:
    """Somebody who chose a language and began, at an hour."""

    def start(language: str = "nl", now: datetime.datetime = SUNDAY_20H) -> Talk:
        monkeypatch.setattr(guide(), "now", lambda: now)
        talk = Talk(here.send, f"safety {next(_numbers)}", language)
        talk.says("hallo" if language == "nl" else "bonjour")
        talk.presses({"nl": "Nederlands", "fr": "Français"}[language])
        talk.says("/begin")
        return talk

    return start


def heard(talk: Talk) -> str:
    """Everything of the last answer, with plain spaces."""
    return "\n".join(talk.texts()).replace("\u00a0", " ")


def offered(talk: Talk) -> set[str]:
    """The ways that the last answer offers by button."""
    found = set()
    for answer in talk.answers:
        for button in answer.get("buttons", []):
            _, brace, inner = button["payload"].partition("{")
            found.add(json.loads(brace + inner).get("model") if brace else None)
    return found - {None}


# -- numbers ------------------------------------------------------------------------------------


def named_lines() -> set[str]:
    """The ids of help lines that the code names outright."""
    source = "\n".join(p.read_text(encoding="utf-8") for d in PARTS for p in d.rglob("*.py"))
    ids = {line.id for line in guide().helplines}
    calls = re.compile(r".*(?:\bline\(|_YOUNG|YOUNG_|LINE).*")
    named = "\n".join(calls.findall(source))
    return {i for i in ids if f'"{i}"' in named}


def test_every_number_named_outright_is_sure_but_unias(filled_directory: None) -> None:
    """Requirement 13 prescribes Unia, requirement 23 wants a sure source: README says so."""
    named = named_lines()
    assert {"caw", "social_brussels", "samusocial", "unia", "missing_children"} <= named
    assert {"children_nl_102", "children_fr_103"} <= named
    assert {i for i in named if not guide().line(i).trusted} == {"unia"}


def test_the_hours_of_unia_are_those_of_its_row(guide: Guide, begin: Begin) -> None:
    assert guide.line("unia").opening_hours == "Mo-Fr 09:30-13:00"
    talk = begin()
    talk.says("ze behandelen mij anders door mijn hoofddoek")
    if "Unia" in heard(talk):
        assert "van 9.30 tot 13 uur" in heard(talk)
        assert "106" in heard(talk), "Unia is closed on a Sunday: somebody who listens is named"


def test_children_find_their_lines(guide: Guide) -> None:
    for language, number in (("nl", AWEL), ("fr", ECOUTE_ENFANTS)):
        young, always = guide.young_lines(language)
        assert (young.number, always.number) == (number, CHILD_FOCUS)
        assert always.opening_hours == "24/7"


def test_a_line_with_unknown_hours_is_not_called_closed_or_open(guide: Guide) -> None:
    assert not guide.surely_closed(guide.line("children_nl_102"))
    assert guide.surely_closed(guide.line("unia")) is False  # a Tuesday at ten
    evening = dataclasses.replace(guide.line("unia"), opening_hours="Mo-Fr 20:00-22:00")
    assert guide.surely_closed(evening)


@pytest.mark.parametrize("now", [MONDAY_11H, SUNDAY_20H, NIGHT_3H])
@pytest.mark.parametrize(("language", "said"), [("nl", "een hulpverlener"), ("fr", "pro")])
def test_who_rather_wants_a_professional_is_never_left_with_a_closed_number(
    begin: Begin, now: datetime.datetime, language: str, said: str
) -> None:
    talk = begin(language, now)
    talk.says('/answer{"wish":"professional"}')
    text = heard(talk)
    assert ("op weekdagen" if language == "nl" else "en semaine") in text
    listens = "106" if language == "nl" else "107"
    assert (listens in text) == (now != MONDAY_11H)
    if language == "fr":
        assert text.index("0800 35 243") < text.index("0800 13 500"), "French comes first"


@pytest.mark.parametrize("now", [SUNDAY_20H, NIGHT_3H])
def test_no_bed_tonight_and_the_office_is_closed(begin: Begin, now: datetime.datetime) -> None:
    talk = begin("nl", now)
    talk.says("ik heb vannacht geen bed")
    text = heard(talk)
    assert "Bel nu" not in text
    assert "0800 99 340" in text, "Samusocial, for who did not say where"
    for number in ("112", "106"):
        assert number in text


def test_no_bed_by_day_is_sent_to_the_office(begin: Begin) -> None:
    talk = begin("nl", MONDAY_11H)
    talk.says("ik heb vannacht geen bed")
    assert "0800 13 500" in heard(talk)
    assert "misschien dicht" not in heard(talk)


def test_hungry_on_a_sunday_hears_who_answers_now(begin: Begin) -> None:
    talk = begin()
    talk.says("ik heb niks te eten voor de kinderen")
    assert "106" in heard(talk)


# -- violence -----------------------------------------------------------------------------------


@pytest.mark.parametrize("now", [MONDAY_11H, SUNDAY_20H, NIGHT_3H])
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "ik ben verkracht"),
        ("nl", "mijn baas heeft mij aangerand"),
        ("fr", "j'ai été violée"),
        ("fr", "mon voisin m'a violé"),
    ],
)
def test_who_was_raped_is_given_the_centre_that_cares_for_it(
    begin: Begin, now: datetime.datetime, language: str, said: str
) -> None:
    talk = begin(language, now)
    talk.says(said)
    assert "112" in talk.texts()[0]
    talk.says("nee" if language == "nl" else "non")
    assert "02 535 45 42" in heard(talk)
    assert "couple" not in heard(talk)


def test_a_woman_who_is_beaten_hears_1712_first_by_day(begin: Begin) -> None:
    talk = begin("nl", MONDAY_11H)
    talk.says("mijn man slaat mij")
    talk.hears("utter_crisis_reader")
    assert "1712" not in heard(talk)
    talk.presses("Nee")
    assert heard(talk).index("1712") < heard(talk).index("106")
    assert "0800 13 500" not in heard(talk)


def test_a_woman_who_is_beaten_is_not_asked_what_she_cannot_answer(begin: Begin) -> None:
    talk = begin()
    talk.says("mijn man slaat mij")
    talk.presses("Nee")
    assert "?" not in talk.texts()[-1].split("\n")[-1].split("'Snel weg'")[-1]
    talk.says("ja")
    assert "112" in talk.texts()[0], str(talk)
    assert "Wis alles" in talk.titles()


def test_a_later_advice_does_not_say_what_she_told(begin: Begin) -> None:
    talk = begin()
    talk.says("mijn man slaat mij")
    talk.says("/carry_on")
    talk.answers_to(dict.fromkeys(("wish", "hard", "size", "own_people"), "overslaan"))
    talk.hears("utter_advice_note_violence")
    assert "geweld" not in heard(talk)


# -- under eighteen -----------------------------------------------------------------------------


@pytest.mark.parametrize("now", [MONDAY_11H, SUNDAY_20H, NIGHT_3H])
@pytest.mark.parametrize(
    ("language", "said", "number"),
    [("nl", "ik ben 14", AWEL), ("nl", "ik ben 15 jaar", AWEL), ("fr", "j'ai 14 ans", "103")],
)
def test_a_child_hears_of_an_adult_and_of_a_line_for_children(
    begin: Begin, now: datetime.datetime, language: str, said: str, number: str
) -> None:
    talk = begin(language, now)
    talk.says(said)
    text = heard(talk)
    assert ("volwassene" if language == "nl" else "adulte") in text
    assert number in text
    assert CHILD_FOCUS in text
    assert text.count(CHILD_FOCUS) == 1, "said once"
    if (language, now) == ("fr", NIGHT_3H):
        assert text.index(CHILD_FOCUS) < text.index("103"), "103 is closed at this hour"
    assert not any("Druk op de knop" in t for t in talk.texts())


@pytest.mark.parametrize(
    ("language", "said", "number"),
    [("nl", "mijn papa slaat mij, ik ben 14", AWEL), ("fr", "mon papa me frappe", "103")],
)
def test_a_beaten_child_hears_of_a_line_that_is_for_children(
    begin: Begin, language: str, said: str, number: str
) -> None:
    talk = begin(language)
    talk.says(said)
    assert "112" in talk.texts()[0]
    talk.says("nee" if language == "nl" else "non")
    text = heard(talk)
    for wanted in (number, CHILD_FOCUS, "volwassene" if language == "nl" else "adulte"):
        assert wanted in text
    assert "Verdwenen" not in text
    assert "disparu" not in text


def test_a_child_who_wants_to_die_hears_112_first_and_of_an_adult(begin: Begin) -> None:
    talk = begin()
    talk.says("ik ben 14 en ik wil dood")
    assert "112" in talk.texts()[0]
    for wanted in ("1813", AWEL, CHILD_FOCUS, "volwassene"):
        assert wanted in heard(talk)


@pytest.mark.parametrize(
    ("language", "said"),
    [("nl", "ik ben 15 en ik zoek een buddy"), ("fr", "j'ai 14 ans et je suis seul")],
)
def test_a_child_is_never_offered_a_way_for_adults(begin: Begin, language: str, said: str) -> None:
    talk = begin(language)
    talk.says(said)
    talk.answers_to(dict.fromkeys(("wish", "hard", "size", "own_people"), "overslaan"))
    for _ in range(6):
        assert not offered(talk) & NOT_FOR_MINORS, str(talk)
        if "/carry_on" in [b["payload"] for a in talk.answers for b in a.get("buttons", [])]:
            break
        talk.says("/none_fits")
    talk.says("welke manieren zijn er?" if talk.language == "nl" else "quelles façons existent ?")
    assert offered(talk) == {"competence", "neighbourhood"}


@pytest.mark.parametrize("asks", ["ask_work_model", "choose_model"])
def test_a_child_who_chooses_a_buddy_anyway_hears_why_not(begin: Begin, asks: str) -> None:
    talk = begin()
    talk.says("welke manieren zijn er?")
    talk.presses("Een buddy")
    talk.says("ik ben 15 jaar oud")
    talk.says(f'/{asks}{{"model":"buddy"}}')
    talk.hears("utter_advice_note_minor")
    assert AWEL in heard(talk)
    assert heard(talk).count(CHILD_FOCUS) == 1
    assert "Welzijnsschakels" not in heard(talk)


def test_a_child_who_says_so_while_looking_at_places_sees_other_ways(begin: Begin) -> None:
    talk = begin()
    talk.says("welke manieren zijn er?")
    talk.presses("Een buddy")
    talk.presses("Toon plekken")
    talk.says("Gent")
    talk.says("ik ben 14")
    assert AWEL in heard(talk)
    assert not offered(talk) & NOT_FOR_MINORS
    talk.says("meer plekken")
    assert not offered(talk) & NOT_FOR_MINORS
    talk.hears_not("utter_places_question")


def test_begun_again_it_is_still_a_child(begin: Begin) -> None:
    talk = begin()
    talk.says("ik ben 14")
    talk.says("/start_over")
    talk.says("welke manieren zijn er?" if talk.language == "nl" else "quelles façons existent ?")
    assert offered(talk) == {"competence", "neighbourhood"}


@pytest.mark.parametrize(
    "said",
    [
        "mijn dochter zit in het middelbaar en ik zoek een buddy voor mezelf",
        "mijn leerkracht Nederlands zei dat ik een buddy kan vragen",
        "mijn zoon is 14 jaar oud en ik zoek een buddy",
        "ik ben 14 jaar getrouwd en ik zoek een buddy",
        "mon fils est en secondaire, je cherche un buddy pour moi",
        "ma prof de néerlandais m'a parlé d'un buddy",
    ],
)
def test_a_parent_or_a_pupil_of_an_evening_class_is_no_child(begin: Begin, said: str) -> None:
    assert ("note", "minor") not in {(h.kind, h.value) for h in ear().listen(said)}
    talk = begin("fr" if re.match(r"m(?:on|a) ", said) else "nl")
    talk.says(said)
    for number in ("112", "1813", "0800 32 123", CHILD_FOCUS):
        assert number not in heard(talk), str(talk)


@pytest.mark.parametrize("text", ["[ik wil dood]", "{ik wil dood}", '{"text": "ik wil dood"}'])
def test_danger_between_brackets_is_heard(begin: Begin, text: str) -> None:
    talk = begin()
    talk.says(text)
    assert "112" in talk.texts()[0], str(talk)
