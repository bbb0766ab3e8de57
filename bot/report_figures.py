"""What a report counts: how many messages are heard right, and how sure a guess may be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sklearn.metrics import f1_score

THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6)
BINS = 10
"""In how many equal parts the confidences from 0 to 1 are laid."""
MOST_CONFUSED = 15

CRISIS = "crisis_"
FALLBACK = "nlu_fallback"

Parsed = dict[str, Any]
Guess = tuple[float, bool]
"""The confidence of a best guess, 0 to 1, and whether it was right."""


def macro_f1(meant: Sequence[str], heard: Sequence[str]) -> float:
    """The mean F1 of the intents that were meant: each counts the same."""
    found = f1_by_intent(meant, heard)
    return sum(found.values()) / len(found)


def f1_by_intent(meant: Sequence[str], heard: Sequence[str]) -> dict[str, float]:
    """The F1 of each intent that was meant."""
    labels = sorted(set(meant))
    scores = f1_score(meant, heard, average=None, labels=labels, zero_division=0)
    return dict(zip(labels, map(float, scores), strict=True))


def confusions(meant: Sequence[str], heard: Sequence[str]) -> list[str]:
    """A table of what was most often heard as something else."""
    confused = Counter((m, h) for m, h in zip(meant, heard, strict=True) if m != h)
    lines = ["| meant | heard as | times |", "|---|---|---|"]
    return lines + [f"| {m} | {h} | {n} |" for (m, h), n in confused.most_common(MOST_CONFUSED)]


def thresholds(meant: Sequence[str], parsed: Sequence[Parsed]) -> list[str]:
    """A table of what a fallback threshold would answer, and how much of that would be right."""
    best = [_best(p) for p in parsed]
    lines = ["| threshold | answered | right of these |", "|---|---|---|"]
    for least in THRESHOLDS:
        kept = [
            (m, b["name"]) for m, b in zip(meant, best, strict=True) if b["confidence"] >= least
        ]
        right = sum(m == name for m, name in kept) / max(1, len(kept))
        lines.append(f"| {least} | {len(kept) / len(meant):.3f} | {right:.3f} |")
    return lines


def _best(parsed: Parsed) -> dict[str, Any]:
    """The best guess, also where Rasa put its fallback before it."""
    found = (r for r in parsed["intent_ranking"] if r["name"] != FALLBACK)
    best: dict[str, Any] = next(found, parsed["intent"])
    return best


def guesses(meant: Sequence[str], parsed: Sequence[Parsed]) -> list[Guess]:
    """The best guess of each message of which the intent was learnt and guessed.

    Left out are danger, which another component hears, and what a phrase decided (a town, a need):
    these are sure by rule, 1.0.
    """
    found = []
    for intent, best in zip(meant, map(_best, parsed), strict=True):
        name, sure = str(best["name"]), float(best["confidence"])
        if not any(n.startswith(CRISIS) for n in (intent, name)) and name != FALLBACK and sure < 1:
            found.append((sure, name == intent))
    return found


def calibration(found: Sequence[Guess]) -> list[str]:
    """A table of how often a guess is right that is this sure, and how far that is apart.

    With good calibration, of all guesses with a confidence of 0.8 eight in ten are right. The
    expected calibration error is the mean distance between the two, over all guesses.
    """
    lines = ["| confidence | messages | mean confidence | right |", "|---|---|---|---|"]
    error = 0.0
    for place in range(BINS):
        inside = [guess for guess in found if min(int(guess[0] * BINS), BINS - 1) == place]
        if not inside:
            continue
        mean = sum(sure for sure, _ in inside) / len(inside)
        right = sum(is_right for _, is_right in inside) / len(inside)
        error += abs(mean - right) * len(inside) / len(found)
        between = f"{place / BINS:.1f}-{(place + 1) / BINS:.1f}"
        lines.append(f"| {between} | {len(inside)} | {mean:.3f} | {right:.3f} |")
    told = f"expected calibration error {error:.3f}" if found else "no guesses to calibrate"
    return [*lines, "", f"{told} ({len(found)} guesses; danger and what phrases decide left out)"]
