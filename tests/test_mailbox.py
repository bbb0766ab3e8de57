"""What waits in the boxes of Telegram: each once, in order, and readable by nobody else."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import InvalidToken
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine

from bot.bootstrap import erase_for_good
from bot.store.mailbox import CHAT_KEPT, HOUR, NUMBERS_KEPT, Mailbox
from bot.store.seal import Seal

SECRET = b"a secret of the tests, and no other"
AN, BO = "pseudonym-of-an", "pseudonym-of-bo"


def letter(text: str, chat_id: int = 7001) -> dict[str, Any]:
    return {"chat_id": chat_id, "kind": "typed", "text": text}


def opened(path: Path, secret: bytes = SECRET, purpose: str = "telegram") -> Mailbox:
    engine = create_engine(f"sqlite:///{path}", future=True)
    erase_for_good(engine)
    box = Mailbox(engine, Seal(secret, purpose))
    box.create()
    return box


@pytest.fixture(autouse=True)
def _careless() -> Iterator[None]:
    """An SQLite that leaves what was deleted in its file, as most of them do by themselves."""

    def leave(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA secure_delete = OFF")

    event.listen(Engine, "connect", leave)
    yield
    event.remove(Engine, "connect", leave)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "boxes.db"


@pytest.fixture
def box(file: Path) -> Mailbox:
    return opened(file)


def rows(file: Path, table: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(file) as database:
        return database.execute(f"SELECT * FROM {table}").fetchall()


def texts_in(box: Mailbox, chat: str) -> list[str]:
    """Everything that waits to be answered, in the order in which it comes."""
    return [text for _, text in _emptied(box, chat)]


def _emptied(box: Mailbox, chat: str) -> Iterator[tuple[int, str]]:
    while (waiting := box.next_in(chat)) is not None:
        yield waiting.number, waiting.body["text"]
        box.done(waiting.number)


def texts_out(box: Mailbox, chat: str) -> list[str]:
    """Everything that waits to be sent, in the order in which it goes."""
    texts = []
    while (waiting := box.next_out(chat)) is not None:
        texts.append(waiting.body["html"])
        box.sent(waiting.number, chat, None)
    return texts


# -- each once --------------------------------------------------------------------------------


def test_an_update_that_comes_twice_is_one(box: Mailbox) -> None:
    assert box.take([(1, AN, letter("hallo"))]) == [1]
    assert box.take([(1, AN, letter("hallo")), (2, AN, letter("dag"))]) == [2]
    assert texts_in(box, AN) == ["hallo", "dag"]


def test_an_update_that_comes_twice_in_one_answer_is_one(box: Mailbox) -> None:
    assert box.take([(1, AN, letter("hallo")), (1, AN, letter("hallo"))]) == [1]
    assert texts_in(box, AN) == ["hallo"]


def test_an_update_that_comes_again_after_its_answer_is_not_answered_again(box: Mailbox) -> None:
    box.take([(1, AN, letter("hallo"))])
    box.done(1)
    assert box.take([(1, AN, letter("hallo"))]) == []
    assert box.next_in(AN) is None


def test_it_stays_one_when_the_bot_was_started_again(file: Path) -> None:
    opened(file).take([(1, AN, letter("hallo"))])
    again = opened(file)
    assert again.take([(1, AN, letter("hallo"))]) == []
    assert texts_in(again, AN) == ["hallo"]


def test_nothing_new_is_nothing_to_write(box: Mailbox) -> None:
    assert box.take([]) == []
    assert box.last_taken() is None


# -- in order ---------------------------------------------------------------------------------


def test_a_chat_is_answered_in_the_order_of_its_updates(box: Mailbox) -> None:
    box.take([(12, AN, letter("drie")), (10, AN, letter("een")), (7_000_000_011, BO, letter("x"))])
    box.take([(11, AN, letter("twee"))])
    assert texts_in(box, AN) == ["een", "twee", "drie"]
    assert texts_in(box, BO) == ["x"]


def test_a_chat_is_sent_to_in_the_order_in_which_it_was_said(box: Mailbox) -> None:
    box.put_out(AN, [{"html": "een"}, {"html": "twee"}])
    box.put_out(BO, [{"html": "x"}])
    box.put_out(AN, [{"html": "drie"}])
    assert texts_out(box, AN) == ["een", "twee", "drie"]
    assert texts_out(box, BO) == ["x"]


def test_what_waits_stays_until_it_is_done(box: Mailbox) -> None:
    box.take([(1, AN, letter("hallo"))])
    box.put_out(AN, [{"html": "dag"}])
    for _ in range(2):
        waiting, going = box.next_in(AN), box.next_out(AN)
        assert waiting is not None
        assert going is not None
        assert (waiting.number, waiting.body) == (1, letter("hallo"))
        assert going.body == {"html": "dag"}
        assert abs(time.time() - waiting.since) < 60


def test_the_chats_that_wait_longest_come_first(
    box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    for seconds, chat in ((300, "third"), (500, "first"), (400, "second")):
        monkeypatch.setattr(time, "time", lambda ago=seconds: now - ago)
        number = int(seconds)
        box.take([(number, chat, letter("hallo")), (number + 1, "answered", letter("dag"))])
        box.done(number + 1)
    monkeypatch.setattr(time, "time", lambda: now - 600)
    box.put_out("third, but sent to before", [{"html": "dag"}])
    box.put_state("nothing waits", {"chat_id": 1})
    monkeypatch.setattr(time, "time", lambda: now - 100)
    box.put_out("first", [{"html": "dag"}])
    assert box.waiting() == ["third, but sent to before", "first", "second", "third"]
    monkeypatch.setattr(time, "time", lambda: now - 700)
    box.put_out("third", [{"html": "dag"}])
    assert box.waiting()[0] == "third"


def test_when_the_last_update_came_is_known_after_its_answer_too(box: Mailbox) -> None:
    box.take([(1, AN, letter("hallo"))])
    box.done(1)
    last = box.last_taken()
    assert last is not None
    assert abs(time.time() - last) < 60


# -- what stays, and who can read it ----------------------------------------------------------


def test_of_what_is_done_only_the_number_stays(box: Mailbox, file: Path) -> None:
    box.take([(41, AN, letter("hallo")), (42, BO, letter("dag"))])
    box.done(41)
    by_number = {row[0]: row for row in rows(file, "telegram_inbox")}
    assert by_number[41][1:3] == (None, None)
    assert by_number[42][1] == BO
    assert by_number[42][2] is not None


def test_of_what_is_sent_nothing_stays(box: Mailbox, file: Path) -> None:
    box.put_out(AN, [{"html": "dag"}])
    waiting = box.next_out(AN)
    assert waiting is not None
    box.sent(waiting.number, AN, None)
    assert rows(file, "telegram_outbox") == []


def test_nobody_who_reads_the_file_learns_who_wrote_or_what(box: Mailbox, file: Path) -> None:
    number = 698_173_245_101
    box.take([(1, AN, letter("mijn man slaat mij", number))])
    box.put_out(AN, [{"chat_id": number, "html": "Is er gevaar? Bel 112."}])
    box.put_state(AN, {"chat_id": number, "boards": [{"title": "Snel weg"}]})
    raw = b"".join(path.read_bytes() for path in file.parent.iterdir())
    assert AN.encode() in raw
    packed = (number.to_bytes(8, "big"), number.to_bytes(8, "little"), number.to_bytes(6, "big"))
    for secret in (str(number).encode(), *packed, b"slaat mij", b"gevaar", b"Snel weg"):
        assert secret not in raw
    for word in ("chat_id", "boards"):
        assert word.encode() not in raw


def test_what_is_done_sent_or_forgotten_cannot_be_dug_up_again(box: Mailbox, file: Path) -> None:
    """Not even sealed: a secret may leak later."""
    box.take([(1, AN, letter("hallo"))])
    box.put_out(AN, [{"html": "dag"}])
    box.put_state(AN, {"chat_id": 7001})
    tables = (("telegram_inbox", 2), ("telegram_outbox", 2), ("telegram_chats", 1))
    sealed = [rows(file, table)[0][column] for table, column in tables]
    assert all(body in file.read_bytes() for body in sealed)
    box.drop(AN)
    box.put_state(AN, None)
    left = file.read_bytes()
    assert not any(body[20:60] in left for body in sealed)
    assert AN.encode() not in left


def test_with_another_secret_nothing_can_be_read(file: Path) -> None:
    first = opened(file)
    first.take([(1, AN, letter("hallo"))])
    first.put_out(AN, [{"html": "dag"}])
    first.put_state(AN, {"chat_id": 7001})
    for other in (opened(file, b"quite another secret"), opened(file, purpose="other")):
        waiting, going = other.next_in(AN), other.next_out(AN)
        assert waiting is not None
        assert going is not None
        assert (waiting.number, waiting.body) == (1, {})
        assert going.body == {}
        assert other.state(AN) is None
        assert other.take([(1, AN, letter("hallo"))]) == []


def test_the_seal_opens_what_it_closed_and_nothing_else() -> None:
    seal = Seal(SECRET, "telegram")
    content = {"chat_id": 7001, "text": "één < & 😀", "list": [1, None, 2.5]}
    sealed = seal.close(content)
    assert Seal(SECRET, "telegram").open(sealed) == content
    assert seal.close(content) != sealed, "equal contents must not look equal"
    damaged = sealed[:-6] + b"AAAAA" + sealed[-1:]
    for wrong in (Seal(b"another", "telegram"), Seal(SECRET, "talks")):
        with pytest.raises(InvalidToken):
            wrong.open(sealed)
    with pytest.raises(InvalidToken):
        seal.open(damaged)


# -- all or nothing ---------------------------------------------------------------------------


def write_all(box: Mailbox, connection: Any) -> None:
    box.put_out(AN, [{"html": "dag"}], connection)
    box.put_state(AN, {"chat_id": 7001}, connection)
    box.done(1, connection)


def test_what_belongs_together_is_written_together(box: Mailbox) -> None:
    box.take([(1, AN, letter("hallo"))])
    with box.together() as connection:
        write_all(box, connection)
    assert box.next_in(AN) is None
    assert box.state(AN) == {"chat_id": 7001}
    assert texts_out(box, AN) == ["dag"]


def test_when_a_part_fails_nothing_of_it_is_written(box: Mailbox) -> None:
    box.take([(1, AN, letter("hallo"))])
    box.put_out(AN, [{"html": "eerder"}])
    box.put_state(AN, {"chat_id": 7001, "before": True})

    def fails() -> None:
        with box.together() as connection:
            write_all(box, connection)
            box.drop(AN, connection)
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError, match="power"):
        fails()
    assert box.state(AN) == {"chat_id": 7001, "before": True}
    assert texts_in(box, AN) == ["hallo"]
    assert texts_out(box, AN) == ["eerder"]


def test_what_is_sent_goes_and_what_stands_on_the_screen_is_noted_at_once(box: Mailbox) -> None:
    box.put_out(AN, [{"html": "een"}, {"html": "twee"}])
    first = box.next_out(AN)
    assert first is not None
    # What cannot be noted is not taken out either.
    with pytest.raises(TypeError):
        box.sent(first.number, AN, {"cannot be kept": object()})
    assert box.next_out(AN) == first
    box.sent(first.number, AN, {"chat_id": 7001})
    assert box.state(AN) == {"chat_id": 7001}
    second = box.next_out(AN)
    assert second is not None
    box.sent(second.number, AN, None)
    assert box.state(AN) == {"chat_id": 7001}


def test_a_chat_is_noted_once_and_can_be_forgotten(box: Mailbox, file: Path) -> None:
    for shown in (1, 2):
        box.put_state(AN, {"shown": shown})
    box.put_state(BO, {"shown": 3})
    assert len(rows(file, "telegram_chats")) == 2
    assert box.state(AN) == {"shown": 2}
    box.put_state(AN, None)
    assert box.state(AN) is None
    assert box.state(BO) == {"shown": 3}


# -- letting go -------------------------------------------------------------------------------


def test_who_leaves_gets_nothing_more_and_others_do(box: Mailbox) -> None:
    box.take([(1, AN, letter("een")), (2, AN, letter("twee")), (3, BO, letter("x"))])
    box.put_out(AN, [{"html": "dag"}, {"html": "nog iets"}])
    box.put_out(BO, [{"html": "dag"}])
    box.drop(AN)
    assert texts_in(box, AN) == []
    assert texts_out(box, AN) == []
    assert box.take([(1, AN, letter("een"))]) == []
    assert texts_in(box, BO) == ["x"]
    assert texts_out(box, BO) == ["dag"]


def test_the_wish_to_leave_itself_is_still_answered(box: Mailbox, file: Path) -> None:
    box.take([(n, AN, letter(text)) for n, text in ((1, "een"), (2, "/weg"), (3, "drie"))])
    box.drop(AN, but=2)
    assert texts_in(box, AN) == ["/weg"]
    assert {row[1] for row in rows(file, "telegram_inbox")} == {None}


def test_what_came_after_the_wish_to_leave_is_answered_as_new(box: Mailbox) -> None:
    box.take([(n, AN, letter(text)) for n, text in ((1, "een"), (2, "/weg"), (3, "drie"))])
    box.take([(0, BO, letter("x"))])
    box.put_out(AN, [{"html": "dag"}])
    box.drop(AN, before=2)
    assert [waiting.body["text"] for waiting in box.open_in(AN)] == ["/weg", "drie"]
    assert texts_out(box, AN) == []
    assert texts_in(box, BO) == ["x"]


def test_to_who_cannot_be_reached_nothing_is_sent_but_what_they_wrote_stays(box: Mailbox) -> None:
    box.take([(1, AN, letter("een"))])
    box.put_out(AN, [{"html": "dag"}])
    box.put_out(BO, [{"html": "dag"}])
    for chat in (AN, BO):
        box.put_state(chat, {"chat_id": 7001})
    box.drop_out(AN)
    assert texts_out(box, AN) == []
    assert box.state(AN) is None
    assert texts_in(box, AN) == ["een"]
    assert texts_out(box, BO) == ["dag"]
    assert box.state(BO) == {"chat_id": 7001}


def test_what_is_old_goes_by_itself(box: Mailbox, file: Path) -> None:
    box.take([(1, AN, letter("hallo")), (2, AN, letter("dag"))])
    box.done(2)
    box.put_out(AN, [{"html": "dag"}])
    box.put_state(AN, {"chat_id": 7001})
    now = time.time()
    tables = ("telegram_inbox", "telegram_outbox", "telegram_chats")
    box.expire(now + min(NUMBERS_KEPT, CHAT_KEPT) - HOUR)
    assert [len(rows(file, table)) for table in tables] == [2, 1, 1]
    box.expire(now + max(NUMBERS_KEPT, CHAT_KEPT) + HOUR)
    assert [len(rows(file, table)) for table in tables] == [0, 0, 0]


def test_numbers_are_kept_for_as_long_as_telegram_offers_an_update_again(box: Mailbox) -> None:
    box.take([(1, AN, letter("hallo"))])
    box.done(1)
    box.expire(time.time() + 24 * HOUR)
    assert box.take([(1, AN, letter("hallo"))]) == []


def test_what_is_young_stays(box: Mailbox) -> None:
    box.take([(1, AN, letter("hallo"))])
    box.put_out(AN, [{"html": "dag"}])
    box.expire()
    assert texts_in(box, AN) == ["hallo"]
    assert texts_out(box, AN) == ["dag"]


def test_making_the_tables_again_keeps_what_is_in_them(box: Mailbox) -> None:
    box.take([(1, AN, letter("hallo"))])
    box.create()
    assert texts_in(box, AN) == ["hallo"]
