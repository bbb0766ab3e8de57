"""Nine people talk from /start to a door with a pin, each in an own way, all at the same time."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from auxil.telegram_bot import RunningBot
from auxil.telegram_expected import laid_out
from auxil.telegram_people import Person, Shown
from auxil.telegram_server import TelegramServer
from auxil.telegram_steps import answered, marked, ticks

from bot.bootstrap import detector, words

Answer = tuple[str, str]
"""A button, and the same in one's own words."""


@dataclass(frozen=True)
class Speaker:
    """How someone answers in a language, with buttons and with words."""

    language: str
    device: str
    begin: Answer
    start: Answer
    wish: Answer
    done: str
    rest: tuple[Answer, ...]
    """Answers to the questions after it, as far as they are asked."""
    way: Answer
    share: str
    point: tuple[float, float]
    town: str
    found: str
    """What stands in the answer once the town is known."""
    elsewhere: str
    first_step: str


SPEAKERS = [
    Speaker(
        language="nl",
        device="nl",
        begin=("Nederlands", "nederlands"),
        start=("Start", "ja tis goed"),
        wish=("Binnenlopen: koffie, eten", "ergens binnenlopen voor koffie"),
        done="Klaar",
        rest=(
            ("Niets, het gaat wel", "niets"),
            ("Maakt niet uit", "maakt nie uit"),
            ("Er is nu niemand", "er is niemand"),
        ),
        way=("Binnenlopen of meehelpen", "de eerste"),
        share="Stuur waar ik ben",
        point=(51.0502, 3.7227),
        town="gent",
        found="de buurt van Gent",
        elsewhere="mechelen",
        first_step="Eerste stap: 1",
    ),
    Speaker(
        language="fr",
        device="fr",
        begin=("Français", "en français"),
        start=("Commencer", "oui"),
        wish=("Un lieu : café, repas, parler", "prendre un café quelque part"),
        done="J’ai fini",
        rest=(
            ("Rien, ça va", "rien"),
            ("Peu importe", "peu importe"),
            ("Personne pour le moment", "personne"),
        ),
        way=("Pousser la porte, ou aider", "le premier"),
        share="Envoyer où je suis",
        point=(51.2203, 4.4007),
        town="anvers",
        found="à Anvers ou tout près",
        elsewhere="malines",
        first_step="Premier pas : 1",
    ),
    Speaker(
        language="nl-simple",
        device="de",
        begin=("Makkelijk Nederlands", "makkelijk nederlands"),
        start=("Start", "ja"),
        wish=("Een plek voor koffie of eten", "een plek voor koffie"),
        done="Klaar",
        rest=(
            ("Niets is moeilijk", "niets"),
            ("Maakt niet uit", "maakt niet uit"),
            ("Ik heb nu niemand", "niemand"),
        ),
        way=("Als gast komen of meehelpen", "de eerste"),
        share="Stuur waar ik ben",
        point=(51.2203, 4.4007),
        town="antwerpen",
        found="dicht bij Antwerpen",
        elsewhere="mechelen",
        first_step="Ik kies plek 1",
    ),
]
HOW = ["buttons", "words", "both"]


