"""What a channel knows about a message: typed, pressed, sent as a voice, from which device."""

from __future__ import annotations

import itertools

import pytest
from auxil.here import CHANNEL, Here
from auxil.talk import begun

from bot.incoming import AWAY, LOCATED, PRESSED, SENT, STALE, TYPED, Incoming
from bot.replies import Reply
from bot.turn import ALWAYS, COMMANDS

_numbers = itertools.count()


@pytest.fixture
def somebody(here: Here) -> str:
    """Somebody at the first question, in Dutch."""
    return begun(here.send, "incoming")._sender


def receive(here: Here, sender: str, text: str, kind: str, language: str = "") -> list[Reply]:
    """The answers to a message of a kind."""
    incoming = Incoming(text, kind, language)
    return here._loop.run_until_complete(here.intake.receive(CHANNEL, sender, incoming))


def keys(replies: list[Reply]) -> list[str]:
    return [reply.key for reply in replies]


def wishes(here: Here, sender: str) -> list[str]:
    tracker = here.tracker(sender)
    assert tracker is not None
    return [*(tracker.get_slot("picks") or ()), *(tracker.get_slot("wish") or ())]


TOGETHER = '/answer{"wish":"together"}'


def test_the_payload_of_an_offered_button_is_only_text_when_it_is_typed(
    here: Here, somebody: str
) -> None:
    replies = receive(here, somebody, TOGETHER, TYPED)
    assert keys(replies)[0] == "utter_unknown_command"
    assert wishes(here, somebody) == []
    receive(here, somebody, TOGETHER, PRESSED)
    assert wishes(here, somebody) == ["together"]


@pytest.mark.parametrize(
    "typed",
    [
        "/restart",
        "/session_start",
        "/inform{}",
        '/inform_place{"place":"9000 Gent"}',
        "/begin",
        '/done {"wish": "together"}',
    ],
)
def test_who_types_a_command_that_is_not_ours_hears_so_and_loses_nothing(
    here: Here, somebody: str, typed: str
) -> None:
    receive(here, somebody, TOGETHER, PRESSED)
    replies = receive(here, somebody, typed, TYPED)
    assert keys(replies)[0] == "utter_unknown_command"
    assert wishes(here, somebody) == ["together"]
    tracker = here.tracker(somebody)
    assert tracker is not None
    assert tracker.get_slot("place") is None


def test_a_press_that_this_talk_was_never_offered_is_no_press(here: Here, somebody: str) -> None:
    replies = receive(here, somebody, '/inform_place{"place":"9000 Gent"}', PRESSED)
    assert keys(replies)[0] == "utter_old_button"
    tracker = here.tracker(somebody)
    assert tracker is not None
    assert tracker.get_slot("place") is None


def test_a_button_of_an_older_message_changes_no_answer(here: Here, somebody: str) -> None:
    replies = receive(here, somebody, TOGETHER, STALE)
    assert keys(replies)[0] == "utter_old_button"
    assert wishes(here, somebody) == []


@pytest.mark.parametrize("payload", sorted(ALWAYS))
def test_help_a_human_and_erasing_work_on_every_button_however_old(
    here: Here, somebody: str, payload: str
) -> None:
    assert "utter_old_button" not in keys(receive(here, somebody, payload, STALE))


@pytest.mark.parametrize("kind", sorted(SENT))
@pytest.mark.parametrize("language", ["nl", "fr"])
def test_what_cannot_be_read_is_answered_and_the_question_stays(
    here: Here, kind: str, language: str
) -> None:
    sender = f"sent {next(_numbers)}"
    for step in ("/start", f'/change_language{{"language":"{language}"}}', "/begin"):
        here.send(sender, step)
    replies = receive(here, sender, "", kind)
    assert keys(replies)[0] == SENT[kind]
    assert any(key.endswith("_wish") for key in keys(replies)[1:])
    assert {reply.language for reply in replies} == {language}


def test_the_words_under_a_picture_are_read(here: Here, somebody: str) -> None:
    replies = receive(here, somebody, "ik wil dood", "picture")
    assert "utter_crisis_suicide" in keys(replies)
    assert "112" in replies[0].text


def test_danger_in_a_forwarded_message_is_danger_and_the_rest_is_not_an_answer(
    here: Here, somebody: str
) -> None:
    replies = receive(here, somebody, "ik zoek iemand om mee te wandelen", "forwarded")
    assert keys(replies)[0] == "utter_sent_forwarded"
    assert wishes(here, somebody) == []
    assert keys(receive(here, somebody, "mijn man slaat mij", "forwarded"))[0].startswith(
        "utter_crisis_"
    )


# -- the first message -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("device", "asked"),
    [
        ("nl", "In welke taal"),
        ("fr", "Dans quelle langue"),
        ("de", "Dans quelle langue parlons-nous ?"),
        ("", "In welke taal praten we? Dans quelle langue"),
    ],
)
def test_the_first_question_comes_in_the_language_of_the_device(
    here: Here, device: str, asked: str
) -> None:
    replies = receive(here, f"device {next(_numbers)}", "/start", TYPED, device)
    assert asked in replies[0].text
    both = "In welke taal" in replies[0].text and "Dans quelle langue" in replies[0].text
    assert both == (device not in ("nl", "fr"))


