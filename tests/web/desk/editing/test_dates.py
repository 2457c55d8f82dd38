from dataclasses import replace
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmap.catalogue.listing import ListedActivity
from socialmap.times.rules import rule_of
from socialmap.web.desk.editing.dates import (
    IN_WEEKS,
    Dates,
    Repeats,
    from_activity,
    next_moments,
    to_activity,
)

TODAY = date(2026, 11, 22)
DINNER = Dates("Eten", date(2026, 11, 24), time(18), time(20))  # the fourth, and last, Tuesday


def days(repeats, **more):
    dates = Dates(**{**vars(DINNER), "repeats": repeats, **more})
    return [start.date().isoformat()[5:] for start, _ in next_moments(to_activity(dates), TODAY)]


@pytest.mark.parametrize(
    ("repeats", "expected"),
    [
        (Repeats.ONCE, ["11-24"]),
        (Repeats.DAILY, ["11-24", "11-25", "11-26", "11-27", "11-28"]),
        (Repeats.WEEKLY, ["11-24", "12-01", "12-08", "12-15", "12-22"]),
        (Repeats.FORTNIGHTLY, ["11-24", "12-08", "12-22", "01-05", "01-19"]),
        (Repeats.MONTHLY_DAY, ["11-24", "12-22", "01-26", "02-23", "03-23"]),
        (Repeats.MONTHLY_LAST, ["11-24", "12-29", "01-26", "02-23", "03-30"]),
        (Repeats.MONTHLY_DATE, ["11-24", "12-24", "01-24", "02-24", "03-24"]),
        (Repeats.YEARLY, ["11-24", "11-24"]),
    ],
)
def test_the_next_five(repeats, expected):
    assert days(repeats) == expected


def test_until_a_day_and_with_it():
    assert days(Repeats.WEEKLY, until=date(2026, 12, 8)) == ["11-24", "12-01", "12-08"]


def test_several_days_of_a_week():
    thursday = {"also": (3,)}
    assert days(Repeats.WEEKLY, **thursday) == ["11-24", "11-26", "12-01", "12-03", "12-08"]
    assert days(Repeats.FORTNIGHTLY, **thursday) == ["11-24", "11-26", "12-08", "12-10", "12-22"]


def test_what_ends_after_midnight():
    party = Dates("Feest", date(2026, 12, 31), time(22), time(1))
    assert to_activity(party).minutes == 180
    assert from_activity(to_activity(party)) == party


@pytest.mark.parametrize(
    ("rule", "repeats"),
    [
        ("FREQ=WEEKLY;BYDAY=TU", Repeats.WEEKLY),
        ("FREQ=MONTHLY;BYDAY=4TU", Repeats.MONTHLY_DAY),
        ("FREQ=MONTHLY;BYMONTHDAY=24", Repeats.MONTHLY_DATE),
        ("FREQ=WEEKLY;BYDAY=TU,TH", Repeats.WEEKLY),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU", Repeats.FORTNIGHTLY),
        ("FREQ=WEEKLY;BYDAY=MO,TH", Repeats.OTHER),
        ("FREQ=MONTHLY;BYDAY=TU,TH", Repeats.OTHER),
        ("FREQ=WEEKLY;BYDAY=MO", Repeats.OTHER),
        ("FREQ=MONTHLY;BYDAY=1TU", Repeats.OTHER),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=4TU", Repeats.OTHER),
        ("FREQ=WEEKLY;COUNT=4", Repeats.OTHER),
        ("FREQ=DAILY;INTERVAL=3", Repeats.OTHER),
    ],
)
def test_a_rule_is_read_or_kept(rule, repeats):
    activity = ListedActivity(name="Eten", starts=datetime(2026, 11, 24, 18), repeats=rule)
    dates = from_activity(activity)
    assert dates.repeats == repeats
    if repeats is Repeats.OTHER:
        assert to_activity(dates) == activity
    assert next_moments(to_activity(dates), TODAY) == next_moments(activity, TODAY)


def test_nonsense_has_no_dates():
    assert (
        next_moments(ListedActivity(name="", starts=datetime(2026, 11, 24), repeats="x"), TODAY)
        == []
    )


@given(
    st.builds(
        Dates,
        st.just("Eten"),
        st.dates(date(2026, 1, 1), date(2028, 1, 1)),
        st.times().map(lambda at: at.replace(second=0, microsecond=0)),
        st.times().map(lambda at: at.replace(second=0, microsecond=0)),
        st.sampled_from([each for each in Repeats if each not in (Repeats.ONCE, Repeats.OTHER)]),
        st.one_of(st.none(), st.dates(date(2028, 1, 1), date(2029, 1, 1))),
        also=st.sets(st.integers(0, 6)).map(lambda some: tuple(sorted(some))),
    )
)
def test_what_is_filled_in_is_what_is_read(dates):
    also = {*dates.also} - {dates.day.weekday()} if dates.repeats in IN_WEEKS else ()
    dates = replace(dates, also=tuple(sorted(also)))
    fifth = dates.day.day > 28 and dates.repeats is Repeats.MONTHLY_DAY
    last = dates.repeats is Repeats.MONTHLY_LAST
    activity = to_activity(dates)
    assert rule_of(activity.repeats) is not None
    if not fifth and not last:
        assert from_activity(activity) == dates
