"""Puts the whole sentences of a card under one another: which lines, in which order.

No sentence is made here; every line is a response of ``domain.yml`` with named placeholders.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.freshness import ask_first
from bot.core.helplines import Helpline
from bot.core.initiatives import Door, Initiative, both_ways, for_some_only
from bot.core.questions import Told
from bot.core.text import sentences
from bot.guide import AdviceCard, Guide
from bot.words import Words, base, distance, language_name, listed

NEAR_KM = 0.5
"""Below this a distance is not worth telling: coordinates are the middle of a place."""

ADDRESS_UNSURE = ("recheck", "recheck before", "recheck the address")


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

    def advice(self, card: AdviceCard) -> tuple[str, dict[str, str]]:
        """The response and its values for one model of an advice."""
        values = {
            "name": self.model_name(card.model.id),
            "what": self.model_field(card.model.id, "what"),
            "like": self.point(card.like.id, card.like.text),
            "know": " ".join(self._content(r.key, r.text) for r in card.notes)
            or self.point(card.know.id, card.know.text),
        }
        if not card.reasons:
            return "utter_advice_card_neutral", values
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
        return listed([f"‘{t}’" for t in titles], self.language) if titles else ""

    # -- places ---------------------------------------------------------------------------

    def town(self, initiative: Initiative) -> str:
        """The town of an initiative in the person's language, as far as we know it."""
        for place in self.guide.places.by_code(initiative.postal_code):
            names = {place.municipality_nl, place.municipality_fr}
            if place.region == "brussels" or initiative.municipality in names:
                own = initiative.part_of_municipality or place.municipality(self.language)
                return own if initiative.part_of_municipality else place.municipality(self.language)
        return initiative.part_of_municipality or initiative.municipality

    def caller(self) -> Helpline:
        """Who looks things up together with a person, in the person's language, on weekdays."""
        return self.guide.line("social_brussels" if base(self.language) == "fr" else "caw")

    def place(
        self,
        door: Door,
        number: int,
        work_model: str,
        told: Told,
        others: Sequence[str] = (),
    ) -> str:
        """The text of a place's card: for whom, what, where, how to get in, how old the fact is.

        Args:
            number: its number in this talk.
            others: other models of the advice, to tell when the place does those too.
        """
        initiative = door.initiative
        return sentences(
            self._line("utter_line_title", number=number, name=initiative.name),
            *self._for_whom(initiative, told),
            initiative.summary(self.language),
            self._where(door),
            self._season(initiative),
            self._line(f"utter_line_cost_{initiative.cost}"),
            self._languages(initiative),
            *self._ways_in(initiative),
            self.model_field(work_model, "first_visit"),
            self._age_of_fact(initiative),
            self._also(initiative, others),
        )

    def _for_whom(self, initiative: Initiative, told: Told) -> list[str]:
        lines = []
        for group in for_some_only(initiative):
            if group == "women" and "non-binary" in initiative.exclusive_to:
                group = "women_nonbinary"
            lines.append(self._line(f"utter_line_group_{group}"))
        if initiative.age_from:
            lines.append(self._line("utter_line_age", age=initiative.age_from))
        group = initiative.target_group(self.language)
        if group and not lines:
            lines.append(self._line("utter_line_for", group=group))
        if initiative.subtype == "basic_education":
            lines.append(self._line("utter_line_basic_education"))
        if initiative.role == "volunteer":
            lines.append(self._line("utter_line_volunteer"))
        return lines

    def _where(self, door: Door) -> str:
        initiative = door.initiative
        if initiative.scope == "area":
            return self._line("utter_line_area_" + initiative.area.replace(" ", "_"))
        town = self.town(initiative)
        if door.km is not None and door.km >= NEAR_KM:
            km = distance(door.km, self.language)
            if initiative.street_address:
                address = initiative.street_address
                return self._line("utter_line_where", address=address, town=town, km=km)
            return self._line("utter_line_town", town=town, km=km)
        if initiative.street_address:
            address = initiative.street_address
            return self._line("utter_line_where_here", address=address, town=town)
        return self._line("utter_line_town_here", town=town)

    def _season(self, initiative: Initiative) -> str | None:
        season = initiative.season_text(self.language)
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
        if not initiative.phone and not initiative.street_address:
            line = self.caller()
            lines.append(
                self._line("utter_line_caller", line=line.name(self.language), phone=line.number)
            )
        if any(word in initiative.note for word in ADDRESS_UNSURE) and initiative.street_address:
            lines.append(self._line("utter_line_address_unsure"))
        if initiative.email:
            lines.append(self._line("utter_line_email", email=initiative.email))
        if initiative.website:
            lines.append(self._line("utter_line_site", website=initiative.website))
        return lines

    def _age_of_fact(self, initiative: Initiative) -> str:
        year = initiative.source_year
        if year is None:
            return self._line("utter_line_undated")
        today = self.guide.now().date()
        old = ask_first(year, initiative.confidence, today)
        return self._line("utter_line_seen_ask" if old else "utter_line_seen", year=year)

    def _also(self, initiative: Initiative, others: Sequence[str]) -> str | None:
        both = both_ways(initiative, others)
        return self._line("utter_line_also", models=self.model_names(both)) if both else None
