"""Telegram: the same talk on a phone, by long polling or by webhook."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.bootstrap import engine, gazetteer, guide, private, secret, settings, words
from bot.cards import Cards
from bot.core.initiatives import Initiative
from bot.store.mailbox import Mailbox
from bot.store.seal import Seal
from bot.telegram.desk import CHANNEL
from bot.telegram.quiet import hide
from bot.telegram.screen import Screen
from bot.telegram.sender import make_bot
from bot.telegram.service import Service, as_update
from bot.wiring import make_intake

log = logging.getLogger(__name__)

MOST_BYTES = 1_000_000
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class TelegramInput(InputChannel):
    """The Telegram channel; without `TELEGRAM_TOKEN` it does nothing.

    With `TELEGRAM_WEBHOOK_URL` and `TELEGRAM_SECRET` it takes updates at
    ``/webhooks/telegram/webhook``; else it asks Telegram for them.
    """

    @classmethod
    def name(cls) -> str:
        """The name under which `credentials.yml` and the address know this channel."""
        return CHANNEL

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes of this channel, and what starts and stops it."""
        routes = Blueprint("netwerkwijzer_telegram", __name__)
        chosen = settings()
        if not chosen.telegram_token:
            return routes
        hide([chosen.telegram_token, chosen.telegram_secret])
        running: dict[str, Service] = {}

        @routes.listener("after_server_start")
        async def start(app: Any, _: Any) -> None:
            running["service"] = service = make_service(lambda: app.ctx.agent)
            service.start()

        @routes.listener("before_server_stop")
        async def stop(app: Any, _: Any) -> None:
            if "service" in running:
                await running.pop("service").stop()

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
            wanted = chosen.telegram_secret.encode()
            # In constant time; and without a secret of ours nobody gets in.
            if not wanted or not hmac.compare_digest(given, wanted):
                return response.empty(status=403)
            service = running.get("service")
            if service is None or not chosen.telegram_webhook_url:
                return response.empty(status=503)
            if len(request.body) > MOST_BYTES:
                return response.empty(status=413)
            try:
                update = as_update(json.loads(request.body), service.bot)
            except Exception:
                update = None
            if update is not None:
                service.desk.take([update])
            # What cannot be read now will not be readable later: Telegram need not repeat it.
            return response.empty(status=200)

        return routes


def make_service(agent: Callable[[], Any]) -> Service:
    """The bot of this installation, ready to be started.

    Args:
        agent: gives the running assistant.
    """
    chosen = settings()
    webhook = None
    if chosen.telegram_webhook_url:
        webhook = (chosen.telegram_webhook_url, chosen.telegram_secret)
    return Service(
        bot=make_bot(chosen.telegram_token, chosen.telegram_api),
        intake=make_intake(agent),
        mailbox=Mailbox(engine(), Seal(secret(), CHANNEL)),
        screen=Screen(words(), _initiative, _town),
        words=words(),
        places=gazetteer(),
        lock=private(chosen) / "telegram.lock",
        webhook=webhook,
    )


def _town(place: Initiative, language: str) -> str:
    return Cards(words(), guide(), language).town(place)


def _initiative(identifier: str) -> Initiative | None:
    try:
        return guide().doors.get(identifier)
    except Exception as error:
        log.error("the directory cannot be read: %s", type(error).__name__)
        return None
