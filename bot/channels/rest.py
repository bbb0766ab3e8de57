"""REST: one message in, all answers out, as JSON. It replaces Rasa's channel of the same name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.wiring import make_intake

MOST_BYTES = 64_000
"""More than any message needs; a longer body is refused."""


class RestInput(InputChannel):
    """``POST /webhooks/rest/webhook`` with ``{"sender": ..., "message": ...}``.

    A message that equals the payload of an offered button is a press of that button; everything
    else is text. The answer is a list of ``{"recipient_id", "text", "buttons"}``, never empty.
    """

    @classmethod
    def name(cls) -> str:
        """The name under which `credentials.yml` and the address know this channel."""
        return "rest"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes of this channel."""
        routes = Blueprint("netwerkwijzer_rest", __name__)
        holder: dict[str, Any] = {}
        intake = make_intake(lambda: holder.get("agent"))

        @routes.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            holder["agent"] = request.app.ctx.agent
            sender, text = _parts(request)
            if sender is None:
                expected = {"sender": "a text", "message": "a text"}
                return response.json({"error": "expected JSON", "expected": expected}, status=400)
            replies = await intake.receive(self.name(), sender, text)
            return response.json([{"recipient_id": sender, **r.as_json()} for r in replies])

        return routes


def _parts(request: Request) -> tuple[str | None, str]:
    """Sender and message of a request; no sender when it is not what this channel expects.

    Expected is a JSON object with ``sender``, a text that is not empty or a whole number.
    """
    if len(request.body) > MOST_BYTES:
        return None, ""
    try:
        body = request.json
    except Exception:
        return None, ""
    if not isinstance(body, dict):
        return None, ""
    sender, message = body.get("sender"), body.get("message")
    # Without an id of their own, all people would share one talk.
    if not isinstance(sender, (str, int)) or isinstance(sender, bool) or not str(sender).strip():
        return None, ""
    try:
        str(sender).encode()
    except UnicodeEncodeError:
        return None, ""
    return str(sender), message if isinstance(message, str) else ""
