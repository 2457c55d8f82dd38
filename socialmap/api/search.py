"""The finder for programs: the search page's own address and names, answered in JSON."""

from __future__ import annotations

from datetime import datetime

import orjson
from flask import Blueprint, Response, current_app, request

from socialmap.catalogue.taxonomy import taxonomy
from socialmap.config import current_settings
from socialmap.guards import everybody
from socialmap.places.pdok import geocoder_for
from socialmap.search.as_json import as_json
from socialmap.search.finder import find
from socialmap.search.index.snapshot import Snapshot, snapshot
from socialmap.search.query import SearchQuery
from socialmap.times.clock import now
from socialmap.times.hours import minute_of

blueprint = Blueprint("search", __name__)

KEPT = "socialmap.answers"
MOST_KEPT = 1_000  # of some 15 kB
Answers = dict[tuple[tuple[str, str], ...], bytes]


@blueprint.get("/zoeken.json")
@everybody
def search() -> Response:
    """Answer what /zoeken shows; with `waarom=1` also why each result stands where it stands.

    Who asks the same within a minute gets the same, unless the catalogue changed meanwhile or
    the request says `Cache-Control: no-cache`.
    """
    kept, question = _kept(), tuple(request.args.items(multi=True))
    answer = None if request.cache_control.no_cache else kept.get(question)
    if answer is None:
        answer = _worked_out()
        if len(kept) < MOST_KEPT:
            kept[question] = answer
    return Response(answer, content_type="application/json")


def _kept() -> Answers:
    """The answers that were given in this minute out of the catalogue as it is now."""
    here, minute = snapshot(), minute_of(now())
    known: tuple[Snapshot, datetime, Answers] | None = current_app.extensions.get(KEPT)
    if known is None or known[0] is not here or known[1] != minute:
        known = current_app.extensions[KEPT] = (here, minute, {})
    return known[2]


def _worked_out() -> bytes:
    query = SearchQuery.from_args(request.args, taxonomy())
    results = find(query, geocoder=geocoder_for(current_settings()))
    return orjson.dumps(as_json(results, request.args.get("waarom") == "1"))
