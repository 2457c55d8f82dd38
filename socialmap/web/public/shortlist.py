"""The shortlist: places that somebody saves without an account, and calendars and feeds of them.

The server stores none of it: the list is in the browser, and in the address that is shared.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

import segno
from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from socialmap.catalogue.freshness import standing
from socialmap.catalogue.models import Initiative
from socialmap.catalogue.queries import initiative_by_slug, published
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.config import current_settings
from socialmap.guards import everybody
from socialmap.places.pdok import geocoder_for
from socialmap.search import finder
from socialmap.search.query import SearchQuery
from socialmap.standards.calendars import Entry, calendar_of
from socialmap.standards.feeds import atom_of
from socialmap.times.clock import today
from socialmap.web.page import filters
from socialmap.web.page.addresses import url_for, with_args
from socialmap.web.page.labels import value_name
from socialmap.web.page.patterns import hours_sentences
from socialmap.web.page.repeats import activity_sentence

blueprint = Blueprint("shortlist", __name__)

# A list to take along, not a catalogue; its address also has to fit in a code to scan.
MOST = 30
LONGEST_SLUG = 120
# The listings of a search in its calendar or feed: those that fit best.
MOST_IN_CALENDAR = 60
MOST_IN_FEED = 40


@blueprint.get("/lijstje")
@everybody
def show() -> ResponseReturnValue:
    """Show the places in the address: to read, print, share, copy and put in a calendar."""
    slugs = _slugs(request.args)
    places = published(slugs)
    there = [place.slug for place in places]
    here = _address(there)
    return render_template(
        "shortlist/show.html",
        places=places,
        gone=len(slugs) - len(places),
        most=MOST,
        here=here,
        code=segno.make(here, error="l", micro=False).svg_data_uri(scale=4, border=2),
        text=_as_text(places),
        without={slug: _path([other for other in there if other != slug]) for slug in there},
        calendar=with_args(url_for("shortlist.calendar"), _pairs(there)),
        freshness={place.slug: _freshness(place) for place in places},
    )


@blueprint.get("/lijstje.ics")
@everybody
def calendar() -> ResponseReturnValue:
    """The times of the places in the address, as a calendar."""
    return _calendar(gettext("Mijn lijstje"), published(_slugs(request.args)))


@blueprint.get("/initiatief/<slug:slug>.ics")
@everybody
def calendar_of_one(slug: str) -> ResponseReturnValue:
    """The times of one listing as a calendar; with `activiteit` those of one activity."""
    initiative = initiative_by_slug(slug)
    number = request.args.get("activiteit", "")
    only = int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else None
    return _calendar(initiative.name, [initiative], only)


@blueprint.get("/zoeken.ics")
@everybody
def calendar_of_search() -> ResponseReturnValue:
    """The times of what fits a search best, as a calendar."""
    title, places = _found(request.args, MOST_IN_CALENDAR)
    return _calendar(title, places)


@blueprint.get("/zoeken.atom")
@everybody
def feed_of_search() -> ResponseReturnValue:
    """What fits a search, as a feed: what changed last comes first."""
    title, places = _found(request.args, MOST_IN_FEED)
    places.sort(key=lambda place: place.changed_at, reverse=True)
    page = with_args(url_for("public.search", _external=True), request.args.items(multi=True))
    here = with_args(
        url_for("shortlist.feed_of_search", _external=True), request.args.items(multi=True)
    )
    feed = atom_of(title, _site(), here, page, places, _page)
    return Response(feed, content_type="application/atom+xml; charset=utf-8")


def _slugs(args: MultiDict[str, str]) -> list[str]:
    """The slugs in the address, each once; a whole address of a listing counts as its slug."""
    given = (
        urlsplit(text.strip()).path.rstrip("/").rpartition("/")[2] for text in args.getlist("plek")
    )
    return list(dict.fromkeys(slug[:LONGEST_SLUG] for slug in given if slug))[:MOST]


def _freshness(place: Initiative) -> str:
    return standing(place.confirmations, place.kind).at(today())


def _pairs(slugs: Sequence[str]) -> list[tuple[str, str]]:
    return [("plek", slug) for slug in slugs]


def _path(slugs: Sequence[str]) -> str:
    return with_args(url_for("shortlist.show"), _pairs(slugs))


def _address(slugs: Sequence[str]) -> str:
    """The whole address of a list, to share."""
    return with_args(url_for("shortlist.show", _external=True), _pairs(slugs))


def _page(initiative: Initiative) -> str:
    return url_for("public.initiative", slug=initiative.slug, _external=True)


def _found(args: MultiDict[str, str], most: int) -> tuple[str, list[Initiative]]:
    """The title of the search in the address, and the listings that fit it best."""
    query = SearchQuery.from_args(args, taxonomy())
    asked = [query.words, query.where, *(value_name(*filter_) for filter_ in query.filters)]
    cards = finder.first_cards(query, most, geocoder_for(current_settings()))
    return " · ".join([_site(), *filter(None, asked)]), published([card.slug for card in cards])


def _site() -> str:
    return str(gettext("Sociale kaart %(region)s", region=current_settings().region))


def _calendar(name: str, places: Sequence[Initiative], only: int | None = None) -> Response:
    return calendar_answer(calendar_of(name, [entry_of(place, only) for place in places], today()))


def entry_of(place: Initiative, only: int | None = None) -> Entry:
    """A listing for a calendar; `only` is the id of the one activity that is wanted."""
    return Entry(place, _page(place), _where(place), _what(place), only=only)


def calendar_answer(calendar: bytes) -> Response:
    """A calendar as the answer to a request."""
    answer = Response(calendar, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = "inline; filename=agenda.ics"
    return answer


def _where(place: Initiative) -> str:
    if not place.shows("place") or not place.locations:
        return ""
    first = place.locations[0]
    name = "" if first.hidden else first.name
    return ", ".join(part for part in (name, filters.address(first)) if part)


def _what(place: Initiative) -> str:
    """What somebody who opens the appointment wants to know."""
    parts = [place.summary if place.shows("what") else ""]
    if place.shows("threshold"):
        parts += [place.how_to_join, filters.cost(place)]
    return "\n".join([*filter(None, parts), _page(place)])


def _as_text(places: Sequence[Initiative]) -> str:
    """A list as text, to copy into a message or a letter."""
    return "\n\n".join("\n".join(_lines(place)) for place in places)


def _lines(place: Initiative) -> list[str]:
    times = []
    if place.shows("times"):
        times = [hours_sentences(place.hours) or place.hours_text]
        times += [f"{each.name}: {activity_sentence(each)}" for each in place.activities]
    phones = [
        filters.phone(phone["number"])
        for contact in (place.contacts if place.shows("contact") else ())
        for phone in contact.phones
    ]
    what = place.summary if place.shows("what") else ""
    cost = filters.cost(place) if place.shows("threshold") else ""
    return [*filter(None, (place.name, what, _where(place), *times, cost, *phones)), _page(place)]
