from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmap.times.clock import AMSTERDAM
from socialmap.times.hours import parsed, spans
from socialmap.times.week import HoursException, Line, WeekPlan, from_osm, to_osm

FIRST, LAST = datetime(2026, 11, 22, tzinfo=AMSTERDAM), datetime(2027, 4, 1, tzinfo=AMSTERDAM)


def opened(hours):
    return spans(hours, FIRST, LAST)


@pytest.mark.parametrize(
    ("hours", "written"),
    [
        ("Mo-Fr 09:00-12:00", "Mo-Fr 09:00-12:00"),
        ("Mo,We 10:00-12:00,14:00-16:00; PH off", "Mo,We 10:00-12:00,14:00-16:00; PH off"),
        ("Tu[1,3] 10:00-12:00", "Tu[1] 10:00-12:00, Tu[3] 10:00-12:00"),
        ("Mo[1],We[1] 10:00-12:00", "Mo[1],We[1] 10:00-12:00"),
        ("Mo-Fr 09:00-17:00; We off", "Mo,Tu,Th,Fr 09:00-17:00"),
        ("Mo-Fr 09:00-17:00; We 9:00-12:00", None),
        ("Mo-Fr 09:00-17:00; We 09:00-12:00", "Mo,Tu,Th,Fr 09:00-17:00; We 09:00-12:00"),
        ("Mo 10:00-12:00, We 14:00-16:00", "Mo 10:00-12:00; We 14:00-16:00"),
        ("Mo 10:00-12:00, Mo[-1] 14:00-16:00", "Mo 10:00-12:00, Mo[-1] 14:00-16:00"),
        ("Fr-Mo 20:00-01:00", "Mo,Fr-Su 20:00-01:00"),
        ("Oct-Mar: Tu[1] 19:30-21:30; SH off", "Oct-Mar: Tu[1] 19:30-21:30; SH off"),
        (
            "Mo 09:00-12:00; 2026 Dec 24-2027 Jan 02 off; 2026 Dec 28 10:00-12:00",
            "Mo 09:00-12:00; 2026 Dec 24-2027 Jan 02 off; 2026 Dec 28 10:00-12:00",
        ),
        ("", ""),
        # More than lines can say.
        ("24/7", None),
        ("Mo 10:00-12:00; Mo[1] 14:00-16:00", None),
        ("Mo-Fr 10:00-16:00; PH 10:00-13:00", None),
        ("PH off; Mo-Fr 10:00-16:00", None),
        ("SH off", None),
        ("Tu 09:00-11:00; Jul-Aug off", None),
        ("Apr-Sep: We 11:00-17:00; Oct: Sa 11:00-16:00", None),
        ('We 10:00-14:00 || "verder op afspraak"', None),
        ("2026 Dec 28 10:00-12:00; 2026 Dec 24-2027 Jan 02 off", None),
        ("elke dinsdag", None),
    ],
)
def test_hours_become_lines_or_stay_a_text(hours, written):
    plan = from_osm(hours)
    assert (to_osm(plan) if plan else None) == written
    if written:
        assert opened(hours) == opened(written)


def test_lines_of_one_day_add_up():
    plan = WeekPlan((Line((0, 1, 2), "10:00", "12:00"), Line((0,), "14:00", "16:00")))
    assert to_osm(plan) == "Mo 10:00-12:00,14:00-16:00; Tu,We 10:00-12:00"


def test_the_shortest_exception_goes_first():
    plan = WeekPlan(
        exceptions=(
            HoursException(date(2026, 12, 24), date(2026, 12, 24), "10:00", "12:00"),
            HoursException(date(2026, 12, 20), date(2027, 1, 3)),
            HoursException(date(2026, 12, 24), date(2026, 12, 24), "14:00", "15:00"),
        )
    )
    written = to_osm(plan)
    assert written == "2026 Dec 20-2027 Jan 03 off; 2026 Dec 24 10:00-12:00,14:00-15:00"
    assert [start.hour for start, _ in opened(written)] == [10, 14]


TIMES = st.sampled_from([("09:00", "10:30"), ("11:00", "12:00"), ("14:00", "16:00")])
DAYS = st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))
LINES = st.builds(
    lambda days, times, week: Line(days, *times, week),
    DAYS,
    TIMES,
    st.sampled_from(["", "", "1", "3", "-1"]),
)
DATES = st.dates(date(2026, 12, 1), date(2027, 2, 1))
EXCEPTIONS = st.builds(
    lambda first, days, times: HoursException(first, first + timedelta(days), *times),
    DATES,
    st.integers(0, 9),
    st.one_of(st.just(("", "")), TIMES),
)
PLANS = st.builds(
    WeekPlan,
    st.lists(LINES, min_size=1, max_size=4).map(tuple),
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, None, (10, 3)]),
    st.lists(EXCEPTIONS, max_size=2).map(tuple),
)


@given(PLANS)
def test_what_is_filled_in_is_what_is_read(plan):
    written = to_osm(plan)
    assert parsed(written)
    again = from_osm(written)
    assert again is not None
    assert to_osm(again) == written
    assert from_osm(to_osm(again)) == again


@given(st.lists(LINES, min_size=1, max_size=3))
def test_it_is_open_when_a_line_says_so(lines):
    def says(day, line):
        nth = (day.day - 1) // 7 + 1
        last = (day + timedelta(7)).month != day.month
        return day.weekday() in line.days and line.week in ("", str(nth), "-1" if last else "")

    open_days = {
        (start.date(), f"{start:%H:%M}") for start, _ in opened(to_osm(WeekPlan(tuple(lines))))
    }
    days = [FIRST.date() + timedelta(offset) for offset in range((LAST - FIRST).days)]
    assert open_days == {(day, line.start) for day in days for line in lines if says(day, line)}
