"""The local Telegram server hears, refuses, waits and fails as the real one does."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
from auxil.telegram_api import Api, buttons, fresh
from auxil.telegram_people import Person
from auxil.telegram_server import TelegramServer
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup


@pytest.fixture(scope="module")
def running() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server


@pytest.fixture
def api(running: TelegramServer) -> Api:
    return Api(fresh(running))


@pytest.fixture
def an(api: Api) -> Person:
    """Someone who pressed Start."""
    person = api.server.person(first_name="An")
    person.starts()
    return person


# --- requests ------------------------------------------------------------------------------------


def test_a_wrong_token_is_unauthorized(api: Api) -> None:
    server = api.server
    token = server.token[:-1] + ("a" if server.token[-1] != "a" else "b")
    answer = requests.get(f"{server.url}/bot{token}/getMe", timeout=10)
    assert answer.status_code == 401
    assert answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


def test_an_unknown_method_is_not_found(api: Api) -> None:
    answer = api.answer("sendNothing")
    assert answer["error_code"] == 404
    assert answer["description"].startswith("Not Found")


def test_names_of_methods_may_be_written_in_any_case(api: Api) -> None:
    assert api.ok("GETme") == api.ok("getMe")


@pytest.mark.parametrize("way", ["get", "urlencoded", "multipart", "json"])
def test_all_ways_of_sending_parameters_are_one(an: Person, way: str) -> None:
    address = f"{an.server.url}/bot{an.server.token}/sendMessage"
    fields = {
        "chat_id": str(an.id),
        "text": "dag",
        "disable_notification": "true",
        "reply_markup": json.dumps(buttons([("Ja", "ja")])),
    }
    if way == "get":
        answer = requests.get(address, params=fields, timeout=10)
    elif way == "urlencoded":
        answer = requests.post(address, data=fields, timeout=10)
    elif way == "multipart":
        answer = requests.post(address, files={k: (None, v) for k, v in fields.items()}, timeout=10)
    else:
        answer = requests.post(address, json=fields, timeout=10)
    assert answer.json()["ok"], answer.text
    assert an.screen[-1].silent
    assert an.server.calls[-1].parameters["disable_notification"] is True
    assert an.server.calls[-1].parameters["chat_id"] == an.id


def test_unknown_parameters_are_ignored_and_remembered(api: Api, an: Person) -> None:
    api.ok("sendMessage", chat_id=an.id, text="dag", disable_web_page=True)
    assert api.server.unknown_parameters == [("sendMessage", "disable_web_page")]


@pytest.mark.parametrize(
    ("chat", "description"),
    [
        ("", "Bad Request: chat_id is empty"),
        (12, "Bad Request: chat not found"),
        ("@nobody_here", "Bad Request: chat not found"),
        ("twelve", "Bad Request: chat not found"),
    ],
)
def test_a_chat_that_is_not_there_is_refused(api: Api, chat: Any, description: str) -> None:
    assert api.refused("sendMessage", chat_id=chat, text="dag") == description


def test_a_missing_chat_is_refused(api: Api) -> None:
    assert api.refused("sendMessage", text="dag") == "Bad Request: chat_id is empty"


def test_a_bot_cannot_write_first(api: Api) -> None:
    answer = api.answer("sendMessage", chat_id=api.server.person().id, text="dag")
    assert answer["error_code"] == 403
    assert answer["description"] == "Forbidden: bot can't initiate conversation with a user"


def test_a_bot_that_is_blocked_cannot_write(api: Api, an: Person) -> None:
    an.blocks()
    answer = api.answer("sendMessage", chat_id=an.id, text="dag")
    assert answer["error_code"] == 403
    assert answer["description"] == "Forbidden: bot was blocked by the user"
    an.unblocks()
    api.ok("sendMessage", chat_id=an.id, text="dag")
    changes = [u["my_chat_member"] for u in api.ok("getUpdates") if "my_chat_member" in u]
    assert [c["new_chat_member"]["status"] for c in changes] == ["kicked", "member"]


@pytest.mark.parametrize(
    ("method", "wrong"),
    [
        ("editMessageText", {"message_id": "two", "text": "dag"}),
        ("sendMessage", {"text": "dag", "disable_notification": "maybe"}),
        ("sendMessage", {"text": "dag", "reply_markup": "{"}),
        ("sendMessage", {"text": "dag", "reply_markup": []}),
        ("sendMessage", {"text": "dag", "reply_markup": None}),
        ("sendMessage", {"text": "dag", "parse_mode": None}),
        ("sendMessage", {"text": "dag", "link_preview_options": {"off": True}}),
        ("sendMessage", {"text": "dag", "reply_parameters": {"message_id": 1}}),
        ("sendLocation", {"latitude": 91, "longitude": 4}),
        ("sendLocation", {"latitude": 51, "longitude": "east"}),
        ("sendVenue", {"latitude": 51, "longitude": 4, "title": "De Ruimte"}),
        ("sendVoice", {}),
        ("sendVoice", {"voice": "unheard"}),
        ("sendChatAction", {"action": "thinking"}),
        ("deleteMessages", {"message_ids": []}),
        ("deleteMessages", {"message_ids": list(range(1, 102))}),
    ],
)
def test_wrong_parameters_are_refused(
    api: Api, an: Person, method: str, wrong: dict[str, Any]
) -> None:
    assert api.refused(method, chat_id=an.id, **wrong).startswith("Bad Request: ")
    assert len(an.screen) == 1


# --- updates -------------------------------------------------------------------------------------


def test_updates_come_until_they_are_confirmed(api: Api, an: Person) -> None:
    an.says("dag")
    first, second = api.ok("getUpdates")
    assert second["update_id"] == first["update_id"] + 1
    assert first["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert api.ok("getUpdates", limit=1) == [first]
    assert api.ok("getUpdates", offset=second["update_id"]) == [second]
    assert api.ok("getUpdates", offset=second["update_id"] + 1) == []
    assert api.ok("getUpdates") == []


def test_a_negative_offset_keeps_the_last_updates(api: Api, an: Person) -> None:
    an.says("een")
    an.says("twee")
    assert [u["message"]["text"] for u in api.ok("getUpdates", offset=-1)] == ["twee"]


def test_a_poll_waits_for_news(api: Api, an: Person) -> None:
    api.ok("getUpdates", offset=api.ok("getUpdates")[-1]["update_id"] + 1)
    timer = threading.Timer(0.1, an.says, ["dag"])
    timer.start()
    began = time.monotonic()
    (update,) = api.ok("getUpdates", timeout=5)
    assert update["message"]["text"] == "dag"
    assert time.monotonic() - began < 2


def test_a_second_poll_ends_the_first(api: Api) -> None:
    answers: list[dict[str, Any]] = []
    first = threading.Thread(target=lambda: answers.append(api.answer("getUpdates", timeout=5)))
    first.start()
    time.sleep(0.1)
    assert Api(api.server).ok("getUpdates") == []
    first.join(2)
    assert answers[0]["error_code"] == 409
    assert answers[0]["description"].startswith("Conflict: terminated by other getUpdates request")


def test_only_the_updates_that_are_wanted_come(api: Api, an: Person) -> None:
    api.ok("getUpdates", allowed_updates=["callback_query"])
    an.says("dag")
    assert [u["message"]["text"] for u in api.ok("getUpdates")] == ["/start"]


def test_people_send_all_kinds_of_things(api: Api, an: Person) -> None:
    number = an.says("dag")
    an.edits(number, "dag!")
    an.forwards("een mop")
    an.shares_location(51.05, 3.72)
    an.sends_voice()
    an.sends_photo("ons huis")
    an.sends_sticker()
    an.sends_contact()
    an.sends_document()
    an.sends_poll()
    an.sends_video_note()
    api.server.group().says("hallo", mention=True)
    api.server.channel_post("nieuws")
    updates = api.ok("getUpdates")[1:]
    messages = [u["message"] for u in updates if "message" in u]
    kinds = "text text location voice photo sticker contact document poll video_note text".split()
    assert [m["message_id"] for m in messages[:-1]] == sorted(
        m["message_id"] for m in messages[:-1]
    )
    assert all(kind in message for kind, message in zip(kinds, messages, strict=True))
    assert messages[-1]["chat"]["type"] == "supergroup"
    others = [kind for u in updates for kind in u if kind not in ("message", "update_id")]
    assert others == ["edited_message", "my_chat_member", "channel_post"]


def test_a_long_text_of_a_person_comes_in_pieces(api: Api, an: Person) -> None:
    an.says("a" * 5000)
    assert [len(u["message"]["text"]) for u in api.ok("getUpdates")] == [6, 4096, 904]


# --- the webhook ---------------------------------------------------------------------------------


class Hook:
    """A bot that takes updates over HTTP, after some failures."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.got: list[tuple[str | None, dict[str, Any]]] = []
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                hook.failures -= 1
                if hook.failures < 0:
                    hook.got.append((self.headers["X-Telegram-Bot-Api-Secret-Token"], body))
                self.send_response(200 if hook.failures < 0 else 503)
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                """Says nothing."""

        self.http = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/hook"


