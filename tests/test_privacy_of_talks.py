"""What stays of a whole talk in the database: nothing after 'wis alles', nothing old, no names."""

from __future__ import annotations

import itertools
import sqlite3
import time
from collections.abc import Iterator

import pytest
from auxil.here import Here
from auxil.talk import Talk, begun
from sqlalchemy.engine import make_url

from bot.bootstrap import settings
from bot.core.privacy import MASK

DAY = 24 * 60 * 60

_numbers = itertools.count()


@pytest.fixture
def talk(here: Here) -> Talk:
    """Somebody who told a few things, in Dutch."""
    talk = begun(here.send, "privacy")
    talk.presses("Mensen dicht bij huis")
    talk.presses("Klaar")
    return talk


@pytest.fixture
def database(here: Here) -> Iterator[sqlite3.Connection]:
    """The database file itself, opened beside the assistant."""
    connection = sqlite3.connect(make_url(settings().database_url).database or "")
    yield connection
    connection.close()


def rows_of(database: sqlite3.Connection, who: str) -> int:
    query = "SELECT count(*) FROM events WHERE sender_id = ?"
    return int(database.execute(query, (who,)).fetchone()[0])


def make_older(database: sqlite3.Connection, who: str, days: float) -> None:
    """Moves a talk back in time, as it lies in the database."""
    seconds = days * DAY
    database.execute(
        "UPDATE events SET timestamp = timestamp - ? WHERE sender_id = ?", (seconds, who)
    )
    database.commit()


def test_a_talk_is_kept_until_it_is_erased(
    here: Here, talk: Talk, database: sqlite3.Connection
) -> None:
    assert rows_of(database, here.who(talk._sender)) > 10


@pytest.mark.parametrize(
    "message", ["wis alles", "/wis", "/forget_me", "verwijder al mijn gegevens"]
)
def test_wis_alles_removes_every_event_of_that_person(
    here: Here, talk: Talk, database: sqlite3.Connection, message: str
) -> None:
    other = Talk(here.send, f"somebody else {next(_numbers)}")
    other.says("hallo")
    before = rows_of(database, here.who(other._sender))
    talk.presses("Stop")
    talk.says(message)
    talk.hears("utter_forgotten")
    assert rows_of(database, here.who(talk._sender)) == 0
    assert rows_of(database, here.who(other._sender)) == before > 0


def test_after_wis_alles_the_next_message_starts_afresh(here: Here, talk: Talk) -> None:
    talk.says("wis alles")
    talk.hears("utter_forgotten")
    talk.says("hallo")
    talk.hears("utter_ask_language")
    tracker = here.tracker(talk._sender)
    assert tracker is not None
    assert tracker.get_slot("wish") is None
    assert tracker.get_slot("language") is None


def test_a_button_from_before_wis_alles_does_nothing_of_the_old_talk(
    here: Here, talk: Talk
) -> None:
    old = talk.buttons["Het kost geld"]
    talk.says("wis alles")
    talk.says(old)
    assert talk.texts()
    tracker = here.tracker(talk._sender)
    assert tracker is not None
    assert tracker.get_slot("hard") is None
    assert tracker.get_slot("wish") is None


def test_efface_tout_in_french_as_well(here: Here, database: sqlite3.Connection) -> None:
    talk = Talk(here.send, f"privacy fr {next(_numbers)}", "fr")
    talk.says("bonjour")
    talk.presses("Français")
    talk.presses("Commencer")
    talk.says("efface tout")
    talk.hears("utter_forgotten")
    assert rows_of(database, here.who(talk._sender)) == 0
    talk.says("bonjour")
    talk.hears("utter_ask_language")


def test_erase_old_removes_talks_of_too_long_ago_and_only_those(
    here: Here, talk: Talk, database: sqlite3.Connection
) -> None:
    keep = settings().keep_days
    people = {}
    for name, days in {"old": keep + 1, "just within": keep - 1, "now": 0}.items():
        someone = Talk(here.send, f"{name} {next(_numbers)}")
        someone.says("hallo")
        people[name] = here.who(someone._sender)
        make_older(database, people[name], days)
    here.store.erase_old()
    assert rows_of(database, people["old"]) == 0
    assert rows_of(database, people["just within"]) > 0
    assert rows_of(database, people["now"]) > 0
    assert rows_of(database, here.who(talk._sender)) > 0


def test_a_talk_that_began_long_ago_and_still_goes_on_stays_whole(
    here: Here, talk: Talk, database: sqlite3.Connection
) -> None:
    who = here.who(talk._sender)
    make_older(database, who, settings().keep_days - 0.5)
    older = rows_of(database, who)
    talk.says("het kost geld")
    before = rows_of(database, who)
    here.store.erase_old(time.time() + DAY)
    assert rows_of(database, who) == before > older


def test_who_comes_back_after_the_agreed_days_begins_anew(
    here: Here, talk: Talk, database: sqlite3.Connection
) -> None:
    """Also when nobody else talked meanwhile: what is too old is not read, shown or kept."""
    who = here.who(talk._sender)
    make_older(database, who, settings().keep_days + 1)
    before = rows_of(database, who)
    here.store._next_sweep = 0.0
    talk.says("dag")
    talk.hears("utter_ask_language")
    talk.hears_not("utter_welcome_back")
    assert rows_of(database, who) < before
    query = "SELECT min(timestamp) FROM events WHERE sender_id = ?"
    oldest = database.execute(query, (who,)).fetchone()[0]
    assert oldest > time.time() - DAY


def test_erase_old_can_be_asked_for_another_moment(
    here: Here, talk: Talk, database: sqlite3.Connection
) -> None:
    someone = Talk(here.send, f"later {next(_numbers)}")
    someone.says("hallo")
    who = here.who(someone._sender)
    make_older(database, who, 1)
    others = rows_of(database, here.who(talk._sender))
    here.store.erase_old(time.time() + (settings().keep_days - 0.5) * DAY)
    assert rows_of(database, who) == 0
    assert rows_of(database, here.who(talk._sender)) == others


def test_the_words_of_a_crisis_do_not_stay_and_the_talk_does(
    here: Here, talk: Talk, database: sqlite3.Connection
) -> None:
    talk.says("mijn man slaat mij met een koekenpan")
    talk.hears("utter_crisis_reader")
    talk.presses("Nee")
    talk.hears("utter_crisis_violence")
    query = "SELECT group_concat(data) FROM events WHERE sender_id = ?"
    kept = database.execute(query, (here.who(talk._sender),)).fetchone()[0]
    assert "koekenpan" not in kept
    assert "crisis_violence" not in kept
    assert MASK in kept or "\\u2592" in kept
    talk.presses("Verder")
    talk.hears("utter_again_hard")


def test_a_talk_on_disk_holds_no_name_number_or_street(
    here: Here, talk: Talk, database: sqlite3.Connection
) -> None:
    talk.says("ik heet Wilhelmina en ik woon in de Kersenpitstraat 12, bel 0478 11 22 33")
    kept = "\n".join(row[0] for row in database.execute("SELECT data FROM events"))
    for secret in ("Wilhelmina", "Kersenpit", "0478 11 22 33"):
        assert secret not in kept
