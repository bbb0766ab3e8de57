"""Names of places beside the table (``data/place_names.yml``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml
from babel import Locale

from bot.content.nodes import below, line_of, read_nodes
from bot.content.problems import Problems
from bot.core.place_names import PlaceNames

GROUPS = ("also_called", "areas", "words", "abroad")
MOST_CHOICES = 6
HOME = "BE"
"""The country of the directory (ISO 3166)."""

_ID = re.compile(r"[1-9]\d{3} \S.*")


def load_place_names(
    path: Path, known: Sequence[str] | None = None, languages: Sequence[str] = ("nl", "fr", "en")
) -> PlaceNames:
    """How places are called, with the countries as each language calls them (CLDR).

    Args:
        known: ids of the places that there are; None leaves unchecked whether a place exists.
        languages: two letters each; in these the countries are known.

    Raises:
        ContentError: an unknown group, a name that is no text, or a place that does not exist.
    """
    problems = Problems(path)
    page = below(read_nodes(problems))
    for name, node in page.items():
        if name not in GROUPS:
            problems.add(line_of(node), name, "", f"one of {', '.join(GROUPS)}")

    def checked(place: str, line: int, group: str) -> str:
        if not _ID.fullmatch(place) or (known is not None and place not in known):
            problems.add(line, group, place, "a place of places.csv: '9000 Gent'")
        return place

    also: dict[str, tuple[str, ...]] = {}
    for place, node in below(page.get("also_called")).items():
        also[checked(place, line_of(node), "also_called")] = _texts(node, "also_called", problems)
    areas: dict[str, tuple[str, ...]] = {}
    for item in _items(page.get("areas")):
        row = below(item)
        places = _texts(row.get("places"), "areas.places", problems, line_of(item))
        names = _texts(row.get("names"), "areas.names", problems, line_of(item))
        if len(places) > MOST_CHOICES:
            problems.add(line_of(item), "areas.places", len(places), f"{MOST_CHOICES} at most")
        ids = tuple(checked(place, line_of(item), "areas.places") for place in places)
        areas.update(dict.fromkeys(names, ids))
    words = _texts(page.get("words"), "words", problems)
    abroad = [
        name
        for group, node in below(page.get("abroad")).items()
        for name in _texts(node, f"abroad.{group}", problems)
    ]
    problems.stop_if_any()
    foreign = dict.fromkeys([*abroad, *_countries(languages)])
    return PlaceNames(also, areas, frozenset(words), tuple(foreign))


def _items(node: yaml.Node | None) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _texts(
    node: yaml.Node | None, field: str, problems: Problems, line: int = 1
) -> tuple[str, ...]:
    """The names of a list; YAML's own reading would make a truth of the village On."""
    found = []
    for item in _items(node):
        if isinstance(item, yaml.ScalarNode) and item.value.strip():
            found.append(str(item.value).strip())
        else:
            problems.add(line_of(item), field, item.value, "a name")
    if not found:
        problems.add(line_of(node) if node else line, field, "", "a list of names")
    return tuple(found)


def _countries(languages: Sequence[str]) -> Iterator[str]:
    """Every country but ours, as each language calls it."""
    for language in languages:
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in (HOME, "EU", "EZ", "UN", "ZZ"):
                yield re.sub(r"\s*\(.*?\)|^(?:la|le|les|l['’])\s*", "", name, flags=re.IGNORECASE)
