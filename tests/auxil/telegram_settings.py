"""The methods about the bot as a whole: its updates, its webhook, and what it says about itself."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from auxil.telegram_methods import Parameters, method
from auxil.telegram_rules import Refused, bad, checked_commands, units

if TYPE_CHECKING:
    from auxil.telegram_server import TelegramServer

SCOPES = {
    "default": set[str](),
    "all_private_chats": set[str](),
    "all_group_chats": set[str](),
    "all_chat_administrators": set[str](),
    "chat": {"chat_id"},
    "chat_administrators": {"chat_id"},
    "chat_member": {"chat_id", "user_id"},
}


# --- updates -------------------------------------------------------------------------------------


@method(
    "setWebhook",
    url="str",
    certificate="file",
    ip_address="str",
    max_connections="int",
    allowed_updates="array",
    drop_pending_updates="bool",
    secret_token="str",
)
def set_webhook(server: TelegramServer, p: Parameters) -> Any:
    url = p.get("url", "")
    if not url:
        return delete_webhook(server, p)
    parts = urlsplit(url)
    local = parts.scheme == "http" and parts.hostname == "127.0.0.1"
    if not (local or (parts.scheme == "https" and parts.hostname)):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    secret = p.get("secret_token", "")
    if len(secret) > 256:
        raise bad("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad("secret token contains unallowed characters")
    if not 1 <= p.get("max_connections", 40) <= 100:
        raise bad("max_connections must be from 1 to 100")
    _set_allowed(server, p)
    if p.get("drop_pending_updates"):
        server.queue.pending.clear()
    server.queue.set_webhook(url, secret, p.get("max_connections", 40))
    return True


@method("deleteWebhook", drop_pending_updates="bool")
def delete_webhook(server: TelegramServer, p: Parameters) -> Any:
    if p.get("drop_pending_updates"):
        server.queue.pending.clear()
    server.queue.set_webhook("", "", 40)
    return True


@method("getWebhookInfo")
def get_webhook_info(server: TelegramServer, p: Parameters) -> Any:
    info: dict[str, Any] = {
        "url": server.queue.webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(server.queue.pending),
    }
    if server.queue.webhook.url:
        info["max_connections"] = server.queue.webhook.max_connections
        info["ip_address"] = "127.0.0.1"
    if server.queue.webhook.last_error_message:
        info["last_error_date"] = server.queue.webhook.last_error_date
        info["last_error_message"] = server.queue.webhook.last_error_message
    if server.queue.allowed:
        info["allowed_updates"] = server.queue.allowed
    return info


def _set_allowed(server: TelegramServer, p: Parameters) -> None:
    """Which kinds of updates the bot wants from now on; without the parameter all stays."""
    if "allowed_updates" in p:
        if not all(isinstance(kind, str) for kind in p["allowed_updates"]):
            raise bad("can't parse allowed updates: an Array of String is expected")
        server.queue.allowed = list(p["allowed_updates"])


@method("getUpdates", offset="int", limit="int", timeout="int", allowed_updates="array")
def get_updates(server: TelegramServer, p: Parameters) -> Any:
    """Confirms and answers at once; the server itself waits for news."""
    if server.queue.webhook.url:
        raise Refused(
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
            409,
        )
    limit = p.get("limit", 100)
    if not 1 <= limit <= 100:
        raise bad("limit must be from 1 to 100")
    if not 0 <= p.get("timeout", 0) <= 50:
        raise bad("timeout must be from 0 to 50")
    _set_allowed(server, p)
    offset = p.get("offset", 0)
    if offset < 0:
        del server.queue.pending[: max(len(server.queue.pending) + offset, 0)]
    server.queue.pending[:] = [
        update for update in server.queue.pending if update["update_id"] >= offset
    ]
    return server.queue.pending[:limit]


# --- what the bot says about itself --------------------------------------------------------------


def _language(p: Parameters) -> str:
    code = p.get("language_code", "")
    if not re.fullmatch(r"([a-z]{2})?", code):
        raise bad("invalid language code specified")
    return str(code)


def _scope(p: Parameters) -> str:
    """The scope as a text, so that equal scopes are the same key."""
    scope = p.get("scope", {"type": "default"})
    kind = scope.get("type")
    if kind not in SCOPES or set(scope) - {"type"} != SCOPES[kind]:
        raise bad("can't parse BotCommandScope: unsupported type specified")
    return json.dumps(scope, sort_keys=True)


@method("setMyCommands", commands="array", scope="object", language_code="str")
def set_my_commands(server: TelegramServer, p: Parameters) -> Any:
    commands = checked_commands(p.get("commands", []))
    server.commands[_scope(p), _language(p)] = commands
    return True


@method("getMyCommands", scope="object", language_code="str")
def get_my_commands(server: TelegramServer, p: Parameters) -> Any:
    return server.commands.get((_scope(p), _language(p)), [])


@method("deleteMyCommands", scope="object", language_code="str")
def delete_my_commands(server: TelegramServer, p: Parameters) -> Any:
    server.commands.pop((_scope(p), _language(p)), None)
    return True


def _profile(name: str, key: str, most: int) -> None:
    """A text of the bot about itself, one for each language: the methods to set and to get it."""

    def put(server: TelegramServer, p: Parameters) -> Any:
        text = p.get(key, "")
        if units(text) > most:
            raise bad(f"{key.replace('_', ' ')} is too long")
        server.profile[key, _language(p)] = text
        return True

    def get(server: TelegramServer, p: Parameters) -> Any:
        return {key: server.profile.get((key, _language(p)), "")}

    method(f"setMy{name}", {key: "str"}, language_code="str")(put)
    method(f"getMy{name}", language_code="str")(get)


_profile("Name", "name", 64)
_profile("Description", "description", 512)
_profile("ShortDescription", "short_description", 120)
