import uuid
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmap.catalogue.listing import ListedLocation, Listing
from socialmap.places.geometry import metres_between
from socialmap.search.index.building import build
from socialmap.search.index.sources import Source
from socialmap.search.placing import SearchArea, inside, metres_to_many, nearest

points = st.tuples(st.floats(3.3, 7.2), st.floats(50.8, 53.6))


@given(points, points)
def test_many_distances_are_those_of_one(here, there):
    many = metres_to_many(here, np.array([there[0]]), np.array([there[1]]))
    assert many[0] == pytest.approx(metres_between(here, there), abs=0.01)


def segment_of(*places):
    listings = [
        Listing(name=str(n), locations=tuple(ListedLocation(lon=x, lat=y) for x, y in each))
        for n, each in enumerate(places)
    ]
    return build(
        [Source(uuid.UUID(int=n + 1), str(n), "", each, {}) for n, each in enumerate(listings)],
        date(2026, 11, 21),
    )


def within(segment, reach):
    """The listings in an area as (number, metres), by the numbers of the listings."""
    points = inside(segment, reach.bounds)
    chosen, metres = nearest(segment, points, reach)
    ids = segment["ids"][segment["point_doc"][points[chosen]]]
    numbers = [uuid.UUID(bytes=each.tobytes()).int - 1 for each in ids]
    return sorted(zip(numbers, [0] * len(numbers) if metres is None else metres, strict=True))


@given(st.lists(points, min_size=1, max_size=30), points, st.sampled_from([500, 5_000, 25_000]))
def test_a_circle_holds_exactly_what_is_near_enough(found, here, radius):
    segment = segment_of(*([each] for each in found))
    here_and_near = dict(within(segment, SearchArea(here, radius)))
    distances = {n: metres_between(here, each) for n, each in enumerate(found)}
    near = {n: metres for n, metres in distances.items() if metres <= radius}
    assert here_and_near == pytest.approx(near, rel=1e-5, abs=0.1)


@given(st.lists(points, min_size=1, max_size=30), points, points)
def test_a_box_holds_exactly_what_is_inside(found, one, other):
    (west, east), (south, north) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    box = (west, south, east, north)
    there = within(segment_of(*([each] for each in found)), SearchArea(box=box))
    in_box = [n for n, (x, y) in enumerate(found) if west <= x <= east and south <= y <= north]
    assert [number for number, _ in there] == in_box


def test_several_locations_count_once_at_the_nearest():
    segment = segment_of([(5.2, 52.1), (5.1, 52.1)])
    assert within(segment, SearchArea((5.1, 52.1), 20_000)) == [(0, 0.0)]


def test_what_has_no_address_is_nowhere():
    segment = segment_of([], [(5.1, 52.1)])
    assert within(segment, SearchArea()) == [(1, 0)]
    [remote] = segment["ids"][segment.remote]
    assert uuid.UUID(bytes=remote.tobytes()).int == 1
