"""What a table of HSDS is made of: its columns, and what may stand in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Column:
    """A column of a table, with what may stand in it.

    Attributes:
        kind: ``string`` or ``number``, as in a Table Schema.
        required: whether the standard asks for it.
        used: whether we cannot do without it, so that its row is left out when it is wrong.
        enum: the only values it may have; empty for any.
        pattern: a regular expression that a value must match as a whole.
        bounds: lowest and highest number.
        expected: what to say when the pattern does not match.
        points_at: the table of which it holds an id.
        tabular: whether it is needed in a table only: as JSON one stands inside the other.
    """

    name: str
    kind: str = "string"
    required: bool = False
    used: bool = True
    enum: tuple[str, ...] = ()
    pattern: str = ""
    bounds: tuple[float, float] | None = None
    expected: str = ""
    points_at: str = ""
    tabular: bool = False

    @property
    def choosy(self) -> bool:
        """Whether not every text will do."""
        return bool(self.kind != "string" or self.enum or self.pattern)

    @property
    def constraints(self) -> dict[str, Any]:
        """As a Table Schema says it."""
        low_high = self.bounds or (None, None)
        said: dict[str, Any] = {
            "required": self.required or None,
            "unique": (self.name == "id") or None,
            "enum": list(self.enum) or None,
            "pattern": self.pattern or None,
            "minimum": low_high[0],
            "maximum": low_high[1],
        }
        return {name: value for name, value in said.items() if value is not None}

    @property
    def wanted(self) -> str:
        """What is expected in it, for people."""
        if self.expected:
            return self.expected
        if self.enum:
            return f"one of {', '.join(self.enum)}"
        if self.bounds:
            return f"a number from {self.bounds[0]:g} to {self.bounds[1]:g}"
        return "a number" if self.kind == "number" else "filled in"


@dataclass(frozen=True)
class Table:
    """A table: its name in the singular, the file it stands in, and its columns."""

    name: str
    path: str
    columns: tuple[Column, ...]
    by_name: Mapping[str, Column] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {c.name: c for c in self.columns})

    def schema(self) -> dict[str, Any]:
        """Its Table Schema (https://specs.frictionlessdata.io/table-schema/)."""
        return {
            "primaryKey": ["id"],
            "fields": [
                {"name": c.name, "type": c.kind, "constraints": c.constraints} for c in self.columns
            ],
            "foreignKeys": [
                {"fields": [c.name], "reference": {"resource": c.points_at, "fields": ["id"]}}
                for c in self.columns
                if c.points_at
            ],
        }
