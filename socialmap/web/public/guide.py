"""The guide: a question a page; the answers are one search, and each hit names those it meets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from socialmap.catalogue.taxonomy import taxonomy
from socialmap.config import current_settings
from socialmap.errors import NotFoundProblem
from socialmap.guards import everybody
from socialmap.language.analysis import query_alternatives, query_words
from socialmap.places.pdok import geocoder_for
from socialmap.search import finder
from socialmap.search.query import DAY, DISTANCES, PART, SearchQuery
from socialmap.search.results import Hit, SearchResults
from socialmap.web.page.addresses import url_for, with_args
from socialmap.web.public.choices import PLACE, QUESTIONS, TIMES, Choice, Question
from socialmap.wording import N_

blueprint = Blueprint("guide", __name__)

SOMEBODY = "iemand"
# Where the heading of each page is, for the eye and the keyboard alike.
HEADING = "vraag"
# An alternative for a word (0-1) with a lower weight is not given as a reason.
LEAST_LIKE = 0.7
# The best of what fits so far, shown beside a question.
FIRST_FEW = 3


@dataclass(frozen=True)
class Answers:
    """The (question, choice) pairs that somebody chose, and the place and distance as typed."""

    chosen: tuple[tuple[Question, Choice], ...] = ()
    where: str = ""
    distance: str = ""
    about_somebody: bool = False

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> Answers:
        """Read the answers from the arguments of a URL, without unknown codes."""
        query = SearchQuery.from_args(args, taxonomy())
        return cls(
            chosen=tuple(
                (question, choice)
                for question in QUESTIONS
                for choice in _choices(question, args.getlist(question.param))
            ),
            where=query.where,
            # One that is none is named on the page of what fits.
            distance=str(query.kilometres or dict(query.ignored).get("afstand", "")),
            about_somebody=args.get("voor") == SOMEBODY,
        )

    @property
    def given(self) -> bool:
        """Whether any question has an answer."""
        return bool(self.chosen or self.where)

    def query(self, page: str = "") -> SearchQuery:
        """The search that the choices stand for, and a page of its results."""
        choices = [choice for _, choice in self.chosen]
        args = MultiDict(pair for choice in choices for pair in choice.filters)
        args["wat"] = " ".join(choice.words for choice in choices if choice.words)
        args["waar"], args["afstand"], args["pagina"] = self.where, self.distance, page
        return SearchQuery.from_args(args, taxonomy())

    def pairs(self, without: str = "") -> list[tuple[str, str]]:
        """The arguments of an address with these answers, but those of one question."""
        pairs = [("waar", self.where), ("afstand", self.distance)] if without != "waar" else []
        pairs += [(q.param, choice.code) for q, choice in self.chosen if q.param != without]
        pairs.append(("voor", SOMEBODY if self.about_somebody else ""))
        return [(name, value) for name, value in pairs if value]

    def without(self, question: Question, choice: Choice) -> Answers:
        """The same answers, one choice taken away."""
        return replace(self, chosen=tuple(p for p in self.chosen if p != (question, choice)))

    def about(self, somebody: bool) -> Answers:
        """The same answers, about oneself or about somebody else."""
        return replace(self, about_somebody=somebody)

    def at(self, where: str) -> Answers:
        """The same answers at another place."""
        return replace(self, where=where, distance=self.distance if where else "")

    def in_words(self, place: str = "") -> list[tuple[Question, list[str]]]:
        """The answered questions, each with its answers in words; `place` is that of `where`."""
        somebody = self.about_somebody
        words = {
            question: [gettext(c.wording(somebody)) for q, c in self.chosen if q is question]
            for question in QUESTIONS
        }
        if self.where:
            words[PLACE] = [place or self.where, *self._far()]
        return [(question, answers) for question, answers in words.items() if answers]

    def _far(self) -> list[str]:
        kilometres = self.query().kilometres
        return [gettext("tot %(km)d kilometer", km=kilometres)] if kilometres else []

    def url(self, question: str) -> str:
        """The address of a question, at its heading."""
        return f"{with_args(url_for('guide.ask', step=question), self.pairs())}#{HEADING}"

    def results_url(self, page: int = 1) -> str:
        """The address of what fits these answers, at its heading."""
        more = [("pagina", str(page))] if page > 1 else []
        return f"{with_args(url_for('guide.fitting'), [*self.pairs(), *more])}#{HEADING}"


def _choices(question: Question, codes: Sequence[str]) -> tuple[Choice, ...]:
    chosen = tuple(choice for choice in question.choices if choice.code in codes)
    return chosen[:1] if question.single else chosen


@blueprint.get("/wat-past-bij-mij")
@everybody
def choose() -> ResponseReturnValue:
    """Begin with the first question; an address with answers leads to what fits."""
    answers = Answers.from_args(request.args)
    if answers.given:
        return redirect(answers.results_url(), 302)
    return _question_page(QUESTIONS[0], answers)


@blueprint.get("/wat-past-bij-mij/<slug:step>")
@everybody
def ask(step: str) -> ResponseReturnValue:
    """Ask one question, with what fits the answers so far."""
    for question in QUESTIONS:
        if question.param == step:
            return _question_page(question, Answers.from_args(request.args))
    raise NotFoundProblem(N_("Deze vraag is er niet. Begin opnieuw bij de Keuzehulp."))


@blueprint.get("/wat-past-bij-mij/uitkomst")
@everybody
def fitting() -> ResponseReturnValue:
    """Show what fits the answers: the list of the search, with why each fits."""
    answers = Answers.from_args(request.args)
    results = _find(answers, request.args.get("pagina", ""))
    hits = results.hits + results.serving
    return _page(
        "guide/fitting.html",
        answers,
        results,
        query=results.query,
        reasons={hit.card.slug: reasons(hit, answers.chosen) for hit in hits},
    )


def _question_page(question: Question, answers: Answers) -> ResponseReturnValue:
    number = QUESTIONS.index(question)
    results = _find(answers)
    hits = (results.hits + results.serving)[:FIRST_FEW] if answers.given else []
    return _page(
        "guide/ask.html",
        answers,
        results,
        question,
        number=number + 1,
        before=QUESTIONS[number - 1] if number else None,
        following=QUESTIONS[number + 1] if number + 1 < len(QUESTIONS) else None,
        distances=DISTANCES,
        hits=hits,
        reasons={hit.card.slug: reasons(hit, answers.chosen) for hit in hits},
    )


def _find(answers: Answers, page: str = "") -> SearchResults:
    return finder.find(answers.query(page), geocoder=geocoder_for(current_settings()))


def _page(
    template: str,
    answers: Answers,
    results: SearchResults,
    question: Question | None = None,
    **more: object,
) -> ResponseReturnValue:
    def placed_url(where: str) -> str:
        placed = answers.at(where)
        return placed.url(question.param) if question else placed.results_url()

    response = make_response(
        render_template(
            template,
            answers=answers,
            question=question,
            questions=QUESTIONS,
            results=results,
            total=results.total + results.serving_total,
            placed_url=placed_url,
            page_url=answers.results_url,
            **more,
        )
    )
    if results.danger:
        # Somebody who looks over a shoulder later should not find it by going back.
        response.cache_control.no_store = True
    return response


def reasons(hit: Hit, chosen: Sequence[tuple[Question, Choice]]) -> list[str]:
    """The choices that a hit meets, in words; an unknown fact is no reason."""
    matched = frozenset(hit.why().words)
    words = []
    for question, choice in chosen:
        if question is not TIMES and meets(hit, choice, matched):
            words.append(str(gettext(choice.because)))
    times = [choice for question, choice in chosen if question is TIMES]
    if times and all(meets(hit, choice, matched) for choice in times):
        # The search found only listings that are open on one of the days, in one of the parts.
        words.append(" ".join(_either(times, param) for param in (DAY, PART)).strip())
    return words


def _either(times: Sequence[Choice], param: str) -> str:
    """The chosen times of one group in words: vandaag of in het weekend."""
    chosen = [time for time in times if time.filters[0][0] == param]
    return str(gettext(" of ")).join(str(gettext(time.because)) for time in chosen)


def meets(hit: Hit, choice: Choice, matched: frozenset[str]) -> bool:
    """Whether a hit has one of the words or filters of a choice, as far as its facts are known."""
    if choice.words:
        return any(
            alternative.weight >= LEAST_LIKE and matched.issuperset(alternative.terms)
            for alternatives in query_alternatives(query_words(choice.words))
            for alternative in alternatives
        )
    param, code = choice.filters[0]
    if param == "isolement":
        return code in hit.card.forms
    if param == "doelgroep":
        return code in hit.card.audiences
    # The search found only hits that meet the other filters, or whose fact is unknown.
    return (param, code) not in hit.unknown
