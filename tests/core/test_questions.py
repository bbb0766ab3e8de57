"""Which question comes next: few, in a kind order, and none that changes nothing."""

from __future__ import annotations

import itertools
import random
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.matching import Rule, advise
from bot.core.questions import (
    ALONE,
    ENOUGH,
    LIKES,
    QUESTIONS,
    SEVERAL,
    Told,
    next_question,
    open_questions,
    wish_order,
)

WISHES = [w for w in QUESTIONS["wish"] if w not in ALONE]

quick = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def some_answers(question: str) -> st.SearchStrategy[tuple[str, ...]]:
    """What a person may have answered to a question, nothing (skipped) included."""
    most = len(QUESTIONS[question]) if question in SEVERAL else 1
    return st.lists(st.sampled_from(QUESTIONS[question]), max_size=most, unique=True).map(tuple)


any_answers = st.fixed_dictionaries({}, optional={q: some_answers(q) for q in QUESTIONS})
any_raised = st.frozensets(st.sampled_from(["violence", "minor", "work", "new_poverty"]))
any_told = st.builds(Told, any_answers, any_raised, st.integers(0, 10_000))


def combinations(question: str) -> Iterator[tuple[str, ...]]:
    """Every answer to a question, in every combination that its buttons allow."""
    real = [a for a in QUESTIONS[question] if a not in ALONE]
    yield from ((a,) for a in QUESTIONS[question] if a in ALONE and a != "professional")
    most = len(real) if question in SEVERAL else 1
    for size in range(1, most + 1):
        yield from itertools.combinations(real, size)


def talk(rules: Sequence[Rule], chance: random.Random, raised: frozenset[str]) -> list[str]:
    """The questions of one talk with somebody who gives one to three answers to each."""
    told = Told({}, raised, chance.randrange(10_000))
    asked: list[str] = []
    while (question := next_question(rules, told)) is not None:
        assert question not in asked
        asked.append(question)
        if question in SEVERAL:
            answers = chance.sample(QUESTIONS[question], chance.randint(1, 3))
            alone = [a for a in answers if a in ALONE]
            answers = alone[:1] or answers
        else:
            answers = [chance.choice(QUESTIONS[question])]
        told = told.plus(question, answers)
    return asked


# -- how many ---------------------------------------------------------------------------------


def test_a_person_gets_two_or_three_questions_and_never_more_than_four(
    rules: Sequence[Rule],
) -> None:
    chance = random.Random(4)
    lengths = []
    for _ in range(800):
        asked = talk(rules, chance, frozenset())
        if asked != ["wish"]:
            lengths.append(len(asked))
    assert statistics.median(lengths) <= 3
    assert max(lengths) <= 4
    assert sum(n in (2, 3) for n in lengths) / len(lengths) > 0.95


@quick
@given(chance=st.randoms(use_true_random=False), raised=any_raised)
def test_who_skips_now_and_then_gets_never_more_than_five_questions(
    rules: Sequence[Rule], chance: random.Random, raised: frozenset[str]
) -> None:
    told = Told({}, raised, chance.randrange(10_000))
    asked: list[str] = []
    while (question := next_question(rules, told)) is not None:
        asked.append(question)
        assert len(asked) <= 5
        skipped = chance.random() < 0.4
        told = told.plus(question, () if skipped else [chance.choice(QUESTIONS[question])])
    assert len(set(asked)) == len(asked)


def test_who_skips_everything_is_asked_each_question_once_at_most(rules: Sequence[Rule]) -> None:
    told = Told()
    asked = []
    while (question := next_question(rules, told)) is not None:
        asked.append(question)
        told = told.plus(question, ())
    assert asked[0] == "wish"
    assert len(set(asked)) == len(asked) <= len(QUESTIONS)


@quick
@given(told=any_told)
def test_after_three_answers_the_advice_comes(rules: Sequence[Rule], told: Told) -> None:
    answered = [q for q in QUESTIONS if told.answers.get(q)]
    if len(answered) >= ENOUGH:
        assert next_question(rules, told) is None


@quick
@given(told=any_told)
def test_a_question_is_never_asked_twice(rules: Sequence[Rule], told: Told) -> None:
    assert next_question(rules, told) not in told.answers


# -- which one --------------------------------------------------------------------------------


@quick
@given(told=any_told)
def test_a_talk_starts_with_what_somebody_would_like(rules: Sequence[Rule], told: Told) -> None:
    without_wish = {q: a for q, a in told.answers.items() if q != "wish"}
    answered = [q for q in without_wish if without_wish[q]]
    question = next_question(rules, Told(without_wish, told.raised, told.rotation))
    assert question == ("wish" if len(answered) < ENOUGH else None)


