"""Which language a message is written in: Dutch or French, or too little to say."""

from __future__ import annotations

import re
from functools import lru_cache

from wordfreq import zipf_frequency

ONLY = {
    "nl": frozenset(
        "hoi dag hallo goeiedag goeiemorgen goedenavond ja nee ne gij kweet das goe ik "
        "kheb kben kwil kzoek kzit kwoon kzou".split()
    ),
    "fr": frozenset(
        "bonjour salut coucou bonsoir oui non merci stp svp je moi bjr bsr slt cc cv mrc jsp "
        "jsui jsuis chui jveux jveu ouais kelkun qqn jhabite jcherche jaime jpeux jai".split()
    ),
}
"""Short words that frequency alone would put in the wrong language."""

CLEAR = 1.5
"""A lead of this many Zipf points over the whole message is a guess."""

STRONG = 6.0
"""A lead of this many, over at least four words, is enough to change language by itself."""

STRONG_WORDS = 4
UNKNOWN_IN_BOTH = 0.0


@lru_cache(maxsize=20_000)
def _lead(word: str) -> float:
    """How much more Dutch (positive) or French (negative) a word is, in Zipf points."""
    if word in ONLY["nl"]:
        return 3.0
    if word in ONLY["fr"]:
        return -3.0
    nl = zipf_frequency(word, "nl", wordlist="small")
    fr = zipf_frequency(word, "fr", wordlist="small")
    if not nl and not fr:
        return UNKNOWN_IN_BOTH
    return max(-3.0, min(3.0, nl - fr))


def guess(text: str) -> str | None:
    """'nl' or 'fr', or None when the message is too short or too mixed to tell."""
    lead = _total(text)[0]
    if abs(lead) < CLEAR:
        return None
    return "nl" if lead > 0 else "fr"


def sure(text: str) -> str | None:
    """'nl' or 'fr' when a whole sentence leaves no doubt, otherwise None."""
    lead, words = _total(text)
    if words < STRONG_WORDS or abs(lead) < STRONG or abs(lead) / words < 0.8:
        return None
    return "nl" if lead > 0 else "fr"


def _total(text: str) -> tuple[float, int]:
    # A capital inside a sentence is mostly a name, and names belong to no language.
    tokens = re.findall(r"[^\W\d_]+", text)
    words = [t.lower() for n, t in enumerate(tokens) if n == 0 or t.islower()]
    return sum(_lead(w) for w in words), len(words)