@contextlib.contextmanager
def hooked(failures: int = 0) -> Iterator[Hook]:
    hook = Hook(failures)
    thread = threading.Thread(target=hook.http.serve_forever, args=[0.02])
    thread.start()
    yield hook
    hook.http.shutdown()
    thread.join()
    hook.http.server_close()


def test_a_webhook_gets_every_update_once(api: Api, an: Person) -> None:
    server = api.server
    with hooked(failures=1) as hook:
        api.ok("setWebhook", url=hook.url, secret_token="geheim_1")
        an.says("dag")
        server.wait(lambda: not server.queue.pending, 5)
        info = api.ok("getWebhookInfo")
        answer = api.answer("getUpdates")
        api.ok("deleteWebhook")
    texts = sorted(update["message"]["text"] for _, update in hook.got)
    assert texts == ["/start", "dag"]
    assert {secret for secret, _ in hook.got} == {"geheim_1"}
    assert (info["url"], info["pending_update_count"]) == (hook.url, 0)
    assert info["last_error_message"] == (
        "Wrong response from the webhook: 503 Service Unavailable"
    )
    assert answer["error_code"] == 409
    assert answer["description"] == (
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "http://example.be/hook"},
        {"url": "https://example.be/hook", "secret_token": "a b"},
        {"url": "https://example.be/hook", "secret_token": "a" * 257},
        {"url": "https://example.be/hook", "max_connections": 101},
    ],
)
def test_a_wrong_webhook_is_refused(api: Api, wrong: dict[str, Any]) -> None:
    assert api.refused("setWebhook", **wrong)
    assert api.ok("getWebhookInfo")["url"] == ""


