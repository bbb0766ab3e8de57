"""How a text stands on a small screen: its sentences, and in an easy register one on each line.

A blank line begins a new message, as Rasa's own channels have it. Sources: one sentence on a line
(FALC rules, see docs/words.md); three lines and one question a message is our own choice.
"""

from __future__ import annotations

import re

MOST_LINES = 3
"""Lines of one message in an easy register."""

_END = re.compile(
    r"(?P<end>[.!?…]+[’'”»\")]*|[  ]?[!?]+[’'”»\")]*)"
    r"[  ]+(?=[«‘“\"'(¿¡]?[  ]?[A-ZÀ-ÝŒ0-9{])"
)
_NO_END = re.compile(
    r"^\d{1,3}\.$|(?:^|[\s(])(?:[A-Za-z]|bv|bijv|nr|tel|st|sint|dr|mr|mevr|dhr|prof|ex|av|bd|ch|rue|p\.ex|"
    r"o\.a|d\.w\.z|m\.a\.w|i\.p\.v|e\.d|enz|etc|vzw|asbl)\.$",
    re.IGNORECASE,
)
"""What a full stop follows without ending a sentence: '3.', 'St.', 'bv.'."""


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, in their order; the end of a line ends a sentence too."""
    return [sentence for line in text.splitlines() for sentence in _of_line(line) if sentence]


def _of_line(line: str) -> list[str]:
    found, start = [], 0
    for match in _END.finditer(line):
        end = match.end("end")
        if match["end"] == "." and _NO_END.search(line[start:end]):
            continue
        found.append(line[start:end].strip())
        start = match.end()
    return [*found, line[start:].strip()]


def one_a_line(text: str, most: int = MOST_LINES) -> str:
    """A text with one sentence on each line and a blank line between its messages.

    No message has more than ``most`` lines or more than one question. Blank lines that stand in the
    text stay; no word is lost.
    """
    messages: list[list[str]] = [[]]
    for block in re.split(r"\n\s*\n", text):
        messages.append([])
        for line in block.splitlines():
            together = _of_line(line)
            # What stood on one line belongs together, where that fits.
            if 1 < len(together) <= most < len(messages[-1]) + len(together):
                messages.append([])
            for sentence in filter(None, together):
                said = messages[-1]
                if len(said) == most or (_asks(sentence) and any(map(_asks, said))):
                    messages.append([])
                messages[-1].append(sentence)
            if len(together) > most:
                # What is left of a long line does not stand with what comes next.
                messages.append([])
    return "\n\n".join("\n".join(lines) for lines in messages if lines)


def _asks(sentence: str) -> bool:
    return sentence.rstrip("’'”»\") \u00a0").endswith("?")
