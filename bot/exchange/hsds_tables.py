"""The tables of HSDS 3.0 that we read and write: their columns, and what may stand in them.

Source: Open Referral, Human Services Data Specification 3.0, read on its branch 3.0 of
https://github.com/openreferral/specification (CC BY-SA 4.0). How it fits our columns, and what
those with ``x_`` hold: docs/exchange-hsds.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from frictionless import Schema

from bot.content.initiatives import COLUMNS
from bot.content.rows import LATITUDES, LONGITUDES
from bot.exchange.hsds_schema import Column, Table

STATUSES = ("active", "inactive", "defunct", "temporarily closed")
KINDS_OF_PLACE = ("physical", "postal", "virtual")
BELGIUM = ("BE", "BEL", "Belgium", "België", "Belgique", "Belgien")
UNKNOWN = "-"
"""Stands in a column that the standard requires and that we know nothing for."""

FILLED_IN = "x_filled_in"
"""Column that names, with ';' between, the columns of its row that hold such a filler."""

SAID_BY_HSDS = (
    "name",
    "organisation",
    "work_models",
    "street_address",
    "postal_code",
    "municipality",
    "part_of_municipality",
    "phone",
    "email",
    "website",
    "languages",
    "age_from",
    "lat",
    "lon",
    "checked_on",
)
"""Our columns that have a place of their own in HSDS; the others travel as ``x_<column>``."""

OURS = tuple(f"x_{column}" for column in COLUMNS if column not in SAID_BY_HSDS)
WITHHELD = ("x_street_address", "x_lat", "x_lon")
"""Where an address goes that must be checked before it is shown: not where others would show it."""


def _id() -> Column:
    return Column("id", required=True)


def _to(table: str, *, required: bool = False) -> Column:
    return Column(f"{table}_id", required=required, points_at=table, tabular=True)


def _table(name: str, path: str, *columns: Column) -> Table:
    return Table(name, path, (_id(), *columns))


# "9000", "B-9000" and "BE-9000"; UNKNOWN where we write it ourselves.
_POSTAL_CODE = r"((BE?-)?[0-9]{4}|-)"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*)?"

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _table(
            "organization",
            "organizations.csv",
            Column("name", required=True),
            Column("description", required=True, used=False),
            Column("email"),
            Column("website"),
            Column(FILLED_IN),
        ),
        _table(
            "service",
            "services.csv",
            _to("organization", required=True),
            Column("name", required=True),
            Column("description"),
            Column("url"),
            Column("email"),
            Column("status", required=True, enum=STATUSES),
            Column("fees_description"),
            Column("eligibility_description"),
            Column("minimum_age", "number", bounds=(0, 120)),
            Column("assured_date", pattern=_DAY, expected="a date such as 2026-11-22"),
            Column("alert"),
            Column("last_modified"),
            *(Column(name) for name in OURS),
            *(Column(name) for name in WITHHELD),
        ),
        _table(
            "location",
            "locations.csv",
            Column("location_type", required=True, enum=KINDS_OF_PLACE),
            Column("name"),
            Column("url"),
            Column("latitude", "number", bounds=LATITUDES),
            Column("longitude", "number", bounds=LONGITUDES),
        ),
        _table(
            "service_at_location",
            "service_at_location.csv",
            _to("service", required=True),
            _to("location", required=True),
            Column("description"),
        ),
        _table(
            "address",
            "addresses.csv",
            _to("location"),
            Column("address_1", required=True),
            Column("address_2"),
            Column("city", required=True),
            Column("state_province", required=True, used=False),
            Column(
                "postal_code",
                required=True,
                pattern=_POSTAL_CODE,
                expected="a Belgian postal code of four digits",
            ),
            Column("country", required=True, enum=BELGIUM),
            Column("address_type", required=True, enum=KINDS_OF_PLACE),
            Column(FILLED_IN),
        ),
        _table(
            "phone",
            "phones.csv",
            _to("service"),
            _to("service_at_location"),
            _to("location"),
            _to("organization"),
            Column("number", required=True),
            Column("extension"),
            Column("type"),
        ),
        _table(
            "schedule",
            "schedules.csv",
            _to("service"),
            _to("service_at_location"),
            _to("location"),
            Column("valid_to"),
            Column("timezone"),
            Column("until"),
            Column("count"),
            Column("freq"),
            Column("interval"),
            Column("byday"),
            Column("byweekno"),
            Column("bymonthday"),
            Column("byyearday"),
            Column("description"),
            Column("opens_at"),
            Column("closes_at"),
        ),
        _table(
            "language",
            "languages.csv",
            _to("service"),
            _to("location"),
            Column("name"),
            Column("code"),
        ),
        _table("service_area", "service_areas.csv", _to("service"), Column("name")),
        _table(
            "cost_option",
            "cost_options.csv",
            _to("service", required=True),
            Column("amount", "number", bounds=(0, 1_000_000)),
        ),
        _table(
            "taxonomy",
            "taxonomies.csv",
            Column("name", required=True),
            Column("description", required=True, used=False),
        ),
        _table(
            "taxonomy_term",
            "taxonomy_terms.csv",
            _to("taxonomy"),
            Column("code"),
            Column("name", required=True, used=False),
            Column("description", required=True, used=False),
        ),
        _table(
            "attribute",
            "attributes.csv",
            Column("link_id", required=True, tabular=True),
            Column("link_entity", required=True, tabular=True),
            _to("taxonomy_term", required=True),
        ),
    )
}

ONE = {
    "service": {"organization": "organization"},
    "service_at_location": {"location": "location"},
    "attribute": {"taxonomy_term": "taxonomy_term"},
    "taxonomy_term": {"taxonomy_detail": "taxonomy"},
}
"""By table: the property that holds the one record its own column ``<table>_id`` points at."""

MANY = {
    "service": {
        "service_at_locations": "service_at_location",
        "phones": "phone",
        "schedules": "schedule",
        "languages": "language",
        "service_areas": "service_area",
        "cost_options": "cost_option",
        "attributes": "attribute",
    },
    "service_at_location": {"phones": "phone", "schedules": "schedule"},
    "location": {
        "addresses": "address",
        "phones": "phone",
        "schedules": "schedule",
        "languages": "language",
    },
    "organization": {"phones": "phone"},
}
"""By table: the properties that hold records which point back at it."""

Reader = Callable[[str], tuple[Any, Any]]


@cache
def _readers(table: str, tabular: bool) -> tuple[tuple[Column, Reader | None], ...]:
    """Frictionless's own readers of the columns in which not everything may stand.

    None where any text will do: that there is one shows without a reader.
    """
    readers = Schema.from_descriptor(TABLES[table].schema()).create_cell_readers()
    return tuple(
        (column, readers[column.name] if column.choosy else None)
        for column in TABLES[table].columns
        if (column.required or column.choosy) and (tabular or not column.tabular)
    )


def mistakes(table: str, values: Mapping[str, str], *, tabular: bool) -> Iterator[Column]:
    """The columns of a record that do not hold what the standard asks, judged by frictionless.

    Args:
        values: text by column; what is empty is left out.
        tabular: whether it comes from a table, where ids point at other tables.
    """
    for column, read in _readers(table, tabular):
        value = values.get(column.name)
        if not value:
            if column.required:
                yield column
        elif read and read(value)[1]:
            yield column
