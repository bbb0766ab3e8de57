"""Vectors of examples are kept from one training to the next, and a spoilt file spoils nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.dialogue import vectors as encoder
from bot.dialogue.vectors import SIZE, vectors, vectors_of_examples

TEXTS = ["ik zoek een maatje", "je suis seule", "ik zoek een maatje"]


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that is not there yet, in an assistant that has learnt nothing yet."""
    monkeypatch.setattr(encoder, "_examples", {})
    return tmp_path / "models" / "vectors.npz"


def forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a new training knows: nothing but the file."""
    monkeypatch.setattr(encoder, "_examples", {})


def test_the_next_training_encodes_only_what_is_new(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = vectors_of_examples(TEXTS, kept)
    assert before.shape == (3, SIZE)
    assert np.allclose(before, vectors(TEXTS), atol=1e-3)
    forgets(monkeypatch)
    asked: list[str] = []

    def encode(texts: list[str]) -> np.ndarray:
        asked.extend(texts)
        return vectors(texts)

    monkeypatch.setattr(encoder, "vectors", encode)
    monkeypatch.setattr(encoder, "PROCESSES", 1)
    after = vectors_of_examples([*TEXTS, "bonjour"], kept)
    assert asked == ["bonjour"]
    assert (after[:3] == before).all()


@pytest.mark.parametrize("spoilt", [b"", b"PK\x03\x04 half a file", b"no archive at all"])
def test_a_spoilt_file_is_made_again(
    kept: Path, monkeypatch: pytest.MonkeyPatch, spoilt: bytes
) -> None:
    kept.parent.mkdir()
    kept.write_bytes(spoilt)
    vectors_of_examples(TEXTS, kept)
    forgets(monkeypatch)
    monkeypatch.setattr(encoder, "vectors", lambda _: pytest.fail("encoded again"))
    assert vectors_of_examples(TEXTS, kept).shape == (3, SIZE)


def test_a_disk_that_takes_nothing_stops_no_training(kept: Path) -> None:
    kept.parent.write_text("a file where the folder should be")
    assert vectors_of_examples(TEXTS, kept).shape == (3, SIZE)


def test_no_word_of_an_example_stands_in_the_file(kept: Path) -> None:
    vectors_of_examples(TEXTS, kept)
    assert b"maatje" not in kept.read_bytes()
    assert [path.name for path in kept.parent.iterdir()] == ["vectors.npz"]


def test_too_many_rows_make_way_for_those_of_now(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors_of_examples(["hallo", "dag", "tot ziens"], kept)
    monkeypatch.setattr(encoder, "MOST_KEPT", 3)
    vectors_of_examples(TEXTS, kept)
    with np.load(kept) as file:
        assert len(file["keys"]) == 2