def test_what_waits_can_be_dropped(api: Api, an: Person) -> None:
    assert api.ok("getWebhookInfo")["pending_update_count"] == 1
    api.ok("deleteWebhook", drop_pending_updates=True)
    assert api.ok("getUpdates") == []


# --- what the bot says about itself --------------------------------------------------------------


def test_commands_are_kept_for_each_scope_and_language(api: Api) -> None:
    french = [{"command": "start", "description": "Commencer"}]
    scope = {"type": "all_private_chats"}
    api.ok("setMyCommands", commands=french, scope=scope, language_code="fr")
    assert api.ok("getMyCommands", scope=scope, language_code="fr") == french
    assert api.ok("getMyCommands", scope=scope) == []
    assert api.ok("getMyCommands", language_code="fr") == []
    api.ok("deleteMyCommands", scope=scope, language_code="fr")
    assert api.ok("getMyCommands", scope=scope, language_code="fr") == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"commands": [{"command": "Start", "description": "Begin"}]},
        {"commands": [{"command": "a" * 33, "description": "Begin"}]},
        {"commands": [{"command": "start", "description": ""}]},
        {"commands": [{"command": "start", "description": "a" * 257}]},
        {"commands": [{"command": "start", "description": "Begin"}] * 101},
        {"commands": [{"command": "start", "description": "Begin"}], "language_code": "nl-BE"},
        {"commands": [{"command": "start", "description": "Begin"}], "scope": {"type": "all"}},
    ],
)
def test_wrong_commands_are_refused(api: Api, wrong: dict[str, Any]) -> None:
    assert api.refused("setMyCommands", **wrong)


@pytest.mark.parametrize(
    ("name", "key", "most"),
    [("Description", "description", 512), ("ShortDescription", "short_description", 120)]
    + [("Name", "name", 64)],
)
def test_what_the_bot_says_about_itself_has_a_length(
    api: Api, name: str, key: str, most: int
) -> None:
    api.ok(f"setMy{name}", **{key: "a" * most}, language_code="fr")
    assert api.refused(f"setMy{name}", **{key: "a" * (most + 1)}, language_code="fr")
    assert api.ok(f"getMy{name}", language_code="fr") == {key: "a" * most}
    assert api.ok(f"getMy{name}") == {key: ""}


# --- limits and faults ---------------------------------------------------------------------------


def test_two_messages_at_once_to_one_person_are_too_many(api: Api, an: Person) -> None:
    api.server.flood_limits = True
    api.ok("sendMessage", chat_id=an.id, text="een")
    answer = api.answer("sendMessage", chat_id=an.id, text="twee")
    assert answer == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    assert api.server.floods == 1
    time.sleep(0.95)
    api.ok("sendMessage", chat_id=an.id, text="twee")


def test_thirty_messages_a_second_are_the_most(api: Api) -> None:
    people = [api.server.person() for _ in range(40)]
    for person in people:
        person.starts()
    api.server.flood_limits = True
    answers = [api.answer("sendMessage", chat_id=person.id, text="dag") for person in people]
    codes = [answer.get("error_code", 200) for answer in answers]
    assert codes == [200] * 30 + [429] * 10


@pytest.mark.parametrize(("kind", "code"), [("429", 429), ("500", 500), ("blocked", 403)])
def test_a_fault_is_answered_and_nothing_is_done(
    api: Api, an: Person, kind: str, code: int
) -> None:
    api.server.faults.add(kind, "sendMessage", an.id)
    assert api.answer("sendMessage", chat_id=an.id, text="een")["error_code"] == code
    assert len(an.screen) == 1
    api.ok("sendMessage", chat_id=an.id, text="een")
    assert api.server.faults.count(kind) == 1


