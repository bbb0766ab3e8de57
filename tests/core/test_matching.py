"""What works for whom: properties that hold for every answer, whoever gives it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.content import ContentError, collect, load_rules
from bot.core.matching import FEWEST, HIGHEST, LOWEST, MOST, OUTRIGHT, Rule, advise, judge
from bot.core.questions import ALONE, QUESTIONS
from bot.core.work_models import WORK_MODELS, WorkModel

Pairs = frozenset[tuple[str, str]]

WISHES = [w for w in QUESTIONS["wish"] if w not in ALONE]
BARRIERS = [b for b in QUESTIONS["hard"] if b not in ALONE]
EVERY_ANSWER = [(q, a) for q, answers in QUESTIONS.items() for a in answers]

ASKED_FOR = {
    "together": "buddy",
    "drop_in": "organisation",
    "same_experience": "peers",
    "near_home": "neighbourhood",
    "be_useful": "organisation",
    "learn_contact": "competence",
    "own_people_together": "own_network",
    "help_at_home": "context",
}
"""Which way each wish asks for outright: the words on its button say so."""

any_pairs = st.frozensets(st.sampled_from(EVERY_ANSWER), max_size=14)
any_rotation = st.integers(min_value=0, max_value=2**32)
any_subjects = st.frozensets(
    st.sampled_from(["violence", "minor", "work", "new_poverty", "migration", "health"])
)
any_model = st.sampled_from(WORK_MODELS)

# The content is read once for the whole run and never changed, so examples may share it.
quick = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def wishes_of(rules: Sequence[Rule], pairs: Pairs) -> set[str]:
    """The ways that these answers ask for outright."""
    return {
        r.work_model
        for r in rules
        if r.question == "wish" and r.weight >= OUTRIGHT and (r.question, r.answer) in pairs
    }


def pick(chance: random.Random, most_wishes: int | None = None) -> Pairs:
    """One uniform draw of answers: each wish and each barrier in or out, one size or none ..."""
    if most_wishes is None:
        bits = chance.getrandbits(len(WISHES) + len(BARRIERS))
        wishes = [w for n, w in enumerate(WISHES) if bits >> n & 1]
        barriers = [b for n, b in enumerate(BARRIERS, len(WISHES)) if bits >> n & 1]
    else:
        wishes = chance.sample(WISHES, chance.randint(1, most_wishes))
        barriers = chance.sample(BARRIERS, chance.randint(0, most_wishes))
    pairs = {("wish", w) for w in wishes} | {("hard", b) for b in barriers}
    for question in ("size", "own_people"):
        answer = chance.choice([None, *QUESTIONS[question]])
        if answer is not None:
            pairs.add((question, answer))
    return frozenset(pairs)


# -- an answer does what it says --------------------------------------------------------------


@quick
@given(pairs=any_pairs, answer=st.sampled_from(EVERY_ANSWER), model=any_model)
def test_an_answer_that_speaks_for_a_way_never_lowers_it(
    rules: Sequence[Rule], pairs: Pairs, answer: tuple[str, str], model: str
) -> None:
    about = [r for r in rules if (r.question, r.answer) == answer and r.work_model == model]
    before = judge(rules, pairs, model).points
    after = judge(rules, pairs | {answer}, model).points
    if all(r.weight >= 0 for r in about):
        assert after >= before
    if all(r.weight <= 0 for r in about):
        assert after <= before


@quick
@given(
    given=st.lists(st.sampled_from(EVERY_ANSWER), max_size=10, unique=True),
    rotation=any_rotation,
    chance=st.randoms(use_true_random=False),
)
def test_no_order_of_answers_changes_the_advice(
    rules: Sequence[Rule],
    given: list[tuple[str, str]],
    rotation: int,
    chance: random.Random,
) -> None:
    shuffled = list(given)
    chance.shuffle(shuffled)
    other_rules = list(rules)
    chance.shuffle(other_rules)
    first = advise(rules, frozenset(given), (), rotation)
    assert advise(rules, frozenset(shuffled), (), rotation) == first
    # Nor does the order of the lines in matching.yml.
    assert advise(other_rules, frozenset(given), (), rotation) == first


@quick
@given(pairs=any_pairs, model=any_model)
def test_other_answers_move_a_way_no_further_than_minus_two_to_three(
    rules: Sequence[Rule], pairs: Pairs, model: str
) -> None:
    only_wishes = frozenset(p for p in pairs if p[0] == "wish")
    moved = judge(rules, pairs, model).points - judge(rules, only_wishes, model).points
    assert LOWEST == -2
    assert HIGHEST == 3
    assert LOWEST <= moved <= HIGHEST


def test_everything_that_is_hard_at_once_still_moves_a_way_only_so_far(
    rules: Sequence[Rule],
) -> None:
    everything = frozenset(EVERY_ANSWER) - {("wish", w) for w in QUESTIONS["wish"]}
    for model in WORK_MODELS:
        assert LOWEST <= judge(rules, everything, model).points <= HIGHEST


def test_two_wishes_for_one_way_do_not_push_other_wishes_aside(rules: Sequence[Rule]) -> None:
    one = judge(rules, frozenset({("wish", "drop_in")}), "organisation")
    both = judge(rules, frozenset({("wish", "drop_in"), ("wish", "be_useful")}), "organisation")
    assert both.points == one.points == OUTRIGHT
    assert len(both.reasons) == 2


# -- nobody is favoured -----------------------------------------------------------------------


def test_who_told_nothing_gets_all_seven_as_equals(rules: Sequence[Rule]) -> None:
    advice = advise(rules, frozenset())
    assert {v.points for v in advice.verdicts} == {0}
    assert {v.work_model for v in advice.verdicts} == set(WORK_MODELS)
    assert not any(v.reasons or v.notes or v.asked for v in advice.verdicts)


def test_who_told_nothing_sees_each_way_first_equally_often(rules: Sequence[Rule]) -> None:
    turns = [advise(rules, frozenset(), (), n).work_models for n in range(7 * 4)]
    assert Counter(shown[0] for shown in turns) == dict.fromkeys(WORK_MODELS, 4)
    assert Counter(m for shown in turns for m in shown) == dict.fromkeys(WORK_MODELS, 4 * MOST)


@pytest.mark.parametrize(
    "answer",
    [
        ("wish", "dont_know"),
        ("wish", "professional"),
        ("hard", "nothing"),
        ("size", "no_matter"),
        ("own_people", "dont_know"),
    ],
)
def test_who_does_not_know_is_not_pushed_anywhere(
    rules: Sequence[Rule], answer: tuple[str, str]
) -> None:
    advice = advise(rules, frozenset({answer}))
    assert advice == advise(rules, frozenset())


def test_each_of_the_seven_comes_first_for_somebody(rules: Sequence[Rule]) -> None:
    first = {advise(rules, frozenset({("wish", w)})).work_models[0] for w in WISHES}
    assert first == set(WORK_MODELS)


def test_each_of_the_seven_comes_first_for_somebody_without_any_wish(
    rules: Sequence[Rule],
) -> None:
    """Also who only says what is hard may be shown any of the seven first."""
    chance = random.Random(7)
    first: Counter[str] = Counter()
    for n in range(3000):
        pairs = frozenset(p for p in pick(chance) if p[0] != "wish")
        first[advise(rules, pairs, (), n).work_models[0]] += 1
    assert set(first) == set(WORK_MODELS)


def test_no_way_is_hidden_and_none_is_pushed(rules: Sequence[Rule]) -> None:
    """Over all combinations of answers every way is in 10 to 60 % of the advices."""
    chance = random.Random(2018)
    draws = 100_000
    about: dict[tuple[str, str], list[Rule]] = {}
    for rule in rules:
        about.setdefault((rule.question, rule.answer), []).append(rule)
    shown: Counter[str] = Counter()
    for n in range(draws):
        pairs = pick(chance)
        # Rules about other answers say nothing: leaving them out only saves time.
        fired = [rule for pair in sorted(pairs) for rule in about.get(pair, ())]
        shown.update(advise(fired, pairs, (), n).work_models)
    share = {m: shown[m] / draws for m in WORK_MODELS}
    assert min(share.values()) >= 0.10, share
    assert max(share.values()) <= 0.60, share


def test_no_way_is_hidden_or_pushed_for_who_gives_one_to_three_answers(
    rules: Sequence[Rule],
) -> None:
    """The same for talks as they mostly go: one to three wishes, up to three things hard."""
    chance = random.Random(2019)
    draws = 10_000
    shown: Counter[str] = Counter()
    for n in range(draws):
        shown.update(advise(rules, pick(chance, most_wishes=3), (), n).work_models)
    share = {m: shown[m] / draws for m in WORK_MODELS}
    assert min(share.values()) >= 0.10, share
    assert max(share.values()) <= 0.60, share


# -- what is shown ----------------------------------------------------------------------------


@quick
@given(pairs=any_pairs, rotation=any_rotation)
def test_a_person_always_sees_two_or_three_ways(
    rules: Sequence[Rule], pairs: Pairs, rotation: int
) -> None:
    shown = advise(rules, pairs, (), rotation).work_models
    assert FEWEST <= len(shown) <= MOST
    assert len(set(shown)) == len(shown)


@quick
@given(pairs=any_pairs, raised=any_subjects, rotation=any_rotation)
def test_a_person_in_any_situation_sees_two_or_three_ways(
    rules: Sequence[Rule], pairs: Pairs, raised: frozenset[str], rotation: int
) -> None:
    assert FEWEST <= len(advise(rules, pairs, raised, rotation).shown) <= MOST


@quick
@given(pairs=any_pairs, raised=any_subjects, rotation=any_rotation)
def test_every_reason_and_note_belongs_to_an_answer_given(
    rules: Sequence[Rule], pairs: Pairs, raised: frozenset[str], rotation: int
) -> None:
    for verdict in advise(rules, pairs, raised, rotation).verdicts:
        for rule in (*verdict.reasons, *verdict.notes):
            assert (rule.question, rule.answer) in pairs
            assert rule.work_model == verdict.work_model
        assert all(r.weight > 0 for r in verdict.reasons)
        assert all(r.weight <= 0 for r in verdict.notes)


@quick
@given(pairs=any_pairs, rotation=any_rotation)
def test_who_asks_for_a_way_outright_is_shown_it(
    rules: Sequence[Rule], pairs: Pairs, rotation: int
) -> None:
    asked = wishes_of(rules, pairs)
    shown = advise(rules, pairs, (), rotation).work_models
    assert len(asked & set(shown)) == min(MOST, len(asked))
    # What was asked for comes before what was not.
    assert set(shown[: len(asked)]) <= asked


def test_who_asks_for_a_buddy_is_shown_one_whatever_is_hard(rules: Sequence[Rule]) -> None:
    for hard in BARRIERS:
        for size in QUESTIONS["size"]:
            pairs = frozenset({("wish", "together"), ("hard", hard), ("size", size)})
            assert advise(rules, pairs).work_models[0] == "buddy"


@pytest.mark.parametrize(("wish", "model"), ASKED_FOR.items())
def test_a_wish_shows_the_way_it_asks_for_first(
    rules: Sequence[Rule], wish: str, model: str
) -> None:
    for rotation in range(len(WORK_MODELS)):
        shown = advise(rules, frozenset({("wish", wish)}), (), rotation).shown
        assert shown[0].work_model == model
        assert shown[0].asked
        assert shown[0].reasons


def test_every_wish_asks_for_exactly_one_way(rules: Sequence[Rule]) -> None:
    assert set(ASKED_FOR) == set(WISHES)
    for wish, model in ASKED_FOR.items():
        assert wishes_of(rules, frozenset({("wish", wish)})) == {model}


def test_only_a_wish_can_ask_for_a_way_outright(rules: Sequence[Rule]) -> None:
    assert all(r.question == "wish" for r in rules if r.weight >= OUTRIGHT)


@quick
@given(
    pairs=any_pairs,
    raised=any_subjects,
    rotation=any_rotation,
    without=st.frozensets(any_model),
)
def test_a_way_that_did_not_fit_is_not_shown_again(
    rules: Sequence[Rule],
    pairs: Pairs,
    raised: frozenset[str],
    rotation: int,
    without: frozenset[str],
) -> None:
    shown = advise(rules, pairs, raised, rotation, without).work_models
    assert not set(shown) & without


@quick
@given(pairs=any_pairs, rotation=any_rotation)
def test_who_says_none_fits_has_seen_all_seven_after_a_few_times(
    rules: Sequence[Rule], pairs: Pairs, rotation: int
) -> None:
    seen: list[str] = []
    for _ in range(4):
        seen += advise(rules, pairs, (), rotation, seen).work_models
    assert sorted(seen) == sorted(WORK_MODELS)


def test_a_third_way_needs_more_than_one_word_for_it(rules: Sequence[Rule]) -> None:
    """Three cards are a lot to read: who asks for one thing sees two ways."""
    for wish in WISHES:
        for rotation in range(len(WORK_MODELS)):
            shown = advise(rules, frozenset({("wish", wish)}), (), rotation).shown
            assert len(shown) == FEWEST


# -- after violence, and for the young --------------------------------------------------------


@quick
@given(pairs=any_pairs, raised=any_subjects, rotation=any_rotation)
def test_after_violence_no_family_or_home_visit_is_offered_unless_asked_for(
    rules: Sequence[Rule], pairs: Pairs, raised: frozenset[str], rotation: int
) -> None:
    shown = set(advise(rules, pairs, raised | {"violence"}, rotation).work_models)
    assert shown & {"own_network", "context"} <= wishes_of(rules, pairs)


def test_who_told_of_violence_and_asks_for_help_at_home_is_shown_it(
    rules: Sequence[Rule],
) -> None:
    shown = advise(rules, frozenset({("wish", "help_at_home")}), {"violence"}).work_models
    assert shown[0] == "context"
    assert "own_network" not in shown


def test_own_people_who_may_join_are_no_reason_after_violence(rules: Sequence[Rule]) -> None:
    pairs = frozenset({("own_people", "yes"), ("hard", "evenings_weekends")})
    assert "own_network" in advise(rules, pairs).work_models
    assert not {"own_network", "context"} & set(advise(rules, pairs, {"violence"}).work_models)


@quick
@given(pairs=any_pairs, raised=any_subjects, rotation=any_rotation)
def test_a_child_is_never_sent_to_strangers_or_given_a_family_talk(
    rules: Sequence[Rule], pairs: Pairs, raised: frozenset[str], rotation: int
) -> None:
    shown = set(advise(rules, pairs, raised | {"minor"}, rotation).work_models)
    assert shown == {"competence", "neighbourhood"}


# -- the lines of matching.yml ----------------------------------------------------------------


def flipped(path: Path, only: int | None = None) -> str:
    """The text of matching.yml with the sign of weights turned.

    Args:
        only: keep only the rule that begins on this line (counted from 1), or None for all.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    starts = [n for n, line in enumerate(lines) if line.startswith("  - ")]
    blocks = {a: lines[a:b] for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)}
    turned = []
    for start, block in blocks.items():
        new = []
        for line in block:
            key, _, value = line.partition("weight:")
            weight = value.split("#")[0].strip()
            is_weight = not key.strip(" -") and weight.lstrip("-").isdigit()
            new.append(f"{key}weight: {-int(weight)}" if is_weight else line)
        if only is None or only == start + 1:
            turned += new
    head = lines[: starts[0]]
    return "\n".join([*head, *turned]) + "\n"


