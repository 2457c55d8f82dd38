"""Files for ourselves that come back: each listing as it was, and what was edited as edited."""

import uuid
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socialmap.catalogue.differences import differences
from socialmap.catalogue.fields import ACTIVITY, FIELD_GROUPS, LISTING, LOCATION, Sort
from socialmap.catalogue.listing import (
    NAMES,
    ListedActivity,
    ListedConfirmation,
    ListedLocation,
    ListedPhone,
    Listing,
)
from socialmap.catalogue.models import Status
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.importing import recognising
from socialmap.wording import LANGUAGES
from tests.importing.trips import FORMATS, edit, read, whole, write
from tests.standards.listed import FULL, OWN

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), max_size=40).map(str.strip)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
FACTS = st.sampled_from([True, False, None])
BY_SORT = {
    Sort.TEXT: WORDS,
    Sort.PROSE: WORDS,
    Sort.FACT: FACTS,
    Sort.MARK: st.booleans(),
    Sort.NUMBER: st.none() | st.decimals(0, 500, places=2).map(float),
    Sort.COUNT: st.none() | st.integers(0, 500),
    Sort.DATE: st.none() | DAYS,
    Sort.NAMES: st.lists(st.sampled_from(["Utrecht", "Zeist", "Soest"]), unique=True).map(tuple),
    Sort.PHONES: st.lists(
        st.builds(
            ListedPhone,
            number=st.sampled_from(["+31301234567", "+31612345678", "+3223456789", "113"]),
            words=st.sampled_from(["", "ma-vr 9-12", "toestel 12", "voor Jan, na 18.00 uur"]),
        ),
        max_size=3,
        unique_by=lambda phone: phone.number,
    ).map(tuple),
    Sort.MAIL: st.sampled_from(["", "brug@example.org"]),
    Sort.SITE: st.sampled_from(["", "https://www.example.org/brug", "http://example.org/a?b=c"]),
    Sort.LINK: st.sampled_from(["", "https://www.example.org/lijst"]),
}


def terms(scheme):
    codes = [*LANGUAGES] if scheme == "language" else [t.code for t in taxonomy().terms(scheme)]
    return st.sampled_from(codes)


def values_of(field):
    """Return values that a field can have, by its sort."""
    if field.sort is Sort.CODE:
        return st.just("") | terms(field.scheme)
    if field.sort is Sort.CODES:
        return st.lists(terms(field.scheme), unique=True, max_size=4).map(tuple)
    return BY_SORT[field.sort]


def fields_of(fields, **own):
    """Return values for each field: those of its sort, or else its own."""
    return own | {each.name: values_of(each) for each in fields if each.name not in own}


PLACES = st.builds(
    ListedLocation,
    **fields_of(
        LOCATION,
        lon=st.floats(4.9, 5.9).map(lambda lon: round(lon, 7)),
        lat=st.floats(51.9, 52.2).map(lambda lat: round(lat, 7)),
        postcode=st.sampled_from(["", "3511", "3511 AB"]),
        precision=st.sampled_from(["given", "address", "postcode", "town"]),
    ),
)
ACTIVITIES = st.builds(
    ListedActivity,
    **fields_of(
        ACTIVITY,
        starts=st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.none()).map(
            lambda moment: moment.replace(second=0, microsecond=0)
        ),
        minutes=st.integers(1, 600),
        repeats=st.sampled_from(["", "FREQ=WEEKLY;BYDAY=WE;COUNT=5", "FREQ=MONTHLY;BYDAY=-1FR"]),
    ),
)
CONFIRMATIONS = st.builds(
    ListedConfirmation,
    group=st.sampled_from(FIELD_GROUPS),
    on=DAYS,
    by=WORDS,
    how=st.sampled_from(["import", "desk", "mail"]),
)
LISTED = fields_of(
    LISTING,
    # A photo stays with the listing: no file carries it. tests/importing/test_pictures.py
    picture=st.just(""),
    picture_alt=st.just(""),
    name=WORDS.filter(lambda name: any(map(str.isalnum, name))) | st.just("007") | st.just("1-2-3"),
    forms=st.dictionaries(terms("isolation_form"), st.sampled_from([1.0, 0.6, 0.25])),
    locations=st.lists(PLACES, max_size=3).map(tuple),
    hours=st.sampled_from(["", "24/7", "Mo,We 10:00-12:00; PH off", "Fr[-1] 19:30-21:30"]),
    confirmations=st.lists(CONFIRMATIONS, max_size=4).map(tuple),
    activities=st.lists(ACTIVITIES, max_size=3).map(tuple),
    visibility=st.dictionaries(
        st.sampled_from(FIELD_GROUPS), st.sampled_from(["professionals", "internal"])
    ),
)
LISTINGS = st.builds(Listing, **{name: LISTED.get(name, WORDS) for name in NAMES & LISTED.keys()})


@pytest.fixture(autouse=True)
def _empty(monkeypatch):
    """The catalogue in which they come back is empty."""
    monkeypatch.setattr(recognising, "current_of", lambda _ids: {})


