"""What one message does to the answers: pressed, typed, ticked, skipped, corrected."""

from __future__ import annotations

import pytest

from bot.core.questions import ALONE, QUESTIONS, Told
from bot.core.talk import (
    NEVER_ANSWERS,
    NO_IDEA,
    URGENT_NEEDS,
    WISH_OF_INTENT,
    YES_NO,
    Message,
    Taken,
    take,
)

NOBODY = Told()


def pressed(**heard: str) -> Message:
    """A pressed answer button."""
    return Message("answer", {q: (v,) for q, v in heard.items()}, pressed=True)


def typed(intent: str = "answer", **heard: tuple[str, ...]) -> Message:
    """A typed sentence in which these answers were heard."""
    return Message(intent, heard)


# -- pressing ---------------------------------------------------------------------------------


def test_a_pressed_wish_is_ticked_and_more_may_follow() -> None:
    taken = take(pressed(wish="together"), NOBODY, "wish")
    assert taken == Taken(picks=("together",))
    again = take(pressed(wish="drop_in"), NOBODY, "wish", taken.picks or ())
    assert again == Taken(picks=("together", "drop_in"))


def test_a_trembling_finger_that_presses_the_same_wish_twice_loses_nothing() -> None:
    taken = take(pressed(wish="together"), NOBODY, "wish", ("together", "drop_in"))
    assert taken == Taken(picks=("together", "drop_in"), known=True)
    assert not taken.nothing


def test_who_presses_the_tick_takes_it_away() -> None:
    press = Message("answer", {"wish": ("together",), "off": ("1",)}, pressed=True)
    assert take(press, NOBODY, "wish", ("together", "drop_in")) == Taken(
        picks=("drop_in",), removed=("together",)
    )
    alone = take(press, NOBODY, "wish", ("together",))
    assert alone == Taken(picks=(), removed=("together",))
    assert not alone.nothing


def test_rather_not_takes_back_what_was_chosen_last() -> None:
    message = typed("deny", refused=("last",))
    taken = take(message, NOBODY, "wish", ("drop_in", "be_useful"))
    assert taken == Taken(picks=("drop_in",), removed=("be_useful",))


def test_a_plain_no_to_anything_else_closes_the_question() -> None:
    assert take(typed("deny"), NOBODY, "wish", ("drop_in",)) == Taken({"wish": ("drop_in",)})
    assert take(typed("deny"), NOBODY, "hard", ("money",)) == Taken({"hard": ("money",)})


def test_ready_closes_the_question_with_what_was_ticked() -> None:
    done = Message("done", pressed=True)
    assert take(done, NOBODY, "wish", ["together", "drop_in"]) == Taken(
        {"wish": ("together", "drop_in")}
    )


@pytest.mark.parametrize("is_button", [True, False])
def test_a_second_ready_without_a_tick_skips_the_question(is_button: bool) -> None:
    done = Message("done", pressed=is_button)
    assert take(done, NOBODY, "hard", times_asked=2) == Taken({"hard": ()})


@pytest.mark.parametrize("is_button", [True, False])
def test_ready_for_the_question_before_never_skips_one_unseen(is_button: bool) -> None:
    """A typed answer closed the first question; the 'ready' it asked for comes at the second."""
    done = Message("done", pressed=is_button)
    assert take(done, NOBODY, "hard", times_asked=1).nothing
    assert take(done, NOBODY, "hard", ["money"], times_asked=1) == Taken({"hard": ("money",)})


def test_going_on_closes_what_was_ticked_and_skips_nothing_by_itself() -> None:
    go_on = Message("carry_on")
    assert take(go_on, NOBODY, "wish", ["near_home"]) == Taken({"wish": ("near_home",)})
    assert take(go_on, NOBODY, "wish").nothing


def test_ready_at_a_question_with_one_answer_is_no_answer() -> None:
    assert take(Message("done", pressed=True), NOBODY, "size").nothing
    assert take(Message("done"), NOBODY, "size").nothing


