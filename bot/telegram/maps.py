"""Links to a map for an address whose point is not known."""

from __future__ import annotations

import re
from urllib.parse import quote_plus

SEARCH = "https://www.openstreetmap.org/search?query="

_ASIDE = re.compile(r"\s*\([^)]*\)")
"""'(RainbowHouse)', '(4e étage)': for who stands at the door, not for a map."""
_BOX = re.compile(r"(?<=\d)/\w+$")
"""The box of 'Visserij 106/1'."""
_IN_TWO_LANGUAGES = re.compile(r"^(.+?) / .*?(\s\d+\w?)?$")
"""'Rue des Chartreux / Kartuizersstraat 60'."""


def map_link(street_address: str, postal_code: str, town: str) -> str:
    """A link that looks an address up on OpenStreetMap.

    Args:
        street_address: street and number, as the directory has them.
        town: a name that a map knows: 'Brussel', not 'Bruxelles-Ville'.
    """
    street = _BOX.sub("", _ASIDE.sub("", street_address).strip())
    street = _IN_TWO_LANGUAGES.sub(lambda m: m[1] + (m[2] or ""), street)
    return SEARCH + quote_plus(f"{street}, {postal_code} {town}")
