"""The languages that a talk may be in."""

from __future__ import annotations

LANGUAGES = ("nl", "fr", "nl-simple", "fr-simple")
"""The four registers, as BCP 47 tags."""