@pytest.mark.parametrize(
    ("question", "value"),
    [("wish", "dont_know"), ("wish", "professional"), ("hard", "nothing")],
)
def test_an_answer_that_goes_with_no_other_closes_the_question(question: str, value: str) -> None:
    assert value in ALONE
    taken = take(pressed(**{question: value}), NOBODY, question, ("ticked_before",))
    assert taken == Taken({question: (value,)})


@pytest.mark.parametrize("question", ["size", "own_people"])
def test_a_question_with_one_answer_is_closed_by_a_press(question: str) -> None:
    for value in QUESTIONS[question]:
        taken = take(pressed(**{question: value}), NOBODY, question)
        assert taken == Taken({question: (value,)})


def test_an_old_button_changes_an_earlier_answer() -> None:
    told = Told({"size": ("one",), "wish": ("together",)})
    assert take(pressed(size="many"), told, "hard") == Taken({"size": ("many",)})


def test_an_old_button_adds_to_an_earlier_question_with_several_answers() -> None:
    told = Told({"wish": ("together",), "size": ("one",)})
    assert take(pressed(wish="drop_in"), told, "hard") == Taken({"wish": ("together", "drop_in")})


def test_an_old_button_replaces_an_earlier_i_do_not_know() -> None:
    told = Told({"wish": ("dont_know",)})
    assert take(pressed(wish="drop_in"), told, "hard") == Taken({"wish": ("drop_in",)})


def test_an_old_button_that_was_pressed_before_is_known() -> None:
    told = Told({"wish": ("together",)})
    taken = take(pressed(wish="together"), told, "hard")
    assert taken == Taken(known=True)
    assert not taken.nothing


def test_a_button_without_an_answer_answers_nothing() -> None:
    assert take(Message("more_results", pressed=True), NOBODY, "wish").nothing
    assert take(Message("inform_likes", {"likes": ("cooking",)}, True), NOBODY, "wish").nothing


# -- skipping ---------------------------------------------------------------------------------


@pytest.mark.parametrize("question", list(QUESTIONS))
@pytest.mark.parametrize("is_button", [True, False])
def test_every_question_may_be_skipped(question: str, is_button: bool) -> None:
    skip = Message("skip_question", pressed=is_button)
    assert take(skip, NOBODY, question) == Taken({question: ()})


def test_who_ticked_something_and_skips_keeps_it() -> None:
    skip = Message("skip_question", pressed=True)
    assert take(skip, NOBODY, "wish", ("together",)) == Taken({"wish": ("together",)})


def test_there_is_nothing_to_skip_when_nothing_is_asked() -> None:
    assert take(Message("skip_question", pressed=True), NOBODY, None).nothing
    assert take(Message("skip_question"), NOBODY, "ready").nothing


# -- typing -----------------------------------------------------------------------------------


def test_a_typed_sentence_answers_several_questions_at_once() -> None:
    message = typed("want_buddy", wish=("together",), hard=("money",), size=("one",))
    taken = take(message, NOBODY, "wish")
    assert taken.answers == {"wish": ("together",), "hard": ("money",), "size": ("one",)}
    assert taken.picks is None


@pytest.mark.parametrize(("intent", "wish"), WISH_OF_INTENT.items())
def test_a_wish_in_other_words_is_a_wish(intent: str, wish: str) -> None:
    assert wish in QUESTIONS["wish"]
    assert take(typed(intent), NOBODY, "wish") == Taken({"wish": (wish,)})
    assert take(typed(intent), NOBODY, None) == Taken({"wish": (wish,)})


def test_a_heard_phrase_says_more_precisely_which_wish() -> None:
    taken = take(typed("want_organisation", wish=("be_useful",)), NOBODY, "wish")
    assert taken == Taken({"wish": ("be_useful",)})


