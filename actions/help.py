"""People, rights and safety: what a network does not solve, and who can help now."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet

from actions.common import (
    MENU_TALK,
    NO_LOOP,
    Talk,
    TalkAction,
    listen,
    say_young_lines,
    tell_minor,
    then,
)
from actions.lines import own_language_first, say_listening, social_help_closed
from bot.bootstrap import settings, words
from bot.core.quiet import PLAINLY, READER, READER_SEXUAL, quiet_question
from bot.core.search import SHOWN_AT_ONCE
from bot.core.text import sentences

NEEDS = (
    "no_bed",
    "housing_lost",
    "food",
    "energy",
    "money",
    "debts",
    "papers",
    "medical_costs",
    "work",
)
NEEDS_TOLD = 2


class TellHuman(TalkAction):
    """A person to talk to: always there, in the person's language."""

    def name(self) -> str:
        return "action_tell_human"

    def act(self, talk: Talk) -> list[EventType]:
        tell_human(talk)
        talk.say("utter_after_help", menu=MENU_TALK)
        return listen(*NO_LOOP)


def tell_human(talk: Talk) -> None:
    """The CAW, the welfare office, a line that listens, and 112; for a child its own lines."""
    tell_minor(talk)
    own_language_first(talk)
    talk.say("utter_human", phone=talk.guide.line("caw").number)
    office = talk.guide.welfare_office(talk.place)
    if office and office.phone:
        talk.say(
            "utter_human_office", office=office.name_in(talk.language), office_phone=office.phone
        )
    say_listening(talk, "utter_human_listen")
    talk.say("utter_human_danger")


def after_crisis(talk: Talk) -> bool:
    """Whether the answer before this message was that of a crisis: 'yes' then means danger."""
    return any(
        event["event"] == "action" and event["name"] == "action_tell_crisis"
        for event in talk.answer_before()
    )


