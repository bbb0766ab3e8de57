"""Who says what they are not: what is only for others is not offered to them."""

from __future__ import annotations

import pytest
from auxil.here import Here
from auxil.states import go

from bot.bootstrap import ear
from bot.core.search import Wanted


def notes(text: str) -> set[str]:
    """What is noted of a sentence."""
    return {heard.value for heard in ear().listen(text, ["note"])}


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("ik ben een man van 40", "man"),
        ("kben ne man alleen", "man"),
        ("je suis un homme seul", "man"),
        ("I'm a man", "man"),
        ("ik heb geen kinderen", "no_children"),
        ("je n'ai pas d'enfants", "no_children"),
        ("I don't have kids", "no_children"),
    ],
)
def test_who_says_what_they_are_not_is_heard(text: str, note: str) -> None:
    assert note in notes(text)


@pytest.mark.parametrize(
    "text", ["mijn man drinkt", "ik ben geen man", "mon homme me manque", "my man is away"]
)
def test_somebody_elses_man_is_not_oneself(text: str) -> None:
    assert "man" not in notes(text)


@pytest.mark.parametrize(
    ("language", "said", "note", "group"),
    [
        ("nl", "ik ben een man van 40", "man", "women"),
        ("fr", "je suis un homme de 40 ans", "man", "women"),
        ("en", "I'm a man of 40", "man", "women"),
        ("nl", "ik heb geen kinderen", "no_children", "parents"),
        ("fr", "je n'ai pas d'enfants", "no_children", "parents"),
        ("en", "I have no kids", "no_children", "parents"),
        ("nl", "ik ben 34", "under_55", "older_people"),
    ],
)
def test_in_a_talk_it_is_remembered_and_nothing_for_others_is_named(
    here: Here, language: str, said: str, note: str, group: str
) -> None:
    sender = f"otherwise {language} {said}"
    go(here, sender, language, "places")
    before = here.send(sender, said)
    assert before, "nobody is left without an answer"
    tracker = here.tracker(sender)
    assert tracker is not None
    assert note in (tracker.get_slot("raised") or ())
    wanted = Wanted("peers", None, 80, "nl", raised=frozenset(tracker.get_slot("raised")))
    assert group in wanted.others_only
