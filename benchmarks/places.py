#!/usr/bin/env python3
"""How well a place is found from what people type (tests/places/typed.csv), and how fast.

python benchmarks/places.py
python benchmarks/places.py --misses chosen    # what went wrong in the half to choose on
python benchmarks/places.py --scan             # other thresholds, on the half to choose on
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from auxil.typed_places import Outcome, finder, outcome, typed  # noqa: E402

from bot.place_finder import PlaceFinder  # noqa: E402

THRESHOLDS = range(76, 97, 2)
HALVES = {"chosen": "chosen on", "held": "held out"}


def main() -> int:
    """Prints the tables that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--misses", choices=("chosen", "held", "all"))
    parser.add_argument("--scan", action="store_true", help="other thresholds")
    asked = parser.parse_args()
    rows = typed()
    chosen = finder()
    outcomes = [outcome(chosen, row) for row in rows]
    halves = {
        "chosen": [o for o in outcomes if not o.row.held_out],
        "held": [o for o in outcomes if o.row.held_out],
    }
    if asked.misses:
        for o in outcomes if asked.misses == "all" else halves[asked.misses]:
            if o.wrong or not o.hit:
                how = "WRONG" if o.wrong else "missed"
                expected = ";".join(sorted(o.row.expected))
                print(f"{how}  {o.row.text!r} ({o.row.kind}): {o.places} {o.abroad} for {expected}")
        return 0
    if asked.scan:
        _scan()
        return 0
    _rates("kind", [(k, [o for o in outcomes if o.row.kind == k]) for k in _kinds(outcomes)])
    _rates("half", [*((HALVES[name], part) for name, part in halves.items()), ("all", outcomes)])
    _speed(chosen, [row.text for row in rows])
    return 0


def _kinds(outcomes: Iterable[Outcome]) -> list[str]:
    return list(dict.fromkeys(o.row.kind for o in outcomes))


def _rates(title: str, groups: Iterable[tuple[str, Sequence[Outcome]]]) -> None:
    print(f"| {title} | texts | found | wrong | asked back |\n|---|---|---|---|---|")
    for name, group in groups:
        print(f"| {name} | {len(group)} | {_share(group)} |")
    print()


def _share(group: Sequence[Outcome]) -> str:
    hits = sum(o.hit for o in group) / len(group)
    wrong = sum(o.wrong for o in group) / len(group)
    asked = sum(bool(o.places) and not o.sure for o in group) / len(group)
    return f"{hits:.1%} | {wrong:.1%} | {asked:.1%}"


def _scan() -> None:
    """The half to choose on, at each threshold."""
    rows = [row for row in typed() if not row.held_out]
    print("| alike from | found | wrong | asked back |\n|---|---|---|---|")
    for threshold in THRESHOLDS:
        other = finder(threshold)
        print(f"| {threshold} | {_share([outcome(other, row) for row in rows])} |")


def _speed(chosen: PlaceFinder, texts: Sequence[str]) -> None:
    times = []
    for text in texts:
        began = time.perf_counter()
        chosen.find(text)
        times.append((time.perf_counter() - began) * 1000)
    percentiles = statistics.quantiles(times, n=20)
    print(f"{len(texts)} texts: median {statistics.median(times):.2f} ms,")
    print(f"95th percentile {percentiles[18]:.2f} ms, slowest {max(times):.2f} ms")


if __name__ == "__main__":
    sys.exit(main())
