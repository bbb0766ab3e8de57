"""Links to a map: a map looks for a street, a number and a town, and for nothing else."""

from __future__ import annotations

from urllib.parse import parse_qs, urlparse

import pytest

from bot.bootstrap import words
from bot.cards import Cards
from bot.guide import Guide
from bot.telegram.maps import map_link


def looked_up(street_address: str) -> str:
    """What is looked for on the map."""
    return parse_qs(urlparse(map_link(street_address, "1000", "Brussel")).query)["query"][0]


@pytest.mark.parametrize(
    ("street_address", "street"),
    [
        ("Markt 1", "Markt 1"),
        ("Visserij 106/1", "Visserij 106"),
        ("Rue des Chartreux / Kartuizersstraat 60", "Rue des Chartreux 60"),
        ("Rue Marcq / Marcqstraat", "Rue Marcq"),
        ("Rue de la Paix / Vredestraat, quai / kaai", "Rue de la Paix"),
        ("Rue du Marché 42 (la maison)", "Rue du Marché 42"),
        ("Sint-Jansstraat 12b & 14", "Sint-Jansstraat 12b & 14"),
    ],
)
def test_only_street_and_number_are_looked_up(street_address: str, street: str) -> None:
    assert looked_up(street_address) == f"{street}, 1000 Brussel"


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_every_door_of_the_directory_is_looked_up_in_a_town_that_exists(
    guide: Guide, language: str
) -> None:
    cards = Cards(words(), guide, language)
    doors = [one for one in guide.doors.initiatives if one.has_address]
    # A village is named as its own row names it.
    towns = {cards.town(one) for one in doors} - {one.part_of_municipality for one in doors}
    assert len(towns) > 30
    assert not [town for town in towns if not guide.places.by_name(town)]
