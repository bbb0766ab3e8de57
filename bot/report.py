"""How well people are understood and danger is heard, on messages that nothing was learnt from.

The sets are ``tests/nlu`` and ``tests/safety``, a file for each language. They were written apart
from the examples and the phrases; a test keeps them apart (`tests/nlu/test_apart.py`).
"""

from __future__ import annotations

import csv
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rasa.core.agent import Agent
from scipy.stats import binomtest

from bot import report_folds, report_kept, report_languages
from bot.bootstrap import ROOT, settings
from bot.core.danger import DANGER_OF, NO_BED, SUICIDE, UNSURE, VEILED
from bot.report_figures import (
    Parsed,
    calibration,
    confusions,
    f1_by_intent,
    guesses,
    macro_f1,
    thresholds,
)
from bot.report_kept import Figures
from bot.report_typing import misspelt

HELD_OUT = ROOT / "tests" / "nlu"
DANGERS = ROOT / "tests" / "safety"
Row = dict[str, str]


def read(path: Path) -> list[Row]:
    """The messages of a set, with what each should be heard as."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


async def parse(agent: Agent, rows: Sequence[Row]) -> tuple[list[Parsed], float]:
    """What the assistant hears in each message, and how many milliseconds one took."""
    await agent.parse_message("warm")
    start = time.perf_counter()
    parsed = [await agent.parse_message(row["text"]) for row in rows]
    return parsed, (time.perf_counter() - start) * 1000 / len(rows)


async def nlu_report(agent: Agent, quick: bool = False) -> str:
    """How well people are understood, per language, and what changed since the last report.

    Args:
        quick: without typing errors and cross-validation, which take minutes.
    """
    lines, run = [], {}
    for path in sorted(HELD_OUT.glob("*.csv")):
        rows = read(path)
        parsed, ms = await parse(agent, rows)
        told, run[path.stem] = understood(rows, parsed)
        lines += [f"## {path.stem}: {len(rows)} messages, {ms:.1f} ms a message", "", *told, ""]
        if not quick:
            lines += [await _with_errors(agent, rows), ""]
    rows_in_ten = report_languages.read()
    lines += ["## The language of short messages", "", *report_languages.table(rows_in_ten), ""]
    # Before the folds: a conversation needs no memory to learn in.
    lines += [f"peak memory {peak_memory():.0f} MB", ""]
    if not quick:
        lines += [*report_folds.table(report_folds.learnt(settings().data / "nlu")), ""]
    return "\n".join([*lines, *report_kept.compared("nlu", run)])


def understood(rows: Sequence[Row], parsed: Sequence[Parsed]) -> tuple[list[str], Figures]:
    """Accuracy and macro-F1 per register, confusions and how sure guesses are, for one language."""
    meant = [row["intent"] for row in rows]
    heard = [p["intent"]["name"] for p in parsed]
    right, f1 = _accuracy(meant, heard), macro_f1(meant, heard)
    totals = {"accuracy": right, "macro-F1": f1}
    lines = [
        f"accuracy {right:.3f}, macro-F1 {f1:.3f}",
        "",
        "| register | messages | accuracy | macro-F1 |",
        "|---|---|---|---|",
    ]
    for register in sorted({row["register"] for row in rows}):
        places = [place for place, row in enumerate(rows) if row["register"] == register]
        said, found = [meant[place] for place in places], [heard[place] for place in places]
        right, f1 = _accuracy(said, found), macro_f1(said, found)
        lines.append(f"| {register} | {len(places)} | {right:.3f} | {f1:.3f} |")
        totals[f"macro-F1 {register}"] = f1
    lines += ["", *confusions(meant, heard)]
    lines += ["", *thresholds(meant, parsed)]
    lines += ["", *calibration(guesses(meant, parsed))]
    return lines, Figures(len(rows), totals, f1_by_intent(meant, heard))


def _accuracy(meant: Sequence[str], heard: Sequence[str]) -> float:
    """The share that was heard as it was meant."""
    return sum(m == h for m, h in zip(meant, heard, strict=True)) / len(meant)


async def _with_errors(agent: Agent, rows: Sequence[Row]) -> str:
    """Macro-F1 on the same messages with a typing error in each."""
    typed = [{**row, "text": misspelt(row["text"])} for row in rows]
    parsed, _ = await parse(agent, typed)
    f1 = macro_f1([row["intent"] for row in rows], [p["intent"]["name"] for p in parsed])
    wrong = sum(row["text"] != was["text"] for row, was in zip(typed, rows, strict=True))
    return f"with one typing error in {wrong} of the {len(rows)} messages: macro-F1 {f1:.3f}"


def peak_memory() -> float:
    """The most memory that this process ever had, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts in kilobytes, macOS in bytes.
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


