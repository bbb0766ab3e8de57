"""REST: what counts as a message, and from whom."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from bot.channels.rest import MOST_BYTES, RestInput, _parts


def parts(body: Any) -> tuple[str | None, str]:
    """Sender and message of a request with this body (bytes as they are)."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()

    class Request(SimpleNamespace):
        @property
        def json(self) -> Any:
            return json.loads(raw)

    return _parts(Request(body=raw))


def test_a_sender_and_a_text() -> None:
    assert parts({"sender": "somebody", "message": "hallo"}) == ("somebody", "hallo")
    assert parts({"sender": 12, "message": "hallo"}) == ("12", "hallo")


@pytest.mark.parametrize("sender", ["", "  ", None, True, False, 1.5, [], {}, "\ud800"])
def test_who_gives_no_id_does_not_share_a_talk_with_others(sender: Any) -> None:
    assert parts({"sender": sender, "message": "ik zoek een maatje"})[0] is None


@pytest.mark.parametrize("body", [b"", b"hallo", b"[]", b'"hallo"', b"{", b"\xff", {}])
def test_what_is_no_message_is_refused(body: Any) -> None:
    assert parts(body)[0] is None


def test_a_body_that_is_too_long_is_refused() -> None:
    assert parts({"sender": "somebody", "message": "a" * MOST_BYTES})[0] is None


@pytest.mark.parametrize("message", [None, 3, ["hallo"], {}])
def test_a_message_that_is_no_text_is_an_empty_one(message: Any) -> None:
    assert parts({"sender": "somebody", "message": message}) == ("somebody", "")


def test_it_stands_where_rasas_own_channel_would() -> None:
    assert RestInput.name() == "rest"
