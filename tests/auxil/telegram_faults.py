"""What can go wrong between a bot and Telegram, on demand."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass

from auxil.telegram_rules import Refused, bad

KINDS = frozenset("429 500 502 slow drop_before drop_after blocked gone".split())
BEFORE = frozenset({"429", "500", "502", "drop_before", "blocked", "gone"})
"""With these nothing is done; with the others all is done, and only the answer suffers."""
GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n"
    "</body>\r\n</html>\r\n"
)


@dataclass
class Fault:
    """One thing that will go wrong: for these requests, so many times."""

    kind: str
    method: str | None
    chat_id: int | None
    times: int | None
    seconds: float


@dataclass(frozen=True)
class Injected:
    """One thing that went wrong."""

    kind: str
    method: str
    chat_id: int | None
    seconds: float


class Faults:
    """What will go wrong; the server asks before every request, with its lock."""

    def __init__(self) -> None:
        self.injected: list[Injected] = []
        self.clear()

    def clear(self) -> None:
        """Nothing goes wrong any more. What went wrong stays counted."""
        self._planned: list[Fault] = []
        self._share = 0.0

    def add(
        self,
        kind: str,
        method: str | None = None,
        chat_id: int | None = None,
        times: int | None = 1,
        seconds: float = 2,
    ) -> None:
        """The next requests of this method in this chat; without a number, all of them."""
        assert kind in KINDS, f"{kind} is not one of {sorted(KINDS)}"
        self._planned.append(Fault(kind, method, chat_id, times, seconds))

    def randomly(
        self,
        share: float,
        seed: int,
        kinds: Iterable[str],
        methods: Iterable[str] | None = None,
        seconds: float = 2,
    ) -> None:
        """This share of all requests, the same ones for the same seed and requests."""
        self._kinds = sorted(kinds)
        assert set(self._kinds) <= KINDS, f"{self._kinds} are not all in {sorted(KINDS)}"
        self._share, self._random, self._seconds = share, random.Random(seed), seconds
        self._methods = None if methods is None else {name.lower() for name in methods}

    def count(self, kind: str | None = None) -> int:
        """How often something went wrong."""
        return sum(kind in (None, injected.kind) for injected in self.injected)

    def take(self, method: str, chat_id: int | None) -> Injected | None:
        """What goes wrong with this request."""
        found = self._taken(method, chat_id)
        if found:
            self.injected.append(found)
        return found

    def _taken(self, method: str, chat_id: int | None) -> Injected | None:
        for fault in list(self._planned):
            named = fault.method is None or fault.method.lower() == method.lower()
            here = fault.chat_id in (None, chat_id)
            if named and here and _fits(fault.kind, method, chat_id):
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self._planned.remove(fault)
                return Injected(fault.kind, method, chat_id, fault.seconds)
        if self._share and (self._methods is None or method.lower() in self._methods):
            draw, kind = self._random.random(), self._random.choice(self._kinds)
            if draw < self._share and _fits(kind, method, chat_id):
                return Injected(kind, method, chat_id, self._seconds)
        return None


def _fits(kind: str, method: str, chat_id: int | None) -> bool:
    """Whether this can happen to such a request at all."""
    if kind == "gone":
        return method.startswith("edit")
    return kind != "blocked" or chat_id is not None


def refusal(kind: str) -> Refused:
    """The answer of the server for the kinds that have one."""
    if kind == "429":
        return Refused("Too Many Requests: retry after 1", 429, retry_after=1)
    if kind == "500":
        return Refused("Internal Server Error", 500)
    if kind == "blocked":
        return Refused("Forbidden: bot was blocked by the user", 403)
    return bad("message to edit not found")
