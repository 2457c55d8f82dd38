"""Addresses in one cell, and post boxes."""

import pytest

from socialmap.fields.addresses import Address, read_postcode_cell, split_address
from socialmap.fields.flaws import Flaw
from socialmap.fields.placing import place_row
from socialmap.fields.schema import read_values, schema_of
from tests.importing.samples import row

DORP = Address("", "Dorpsstraat 3", "3701 AB", "Zeist")


@pytest.mark.parametrize(
    "text",
    [
        "Dorpsstraat 3, 3701 AB Zeist", "Dorpsstraat 3, 3701AB Zeist", "Dorpsstraat 3 3701 AB Zeist",
        "Dorpsstraat 3, 3701 AB, Zeist", "Dorpsstraat 3, 3701 AB Zeist, Nederland",
        "Dorpsstraat 3, 3701 AB Zeist (NL)", "Dorpsstraat 3, NL-3701 AB Zeist",
        "Dorpsstraat 3\n3701 AB Zeist", "Dorpsstraat 3 - 3701 AB - Zeist",
        "3701 AB Zeist, Dorpsstraat 3", "Dorpsstraat 3 | 3701 AB | Zeist", "Dorpsstraat 3 te 3701 AB Zeist",
    ],
)  # fmt: skip
def test_an_address_is_taken_apart_however_it_is_written(text):
    assert split_address(text) == DORP


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Buurthuis De Pan, Dorpsstraat 3, 3701 AB Zeist", DORP._replace(building="Buurthuis De Pan")),
        ("Dorpsstraat 3, zaal 2, 3701 AB Zeist", DORP._replace(street="Dorpsstraat 3, zaal 2")),
        ("3701 AB 12", Address("", "12", "3701 AB", "")),
        ("3701AB12 Zeist", Address("", "12", "3701 AB", "Zeist")),
        ("3701 AB Zeist", Address("", "", "3701 AB", "Zeist")),
        ("Plein 1944 nr 5, 6511 JA Nijmegen", Address("", "Plein 1944 nr 5", "6511 JA", "Nijmegen")),
        ("1e Dorpsstraat 10-12, 3701 AB Zeist", DORP._replace(street="1e Dorpsstraat 10-12")),
        ("Wijkcentrum, 3701 AB Zeist", Address("Wijkcentrum", "", "3701 AB", "Zeist")),
        ("Dorpsstraat 3, Zeist", DORP._replace(postcode="")),
        ("Dorpsstraat 3 Zeist", DORP._replace(postcode="")),
        ("Dorpsstraat 3 te Zeist", DORP._replace(postcode="")),
        ("Dorpsstraat 3, in Zeist", DORP._replace(postcode="")),
        ("Dorpsstraat 3 | Zeist", DORP._replace(postcode="")),
        ("Dorpsstraat 3a - 3b, 3701 AB Zeist", DORP._replace(street="Dorpsstraat 3a - 3b")),
        ("Dorpsstraat 3 en 5, 3701 AB Zeist", DORP._replace(street="Dorpsstraat 3 en 5")),
        ("Te Boekhorststraat 3, Zeist", Address("", "Te Boekhorststraat 3", "", "Zeist")),
        ("Kerkstraat 3, Heel, Nederland", Address("", "Kerkstraat 3", "", "Heel")),
        ("Dorpsstraat 3, 3701 Zeist", DORP._replace(postcode="3701")),
        ("Buurthuis De Pan, Dorpsstraat 3", Address("Buurthuis De Pan", "Dorpsstraat 3")),
        ("Dorpsstraat 3", Address("", "Dorpsstraat 3")),
        ("Zeist", Address(town="Zeist")),
        ("Postbus 123, 3700 AC Zeist", Address("", "", "3700 AC", "Zeist", post_box=True)),
        ("P.O. Box 12, Zeist", Address(town="Zeist", post_box=True)),
    ],
)  # fmt: skip
def test_every_part_goes_to_its_own_field(text, parts):
    assert split_address(text) == parts


def place(**typed):
    flaws = {}
    values = read_values(schema_of(typed), typed, flaws)
    return values, flaws


@pytest.mark.parametrize(
    ("cells", "address"),
    [
        ({"street": "Dorpsstraat 3", "postcode": "3701 AB Zeist"}, ("Dorpsstraat 3", "Zeist")),
        ({"street": "Dorpsstraat 3", "postcode": "Zeist, 3701 AB"}, ("Dorpsstraat 3", "Zeist")),
        ({"street": "Dorpsstraat 3", "postcode": "3701 AB,", "town": "Zeist"}, ("Dorpsstraat 3", "Zeist")),
        ({"street": "Dorpsstraat 3", "postcode": "NL-3701 AB", "town": "Zeist"}, ("Dorpsstraat 3", "Zeist")),
        ({"street": "Dorpsstraat", "postcode": "3701 AB 12", "town": "Zeist"}, ("Dorpsstraat 12", "Zeist")),
        ({"street": "Dorpsstraat 3", "town": "3701 AB Zeist"}, ("Dorpsstraat 3", "Zeist")),
        ({"address": "Dorpsstraat 3", "postcode": "NL 3701AB", "town": "Zeist"}, ("Dorpsstraat 3", "Zeist")),
    ],
)  # fmt: skip
def test_a_postcode_may_share_its_cell(cells, address):
    read = row(name="A", **cells)
    (location,) = read.listing.locations
    assert (location.street, location.town, location.postcode) == (*address, "3701 AB")
    assert {one.level.value for one in read.remarks} <= {"note"}


