"""What people call places beside the names of the table, and places that are not in Belgium."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class PlaceNames:
    """The content of ``data/place_names.yml``.

    Attributes:
        also_called: id of a place -> how it is called in speech.
        areas: name of a region or province -> ids of the places to choose from.
        words: names of villages that are also an ordinary word.
        abroad: names of countries and towns outside Belgium.
    """

    also_called: Mapping[str, Sequence[str]] = field(default_factory=dict)
    areas: Mapping[str, Sequence[str]] = field(default_factory=dict)
    words: frozenset[str] = frozenset()
    abroad: tuple[str, ...] = ()
