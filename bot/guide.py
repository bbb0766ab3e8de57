"""The use cases: ask, advise, find, and where help is. No framework, no sentences."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from bot.core.freshness import ask_first
from bot.core.helplines import Helpline, IsOpen, lines_for
from bot.core.initiatives import AREAS, Initiative
from bot.core.matching import Advice, Rule, Verdict, advise, rotated
from bot.core.place_names import PlaceNames
from bot.core.places import Gazetteer, Place
from bot.core.plane import apart_km, on_map
from bot.core.questions import Told, next_question
from bot.core.search import FIRST_REACH, REACHES_KM, SHOWN_AT_ONCE, Door, Search, Wanted
from bot.core.work_models import WORK_MODELS, Point, WorkModel
from bot.place_finder import PlaceFinder

REASONS_SHOWN = 2
NOTES_SHOWN = 2

FAR_ENOUGH_KM = 20
"""From here on an offer for the whole area will do: a search does not widen beyond it."""

ENOUGH_DOORS = 12
"""So many are looked at for the three that are shown: an organisation is named only once."""

Looked = Callable[[int, bool], list[Door]]
"""What is found within a reach (index in REACHES_KM), in one's own language only or in any."""

FIRST_NOTE = "fear_benefit"
"""The answer whose note always comes first."""

YOUNG_LINES = {"nl": "children_nl_102", "fr": "children_fr_103"}
"""The line for children and young people, by language (requirement 28)."""

ALWAYS_FOR_YOUNG = "missing_children"
"""Child Focus answers day and night, whatever the hours of the other lines."""


@dataclass(frozen=True)
class AdviceCard:
    """One model of an advice, with the reasons that carried it.

    Attributes:
        reasons: rules in the person's own answers; empty when nothing was told.
        like: what others like about it.
        notes: rules that touch what the person told; empty means `know` is told.
        know: the weakness or precondition to tell when no note fits.
        know_too: whether `know` is told beside the notes: it touches a subject the person brought
            up, or no note shown rests on a bullet of the study.
    """

    model: WorkModel
    reasons: tuple[Rule, ...]
    like: Point
    notes: tuple[Rule, ...]
    know: Point
    know_too: bool = False


@dataclass(frozen=True)
class Found:
    """Places for one model.

    Attributes:
        doors: at most three, the most fitting first.
        reach_km: how far was looked in the end.
        widened: whether that is further than was asked.
        regional: whether only offers of the whole area were found.
        for_some: whether each of them is for people of a group that was not told.
    """

    doors: tuple[Door, ...]
    reach_km: float
    widened: bool
    regional: bool
    for_some: bool = False


