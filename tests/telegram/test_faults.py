"""Whatever goes wrong between the bot and Telegram: the talk goes on, and nothing is said twice.

Talks with different faults are held side by side: each fault is for one chat only. One slow answer
alone takes longer than a whole talk.
"""

from __future__ import annotations

import pytest
from auxil.telegram_bot import RunningBot
from auxil.telegram_people import Person
from auxil.telegram_server import TelegramServer
from auxil.telegram_steps import PATIENCE, answered, hears
from auxil.telegram_talker import RECOVERABLE, Talker, converse, someone

FROM = {
    "sendMessage": "way",
    "sendVenue": "way",
    "editMessageText": "begin",
    "editMessageReplyMarkup": "begin",
}
"""From where in a talk each method fails."""
TOO_SLOW = 20.0
"""Seconds; a bot that waits for an answer gives it up before."""
POLL_TOO_SLOW = 12.0
"""The same for updates, when nothing is waited for."""
Case = tuple[str, str]
CASES = [(method, kind) for method in FROM for kind in RECOVERABLE]


def add(server: TelegramServer, kind: str, method: str, chat_id: int | None = None) -> None:
    """One fault of a kind: long when it is slow, and else twice in a row."""
    times = 1 if kind == "slow" else 2
    server.faults.add(kind, method, chat_id, times=times, seconds=TOO_SLOW)


def failed(server: TelegramServer, kind: str, method: str, chat_id: int) -> bool:
    """Whether this went wrong in a chat; else a test would show nothing."""
    return any(
        (fault.kind, fault.method, fault.chat_id) == (kind, method, chat_id)
        for fault in server.faults.injected
    )


@pytest.fixture(scope="module")
def talks(telegram: TelegramServer, bot: RunningBot) -> dict[Case, Talker]:
    """A whole talk with each of the faults, all at the same time."""
    held = {case: someone(telegram, bot, "9000") for case in CASES}
    waiting = dict(held)

    def fail() -> None:
        for (method, kind), talker in list(waiting.items()):
            if FROM[method] in talker.asked:
                add(telegram, kind, method, talker.person.id)
                del waiting[method, kind]

    converse(telegram, list(held.values()), between=fail)
    return held


@pytest.mark.parametrize(("method", "kind"), CASES)
def test_a_talk_goes_on_when_a_request_fails(
    telegram: TelegramServer, talks: dict[Case, Talker], method: str, kind: str
) -> None:
    talker = talks[method, kind]
    talker.check()
    assert failed(telegram, kind, method, talker.person.id)
    # What arrived although its answer was lost is taken back.
    talker.person.wait(lambda _: not talker.shown_again(), PATIENCE)
    pins = [shown.venue["title"] for shown in talker.person.screen if shown.venue]
    assert pins
    assert len(pins) == len(set(pins))
    if kind not in ("slow", "drop_after"):
        assert talker.said_again() == []


def test_the_choice_that_was_pressed_is_shown_also_when_that_fails_at_first(
    talks: dict[Case, Talker],
) -> None:
    for kind in RECOVERABLE:
        talker = talks["editMessageText", kind]
        assert sum("➜" in shown.text for shown in talker.person.screen) >= len(talker.told)
        # Only the last question can still be answered; on a card nothing is asked.
        asked = [m for m in talker.person.screen if m.buttons and m.asks]
        assert len(asked) == 1


def test_nobody_is_hurried_while_all_that_happens(
    telegram: TelegramServer, bot: RunningBot, talks: dict[Case, Talker]
) -> None:
    assert telegram.floods == 0
    assert bot.process is not None
    assert bot.process.poll() is None


# --- what has no chat ----------------------------------------------------------------------------


def test_updates_that_cannot_be_fetched_are_answered_once_when_they_can(
    telegram: TelegramServer, bot: RunningBot
) -> None:
    """One fault after every act; with some of them the same updates are offered again."""
    talker = someone(telegram, bot, "2000", language="fr")
    kinds = [*RECOVERABLE]

    def fail() -> None:
        if len(talker.acts) > len(RECOVERABLE) - len(kinds) and kinds:
            kind = kinds.pop(0)
            if kind == "slow":
                # After a fault nothing is waited for, so this is slow sooner.
                telegram.faults.add("500", "getUpdates")
            telegram.faults.add(kind, "getUpdates", seconds=POLL_TOO_SLOW)

    before = telegram.faults.count()
    converse(telegram, [talker], between=fail)
    talker.check()
    assert talker.said_again() == []
    assert telegram.faults.count() - before == len(RECOVERABLE) + 1


def test_a_press_is_answered_though_the_answer_fails_at_first(
    telegram: TelegramServer, bot: RunningBot
) -> None:
    """The button stops turning, and the talk does not wait for it."""
    talker = someone(telegram, bot, "1000", language="nl-simple")
    before = telegram.faults.count()
    for kind in RECOVERABLE:
        telegram.faults.add(kind, "answerCallbackQuery", seconds=1)
    converse(telegram, [talker])
    talker.check()
    assert telegram.faults.count() - before == len(RECOVERABLE)
    mine = [press for press in telegram.presses.values() if press.person is talker.person]
    telegram.wait(lambda: all(press.answered for press in mine))


