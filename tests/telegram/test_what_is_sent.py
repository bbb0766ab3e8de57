"""Whatever a person sends gets a fitting answer, and only what was meant as an answer counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle
from typing import Any

import pytest
from auxil.telegram_bot import RunningBot
from auxil.telegram_people import Person, Shown
from auxil.telegram_server import TelegramServer
from auxil.telegram_steps import (
    PATIENCE,
    after,
    all_done,
    answered,
    at_once,
    hears,
    kept,
    newest,
    soon,
)

from bot.bootstrap import words
from bot.core.questions import QUESTIONS

ANTWERP, PARIS = (51.2203, 4.4007), (48.8566, 2.3522)

pytestmark = pytest.mark.usefixtures("bot")


def asked_what_to_wish(telegram: TelegramServer, language: str = "nl") -> Person:
    """Someone who is asked the first question."""
    person = telegram.person(language)
    answered(person, person.starts, f"{language}-9000")
    answered(person, person.presses, {"nl": "Start", "fr": "Commencer"}[language])
    return person


@pytest.fixture(scope="module")
def waiting(telegram: TelegramServer, bot: RunningBot) -> Iterator[Person]:
    """People who are all asked that; they came at the same time."""
    return iter(at_once([partial(asked_what_to_wish, telegram)] * 5))


@pytest.fixture
def person(waiting: Iterator[Person]) -> Person:
    """One of them."""
    return next(waiting)


def kept_answers(bot: RunningBot, person: Person) -> dict[str, Any]:
    """What the bot keeps of a person's answers to the questions."""
    slots = kept(bot, person)
    assert slots, "the talk itself is kept"
    return {name: slots[name] for name in (*QUESTIONS, "picks") if slots.get(name)}


# -- what is no text ------------------------------------------------------------------------------

SENT: dict[str, Callable[[Person], Any]] = {
    "voice": Person.sends_voice,
    "picture": Person.sends_photo,
    "video": Person.sends_video_note,
    "sticker": Person.sends_sticker,
    "contact": Person.sends_contact,
    "file": Person.sends_document,
    "poll": Person.sends_poll,
    "abroad": lambda person: person.shares_location(*PARIS),
    "forwarded": lambda person: person.forwards("kom je morgen naar het feest?"),
}
KEYS = {"video": "utter_sent_picture", "poll": "utter_sent_forwarded"}
"""A poll reaches a bot only when it is passed on."""


def test_each_kind_has_its_own_answer_and_the_question_comes_back(
    telegram: TelegramServer, bot: RunningBot
) -> None:
    def sends(kind: str, language: str) -> tuple[str, str, Person, list[Shown]]:
        person = asked_what_to_wish(telegram, language)
        return kind, language, person, answered(person, SENT[kind], person)

    acts = [partial(sends, *both) for both in zip(SENT, cycle(["nl", "fr"]), strict=False)]
    for kind, language, person, shown in at_once(acts):
        said = words().text(KEYS.get(kind, f"utter_sent_{kind}"), language)
        assert shown[0].text.startswith(said), f"{kind}\n{person}"
        assert words().text("utter_ask_wish", language, number=1) in shown[-1].text, kind
        assert shown[-1].buttons, kind
        assert kept_answers(bot, person) == {}, kind


def test_the_words_under_a_picture_count(person: Person, bot: RunningBot) -> None:
    shown = answered(person, person.sends_photo, "ik wil graag iets doen voor anderen")
    assert shown[0].text.startswith(words().text("utter_sent_picture", "nl"))
    assert kept_answers(bot, person) == {"wish": ["be_useful"]}


def test_danger_under_a_picture_or_passed_on_gets_help_first(telegram: TelegramServer) -> None:
    def pictures() -> list[Shown]:
        person = asked_what_to_wish(telegram)
        return answered(person, person.sends_photo, "mijn man slaat mij")

    def passes_on() -> list[Shown]:
        person = asked_what_to_wish(telegram)
        return answered(person, person.forwards, "ik wil niet meer leven")

    for shown in at_once([pictures, passes_on]):
        first, then = shown[0].text.split("\n\n")[:2]
        assert first == words().text("utter_neutral_line", "nl")
        assert "112" in then
        # Not a word about what cannot be read.
        assert not any("foto" in m.text.casefold() or "anders" in m.text for m in shown)


