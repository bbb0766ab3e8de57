"""A whole talk full of made-up words, and then a search for them in everything that could keep one.

No name, address or word of a crisis is ever anywhere; after 'wis alles' no word is. The words exist
in no language, so whatever is found came from the talk.
"""

from __future__ import annotations

import itertools
import logging
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from auxil.here import Here
from auxil.talk import Talk, begun
from sqlalchemy.engine import make_url

from bot.bootstrap import ROOT, engine, settings
from bot.guide import Guide
from bot.store import counts

_numbers = itertools.count()

TOLD = "zqxmerkwoord7"
"""In what is told freely: kept with the talk, until it is erased."""
PERSONAL = [
    *("zqxvoornaam1", "zqxachternaam2", "zqxprenom3", "zqxnom4", "zqxfirst5"),
    *("zqxkerk6", "zqxlilas8", "zqxmail9", "0478 11 22 33", "85.07.30", "0754 7034"),
]
CRISIS = [f"zqxgevaar{number}" for number in range(1, 9)]

DUTCH = {
    "hello": ["hallo", "Nederlands", "Start"],
    "told": [
        f"ik zoek iemand om {TOLD} mee te doen",
        f"het is moeilijk want {TOLD}",
        "ik heet zqxvoornaam1 zqxachternaam2 en ik zoek een maatje",
        "mijn naam is zqxvoornaam1 van den zqxachternaam2",
        "my name is zqxfirst5 zqxachternaam2",
        f"ik woon in de zqxkerk6straat 12 bus 3 in gent, {TOLD}",
        "mail mij op zqxmail9@voorbeeld.be of bel 0478 11 22 33",
        "rijksregister 85.07.30-033.28, rekening be68 5390 0754 7034",
        f"welke {TOLD} zijn er in 9000 gent?",
        f"{TOLD} " * 700,
    ],
    "danger": [
        f"ik wil dood {CRISIS[0]}",
        f"mijn man slaat mij met een {CRISIS[1]}",
        f"hij ademt niet meer, {CRISIS[2]}",
        f"{CRISIS[3]} " * 400 + "ik wil niet meer leven",
    ],
    "erase": ["wis alles"],
}
FRENCH = {
    "hello": ["bonjour", "Français", "Commencer"],
    "told": [
        f"je cherche quelqu'un pour {TOLD}",
        "je m'appelle zqxprenom3 zqxnom4 et je cherche un ami",
        "moi c'est zqxprenom3",
        f"j'habite clos des zqxlilas8 4 à bruxelles, {TOLD}",
        "mon nom est zqxnom4, mon mail zqxmail9@exemple.be",
        f"pourquoi {TOLD} ?",
    ],
    "danger": [
        f"je veux mourir {CRISIS[4]}",
        f"mon mari me frappe {CRISIS[5]}",
        f"il ne respire plus {CRISIS[6]}",
    ],
    "erase": ["tout effacer"],
}


@pytest.fixture(params=["delete", "wal"])
def database(here: Here, request: pytest.FixtureRequest) -> Iterator[Path]:
    """The database file, also as an installation may have set it: with a write-ahead log."""
    path = Path(make_url(settings().database_url).database or "")
    # A connection that is kept for the next one who asks would hold the file as it is.
    engine().dispose()
    connection = sqlite3.connect(path)
    assert connection.execute(f"PRAGMA journal_mode = {request.param}").fetchone() == (
        request.param,
    )
    # Who has read keeps the log where it is.
    connection.execute("SELECT count(*) FROM events").fetchone()
    yield path
    engine().dispose()
    connection.execute("PRAGMA journal_mode = delete")
    connection.close()


