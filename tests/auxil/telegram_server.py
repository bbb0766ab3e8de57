"""A Telegram Bot API server on loopback, as strict as the real one, for tests over HTTP.

    with TelegramServer() as server:
        bot = Bot(server.token, base_url=server.url + "/bot")
        an = server.person()
        an.starts()
        an.settled()
        an.presses("Nederlands")

`telegram_people` holds the people, `telegram_updates` what the bot must hear, `telegram_methods`
and `telegram_settings` what each method does, `telegram_rules` and `telegram_texts` what is
refused, and `telegram_faults` what can go wrong on the way.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import secrets
import string
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from aiohttp import ClientSession, ClientTimeout, web
from auxil import telegram_settings  # noqa: F401, for its methods
from auxil.telegram_faults import BEFORE, GATEWAY, Faults, Injected, refusal
from auxil.telegram_methods import METHODS, Method
from auxil.telegram_people import Chat, Group, Message, Person
from auxil.telegram_rules import Refused, bad, read
from auxil.telegram_updates import Updates

MESSAGES_A_SECOND = 30
CHAT_GAP_SECONDS = 0.9


@dataclass
class Call:
    """One request and its answer."""

    time: float
    method: str
    parameters: dict[str, Any]
    answer: dict[str, Any] | None
    """Nothing, when the answer was no JSON or never came."""
    status: int
    chat_id: int | None
    fault: str | None = None


@dataclass
class Press:
    """One press of an inline button, which the bot must answer."""

    person: Person
    at: float
    answered: bool = False


class TelegramServer:
    """The server with its people; use it as a context manager."""

    def __init__(self) -> None:
        self.changed = threading.Condition(threading.RLock())
        """The lock of all that is here; told whenever something changed."""
        letters = string.ascii_letters + string.digits + "_-"
        bot_id = random.randrange(10**9, 8 * 10**9)
        secret = "".join(secrets.choice(letters) for _ in range(33))
        self.token = f"{bot_id}:AA{secret}"
        self.url = ""
        self.user = {
            "id": bot_id,
            "is_bot": True,
            "first_name": "Netwerkwijzer",
            "username": "netwerkwijzer_test_bot",
        }
        self._flood_limits = True
        self.floods = 0
        self.callback_seconds = 15.0
        self.faults = Faults()
        self.calls: list[Call] = []
        self.unknown_parameters: list[tuple[str, str]] = []
        self.chats: dict[int | str, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.files: dict[str, dict[str, Any]] = {}
        self.uploads: dict[str, int] = {}
        """The sizes of the files in the request that is being done."""
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self._messages = random.randrange(1, 5000)
        self._numbers = random.randrange(10**8, 10**9)
        self._sent: deque[float] = deque()
        self._sent_to: dict[int, float] = {}
        self._loop = asyncio.new_event_loop()
        self.queue = Updates(self.changed, self._loop)
        self._ready = threading.Event()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="telegram", daemon=True)

    # --- its life ---

    def __enter__(self) -> TelegramServer:
        self._thread.start()
        if not self._ready.wait(10) or not self.url:
            raise RuntimeError("the Telegram server did not start")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._ready.set()
            self._loop.close()

    async def _serve(self) -> None:
        app = web.Application(client_max_size=50 * 2**20)
        app.router.add_route("*", "/bot{token:[^/]+}/{method}", self._request)
        app.router.add_route("*", "/{other:.*}", self._elsewhere)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with ClientSession(timeout=ClientTimeout(total=60)) as session:
            deliverer = asyncio.ensure_future(self.queue.deliver(session))
            self._ready.set()
            await self._stop.wait()
            deliverer.cancel()
            await asyncio.gather(deliverer, return_exceptions=True)
        self.queue.end_poll("closing")
        await runner.cleanup()

    # --- people ---

    def person(self, language_code: str | None = "nl", first_name: str = "An") -> Person:
        """Someone new, who did not press Start yet."""
        with self.changed:
            person = Person(self, self.new_number(), language_code, first_name)
            self.chats[person.id] = person
            return person

    def group(self, title: str = "Buurthuis") -> Group:
        """A group that the bot was just added to."""
        with self.changed:
            group = self._new_group(title, "supergroup")
            someone = {"id": self.new_number(), "is_bot": False, "first_name": "Lies"}
            change = {"chat": group.chat, "from": someone, "date": int(time.time())}
            change["old_chat_member"] = {"user": self.user, "status": "left"}
            change["new_chat_member"] = {"user": self.user, "status": "member"}
            self.queue.add("my_chat_member", change)
            return group

    def channel_post(self, text: str) -> int:
        """A text in a channel that the bot is in."""
        with self.changed:
            channel = self._new_group("Nieuws", "channel")
            return channel.user_message(None, {"text": text}).message_id

    def _new_group(self, title: str, kind: str) -> Group:
        group = Group(self, -1000000000000 - self.new_number(), title, kind)
        self.chats[group.id] = group
        return group

    def wait(self, predicate: Callable[[], Any], timeout: float = 30) -> None:
        """Until this holds."""
        with self.changed:
            if not self.changed.wait_for(predicate, timeout):
                raise AssertionError(f"it did not hold within {timeout} s")

    def make_older(self, chat_id: int, message_id: int, seconds: float) -> None:
        """As if a message was sent this much earlier."""
        with self.changed:
            self.chats[chat_id].messages[message_id].at -= seconds

    def called(self, method: str, chat_id: int | None = None) -> list[Call]:
        """The requests of one method, maybe in one chat only."""
        with self.changed:
            return [
                call
                for call in self.calls
                if call.method == method and chat_id in (None, call.chat_id)
            ]

    def write_calls(self, path: Path) -> None:
        """All requests and updates as JSON lines, for `scripts/check_bot_api.py`."""
        with self.changed:
            calls = [
                {key: value for key, value in asdict(call).items() if key in WRITTEN}
                for call in self.calls
                if call.method in {method.name for method in METHODS.values()}
            ]
            lines = [*calls, *({"update": update} for update in self.queue.all)]
        with path.open("w", encoding="utf-8") as file:
            for line in lines:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")

    @property
    def flood_limits(self) -> bool:
        """Whether messages that come too soon are refused; counts anew from every switch."""
        return self._flood_limits

    @flood_limits.setter
    def flood_limits(self, on: bool) -> None:
        with self.changed:
            self._flood_limits = on
            self._sent.clear()
            self._sent_to.clear()

    # --- what the people and the methods need; all with the lock ---

    def new_number(self) -> int:
        """A number that nothing else has."""
        self._numbers += random.randrange(1, 1000)
        return self._numbers

    def next_message_id(self) -> int:
        """All private chats of a bot count together."""
        self._messages += 1
        return self._messages

    def new_file(self, **kind: Any) -> dict[str, Any]:
        """A file that the bot can send again by its id."""
        unique = secrets.token_urlsafe(8)
        file = {"file_id": f"AwACAgQAAx{secrets.token_urlsafe(32)}", "file_unique_id": unique}
        self.files[file["file_id"]] = {**file, "file_size": 4096, **kind}
        return self.files[file["file_id"]]

    def add_press(self, person: Person, message: Message, data: str) -> str:
        """A person pressed an inline button."""
        callback_id = str(person.id * 2**31 + self.new_number())
        self.presses[callback_id] = Press(person, time.monotonic())
        query = {"id": callback_id, "from": person.user, "message": message.json()}
        query |= {"chat_instance": str(-person.id * 7919), "data": data}
        self.queue.add("callback_query", query)
        return callback_id

    def showed(self, chat: Chat, text: str | None) -> None:
        """The bot changed what is on a screen; without a text it took something away."""
        if text:
            chat.seen.append(text)
        if isinstance(chat, Person):
            chat.bot_acted(text is not None)
        self.changed.notify_all()

    def check_flood(self, chat: Chat) -> None:
        """Refuses a message that comes too soon, and counts it otherwise."""
        if not self.flood_limits:
            return
        now = time.monotonic()
        while self._sent and now - self._sent[0] >= 1:
            self._sent.popleft()
        soon = chat.private and now - self._sent_to.get(chat.id, -1) < CHAT_GAP_SECONDS
        if soon or len(self._sent) >= MESSAGES_A_SECOND:
            self.floods += 1
            raise refusal("429")
        self._sent.append(now)
        self._sent_to[chat.id] = now

    # --- requests ---

    async def _elsewhere(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(Refused("Not Found", 404).answer, status=404)

    async def _request(self, request: web.Request) -> web.StreamResponse:
        token, name = request.match_info["token"], request.match_info["method"]
        if token != self.token:
            number, _, secret = token.partition(":")
            shaped = number.isdigit() and len(secret) == 35
            error = Refused("Unauthorized", 401) if shaped else Refused("Not Found", 404)
            return web.json_response(error.answer, status=error.code)
        return await self._called(request, name)

    async def _called(self, request: web.Request, name: str) -> web.StreamResponse:
        method = METHODS.get(name.lower())
        call = Call(time.monotonic(), method.name if method else name, {}, None, 0, None)
        fault: Injected | None = None
        try:
            raw, uploads = await _raw(request)
            call.parameters = dict(raw)
            with contextlib.suppress(ValueError):
                call.chat_id = int(raw.get("chat_id", ""))
            if method is None:
                raise Refused("Not Found: method not found", 404)
            with self.changed:
                fault = self.faults.take(method.name, call.chat_id)
            call.fault = fault.kind if fault else None
            if fault is None or fault.kind not in BEFORE:
                call.answer = await self._done(method, raw, uploads, call)
                call.status = 200
            elif fault.kind not in ("502", "drop_before"):
                raise refusal(fault.kind)
        except Refused as error:
            call.answer, call.status = error.answer, error.code
        if fault and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        return self._finish(request, call)

    def _finish(self, request: web.Request, call: Call) -> web.StreamResponse:
        """Keeps the request and sends the answer, unless it gets lost on the way."""
        dropped = call.fault in ("drop_before", "drop_after")
        if call.fault == "502":
            call.status = 502
        with self.changed:
            self.calls.append(call)
            self.changed.notify_all()
        if dropped and request.transport:
            request.transport.abort()
        if call.fault == "502":
            return web.Response(text=GATEWAY, status=502, content_type="text/html")
        return web.json_response(call.answer, status=call.status or 200)

    async def _done(
        self, method: Method, raw: dict[str, str], uploads: dict[str, int], call: Call
    ) -> dict[str, Any]:
        parameters = read(method.kinds, raw)
        call.parameters |= parameters
        with self.changed:
            self.unknown_parameters += [(method.name, n) for n in raw if n not in method.kinds]
            self.uploads = uploads
            if method.name != "getUpdates":
                return {"ok": True, "result": method.run(self, parameters)}
        answer = self.queue.poll(lambda: method.run(self, parameters), parameters)
        return {"ok": True, "result": await answer}


WRITTEN = frozenset({"method", "parameters", "answer"})


async def _raw(request: web.Request) -> tuple[dict[str, str], dict[str, int]]:
    """The parameters as texts, and the sizes of the files; all the ways of sending them are one."""
    raw = dict(request.query)
    sizes: dict[str, int] = {}
    if request.content_type == "application/json":
        try:
            body = await request.json()
        except ValueError:
            raise bad("can't parse JSON object") from None
        if not isinstance(body, dict):
            raise bad("object expected")
        # What is no text stays as it was written: a null is not the same as nothing.
        raw |= {key: v if isinstance(v, str) else json.dumps(v) for key, v in body.items()}
    elif request.method == "POST":
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                sizes[name] = len(value.file.read())
            else:
                raw[name] = value if isinstance(value, str) else bytes(value).decode()
    # A file may stand in its own parameter, or in a part that a parameter names.
    named = set(raw.values())
    raw |= {name: f"attach://{name}" for name in sizes if f"attach://{name}" not in named}
    return raw, sizes
