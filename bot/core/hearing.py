"""What a free sentence says: the answers and subjects in it, by lists of phrases.

The lists are ``data/words/<language>.yml``. A phrase is a row of whole words; a star ends a word
of which only the beginning counts. A negation just before a phrase keeps it from counting, unless
the phrase itself carries it. A phrase that begins with ``=`` counts only as a whole message.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bot.core.questions import QUESTIONS
from bot.core.text import plain

NEGATIONS = {
    "nl": frozenset({"geen", "niet", "nooit", "nie", "ni", "gene", "gin"}),
    "fr": frozenset({"pas", "sans", "jamais", "aucun", "aucune"}),
    "en": frozenset(
        {"not", "no", "never", "without", "dont", "don", "t", "doesnt", "isnt", "cant"}
    ),
}
LOOK_BACK = 2
"""How many words before a phrase may negate it."""

SHORT = "short"
"""Kind of what is said in one word (``hard:money``); it answers only the open question."""

_LACKS = frozenset(
    "heb kheb hebben heeft had ken kken vind vond krijg is zijn er ai jai a avons ont y est "
    "connais trouve trouver sais".split()
)
"""'Ik heb geen maatje' says what is missing; 'ik wil geen maatje' says what is not wanted."""

_REFUSES = {
    "nl": re.compile(
        r"(?<!\w)(?:wil|kwil|zoek|kzoek|hoef|moet|vraag|wou|zou)"
        r"(?: (?:ik|echt|toch|dat|daar|er|liever|zeker)){0,2} "
        r"(?:geen|gene|gin|niet|nie|ni|nooit)(?!\w)"
        r"|^(?:nee )?(?:liever |zeker |toch )?(?:geen|gene|niet) "
    ),
    "fr": re.compile(
        r"(?<!\w)(?:veux|veu|veut|voudrais|cherche|souhaite|aimerais|besoin)"
        r"(?: (?:vraiment|surtout|du tout))? (?:pas|jamais|aucun|aucune)(?!\w)"
        r"|^(?:non )?(?:surtout )?(?:pas (?:de|d|besoin|envie)|sans|aucune?) "
    ),
    "en": re.compile(
        r"(?<!\w)(?:do not|don t|dont|does not|would not|wouldn t|wouldnt|never) "
        r"(?:(?:really|even) )?(?:want|need|like|look for|ask for)(?!\w)"
        r"|^(?:no )?(?:rather |please )?(?:no|not|without)(?: (?:a|an|the))? "
    ),
}
"""How a wish is refused, at the verb or at the beginning of a part of the sentence."""

ENOUGH_BESIDES = 3
"""A part of a sentence with this many words and no negation says what is wanted instead."""

_NUMBER = "(?:[6-9]|1[0-7])"
_GOES_ON = (
    "(?:en|maar|dus|want|of|nu|ik|mijn|mn|heb|wil|zit|zoek|woon|voel|kan|mag|hoe|wat|waar|wie|help)"
)
_NO_YEARS = (
    "(?:jaar|jaren|jr|j|dag|dagen|week|weken|maand|maanden|uur|uren|minuten|min|keer|maal|kilo|kg|"
    "km|meter|euro|man|mensen|personen|op|procent|januari|februari|maart|april|mei|juni|juli|"
    "augustus|september|oktober|november|december)"
)
_YOUNG = tuple(
    re.compile(pattern)
    for pattern in (
        # 'Ik ben 14', 'ik ben nog maar 14 jaar oud', 'kben 15 en ...'; not '14 weken zwanger',
        # 'ik ben 14 jaar getrouwd', 'ik ben 10 op 10 tevreden'.
        r"(?<!\w)(?:ik ben|kben|k ben|ben ik|ik word|^ben) "
        r"(?:(?:nu|al|pas|maar|nog|bijna|net|amper|zelf|een meisje van|een jongen van) ){0,3}"
        rf"(?:{_NUMBER}|tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien)(?!\w)"
        rf"(?: (?:jaar|jaren|jr|j)(?: (?:oud|jong)(?!\w)|(?= {_GOES_ON}(?!\w))|$)"
        rf"|(?! {_NO_YEARS}(?!\w)))",
        r"(?<!\w)(?:ik ben|kben|k ben|^ben) (?:nog )?(?:geen|niet|onder de|jonger dan) "
        r"(?:18|achttien)(?!\w| meer| maand| we[ek]| dag)",
        # "J'ai 14 ans", "j'ai bientôt 16 ans"; not "j'ai 15 ans de métier".
        r"(?<!\w)(?:j ai|jai|je n ai) "
        r"(?:(?:que|seulement|juste|bientot|presque|deja|encore|a peine) ){0,2}"
        rf"(?:{_NUMBER}|dix|onze|douze|treize|quatorze|quinze|seize|dix sept) ans(?!\w)"
        r"(?! (?:d|de|du|dans|comme|en|chez|au|aux|derriere|a la) )",
        r"(?<!\w)(?:j ai|jai|je n ai) (?:pas encore|moins de) (?:18|dix huit) ans(?!\w)",
        # Nothing but an age.
        rf"^{_NUMBER} (?:jaar(?: oud)?|ans|years old)$",
        # 'I'm 15', 'I am only 14 years old'; not 'I am 15 weeks pregnant'.
        r"(?<!\w)(?:i m|im|i am) (?:(?:only|just|still|nearly|almost|a girl of|a boy of) ){0,2}"
        rf"{_NUMBER}(?: (?:years old|yrs old|yo|y o)(?!\w)| and |$)",
        r"(?<!\w)(?:i m|im|i am) (?:not yet|under|younger than) (?:18|eighteen)(?!\w)",
    )
)
"""A person under eighteen who says how old they are themselves; never a child of theirs."""

_GROWN = r"(?:1[89]|[2-4]\d|5[0-4])"
_UNDER_55 = tuple(
    re.compile(pattern)
    for pattern in (
        # 'Ik ben 34', 'ik ben een man van 40', 'kben nog maar 28 jaar'; not 'ik ben 34 kilo'.
        r"(?:(?<!\w)(?:ik ben|kben|k ben|ben ik|^ben) (?:(?:nu|al|pas|maar|nog|bijna|net) ){0,3}"
        r"|(?<=ben )(?:een|ne|nen) (?:vrouw|man) van )"
        rf"{_GROWN}(?: (?:jaar|jaren|jr|j)(?: (?:oud|jong)(?!\w)|(?= {_GOES_ON}(?!\w))|$)"
        rf"| (?={_GOES_ON}(?!\w))|$)",
        # "J'ai 34 ans", "une femme de 40 ans"; not "j'ai 20 ans de métier".
        r"(?:(?<!\w)(?:j ai|jai) (?:(?:que|seulement|juste|bientot|presque|deja|a peine) ){0,2}"
        r"|(?<=suis )(?:une femme|un homme) de )"
        rf"{_GROWN} ans(?!\w)(?! (?:d|de|du|dans|comme|en|chez|au|aux|derriere|a la) )",
        rf"^{_GROWN} (?:jaar(?: oud)?|ans|years old)$",
        r"(?:(?<!\w)(?:i m|im|i am) (?:(?:only|just|still|nearly|almost) ){0,2}"
        r"|(?<=m )a (?:woman|man) of )"
        rf"{_GROWN}(?: (?:years old|yrs old|yo|y o)(?!\w)| and |$)",
    )
)
"""A grown-up who says an age at which what is 'from 55' is not for them yet."""

_AGES = (("minor", _YOUNG), ("under_55", _UNDER_55))


@dataclass(frozen=True)
class Heard:
    """One thing heard: what kind, which value, and where in the text's words it stood."""

    kind: str
    value: str
    start: int
    end: int


