from datetime import date, datetime

import pytest

from socialmap.catalogue.listing import ListedActivity
from socialmap.catalogue.models import Activity
from socialmap.catalogue.queries import dated, occurrences
from socialmap.times.dates import activity_times, first_time, last_day
from tests.listings import listing, put


def starts(activity, first, last):
    return [start.isoformat()[:16] for start, _ in activity_times(activity, first, last)]


def test_every_first_thursday_of_the_month():
    choir = Activity(starts=datetime(2026, 1, 1, 14), minutes=90, repeats="FREQ=MONTHLY;BYDAY=1TH")
    assert starts(choir, date(2026, 11, 20), date(2027, 1, 31)) == [
        "2026-12-03T14:00",
        "2027-01-07T14:00",
    ]


def test_the_clock_time_stays_when_summer_time_begins():
    walk = Activity(starts=datetime(2026, 3, 25, 10), minutes=60, repeats="FREQ=WEEKLY")
    assert starts(walk, date(2026, 3, 25), date(2026, 4, 2)) == [
        "2026-03-25T10:00",
        "2026-04-01T10:00",
    ]


def test_once_is_once():
    party = Activity(starts=datetime(2026, 5, 1, 10), minutes=60, repeats="")
    assert starts(party, date(2026, 5, 1), date(2026, 5, 1)) == ["2026-05-01T10:00"]
    assert starts(party, date(2026, 5, 2), date(2026, 6, 1)) == []


def mondays(until, start=datetime(2026, 12, 28, 10)):
    activity = Activity(starts=start, minutes=60, repeats=f"FREQ=WEEKLY;UNTIL={until}")
    days = [each[:10] for each in starts(activity, date(2026, 12, 20), date(2027, 3, 1))]
    return days[-1], last_day(start, activity.repeats)


@pytest.mark.parametrize(
    ("until", "day", "last"),
    [
        # A day is included.
        ("20270111", "2027-01-11", date(2027, 1, 11)),
        ("20270112", "2027-01-11", date(2027, 1, 12)),
        # The end of the day in Amsterdam, as our own form writes it.
        ("20270111T225959Z", "2027-01-11", date(2027, 1, 11)),
        # Ten o'clock in Amsterdam is nine o'clock in UTC.
        ("20270111T090000Z", "2027-01-11", date(2027, 1, 11)),
        ("20270111T085959Z", "2027-01-04", date(2027, 1, 10)),
        ("20270111T100000", "2027-01-11", date(2027, 1, 11)),
        ("20270111T095900", "2027-01-04", date(2027, 1, 10)),
    ],
)
def test_the_last_day_of_a_repetition_is_included(until, day, last):
    assert mondays(until) == (day, last)


def test_an_evening_until_the_end_of_a_summer_day():
    evening = datetime(2027, 6, 7, 23, 30)
    activity = Activity(starts=evening, minutes=30, repeats="FREQ=WEEKLY;UNTIL=20270614")
    assert starts(activity, date(2027, 6, 8), date(2027, 7, 1)) == ["2027-06-14T23:30"]


def test_what_goes_on_after_midnight_is_there_on_the_next_day():
    dance = Activity(starts=datetime(2026, 12, 26, 22), minutes=240, repeats="FREQ=WEEKLY")
    assert starts(dance, date(2026, 12, 27), date(2026, 12, 28)) == ["2026-12-26T22:00"]
    assert starts(dance, date(2026, 12, 28), date(2026, 12, 28)) == []


def test_a_start_that_the_rule_does_not_have_is_no_occurrence():
    walk = Activity(starts=datetime(2026, 12, 30, 10), minutes=60, repeats="FREQ=WEEKLY;BYDAY=MO")
    assert starts(walk, date(2026, 12, 20), date(2027, 1, 11)) == [
        "2027-01-04T10:00",
        "2027-01-11T10:00",
    ]


@pytest.mark.parametrize(
    ("rule", "first"),
    [
        ("", datetime(2027, 1, 5, 10)),
        ("FREQ=WEEKLY", datetime(2027, 1, 5, 10)),
        ("FREQ=WEEKLY;BYDAY=TU,TH", datetime(2027, 1, 5, 10)),
        ("FREQ=WEEKLY;BYDAY=MO", datetime(2027, 1, 11, 10)),
        ("FREQ=MONTHLY;BYDAY=5MO", datetime(2027, 3, 29, 10)),
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=3", datetime(2027, 1, 11, 10)),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", datetime(2028, 2, 29, 10)),
        ("FREQ=WEEKLY;UNTIL=20270105", datetime(2027, 1, 5, 10)),
        ("FREQ=WEEKLY;UNTIL=20200101", None),
        ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20270107", None),
    ],
)
def test_the_first_time_is_the_first_that_the_rule_has(rule, first):
    assert first_time(datetime(2027, 1, 5, 10), rule) == first


def test_what_never_repeats_is_there_once():
    walk = Activity(
        starts=datetime(2027, 1, 5, 10), minutes=60, repeats="FREQ=WEEKLY;UNTIL=20200101"
    )
    assert starts(walk, date(2027, 1, 1), date(2027, 2, 1)) == ["2027-01-05T10:00"]


def test_a_number_of_times():
    course = Activity(starts=datetime(2026, 12, 28, 10), minutes=60, repeats="FREQ=WEEKLY;COUNT=3")
    assert starts(course, date(2027, 1, 5), date(2027, 3, 1)) == ["2027-01-11T10:00"]


@pytest.mark.parametrize(
    "change",
    [
        {"starts": datetime(1, 1, 1)},
        {"starts": datetime(9999, 12, 31, 23, 59)},
        {"minutes": -1},
        {"minutes": -5},
        {"minutes": 10**9},
        {"repeats": "FREQ=WEEKLY;BYDAY=XX"},
        {"repeats": "FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24)))},
    ],
)
def test_an_activity_that_is_not_valid_never_happens(change):
    values = {"starts": datetime(2026, 12, 28, 10), "minutes": 60, "repeats": "FREQ=DAILY"}
    activity = Activity(**values | change)
    assert activity_times(activity, date(2026, 12, 20), date(2027, 12, 31)) == []


def test_a_rule_that_never_meets_its_start_is_soon_worked_out():
    # Odd years have no 29th of February.
    leap = "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29;COUNT=5"
    activity = Activity(starts=datetime(2025, 1, 1, 10), minutes=60, repeats=leap)
    assert starts(activity, date(2026, 1, 1), date(2026, 12, 31)) == []


def test_the_agenda_is_in_order_of_time(session):
    put(
        listing(
            "Avond", activities=(ListedActivity(name="Zang", starts=datetime(2026, 11, 20, 20)),)
        ),
        listing(
            "Ochtend", activities=(ListedActivity(name="Koffie", starts=datetime(2026, 11, 20, 9)),)
        ),
    )
    agenda = occurrences(dated(date(2026, 11, 20), date(2026, 11, 27))).values()
    assert [(each.initiative.name, each.activity.name) for each in agenda] == [
        ("Ochtend", "Koffie"),
        ("Avond", "Zang"),
    ]
