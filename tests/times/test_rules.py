import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmap.times.rules import rule_of


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", ""),
        ("FREQ=WEEKLY; BYDAY=TU", "FREQ=WEEKLY;BYDAY=TU"),
        ("RRULE:FREQ=WEEKLY;\n BYDAY=TU, TH", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("freq=monthly;byday=+2we;", "FREQ=MONTHLY;BYDAY=2WE"),
        ("FREQ=WEEKLY;UNTIL=2027-03-02", "FREQ=WEEKLY;UNTIL=20270302"),
        ("FREQ=DAILY;BYHOUR=9,14", "FREQ=DAILY;BYHOUR=9,14"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"),
    ],
)
def test_what_is_certain_is_read_and_written_as_the_standard_does(text, rule):
    assert rule_of(text) == rule


@pytest.mark.parametrize(
    "text",
    [
        "elke week",
        "FREQ=",
        "FREQ=HOURLY",
        "FREQ=SECONDLY;COUNT=3",
        "BYDAY=MO",
        "FREQ=WEEKLY;FREQ=DAILY",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=MONTHLY;BYDAY=0MO",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;COUNT=0",
        "FREQ=WEEKLY;COUNT=2;UNTIL=20270301",
        "FREQ=WEEKLY;UNTIL=20270230",
        "FREQ=WEEKLY;UNTIL=99991231",
        "FREQ=DAILY;BYHOUR=8,10,12,14,16",
        "FREQ=DAILY;BYHOUR=9,14;BYMINUTE=0,15,30",
        "FREQ=WEEKLY;X-OWN=1",
        "FREQ=WEEKLY\x00",
        "FREQ=WEEKLY;BYDAY=" + "MO," * 200 + "MO",
        # Each part is valid, and there is no such day.
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=7",
    ],
)
def test_a_rule_that_is_wrong_or_has_no_end_of_occurrences_is_refused(text):
    assert rule_of(text) is None


PARTS = st.lists(
    st.one_of(
        st.sampled_from(["FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY", "FREQ=DAILY", "COUNT=9999"]),
        st.builds(
            "{}={}".format,
            st.sampled_from(
                ["BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "BYHOUR", "BYWEEKNO", "BYYEARDAY", "INTERVAL", "UNTIL"]
            ),
            st.lists(st.integers(-400, 400) | st.sampled_from(["MO", "-1TU", "20270101"]))
            .map(lambda values: ",".join(map(str, values))),
        ),
    )
).map(";".join)  # fmt: skip


@given(PARTS | st.text(max_size=40))
def test_no_text_raises_or_takes_long(text):
    began = time.process_time()
    rule = rule_of(text)
    assert time.process_time() - began < 5
    assert rule is None or rule_of(rule) == rule
