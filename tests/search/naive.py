"""Search listing by listing, slowly and plainly: the reference for the fast finder."""

from collections import Counter
from dataclasses import dataclass
from math import log

from socialmap.catalogue.freshness import standing
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.places.geocoding import OnePlace, locate
from socialmap.places.geometry import metres_between
from socialmap.search.candidates import ENOUGH
from socialmap.search.clauses import CODE_WEIGHT, LEAST, MORE_WEIGHT
from socialmap.search.index.facts import CODED, FACT_NUMBERS, filter_codes, filter_facts
from socialmap.search.index.postings import fields_of
from socialmap.search.query import FACETS, facet_codes
from socialmap.search.reading.reader import read
from socialmap.search.words import UNDERSTOOD, AnyOf, Coded, parse_words
from socialmap.times.clock import AMSTERDAM
from socialmap.times.hours import parsed
from tests.search.brute_force import BruteForce
from tests.search.naive_times import open_at
from tests.terms import index_terms

SUNK = 0.3
FRESH = {"up_to_date": 1.0, "due": 0.95, "overdue": 0.85}


@dataclass
class Candidate:
    name: str
    score: float
    metres: float | None
    refused: list


class Naive:
    """All listings by name, searched one by one."""

    def __init__(self, sources, vocabulary):
        self.vocabulary = vocabulary
        self.sources = {source.listing.name: source for source in sources}
        self.words = BruteForce({name: fields_of(source) for name, source in self.sources.items()})

    def find(self, query, at):
        """Return names in order, total and counts of the listings with an address."""
        reading = read(query, at, self.vocabulary)
        query = reading.query
        answer = locate(query.where) if query.where else None
        place = answer.place if isinstance(answer, OnePlace) else None
        wanted = parse_words(query.words, self.vocabulary, self.words.rarity)
        clauses = [clause.alternatives for clause in wanted.all]
        needs = reading.needs
        near = {
            name: self.metres(source, query, place)
            for name, source in self.sources.items()
            if self.metres(source, query, place) is not False
        }
        matched = {
            name: [self.words.of_clause(name, clause) for clause in clauses] for name in near
        }
        answered = {name: sum(self.of_need(name, need) for need in needs) for name in near}
        needed, others = self.needed(matched, answered, wanted, reading)
        candidates = [
            self.candidate(
                name, self.text(name, clauses, answered[name], reading), near[name], query, at
            )
            for name in near
            if sum(score > 0 for score in matched[name]) >= needed or name in others
        ]
        fitting = [candidate for candidate in candidates if not candidate.refused]
        # Without a place nothing is nearer than anything else.
        by_distance = query.sort == "dichtbij" and all(
            candidate.metres is not None for candidate in fitting
        )
        fitting.sort(key=lambda hit: (hit.metres if by_distance else -hit.score, hit.name))
        return (
            [candidate.name for candidate in fitting],
            len(fitting),
            self.counts(candidates, query, at),
        )

    def needed(self, matched, answered, wanted, reading):
        """How many words a listing needs, and the listings that count without."""
        needs = reading.needs
        free = {n for n in matched if any(self.best_of(n, one) for one in reading.without)}
        understood = any(need.weight >= UNDERSTOOD for need in needs)
        complete = [
            name
            for name, scores in matched.items()
            if all(scores) or (understood and answered[name]) or name in free
        ]
        needed, or_need, rare = len(wanted.all), not wanted.all or understood, set()
        if (needed > 1 or (needed and needs)) and len(complete) < ENOUGH:
            needed, or_need = max(1, needed // 3), True
        elif wanted.rare:
            rare = {n for n in matched if self.words.of_clause(n, wanted.rare.alternatives)}
            # When enough of the complete ones have the rarest word, the others need all words.
            rare = set() if len(rare.intersection(complete)) >= ENOUGH else rare
        if or_need:
            rare |= {name for name in matched if answered[name]}
        return needed, rare | free

    def metres(self, source, query, place):
        """Metres to the nearest location; None if no place is asked for, False if out of reach."""
        points = [(location.lon, location.lat) for location in source.listing.locations]
        if query.box:
            west, south, east, north = query.box
            points = [(x, y) for x, y in points if west <= x <= east and south <= y <= north]
        here = place.point if place else None
        if query.box and not place:
            here = ((query.box[0] + query.box[2]) / 2, (query.box[1] + query.box[3]) / 2)
        if not points:
            return False
        if here is None:
            return None
        nearest = min(metres_between(here, point) for point in points)
        radius = query.kilometres * 1000 if query.kilometres else place.radius if place else None
        return False if place and not query.box and nearest > radius else nearest

    def of_need(self, name, need):
        """How well a listing answers a need: its best part, and a share of the others."""
        scores = [weight * self.of_part(name, part) for part, weight in need.parts]
        if not any(s for s, (_, weight) in zip(scores, need.parts, strict=True) if weight >= LEAST):
            return 0
        return need.weight * (max(scores) + MORE_WEIGHT * (sum(scores) - max(scores)))

    def of_part(self, name, part):
        if not isinstance(part, Coded):
            return self.words.of_clause(name, part.alternatives)
        facet = next(facet for facet in FACETS if facet.param == part.facet)
        having = {n for n, s in self.sources.items() if self.holds(s, facet, part.code, None)}
        rarity = log(1 + (len(self.sources) - len(having) + 0.5) / (len(having) + 0.5))
        return CODE_WEIGHT * rarity if name in having else 0

    def text(self, name, clauses, answered, reading):
        """The score of the words: less when a listing lacks some, or has only what they mean."""
        score = 0 if reading.needs else 1
        if clauses:
            typed = sum(self.words.typed(name, clause) for clause in clauses) / len(clauses)
            score = sum(self.words.of_clause(name, each) for each in clauses) * typed**0.5
        score += answered
        score += sum(self.best_of(name, each) for each in (*reading.better, *reading.without))
        return score * SUNK ** sum(self.says(name, each) for each in reading.less)

    def best_of(self, name, clause):
        """The score of a clause, or of the best of several."""
        if isinstance(clause, AnyOf):
            return max(self.best_of(name, part) for part in clause.clauses)
        return self.words.of_clause(name, clause.alternatives)

    def says(self, name, clause):
        """Whether a page says one of these terms, and not that it is not so; or has a code."""
        source = self.sources[name]
        if isinstance(clause, AnyOf):
            return any(self.says(name, part) for part in clause.clauses)
        if isinstance(clause, Coded):
            [facet] = [facet for facet in FACETS if facet.param == clause.facet]
            return bool(self.holds(source, facet, clause.code, None))
        # Nobody sees the aliases of a kind.
        texts = fields_of(source) | {"kind": fields_of(source)["kind"].split(" . ")[0]}
        said = {
            each.term for text in texts.values() for each in index_terms(text) if not each.denied
        }
        return any(said.issuperset(each.terms) for each in clause.alternatives)

    def candidate(self, name, text, metres, query, at):
        """A listing with its score and the filters that it does not meet."""
        source = self.sources[name]
        answers = {question: self.answer(source, question, at) for question in questions(query)}
        near = 1 if metres is None else 2000 / (2000 + metres)
        freshness = standing(source.listing.confirmations, source.listing.kind)
        fresh = FRESH[freshness.at(at.astimezone(AMSTERDAM).date())]
        complete = 0.84 + 0.16 * (7 - len(source.listing.missing)) / 7
        wanted = query.values("isolement")
        fit = 0.5 + 0.5 * max((source.forms.get(form, 0) for form in wanted), default=1)
        certain = 0.7 ** sum(answer is None for answer in answers.values())
        return Candidate(
            name,
            text * near * fresh * complete * fit * certain,
            metres,
            [question for question, answer in answers.items() if answer is False],
        )

    def holds(self, source, facet, code, at):
        """Whether a value holds for a listing; None when that is not known."""
        if facet.facts:
            return filter_facts(source.listing).get(code)
        return code in filter_codes(source.listing, source.setting, source.forms)[facet.scheme]

    def answer(self, source, question, at):
        facet, codes = question
        if facet.param == "dag":
            days, parts = codes
            if open_at(source, days, parts, at):
                return True
            known = parsed(source.listing.hours) is not None or source.listing.activities
            return False if known else None
        answers = [self.holds(source, facet, code, at) for code in codes]
        return True if True in answers else None if None in answers else False

    def counts(self, candidates, query, at):
        counted = Counter()
        for candidate in candidates:
            source = self.sources[candidate.name]
            for facet in FACETS:
                for code in codes_in(facet):
                    if self.counts_for(source, facet, code, query, at) and (
                        set(candidate.refused) <= own(query, facet, code)
                    ):
                        counted[facet.param, code] += 1
        return counted

    def counts_for(self, source, facet, code, query, at):
        """Whether a value holds for a listing: a day within the chosen parts, a part on the days."""
        if facet.param == "dag":
            return open_at(source, frozenset({code}), query.values("dagdeel"), at)
        if facet.param == "dagdeel":
            return open_at(source, query.values("dag"), frozenset({code}), at)
        return self.holds(source, facet, code, at)


def own(query, facet, code):
    """The questions that choosing a value answers anew."""
    if facet.param in ("dag", "dagdeel"):
        return {question for question in questions(query) if question[0].param == "dag"}
    return {
        (asked, codes)
        for asked, codes in questions(query)
        if asked == facet and (not facet.facts or codes == frozenset({code}))
    }


def questions(query):
    """Yield (facet, codes) for each group of filters, and for each fact by itself."""
    for facet in FACETS:
        values = query.values(facet.param)
        if facet.param == "dag":
            if values or query.values("dagdeel"):
                yield facet, (values, query.values("dagdeel"))
        elif facet.param == "dagdeel":
            continue
        elif facet.facts:
            yield from ((facet, frozenset({value})) for value in sorted(values))
        elif values:
            yield facet, values


def codes_in(facet):
    if facet.param in ("dag", "dagdeel"):
        return facet_codes(facet, taxonomy())
    if facet.facts:
        return [name for name in FACT_NUMBERS if name in taxonomy().schemes[facet.scheme]]
    assert facet in CODED
    return facet_codes(facet, taxonomy())