def test_a_start_while_telegram_stumbles(telegram: TelegramServer) -> None:
    """The bot is met, listens, and shows its commands in the end; nobody waits for those."""
    with TelegramServer() as server:
        server.faults.add("502", "getMe")
        server.faults.add("drop_before", "deleteWebhook")
        server.faults.add("500", "setMyCommands", times=None)
        with RunningBot(server) as bot:
            talker = someone(server, bot)
            talker.start()
            talker.person.wait(lambda person: person.titles(), PATIENCE)
            assert not server.commands
            server.faults.clear()
            server.faults.add("429", "setMyDescription")
            server.wait(lambda: len(server.commands) == 3, PATIENCE)
            server.wait(lambda: len(server.profile) == 6, PATIENCE)
            assert bot.process is not None
            assert bot.process.poll() is None


# --- messages that go, people who leave ----------------------------------------------------------


def test_a_message_that_is_gone_is_not_missed(telegram: TelegramServer, bot: RunningBot) -> None:
    """Somebody deletes what they answered: the choice cannot be shown any more, and all is well."""
    typing = someone(telegram, bot, "9000", typed=frozenset({"wish", "hard", "size"}))
    pressing = someone(telegram, bot, "3000")
    telegram.faults.add("gone", "editMessageReplyMarkup", typing.person.id, times=None)
    telegram.faults.add("gone", "editMessageText", pressing.person.id, times=None)
    converse(telegram, [typing, pressing])
    telegram.faults.clear()
    for talker in (typing, pressing):
        talker.check()
        assert talker.said_again() == []


@pytest.mark.parametrize("told", [True, False], ids=["who says so", "who just refuses"])
def test_who_blocks_the_bot_in_the_middle_of_an_answer_can_come_back(
    telegram: TelegramServer, bot: RunningBot, told: bool
) -> None:
    """The rest of the answer never comes; what was told is still known."""
    talker = someone(telegram, bot, "9000")
    person = talker.person

    class Gone(Exception):
        pass

    def leave() -> None:
        if telegram.called("sendVenue", person.id):
            if told:
                person.blocks()
            else:
                person.blocked = True
            raise Gone

    with pytest.raises(Gone):
        converse(telegram, [talker], between=leave)
    telegram.wait(lambda: any(c.status == 403 for c in telegram.called("sendMessage", person.id)))
    said = len(talker.sent())
    if told:
        person.unblocks()
    else:
        person.blocked = False
    answered(person, person.says, "verder")
    assert "Binnenlopen" in person.screen[-1].text
    assert len(talker.sent()) == said + 1
    # The buttons under that answer count again.
    converse(telegram, [talker])
    assert talker.done


def test_what_somebody_writes_right_after_a_block_is_answered(
    telegram: TelegramServer, bot: RunningBot
) -> None:
    """The block, its end and the new words come together, as after a night without the bot."""
    talker = someone(telegram, bot)
    talker.start()
    talker.person.wait(lambda person: person.titles(), PATIENCE)
    with telegram.changed:
        talker.person.blocks()
        talker.person.unblocks()
        talker.person.says("hallo")
    talker.person.wait(lambda _: len(talker.sent()) == 2, PATIENCE)


# --- quick away ----------------------------------------------------------------------------------


def test_a_screen_is_emptied_whatever_fails(telegram: TelegramServer, bot: RunningBot) -> None:
    people = {kind: telegram.person("nl") for kind in RECOVERABLE}
    for person in people.values():
        person.says("mijn man slaat mij")
    for person in people.values():
        hears(person, "112")
    for kind, person in people.items():
        add(telegram, kind, "deleteMessages", person.id)
        person.says("/weg")
    for kind, person in people.items():
        # Only the words how to remove the chat itself are left.
        person.wait(lambda p: _only_the_last_words(p), PATIENCE)
        assert failed(telegram, kind, "deleteMessages", person.id)


def _only_the_last_words(person: Person) -> bool:
    shown = person.screen
    return len(shown) == 1 and shown[0].text.startswith("Klaar.")


def test_what_waits_to_be_sent_never_comes_after_a_quick_away(
    telegram: TelegramServer, bot: RunningBot
) -> None:
    """The answer could not be sent for a while; meanwhile somebody came in."""
    person = telegram.person("nl")
    telegram.faults.add("500", "sendMessage", person.id, times=2)
    person.says("mijn man slaat mij")
    telegram.wait(lambda: telegram.called("sendMessage", person.id), PATIENCE)
    person.says("/weg")
    person.wait(lambda p: _only_the_last_words(p), PATIENCE)
    assert len(person.seen) == 1


# --- a network that comes and goes ---------------------------------------------------------------


def test_what_a_person_writes_while_the_network_is_down_stays_on_their_screen(
    telegram: TelegramServer, bot: RunningBot
) -> None:
    """The bot takes back what it said twice; what the person wrote is not its own."""
    person = telegram.person("nl")
    answered(person, person.starts)
    telegram.faults.add("drop_after", "sendMessage", person.id)
    # The next times that it asks, nothing comes in.
    telegram.faults.add("502", "getUpdates", times=2)
    seen = len(person.seen)
    person.says("Nederlands")
    person.wait(lambda p: len(p.seen) > seen, PATIENCE)
    mine = person.says("ik zoek mensen")
    person.wait(lambda p: _stands_once(p, "Ik ben een computer"), PATIENCE)
    person.wait(lambda p: "Vraag 1" in p.screen[-1].text or len(p.seen) > seen + 2, PATIENCE)
    assert any(shown.message_id == mine for shown in person.screen)


def _stands_once(person: Person, text: str) -> bool:
    return sum(text in shown.text for shown in person.screen) == 1
