"""Never the same answer twice running without a word before it."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable
from typing import NamedTuple

from bot.replies import EMERGENCY, Reply
from bot.voice import UNKNOWN, Voice

REMEMBERED = 10_000
"""So many talks at most."""

LEADS = {
    "utter_loneliness": ("utter_again_lonely_1", "utter_again_lonely_2"),
    "utter_frustration": ("utter_again_anger_1", "utter_again_anger_2"),
    "utter_need_": ("utter_again_numbers_1", "utter_again_numbers_2"),
    "utter_human": ("utter_again_numbers_1", "utter_again_numbers_2"),
    EMERGENCY: ("utter_again_numbers_1", "utter_again_numbers_2"),
    "": ("utter_again_1", "utter_again_2", "utter_again_3"),
}
"""What is said before an answer that comes again, by the beginning of its first response.

Who told of pain is not told 'no problem, here it is again'.
"""

ANGER = "utter_frustration"


class Said(NamedTuple):
    """What was answered last, as digests: no words of a talk stay here.

    Attributes:
        whole: digest of all texts of the answer.
        last: digest of its last text.
        times: how often running something was about to be said twice.
        language: in which it was said, for an apology when the store itself fails.
    """

    whole: str = ""
    last: str = ""
    times: int = 0
    language: str = ""


class Repeats:
    """Puts a few words before what would otherwise be said twice running."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._last: OrderedDict[str, Said] = OrderedDict()

    def language(self, who: str) -> str:
        """The language in which this talk was answered last."""
        return self._last.get(who, Said()).language or UNKNOWN

    def soften(self, who: str, replies: list[Reply], language: str) -> list[Reply]:
        """The replies, with a lead when they come again; which one depends on what is repeated.

        In a crisis the lead comes after the first message: nothing comes before 112.
        """
        whole, first, last = (_digest(t) for t in (replies, replies[:1], replies[-1:]))
        before = self._last.pop(who, Said())
        times = before.times + 1 if whole == before.whole or first == before.last else 0
        if times:
            replies = self._led(replies, language, times)
        for reply in replies:
            reply.language = reply.language or language
        self._last[who] = Said(whole, last, times, language)
        while len(self._last) > REMEMBERED:
            self._last.popitem(last=False)
        return replies

    def _led(self, replies: list[Reply], language: str, times: int) -> list[Reply]:
        emergency = EMERGENCY in replies[0].text
        key = EMERGENCY if emergency else replies[0].key
        leads = next(leads for start, leads in LEADS.items() if key.startswith(start))
        chosen = leads[(times - 1) % len(leads)]
        values = self._voice.helper(language) if key == ANGER else {}
        lead = Reply(self._voice.say(chosen, language, **values), key=chosen)
        if emergency:
            return [replies[0], lead, *replies[1:]]
        # To who is angry, a person is offered instead of the same apology.
        return [lead, *(replies[1:] if key == ANGER else replies)]


def _digest(replies: Iterable[Reply]) -> str:
    return hashlib.sha256("\n".join(r.text for r in replies).encode()).hexdigest()