@quick
@given(told=any_told)
def test_who_told_of_violence_is_not_asked_for_own_people(
    rules: Sequence[Rule], told: Told
) -> None:
    hurt = Told(told.answers, told.raised | {"violence"}, told.rotation)
    assert "own_people" not in open_questions(hurt)
    assert next_question(rules, hurt) != "own_people"


@quick
@given(told=any_told, others=st.lists(st.sampled_from(WISHES), max_size=3))
def test_who_rather_has_a_professional_is_asked_nothing_more(
    rules: Sequence[Rule], told: Told, others: list[str]
) -> None:
    assert next_question(rules, told.plus("wish", [*others, "professional"])) is None


def what_it_changes(rules: Sequence[Rule], told: Told, question: str) -> bool:
    """Whether any combination of answers to a question shows another advice or another note."""
    now = advise(rules, told.pairs(), told.raised, told.rotation).fingerprint()
    for answers in combinations(question):
        pairs = told.plus(question, answers).pairs()
        if advise(rules, pairs, told.raised, told.rotation).fingerprint() != now:
            return True
    return False


def states(chance: random.Random, count: int) -> Iterator[Told]:
    """Talks under way: a few questions answered or skipped, now and then a raised subject."""
    for _ in range(count):
        raised = frozenset({"minor"} if chance.random() < 0.2 else ())
        raised |= {"violence"} if chance.random() < 0.2 else set()
        told = Told({}, raised, chance.randrange(7))
        for question in ["wish", *chance.sample(["hard", "size", "own_people"], 2)]:
            if question != "wish" and chance.random() < 0.4:
                continue
            most = 3 if question in SEVERAL else 1
            options = [a for a in QUESTIONS[question] if a != "professional"]
            told = told.plus(question, chance.sample(options, chance.randint(0, most)))
        if sum(1 for q in QUESTIONS if told.answers.get(q)) < ENOUGH:
            yield told


def test_questions_stop_only_when_no_answer_can_change_the_advice(rules: Sequence[Rule]) -> None:
    """By brute force: every combination of answers to every question that is still open."""
    missed = []
    stopped = 0
    for told in states(random.Random(11), 1200):
        if next_question(rules, told) is None:
            stopped += 1
            missed += [
                (dict(told.answers), sorted(told.raised), q)
                for q in open_questions(told)
                if what_it_changes(rules, told, q)
            ]
    assert stopped > 0
    assert missed == []


def test_no_question_is_asked_whose_answers_change_nothing(rules: Sequence[Rule]) -> None:
    for told in states(random.Random(12), 150):
        question = next_question(rules, told)
        if question is not None:
            assert what_it_changes(rules, told, question), (told, question)


# -- their order on the screen ----------------------------------------------------------------


@pytest.mark.parametrize("rotation", [*range(8), 8, 1_000_003, 2**32 - 1])
def test_every_wish_is_on_the_screen_with_the_two_ways_out_last(rotation: int) -> None:
    order = wish_order(rotation)
    assert sorted(order) == sorted(QUESTIONS["wish"])
    assert order[-2:] == ("dont_know", "professional")


def test_every_wish_stands_first_equally_often() -> None:
    first = Counter(wish_order(n)[0] for n in range(8 * 5))
    assert first == dict.fromkeys(WISHES, 5)


# -- what is told -----------------------------------------------------------------------------


def test_what_was_told_is_not_changed_by_telling_more() -> None:
    told = Told({"wish": ("together",)}, frozenset({"work"}), 3)
    more = told.plus("hard", ["money", "children"])
    assert told.answers == {"wish": ("together",)}
    assert more.answers == {"wish": ("together",), "hard": ("money", "children")}
    assert (more.raised, more.rotation) == (told.raised, told.rotation)
    assert more.has("hard", "children")
    assert not more.has("hard", "language")
    assert not more.has("size", "one")
    assert more.pairs() == {("wish", "together"), ("hard", "money"), ("hard", "children")}


def test_a_skipped_question_says_nothing_and_is_not_asked_again() -> None:
    told = Told().plus("size", ())
    assert told.pairs() == frozenset()
    assert "size" not in open_questions(told)


def test_the_answers_of_each_question_are_different_and_known() -> None:
    for answers in (*QUESTIONS.values(), LIKES):
        assert len(set(answers)) == len(answers)
    assert {a for answers in QUESTIONS.values() for a in answers} >= ALONE - {"nothing"}
    assert {"wish", "hard"} <= SEVERAL
