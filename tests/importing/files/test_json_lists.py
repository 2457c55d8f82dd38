import pytest

from socialmap.errors import FileProblem
from socialmap.importing.files.json_lists import list_in
from tests.importing.files.maps import ENTRIES, LISTED
from tests.importing.samples import brought, document, table


def test_entries_of_kartevonmorgen_come_in(tmp_path):
    path = document(tmp_path, ENTRIES)
    assert table(path).layout.format == "Kartevonmorgen"
    rows, remarks = brought(path)
    listing, place = rows["Samen heel"].listing, rows["Samen heel"].listing.locations[0]
    assert rows["Samen heel"].source_id == "abc"
    assert (listing.kind, listing.hours) == ("repair_cafe", "Tu 10:00-12:00")
    assert (listing.website, listing.licence) == ("https://heel.example.org", "CC0-1.0")
    assert (place.street, place.postcode, place.town) == ("Kamp 8", "3811 AR", "Amersfoort")
    assert list(rows) == ["Samen heel"]
    assert [each.value for each in remarks if each.column == "tags"] == ["duurzaam"]
    assert not [each for each in remarks if each.column == "country"]


def test_a_plain_list_is_a_table_with_the_objects_inside_it(tmp_path):
    path = document(tmp_path, LISTED)
    assert table(path).layout.format == "JSON"
    rows, _ = brought(path)
    listing, place = rows["Koffie"].listing, rows["Koffie"].listing.locations[0]
    assert (listing.kind, place.street, place.lat) == ("coffee_hour", "Kamp 8", 52.155)
    assert rows["Thee"].listing.locations[0].town == "Zeist"
    assert rows["Thee"].line == 2


@pytest.mark.parametrize(
    ("found", "number"),
    [
        ([{"naam": "A"}, 3], 1),
        ({"data": [{"naam": "A"}]}, 1),
        ({"meta": [{"x": 1}], "data": {"rows": [{"naam": "A"}, {"naam": "B"}]}}, 2),
        ({"1": {"naam": "A"}, "2": {"naam": "B"}}, 2),
        ({"lijst": [1, 2]}, None),
        ([], None),
        ("tekst", None),
    ],
)
def test_the_one_list_in_a_document_is_found(found, number):
    items = list_in(found)
    assert (items and len(items)) == number


def test_a_list_without_names_says_which_columns_it_has(tmp_path):
    with pytest.raises(FileProblem, match=r"nummer, punt\.x"):
        brought(document(tmp_path, [{"nummer": 7, "punt": {"x": 1}}]))


def test_10_mb_of_nesting_is_refused_in_words(tmp_path):
    path = tmp_path / "diep.json"
    for content in ("[" * 10_000_000, '{"a":' * 2_000_000 + "1"):
        path.write_text(content)
        with pytest.raises(FileProblem):
            table(path)
