from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from socialmap.times.clock import AMSTERDAM
from socialmap.times.hours import parsed, spans
from socialmap.times.lines import from_osm
from socialmap.times.osm import Day, Period
from socialmap.times.week import NTHS, HoursException, Line, WeekPlan, to_osm

FIRST, LAST = datetime(2026, 11, 22, tzinfo=AMSTERDAM), datetime(2027, 12, 1, tzinfo=AMSTERDAM)


def opened(hours):
    return spans(hours, FIRST, LAST)


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


def test_a_line_has_an_open_end_weeks_of_the_month_a_season_and_a_comment():
    season = Period(Day(4), Day(9))
    line = Line((1,), "19:00", "", (1, 3, 5), season, 'op "afspraak"')
    assert to_osm(WeekPlan((line,))) == "Apr-Sep: Tu[1,3,5] 19:00+ \"op 'afspraak'\""


def test_two_seasons_and_what_to_do_otherwise():
    plan = WeekPlan(
        (
            Line((2,), "11:00", "17:00", season=Period(Day(4), Day(9))),
            Line((2,), "13:00", "16:00", season=Period(Day(10), Day(3))),
        ),
        closed_on_holidays=True,
        otherwise="op afspraak",
    )
    assert to_osm(plan) == (
        'Apr-Sep: We 11:00-17:00; Oct-Mar: We 13:00-16:00; PH off || "op afspraak"'
    )


def test_from_a_date_and_until_a_date():
    begins = Line((0,), "10:00", "12:00", season=Period(Day(1, 11, 2027), None))
    ends = Line((1,), "10:00", "12:00", season=Period(None, Day(12, 31, 2026)))
    days = {start.date() for start, _ in opened(to_osm(WeekPlan((begins, ends))))}
    assert min(day for day in days if day.weekday() == 0) == date(2027, 1, 11)
    assert max(day for day in days if day.weekday() == 1) == date(2026, 12, 29)


def test_an_exception_comes_back_every_year():
    plan = WeekPlan(
        (Line(tuple(range(7)), "10:00", "12:00"),),
        exceptions=(HoursException(date(2000, 12, 24), date(2001, 1, 2)),),
    )
    written = to_osm(plan)
    assert written == "Mo-Su 10:00-12:00; Dec 24-Jan 02 off"
    closed = date(2026, 12, 24), date(2027, 1, 2)
    assert not any(closed[0] <= start.date() <= closed[1] for start, _ in opened(written))


TIMES = st.sampled_from(
    [("09:00", "10:30"), ("11:00", "12:00"), ("14:00", "16:00"), ("20:00", ""), ("21:00", "01:00")]
)
DAYS = st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))
WEEKS = st.sets(st.sampled_from(NTHS), max_size=3).map(
    lambda nths: tuple(nth for nth in NTHS if nth in nths)
)
SEASONS = st.sampled_from(
    [
        Period(Day(10), Day(3)),
        Period(Day(7), Day(8)),
        Period(Day(4, 15), Day(9, 15)),
        Period(Day(9, 1, 2026), Day(6, 30, 2027)),
        Period(Day(1, 1, 2027), None),
        Period(None, Day(2, 28, 2027)),
    ]
)


def lines_with(times):
    return st.builds(
        lambda days, times, weeks, season: Line(days, *times, weeks, season),
        DAYS,
        times,
        st.one_of(st.just(()), WEEKS),
        st.one_of(st.none(), SEASONS),
    )


LINES = lines_with(TIMES)
BY_DAY = lines_with(st.sampled_from([("09:00", "10:30"), ("11:00", "12:00"), ("14:00", "16:00")]))
DATES = st.dates(date(2026, 12, 1), date(2027, 2, 1))
EXCEPTIONS = st.builds(
    lambda first, days, times: HoursException(first, first + timedelta(days), *times),
    st.one_of(DATES, st.dates(date(2000, 1, 1), date(2000, 12, 31))),
    st.integers(0, 9),
    st.one_of(st.just(("", "")), TIMES),
)
PLANS = st.builds(
    WeekPlan,
    st.lists(LINES, min_size=1, max_size=4).map(tuple),
    st.booleans(),
    st.booleans(),
    st.lists(EXCEPTIONS, max_size=2).map(tuple),
    st.sampled_from(["", "op afspraak"]),
)


@given(PLANS)
def test_what_is_filled_in_is_what_is_read(plan):
    written = to_osm(plan)
    assert parsed(written)
    again = from_osm(written)
    assert again is not None
    assert to_osm(again) == written
    assert from_osm(to_osm(again)) == again


@settings(max_examples=50)
@given(st.lists(BY_DAY, min_size=1, max_size=3))
def test_it_is_open_when_a_line_says_so(lines):
    def says(day, line):
        nth = (day.day - 1) // 7 + 1
        last = (day + timedelta(7)).month != day.month
        return (
            day.weekday() in line.days
            and (not line.nths or nth in line.nths or (last and -1 in line.nths))
            and in_season(day, line.season)
        )

    begins = {
        (start.date(), f"{start:%H:%M}") for start, _ in opened(to_osm(WeekPlan(tuple(lines))))
    }
    days = [FIRST.date() + timedelta(offset) for offset in range((LAST - FIRST).days)]
    assert begins == {(day, line.start) for day in days for line in lines if says(day, line)}


def in_season(day, season):
    if season is None:
        return True
    first, last = season
    if (first or last).year:
        position = (day.year, day.month, day.day)
        begin = (first.year, first.month, first.day) if first else (0, 0, 0)
        end = (last.year, last.month, last.day) if last else (9999, 0, 0)
    else:
        position = (day.month, day.day)
        begin, end = (first.month, first.day or 1), (last.month, last.day or 31)
    if begin <= end:
        return begin <= position <= end
    return position >= begin or position <= end
