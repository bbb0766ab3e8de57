"""A service of HSDS 3.0, ours or anybody's, as rows in the columns of ``data/initiatives.csv``.

Takes one service with its organisation, places and phones in it, all values as text, as both
`bot.exchange.hsds_json` and `bot.exchange.hsds_package` give it. The mapping:
docs/exchange-hsds.md.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from babel import Locale
from babel.core import get_global

from bot.core.work_models import WORK_MODELS
from bot.exchange.hsds import STATUSES, TAXONOMY, TAXONOMY_ID, TERM_IDS, location_id
from bot.exchange.hsds_hours import from_schedules
from bot.exchange.hsds_tables import FILLED_IN, OURS, WITHHELD
from bot.exchange.raw import Defaults

Record = Mapping[str, Any]

THEIR_STATUSES = {
    "active": "active",
    "inactive": "temporarily_closed",
    "temporarily closed": "temporarily_closed",
    "defunct": "ended",
}
"""Theirs as ours; 'inactive' may come back, so nobody is told that it ended."""

VOICE = ("", "voice", "cell")
"""Types of phones (RFC 6350) by which one can talk to somebody."""

FREE = ("free", "free of charge", "no charge", "gratis", "kosteloos", "gratuit", "0")
AREAS = {
    "Belgium": ("belgium", "belgië", "belgie", "belgique"),
    "Flanders": ("flanders", "vlaanderen", "flandre"),
    "Brussels": ("brussels", "brussel", "bruxelles"),
}
"""Names of a whole region, among the places that a service says it is for."""


def to_rows(service: Record, defaults: Defaults) -> Iterator[dict[str, str]]:
    """One row for each place where the service is given; one in all when it names no place.

    Args:
        service: nested, all values text.
        defaults: what to take where the file does not say.
    """
    at = [
        place
        for place in service.get("service_at_locations", ())
        if _kind(place) in ("", "physical")
    ]
    row = _row(service, defaults)
    for place in at or [{}]:
        location = place.get("location", {})
        there = {**row, **_there(service, place, location)}
        there["id"] = _id(service, location, len(at), defaults)
        yield {**there, **_ours(service)}


def _kind(place: Record) -> str:
    """Whether one can go there: physical, postal or virtual; empty when not told."""
    return str(place.get("location", {}).get("location_type", ""))


def _id(service: Record, location: Record, places: int, defaults: Defaults) -> str:
    """Our own id where it is ours; theirs with the source before it, and the place when several.

    The place is told by its own id, so that the order of places in a file changes nothing.
    """
    own = service.get("x_id", "")
    whole = own or defaults.id_for(service.get("id", ""))
    if places < 2 or (own and location.get("id") == location_id(own)):
        return whole
    return f"{whole}-{hashlib.blake2s(location.get('id', '').encode(), digest_size=4).hexdigest()}"


def _row(service: Record, defaults: Defaults) -> dict[str, str]:
    """What holds at every place."""
    organization = service.get("organization", {})
    virtual = next(
        (
            place["location"]["url"]
            for place in service.get("service_at_locations", ())
            if _kind(place) == "virtual" and place["location"].get("url")
        ),
        "",
    )
    checked_on = service.get("assured_date", "")[:10]
    area = _area(service)
    description = service.get("description") or organization.get("description", "")
    return {
        "name": service.get("name", ""),
        "organisation": _unless_filler(organization, "name"),
        "work_models": ";".join(_work_models(service) or defaults.work_models),
        "scope": "area" if area else "local",
        "area": area,
        "email": service.get("email") or organization.get("email", ""),
        "website": service.get("url") or virtual or organization.get("website", ""),
        "cost": _cost(service),
        f"target_group_{defaults.language}": service.get("eligibility_description", ""),
        f"summary_{defaults.language}": description,
        "source_note": " ".join(filter(None, ("HSDS", defaults.source, service.get("id", "")))),
        "source_year": (checked_on or service.get("last_modified", ""))[:4],
        "confidence": defaults.confidence,
        "audience": "public",
        "age_from": service.get("minimum_age", ""),
        "status": _status(service),
        "checked_on": checked_on,
    }


def _there(service: Record, place: Record, location: Record) -> dict[str, str]:
    """What may differ from place to place."""
    own = bool(service.get("x_id"))
    organization = service.get("organization", {})
    address = _address(location)
    street = _unless_filler(address, "address_1")
    if address.get("address_type", "") == "postal":
        street = ""  # where letters go is no door
    languages = service.get("languages") or location.get("languages", ())
    schedules = (
        place.get("schedules") or service.get("schedules") or location.get("schedules") or ()
    )
    second = address.get("address_2", "")
    if street and second and not own:
        street = f"{street}, {second}"
    phone = _phone(place, service, location, organization)
    postal_code = _unless_filler(address, "postal_code")
    return {
        "street_address": street,
        "postal_code": postal_code[-4:] if postal_code[:1] == "B" else postal_code,
        "municipality": _unless_filler(address, "city"),
        "part_of_municipality": second if own else "",
        "phone": phone if own else phone.replace('"', ""),  # "+32 ..." as the examples have it
        "languages": ";".join(code for code in map(_code, languages) if code),
        "opening_hours": "" if own else from_schedules(schedules),
        "lat": location.get("latitude", "") if street else "",
        "lon": location.get("longitude", "") if street else "",
    }


def _ours(service: Record) -> dict[str, str]:
    """What only our own columns say, as we wrote it; nothing for a service that is not ours."""
    if not service.get("x_id"):
        return {}
    said = {name.removeprefix("x_"): service.get(name, "") for name in OURS if name != "x_id"}
    for name in WITHHELD:
        if service.get(name):
            said[name.removeprefix("x_")] = service[name]
    # Who got our file and closed a place told so in their own words only.
    if service.get("status") != STATUSES.get(said["status"]):
        del said["status"]
    return said


def _unless_filler(record: Record, column: str) -> str:
    """A value, unless it only stands there because the standard wants one."""
    fillers = record.get(FILLED_IN, "").split(";")
    return "" if column in fillers else str(record.get(column, ""))


def _address(location: Record) -> Record:
    """Where one goes; else where letters go, of which only the town counts."""
    addresses = location.get("addresses", ())
    for kind in ("physical", "", "postal"):
        for address in addresses:
            if address.get("address_type", "") == kind:
                return address
    return {}


def _phone(*records: Record) -> str:
    """The first number by which one can talk to somebody, the nearest to the place first."""
    for record in records:
        for phone in record.get("phones", ()):
            if phone.get("type", "").casefold() in VOICE and phone.get("number"):
                extension = phone.get("extension", "")
                return phone["number"] + (f" ext. {extension}" if extension else "")
    return ""


@cache
def _codes() -> dict[str, str]:
    return {name.casefold(): code for code, name in Locale("en").languages.items()}


def _code(language: Record) -> str:
    """A language by its two letters (ISO 639-1); empty for one that has none."""
    named: str = language.get("name", "").casefold()
    code: str = language.get("code", "").casefold() or _codes().get(named, "")
    code = code.replace("_", "-").partition("-")[0]
    if len(code) == 3:
        code = (get_global("language_aliases").get(code) or "").partition("_")[0]
    return code if len(code) == 2 else ""


def _cost(service: Record) -> str:
    """Free or paid only where that is said without a doubt."""
    amounts = [c["amount"] for c in service.get("cost_options", ()) if c.get("amount")]
    if amounts:
        return "paid" if any(float(amount) > 0 for amount in amounts) else "free"
    said = service.get("fees_description", "").strip(" .!").casefold()
    return "free" if said in FREE else "unknown"


def _status(service: Record) -> str:
    said: str = service.get("status", "")
    return THEIR_STATUSES.get(said, said)


def _area(service: Record) -> str:
    """Our name of the whole region that it is for; empty when it is given at a place of its own."""
    if any(_kind(place) in ("", "physical") for place in service.get("service_at_locations", ())):
        return ""
    for named in service.get("service_areas", ()):
        name = named.get("name", "").casefold()
        for area, names in AREAS.items():
            if name in names:
                return area
    return ""


def _work_models(service: Record) -> list[str]:
    """The work models among its attributes, by our terms or by our codes in our taxonomy."""
    found = []
    for attribute in service.get("attributes", ()):
        term = attribute.get("taxonomy_term", {})
        term_id = term.get("id") or attribute.get("taxonomy_term_id", "")
        taxonomy = term.get("taxonomy_detail", {})
        own = TAXONOMY_ID in (taxonomy.get("id"), term.get("taxonomy_id"))
        if term_id in TERM_IDS:
            found.append(TERM_IDS[term_id])
        elif (own or taxonomy.get("name") == TAXONOMY) and term.get("code") in WORK_MODELS:
            found.append(term["code"])
    return found
