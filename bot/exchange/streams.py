"""Large files, read and written piece by piece: what is not all in memory may be larger."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from bot.content.problems import ContentError, Problems

MOST_BYTES = 1024 * 1024 * 1024
"""A file may be so large: 100,000 initiatives take 250 MB as JSON."""

SHOWN = 80
"""A value is told so far in a message; one may be millions of letters."""


def shown(text: str) -> str:
    """A value for a message: not longer than one reads."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def check_size(path: Path, problems: Problems, most: int = MOST_BYTES) -> None:
    """Sees to it that a file is there and not too large.

    Args:
        most: bytes.

    Raises:
        ContentError: it is not.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        problems.add(1, "(file)", error.strerror, "a file that can be read")
        raise ContentError(problems.found) from error
    if size > most:
        problems.add(1, "(file)", f"{size} bytes", f"at most {most} bytes")
        raise ContentError(problems.found)


def not_encoded(file: BinaryIO, encoding: str, problems: Problems) -> ContentError:
    """The error to raise for a file that turned out to be in another character set.

    Args:
        file: the same file from its beginning.
    """
    for number, line in enumerate(file, start=1):
        try:
            line.decode(encoding)
        except UnicodeDecodeError as error:
            problems.add(number, "(row)", line[error.start : error.start + 1], f"{encoding} text")
            break
    else:
        problems.add(1, "(file)", "", f"{encoding} text")
    return ContentError(problems.found)


def as_text(file: BinaryIO, encoding: str) -> io.TextIOWrapper:
    """A file of bytes as text; the ends of its lines stay as they are."""
    return io.TextIOWrapper(file, encoding=encoding, newline="")


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A file to write beside this one; it takes its place only when all went well."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    half = Path(name)
    try:
        yield half
        half.chmod(0o644)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
