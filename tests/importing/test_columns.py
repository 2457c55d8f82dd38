import dataclasses

import pytest

from socialmap.catalogue.listing import Listing
from socialmap.errors import FileProblem
from socialmap.fields.schema import READERS
from socialmap.importing.columns import (
    COLUMNS,
    guess_columns,
    header_score,
    known_headers,
    label,
    map_columns,
)
from socialmap.language.folding import fold

# What a file cannot say: who may see a group of fields is decided on the platform.
NOT_IMPORTED = {"visibility", "picture", "picture_alt"}


def test_every_field_of_a_listing_has_a_column():
    filled = {name for column in COLUMNS for name in column.fills}
    assert (
        filled | NOT_IMPORTED == {each.name for each in dataclasses.fields(Listing)} | NOT_IMPORTED
    )


def test_every_column_is_read_and_has_a_dutch_label():
    assert set(READERS) == {column.field for column in COLUMNS}
    assert label("name") == "naam"


def test_no_header_means_two_things():
    seen = {}
    for column in COLUMNS:
        for header in {fold(each) for each in column.headers}:
            assert header not in seen, f"{header}: {seen.get(header)} and {column.field}"
            seen[header] = column.field


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Naam initiatief", "name"),
        ("OMSCHRIJVING", "description"),
        ("Straat + nr", "street"),
        ("Tel.", "phone"),
        ("e-mail", "email"),
        ("isolatie_primair", "first_form"),
        ("Website (URL)", "website"),
        ("Openingstjden", "hours"),
        ("Laatst gecontroleerd", "checked_on"),
        ("lengtegraad", "lon"),
        ("gemeentecode", ""),
        ("coord_bron", ""),
        ("twijfel", ""),
    ],
)
def test_headers_are_recognised(header, field):
    given = ("name", "x") if field == "name" else ("naam", header)
    headers = [header] if field == "name" else list(given)
    assert map_columns(headers).by_header[header] == field


def test_the_first_of_two_columns_for_one_field_wins():
    mapping = map_columns(["naam", "titel", "plaats"])
    assert mapping.by_header == {"naam": "name", "titel": "", "plaats": "town"}
    assert mapping.unknown == ("titel",)


def test_the_operator_decides():
    mapping = map_columns(
        ["naam", "titel", "opmerking"], {"Titel": "name", "opmerking": "beschrijving", "naam": ""}
    )
    assert mapping.by_header == {"naam": "", "titel": "name", "opmerking": "description"}


@pytest.mark.parametrize(
    ("overrides", "words"),
    [({"kolom": "name"}, "staat niet in"), ({"naam": "nonsense"}, "kennen geen veld")],
)
def test_an_override_that_cannot_be_is_refused_with_what_can(overrides, words):
    with pytest.raises(FileProblem, match=words):
        map_columns(["naam", "plaats"], overrides)


def test_a_file_without_names_is_refused():
    with pytest.raises(FileProblem, match="geen kolom met de naam"):
        map_columns(["plaats", "telefoon"])


def test_a_header_scores_by_the_columns_that_are_known():
    assert header_score(["Naam", "Plaats", "Iets", ""]) == 2
    assert header_score(["Overzicht 2026", ""]) == 0
    assert header_score(["Iets", "Naam"], frozenset({fold("iets")})) == 2
    assert "naam" in known_headers()


def test_a_number_right_after_the_street_is_the_house_number():
    assert guess_columns(["Naam", "Straat", "Nr.", "Plaats"]).by_header["Nr."] == "house_number"
    assert guess_columns(["Nr.", "Naam", "Straat", "Plaats"]).by_header["Nr."] == ""
