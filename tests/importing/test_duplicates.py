import pytest

from socialmap.importing.duplicates import NOWHERE, Spot, Twins, same_spot, spot_of
from tests.listings import UTRECHT, ZEIST, listing

HERE = Spot("3511 AB", "utrecht", UTRECHT)


@pytest.mark.parametrize(
    ("other", "answer"),
    [
        (Spot("3511 AB", "utrecht", (UTRECHT[0] + 0.001, UTRECHT[1])), True),
        (Spot("3511 AB", "utrecht", ZEIST), False),
        (Spot("3511 AB", "", None), True),
        (Spot("3512 AB", "utrecht", None), False),
        (Spot("", "utrecht", None), True),
        (Spot("", "zeist", None), False),
    ],
)
def test_the_point_tells_most_then_the_postcode_then_the_town(other, answer):
    assert same_spot(HERE, other) is answer
    assert same_spot(other, HERE) is answer


def test_a_looked_up_point_is_not_exact():
    assert spot_of(listing("A", at={"precision": "postcode"})).point is None
    assert spot_of(listing("A")).point == UTRECHT
    assert spot_of(listing("A", point=None)) == NOWHERE


def test_twins_have_one_name_in_one_place():
    twins = Twins([("Café De Punt", HERE, "cafe-de-punt")])
    assert twins.find("cafe de-punt", HERE) == "cafe-de-punt"
    assert twins.find("cafe de punt", Spot("", "zeist")) is None
    assert twins.find("iets anders", HERE) is None
