"""Content files with a mistake in them, and what the loaders say of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sized
from pathlib import Path

import pytest
from auxil.guide import DATA

from bot import content
from bot.content import ContentError


def mistakes(load: Callable[[], object]) -> list[str]:
    """What the loader says of a file with mistakes."""
    with pytest.raises(ContentError) as caught:
        load()
    assert str(caught.value) == "\n".join(caught.value.problems)
    return caught.value.problems


class Table:
    """A copy of a few rows of a data file, to make a mistake in."""

    def __init__(self, name: str, folder: Path, rows: int = 3) -> None:
        self.path = folder / name
        with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            self.columns = list(reader.fieldnames or ())
            self.rows = [row for row, _ in zip(reader, range(rows), strict=False)]

    def save(self) -> Path:
        text = io.StringIO()
        writer = csv.DictWriter(text, self.columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows)
        self.path.write_text(text.getvalue(), encoding="utf-8")
        return self.path


LOADERS: dict[str, Callable[[Path], Sized]] = {
    "initiatives.csv": content.load_initiatives,
    "helplines.csv": content.load_helplines,
    "places.csv": content.load_places,
}
