"""Keeps the token out of every log, whoever writes it."""

from __future__ import annotations

import logging
import traceback
from typing import Any

HIDDEN = "<token>"
CHATTY = ("httpx", "httpcore", "telegram", "telegram.ext")
"""Libraries that write the address of every request, in which the token stands."""


def hide(secrets: list[str]) -> None:
    """From now on no log record shows any of these.

    Args:
        secrets: texts to hide; empty ones are skipped.
    """
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    hidden = [secret for secret in secrets if secret]
    make = logging.getLogRecordFactory()

    def without(text: str) -> str:
        for secret in hidden:
            text = text.replace(secret, HIDDEN)
        return text

    def record(*args: Any, **kwargs: Any) -> logging.LogRecord:
        made = make(*args, **kwargs)
        try:
            message = made.getMessage()
        except Exception:
            # A line whose values do not fit: Python shows it with its values, and goes on.
            made.msg = without(str(made.msg))
            made.args = tuple(without(str(value)) for value in made.args or ())
        else:
            if without(message) != message:
                made.msg, made.args = without(message), ()
        if made.exc_info and made.exc_info[0] is not None:
            trace = "".join(traceback.format_exception(*made.exc_info)).rstrip()
            if without(trace) != trace:
                made.exc_info, made.exc_text = None, without(trace)
        return made

    logging.setLogRecordFactory(record)
