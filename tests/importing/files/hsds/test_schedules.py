import pytest
import time_machine

from socialmap.fields.facts import read_hours
from socialmap.importing.files.hsds.schedules import activities, uncertain, weekly_hours
from socialmap.importing.files.hsds.times import words_beside

TUESDAY = {"freq": "WEEKLY", "byday": "TU", "opens_at": "10:00", "closes_at": "12:00"}


@pytest.mark.parametrize(
    ("schedules", "hours"),
    [
        ([], ""),
        ([TUESDAY], "Tu 10:00-12:00"),
        ([TUESDAY, TUESDAY], "Tu 10:00-12:00"),
        ([TUESDAY | {"byday": "WE, MO"}], "Mo,We 10:00-12:00"),
        ([TUESDAY | {"freq": "", "opens_at": "9:30:00"}], "Tu 09:30-12:00"),
        # In summer that is another time here than in winter.
        ([TUESDAY | {"opens_at": "9:30Z", "closes_at": "12:00Z"}], "di 9:30 UTC-12:00 UTC"),
        ([TUESDAY, {"byday": "SU", "closed": "true"}], "Tu 10:00-12:00; Su off"),
        ([{"byday": "SU", "closed": "true"}], "zo gesloten"),
        (
            [TUESDAY, TUESDAY | {"opens_at": "13:00", "closes_at": "15:00", "byday": "TU,FR"}],
            "Tu 10:00-12:00,13:00-15:00; Fr 13:00-15:00",
        ),
        ([{"description": "Na afspraak"}, {"description": "Na afspraak"}], "Na afspraak"),
        ([TUESDAY | {"closes_at": "laat", "description": "Tot laat"}], "Tot laat"),
        ([TUESDAY | {"byday": "2TU", "freq": "MONTHLY"}], "Tu[2] 10:00-12:00"),
    ],
)
def test_what_is_the_same_every_week_are_opening_hours(schedules, hours):
    assert weekly_hours(schedules) == hours
    if "-" in hours and "UTC" not in hours:
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


def test_a_date_that_it_is_valid_from_is_no_occurrence_and_utc_is_converted():
    evenings = {
        "valid_from": "2027-01-01", "valid_to": "2027-03-01", "freq": "WEEKLY", "byday": "TU,TH",
        "opens_at": "19:30Z", "closes_at": "21:30Z",
    }  # fmt: skip
    assert activities([evenings]) == [
        {
            "activity_starts": "2027-01-05 20:30",
            "activity_minutes": "120",
            "activity_repeats": "FREQ=WEEKLY;UNTIL=20270301;BYDAY=TU,TH",
        }
    ]
    summer = {"dtstart": "2027-07-06", "opens_at": "19:30Z"}
    assert activities([summer])[0]["activity_starts"] == "2027-07-06 21:30"


@pytest.mark.parametrize("begins", ["valid_from", "dtstart"])
@pytest.mark.parametrize("frequency", ["WEEKLY", ""])
@time_machine.travel("2026-03-01T10:00:00Z", tick=False)
def test_what_begins_later_is_no_opening_hour_of_today(begins, frequency):
    later = TUESDAY | {begins: "2026-04-07", "freq": frequency}
    assert weekly_hours([later]) == ""
    assert activities([later]) == [
        {
            "activity_starts": "2026-04-07 10:00",
            "activity_minutes": "120",
            "activity_repeats": "FREQ=WEEKLY;BYDAY=TU",
        }
    ]
    assert weekly_hours([TUESDAY | {begins: "2026-02-03"}]) == "Tu 10:00-12:00"


def test_the_last_day_of_what_has_no_first_day_stays_in_its_words():
    ending = TUESDAY | {"valid_to": "2026-06-30"}
    assert weekly_hours([ending]) == "di 10:00-12:00 tot en met 30-06-2026"
    assert uncertain([ending])


def test_notes_beside_the_hours_are_not_lost():
    schedules = [
        TUESDAY | {"notes": "Alleen leden"},
        TUESDAY | {"notes": "Tu 10:00-12:00; PH off"},
        {"dtstart": "2027-01-05", "notes": "FREQ=YEARLY"},
    ]
    assert words_beside(schedules) == ["Alleen leden"]