def test_every_field_is_tried():
    assert {*LISTED} == {*NAMES}


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(LISTINGS, st.sampled_from(Status)), min_size=4, max_size=6))
def test_every_field_comes_back_in_every_format(tmp_path, form, listings):
    sent = [whole(listing, uuid.uuid4(), status=status) for listing, status in listings]
    rows = read(write(sent, form, tmp_path))
    back = [(row.returned.id, row.returned.mine, row.returned.status) for row in rows]
    assert back == [(each.id, each.listing, each.status) for each in sent]
    assert [row.remarks for row in rows] == [[]] * len(sent)


def changes(tmp_path, *edits, listing=FULL):
    """Edit cells of a CSV file; return what differs in the listing by part, and the remarks."""
    path = edit(write([whole(listing, OWN)], "csv", tmp_path), *((0, *each) for each in edits))
    (row,) = read(path)
    found = {one.part: one.after for one in differences(listing, row.returned.mine)}
    return found, [(each.column, each.level.value) for each in row.remarks]


@pytest.mark.parametrize(
    ("header", "text", "part", "after"),
    [
        ("telefoon", "030 765 43 21", "phones", {"phones": (ListedPhone(number="+31307654321"),)}),
        ("beschrijving", "Anders.", "description", {"description": "Anders."}),
        ("rustig", "ja", "quiet", {"quiet": True}),
        ("financiering tot", "1-2-2027", "funding_until", {"funding_until": date(2027, 2, 1)}),
        ("doelgroep", "iedereen", "audiences", {"audiences": ("everyone",)}),
        ("drempelvrij", "nee", "locations.0.step_free", {"step_free": False}),
    ],
)
def test_one_edited_cell_is_one_change(tmp_path, header, text, part, after):
    assert changes(tmp_path, (header, text)) == ({part: after}, [])


def test_an_emptied_cell_empties_its_field_and_says_so(tmp_path):
    found, remarks = changes(tmp_path, ("samenvatting", ""), ("rustig", ""))
    assert found == {"summary": {"summary": ""}, "quiet": {"quiet": None}}
    assert remarks == [("rustig", "note"), ("samenvatting", "note")]


def test_what_cannot_be_read_changes_nothing_and_says_so(tmp_path):
    edits = ("e-mail", "onzin"), ("naam", ""), ("staat", "concept"), ("nog meer plekken", "")
    found, remarks = changes(tmp_path, *edits)
    assert found == {}
    assert sorted(remarks) == [
        ("e-mail", "warning"), ("naam", "warning"), ("nog meer plekken", "warning"),
        ("staat", "warning"),
    ]  # fmt: skip


def test_a_new_address_gives_a_new_point_and_leaves_the_other_places(tmp_path):
    found, _ = changes(
        tmp_path, ("plaats", "Zeist"), ("postcode", "3701 AB"), ("straat en huisnummer", "Dam 1")
    )
    address = found["locations.0.lon"]
    assert (address["street"], address["municipality"]) == ("Dam 1", "Zeist")
    assert address["lon"] == pytest.approx(5.23, abs=0.02)
    assert {*found} == {"locations.0.lon"}


@pytest.mark.parametrize(
    ("header", "text"),
    [
        ("telefoon", "0301234567 (ma-vr 9-12) | 113"), ("lat", "520907"),
        ("lat", "52.0907"), ("bedrag", "2.50"), ("financiering tot", "1-1-2027"),
        ("activiteit begin", "2-12-2026 19:30"), ("nagekeken op", "01-10-2026"),
        ("plekken vrij", "3.0"),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_rewrites_is_no_edit(tmp_path, header, text):
    assert changes(tmp_path, (header, text)) == ({}, [])


@pytest.mark.parametrize("text", ["0301234567", "+31 30 1234567", "301234567"])
def test_a_phone_number_that_a_spreadsheet_rewrites_is_no_edit(tmp_path, text):
    one = replace(FULL, phones=(ListedPhone(number="+31301234567"),))
    assert changes(tmp_path, ("telefoon", text), listing=one) == ({}, [])


def test_hours_that_look_like_a_day_are_no_day(tmp_path):
    always = replace(FULL, hours="24/7")
    for text in ("24-jul", "2026-07-24", "24-7-2026"):
        assert changes(tmp_path, ("openingstijden", text), listing=always) == ({}, [])


def test_a_cleared_id_makes_a_new_listing(tmp_path):
    path = edit(write([whole(FULL, OWN)], "csv", tmp_path), (0, "id", ""), (0, "naam", "Anders"))
    (row,) = read(path)
    assert (row.returned, row.listing.name) == (None, "Anders")


def test_a_record_that_was_cut_off_is_none(tmp_path):
    path = write([whole(FULL, OWN)], "csv", tmp_path)
    record = path.read_text("utf-8").strip().rpartition(";")[2]
    edit(path, (0, "voor import (laat staan)", record[:-20]))
    assert read(path)[0].returned is None


def test_a_record_with_what_no_reader_gives_is_none(tmp_path):
    endless = replace(FULL.activities[0], repeats="FREQ=SECONDLY")
    (row,) = read(write([whole(replace(FULL, activities=(endless,)), OWN)], "csv", tmp_path))
    assert row.returned is None
    assert [each.repeats for each in row.listing.activities] == [""]