class Guide:
    """Answers the questions of a talk.

    Args:
        models: the seven work models by id.
        rules: the lines of the matching.
        search: where places are looked for.
        is_open: tells whether OSM opening hours are open at a moment.
        now: the moment, aware, in Europe/Brussels.
        place_names: what places are called beside, and places abroad.
        found_closed: tells of the id of a place whether enough people found it closed.
    """

    def __init__(
        self,
        models: Mapping[str, WorkModel],
        rules: Sequence[Rule],
        search: Search,
        helplines: Sequence[Helpline],
        places: Sequence[Place],
        is_open: IsOpen,
        now: Callable[[], datetime.datetime],
        place_names: PlaceNames | None = None,
        found_closed: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self.models = models
        self.rules = rules
        self.helplines = helplines
        self.places = Gazetteer(places)
        self.now = now
        self._is_open = is_open
        self._found_closed = found_closed
        self._finder = PlaceFinder(self.places, place_names)
        self.doors = search

    # -- ask ------------------------------------------------------------------------------

    def next_question(self, told: Told) -> str | None:
        """The question to ask now, or None when it is time for the advice."""
        return next_question(self.rules, told)

    # -- advise ---------------------------------------------------------------------------

    def advise(self, told: Told, without: Iterable[str] = ()) -> Advice:
        """Two or three models for what was told.

        Args:
            without: models that were shown before and did not fit.
        """
        return advise(self.rules, told.pairs(), told.raised, told.rotation, without)

    def card(self, verdict: Verdict, raised: Collection[str] = ()) -> AdviceCard:
        """What to say of one model: why, what others like, what to know before.

        Args:
            raised: subjects that the person brought up; a point that touches one comes first.
        """
        model = self.models[verdict.work_model]
        reasons = verdict.reasons[:REASONS_SHOWN]
        told_already = {r.seed for r in reasons}
        liked = [model.point(model.like), *model.strengths]
        like = next((p for p in liked if p.id not in told_already), liked[0])
        # A benefit that could be lost has a price; that note never falls off.
        notes = sorted(verdict.notes, key=lambda rule: rule.answer != FIRST_NOTE)
        touched = next((p for p in model.points() if p.touches in raised), None)
        know = touched or model.point(model.know)
        told = tuple(notes[:NOTES_SHOWN])
        bullets = {p.id for p in model.points()}
        grounded = any(rule.seed in bullets for rule in told)
        return AdviceCard(model, reasons, like, told, know, touched is not None or not grounded)

    def all_models(self, rotation: int) -> list[WorkModel]:
        """All seven, from the talk's own starting point."""
        return [self.models[m] for m in rotated(WORK_MODELS, rotation)]

    # -- find -----------------------------------------------------------------------------

    def find(
        self,
        told: Told,
        work_model: str,
        place: Place | None,
        language: str,
        reach: int = FIRST_REACH,
        only_language: str | None = None,
        without: Iterable[str] = (),
    ) -> Found:
        """Up to three places; looks further by itself when nothing is near.

        Args:
            language: two letters.
            reach: index in REACHES_KM of how far to look.
            without: ids of places shown before.
        """
        reach = min(max(reach, 0), len(REACHES_KM) - 1)
        has_children = told.has("hard", "children")
        wanted = Wanted(
            work_model=work_model,
            place=place,
            reach_km=REACHES_KM[reach],
            language=only_language or language,
            only_language=only_language,
            free="free" in told.raised,
            raised=told.raised | ({"parents"} if has_children else frozenset()),
            wishes=frozenset(told.answers.get("wish", ())),
            likes=frozenset(told.answers.get("likes", ())),
            without=frozenset(without),
            rotation=told.rotation,
        )
        looked = lru_cache(maxsize=None)(partial(self._at, wanted))
        index = self._far_enough(reach, place is not None, looked)
        # A door where they speak another language comes only when no open one speaks this one.
        own = looked(index, True)
        named = own if any(not d.for_others for d in own) else looked(index, False)
        named = named[:SHOWN_AT_ONCE]
        return Found(
            doors=tuple(named),
            reach_km=REACHES_KM[index],
            widened=index > reach,
            regional=bool(named) and all(d.km is None for d in named),
            for_some=bool(named) and all(d.for_others for d in named),
        )

    def _at(self, wanted: Wanted, index: int, own: bool) -> list[Door]:
        """What is within a reach, the most fitting first.

        Args:
            index: in REACHES_KM.
            own: whether only where the person's own language is spoken, or may be.
        """
        only = wanted.language if own else wanted.only_language
        there = replace(wanted, reach_km=REACHES_KM[index], only_language=only)
        return self.doors.find(there, ENOUGH_DOORS)

    @staticmethod
    def _far_enough(reach: int, may_widen: bool, looked: Looked) -> int:
        """How far to look (index in REACHES_KM).

        First as far as an open door in the person's own language, within FAR_ENOUGH_KM. Then as
        far as any door. Nobody should travel an hour where an offer for the whole area will do.
        """
        steps = range(reach, len(REACHES_KM) if may_widen else reach + 1)
        for index in steps:
            if REACHES_KM[index] > FAR_ENOUGH_KM:
                break
            if any(d.km is not None and not d.for_others for d in looked(index, True)):
                return index
        for index in steps:
            found = looked(index, False)
            far_enough = REACHES_KM[index] >= FAR_ENOUGH_KM
            if any(d.km is not None or far_enough for d in found):
                return index
        return steps[-1]

    def who_went_on(self, closed: Initiative, place: Place | None) -> Door | None:
        """Of those who took over a closed place, the nearest that is open; None when nobody did.

        Args:
            place: where the person looks; without it, the first that its row names.
        """
        others = [other for one in closed.taken_over_by if (other := self.doors.get(one))]
        here = on_map(place.lat, place.lon) if place else None
        doors = []
        for other in others:
            at = self.doors.position(other.id)
            km = apart_km(here, at) if here and at else None
            if other.is_door:
                doors.append(Door(other, km))
        return min(doors, key=lambda d: math.inf if d.km is None else d.km, default=None)

    def find_places(self, text: str) -> list[Place]:
        """The places that a text may mean, the most likely first; empty when none."""
        return self._finder.find(text)

    def sure_of(self, text: str, place: Place) -> bool:
        """Whether a text clearly means this place; what only looks alike is asked back."""
        return self._finder.sure_of(text, place)

    def abroad(self, text: str) -> str | None:
        """The place outside Belgium where a text says to look; None when it names none."""
        return self._finder.abroad(text)

    def welfare_office(self, place: Place | None) -> Initiative | None:
        """The public welfare office of this municipality, where the data has it."""
        return self.doors.welfare_office(place)

    def region(self, initiative: Initiative) -> str | None:
        """The region an initiative stands in or covers, when it is only one."""
        for place in self.places.by_code(initiative.postal_code):
            return place.region
        covered = AREAS.get(initiative.area, ("flanders",) if initiative.area else ())
        return covered[0] if len(covered) == 1 else None

    def ask_first(self, initiative: Initiative) -> bool:
        """Whether somebody should ask before going there (see bot.core.freshness)."""
        old = ask_first(initiative, self.now().date())
        return old or self._found_closed(initiative.id)

    # -- help -----------------------------------------------------------------------------

    def lines(
        self, topics: Sequence[str], language: str, most: int = 2, crisis: bool = False
    ) -> list[Helpline]:
        """The help lines to name now for these topics (see bot.core.helplines)."""
        return lines_for(self.helplines, topics, language, self.now(), self._is_open, most, crisis)

    def young_lines(self, language: str) -> tuple[Helpline, Helpline]:
        """The line for young people in this language, and the one that is always open.

        Args:
            language: two letters.
        """
        young = self.line(YOUNG_LINES.get(language, YOUNG_LINES["nl"]))
        return young, self.line(ALWAYS_FOR_YOUNG)

    def surely_closed(self, line: Helpline) -> bool:
        """Whether a line is known to be closed now; a public holiday not known as open is closed.

        A line with unknown hours is not surely closed: nobody may say that it is open either.
        """
        if not line.opening_hours:
            return False
        return not self._is_open(line.hours_with_holidays(crisis=True), self.now())

    def line(self, line_id: str) -> Helpline:
        """One help line by its id.

        Raises:
            KeyError: there is no such line.
        """
        for line in self.helplines:
            if line.id == line_id:
                return line
        raise KeyError(line_id)
