"""Reads the examples of ``data/nlu``: as Rasa would, in a quarter of the time.

Rasa checks each file against a schema and joins them one by one, copying all that came before;
with more than thirty thousand examples that was a third of a training. `make check` has looked at
every line already. What is more than plain examples of an intent (entities in brackets, lists of
words) goes through Rasa's own reader.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

FOLDER = "nlu"
"""What the folder is called that has a folder of examples for each language."""

_KNOWN = {"intent", "examples", "metadata"}
_MORE = ("[", "${")
"""What asks for Rasa's own reader: an entity, a value of the environment."""


class Example(Message):
    """One example. Rasa copies and compares all of them at each of its six joins.

    Nothing changes an example after it was read, so that a copy may be the same.
    """

    def __deepcopy__(self, _memo: dict[int, Any]) -> Example:
        return self

    def __hash__(self) -> int:
        return hash((self.data.get(TEXT), self.data.get(INTENT)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and self.data == other.data


def read_examples(files: Iterable[Path]) -> TrainingData:
    """The examples of these files, in their order, each once.

    Raises:
        YamlException: a file is no examples in Rasa's format.
    """
    plain: list[Example] = []
    others = TrainingData()
    for path in files:
        text = path.read_text(encoding="utf-8")
        found = None if any(mark in text for mark in _MORE) else _plain(text)
        if found is None:
            others = others.merge(RasaYAMLReader().read(path))
        else:
            plain += found
    whole = TrainingData(plain)
    return whole.merge(others) if others.training_examples or not plain else whole


def _plain(text: str) -> list[Example] | None:
    """The examples of a file with nothing else in it; None for Rasa's reader to judge."""
    found: list[Example] = []
    try:
        page = yaml.load(text, Loader=yaml.CSafeLoader)
        if set(page) - {"version", "nlu"}:
            return None
        for block in page["nlu"]:
            lines = block["examples"].splitlines()
            if set(block) - _KNOWN or not all(line.startswith("-") for line in lines):
                return None
            intent, meta = block["intent"], block.get("metadata")
            said = (line[1:].strip(" \n\r") for line in lines)
            found += [Example.build(one, intent, intent_metadata=meta) for one in said]
    except (yaml.YAMLError, KeyError, TypeError, AttributeError):
        return None
    return found


class Examples(RasaFileImporter):
    """What a training reads: examples here, rules and stories by Rasa."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
    ) -> None:
        given = [training_data_paths] if isinstance(training_data_paths, str) else []
        paths = [Path(path) for path in given or training_data_paths or ()]
        files = sorted(file for path in paths for file in _files(path))
        self._examples = [file for file in files if FOLDER in file.parts]
        others = [str(file) for file in files if FOLDER not in file.parts]
        super().__init__(config_file, domain_path, others)

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """All examples; of other files those that Rasa finds in them."""
        found = read_examples(self._examples)
        return found.merge(super().get_nlu_data(language)) if self._nlu_files else found


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else [*path.rglob("*.yml"), *path.rglob("*.yaml")]
