"""When it is open and what is different on public holidays, as the filters of templates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from flask import Flask
from flask_babel import gettext

from socialmap.times.clock import AMSTERDAM
from socialmap.times.hours import OPEN, DayHours, Opening, is_public_holiday
from socialmap.times.osm import PUBLIC_HOLIDAYS
from socialmap.web.page.filters import day_hours_text, opening_text


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


def open_some_day(week: Iterable[DayHours]) -> bool:
    """Whether it is, or may be, open on one of the days."""
    return any(day.spans or day.call_first for day in week)


def register(app: Flask) -> None:
    """Give templates these filters."""
    for filter_ in (holiday_text, day_times, open_text, open_some_day):
        app.add_template_filter(filter_)
