from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmap.times.clock import AMSTERDAM
from socialmap.times.hours import (
    CLOSED,
    OPEN,
    UNKNOWN,
    is_public_holiday,
    opening,
    spans,
    week_hours,
)
from socialmap.times.hours_spans import NOT_KNOWN_SCHOOL, NOWHERE, Where, place_that_matters

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


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def days(hours, first, where=NOWHERE):
    """Per day of a week its spans as (start, end) in hours and minutes."""
    return [
        [(f"{span.start:%H:%M}", f"{span.end:%H:%M}") for span in day.spans]
        for day in week_hours(hours, date.fromisoformat(first), where)
    ]


@pytest.mark.parametrize(
    ("hours", "moment", "until"),
    [
        ("Fr 22:00-02:00; Sa 10:00-12:00", "2026-11-28T01:00", "2026-11-28T02:00"),
        ("Fr 22:00-02:00; Sa 10:00-12:00", "2026-11-27T23:00", "2026-11-28T02:00"),
        ("Mo 22:00-02:00", "2026-12-01T01:00", "2026-12-01T02:00"),
        ("Mo 22:00-26:00; Tu off", "2026-12-01T01:59", "2026-12-01T02:00"),
        ("Mo-Su 22:00-06:00", "2026-12-01T01:00", "2026-12-01T06:00"),
        # King's Day 2026 is a Monday: the night began on Sunday.
        ("Su 22:00-04:00; PH off", "2026-04-27T01:00", "2026-04-27T04:00"),
    ],
)
def test_a_night_goes_on_after_midnight_whatever_the_next_day_has(hours, moment, until):
    state = opening(hours, at(moment))
    assert (state.state, state.until) == (OPEN, at(until))
    assert spans(hours, at(moment), at(until)) == [(at(moment), at(until))]


def test_a_night_that_begins_on_a_holiday_is_closed_until_its_end():
    state = opening("Mo 22:00-04:00; PH off", at("2026-04-28T01:00"))
    assert (state.state, state.next) == (CLOSED, at("2026-05-04T22:00"))


def test_a_week_tells_a_night_on_the_day_that_it_begins():
    assert days("Fr 22:00-02:00; Sa 10:00-12:00", "2026-11-27")[:3] == [
        [("22:00", "02:00")],
        [("10:00", "12:00")],
        [],
    ]


def test_outside_hours_with_a_fallback_one_should_call_with_its_words():
    hours = 'Mo-Fr 09:00-17:00; PH off || "op afspraak"'
    assert opening(hours, at("2026-11-27T12:00")).until == at("2026-11-27T17:00")
    for moment in ("2026-11-27T18:00", "2026-11-28T12:00"):
        state = opening(hours, at(moment))
        assert (state.state, state.call_first, state.comment) == (UNKNOWN, True, "op afspraak")
    thursday, christmas, *_ = week_hours(hours, date(2026, 12, 24))
    assert (len(thursday.spans), thursday.call_first, thursday.comment) == (1, True, "op afspraak")
    assert (christmas.spans, christmas.call_first, christmas.comment) == ((), False, "")


def test_a_comment_makes_its_hours_uncertain():
    hours = 'Mo-Fr 09:00-17:00 "op afspraak"'
    state = opening(hours, at("2026-11-27T12:00"))
    assert (state.state, state.call_first, state.comment) == (UNKNOWN, True, "op afspraak")
    state = opening(hours, at("2026-11-27T18:00"))
    assert (state.state, state.next, state.call_first) == (CLOSED, at("2026-11-30T09:00"), True)
    assert spans(hours, at("2026-11-27T00:00"), at("2026-11-28T00:00")) == []
    assert not week_hours(hours, date(2026, 11, 27))[0].sure


def test_a_comment_of_hours_that_are_open_is_told():
    state = opening('Mo-Fr 09:00-17:00 open "bel aan"', at("2026-11-27T12:00"))
    assert (state.state, state.comment) == (OPEN, "bel aan")


def test_a_day_with_words_alone_is_no_whole_day():
    saturday = week_hours('Sa "op afspraak"; Mo 10:00-12:00', date(2026, 11, 28))[0]
    assert (saturday.spans, saturday.call_first, saturday.comment) == ((), True, "op afspraak")


def test_with_an_open_end_it_is_open_at_first_and_then_one_should_call():
    before, soon, later = (
        opening("Mo 10:00+", at(f"2026-11-30T{hour}")) for hour in ("09:00", "10:30", "15:00")
    )
    assert (before.next, before.open_end, before.call_first) == (
        at("2026-11-30T10:00"),
        True,
        False,
    )
    assert (soon.state, soon.until, soon.open_end) == (OPEN, None, True)
    assert (later.state, later.call_first, later.open_end) == (UNKNOWN, True, True)
    span = week_hours("Mo 10:00+", date(2026, 11, 30))[0].spans[0]
    assert (span.start, span.open_end) == (at("2026-11-30T10:00"), True)


def test_after_an_end_that_may_be_later_one_should_call():
    assert opening("Mo 10:00-12:00+", at("2026-11-30T11:00")).until == at("2026-11-30T12:00")
    assert opening("Mo 10:00-12:00+", at("2026-11-30T12:30")).state == UNKNOWN


