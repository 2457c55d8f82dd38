import json

import pytest

from tests.importing.files.maps import LINKED
from tests.importing.samples import brought, document, table


def check(path):
    rows, remarks = brought(path)
    assert list(rows) == ["De Kei", "Samen eten"]
    place, meal = rows["De Kei"].listing, rows["Samen eten"].listing
    assert place.description == "Een buurthuis."
    assert place.hours == "Mo,Tu 09:00-12:00; 2030 Dec 25-2030 Dec 26 off"
    assert (place.locations[0].street, place.locations[0].lat) == ("Kamp 8", 52.155)
    assert (meal.free_of_charge, meal.locations[0].name) == (True, "De Til")
    (dinner,) = meal.activities
    assert (dinner.starts.isoformat(), dinner.minutes) == ("2030-01-08T18:00:00", 120)
    assert dinner.repeats == "FREQ=WEEKLY;BYDAY=TU"
    left_out = {each.line: each.sentence for each in remarks if each.line in (1, 5, 6)}
    assert "geen organisatie" in left_out[1]
    assert "afgezegd" in left_out[5]
    assert "persoon" in left_out[6]
    assert all("Jan" not in str(each) for each in remarks)


def test_things_of_schema_org_come_in(tmp_path):
    path = document(tmp_path, LINKED)
    check(path)
    assert table(path).layout.format == "schema.org"


def test_a_page_that_carries_linked_data_comes_in(tmp_path):
    path = tmp_path / "pagina.html"
    script = f"<script type='application/ld+json'>{json.dumps(LINKED)}</script>"
    path.write_text(f"<!DOCTYPE html>\n<html><head>{script}</head><body>Welkom</body></html>")
    check(path)


@pytest.mark.parametrize(
    ("hours", "osm"),
    [
        ("Mo-Fr 09:00-17:00", "Mo-Fr 09:00-17:00"),
        (["Mo-Fr 09:00-12:00", "Mo 13:00-17:00"], "Mo-Fr 09:00-12:00, Mo 13:00-17:00"),
    ],
)
def test_hours_in_one_text_or_in_several_are_added_up(tmp_path, hours, osm):
    thing = {
        "@type": "Library",
        "name": "De Kei",
        "openingHours": hours,
        "address": "3811 AR Amersfoort",
    }
    assert brought(document(tmp_path, [thing]))[0]["De Kei"].listing.hours == osm


def test_a_day_without_times_in_a_list_is_not_the_whole_day(tmp_path):
    thing = {
        "@type": "Library", "name": "De Kei", "address": "3811 AR Amersfoort",
        "openingHours": ["Mo-Fr 09:00-17:00", "Sa"],
    }  # fmt: skip
    rows, _ = brought(document(tmp_path, [thing]))
    read = rows["De Kei"]
    assert (read.listing.hours, read.listing.hours_text) == ("", "Mo-Fr 09:00-17:00, Sa")
    assert any("niet zeker te lezen" in remark.sentence for remark in read.remarks)


@pytest.mark.parametrize(
    "closed",
    [{"opens": "00:00", "closes": "00:00"}, {"opens": "00:00:00", "closes": "00:00:00"}, {}],
)
def test_from_midnight_to_midnight_is_closed_on_that_day_alone(tmp_path, closed):
    open_days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    thing = {
        "@type": "Library", "name": "De Kei", "address": "3811 AR Amersfoort",
        "openingHoursSpecification": [
            {"dayOfWeek": open_days, "opens": "09:00", "closes": "17:00"},
            {"dayOfWeek": "Sunday", **closed},
        ],
    }  # fmt: skip
    rows, _ = brought(document(tmp_path, [thing]))
    assert rows["De Kei"].listing.hours == "Mo,Tu,We,Th,Fr 09:00-17:00; Su off"


def test_a_list_of_items_comes_in(tmp_path):
    items = [
        {"@type": "ListItem", "item": {"@type": "Place", "name": name, "address": "Zeist, 3701 AA"}}
        for name in ("A", "B")
    ]
    listed = {"@context": "https://schema.org", "@type": "ItemList", "itemListElement": items}
    assert list(brought(document(tmp_path, listed))[0]) == ["A", "B"]
