"""Before and now: the figures of the last report, to see what a change did.

Only figures are kept, never a message: ``reports`` in the installation's folder, for its owner.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.bootstrap import BRUSSELS, OWNER_FOLDER, private, settings

CHANGED = 0.05
"""From more than this difference in F1 on an intent is named."""
MOST = 10
"""How many intents are named that became better, and as many that became worse."""


@dataclass
class Figures:
    """What a report found for one language.

    Attributes:
        messages: how many were measured with.
        totals: name -> share or F1, 0 to 1.
        intents: intent -> F1, 0 to 1.
    """

    messages: int
    totals: dict[str, float]
    intents: dict[str, float] = field(default_factory=dict)


Run = dict[str, Figures]
"""Language -> its figures."""


def compared(name: str, now: Run) -> list[str]:
    """What changed since the last report of this name; the figures of now take its place.

    Args:
        name: of the report, and of the file in which it is kept.
    """
    title = ["## Before and now", ""]
    try:
        path = private(settings()) / "reports" / f"{name}.json"
        known = _read(path)
        _keep(path, now)
    except OSError as error:
        # A report took minutes: it is told, also where nothing can be kept.
        return [*title, f"the figures could not be kept: {error}"]
    if known is None:
        return [
            *title,
            "There is nothing to compare with yet: the next report is laid beside this.",
        ]
    when, before = known
    lines = [*title, f"before: {when}", ""]
    lines += ["| language | figure | before -> now | change |", "|---|---|---|---|"]
    for language, figure, was, is_now in _both(before, now, "totals"):
        change = f"{is_now - was:+.3f}"
        lines.append(f"| {language} | {figure} | {was:.3f} -> {is_now:.3f} | {change} |")
    for language in sorted(before.keys() & now.keys()):
        was_asked, asked = before[language].messages, now[language].messages
        if was_asked != asked:
            lines += ["", f"{language}: measured with other messages, {was_asked} -> {asked}"]
    return lines + _intents(before, now)


def _intents(before: Run, now: Run) -> list[str]:
    """Which intents became better or worse, the greatest change first."""
    changes = [
        # 0.90 - 0.85 is a hair more than 0.05 in a computer.
        (round(is_now - was, 4), f"- {language}, {intent}: {was:.3f} -> {is_now:.3f}")
        for language, intent, was, is_now in _both(before, now, "intents")
    ]
    better = sorted((c for c in changes if c[0] > CHANGED), key=lambda c: -c[0])
    worse = sorted((c for c in changes if c[0] < -CHANGED), key=lambda c: c[0])
    lines = []
    for what, found in (("better", better), ("worse", worse)):
        if found:
            lines += ["", f"F1 {what} by more than {CHANGED} ({len(found)} intents):", ""]
            lines += [line for _, line in found[:MOST]]
    if not lines and any(figures.intents for figures in now.values()):
        lines = ["", f"No intent changed by more than {CHANGED} in F1."]
    return lines


def _both(before: Run, now: Run, kind: str) -> list[tuple[str, str, float, float]]:
    """Language, name, before and now of each figure of this kind that both runs have."""
    found = []
    for language, figures in now.items():
        was: Mapping[str, float] = getattr(before.get(language), kind, {})
        for name, value in getattr(figures, kind).items():
            if name in was:
                found.append((language, name, was[name], value))
    return found


def _read(path: Path) -> tuple[str, Run] | None:
    """When the last report was made, and its figures; None when there is none that can be read."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return str(kept["when"]), {k: _figures(v) for k, v in kept["languages"].items()}
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _figures(kept: Mapping[str, Any]) -> Figures:
    totals, intents = (
        {n: float(v) for n, v in kept[kind].items()} for kind in ("totals", "intents")
    )
    return Figures(int(kept["messages"]), totals, intents)


def _keep(path: Path, run: Run) -> None:
    """Writes the figures, whole or not at all, readable by their owner only."""
    when = datetime.datetime.now(BRUSSELS).strftime("%Y-%m-%d %H:%M")
    languages = {language: dataclasses.asdict(figures) for language, figures in run.items()}
    text = json.dumps({"when": when, "languages": languages}, indent=1)
    path.parent.mkdir(mode=OWNER_FOLDER, exist_ok=True)
    handle, half = tempfile.mkstemp(prefix=f"{path.stem}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(half, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(half)
