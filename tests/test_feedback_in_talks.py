"""What people say of a place in a whole talk, in each language, and what is left of it."""

from __future__ import annotations

import csv
import datetime
import itertools
import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from auxil.here import Here
from auxil.states import go
from sqlalchemy import delete, select

from bot.bootstrap import ROOT, ear, engine
from bot.core.feedback import VERDICTS, place_key, token_of
from bot.replies import BESIDE, MENU
from bot.store import feedback
from bot.store.migrations import ready

_numbers = itertools.count()


@pytest.fixture(autouse=True)
def _nothing_said_yet(here: Here) -> None:
    ready(engine())
    with engine().begin() as connection:
        connection.execute(delete(feedback.feedback))


def somebody(here: Here, language: str = "nl", state: str = "places") -> str:
    """A person who sees three places; returns who it is."""
    sender = f"feedback {next(_numbers)}"
    go(here, sender, language, state)
    return sender


def shown(here: Here, sender: str) -> list[str]:
    tracker = here.tracker(sender)
    assert tracker is not None
    return list(tracker.get_slot("shown_places") or ())


def press(here: Here, sender: str, **entities: str) -> list[dict[str, Any]]:
    inner = json.dumps(entities, separators=(",", ":"))
    return here.send(sender, f"/report_wrong_info{inner}")


def buttons(answers: list[dict[str, Any]], kind: str = "") -> list[str]:
    """The payloads of the buttons of a kind."""
    every = (b for answer in answers for b in answer.get("buttons", []))
    return [b["payload"] for b in every if b.get("kind", "") == kind]


def marked() -> dict[str, dict[str, int]]:
    return {marks.initiative: dict(marks.verdicts) for marks in feedback.rows(engine())}


def tokens() -> set[str]:
    with engine().connect() as connection:
        return set(connection.execute(select(feedback.feedback.c.token)).scalars())


def test_over_rest_each_card_carries_its_own_button(here: Here) -> None:
    sender = somebody(here)
    answers = here.send(sender, "/more_results")
    seen = shown(here, sender)
    cards = [answer for answer in answers if buttons([answer], BESIDE)]
    assert [buttons([card], BESIDE) for card in cards] == [
        [f'/report_wrong_info{{"at":"{place_key(i)}"}}'] for i in seen[-len(cards) :]
    ]
    assert not any(buttons([card]) or buttons([card], MENU) for card in cards)


def test_a_press_a_verdict_and_the_talk_goes_on(here: Here) -> None:
    sender = somebody(here)
    place = shown(here, sender)[1]
    asked = press(here, sender, at=place_key(place))
    assert len(buttons(asked)) == len(VERDICTS)
    for _ in range(2):
        after = here.send(sender, buttons(asked)[3])
        assert '/first_step{"n":"1"}' in buttons(after), "the places are still there"
    assert marked() == {place: {"closed": 1}}


def test_a_card_of_before_another_town_still_means_its_own_place(here: Here) -> None:
    sender = somebody(here)
    before = shown(here, sender)
    here.send(sender, "toch liever in hasselt")
    assert set(shown(here, sender)).isdisjoint(before)
    asked = press(here, sender, at=place_key(before[0]))
    here.send(sender, buttons(asked)[1])
    assert marked() == {before[0]: {"address": 1}}


def test_a_button_that_was_never_offered_marks_nothing(here: Here) -> None:
    sender, other = somebody(here), somebody(here)
    place = shown(here, sender)[0]
    press(here, other, at=place_key(place), wrong="closed")
    press(here, sender, wrong="closed", at="00000000")
    press(here, sender, wrong="closed")
    assert marked() == {}


def test_wis_alles_leaves_the_mark_and_not_who_gave_it(here: Here) -> None:
    sender, other = somebody(here), somebody(here)
    place = shown(here, sender)[0]
    for who in (sender, other):
        here.send(who, buttons(press(here, who, at=place_key(place)))[3])
    with engine().connect() as connection:
        salt = connection.execute(select(feedback.feedback_salt.c.salt)).scalar_one()
    theirs = {who: token_of(salt, here.who(who), place) for who in (sender, other)}
    assert tokens() == set(theirs.values())
    here.send(sender, "wis alles")
    assert theirs[sender] not in tokens()
    assert theirs[other] in tokens()
    assert marked() == {place: {"closed": 2}}


