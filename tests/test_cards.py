"""The cards: what a person reads about a way and about a place, in every language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from auxil.houses import house

from bot.ages import age_of_fact, site_of, source_of
from bot.bootstrap import languages
from bot.cards import Cards
from bot.core.initiatives import Initiative, for_some_only
from bot.core.questions import Told
from bot.core.search import Door
from bot.core.work_models import WORK_MODELS
from bot.guide import Guide
from bot.words import Words

LANGUAGES = languages()

ROOT = Path(__file__).resolve().parents[1]
BRUSSELS_CODE = "1000"
WAYS_TO_ASK = ("call", "mail", "ask")
REGIONS = ("flanders", "brussels", "wallonia", None)


@pytest.fixture(scope="module")
def words() -> Words:
    return Words.load(ROOT / "domain.yml", ROOT / "locales")


def doors(guide: Guide) -> list[Initiative]:
    return [i for i in guide.doors.initiatives if i.is_door]


def one(guide: Guide, initiative_id: str) -> Initiative:
    return next(i for i in guide.doors.initiatives if i.id == initiative_id)


def card(words: Words, guide: Guide, language: str, initiative: Initiative, km: float | None = 3.0):
    if initiative.scope == "area":
        km = None
    cards = Cards(words, guide, language)
    return cards.place(Door(initiative, km), 1, initiative.work_models[0]).split("\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_door_has_a_card_with_name_way_in_and_age_of_the_fact(words, guide, language):
    for initiative in doors(guide):
        lines = card(words, guide, language, initiative)
        text = "\n".join(lines)
        assert lines[0] == f"1. {initiative.name_in(language)}"
        assert Cards(words, guide, language).summary(initiative) in text, initiative.id
        assert not re.search(r"[{}]|None", text), (initiative.id, text)
        if initiative.source_year:
            assert str(initiative.source_year) in text, initiative.id
        assert len(lines) == len(set(lines)), (initiative.id, text)
        group = initiative.target_group(language)
        if group:
            group = words.translate("initiatives.target_group", group, language)
            assert group in lines[1], (initiative.id, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_card_leaves_a_person_with_a_website_alone(words, guide, language):
    for initiative in doors(guide):
        text = "\n".join(card(words, guide, language, initiative))
        cards = Cards(words, guide, language)
        callers = {cards.caller(region).number for region in REGIONS}
        address = initiative.street_address if initiative.has_address else ""
        ways = (initiative.phone, address, *callers)
        assert any(way and way in text for way in ways), (initiative.id, text)
        if initiative.website and not initiative.has_address:
            assert text.rindex(initiative.website) > min(
                text.index(way) for way in ways if way and way in text
            ), initiative.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_a_place_is_for_stands_right_under_its_name(words, guide, language):
    some_only = [i for i in doors(guide) if set(for_some_only(i)) - {"residents"}]
    assert some_only
    for initiative in some_only:
        lines = card(words, guide, language, initiative)
        groups = {
            words.text(f"utter_line_group_{group}", language)
            for group in {*for_some_only(initiative), "women_nonbinary"} - {"residents"}
        }
        assert groups & set(lines[1:3]), (initiative.id, lines)


def test_a_number_is_shown_only_as_the_data_has_it(words, guide):
    for language in LANGUAGES:
        cards = Cards(words, guide, language)
        callers = {cards.caller(region).number for region in REGIONS}
        for initiative in doors(guide):
            text = "\n".join(card(words, guide, language, initiative))
            known = {initiative.phone, *callers}
            for site in (initiative.website, initiative.email, cards.summary(initiative)):
                text = text.replace(site, "") if site else text
            address = initiative.street_address
            text = text.replace(address, "") if address else text
            for number in re.findall(r"\+?\d[\d ./]{6,}\d", text):
                assert any(number in k for k in known if k), (initiative.id, number)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_says_where_it_comes_from_and_to_ask_first_when_that_is_old(
    words, guide, language
):
    call, mail, ask = (words.text(f"utter_line_{way}_first", language) for way in WAYS_TO_ASK)
    for initiative in doors(guide):
        lines = card(words, guide, language, initiative)
        assert age_of_fact(words, initiative, language) in lines, initiative.id
        assert source_of(initiative) in "\n".join(lines), initiative.id
        last_year = guide.now().year - 1
        sure = initiative.confidence != "low" and not initiative.in_doubt
        fresh = (initiative.source_year or 0) >= last_year and sure
        way = call if initiative.phone else mail if initiative.email else ask
        assert [line for line in lines if line in (call, mail, ask)] == ([] if fresh else [way])


def test_a_street_away_no_distance_is_told(words, guide):
    initiative = next(i for i in doors(guide) if i.scope != "area" and i.street_address)
    near = "\n".join(card(words, guide, "nl", initiative, 0.2))
    far = "\n".join(card(words, guide, "nl", initiative, 3.24))
    assert " km." not in near
    assert "ongeveer 3,2 km." in far


def test_in_brussels_a_town_is_named_in_the_language_of_the_person(words, guide):
    initiative = next(
        i for i in doors(guide) if i.postal_code == BRUSSELS_CODE and i.scope != "area"
    )
    assert "Brussel" in "\n".join(card(words, guide, "nl", initiative))
    assert "Bruxelles" in "\n".join(card(words, guide, "fr", initiative))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("model", WORK_MODELS)
def test_a_way_is_told_whole_even_when_nothing_was_answered(words, guide, language, model):
    cards = Cards(words, guide, language)
    advice = guide.advise(Told(rotation=WORK_MODELS.index(model)))
    for verdict in advice.shown:
        key, values = cards.advice(guide.card(verdict))
        assert key == "utter_advice_card_neutral"
        assert all(values.values())
        text = words.text(key, language, **values)
        assert "{" not in text


def test_a_french_speaker_in_gent_is_not_sent_to_a_line_for_brussels(words, guide):
    cards = Cards(words, guide, "fr")
    assert cards.caller("flanders").id == "caw"
    assert cards.caller("brussels").id == "social_brussels"
    assert cards.caller(None).id == "social_brussels"
    gent = next(i for i in doors(guide) if i.municipality == "Gent" and not i.phone)
    brussels_line = cards.caller("brussels").number
    assert brussels_line not in "\n".join(card(words, guide, "fr", gent))


def test_an_address_that_must_be_checked_before_showing_is_not_shown(words, guide):
    doubtful = [i for i in doors(guide) if "before showing" in i.note and i.street_address]
    assert doubtful
    for initiative in doubtful:
        assert initiative.street_address not in "\n".join(card(words, guide, "nl", initiative))


def test_help_at_home_is_asked_for_where_nobody_said_that_they_come(words, guide):
    cards = Cards(words, guide, "nl")
    for initiative in doors(guide):
        if "context" in initiative.work_models:
            text = cards.place(Door(initiative, 1.0), 1, "context")
            asks = words.text("utter_line_at_home", "nl") in text
            assert asks is (initiative.subtype != "home_visit"), initiative.id


def test_a_house_that_wants_guests_and_helpers_says_both(words, guide):
    both = next(i for i in doors(guide) if i.role == "both" and "organisation" in i.work_models)
    text = Cards(words, guide, "nl").place(Door(both, 1.0), 1, "organisation")
    assert words.text("utter_line_role_both", "nl") in text


# -- made-up places: each line where it belongs ------------------------------------------------


def lines_of(words: Words, guide: Guide, way: str = "neighbourhood", **changes: object) -> str:
    """The card of a made-up house with these facts, in Dutch."""
    initiative = house(**changes)
    km = None if initiative.scope == "area" else 3.0
    return Cards(words, guide, "nl").place(Door(initiative, km), 1, way)


def test_who_calls_for_a_whole_region_asks_which_place_is_near(words, guide):
    ask = words.text("utter_line_first_contact", "nl")
    whole = {"scope": "area", "area": "Flanders"}
    assert ask in lines_of(words, guide, **whole, street_address="")
    assert ask not in lines_of(words, guide, **whole)
    assert ask not in lines_of(words, guide)


def test_a_card_beside_one_that_fits_says_that_it_is_there_to_compare(words, guide):
    cards = Cards(words, guide, "nl")
    bare = guide.card(guide.advise(Told()).shown[0])
    assert cards.advice(bare)[0] == "utter_advice_card_neutral"
    assert cards.advice(bare, others_fit=True)[0] == "utter_advice_card_compare"
    told = guide.card(guide.advise(Told({"wish": ("together",)})).verdict("buddy"))
    assert cards.advice(told, others_fit=True)[0] == "utter_advice_card"


@pytest.mark.parametrize(
    ("language", "code", "municipality", "town"),
    [
        ("nl", "1000", "Bruxelles-Ville", "Brussel"),
        ("fr", "1000", "Bruxelles-Ville", "Bruxelles"),
        ("fr", "9000", "Gent", "Gand"),
        ("fr", "9000", "Ergens", "Ergens"),
        ("nl", "", "Ergens", "Ergens"),
    ],
)
def test_a_town_has_the_name_that_the_person_knows(
    words, guide, language, code, municipality, town
):
    where = house(postal_code=code, municipality=municipality)
    assert Cards(words, guide, language).town(where) == town


def test_a_house_for_women_and_non_binary_people_names_both(words, guide):
    both, women = (
        words.text(f"utter_line_group_{group}", "nl") for group in ("women_nonbinary", "women")
    )
    text = lines_of(words, guide, exclusive_to="women and non-binary people")
    assert both in text
    assert women not in text
    assert women in lines_of(words, guide, exclusive_to="women")


def test_who_is_told_an_age_reads_from_which_one(words, guide):
    assert words.text("utter_line_age", "nl", age=60) in lines_of(words, guide, age_from=60)


def test_only_who_looks_for_an_organisation_reads_that_one_is_a_guest_there(words, guide):
    guest = words.text("utter_line_role_guest", "nl")
    assert guest in lines_of(words, guide, "organisation", role="guest")
    assert guest not in lines_of(words, guide, role="guest")


def test_a_kilometre_is_told(words, guide):
    text = Cards(words, guide, "nl").place(Door(house(), 1.0), 1, "neighbourhood")
    assert " km." in text


def test_who_can_only_mail_or_visit_is_given_somebody_who_calls_when_that_may_fail(words, guide):
    caller = Cards(words, guide, "nl").caller("flanders").number
    assert caller not in lines_of(words, guide)
    assert caller not in lines_of(words, guide, phone="", email="a@b.be")
    assert caller not in lines_of(words, guide, phone="")
    assert caller in lines_of(words, guide, phone="", source_year=2010)
    assert caller in lines_of(words, guide, phone="", email="a@b.be", street_address="Markt")


def test_a_number_for_many_houses_and_an_address_in_doubt_say_so(words, guide):
    general = words.text("utter_line_general_number", "nl")
    unsure = words.text("utter_line_address_unsure", "nl")
    assert general in lines_of(words, guide, note="one general number for all houses")
    assert unsure in lines_of(words, guide, note="recheck the address")
    assert general not in lines_of(words, guide)
    assert unsure not in lines_of(words, guide)


# -- how old what we know is -------------------------------------------------------------------


DONORINFO = "https://www.donorinfo.be/nl/organisatie/het-huis"


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (
            {"checked_on": "2026-05-03", "source_url": DONORINFO},
            "Dit komt van donorinfo.be. Nagekeken op 3 mei 2026.",
        ),
        ({"checked_on": "2026-05-03", "source_url": ""}, "Nagekeken op 3 mei 2026."),
        ({"source_url": DONORINFO, "source_year": 2021}, "Dit komt van donorinfo.be, uit 2021."),
        (
            {"source_url": DONORINFO, "source_year": None},
            "Dit komt van donorinfo.be. Ik weet niet hoe oud het is.",
        ),
        ({"source_url": "", "source_year": 2021}, "Dit zag ik in 2021."),
        ({"source_url": "", "source_year": None}, "Ik weet niet hoe oud dit is."),
    ],
)
def test_a_card_says_when_it_was_checked_and_by_what_source(words, guide, known, said):
    assert said in lines_of(words, guide, **known).split("\n")


def test_a_source_newer_than_the_last_check_is_the_one_that_is_told(words, guide):
    known = {"checked_on": "2023-05-03", "source_url": DONORINFO, "source_year": 2026}
    text = lines_of(words, guide, **known)
    assert "Dit komt van donorinfo.be, uit 2026." in text
    assert "2023" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_day_of_a_check_is_written_as_the_language_writes_it(words, language):
    months = {"nl": "3 mei 2026", "fr": "3 mai 2026", "en": "3 May 2026"}
    said = age_of_fact(words, house(checked_on="2026-05-03", source_url=DONORINFO), language)
    assert months[language[:2]] in said
    assert "donorinfo.be" in said


def test_who_reads_something_old_is_told_to_ask_in_the_way_that_is_there(words, guide):
    old = {"checked_on": "2024-05-03", "source_year": 2024}
    assert "Bel eerst even." in lines_of(words, guide, **old)
    assert "Mail eerst even." in lines_of(words, guide, **old, phone="", email="a@b.be")
    nobody = lines_of(words, guide, **old, phone="")
    assert "Vraag eerst of het nog klopt." in nobody
    # There is no way of its own: somebody who calls is named.
    assert Cards(words, guide, "nl").caller("flanders").number in nobody


def test_what_was_checked_this_spring_sends_nobody_to_the_phone_first(words, guide):
    text = lines_of(words, guide, checked_on="2026-05-03", source_year=2012)
    assert "Nagekeken op 3 mei 2026." in text
    assert "Bel eerst even." not in text


def test_what_three_people_found_closed_says_to_call_first(words, guide, monkeypatch):
    fresh = {"checked_on": "2026-05-03", "source_year": 2026}
    monkeypatch.setattr(guide, "_found_closed", lambda initiative: initiative == house().id)
    assert "Bel eerst even." in lines_of(words, guide, **fresh)
    assert "Bel eerst even." not in lines_of(words, guide, **fresh, id="another")


def test_where_the_address_of_a_source_tells_nothing_its_name_is_told_or_nobodys(words, guide):
    stored = {"source_url": "https://github.com/a/b", "source_year": 2026}
    assert "Dit komt van COUSIN, uit 2026." in lines_of(
        words, guide, **stored, source_name="COUSIN"
    )
    assert "Dit zag ik in 2026." in lines_of(words, guide, **stored)
    assert "github" not in lines_of(words, guide, **stored)
    wiki = {**stored, "source_url": "https://delangemunte.wikidot.com/"}
    assert "wikidot" not in lines_of(words, guide, **wiki)


def test_a_site_is_named_as_people_know_it():
    assert site_of("https://www.donorinfo.be/nl/x") == "donorinfo.be"
    assert site_of("http://xn--binnaleaalter-4hb.eu/over") == "biënnaleaalter.eu"
    assert site_of("https://één.be/") == "één.be"
    assert site_of("") == ""
