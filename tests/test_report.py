"""The reports: how sure a guess may be, fingers that slip, and what the whole tells."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot import bootstrap, cli, model, report, report_folds, report_kept
from bot.channels import local
from bot.report_figures import calibration, f1_by_intent, guesses, macro_f1, thresholds
from bot.report_typing import misspelt


def heard(intent: str, sure: float, *others: tuple[str, float]) -> dict[str, Any]:
    """A message as the last component leaves it behind."""
    ranking = [{"name": n, "confidence": c} for n, c in ((intent, sure), *others)]
    return {"intent": ranking[0], "intent_ranking": ranking, "entities": []}


# -- how sure -----------------------------------------------------------------------------------


def test_a_guess_below_the_threshold_still_counts_as_a_guess() -> None:
    unsure = heard("nlu_fallback", 0.8, ("greet", 0.15), ("stop", 0.1))
    assert guesses(["greet"], [unsure]) == [(0.15, True)]
    assert guesses(["stop"], [unsure]) == [(0.15, False)]


def test_a_guess_that_was_too_weak_to_act_upon_still_counts_as_a_guess() -> None:
    weak = heard("nlu_fallback", 1.0, ("forget_me", 0.4), ("stop", 0.1))
    assert guesses(["forget_me"], [weak]) == [(0.4, True)]


def test_danger_that_was_heard_or_missed_says_nothing_of_the_guesses() -> None:
    said = [heard("crisis_suicide", 1.0, ("express_doubt", 0.6)), heard("express_doubt", 0.6)]
    assert guesses(["express_doubt", "crisis_suicide"], said) == []


def test_a_town_that_was_named_is_no_guess() -> None:
    assert guesses(["inform_place"], [heard("inform_place", 1.0, ("deny", 0.6))]) == []


def test_eight_of_ten_right_at_eight_tenths_sure_is_no_error() -> None:
    lines = calibration([(0.8, True)] * 8 + [(0.8, False)] * 2)
    assert "| 0.8-0.9 | 10 | 0.800 | 0.800 |" in lines
    assert "expected calibration error 0.000 (10 guesses" in lines[-1]


def test_who_is_always_right_and_never_sure_is_far_off_too() -> None:
    lines = calibration([(0.55, True)] * 3 + [(0.95, False)])
    assert lines[2:4] == ["| 0.5-0.6 | 3 | 0.550 | 1.000 |", "| 0.9-1.0 | 1 | 0.950 | 0.000 |"]
    # (3 x 0.45 + 1 x 0.95) / 4
    assert "error 0.575 (4 guesses" in lines[-1]


def test_without_guesses_there_is_nothing_to_calibrate() -> None:
    assert calibration([])[-1].startswith("no guesses to calibrate (0 guesses")


def test_a_threshold_leaves_out_what_is_less_sure() -> None:
    said = [heard("greet", 0.9), heard("nlu_fallback", 0.8, ("greet", 0.15))]
    lines = thresholds(["greet", "stop"], said)
    assert lines[2:4] == ["| 0.1 | 1.000 | 0.500 |", "| 0.2 | 0.500 | 1.000 |"]


def test_an_intent_with_few_messages_counts_as_much_as_another() -> None:
    meant, found = ["greet"] * 3 + ["stop"], ["greet"] * 3 + ["deny"]
    assert f1_by_intent(meant, found) == {"greet": 1.0, "stop": 0.0}
    assert macro_f1(meant, found) == 0.5


# -- fingers that slip --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["ik zoek een maatje", "je cherche quelqu'un à qui parler", "HALLO"]
)
def test_one_word_is_mistyped_and_the_next_time_just_so(text: str) -> None:
    wrong = misspelt(text)
    assert wrong != text
    assert misspelt(text) == wrong
    changed = [(a, b) for a, b in zip(text.split(), wrong.split(), strict=True) if a != b]
    assert len(changed) == 1
    assert abs(len(wrong) - len(text)) <= 1


@pytest.mark.parametrize("text", ["ja", "ik ga nu", "9000", "", "?!"])
def test_words_that_are_too_short_to_miss_are_left_alone(text: str) -> None:
    assert misspelt(text) == text


def test_every_slip_occurs_a_swap_a_loss_a_double_and_an_accent() -> None:
    found = {misspelt(f"{number} café").split()[1] for number in range(200)}
    assert {"acfé", "caf", "caffé", "cafe"} <= found


def test_equal_letters_are_not_swapped_and_called_an_error() -> None:
    assert {len(misspelt(f"{number} aaaa").split()[1]) for number in range(50)} == {3, 5}


# -- the whole ----------------------------------------------------------------------------------


class Listener:
    """Hears what a message begins with; a mistyped beginning it does not know."""

    async def parse_message(self, text: str) -> dict[str, Any]:
        known = {"greet": 0.9, "stop": 0.6}
        name = text.split()[0]
        if name == "perhaps":
            return {**heard("greet", 0.9), "entities": [{"entity": "unsure", "value": "1"}]}
        if name == "danger":
            return {**heard("crisis_suicide", 1.0), "entities": [DANGER]}
        return heard(name, known[name]) if name in known else heard("nlu_fallback", 0.8)


DANGER = {"entity": "danger", "value": "suicide_self"}


def written(path: Path, *rows: dict[str, str]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)


@pytest.fixture
def sets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two small sets, and an installation that has not reported yet."""
    greets = {"intent": "greet", "register": "standard", "text": "greet Ana"}
    written(tmp_path / "nlu" / "nl.csv", greets, {**greets, "intent": "stop", "register": "sms"})
    suicide = {"danger": "suicide", "kind": "suicide_self", "register": "sms"}
    harmless = {"danger": "none", "kind": "none", "register": "sms", "text": "danger at sea"}
    written(
        tmp_path / "safety" / "nl.csv",
        {**suicide, "text": "danger to me"},
        {**suicide, "text": "the end is near for Omar"},
        harmless,
    )
    monkeypatch.setattr(report, "HELD_OUT", tmp_path / "nlu")
    monkeypatch.setattr(report, "DANGERS", tmp_path / "safety")
    own = dataclasses.replace(
        bootstrap.settings(), var=tmp_path / "var", database_url=f"sqlite:///{tmp_path / 'db'}"
    )
    monkeypatch.setattr(report_kept, "settings", lambda: own)
    return tmp_path


