"""Reads the content that admins keep (``data/*.yml``, ``data/*.csv``) and checks every field.

A mistake is told with file, line, field, value and what was expected; all mistakes of a file at
once, so that an admin repairs them in one go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from bot.content.examples import check_examples, read_intents
from bot.content.initiatives import load_initiatives
from bot.content.labels import Labels, check_labels, load_labels
from bot.content.other_languages import load_other_languages
from bot.content.pages import PHRASE_KINDS, Phrases, load_phrases, load_rules, load_work_models
from bot.content.place_names import load_place_names
from bot.content.plain import load_tongue
from bot.content.problems import ContentError, Problems
from bot.content.tables import load_helplines, load_places
from bot.core.work_models import WorkModel

__all__ = [
    "PHRASE_KINDS",
    "ContentError",
    "Labels",
    "Phrases",
    "check",
    "check_examples",
    "collect",
    "load_helplines",
    "load_initiatives",
    "load_labels",
    "load_other_languages",
    "load_phrases",
    "load_place_names",
    "load_places",
    "load_rules",
    "load_tongue",
    "load_work_models",
]


def collect(loaders: Iterable[Callable[[], object]]) -> list[str]:
    """The mistakes of several files together, for a check of everything at once."""
    problems: list[str] = []
    for load in loaders:
        try:
            load()
        except ContentError as error:
            problems += error.problems
    return problems


def check_place_names(data: Path) -> None:
    """Raises ContentError when the names of places are not in order, or name one that is not there.

    Args:
        data: the folder of the content.
    """
    known = [place.id for place in load_places(data / "places.csv")]
    load_place_names(data / "place_names.yml", known)


def check(data: Path, spoken: Sequence[str] = ("nl", "fr")) -> list[str]:
    """Every mistake in the content files of a folder; empty when all is in order.

    Args:
        data: the folder; beside it are ``domain.yml``, which names the intents, and ``tests`` with
            the sets that measure; an installation may be without the latter.
        spoken: the languages (two letters) in which the assistant talks.
    """
    models: dict[str, WorkModel] = {}

    def work_models() -> None:
        models.update(load_work_models(data / "work_models.yml"))

    loaders: list[Callable[[], object]] = [
        work_models,
        lambda: load_rules(data / "matching.yml", models) if models else None,
        partial(load_initiatives, data / "initiatives.csv"),
        partial(load_helplines, data / "helplines.csv"),
        partial(load_places, data / "places.csv"),
        partial(check_place_names, data),
        partial(load_other_languages, data / "other_languages.yml"),
        *(partial(load_phrases, path) for path in sorted((data / "words").glob("*.yml"))),
    ]
    loaders += [partial(load_tongue, path) for path in sorted((data / "plain").glob("*.yml"))]
    if (data / "nlu").is_dir():
        domain, tests = data.parent / "domain.yml", data.parent / "tests"
        loaders.append(partial(check_examples, data / "nlu", domain, tests, spoken))
        loaders.append(lambda: check_labels(data / "labels.yml", read_intents(Problems(domain))))
    return collect(loaders)
