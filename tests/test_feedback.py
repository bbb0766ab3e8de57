"""'Klopt dit?': people count once each, nobody can tell who they were, and an admin sees it all."""

from __future__ import annotations

import asyncio
import datetime
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import create_engine, inspect, select
from sqlalchemy.engine import Engine

from bot.bootstrap import Settings
from bot.core.feedback import (
    ENOUGH_CLOSED,
    VERDICTS,
    Marks,
    check_first,
    period_of,
    place_key,
    token_of,
)
from bot.core.initiatives import Initiative
from bot.dialogue import talks
from bot.dialogue.talks import TalkStore
from bot.feedback_report import NOTHING, report
from bot.guide import Guide
from bot.store import feedback, shown, tables
from bot.store.migrations import ready

MONDAY = datetime.date(2026, 11, 23)
SUNDAY = MONDAY + datetime.timedelta(days=6)
NEXT_MONDAY = MONDAY + datetime.timedelta(days=7)
INN, HOUSE = "the-inn-gent", "the-house-aalst"


@pytest.fixture
def kept(engine: Engine) -> Engine:
    """The same, with its tables."""
    ready(engine)
    return engine


def say(kept: Engine, who: str, verdict: str = "closed", place: str = INN) -> None:
    feedback.add(kept, place, verdict, who, MONDAY)


def said(kept: Engine) -> dict[str, dict[str, int]]:
    return {marks.initiative: dict(marks.verdicts) for marks in feedback.rows(kept)}


def tokens(kept: Engine) -> list[str]:
    with kept.connect() as connection:
        return list(connection.execute(select(feedback.feedback.c.token)).scalars())


def salts(kept: Engine) -> dict[str, bytes]:
    with kept.connect() as connection:
        return dict(connection.execute(select(feedback.feedback_salt)).all())


# -- who counts, and how often ----------------------------------------------------------------


def test_two_people_are_two_and_one_person_is_one(kept: Engine) -> None:
    say(kept, "an")
    say(kept, "bo")
    say(kept, "an")
    assert said(kept) == {INN: {"closed": 2}}


def test_who_thinks_again_is_heard_last(kept: Engine) -> None:
    say(kept, "an", "closed")
    feedback.add(kept, INN, "right", "an", SUNDAY)
    assert feedback.rows(kept) == [Marks(INN, {"right": 1}, SUNDAY.isoformat())]
    assert feedback.closed_counts(kept) == {}


def test_one_person_may_speak_of_two_places(kept: Engine) -> None:
    say(kept, "an", "closed", INN)
    say(kept, "an", "address", HOUSE)
    assert said(kept) == {INN: {"closed": 1}, HOUSE: {"address": 1}}


MARKS = st.lists(
    st.tuples(
        st.sampled_from(["an", "bo", "cas", "dré", "Él"]),
        st.sampled_from([INN, HOUSE]),
        st.sampled_from(VERDICTS),
    ),
    max_size=30,
)


@settings(max_examples=40, deadline=None)
@given(marks=MARKS)
def test_every_person_counts_once_for_each_place_with_their_last_word(
    marks: list[tuple[str, str, str]],
) -> None:
    kept = create_engine("sqlite://", future=True)
    tables.metadata.create_all(kept)
    for who, place, verdict in marks:
        feedback.add(kept, place, verdict, who, MONDAY)
    last = {(who, place): verdict for who, place, verdict in marks}
    expected: dict[str, dict[str, int]] = {}
    for (_, place), verdict in last.items():
        of_place = expected.setdefault(place, {})
        of_place[verdict] = of_place.get(verdict, 0) + 1
    assert said(kept) == expected
    closed = {place: v["closed"] for place, v in expected.items() if "closed" in v}
    assert feedback.closed_counts(kept) == closed


def test_what_nobody_can_mean_is_refused(kept: Engine) -> None:
    with pytest.raises(ValueError, match="expected one of right, address, phone, closed, other"):
        say(kept, "an", "dicht")
    assert said(kept) == {}