def test_what_is_changed_afterwards_is_not_read(person: Person, bot: RunningBot) -> None:
    typed = person.says("weet ik niet")
    hears(person, "Vraag 2")
    shown = answered(person, person.edits, typed, "ik wil iets doen voor anderen")
    assert shown[0].text.startswith(words().text("utter_sent_edited", "nl"))
    assert "be_useful" not in str(kept_answers(bot, person))


def test_a_place_that_nobody_asked_for_is_kept_for_later(person: Person, bot: RunningBot) -> None:
    shown = answered(person, person.shares_location, *ANTWERP)
    # The nearest town may not be the one that was meant: it is named.
    assert "Antwerpen" in shown[0].text
    assert "Vraag 1" in shown[-1].text
    assert kept(bot, person)["place"].startswith("2000 ")
    assert kept_answers(bot, person) == {}


# -- where others read along ----------------------------------------------------------------------


def test_a_group_hears_one_thing_once_and_a_channel_nothing(
    telegram: TelegramServer, bot: RunningBot
) -> None:
    group = telegram.group()
    group.says("hallo allemaal")
    said = words().both("utter_write_in_private")
    telegram.wait(lambda: said in group.seen, PATIENCE)
    before = len(telegram.calls)
    group.says("mijn man slaat mij", mention=True)
    group.says("/start")
    post = telegram.channel_post("Vanavond soep in het buurthuis")
    # Somebody who writes after all that is answered: the others were read before.
    person = telegram.person("nl")
    answered(person, person.starts)
    soon(lambda: all_done(bot))
    assert group.seen == [said]
    assert all(shown.silent and not shown.buttons for shown in group.screen if not shown.mine)
    others = {call.chat_id for call in telegram.calls[before:] if call.chat_id} - {person.id}
    assert not any(chat < 0 for chat in others), post


# -- typed text is text ---------------------------------------------------------------------------

PAYLOADS = [
    '/inform{"place":"x"}',
    '/answer{"wish":"together"}',
    '/answer{"wish":["together"],"hard":["money"]}',
    "/restart",
    "/session_start",
    "/forget_me",
    "/quick_away",
    "/done",
]
NO_WORDS = ["😀😀😀", "\u202e\u200b\u2066", "\x00\x07\x1b", "...", "?!"]
JSON = ['{"wish": ["together"]}', '[{"event": "slot", "name": "wish", "value": "together"}]']


def test_what_only_looks_like_a_button_is_text(telegram: TelegramServer, bot: RunningBot) -> None:
    def types(text: str) -> tuple[str, Person, list[Shown]]:
        person = asked_what_to_wish(telegram)
        return text, person, answered(person, person.says, text)

    for text, person, shown in at_once([partial(types, text) for text in PAYLOADS + NO_WORDS]):
        # The very button that was offered counts as a press only when it is pressed.
        assert kept_answers(bot, person) == {}, text
        assert "Vraag 1" in shown[-1].text, f"{text}\n{person}"
        assert not any("✓" in title for title in person.titles()), text


def test_data_that_somebody_pastes_is_no_wish_and_erases_nothing(
    telegram: TelegramServer, bot: RunningBot
) -> None:
    for text in JSON:
        person = asked_what_to_wish(telegram)
        last = newest(person)
        person.says(text)
        person.wait(lambda p, last=last: after(p, last), PATIENCE)
        erased = words().text("utter_forgotten_telegram", "nl")
        assert erased not in after(person, last)[0].text, text
        assert kept_answers(bot, person) == {}, text


def test_ten_thousand_characters_are_never_met_with_silence(
    person: Person, bot: RunningBot
) -> None:
    last = newest(person)
    person.says("qsdf jklm " * 1000)
    own = [shown for shown in person.screen if shown.mine and shown.message_id > last]
    assert len(own) == 3, "an app sends it in pieces"
    person.wait(lambda p: len(after(p, last)) == 3 and after(p, last)[-1].buttons, PATIENCE)
    assert words().text("utter_too_long", "nl") in after(person, last)[0].text
    assert kept_answers(bot, person) == {}


def test_control_characters_do_not_hide_the_words(person: Person, bot: RunningBot) -> None:
    answered(person, person.says, "\x00ik wil\x07 graag iets\u200b doen voor\x1b anderen\u202e")
    assert kept_answers(bot, person) == {"wish": ["be_useful"]}
