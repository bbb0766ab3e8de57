"""Understanding components: the answers and places in a typed sentence, and what is certain."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.bootstrap import detector, ear, place_finder
from bot.core.corrections import correction
from bot.core.hearing import NEGATIONS, SHORT, refuses
from bot.core.languages import PLAINER, SIMPLER
from bot.core.questions import QUESTIONS
from bot.core.talk import MEANT, URGENT_NEEDS, WISH_OF_INTENT
from bot.core.text import plain
from bot.dialogue.danger import decide

# 'Rather in Schaerbeek', 'too far, in Anderlecht then': a town that is named says more than these.
_LESS_THAN_A_TOWN = frozenset(
    "nlu_fallback goodbye deny affirm thank answer out_of_scope carry_on closer_by further_away "
    "go_back choose_model".split()
)
_CERTAIN_FROM = {
    **dict.fromkeys(("quick_away", "forget_me"), 0.42),
    "migration_background": 0.45,
    "new_poverty": 0.4,
    **dict.fromkeys(("stop", "goodbye", "start_over"), 0.36),
    **dict.fromkeys(("done", "skip_question", "ask_human"), 0.32),
    "inform_likes": 0.45,
    "out_of_scope": 0.28,
}
"""Below this a guess sets off no strong action (docs/decisions/0010).

From here on about nine guesses in ten are right, and 97 in a hundred of those that erase, on
examples that were held apart (three folds).
"""
_BACKED_BY = {
    "migration_background": ("note", "migration"),
    "new_poverty": ("note", "new_poverty"),
    "ask_human": ("wish", "professional"),
}
"""What was heard in so many words needs no certainty."""
_SURE_OF_NEED = 0.6
"""Below this 'ik heb geen geld' is an answer to what makes it hard, and no cry for help."""
_ABOUT_THE_WAYS = re.compile(
    r"\b(?:facons?|manieres?|modeles?|methodes?|approches?|manier(?:en)?|model(?:len)?|werkvorm\w*|"
    r"werkmodel\w*|methodiek\w*|mogelijkheden)\b"
)
_PLAIN = frozenset({"affirm", "deny"})
_ONE_LETTER = re.compile(r"^(\w)\1{2,}$|^\w(?: \w)+$")
"""'aaaaaaa', 'xxxx' and 'a b a b' look like 'daaag' or 'x', and mean nothing."""
_LONG = 15
"""Who tells more words than this tells a story; it is no question what the ways are."""


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
        """Adds the entities to each typed message; a pressed button has its own."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text.startswith("/"):
                continue
            listened = ear().listen(text)
            put_right = correction(text)
            if put_right:
                # 'Nee, de kinderen' says it in one word, after a word of no.
                known = {(h.kind, h.value) for h in listened}
                more = ear().listen(put_right.instead, [*QUESTIONS, SHORT])
                listened += [h for h in more if (h.kind, h.value) not in known]
            found = [
                {"entity": h.kind, "value": h.value, "start": h.start, "end": h.end}
                for h in listened
                if h.kind != "likes_place"
            ]
            intent = (message.get(INTENT) or {}).get("name") or ""
            wished = any(e["entity"] == "wish" for e in found)
            found += [
                {"entity": "refused", "value": value, "start": 0, "end": len(text)}
                for value in refused_wishes(text, intent, wished)
            ]
            message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages


def refused_wishes(text: str, intent: str, wished: bool) -> list[str]:
    """Wishes that a sentence turns down, in so many words or by what it means as a whole.

    Args:
        wished: whether a phrase of a wish was heard; then the intent adds none.
    """
    written = detector().guess(text)
    languages = [written] if written else list(NEGATIONS)
    named = ear().refused(text, "wish", languages)
    meant = WISH_OF_INTENT.get(intent)
    if named or wished or not meant:
        return named
    return [MEANT] if any(refuses(text, language) for language in languages) else []


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PlaceNames(_Listener):
    """Adds an entity ``place`` for a postal code or a town that is clearly named."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the place to each typed message, when one is clearly named."""
        for message in messages:
            text = message.get(TEXT) or ""
            if not text.startswith("/"):
                found = [
                    {"entity": "place", "value": name, "start": 0, "end": len(text)}
                    for name in _put_right(text) or named_places(text)
                ]
                message.set(ENTITIES, [*message.get(ENTITIES, []), *found], add_to_output=True)
        return messages


def _put_right(text: str) -> list[str]:
    """The place that a correction names: 'nee, Aalst bedoel ik'."""
    found = correction(text)
    return named_places(found.instead) if found else []


def named_places(text: str) -> list[str]:
    """The words of a sentence that clearly name where somebody looks; one text, or none."""
    return place_finder().named(text)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Certainty(_Listener):
    """Lets a guess set off something strong only when it is certain, and a need or a town win."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Decides again which intent a message has."""
        for message in messages:
            text = message.get(TEXT) or ""
            heard = [(e["entity"], e["value"]) for e in message.get(ENTITIES, [])]
            needs = [v for kind, v in heard if kind == "need" and v in URGENT_NEEDS]
            known = (message.get(INTENT) or {}).get("name") or ""
            if not certain(message, known, heard):
                known = self._uncertain(message, heard)
            if known in _PLAIN and _says_otherwise(text, heard):
                known = "nlu_fallback"
                decide(message, known)
            if needs:
                decide(message, "structural_need")
            elif ("language", SIMPLER) in heard or ("language", PLAINER) in heard:
                decide(message, "change_language")
            elif known in _LESS_THAN_A_TOWN and any(kind == "place" for kind, _ in heard):
                decide(message, "inform_place")
        return messages

    @staticmethod
    def _uncertain(message: Message, heard: list[tuple[str, Any]]) -> str:
        """A guess too weak to act upon: an answer when one was heard, otherwise a miss."""
        answered = any(kind in QUESTIONS for kind, _ in heard)
        intent = "inform_barrier" if answered else "nlu_fallback"
        decide(message, intent)
        return intent


def _says_otherwise(text: str, heard: list[tuple[str, Any]]) -> bool:
    """Whether a 'no' means something else, of which nothing was heard: it is no plain no."""
    if text.startswith("/") or any(kind in (*QUESTIONS, SHORT, "place") for kind, _ in heard):
        return False
    found = correction(text)
    return bool(found and found.certain)


def certain(message: Message, known: str, heard: list[tuple[str, Any]]) -> bool:
    """Whether a guess is certain enough for what it sets off.

    Args:
        known: the intent that was guessed.
        heard: the entities of the message, as (kind, value).
    """
    text = message.get(TEXT) or ""
    if text.startswith("/") or _BACKED_BY.get(known) in heard:
        return True
    if _ONE_LETTER.match(plain(text)):
        return False
    if known == "inform_likes" and any(kind == "likes" for kind, _ in heard):
        return True
    if known == "ask_work_model" and len(text.split()) > _LONG:
        return bool(_ABOUT_THE_WAYS.search(plain(text)))
    confidence = float((message.get(INTENT) or {}).get("confidence") or 0.0)
    if known == "structural_need" and any(kind in QUESTIONS for kind, _ in heard):
        return confidence >= _SURE_OF_NEED
    return confidence >= _CERTAIN_FROM.get(known, 0.0)
