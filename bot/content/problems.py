"""Mistakes in content files: told with file, line, field, value and what was expected."""

from __future__ import annotations

from pathlib import Path


class ContentError(ValueError):
    """One or more mistakes in a content file; the text names each by file, line and field."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Problems:
    """Collects the mistakes of one file.

    Args:
        name: how the file is called in what is told; its own name when left out.
    """

    def __init__(self, path: Path, name: str = "") -> None:
        self.path = path
        self.name = name or path.name
        self.found: list[str] = []

    def add(self, line: int, field: str, value: object, expected: str) -> None:
        """Note one mistake."""
        self.found.append(f"{self.name}, line {line}, field {field!r}: {value!r} is not {expected}")

    def stop_if_any(self) -> None:
        """Raises ContentError when anything was noted."""
        if self.found:
            raise ContentError(self.found)
