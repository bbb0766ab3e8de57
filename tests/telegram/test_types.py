"""All that goes to and comes from Telegram has the shape that aiogram knows, which is not ours."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from auxil.server import ROOT
from auxil.telegram_bot import RunningBot
from auxil.telegram_faults import BEFORE
from auxil.telegram_server import TelegramServer
from auxil.telegram_steps import answered, hears
from auxil.telegram_talker import Talker, converse, someone

CALLED = {
    "answerCallbackQuery",
    "deleteMessages",
    "deleteWebhook",
    "editMessageReplyMarkup",
    "editMessageText",
    "getMe",
    "getUpdates",
    "sendMessage",
    "sendVenue",
    "setMyCommands",
    "setMyDescription",
    "setMyShortDescription",
}
"""What the recording must hold to be worth checking."""


@pytest.fixture
def recording(telegram: TelegramServer, bot: RunningBot, tmp_path: Path) -> Path:
    """A whole talk to a venue pin, everything else that people send, and its end."""
    talker = someone(telegram, bot, "9000", typed=frozenset({"hard"}))
    converse(telegram, [talker])
    talker.check()
    _sends_everything(talker)
    person = talker.person
    answered(person, person.says, "/taal")
    person.presses("Français")
    hears(person, "français")
    person.says("/partir")
    telegram.wait(lambda: telegram.called("deleteMessages", person.id))
    telegram.channel_post("Nieuws")
    group = telegram.group()
    group.says("hallo allemaal", mention=True)
    telegram.wait(lambda: telegram.called("sendMessage", group.id))
    person.blocks()
    person.unblocks()
    answered(person, person.says, "bonjour")
    return _written(telegram, tmp_path / "calls.jsonl")


def _sends_everything(talker: Talker) -> None:
    """Each kind of thing that a phone can send; each gets an answer."""
    person = talker.person
    for send in (
        person.sends_voice,
        person.sends_photo,
        person.sends_sticker,
        person.sends_contact,
        person.sends_document,
        person.sends_poll,
        person.sends_video_note,
    ):
        answered(person, send)
    answered(person, person.says, "ik zoek iets")
    said = next(shown.message_id for shown in person.screen if shown.text == "ik zoek iets")
    answered(person, person.edits, said, "ik zoek iets anders")
    answered(person, person.forwards, "kom je ook?")
    answered(person, person.shares_location, 51.05, 3.72)
    answered(person, person.shares_location, 48.85, 2.35)


def _written(telegram: TelegramServer, path: Path) -> Path:
    """All calls and updates so far; what a fault kept from its method was never read as one."""
    with telegram.changed:
        every = telegram.calls
        telegram.calls = [call for call in every if call.fault not in BEFORE]
        telegram.write_calls(path)
        telegram.calls = every
    return path


def test_every_call_and_every_answer_is_as_telegram_describes_it(
    telegram: TelegramServer, recording: Path
) -> None:
    assert {call.method for call in telegram.calls} >= CALLED
    own = ROOT / ".venv-botapi" / "bin" / "python"
    python = Path(os.environ.get("NETWERKWIJZER_BOTAPI_PYTHON", own))
    assert python.exists(), f"{python} is missing: make .venv-botapi/.ready"
    command = [str(python), "scripts/check_bot_api.py", str(recording)]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert telegram.unknown_parameters == []