class Talk:
    """One person and what was seen on the way.

    Args:
        how: with buttons, with words, or with both in turn.
    """

    def __init__(self, server: TelegramServer, speaker: Speaker, how: str) -> None:
        self.speaker = speaker
        self.person: Person = server.person(speaker.device, first_name="Zwaantje")
        self.how = how
        self.pressed: list[tuple[int, str]] = []
        """The message and what was chosen under it."""
        self.asked_where: list[list[str]] | None = None
        self.cards: list[list[Shown]] = []
        """Every answer with places in it."""
        self._turns = 0

    def hold(self) -> Talk:
        """The whole talk."""
        person, speaker = self.person, self.speaker
        answered(person, person.starts)
        self._answers(speaker.begin)
        self._answers(speaker.start)
        if self._with_buttons():
            ticks(person, self._title(speaker.wish[0]))
            self._presses(speaker.done, speaker.wish[0])
        else:
            answered(person, person.says, speaker.wish[1])
        for _ in speaker.rest:
            for answer in speaker.rest:
                if self._title(answer[0]) in person.titles():
                    self._answers(answer)
        self._answers(speaker.way)
        self.asked_where = person.keyboard
        if self._with_buttons():
            self.cards.append(answered(person, person.shares_location, *speaker.point))
        else:
            self.cards.append(answered(person, person.says, speaker.town))
        if self.how == "both":
            self.cards.append(answered(person, person.says, speaker.elsewhere))
        self._presses(speaker.first_step)
        return self

    def _with_buttons(self) -> bool:
        """Whether it is a press this time; who does both begins in words."""
        self._turns += 1
        return self.how == "buttons" or (self.how == "both" and self._turns % 2 == 0)

    def _answers(self, answer: Answer) -> None:
        if self._with_buttons():
            self._presses(answer[0])
        else:
            answered(self.person, self.person.says, answer[1])

    def _presses(self, title: str, shown: str = "") -> None:
        title = self._title(title)
        assert title in self.person.titles(), f"{title}\n{self.person}"
        under = [m.message_id for m in self.person.screen if m.buttons][-1]
        self.pressed.append((under, shown or title))
        answered(self.person, self.person.presses, title)

    def _title(self, title: str) -> str:
        """The button as it is written: French has spaces that do not break."""
        for shown in self.person.titles():
            if shown.replace("\xa0", " ").replace("\u202f", " ") == title:
                return shown
        return title


@pytest.fixture(scope="module")
def talks(telegram: TelegramServer, bot: RunningBot) -> dict[str, Future[Talk]]:
    """All nine talks, held side by side; one that failed says so in each of its tests."""
    with ThreadPoolExecutor(len(SPEAKERS) * len(HOW)) as pool:
        return {
            f"{speaker.language}-{how}": pool.submit(Talk(telegram, speaker, how).hold)
            for speaker in SPEAKERS
            for how in HOW
        }


@pytest.fixture(params=[f"{speaker.language}-{how}" for speaker in SPEAKERS for how in HOW])
def talk(request: pytest.FixtureRequest, talks: dict[str, Future[Talk]]) -> Talk:
    return talks[request.param].result()


@pytest.fixture(scope="module")
def doors(bot: RunningBot) -> dict[str, dict[str, Any]]:
    """The rows of the directory that this bot uses, by name in Dutch and in French."""
    with sqlite3.connect(bot.database) as database:
        database.row_factory = sqlite3.Row
        rows = [dict(row) for row in database.execute("SELECT * FROM initiatives")]
    return {row["name"]: row for row in rows}


def cards_of(talk: Talk) -> list[tuple[Shown, Shown | None, str]]:
    """Every card with the message after it, and its name."""
    found = []
    for shown in talk.cards:
        for card, following in zip(shown, [*shown[1:], None], strict=True):
            titles = [b for b in marked(card, "bold") if b[:2] in ("1.", "2.", "3.")]
            found += [(card, following, title[3:]) for title in titles]
    return found


def test_everyone_comes_to_a_door_with_a_pin(talk: Talk, doors: dict[str, dict[str, Any]]) -> None:
    pins = [(following, name) for _, following, name in cards_of(talk) if doors[name]["lat"]]
    assert pins, f"no door with a known point\n{talk.person}"
    for following, name in pins:
        assert following is not None, f"{name}\n{talk.person}"
        assert following.venue, f"{name}\n{talk.person}"
        row = doors[name]
        assert following.venue["title"] == name
        assert following.venue["address"].startswith(f"{row['street_address']}, ")
        assert row["postal_code"] in following.venue["address"]
        assert following.venue["location"] == {"latitude": row["lat"], "longitude": row["lon"]}


def test_every_card_says_what_is_known_of_the_door(
    talk: Talk, doors: dict[str, dict[str, Any]]
) -> None:
    assert talk.speaker.found in talk.cards[0][0].text
    assert 2 * len(talk.cards) <= len(cards_of(talk)) <= 3 * len(talk.cards)
    for card, _, name in cards_of(talk):
        row = doors[name]
        phone = row["phone"]
        if phone.startswith("0") and not phone.startswith("0800"):
            # As a phone dials it, also from abroad.
            assert f"+32 {phone[1:]}" in card.text
            assert phone not in card.text
        assert row["website"] in card.text
        known = any(c.isdigit() for c in row["street_address"]) and not row["lat"]
        links = [e["url"] for e in card.html_entities if e["type"] == "text_link"]
        assert bool(links) is known, f"{name}\n{card}"
        for link in links:
            assert link.startswith("https://www.openstreetmap.org/search?query=")
            assert row["postal_code"] in link
            assert marked(card, "text_link") == [words().text("utter_map_link", _of(talk))]


