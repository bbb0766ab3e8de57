"""Understanding components: the answers, places and dangers in a typed sentence."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.bootstrap import ear, gazetteer
from bot.core.talk import URGENT_NEEDS
from bot.core.text import plain

# Words before which a place name stands; without one, a name counts only when it is capitalised.
_BEFORE_PLACE = re.compile(
    r"\b(?:in|te|van|uit|bij|rond|naar|tussen|liever|toch|"
    r"plutot|a|au|aux|de|d|en|pres de|vers|sur)$"
)
# A postal code: four digits that are no sum of money and no part of a longer number.
_CODE = re.compile(r"(?<![\d.,€])[1-9]\d{3}(?![\d.,])(?!\s*(?:€|eur|frank|francs|balles|km|jaar))")
_TOO_COMMON = frozenset({"as", "mol", "peer", "ham", "lot", "geel", "bree", "ans", "mere", "on"})
# 'Rather in Schaerbeek', 'too far, in Anderlecht then': a town that is named says more than these.
_LESS_THAN_A_TOWN = frozenset(
    "nlu_fallback goodbye deny affirm thank answer out_of_scope carry_on closer_by further_away "
    "go_back choose_model".split()
)
_DANGER_INTENT = {
    "suicide": "crisis_suicide",
    "violence": "crisis_violence",
    "medical": "crisis_medical",
}


class _Listener(GraphComponent):
    """What our components share: nothing to train, nothing to store."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> _Listener:
        return cls()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class AnswerWords(_Listener):
    """Adds an entity for every answer heard by the phrases of ``data/words``."""

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            if text.startswith("/"):
                continue
            found = [
                {"entity": h.kind, "value": h.value, "start": h.start, "end": h.end}
                for h in ear().listen(text)
                if h.kind != "likes_place"
            ]
            message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PlaceNames(_Listener):
    """Adds an entity ``place`` for a postal code or a town that is clearly named."""

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            if not text.startswith("/"):
                found = [
                    {"entity": "place", "value": name, "start": 0, "end": len(text)}
                    for name in named_places(text)
                ]
                message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages


def named_places(text: str) -> list[str]:
    """Postal codes and town names that a sentence clearly names, longest names first."""
    words = re.findall(r"[\w'’-]+", text)
    for code in _CODE.findall(text):
        # '2018' in a sentence is a year; alone it is a part of Antwerp.
        year = 1900 < int(code) < 2040 and len(words) > 2
        if gazetteer().by_code(code) and not year:
            return [code]
    for length in (4, 3, 2, 1):
        for start in range(len(words) - length + 1):
            part = " ".join(words[start : start + length])
            name = plain(part)
            if len(name) < 3 or not gazetteer().by_name(part):
                continue
            before = plain(" ".join(words[max(0, start - 2) : start]))
            alone = length == len(words)
            if alone or (
                _BEFORE_PLACE.search(before) and (part[0].isupper() or name not in _TOO_COMMON)
            ):
                return [part]
    return []


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class DangerWords(_Listener):
    """Lets what cannot wait win: a danger that is named, then a need that a network cannot solve.

    Whatever the classifier thought: it must be the last of the pipeline, since anything later
    would overwrite it.
    """

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            heard = [(e["entity"], e["value"]) for e in message.get(ENTITIES, [])]
            dangers = [_DANGER_INTENT[v] for kind, v in heard if kind == "danger"]
            needs = [v for kind, v in heard if kind == "need" and v in URGENT_NEEDS]
            known = (message.get(INTENT) or {}).get("name") or ""
            if dangers:
                # In the order of the table: a life first.
                self._decide(message, min(dangers, key=list(_DANGER_INTENT.values()).index))
            elif needs and not known.startswith("crisis_"):
                self._decide(message, "structural_need")
            elif known in _LESS_THAN_A_TOWN and any(kind == "place" for kind, _ in heard):
                self._decide(message, "inform_place")
        return messages

    @staticmethod
    def _decide(message: Message, intent: str) -> None:
        sure = {"name": intent, "confidence": 1.0}
        message.set(INTENT, sure, add_to_output=True)
        ranking = [r for r in message.get(INTENT_RANKING_KEY, []) if r["name"] != intent]
        message.set(INTENT_RANKING_KEY, [sure, *ranking], add_to_output=True)
