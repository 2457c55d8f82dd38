"""Whatever stands in the edit form, it is read: what is right is taken, the rest is said."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socialmap.catalogue.listing import Listing
from socialmap.web.desk.editing.form import Form, form_of
from socialmap.web.desk.editing.places import moved, read_pin
from socialmap.web.desk.editing.preview import preview_of
from socialmap.web.desk.editing.reading import read
from tests.web.conftest import EVERYTHING

NAMES = [
    *form_of(EVERYTHING).values,
    "place-1-town", "place-1-pin", "line-1-start", "line-1-end", "line-1-day", "line-7-nth",
    "line-1-first", "line-1-last", "line-1-comment", "otherwise", "except-0-yearly", "holidays_start", "school_holidays_end",
    "except-0-first", "except-0-last", "except-0-start", "except-0-end", "form-group",
    "date-1-day", "date-1-start", "date-1-name", "date-1-repeats", "place-x-town", "line--1-day",
]  # fmt: skip
TYPED = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["1", "0", "-1", "10:00", "24:00", "10.00", "٣", "2026-12-24", "2100-12-31", "31-02-2026",
         "zonsopgang", "april", "29 februari", "30 februari", "1 mei 2027", 'op "afspraak"',
         "nan,nan", "5.1,52.1", "inf", "1e9", "weekly", "other", "FREQ=DAILY", "own", "osm", "0.6",
         "internal", "3512 JC", "\x00", "'; drop table draft", "nl", "coffee_hour", "100%", "%(x)s"]
    ),
)  # fmt: skip


@pytest.fixture(autouse=True)
def dutch(app):
    with app.test_request_context():
        yield


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(NAMES), st.lists(TYPED, max_size=3), max_size=12))
def test_anything_is_read_and_shown(typed):
    form = Form({**form_of(EVERYTHING).values, **typed})
    reading = read(form, EVERYTHING)
    assert isinstance(reading.listing, Listing)
    assert preview_of(reading.listing, None).done <= 7
    # What came out of the form goes in again as it is.
    again = read(form_of(reading.listing), reading.listing)
    assert again.listing == reading.listing


def test_a_pin_stays_in_the_country():
    assert read_pin("5.1214,52.0907") == (5.1214, 52.0907)
    for nowhere in ("", "5.1", "5.1,0", "a,b", "5,52,1"):
        assert read_pin(nowhere) is None
    lon, lat = map(float, moved((5.1214, 52.0907), "south").split(","))
    assert (lon, lat) == (5.1214, pytest.approx(52.0907 - 10 / 111_195, abs=1e-6))
