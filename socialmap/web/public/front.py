"""What the front page shows of today, and the page that first asks where somebody lives."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from socialmap.cache import app_cache
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.config import current_settings
from socialmap.guards import everybody
from socialmap.places.gazetteer import Place
from socialmap.places.geocoding import OnePlace
from socialmap.places.pdok import geocoder_for
from socialmap.search.finder import find
from socialmap.search.index.snapshot import snapshot
from socialmap.search.query import DAY, SearchQuery
from socialmap.search.results import Hit
from socialmap.times.clock import minutes, now
from socialmap.times.days import TODAY
from socialmap.web.page.addresses import url_for, with_args
from socialmap.web.page.labels import tile_url
from socialmap.web.public.tiles import TILES, Tile

blueprint = Blueprint("front", __name__)
# A few: the list has the others.
MOST_TODAY = 3
# The region's own list of today is worked out once in so many minutes.
FRESH_MINUTES = 5


@dataclass(frozen=True)
class Today:
    """Some of what is open or happens today: near `place`, or in the whole region (None).

    `query` finds all of it, and `total` is how many listings that are.
    """

    hits: list[Hit]
    total: int
    place: Place | None
    query: SearchQuery


def todays(where: str) -> Today:
    """What is open or happens today near a place; an unclear place counts as the whole region."""
    results = find(_of_today(where), geocoder=geocoder_for(current_settings())) if where else None
    if results is None or not isinstance(results.answer, OnePlace):
        return _in_the_region()
    return Today(results.hits[:MOST_TODAY], results.total, results.answer.place, _of_today(where))


def _of_today(where: str) -> SearchQuery:
    return SearchQuery(where=where, chosen={DAY: frozenset({TODAY})}, sort="open")


def _in_the_region() -> Today:
    def look() -> Today:
        results = find(_of_today(""))
        return Today(results.hits[:MOST_TODAY], results.total, None, _of_today(""))

    return app_cache().get("today", (snapshot(), minutes(now()) // FRESH_MINUTES), look)


def question_url(tile: Tile, where: str) -> str:
    """Where a question of the front page leads: to its results, or first to 'Waar woon je?'."""
    if where:
        return tile_url([*tile.args, ("waar", where)])
    return with_args(url_for("front.where_first"), tile.args)


@blueprint.get("/waar-woon-je")
@everybody
def where_first() -> ResponseReturnValue:
    """Ask where somebody lives before the results of a question of the front page."""
    query = SearchQuery.from_args(request.args, taxonomy())
    asked = {*query.to_args()} - {("waar", query.where)}
    question = next((tile.question for tile in TILES if {*tile.args} == asked), "")
    return render_template("front/where_first.html", query=query, question=question)
