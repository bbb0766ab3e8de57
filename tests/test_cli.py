"""The commands: what they say when all is well, and one line when it is not."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot import bootstrap, cli, model
from bot.bootstrap import ROOT, settings
from bot.channels import local
from bot.channels.local import ModelDoesNotLoad


@pytest.fixture(autouse=True)
def _settings_are_read_anew() -> Iterator[None]:
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def never_trains(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was done to the model."""
    done: list[str] = []
    monkeypatch.setattr(model, "discard", lambda: done.append("discard"))
    monkeypatch.setattr(model, "train", lambda: done.append("train"))
    return done


def test_content_that_is_in_order_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check"]) == 0
    assert "all content is in order" in capsys.readouterr().out


def test_mistakes_in_the_content_are_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bot.content.check", lambda data, spoken: ["nl.yml, line 2, field 'wish'"])
    assert cli.main(["check"]) == 1
    out = capsys.readouterr().out
    assert "nl.yml, line 2" in out
    assert "1 mistakes found" in out


@pytest.mark.parametrize(
    "command",
    ["setup", "chat", "serve", "telegram", "train", "check", "words", "forget", "counts"],
)
def test_every_command_is_explained(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    assert command in capsys.readouterr().out


@pytest.mark.parametrize("command", ["chat", "serve"])
@pytest.mark.parametrize(
    ("name", "value"),
    [("NETWERKWIJZER_SECRET", "kort"), ("NETWERKWIJZER_PAUSE_MINUTES", "een")],
)
def test_a_wrong_setting_is_told_at_the_start_in_one_line(
    filled_directory: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    never_trains: list[str],
    command: str,
    name: str,
    value: str,
) -> None:
    monkeypatch.setenv(name, value)
    monkeypatch.setattr(local, "serve", lambda *_: pytest.fail("it serves all the same"))
    assert cli.main([command]) == 1
    err = capsys.readouterr().err
    assert name in err
    assert len(err.strip().splitlines()) == 1
    assert never_trains == []


def test_a_database_that_fails_is_not_taken_for_a_bad_model(
    filled_directory: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    never_trains: list[str],
) -> None:
    def broken(*_: object) -> None:
        raise OSError("unable to open database file\nwith a second line")

    monkeypatch.setattr("bot.dialogue.talks.TalkStore.__init__", broken)
    assert asyncio.run(cli._talk()) == 1
    assert capsys.readouterr().err == "OSError: unable to open database file\n"
    assert never_trains == []


def test_an_empty_directory_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], never_trains: list[str]
) -> None:
    def missing() -> None:
        raise RuntimeError("the directory is empty: run 'make setup' first")

    monkeypatch.setattr(bootstrap, "guide", missing)
    assert asyncio.run(cli._talk()) == 1
    assert "make setup" in capsys.readouterr().err


def test_a_model_that_does_not_load_is_trained_once_and_then_told(
    filled_directory: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    never_trains: list[str],
) -> None:
    async def load(path: Path) -> Any:
        raise ModelDoesNotLoad("a mistake in the endpoints")

    monkeypatch.setattr(local, "load", load)
    assert asyncio.run(cli._talk()) == 1
    assert never_trains == ["discard", "train"]
    assert capsys.readouterr().err == "the model does not load: a mistake in the endpoints\n"


# -- in earnest ---------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["serve", "telegram"])
@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, ["NETWERKWIJZER_ORGANISATION", "NETWERKWIJZER_LEGAL_BASIS"]),
        ({"NETWERKWIJZER_ORGANISATION": "De Kring"}, ["NETWERKWIJZER_LEGAL_BASIS"]),
        ({"NETWERKWIJZER_LEGAL_BASIS": "public_task"}, ["NETWERKWIJZER_ORGANISATION"]),
        (
            {"NETWERKWIJZER_ORGANISATION": "  ", "NETWERKWIJZER_LEGAL_BASIS": "consent"},
            ["NETWERKWIJZER_ORGANISATION"],
        ),
    ],
)
def test_nobody_is_served_before_it_is_said_who_answers_for_it_and_why(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    given: dict[str, str],
    told: list[str],
) -> None:
    for name in ("NETWERKWIJZER_ORGANISATION", "NETWERKWIJZER_LEGAL_BASIS", "TELEGRAM_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"NETWERKWIJZER_MODE": "production", **given}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(local, "serve", lambda *_: pytest.fail("it serves all the same"))
    assert cli.main([command]) == 1
    lines = capsys.readouterr().err.strip().splitlines()
    assert [line.split(":")[0] for line in lines] == told
    assert all("expected" in line for line in lines)


def test_who_says_who_answers_for_it_may_serve(
    filled_directory: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = []
    monkeypatch.setenv("NETWERKWIJZER_MODE", "production")
    monkeypatch.setenv("NETWERKWIJZER_ORGANISATION", "De Kring")
    monkeypatch.setenv("NETWERKWIJZER_LEGAL_BASIS", "public_task")
    monkeypatch.setattr(local, "serve", lambda *given: served.append(given))
    monkeypatch.setattr("bot.dialogue.sweep.every_day", lambda: served.append("sweeps"))
    assert cli.main(["serve"]) == 0
    assert served[0] == "sweeps"
    assert len(served) == 2


# -- the scripts ------------------------------------------------------------------------------


def test_installing_again_what_is_there_is_no_failure(tmp_path: Path) -> None:
    """pip then says 'already satisfied' for every line, and grep keeps none of them."""
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\necho 'Requirement already satisfied: rasa==3.6.21'\n")
    python.chmod(0o755)
    script = ROOT / "scripts" / "install.sh"
    # Without uv on the path: then pip does it.
    for name in ("bash", "grep", "sh"):
        (tmp_path / name).symlink_to(f"/bin/{name}")
    done = subprocess.run(
        ["/bin/bash", str(script), "requirements.lock"],
        cwd=tmp_path,
        env={"PATH": str(tmp_path)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_command_is_there() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "--help"], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0