def test_two_processes_that_write_at_once_lose_nothing(kept: Engine) -> None:
    people = [f"person {number}" for number in range(6)]
    failed: list[Exception] = []
    together = threading.Barrier(2 * len(people))

    def press(who: str) -> None:
        together.wait()
        try:
            for _ in range(3):
                say(kept, who)
                shown.add(kept, [INN, HOUSE])
        except Exception as error:
            failed.append(error)

    # Each person's button is pressed on two processes at the same moment.
    threads = [threading.Thread(target=press, args=(who,)) for who in people * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert said(kept) == {INN: {"closed": len(people)}}
    assert shown.counts(kept) == {INN: 3 * len(threads), HOUSE: 3 * len(threads)}
    assert len(salts(kept)) == 1


# -- nobody can tell who ----------------------------------------------------------------------


def test_the_table_holds_no_person_and_no_time(kept: Engine) -> None:
    say(kept, "pseudonym-of-an")
    columns = {c["name"] for c in inspect(kept).get_columns("feedback")}
    assert columns == {"initiative", "token", "verdict", "day"}
    with kept.connect() as connection:
        [row] = connection.execute(select(feedback.feedback)).all()
    assert (row.initiative, row.verdict, row.day) == (INN, "closed", "2026-11-23")
    assert "pseudonym" not in str(row)


def test_the_marks_of_one_person_cannot_be_laid_side_by_side(kept: Engine) -> None:
    """Not of two places, and not of two weeks."""
    say(kept, "an", place=INN)
    say(kept, "an", place=HOUSE)
    feedback.add(kept, INN, "closed", "an", NEXT_MONDAY)
    assert len(set(tokens(kept))) == 3


def test_the_salt_is_random_and_lasts_from_monday_to_sunday(kept: Engine) -> None:
    say(kept, "an")
    first = salts(kept)
    assert list(first) == [MONDAY.isoformat()] == [period_of(SUNDAY)]
    assert len(first[MONDAY.isoformat()]) == 32
    feedback.add(kept, HOUSE, "right", "an", SUNDAY)
    assert salts(kept) == first
    feedback.add(kept, HOUSE, "right", "an", NEXT_MONDAY)
    second = salts(kept)
    assert list(second) == [NEXT_MONDAY.isoformat()]
    assert set(second.values()).isdisjoint(first.values())


def test_two_installations_make_other_tokens_of_one_person(kept: Engine) -> None:
    other = create_engine("sqlite://", future=True)
    tables.metadata.create_all(other)
    say(kept, "an")
    say(other, "an")
    assert set(tokens(kept)).isdisjoint(tokens(other))


def test_when_the_seven_days_are_over_the_salt_goes_also_when_nobody_marks(kept: Engine) -> None:
    say(kept, "an")
    with kept.begin() as connection:
        assert not feedback.rotate(connection, SUNDAY)
    assert salts(kept)
    with kept.begin() as connection:
        assert feedback.rotate(connection, NEXT_MONDAY)
    assert salts(kept) == {}
    assert said(kept) == {INN: {"closed": 1}}, "what was said of the place stays"


@given(day=st.dates())
def test_a_period_is_seven_days_from_a_monday(day: datetime.date) -> None:
    first = datetime.date.fromisoformat(period_of(day))
    assert first.weekday() == 0
    assert 0 <= (day - first).days < 7


# -- who erases everything --------------------------------------------------------------------


def test_who_erases_everything_leaves_a_mark_of_nobody(kept: Engine) -> None:
    say(kept, "an", place=INN)
    say(kept, "an", "phone", place=HOUSE)
    say(kept, "bo", place=INN)
    [salt] = salts(kept).values()
    before = set(tokens(kept))
    with kept.begin() as connection:
        assert feedback.forget(connection, "an") == 2
    assert said(kept) == {INN: {"closed": 2}, HOUSE: {"phone": 1}}
    after = set(tokens(kept))
    assert token_of(salt, "bo", INN) in after
    assert after.isdisjoint({token_of(salt, "an", INN), token_of(salt, "an", HOUSE)})
    assert {len(token) for token in before | after} == {16}, "it looks like any other"


def test_who_marked_nothing_has_nothing_to_erase(kept: Engine) -> None:
    with kept.begin() as connection:
        assert feedback.forget(connection, "an") == 0
    say(kept, "bo")
    with kept.begin() as connection:
        assert feedback.forget(connection, "an") == 0


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TalkStore:
    """The talks of an installation, in the same database as the marks."""
    chosen = Settings(
        root=tmp_path,
        var=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'talks.db'}",
        organisation="",
        pause_minutes=60,
        keep_days=7,
    )
    monkeypatch.setattr(talks, "settings", lambda: chosen)
    return TalkStore(Domain.empty())


def heard(action: str, at: float | None = None) -> list:
    typed = UserUttered("woorden", {"name": "greet", "confidence": 0.9}, timestamp=at)
    return [typed, ActionExecuted(action, timestamp=at)]


def keep(store: TalkStore, who: str, *events: object) -> None:
    asyncio.run(store.save(DialogueStateTracker.from_events(who, list(events))))


@pytest.mark.parametrize("action", ["action_forget", "action_quick_away"])
def test_wis_alles_and_snel_weg_let_go_of_who_marked(store: TalkStore, action: str) -> None:
    today = datetime.date.today()
    keep(store, "an", *heard("action_report_wrong"))
    feedback.add(store.engine, INN, "closed", "an", today)
    feedback.add(store.engine, INN, "closed", "bo", today)
    [salt] = salts(store.engine).values()
    keep(store, "an", *heard(action))
    left = set(tokens(store.engine))
    assert token_of(salt, "an", INN) not in left
    assert token_of(salt, "bo", INN) in left
    assert feedback.closed_counts(store.engine) == {INN: 2}