@pytest.mark.parametrize(("question", "answer"), NO_IDEA.items())
def test_not_knowing_is_an_answer_to_every_question(question: str, answer: str) -> None:
    if answer is None:
        # 'I don't know' what is hard is not 'nothing is hard'.
        assert take(typed("no_idea"), NOBODY, question) == Taken({question: ()})
        return
    assert answer in QUESTIONS[question]
    assert take(typed("no_idea"), NOBODY, question) == Taken({question: (answer,)})


def test_i_do_not_know_answers_the_open_question_and_no_other() -> None:
    """'Ik weet het niet' is a phrase of two questions, and answers the one that is asked."""
    message = typed("no_idea", wish=("dont_know",), own_people=("dont_know",))
    assert take(message, NOBODY, "hard") == Taken({"hard": ()})
    assert take(message, NOBODY, "wish") == Taken({"wish": ("dont_know",)})
    assert take(message, NOBODY, "own_people") == Taken({"own_people": ("dont_know",)})
    assert take(message, NOBODY, None).nothing


def test_who_is_alone_and_does_not_know_what_to_do_has_answered_no_question() -> None:
    message = typed("express_loneliness", wish=("dont_know",))
    assert take(message, NOBODY, "wish").nothing


def test_no_not_much_money_says_nothing_of_how_many_people() -> None:
    taken = take(typed("deny", hard=("money",)), NOBODY, "size")
    assert taken == Taken({"hard": ("money",)})


@pytest.mark.parametrize(
    ("question", "value"), [("hard", "money"), ("hard", "nothing"), ("wish", "drop_in")]
)
def test_one_word_answers_the_open_question_and_no_other(question: str, value: str) -> None:
    message = typed("skip_question", short=(f"{question}:{value}",))
    assert take(message, NOBODY, question) == Taken({question: (value,)})
    assert take(typed("nlu_fallback", short=(f"{question}:{value}",)), NOBODY, "size").nothing


# -- turning down -----------------------------------------------------------------------------


def test_who_wants_to_be_no_volunteer_is_not_noted_as_one() -> None:
    taken = take(typed("want_organisation", refused=("be_useful",)), NOBODY, "wish")
    assert taken == Taken(removed=("be_useful",))
    assert not taken.nothing


def test_a_wish_that_is_taken_back_goes_and_the_new_one_stays() -> None:
    told = Told({"wish": ("be_useful",)})
    message = typed("want_competence", wish=("learn_contact",), refused=("be_useful",))
    taken = take(message, told, "size")
    assert taken == Taken({"wish": ("learn_contact",)}, removed=("be_useful",))


def test_an_only_wish_that_is_taken_back_leaves_its_question_open() -> None:
    told = Told({"wish": ("be_useful",)})
    taken = take(typed("deny", refused=("be_useful",)), told, "hard")
    assert taken.answers["wish"] == ()
    assert taken.removed == ("be_useful",)


def test_a_wish_that_is_only_guessed_and_turned_down_is_not_noted() -> None:
    message = typed("want_own_network", refused=("meant",))
    assert take(message, NOBODY, "wish").nothing
    told = Told({"wish": ("own_people_together", "drop_in")})
    taken = take(message, told, "size")
    assert taken == Taken({"wish": ("drop_in",)}, removed=("own_people_together",))


def test_a_tick_that_is_turned_down_goes() -> None:
    message = typed("want_buddy", refused=("together",))
    taken = take(message, NOBODY, "wish", ("together", "drop_in"))
    assert taken == Taken(picks=("drop_in",), removed=("together",))


def test_not_knowing_when_nothing_is_asked_is_no_answer() -> None:
    assert take(typed("no_idea"), NOBODY, None).nothing


@pytest.mark.parametrize(("where", "answer"), YES_NO.items())
def test_a_plain_yes_or_no_answers_where_it_can(where: tuple[str, str], answer: str) -> None:
    question, intent = where
    assert answer in QUESTIONS[question]
    assert take(typed(intent), NOBODY, question) == Taken({question: (answer,)})