def test_the_sun_is_that_of_the_place():
    maastricht, delfzijl = Where(lon=5.7, lat=50.85), Where(lon=6.9, lat=53.33)
    noon = at("2026-06-21T12:00")
    ends = [opening("sunrise-sunset", noon, where).until for where in (maastricht, delfzijl)]
    assert [end.hour for end in ends] == [21, 22]
    assert opening("sunrise-sunset", noon).state == UNKNOWN
    assert opening("sunrise-sunset", at("2026-06-21T03:00"), delfzijl).state == CLOSED


SCHOOL = "Mo 10:00-12:00; SH off"


@pytest.mark.parametrize(
    ("hours", "region", "moment", "state"),
    [
        (SCHOOL, "midden", "2026-11-30T11:00", OPEN),
        (SCHOOL, "midden", "2026-12-21T11:00", CLOSED),
        # The autumn holiday is a week earlier in the north.
        (SCHOOL, "noord", "2026-10-12T11:00", CLOSED),
        (SCHOOL, "zuid", "2026-10-12T11:00", OPEN),
        (SCHOOL, "", "2026-10-12T11:00", UNKNOWN),
        (SCHOOL, "", "2026-12-21T11:00", CLOSED),
        (SCHOOL, "midden", "2041-01-07T11:00", UNKNOWN),
        (SCHOOL, "midden", "2041-01-07T13:00", CLOSED),
        ("Mo 10:00-12:00; PH,SH off", "midden", "2026-12-21T11:00", CLOSED),
        ("SH Mo-Fr 10:00-12:00", "midden", "2026-12-21T11:00", OPEN),
        ("SH Mo-Fr 10:00-12:00", "midden", "2026-12-20T11:00", CLOSED),
        ("SH Mo-Fr 10:00-12:00", "midden", "2026-11-30T11:00", CLOSED),
        ("Sa,SH 10:00-12:00", "midden", "2026-12-21T11:00", OPEN),
        ("Sa,SH 10:00-12:00", "midden", "2026-11-30T11:00", CLOSED),
        ("Mo 22:00-02:00; SH off", "midden", "2026-12-19T01:00", CLOSED),
        ("Mo 10:00-12:00, SH 14:00-16:00", "midden", "2026-12-22T15:00", OPEN),
        ("Mo 10:00-12:00, SH 14:00-16:00", "midden", "2026-11-30T15:00", CLOSED),
    ],
)
def test_school_holidays_are_those_of_the_region(hours, region, moment, state):
    assert opening(hours, at(moment), Where(region)).state == state


def test_beyond_the_known_school_years_one_should_call():
    state = opening(SCHOOL, at("2041-01-07T11:00"), Where("midden"))
    assert (state.call_first, state.comment) == (True, NOT_KNOWN_SCHOOL)


def test_a_place_that_closes_in_winter_tells_when_it_opens_again():
    state = opening("Apr-Oct: Mo-Fr 10:00-12:00", at("2026-11-30T11:00"))
    assert state.next == at("2027-04-01T10:00")


def test_hours_are_compared_by_the_place_that_matters_to_them():
    where = Where("zuid", 5.1234, 51.9876)
    assert place_that_matters("Mo 10:00-12:00", where) == NOWHERE
    assert place_that_matters(SCHOOL, where) == Where("zuid")
    assert place_that_matters("sunrise-sunset", where) == Where("", 5.1, 52.0)


@pytest.mark.parametrize(
    ("day", "holiday"),
    [
        (date(2026, 4, 27), True),
        (date(2026, 5, 14), True),
        (date(2026, 12, 26), True),
        (date(2026, 12, 27), False),
    ],
)
def test_public_holidays_are_the_dutch_ones(day, holiday):
    assert is_public_holiday(day) == holiday


PARTS = (
    "Mo", "Mo-Fr", "Sa[1]", "PH", "SH", "24/7", "off", "open", "unknown", "10:00-12:00",
    "22:00-02:00", "10:00+", "sunrise-sunset", '"op afspraak"', ";", ",", "||", "Apr-Oct:",
    "week 1-53/2", "Jan 5", "18:00-26:00", "20:00-04:00+",
)  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=8))
def test_whatever_is_valid_is_answered(parts):
    hours = " ".join(parts)
    for where in (NOWHERE, Where("noord", 5.1, 52.1)):
        assert opening(hours, WEDNESDAY, where).state in (OPEN, CLOSED, UNKNOWN)
        assert len(week_hours(hours, date(2026, 12, 24), where)) in (0, 7)
        for start, end in spans(hours, WEDNESDAY, WEDNESDAY + timedelta(days=9), where):
            assert start < end


PLAIN = (
    "Mo 10:00-12:00",
    "We 09:00-18:00",
    "Sa[1] 14:00-16:00",
    "PH off",
    "Nov-Feb: Th 13:00-14:00",
)


@given(st.lists(st.sampled_from(PLAIN), min_size=1, max_size=4))
def test_day_by_day_says_what_the_library_says_of_plain_hours(rules):
    hours = "; ".join(rules)
    first, last = at("2026-11-30T00:00"), at("2026-12-29T00:00")
    # An empty group after it changes nothing, but is evaluated day by day.
    assert spans(f"{hours} || SH off", first, last, Where("noord")) == spans(hours, first, last)
