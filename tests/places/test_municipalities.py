import pytest

from socialmap.places.gazetteer import postcodes
from socialmap.places.municipalities import (
    island_names,
    municipality_at,
    municipality_names,
    municipality_of,
)


@pytest.mark.parametrize(
    ("postcode", "municipality"),
    [
        ("3511 LN", "Utrecht"),
        ("3811", "Amersfoort"),
        ("2491 ab", "'s-Gravenhage"),
        ("0000", ""),
        ("", ""),
        ("x", ""),
    ],
)
def test_a_postcode_lies_in_a_municipality(postcode, municipality):
    assert municipality_of(postcode) == municipality


def test_every_postcode_but_a_few_new_ones_has_one():
    assert len(municipality_names()) == 342 + len(island_names())
    assert sum(not municipality_of(four) for four in postcodes()) < 10


def test_a_point_lies_in_that_of_the_nearest_postcode():
    assert municipality_at(5.1214, 52.0907) == "Utrecht"
    assert municipality_at(5.3878, 52.1561) == "Amersfoort"
    assert municipality_at(24.94, 60.17) == ""
