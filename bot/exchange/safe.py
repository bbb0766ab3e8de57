"""What comes from elsewhere may be huge or meant to harm: limits before anything is read."""

from __future__ import annotations

from pathlib import Path

from bot.content.problems import Problems

MOST_BYTES = 200 * 1024 * 1024
"""A file may be so large: 100,000 initiatives as JSON are about 150 MB."""


def read_bytes(path: Path, problems: Problems) -> bytes:
    """The content of a file that is not too large.

    Raises:
        ContentError: it is larger than `MOST_BYTES`, or cannot be read.
    """
    try:
        size = path.stat().st_size
        if size <= MOST_BYTES:
            return path.read_bytes()
        problems.add(1, "(file)", f"{size} bytes", f"at most {MOST_BYTES} bytes")
    except OSError as error:
        problems.add(1, "(file)", error.strerror, "a file that can be read")
    problems.stop_if_any()
    raise AssertionError("unreachable")