def test_no_line_of_the_matching_survives_a_flipped_sign(
    rules: Sequence[Rule], models: dict[str, WorkModel], data: Path, tmp_path: Path
) -> None:
    """A reason only stands with a weight above 0, a note only with 0 or less: for every line."""
    matters = [r for r in rules if r.weight != 0]
    assert len(matters) >= 40
    copy = tmp_path / "matching.yml"
    survived = []
    for rule in matters:
        copy.write_text(flipped(data / "matching.yml", only=rule.line), encoding="utf-8")
        turned = yaml.safe_load(copy.read_text(encoding="utf-8"))["matching"]
        assert [t["weight"] for t in turned] == [-rule.weight], rule.key
        if len(collect([lambda: load_rules(copy, models)])) != 1:
            survived.append(rule.key)
    assert survived == []


def test_all_flipped_signs_are_named_at_once_with_their_lines(
    rules: Sequence[Rule], models: dict[str, WorkModel], data: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "matching.yml"
    copy.write_text(flipped(data / "matching.yml"), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_rules(copy, models)
    expected = [f"matching.yml, line {r.line}, " for r in rules if r.weight != 0]
    assert len(caught.value.problems) == len(expected)
    for problem, start in zip(caught.value.problems, expected, strict=True):
        assert problem.startswith(start)


def test_turning_a_sign_by_hand_turns_the_advice(rules: Sequence[Rule]) -> None:
    """Even past the loader every weight counts: with its sign turned, the points are others."""
    for rule in rules:
        if rule.weight == 0:
            continue
        alone = frozenset({(rule.question, rule.answer)})
        right = judge([rule], alone, rule.work_model)
        wrong = judge([replace(rule, weight=-rule.weight)], alone, rule.work_model)
        assert (right.points > 0) is (rule in right.reasons)
        assert (wrong.points > 0) is not (right.points > 0)


def test_what_information_can_solve_is_only_a_note(rules: Sequence[Rule]) -> None:
    """Benefit, transport, childcare and refund never push a way away (requirement 19)."""
    solvable = {"fear_benefit", "getting_there", "children"}
    for rule in rules:
        if rule.question == "hard" and rule.answer in solvable:
            assert rule.weight >= 0, rule.key


def test_a_barrier_weighs_no_more_than_minus_one(rules: Sequence[Rule]) -> None:
    assert all(r.weight >= -1 for r in rules if r.question == "hard")


def test_fear_for_a_benefit_is_noted_where_the_study_names_it(rules: Sequence[Rule]) -> None:
    noted: dict[str, Any] = {
        r.work_model: r.seed for r in rules if r.answer == "fear_benefit" and not r.is_reason
    }
    assert noted["organisation"] == "003-8-w4"
    assert noted["own_network"] == "003-5-w4"


def test_every_line_says_whether_the_study_or_we_say_so(rules: Sequence[Rule]) -> None:
    assert {r.basis for r in rules} == {"seed", "practice"}
    assert all(r.seed for r in rules if r.basis == "seed")
