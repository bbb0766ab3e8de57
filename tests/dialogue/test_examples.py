"""Examples are read quickly, and as Rasa reads them."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.bootstrap import ROOT
from bot.dialogue.examples import Example, read_examples

HEAD = 'version: "3.1"\nnlu:\n'
PLAIN = HEAD + "- intent: greet\n  examples: |\n    - hallo\n    - dag  \n    - hallo\n"
KIND = HEAD + "- intent: deny\n  metadata:\n    kind: medical\n  examples: |\n    - nee: 'nooit'\n"
ENTITY = HEAD + "- intent: inform_place\n  examples: |\n    - ik woon in [Gent](place)\n"
LOOKUP = HEAD + "- lookup: fruit\n  examples: |\n    - peer\n"
LIST = HEAD + "- intent: thank\n  examples:\n  - text: |\n      merci\n"


def facts(data: TrainingData) -> list[dict[str, object]]:
    return sorted((m.data for m in data.training_examples), key=str)


@pytest.mark.parametrize("page", [PLAIN, KIND, ENTITY, LOOKUP, LIST])
def test_a_file_gives_what_rasa_reads_in_it(tmp_path: Path, page: str) -> None:
    path = tmp_path / "page.yml"
    path.write_text(page, encoding="utf-8")
    ours, rasas = read_examples([path]), load_data(str(path))
    assert facts(ours) == facts(rasas)
    assert ours.lookup_tables == rasas.lookup_tables


def test_plain_files_and_others_are_joined(tmp_path: Path) -> None:
    for name, page in (("a", PLAIN), ("b", ENTITY), ("c", LOOKUP)):
        (tmp_path / f"{name}.yml").write_text(page, encoding="utf-8")
    ours = read_examples(sorted(tmp_path.glob("*.yml")))
    assert facts(ours) == facts(load_data(str(tmp_path)))


def test_an_example_is_equal_to_what_rasa_makes_of_it(tmp_path: Path) -> None:
    path = tmp_path / "page.yml"
    path.write_text(PLAIN, encoding="utf-8")
    one = read_examples([path]).training_examples[0]
    assert one == Message.build("hallo", "greet")
    assert one != Message.build("dag", "greet")
    assert copy.deepcopy(one) == one


def test_a_training_reads_every_example_that_there_is_and_the_rules() -> None:
    paths = [str(ROOT / "data" / name) for name in ("nlu/nl", "rules", "stories")]
    importer = TrainingDataImporter.load_from_config(
        str(ROOT / "config.yml"), str(ROOT / "domain.yml"), paths
    )
    examples = importer.get_nlu_data().training_examples
    # Rasa would read the same, slowly.
    assert any(isinstance(message, Example) for message in examples)
    read = {message.get("text") for message in examples}
    written = {
        line[6:].strip()
        for path in (ROOT / "data" / "nlu" / "nl").glob("*.yml")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("    - ")
    }
    assert written <= read
    assert importer.get_stories().story_steps
