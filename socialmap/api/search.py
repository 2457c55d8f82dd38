"""The finder for programs: the search page's own address and names, answered in JSON."""

from __future__ import annotations

import orjson
from flask import Blueprint, Response, request

from socialmap.catalogue.taxonomy import taxonomy
from socialmap.config import current_settings
from socialmap.guards import everybody
from socialmap.places.pdok import geocoder_for
from socialmap.search.answers import as_json
from socialmap.search.finder import find
from socialmap.search.query import SearchQuery

blueprint = Blueprint("search", __name__)


@blueprint.get("/zoeken.json")
@everybody
def search() -> Response:
    """Answer what /zoeken shows; with `waarom=1` also why each result stands where it stands."""
    query = SearchQuery.from_args(request.args, taxonomy())
    results = find(query, geocoder=geocoder_for(current_settings()))
    return Response(
        orjson.dumps(as_json(results, request.args.get("waarom") == "1")),
        content_type="application/json",
    )
