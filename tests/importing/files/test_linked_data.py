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


def read_event(folder, **facts):
    event = {"@type": "Event", "name": "Eten", "location": {"address": "3811 AR Amersfoort"}}
    rows, remarks = brought(document(folder, [event | facts]))
    said = " ".join(each.sentence % dict(each.facts) for each in remarks)
    return rows["Eten"].listing, said


@pytest.mark.parametrize(
    ("offers", "amount", "free", "words"),
    [
        ([{"price": 0}, {"price": 5}], None, None, "€ 0 of € 5"),
        ([{"price": 0}, {"price": 3}, {"price": 5}], None, None, "€ 0, € 3 of € 5"),
        ([{"price": 5}, {"price": 5, "name": "Met pas"}], 5, False, ""),
        ({"price": "0", "priceCurrency": "EUR"}, 0, True, ""),
        ({"@type": "AggregateOffer", "lowPrice": 2, "highPrice": 8}, None, None, "€ 2 tot 8"),
        ({"price": "7.50", "priceCurrency": "USD"}, None, None, "7.50 USD"),
    ],
)
def test_only_one_price_is_an_amount(tmp_path, offers, amount, free, words):
    listing, _ = read_event(tmp_path, startDate="2030-01-07T10:00", offers=offers)
    assert listing.cost_amount == amount
    assert (listing.free_of_charge, listing.cost_text) == (free, words)


def test_a_date_or_a_repetition_that_is_not_read_is_named(tmp_path):
    plan = {"repeatFrequency": "P2W", "byDay": "https://schema.org/Monday", "startTime": "10:00"}
    listing, said = read_event(tmp_path, startDate="2030-01-06", eventSchedule=plan)
    assert listing.activities == ()
    assert "hoe laat het begint: 2030-01-06, P2W, Monday, 10:00" in said
    listing, said = read_event(tmp_path, startDate="2030-01-06")
    assert (listing.activities, "hoe laat het begint: 2030-01-06" in said) == ((), True)
    rhythm = {"repeatFrequency": "PT48H"}
    listing, said = read_event(tmp_path, startDate="2030-01-06T10:00", eventSchedule=rhythm)
    assert [each.repeats for each in listing.activities] == [""]
    assert "herhaling kunnen we niet lezen" in said


def test_a_schedule_begins_on_the_day_of_its_event_when_that_is_one_of_its_weekdays(tmp_path):
    plan = {"repeatFrequency": "P2W", "byDay": "Monday", "startTime": "10:00", "duration": "PT1H"}
    listing, said = read_event(tmp_path, startDate="2030-01-07", eventSchedule=plan)
    (activity,) = listing.activities
    assert (activity.starts.isoformat(), activity.minutes) == ("2030-01-07T10:00:00", 60)
    assert activity.repeats == "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"
    assert "niet zeker op welke dag" not in said
