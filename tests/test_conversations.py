"""Whole talks over REST, one file each: tests/conversations/<language>/<phenomenon>/<who>.yml."""

from __future__ import annotations

from pathlib import Path

import pytest
from auxil.server import Server
from auxil.talk import hold

FOLDER = Path(__file__).parent / "conversations"
TALKS = sorted(FOLDER.rglob("*.yml"))


@pytest.mark.parametrize("path", TALKS, ids=[str(p.relative_to(FOLDER)) for p in TALKS])
def test_talk(path: Path, server: Server) -> None:
    hold(path, server.send, str(path.relative_to(FOLDER)))


def test_every_language_has_a_happy_path() -> None:
    for language in ("nl", "nl-simple", "fr", "fr-simple"):
        assert list((FOLDER / language / "happy_path").glob("*.yml")), language