class Search:
    """Looks for words in all that a talk could have left a trace in since this was made."""

    def __init__(
        self, database: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
    ) -> None:
        self._database = database
        self._caplog = caplog
        self._capfd = capfd
        self._shown = ""
        # Clocks of file systems are coarse.
        self._since = time.time() - 2

    def found(self, words: list[str]) -> set[tuple[str, str]]:
        """Which words are found, each with where."""
        kept = {name.lower(): content.lower() for name, content in self._all()}
        return {
            (word, name)
            for name, content in kept.items()
            for word in words
            if word.lower().encode() in content
        }

    def _all(self) -> Iterator[tuple[str, bytes]]:
        self._shown += "".join(self._capfd.readouterr())
        yield "output", self._shown.encode()
        yield "log", self._caplog.text.encode()
        yield from self._rows()
        for folder in {settings().var, self._database.parent}:
            for path in folder.rglob("*"):
                yield from _read(path)
        for name in ("models", ".rasa", "var"):
            for path in (ROOT / name).rglob("*"):
                # What lay there before this talk cannot hold its words.
                if path.is_file() and path.stat().st_mtime >= self._since:
                    yield from _read(path)

    def _rows(self) -> Iterator[tuple[str, bytes]]:
        """Every table, as a program would read it: what stands in no file in plain letters too."""
        with sqlite3.connect(self._database) as connection:
            query = "SELECT name FROM sqlite_master WHERE type = 'table'"
            for (table,) in connection.execute(query).fetchall():
                rows = connection.execute(f'SELECT * FROM "{table}"').fetchall()
                yield f"table {table}", repr(rows).encode()


def _read(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        if path.is_file():
            yield str(path), path.read_bytes()
    except FileNotFoundError:  # a journal that went meanwhile
        return


@pytest.fixture
def search(
    database: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> Search:
    return Search(database, caplog, capfd)


def greeted(here: Here, script: dict[str, list[str]]) -> Talk:
    """Somebody who chose a language and begins."""
    first, *buttons = script["hello"]
    language = "fr" if first == "bonjour" else "nl"
    talk = Talk(here.send, f"nothing left {next(_numbers)}", language)
    talk.says(first)
    for title in buttons:
        talk.presses(title)
    return talk


def dangers(here: Here) -> int:
    return sum(number for _, _, number in counts.rows(here.store.engine))


@pytest.mark.parametrize("script", [DUTCH, FRENCH], ids=["nl", "fr"])
def test_nothing_of_a_talk_is_left_anywhere(
    here: Here, search: Search, script: dict[str, list[str]]
) -> None:
    talk = greeted(here, script)
    for text in script["told"]:
        talk.says(text)
        assert talk.texts()
    assert search.found(PERSONAL) == set()
    # What is told freely is kept: so the search does find what is there.
    assert {where for _, where in search.found([TOLD])} >= {"table events"}

    before = dangers(here)
    for text in script["danger"]:
        talk.says(text)
        assert "112" in "\n".join(talk.texts()), text
        assert search.found(CRISIS) == set()
    assert dangers(here) == before + len(script["danger"])

    for text in script["erase"]:
        talk.says(text)
    talk.hears("utter_forgotten")
    assert search.found([TOLD, *PERSONAL, *CRISIS, here.who(talk._sender)]) == {
        (here.who(talk._sender), str(settings().var / "erasures").lower())
    }


def test_a_talk_that_broke_leaves_nothing_either(
    here: Here, search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What fails may carry the words that it failed on: only its kind is logged."""

    def fails(*given: Any, **_: Any) -> Any:
        raise RuntimeError(f"{CRISIS[7]} {TOLD} {given}")

    talk = begun(here.send, "nothing left, broken")
    with monkeypatch.context() as broken:
        broken.setattr(Guide, "lines", fails)
        broken.setattr(here.agent, "handle_message", fails)
        talk.says(f"ik wil dood {CRISIS[7]}")
        talk.hears("utter_crisis_suicide", "utter_sorry")
        talk.says(f"ik zoek {TOLD}")
        talk.hears("utter_sorry")
    assert search.found([TOLD, CRISIS[7]]) == set()


def test_a_database_that_fails_shows_no_words(
    here: Here, search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = begun(here.send, "nothing left, locked")

    def locked(*given: Any, **_: Any) -> Any:
        raise sqlite3.OperationalError(f"{TOLD} {given}")

    with monkeypatch.context() as broken:
        broken.setattr(here.store, "_additional_events", locked)
        talk.says(f"ik zoek {TOLD}")
        talk.hears("utter_sorry")
    assert search.found([TOLD]) == set()


def test_the_log_is_searched_at_the_level_that_people_start_it_with(search: Search) -> None:
    assert logging.getLogger().getEffectiveLevel() >= logging.WARNING
    logging.getLogger("bot.intake").error("%s", TOLD)
    assert (TOLD, "log") in search.found([TOLD])