class TellCrisis(TalkAction):
    """Danger comes first: 112, then a line that is open now, then whatever the person wants."""

    def name(self) -> str:
        return "action_tell_crisis"

    def act(self, talk: Talk) -> list[EventType]:
        intent = talk.message.intent
        asked = talk.message.values("quiet")
        if asked and asked[0] == PLAINLY:
            return self._suicide(talk) if intent == "affirm" else self._not_that(talk)
        if asked and intent == "affirm":
            return self._read_along(talk, asked[0])
        if asked:
            return self._violence(talk, sexual=asked[0] == READER_SEXUAL)
        if intent == "crisis_violence":
            return self._violence_heard(talk)
        if intent == "crisis_veiled":
            return self._veiled(talk)
        if intent == "crisis_suicide":
            return self._suicide(talk)
        if intent == "crisis_medical":
            talk.say("utter_crisis_medical")
            self._lines(talk, ["poison"], "utter_crisis_medical_poison", most=1)
        elif intent == "crisis_minor":
            talk.say("utter_crisis_minor")
            say_young_lines(talk, "utter_crisis_violence_young")
            talk.say("utter_after_help", menu=MENU_TALK)
            return listen(*NO_LOOP, *talk.raise_subjects("minor"))
        else:
            talk.say("utter_help_now")
            self._lines(talk, ["listening"], "utter_help_now_listen", most=1)
        return self._after(talk)

    def _suicide(self, talk: Talk) -> list[EventType]:
        """Own thoughts of death, or fear for somebody else, each in its own words."""
        other = "worry_about_other" in talk.message.values("danger")
        if other and "suicide_self" not in talk.message.values("danger"):
            talk.say("utter_crisis_worry")
            self._lines(talk, ["suicide"], "utter_crisis_worry_line", most=1)
        else:
            talk.say("utter_crisis_suicide")
            self._lines(talk, ["suicide", "listening"], "utter_crisis_suicide_line", most=1)
            talk.say("utter_crisis_suicide_near")
        return self._after(talk)

    def _veiled(self, talk: Talk) -> list[EventType]:
        """Words that may mean death: asked once, plainly (requirement 25)."""
        if PLAINLY in (talk.slot("asked_once") or ()):
            talk.say("utter_crisis_veiled_again")
            self._lines(talk, ["suicide", "listening"], "utter_crisis_suicide_line", most=1)
            return self._after(talk)
        talk.say("utter_crisis_veiled", menu=MENU_TALK)
        return listen(*NO_LOOP, SlotSet("asked_once", talk.joined("asked_once", PLAINLY)))

    def _not_that(self, talk: Talk) -> list[EventType]:
        talk.say("utter_crisis_veiled_no")
        self._lines(talk, ["listening"], "utter_help_now_listen", most=1)
        return self._after(talk)

    def _violence_heard(self, talk: Talk) -> list[EventType]:
        """After violence first: can somebody read along? Then the numbers (requirement 26)."""
        kinds = talk.message.values("danger")
        if kinds and set(kinds) <= {"threat_to_others"}:
            talk.say("utter_crisis_threat")
            self._lines(talk, ["listening"], "utter_help_now_listen", most=1)
            return self._after(talk, *talk.raise_subjects("violence"))
        sexual = "sexual_violence" in kinds
        if READER in (talk.slot("asked_once") or ()) or quiet_question(talk.tracker.events):
            # It was answered already, or who was asked goes on about it.
            return self._violence(talk, sexual)
        key = "utter_crisis_reader_sexual" if sexual else "utter_crisis_reader"
        talk.say(key, menu=MENU_TALK)
        # The subject stays, so that family-based ways are not offered; the words do not.
        return listen(*NO_LOOP, *talk.raise_subjects("violence"))

    @staticmethod
    def _read_along(talk: Talk, asked: str) -> list[EventType]:
        sexual = asked == READER_SEXUAL
        key = "utter_crisis_read_along_sexual" if sexual else "utter_crisis_read_along"
        talk.say(key, menu=MENU_TALK)
        return listen(*NO_LOOP)

    def _violence(self, talk: Talk, sexual: bool) -> list[EventType]:
        talk.say("utter_crisis_violence")
        topics, most = ["sexual_violence" if sexual else "violence", "listening"], 2
        if "minor" in talk.raised:
            say_young_lines(talk, "utter_crisis_violence_young")
            if not sexual:
                topics, most = ["listening"], 1
        self._lines(talk, topics, "utter_crisis_violence_line", most=most)
        talk.say("utter_crisis_violence_safe", menu=MENU_TALK)
        once = SlotSet("asked_once", talk.joined("asked_once", READER))
        return listen(*NO_LOOP, once, *talk.raise_subjects("violence"))

    @staticmethod
    def _after(talk: Talk, *events: EventType) -> list[EventType]:
        """What comes after 112 and the line: the own lines of a child, and the way on."""
        tell_minor(talk)
        talk.say("utter_after_help", menu=MENU_TALK)
        return listen(*NO_LOOP, *events)

    @staticmethod
    def _lines(talk: Talk, topics: list[str], key: str, most: int) -> None:
        for line in talk.guide.lines(topics, talk.two_letters, most=most, crisis=True):
            talk.say_line(key, line, for_what=talk.for_what(line).rstrip("."))


class TellNeed(TalkAction):
    """Money, food, a roof, papers, debts: rights and help first; then, if wanted, the talk."""

    def name(self) -> str:
        return "action_tell_need"

    def act(self, talk: Talk) -> list[EventType]:
        named = [n for n in NEEDS if n in talk.message.values("need")][:NEEDS_TOLD]
        for need in named:
            talk.say(f"utter_need_{need}")
        if not named:
            talk.say("utter_need_general")
        closed = social_help_closed(talk)
        in_brussels = talk.place is None or talk.place.region == "brussels"
        if "no_bed" in named and closed:
            say_listening(talk, "utter_need_no_bed_closed", surely_open=True)
        if "no_bed" in named and (in_brussels or talk.two_letters == "fr"):
            talk.say_line("utter_need_no_bed_brussels", talk.guide.line("samusocial"))
        own_language_first(talk)
        office = talk.guide.welfare_office(talk.place)
        caw = talk.guide.line("caw").number
        if office and office.phone:
            key = "utter_need_contact_office"
            talk.say(
                key, office=office.name_in(talk.language), office_phone=office.phone, phone=caw
            )
        else:
            talk.say("utter_need_contact", phone=caw)
        if closed and "no_bed" not in named:
            say_listening(talk, "utter_human_listen", surely_open=True)
        talk.say("utter_need_not_your_fault")
        talk.say("utter_need_go_on", menu=MENU_TALK)
        return listen(*NO_LOOP)


NOTES = {
    "new_poverty": "new_poverty",
    "migration_background": "migration",
    "no_smartphone": "no_smartphone",
    "seek_work": "work",
}


