from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmap.times.clock import AMSTERDAM
from socialmap.times.hours import CLOSED, OPEN, UNKNOWN, opening, week_hours

WEDNESDAY = datetime(2026, 11, 18, 10, 0, tzinfo=AMSTERDAM)


def test_open_tells_until_when():
    state = opening("Mo-Fr 09:00-17:00", WEDNESDAY)
    assert (state.state, state.until.hour) == (OPEN, 17)


def test_closed_tells_from_when():
    state = opening("Th 13:30-16:00", WEDNESDAY)
    assert (state.state, state.next.isoformat()[:16]) == (CLOSED, "2026-11-19T13:30")


def test_christmas_is_a_dutch_holiday():
    assert (
        opening("Mo-Su 09:00-17:00; PH off", datetime(2026, 12, 25, 10, tzinfo=AMSTERDAM)).state
        == CLOSED
    )


@pytest.mark.parametrize("hours", ["", "  ", "op afspraak", "ma-vr 9-17"])
def test_hours_that_nobody_can_read_are_unknown_call_first(hours):
    assert opening(hours, WEDNESDAY) == opening("", WEDNESDAY)
    assert opening(hours, WEDNESDAY).state == UNKNOWN
    assert opening(hours, WEDNESDAY).call_first
    assert week_hours(hours, date(2026, 11, 18)) == []


def test_always_open_has_no_end():
    assert opening("24/7", WEDNESDAY).until is None


def test_a_week_begins_on_the_day_that_was_asked():
    days = week_hours("We 10:00-12:00,14:00-16:00", date(2026, 11, 18))
    assert [len(day.spans) for day in days] == [2, 0, 0, 0, 0, 0, 0]


def test_the_clock_going_back_does_not_move_the_hours():
    before = opening("Su 10:00-12:00", datetime(2026, 10, 24, 12, tzinfo=AMSTERDAM))
    assert before.next.isoformat() == "2026-10-25T10:00:00+01:00"


@given(st.text(max_size=60))
def test_any_text_is_answered(hours):
    assert opening(hours, WEDNESDAY).state in (OPEN, CLOSED, UNKNOWN)
