"""One line for each language that is not spoken (``data/other_languages.yml``)."""

from __future__ import annotations

from pathlib import Path

from bot.content.nodes import below, line_of, read_nodes
from bot.content.problems import Problems

NAMED = "{languages}"
"""Where the names of the languages that are spoken come."""

EMERGENCY = "112"


def load_other_languages(path: Path) -> dict[str, str]:
    """The line of each language, by its code.

    Raises:
        ContentError: a line lacks `NAMED` or 112, or has another placeholder.
    """
    problems = Problems(path)
    found = {}
    for code, node in below(below(read_nodes(problems)).get("lines")).items():
        said = str(node.value)
        rest = said.replace(NAMED, "", 1)
        if rest == said or "{" in rest or EMERGENCY not in rest:
            expected = f"a line with {NAMED} once and with {EMERGENCY}"
            problems.add(line_of(node), code, said, expected)
        found[code] = said
    problems.stop_if_any()
    return found
