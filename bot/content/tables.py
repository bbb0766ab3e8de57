"""The tables that admins keep: help lines and places."""

from __future__ import annotations

from pathlib import Path

from bot.content.problems import Problems
from bot.content.rows import CONFIDENCES, LATITUDES, LONGITUDES, rows
from bot.core.helplines import Helpline
from bot.core.places import Place

REGIONS = ("flanders", "brussels", "wallonia")
HOLIDAYS = ("", "open", "closed", "unknown")
YES_NO = ("", "yes", "no", "unknown")
TOPICS = (
    "alcohol",
    "children",
    "dementia",
    "discrimination",
    "drugs",
    "emergency",
    "fire",
    "gambling",
    "government",
    "homeless",
    "listening",
    "lost_card",
    "medical",
    "migration",
    "missing_child",
    "neighbourhood",
    "partner_violence",
    "poison",
    "police",
    "sexual_violence",
    "smoking",
    "social_help",
    "students",
    "suicide",
    "violence",
    "young_people",
)
"""What one may call a help line for; the answers to danger and needs look lines up by these."""


def load_helplines(path: Path) -> list[Helpline]:
    """The help lines of ``data/helplines.csv``.

    Raises:
        ContentError: any field is missing or not as expected.
    """
    problems = Problems(path)
    found = []
    for row in rows(path, Helpline.__dataclass_fields__, problems):
        texts = {
            name: row.text(name)
            for name, field in Helpline.__dataclass_fields__.items()
            if field.type == "str"
        }
        texts["for_what_fr"] = row.french("for_what_fr", needed=True)
        texts["confidence"] = row.one_of("confidence", CONFIDENCES)
        texts["audience"] = row.one_of("audience", ("public", "professional"))
        texts["in_crisis"] = row.one_of("in_crisis", ("yes", "never"))
        texts["holidays"] = row.one_of("holidays", HOLIDAYS)
        texts["free"] = row.one_of("free", YES_NO)
        texts["caller_id_on_bill"] = row.one_of("caller_id_on_bill", YES_NO)
        texts["opening_hours"] = row.hours("opening_hours")
        texts["website"] = row.link("website")
        texts["source_url"] = row.link("source_url")
        texts["seen_on"] = row.day("seen_on")
        texts["checked_on"] = row.day("checked_on")
        for one, other in (("checked_on", "checked_by"), ("checked_by", "checked_on")):
            if texts[one] and not texts[other]:
                problems.add(row.line, other, "", f"filled in, as {one} is")
        for name in ("id", "name_nl", "name_fr", "for_what_nl", "for_what_fr"):
            row.text(name, needed=True)
        number = texts["number"]
        if number and not number.replace(" ", "").isdigit():
            problems.add(row.line, "number", number, "a telephone number of digits and spaces")
        found.append(
            Helpline(
                **texts,
                languages=row.many_of("languages", ("nl", "fr", "de", "en")),
                region_covered=row.many_of("region_covered", REGIONS),
                topics=row.many_of("topics", TOPICS),
                age_from=row.whole("age_from", 0, 120),
                age_to=row.whole("age_to", 0, 120),
                channel=row.many_of("channel", ("call", "sms", "chat", "app")),
            )
        )
    problems.stop_if_any()
    return found


def load_places(path: Path) -> list[Place]:
    """The places of ``data/places.csv``.

    Raises:
        ContentError: any field is missing or not as expected.
    """
    problems = Problems(path)
    found: list[Place] = []
    seen: dict[str, int] = {}
    for row in rows(path, Place.__dataclass_fields__, problems):
        lat = row.number("lat", *LATITUDES)
        lon = row.number("lon", *LONGITUDES)
        if lat is None or lon is None:
            problems.add(row.line, "lat/lon", f"{lat},{lon}", "a position in Belgium")
            continue
        found.append(
            Place(
                postal_code=row.postal_code("postal_code", needed=True),
                name_nl=row.text("name_nl", needed=True),
                name_fr=row.text("name_fr", needed=True),
                municipality_nl=row.text("municipality_nl", needed=True),
                municipality_fr=row.text("municipality_fr", needed=True),
                region=row.one_of("region", REGIONS),
                lat=lat,
                lon=lon,
                population=row.whole("population", 0, 10_000_000) or 0,
                nis_code=row.text("nis_code"),
                aliases=row.many_of("aliases"),
            )
        )
        if found[-1].id in seen:
            expected = f"new: line {seen[found[-1].id]} has it already"
            problems.add(row.line, "postal_code", found[-1].id, expected)
        seen[found[-1].id] = row.line
    problems.stop_if_any()
    return found
