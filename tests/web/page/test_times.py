from datetime import date, datetime

import pytest

from socialmap.times.clock import AMSTERDAM
from socialmap.times.hours import opening, week_hours
from socialmap.web.page.times import day_times, holiday_text, open_some_day, open_text


@pytest.fixture(autouse=True)
def dutch(app):
    with app.test_request_context():
        yield


CHRISTMAS = date(2026, 12, 25)


def test_a_public_holiday_asks_to_call_first():
    assert holiday_text(CHRISTMAS) == "feestdag: bel eerst"
    assert holiday_text(datetime(2027, 4, 27, 10)) == "feestdag: bel eerst"
    assert holiday_text(date(2026, 12, 24)) == ""


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        ("Fr 10:00-12:00", "10.00–12.00 (feestdag: bel eerst)"),
        ("Fr 10:00-12:00; PH off", "dicht"),
        ("Fr,PH 10:00-12:00", "10.00–12.00"),
        ("Mo 10:00-12:00", "dicht"),
    ],
)
def test_hours_that_say_nothing_about_holidays_are_not_sure_then(hours, text):
    [day, *_] = week_hours(hours, CHRISTMAS)
    assert day_times(day, hours) == text


@pytest.mark.parametrize(
    ("hours", "at", "text"),
    [
        ("Mo-Fr 10:00-12:00", datetime(2026, 12, 25, 11), "open tot 12.00 (feestdag: bel eerst)"),
        ("Fr 10:00-12:00", datetime(2026, 12, 24, 11), "open morgen vanaf 10.00 (feestdag: bel"),
        ("Fr 10:00-12:00", datetime(2026, 12, 17, 11), "open morgen vanaf 10.00"),
        ("24/7", datetime(2026, 12, 25, 11), "altijd open"),
    ],
)
def test_the_next_opening_says_so_too(hours, at, text):
    at = at.replace(tzinfo=AMSTERDAM)
    assert open_text(opening(hours, at), hours, at).startswith(text)


def test_a_winter_closure_says_when_it_opens_again():
    hours, at = "Apr-Oct: Sa,Su 10:00-12:00", datetime(2027, 3, 20, 12, tzinfo=AMSTERDAM)
    assert open_text(opening(hours, at), hours, at) == "dicht, weer open op 3 april"
    assert not open_some_day(week_hours(hours, at.date()))
    assert open_some_day(week_hours(hours, date(2027, 4, 1)))
