import pytest

from socialmap.fields.countries import read_country
from socialmap.fields.flaws import Level
from tests.importing.samples import levels, row


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NL", "NL"),
        ("Nederland", "NL"),
        ("the netherlands", "NL"),
        ("Bonaire", "BQ"),
        ("Sint Eustatius", "BQ"),
        ("Caribisch Nederland", "BQ"),
        ("BQ", "BQ"),
        ("-", ""),
    ],
)
def test_our_own_countries_are_read(text, code):
    read = read_country(text)
    assert getattr(read, "mended", read) == code


@pytest.mark.parametrize("text", ["DE", "Duitsland", "Belgium", "US", "usa"])
def test_another_country_refuses_the_row_and_says_nothing_else(text):
    read = row(name="Haus", postcode="12345", phone="onzin", country=text)
    assert read.listing is None
    assert levels(read.remarks) == {"country": ("error", text)}


def test_an_unknown_country_is_left_out():
    read = row(name="Huis", town="Zeist", country="Verweggistan")
    assert read.listing
    assert read_country("Verweggistan").level == Level.WARNING
