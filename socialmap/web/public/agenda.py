"""The agenda: a week from a day of one's choice, narrowed by place, part of the day and price."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from socialmap.catalogue.taxonomy import taxonomy
from socialmap.config import current_settings
from socialmap.guards import everybody
from socialmap.places.pdok import geocoder_for
from socialmap.search.agenda import Week, week_from
from socialmap.search.query import DISTANCES, PART, SearchQuery
from socialmap.standards.calendars import calendar_of_dates
from socialmap.times.clock import now, today
from socialmap.times.days import PARTS, dates_of, is_chosen_day
from socialmap.web.page.addresses import url_for, with_args
from socialmap.web.public.shortlist import calendar_answer, entry_of

blueprint = Blueprint("agenda", __name__)

STEP = timedelta(days=7)
# How far back and ahead the agenda goes.
REACH = timedelta(days=366)
FREE = ("drempel", "free_of_charge")
# Where the list begins, for the eye and the keyboard alike.
LIST = "dagen"


@blueprint.get("/agenda")
@everybody
def show() -> ResponseReturnValue:
    """Show the activities of the week from a day on, everywhere or near a place."""
    query, typed = _query(request.args), _typed_day(request.args)
    day = _day(typed)
    week = _week(query, day or today())

    def week_url(first: date, asked: SearchQuery = query) -> str:
        return f"{_address('agenda.show', asked, first)}#{LIST}"

    def placed_url(where: str) -> str:
        return week_url(week.first, query.changed(where=where))

    earlier, later = week.first - STEP, week.first + STEP
    return render_template(
        "agenda/show.html",
        query=query,
        week=week,
        at=now(),
        unread=typed if day is None else "",
        distances=DISTANCES,
        parts=tuple(PARTS),
        free=FREE,
        earlier=earlier if earlier >= today() - STEP else None,
        later=later if later <= today() + REACH else None,
        reach=(today() - REACH, today() + REACH),
        week_url=week_url,
        placed_url=placed_url,
        calendar_url=_address("agenda.calendar", query, week.first),
        wider=_wider(query, week),
    )


@blueprint.get("/agenda.ics")
@everybody
def calendar() -> Response:
    """What the page of the same arguments shows, as a calendar."""
    week = _week(_query(request.args), _day(_typed_day(request.args)) or today())
    shown = [each for day in week.days for each in day.occurrences]
    name = gettext("Agenda sociale kaart %(region)s", region=current_settings().region)
    return calendar_answer(
        calendar_of_dates(name, [(entry_of(each.initiative), each) for each in shown])
    )


def _query(args: MultiDict[str, str]) -> SearchQuery:
    """What the agenda can be narrowed by: a place, a distance, parts of the day and free or not."""
    query = SearchQuery.from_args(args, taxonomy())
    name, code = FREE
    chosen = {PART: query.values(PART), name: query.values(name) & {code}}
    return SearchQuery(
        where=query.where,
        kilometres=query.kilometres,
        chosen={param: codes for param, codes in chosen.items() if codes},
        ignored=query.ignored,
    )


def _week(query: SearchQuery, first: date) -> Week:
    return week_from(first, query, geocoder_for(current_settings()))


def _typed_day(args: MultiDict[str, str]) -> str:
    return "".join(sign for sign in args.get("vanaf", "") if sign.isprintable()).strip()


def _day(text: str) -> date | None:
    """The day that an argument means, also morgen; today for none, None if it is out of reach."""
    if not text:
        return today()
    day = dates_of(text, today())[0] if is_chosen_day(text) else None
    return day if day and abs(day - today()) <= REACH else None


def _address(endpoint: str, query: SearchQuery, first: date) -> str:
    pairs = [("vanaf", first.isoformat())] if first != today() else []
    return with_args(url_for(endpoint), [*pairs, *query.to_args()])


def _wider(query: SearchQuery, week: Week) -> list[tuple[str, SearchQuery]]:
    """Ways to see more when nothing happens for two months: each in words, with its query."""
    if week.total or week.days[-1].following or week.choosing:
        return []
    ways = []
    if query.values(PART):
        ways.append((gettext("Kijk op elk moment van de dag"), query.with_values(PART, ())))
    if query.values(FREE[0]):
        ways.append((gettext("Kijk ook naar wat geld kost"), query.with_values(FREE[0], ())))
    far = [distance for distance in DISTANCES if distance > (query.kilometres or 0)]
    if query.where and far:
        text = gettext("Kijk tot %(km)d kilometer", km=far[-1])
        ways.append((text, query.changed(kilometres=far[-1])))
    if query.where:
        ways.append((gettext("Kijk in de hele regio"), query.changed(where="", kilometres=None)))
    return ways