def test_a_gateway_answers_with_html(api: Api, an: Person) -> None:
    api.server.faults.add("502")
    address = f"{api.server.url}/bot{api.server.token}/getMe"
    answer = requests.get(address, timeout=10)
    assert (answer.status_code, answer.headers["Content-Type"][:9]) == (502, "text/html")


@pytest.mark.parametrize(("kind", "shown"), [("drop_before", 1), ("drop_after", 2)])
def test_a_connection_can_be_lost(api: Api, an: Person, kind: str, shown: int) -> None:
    api.server.faults.add(kind, "sendMessage")
    with pytest.raises(requests.ConnectionError):
        api.answer("sendMessage", chat_id=an.id, text="een")
    assert len(an.screen) == shown


def test_an_answer_can_be_slow(api: Api, an: Person) -> None:
    api.server.faults.add("slow", "sendMessage", seconds=0.2)
    began = time.monotonic()
    api.ok("sendMessage", chat_id=an.id, text="een")
    assert time.monotonic() - began > 0.2


def test_a_message_can_be_gone_at_an_edit(api: Api, an: Person) -> None:
    sent = api.ok("sendMessage", chat_id=an.id, text="Een")
    api.server.faults.add("gone")
    where = {"chat_id": an.id, "message_id": sent["message_id"]}
    assert api.refused("editMessageText", **where, text="Twee") == (
        "Bad Request: message to edit not found"
    )


def test_faults_by_chance_are_the_same_for_the_same_seed(api: Api) -> None:
    rounds = []
    for _ in range(2):
        api.server.faults.clear()
        api.server.faults.randomly(0.3, seed=4, kinds=["429", "500"], methods=["getMe"])
        rounds.append([api.answer("getMe").get("error_code") for _ in range(30)])
    assert rounds[0] == rounds[1]
    assert 3 <= sum(code is not None for code in rounds[0]) <= 18


# --- waiting -------------------------------------------------------------------------------------


def test_waiting_ends_when_it_holds(api: Api, an: Person) -> None:
    timer = threading.Timer(0.1, api.ok, ["sendMessage"], {"chat_id": an.id, "text": "een"})
    timer.start()
    an.wait(lambda person: person.screen[-1].text == "een", timeout=5)
    with pytest.raises(AssertionError, match="bot:\n    een"):
        an.wait(lambda person: person.screen[-1].text == "twee", timeout=0.05)


def test_settled_is_after_the_last_answer(api: Api, an: Person) -> None:
    def answers() -> None:
        for text in ("een", "twee", "drie"):
            time.sleep(0.05)
            api.ok("sendMessage", chat_id=an.id, text=text)

    an.says("dag")
    with pytest.raises(AssertionError, match="no answer"):
        an.settled(timeout=0.05)
    threading.Thread(target=answers).start()
    an.settled(quiet=0.3, timeout=5)
    assert [shown.text for shown in an.screen][-3:] == ["een", "twee", "drie"]


def test_typing_is_seen(api: Api, an: Person) -> None:
    api.ok("sendChatAction", chat_id=an.id, action="typing")
    assert an.typing_seen == 1


# --- all together --------------------------------------------------------------------------------


def test_a_talk_through_the_library(api: Api, an: Person, tmp_path: Path) -> None:
    server = api.server

    async def talk() -> None:
        async with Bot(server.token, base_url=f"{server.url}/bot") as bot:
            (update,) = await bot.get_updates(timeout=1)
            assert update.message is not None
            chat = update.message.chat_id
            markup = InlineKeyboardMarkup([[InlineKeyboardButton("Ja", callback_data="ja")]])
            await bot.send_chat_action(chat, "typing")
            await bot.send_message(chat, "<b>Goed?</b>", parse_mode="HTML", reply_markup=markup)
            await bot.send_voice(chat, b"OggS")
            an.presses("Ja")
            (update,) = await bot.get_updates(offset=update.update_id + 1)
            query = update.callback_query
            assert query is not None
            await query.answer("Bewaard")
            await query.edit_message_text("Goed.")
            await bot.set_my_commands([("start", "Begin opnieuw")], language_code="nl")
            await bot.send_venue(chat, 51.05, 3.72, title="De Ruimte", address="Gent")

    asyncio.run(talk())
    assert [shown.text for shown in an.screen] == ["/start", "Goed.", "", ""]
    assert an.screen[-1].venue is not None
    assert an.toasts == ["Bewaard"]
    assert server.unknown_parameters == []
    server.write_calls(tmp_path / "calls.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "calls.jsonl").open(encoding="utf-8")]
    assert {"method", "parameters", "answer"} in [set(line) for line in lines]
    assert {"update"} in [set(line) for line in lines]
