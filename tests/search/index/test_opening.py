"""The columns of opening times equal the plain way, at any moment and for any choice."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialmap.catalogue.listing import ListedActivity
from socialmap.search.index.building import build
from socialmap.search.index.opening import FITS, KNOWN, open_flags, waits
from socialmap.search.index.segment import flags_of
from socialmap.search.index.sources import source_of
from socialmap.times.clock import AMSTERDAM
from socialmap.times.days import DAYS, PARTS, When
from tests.listings import listing
from tests.search.naive_times import open_at

HOURS = (
    "",
    "op afspraak",
    "24/7",
    "Mo-Fr 09:00-17:00",
    "Th 19:00-22:00",
    "Sa[1] 10:00-13:00",
    "Fr,Sa 20:00-02:00",
    "Su 01:00-05:00",
    "We 12:00-18:00; PH off",
    "Mo 23:59-24:00",
)
TEA = ListedActivity(
    name="Thee", starts=datetime(2026, 1, 4, 14), minutes=90, repeats="FREQ=WEEKLY"
)
NIGHT = ListedActivity(
    name="Nacht", starts=datetime(2026, 1, 3, 23), minutes=240, repeats="FREQ=WEEKLY"
)
FIRST = date(2026, 3, 20)


def sources():
    listings = [listing(f"Plek {n}", hours=hours) for n, hours in enumerate(HOURS)]
    listings += [listing("Thee", activities=(TEA,)), listing("Nacht", activities=(NIGHT,))]
    return [
        source_of(UUID(int=number), f"plek-{number}", "warm_place", each, {})
        for number, each in enumerate(listings, 1)
    ]


SOURCES = sources()
SEGMENT = build(SOURCES, FIRST)
ORDER = [UUID(bytes=raw.tobytes()).int for raw in SEGMENT["ids"]]
# Ten days around the night in which the clock goes forward, and every edge of a day in them.
moments = st.builds(
    lambda days, minutes: (
        (datetime(2026, 3, 22, tzinfo=AMSTERDAM) + timedelta(days=days, minutes=minutes))
        .astimezone(UTC)
        .astimezone(AMSTERDAM)
    ),
    st.integers(0, 9),
    st.one_of(
        st.sampled_from([0, 1, 119, 120, 180, 359, 360, 719, 720, 1079, 1080, 1438, 1439]),
        st.integers(0, 1439),
    ),
)
days = st.frozensets(st.sampled_from(DAYS), max_size=2)
parts = st.frozensets(st.sampled_from([*PARTS]), max_size=2)


def flags(at, when, row):
    found = open_flags(SEGMENT, at, when)
    return flags_of(found.bits[found.numbers[row]], np.arange(SEGMENT.count, dtype=np.int32))


def open_plainly(at, when):
    if not when:
        return [True] * len(ORDER)
    return [open_at(SOURCES[number - 1], when.days, when.parts, at) for number in ORDER]


@settings(max_examples=400)
@given(moments, days, parts)
def test_what_is_open_equals_the_plain_way(at, chosen, within):
    when = When(chosen, within)
    assert flags(at, when, FITS).tolist() == open_plainly(at, when)
    for name in (*DAYS, *PARTS):
        other = When(frozenset({name}), within) if name in DAYS else When(chosen, frozenset({name}))
        assert flags(at, when, name).tolist() == open_plainly(at, other)


@pytest.mark.parametrize(
    ("at", "when", "open_then"),
    [
        # Saturday night goes on into Sunday, on both sides of midnight.
        ("2026-03-28T23:59", When(frozenset({"nu"})), {"Fr,Sa 20:00-02:00", "24/7", "Nacht"}),
        ("2026-03-29T00:00", When(frozenset({"nu"})), {"Fr,Sa 20:00-02:00", "24/7", "Nacht"}),
        # What is over this afternoon does not count.
        ("2026-03-26T17:00", When(frozenset({"vandaag"}), frozenset({"middag"})), {"24/7"}),
        ("2026-03-26T16:59", When(frozenset({"vandaag"}), frozenset({"middag"})), {"24/7", "Mo-Fr 09:00-17:00"}),
        # A date and hours of one's own.
        ("2026-03-23T10:00", When(frozenset({"2026-04-04"}), frozenset({"10.00-13.00"})), {"24/7", "Sa[1] 10:00-13:00"}),
        ("2026-03-23T10:00", When(frozenset({"do"}), frozenset({"19.30"})), {"24/7", "Th 19:00-22:00"}),
        ("2026-03-23T10:00", When(frozenset({"zo"}), frozenset({"middag"})), {"24/7", "Thee"}),
        ("2026-03-23T10:00", When(frozenset({"dagelijks"})), {"24/7", "Mo-Fr 09:00-17:00"}),
        ("2026-03-23T10:00", When(moment=datetime(2026, 3, 26, 20)), {"24/7", "Th 19:00-22:00"}),
    ],
)  # fmt: skip
def test_times_are_exact(at, when, open_then):
    at = datetime.fromisoformat(at).replace(tzinfo=AMSTERDAM)
    found = {
        SOURCES[number - 1].listing.hours or SOURCES[number - 1].listing.name
        for number, fits in zip(ORDER, flags(at, when, FITS), strict=True)
        if fits
    }
    assert found == open_then


def test_hours_that_are_not_known_are_neither_open_nor_closed():
    known = flags(datetime(2026, 3, 23, 10, tzinfo=AMSTERDAM), When(), KNOWN)
    unknown = [number for number, is_known in zip(ORDER, known, strict=True) if not is_known]
    assert {SOURCES[number - 1].listing.hours for number in unknown} == {"", "op afspraak"}


def test_the_wait_is_until_the_time_that_was_asked():
    monday = datetime(2026, 3, 23, 10, tzinfo=AMSTERDAM)
    number = [text for text, _ in SEGMENT.hours].index("Mo-Fr 09:00-17:00")
    assert waits(SEGMENT, monday, When())[number] == 0
    tomorrow = When(frozenset({"morgen"}))
    assert waits(SEGMENT, monday, tomorrow)[number] == 23 * 60
