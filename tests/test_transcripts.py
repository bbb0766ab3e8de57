"""docs/conversations.md says what the assistant really says."""

from __future__ import annotations

import subprocess
import sys

from bot.bootstrap import ROOT, languages
from bot.core.languages import is_simple
from bot.core.layout import MOST_LINES


def test_the_page_with_conversations_is_current() -> None:
    command = [sys.executable, "-m", "bot.cli", "transcripts", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def test_each_language_ends_at_real_doors() -> None:
    page = (ROOT / "docs" / "conversations.md").read_text(encoding="utf-8")
    parts = page.split("\n## ")[1:]
    assert [part.split("\n")[0] for part in parts] == list(languages())
    for part in parts:
        assert "\n1. " in part
    assert sum(part.count("\n3. ") for part in parts) >= 4


def test_the_page_with_words_is_current() -> None:
    command = [sys.executable, "-m", "bot.cli", "words", "page", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def test_the_whole_way_stands_there_in_every_language_and_the_easy_ones_are_laid_out() -> None:
    page = (ROOT / "docs" / "words.md").read_text(encoding="utf-8")
    head, rows = next(part for part in page.split("\n\n") if part.startswith("| |")), []
    names = [cell.strip() for cell in head.splitlines()[0].strip("| ").split("|")]
    assert sorted(names) == sorted(languages())
    for line in head.splitlines()[2:]:
        said, *cells = line.strip("| ").split(" | ")
        rows.append(said)
        for name, cell in zip(names, cells, strict=True):
            if not is_simple(name):
                continue
            for message in cell.split("<br><br>"):
                lines = [x for x in message.split("<br>") if not x.startswith("`[")]
                assert len(lines) <= MOST_LINES, (said, name, lines)
                assert sum(x.endswith("?") for x in lines) <= 1, (said, name, lines)
    assert len(rows) >= 10
    assert {"`9000`", '`/first_step{"n":"1"}`', "`/forget_me`"} <= set(rows)
