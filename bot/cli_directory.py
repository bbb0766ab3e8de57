"""The command ``netwerkwijzer directory``: what comes in, what goes out, and how good it is."""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.core.initiatives import Initiative
    from bot.importing import Plan

FORMATS = ("csv", "hsds", "data-inclusion")
WITHOUT_A_BAR = 1_000
"""So many rows go by too fast to show how far it is."""

LISTED = 20
"""Initiatives that are named for each kind of change; ``--all`` names each."""

UNTOUCHED = "nothing was changed"


def add_to(commands: Any) -> None:
    """Adds the command with all it can do to those of ``netwerkwijzer``."""
    parser = commands.add_parser(
        "directory", help="import, export, statistics, map, and what people said of places"
    )
    does = parser.add_subparsers(dest="do", required=True)

    bring = does.add_parser("import", help="bring in files; says first what would change")
    bring.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a file or a folder")
    bring.add_argument("--format", choices=FORMATS, help="else by the name and what is in it")
    bring.add_argument("--dry-run", action="store_true", help="only say what would change")
    bring.add_argument("--skip-bad", action="store_true", help="leave out rows with mistakes")
    bring.add_argument("--all", action="store_true", help="name each place that changes")
    bring.add_argument(
        "--source", default="", help="name of who keeps these files, put before their ids"
    )
    bring.add_argument(
        "--work-models",
        default="",
        metavar="MODELS",
        help="the ways that their places offer, with ';' between, where the file does not say",
    )
    bring.add_argument(
        "--language", choices=("nl", "fr"), default="nl", help="of the texts, when not said"
    )
    bring.add_argument(
        "--close-missing",
        action="store_true",
        help="what came from the same source before and is not there any more has ended",
    )

    out = does.add_parser("export", help="write the whole directory")
    out.add_argument("file", type=Path, metavar="FILE", help="such as directory.csv or hsds.zip")
    out.add_argument("--format", choices=FORMATS, help="else by the name")

    does.add_parser("stats", help="how far it can be trusted, and what to check first")

    drawn = does.add_parser("map", help="draw all initiatives by work model, without the network")
    drawn.add_argument(
        "file", type=Path, nargs="?", default=Path("directory-map.svg"), help="an .svg or .png"
    )

    said = does.add_parser("feedback", help="what people said of places ('Klopt dit?')")
    said.add_argument("--clear", metavar="ID", help="forget what was said of a place now checked")


def run(chosen: argparse.Namespace) -> int:
    """Does one of them; returns the exit code."""
    from bot.content import ContentError
    from bot.store.directory import DirectoryMissing

    try:
        return _DOES[chosen.do](chosen)
    except ContentError as error:
        print(error, file=sys.stderr)
    except DirectoryMissing as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(f"{error.filename or 'file'}: {error.strerror}", file=sys.stderr)
    return 1


# -- in ---------------------------------------------------------------------------------------


def _import(chosen: argparse.Namespace) -> int:
    from bot.bootstrap import directory, likes
    from bot.core.places import Gazetteer
    from bot.core.traits import Surveyor
    from bot.exchange.raw import Defaults
    from bot.importing import plan

    defaults = Defaults(chosen.source, _models(chosen.work_models), chosen.language)
    kept = directory()
    origin = chosen.source or ", ".join(sorted(path.name for path in chosen.files))
    made = plan(
        [(path, _format(path, chosen.format)) for path in chosen.files],
        {one.id: one for one in kept.initiatives()},
        [key for key, came_from in kept.origins().items() if came_from == origin],
        Surveyor(Gazetteer(kept.places()), likes()),
        defaults,
        steps=lambda rows: _steps(rows, "read"),
    )
    _tell(made, chosen)
    if made.problems and not chosen.skip_bad:
        print(f"{made.bad} rows have mistakes, {UNTOUCHED}; --skip-bad leaves these rows out")
        return 1
    if chosen.dry_run:
        print(f"only tried: {UNTOUCHED}")
        return 0
    written = made.to_put(chosen.close_missing)
    if written:
        kept.put(written, origin, steps=lambda rows: _steps(rows, "written", len(written)))
    print(f"written: {len(written)}")
    return 0


def _models(given: str) -> tuple[str, ...]:
    """The work models of ``--work-models``.

    Raises:
        ContentError: one of them is none of the seven.
    """
    from bot.content import ContentError
    from bot.core.work_models import WORK_MODELS

    models = tuple(model.strip() for model in given.split(";") if model.strip())
    wrong = [model for model in models if model not in WORK_MODELS]
    if wrong:
        known = ", ".join(WORK_MODELS)
        raise ContentError([f"--work-models: {one!r} is not one of {known}" for one in wrong])
    return models


def _format(path: Path, given: str | None) -> str:
    """The reader for a file: HSDS is one JSON file, or a package of tables."""
    from bot.importing import format_of

    if given is None:
        return format_of(path)
    packed = path.is_dir() or path.suffix.lower() == ".zip" or path.name == "datapackage.json"
    return "hsds-package" if given == "hsds" and packed else given


def _steps(rows: Iterable[Any], doing: str, total: int | None = None) -> Iterator[Any]:
    """The rows, with a bar that shows how far it is once there are many."""
    left = iter(rows)
    begun = list(itertools.islice(left, WITHOUT_A_BAR))
    yield from begun
    following = next(left, None)
    if following is None:
        return
    from tqdm import tqdm

    bar = tqdm(
        itertools.chain([following], left),
        desc=doing,
        unit=" rows",
        initial=len(begun),
        total=total,
    )
    yield from bar


