"""The finder for programs: the search page's own address and names, answered in JSON."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Blueprint, Response, current_app, request

from socialmap.cache import app_cache
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.config import current_settings
from socialmap.guards import everybody
from socialmap.places.pdok import geocoder_for
from socialmap.search.as_json import as_json
from socialmap.search.finder import find
from socialmap.search.index.snapshot import snapshot
from socialmap.search.query import SearchQuery
from socialmap.times.clock import now
from socialmap.times.hours import minute_of

blueprint = Blueprint("search", __name__)

MOST_CACHED = 1_000  # answers, of some 15 kB each
# The names and values of an address, in order, and the answer to it.
CachedAnswers = dict[tuple[tuple[str, str], ...], bytes]


@blueprint.get("/zoeken.json")
@everybody
def search() -> Response:
    """Answer what /zoeken shows; with `waarom=1` also why each result ranks where it does.

    The same question within a minute gets the same answer, unless the catalogue changed meanwhile
    or the request says `Cache-Control: no-cache`.
    """
    cached, question = _cached_answers(), tuple(request.args.items(multi=True))
    answer = None if request.cache_control.no_cache else cached.get(question)
    if answer is None:
        query = SearchQuery.from_args(request.args, taxonomy())
        answer = _answer(query, explained=request.args.get("waarom") == "1")
        if len(cached) < MOST_CACHED:
            cached[question] = answer
    return Response(answer, content_type="application/json")


def _cached_answers() -> CachedAnswers:
    """The answers given in this minute from the present state of the catalogue."""
    answers: CachedAnswers = {}
    return app_cache().get("answers", (snapshot(), minute_of(now())), lambda: answers)


def _answer(query: SearchQuery, explained: bool) -> bytes:
    """The results of a query as JSON."""
    results = find(query, geocoder=geocoder_for(current_settings()))
    chip_text: Any = current_app.jinja_env.globals["chip_text"]
    return orjson.dumps(as_json(results, chip_text, explained))
