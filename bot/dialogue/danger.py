"""The last component of understanding: danger, by rules and by a classifier; its word is final."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.bootstrap import alarm
from bot.core.danger import (
    DANGER_OF,
    INTENT_OF,
    NO_BED,
    UNSURE,
    worst,
)
from bot.core.questions import QUESTIONS
from bot.dialogue.danger_model import NONE, DangerModel, Verdict
from bot.dialogue.text_model import VECTORS, parts

LEAST_GUESS = 0.2
"""What the next guess needs, when the first was a danger that this component does not hear."""

CLEAR = 0.5
"""A message whose intent is this sure speaks of something else: no doubt about danger is told."""

SHORT_ANSWER = 8
"""So many words, with an answer among them, are that answer and no story."""

MISSED = "nlu_fallback"
CRISIS = "crisis_"
_FILE = "danger.pickle"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Danger(GraphComponent):
    """Hears danger in Dutch, French and English, whatever language the talk is in.

    It learns from the examples whose metadata name a ``kind`` (`bot.core.danger.DANGER_OF`); all
    others are examples of no danger. It must be the last of the pipeline: an earlier word would be
    overwritten.
    """

    def __init__(
        self, storage: ModelStorage, resource: Resource, model: DangerModel | None = None
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
    ) -> Danger:
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Danger:
        """The component with what it learnt."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, DangerModel.load(folder / _FILE))

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the kinds of danger from the examples."""
        found = [
            (str(m.get(TEXT)), kind_of(m)) for m in training_data.intent_examples if m.get(TEXT)
        ]
        self._model = DangerModel().fit([text for text, _ in found], [kind for _, kind in found])
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder / _FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Decides again which intent a message has, when danger is heard in it."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text.startswith("/") or not text:
                continue
            kinds, unsure = self.heard(text, message.get(VECTORS))
            worst_of_all = worst(kinds)
            if worst_of_all is None:
                _no_crisis(message)
                if unsure and not _clear(message):
                    _add(message, {"entity": UNSURE, "value": "1", "start": 0, "end": len(text)})
                continue
            found = [{"entity": "danger", "value": k, "start": 0, "end": len(text)} for k in kinds]
            if DANGER_OF[worst_of_all] == NO_BED:
                found.append({"entity": "need", "value": "no_bed", "start": 0, "end": len(text)})
            _add(message, *found)
            decide(message, INTENT_OF[DANGER_OF[worst_of_all]])
        return messages

    def heard(self, text: str, seen: np.ndarray | None = None) -> Verdict:
        """The kinds of danger in a text, by rules or by what was learnt.

        Args:
            seen: the vectors of its parts, when these are known already.
        """
        kinds = dict.fromkeys(alarm().hear(text))
        learnt = self._model.judge(parts(text), seen) if self._model else Verdict([], False)
        kinds.update(dict.fromkeys(learnt.kinds))
        return Verdict(list(kinds), unsure=learnt.unsure and not kinds)


def _clear(message: Message) -> bool:
    """Whether it is clear what a message means, danger apart: an answer, or a sure intent."""
    short = len(str(message.get(TEXT)).split()) <= SHORT_ANSWER
    if short and any(e["entity"] in QUESTIONS for e in message.get(ENTITIES, [])):
        return True
    intent = message.get(INTENT) or {}
    return intent.get("name") != MISSED and float(intent.get("confidence") or 0.0) >= CLEAR


def _add(message: Message, *found: dict[str, Any]) -> None:
    """Adds what was heard to what is known of a message."""
    message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)


def _no_crisis(message: Message) -> None:
    """Takes the next guess where the intents guess a danger that is none: this word is final."""
    if not str((message.get(INTENT) or {}).get("name")).startswith(CRISIS):
        return
    others = [r for r in message.get(INTENT_RANKING_KEY, []) if not r["name"].startswith(CRISIS)]
    best = others[0] if others and others[0]["confidence"] >= LEAST_GUESS else None
    chosen = best or {"name": MISSED, "confidence": 1.0}
    message.set(INTENT, chosen, add_to_output=True)
    message.set(INTENT_RANKING_KEY, others or [chosen], add_to_output=True)


def kind_of(message: Message) -> str:
    """Which kind of danger an example speaks of, as its file says; `NONE` for all others."""
    data = message.get(METADATA) or {}
    for level in ("example", "intent"):
        found = data.get(level)
        if isinstance(found, dict) and found.get("kind") in DANGER_OF:
            return str(found["kind"])
    return NONE


def decide(message: Message, intent: str) -> None:
    """Gives a message an intent, whatever was thought before."""
    sure = {"name": intent, "confidence": 1.0}
    message.set(INTENT, sure, add_to_output=True)
    ranking = [r for r in message.get(INTENT_RANKING_KEY, []) if r["name"] != intent]
    message.set(INTENT_RANKING_KEY, [sure, *ranking], add_to_output=True)