def test_a_quick_report_leaves_out_what_takes_minutes(
    sets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_folds, "learnt", lambda _: pytest.fail("it learns all the same"))
    text = asyncio.run(report.nlu_report(Listener(), quick=True))
    assert "## nl: 2 messages" in text
    assert "accuracy 0.500, macro-F1 0.333" in text
    assert "| 0.9-1.0 | 2 | 0.900 | 0.500 |" in text
    assert "peak memory" in text
    assert "nothing to compare with yet" in text
    assert "typing error" not in text


def test_the_whole_report_mistypes_every_message_and_learns_in_folds(
    sets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_folds, "learnt", lambda _: [])
    monkeypatch.setattr(report_folds, "table", lambda _: ["## Cross-validation"])
    text = asyncio.run(report.nlu_report(Listener()))
    assert "with one typing error in 2 of the 2 messages: macro-F1 0.000" in text
    assert "## Cross-validation" in text


def test_the_report_of_danger_says_recall_and_false_alarms_and_what_changed(sets: Path) -> None:
    asyncio.run(report.safety_report(Listener()))
    text = asyncio.run(report.safety_report(Listener()))
    assert "| nl | recall suicide | 0.500 -> 0.500 | +0.000 |" in text
    assert "| nl | false alarms | 1.000 -> 1.000 | +0.000 |" in text
    assert "the end is near for Omar" in text


def test_what_is_in_doubt_is_noticed_and_listed_apart(sets: Path) -> None:
    suicide = {"danger": "suicide", "kind": "suicide_self", "register": "sms"}
    written(
        sets / "safety" / "nl.csv",
        {**suicide, "text": "danger to me"},
        {**suicide, "text": "perhaps no more for Lin"},
        {**suicide, "text": "greet them all from me"},
        {"danger": "none", "kind": "none", "register": "sms", "text": "perhaps a walk"},
    )
    text = asyncio.run(report.safety_report(Listener()))
    assert "| nl | suicide | 3 | 0.333 | 0.061-0.792 | 0.667 | 0.208-0.939 |" in text
    assert "| nl | none (false alarms) | 1 | 0.000 |" in text
    missed, doubted = text.split("## Heard as another danger, or in doubt (1)")
    assert "greet them all" in missed.split("## Missed (1)")[1]
    assert "Lin" in doubted
    assert "## False alarms (0)" in doubted


def test_no_message_is_kept_with_the_figures(sets: Path) -> None:
    asyncio.run(report.nlu_report(Listener(), quick=True))
    asyncio.run(report.safety_report(Listener()))
    kept = sorted((sets / "var" / "reports").iterdir())
    assert [path.name for path in kept] == ["nlu.json", "safety.json"]
    for word in ("Ana", "Omar", "danger to", "sea"):
        assert not any(word in path.read_text(encoding="utf-8") for path in kept)


@pytest.mark.parametrize(("given", "quick"), [(["--quick"], True), ([], False)])
def test_the_command_reports_in_full_unless_it_must_be_quick(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    given: Sequence[str],
    quick: bool,
) -> None:
    async def load(_: Path) -> Listener:
        return Listener()

    async def told(_: object, quick: bool) -> str:
        return f"quick: {quick}"

    monkeypatch.setattr(model, "model_path", lambda: Path())
    monkeypatch.setattr(local, "load", load)
    monkeypatch.setattr(report, "nlu_report", told)
    assert cli.main(["nlu-report", *given]) == 0
    assert capsys.readouterr().out == f"quick: {quick}\n"


def test_help_says_that_it_can_be_quick(capsys: pytest.CaptureFixture[str]) -> None:
    with contextlib.suppress(SystemExit):
        cli.main(["--help"])
    assert "--quick" in capsys.readouterr().out