@pytest.mark.parametrize(("question", "intent"), [("wish", "affirm"), ("wish", "deny")])
def test_a_plain_yes_says_nothing_where_it_cannot(question: str, intent: str) -> None:
    assert take(typed(intent), NOBODY, question).nothing
    assert take(typed(intent), NOBODY, None).nothing


def test_a_yes_with_more_words_follows_the_words() -> None:
    taken = take(typed("deny", own_people=("nobody",)), NOBODY, "own_people")
    assert taken == Taken({"own_people": ("nobody",)})


def test_a_typed_answer_joins_what_was_ticked() -> None:
    taken = take(typed(hard=("money",)), NOBODY, "hard", ["children"])
    assert taken == Taken({"hard": ("children", "money")})


def test_a_typed_not_knowing_gives_way_to_what_was_ticked() -> None:
    assert take(typed("no_idea"), NOBODY, "wish", ["together"]) == Taken({"wish": ("together",)})


def test_a_correction_of_one_answer_replaces_it() -> None:
    told = Told({"size": ("one",)})
    assert take(typed(size=("small",)), told, "own_people") == Taken({"size": ("small",)})


def test_the_last_word_counts_where_only_one_answer_fits() -> None:
    assert take(typed(size=("one", "small")), NOBODY, "size") == Taken({"size": ("small",)})


def test_another_wish_later_is_added() -> None:
    told = Told({"wish": ("together",), "hard": ("money",)})
    taken = take(typed("want_neighbourhood", wish=("near_home",)), told, "size")
    assert taken == Taken({"wish": ("together", "near_home")})


def test_an_answer_told_again_is_known_and_answers_nothing_else() -> None:
    told = Told({"wish": ("together",)})
    taken = take(typed("want_buddy", wish=("together",)), told, "hard")
    assert taken == Taken(known=True)


def test_the_open_question_takes_a_repeated_answer_as_its_answer() -> None:
    told = Told({"wish": ("together",)})
    taken = take(typed("want_buddy", wish=("together",)), told, "wish")
    assert taken == Taken({"wish": ("together",)})


def test_small_talk_answers_nothing() -> None:
    taken = take(typed("out_of_scope"), NOBODY, "wish")
    assert taken == Taken()
    assert taken.nothing


@pytest.mark.parametrize("intent", sorted(NEVER_ANSWERS))
def test_a_message_that_asks_something_else_is_never_an_answer(intent: str) -> None:
    """'Hoeveel kost een buddy?' names a wish, and is not one."""
    taken = take(typed(intent, wish=("together",), hard=("money",)), NOBODY, "wish", ["drop_in"])
    assert taken.nothing


@pytest.mark.parametrize("need", sorted(URGENT_NEEDS))
def test_a_need_that_cannot_wait_is_never_an_answer(need: str) -> None:
    """'Ik heb geen geld voor eten' is heard as money being hard, and asks for help first."""
    message = typed("inform_barrier", hard=("money",), need=(need,))
    assert take(message, NOBODY, "hard").nothing


def test_having_little_money_may_be_an_answer() -> None:
    message = typed("inform_barrier", hard=("money",), need=("money",))
    assert take(message, NOBODY, "hard") == Taken({"hard": ("money",)})


def test_a_need_is_an_answer_only_where_one_asks_what_is_hard() -> None:
    message = typed("structural_need", hard=("money",), wish=("together",))
    assert take(message, NOBODY, "hard").answers["hard"] == ("money",)
    for question in ("wish", "size", "own_people", None):
        assert take(message, NOBODY, question).nothing


@pytest.mark.parametrize("danger", ["crisis_suicide", "crisis_violence", "crisis_medical"])
def test_every_danger_comes_before_any_answer(danger: str) -> None:
    assert danger in NEVER_ANSWERS


def test_a_message_gives_the_values_of_one_kind() -> None:
    message = typed(wish=("together", "drop_in"))
    assert message.values("wish") == ("together", "drop_in")
    assert message.values("hard") == ()
