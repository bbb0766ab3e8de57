"""Mistakes in content files: told with file, line, field, value and what was expected."""

from __future__ import annotations

from pathlib import Path

MOST = 100_000
"""So many mistakes are told; a file with more is no table of ours, and would fill the memory."""


class ContentError(ValueError):
    """One or more mistakes in a content file; the text names each by file, line and field."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Problems:
    """Collects the mistakes of one file, and what was changed in it to read it.

    Args:
        name: how the file is called in what is told; its own name when left out.

    Attributes:
        found: the mistakes.
        lines: the lines (or numbers of records) that have a mistake.
        notes: what was put right or taken out, and is no mistake.
        unlisted: how many notes more there were than `MOST`.
    """

    def __init__(self, path: Path, name: str = "") -> None:
        self.path = path
        self.name = name or path.name
        self.found: list[str] = []
        self.lines: set[int] = set()
        self.notes: list[str] = []
        self.unlisted = 0

    def add(self, line: int, field: str, value: object, expected: str) -> None:
        """Note one mistake.

        Raises:
            ContentError: there are `MOST` of them.
        """
        self.found.append(f"{self.name}, line {line}, field {field!r}: {value!r} is not {expected}")
        self.lines.add(line)
        if len(self.found) >= MOST:
            raise ContentError(self.found)

    def note(self, line: int, field: str, value: object, done: str) -> None:
        """Note what was done with a value, such as 'was read as ...'; that is no mistake."""
        if len(self.notes) < MOST:
            self.notes.append(f"{self.name}, line {line}, field {field!r}: {value!r} {done}")
        else:
            self.unlisted += 1

    def stop_if_any(self) -> None:
        """Raises ContentError when anything was noted."""
        if self.found:
            raise ContentError(self.found)
