#!/usr/bin/env python3
"""Compares recorded Bot API calls with aiogram, which follows Telegram's own description.

    python scripts/check_bot_api.py calls.jsonl

The file has one JSON object on each line: a call with its method, parameters and answer, or an
update. It is written by the tests' own Telegram server. That server and the assistant are both
ours, so they could be wrong together; aiogram is not ours. It needs an environment of its own
(`requirements-botapi.lock`), because rasa pins a very old aiogram.

Every parameter must be known and of the right type, every result and every update must be what
aiogram expects, without fields that it does not know. Prints what is not so, and then exits with 1.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import aiogram.methods
from aiogram.methods import TelegramMethod
from aiogram.types import Update
from pydantic import BaseModel, TypeAdapter, ValidationError

METHODS: dict[str, type[TelegramMethod[Any]]] = {
    getattr(aiogram.methods, name).__api_method__: getattr(aiogram.methods, name)
    for name in aiogram.methods.__all__
    if name not in ("TelegramMethod", "Request", "Response")
}


JSON_TYPES: list[tuple[type, tuple[type, ...]]] = [
    (bool, (bool,)),
    (int, (int,)),
    (float, (float, int)),
    (str, (str,)),
    (datetime, (int,)),
]
"""As what something must be written, when aiogram read it as this."""


def differences(raw: Any, read: Any, path: str) -> Iterator[str]:
    """Where aiogram knows no such field, or had to make another type of what was written."""
    if isinstance(read, BaseModel):
        for name in read.model_extra or {}:
            yield f"{path}.{name}: unknown to {type(read).__name__}"
        for name, field in type(read).model_fields.items():
            key = field.alias or name
            if key in raw:
                yield from differences(raw[key], getattr(read, name), f"{path}.{key}")
    elif isinstance(read, (list, tuple)):
        for at, (raw_part, read_part) in enumerate(zip(raw, read, strict=True)):
            yield from differences(raw_part, read_part, f"{path}[{at}]")
    else:
        for kind, written in JSON_TYPES:
            if isinstance(read, kind):
                # To Python a truth value is a number too; in JSON it is not.
                if not isinstance(raw, written) or (isinstance(raw, bool) and kind is not bool):
                    yield f"{path}: {raw!r} is not written as {kind.__name__}"
                return


def problems(kind: Any, value: Any, path: str) -> Iterator[str]:
    """What is wrong with a value that should be of this kind."""
    try:
        read = TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            where = ".".join(map(str, detail["loc"]))
            yield f"{path}.{where}: {detail['msg']}, not {detail['input']!r}"
        return
    yield from differences(value, read, path)


def call_problems(call: dict[str, Any]) -> Iterator[str]:
    """What is wrong with one request and its answer."""
    name = call["method"]
    method = METHODS.get(name)
    if method is None:
        yield f"{name}: no such method"
        return
    yield from problems(method, call["parameters"], name)
    answer = call.get("answer") or {}
    if answer.get("ok"):
        yield from problems(method.__returning__, answer["result"], f"{name} answer")


def main(paths: list[str]) -> int:
    """Checks these files; how it ended."""
    if not paths:
        print(__doc__)
        return 2
    calls = updates = 0
    found: dict[str, int] = {}
    for path in paths:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            if "update" in entry:
                updates += 1
                wrong = problems(Update, entry["update"], "update")
            else:
                calls += 1
                wrong = call_problems(entry)
            for problem in wrong:
                found[problem] = found.get(problem, 0) + 1
    for problem, times in found.items():
        print(f"{problem} ({times}x)")
    print(f"{calls} calls and {updates} updates: {len(found)} problems", file=sys.stderr)
    if not calls and not updates:
        print("there is nothing to check", file=sys.stderr)
        return 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
