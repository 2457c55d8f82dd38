from datetime import date, datetime

import pytest

from socialmap.catalogue.listing import ListedActivity
from socialmap.catalogue.models import Activity
from socialmap.catalogue.queries import dated, occurrences
from socialmap.times.dates import activity_times, is_rrule
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


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("", True),
        ("FREQ=WEEKLY;BYDAY=WE", True),
        ("FREQ=SECONDLY", False),
        ("elke week", False),
        ("FREQ=", False),
    ],
)
def test_only_rules_for_people_are_rules(text, good):
    assert is_rrule(text) is good


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