def test_somebody_sees_a_number_and_a_map(talks: dict[str, Future[Talk]]) -> None:
    """What the test above looks for is there to be found."""
    cards = [card for talk in talks.values() for card, _, _ in cards_of(talk.result())]
    assert any("+32 " in card.text for card in cards)
    assert any(marked(card, "text_link") for card in cards)


def test_everyone_is_answered_in_the_own_language(talk: Talk) -> None:
    language, seen = _of(talk), talk.person.seen
    for key in ("utter_ask_ready", "utter_ask_place", "utter_places_question"):
        said = laid_out(words().text(key, language), language)
        assert any(said in text for text in seen), key
    # The first message may still be in both languages.
    for text in seen[2:]:
        assert detector().guess(text) == language[:2], text


def test_the_ways_have_their_names_in_bold(talk: Talk) -> None:
    advice = next(m for m in talk.person.screen if f"\n{talk.speaker.way[0]}\n" in m.text)
    titles = [bold for bold in marked(advice, "bold") if f"\n{bold}\n" in advice.text]
    assert titles[0] == talk.speaker.way[0]
    assert len(set(titles)) == 2


def test_the_keys_for_a_place_come_and_go(talk: Talk) -> None:
    language = _of(talk)
    assert talk.asked_where is not None
    assert talk.asked_where[0] == [talk.speaker.share]
    assert [words().text("utter_share_location_button", language)] == talk.asked_where[0]
    assert talk.person.keyboard is None
    asked = [c for c in _calls(talk, "sendMessage") if "keyboard" in c.get("reply_markup", {})]
    assert len(asked) == 1
    assert asked[0]["reply_markup"]["keyboard"][0][0]["request_location"] is True
    assert talk.cards[0][0].removes_keyboard


def test_what_was_chosen_stays_under_its_question(talk: Talk) -> None:
    by_number = {shown.message_id: shown for shown in talk.person.screen}
    assert talk.pressed
    for number, title in talk.pressed:
        shown = by_number[number]
        assert shown.text.replace("\xa0", " ").endswith(f"\n\n➜ {title}".replace("\xa0", " "))
        assert marked(shown, "bold")[-1].replace("\xa0", " ") == title.replace("\xa0", " ")
    # Only what is asked now can be pressed, and what is on a card.
    inline = [m for m in talk.person.screen if m.buttons]
    assert [m for m in inline if m.asks] == [talk.person.screen[-1]]
    cards = {card.message_id for card, _, _ in cards_of(talk)}
    standing = {m.message_id for m in inline[:-1]}
    assert standing == cards


def test_nothing_turns_rings_or_unfolds_by_itself(talk: Talk) -> None:
    person = talk.person
    presses = [p for p in person.server.presses.values() if p.person is person]
    assert len(presses) >= 1
    assert all(press.answered for press in presses)
    assert all(shown.silent for shown in person.screen if not shown.mine)
    for call in (*_calls(talk, "sendMessage"), *_calls(talk, "editMessageText")):
        preview = call["link_preview_options"]
        assert (preview if isinstance(preview, dict) else json.loads(preview))["is_disabled"]


def test_telegram_takes_everything(talk: Talk) -> None:
    refused = [
        (call.method, call.answer)
        for call in talk.person.server.calls
        if call.chat_id == talk.person.id and call.status != 200
    ]
    assert refused == []


def test_nobody_hears_of_the_town_of_another(talk: Talk) -> None:
    others = {speaker.found for speaker in SPEAKERS} - {talk.speaker.found}
    for text in talk.person.seen:
        assert not any(found in text for found in others), text


def _of(talk: Talk) -> str:
    return talk.speaker.language


def _calls(talk: Talk, method: str) -> list[dict[str, Any]]:
    return [call.parameters for call in talk.person.server.called(method, talk.person.id)]