def test_a_postcode_may_have_a_space_between_its_digits_if_its_letters_are_there():
    assert read_postcode_cell("39 85 ab") == "3985 AB"


@pytest.mark.parametrize("text", ["B-2300 Turnhout", "2300 Turnhout", "38 11", "12345"])
def test_what_is_no_dutch_postcode_is_left_out(text):
    assert isinstance(read_postcode_cell(text), Flaw)


@pytest.mark.parametrize(
    "cells",
    [
        {"address": "Postbus 123, 3700 AC Zeist"},
        {"street": "Postbus 123", "postcode": "3700 AC", "town": "Zeist"},
        {"address": "Antwoordnummer 44, 3700 VB Zeist"},
        {"address": "P.O. Box 12, Zeist"},
    ],
)
def test_a_post_box_is_no_place_to_go_to(cells):
    read = row(name="A", **cells)
    assert (read.listing.locations, read.listing.service_areas) == ((), ("Zeist",))
    assert any("postbus" in one.sentence for one in read.remarks)


def test_a_street_beside_a_post_box_is_the_place():
    read = row(name="A", address="Dorpsstraat 3, Postbus 12, 3700 AC Zeist")
    (location,) = read.listing.locations
    assert (location.street, location.town, location.postcode) == ("Dorpsstraat 3", "Zeist", "")
    assert any("postbus" in one.sentence for one in read.remarks)


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"postcode": "3701 AB 12", "town": "Zeist"}, "postcode"),
        ({"postcode": "3701 AB", "house_number": "12a", "town": "Zeist"}, "house_number"),
        ({"street": "12-14", "postcode": "3701 AB", "town": "Zeist"}, "street"),
        ({"address": "12, 3701 AB Zeist"}, "address"),
    ],
)
def test_a_house_number_without_a_street_is_no_street_and_is_named(cells, field):
    imported = row(name="Koffie", **cells)
    [location] = imported.listing.locations
    assert (location.street, location.postcode, location.town) == ("", "3701 AB", "Zeist")
    [remark] = [one for one in imported.remarks if "huisnummer" in one.sentence]
    assert remark.level == "warning"
    assert remark.column == field


@pytest.mark.parametrize(
    "text",
    [
        "Dorpsstraat 3, 3701 AB Zeist / Kerkweg 1, 3981 AB Bunnik",
        "Dorpsstraat 3, 3701 AB Zeist en Kerkweg 1, Bunnik",
        "Dorpsstraat 3, 3701 AB Zeist; Kerkweg 1, Bunnik",
        "Dorpsstraat 3, 3701 AB Zeist\nKerkweg 1, Bunnik",
    ],
)
def test_of_several_addresses_in_a_cell_the_first_counts_and_the_others_are_named(text):
    parts = split_address(text)
    assert parts._replace(others="") == DORP
    location, flaws = place_row({"address": text})
    assert location.street == "Dorpsstraat 3"
    assert dict(flaws["address"].facts)["others"].startswith("Kerkweg 1")


@pytest.mark.parametrize(
    "text",
    [
        "Postbus 12, 3700 AA Zeist, bezoekadres: Dorpsstraat 3, 3701 AB Zeist",
        "Bezoekadres: Dorpsstraat 3, 3701 AB Zeist. Postadres: Postbus 12, 3700 AA Zeist",
        "Dorpsstraat 3, 3701 AB Zeist, Pb. 12, 3700 AA Zeist",
    ],
)
def test_a_post_box_with_its_own_postcode_leaves_the_address_beside_it_alone(text):
    assert split_address(text) == DORP._replace(post_box=True)


def test_the_whole_country_is_no_village():
    assert place_row({"address": "heel Nederland"})[0] is None


@pytest.mark.parametrize(
    ("street", "number", "right"),
    [
        ("Dorpsstraat 3", "3", "Dorpsstraat 3"),
        ("Dorpsstraat 3 bis", "3 bis", "Dorpsstraat 3 bis"),
        ("Plein 13", "3", "Plein 13 3"),
    ],
)
def test_a_house_number_that_stands_in_both_columns_is_one(street, number, right):
    location, _ = place_row({"street": street, "house_number": number, "town": "Zeist"})
    assert location.street == right