async def safety_report(agent: Agent) -> str:
    """Recall of every danger and false alarms, with 95 % intervals (Wilson), and every miss.

    Heard is what gets the answer to its danger. Noticed is also what gets that of another danger,
    or is in doubt: beside the ordinary answer the person is told, once, how to say that there is
    danger, and 112. Also what changed since the last report.
    """
    run = {}
    lines = [
        "| language | danger | messages | heard | 95 % | noticed | 95 % |",
        "|---|---|---|---|---|---|---|",
    ]
    missed: list[str] = []
    doubted: list[str] = []
    false: list[str] = []
    for path in sorted(DANGERS.glob("*.csv")):
        rows = read(path)
        parsed, _ = await parse(agent, rows)
        counted: dict[str, Counter[str]] = {}
        for row, found in zip(rows, parsed, strict=True):
            danger, hit = row["danger"], _raised(row["danger"], found)
            doubt = _raised("none", found) or _doubted(found)
            counted.setdefault(danger, Counter()).update(
                {"all": 1, "heard": hit, "noticed": hit or doubt}
            )
            line = f"- {path.stem}, {row['kind']}: {row['text']}"
            if danger == "none" and hit:
                false.append(f"- {path.stem}, {found['intent']['name']}: {row['text']}")
            elif danger != "none" and not hit:
                (doubted if doubt else missed).append(line)
        totals = {}
        for danger, count in sorted(counted.items()):
            name = "none (false alarms)" if danger == "none" else danger
            shares = [_share(count[what], count["all"]) for what in ("heard", "noticed")]
            lines.append(f"| {path.stem} | {name} | {count['all']} | {' | '.join(shares)} |")
            what = "false alarms" if danger == "none" else f"recall {danger}"
            totals[what] = count["heard"] / count["all"]
            totals[f"{what}, or in doubt"] = count["noticed"] / count["all"]
        run[path.stem] = Figures(len(rows), totals)
    lines += ["", *report_kept.compared("safety", run)]
    lines += ["", f"## Missed ({len(missed)})", "", *missed]
    lines += ["", f"## Heard as another danger, or in doubt ({len(doubted)})", "", *doubted]
    return "\n".join([*lines, "", f"## False alarms ({len(false)})", "", *false])


def _share(hits: int, total: int) -> str:
    """A share with its 95 % interval, as two cells of a table."""
    interval = binomtest(hits, total).proportion_ci(method="wilson")
    return f"{hits / total:.3f} | {interval.low:.3f}-{interval.high:.3f}"


def _doubted(parsed: Parsed) -> bool:
    """Whether no danger was heard, but none could be excluded either."""
    return any(entity["entity"] == UNSURE for entity in parsed["entities"])


def _raised(danger: str, parsed: Parsed) -> bool:
    """Whether a message raised its danger; for a harmless one: whether it raised any.

    Veiled words that are asked about count as heard: the question is the right answer to them.
    """
    kinds = {e["value"] for e in parsed["entities"] if e["entity"] == "danger"}
    heard = {DANGER_OF[kind] for kind in kinds}
    if danger == "none":
        return bool(heard)
    if danger == NO_BED:
        return NO_BED in heard or parsed["intent"]["name"] == "structural_need"
    return danger in heard or (danger == SUICIDE and VEILED in heard)
