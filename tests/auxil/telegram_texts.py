"""Texts as Telegram reads them: HTML becomes plain words with entities, in UTF-16 units."""

from __future__ import annotations

import html
import re
from typing import Any

from auxil.telegram_rules import Refused, bad, checked_url, units

TEXT_UNITS = 4096

Entity = dict[str, Any]

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
}

ATTRIBUTE = re.compile(r"""\s+([^\s=>"'<]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6}));?")
"""The only references that Telegram reads. Others, such as &nbsp;, stay as they are written."""


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """The text that people see, and what is bold, a link and so on in it."""
    text = ""
    entities: list[Entity] = []
    opened: list[tuple[str, int, dict[str, str]]] = []
    at = 0
    while at < len(source):
        if source[at] == "&" and (found := REFERENCE.match(source, at)):
            text += _character(found)
            at = found.end()
        elif source[at] != "<":
            text += source[at]
            at += 1
        elif source.startswith("</", at):
            at = _close(source, at, text, opened, entities)
        else:
            at, tag, attributes = _open(source, at)
            opened.append((tag, units(text), attributes))
    if opened:
        raise _entities(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    return _trimmed(text, _merged(entities))


def _entities(problem: str) -> Refused:
    return bad(f"can't parse entities: {problem}")


def _character(found: re.Match[str]) -> str:
    named, decimal, hexadecimal = found.groups()
    if named:
        return html.unescape(f"&{named};")
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code < 0xE000 else found[0]


def _byte(source: str, at: int) -> int:
    return len(source[:at].encode())


def _open(source: str, at: int) -> tuple[int, str, dict[str, str]]:
    """Reads one start tag; where it ends, its name and its attributes."""
    name = re.compile(r"<([^\s>]*)").match(source, at)
    assert name
    tag, end = name[1].lower(), name.end()
    if end >= len(source):
        raise _entities(f"Unclosed start tag at byte offset {_byte(source, at)}")
    if tag not in TAGS:
        raise _entities(f'Unsupported start tag "{tag}" at byte offset {_byte(source, at)}')
    attributes: dict[str, str] = {}
    while found := ATTRIBUTE.match(source, end):
        value = (found[2] or "").strip("\"'")
        attributes[found[1].lower()] = REFERENCE.sub(_character, value)
        end = found.end()
    closing = re.compile(r"\s*>").match(source, end)
    if not closing:
        raise _entities(f"Unclosed start tag at byte offset {_byte(source, at)}")
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        where = _byte(source, at)
        raise _entities(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
    return closing.end(), tag, attributes


def _close(
    source: str,
    at: int,
    text: str,
    opened: list[tuple[str, int, dict[str, str]]],
    entities: list[Entity],
) -> int:
    """Reads one end tag and adds what it ends; where the tag ends."""
    where = _byte(source, at)
    found = re.compile(r"</([^\s>]*)\s*>").match(source, at)
    if not found:
        raise _entities(f"Unclosed end tag at byte offset {where}")
    if not opened:
        raise _entities(f"Unexpected end tag at byte offset {where}")
    tag, start, attributes = opened.pop()
    if found[1].lower() != tag:
        raise _entities(
            f'Unmatched end tag at byte offset {where}, expected "</{tag}>", found "{found[0]}"'
        )
    entity: Entity = {"type": TAGS[tag], "offset": start, "length": units(text) - start}
    if tag == "blockquote" and "expandable" in attributes:
        entity["type"] = "expandable_blockquote"
    if tag == "code" and attributes.get("class", "").startswith("language-"):
        entity["language"] = attributes["class"].removeprefix("language-")
    if tag == "a":
        link = text.encode("utf-16-le")[2 * start :].decode("utf-16-le")
        try:
            entity["url"] = checked_url(attributes.get("href") or link)
        except ValueError:  # the real server shows the words without a link
            return found.end()
    if entity["length"]:
        entities.append(entity)
    return found.end()


def _merged(entities: list[Entity]) -> list[Entity]:
    """In order of place; code in a language is one with the pre around it."""
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    blocks = {(e["offset"], e["length"]): e for e in entities if e["type"] == "pre"}
    kept = []
    for entity in entities:
        block = blocks.get((entity["offset"], entity["length"]))
        language = entity.pop("language", None) if entity["type"] == "code" else None
        if entity["type"] != "code" or block is None:
            kept.append(entity)
        elif language:
            block["language"] = language
    return kept


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without white space at both ends, as Telegram shows it."""
    before = units(text) - units(text.lstrip())
    text = text.strip()
    length = units(text)
    kept = []
    for entity in entities:
        start = min(max(entity["offset"] - before, 0), length)
        end = min(max(entity["offset"] + entity["length"] - before, 0), length)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return text, kept


def _checked(entities: list[Any]) -> list[Entity]:
    """Entities that the bot counted itself, when they have what every entity has."""
    for entity in entities:
        if not isinstance(entity, dict) or not isinstance(entity.get("type"), str):
            raise _entities("MessageEntity must be an Object with a type")
        if not all(type(entity.get(name)) is int for name in ("offset", "length")):
            raise _entities("MessageEntity must have an offset and a length")
    return entities


def formatted(parameters: dict[str, Any]) -> tuple[str, list[Entity]]:
    """The text of a message, from its source and how it must be read."""
    source = parameters.get("text", "")
    if not source:
        raise bad("message text is empty")
    mode = parameters.get("parse_mode", "").lower()
    if mode == "html":
        text, entities = parse_html(source)
    elif mode:
        # The real server also reads Markdown; the assistant must not.
        raise bad("unsupported parse_mode")
    else:
        text, entities = _trimmed(source, _checked(parameters.get("entities", [])))
    if not text:
        raise bad("text must be non-empty")
    if units(text) > TEXT_UNITS:
        raise bad("message is too long")
    return text, entities
