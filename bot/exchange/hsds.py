"""An initiative as a service of HSDS 3.0, with its organisation, place and phone in it.

The standard and the whole mapping: docs/exchange-hsds.md. The way back: `bot.exchange.hsds_in`.
"""

from __future__ import annotations

import uuid
from typing import Any

from babel import Locale

from bot.core.initiatives import Initiative
from bot.exchange.hsds_hours import to_schedules
from bot.exchange.hsds_tables import FILLED_IN, OURS, UNKNOWN
from bot.exchange.raw import to_texts

NAMESPACE = uuid.UUID("f0c1b1a4-5f0e-5c39-9d0b-6b1f4f3b7c52")
"""All ids that we give are made from this one and our own id: the same row always gets the same."""

TAXONOMY = "netwerkwijzer-work-models"
TERMS = {
    "competence": "Learning how to make contact",
    "buddy": "A buddy: two people who do things together",
    "own_network": "Meeting around one person with the people they know",
    "peers": "Meeting people who have lived the same",
    "context": "Coming through a service that helps with something else",
    "organisation": "An open house or association, as a guest or as a volunteer",
    "neighbourhood": "Meeting the people who live nearby",
}
"""The seven work models of the 2018 study, in a few words for who reads them elsewhere."""

STATUSES = {
    "active": "active",
    "unknown": "active",
    "temporarily_closed": "temporarily closed",
    "ended": "defunct",
    "example_only": "inactive",
}
"""Ours as theirs. What nobody knows is called active with an alert: they have no better word."""

FEES = {"free": "Gratis / Gratuit", "paid": "Betalend / Payant", "unknown": ""}
CALL_FIRST = "Bel eerst even. / Appelez d’abord."


def new_id(*parts: object) -> str:
    """The id of something of ours, such as ``new_id("phone", initiative.id)``."""
    return str(uuid.uuid5(NAMESPACE, "/".join(map(str, parts))))


TAXONOMY_ID = new_id("taxonomy", TAXONOMY)
TERM_IDS = {new_id("taxonomy_term", model): model for model in TERMS}
"""The work model by the id of its term."""


def to_service(initiative: Initiative) -> dict[str, Any]:
    """A service as HSDS nests it; what is empty is left out."""
    i = initiative
    texts = to_texts(i)
    unsure = i.status == "unknown" or i.confidence == "low" or i.address != i.street_address
    service: dict[str, Any] = {
        "id": new_id("service", i.id),
        "name": i.name,
        "description": "\n\n".join(text for text in (i.summary_nl, i.summary_fr) if text),
        "url": i.website,
        "email": i.email,
        "status": STATUSES[i.status],
        "fees_description": FEES[i.cost],
        "eligibility_description": " / ".join(filter(None, (i.target_group_nl, i.target_group_fr))),
        "minimum_age": i.age_from,
        "assured_date": i.checked_on,
        "last_modified": f"{i.checked_on}T00:00:00.000Z" if i.checked_on else "",
        "alert": CALL_FIRST if unsure else "",
        **{name: texts[name.removeprefix("x_")] for name in OURS},
        **_withheld(i, texts),
        "organization": _organization(i),
        "service_at_locations": _locations(i),
        "phones": [{"id": new_id("phone", i.id), "number": i.phone, "type": "voice"}]
        if i.phone
        else [],
        "schedules": [
            {"id": new_id("schedule", i.id, n), **schedule}
            for n, schedule in enumerate(to_schedules(i.opening_hours))
        ],
        "languages": [
            {"id": new_id("language", i.id, n), "name": language_name(code), "code": code}
            for n, code in enumerate(i.languages)
        ],
        "service_areas": [{"id": new_id("service_area", i.id), "name": i.area}] if i.area else [],
        "attributes": [_attribute(i, n, model) for n, model in enumerate(i.work_models)],
    }
    return filled(service)


def filled(record: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty; 0 is not."""
    return {name: value for name, value in record.items() if value not in ("", None, [])}


def language_name(code: str) -> str:
    """The English name of a language, or its code."""
    return str(Locale("en").languages.get(code, code))


def _withheld(i: Initiative, texts: dict[str, str]) -> dict[str, str]:
    """An address in doubt, apart from those that others would show."""
    if i.address == i.street_address:
        return {}
    return {f"x_{name}": texts[name] for name in ("street_address", "lat", "lon")}


def _organization(i: Initiative) -> dict[str, str]:
    """One for all initiatives of that name; the initiative itself where it names none."""
    if i.organisation:
        organization_id = new_id("organization", i.organisation)
        return {"id": organization_id, "name": i.organisation, "description": i.organisation}
    return {
        "id": new_id("organization of", i.id),
        "name": i.name,
        "description": i.name,
        FILLED_IN: "name;description",
    }


def _locations(i: Initiative) -> list[dict[str, Any]]:
    """Its place with its address, or none for what has neither street nor town."""
    address = {
        "address_1": i.address,
        "address_2": i.part_of_municipality,
        "city": i.municipality,
        "state_province": region_of(i.postal_code),
        "postal_code": i.postal_code,
    }
    if not any((i.street_address, i.part_of_municipality, i.municipality, i.postal_code)):
        return []
    needed = ("address_1", "city", "postal_code")
    fillers = [name for name in needed if not address[name]]
    location = {
        "id": location_id(i.id),
        "location_type": "physical",
        "name": i.name,
        "latitude": i.point[0] if i.point else None,
        "longitude": i.point[1] if i.point else None,
        "addresses": [
            filled(
                {
                    "id": new_id("address", i.id),
                    **address,
                    **dict.fromkeys(fillers, UNKNOWN),
                    "country": "BE",
                    "address_type": "physical",
                    FILLED_IN: ";".join(fillers),
                }
            )
        ],
    }
    return [{"id": new_id("service_at_location", i.id), "location": filled(location)}]


def location_id(initiative_id: str) -> str:
    """The id of the place of an initiative of ours."""
    return new_id("location", initiative_id)


def region_of(postal_code: str) -> str:
    """The region of a postal code (ISO 3166-2), where the standard wants a state or province.

    Source: the ranges of bpost: 1000-1299 Brussels; 1300-1499 and 4000-7999 Wallonia.
    """
    if not postal_code:
        return "BE"
    if "1000" <= postal_code < "1300":
        return "BE-BRU"
    walloon = "1300" <= postal_code < "1500" or "4000" <= postal_code < "8000"
    return "BE-WAL" if walloon else "BE-VLG"


def _attribute(i: Initiative, number: int, model: str) -> dict[str, Any]:
    return {
        "id": new_id("attribute", i.id, number),
        "link_id": new_id("service", i.id),
        "link_entity": "service",
        "taxonomy_term": _TERMS[model],
    }


_TERMS = {
    model: {
        "id": term_id,
        "code": model,
        "name": TERMS[model],
        "description": TERMS[model],
        "taxonomy_detail": {
            "id": TAXONOMY_ID,
            "name": TAXONOMY,
            "description": "Seven ways to meet people",
        },
    }
    for term_id, model in TERM_IDS.items()
}