class _Phrase(NamedTuple):
    pattern: re.Pattern[str]
    kind: str
    value: str
    negations: frozenset[str]


class Ear:
    """Listens for the phrases of all languages at once."""

    def __init__(self, phrases: Mapping[str, Mapping[str, Mapping[str, Iterable[str]]]]) -> None:
        """Args: phrases: language (two letters) -> kind -> value -> phrases."""
        self._patterns: dict[str, list[_Phrase]] = {}
        for language, kinds in phrases.items():
            for kind, values in kinds.items():
                for value, said in values.items():
                    for phrase in said:
                        self._add(language, kind, str(value), str(phrase))

    def _add(self, language: str, kind: str, value: str, phrase: str) -> None:
        words = plain(phrase).split()
        if not words:
            return
        whole = phrase.startswith("=")
        body = " ".join(
            re.escape(w.rstrip("*")) + (r"\w*" if w.endswith("*") else "") for w in words
        )
        pattern = re.compile(rf"^{body}$" if whole else rf"(?<!\w){body}(?!\w)")
        if whole and kind in QUESTIONS:
            kind, value = SHORT, f"{kind}:{value}"
        negations = NEGATIONS.get(language, frozenset())
        if negations & set(words):
            negations = frozenset()
        stem = words[0].rstrip("*")
        # Patterns are kept by their first three letters; shorter beginnings are always tried.
        first = "" if words[0] != stem and len(stem) < 3 else stem[:3]
        same_start = self._patterns.setdefault(first, [])
        for number, other in enumerate(same_start):
            if (other.pattern, other.kind, other.value) == (pattern, kind, value):
                # 'Buddy' is said in both languages, and turned down in both.
                both = other.negations | negations
                same_start[number] = other._replace(negations=both)
                return
        same_start.append(_Phrase(pattern, kind, value, negations))

    def listen(self, text: str, kinds: Iterable[str] | None = None) -> list[Heard]:
        """Everything heard in a text, in the order of the text, each value once.

        Args:
            kinds: only these kinds, or None for all.
        """
        flat, clauses = _clauses(text)
        wanted = None if kinds is None else set(kinds)
        starts = {w[:3] for w in flat.split()} | {""}
        heard: dict[tuple[str, str], Heard] = {}
        for first in starts:
            for phrase in self._patterns.get(first, ()):
                if wanted is not None and phrase.kind not in wanted:
                    continue
                for match in phrase.pattern.finditer(flat):
                    clause = max((c for c in clauses if c <= match.start()), default=0)
                    before = flat[clause : match.start()].split()[-LOOK_BACK:]
                    if phrase.negations & set(before):
                        continue
                    found = Heard(phrase.kind, phrase.value, match.start(), match.end())
                    key = (phrase.kind, phrase.value)
                    if key not in heard or _fits_better(found, heard[key]):
                        heard[key] = found
        for value, patterns in _AGES:
            age = ("note", value)
            if age not in heard and (wanted is None or "note" in wanted):
                said = _own_age(text, patterns)
                if said:
                    heard[age] = Heard(*age, *said)
        kept = [h for h in heard.values() if not _inside_longer(h, heard.values())]
        return sorted(kept, key=lambda h: (h.start, h.kind, h.value))

    def refused(self, text: str, kind: str, languages: Iterable[str] = NEGATIONS) -> list[str]:
        """The values of a kind that are named as not wanted, and nowhere as wanted.

        Args:
            languages: two letters; which negations count.
        """
        negations = frozenset().union(*(NEGATIONS.get(x, frozenset()) for x in languages))
        wanted = {h.value for h in self.listen(text, [kind])}
        flat, clauses = _clauses(text)
        found: dict[str, None] = {}
        for first in {w[:3] for w in flat.split()} | {""}:
            for phrase in self._patterns.get(first, ()):
                if phrase.kind != kind or phrase.value in wanted:
                    continue
                for match in phrase.pattern.finditer(flat):
                    clause = max((c for c in clauses if c <= match.start()), default=0)
                    before = flat[clause : match.start()].split()
                    denied = negations & phrase.negations & set(before[-LOOK_BACK:])
                    if denied and not _LACKS & set(before[-LOOK_BACK - 2 :]):
                        found[phrase.value] = None
        return sorted(found)


