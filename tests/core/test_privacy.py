"""What is personal is masked before anything keeps it; what is needed stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.places import Place
from bot.core.privacy import MASK, mask, pseudonym, rotation_of

# -- what goes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "number",
    [
        "0470123456",
        "0470 12 34 56",
        "0470/12.34.56",
        "0470/12 34 56",
        "0470 / 12 34 56",
        "0470-12-34-56",
        "0470.12.34.56",
        "04 70 12 34 56",
        "+32470123456",
        "+32 470 12 34 56",
        "+32 (0)470 12 34 56",
        "0032 470 12 34 56",
        "0032470123456",
        "02 123 45 67",
        "02/123.45.67",
        "(02) 123 45 67",
        "(02)1234567",
        "09 223 45 67",
        "03-123-45-67",
        "+33 6 12 34 56 78",
        "+31 6 12345678",
    ],
)
def test_a_telephone_number_is_masked(number: str) -> None:
    masked = mask(f"bel mij op {number} aub")
    assert masked.startswith("bel mij op ")
    assert masked.endswith(" aub")
    assert MASK in masked
    assert sum(c.isdigit() for c in masked) <= 3


@pytest.mark.parametrize(
    "address",
    [
        "jan@voorbeeld.be",
        "Jan.Janssens+info@mail.voorbeeld.co.uk",
        "fatima_92@hotmail.com",
        "a-b@c-d.org",
    ],
)
def test_an_email_address_is_masked(address: str) -> None:
    assert mask(f"mijn mail is {address}.") == f"mijn mail is {MASK}."
    assert mask(address.upper()) == MASK


@pytest.mark.parametrize(
    "number",
    ["85.07.30-033.28", "85073003328", "85 07 30 033 28", "850730-033-28", "85.07.30 033 28"],
)
def test_a_national_register_number_is_masked(number: str) -> None:
    assert mask(f"rijksregisternummer {number}") == f"rijksregisternummer {MASK}"


@pytest.mark.parametrize(
    "account",
    ["BE68 5390 0754 7034", "BE68539007547034", "be68 5390 0754 7034", "BE68-5390-0754-7034"],
)
def test_a_bank_account_is_masked(account: str) -> None:
    assert mask(f"stort op {account} graag") == f"stort op {MASK} graag"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("ik heet Fatima", f"ik heet {MASK}"),
        ("Ik heet fatima en ik zoek een buddy", f"Ik heet {MASK} en ik zoek een buddy"),
        ("ik heet Jan Janssens, dag", f"ik heet {MASK}, dag"),
        ("hallo ik heet Marie-Louise", f"hallo ik heet {MASK}"),
        ("mijn naam is Ahmed El Amrani", f"mijn naam is {MASK}"),
        ("mijn naam is Sofie De Smet.", f"mijn naam is {MASK}."),
        ("m'n naam is D'Hondt", f"m'n naam is {MASK}"),
        ("mijn naam: Jan", f"mijn naam: {MASK}"),
        ("mon nom : Dupont", f"mon nom : {MASK}"),
        ("je m'appelle Amélie", f"je m'appelle {MASK}"),
        ("Je m’appelle Jean Dupont et je cherche", f"Je m’appelle {MASK} et je cherche"),
        ("je mappelle karim", f"je mappelle {MASK}"),
        ("mon nom est Diallo", f"mon nom est {MASK}"),
        ("mon prénom est Zoé", f"mon prénom est {MASK}"),
        ("IK HEET PIET", f"IK HEET {MASK}"),
    ],
)
def test_a_name_that_is_told_is_masked_and_the_words_stay(said: str, kept: str) -> None:
    assert mask(said) == kept


@pytest.mark.parametrize(
    ("said", "surname"),
    [
        ("ik heet Jan van den Berg", "Berg"),
        ("mijn naam is Sofie Van de Velde", "Velde"),
        ("je m'appelle Luc de la Croix", "Croix"),
        ("ik heet Mohamed ben Salah", "Salah"),
    ],
)
def test_a_surname_with_small_words_in_it_is_masked_whole(said: str, surname: str) -> None:
    assert surname not in mask(said)


@pytest.mark.parametrize(
    "address",
    [
        "Kerkstraat 12",
        "kerkstraat 12",
        "Kerkstraat 12 bus 3",
        "Kerkstraat 12a",
        "Kerkstraat nr 12",
        "Koning Albertlaan 105",
        "Grote Steenweg 8",
        "Sint-Pietersplein 3",
        "Vrijdagmarktplein 1",
        "rue de la Loi 16",
        "Rue de la Loi 16 bte 4",
        "rue Haute, 12",
        "avenue Louise 54",
        "chaussée d'Ixelles 120",
        "boulevard Anspach 1",
        "place Flagey 18",
        "Place Sainte-Catherine 2",
        "place de la Liberté 3",
        "chaussée de Waterloo 1359",
        "Brusselsesteenweg 1234",
    ],
)
def test_a_street_with_its_number_is_masked(address: str) -> None:
    masked = mask(f"ik woon in {address}")
    assert MASK in masked
    assert not any(c.isdigit() for c in masked)


def test_everything_personal_in_one_message_is_masked() -> None:
    masked = mask(
        "Ik heet Jan Janssens, Kerkstraat 12, 9000 Gent, tel 0470 12 34 56, jan@voorbeeld.be"
    )
    assert "9000 Gent" in masked
    for personal in ("Jan", "Kerkstraat", "0470", "voorbeeld"):
        assert personal not in masked


# -- what stays -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "9000",
        "9000 Gent",
        "ik zoek in 1080 Molenbeek of 1070 Anderlecht",
        "9000 9050 9040",
        "2000, 2018 of 2060",
        "bel 112",
        "112 of 1813",
        "106",
        "1813",
        "is 0800 gratis?",
        "5 euro",
        "het kost 12,50 euro",
        "€ 3",
        "1000 euro per maand",
        "ik heb 2 kinderen van 4 en 7 jaar",
        "om 14u30",
        "sinds 2019",
        "op 22/11/2026",
        "van 9 tot 17 uur",
        "over 10 jaar",
        "een plein met bomen",
        "ik ben ver weg van huis",
        "iemand om mee te wandelen",
        "je cherche une place pour 2 enfants",
        "la rue est calme",
        "rue Haute, 1000 Bruxelles",
        "une place dans un groupe de 5 personnes",
        "halfweg 20 minuten",
        "ik was onderweg 20 minuten",
    ],
)
def test_what_points_at_nobody_stays(text: str) -> None:
    assert mask(text) == text


def test_every_place_with_its_postal_code_stays(places: list[Place]) -> None:
    for place in places:
        for name in (place.name_nl, place.name_fr, *place.aliases):
            for text in (f"{place.postal_code} {name}", f"{name} {place.postal_code}", name):
                assert mask(text) == text


# -- always -----------------------------------------------------------------------------------

pieces = st.sampled_from(
    [
        *("ik heet", "mijn naam is", "je m'appelle", "Jan", "Janssens", "fatima", "Kerkstraat"),
        *("rue de la Loi", "12", "bus 3", "0470", "12", "34", "56", "+32", "9000", "112", "@"),
        *("a@b.be", "BE68 5390", "0754 7034", "85.07.30", "-033.28", "en", ",", ".", "/", MASK),
    ]
)
likely = st.lists(pieces, max_size=12).flatmap(
    lambda parts: st.sampled_from([" ".join(parts), "".join(parts)])
)


@settings(deadline=None, derandomize=True, max_examples=400)
@given(st.one_of(likely, st.text(max_size=60)))
def test_masking_twice_is_masking_once(text: str) -> None:
    once = mask(text)
    assert mask(once) == once


@settings(deadline=None, derandomize=True)
@given(st.text(alphabet="abcdefghij klmnop,.!?", max_size=80))
def test_words_without_numbers_and_names_stay(text: str) -> None:
    assert mask(text) == text


# -- pseudonyms -------------------------------------------------------------------------------

SECRET = b"sixteen bytes at least"


def test_a_person_keeps_one_pseudonym() -> None:
    assert pseudonym(SECRET, "telegram", "42") == pseudonym(SECRET, "telegram", "42")


def test_a_pseudonym_is_another_on_each_channel_for_each_person_and_secret() -> None:
    names = {
        pseudonym(secret, channel, sender)
        for secret in (SECRET, SECRET + b"!")
        for channel in ("telegram", "web", "terminal")
        for sender in ("42", "43", "4", "")
    }
    assert len(names) == 2 * 3 * 4


def test_channel_and_sender_are_not_glued_together() -> None:
    assert pseudonym(SECRET, "web", "1x") != pseudonym(SECRET, "web1", "x")


@settings(deadline=None, derandomize=True)
@given(sender=st.text(min_size=5), channel=st.text())
def test_a_pseudonym_says_nothing_of_the_person(sender: str, channel: str) -> None:
    name = pseudonym(SECRET, channel, sender)
    assert len(name) == 32
    assert set(name) <= set("0123456789abcdef")


@pytest.mark.parametrize("secret", [b"", b"short", b"fifteen bytes!!"])
def test_a_secret_that_is_too_short_is_refused(secret: bytes) -> None:
    with pytest.raises(ValueError, match="at least 16 bytes"):
        pseudonym(secret, "web", "42")


def test_talks_turn_evenly_over_the_seven_ways_and_the_eight_wishes() -> None:
    turns = [rotation_of(pseudonym(SECRET, "web", str(n))) for n in range(7000)]
    assert turns[0] == rotation_of(pseudonym(SECRET, "web", "0"))
    for ways in (7, 8):
        counts = [sum(t % ways == n for t in turns) for n in range(ways)]
        assert min(counts) > 0.85 * 7000 / ways
        assert max(counts) < 1.15 * 7000 / ways