def test_the_day_is_kept_and_no_word_of_what_was_typed(here: Here) -> None:
    sender = somebody(here)
    here.send(sender, "de zqxkapper zit daar nu, het adres van nummer 1 klopt niet")
    with engine().connect() as connection:
        [row] = connection.execute(select(feedback.feedback)).all()
    assert (row.initiative, row.verdict) == (shown(here, sender)[0], "address")
    assert datetime.date.fromisoformat(row.day)
    assert "zqx" not in str(row)


@pytest.mark.parametrize(
    ("language", "typed", "verdict", "second"),
    [
        ("nl", "het adres klopt niet", "address", "de tweede"),
        ("nl-simple", "dat nummer werkt niet", "phone", "2"),
        ("nl", "die plek bestaat niet meer", "closed", "nummer 2"),
        ("nl", "de openingsuren kloppen niet", "other", "het tweede"),
        ("fr", "ce numéro ne marche pas", "phone", "le deuxième"),
        ("fr", "l'adresse est fausse", "address", "la deuxième"),
        ("fr-simple", "ce lieu n'existe plus", "closed", "2"),
        ("en", "the place is closed", "closed", "the second one"),
        ("en", "wrong hours", "other", "number 2"),
    ],
)
def test_it_may_be_typed_and_the_place_named_after(
    here: Here, language: str, typed: str, verdict: str, second: str
) -> None:
    sender = somebody(here, language)
    asked = here.send(sender, typed)
    assert len(buttons(asked)) == 3, "of which place?"
    here.send(sender, second)
    assert marked() == {shown(here, sender)[1]: {verdict: 1}}


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
@pytest.mark.parametrize("state", ["suicide", "violence", "medical", "help now"])
def test_in_danger_nothing_of_this_is_shown(here: Here, language: str, state: str) -> None:
    sender = f"feedback {next(_numbers)}"
    go(here, sender, language, state)
    tracker = here.tracker(sender)
    assert tracker is not None
    offered = [e.data.get("buttons") or [] for e in tracker.events if e.type_name == "bot"]
    assert "report_wrong_info" not in json.dumps(offered)


# -- words ------------------------------------------------------------------------------------


def reports(language: str) -> Iterator[tuple[str, set[str]]]:
    """Sentences that report a mistake, each with the verdicts heard in it."""
    path = ROOT / "data" / "nlu" / language / "report_wrong_info.yml"
    [block] = yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
    rows = [row.removeprefix("- ") for row in block["examples"].splitlines()]
    with (ROOT / "tests" / "nlu" / f"{language}.csv").open(encoding="utf-8") as file:
        rows += [row[2] for row in csv.reader(file) if row and row[0] == "report_wrong_info"]
    for row in rows:
        yield row, {heard.value for heard in ear().listen(row, ["wrong"])}


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
def test_a_report_is_never_heard_as_everything_is_right(language: str) -> None:
    said = [(row, heard) for row, heard in reports(language) if not row.endswith("?")]
    assert [row for row, heard in said if "right" in heard] == []


@pytest.mark.parametrize(
    "typed",
    [
        "ik stond voor een gesloten deur",
        "ik was daar, niemand, deur toe",
        "op maandag is het daar toe",
        "j'y suis allé, c'était fermé",
        "porte close",
        "c marqué ouvert le lundi mé c fermé",
        "I stood in front of a closed door.",
        "not open on monday",
        "they're shut on Wednesdays",
        "alles klopt niet",
    ],
)
def test_a_door_that_was_shut_once_is_not_taken_for_a_place_that_is_gone(typed: str) -> None:
    heard = {h.value for h in ear().listen(typed, ["wrong"])}
    assert heard != {"closed"}
    assert "right" not in heard
