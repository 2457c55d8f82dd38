import json

import pytest

from socialmap.errors import FileProblem
from socialmap.fields.flaws import Level
from socialmap.importing.files.hsds.services import services_in
from tests.importing.samples import brought, document, table

PLACE = {
    "id": "p1",
    "location_type": "physical",
    "name": "De Kei",
    "latitude": 52.155,
    "longitude": 5.387,
    "accessibility": [{"description": "Rolstoeltoegankelijk, met ringleiding."}],
    "addresses": [
        {"address_1": "Postbus 1", "city": "Soest", "country": "NL", "address_type": "postal"},
        {"address_1": "Kamp 8", "postal_code": "3811 AR", "city": "Amersfoort", "country": "NL"},
    ],
}
OTHER = PLACE | {
    "id": "p2",
    "name": "De Til",
    "latitude": 52.09,
    "longitude": 5.12,
    "addresses": [],
}
SERVICE = {
    "id": "s1",
    "name": "Taalcafé",
    "status": "active",
    "description": "Praten met koffie erbij.",
    "url": "https://taal.example.org",
    "application_process": "Loop gewoon binnen.",
    "fees_description": "Gratis",
    "wait_time": "geen",
    "assured_date": "2026-03-12",
    "organization": {"name": "Stichting Taal", "phones": [{"number": "033 461 23 45"}]},
    "contacts": [{"name": "Ann Persoon", "title": "Gastvrouw", "email": "taal@example.org"}],
    "languages": [{"code": "nl"}, {"name": "Arabic"}],
    "schedules": [{"freq": "WEEKLY", "byday": "TU", "opens_at": "10:00", "closes_at": "12:00"}],
    "attributes": [
        {"taxonomy_term": {"code": "language_cafe", "name": "Language café"}},
        {"taxonomy_term": {"name": "nieuwkomers"}},
        {"taxonomy_term": {"name": "learning and language"}},
        {"taxonomy_term": {"name": "iets anders"}},
    ],
    "service_areas": [{"name": "Amersfoort"}, {"name": "Een hele uitleg over wie mag. " * 5}],
    "service_at_locations": [{"location": PLACE}],
}


def test_a_service_becomes_a_listing_with_all_that_belongs_to_it(tmp_path):
    rows, remarks = brought(document(tmp_path, SERVICE))
    assert table(document(tmp_path, SERVICE)).layout.format == "HSDS"
    listing, place = rows["Taalcafé"].listing, rows["Taalcafé"].listing.locations[0]
    assert rows["Taalcafé"].source_id == "s1"
    assert (listing.kind, listing.audiences) == ("language_cafe", ("newcomers",))
    assert listing.life_domains == ("learning_language",)
    assert (listing.organisation, listing.phone) == ("Stichting Taal", "+31334612345")
    assert (listing.contact_name, listing.email) == ("Gastvrouw", "taal@example.org")
    assert (listing.hours, listing.free_of_charge) == ("Tu 10:00-12:00", True)
    assert (listing.languages, listing.how_to_join) == (("nl", "ar"), "Loop gewoon binnen.")
    assert listing.service_areas == ("Amersfoort",)
    assert {each.on.isoformat() for each in listing.confirmations} == {"2026-03-12"}
    assert (place.name, place.street, place.postcode) == ("De Kei", "Kamp 8", "3811 AR")
    assert (place.step_free, place.hearing_loop, place.accessible_toilet) == (True, True, None)
    assert [(each.column, each.value, each.level) for each in remarks if each.line] == [
        ("address.address_1", "Postbus 1, Soest", Level.NOTE),
        ("contact.name", "Ann Persoon", Level.NOTE),
        ("service_area.name", f"{('Een hele uitleg over wie mag. ' * 5)[:79]}…", Level.NOTE),
        ("taxonomy_terms", "iets anders", Level.NOTE),
    ]


def test_all_places_and_dates_of_a_service_stay_together(tmp_path):
    dated = [
        {"dtstart": f"2026-0{month}-13", "opens_at": "10:00", "closes_at": "12:00"}
        for month in (1, 2, 3)
    ]
    service = SERVICE | {
        "schedules": dated,
        "service_at_locations": [{"location": PLACE}, {"location": OTHER}],
    }
    rows, _ = brought(document(tmp_path, [service, SERVICE | {"id": "s2", "name": "Tweede"}]))
    listing = rows["Taalcafé"].listing
    assert [place.name for place in listing.locations] == ["De Kei", "De Til"]
    assert [f"{each.starts:%m-%d}" for each in listing.activities] == ["01-13", "02-13", "03-13"]
    assert rows["Tweede"].line == 2


