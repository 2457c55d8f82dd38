from urllib.parse import urlsplit

import pytest

from socialmap.places.models import Location
from socialmap.web.page.routes import routes


def place(**facts):
    given = {"street": "Jan van Scorelstraat 12-A", "town": "'s-Gravenhage"}
    return Location(name="Huis", lon=4.3, lat=52.07, **(given | facts))


@pytest.fixture
def context(app):
    with app.test_request_context():
        yield


def test_public_transport_goes_to_the_street_and_others_to_the_point(context):
    ways = {way.name: way.address for way in routes(place())}
    assert ways["Met bus of trein (9292)"] == (
        "https://9292.nl/?naar=s-gravenhage_jan-van-scorelstraat-12-a"
    )
    assert ways["Google Maps"].endswith("destination=52.07%2C4.3")
    assert ways["OpenStreetMap"].endswith("to=52.07%2C4.3")


def test_a_hidden_address_has_no_route(context):
    assert routes(place(hidden=True)) == []


def test_without_a_street_the_others_are_left(context):
    assert [way.name for way in routes(place(street=""))] == ["Google Maps", "OpenStreetMap"]


@pytest.mark.parametrize("street", ["", "/../<script>", "a b&c=d#e", "Straße 1", "٣ شارع"])
def test_any_street_gives_an_address(context, street):
    for way in routes(place(street=street)):
        parts = urlsplit(way.address)
        assert parts.scheme == "https"
        assert parts.netloc in {"9292.nl", "www.google.com", "www.openstreetmap.org"}
        assert " " not in way.address
