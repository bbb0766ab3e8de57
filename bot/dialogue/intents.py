"""The intent of a message, by what was learnt from the examples of ``data/nlu``."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.dialogue.text_model import VECTORS, TextModel, parts
from bot.dialogue.vectors import vectors

SHOWN = 10
"""How many guesses a message carries along."""

CRISIS = "crisis_"
_FILE = "intents.pickle"


def learnt_from(training_data: TrainingData) -> list[Message]:
    """The examples of intents; those that are only for hearing danger are left out."""
    return [m for m in training_data.intent_examples if m.get(TEXT) and not _apart(m)]


def _apart(example: Message) -> bool:
    """Whether an example is only for hearing danger: a crisis, or a language not spoken yet."""
    if str(example.get(INTENT)).startswith(CRISIS):
        return True
    return bool(((example.get(METADATA) or {}).get("intent") or {}).get("apart"))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Intents(GraphComponent):
    """Gives each typed message its most likely intent, and the next likely ones."""

    def __init__(
        self, storage: ModelStorage, resource: Resource, model: TextModel | None = None
    ) -> None:
        self._storage = storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Intents:
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Intents:
        """The component with what it learnt."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, TextModel.load(folder / _FILE))

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from all examples but those of danger: these are for the last component alone."""
        examples = learnt_from(training_data)
        texts = [str(m.get(TEXT)) for m in examples]
        self._model = TextModel().fit(texts, [str(m.get(INTENT)) for m in examples])
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder / _FILE)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leaves the examples as they are: nothing after this learns from guesses."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the intent and the ranking to each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            if self._model is None or not text.strip():
                message.set(INTENT, {"name": None, "confidence": 0.0}, add_to_output=True)
                continue
            pieces = parts(text)
            seen = vectors(pieces)
            # For the component of danger: a text is put into numbers once.
            message.set(VECTORS, seen)
            chances = self._model.weighed(pieces, seen)
            best = chances.argsort()[::-1][:SHOWN]
            labels = self._model.labels
            ranking = [{"name": labels[i], "confidence": float(chances[i])} for i in best]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages
