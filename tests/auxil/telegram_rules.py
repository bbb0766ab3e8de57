"""What Telegram accepts: keyboards, addresses, commands, and the types of parameters.

The descriptions are those of the real server. Some things the real server mends in silence, such as
a button without a text, which it leaves out. Here they are refused: a bot that does them is wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

BUTTONS = 100
BUTTONS_IN_A_ROW = 8

Buttons = list[list[tuple[str, str]]]


class Refused(Exception):
    """An answer of the server that is not ok."""

    def __init__(self, description: str, code: int = 400, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.answer: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
        if parameters:
            self.answer["parameters"] = parameters


def bad(description: str) -> Refused:
    """A request that is wrong."""
    return Refused(f"Bad Request: {description}")


def units(text: str) -> int:
    """The length as Telegram counts it: in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def checked_url(url: str) -> str:
    """The address as Telegram keeps it. Raises ValueError with the server's own words."""
    url = url.strip()
    if "://" not in url and not re.match(r"[a-z]+:", url):
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
    except ValueError:
        raise ValueError("Wrong HTTP URL") from None
    if parts.scheme == "tg":
        return url
    if parts.scheme not in ("http", "https"):
        raise ValueError("Unsupported URL protocol")
    host = parts.hostname or ""
    if not host:
        raise ValueError("URL host is empty")
    if "." not in host or re.search(r"\s", url):
        raise ValueError("Wrong HTTP URL")
    return url if parts.path else parts._replace(path="/").geturl()


# --- keyboards -----------------------------------------------------------------------------------

INLINE_ACTIONS = frozenset(
    "url callback_data web_app login_url switch_inline_query switch_inline_query_current_chat "
    "switch_inline_query_chosen_chat copy_text callback_game pay".split()
)
KEY_ACTIONS = frozenset(
    "request_users request_chat request_contact request_location request_poll web_app".split()
)
LOOKS = frozenset({"style", "icon_custom_emoji_id"})
MARKUPS = {
    "inline_keyboard": frozenset[str](),
    "keyboard": frozenset(
        "is_persistent resize_keyboard one_time_keyboard input_field_placeholder selective".split()
    ),
    "remove_keyboard": frozenset({"selective"}),
    "force_reply": frozenset({"input_field_placeholder", "selective"}),
}
UNREADABLE = "can't parse reply keyboard markup JSON object"


def checked_markup(markup: Any, private: bool, inline_only: bool = False) -> Any:
    """The keyboard below a message, when Telegram would take it."""
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    kinds = [kind for kind in MARKUPS if kind in markup]
    if len(kinds) != 1:
        raise bad(f"{UNREADABLE}: one of {', '.join(MARKUPS)} must be there")
    kind = kinds[0]
    for name, value in markup.items():
        if name != kind and name not in MARKUPS[kind]:
            raise bad(f'{UNREADABLE}: unknown field "{name}"')
        if name == "input_field_placeholder":
            if not isinstance(value, str) or not 1 <= len(value) <= 64:
                raise bad(f'{UNREADABLE}: field "{name}" must have 1-64 characters')
        elif name not in ("keyboard", "inline_keyboard") and not isinstance(value, bool):
            raise bad(f'field "{name}" must be of type Boolean')
    if inline_only and kind != "inline_keyboard":
        raise bad("inline keyboard expected")
    if kind == "inline_keyboard":
        _check_rows(markup[kind], kind, _check_inline_button)
        # A keyboard without buttons is how one takes a keyboard away.
        return markup if any(markup[kind]) else None
    if kind == "keyboard":
        _check_rows(markup[kind], kind, lambda button: _check_key(button, private))
        if not any(markup[kind]):
            raise bad(f"{UNREADABLE}: the keyboard has no keys")
    return markup


