import pytest

from socialmap.times.hours import parsed
from socialmap.times.osm import ASK, OFF, Day, Period, Rule, Times, Weekdays, rules_of, text_of


def test_a_rule_has_periods_weekdays_times_and_a_state():
    [first, off, ask] = rules_of('Apr-Sep: Tu[1,-1] 9:00-12:00,13:00+; PH off || "op afspraak"')
    assert first == Rule(
        (Period(Day(4), Day(9)),),
        weekdays=(Weekdays((1,), (1, -1)),),
        times=(Times("09:00", "12:00"), Times("13:00", "")),
    )
    assert (off.holidays, off.state) == (("PH",), OFF)
    assert (ask.state, ask.comment, ask.joined) == (ASK, "op afspraak", "||")


@pytest.mark.parametrize(
    ("hours", "written"),
    [
        ("mo 9:00 - 12:00", "Mo 09:00-12:00"),
        ("Tu[1-3] 10:00-12:00", "Tu[1,2,3] 10:00-12:00"),
        ("Mo 22:00-26:00", "Mo 22:00-02:00"),
        ("2026 Dec 24-26 off", "2026 Dec 24-2026 Dec 26 off"),
        ("2026-2027 Mo 10:00-12:00", "2026 Jan 01-2027 Dec 31: Mo 10:00-12:00"),
        ("week 1-53/2 Tu 19:00-21:00", "week 01-53/2: Tu 19:00-21:00"),
        ('Mo 10:00-12:00 open "inloop"', 'Mo 10:00-12:00 open "inloop"'),
        ("Mo closed", "Mo off"),
        ("SH Mo-Fr 10:00-12:00", "SH Mo-Fr 10:00-12:00"),
        ("24/7", "24/7"),
    ],
)
def test_a_rule_is_written_in_one_way(hours, written):
    [rule] = rules_of(hours)
    assert text_of(rule) == written
    assert parsed(written)
    assert rules_of(written) == (rule,)


@pytest.mark.parametrize(
    "hours", ["", "elke dinsdag", "(sunrise+01:00)-sunset", "easter off", "PH -1 day off"]
)
def test_what_cannot_be_taken_apart(hours):
    assert rules_of(hours) is None


def test_a_comma_and_a_space_begin_a_new_rule():
    assert len(rules_of("Mo 10:00-12:00, We 14:00-16:00")) == 2
    assert len(rules_of("Mo 10:00-12:00, 14:00-16:00")) == 1
