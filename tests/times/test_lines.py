from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialmap.times.clock import AMSTERDAM
from socialmap.times.hours import parsed, spans
from socialmap.times.lines import from_osm
from socialmap.times.week import to_osm

FIRST, LAST = datetime(2026, 11, 22, tzinfo=AMSTERDAM), datetime(2027, 12, 1, tzinfo=AMSTERDAM)


def opened(hours):
    return spans(hours, FIRST, LAST)


@pytest.mark.parametrize(
    ("hours", "written"),
    [
        ("Mo-Fr 09:00-12:00", "Mo-Fr 09:00-12:00"),
        ("Mo,We 10:00-12:00,14:00-16:00; PH off", "Mo,We 10:00-12:00,14:00-16:00; PH off"),
        ("Tu[1,3] 10:00-12:00", "Tu[1,3] 10:00-12:00"),
        ("Th[5] 10:00-12:00", "Th[5] 10:00-12:00"),
        ("Mo[1],We[1] 10:00-12:00", "Mo[1],We[1] 10:00-12:00"),
        ("Mo-Fr 09:00-17:00; We off", "Mo,Tu,Th,Fr 09:00-17:00"),
        ("Mo-Fr 09:00-17:00; We 9:00-12:00", "Mo,Tu,Th,Fr 09:00-17:00; We 09:00-12:00"),
        ("Mo-Fr 09:00-17:00; Sa,Su,PH off", "Mo-Fr 09:00-17:00; PH off"),
        ("Mo 10:00-12:00, We 14:00-16:00", "Mo 10:00-12:00; We 14:00-16:00"),
        ("Mo 10:00-12:00, Mo[-1] 14:00-16:00", "Mo 10:00-12:00, Mo[-1] 14:00-16:00"),
        ("Fr-Mo 20:00-01:00", "Mo,Fr-Su 20:00-01:00"),
        ("Oct-Mar: Tu[1] 19:30-21:30; SH off", "Oct-Mar: Tu[1] 19:30-21:30; SH off"),
        (
            "Mo 09:00-12:00; 2026 Dec 24-2027 Jan 02 off; 2026 Dec 28 10:00-12:00",
            "Mo 09:00-12:00; 2026 Dec 24-2027 Jan 02 off; 2026 Dec 28 10:00-12:00",
        ),
        ("", ""),
        ("24/7", "24/7"),
        ("10:00-12:00", "Mo-Su 10:00-12:00"),
        ("Tu 10:00+", "Tu 10:00+"),
        ("sunrise-sunset", "Mo-Su sunrise-sunset"),
        ("Mo 10:00-12:00; Mo[1] 14:00-16:00", "Mo[1] 14:00-16:00; Mo[2,3,4,5] 10:00-12:00"),
        ("Mo 10:00-12:00; Mo[1] off", "Mo[2,3,4,5] 10:00-12:00"),
        ("Tu 09:00-11:00; Jul-Aug off", "Tu 09:00-11:00; Jul 01-Aug 31 off"),
        ("Tu 09:00-11:00; Dec 25-26 off", "Tu 09:00-11:00; Dec 25-Dec 26 off"),
        (
            "Apr-Sep: We 11:00-17:00; Oct: Sa 11:00-16:00",
            "Apr-Sep: We 11:00-17:00; Oct: Sa 11:00-16:00",
        ),
        (
            "Mo,Tu 09:00-17:00; Jul-Aug: Mo 10:00-15:00",
            "Tu 09:00-17:00; Jul-Aug: Mo 10:00-15:00; Sep-Jun: Mo 09:00-17:00",
        ),
        (
            "Mo 09:00-17:00; Apr 15-Sep 15: Mo 10:00-15:00",
            "Apr 15-Sep 15: Mo 10:00-15:00; Sep 16-Apr 14: Mo 09:00-17:00",
        ),
        ("2027 Jan 11+: Mo 10:00-12:00", "2027 Jan 11+: Mo 10:00-12:00"),
        (
            'We 10:00-14:00 || "verder op afspraak"',
            'We 10:00-14:00 || "verder op afspraak"',
        ),
        ("Mo-Fr 10:00-16:00; PH 10:00-13:00", "Mo-Fr 10:00-16:00; PH 10:00-13:00"),
        ("Su,PH 12:00-17:00", "Su 12:00-17:00; PH 12:00-17:00"),
        ("Mo 10:00-12:00; SH 10:00-11:00; PH off", "Mo 10:00-12:00; SH 10:00-11:00; PH off"),
        ('We 10:00-14:00 "op afspraak"', 'We 10:00-14:00 "op afspraak"'),
        ('"op afspraak"', '"op afspraak"'),
        # More than lines can say.
        ("Mo-Fr 10:00-16:00; PH 10:00-12:00,13:00-14:00", None),
        ("Mo-Fr 10:00-16:00; PH off; SH 10:00-13:00", None),
        ("PH off; Mo-Fr 10:00-16:00", None),
        ("SH off", None),
        ('Mo 10:00-12:00 open "inloop"', None),
        ("week 01-53/2 Mo 10:00-12:00", None),
        ("Mo-Fr 09:00-17:00; Mo-Fr 12:00-13:00 off", None),
        ("SH Mo-Fr 10:00-12:00", None),
        ("Mo, We 10:00-12:00; We[-1] off", None),
        ("(sunrise+01:00)-sunset", None),
        ("easter off", None),
        ("2026 Dec 28 10:00-12:00; 2026 Dec 24-2027 Jan 02 off", None),
        ("elke dinsdag", None),
    ],
)
def test_hours_become_lines_or_stay_a_text(hours, written):
    plan = from_osm(hours)
    assert (to_osm(plan) if plan else None) == written
    if written:
        assert opened(hours) == opened(written)


DAYS = st.sampled_from(
    ["Mo", "Tu", "Mo-Fr", "Sa,Su", "Mo-Su", "Mo[1]", "Tu[2,4]", "We[-1]", "Mo,We[1]", ""]
)
PERIODS = st.sampled_from(
    ["", "Apr-Sep", "Jul-Aug", "Oct", "Apr 15-Sep 15", "Dec 25", "Dec 24-Jan 02", "2026 Dec 28",
     "2026 Dec 24-2027 Jan 02", "2026 Sep 01-2027 Jun 30", "2027 Jan 01+"]
)  # fmt: skip
TIMES = st.sampled_from(["10:00-12:00", "14:00-16:00", "10:00-12:00,13:00-15:00", "off", "20:00+"])
RULES = st.one_of(
    st.tuples(PERIODS, DAYS, TIMES).map(lambda parts: " ".join(filter(None, parts))),
    st.sampled_from(["PH off", "SH off", "PH 10:00-12:00", "SH 14:00-16:00"]),
)
JOINED = st.tuples(RULES, st.lists(st.tuples(st.sampled_from(["; ", ", "]), RULES), max_size=3))


@settings(max_examples=60)
@given(JOINED)
def test_lines_are_open_when_the_hours_are(rules):
    first, more = rules
    hours = first + "".join(join + rule for join, rule in more)
    plan = from_osm(hours) if parsed(hours) else None
    if plan is not None:
        assert opened(to_osm(plan)) == opened(hours)
        assert from_osm(to_osm(plan)) == plan
