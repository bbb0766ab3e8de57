"""'No, I mean ...': what is put in the place of what was heard."""

from __future__ import annotations

import pytest

from bot.core.corrections import correction


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("nee, Aalst bedoel ik", "aalst"),
        ("nee niet Gent, Aalst", "aalst"),
        ("ni gent ma aalst", "aalst"),
        ("Aalst, niet Gent", "aalst"),
        ("ik bedoelde Sint-Niklaas", "sint niklaas"),
        ("nee, ik bedoel in een groep", "een groep"),
        ("nee, niet het geld, de kinderen", "de kinderen"),
        ("non, je voulais dire Anderlecht", "anderlecht"),
        ("non pas Molenbeek, Anderlecht", "anderlecht"),
        ("non, pas l'argent, les enfants", "les enfants"),
        ("NEE, NIET GENT, AALST", "aalst"),
    ],
)
def test_what_was_meant_is_what_stays(said: str, meant: str) -> None:
    found = correction(said)
    assert found is not None
    assert (found.instead, found.certain) == (meant, True)


@pytest.mark.parametrize(
    ("said", "meant"),
    [("nee, Aalst", "aalst"), ("sorry, toch in Aalst", "aalst"), ("non, à Liège", "liege")],
)
def test_what_only_follows_a_no_is_perhaps_meant(said: str, meant: str) -> None:
    found = correction(said)
    assert found is not None
    assert (found.instead, found.certain) == (meant, False)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "nee",
        "nee, dank u",
        "non, pas d'argent",
        "nee, geen geld",
        "ik woon in Gent",
        "nee, ik heb daar nu echt de tijd niet voor",
        "niet Gent, niet Aalst",
        "???",
    ],
)
def test_a_plain_no_and_a_plain_sentence_put_nothing_in_its_place(said: str) -> None:
    found = correction(said)
    assert found is None or not found.certain
