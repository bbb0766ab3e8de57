"""In every state, whatever is said: an answer, in the right language, and never the same twice.

The messages are one example of every intent and what is no intent at all. Each is sent to a copy of
the same talk, and every third one is sent once more.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache, lru_cache

import pytest
import yaml
from auxil.here import Here
from auxil.states import FIRST, GIBBERISH, STATES, go
from auxil.tongue import BOTH, bilingual, common_languages, flat, is_offer, languages_of, pattern

from bot.bootstrap import ROOT, detector, languages, words
from bot.repeats import LEADS
from bot.words import base

LANGUAGES = languages()

SEED = 20261122
NO_INTENT = (
    "asdf qwer",
    "??",
    "👍",
    "",
    "привет",
    "9000",
    "/foo",
    "/session_start",
    '/answer{"wish":"x"}',
)
MOST_TITLE, MOST_PAYLOAD = 30, 64
MAY_REPEAT = frozenset(
    "repeat start_over forget_me change_language other_language stop ask_work_model".split()
)
"""Intents that may ask for just what stands there."""

REPEATING = tuple(key for keys in LEADS.values() for key in keys)
QUESTIONS = ("language", "ready", "wish", "hard", "size", "own_people", "place")
NOT_UNDERSTOOD = tuple(f"utter_{how}_{q}" for how in ("missed", "example") for q in QUESTIONS)
LEAKS = re.compile(r"[{}]|utter_|action_|Traceback|\bNone\b|Error\b|/\w+_\w+")
AGAIN_STEP = 3
"""Every third message is sent twice; another third in every state."""

SIMPLE_STEP = 3
"""In the easy registers every third intent is tried: what is heard does not depend on them."""


@cache
def examples(two_letters: str) -> dict[str, str]:
    """For every intent one example, of several words where there is one; always the same."""
    chosen = {}
    for path in sorted((ROOT / "data" / "nlu" / two_letters).glob("*.yml")):
        for block in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)["nlu"]:
            rows = [row.removeprefix("- ").strip() for row in block["examples"].splitlines()]
            several = [row for row in rows if len(row.split()) > 2] or rows
            chosen[block["intent"]] = random.Random(f"{SEED} {path.stem}").choice(several)
    return chosen


def messages(language: str) -> list[tuple[str, str]]:
    """(intent or '', text) of everything that is tried in a language."""
    found = sorted(examples(base(language)).items())
    if language.endswith("-simple"):
        found = found[::SIMPLE_STEP]
    return [*found, *(("", text) for text in NO_INTENT)]


@pytest.fixture(scope="module")
def quick(here: Here) -> Iterator[Here]:
    """The assistant, sparing the costs that do not change an answer."""
    with here.quickly():
        yield here


def faults(
    intent: str,
    text: str,
    answers: list[dict],
    before: list[str],
    expected: str | None,
    repeated: bool = False,
) -> Iterator[str]:
    """What is wrong with an answer.

    Args:
        before: the texts of the answer before it.
        expected: the language of the talk, or None when nothing is known of it.
        repeated: whether the very same was understood once before: then it may be said again.
    """
    texts = [answer["text"] for answer in answers]
    if not texts or not all(t.strip() for t in texts):
        yield "silence"
        return
    for said in texts:
        leak = LEAKS.search(said)
        if leak:
            yield f"{leak.group()!r} is said: {said[:120]!r}"
    for one, next_one in zip([*before[-1:], *texts], texts, strict=False):
        if one == next_one:
            yield f"said twice in a row: {one[:120]!r}"
    if texts == before:
        yield "the same answer as before"
    told = [said for said in texts if not _is(said, REPEATING)]
    if told == before[-1:] and intent not in MAY_REPEAT and not repeated:
        yield f"only what was said last, nothing explained: {told[0][:120]!r}"
    if intent and len(told) > 1 and _is(told[-1], NOT_UNDERSTOOD):
        yield f"understood, and then not understood: {told[-1][:120]!r}"
    # Veiled words are asked about, plainly; all other danger begins with 112.
    veiled = _is(texts[0], ("utter_crisis_veiled",))
    if intent.startswith("crisis_") and "112" not in texts[0] and not veiled:
        yield f"112 does not come first: {texts[0][:120]!r}"
    apology = [t for t in texts if t in apologies()]
    if apology:
        yield f"an apology: {apology[0]!r}"
    yield from _wrong_language(intent, text, texts, expected)
    for button in (b for answer in answers for b in answer.get("buttons", [])):
        title, payload = button["title"], button["payload"]
        if not title or len(title.removeprefix("✓ ")) > MOST_TITLE or "{" in title:
            yield f"a button titled {title!r}"
        if not payload.startswith("/") or len(payload.encode()) > MOST_PAYLOAD:
            yield f"a button with {payload!r}"


@lru_cache(maxsize=20_000)
def _is(said: str, keys: tuple[str, ...]) -> bool:
    """Whether a text is one of these responses, in whatever language."""
    known = [key for key in keys if key in words().responses]
    return any(
        looks.fullmatch(flat(said))
        for key in known
        for looks in (bilingual(key), *(pattern(key, language) for language in LANGUAGES))
    )


def apologies() -> set[str]:
    """What is said when something failed."""
    return {
        words().text("utter_sorry", language) for language in ("nl", "fr", "nl-simple", "fr-simple")
    }


def _wrong_language(
    intent: str, text: str, texts: list[str], expected: str | None
) -> Iterator[str]:
    unknown = [t for t in texts if not languages_of(t) and not is_offer(t)]
    if unknown:
        yield f"in no language as a whole: {unknown[0][:160]!r}"
        return
    found = common_languages(texts)
    if not found:
        yield f"a mix of languages: {[(t[:60], sorted(languages_of(t))) for t in texts]}"
        return
    # A command or a button is in no language.
    typed = "" if text.startswith("/") else text
    written, sure = detector().guess(typed), detector().sure(typed) or ""
    may_change = intent == "change_language" or sure not in ("", base(expected or ""))
    if expected and expected not in found and not may_change:
        yield f"in {sorted(found)}: {[t[:60] for t in texts]}"
    if expected is None and not intent and not written and not found >= BOTH:
        yield f"no language is known, and it is said in {sorted(found)} only"
    if expected is None and written and written not in {base(f) for f in found}:
        yield f"{written} was typed, the answer is in {sorted(found)}"


def try_all(here: Here, language: str, state: str) -> list[str]:
    """Everything that goes wrong in one state."""
    start = f"{language} {state}"
    came_from = go(here, start, language, state)
    talk, last = here.tracker(start), here.intake._repeats._last[here.who(start)]
    wrong = []
    for number, (intent, text) in enumerate(messages(language)):
        sender = f"{start} < {intent} {text}"
        if talk is not None:
            here.give(talk, sender)
        # What was answered last belongs to the talk as well.
        here.intake._repeats._last[here.who(sender)] = last
        # Nothing may be left of who erased everything, so nothing is known of their language.
        expected = None if state == "forgotten" else base(language) if state == FIRST else language
        before = came_from
        again = (number + CASES.index((language, state))) % AGAIN_STEP == 0
        for time in ("first", "again") if again else ("first",):
            answers = here.send(sender, text)
            repeated = time == "again" and bool(intent)
            for fault in faults(intent, text, answers, before, expected, repeated):
                wrong.append(f"{intent or 'no intent'} {text!r} ({time}): {fault}")
            before = [answer["text"] for answer in answers]
            if again and intent in ("forget_me", "quick_away"):
                expected = None
            elif again and (intent == "change_language" or detector().sure(text)):
                tracker = here.tracker(sender)
                expected = tracker.get_slot("language") if tracker else None
    return wrong


CASES = [
    *((language, FIRST) for language in ("nl", "fr")),
    *((language, state) for language in ("nl", "fr", "nl-simple", "fr-simple") for state in STATES),
]


@pytest.mark.parametrize(("language", "state"), CASES, ids=[f"{a}: {b}" for a, b in CASES])
def test_never_silent(language: str, state: str, quick: Here) -> None:
    wrong = try_all(quick, language, state)
    assert not wrong, f"{len(wrong)} wrong:\n" + "\n".join(wrong)


@pytest.mark.parametrize(("language", "state"), CASES, ids=[f"{a}: {b}" for a, b in CASES])
def test_not_understood_again_and_again(language: str, state: str, quick: Here) -> None:
    sender = f"{language} {state} lost"
    before = go(quick, sender, language, state)
    expected = None if state == "forgotten" else base(language) if state == FIRST else language
    wrong = []
    for time in range(1, 5):
        answers = quick.send(sender, GIBBERISH)
        wrong += [f"({time}) {f}" for f in faults("", GIBBERISH, answers, before, expected)]
        before = [answer["text"] for answer in answers]
    assert not wrong, f"{len(wrong)} wrong:\n" + "\n".join(wrong)


def test_there_is_an_example_of_every_intent() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    for two_letters in ("nl", "fr"):
        assert set(examples(two_letters)) == set(domain["intents"])
