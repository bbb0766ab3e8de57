"""A street with its number goes; a number that counts, a town and a street alone stay."""

from __future__ import annotations

import pytest

from bot.core.privacy import MASK, mask


@pytest.mark.parametrize(
    "address",
    [
        "Veemarkt 12",
        "veemarkt 12",
        "Grote Markt 5",
        "grote markt 5 bus 2",
        "Markt 5",
        "Kapelsteeg 3",
        "Nieuwegracht 41",
        "Naamsevest 12b",
        "Oude Baan 7",
        "Halse baan 7",
        "Hoogbrug 9",
        "Kattensingel 14",
        "Stadspark 3",
        "Scheldekade 88",
        "Zeedijk 120 bus 0302",
        "zeedijk nr 120",
        "Kemmelberg 4",
        "Kerkplaats 6",
        "Molenwegel 2",
        "Impasse des Roses 2",
        "impasse des roses 2",
        "square Ambiorix 10",
        "square marie-louise 12",
        "clos des lilas 4",
        "Clos du Bergoje 11 bte 3",
        "cours Saint-Michel 30",
        "Galerie du Roi 5",
        "galerie de la Reine, 12",
        "passage Lemonnier 3",
        "venelle aux Quatre Nœuds 6",
        "venelle des capucines 6a",
    ],
)
def test_where_somebody_lives_is_masked(address: str) -> None:
    masked = mask(f"ik woon: {address}, hallo")
    assert MASK in masked
    assert not any(c.isdigit() for c in masked)
    assert masked.endswith(", hallo")


def test_a_town_behind_it_stays() -> None:
    assert mask("clos des lilas 4 à bruxelles") == f"{MASK} à bruxelles"
    assert mask("veemarkt 12 of in gent") == f"{MASK} of in gent"


@pytest.mark.parametrize(
    "text",
    [
        "supermarkt 5 euro",
        "in het stadspark 2 à 3 keer",
        "veemarkt 9 tot 17 uur",
        "in de supermarkt 3 keer",
        "de rommelmarkt 12",
        "markt 2x per week",
        "de markt 2x per week",
        "Markt 2 keer per week",
        "op de veemarkt 2 x per week",
        "kerstmarkt 5",
        "mijn woonplaats 9000 Gent",
        "slaapplaats 2 nachten",
        "in het stadspark 3 keer per week",
        "een deeltijdbaan 20 uur",
        "een baan van 20 uur",
        "over de brug 5 min stappen",
        "Koekelberg 1081",
        "Koekelberg 5 kinderen",
        "Kortenberg 3070",
        "Begijnendijk 3130",
        "cours de français 2 fois par semaine",
        "cours de néerlandais 3",
        "un cours à 10 heures",
        "square calme",
        "dans une impasse depuis 2 ans",
        "une impasse financière 300 euros",
        "passage obligé 2 fois",
        "la veemarkt est loin",
    ],
)
def test_what_is_counted_and_where_a_town_is_stays(text: str) -> None:
    assert mask(text) == text
