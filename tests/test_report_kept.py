"""Before and now: what a change did to the figures, and that only figures are kept."""

from __future__ import annotations

import dataclasses
import stat
from pathlib import Path

import pytest

from bot import bootstrap, report_kept
from bot.report_kept import MOST, Figures, compared


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an installation that has not reported yet."""
    folder = tmp_path / "var"
    own = dataclasses.replace(
        bootstrap.settings(), var=folder, database_url=f"sqlite:///{folder / 'talks.db'}"
    )
    monkeypatch.setattr(report_kept, "settings", lambda: own)
    return folder


def dutch(f1: float = 0.9, messages: int = 100, **intents: float) -> dict[str, Figures]:
    return {"nl": Figures(messages, {"macro-F1": f1}, intents)}


def test_the_first_time_there_is_nothing_to_compare_with(var: Path) -> None:
    assert "nothing to compare with yet" in "\n".join(compared("nlu", dutch()))


def test_an_admin_who_adds_examples_sees_what_they_did(var: Path) -> None:
    compared("nlu", dutch(0.90, stop=0.70, greet=0.95, thank=0.80))
    lines = compared("nlu", dutch(0.92, stop=0.80, greet=0.85, thank=0.81))
    assert "| nl | macro-F1 | 0.900 -> 0.920 | +0.020 |" in lines
    assert lines.index("- nl, stop: 0.700 -> 0.800") < lines.index("- nl, greet: 0.950 -> 0.850")
    assert not any("thank" in line for line in lines)


def test_the_next_report_is_laid_beside_the_last_one_not_the_first(var: Path) -> None:
    for f1 in (0.5, 0.7):
        compared("nlu", dutch(f1))
    assert any("0.700 -> 0.600 | -0.100" in line for line in compared("nlu", dutch(0.6)))


def test_five_hundredths_is_no_change_worth_naming(var: Path) -> None:
    compared("nlu", dutch(stop=0.85, greet=0.90))
    lines = compared("nlu", dutch(stop=0.90, greet=0.85))
    assert lines[-1] == "No intent changed by more than 0.05 in F1."


def test_of_many_changes_the_ten_greatest_are_named_the_greatest_first(var: Path) -> None:
    compared("nlu", dutch(**{f"intent_{n}": 0.9 for n in range(12)}))
    lines = compared("nlu", dutch(**{f"intent_{n}": 0.8 - n / 100 for n in range(12)}))
    assert "F1 worse by more than 0.05 (12 intents):" in lines
    named = [line for line in lines if line.startswith("- ")]
    assert len(named) == MOST
    assert named[0] == "- nl, intent_11: 0.900 -> 0.690"


def test_an_intent_or_a_language_that_is_new_has_no_before(var: Path) -> None:
    compared("nlu", dutch(stop=0.5))
    now = {**dutch(stop=0.5, go_back=0.9), "fr": Figures(10, {"macro-F1": 0.8}, {"stop": 0.1})}
    told = "\n".join(compared("nlu", now))
    assert "go_back" not in told
    assert "| fr |" not in told


def test_other_messages_are_another_measure(var: Path) -> None:
    compared("nlu", dutch(messages=100))
    assert "nl: measured with other messages, 100 -> 120" in compared("nlu", dutch(messages=120))


def test_each_report_has_its_own_before(var: Path) -> None:
    compared("nlu", dutch())
    assert "nothing to compare with yet" in "\n".join(compared("safety", dutch()))


def test_the_figures_are_for_their_owner_only(var: Path) -> None:
    compared("nlu", dutch())
    (kept,) = (var / "reports").iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "half",
    ['{"when": "2026', "{}", "[]", '{"when": "", "languages": {"nl": {"totals": null}}}', "\x00"],
)
def test_figures_that_cannot_be_read_count_as_none_and_are_replaced(var: Path, half: str) -> None:
    compared("nlu", dutch())
    (var / "reports" / "nlu.json").write_text(half)
    assert "nothing to compare with yet" in "\n".join(compared("nlu", dutch()))
    assert any("0.900 -> 0.900" in line for line in compared("nlu", dutch()))


def test_a_full_disk_does_not_cost_the_report(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("no space left")

    compared("nlu", dutch(0.9))
    monkeypatch.setattr("os.replace", full)
    assert "the figures could not be kept: no space left" in compared("nlu", dutch(0.8))
    monkeypatch.undo()
    assert [path.name for path in (var / "reports").iterdir()] == ["nlu.json"]
