import pytest

from socialmap.places.coordinates import read_coordinates

DOM = (5.1214, 52.0907)


@pytest.mark.parametrize(
    "text",
    [
        "5.1214,52.0907",
        "52.0907, 5.1214",
        "52,0907; 5,1214",
        "52,0907, 5,1214",
        "52.0907 5.1214",
        "(52.0907, 5.1214)",
        "[5.1214, 52.0907]",
        "POINT(5.1214 52.0907)",
        "SRID=4326;POINT (5.1214 52.0907)",
        '{"type": "Point", "coordinates": [5.1214, 52.0907]}',
        "lat: 52.0907, lon: 5.1214",
        "lon 5.1214 lat 52.0907",
        "52.0907N, 5.1214E",
        "52°05'26.5\"N 5°07'17\"E",
        "N 52° 5.442' E 5° 7.284'",
        "52° 5’ 26,5” NB 5° 7’ 17” OL",
        "https://www.google.com/maps/@52.0907,5.1214,17z",
        "https://maps.google.com/?q=52.0907,5.1214",
        "https://www.openstreetmap.org/?mlat=52.0907&mlon=5.1214#map=17/52.1/5.1",
        "geo:52.0907,5.1214",
        "136783 455867",
        "x: 136783, y: 455867",
        "136.783, 455.867",
    ],
)
def test_one_text_with_both_coordinates_is_a_point(text):
    assert read_coordinates(text) == pytest.approx(DOM, abs=2e-4)


def test_the_order_is_told_apart_on_the_islands_and_abroad_too():
    assert read_coordinates("-68.27, 12.15") == read_coordinates("12.15 -68.27") == (-68.27, 12.15)
    assert read_coordinates("51.2183, 4.4085") == read_coordinates("4.4085, 51.2183")
    assert read_coordinates("48.85, 2.35") == (2.35, 48.85)


@pytest.mark.parametrize(
    "text",
    ["", "52.09", "52,09", "Dorpsstraat 5", "030 1234567", "di 10-12", "1, 2, 3", "NaN, NaN"],
)
def test_anything_else_is_no_point(text):
    assert read_coordinates(text) is None
