from dataclasses import replace

import pytest

from socialmap.places.gazetteer import point_at, postcodes
from socialmap.web.page.labels import around, place_name, street_name


@pytest.fixture(autouse=True)
def in_a_request(app):
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("street", "name"),
    [
        ("Dorpsstraat", "de Dorpsstraat"),
        ("Wilhelminaplein", "het Wilhelminaplein"),
        ("Achter de Dom", "Achter de Dom"),
    ],
)
def test_a_street_has_its_article(street, name):
    assert street_name(street) == name


def test_where_somebody_is_reads_as_here():
    here = point_at(5.24, 52.09)
    assert around(here) == "hier, in of bij Zeist"
    known = replace(here, street="Dorpsstraat")
    assert around(known) == "hier, bij de Dorpsstraat in Zeist"
    assert place_name(known) == "de Dorpsstraat in Zeist"
    assert around(replace(here, town="")) == "hier"


def test_a_place_with_a_name_is_around_it():
    assert around(postcodes()["3701"]) == "rond 3701 Zeist"
