"""Names that a person tells: what follows 'ik heet' is masked, what follows the name stays.

People on a phone write without capitals and without full stops: nothing shows where a name ends.
It ends at a mark, a digit, the end of a line, after four words, or before an ordinary word: 'ik
heet jan peeters en ik zoek een maatje' loses 'jan peeters' and nothing else. Rather a word too many
than a surname that stays; but no word that tells of a wish, a family or a danger may go.
"""

from __future__ import annotations

import re

from bot.core.text import plain

MOST_WORDS = 4
"""So many words of a name at most, besides its small ones."""

_INTRODUCES = re.compile(
    r"(?<![\w'’])(?:ik\s+heet|(?:mijn|m['’]?n)\s+naam(?:\s+is\b|\s*:)"
    r"|je\s+m['’ ]?appelle|mon\s+(?:pr[ée])?nom(?:\s+est\b|\s*:)"
    r"|my\s+name(?:\s+is|['’]s)\b|(?P<careful>moi,?\s+c['’ ]?est))\s+",
    re.IGNORECASE,
)
_WORD = re.compile(r"['’]t\b|[^\W\d_](?:[^\W_]|['’-])*")
_GAP = re.compile(r"[^\S\r\n]+")

_SMALL = frozenset("van de der den du la le el al bin von ter ten t".split())
"""Words that belong to a name only when one more word of it follows."""
_SMALL_BEFORE_CAPITAL = frozenset("ben les te".split())
"""The same, but in small letters they mostly mean something else: 'ik heet jan ben alleen'."""

_NEVER_FIRST = frozenset("ik je mijn mon my hoe geen".split())

_DUTCH = """
aan alleen alleenstaande allemaal altijd als at ben bent bij bijna blij buddy dag dan dank dat
deze die dit dood doe door drie dus e-mail een eenzaam eigenlijk elke en er ga geen geld graag
groetjes had hallo heb hebben hebt heel help het hij hoe hulp huis iemand ik in is ja jaar jaren
je jij jullie kan ken kinderen kind kom komt kon kunnen lang leef leven maar maatje man maanden
mag mama me meer mensen met mij mijn mn m'n moeder moet mogen na naam naar nee niemand niet nog nu
of om omdat ook op over papa pijn schulden sinds slaat slaan soms straat te tegen tot twee uit uw
vader van vandaag vanuit veel verveel vind vrienden vriend vriendin vrouw vraag waar want was wat
we weduwe weduwnaar weken wel werk wie wij wil willen wilde woon wonen woonde word wordt wou zeer
zei zeg ze zegt zelf zij zijn zit zo zoek zoeken zoekt zoon dochter zou zonder zwanger ziek broer
zus z'n zn 'k k zelfmoord gescheiden geslagen geweld bang mishandeld alstublieft aub groeten
"""
_FRENCH = """
a ai ans alors apres as au aussi avec avait bien bonjour ca car ce ces chez cherche cherchons
coucou comme comment dans depuis deux des divorce divorcee elle elles enceinte enfant enfants en
es est et etais etait etre eux faire fais femme fils fille frappe frere habite habitant ici il ils
je la-bas les leur lui ma madame mais malade mal maman mari me mere merci mes moi mon mort
monsieur ne ni non nom notre nous on origine ou oui papa par parce parents pas pere personne peur
plus pour pourquoi prenom quand que qui reside sa sans se ses seul seule si soeur son sont suis
sur ta toujours tout travail tres trop tu un une vais vers veuf veuve veux viens violence vit
vivre vis voila voudrais vous y aide argent dettes amis amie ami solitude suicide bat tape
d'origine d'accord d'abord
"""
_ENGLISH = """
and but i i'm im am from in live living looking for the my is with who what where please help
alone want need have
"""
_ORDINARY = frozenset(plain(w) for w in (_DUTCH + _FRENCH + _ENGLISH).split())
"""Words that end a name: who tells more than a name goes on with one of these."""

_CALLED = """
la le les l un une de des du ca cela ceci pareil pareille difficile dur dure complique compliquee
surtout plutot juste seulement vrai faux bon bonne mieux pire grave urgent simple facile important
fini possible impossible normal triste interdit toujours jamais souvent parfois encore deja quoi
comment tout toute rien trop tres assez peu moins vraiment quelque quelqu chaque chez cher chere
gratuit loin pres bientot demain hier aujourd maintenant avant apres non oui mes ton votre nos
leurs cette different differente horrible terrible chaud froid cool super genial gentil sympa
marcher parler
"""
_NOT_CALLED = _ORDINARY | frozenset(_CALLED.split())
"""What 'moi c'est' goes on with when no name follows: 'moi c'est difficile'."""

_TOWNS = frozenset(
    """
    aalst alost anderlecht antwerpen anvers brugge bruges brussel bruxelles charleroi elsene
    etterbeek evere forest gand genk gent hasselt ixelles jette kortrijk courtrai leuven louvain
    liege luik mechelen malines molenbeek mons namur oostende ostende roeselare schaarbeek
    schaerbeek turnhout uccle ukkel vilvoorde vorst
    """.split()
)
"""Towns where many people live: 'jan van gent' tells mostly where to look, not who somebody is."""

_ELISIONS = frozenset("j c n m s t l qu".split())
"""What stands before an apostrophe in French, and never before the rest of a name."""


def told_names(text: str) -> list[tuple[int, int]]:
    """Where in a text names stand that are told: the first place of each and the one after it."""
    found, at = [], 0
    while intro := _INTRODUCES.search(text, at):
        start = at = intro.end()
        end = _end(text, start, careful=intro["careful"] is not None)
        if end > start:
            found.append((start, end))
            at = end
    return found


def _end(text: str, start: int, careful: bool) -> int:
    """Where the name that begins here ends; here again when it is no name."""
    end = at = start
    words, joined = 0, False
    while words < MOST_WORDS and (found := _WORD.match(text, at)):
        word, after = found[0], found.end()
        bare = plain(word)
        small = _is_small(bare, text, after)
        if at == start:
            if bare in _NEVER_FIRST or careful and _is_no_name(bare):
                break
            # A name of one small word is a name all the same.
            end = after
        elif _ends(word, bare, small, joined):
            break
        if small:
            joined = True
        else:
            words, joined, end = words + 1, False, after
        gap = _GAP.match(text, after)
        if not gap:
            break
        at = gap.end()
    return end


def _is_no_name(bare: str) -> bool:
    """Whether 'moi c'est' goes on with something else than a name."""
    first = bare.split(maxsplit=1)[:1]
    return bare in _NOT_CALLED or first != [bare] and first[0] in _NOT_CALLED | _ELISIONS


def _ends(word: str, bare: str, small: bool, joined: bool) -> bool:
    """Whether a word is none of the name before it.

    Args:
        joined: a small word of a name stands before it; a capital then makes it the name's.
    """
    if small or (joined and word[0].isupper()):
        return False
    elided = word[0].islower() and bare.split(maxsplit=1)[0] in _ELISIONS
    return bare in _ORDINARY or elided or (joined and bare in _TOWNS)


def _is_small(bare: str, text: str, at: int) -> bool:
    """Whether this is a small word of a name, with more of the name after it."""
    if bare in _SMALL:
        return True
    gap = _GAP.match(text, at)
    return bare in _SMALL_BEFORE_CAPITAL and gap is not None and text[gap.end() :][:1].isupper()
