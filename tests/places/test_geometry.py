import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmap.places.geometry import (
    box_around,
    cycling_minutes,
    in_kingdom,
    is_rd,
    looks_swapped,
    metres_between,
    rd_to_wgs84,
    walking_minutes,
)
from tests.places.rijksdriehoek import wgs84_to_rd

dutch = st.tuples(st.floats(3.4, 7.2), st.floats(50.75, 53.5))
anywhere = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@pytest.mark.parametrize(
    ("a", "b", "metres"),
    [
        # Lengths along the ellipsoid from its definition: a quarter meridian and a bit of equator.
        ((0, 0), (0, 90), 10_001_965.7),
        ((0, 0), (1, 0), 111_319.5),
        ((5, 52), (5, 53), 111_267.6),
        # Vincenty's geodesic between Amsterdam and Maastricht.
        ((4.9041, 52.3676), (5.6910, 50.8514), 177_212),
    ],
)
def test_distance_follows_the_ellipsoid_within_half_a_percent(a, b, metres):
    assert metres_between(a, b) == pytest.approx(metres, rel=0.005)


@given(anywhere, anywhere)
def test_distance_is_the_same_both_ways_and_at_most_half_the_earth(a, b):
    assert metres_between(a, b) == pytest.approx(metres_between(b, a), abs=0.001)
    assert 0 <= metres_between(a, b) < 20_100_000


@given(dutch, st.floats(1, 100_000), dutch)
def test_box_holds_every_point_within_the_distance(centre, metres, other):
    west, south, east, north = box_around(centre, metres)
    if metres_between(centre, other) <= metres:
        assert west <= other[0] <= east
        assert south <= other[1] <= north


def test_box_is_not_much_larger_than_needed():
    west, south, east, north = box_around((5.4, 52.1), 5_000)
    assert metres_between((west, 52.1), (east, 52.1)) == pytest.approx(10_000, rel=0.02)
    assert metres_between((5.4, south), (5.4, north)) == pytest.approx(10_000, rel=0.02)


def test_travel_times_count_the_detour():
    assert walking_minutes(1_000) == 16
    assert cycling_minutes(5_000) == 26
    assert walking_minutes(0) == cycling_minutes(0) == 1


@pytest.mark.parametrize(
    ("lon", "lat", "inside"),
    [(5.39, 52.15, True), (-68.27, 12.15, True), (-63.24, 17.63, True), (2.35, 48.85, False)],
)
def test_the_kingdom_has_islands(lon, lat, inside):
    assert in_kingdom(lon, lat) is inside


def test_exchanged_coordinates_are_noticed():
    assert looks_swapped(lat=5.39, lon=52.15)
    assert not looks_swapped(lat=52.15, lon=5.39)
    assert not looks_swapped(lat=48.85, lon=2.35)


@pytest.mark.parametrize(
    ("x", "y", "lon", "lat"),
    [
        (155_000, 463_000, 5.38720621, 52.15517440),
        (120_700.723, 487_525.501, 4.88352559, 52.37453253),
        (233_883.131, 582_065.167, 6.56820053, 53.21938317),
    ],
)
def test_rijksdriehoek_becomes_wgs84(x, y, lon, lat):
    assert is_rd(x, y)
    assert metres_between(rd_to_wgs84(x, y), (lon, lat)) < 1


@given(st.floats(10_000, 280_000), st.floats(305_000, 620_000))
def test_rijksdriehoek_there_and_back_is_within_a_metre(x, y):
    back = wgs84_to_rd(*rd_to_wgs84(x, y))
    assert back == pytest.approx((x, y), abs=1)


def test_degrees_are_not_taken_for_rijksdriehoek():
    assert not is_rd(5.39, 52.15)
    assert not is_rd(463_000, 155_000)