def test_who_writes_dutch_on_a_french_phone_is_answered_in_dutch(here: Here) -> None:
    sender = f"device {next(_numbers)}"
    replies = receive(here, sender, "ik zoek iemand om mee te wandelen in Gent", TYPED, "fr")
    assert {reply.language for reply in replies} == {"nl"}


def test_a_first_voice_message_is_answered_in_the_language_of_the_device(here: Here) -> None:
    replies = receive(here, f"device {next(_numbers)}", "", "voice", "fr")
    assert keys(replies)[0] == "utter_sent_voice"
    assert replies[0].language == "fr"


# -- the code of a drop-in centre --------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "language", "place"),
    [
        ("nl-9000", "nl", "9000 Gent"),
        ("fr-1000", "fr", "1000 Brussel"),
        ("nl-simple-2060", "nl-simple", "2060 Antwerpen"),
        ("NL-9000", "nl", "9000 Gent"),
    ],
)
def test_a_code_fills_in_language_and_place(
    here: Here, code: str, language: str, place: str
) -> None:
    sender = f"code {next(_numbers)}"
    replies = receive(here, sender, f"/start {code}", TYPED)
    tracker = here.tracker(sender)
    assert tracker is not None
    assert tracker.get_slot("language") == language
    assert tracker.get_slot("place") == place
    assert keys(replies)[-1] == "utter_ask_ready"


@pytest.mark.parametrize(
    "code", ["", "x", "nl-0000", "de-4700", "nl", "9000", "nl-9000-1", '{"place":"x"}', "nl-9000 x"]
)
def test_an_unknown_code_is_as_good_as_none(here: Here, code: str) -> None:
    sender = f"code {next(_numbers)}"
    replies = receive(here, sender, f"/start {code}", TYPED)
    tracker = here.tracker(sender)
    assert tracker is not None
    assert tracker.get_slot("language") is None
    assert tracker.get_slot("place") is None
    assert keys(replies)[-1].startswith("utter_ask_language")


def test_a_code_in_mid_talk_moves_the_search_and_leaves_the_language(
    here: Here, somebody: str
) -> None:
    receive(here, somebody, TOGETHER, PRESSED)
    receive(here, somebody, "/start fr-1000", TYPED)
    tracker = here.tracker(somebody)
    assert tracker is not None
    assert tracker.get_slot("language") == "nl"
    assert tracker.get_slot("place") == "1000 Brussel"
    assert "together" in wishes(here, somebody)


# -- quick away --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [(AWAY, PRESSED), ("/weg", TYPED), ("/partir", TYPED), ("er komt iemand, snel weg", TYPED)],
)
def test_quick_away_erases_the_talk(here: Here, somebody: str, text: str, kind: str) -> None:
    replies = receive(here, somebody, text, kind)
    assert keys(replies) == ["utter_quick_away"]
    assert here.tracker(somebody) is None


def test_the_commands_for_quick_away_and_for_help_are_known_in_each_language() -> None:
    assert COMMANDS["/weg"] == COMMANDS["/partir"] == COMMANDS["/leave"] == AWAY
    helps = {f"/{name}": language for name, language in HELP_COMMANDS}
    for command, language in helps.items():
        assert COMMANDS[command] == f'/help_now{{"language":"{language}"}}'
    assert "/help_now" in ALWAYS


HELP_COMMANDS = (("hulp", "nl"), ("aide", "fr"), ("helpnow", "en"))


def test_quick_away_tells_nothing_of_the_talk_when_it_fails(
    here: Here, somebody: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the actions are gone")

    with monkeypatch.context() as patched:
        patched.setattr(here.agent, "handle_message", broken)
        assert keys(receive(here, somebody, AWAY, PRESSED)) == ["utter_quick_away"]
    assert here.tracker(somebody) is None


def test_quick_away_does_not_say_erased_when_it_is_not(
    here: Here, somebody: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object, **__: object) -> None:
        raise RuntimeError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(here.store, "write", locked)
        replies = receive(here, somebody, "/weg", TYPED)
    assert keys(replies) == ["utter_quick_away_later"]
    assert "112" not in replies[0].text
    assert here.tracker(somebody) is not None


@pytest.mark.parametrize(("language", "place"), [("nl", "9000 Gent"), ("fr", "1310 Terhulpen")])
def test_where_somebody_is_fills_in_the_place_and_nothing_else(
    here: Here, language: str, place: str
) -> None:
    """The name of a place holds words ('hulp'): it is not read as what somebody says."""
    sender = f"located {next(_numbers)}"
    for step in ("/start", f'/change_language{{"language":"{language}"}}', "/begin"):
        here.send(sender, step)
    replies = receive(here, sender, place, LOCATED)
    assert not any(key.startswith(("utter_help", "utter_crisis")) for key in keys(replies))
    tracker = here.tracker(sender)
    assert tracker is not None
    assert tracker.get_slot("place") == place
    assert tracker.get_slot("language") == language