def _check_rows(rows: Any, name: str, check: Callable[[Any], None]) -> None:
    if not isinstance(rows, list):
        raise bad(f'field "{name}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad(f'field "{name}" must be an Array of Arrays')
    if sum(map(len, rows)) > BUTTONS or any(len(row) > BUTTONS_IN_A_ROW for row in rows):
        raise bad("reply markup is too long")
    if len(rows) > 1 and not all(rows):
        raise bad(f"{UNREADABLE}: a row has no buttons")
    for row in rows:
        for button in row:
            check(button)


def _check_inline_button(button: Any) -> None:
    problem = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad(f"{problem}InlineKeyboardButton must be an Object")
    _check_title(button, problem)
    actions = [name for name in button if name in INLINE_ACTIONS]
    _check_fields(button, INLINE_ACTIONS, problem)
    if not actions:
        raise bad(f"{problem}Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad(f"{problem}exactly one of {', '.join(sorted(actions))} may be there")
    value = button[actions[0]]
    if actions[0] == "callback_data":
        if not isinstance(value, str):
            raise bad(f'{problem}Field "callback_data" must be of type String')
        if not 1 <= len(value.encode()) <= 64:
            raise bad("BUTTON_DATA_INVALID")
    if actions[0] == "url":
        if not isinstance(value, str) or not value:
            raise bad(f'{problem}Field "url" must be of type String')
        try:
            checked_url(value)
        except ValueError as error:
            raise bad(f"inline keyboard button URL '{value}' is invalid: {error}") from None


def _check_key(button: Any, private: bool) -> None:
    problem = "can't parse keyboard button: "
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise bad(f"{problem}KeyboardButton must be a String or an Object")
    _check_title(button, problem)
    _check_fields(button, KEY_ACTIONS, problem)
    actions = [name for name in button if name in KEY_ACTIONS]
    if len(actions) > 1:
        raise bad(f"{problem}only one of {', '.join(sorted(actions))} may be there")
    for name in ("request_location", "request_contact"):
        if not isinstance(button.get(name, False), bool):
            raise bad(f'{problem}Field "{name}" must be of type Boolean')
        if button.get(name) and not private:
            what = name.removeprefix("request_")
            raise bad(f"{what} can be requested in private chats only")


def _check_title(button: dict[str, Any], problem: str) -> None:
    if "text" not in button:
        raise bad(f'{problem}Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise bad(f'{problem}Field "text" must be of type String')
    if not button["text"].strip():
        raise bad("BUTTON_TEXT_EMPTY")


def _check_fields(button: dict[str, Any], actions: frozenset[str], problem: str) -> None:
    for name in button:
        if name != "text" and name not in actions | LOOKS:
            raise bad(f'{problem}unknown field "{name}"')


def titles(markup: Any) -> Buttons:
    """The inline buttons: their title, and the data or the address."""
    rows = (markup or {}).get("inline_keyboard", [])
    return [[(b["text"], b.get("callback_data") or b.get("url") or "") for b in r] for r in rows]


def keys(markup: Any) -> list[list[dict[str, Any]]] | None:
    """The keys of a reply keyboard."""
    rows = (markup or {}).get("keyboard")
    if rows is None:
        return None
    return [[{"text": key} if isinstance(key, str) else key for key in row] for row in rows]


# --- parameters ----------------------------------------------------------------------------------


def _integer(name: str, value: str) -> int:
    if not re.fullmatch(r"-?\d{1,19}", value):
        raise bad(f'parameter "{name}" must be an Integer')
    return int(value)


def _number(name: str, value: str) -> float:
    if not re.fullmatch(r"-?\d+(\.\d+)?([eE]-?\d+)?", value):
        raise bad(f'parameter "{name}" must be a Float')
    return float(value)


def _boolean(name: str, value: str) -> bool:
    if value.lower() not in ("true", "false"):
        raise bad(f'parameter "{name}" must be a Boolean')
    return value.lower() == "true"


def _chat(name: str, value: str) -> int | str:
    if not value:
        raise bad(f"{name} is empty")
    if re.fullmatch(r"-?\d{1,19}", value):
        return int(value)
    if re.fullmatch(r"@[A-Za-z]\w{3,31}", value):
        return value
    raise bad("chat not found")


def _object(name: str, value: str) -> Any:
    read = _json(name, value)
    if not isinstance(read, dict):
        if name == "reply_markup":
            raise bad("object expected as reply markup")
        raise bad(f"can't parse {name}: an Object is expected")
    return read


def _array(name: str, value: str) -> Any:
    read = _json(name, value)
    if not isinstance(read, list):
        raise bad(f"can't parse {name}: an Array is expected")
    return read


def _json(name: str, value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        if name == "reply_markup":
            raise bad(UNREADABLE) from None
        raise bad(f"can't parse {name} JSON object") from None


READERS: dict[str, Callable[[str, str], Any]] = {
    "int": _integer,
    "float": _number,
    "bool": _boolean,
    "chat": _chat,
    "object": _object,
    "array": _array,
    "str": lambda name, value: value,
    "file": lambda name, value: value,
}


def read(kinds: dict[str, str], raw: dict[str, str]) -> dict[str, Any]:
    """The parameters in their own types. Unknown ones are left out, as the real server does."""
    return {
        name: READERS[kinds[name]](name, value)
        for name, value in raw.items()
        if name in kinds and (value != "" or kinds[name] in ("str", "chat"))
    }


def checked_commands(commands: list[Any]) -> list[dict[str, str]]:
    """The commands of the menu, when Telegram would take them."""
    if len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not isinstance(command, dict) or set(command) != {"command", "description"}:
            raise bad("can't parse BotCommand: a command and a description are expected")
        if not re.fullmatch(r"[a-z0-9_]{1,32}", str(command["command"])):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command["description"]).strip()) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return commands