def test_a_talk_that_is_erased_after_a_failure_or_by_its_age_goes_with_its_token(
    store: TalkStore,
) -> None:
    now = time.time()
    keep(store, "an", *heard("action_report_wrong", now))
    keep(store, "bo", *heard("action_report_wrong", now - 2 * talks.DAY))
    today = talks._day_at(now)
    for who in ("an", "bo", "cas"):
        feedback.add(store.engine, INN, "closed", who, today)
    [salt] = salts(store.engine).values()
    store.erase("an")
    assert store.erase_old(now, keep_seconds=talks.DAY) == 1
    left = set(tokens(store.engine))
    theirs = {who for who in ("an", "bo", "cas") if token_of(salt, who, INN) in left}
    assert theirs == {"cas"}
    assert feedback.closed_counts(store.engine) == {INN: 3}


def test_the_daily_sweep_removes_the_salt_of_last_week(store: TalkStore) -> None:
    now = time.time()
    feedback.add(store.engine, INN, "closed", "an", talks._day_at(now))
    store.erase_old(now)
    assert len(salts(store.engine)) == 1
    store.erase_old(now + 7 * talks.DAY)
    assert salts(store.engine) == {}


def test_the_salt_can_not_be_read_from_the_file_once_it_is_gone(
    store: TalkStore, tmp_path: Path
) -> None:
    now = time.time()
    feedback.add(store.engine, INN, "closed", "an", talks._day_at(now))
    [salt] = salts(store.engine).values()
    file = tmp_path / "talks.db"
    assert salt in file.read_bytes()
    store.erase_old(now + 7 * talks.DAY)
    assert salt not in file.read_bytes()


# -- what an admin sees -----------------------------------------------------------------------


def test_three_independent_closed_put_a_place_on_check_first(kept: Engine) -> None:
    for who in ("an", "an", "bo"):
        say(kept, who)
    assert check_first(feedback.closed_counts(kept)) == frozenset()
    say(kept, "cas")
    assert feedback.closed_counts(kept) == {INN: ENOUGH_CLOSED}
    assert check_first(feedback.closed_counts(kept)) == {INN}


def test_what_an_admin_checked_begins_anew(kept: Engine) -> None:
    for who in ("an", "bo", "cas"):
        say(kept, who)
    say(kept, "an", "phone", HOUSE)
    assert feedback.clear(kept, INN) == 3
    assert feedback.clear(kept, INN) == 0
    assert said(kept) == {HOUSE: {"phone": 1}}


def test_the_table_shows_place_verdicts_and_day_and_what_to_check_first(
    kept: Engine, guide: Guide
) -> None:
    first, second = (i for i in guide.doors.initiatives[:2])
    say(kept, "an", "address", first.id)
    say(kept, "bo", "right", first.id)
    for who in ("an", "bo", "cas"):
        say(kept, who, "closed", second.id)
    say(kept, "an", "other", "gone-from-the-list")
    known: dict[str, Initiative] = {first.id: first, second.id: second}
    table = report(feedback.rows(kept), known, feedback.closed_counts(kept)).splitlines()
    assert table[0].split() == ["id", "place", "municipality", *VERDICTS, "last", "day"]
    top, *others = table[1:]
    assert top.startswith(second.id)
    assert second.municipality in top
    assert top.endswith("2026-11-23  check first")
    assert not any("check first" in line for line in others)
    of_first = next(line for line in others if line.startswith(first.id))
    assert of_first.split()[-6:] == ["1", "1", "-", "-", "-", "2026-11-23"]
    [gone] = (line for line in others if line.startswith("gone-from-the-list "))
    assert "(not in the directory)" in gone


def test_when_nobody_said_anything_the_table_says_so(kept: Engine) -> None:
    assert report(feedback.rows(kept), {}, feedback.closed_counts(kept)) == NOTHING


def test_a_long_name_leaves_the_columns_straight(kept: Engine, guide: Guide) -> None:
    longest = max(guide.doors.initiatives, key=lambda i: len(i.name))
    short = min(guide.doors.initiatives, key=lambda i: len(i.name))
    for place in (longest, short):
        say(kept, "an", "other", place.id)
    table = report(feedback.rows(kept), {longest.id: longest, short.id: short}, {}).splitlines()
    at = table[0].index("municipality")
    assert {line[at - 1] for line in table} == {" "}
    assert len({line.index("2026-11-23") for line in table[1:]}) == 1


# -- how often a place was shown --------------------------------------------------------------


def test_places_are_counted_each_time_they_are_shown(kept: Engine) -> None:
    shown.add(kept, [INN, HOUSE])
    shown.add(kept, [INN])
    shown.add(kept, [])
    assert shown.counts(kept) == {INN: 2, HOUSE: 1}
    assert {c["name"] for c in inspect(kept).get_columns("shown_counts")} == {
        "initiative",
        "number",
    }


def test_the_tables_are_made_once(kept: Engine) -> None:
    say(kept, "an")
    tables.metadata.create_all(kept)
    assert said(kept) == {INN: {"closed": 1}}


# -- buttons ----------------------------------------------------------------------------------


def test_no_two_places_share_the_short_name_on_a_button(guide: Guide) -> None:
    ids = [initiative.id for initiative in guide.doors.initiatives]
    assert len({place_key(i) for i in ids}) == len(ids) > 100
