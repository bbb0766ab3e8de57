"""Calls to the local Telegram server without a library, for the tests of the server itself."""

from __future__ import annotations

from typing import Any

import requests
from auxil.telegram_server import TelegramServer


class Api:
    """Calls methods of the server, as a bot without a library would."""

    def __init__(self, server: TelegramServer) -> None:
        self.server = server
        self._session = requests.Session()

    def answer(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The whole answer."""
        address = f"{self.server.url}/bot{self.server.token}/{method}"
        return dict(self._session.post(address, json=parameters, timeout=10).json())

    def ok(self, method: str, **parameters: Any) -> Any:
        """The result of a request that must succeed."""
        answer = self.answer(method, **parameters)
        assert answer["ok"], answer
        return answer["result"]

    def refused(self, method: str, **parameters: Any) -> str:
        """The description of a refusal with code 400."""
        answer = self.answer(method, **parameters)
        assert not answer["ok"], answer
        assert answer["error_code"] == 400, answer
        return str(answer["description"])


def buttons(*rows: list[tuple[str, str]]) -> dict[str, Any]:
    """An inline keyboard of titles and data."""
    return {"inline_keyboard": [[{"text": t, "callback_data": d} for t, d in r] for r in rows]}


def keys(*titles: str, **more: Any) -> dict[str, Any]:
    """A reply keyboard of one row."""
    return {"keyboard": [[{"text": title} for title in titles]], **more}


def fresh(server: TelegramServer) -> TelegramServer:
    """A server that was used before, as if it were new, and without limits."""
    with server.changed:
        server.flood_limits = False
        server.floods = 0
        server.callback_seconds = 15
        server.faults.clear()
        server.queue.pending.clear()
        server.queue.allowed = []
        server.queue.set_webhook("", "", 40)
        server.calls.clear()
        server.unknown_parameters.clear()
    return server
