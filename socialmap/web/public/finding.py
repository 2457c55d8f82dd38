"""Finding: the front page, search, and the page of an initiative."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    current_app,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from socialmap.catalogue.addresses import new_slug
from socialmap.catalogue.freshness import standing
from socialmap.catalogue.models import Initiative
from socialmap.catalogue.queries import dates_of, initiative_by_slug
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.config import current_settings
from socialmap.errors import NotFoundProblem
from socialmap.guards import everybody, may
from socialmap.people.permissions import Permission
from socialmap.places.hours_place import hours_place
from socialmap.places.pdok import geocoder_for
from socialmap.search import finder
from socialmap.search.misses import miss
from socialmap.search.query import DISTANCES, FACETS, SORTS, SearchQuery
from socialmap.search.suggest import suggest_what, suggest_where
from socialmap.times.clock import now, today
from socialmap.times.hours import opening, week_hours
from socialmap.web.page.cards import card_facts, card_head, checks, most_used
from socialmap.web.page.labels import results_url, search_url, tile_url
from socialmap.web.page.maps import place_map, results_map
from socialmap.web.public.doors import door_words
from socialmap.web.public.front import question_url, todays
from socialmap.web.public.proposals import open_form
from socialmap.web.public.tiles import TILES

blueprint = Blueprint("public", __name__)
for _helper in (card_facts, card_head, checks, most_used, door_words):
    blueprint.add_app_template_global(_helper)

VIEWS = ("lijst", "kaart")
# How far ahead the dates of an initiative are looked for.
A_YEAR = timedelta(days=366)
# The pages with a list that a visitor may want to go back to.
LISTS = ("public.search", "guide.fitting", "agenda.show", "shortlist.show")
# The coming dates on the page of an initiative.
MOST_DATES = 5


@blueprint.get("/")
@everybody
def home() -> ResponseReturnValue:
    """Ask what a visitor looks for, and where; show some of today, near a place in the address."""
    query = SearchQuery(where=SearchQuery.from_args(request.args, taxonomy()).where)
    today = todays(query.where)
    where = query.where if today.place else ""
    settings = [
        (term, tile_url([("waar", where), ("soort", term.code)]))
        for term in taxonomy().terms("setting")
    ]
    facet = finder.find(SearchQuery()).facets["soort"]
    return render_template(
        "public/home.html",
        query=query,
        today=today,
        tiles=[(tile, question_url(tile, where)) for tile in TILES],
        places=settings,
        numbers={value.code: value.count for value in facet},
    )


@blueprint.get("/zoeken")
@everybody
def search() -> ResponseReturnValue:
    """Show the results in a list and on a map; for a script only the part of the page with them."""
    query = SearchQuery.from_args(request.args, taxonomy())
    results = finder.find(query, geocoder=geocoder_for(current_settings()))
    found = results.hits or results.serving
    if query.words and not found and current_settings().count_misses:
        miss(query.words, str(current_app.secret_key))
    view = request.args.get("weergave", "")
    view = view if view in VIEWS else VIEWS[0]
    view_param = view if view != VIEWS[0] else ""
    part = request.headers.get("X-Fragment") == "results"

    def placed_url(where: str) -> str:
        return search_url(results.placed(where), weergave=view_param)

    def page_url(number: int) -> str:
        return results_url(results.query.changed(page=number), view_param)

    page = render_template(
        "public/_results.html" if part else "public/search.html",
        query=results.query,
        results=results,
        view=view,
        view_param=view_param,
        facets=FACETS,
        sorts=SORTS,
        distances=DISTANCES,
        placed_url=placed_url,
        page_url=page_url,
        map=results_map(results),
    )
    response = make_response(page)
    response.vary.add("X-Fragment")
    if results.danger:
        # Somebody who looks over a shoulder later should not find it by going back.
        response.cache_control.no_store = True
    return response


@blueprint.get("/initiatief/<slug:slug>")
@everybody
def initiative(slug: str) -> ResponseReturnValue:
    """Show one initiative, or redirect to it when its slug has changed."""
    try:
        listing = initiative_by_slug(slug)
    except NotFoundProblem:
        if moved := new_slug(slug):
            return redirect(url_for("public.initiative", slug=moved), 301)
        raise
    g.theme_area = listing.locations[0].municipality if listing.locations else ""
    back = _list_before(request.referrer, request.host, listing.slug)
    page = make_response(
        render_template(
            "public/initiative.html",
            **page_words(listing),
            form=open_form(listing.slug),
            back=back,
            may_edit=_may_be_known(request.cookies) and may(Permission.EDIT, listing),
        )
    )
    # Who may edit it gets a link to do so, in an answer that no cache stores.
    page.vary.add("Cookie")
    return page


def page_words(listing: Initiative) -> dict[str, Any]:
    """What the page of an initiative tells of it, for the template."""
    first, where, moment = today(), hours_place(listing.locations), now()
    times = dates_of(listing, first, first + A_YEAR)
    coming = {time.activity for time in times}
    return {
        "initiative": listing,
        "opening": opening(listing.hours, moment, where),
        "week": week_hours(listing.hours, first, where),
        "at": moment,
        "dates": times[:MOST_DATES],
        "patterns": [activity for activity in listing.activities if activity in coming],
        "similar": finder.similar(listing, 3),
        "freshness": standing(listing.confirmations, listing.kind).at(first),
        "map": place_map(listing.locations[0], listing) if listing.locations else None,
    }


def _may_be_known(cookies: Mapping[str, str]) -> bool:
    """Whether the visitor may be signed in; residents have no cookie to look at."""
    return current_app.config["SESSION_COOKIE_NAME"] in cookies


def _list_before(referrer: str | None, host: str, slug: str) -> str:
    """The address of the list that a visitor came from, at this listing; empty for another page."""
    before = urlsplit(referrer or "")
    lists = [url_for(endpoint) for endpoint in LISTS]
    asked = before.path.startswith(f"{url_for('guide.choose')}/")
    if before.netloc != host or not (before.path in lists or asked):
        return ""
    return f"{before.path}?{before.query}#plek-{slug}"


@blueprint.get("/suggesties.json")
@everybody
def suggestions() -> ResponseReturnValue:
    """Suggestions for a text being typed: themes and initiatives, or places."""
    suggest = suggest_where if request.args.get("veld") == "waar" else suggest_what
    return jsonify(
        suggesties=[
            {
                "tekst": suggestion.text,
                "soort": suggestion.kind,
                "url": url_for("public.initiative", slug=suggestion.slug)
                if suggestion.slug
                else None,
            }
            for suggestion in suggest(request.args.get("q", ""))
        ]
    )