@pytest.mark.parametrize(
    "content",
    [
        SERVICE,
        [SERVICE],
        {"contents": [SERVICE], "total_items": 1},
        {"name": "Stichting Taal", "services": [SERVICE], "locations": [PLACE]},
        {"id": "l1", "location": PLACE, "service": SERVICE},
    ],
)
def test_services_are_found_in_every_shape_that_hsds_has(tmp_path, content):
    rows, _ = brought(document(tmp_path, content))
    assert rows["Taalcafé"].listing.locations[0].name == "De Kei"


@pytest.mark.parametrize("content", [{}, [], {"name": "iets"}, [1, "twee"], {"services": 3}])
def test_other_json_has_no_services(content):
    assert services_in(content) is None


def test_a_service_that_stopped_is_left_out_with_its_status(tmp_path):
    rows, remarks = brought(document(tmp_path, SERVICE | {"status": "defunct"}))
    assert rows == {}
    assert dict(remarks[0].facts) == {"status": "defunct"}


def test_a_denial_is_no_promise(tmp_path):
    closed = PLACE | {"accessibility": [{"description": "No wheelchair access"}]}
    service = SERVICE | {"service_at_locations": [{"location": closed}]}
    rows, _ = brought(document(tmp_path, service))
    assert rows["Taalcafé"].listing.locations[0].step_free is None


def test_a_virtual_place_is_online_and_no_pin(tmp_path):
    virtual = {"location": {"location_type": "virtual", "name": "Op het scherm"}}
    rows, _ = brought(document(tmp_path, SERVICE | {"service_at_locations": [virtual]}))
    assert rows["Taalcafé"].listing.online
    assert rows["Taalcafé"].listing.locations == ()


def example(shared, name):
    return shared / "data" / "import" / f"hsds_v3_example_{name}.json"


@pytest.mark.parametrize(
    "name", ["organization_full", "service_full", "service_at_location_full", "tabular"]
)
def test_the_examples_of_the_standard_lie_abroad(shared, name):
    rows, remarks = brought(example(shared, name))
    assert rows == {}
    assert [(each.column, each.value) for each in remarks if each.level == Level.ERROR] == [
        ("land", "US")
    ]


def test_a_list_of_services_does_not_tell_where_they_are(shared):
    rows, remarks = brought(example(shared, "service_list"))
    assert rows == {}
    assert "niet waar dit is" in remarks[0].sentence or any(
        "niet waar dit is" in each.sentence for each in remarks
    )


def test_places_without_services_are_refused(shared):
    with pytest.raises(FileProblem, match="geen diensten"):
        table(example(shared, "location"))


@pytest.mark.parametrize("name", ["organization_full", "service_full", "service_at_location_full"])
def test_an_example_moved_to_amersfoort_comes_in(shared, tmp_path, name):
    text = example(shared, name).read_text()
    for old, new in (
        ('"country": "US"', '"country": "NL"'),
        ('"latitude": 100', '"latitude": 52.155'),
        ('"longitude": 101', '"longitude": 5.387'),
        ("ABC 1234", "3811 AR"),
        ('MyCity",', 'Amersfoort",'),
    ):
        text = text.replace(old, new)
    rows, _ = brought(document(tmp_path, json.loads(text)))
    listing = rows["Community Counselling"].listing
    assert listing.organisation == "Example Organization Inc."
    assert listing.contact_name == "Reception Manager"
    assert listing.phone == "+441234234567"
    assert (listing.locations[0].step_free, listing.locations[0].hearing_loop) == (True, True)
    assert [each.minutes for each in listing.activities] == [480]
    # The rule ends before its first Thursday.
    assert listing.activities[0].repeats == ""
    said = [remark.sentence for remark in rows["Community Counselling"].remarks]
    assert any("eindigt eerder" in sentence for sentence in said)


def test_what_no_listing_has_is_named_once_with_an_example(tmp_path):
    services = [
        SERVICE | {"alternate_name": "Praatcafé", "phones": [{"number": "113", "department": "A"}]},
        SERVICE | {"id": "s2", "name": "Ander café", "alternate_name": "Anders"},
    ]
    _, remarks = brought(document(tmp_path, services))
    unread = {
        each.column: dict(each.facts) for each in remarks if "nemen we niets" in each.sentence
    }
    assert unread == {
        "phone.department": {"column": "phone.department", "count": 1, "example": "A"},
        "service.alternate_name": {
            "column": "service.alternate_name", "count": 2, "example": "Praatcafé",
        },
    }  # fmt: skip


def test_times_that_become_no_hours_are_said_for_their_service(tmp_path):
    night = {"freq": "WEEKLY", "byday": "TU", "opens_at": "00:00", "closes_at": "00:00"}
    _, remarks = brought(document(tmp_path, SERVICE | {"schedules": [night]}))
    said = [each for each in remarks if each.column == "schedules"]
    assert [(each.level, each.value) for each in said] == [
        ("warning", "freq WEEKLY, byday TU, opens_at 00:00, closes_at 00:00")
    ]