def _own_age(text: str, patterns: Iterable[re.Pattern[str]]) -> tuple[int, int] | None:
    """Where a person says their own age, in the words of the whole plain text."""
    # '15.000 euro' and '10,5' are no ages, and their marks do not end a part of the sentence.
    flat, clauses = _clauses(re.sub(r"\d+(?:[.,]\d+)+|\d+ ?%", "0", text))
    if not flat:
        return None
    for start, end in zip(clauses, [*(c - 1 for c in clauses[1:]), len(flat)], strict=True):
        for pattern in patterns:
            match = pattern.search(flat[start:end])
            whole = match and pattern.pattern.startswith("^") and (start, end) != (0, len(flat))
            if match and not whole:
                return start + match.start(), start + match.end()
    return None


def refuses(text: str, language: str) -> bool:
    """Whether a sentence only says what is not wanted: 'je ne veux pas de bénévole'.

    Args:
        language: two letters; 'pas' is 'not' in French and 'only just' in Dutch.
    """
    flat, starts = _clauses(text)
    parts = [flat[a:b].strip() for a, b in zip(starts, [*starts[1:], len(flat)], strict=True)]
    refuses_it = _REFUSES.get(language)
    if refuses_it is None or not any(refuses_it.search(part) for part in parts):
        return False
    negations = NEGATIONS[language]
    besides = [p.split() for p in parts if not negations & set(p.split())]
    return not any(len(words) >= ENOUGH_BESIDES for words in besides)


def _fits_better(new: Heard, old: Heard) -> bool:
    """Whether a phrase for the same value says it earlier, or says more at the same spot."""
    if new.start < old.end and old.start < new.end:
        return new.end - new.start > old.end - old.start
    return new.start < old.start


def _clauses(text: str) -> tuple[str, list[int]]:
    """The plain text, and where each part between commas and stops begins in it.

    A 'no' belongs to its own part: 'I have no car, walking together is fine'.
    """
    flat, starts = "", []
    for part in re.split(r"[.,;:!?…\n]+", text):
        words = plain(part)
        if words:
            flat = f"{flat} {words}" if flat else words
            starts.append(len(flat) - len(words))
    return flat, starts


def _inside_longer(one: Heard, all_heard: Iterable[Heard]) -> bool:
    """Whether a longer phrase of the same kind covers this one ('makkelijk nederlands').

    Of two languages that share a word only the longer counts: one asks for one language.
    """
    return any(
        other.kind == one.kind
        and other.end - other.start > one.end - one.start
        and (
            other.start <= one.start < one.end <= other.end
            or (one.kind == "language" and other.start < one.end and one.start < other.end)
        )
        for other in all_heard
    )
