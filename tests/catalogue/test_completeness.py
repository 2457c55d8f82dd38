"""What a listing lacks: Python and the database agree, and each has its words."""

from dataclasses import fields
from datetime import date, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socialmap.catalogue.listing import COMPLETE, ListedActivity, Listing
from socialmap.catalogue.scopes import EVERYWHERE
from socialmap.db import db
from socialmap.fields.listing import MISSING as IMPORTED
from socialmap.lists.quality import LACKING, NUMBERS, quality_per_area, together
from socialmap.lists.queries import ids_of
from socialmap.lists.query import ALSO_MISSING, ANY, COLUMNS, MISSING, ListQuery
from socialmap.web.desk.editing.preview import COMPLETE_NAMES
from socialmap.web.desk.lists.words import ALSO_MISSING_NAMES, COLUMN_NAMES, MISSING_NAMES
from socialmap.web.desk.quality import NAMES
from tests.listings import located, phoned, put

TODAY = date(2026, 11, 20)


def maybe(*values):
    return st.sampled_from(values)


listings = st.builds(
    Listing,
    name=st.just("Koffie"),
    # Words that make think of a form of isolation, and words that do not.
    summary=maybe("", "Voor wie zich eenzaam voelt en een maatje zoekt.", "Elke week."),
    kind=maybe("", "coffee_hour", "een_vorm_van_vroeger"),
    forms=maybe({}, {"group": 0.6}),
    locations=maybe((), (located(),)),
    service_areas=maybe((), ("Utrecht",)),
    online=st.booleans(),
    hours=maybe("", "Mo 09:00-12:00"),
    hours_text=maybe("", "Soms."),
    activities=maybe((), (ListedActivity(name="Thee", starts=datetime(2026, 11, 28, 14)),)),
    how_to_join=maybe("", "Loop binnen."),
    contact_name=maybe("", "Noor"),
    phones=maybe((), phoned("+31302345678")),
    email=maybe("", "koffie@example.org"),
    website=maybe("", "https://example.org"),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=st.lists(listings, min_size=1, max_size=4))
def test_python_and_the_database_agree(session, written):
    savepoint = db.session.begin_nested()
    ids = dict(zip(put(*written), written, strict=True))
    for name in (*MISSING, ANY):
        lacking = {
            own for own, one in ids.items() if (one.missing if name == ANY else name in one.missing)
        }
        found = ids_of(ListQuery(missing=name), EVERYWHERE, TODAY, 100)
        assert {*found} == lacking, name
    report = together(quality_per_area(TODAY))
    assert report.complete == sum(not one.missing for one in written)
    for number, name in LACKING.items():
        assert getattr(report, number) == sum(name in one.missing for one in written), name
    savepoint.rollback()


def test_each_field_that_makes_complete_is_one_of_a_listing():
    known = {each.name for each in fields(Listing)}
    assert {each for any_of in COMPLETE.values() for each in any_of} <= known
    assert COMPLETE.keys() == {"name", *MISSING}


def test_each_has_its_words():
    assert MISSING_NAMES.keys() == {ANY, *MISSING}
    assert ALSO_MISSING_NAMES.keys() == ALSO_MISSING.keys()
    assert tuple(COLUMN_NAMES) == COLUMNS
    assert COMPLETE_NAMES.keys() == COMPLETE.keys()
    assert tuple(LACKING.values()) == MISSING
    assert NAMES.keys() == {*NUMBERS}
    assert IMPORTED.keys() <= COMPLETE.keys()
