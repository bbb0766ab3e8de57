"""The grammar that the rules for easy language need, in each language that is checked.

What depends on our own texts (known words, explanations, what to say instead) is content and lies
in ``data/plain``; a language that has nothing here is checked on length, marks and common words.
"""

from __future__ import annotations

import re

from bot.core.plain import Tongue

_PARTICIPLE_NL = (
    r"(?:ge|be|ver|ont|her|er|mis|aan|af|in|op|uit|toe|voor|over|onder)\w{2,}(?:d|t|en)"
)

_DUTCH = Tongue(
    numbers=frozenset(
        "één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien "
        "twintig dertig veertig vijftig zestig honderd duizend".split()
    ),
    negations=re.compile(r"(?<!\w)(?:niet|geen|nooit|niets|niemand|nergens|zonder)(?!\w)"),
    joins=frozenset(
        "als dat die doordat hoewel nadat omdat opdat sinds sindsdien terwijl tenzij totdat "
        "voordat waar waarbij waardoor waarmee waarop waarvan wanneer zodat zodra toen".split()
    ),
    passive=re.compile(
        rf"(?<!\w)(?:word|wordt|worden|werd|werden)(?!\w)(?: \w+){{0,6}}? {_PARTICIPLE_NL}(?!\w)"
        rf"|(?<!\w){_PARTICIPLE_NL} (?:word|wordt|worden|werd|werden)(?!\w)"
    ),
    other_address=re.compile(r"(?<!\w)(?:[Uu]w?|[Uu]we|[Uu]zelf)(?!\w)(?!-)"),
)

_FRENCH = Tongue(
    numbers=frozenset(
        "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
        "vingt trente quarante cinquante soixante cent mille".split()
    ),
    negations=re.compile(
        r"(?<!\w)(?:ne|n)['’ ](?!\w*que(?!\w))|(?<!\w)(?:sans|non|ni)(?!\w)|^(?:pas|jamais)(?!\w)"
    ),
    joins=frozenset(
        "afin car dont lorsque lorsqu parce puisque puisqu quand qui quoique si tandis "
        "laquelle lequel lesquels lesquelles".split()
    ),
    passive=re.compile(
        r"(?<!\w)(?:est|sont|était|étaient|sera|seront|été|être)"
        r"(?: (?:bien|aussi|toujours|déjà|pas|plus|souvent|parfois|jamais))? "
        r"\w{2,}(?:é|ée|és|ées|uit|uits|uite|uites|ert|erts|erte|ertes)(?!\w)"
    ),
    not_passive=frozenset(
        "allé allée allés allées venu resté restée restés restées né née entré entrée arrivé "
        "arrivée passé passée tombé tombée âgé âgée âgés âgées gratuit gratuits gratuite fermé "
        "fermée fermés ouvert ouverte ouverts ouvertes situé située isolé isolée fatigué fatiguée "
        "effacé effacée effacés noté handicapé compliqué compliquée privé privée réservé obligé "
        "obligée marié mariée séparé séparée "
        "endetté intéressé intéressée désolé désolée côté santé vérité société liberté qualité "
        "difficulté réalité activité nuit minuit".split()
    ),
    other_address=re.compile(r"(?<![\w-])(?i:tu|te|toi|ton|ta|tes)(?![\w-])|(?<!\w)[Tt]['’](?=\w)"),
)

_ENGLISH = Tongue(
    numbers=frozenset(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "twenty thirty forty fifty hundred thousand".split()
    ),
    negations=re.compile(r"(?<!\w)(?:not|no|never|nobody|nothing|nowhere|without|\w+n't)(?!\w)"),
    joins=frozenset(
        "although because before if since so that unless until when where whether which while who "
        "whose".split()
    ),
    passive=re.compile(
        r"(?<!\w)(?:is|are|was|were|be|been|being)(?: \w+ly)? \w{3,}ed(?: by)?(?!\w)"
    ),
    not_passive=frozenset(
        "tired scared ashamed worried interested closed allowed married retired bored".split()
    ),
)

TONGUES = {"nl": _DUTCH, "fr": _FRENCH, "en": _ENGLISH}
"""By the two letters of the language."""
