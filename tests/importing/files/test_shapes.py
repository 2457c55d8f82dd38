import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmap.fields.abroad import abroad_flaw
from socialmap.importing.files.shapes import NO_DEGREES, SHAPELESS, as_degrees, point_of


def at(*coordinates, kind="Point"):
    return {"type": kind, "coordinates": list(coordinates)}


@pytest.mark.parametrize(
    ("x", "y", "answer"),
    [
        (5.387, 52.155, (5.387, 52.155)),
        (-68.27, 12.15, (-68.27, 12.15)),
        (52.155, 5.387, (52.155, 5.387)),  # the check of every row turns it
        (24.95, 60.17, abroad_flaw("")),
        (6.69, 51.25, abroad_flaw("DE")),  # Düsseldorf is in the box around the Netherlands
        (4.4, 51.22, abroad_flaw("BE")),  # so is Antwerp
        (6.019, 50.771, (6.019, 50.771)),  # Vaals, at three countries
        (6.06, 50.78, abroad_flaw("DE")),  # Aachen, four kilometres on
        (600_000, 6_800_000, NO_DEGREES),
    ],
)
def test_a_point_must_lie_where_dutch_people_live(x, y, answer):
    assert as_degrees(x, y) == answer


def test_rijksdriehoek_metres_become_degrees():
    lon, lat = as_degrees(155_000, 463_000)
    assert (round(lon, 3), round(lat, 3)) == (5.387, 52.155)


def test_a_shape_is_one_point_inside_it():
    square = [[5.38, 52.15], [5.39, 52.15], [5.39, 52.16], [5.38, 52.16], [5.38, 52.15]]
    lon, lat = point_of(at(square, kind="Polygon"))
    assert (round(lon, 3), round(lat, 3)) == (5.385, 52.155)
    assert point_of(at(5.38, 52.15, 3.0)) == (5.38, 52.15)


@pytest.mark.parametrize(
    "geometry",
    [
        {},
        {"type": "Circle"},
        at(),
        at("een", "twee"),
        at([[5, 52]], kind="Polygon"),
        at(None, None),
        "nonsense",
        7,
    ],
)
def test_a_shape_that_cannot_be_read_is_a_flaw(geometry):
    assert point_of(geometry) in (SHAPELESS, NO_DEGREES)


NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**63), 2**63)
POINTS = st.lists(NUMBERS, min_size=2, max_size=3)
KINDS = ["Point", "LineString", "Polygon", "MultiPoint", "MultiPolygon", "GeometryCollection"]


@given(
    st.sampled_from(KINDS),
    POINTS | st.lists(POINTS, max_size=5) | st.lists(st.lists(POINTS, max_size=5), max_size=2),
)
def test_no_shape_gives_a_traceback(kind, coordinates):
    assert point_of({"type": kind, "coordinates": coordinates, "geometries": coordinates})
