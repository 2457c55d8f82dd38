from datetime import date, datetime, time

import pytest

from socialmap.times.clock import AMSTERDAM
from socialmap.times.week import from_osm
from socialmap.web.desk.editing.dates import Dates, Repeats
from socialmap.web.desk.editing.hours_words import next_openings, plan_words, repeat_words


@pytest.fixture(autouse=True)
def dutch(app):
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ("", ""),
        ("Tu 10:00-12:00", "Elke dinsdag van 10.00 tot 12.00 uur."),
        ("Mo,We 09:30-11:00", "Elke maandag en woensdag van 9.30 tot 11.00 uur."),
        (
            "Mo-Fr 09:00-12:00,13:00-17:00; PH off; SH off",
            (
                "Maandag tot en met vrijdag van 9.00 tot 12.00 uur en van 13.00 tot 17.00 uur."
                " Niet op feestdagen en in de schoolvakanties."
            ),
        ),
        ("Mo-Su 09:00-12:00", "Elke dag van 9.00 tot 12.00 uur."),
        ("Tu[2] 10:00-12:00", "Elke tweede dinsdag van de maand van 10.00 tot 12.00 uur."),
        ("Su[-1] 10:00-12:00", "Elke laatste zondag van de maand van 10.00 tot 12.00 uur."),
        (
            "Apr-Oct: Sa 10:00-12:00",
            "Elke zaterdag (april tot en met oktober) van 10.00 tot 12.00 uur.",
        ),
        (
            "Mo 10:00-12:00; 2026 Dec 24-2027 Jan 02 off; 2026 Dec 28 14:00-15:00",
            (
                "Elke maandag van 10.00 tot 12.00 uur."
                " Dicht van 24 december 2026 tot en met 2 januari 2027."
                " Op 28 december 2026 open van 14.00 tot 15.00 uur."
            ),
        ),
    ],
)
def test_hours_as_sentences(hours, expected):
    plan = from_osm(hours)
    assert plan is not None
    assert plan_words(plan) == expected


def test_the_next_five_openings_leave_out_what_is_closed():
    at = datetime(2026, 12, 22, 12, tzinfo=AMSTERDAM)
    openings = next_openings("Tu,Fr 10:00-12:00; PH off; 2026 Dec 29 off", at)
    assert [start.date().day for start, _ in openings] == [5, 8, 12, 15, 19]


@pytest.mark.parametrize(
    ("repeats", "expected"),
    [
        (Repeats.ONCE, "één keer"),
        (Repeats.WEEKLY, "elke dinsdag"),
        (Repeats.FORTNIGHTLY, "om de week op dinsdag"),
        (Repeats.MONTHLY_DAY, "elke vierde dinsdag van de maand"),
        (Repeats.MONTHLY_LAST, "elke laatste dinsdag van de maand"),
        (Repeats.MONTHLY_DATE, "elke maand op de 24e"),
        (Repeats.YEARLY, "elk jaar op 24 november"),
    ],
)
def test_how_something_comes_back(repeats, expected):
    dates = Dates("Eten", date(2026, 11, 24), time(18), time(20), repeats)
    assert repeat_words(dates) == expected


def test_until_when():
    until = Dates("Eten", date(2026, 11, 24), time(18), time(20), Repeats.WEEKLY, date(2027, 3, 2))
    assert repeat_words(until) == "elke dinsdag, tot en met 2 maart 2027"
