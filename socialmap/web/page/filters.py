"""Facts in words, as template filters: distances, opening, costs, dates, phone numbers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import phonenumbers
from flask import Flask
from flask_babel import format_date, format_decimal, gettext, ngettext

from socialmap.catalogue.freshness import reached
from socialmap.catalogue.models import Contact, Initiative
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.fields.costs import names_amount, says_free
from socialmap.places.geometry import cycling_minutes, walking_minutes
from socialmap.places.models import Location
from socialmap.search.index.cards import Card
from socialmap.times.clock import AMSTERDAM, now, today
from socialmap.times.hours import OPEN, DayHours, Opening, minute_of
from socialmap.times.hours_spans import DaySpan
from socialmap.web.page import labels
from socialmap.web.page.wording import cached

# Nobody walks or cycles further than this to a cup of coffee: beyond it only kilometres show.
LONGEST_WALK = 60  # minutes
LONGEST_RIDE = 90
# Nobody gets out a bicycle for less.
SHORT_WALK = 3


def clock(moment: datetime) -> str:
    """A time of the day in Amsterdam: 9.00."""
    local = moment.astimezone(AMSTERDAM) if moment.tzinfo else moment
    return f"{local.hour}.{local:%M}"


def times_between(starts: datetime, ends: datetime | None) -> str:
    """The times of an activity: 9.00–12.00, or vanaf 14.00 uur when its end is not known."""
    if ends is None:
        return str(gettext("vanaf %(time)s uur", time=clock(starts)))
    return f"{clock(starts)}–{clock(ends) if ends.time() != ends.min.time() else '24.00'}"


@cached
def day(on: date) -> str:
    """A date with its year: 21 november 2026."""
    return str(format_date(on, "d MMMM yyyy"))


@cached
def weekday(on: date, short: bool = False) -> str:
    """A day of the week with its date: zaterdag 21 november, or zaterdag 21 nov."""
    return str(format_date(on, "EEEE d MMM" if short else "EEEE d MMMM"))


@cached
def short_day(on: date) -> str:
    """A day in little room: za 21 nov."""
    return str(format_date(on, "EEE d MMM")).replace(".", "")


def moment_text(moment: datetime) -> str:
    """A day and a time in Amsterdam: dinsdag 24 november om 20.00."""
    moment = moment.astimezone(AMSTERDAM) if moment.tzinfo else moment
    day = format_date(moment.date(), "EEEE d MMMM")
    return str(gettext("%(day)s om %(time)s", day=day, time=f"{moment.hour}.{moment:%M}"))


def distance(metres: float) -> str:
    """Metres as people say them: 300 m, 1,2 km, 14 km."""
    if metres < 950:
        return f"{max(50, round(metres / 50) * 50)} m"
    kilometres = metres / 1000
    return _kilometres(round(kilometres, 1 if kilometres < 10 else 0))


@cached
def _kilometres(number: float) -> str:
    return f"{format_decimal(number)} km"


def travel(metres: float) -> str:
    """About how long it takes to get there: 9 minuten lopen of 3 minuten fietsen."""
    return _travel(walking_minutes(metres), cycling_minutes(metres), distance(metres))


@cached
def _travel(walk: int, ride: int, length: str) -> str:
    if ride > LONGEST_RIDE:
        return length
    cycling = ngettext("%(num)d minuut fietsen", "%(num)d minuten fietsen", ride)
    if walk > LONGEST_WALK:
        return f"{cycling} ({length})"
    walking = ngettext("%(num)d minuut lopen", "%(num)d minuten lopen", walk)
    if walk <= SHORT_WALK:
        return str(walking)
    return str(gettext("%(walking)s of %(cycling)s", walking=walking, cycling=cycling))


def opening_text(opening: Opening, at: datetime | None = None) -> str:
    """Whether it is open at a moment (default now), until when, or from when."""
    return _opening_text(opening, minute_of(at or now()))


@cached
def _opening_text(opening: Opening, here: datetime) -> str:
    if opening.state == OPEN:
        if opening.until is None:
            return str(gettext("nu open") if opening.open_end else gettext("altijd open"))
        if (opening.until - here).total_seconds() > 20 * 3600:
            return str(gettext("nu open"))
        return str(gettext("open tot %(time)s", time=clock(opening.until)))
    return _closed_text(opening, here)


def _closed_text(opening: Opening, here: datetime) -> str:
    if opening.next and not opening.call_first and (opening.next.date() - here.date()).days >= 7:
        return str(gettext("dicht, weer open op %(day)s", day=near_day(opening.next, here)))
    if opening.next:
        moment = {"day": near_day(opening.next, here), "time": clock(opening.next)}
        if opening.call_first:
            return str(gettext("bel eerst, misschien open %(day)s om %(time)s", **moment))
        return str(gettext("open %(day)s vanaf %(time)s", **moment))
    if not opening.call_first:
        return str(gettext("nu dicht"))
    if opening.comment:
        return str(gettext("bel eerst: %(words)s", words=opening.comment))
    return str(gettext("bel eerst"))


def near_day(moment: datetime, here: datetime) -> str:
    """The day of a moment, from here: vandaag, morgen, donderdag, 25 december."""
    days = (moment.date() - here.date()).days
    if days == 0:
        return str(gettext("vandaag"))
    if days == 1:
        return str(gettext("morgen"))
    return str(format_date(moment.date(), "EEEE" if days < 7 else "d MMMM"))


def day_hours_text(hours: DayHours) -> str:
    """The times of one day: 9.00–12.00 en 14.00–17.00."""
    if not hours.spans:
        if hours.call_first:
            return str(gettext("bel eerst") + (f": {hours.comment}" if hours.comment else ""))
        return str(gettext("dicht"))
    text = str(gettext(" en ")).join(map(span_text, hours.spans))
    return text if hours.sure else str(gettext("%(hours)s (bel eerst)", hours=text))


def span_text(span: DaySpan) -> str:
    """The times of a span: 9.00–12.00, vanaf 19.00, hele dag."""
    start, end, *_ = span
    if span.open_end:
        return str(gettext("vanaf %(time)s", time=clock(start)))
    if (end - start).total_seconds() >= 24 * 3600:
        return str(gettext("hele dag"))
    return times_between(start, end)


def cost(initiative: Initiative | Card) -> str:
    """What it costs: the amount with the words beside it; empty when that is not known."""
    return _cost(initiative.free_of_charge, initiative.cost_amount, initiative.cost_text)


@cached
def _cost(free: bool | None, amount: float | None, text: str) -> str:
    price = ""
    if free or (amount == 0 and not text):
        price = "" if says_free(text) else str(gettext("gratis"))
    elif amount and not names_amount(text, amount):
        price = str(gettext("€ %(amount)s", amount=format_decimal(amount, "#,##0.00")))
    if price or text:
        return ", ".join(filter(None, (price, text)))
    return str(gettext("niet gratis")) if free is False else ""


def phone(number: str) -> str:
    """A phone number as the Dutch write it: 030 234 5678."""
    try:
        parsed = phonenumbers.parse(number, "NL")
    except phonenumbers.NumberParseException:
        return number
    home = parsed.country_code == 31
    style = (
        phonenumbers.PhoneNumberFormat.NATIONAL
        if home
        else (phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    )
    return str(phonenumbers.format_number(parsed, style))


def phones(contact: Contact) -> str:
    """The phones of a contact in one line, each with the words beside it."""
    return ", ".join(
        f"{phone(each['number'])} ({each['words']})" if each["words"] else phone(each["number"])
        for each in contact.phones
    )


def address(location: Location) -> str:
    """Street, postcode and town in one line; a hidden address is only its town."""
    if location.hidden:
        return location.town
    town = " ".join(part for part in (location.postcode, location.town) if part)
    return ", ".join(part for part in (location.street, town) if part)


def checked(on: date | None, overdue_on: date) -> str:
    """When a listing was last confirmed (None: never), and whether that is too long ago."""
    return _checked(on, reached(overdue_on, today()))


@cached
def _checked(on: date | None, overdue: bool) -> str:
    if on is None:
        return str(gettext("nog niet gecontroleerd"))
    if overdue:
        return str(gettext("niet meer gecontroleerd sinds %(date)s", date=day(on)))
    return str(gettext("gecontroleerd op %(date)s", date=day(on)))


def host(url: str) -> str:
    """A web address as people say it: www.example.org/agenda."""
    return url.removeprefix("https://").removeprefix("http://").rstrip("/")


def capitalize_first(text: str) -> str:
    """The text with a capital; the rest stays, unlike with capitalize."""
    return text[:1].upper() + text[1:]


def threshold_facts(initiative: Initiative) -> list[tuple[str, bool | None]]:
    """The facts about how easy it is to come, each with whether it is so (None: not known)."""
    return [
        (term.nl, getattr(initiative, term.code, None))
        for term in taxonomy().terms("threshold")
        # The cost has a line of its own.
        if term.code != "free_of_charge"
    ]


def access_facts(initiative: Initiative, location: Location) -> list[tuple[str, bool | None]]:
    """The facts about getting there and in, each with whether it is so (None: not known)."""
    return [
        (term.nl, getattr(location, term.code, getattr(initiative, term.code, None)))
        for term in taxonomy().terms("accessibility")
    ]


def in_words(texts: Iterable[str]) -> str:
    """Texts as a list in a sentence: koffie, thee en taart."""
    *first, last = [*texts] or [""]
    return f"{', '.join(first)}{gettext(' en ')}{last}" if first else last


def register(app: Flask) -> None:
    """Give templates these filters, and the names of the labels."""
    for filter_ in (
        clock, times_between, day, weekday, short_day, moment_text, distance, travel, opening_text,
        day_hours_text, cost, phone, phones, address, host, capitalize_first, in_words, checked,
    ):  # fmt: skip
        app.add_template_filter(filter_)
    for helper in (
        labels.term_name, labels.form_names, labels.value_name, labels.chip_text, labels.search_url,
        labels.results_url, labels.follow_url, labels.headline, labels.place_name, labels.around,
        labels.way_out_text, labels.language_name, labels.box_value, labels.moment_value,
        labels.page_numbers, labels.sort_text, today, threshold_facts, access_facts,
    ):  # fmt: skip
        app.add_template_global(helper)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        setting_letters={term.code: term.letter for term in taxonomy().terms("setting")},
        facet_names=labels.FACET_NAMES,
        sort_names=labels.SORT_NAMES,
        ignored_names=labels.IGNORED_NAMES,
    )
