"""Answers on a small screen: put together, escaped, split, and neutral on a locked phone."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from typing import Any

import pytest
from auxil.guide import DATA
from auxil.houses import house
from auxil.telegram_texts import formatted, parse_html
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import content
from bot.bootstrap import languages, words
from bot.core.initiatives import Initiative
from bot.replies import Reply
from bot.telegram.screen import Out, Screen
from bot.words import SOURCE

LANGUAGES = languages()

BUTTONS = [{"title": "Ja", "payload": "/affirm"}]
DOOR = house(id="door", lat=51.05, lon=3.72, part_of_municipality="Ledeberg")
STREET = house(id="street", name="Huis <&> _Zon_", street_address="Sint-Jansstraat 1 & 2")
TOWN = house(id="town", street_address="")
HOUSES = {one.id: one for one in (DOOR, STREET, TOWN)}


def town(place: Initiative, language: str) -> str:
    return place.part_of_municipality or place.municipality


@pytest.fixture(scope="module")
def screen() -> Screen:
    return Screen(words(), HOUSES.get, town)


def say(text: str, key: str = "utter_thank", **more: Any) -> Reply:
    return Reply(text, key=key, **{"language": "nl", **more})


def card(initiative: Initiative, text: str = "1. Het Huis\nKoffie.", language: str = "nl") -> Reply:
    more = {"initiative": initiative.id, "buttons": BUTTONS, "language": language}
    return say(text, "utter_place_card", **more)


def shown(one: Out) -> str:
    """The text as Telegram shows it; it is refused when it is too long or wrong."""
    return formatted({"text": one.html, "parse_mode": "HTML"})[0]


def texts(out: list[Out]) -> list[str]:
    return [shown(one) for one in out if one.do == "say"]


# -- what stands together ---------------------------------------------------------------------


def test_answers_without_buttons_stand_in_one_message(screen: Screen) -> None:
    out = screen.lay_out([say("Een."), say("Twee."), say("Drie?", buttons=BUTTONS)])
    assert texts(out) == ["Een.\n\nTwee.\n\nDrie?"]
    assert out[0].buttons == BUTTONS
    assert (out[0].do, out[0].language, out[0].select) == ("say", "nl", None)


def test_buttons_stay_with_the_answer_that_they_belong_to(screen: Screen) -> None:
    many = say("Wat wil je?", buttons=BUTTONS, select="several", language="fr")
    out = screen.lay_out([many, say("Kies maar."), say("Ja?", buttons=BUTTONS), say("Tot dan.")])
    assert texts(out) == ["Wat wil je?", "Kies maar.\n\nJa?", "Tot dan."]
    assert [(one.buttons, one.select) for one in out] == [
        (BUTTONS, "several"),
        (BUTTONS, None),
        ([], None),
    ]
    assert [one.language for one in out] == ["fr", "nl", "nl"]


def test_every_place_has_a_message_of_its_own(screen: Screen) -> None:
    first, second = card(TOWN, "1. Een"), card(TOWN, "2. Twee")
    first.buttons = []
    out = screen.lay_out([say("Dit vond ik:"), first, second, say("Is er iets bij?")])
    assert texts(out) == ["Dit vond ik:\n\n1. Een", "2. Twee", "Is er iets bij?"]


def test_who_is_in_danger_gets_everything_at_once(screen: Screen) -> None:
    crisis = say("Bel 112.", "utter_crisis_violence")
    out = screen.lay_out([crisis, say("1712.", "utter_crisis_violence_line"), say("Kan iemand?")])
    assert len(out) == 1
    assert "Bel 112.\n\n1712.\n\nKan iemand?" in shown(out[0])


def test_no_answer_is_no_message(screen: Screen) -> None:
    assert screen.lay_out([]) == []


# -- what is written --------------------------------------------------------------------------

plain_text = st.text(
    st.one_of(st.sampled_from("<>&_*`[]\"'./ \n😀é"), st.characters(codec="utf-8", categories="L"))
)


@settings(deadline=None, derandomize=True, max_examples=150)
@given(said=st.lists(plain_text.filter(str.strip), min_size=1, max_size=4), key=st.booleans())
def test_every_character_is_shown_as_it_was_said(said: list[str], key: bool) -> None:
    screen = Screen(words(), HOUSES.get, town)
    replies = [say(text, "utter_work_model" if key else "utter_thank") for text in said]
    everything = "".join(texts(screen.lay_out(replies)))
    assert "".join(everything.split()) == "".join("".join(said).split())


@pytest.mark.parametrize("name", ["Huis <b>Zon</b>", "A&B", "A &amp; B", "_Zon_ *Maan* `x` [y](z)"])
def test_marks_in_a_name_survive(screen: Screen, name: str) -> None:
    [out] = screen.lay_out([card(TOWN, f"1. {name}\nKoffie & taart <3")])
    text, entities = parse_html(out.html)
    assert text == f"1. {name}\nKoffie & taart <3"
    assert [e["type"] for e in entities] == ["bold"]


def test_what_introduces_a_card_stands_alone_when_our_keys_go_with_it(screen: Screen) -> None:
    """A message with buttons cannot take the keys away, and each card has its own."""
    right = {"title": "Klopt dit? (1)", "payload": '/report_wrong_info{"at":"1"}'}
    cards = [say(f"{n}. Plek", "utter_place_card", buttons=[right]) for n in (1, 2)]
    answers = [say("Goed."), say("Dit vond ik:"), *cards, say("Is er iets bij?", buttons=BUTTONS)]
    usual = screen.lay_out(answers)
    assert [one.buttons for one in usual] == [[right], [right], BUTTONS]
    alone = screen.lay_out(answers, plain_first=True)
    assert [one.buttons for one in alone] == [[], [right], [right], BUTTONS]
    assert texts(alone)[0] == "Goed.\n\nDit vond ik:"


@pytest.mark.parametrize("key", ["utter_place_card", "utter_advice_card", "utter_work_model"])
def test_the_title_of_a_card_is_bold_and_nothing_else(screen: Screen, key: str) -> None:
    [out] = screen.lay_out([say("Een buddy\nSamen iets doen.\nElke week.", key)])
    _, entities = parse_html(out.html)
    assert entities == [{"type": "bold", "offset": 0, "length": len("Een buddy")}]
    [out] = screen.lay_out([say("Graag gedaan.\nTot ziens.")])
    assert parse_html(out.html)[1] == []


def test_a_sentence_about_a_way_is_not_bold_as_a_whole(screen: Screen) -> None:
    for key in ("utter_work_model_source", "utter_work_model_no_preconditions"):
        [out] = screen.lay_out([say(words().text(key, "nl", name="Een buddy"), key)])
        assert parse_html(out.html)[1] == []


def test_a_long_text_is_split_at_ends_of_sentences(screen: Screen) -> None:
    sentence = "Hier staat een zin over <koffie> & 😀 taart."
    long = " ".join([sentence] * 300)
    out = screen.lay_out([say("Eerst dit."), say(long, buttons=BUTTONS)])
    assert len(out) > 2
    assert " ".join(" ".join(texts(out)).split()) == f"Eerst dit. {long}"
    for text in texts(out):
        assert text.endswith(".")
    assert [bool(one.buttons) for one in out] == [False] * (len(out) - 1) + [True]


def test_a_text_in_signs_that_must_be_escaped_is_not_too_long(screen: Screen) -> None:
    out = screen.lay_out([say("&<" * 5000)])
    assert "".join(texts(out)) == "&<" * 5000


def test_a_tap_copies_the_words_to_send(screen: Screen) -> None:
    how = say("Dit kan je sturen:", "utter_first_step_intro")
    [one] = screen.lay_out([how, say("Dag, mag ik <eens> komen?", "utter_first_step_text")])
    text, marks = parse_html(one.html)
    [mark] = [mark for mark in marks if mark["type"] == "code"]
    # Telegram counts in UTF-16 units; here there are no others.
    copied = text[mark["offset"] : mark["offset"] + mark["length"]]
    assert copied == "Dag, mag ik <eens> komen?"


def test_a_number_can_be_tapped(screen: Screen) -> None:
    [out] = screen.lay_out([say("Bel 09 234 56 78 of 0800 13 500.")])
    assert shown(out) == "Bel +32 9 234 56 78 of 0800 13 500."


# -- where it is ------------------------------------------------------------------------------


def test_a_door_that_is_known_gets_a_pin_after_its_card(screen: Screen) -> None:
    first, pin, second = screen.lay_out([card(DOOR), say("Is er iets bij?", buttons=BUTTONS)])
    assert (first.do, pin.do, second.do) == ("say", "pin", "say")
    assert pin.pin == {
        "title": "Het Huis",
        "address": "Markt 1, 9000 Ledeberg",
        "lat": 51.05,
        "lon": 3.72,
    }
    assert first.buttons == BUTTONS
    assert not pin.buttons
    assert "href" not in first.html


@pytest.mark.parametrize(("language", "title"), [("nl", "Toon op de kaart"), ("fr", "la carte")])
def test_a_street_without_a_point_gets_a_link_to_a_map(
    screen: Screen, language: str, title: str
) -> None:
    [out] = screen.lay_out([card(STREET, language=language)])
    text, entities = parse_html(out.html)
    assert text.splitlines()[-1].endswith(title)
    [link] = [e for e in entities if e["type"] == "text_link"]
    assert link["url"] == (
        "https://www.openstreetmap.org/search?query=Sint-Jansstraat+1+%26+2%2C+9000+Gent"
    )


def test_a_town_is_not_an_address_and_nothing_is_known_of_a_place_that_is_gone(
    screen: Screen,
) -> None:
    for initiative in (TOWN, house(id="gone"), house(id="")):
        [out] = screen.lay_out([card(initiative)])
        assert shown(out) == "1. Het Huis\nKoffie."


def test_a_street_that_must_be_checked_is_neither_pin_nor_link() -> None:
    doubt = house(id="doubt", lat=51.0, lon=3.7, note="recheck before showing the street")
    [out] = Screen(words(), {"doubt": doubt}.get, town).lay_out([card(doubt)])
    assert shown(out) == "1. Het Huis\nKoffie."


# -- on a locked phone ------------------------------------------------------------------------

TELLING = re.compile(
    r"\b(112|geweld\w*|misbruik\w*|slaat|geslagen|zelfmoord\w*|zelfdoding\w*|dood|sterven|gevaar\w*"
    r"|schuld(en)?|je huis|huur\w*|daklo\w+|ocmw|caw|leefloon|voorschot|\w*uitkering\w*|papieren"
    r"|eenzaam\w*|armoede|honger|politie|drugs?|alcohol\w*"
    r"|violen\w+|frapp\w+|abus|suicid\w*|mort|mourir|danger\w*|dettes?|logement|loyer"
    r"|sans-abri|pauvre\w*|cpas|allocations?|papiers|(?<!une )seule?s?|solitude|faim|police)\b",
    re.IGNORECASE,
)
"""Words that tell whoever sees a locked phone what the talk is about."""

NO_ANSWERS = re.compile(
    r"utter_(line|menu|command|summary_(way|place|area))_|_button$|utter_map_link"
)
"""Parts of answers: lines of a card, titles of buttons."""

LANGUAGES_AND_BOTH = [*LANGUAGES, ""]


def filled(key: str, language: str) -> str:
    """A response with values as they come: who helps, and everything that one can wish for.

    What somebody chose about money or an allowance is said back in those words.
    """
    spoken = language or SOURCE
    titles = {
        question: [b["title"] for b in words().buttons(f"utter_ask_{question}", spoken)]
        for question in ("wish", "size", "own_people", "likes")
    }
    everything = ", ".join(title for found in titles.values() for title in found)
    office = "CPAS de Namur" if spoken.startswith("fr") else "OCMW Gent"
    named = {"answers": everything, "picked": everything, "likes": ", ".join(titles["likes"])}
    named |= {"line": "CAW", "office": office, "phone": "0800 13 500", "office_phone": "09"}

    def value(name: str) -> str:
        return named.get(name, f"({name})")

    def text(register: str) -> str:
        source = words().translate(key, words().responses[key][0]["text"], register)
        names = [name for _, name, _, _ in string.Formatter().parse(source) if name]
        return source.format(**{name: value(name) for name in names})

    return text(language) if language else "\n".join(map(text, (SOURCE, "fr")))


def answers() -> Iterator[str]:
    return (key for key in words().responses if not NO_ANSWERS.search(key))


def first_line(out: Out) -> str:
    return shown(out).splitlines()[0]


@pytest.mark.parametrize("language", LANGUAGES_AND_BOTH)
def test_the_first_line_of_every_message_tells_nothing(screen: Screen, language: str) -> None:
    telling = {}
    for key in answers():
        reply = Reply(filled(key, language), key=key, language=language)
        for replies in ([reply], [reply, say("En nu?", buttons=BUTTONS)]):
            found = TELLING.search(first_line(screen.lay_out(replies)[0]))
            if found:
                telling[key] = found.group()
    assert not telling, "\n".join(f"{key}: {word}" for key, word in telling.items())


@pytest.mark.parametrize("language", LANGUAGES_AND_BOTH)
def test_the_neutral_line_stands_alone_before_what_tells(screen: Screen, language: str) -> None:
    neutral = words().text("utter_neutral_line", language or SOURCE)
    key = "utter_crisis_violence"
    [out] = screen.lay_out([Reply(filled(key, language), key=key, language=language)])
    assert shown(out).startswith(neutral)
    assert "\n\n" in shown(out)
    calm = Reply(filled("utter_welcome", language), key="utter_welcome", language=language)
    assert neutral not in shown(screen.lay_out([calm])[0])


@pytest.mark.parametrize("key", ["utter_write_in_private", "utter_was_away"])
@pytest.mark.parametrize("language", ["nl", "fr", "en", "ar", ""])
def test_what_is_said_outside_a_talk_tells_nothing_and_is_understood(
    screen: Screen, key: str, language: str
) -> None:
    said = screen.outside(key, language)
    assert not TELLING.search(said)
    both = language not in ("nl", "fr", "en")
    for spoken in ("nl", "fr", "en"):
        text = parse_html(said)[0]
        heard = spoken == language or (both and spoken != "en")
        assert (words().text(key, spoken) in text) is heard


def test_the_name_of_a_place_on_a_locked_phone_tells_nothing(screen: Screen) -> None:
    telling = set()
    for one in content.load_initiatives(DATA / "initiatives.csv"):
        if one.is_door and one.work_models:
            for language in ("nl", "fr"):
                title = words().text(
                    "utter_line_title", language, number=1, name=one.name_in(language)
                )
                line = first_line(screen.lay_out([card(one, f"{title}\nKoffie.")])[0])
                telling |= {line} if TELLING.search(line) else set()
    assert not telling, "\n".join(sorted(telling))
