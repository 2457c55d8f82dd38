"""When it is open and what is different on public holidays, as the filters of templates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from flask import Flask
from flask_babel import gettext

from socialmap.times.clock import AMSTERDAM, MinuteSpan
from socialmap.times.hours import OPEN, DayHours, Opening, is_public_holiday, minute_of
from socialmap.times.hours_spans import DaySpan
from socialmap.times.osm import PUBLIC_HOLIDAYS
from socialmap.web.page.filters import (
    day_hours_text,
    near_day,
    opening_text,
    span_text,
    times_between,
)


def holiday_text(day: date | datetime) -> str:
    """The advice to call first on a public holiday; empty on other days."""
    if isinstance(day, datetime):
        day = (day.astimezone(AMSTERDAM) if day.tzinfo else day).date()
    return str(gettext("feestdag: bel eerst")) if is_public_holiday(day) else ""


def _doubt(day: date, hours: str) -> str:
    """The advice to call first, unless the hours themselves say what holds on public holidays."""
    return "" if PUBLIC_HOLIDAYS in hours else holiday_text(day)


def day_times(day: DayHours, hours: str) -> str:
    """The times of one day, with the advice to call on a holiday of which the hours say nothing."""
    text = day_hours_text(day)
    doubt = _doubt(day.day, hours) if day.spans else ""
    return f"{text} ({doubt})" if doubt else text


def open_text(opening: Opening, hours: str, at: datetime) -> str:
    """Whether it is open at a moment, until when or from when, as some hours say."""
    text = opening_text(opening, at)
    moment = at if opening.state == OPEN and opening.until else opening.next
    doubt = _doubt(moment.astimezone(AMSTERDAM).date(), hours) if moment else ""
    return f"{text} ({doubt})" if doubt else text


def then_text(spans: Sequence[DaySpan], hours: str, at: datetime) -> str:
    """When it is open at a time that was asked for, as some hours say; at least one span."""
    day = near_day(spans[0].start, minute_of(at))
    facts = {"day": day, "times": str(gettext(" en ")).join(map(span_text, spans))}
    if not (spans[0].sure or spans[0].open_end):
        return str(gettext("bel eerst, misschien open %(day)s %(times)s", **facts))
    doubt = _doubt(spans[0].start.date(), hours)
    text = str(gettext("open %(day)s %(times)s", **facts))
    return f"{text} ({doubt})" if doubt else text


def happens_text(span: MinuteSpan, at: datetime) -> str:
    """When a dated activity is, at a time that was asked for."""
    start, end = (datetime.fromtimestamp(minute * 60, AMSTERDAM) for minute in span)
    ends = end if span[1] > span[0] else None
    facts = {"day": near_day(start, minute_of(at)), "times": times_between(start, ends)}
    return str(gettext("te doen %(day)s %(times)s", **facts))


def open_some_day(week: Iterable[DayHours]) -> bool:
    """Whether it is, or may be, open on one of the days."""
    return any(day.spans or day.call_first for day in week)


def register(app: Flask) -> None:
    """Give templates these filters."""
    for filter_ in (holiday_text, day_times, open_text, open_some_day):
        app.add_template_filter(filter_)
