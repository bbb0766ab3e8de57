"""When a trained model counts as current, and when it counts as none."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from bot import model


@pytest.fixture
def trained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A models folder with a model of the present sources."""
    monkeypatch.setattr(model, "MODELS", tmp_path)
    (tmp_path / "something").write_text("trained")
    with tarfile.open(model.model_path(), "w:gz") as archive:
        archive.add(tmp_path / "something", "something")
    model.stamp()
    return model.model_path()


def test_a_whole_model_of_the_present_sources_is_current(trained: Path) -> None:
    assert model.is_current()


def test_no_model_is_not_current(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "MODELS", tmp_path)
    assert not model.is_current()


def test_a_half_written_model_counts_as_none(trained: Path) -> None:
    trained.write_bytes(trained.read_bytes()[:40])
    assert not model.is_current()


def test_a_model_of_other_sources_is_not_current(
    trained: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "fingerprint", lambda: "another pipeline")
    assert not model.is_current()


def test_a_model_that_did_not_load_is_thrown_away(trained: Path) -> None:
    model.discard()
    assert not trained.exists()
    assert not model.is_current()


def test_a_changed_sentence_asks_for_no_training(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = (model.ROOT / "domain.yml").read_text(encoding="utf-8")
    changed = source.replace('"Graag gedaan."', '"Heel graag gedaan."')
    assert changed != source
    monkeypatch.setattr(model, "ROOT", tmp_path)
    (tmp_path / "domain.yml").write_text(source, encoding="utf-8")
    before = model.fingerprint()
    (tmp_path / "domain.yml").write_text(changed, encoding="utf-8")
    assert model.fingerprint() == before


def test_a_new_intent_asks_for_training(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = (model.ROOT / "domain.yml").read_text(encoding="utf-8")
    monkeypatch.setattr(model, "ROOT", tmp_path)
    (tmp_path / "domain.yml").write_text(source, encoding="utf-8")
    before = model.fingerprint()
    more = source.replace("- greet\n", "- greet\n- greet_again\n", 1)
    (tmp_path / "domain.yml").write_text(more, encoding="utf-8")
    assert model.fingerprint() != before