def _tell(made: Plan, chosen: argparse.Namespace) -> None:
    """Says what would change, place by place, and all that is wrong."""
    from bot.importing import differences

    for note in made.notes:
        print(f"note: {note}")
    if made.unlisted:
        print(f"note: and {made.unlisted} more")
    for problem in made.problems:
        print(problem, file=sys.stderr)

    def listed(title: str, found: Sequence[Any], lines: Callable[[Any], Iterable[str]]) -> None:
        print(f"{title}: {len(found)}")
        shown = found if chosen.all else found[:LISTED]
        for one in shown:
            for line in lines(one):
                print(f"    {line}")
        if len(found) > len(shown):
            print(f"    ... and {len(found) - len(shown)} more (--all names each)")

    def change(pair: tuple[Initiative, Initiative]) -> Iterator[str]:
        yield _called(pair[0])
        for field, before, now in differences(*pair):
            yield f"    {field}: {before!r} -> {now!r}"

    listed("added", made.added, lambda one: [_called(one)])
    listed("changed", made.changed, change)
    listed("closed", made.closed, lambda pair: [f"{_called(pair[1])}: {pair[1].status}"])
    if made.missing:
        title = (
            "closed, as they are not there any more"
            if chosen.close_missing
            else ("not there any more (--close-missing would close them)")
        )
        listed(title, made.missing, lambda one: [_called(one)])
    print(f"the same: {made.same}")


def _called(initiative: Initiative) -> str:
    """An initiative as somebody knows it who looks through a list."""
    where = initiative.municipality or initiative.area
    return f"{initiative.id}: {initiative.name}" + (f" ({where})" if where else "")


# -- out --------------------------------------------------------------------------------------


def _export(chosen: argparse.Namespace) -> int:
    from bot.bootstrap import directory

    write = _writer(chosen.file, chosen.format)
    found = directory().initiatives()
    write(found, chosen.file)
    print(f"{chosen.file}: {len(found)} initiatives")
    return 0


def _writer(path: Path, given: str | None) -> Callable[[Iterable[Initiative], Path], None]:
    """What writes a file of this name.

    Raises:
        ContentError: the name does not tell the format, and it was not given.
    """
    from bot.content import ContentError

    suffix = path.suffix.lower()
    if given is None and suffix == ".json":
        raise ContentError([f"{path.name}: --format hsds or --format data-inclusion tells which"])
    if given is None and suffix not in (".csv", ".zip", ""):
        expected = "a name that ends in .csv, .json or .zip, or a folder"
        raise ContentError([f"{path.name}: {suffix!r} is not {expected}"])
    # A library that one does not need takes a second to load.
    if given == "csv" or (given is None and suffix == ".csv"):
        from bot.exchange import csv_file

        return csv_file.write
    if given == "data-inclusion":
        from bot.exchange import data_inclusion

        return data_inclusion.write
    if suffix == ".json":
        from bot.exchange import hsds_json

        return hsds_json.write
    from bot.exchange import hsds_package

    return hsds_package.write


# -- how good it is ---------------------------------------------------------------------------


def _stats(_: argparse.Namespace) -> int:
    import datetime

    from bot.bootstrap import BRUSSELS, directory, engine
    from bot.directory_stats import stats
    from bot.store import feedback, shown

    found = directory().initiatives()
    today = datetime.datetime.now(BRUSSELS).date()
    print(stats(found, today, shown.counts(engine()), feedback.closed_counts(engine())))
    return 0


def _map(chosen: argparse.Namespace) -> int:
    import datetime

    from bot import content
    from bot.bootstrap import BRUSSELS, directory, settings
    from bot.core.places import Gazetteer
    from bot.core.traits import Surveyor
    from bot.directory_map import draw

    if chosen.file.suffix.lower() not in (".svg", ".png"):
        print(f"{chosen.file}: expected a name that ends in .svg or .png", file=sys.stderr)
        return 1
    kept = directory()
    found, places = kept.initiatives(), kept.places()
    surveyor = Surveyor(Gazetteer(places))
    positions = {one.id: at for one in found if (at := surveyor.position(one))}
    today = datetime.datetime.now(BRUSSELS).date()
    models = content.load_work_models(settings().data / "work_models.yml")
    names = {key: model.name for key, model in models.items()}
    draw(found, positions, places, names, today, chosen.file)
    print(chosen.file)
    return 0


def _feedback(chosen: argparse.Namespace) -> int:
    from bot.bootstrap import directory, engine
    from bot.feedback_report import report
    from bot.store import feedback

    if chosen.clear:
        gone = feedback.clear(engine(), chosen.clear)
        directory().survey([chosen.clear])
        print(f"{chosen.clear}: {gone} marks removed")
        return 0
    known = {one.id: one for one in directory().initiatives()}
    print(report(feedback.rows(engine()), known, feedback.closed_counts(engine())))
    return 0


_DOES: dict[str, Callable[[argparse.Namespace], int]] = {
    "import": _import,
    "export": _export,
    "stats": _stats,
    "map": _map,
    "feedback": _feedback,
}
