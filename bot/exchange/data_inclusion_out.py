"""An initiative as a service of data.inclusion schema v1, and its organisation as a structure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import phonenumbers

from bot.content.initiatives import COLUMNS
from bot.content.problems import Problems
from bot.core.initiatives import Initiative
from bot.exchange.data_inclusion_fields import Told, service_fields, structure_fields
from bot.exchange.data_inclusion_in import to_values
from bot.exchange.data_inclusion_tables import (
    AT_THE_DOOR,
    BELGIUM,
    CALL,
    COSTS,
    EVERYBODY,
    EXTENSION,
    FIRST_DAY,
    MAIL,
    NO_PUBLIC,
    PROFESSIONALS,
    PUBLICS,
    SOURCE,
    THEMES,
    USERS,
    VOLUNTEERING,
)
from bot.exchange.raw import Defaults, to_texts

ALWAYS = (
    "id",
    "work_models",
    "confidence",
    "summary_nl",
    "summary_fr",
    "target_group_nl",
    "target_group_fr",
)
"""Columns that always stand in the extension: for another reader they depend on `Defaults`."""

FEES = {ours: theirs for theirs, ours in COSTS.items()}


def to_structure(i: Initiative) -> dict[str, Any]:
    """The organisation with its site; the initiative itself where it names none.

    Two initiatives with the same organisation and the same site share it.
    """
    name = i.organisation or i.name
    key = hashlib.blake2s(f"{name}\n{i.website}".encode(), digest_size=8).hexdigest()
    return {
        "source": SOURCE,
        "id": f"{SOURCE}--{key}",
        "nom": name,
        "date_maj": _day(i),
        "site_web": _url(i.website),
        "siret": None,
        "code_postal": None,
    }


def to_service(i: Initiative, structure: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the schema, and in our extension what these would not give back.

    What the extension has is found by reading the fields again: so nothing is ever lost, and what
    another corrects in the fields alone is heard when it comes back.
    """
    point = i.point
    service = {
        "source": SOURCE,
        "structure_id": structure["id"],
        "id": f"{SOURCE}--{i.id}",
        "nom": i.name,
        "description": i.summary_fr or i.summary_nl,
        "lien_source": _url(i.source_url),
        "date_maj": _day(i),
        "type": None,
        "thematiques": _themes(i),
        "frais": FEES.get(i.cost),
        "publics": _publics(i),
        "publics_precisions": i.target_group_fr or i.target_group_nl or None,
        "commune": i.municipality or None,
        "code_postal": None,
        "code_insee": None,
        "adresse": i.address or None,
        "longitude": point[1] if point else None,
        "latitude": point[0] if point else None,
        "telephone": _phone(i.phone) or None,
        "courriel": i.email or None,
        "modes_accueil": [AT_THE_DOOR] if i.address else None,
        "modes_mobilisation": _ways_in(i),
        "mobilisable_par": _who_may_ask(i),
        "zone_eligibilite": [BELGIUM] if i.area == "Belgium" else None,
        "horaires_accueil": i.opening_hours or None,
    }
    return {**service, EXTENSION: _extension(i, service, structure)}


def _extension(
    i: Initiative, service: Mapping[str, Any], structure: Mapping[str, Any]
) -> dict[str, object]:
    told = Told(Problems(Path()), 1)
    theirs, its_structure = service_fields(service, told), structure_fields(structure, told)
    assert theirs, i.id
    assert its_structure, i.id
    read = to_values(theirs, its_structure, Defaults(work_models=i.work_models), told)
    texts = to_texts(i)
    return {
        column: _value(getattr(i, column))
        for column in COLUMNS
        if column in ALWAYS or read.get(column, "") != texts[column]
    }


def _value(value: object) -> object:
    """A value of ours in JSON; what is empty becomes null."""
    if isinstance(value, tuple):
        return list(value) or None
    return None if value == "" else value


def _day(i: Initiative) -> str:
    """The day of the check, or the first day of the year of the source: never later than it was."""
    return max(i.checked_on or f"{i.source_year or 0:04}-01-01", FIRST_DAY)


def _url(address: str) -> str | None:
    """An address with its scheme, as the schema wants it."""
    if not address or "://" in address:
        return address or None
    return f"http://{address}"


def _phone(number: str) -> str:
    """As one dials it from any country: a Belgian number looks like a French one without."""
    try:
        parsed = phonenumbers.parse(number, "BE")
    except phonenumbers.NumberParseException:
        return number
    if parsed.extension or not phonenumbers.is_valid_number(parsed):
        return number
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def _themes(i: Initiative) -> list[str]:
    themes = {THEMES[model] for model in i.work_models if model != "organisation"}
    if "organisation" in i.work_models:
        themes |= {THEMES["organisation"]} if i.role != "volunteer" else set()
        themes |= {VOLUNTEERING} if i.role in ("volunteer", "both") else set()
    return sorted(themes)


def _publics(i: Initiative) -> list[str] | None:
    """All groups that may come, or null: one of them left out would be told to stay away."""
    groups = [group for group in i.for_group if group not in NO_PUBLIC]
    if i.exclusive_to:
        groups.append(i.exclusive_to)
    if groups:
        known = all(group in PUBLICS for group in groups)
        return sorted({PUBLICS[group] for group in groups}) if known else None
    everybody = i.target_group_nl.casefold().startswith(("iedereen", "alle "))
    return [EVERYBODY] if everybody and not i.for_group and i.age_from is None else None


def _ways_in(i: Initiative) -> list[str] | None:
    return [way for way, known in ((CALL, i.phone), (MAIL, i.email)) if known] or None


def _who_may_ask(i: Initiative) -> list[str] | None:
    """Who may make the first contact; null for what has no door at all."""
    if i.access == "no_door":
        return None
    by_others = i.access == "referral" or i.audience == "organisation"
    return [PROFESSIONALS] if by_others else [USERS]