def test_a_single_day_does_not_repeat_and_may_have_no_end():
    once = {"dtstart": "2026-01-13", "opens_at": "10:00"}
    assert activities([once]) == [
        {"activity_starts": "2026-01-13 10:00", "activity_minutes": "", "activity_repeats": ""}
    ]
    assert activities([{"dtstart": "2026-01-13"}, {"opens_at": [1], "byday": {}}]) == []


@pytest.mark.parametrize(
    ("opens", "closes", "hours"),
    [
        ("9:00am", "12:00pm", "Tu 09:00-12:00"),
        ("9 AM", "5.30 p.m.", "Tu 09:00-17:30"),
        ("12:00am", "1:00 am", "Tu 00:00-01:00"),
        ("19:00:00+01:00", "22:00:00", "Tu 19:00-22:00"),
        ("20:00", "01:00", "Tu 20:00-01:00"),
        ("9:00", "5:00", "di 9:00-5:00"),
        ("13:00pm", "15:00", "di 13:00pm-15:00"),
        ("9:00", "", "di 9:00"),
    ],
)
def test_times_of_twelve_hours_are_read_and_doubtful_ones_stay_words(opens, closes, hours):
    assert weekly_hours([{"byday": "TU", "opens_at": opens, "closes_at": closes}]) == hours


def test_holidays_close_and_words_beside_the_hours_leave_the_rest_open():
    holidays = [
        {"start_date": "2026-12-25", "end_date": "2026-12-26", "closed": "True"},
        {"start_date": "2026-12-24", "closed": "false", "opens_at": "10:00", "closes_at": "11:00"},
        {"start_date": "kerst", "closed": "true"},
    ]
    hours = weekly_hours([TUESDAY, {"description": 'Of "bel" even'}], holidays)
    assert hours == (
        "Tu 10:00-12:00; 2026 Dec 25-2026 Dec 26 off; 2026 Dec 24 10:00-11:00 || \"Of 'bel' even\""
    )
    assert read_hours(hours).osm == hours


NIGHT = TUESDAY | {"opens_at": "00:00", "closes_at": "00:00"}
IN_UTC = TUESDAY | {"opens_at": "10:00Z", "closes_at": "12:00Z"}


def test_what_does_not_become_hours_is_said_as_it_stands():
    said = uncertain([TUESDAY, NIGHT, IN_UTC, {"description": "Na afspraak"}])
    assert said == [
        "freq WEEKLY, byday TU, opens_at 00:00, closes_at 00:00",
        "freq WEEKLY, byday TU, opens_at 10:00Z, closes_at 12:00Z",
    ]
    assert uncertain([TUESDAY, {"byday": "SU", "closed": "true"}]) == []
    assert uncertain([], [{"start_date": "kerst", "closed": "true"}]) == ["start_date kerst"]


@pytest.mark.parametrize(
    ("zone", "hours", "said"),
    [
        ("Europe/Amsterdam", "Tu 10:00-12:00", 0),
        ("Europe/Brussels", "Tu 10:00-12:00", 0),
        ("1", "Tu 10:00-12:00", 0),
        ("Europe/London", "di 10:00-12:00 (Europe/London)", 1),
        ("0", "di 10:00-12:00 (0)", 1),
        ("Mars/Base", "di 10:00-12:00 (Mars/Base)", 1),
    ],
)
def test_weekly_hours_of_another_time_zone_are_words_and_that_is_said(zone, hours, said):
    schedule = TUESDAY | {"timezone": zone}
    assert weekly_hours([schedule]) == hours
    assert len(uncertain([schedule])) == said


@pytest.mark.parametrize(
    ("zone", "starts"),
    [
        ("", "2027-07-06 19:30"), ("Europe/Amsterdam", "2027-07-06 19:30"),
        ("Europe/London", "2027-07-06 20:30"), ("UTC", "2027-07-06 21:30"),
        ("-5", "2027-07-07 02:30"), ("America/Curacao", "2027-07-07 01:30"),
    ],
)  # fmt: skip
def test_a_dated_schedule_of_another_time_zone_is_converted(zone, starts):
    [activity] = activities([{"dtstart": "2027-07-06", "opens_at": "19:30", "timezone": zone}])
    assert activity["activity_starts"] == starts


def test_a_time_zone_that_is_not_known_gives_no_activity_but_is_said():
    schedule = {"dtstart": "2027-07-06", "opens_at": "19:30", "timezone": "Mars/Base"}
    assert activities([schedule]) == []
    assert uncertain([schedule]) == ["opens_at 19:30, timezone Mars/Base, dtstart 2027-07-06"]
