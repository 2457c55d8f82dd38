import pytest

from socialmap.fields.placing import place_row
from socialmap.places.geocoding import Located
from socialmap.places.geometry import metres_between
from tests.places.rijksdriehoek import wgs84_to_rd

AMERSFOORT = (5.3878, 52.1561)
DEVENTER = (6.16389, 52.255)


def values(point=None, **cells):
    return cells | ({"lon": point[0], "lat": point[1]} if point else {})


def near(location, point, metres=3000):
    return metres_between((location.lon, location.lat), point) < metres


def test_given_coordinates_are_kept():
    location, flaws = place_row(values(AMERSFOORT, postcode="3811 LP", town="Amersfoort"))
    assert (location.lon, location.lat, location.precision) == (*AMERSFOORT, "given")
    assert flaws == {}


def test_an_address_without_coordinates_is_looked_up():
    location, flaws = place_row(
        {"street": "Kerkplein 3a", "postcode": "3811 LP", "town": "Amersfoort"}
    )
    assert near(location, AMERSFOORT)
    assert (location.precision, location.street, flaws) == ("postcode", "Kerkplein 3a", {})
    assert place_row({"town": "Deventer"})[0].precision == "town"


def test_a_whole_address_in_one_cell_is_taken_apart():
    location, _ = place_row({"address": "Kerkplein 3a, 3811LP Amersfoort"})
    assert (location.street, location.postcode, location.town) == (
        "Kerkplein 3a",
        "3811 LP",
        "Amersfoort",
    )
    assert place_row({"address": "Kerkplein 3a, Amersfoort"})[0].town == "Amersfoort"


@pytest.mark.parametrize(
    ("postcode", "town"), [("3701 AB", "Amersfoort"), ("2511 AA", "Rotterdam")]
)
def test_a_postcode_of_a_town_nearby_contradicts_as_well(postcode, town):
    assert "postcode" in place_row({"postcode": postcode, "town": town})[1]


@pytest.mark.parametrize(
    ("postcode", "town"),
    [
        ("3454 AA", "Utrecht"), ("2583 AA", "Scheveningen"), ("1102 AA", "Amsterdam"),
        ("3732 AA", "Bilthoven"), ("3981 AB", "Odijk"), ("9001 AA", "Leeuwarden"),
    ],
)  # fmt: skip
def test_a_postcode_in_the_municipality_or_beside_the_town_does_not(postcode, town):
    assert place_row({"postcode": postcode, "town": town})[1] == {}


@pytest.mark.parametrize("name", ["lat", "lon", "x", "y"])
def test_half_a_point_is_no_point_and_that_is_said(name):
    location, flaws = place_row({name: 52.1, "town": "Amersfoort"})
    assert (location.precision, list(flaws)) == ("town", [name])


def test_swapped_coordinates_are_exchanged():
    lon, lat = DEVENTER
    location, flaws = place_row({"lat": lon, "lon": lat, "town": "Deventer"})
    assert (location.lon, location.lat) == DEVENTER
    assert flaws["lat"].level == "warning"
    assert "52.255" in flaws["lat"].suggestion


@pytest.mark.parametrize("names", [("x", "y"), ("lat", "lon"), ("lon", "lat")])
def test_rijksdriehoek_metres_are_converted(names):
    location, flaws = place_row(dict(zip(names, wgs84_to_rd(*AMERSFOORT), strict=True)))
    assert near(location, AMERSFOORT, 2)
    assert flaws == {}


def test_a_point_abroad_is_not_used():
    location, flaws = place_row(values((2.35, 48.85), town="Deventer"))
    assert near(location, DEVENTER)
    assert location.precision == "town"
    assert "48.85" in flaws["lat"].sentence % dict(flaws["lat"].facts)


def test_a_postcode_that_contradicts_town_and_point_is_left_out():
    location, flaws = place_row(values(DEVENTER, postcode="3811 LP", town="Deventer"))
    assert (location.lon, location.lat) == DEVENTER
    assert (location.postcode, location.town) == ("", "Deventer")
    assert dict(flaws["postcode"].facts)["known"] == "Amersfoort"


def test_without_a_point_the_postcode_wins_with_a_warning():
    location, flaws = place_row({"postcode": "3811 LP", "town": "Deventer"})
    assert near(location, AMERSFOORT)
    assert flaws["postcode"].level == "warning"


def test_it_is_asked_which_is_right_and_said_where_the_place_goes_meanwhile():
    _, flaws = place_row({"postcode": "9999 ZZ", "town": "Zeist"})
    said = flaws["postcode"].sentence % dict(flaws["postcode"].facts)
    assert said == (
        "De postcode 9999 ZZ ligt in Kantens, niet in Zeist. We zetten de plek in Kantens."
    )
    assert flaws["postcode"].remedy == "Welke van de twee klopt? Laat de andere weg."


def test_an_unknown_postcode_and_town_are_named():
    location, flaws = place_row({"postcode": "1234 AB", "town": "Deventer"})
    assert (location.postcode, location.precision) == ("", "town")
    assert "bestaat niet" in flaws["postcode"].sentence
    location, flaws = place_row({"town": "Amersfort"})
    assert location is None
    assert flaws["town"].suggestion == "Amersfoort"


def test_a_point_far_from_its_address_is_doubted():
    _, flaws = place_row(values(DEVENTER, town="Amersfoort"))
    assert dict(flaws["lat"].facts)["place"] == "Amersfoort"


def test_a_hidden_address_gets_the_point_of_its_postcode():
    home = (AMERSFOORT[0] + 0.004, AMERSFOORT[1])
    location, _ = place_row(values(home, postcode="3811 LP", town="Amersfoort", hidden=True))
    assert location.hidden
    assert location.precision == "postcode"
    assert (location.lon, location.lat) != home
    bare, _ = place_row(values(home, hidden=True))
    assert (bare.lon, bare.lat) != home
    assert near(bare, home)


def test_a_geocoder_is_asked_only_when_there_is_no_point():
    class Streets:
        asked = 0

        def search(self, text):
            return None

        def address(self, street, postcode, town):
            self.asked += 1
            return Located(5.39, 52.16, "address", town=town)

    streets = Streets()
    address = {"street": "Kerkplein 3", "postcode": "3811 LP", "town": "Amersfoort"}
    place_row(values(AMERSFOORT, **address), streets)
    assert streets.asked == 0
    assert place_row(address, streets)[0].precision == "address"


def test_nothing_to_go_by_is_no_location():
    assert place_row({}) == (None, {})
