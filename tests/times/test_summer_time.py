"""Summer time begins and ends: what lies in the hour that is skipped, or that comes twice."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmap.catalogue.listing import ListedActivity
from socialmap.times.clock import AMSTERDAM, moment_of
from socialmap.times.dates import activity_times
from socialmap.times.hours import OPEN, opening, spans, week_hours

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
nights = st.sampled_from([SPRING, AUTUMN])


def lasting(span):
    start, end = (moment.astimezone(UTC) for moment in span)
    return int((end - start).total_seconds()) // 60


def on(clock, minutes, night, rule=""):
    """The times of an activity that begins at a time of a night, once or every day."""
    first = night if not rule else night - timedelta(days=10)
    starts = datetime.combine(first, time.fromisoformat(clock))
    activity = ListedActivity(name="Nacht", starts=starts, minutes=minutes, repeats=rule)
    return activity_times(activity, night, night)


@pytest.mark.parametrize("rule", ["", "FREQ=DAILY"])
@pytest.mark.parametrize(
    ("clock", "minutes", "night", "shown"),
    [
        # The hour from two to three comes twice: it is the second one, once.
        ("02:30", 60, AUTUMN, ("02:30+01:00", "03:30+01:00")),
        ("02:00", 60, AUTUMN, ("02:00+01:00", "03:00+01:00")),
        ("02:15", 15, AUTUMN, ("02:15+01:00", "02:30+01:00")),
        ("01:30", 60, AUTUMN, ("01:30+02:00", "02:30+02:00")),
        # The hour from two to three is skipped: it is an hour later.
        ("02:30", 60, SPRING, ("03:30+02:00", "04:30+02:00")),
        ("02:00", 60, SPRING, ("03:00+02:00", "04:00+02:00")),
        ("01:30", 60, SPRING, ("01:30+01:00", "03:30+02:00")),
        # What lasts longer ends when the clock says so.
        ("00:30", 300, AUTUMN, ("00:30+02:00", "05:30+01:00")),
        ("00:30", 300, SPRING, ("00:30+01:00", "05:30+02:00")),
    ],
)
def test_an_activity_of_that_night(clock, minutes, night, shown, rule):
    (span,) = [span for span in on(clock, minutes, night, rule) if span[0].date() == night]
    assert tuple(moment.isoformat()[11:16] + moment.isoformat()[19:] for moment in span) == shown


@given(nights, st.integers(0, 5 * 60), st.integers(1, 6 * 60), st.sampled_from(["", "FREQ=DAILY"]))
def test_an_activity_is_there_once_and_ends_after_it_begins(night, begins, minutes, rule):
    clock = f"{begins // 60:02}:{begins % 60:02}"
    times = [span for span in on(clock, minutes, night, rule) if span[0].date() == night]
    (span,) = times
    gained = {SPRING: {0, -60}, AUTUMN: {0, 60}}[night]
    assert lasting(span) - minutes in gained
    assert lasting(span) > 0
    if 120 <= begins < 180:
        assert lasting(span) == minutes


@given(nights, st.integers(-4 * 60, 5 * 60), st.integers(1, 6 * 60))
def test_an_opening_is_there_once_and_never_for_nothing(night, begins, minutes):
    day = night if begins >= 0 else night - DAY
    first, last = begins % 1440, begins % 1440 + minutes
    name = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")[day.weekday()]
    hours = f"{name} " + "-".join(f"{one % 1440 // 60:02}:{one % 60:02}" for one in (first, last))
    shown = [span for one in week_hours(hours, day) if one.day == day for span in one.spans]
    skipped = night == SPRING and begins >= 120 and begins + minutes <= 180
    assert len(shown) == (not skipped)
    begin = datetime.combine(day, time(12), AMSTERDAM) - DAY
    assert [span[:2] for span in shown] == spans(hours, begin, begin + timedelta(days=3))
    for span in shown:
        assert lasting(span[:2]) > 0
        if night == AUTUMN and 0 < begins + minutes < 180:
            assert lasting(span[:2]) == minutes


@given(nights, st.integers(0, 5 * 60), st.integers(1, 6 * 60), st.integers(-60, 12 * 60))
def test_now_open_agrees_with_the_times(night, begins, minutes, later):
    """Also in the hour that comes twice, each time of which is a moment of its own."""
    edges = (begins, (begins + minutes) % 1440)
    hours = "Su " + "-".join(f"{one // 60:02}:{one % 60:02}" for one in edges)
    at = datetime.combine(night, time(), AMSTERDAM).astimezone(UTC) + later * timedelta(minutes=1)
    within = any(
        start.astimezone(UTC) <= at < end.astimezone(UTC)
        for start, end in spans(hours, at - DAY, at + DAY)
    )
    assert (opening(hours, at).state == OPEN) == within


@given(nights, st.integers(0, 1439))
def test_a_time_of_the_clock_is_one_moment(night, minute):
    local = datetime.combine(night, time()) + minute * timedelta(minutes=1)
    moment = moment_of(local)
    skipped = night == SPRING and 120 <= minute < 180
    assert moment.replace(tzinfo=None, fold=0) == local + (HOUR if skipped else timedelta())
    assert moment.astimezone(UTC).astimezone(AMSTERDAM).fold == moment.fold
