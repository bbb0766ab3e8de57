"""Cross-validation: of what, in which parts, and how much chance there is in the figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from unittest import mock

import pytest
from rasa.shared.nlu.training_data.loading import load_data

from bot.dialogue import intents
from bot.report_folds import FOLDS, Example, learnt, scores, table

PAGE = """\
version: "3.1"
nlu:
- intent: {intent}
  metadata: {{{metadata}}}
  examples: |
    - {text}
    - {text} hoor
"""


@pytest.fixture
def nlu(tmp_path: Path) -> Path:
    """Examples: two of a greeting, and of what is only for hearing danger."""
    pages = {
        "nl/greet.yml": PAGE.format(intent="greet", metadata="", text="hallo"),
        "nl/crisis_minor.yml": PAGE.format(
            intent="crisis_minor", metadata="kind: minor_alone", text="ik ben weggelopen"
        ),
        "nl/out_of_scope.yml": PAGE.format(
            intent="out_of_scope", metadata="apart: true", text="een rouwkaart"
        ),
        "fr/greet.yml": PAGE.format(intent="greet", metadata="", text="bonjour"),
    }
    for name, text in pages.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def examples(number: int = 10) -> list[Example]:
    """As many of two intents in two languages; each text is its own."""
    return [
        Example(language, intent, f"{language} {intent} {place}")
        for language in ("nl", "fr")
        for intent in ("greet", "stop")
        for place in range(number)
    ]


def test_what_is_only_for_hearing_danger_is_left_out(nlu: Path) -> None:
    assert learnt(nlu) == [
        Example("fr", "greet", "bonjour"),
        Example("fr", "greet", "bonjour hoor"),
        Example("nl", "greet", "hallo"),
        Example("nl", "greet", "hallo hoor"),
    ]


def test_what_is_measured_is_what_the_assistant_learns_from(
    nlu: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Learnt(Exception):
        """What would be learnt."""

    def fit(_: object, texts: Sequence[str], labels: Sequence[str]) -> None:
        raise Learnt(sorted(zip(labels, texts, strict=True)))

    monkeypatch.setattr(intents.TextModel, "fit", fit)
    with pytest.raises(Learnt) as found:
        intents.Intents(mock.Mock(), mock.Mock()).train(load_data(str(nlu)))
    assert found.value.args[0] == sorted((e.intent, e.text) for e in learnt(nlu))


def test_every_example_is_asked_once_and_never_by_who_learnt_it() -> None:
    asked: Counter[str] = Counter()

    def hear(known: Sequence[Example], texts: Sequence[str]) -> list[str]:
        assert not {example.text for example in known} & set(texts)
        # As much of each intent in each language.
        assert set(Counter((e.language, e.intent) for e in known).values()) == {8}
        asked.update(texts)
        return ["greet" for _ in texts]

    scores(examples(), hear)
    assert asked == Counter({example.text: 1 for example in examples()})


def test_each_language_has_its_own_figure(capsys: pytest.CaptureFixture[str]) -> None:
    def only_dutch(_: Sequence[Example], texts: Sequence[str]) -> list[str]:
        return [text.split()[1] if text.startswith("nl") else "greet" for text in texts]

    lines = table(examples(), only_dutch)
    assert "| nl | 20 | 1.000 | 0.000 | 1.000-1.000 |" in lines
    # Of the greetings all are right, and of the stops none: F1 2/3 and 0.
    assert "| fr | 20 | 0.333 | 0.000 | 0.333-0.333 |" in lines
    assert len(capsys.readouterr().err.splitlines()) == FOLDS
