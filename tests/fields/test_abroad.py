"""A row over the border is left out and said, whatever tells that it lies there."""

import pytest

from tests.importing.samples import row

UTRECHT = {"lat": "52.0907", "lon": "5.1214"}


def refused(**cells):
    """Return the column and the sentence of the error of a row that is left out, else None."""
    read = row(name="Koffie", **cells)
    errors = [remark for remark in read.remarks if remark.level == "error"]
    if read.listing:
        assert not errors
        return None
    (error,) = read.remarks
    return error.column, error.sentence % dict(error.facts)


@pytest.mark.parametrize(
    ("cells", "column", "country"),
    [
        ({"lat": "50.7762", "lon": "6.0838", "town": "Vaals"}, "lat", "Duitsland"),
        ({"lat": "4.4085", "lon": "51.2183"}, "lat", "België"),
        ({"lat": "51.05", "lon": "3.75", "address": "Plein 5, 9040 Gent"}, "lat", "België"),
        ({"coordinates": "51.2183, 4.4085"}, "coordinates", "België"),
        ({"lat": "51.4325", "lon": "6.7652", "town": "Essen"}, "lat", "Duitsland"),
        ({"lat": "12.11", "lon": "-68.93"}, "lat", "Curaçao"),
        ({"postcode": "2300", "town": "Turnhout"}, "postcode", "België"),
        ({"postcode": "3500", "town": "Hasselt"}, "postcode", "België"),
        ({"postcode": "48599", "town": "Gronau"}, "postcode", "Duitsland"),
        ({"postcode": "10117", "town": "Berlin"}, "postcode", "Duitsland"),
        ({"postcode": "B-2387", "town": "Baarle-Hertog"}, "postcode", "België"),
        ({"address": "Bahnhofstr. 3, 48599 Gronau"}, "address", "Duitsland"),
        ({"address": "Meir 3, 2000 Antwerpen"}, "address", "België"),
        ({"town": "Antwerpen"}, "town", "België"),
        ({"town": "Aken"}, "town", "Duitsland"),
        ({"town": "Gronau (Duitsland)"}, "town", "Duitsland"),
        ({"town": "Kortrijk, België"}, "town", "België"),
        ({"town": "Hasselt", "phone": "+32 11 22 33 44"}, "town", "België"),
        ({"town": "Willemstad", "phone": "+599 9 737 1234"}, "town", "Curaçao"),
        ({"town": "Philipsburg"}, "town", "Sint Maarten"),
        ({"country": "Aruba", "town": "Oranjestad"}, "country", "Aruba"),
    ],
)
def test_what_lies_abroad_is_left_out_with_the_country_and_nothing_else(cells, column, country):
    at, sentence = refused(**cells)
    assert at == column
    assert country in sentence


def test_what_may_be_either_is_asked():
    _, sentence = refused(town="Hasselt", phone="+32 11 22 33 44")
    assert sentence.startswith("Ligt dit in Nederland of in België?")
    assert refused(town="Hasselt", phone="+32 11 22 33 44", country="NL") is None


@pytest.mark.parametrize(
    "cells",
    [
        UTRECHT | {"phone": "+32 3 667 00 00"},
        {"town": "Hasselt"},
        {"town": "Willemstad"},
        {"postcode": "5111", "town": "Baarle-Nassau"},
        {"postcode": "5111 AB", "town": "Baarle-Nassau", "phone": "+32 14 69 00 00"},
        {"postcode": "4561 AB", "town": "Hulst", "phone": "+32 3 667 00 00"},
        {"postcode": "38111", "town": "Amersfoort"},
        {"town": "Kralendijk", "phone": "+599 717 1234"},
        {"town": "Bonaire", "lat": "12.15", "lon": "-68.27"},
        {"country": "Bonaire", "town": "Rincon"},
        {"country": "BQ", "town": "Oranjestad"},
        {"lat": "0", "lon": "0", "town": "Zeist"},
        {"postcode": "3701 AB", "town": "Zeist", "lat": "51.2183", "lon": "4.4085"},
    ],
)
def test_what_is_dutch_comes_in(cells):
    assert refused(**cells) is None


def test_a_dutch_address_with_a_point_abroad_is_placed_by_its_address():
    read = row(name="Koffie", postcode="3701 AB", town="Zeist", lat="51.2183", lon="4.4085")
    (place,) = read.listing.locations
    assert place.precision == "postcode"
    assert any("51.2183" in remark.sentence % dict(remark.facts) for remark in read.remarks)
