"""Puts the whole sentences of a card under one another: which lines, in which order.

No sentence is made here; every line is a response of ``domain.yml`` with named placeholders.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.ages import age_of_fact, ask_in_its_way
from bot.core.helplines import Helpline
from bot.core.initiatives import Initiative, both_ways, for_some_only
from bot.core.places import Place
from bot.core.questions import RAISED, Told
from bot.core.search import Door
from bot.core.text import sentences
from bot.guide import AdviceCard, Guide
from bot.words import Words, base, distance, language_name, listed

NEAR_KM = 0.5
"""Below this a distance is not worth telling: coordinates are the middle of a place."""

CALLERS = {
    ("fr", "brussels"): "social_brussels",
    ("fr", "wallonia"): "government_wallonia_1718",
}
"""Who looks things up with a person, by language and region; everywhere else the CAW."""

UNKNOWN_REGION = {"fr": "brussels"}
"""Where a person most likely looks who did not say so."""


NEVER_SHOWN = frozenset({"violence"})
"""Subjects that no list on the screen names."""


def line_name(words: Words, line: Helpline, language: str) -> str:
    """The name of a help line, in whatever language is spoken."""
    return words.translate(f"helplines.{line.id}.name", line.name(language), language)


class Cards:
    """Composes what is said about ways and places, in one language.

    Args:
        language: BCP 47 tag of the person's language.
    """

    def __init__(self, words: Words, guide: Guide, language: str) -> None:
        self.words = words
        self.guide = guide
        self.language = language

    def _line(self, key: str, **values: object) -> str:
        return self.words.text(key, self.language, **values)

    def _content(self, key: str, text: str) -> str:
        return self.words.translate(key, text, self.language)

    # -- ways -----------------------------------------------------------------------------

    def model_name(self, work_model: str) -> str:
        """The short name of a model."""
        return self._content(f"work_models.{work_model}.name", self.guide.models[work_model].name)

    def model_names(self, work_models: Iterable[str]) -> str:
        """Several names, as one would list them."""
        return listed([self.model_name(m) for m in work_models], self.language)

    def model_field(self, work_model: str, field: str) -> str:
        """A text of a model, such as ``what`` or ``first_visit``."""
        text = getattr(self.guide.models[work_model], field)
        return self._content(f"work_models.{work_model}.{field}", text)

    def point(self, point_id: str, text: str) -> str:
        """A bullet of a model."""
        return self._content(f"work_models.{point_id}.text", text)

    def questions_to_ask(self, work_model: str) -> str:
        """What one may ask at the first contact, one question on a line; empty for none."""
        return sentences(
            *(
                self._content(f"work_models.{p.id}.ask", p.ask or "")
                for p in self.guide.models[work_model].questions_to_ask()
            )
        )

    def advice(self, card: AdviceCard, others_fit: bool = False) -> tuple[str, dict[str, str]]:
        """The response and its values for one model of an advice.

        Args:
            others_fit: whether another card of this advice has reasons; then a card without any
                says that it is there to compare.
        """
        know = [self._content(rule.key, rule.text) for rule in card.notes]
        if card.know_too:
            know.append(self.point(card.know.id, card.know.text))
        values = {
            "name": self.model_name(card.model.id),
            "what": self.model_field(card.model.id, "what"),
            "like": self.point(card.like.id, card.like.text),
            "know": " ".join(know),
        }
        if not card.reasons:
            return f"utter_advice_card_{'compare' if others_fit else 'neutral'}", values
        values["why"] = " ".join(self._content(r.key, r.text) for r in card.reasons)
        return "utter_advice_card", values

    # -- answers --------------------------------------------------------------------------

    def answers(self, question: str, values: Iterable[str]) -> list[str]:
        """The titles of answers, as their buttons say them."""
        kind = "inform_likes" if question == "likes" else "answer"
        return [
            self.words.title(
                f"utter_ask_{question}", f'/{kind}{{"{question}":"{value}"}}', self.language
            )
            for value in values
        ]

    def told(self, told: Told) -> str:
        """Everything told, as one list; empty when nothing was."""
        titles = [t for q, given in told.answers.items() for t in self.answers(q, given)]
        return self._quoted(titles)

    def kept(self, told: Told, place: Place | None, unconfirmed: Iterable[str] = ()) -> str:
        """All that is stored of somebody, a sentence on each line; empty when nothing is.

        Violence is left out: who reads along over a shoulder must not find it (requirement 26).

        Args:
            place: where the person looks, if that is known.
            unconfirmed: subjects that wait for a yes.
        """
        subjects = [s for s in RAISED if s in {*told.raised, *unconfirmed} - NEVER_SHOWN]
        named = listed([self._line(f"utter_subject_{s}") for s in subjects], self.language)
        answers = self.told(told)
        return "\n".join(
            self._line(key, **{name: value})
            for key, name, value in (
                ("utter_privacy_answers", "answers", answers),
                ("utter_privacy_place", "place", place and place.municipality(self.language)),
                ("utter_privacy_subjects", "subjects", subjects and named),
            )
            if value
        )

    def answers_named(self, question: str, values: Iterable[str]) -> str:
        """Answers of one question in a sentence: titles between quotes, as one would list them."""
        return self._quoted(self.answers(question, values))

    def _quoted(self, titles: Sequence[str]) -> str:
        quoted = [self._line("utter_quoted", title=title) for title in titles]
        return listed(quoted, self.language) if quoted else ""

    # -- places ---------------------------------------------------------------------------

    def town(self, initiative: Initiative) -> str:
        """The town of an initiative in the person's language, as far as we know it."""
        for place in self.guide.places.by_code(initiative.postal_code):
            names = {place.municipality_nl, place.municipality_fr}
            if place.region == "brussels" or initiative.municipality in names:
                return initiative.part_of_municipality or place.municipality(self.language)
        return initiative.part_of_municipality or initiative.municipality

    def caller(self, region: str | None = None) -> Helpline:
        """Who looks things up together with a person, on weekdays.

        A line helps only in the region it covers: in Flanders that is the CAW, in Dutch, for
        French speakers too.

        Args:
            region: where it is about (``flanders``, ``brussels``, ``wallonia``), or None.
        """
        language = base(self.language)
        where = region or UNKNOWN_REGION.get(language, "")
        return self.guide.line(CALLERS.get((language, where), "caw"))

    def first_visit(self, initiative: Initiative, work_model: str) -> str:
        """How a first time goes; for an offer of a whole area, how to find the place near by."""
        if initiative.scope == "area" and not initiative.has_address:
            return self._line("utter_line_first_contact")
        return self.model_field(work_model, "first_visit")

    def place(
        self,
        door: Door,
        number: int,
        work_model: str,
        others: Sequence[str] = (),
    ) -> str:
        """The text of a place's card: for whom, what, where, how to get in, how old the fact is.

        Args:
            number: its number in this talk.
            others: other models of the advice, to tell when the place does those too.
        """
        initiative = door.initiative
        return sentences(
            self._line("utter_line_title", number=number, name=initiative.name_in(self.language)),
            *self._for_whom(initiative),
            self.summary(initiative),
            self._role(initiative, work_model),
            self._where(door),
            self._season(initiative),
            self._line(f"utter_line_cost_{initiative.cost}"),
            self._languages(initiative),
            *self._ways_in(initiative),
            self._at_home(initiative, work_model),
            self.first_visit(initiative, work_model),
            age_of_fact(self.words, initiative, self.language),
            self._ask_first(initiative),
            self._also(initiative, others),
        )

    def _for_whom(self, initiative: Initiative) -> list[str]:
        """For whom it is, in the words of the source, and who else need not come."""
        lines = []
        group = self._content("initiatives.target_group", initiative.target_group(self.language))
        if group:
            lines.append(self._line("utter_line_for", group=group))
        for group in for_some_only(initiative):
            if group == "women" and "non-binary" in initiative.exclusive_to:
                group = "women_nonbinary"
            if group == "residents":
                # The line above names the municipality already.
                continue
            lines.append(self._line(f"utter_line_group_{group}"))
        if initiative.age_from:
            lines.append(self._line("utter_line_age", age=initiative.age_from))
        if initiative.subtype == "basic_education":
            lines.append(self._line("utter_line_basic_education"))
        return lines

    def summary(self, initiative: Initiative) -> str:
        """What happens there."""
        key = f"initiatives.{initiative.id}.summary"
        return self._content(key, initiative.summary(self.language))

    def _role(self, initiative: Initiative, work_model: str) -> str | None:
        """Which of the two doors of an organisation it is (requirement 1)."""
        if initiative.role == "volunteer":
            return self._line("utter_line_volunteer")
        if work_model == "organisation" and initiative.role:
            return self._line(f"utter_line_role_{initiative.role}")
        return None

    def _at_home(self, initiative: Initiative, work_model: str) -> str | None:
        """Help at home was promised: whether somebody comes must be asked, unless it is known."""
        if work_model != "context" or initiative.subtype == "home_visit":
            return None
        return self._line("utter_line_at_home")

    def _where(self, door: Door) -> str:
        initiative = door.initiative
        if initiative.scope == "area":
            return self._line("utter_line_area_" + initiative.area.replace(" ", "_"))
        town = self.town(initiative)
        address = initiative.address
        if door.km is not None and door.km >= NEAR_KM:
            km = distance(door.km, self.language)
            if address:
                return self._line("utter_line_where", address=address, town=town, distance=km)
            return self._line("utter_line_town", town=town, distance=km)
        if address:
            return self._line("utter_line_where_here", address=address, town=town)
        return self._line("utter_line_town_here", town=town)

    def _season(self, initiative: Initiative) -> str | None:
        season = self._content("initiatives.season", initiative.season_text(self.language))
        return self._line("utter_line_season", season=season) if season else None

    def _languages(self, initiative: Initiative) -> str | None:
        names = [language_name(code, self.language) for code in initiative.languages]
        if not names:
            return None
        return self._line("utter_line_languages", languages=listed(names, self.language))

    def _ways_in(self, initiative: Initiative) -> list[str]:
        """A telephone, an address or a person who calls comes first; a website only after it."""
        lines = []
        if initiative.phone:
            lines.append(self._line("utter_line_phone", phone=initiative.phone))
            if "one general number" in initiative.note:
                lines.append(self._line("utter_line_general_number"))
        weak = self.guide.ask_first(initiative)
        nobody = not initiative.email and weak
        if not initiative.phone and (nobody or not initiative.has_address):
            line = self.caller(self.guide.region(initiative))
            name = line_name(self.words, line, self.language)
            lines.append(self._line("utter_line_caller", line=name, phone=line.number))
        if initiative.address and "recheck" in initiative.note:
            lines.append(self._line("utter_line_address_unsure"))
        if initiative.email:
            lines.append(self._line("utter_line_email", email=initiative.email))
        if initiative.website:
            lines.append(self._line("utter_line_site", website=initiative.website))
        return lines

    def _ask_first(self, initiative: Initiative) -> str | None:
        if not self.guide.ask_first(initiative):
            return None
        return ask_in_its_way(self.words, initiative, self.language)

    def _also(self, initiative: Initiative, others: Sequence[str]) -> str | None:
        both = both_ways(initiative, others)
        return self._line("utter_line_also", models=self.model_names(both)) if both else None
