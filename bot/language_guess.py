"""Which language a message is written in: one that we speak, another one, or too little to say.

Three voices: a list of words that say it by themselves, a vote of word frequencies (wordfreq), and
for what these leave open letters in rows (lingua, in its small models). Measured in
docs/understanding.md on short messages in ten languages.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Any

from wordfreq import available_languages, zipf_frequency

ONLY = {
    "nl": frozenset(
        "hoi dag hallo goeiedag goeiemorgen goedenavond ja nee ne gij kweet das goe ik "
        "kheb kben kwil kzoek kzit kwoon kzou".split()
    ),
    "fr": frozenset(
        "bonjour salut coucou bonsoir oui non merci stp svp je moi bjr bsr slt cc cv mrc jsp "
        "jsui jsuis chui jveux jveu ouais kelkun qqn jhabite jcherche jaime jpeux jai".split()
    ),
    "en": frozenset(
        "hello hi hey yes please thanks thx im dont cant wanna gonna pls plz idk the "
        "you your my".split()
    ),
}
"""Short words that frequency alone would put in the wrong language."""

GREETINGS = {
    "es": frozenset("hola gracias buenos buenas ayuda estoy necesito sola solo hablo".split()),
    "tr": frozenset("merhaba selam tesekkurler teşekkürler evet hayir hayır lutfen lütfen".split()),
    "ro": frozenset("buna bună salutare multumesc mulțumesc ajutor sunt".split()),
    "pl": frozenset("czesc cześć dziekuje dziękuję tak prosze proszę jestem witam".split()),
    "pt": frozenset("ola olá obrigado obrigada preciso".split()),
    "it": frozenset("ciao grazie buongiorno sono aiuto".split()),
    "de": frozenset("danke ich bitte nein guten".split()),
    "sq": frozenset("pershendetje përshëndetje faleminderit jam ndihme ndihmë".split()),
    "so": frozenset("salaan mahadsanid waan waxaan caawimaad".split()),
    "ku": frozenset("silav spas ez alikariyê".split()),
    "ar": frozenset("salam shukran choukran kifak labas wach marhaba mar7aba ana habibi".split()),
}
"""First words of who writes a language that we do not speak."""

CLEAR = 1.5
"""A lead of this many Zipf points over the whole message is a guess."""

STRONG = 6.0
"""A lead of this many, over at least four words, leaves no doubt."""

STRONG_WORDS = 4
MOST_POINTS = 3.0
"""One word weighs no more than this."""

SURE_OF_LETTERS = 0.9
"""What the rows of letters must be sure of (0 to 1) where words say too little."""

# Letters of our alphabet that only one of the languages has that we do not speak.
_OWN_LETTERS = (
    ("tr", "ığş"),
    ("pl", "łąęśżźćń"),
    ("ro", "ășțţ"),
    ("es", "ñ¿¡"),
    ("pt", "ãõ"),
    ("de", "ß"),
)
# Letters that only one of the languages of a script has; in their order the first that fits.
_LETTERS = (
    ("ps", "ټډړږښڅځڼېۍئ"),
    ("ur", "ٹڈڑےںھ"),
    ("ckb", "ڕڵۆێەڤ"),
    ("fa", "پچژگکی"),
    ("uk", "іїєґ"),
    ("ru", "ыэё"),
)
_SCRIPTS = (
    ("ar", "\u0600", "\u06ff"),
    ("ru", "\u0400", "\u04ff"),
    ("el", "\u0370", "\u03ff"),
    ("he", "\u0590", "\u05ff"),
    ("hy", "\u0530", "\u058f"),
    ("ka", "\u10a0", "\u10ff"),
    ("ti", "\u1200", "\u137f"),
    ("hi", "\u0900", "\u097f"),
    ("bn", "\u0980", "\u09ff"),
    ("pa", "\u0a00", "\u0a7f"),
    ("ta", "\u0b80", "\u0bff"),
    ("th", "\u0e00", "\u0e7f"),
    ("ko", "\uac00", "\ud7af"),
    ("ja", "\u3040", "\u30ff"),
    ("zh", "\u4e00", "\u9fff"),
)
_SAME_SCRIPT = {"ru": ("uk", "ru", "bg"), "ar": ("ar", "fa", "ur")}
LATIN = ("es", "pt", "it", "de", "pl", "ro", "tr", "sq", "so")
"""Languages in our own letters that are told apart from those that we speak."""


class Detector:
    """Tells languages apart.

    Args:
        spoken: the languages that we speak, in two letters.
    """

    def __init__(self, spoken: Sequence[str]) -> None:
        self.spoken = tuple(dict.fromkeys(spoken))
        self._foreign = tuple(code for code in LATIN if code not in self.spoken)
        self._counted = frozenset(available_languages("small"))
        self._zipf = lru_cache(maxsize=20_000)(self._points)

    def guess(self, text: str) -> str | None:
        """The language that we speak in which a text is, or None when it is not clear."""
        lead, best, _ = self._vote(text)
        if lead >= CLEAR:
            return best
        return self._by_letters(text) if not lead or len(_words(text)) > 1 else None

    def sure(self, text: str) -> str | None:
        """The language of a whole sentence that leaves no doubt, otherwise None."""
        lead, best, count = self._vote(text)
        if count < STRONG_WORDS or lead < STRONG or lead / count < 0.8:
            return None
        return best

    def foreign(self, text: str) -> str | None:
        """The language of a text in one that we do not speak; None when it may be one of ours."""
        code = _by_script(text) or self._other_words(text)
        return None if code in self.spoken else code

    def in_our_script(self, text: str) -> bool:
        """Whether a text is in Latin letters, or in those of a language that we speak."""
        letters = [c for c in text if c.isalpha()]
        latin = [c for c in letters if unicodedata.name(c, "").startswith("LATIN")]
        return 2 * len(latin) >= len(letters) or _by_script(text) in self.spoken

    # -- words ----------------------------------------------------------------------------

    def _points(self, word: str) -> dict[str, float]:
        """How common a word is in each language that we speak (Zipf)."""
        for language, words in ONLY.items():
            if word in words and language in self.spoken:
                return {x: MOST_POINTS * (x == language) for x in self.spoken}
        return {x: self._frequency(word, x) for x in self.spoken}

    def _frequency(self, word: str, language: str) -> float:
        known = language in self._counted
        return zipf_frequency(word, language, wordlist="small") if known else 0.0

    def _vote(self, text: str) -> tuple[float, str, int]:
        """The lead of the likeliest language over the next, its code, and the number of words."""
        points = [self._zipf(word) for word in _words(text)]
        total: Counter[str] = Counter(dict.fromkeys(self.spoken, 0.0))
        for said in points:
            total.update(said)
        if not points or len(self.spoken) < 2:
            return 0.0, self.spoken[0], len(points)
        (best, _), (second, _) = total.most_common(2)
        leads = (said[best] - said[second] for said in points)
        lead = sum(max(-MOST_POINTS, min(MOST_POINTS, one)) for one in leads)
        return max(0.0, lead), best, len(points)

    # -- letters --------------------------------------------------------------------------

    @cached_property
    def _lingua(self) -> tuple[Any, dict[Any, str]]:
        """The detector of letters, with our codes of its languages; loaded when first needed."""
        from lingua import IsoCode639_1, Language, LanguageDetectorBuilder

        codes = {}
        for code in (*self.spoken, *self._foreign):
            iso = getattr(IsoCode639_1, code.upper(), None)
            if iso is not None:
                codes[Language.from_iso_code_639_1(iso)] = code
        # The large models take 300 MB, and are no better on messages as short as these.
        built = LanguageDetectorBuilder.from_languages(*codes).with_low_accuracy_mode().build()
        return built, codes

    def _letters(self, text: str) -> list[tuple[str, float]]:
        detector, codes = self._lingua
        found = detector.compute_language_confidence_values(text.lower())
        return [(codes[one.language], one.value) for one in found]

    def _by_letters(self, text: str) -> str | None:
        words = " ".join(_words(text))
        if len(words) < 4:
            return None
        best, sure = self._letters(words)[0]
        return best if sure >= SURE_OF_LETTERS and best in self.spoken else None

    def _other_words(self, text: str) -> str | None:
        """A language in our own letters that is none of ours."""
        words = _words(text)
        if not words or any(word in said for word in words for said in ONLY.values()):
            return None
        theirs = {c: sum(self._frequency(word, c) for word in words) for c in self._foreign}
        greeted = Counter(c for word in words for c in GREETINGS if word in GREETINGS[c])
        spelt = Counter(c for c, own in _OWN_LETTERS for letter in text.lower() if letter in own)
        for code, count in (greeted + spelt).items():
            if code not in self.spoken:
                theirs[code] = theirs.get(code, 0.0) + MOST_POINTS * count
        code = max(theirs, key=lambda c: theirs[c])
        ours = max(sum(self._zipf(word)[x] for word in words) for x in self.spoken)
        lead = theirs[code] - ours
        if lead < CLEAR:
            return None
        if lead >= STRONG or greeted[code] or spelt[code]:
            return code
        return code if len(words) > 1 and self._letters(" ".join(words))[0][0] == code else None


def _words(text: str) -> list[str]:
    """The words of a text without names, which mostly have a capital: they are of no language."""
    tokens = re.findall(r"[^\W\d_]+", text)
    return [t.lower() for n, t in enumerate(tokens) if n == 0 or t.islower()]


def _by_script(text: str) -> str | None:
    """The language of a text in a script that is not ours."""
    letters = [c for c in text if c.isalpha()]
    counts = Counter(code for c in letters for code, first, last in _SCRIPTS if first <= c <= last)
    if not counts or counts.most_common(1)[0][1] <= len(letters) / 2:
        return None
    script = counts.most_common(1)[0][0]
    low = text.lower()
    for code, own in _LETTERS:
        same_script = _script_of(own[0]) == script
        if same_script and any(c in own for c in low):
            return code
    words = re.findall(r"[^\W\d_]+", low)
    near = {
        c: sum(zipf_frequency(w, c, wordlist="small") for w in words)
        for c in _SAME_SCRIPT.get(script, ())
    }
    return max(near, key=lambda c: near[c]) if any(near.values()) else script


def _script_of(letter: str) -> str | None:
    return next((code for code, a, z in _SCRIPTS if a <= letter <= z), None)
