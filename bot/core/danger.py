"""Which danger a message speaks of, and what that means for the answer: rules that are certain.

The phrases are ``danger:`` in ``data/words/<language>.yml``; what a phrase cannot catch is left to
the classifier (``bot.dialogue.danger``). Both may raise, neither can silence the other; only a
phrase under ``harmless`` explains a phrase of danger away, and only the words that it covers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bot.core.text import plain

SUICIDE, VIOLENCE, MEDICAL, NO_BED, MINOR, VEILED = (
    "suicide",
    "violence",
    "medical",
    "no_bed",
    "minor",
    "veiled",
)

DANGER_OF = {
    "overdose_poison": MEDICAL,
    "medical": MEDICAL,
    "suicide_self": SUICIDE,
    "self_harm": SUICIDE,
    "worry_about_other": SUICIDE,
    "child_abuse": VIOLENCE,
    "sexual_violence": VIOLENCE,
    "violence_partner": VIOLENCE,
    "violence_family": VIOLENCE,
    "elder_abuse": VIOLENCE,
    "forced_marriage_honour": VIOLENCE,
    "trafficking": VIOLENCE,
    "threat_to_others": VIOLENCE,
    "minor_alone": MINOR,
    "homeless_tonight": NO_BED,
    "veiled": VEILED,
}
"""Every kind of danger, what cannot wait a minute first (requirement 22)."""

INTENT_OF = {
    SUICIDE: "crisis_suicide",
    MEDICAL: "crisis_medical",
    VIOLENCE: "crisis_violence",
    MINOR: "crisis_minor",
    VEILED: "crisis_veiled",
    NO_BED: "structural_need",
}
"""The intent that answers a danger; of several in one message the first of this table."""

UNSURE = "unsure"
"""What a message is marked with when no danger is heard in it but none can be excluded either."""

HARMLESS = "harmless"
"""Phrases that sound like danger and are none: 'dood van het lachen'."""

KINDS = (*DANGER_OF, HARMLESS)
"""What stands under ``danger:`` in the lists of phrases."""

GAP = 3
"""How many words ``...`` in a phrase may stand for."""

_REPEATED = re.compile(r"([^\W\d])\1{2,}")
_DOUBLED = re.compile(r"([^\W\d])\1+")

SPELLINGS = {
    # Dutch
    **dict.fromkeys(("nie", "ni"), "niet"),
    **dict.fromkeys(("niemeer", "nimeer", "nimr", "ni meer"), "niet meer"),
    **dict.fromkeys(("mn", "mijne", "mijnen"), "mijn"),
    **dict.fromkeys(("me", "mezelf", "mijzelf", "mezelve"), "mij"),
    **dict.fromkeys(("da", "dak"), "dat"),
    **dict.fromkeys(("wilt", "wou"), "wil"),
    **dict.fromkeys(("ne", "nen"), "een"),
    **dict.fromkeys(("vnacht", "vanacht", "vannach"), "vannacht"),
    **dict.fromkeys(("slaagt", "slaag", "sloeg", "slaan"), "slaat"),
    **dict.fromkeys(("zelfmrd", "zelfmoort"), "zelfmoord"),
    **{f"k{verb}": f"ik {verb}" for verb in ("wil", "heb", "ben", "kan", "ga", "zou", "word")},
    # French
    **dict.fromkeys(("jveux", "jveu", "jvx"), "je veux"),
    **dict.fromkeys(("veu", "veut"), "veux"),
    **dict.fromkeys(("jsuis", "chui", "chuis"), "je suis"),
    **dict.fromkeys(("jai", "g"), "j ai"),
    **dict.fromkeys(("jpeux", "jpe"), "je peux"),
    **dict.fromkeys(("jvais", "jve"), "je vais"),
    **dict.fromkeys(("mouri", "mourrir"), "mourir"),
    **dict.fromkeys(("tape", "tappe", "frape", "frapper", "frappent"), "frappe"),
    "jme": "je me",
    "pa": "pas",
    "pu": "plus",
    # English
    "im": "i m",
    "ive": "i have",
    "dont": "don t",
    "cant": "can t",
    "wanna": "want to",
    "gonna": "going to",
}
"""How people shorten and misspell the small words of these phrases."""


def spoken(text: str) -> str:
    """A text in plain words: no letter more than twice in a row, short forms in full.

    'Kwil DOOOOD' and 'ik wil dood' become the same.
    """
    words = _REPEATED.sub(r"\1\1", plain(text)).split()
    return " ".join(SPELLINGS.get(word, word) for word in words)


def tight(text: str) -> str:
    """A text as phrases are looked for in it: every letter that is doubled stands once.

    So 'DOOOOD', 'dood' and 'dod' are the same; for looking up a phrase that loses nothing.
    """
    return _DOUBLED.sub(r"\1", spoken(text))


class Alarm:
    """Hears phrases of danger in all languages at once, whatever language a talk is in.

    A phrase is a row of whole words; a star ends a word of which only the beginning counts, ``...``
    stands for up to three words, and ``=`` before a phrase makes it count only as a whole message.

    Args:
        phrases: language (two letters) -> kind (`KINDS`) -> phrases.
    """

    def __init__(self, phrases: Mapping[str, Mapping[str, Iterable[str]]]) -> None:
        self._dangers: dict[str, list[tuple[re.Pattern[str], str]]] = {}
        self._harmless: list[re.Pattern[str]] = []
        for kinds in phrases.values():
            for kind, said in kinds.items():
                for phrase in said:
                    pattern, first = _compiled(phrase)
                    if kind == HARMLESS:
                        self._harmless.append(pattern)
                    else:
                        self._dangers.setdefault(first, []).append((pattern, kind))

    def hear(self, text: str) -> list[str]:
        """The kinds of danger that are named in so many words, what cannot wait first."""
        flat = tight(text)
        words = set(flat.split())
        spans: list[tuple[int, int, str]] = []
        for first in {w[:3] for w in words} | {""}:
            for pattern, kind in self._dangers.get(first, ()):
                spans += [(*match.span(), kind) for match in pattern.finditer(flat)]
        if not spans:
            return []
        harmless = [m.span() for p in self._harmless for m in p.finditer(flat)]
        kinds = {
            kind
            for start, end, kind in spans
            if not any(start < h_end and h_start < end for h_start, h_end in harmless)
        }
        return sorted(kinds, key=list(DANGER_OF).index)


def _compiled(phrase: str) -> tuple[re.Pattern[str], str]:
    """A phrase as a pattern, and the three letters with which it begins ('' for fewer)."""
    parts = [tight(part.replace("*", " STAR ")) for part in phrase.lstrip("=").split("...")]
    bodies = []
    for part in parts:
        body = re.escape(part).replace(r"\ star", r"\w*")
        bodies.append(body)
    gap = rf"(?:\ \w+){{0,{GAP}}}\ "
    body = gap.join(bodies)
    pattern = rf"^{body}$" if phrase.startswith("=") else rf"(?<!\w){body}(?!\w)"
    head = parts[0].split()
    stem = head[0] if head else ""
    starred = len(head) > 1 and head[1] == "star"
    first = "" if starred and len(stem) < 3 else stem[:3]
    return re.compile(pattern), first


def worst(kinds: Iterable[str]) -> str | None:
    """The kind of danger that is answered when a message names several; None for none."""
    order = list(INTENT_OF)
    return min(kinds, key=lambda kind: order.index(DANGER_OF[kind]), default=None)


def payload_of(kind: str) -> str:
    """The message with which Rasa is told of a danger that it did not read itself."""
    danger = DANGER_OF[kind]
    if danger == NO_BED:
        return f'/{INTENT_OF[danger]}{{"need":"{NO_BED}"}}'
    return f'/{INTENT_OF[danger]}{{"danger":"{kind}"}}'
