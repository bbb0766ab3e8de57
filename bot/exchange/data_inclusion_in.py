"""A service of data.inclusion schema v1, with its structure, as texts in our own columns."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from phonenumbers import PhoneNumber, PhoneNumberFormat, format_number

from bot.exchange.data_inclusion_fields import Fields, Told
from bot.exchange.data_inclusion_tables import (
    ADDRESS,
    BELGIUM,
    COSTS,
    FAR_AWAY,
    FIRST_DAY,
    GROUPS_OF,
    LABELS,
    NUMBERS,
    PROFESSIONALS,
    USERS,
    WORK_MODELS_OF,
)
from bot.exchange.raw import Defaults

_BELGIAN = re.compile(r"\+32[1-9][0-9]{7,8}")
"""A number of Belgium as the schema prefers it (E.164)."""


def to_values(service: Fields, structure: Fields, defaults: Defaults, told: Told) -> dict[str, str]:
    """One row in our columns; what our extension says goes before what the schema says.

    Args:
        service, structure: what was read of them; the structure may be empty.
        defaults: what to take where neither says it.
        told: gets what is missing or is no place in Belgium.
    """
    place = _place(service, structure)
    if not service["nom"]:
        told.add("nom", "", "filled in")
    if len(place["code_postal"]) == 5 and place["code_postal"].isdigit():
        told.add("code_postal", place["code_postal"], "a Belgian postal code of four digits")
    return {
        "id": _id(service, defaults, told),
        "name": service["nom"],
        "organisation": structure["nom"],
        "work_models": ";".join(_work_models(service, defaults, told)),
        "scope": "local",
        "municipality": place["commune"],
        "postal_code": place["code_postal"],
        **_street(place),
        **_whole_country(service, place),
        "phone": _phone(service["telephone"] or structure["telephone"]),
        "email": service["courriel"] or structure["courriel"],
        "website": service["lien_mobilisation"] or structure["site_web"],
        "cost": _cost(service, told),
        **_for_whom(service, defaults),
        f"summary_{defaults.language}": _description(service, structure, told),
        "source_url": service["lien_source"] or structure["lien_source"],
        "source_note": " ".join(filter(None, ("data.inclusion", service["source"], service["id"]))),
        "source_year": _year(service, told),
        "confidence": defaults.confidence,
        "audience": "public",
        "access": _access(service),
        "status": "active",
        "opening_hours": service["horaires_accueil"] or structure["horaires_accueil"],
        **service.own,
    }


def _id(service: Fields, defaults: Defaults, told: Told) -> str:
    """The source and their id. Theirs begins with their own source, which is not said twice."""
    if "id" in service.own:
        return service.own["id"]
    theirs, source = service["id"], defaults.source or service["source"]
    if not theirs:
        told.add("id", "", "filled in")
    if not source:
        told.add("source", "", "filled in, or told at the import")
    own_prefix = f"{source}--"
    return f"{source}-{theirs.removeprefix(own_prefix)}"


def _work_models(service: Fields, defaults: Defaults, told: Told) -> list[str]:
    if "work_models" in service.own:
        return []
    if defaults.work_models:
        return list(defaults.work_models)
    themes = service.lists["thematiques"]
    found = [model for theme, model in WORK_MODELS_OF.items() if theme in themes]
    if not found:
        expected = f"work models told at the import, or one of {', '.join(WORK_MODELS_OF)}"
        told.add("thematiques", ";".join(themes), expected)
    return found


def _place(service: Fields, structure: Fields) -> dict[str, str]:
    """Where it is: the service's own address, else all of its structure's.

    A service that is given from far away only has no door at its structure.
    """
    names = (*ADDRESS, *NUMBERS)
    if any(service[name] for name in ADDRESS):
        return {name: service[name] for name in names}
    place = {name: structure[name] for name in names}
    if service.lists.get("modes_accueil") == [FAR_AWAY]:
        place.update(adresse="", complement_adresse="")
    return place


def _street(place: Mapping[str, str]) -> dict[str, str]:
    """The street with its number; a point on the map is for a street only."""
    if not place["adresse"]:
        return {}
    return {
        "street_address": ", ".join(filter(None, (place["adresse"], place["complement_adresse"]))),
        "lat": place["latitude"],
        "lon": place["longitude"],
    }


def _whole_country(service: Fields, place: Mapping[str, str]) -> dict[str, str]:
    nowhere = not any(place[name] for name in ADDRESS)
    if nowhere and BELGIUM in service.lists.get("zone_eligibilite", ()):
        return {"scope": "area", "area": "Belgium"}
    return {}


def _phone(number: str) -> str:
    """A Belgian number as one dials it in Belgium; any other one as it stands."""
    if not _BELGIAN.fullmatch(number):
        return number
    parsed = PhoneNumber(country_code=32, national_number=int(number[3:]))
    return str(format_number(parsed, PhoneNumberFormat.NATIONAL))


def _cost(service: Fields, told: Told) -> str:
    fees = service["frais"]
    if fees and fees not in COSTS:
        told.add("frais", fees, f"one of {', '.join(COSTS)}")
    return COSTS.get(fees, "unknown")


def _for_whom(service: Fields, defaults: Defaults) -> dict[str, str]:
    """For whom it is. Who belongs to one of their publics may come: so all must be ours too.

    The publics themselves are French words, whatever the language of the texts is.
    """
    publics = service.lists.get("publics", [])
    groups = [GROUPS_OF.get(public, "") for public in publics]
    words = [] if service["publics_precisions"] else [LABELS.get(p, p) for p in publics]
    said = {"fr": [", ".join(words)]}
    said.setdefault(defaults.language, []).extend(
        (service["publics_precisions"], service["conditions_acces"])
    )
    return {
        "for_group": ";".join(dict.fromkeys(groups)) if all(groups) else "",
        **{f"target_group_{lang}": " / ".join(filter(None, said[lang])) for lang in said},
    }


def _description(service: Fields, structure: Fields, told: Told) -> str:
    text = service["description"] or structure["description"]
    if not (text or service.own.get("summary_nl") or service.own.get("summary_fr")):
        told.add("description", "", "filled in")
    return text


def _year(service: Fields, told: Told) -> str:
    """The year in which the record was changed: a change is no check of all that it says."""
    day = service["date_maj"][:10]
    if not day:
        return ""
    try:
        year = datetime.date.fromisoformat(day).year
    except ValueError:
        year = 0
    if day < FIRST_DAY or not year:
        told.add("date_maj", service["date_maj"], f"a date from {FIRST_DAY} on")
    return str(year)


def _access(service: Fields) -> str:
    by = service.lists.get("mobilisable_par", ())
    return "referral" if PROFESSIONALS in by and USERS not in by else ""
