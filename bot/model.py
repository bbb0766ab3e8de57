"""The trained model: whether it is current, and training it when it is not."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import yaml

from bot.bootstrap import ROOT

MODELS = ROOT / "models"
NAME = "netwerkwijzer"
SOURCES = (
    "config.yml",
    "data/nlu",
    "data/rules",
    "data/stories",
    "bot/dialogue/hear.py",
    "bot/dialogue/danger.py",
    "bot/dialogue/danger_model.py",
    "bot/dialogue/examples.py",
    "bot/dialogue/intents.py",
    "bot/dialogue/text_model.py",
    "bot/dialogue/vectors.py",
    "bot/core/danger.py",
    "requirements.lock",
)
"""What a model is made of, besides the domain: when one changes, it is no longer current."""

QUIET_RASA = """
import warnings
warnings.showwarning = lambda *_args, **_kwargs: None
from rasa.__main__ import main
main()
"""
"""Rasa's command without the warnings of its libraries: they frighten who sets this up."""


def model_path() -> Path:
    """Where the trained model lies."""
    return MODELS / f"{NAME}.tar.gz"


def _stamp_path() -> Path:
    return MODELS / f"{NAME}.json"


def _files() -> Iterator[Path]:
    for name in SOURCES:
        path = ROOT / name
        if path.is_dir():
            found = (p for p in path.rglob("*") if p.suffix in (".yml", ".py"))
            yield from sorted(found)
        elif path.exists():
            yield path


def fingerprint() -> str:
    """A digest of everything that goes into a model."""
    domain = yaml.load((ROOT / "domain.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    # Texts are read when they are said: a changed sentence asks for no training.
    domain["responses"] = sorted(domain["responses"])
    digest = hashlib.sha256(json.dumps(domain, sort_keys=True).encode())
    for path in _files():
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_current() -> bool:
    """Whether there is a model of the present sources, whole and readable."""
    try:
        stamp = json.loads(_stamp_path().read_text())
        whole = hashlib.sha256(model_path().read_bytes()).hexdigest() == stamp["sha256"]
        if stamp["fingerprint"] != fingerprint() or not whole:
            return False
        with tarfile.open(model_path()) as archive:
            return bool(archive.getnames())
    except (OSError, ValueError, KeyError, tarfile.TarError):
        return False


def train() -> None:
    """Trains anew from the present sources.

    ``--force`` because Rasa's cache can hand out a model that does not load after the pipeline
    changed.

    Raises:
        RuntimeError: training failed; what it said is shown above.
    """
    MODELS.mkdir(exist_ok=True)
    _stamp_path().unlink(missing_ok=True)
    command = [sys.executable, "-c", QUIET_RASA, "train", "--force", "--skip-validation"]
    command += ["--fixed-model-name", NAME, "--out", str(MODELS)]
    command += ["--data", "data/nlu", "data/rules", "data/stories"]
    quiet = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "RASA_TELEMETRY_ENABLED": "false"}
    # The processes that learn side by side warn too.
    quiet["PYTHONWARNINGS"] = "ignore"
    done = subprocess.run(command, cwd=ROOT, env=quiet, check=False)
    if done.returncode or not model_path().exists():
        raise RuntimeError("training failed: see the lines above")
    stamp()


def stamp() -> None:
    """Notes of which sources the model is, and what it looks like when it is whole."""
    facts = {
        "fingerprint": fingerprint(),
        "sha256": hashlib.sha256(model_path().read_bytes()).hexdigest(),
    }
    _stamp_path().write_text(json.dumps(facts))


def discard() -> None:
    """Counts a model that does not load as none."""
    _stamp_path().unlink(missing_ok=True)
    model_path().unlink(missing_ok=True)
