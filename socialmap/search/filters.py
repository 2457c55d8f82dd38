"""Which candidates fit the chosen filters, and how many would fit each other one."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from socialmap.catalogue.activities import moments
from socialmap.catalogue.hours import AMSTERDAM, OPEN, UNKNOWN, opening, parsed, spans
from socialmap.catalogue.models import Activity
from socialmap.catalogue.taxonomy import Taxonomy
from socialmap.search.candidates import FACTS, Candidate
from socialmap.search.query import FACETS, Facet, SearchQuery, facet_codes
from socialmap.search.results import FacetValue

# One thing that is asked of a candidate: a group of filters and the values that will do.
Question = tuple[Facet, frozenset[str]]
Moments = Mapping[uuid.UUID, Sequence[tuple[datetime, datetime]]]


def questions(query: SearchQuery) -> list[Question]:
    """What the chosen filters ask: one question a group, and one for each fact."""
    asked: list[Question] = []
    for facet in FACETS:
        values = query.values(facet.param)
        if facet.facts:
            asked.extend((facet, frozenset({value})) for value in sorted(values))
        elif values:
            asked.append((facet, values))
    return asked


def windows(at: datetime) -> dict[str, tuple[datetime, datetime]]:
    """The moments that one can ask for, as (from, until) in Amsterdam time."""
    local = at.astimezone(AMSTERDAM).replace(second=0, microsecond=0)
    midnight = datetime.combine(local.date() + timedelta(days=1), time(), AMSTERDAM)
    saturday = local.date() + timedelta(days=max(0, 5 - local.weekday()))
    monday = local.date() + timedelta(days=7 - local.weekday())
    return {
        "nu": (local, local + timedelta(minutes=1)),
        "vandaag": (local, midnight),
        "weekend": (
            max(local, datetime.combine(saturday, time(), AMSTERDAM)),
            datetime.combine(monday, time(), AMSTERDAM),
        ),
    }


def activity_moments(activities: Iterable[Activity], at: datetime) -> Moments:
    """Per initiative when its dated activities are, from today until the weekend is over."""
    first: date = at.astimezone(AMSTERDAM).date()
    found: dict[uuid.UUID, list[tuple[datetime, datetime]]] = {}
    for each in activities:
        times = moments(each, first, first + timedelta(days=7 - first.weekday()))
        found.setdefault(each.initiative_id, []).extend(times)
    return found


@lru_cache(maxsize=20_000)
def _open_in(hours: str, first: datetime, last: datetime) -> bool | None:
    """Open at some time between two moments; None when nobody can tell."""
    if parsed(hours) is None or opening(hours, first).state == UNKNOWN:
        return None
    return opening(hours, first).state == OPEN or bool(spans(hours, first, last))


class Matcher:
    """Answers for one query at one moment what candidates say to its filters."""

    def __init__(self, query: SearchQuery, at: datetime, active: Moments):
        self.questions = questions(query)
        self.windows = windows(at)
        self.active = active

    def holds(self, candidate: Candidate, facet: Facet, code: str) -> bool | None:
        """Whether a value is true of a candidate; None when nobody told."""
        if facet.scheme == "moment":
            first, last = self.windows[code]
            times = self.active.get(candidate.id, ())
            if any(start < last and end > first for start, end in times):
                return True
            if times and not candidate.hours:
                return False
            return _open_in(candidate.hours, first, last)
        if facet.facts:
            return candidate.facts.get(code)
        return (facet.scheme, code) in candidate.terms

    def answer(self, candidate: Candidate, question: Question) -> bool | None:
        """Whether one of the values of a question will do."""
        facet, codes = question
        answers = [self.holds(candidate, facet, code) for code in codes]
        return True if True in answers else None if None in answers else False

    def refused(self, candidate: Candidate) -> list[Question]:
        """The questions that a candidate certainly answers with no."""
        return [each for each in self.questions if self.answer(candidate, each) is False]

    def unknown(self, candidate: Candidate) -> tuple[tuple[str, str], ...]:
        """The chosen filters of which nobody told whether they hold, as (group, code)."""
        return tuple(
            (facet.param, code)
            for facet, codes in self.questions
            if self.answer(candidate, (facet, codes)) is None
            for code in sorted(codes)
        )

    def fitting(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        """The candidates that no chosen filter refuses."""
        return [each for each in candidates if not self.refused(each)]

    def counts(self, candidates: Iterable[Candidate]) -> Counter[tuple[str, str]]:
        """How many would fit with each value, the filters of the other groups kept as they are."""
        counted: Counter[tuple[str, str]] = Counter()
        values = {
            facet: tuple(FACTS[facet.scheme]) if facet.facts else tuple(self.windows)
            for facet in FACETS
            if facet.facts or facet.scheme == "moment"
        }
        facets = {facet.scheme: facet for facet in FACETS}
        for candidate in candidates:
            refused = self.refused(candidate)
            if len(refused) > 1:
                continue
            told = [(facets[s], code) for s, code in candidate.terms if s in facets]
            told += [
                (facet, code)
                for facet, codes in values.items()
                for code in codes
                if self.holds(candidate, facet, code)
            ]
            for facet, code in told:
                if not refused or self._asks(refused[0], facet, code):
                    counted[facet.param, code] += 1
        return counted

    @staticmethod
    def _asks(question: Question, facet: Facet, code: str) -> bool:
        """Whether a value belongs to the question, so that choosing it would mend a refusal."""
        return question[0] == facet and (not facet.facts or code in question[1])


def facet_values(
    query: SearchQuery, counted: Counter[tuple[str, str]], taxonomy: Taxonomy
) -> dict[str, list[FacetValue]]:
    """Every group with all of its values, those with nothing as well."""
    return {
        facet.param: [
            FacetValue(code, counted[facet.param, code], code in query.values(facet.param))
            for code in facet_codes(facet, taxonomy)
        ]
        for facet in FACETS
    }
