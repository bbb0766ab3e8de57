"""Bringing somebody else's file into the directory: what changes first, then all or nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.content.initiatives import read_initiative
from bot.content.problems import Problems
from bot.content.rows import Row
from bot.core.initiatives import Initiative
from bot.core.traits import Surveyor
from bot.exchange import csv_file, data_inclusion, hsds_json, hsds_package
from bot.exchange.raw import Defaults, Raw
from bot.exchange.safe import checked

CLOSED = ("ended", "temporarily_closed")
"""States in which nobody is sent to a place."""

Reader = Callable[[Path, Problems, Defaults], Iterator[Raw]]
Steps = Callable[[Iterable], Iterable]
"""Shows progress over what is gone through."""


def _own(path: Path, problems: Problems, defaults: Defaults) -> Iterator[Raw]:
    return csv_file.read(path, problems)


READERS: dict[str, Reader] = {
    "csv": _own,
    "hsds": hsds_json.read,
    "hsds-package": hsds_package.read,
    "data-inclusion": data_inclusion.read,
}


@dataclass
class Plan:
    """What an import would do.

    Attributes:
        added: initiatives that are new.
        changed: before and after, of those that say something else now.
        closed: before and after, of those that are closed now and were not.
        same: how many stay as they are.
        missing: what came from the same file before, and is not in it now.
        problems: what is wrong, with file, line, field, value and what was expected.
        bad: how many rows have something wrong.
        notes: what was left out or put right.
    """

    added: list[Initiative] = field(default_factory=list)
    changed: list[tuple[Initiative, Initiative]] = field(default_factory=list)
    closed: list[tuple[Initiative, Initiative]] = field(default_factory=list)
    same: int = 0
    missing: list[Initiative] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    bad: int = 0
    notes: list[str] = field(default_factory=list)

    def to_put(self, close_missing: bool = False) -> list[Initiative]:
        """What is to be written.

        Args:
            close_missing: whether what is not in the file any more has ended.
        """
        after = [now for _, now in (*self.changed, *self.closed)]
        gone = self.missing if close_missing else []
        return [*self.added, *after, *(dataclasses.replace(i, status="ended") for i in gone)]


def format_of(path: Path) -> str:
    """The format of a file by its name and its first bytes: a key of `READERS`.

    Raises:
        ContentError: it is none that is known.
    """
    if path.is_dir() or path.suffix == ".zip" or path.name == "datapackage.json":
        return "hsds-package"
    if path.suffix in (".csv", ".tsv", ".txt"):
        return "csv"
    if path.suffix in (".json", ".jsonl", ".ndjson"):
        with path.open("rb") as file:
            start = file.read(100_000)
        french = any(word in start for word in (b'"structures"', b'"structure_id"', b'"date_maj"'))
        return "data-inclusion" if french else "hsds"
    problems = Problems(path)
    problems.add(
        1, "(file)", path.suffix, "a name that ends in .csv, .json or .zip; or give --format"
    )
    problems.stop_if_any()
    raise AssertionError("unreachable")


def plan(
    files: Sequence[tuple[Path, str]],
    known: Mapping[str, Initiative],
    from_before: Iterable[str],
    surveyor: Surveyor,
    defaults: Defaults,
    steps: Steps = iter,
) -> Plan:
    """What bringing these files in would do.

    Args:
        files: each with its format, a key of `READERS`.
        known: the directory as it is, by id.
        from_before: ids that came from the same source before.
        surveyor: knows where a row stands; one that stands nowhere would never be shown.
    """
    made, seen = Plan(), {}
    for path, kind in files:
        problems = Problems(path)
        rows = READERS[kind](path, problems, defaults)
        for raw in steps(rows):
            _one(raw, path, made, seen, known, surveyor)
        made.problems += problems.found
        made.bad += len(problems.found)
    gone = [i for i in from_before if i not in seen and i in known]
    made.missing = [known[i] for i in gone if known[i].status not in CLOSED]
    return made


def _one(
    raw: Raw,
    path: Path,
    made: Plan,
    seen: dict[str, str],
    known: Mapping[str, Initiative],
    surveyor: Surveyor,
) -> None:
    """One row: noted as wrong, or as new, changed, closed or the same."""
    problems = Problems(path, raw.file)
    clean = checked(raw, problems, made.notes)
    if clean is not None:
        now = read_initiative(Row(clean.values, raw.line, problems), both_languages=False)
        where = f"line {raw.line} of {raw.file}"
        if now.id in seen:
            problems.add(raw.line, "id", now.id, f"new: {seen[now.id]} has it already")
        if now.scope == "local" and surveyor.position(now) is None:
            value = now.postal_code or now.municipality
            expected = "a place in Belgium: a postal code or a municipality of data/places.csv"
            problems.add(raw.line, "postal_code", value, expected)
        seen.setdefault(now.id, where)
    if problems.found or clean is None:
        made.problems += problems.found
        made.bad += 1
        return
    before = known.get(now.id)
    if before is None:
        made.added.append(now)
    elif before == now:
        made.same += 1
    elif now.status in CLOSED and before.status not in CLOSED:
        made.closed.append((before, now))
    else:
        made.changed.append((before, now))


def differences(before: Initiative, now: Initiative) -> Iterator[tuple[str, str, str]]:
    """Field, what it said and what it says, for each field that changes."""
    for name in before.__dataclass_fields__:
        was, is_now = getattr(before, name), getattr(now, name)
        if was != is_now:
            yield name, _shown(was), _shown(is_now)


def _shown(value: object) -> str:
    return ";".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
