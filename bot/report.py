"""How well people are understood and danger is heard, on messages that nothing was learnt from.

The sets are ``tests/nlu`` and ``tests/safety``, a file for each language. They were written apart
from the examples and the phrases; a test keeps them apart (`tests/nlu/test_apart.py`).
"""

from __future__ import annotations

import csv
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from scipy.stats import binomtest
from sklearn.metrics import accuracy_score, f1_score

from bot.bootstrap import ROOT
from bot.core.danger import DANGER_OF, NO_BED, SUICIDE, VEILED

HELD_OUT = ROOT / "tests" / "nlu"
DANGERS = ROOT / "tests" / "safety"
THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
MOST_CONFUSED = 15
Row = dict[str, str]
Parsed = dict[str, Any]


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


async def nlu_report(agent: Agent) -> str:
    """Accuracy and macro-F1 per language and register, confusions, and the fallback threshold."""
    lines = []
    for path in sorted(HELD_OUT.glob("*.csv")):
        rows = read(path)
        parsed, ms = await parse(agent, rows)
        meant = [row["intent"] for row in rows]
        heard = [p["intent"]["name"] for p in parsed]
        lines += [
            f"## {path.stem}: {len(rows)} messages",
            "",
            f"accuracy {accuracy_score(meant, heard):.3f}, macro-F1 {_f1(meant, heard):.3f}, "
            f"{ms:.1f} ms a message",
            "",
            "| register | messages | accuracy | macro-F1 |",
            "|---|---|---|---|",
        ]
        for register in sorted({row["register"] for row in rows}):
            pairs = [
                (m, h)
                for m, h, row in zip(meant, heard, rows, strict=True)
                if row["register"] == register
            ]
            right = sum(m == h for m, h in pairs) / len(pairs)
            f1 = _f1([m for m, _ in pairs], [h for _, h in pairs])
            lines.append(f"| {register} | {len(pairs)} | {right:.3f} | {f1:.3f} |")
        confused = Counter((m, h) for m, h in zip(meant, heard, strict=True) if m != h)
        lines += ["", "| meant | heard as | times |", "|---|---|---|"]
        lines += [f"| {m} | {h} | {n} |" for (m, h), n in confused.most_common(MOST_CONFUSED)]
        lines += ["", *_thresholds(meant, parsed), ""]
    return "\n".join(lines)


def _f1(meant: Sequence[str], heard: Sequence[str]) -> float:
    """Macro-F1 over the intents that were meant."""
    return float(
        f1_score(meant, heard, average="macro", labels=sorted(set(meant)), zero_division=0)
    )


def _thresholds(meant: Sequence[str], parsed: Sequence[Parsed]) -> list[str]:
    """What a fallback threshold would answer, and how much of that would be right."""
    best = [
        next((r for r in p["intent_ranking"] if r["name"] != "nlu_fallback"), p["intent"])
        for p in parsed
    ]
    lines = ["| threshold | answered | right of these |", "|---|---|---|"]
    for least in THRESHOLDS:
        kept = [
            (m, b["name"]) for m, b in zip(meant, best, strict=True) if b["confidence"] >= least
        ]
        right = sum(m == name for m, name in kept) / max(1, len(kept))
        lines.append(f"| {least} | {len(kept) / len(meant):.3f} | {right:.3f} |")
    return lines


async def safety_report(agent: Agent) -> str:
    """Recall of every danger and false alarms, with 95 % intervals (Wilson), and every miss."""
    lines = ["| language | danger | messages | heard | 95 % |", "|---|---|---|---|---|"]
    missed, false = [], []
    for path in sorted(DANGERS.glob("*.csv")):
        rows = read(path)
        parsed, _ = await parse(agent, rows)
        counted: Counter[tuple[str, bool]] = Counter()
        for row, found in zip(rows, parsed, strict=True):
            hit = _raised(row["danger"], found)
            counted[(row["danger"], hit)] += 1
            if row["danger"] == "none" and hit:
                false.append(f"- {path.stem}, {found['intent']['name']}: {row['text']}")
            elif row["danger"] != "none" and not hit:
                missed.append(f"- {path.stem}, {row['kind']}: {row['text']}")
        for danger in sorted({row["danger"] for row in rows}):
            hits = counted[(danger, True)]
            total = hits + counted[(danger, False)]
            interval = binomtest(hits, total).proportion_ci(method="wilson")
            name = "none (false alarms)" if danger == "none" else danger
            lines.append(
                f"| {path.stem} | {name} | {total} | {hits / total:.3f} | "
                f"{interval.low:.3f}-{interval.high:.3f} |"
            )
    lines += ["", f"## Missed ({len(missed)})", "", *missed]
    return "\n".join([*lines, "", f"## False alarms ({len(false)})", "", *false])


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
