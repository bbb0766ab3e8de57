"""What people and machines send by accident: a helpful answer each time, and nothing lost."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
from auxil.server import Server
from auxil.talk import Talk, begun

from bot.bootstrap import other_languages, words

_numbers = itertools.count()


def apology(language: str = "nl") -> str:
    return words().text("utter_sorry", language)


@pytest.fixture
def talk(server: Server) -> Talk:
    """Somebody at the second question, in Dutch, who wants to walk in somewhere."""
    talk = begun(server.send, "bad input")
    talk.presses("Binnenlopen: koffie, eten")
    talk.presses("Klaar")
    talk.hears("utter_ask_hard")
    return talk


def still_at_the_second_question(talk: Talk) -> None:
    """Nothing was lost: the question is still open, and its buttons work."""
    talk.presses("Niets, het gaat wel")
    talk.hears("utter_ask_size")


def helpful(talk: Talk, *keys: str) -> None:
    texts = talk.texts()
    assert texts, f"silence\n{talk}"
    assert apology() not in texts, str(talk)
    talk.hears(*keys)


def test_an_unknown_town_gets_another_chance_then_an_example_then_a_way_on(talk: Talk) -> None:
    talk.presses("Overslaan")
    talk.presses("Overslaan")
    while "Binnenlopen of meehelpen" not in talk.buttons:
        talk.presses("Overslaan")
    talk.presses("Binnenlopen of meehelpen")
    talk.hears("utter_ask_place")
    talk.says("Xyzzyplugh")
    helpful(talk, "utter_missed_place")
    talk.says("Qwertyland")
    helpful(talk, "utter_example_place")
    talk.says("Nergenshuizen")
    helpful(talk, "utter_skipped_for_you", "utter_places_question")


@pytest.mark.parametrize("text", ["👍", "😭😭😭", "🙏🏽 ❤️", "...", "?!"])
def test_only_signs_or_pictures(talk: Talk, text: str) -> None:
    talk.says(text)
    helpful(talk, "utter_no_words", "utter_ask_hard")
    still_at_the_second_question(talk)


def test_signs_do_not_close_a_question_with_ticks(talk: Talk) -> None:
    talk.presses("Het kost geld")
    talk.says("👍")
    helpful(talk, "utter_no_words", "utter_again_picked")
    assert "Het kost geld" in talk.texts()[-1], f"the tick was lost\n{talk}"
    talk.presses("De taal")
    helpful(talk, "utter_picked")
    assert "‘Het kost geld’ en ‘De taal’" in talk.texts()[-1], f"the tick was lost\n{talk}"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("помогите мне пожалуйста", "ru"),
        ("допоможіть мені будь ласка", "uk"),
        ("أريد المساعدة", "ar"),
        ("زه مرستې ته اړتیا لرم", "ps"),
        ("帮助我", "zh"),
        ("እርዱኝ", "ti"),
        ("βοήθεια παρακαλώ", "el"),
    ],
)
def test_another_script(talk: Talk, text: str, code: str) -> None:
    """One line in their own language, then where the talk stands."""
    talk.says(text)
    helpful(talk, "utter_ask_hard")
    named = "Nederlands, English, français"
    assert talk.texts()[0] == other_languages()[code].replace("{languages}", named)
    still_at_the_second_question(talk)


@pytest.mark.parametrize("text", ["ⴰⵣⵓⵍ ⵎⴰⵎⵉⵏ", "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ"])
def test_a_script_that_nobody_wrote_a_line_for(talk: Talk, text: str) -> None:
    talk.says(text)
    helpful(talk, "utter_other_script")
    assert "Nederlands, English, français" in talk.texts()[0]
    assert "0800 13 500" in "".join(talk.texts())
    still_at_the_second_question(talk)


@pytest.mark.parametrize("text", ["", "   ", "\n\n", None, ["hallo"], {"a": 1}, 7])
def test_an_empty_message_or_none_at_all(talk: Talk, text: Any) -> None:
    talk.says(text)
    helpful(talk, "utter_empty_message")
    still_at_the_second_question(talk)


def test_five_thousand_characters(talk: Talk) -> None:
    talk.says("ik weet het niet zo goed. " * 200)
    helpful(talk, "utter_too_long")


def test_a_danger_at_the_end_of_a_very_long_message_is_heard(talk: Talk) -> None:
    talk.says("het was een lange dag en ik ben moe. " * 140 + "ik wil dood")
    helpful(talk, "utter_crisis_suicide")
    assert "112" in talk.texts()[0]


def test_one_endless_word(talk: Talk) -> None:
    talk.says("a" * 3000)
    helpful(talk)
    still_at_the_second_question(talk)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "'; DROP TABLE events; --",
        "{0[secret]} {language} %s",
        "a\x00b\x07c",
        "session_start",
        "restart",
    ],
)
def test_what_a_machine_might_type_is_text(talk: Talk, text: str) -> None:
    talk.says(text)
    helpful(talk)
    assert "Nederlands" in talk.titles() or talk.titles(), str(talk)
    talk.presses("Niets, het gaat wel")
    helpful(talk)


@pytest.mark.parametrize(
    "text",
    [
        "/restart",
        "/session_start",
        "/back",
        '/answer{"hard":"unheard_of"}',
        '/choose_model{"model":"buddy"}',
        "/action_forget",
    ],
)
def test_a_payload_that_was_never_offered_is_no_press(talk: Talk, text: str) -> None:
    talk.says(text)
    helpful(talk, "utter_old_button", "utter_ask_hard")
    still_at_the_second_question(talk)


def test_a_button_pressed_twice_by_a_trembling_finger(talk: Talk) -> None:
    button = talk.buttons["Het kost geld"]
    talk.says(button)
    helpful(talk, "utter_picked")
    talk.says(button)
    helpful(talk, "utter_picked_already", "utter_picked")
    talk.presses("Klaar")
    # Which question is the third depends on who it is.
    answer = "Een kleine groep" if talk.asks("size") else "Liever niet"
    talk.presses(answer)
    talk.presses(answer)
    helpful(talk)


def test_a_button_of_a_talk_that_is_over(talk: Talk) -> None:
    old = talk.buttons["Het kost geld"]
    talk.presses("Opnieuw")
    talk.presses("Start")
    talk.says(old)
    helpful(talk, "utter_old_button", "utter_ask_wish")
    talk.presses("Mensen dicht bij huis")
    helpful(talk, "utter_picked")
    assert "Het kost geld" not in talk.texts()[0]


def test_nonsense_twenty_times_never_loops(talk: Talk) -> None:
    before: list[str] = []
    for n in range(20):
        talk.says(f"blorp zwif kwakkel {n} druiz")
        helpful(talk)
        assert talk.texts() != before, str(talk)
        before = talk.texts()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{not json", 400),
        (b"", 400),
        (b"[]", 400),
        (b'{"message": "hallo"}', 400),
        (b'{"sender": null, "message": "hallo"}', 400),
        (b'{"sender": "x", "message": "' + b"a" * 70_000 + b'"}', 400),
    ],
)
def test_a_broken_request_is_told_what_was_expected(
    server: Server, body: bytes, status: int
) -> None:
    address = f"http://127.0.0.1:{server.port}/webhooks/rest/webhook"
    answer = requests.post(address, data=body, timeout=30)
    assert answer.status_code == status
    assert answer.json()["expected"] == {"sender": "a text", "message": "a text"}


def test_the_log_holds_no_words_of_a_person_and_no_trace(talk: Talk, server: Server) -> None:
    talk.says("mijn geheime woord is abrikozentaart 👍")
    talk.says('/restart{"abrikozentaart":"1"}')
    log = server.log()
    assert "abrikozentaart" not in log
    assert "Traceback" not in log


LONG = {
    "nl": "het was een lange dag en ik ben moe. ",
    "fr": "la journée était longue et je suis fatiguée. ",
}
DANGER = {"nl": "ik wil dood", "fr": "je veux mourir"}


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_newcomer_in_danger_at_the_end_of_a_long_message(server: Server, language: str) -> None:
    talk = Talk(server.send, f"newcomer {next(_numbers)}", language)
    talk.says(LONG[language] * 140 + DANGER[language])
    talk.hears("utter_crisis_suicide", "utter_crisis_suicide_line")
    assert "112" in talk.texts()[0]


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_danger_at_the_end_in_the_language_of_the_talk(server: Server, language: str) -> None:
    talk = Talk(server.send, f"long danger {next(_numbers)}", language)
    talk.says({"nl": "hallo", "fr": "bonjour"}[language])
    talk.says(f'/change_language{{"language":"{language}"}}')
    talk.says(LONG[language] * 140 + DANGER[language])
    talk.hears("utter_crisis_suicide", "utter_crisis_suicide_line")
    assert "112" in talk.texts()[0]


def test_a_danger_at_the_start_of_a_long_message_comes_before_its_length(talk: Talk) -> None:
    talk.says("ik wil dood. " + "het was een lange dag en ik ben moe. " * 140)
    helpful(talk, "utter_crisis_suicide")
    assert "112" in talk.texts()[0], str(talk)


@pytest.mark.parametrize(
    "text",
    [
        "\ud800 hallo",  # half a character: valid JSON, no valid text
        "\u202ehallo\u202c",  # written backwards
        "h\u200ba\u200bl\u200bl\u200bo",  # invisible spaces
        "/answer{" + "x" * 5000,
        "{" * 500,
        "1" * 4000,
        "ik wil koffie\n" * 50,
    ],
    ids=["half a character", "backwards", "invisible", "long payload", "braces", "digits", "lines"],
)
def test_stranger_things_still(talk: Talk, text: str) -> None:
    talk.says(text)
    helpful(talk)
    talk.says("hallo")
    helpful(talk, "utter_welcome_back")
    assert "Binnenlopen" in "".join(talk.texts()), f"an answer was lost\n{talk}"


@pytest.mark.parametrize(
    "text", ["👍", "", "помогите", "/restart", "session_start", "<b>x</b>", "'; DROP TABLE events;"]
)
def test_no_answer_is_lost(talk: Talk, text: str) -> None:
    talk.says(text)
    talk.says("hallo")
    helpful(talk, "utter_welcome_back")
    assert "Binnenlopen" in "".join(talk.texts()), str(talk)


@pytest.mark.parametrize("nonsense", ["asdf qwer", "hjkl uiop", "xxxx", "sdfg"])
def test_the_same_nonsense_twenty_times_ends_with_a_person(server: Server, nonsense: str) -> None:
    talk = Talk(server.send, f"nonsense {next(_numbers)}")
    talk.says("hallo")
    talk.presses("Nederlands")
    before: list[str] = []
    heard: list[str] = []
    for _ in range(20):
        talk.says(nonsense)
        helpful(talk)
        assert talk.texts() != before, f"the same twice\n{talk}"
        before = talk.texts()
        heard.append("\n".join(before))
    # After the questions are over, every third answer names somebody to call.
    assert any("0800 13 500" in answer for answer in heard[-3:]), str(talk)


def test_the_log_stays_clean_whatever_comes_in(talk: Talk, server: Server) -> None:
    before = len(server.log())
    odd = "pannenkoekenplant"
    for text in (
        odd,
        odd * 600,
        f"/{odd}",
        f'/answer{{"wish":"{odd}"}}',
        f"<script>{odd}</script>",
        f"\x00{odd}\ud800",
        f"помогите {odd}",
        {"text": odd},
        [odd],
    ):
        talk.says(text)
        helpful(talk)
    log = server.log()[before:]
    assert odd not in log
    assert "Traceback" not in log


@pytest.mark.parametrize("sender", ["../../etc/passwd", "x" * 5000, "😀", "'; --", 42, "\ud800"])
def test_any_sender_gets_an_answer_and_the_own_id_back(server: Server, sender: Any) -> None:
    address = f"http://127.0.0.1:{server.port}/webhooks/rest/webhook"
    answer = requests.post(address, json={"sender": sender, "message": "hallo"}, timeout=30)
    if sender == "\ud800":  # half a character cannot be anybody's id
        assert answer.status_code == 400
    else:
        assert answer.status_code == 200
        assert {reply["recipient_id"] for reply in answer.json()} == {str(sender)}


def test_two_messages_at_once_are_both_answered(talk: Talk, server: Server) -> None:
    with ThreadPoolExecutor(4) as pool:
        sent = [pool.submit(server.send, talk._sender, "wat kost het?") for _ in range(4)]
        answers = [one.result() for one in sent]
    assert all(answers)
    texts = [[reply["text"] for reply in answer] for answer in answers]
    assert all(apology() not in text for text in texts)
    still_at_the_second_question(talk)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("👍", "utter_no_words"),
        ("", "utter_empty_message"),
        ("ⴰⵣⵓⵍ", "utter_other_script"),
        ("/foo", "utter_old_button"),
    ],
)
def test_a_newcomer_who_sends_no_words_still_chooses_a_language(
    server: Server, text: str, key: str
) -> None:
    """Twice: the second time something was asked already, and nothing was answered yet."""
    talk = Talk(server.send, f"no words {next(_numbers)}")
    for _ in range(2):
        talk.says(text)
        talk.hears_in_both(key)
        assert {"Nederlands", "Makkelijk Nederlands", "Français", "Français facile"} <= set(
            talk.titles()
        ), str(talk)
        assert {"Hulp nu", "De l'aide maintenant"} <= set(talk.titles()), str(talk)
    talk.presses("Français facile")
    talk.language = "fr-simple"
    talk.hears("utter_ask_ready")


def test_no_language_is_chosen_for_who_is_not_understood(server: Server) -> None:
    talk = Talk(server.send, f"no language {next(_numbers)}")
    before: list[str] = []
    for n in range(7):
        talk.says("sdfg")
        assert talk.texts() != before, str(talk)
        assert "Français" in talk.titles(), f"turn {n}\n{talk}"
        before = talk.texts()


@pytest.mark.parametrize(("title", "language"), [("Hulp nu", "nl"), ("De l'aide maintenant", "fr")])
def test_help_now_on_the_first_screen_in_ones_own_language(
    server: Server, title: str, language: str
) -> None:
    talk = Talk(server.send, f"help first {next(_numbers)}", language)
    talk.says("/start")
    talk.presses(title)
    talk.hears("utter_help_now", "utter_help_now_listen")
    talk.presses({"nl": "Verder", "fr": "Continuer"}[language])
    assert "Français facile" in talk.titles(), f"the language is no longer asked\n{talk}"


def test_an_old_button_after_erasing_is_answered_in_both_languages(server: Server) -> None:
    talk = Talk(server.send, f"erased {next(_numbers)}", "fr")
    talk.says("bonjour")
    talk.presses("Français")
    talk.presses("Commencer")
    talk.says("/wis")
    talk.says('/answer{"wish":"near_home"}')
    talk.hears_in_both("utter_old_button")


def test_not_understood_while_ticking_is_said_and_the_tick_stays(talk: Talk) -> None:
    talk.presses("Het kost geld")
    talk.says("blorp zwif")
    helpful(talk, "utter_missed_hard")
    assert "Klaar" in talk.titles(), str(talk)
    talk.says("kwak kwek")
    helpful(talk, "utter_example_hard")
    talk.says("zwaf blif")
    helpful(talk, "utter_closed_for_you")
    assert talk.texts()[-1].startswith("Vraag 3."), str(talk)
    talk.says("hallo")
    assert "Het kost geld" in "".join(talk.texts()), f"the tick was lost\n{talk}"


def test_after_one_miss_an_understood_question_is_not_called_misunderstood(talk: Talk) -> None:
    talk.says("blorp zwif")
    # A guess at what was meant, or the question in other words.
    helpful(talk)
    for text in ("wat kost het?", "ben je een robot?", "waarom vraag je dit?"):
        talk.says(text)
        helpful(talk, "utter_again_hard")
        talk.hears_not("utter_missed_hard")
    talk.says("kwak kwek")
    helpful(talk, "utter_example_hard")


def test_a_ready_that_comes_too_late_does_not_skip_the_next_question(server: Server) -> None:
    talk = begun(server.send, "late ready")
    talk.presses("Mensen dicht bij huis")
    talk.presses("Klaar")
    talk.hears("utter_ask_hard")
    talk.presses("Klaar")
    talk.hears("utter_again_hard")
    talk.says("klaar")
    talk.hears("utter_skipped", "utter_ask_size")


def test_a_tick_before_another_language_and_a_typed_wish_after_it_are_both_kept(
    server: Server,
) -> None:
    talk = begun(server.send, "tick and type")
    talk.presses("Mensen dicht bij huis")
    talk.says("/taal")
    talk.says("ik zoek een maatje")
    helpful(talk, "utter_heard", "utter_ask_hard")
    assert "Mensen dicht bij huis" in "".join(talk.texts()), str(talk)
