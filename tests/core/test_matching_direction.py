"""Which answers speak for a way and which against it: read and agreed by people, so kept here too.

A weight that turns round in ``data/matching.yml`` must not go unnoticed, whatever its label says.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.core.matching import Rule, judge
from bot.core.work_models import WORK_MODELS

SPEAKS_FOR = """
hard bad_help: organisation own_network peers
hard children: context neighbourhood
hard evenings_weekends: buddy own_network
hard getting_there: context neighbourhood
hard language: buddy organisation
hard little_time: neighbourhood
hard shame_nerves: buddy competence
own_people no: competence peers
own_people nobody: buddy
own_people yes: context own_network
size many: neighbourhood
size one: buddy context
size small: competence own_network peers
wish be_useful: neighbourhood organisation peers
wish drop_in: neighbourhood organisation
wish help_at_home: context own_network
wish learn_contact: competence
wish near_home: neighbourhood
wish own_people_together: context own_network
wish same_experience: competence peers
wish together: buddy own_network peers
"""

SPEAKS_AGAINST = """
hard bad_help: buddy context
hard evenings_weekends: organisation
hard little_time: context own_network
hard money: competence
hard shame_nerves: context neighbourhood own_network
own_people no: context own_network
own_people nobody: own_network
size many: buddy
size one: peers
"""


def agreed(table: str) -> set[tuple[str, str, str]]:
    return {
        (*said.split(), model)
        for said, _, models in (line.partition(":") for line in table.strip().splitlines())
        for model in models.split()
    }


def points(rules: Sequence[Rule], question: str, answer: str, model: str) -> int:
    return judge(rules, frozenset({(question, answer)}), model).points


@pytest.mark.parametrize(("question", "answer", "model"), sorted(agreed(SPEAKS_FOR)))
def test_what_speaks_for_a_way_raises_it(rules, question, answer, model) -> None:
    assert points(rules, question, answer, model) > 0


@pytest.mark.parametrize(("question", "answer", "model"), sorted(agreed(SPEAKS_AGAINST)))
def test_what_speaks_against_a_way_lowers_it(rules, question, answer, model) -> None:
    assert points(rules, question, answer, model) < 0


def test_nothing_else_moves_a_way(rules) -> None:
    """A new line in the file is agreed on here as well."""
    moved = {(r.question, r.answer, r.work_model) for r in rules if r.weight}
    assert moved == agreed(SPEAKS_FOR) | agreed(SPEAKS_AGAINST)
    assert {model for *_, model in moved} == set(WORK_MODELS)
