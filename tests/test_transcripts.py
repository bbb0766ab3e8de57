"""docs/conversations.md says what the assistant really says."""

from __future__ import annotations

import subprocess
import sys

from bot.bootstrap import ROOT


def test_the_page_with_conversations_is_current() -> None:
    command = [sys.executable, "-m", "bot.cli", "transcripts", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def test_each_language_ends_at_real_doors() -> None:
    page = (ROOT / "docs" / "conversations.md").read_text(encoding="utf-8")
    parts = page.split("\n## ")[1:]
    assert [part.split("\n")[0] for part in parts] == ["nl", "fr", "nl-simple", "fr-simple"]
    for part in parts:
        for number in ("1. ", "2. ", "3. "):
            assert f"\n{number}" in part
