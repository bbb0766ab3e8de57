"""Streets with a number: together they are where somebody lives.

A street without a number stays, and so does a number that counts something ('supermarkt 5 euro').
"""

from __future__ import annotations

import re

_BOX = r"(?:\s*(?:bus|bte|bo[iî]te)\s*\d+)?"
_COUNTED = (
    r"(?!\s*(?:[x×€%]|[.,:]\d|(?:u|uur|min|minuten|jaar|jaren|km|m|meter|keer|maal|dag|dagen|week|weken"
    r"|maand|maanden|euro|eur|mensen|personen|kinderen|kind|mannen|vrouwen|stuks|nachten|nacht|plaatsen"
    r"|fois|jours?|heures?|h|ans?|mois|semaines?|euros?|personnes?|enfants?|minutes?|nuits?|places?"
    r"|m[eè]tres?)(?!\w)|(?:à|tot|of|ou)\s*\d))"
)
"""What stands behind a number that counts something."""

_NO_STREET = "|".join(
    """
    \\w*supermarkt \\w*rommelmarkt \\w*arbeidsmarkt \\w*woningmarkt \\w*huurmarkt kerstmarkt
    jaarmarkt vlooienmarkt weekmarkt avondmarkt boerenmarkt vrijmarkt zwemvest reddingsvest
    bijbaan droombaan voltijdbaan deeltijdbaan flexibaan zwembaan rijbaan renbaan atletiekbaan
    tennisbaan startbaan woonplaats verblijfplaats geboorteplaats werkplaats parkeerplaats
    speelplaats slaapplaats zitplaats opvangplaats standplaats stageplaats kookplaats ligplaats
    schuilplaats ontmoetingsplaats schuldenberg ijsberg skatepark pretpark speelpark koekelberg
    kortenberg ledeberg sint-amandsberg alsemberg huldenberg pellenberg everberg schoenberg
    dongelberg vloesberg aalterbrug begijnendijk heist-op-den-berg
    """.split()
)
"""Words with the same endings: what is counted, and towns."""

_PARTICLES = r"(?:(?:de\s+la|de\s+l['’]|du|des|de|d['’]|la|le|les|l['’]|aux?)\s*)?"
_LEARNT = (
    r"(?!(?:fran[cç]ais|n[ée]erlandais|anglais|langues?|cuisine|danse|yoga|musique|couture|sport|gym|"
    r"natation|depuis|pour|avec|chez|il|elle|que|qui|pendant|vers|avant|apr[eè]s|dans|financi[eè]re)\b)"
)

PATTERNS = (
    # 'Kerkstraat 12 bus 3', 'Kerkstraat nr 12'
    re.compile(
        r"\b(?!(?:onder|half|uit|weg)weg\b)\w[\w'’-]*"
        r"(?:straat|laan|plein|weg|steenweg|lei|dreef|kaai|pad|hof)\s+(?:(?:nr|nummer)\.?\s*)?\d{1,4}"
        r"(?:\s*[a-zA-Z]\b)?(?:\s*(?:bus|bte)\s*\d+)?(?!\s*(?:min|uur|jaar|km|keer|dagen))",
        re.IGNORECASE,
    ),
    # 'Veemarkt 12', 'Grote Markt 5'; with four digits it may be a town with its postal code
    re.compile(
        rf"\b(?!(?:{_NO_STREET})\b)(?:\w[\w'’-]*"
        r"(?:markt|steeg|gracht|vest|baan|brug|singel|park|kade|dijk|berg|plaats|wegel|straatje)"
        r"|(?:grote|kleine|oude|nieuwe)\s+(?:markt|baan|plaats|gracht|dijk|kade|berg|brug|steeg)"
        r"|\w{2,}se\s+(?:baan|dijk|kade|vest|plaats)"
        r"|(?-i:Markt|Gracht|Vest|Singel|Kade|Dijk|Steeg))"
        rf",?\s+(?:(?:nr|nummer)\.?\s*)?\d{{1,3}}(?![\d]){_COUNTED}(?:\s?[a-w]\b(?!['’]))?{_BOX}",
        re.IGNORECASE,
    ),
    # 'rue de la Loi 16 bte 4'
    re.compile(
        r"(?<![\w-])(?:rue|avenue|chauss[ée]e|boulevard|quai|all[ée]e"
        r"|place(?=\s+(?:de|du|des|d['’]|(?-i:[A-ZÀ-Ý]))))"
        r"\s+[\w'’ -]{2,40}?,?\s*\d{1,3}(?!\d)(?:\s*(?:bte|bus|bo[iî]te)\s*\d+)?\b",
        re.IGNORECASE,
    ),
    # 'impasse des Roses 2': these words mean other things too, so only a name may stand between
    re.compile(
        rf"(?<![\w-])(?:impasse|venelle|square|clos|galeries?|passage)\s+{_PARTICLES}{_LEARNT}"
        rf"[^\W\d_][\w'’-]*(?:\s+(?:d['’]|de\s+|du\s+)?{_LEARNT}[^\W\d_][\w'’-]*){{0,2}}"
        rf"(?:,\s*|\s+)(?:n[°o]\.?\s*)?\d{{1,3}}(?!\d){_COUNTED}(?:\s?[a-w]\b(?!['’]))?{_BOX}",
        re.IGNORECASE,
    ),
    # 'cours Saint-Michel 30', but 'cours de français 2 fois': a capital tells them apart
    re.compile(
        rf"(?<![\w-])(?i:cours)\s+{_PARTICLES}(?i:{_LEARNT})[A-ZÀ-Ý][\w'’-]*(?:\s+[A-ZÀ-Ý][\w'’-]*)?"
        rf"(?:,\s*|\s+)\d{{1,3}}(?!\d){_COUNTED}(?:\s?[a-w]\b(?!['’]))?{_BOX}"
    ),
)
