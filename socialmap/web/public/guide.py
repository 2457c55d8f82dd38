"""The guide: choices become one search, and each hit names those that it meets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from socialmap.catalogue.taxonomy import taxonomy
from socialmap.config import current_settings
from socialmap.guards import everybody
from socialmap.language.analysis import query_alternatives, query_words
from socialmap.places.pdok import geocoder_for
from socialmap.search import finder
from socialmap.search.query import DAY, DISTANCES, PART, SearchQuery
from socialmap.search.results import Hit
from socialmap.web.public.choices import QUESTIONS, TIMES, Choice, Question

blueprint = Blueprint("guide", __name__)

SOMEBODY = "iemand"
# An alternative for a word (0-1) with a lower weight is not given as a reason.
LEAST_LIKE = 0.7
SHOWN = 10


@dataclass(frozen=True)
class Answers:
    """The (question, choice) pairs that somebody chose, and the place and distance as typed."""

    chosen: tuple[tuple[Question, Choice], ...]
    where: str
    distance: str
    about_somebody: bool

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> Answers:
        """Read the answers from the arguments of a URL, without unknown codes."""
        return cls(
            chosen=tuple(
                (question, choice)
                for question in QUESTIONS
                for choice in question.choices
                if choice.code in args.getlist(question.param)
            ),
            where=args.get("waar", "").strip(),
            distance=args.get("afstand", ""),
            about_somebody=args.get("voor") == SOMEBODY,
        )

    def query(self) -> SearchQuery:
        """The search that the choices stand for."""
        choices = [choice for _, choice in self.chosen]
        args = MultiDict(pair for choice in choices for pair in choice.filters)
        args["wat"] = " ".join(choice.words for choice in choices if choice.words)
        args["waar"], args["afstand"] = self.where, self.distance
        return SearchQuery.from_args(args, taxonomy())

    def url(self, about_somebody: bool) -> str:
        """The URL of the same choices, about oneself or about somebody else."""
        args: dict[str, Any] = {"voor": SOMEBODY if about_somebody else None}
        for question, choice in self.chosen:
            args.setdefault(question.param, []).append(choice.code)
        args |= {"waar": self.where or None, "afstand": self.distance or None}
        return url_for("guide.choose", **args)


@blueprint.get("/wat-past-bij-mij")
@everybody
def choose() -> ResponseReturnValue:
    """Ask what someone would like and what makes it hard, and show what fits."""
    answers = Answers.from_args(request.args)
    query = answers.query()
    chosen = bool(answers.chosen or answers.where)
    results = finder.find(query, geocoder=geocoder_for(current_settings())) if chosen else None
    hits = (results.hits + results.serving)[:SHOWN] if results else []
    return render_template(
        "guide/choose.html",
        answers=answers,
        questions=QUESTIONS,
        distances=DISTANCES,
        query=results.query if results else query,
        results=results,
        reasons={hit.card.slug: reasons(hit, answers.chosen) for hit in hits},
        hits=hits,
        nothing_chosen=bool(request.args) and not chosen,
    )


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
