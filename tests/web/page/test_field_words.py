"""Every field of a listing has a name and reads as words."""

from dataclasses import fields, replace

import pytest

from socialmap.catalogue.listing import Listing
from socialmap.web.page.field_words import (
    FIELD_NAMES,
    field_name,
    hours_words,
    words_of,
    words_of_all,
)
from tests.listings import listing, phoned
from tests.web.conftest import EVERYTHING


def test_every_field_has_a_name():
    assert FIELD_NAMES.keys() == {each.name for each in fields(Listing)}


@pytest.fixture
def words(app):
    with app.test_request_context():
        yield words_of


def test_every_field_reads_as_words(words):
    for each in fields(Listing):
        value = getattr(EVERYTHING, each.name)
        assert bool(words(each.name, value)) is bool(value not in (None, "", (), {})), each.name


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("kind", "coffee_hour", "koffieuurtje"),
        ("walk_in", False, "nee"),
        ("free_of_charge", False, "niet gratis"),
        ("phones", phoned("+31302345678", "di"), "030 234 5678 (di)"),
        ("cost_amount", 1.5, "€ 1,50"),
        ("languages", ("ar", "nl"), "Arabisch, Nederlands"),
        ("hours", "Mo-Fr 09:00-12:00", "Maandag tot en met vrijdag, 9.00–12.00."),
        ("hours", "Tu,Th 10:00-12:00", "Elke dinsdag en donderdag, 10.00–12.00."),
        ("hours", "Sa-Su 10:00-12:00", "Elke zaterdag en zondag, 10.00–12.00."),
        ("hours", "We[1] 10:00-12:00", "Elke eerste woensdag van de maand, 10.00–12.00."),
        ("hours", "by heart", "Bel eerst of kijk op de website."),
        ("locations", EVERYTHING.locations, "Buurthuis, Domplein 1, 3512 JC Utrecht"),
        ("visibility", {"contact": "internal"}, "contact: alleen het beheer"),
        ("summary", "", ""),
    ],
)
def test_a_value_in_words(words, name, value, expected):
    assert words(name, value).startswith(expected)


def test_a_hidden_address_says_so(words):
    assert "verborgen" in words("locations", listing("A", at={"hidden": True}).locations)


def test_fields_that_tell_one_thing_are_named_and_read_together(app):
    with app.test_request_context():
        assert field_name("cost_amount", ("cost_amount", "cost_text")) == "Kosten"
        assert field_name("phones", ("phones",)) == "Telefoon"
        assert (
            words_of_all({"cost_amount": 2.0, "cost_text": "met koffie"}) == "€ 2,00 · met koffie"
        )
        assert hours_words("") == ""


def test_a_place_without_an_address_is_a_point_near_a_town(words):
    (place,) = listing("A").locations
    bare = replace(place, name="", street="", postcode="", town="", lon=5.387, lat=52.155)
    assert words("locations", (bare,)) == "punt op de kaart bij Amersfoort"
    assert words("locations", (replace(bare, name="Huis"),)) == (
        "Huis, punt op de kaart bij Amersfoort"
    )
    assert "punt" not in words("locations", (replace(bare, hidden=True),))