class TellNote(TalkAction):
    """An honest note for what a person told in their own words; never asked, never guessed."""

    def name(self) -> str:
        return "action_tell_note"

    def act(self, talk: Talk) -> list[EventType]:
        subject = NOTES[talk.message.intent]
        heard = talk.message.values("note")
        if "minor" in heard and subject not in heard:
            # 'Ik ga nog naar school, ik ben 14': the words say more than the guess.
            return then("action_carry_on")
        unia = talk.guide.line("unia")
        talk.say(f"utter_note_{subject}", phone=unia.number)
        if subject == "migration" and talk.guide.surely_closed(unia):
            say_listening(talk, "utter_loneliness_line", surely_open=True)
        return then("action_carry_on", *talk.raise_subjects(subject))


class TellCost(TalkAction):
    """What we know about prices: of the places shown, or in general."""

    def name(self) -> str:
        return "action_tell_cost"

    def act(self, talk: Talk) -> list[EventType]:
        shown = [
            talk.guide.doors.get(i) for i in (talk.slot("shown_places") or ())[-SHOWN_AT_ONCE:]
        ]
        lines = [
            words().text(f"utter_cost_place_{i.cost}", talk.language, name=i.name_in(talk.language))
            for i in shown
            if i
        ]
        if lines:
            talk.say("utter_cost_places", places=sentences(*lines))
        else:
            talk.say("utter_cost")
        return then("action_carry_on")


class TellBenefits(TalkAction):
    """Fear for a benefit: visiting is always allowed, volunteering is asked first."""

    def name(self) -> str:
        return "action_tell_benefits"

    def act(self, talk: Talk) -> list[EventType]:
        talk.say("utter_benefits")
        talk.say("utter_benefits_safe", phone=talk.guide.line("caw").number)
        told = talk.slot("picks") if talk.asked == "hard" else talk.slot("hard")
        hard = list(dict.fromkeys([*(told or ()), "fear_benefit"]))
        events = [SlotSet("hard", hard), SlotSet("misses", 0)]
        if talk.asked == "hard":
            events += [SlotSet("picks", None), SlotSet("times_asked", 0)]
        return then("action_carry_on", *events)


class TellLonely(TalkAction):
    """Somebody says that they are lonely: heard, not measured."""

    def name(self) -> str:
        return "action_tell_lonely"

    def act(self, talk: Talk) -> list[EventType]:
        talk.say("utter_loneliness")
        say_listening(talk, "utter_loneliness_line")
        return then("action_carry_on")


class TellFrustration(TalkAction):
    """Anger or despair at the bot, insults too: one calm sentence, and a person."""

    def name(self) -> str:
        return "action_tell_frustration"

    def act(self, talk: Talk) -> list[EventType]:
        caller = talk.cards.caller(talk.place.region if talk.place else None)
        talk.say_line("utter_frustration", caller)
        return then("action_carry_on")


class TellPrivacy(TalkAction):
    """What is kept, for how long, by whom and why; and all that is known of this person."""

    def name(self) -> str:
        return "action_tell_privacy"

    def act(self, talk: Talk) -> list[EventType]:
        chosen = settings()
        talk.say("utter_privacy", organisation=chosen.organisation, count=chosen.keep_days)
        talk.say(f"utter_privacy_{chosen.legal_basis}", organisation=chosen.organisation)
        known = talk.cards.kept(talk.told, talk.place, talk.slot("unconfirmed") or ())
        talk.say("utter_privacy_known" if known else "utter_privacy_unknown", known=known)
        if talk.on_telegram:
            talk.say("utter_privacy_telegram")
        return then("action_carry_on")


class Forget(TalkAction):
    """Everything of this talk goes; the store erases it at the end of the turn."""

    def name(self) -> str:
        return "action_forget"

    def act(self, talk: Talk) -> list[EventType]:
        talk.say("utter_forgotten_telegram" if talk.on_telegram else "utter_forgotten")
        return listen(*NO_LOOP)


class QuickAway(TalkAction):
    """Away at once: the store erases the talk, the channel what is on the screen."""

    def name(self) -> str:
        return "action_quick_away"

    def act(self, talk: Talk) -> list[EventType]:
        talk.say("utter_quick_away_telegram" if talk.on_telegram else "utter_quick_away")
        return listen(*NO_LOOP)
