import pytest

from socialmap.fields.facts import read_hours
from socialmap.importing.files.hsds_schedules import activities, weekly_hours

TUESDAY = {"freq": "WEEKLY", "byday": "TU", "opens_at": "10:00", "closes_at": "12:00"}


@pytest.mark.parametrize(
    ("schedules", "hours"),
    [
        ([], ""),
        ([TUESDAY], "Tu 10:00-12:00"),
        ([TUESDAY, TUESDAY], "Tu 10:00-12:00"),
        ([TUESDAY | {"byday": "WE, MO"}], "Mo,We 10:00-12:00"),
        ([TUESDAY | {"freq": "", "opens_at": "9:30:00Z"}], "Tu 09:30-12:00"),
        (
            [TUESDAY, TUESDAY | {"opens_at": "13:00", "closes_at": "15:00", "byday": "TU,FR"}],
            "Tu 10:00-12:00,13:00-15:00; Fr 13:00-15:00",
        ),
        ([{"description": "Na afspraak"}, {"description": "Na afspraak"}], "Na afspraak"),
        ([TUESDAY | {"closes_at": "laat", "description": "Tot laat"}], "Tot laat"),
        ([TUESDAY | {"byday": "2TU", "freq": "MONTHLY"}], ""),
    ],
)
def test_what_is_the_same_every_week_are_opening_hours(schedules, hours):
    assert weekly_hours(schedules) == hours
    if "-" in hours:
        assert read_hours(hours).osm == hours


def test_what_has_an_end_or_another_rhythm_is_an_activity():
    monthly = {
        "dtstart": "2026-01-13", "freq": "monthly", "byday": "2TU", "interval": 1,
        "byweekno": "41", "opens_at": "23:00", "closes_at": "01:00:00",
    }  # fmt: skip
    ending = TUESDAY | {"valid_from": "2026-01-06T00:00:00", "valid_to": "2026-06-30", "count": 3}
    assert activities([TUESDAY, monthly, ending]) == [
        {
            "activity_starts": "2026-01-13 23:00",
            "activity_minutes": "120",
            "activity_repeats": "FREQ=MONTHLY;INTERVAL=1;BYDAY=2TU",
        },
        {
            "activity_starts": "2026-01-06 10:00",
            "activity_minutes": "120",
            "activity_repeats": "FREQ=WEEKLY;UNTIL=20260630;BYDAY=TU",
        },
    ]
    assert weekly_hours([monthly, ending]) == ""


def test_a_single_day_does_not_repeat_and_may_have_no_end():
    once = {"dtstart": "2026-01-13", "opens_at": "10:00"}
    assert activities([once]) == [
        {"activity_starts": "2026-01-13 10:00", "activity_minutes": "", "activity_repeats": ""}
    ]
    assert activities([{"dtstart": "2026-01-13"}, {"opens_at": [1], "byday": {}}]) == []
