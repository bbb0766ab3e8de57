"""Words around the name of a place, in Dutch, French and English, and what they say of it."""

from __future__ import annotations

import re

FILLERS = frozenset(
    (
        # Dutch
        "in te bij rond van uit naar het de een den der t n aan op ik k zoek kzoek woon kwoon wil "
        "kwil kvan ben kben liefst graag gaarne liever regio omgeving buurt dorp stad gemeente "
        "deelgemeente provincie of en nee ja ma maar bedoel je j mijn waar daar hier centrum "
        "station iets ergens nu ook dan wel zo aub alstublieft postcode is ver niet dichtbij "
        "dicht vlakbij naast tussen omstreken belgie noord oost zuid west wij we wonen "
        # French
        "cherche jcherche habite jhabite suis chuis a au aux du des la le les l un une vers pres "
        "dans en ville commune quartier region province gare non oui mais veux voudrais autour "
        "cote d chez moi par svp stp loin pas plutot sur coin entre et ou code postal belgique "
        # English
        "i m im live near the from at city town area around close to please belgium somewhere "
        "looking for and or between station village"
    ).split()
)
"""Words around a place name; alone they are never a place."""

LIGHT = FILLERS - frozenset("is ver niet pas loin ma maar mais wil kwil veux".split())
"""What may stand beside the name of a village that is also a word, and it is still the village."""

ARTICLES = frozenset("de het een t den der mijn la le les un une mon ma mes the my".split())
"""After one of these a word is a word, and no village."""

UNITS = frozenset(
    "eur euro euros frank francs balles km kilometer meter jaar jaren ans mensen personen keer "
    "personnes people years uur".split()
)
"""After a number these say that it counts something: it is no postal code."""

BUT = frozenset("maar ma mais but doch want omdat car because".split())
"""Words that begin another part of the sentence."""

AND = re.compile(r"(?:of|en|or|ou|et|and|tot|\s)*")
"""What stands between two places of which the same is said."""

NEAR = frozenset(
    "bij|vlakbij|vlak bij|dicht bij|dichtbij|nabij|naast|near|by|close to|next to|pres|pres de|"
    "pres d|a cote de|a cote d|cote de|cote d".split("|")
)
"""'Ledeberg bij Gent': the second name says where the first one is."""

PART_OF = frozenset(["", "in", "a", "te", "deelgemeente van", "dans", "de", "van"])
"""'Borgerhout (Antwerpen)': the second name may say where the first one is."""

BEFORE_PLACE = re.compile(
    r"\b(?:in|te|van|kvan|uit|bij|rond|naar|tussen|liever|toch|nabij|richting|plutot|a|au|aux|de|d|"
    r"en|vers|sur|habite|near|to|from|around|at|of|ou|or)$"
)
"""Words before which a place is named."""

SURELY_BEFORE = re.compile(r"\b(?:in|bij|nabij|rond|tussen|a|vers|habite|near|around)$")
"""Words before which even a common word may be a village, in a short answer."""

LIVES = re.compile(
    r"\b(?:woon|kwoon|wonen|leef|verblijf|gemeente|stad|dorp|habite|jhabite|commune|ville|village|"
    r"live|living|staying)\b(?: \w+){0,2}$"
)
"""After these a common word is a village too."""

NOT_THERE = re.compile(
    r"(?<!waarom )(?<!pourquoi )(?<!why )\b(?:niet|nie|ni|pas|not|geen)"
    r"(?: (?:in|te|naar|bij|a|au|en|vers))?$"
)
"""'Not in Ghent'; 'why not in Ghent?' asks for it."""

COMES_FROM = re.compile(
    r"\b(?:viens|vient|venue?|nee?|originaire|kom|kwam|geboren|afkomstig|werk|travaille|work|come|"
    r"came|born|moved)\b(?: \w+){0,2}$"
)
"""Where somebody comes from or works is not where they look, when another place is named."""

IS_FROM = re.compile(r"\b(?:ben (?:ik )?(?:van|uit)|suis (?:de|du|d)|(?:am|m|im) from)(?: \w+)?$")
"""'Ik ben van Gent' says where somebody lives, 'ik ben van Marokko' where somebody was born."""

SEEKS = re.compile(
    r"\b(?:zoek\w*|kzoek|liever|liefst|wil|kwil|wou|zou|verhuis\w*|naar|cherche\w*|jcherche|plutot|"
    r"prefere\w*|veux|voudrais|vers|looking|search\w*|rather|prefer|want|to)\b"
)
"""What is said of the place where somebody looks."""

LOOKED_FOR = re.compile(
    r"\b(?:woon|kwoon|wonen|zoek|kzoek|verblijf|zit|buurt|omgeving|regio|rond|bij|nabij|tussen|iets|"
    r"ben|zijn|am|are|suis|habite|jhabite|cherche|jcherche|pres|loin|cote|coin|autour|vers|entre|region|"
    r"live|living|staying|near|close|around|somewhere|looking)\b"
)
"""Said before a misspelt place in a sentence; without it an unknown word is no place."""

TOO_FAR = re.compile(
    r"^(?:is |c est |cest |est )?(?:veel |beaucoup |way )?(?:te|trop|too) (?:ver|loin|far)\b"
)
"""'Genk is te ver': not there."""

BEFORE_ABROAD = re.compile(r"\b(?:in|te|naar|bij|en|au|aux|a|to|near|habite)$")
"""Words before which a country or a town abroad is where somebody wants to look."""

STREET = re.compile(
    r"\b(?:rue|avenue|av|chaussee|boulevard|bd|quai|place|clos|dreve)(?: (?:de|du|des|d|la|l))*$"
)
STREET_ENDS = frozenset("straat laan steenweg plein lei baan dreef kaai poort".split())
"""'Rue de Namur' is a street."""
