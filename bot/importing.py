"""Bringing somebody else's file into the directory: what would change is said first.

Every file is read and checked to its end before anything is written, so that a person who mends it
sees all mistakes at once. Writing is one transaction (`bot.store.directory`).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.content.initiatives import read_initiative
from bot.content.problems import MOST, ContentError, Problems
from bot.content.rows import Row
from bot.core.initiatives import Initiative
from bot.core.traits import Surveyor
from bot.exchange import csv_file, data_inclusion, hsds_json, hsds_package
from bot.exchange.raw import Defaults, Raw
from bot.exchange.safe import brief, checked, limited

BEGINNING = 100_000
"""Bytes of a JSON file that tell which of the two formats it is."""

Reader = Callable[[Path, Problems, Defaults], Iterator[Raw]]
Steps = Callable[[Iterable], Iterator]
"""Goes through rows, and shows how far it is."""


def _own(path: Path, problems: Problems, _: Defaults) -> Iterator[Raw]:
    for raw in csv_file.read(path, problems):
        if raw.line not in problems.lines:
            yield raw


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
        missing: what came from the same source before, and is not in its files now.
        problems: what is wrong, with file, line, field, value and what was expected.
        notes: what was left out or put right.
        unlisted: how many notes more there were.
    """

    added: list[Initiative] = field(default_factory=list)
    changed: list[tuple[Initiative, Initiative]] = field(default_factory=list)
    closed: list[tuple[Initiative, Initiative]] = field(default_factory=list)
    same: int = 0
    missing: list[Initiative] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unlisted: int = 0

    @property
    def bad(self) -> int:
        """How many rows have something wrong."""
        return len({re.split(", field '", problem)[0] for problem in self.problems})

    def to_put(self, close_missing: bool = False) -> list[Initiative]:
        """What is to be written.

        Args:
            close_missing: whether what is not in the files any more has ended.
        """
        after = [now for _, now in (*self.changed, *self.closed)]
        gone = self.missing if close_missing else []
        return [*self.added, *after, *(dataclasses.replace(i, status="ended") for i in gone)]


def format_of(path: Path) -> str:
    """The format of a file by its name and its first bytes: a key of `READERS`.

    Raises:
        ContentError: it is none that is known.
    """
    name = path.name.lower()
    if path.is_dir():
        return "data-inclusion" if any(path.glob("services*.json")) else "hsds-package"
    if name.endswith(".zip") or name == "datapackage.json":
        return "hsds-package"
    if name.endswith((".csv", ".tsv", ".txt")):
        return "csv"
    if name.endswith((".json", ".jsonl", ".ndjson")):
        return "data-inclusion" if _is_french(path) else "hsds"
    problems = Problems(path)
    expected = "a name that ends in .csv, .json or .zip, or a folder; else give --format"
    problems.add(1, "(file)", path.suffix, expected)
    raise ContentError(problems.found)


def _is_french(path: Path) -> bool:
    """Whether a JSON file has the names that data.inclusion has and HSDS does not."""
    try:
        with path.open("rb") as file:
            start = file.read(BEGINNING)
    except OSError as error:
        problems = Problems(path)
        problems.add(1, "(file)", error.strerror, "a file that can be read")
        raise ContentError(problems.found) from error
    words = (b'"structures"', b'"structure_id"', b'"date_maj"', b'"nom"')
    return any(word in start for word in words)


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
        defaults: what to take where a file does not say.
        steps: what shows how far the reading is.
    """
    made, seen, theirs = Plan(), dict[str, str](), set(from_before)
    others = known.keys() - theirs if defaults.source else frozenset()
    for path, kind in files:
        problems = Problems(path)
        try:
            for raw in steps(limited(READERS[kind](path, problems, defaults), problems)):
                _one(raw, problems, made, seen, known, others, surveyor)
        except ContentError:
            # What was noted stands in `problems`; what follows in this file cannot be read.
            pass
        made.problems += problems.found
        made.notes += problems.notes[: MOST - len(made.notes)]
        made.unlisted += problems.unlisted
    gone = (known[one] for one in known if one in theirs and one not in seen)
    made.missing = [one for one in gone if not one.is_closed]
    _check_who_went_on(made, known, seen)
    return made


def _one(
    raw: Raw,
    problems: Problems,
    made: Plan,
    seen: dict[str, str],
    known: Mapping[str, Initiative],
    others: Collection[str],
    surveyor: Surveyor,
) -> None:
    """One row: noted as wrong, or as new, changed, closed or the same."""
    told = Problems(problems.path, raw.file)
    told.found, told.notes = problems.found, problems.notes
    before_it = len(told.found)
    clean = checked(raw, told)
    if clean is None:
        seen.setdefault(raw.values.get("id", ""), "")
        return
    now = read_initiative(Row(clean.values, raw.line, told), both_languages=False)
    here = f"{raw.file}, line {raw.line}"
    if seen.get(now.id):
        told.add(raw.line, "id", brief(now.id), f"new: {seen[now.id]} has it already")
    if now.id in others:
        expected = "an id of this source: another one has it"
        told.add(raw.line, "id", brief(now.id), expected)
    seen[now.id] = here
    if now.scope == "local" and now.is_door and surveyor.position(now) is None:
        value = now.postal_code or now.municipality
        expected = "a place in Belgium: a postal code or a municipality of data/places.csv"
        told.add(raw.line, "postal_code", brief(value), expected)
    if len(told.found) > before_it:
        return
    before = known.get(now.id)
    if before is None:
        made.added.append(now)
    elif before == now:
        made.same += 1
    elif now.is_closed and not before.is_closed:
        made.closed.append((before, now))
    else:
        made.changed.append((before, now))


def _check_who_went_on(
    made: Plan, known: Mapping[str, Initiative], seen: Mapping[str, str]
) -> None:
    """Takes out rows that name somebody who went on and is nowhere in the directory."""

    def right(now: Initiative) -> bool:
        missing = [one for one in now.taken_over_by if one not in known and one not in seen]
        expected = "the id of a place in the directory or in these files"
        made.problems.extend(
            f"{seen[now.id]}, field 'taken_over_by': {brief(one)!r} is not {expected}"
            for one in missing
        )
        return not missing

    made.added = [now for now in made.added if right(now)]
    made.changed = [(before, now) for before, now in made.changed if right(now)]
    made.closed = [(before, now) for before, now in made.closed if right(now)]


def differences(before: Initiative, now: Initiative) -> Iterator[tuple[str, str, str]]:
    """Field, what it said and what it says, for each field that changes."""
    for name in before.__dataclass_fields__:
        was, is_now = getattr(before, name), getattr(now, name)
        if was != is_now:
            yield name, _shown(was), _shown(is_now)


def _shown(value: object) -> str:
    return ";".join(value) if isinstance(value, tuple) else "" if value is None else str(value)
