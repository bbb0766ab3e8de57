"""What somebody may have meant, when it is not sure: two or three guesses to choose from."""

from __future__ import annotations

from collections.abc import Collection, Iterable

MOST = 3
"""More choices are no help to somebody who reads with difficulty."""

FEWEST = 2
"""One guess alone would be a claim."""

LEAST = 0.04
"""Below this chance a guess is a shot in the dark: of some sixty intents, each has 0.016."""


def guesses(ranking: Iterable[tuple[str, float]], labelled: Collection[str]) -> list[str]:
    """The intents to propose, the likeliest first; none when there are too few.

    Args:
        ranking: intents with their chances (0 to 1), the likeliest first.
        labelled: the intents that have a label, and so may be guessed.
    """
    found = [name for name, chance in ranking if name in labelled and chance >= LEAST][:MOST]
    return found if len(found) >= FEWEST else []
