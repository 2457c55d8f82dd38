import pytest

from socialmap.places.borders import country_at, foreign_postcode, phone_country
from socialmap.places.gazetteer import islands, nearest_postcode, postcodes
from socialmap.places.geocoding import OnePlace, locate
from socialmap.places.municipalities import municipality_at


@pytest.mark.parametrize(
    ("lon", "lat", "country"),
    [
        (5.1214, 52.0907, "NL"),  # Utrecht
        (6.0186, 50.7711, "NL"),  # Vaals
        (6.0838, 50.7762, "DE"),  # Aachen, five kilometres on
        (3.7250, 51.0543, "BE"),  # Gent
        (4.9300, 51.4470, "NL"),  # Baarle-Nassau
        (5.5430, 51.2520, "BE"),  # Hamont
        (5.5780, 51.2770, "NL"),  # Budel
        (7.0270, 52.2130, "DE"),  # Gronau
        (6.8960, 52.2200, "NL"),  # Enschede
        (6.1530, 51.4490, "NL"),  # Arcen
        (6.2420, 51.8340, "DE"),  # Emmerich
        (5.6900, 50.8510, "NL"),  # Maastricht
        (5.6640, 50.8150, "BE"),  # Kanne
        (6.7652, 51.4325, "DE"),  # Duisburg
        (4.4085, 51.2183, "BE"),  # Antwerpen
        (4.79, 53.05, "NL"),  # Texel
        (3.5, 52.5, ""),  # at sea
        (-68.27, 12.15, "BQ"),
        (-62.98, 17.48, "BQ"),
        (-63.24, 17.63, "BQ"),
        (-70.03, 12.52, "AW"),
        (-68.93, 12.11, "CW"),
        (-63.05, 18.03, "SX"),
        (2.35, 48.85, ""),
    ],
)
def test_the_country_of_a_point(lon, lat, country):
    assert country_at(lon, lat) == country


def test_nearly_every_postcode_lies_in_the_netherlands():
    """One does not: its point is wrong in the source."""
    abroad = [four for four, place in postcodes().items() if country_at(*place.point) != "NL"]
    assert abroad == ["5114"]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("48599", ("DE", "48599")),
        ("D-48599", ("DE", "48599")),
        ("B-2300", ("BE", "2300")),
        ("BE2300", ("BE", "2300")),
        ("2300", None),
        ("3811 LP", None),
        ("1234 BE", None),
        ("", None),
    ],
)
def test_a_postcode_that_can_only_be_foreign(text, answer):
    assert foreign_postcode(text) == answer


def test_the_country_of_a_phone_number():
    numbers = ("+3214123456", "+4925621234", "+59997371234", "+5997171234", "+31301234567", "")
    assert [phone_country(number) for number in numbers] == ["BE", "DE", "CW", "", "", ""]


@pytest.mark.parametrize(
    ("text", "municipality"),
    [
        ("Bonaire", "Bonaire"),
        ("kralendijk", "Bonaire"),
        ("St. Eustatius", "Sint Eustatius"),
        ("Statia", "Sint Eustatius"),
        ("saba", "Saba"),
        ("Windwardside", "Saba"),
    ],
)
def test_the_islands_and_their_towns_are_found_by_name(text, municipality):
    answer = locate(text)
    assert isinstance(answer, OnePlace)
    assert answer.place.municipality == municipality
    assert municipality_at(*answer.place.point) == municipality
    assert country_at(*answer.place.point) == "BQ"


def test_near_a_point_on_an_island_is_a_town_there():
    assert nearest_postcode(-68.3, 12.2).town in {place.town for place in islands()}
