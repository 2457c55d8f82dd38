import json
import uuid
import zipfile
from dataclasses import replace

import pytest

from socialmap.catalogue.listing import Listing
from socialmap.standards.hsds import json_parts, service
from socialmap.standards.hsds_package import TABLES, write_package
from socialmap.standards.hsds_schedules import schedules
from tests.importing.samples import brought
from tests.standards.listed import FULL, exported

ONE_PLACE = replace(FULL, locations=FULL.locations[:1])


def hours(text):
    return [
        {name: value for name, value in each.items() if name not in ("notes", "interval")}
        for each in schedules(Listing(name="x", hours=text))
    ]


def span(frequency, days, opens, closes):
    return {"freq": frequency, "byday": days, "opens_at": opens, "closes_at": closes}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mo-We 10:00-12:00", [span("WEEKLY", "MO,TU,WE", "10:00", "12:00")]),
        ("Sa-Mo 10:00-12:00", [span("WEEKLY", "SA,SU,MO", "10:00", "12:00")]),
        (
            "Mo 10:00-12:00,13:00-15:00; PH off",
            [span("WEEKLY", "MO", "10:00", "12:00"), span("WEEKLY", "MO", "13:00", "15:00")],
        ),
        ("We[1,3] 19:30-21:30", [span("MONTHLY", "1WE,3WE", "19:30", "21:30")]),
        ("Fr[-1] 19:30-21:30", [span("MONTHLY", "-1FR", "19:30", "21:30")]),
        ("24/7", [{"description": "24/7"}]),
        (
            "Mo-Fr 09:00-17:00; We 10:00-12:00",
            [{"description": "Mo-Fr 09:00-17:00; We 10:00-12:00"}],
        ),
        ("Mo 10:00-12:00; Jun-Aug off", [{"description": "Mo 10:00-12:00; Jun-Aug off"}]),
        ('Mo 10:00-12:00 open "bel eerst"', [{"description": 'Mo 10:00-12:00 open "bel eerst"'}]),
        ("", []),
    ],
)
def test_opening_hours_are_schedules_or_words(text, expected):
    assert hours(text) == expected


def test_an_activity_is_a_dated_schedule():
    dated = schedules(replace(FULL, hours=""))[0]
    assert dated == {
        "description": "Leesclub", "dtstart": "2026-12-02", "opens_at": "19:30",
        "closes_at": "21:00", "freq": "WEEKLY", "interval": 1, "byday": "WE", "count": 5,
        "notes": "FREQ=WEEKLY;BYDAY=WE;COUNT=5",
    }  # fmt: skip


def test_a_repetition_that_hsds_has_no_words_for_is_a_note():
    yearly = replace(FULL.activities[0], repeats="FREQ=YEARLY")
    assert schedules(Listing(name="x", activities=(yearly,)))[0]["notes"] == "FREQ=YEARLY"


def test_a_listing_is_a_service_with_ids_that_stay():
    written = service(exported())
    assert written == service(exported())
    assert (written["id"], written["status"]) == (str(exported().id), "active")
    assert written["organization"]["name"] == "Stichting De Brug"
    place = written["service_at_locations"][0]["location"]
    assert place["addresses"][0]["state_province"] == "Utrecht"
    assert [each["description"] for each in place["accessibility"]] == ["drempelvrij"]
    codes = {each["taxonomy_term"]["code"]: each.get("value") for each in written["attributes"]}
    assert codes["language_cafe"] is None
    assert (codes["walk_in"], codes["quiet"]) == ("yes", "no")


def test_what_nobody_told_is_left_out():
    assert set(service(exported(Listing(name="Iets")))) == {
        "id", "name", "url", "status", "last_modified",
    }  # fmt: skip


@pytest.mark.parametrize("form", ["json", "zip"])
def test_a_listing_comes_back_from_its_own_service(tmp_path, form):
    path = tmp_path / f"hsds.{form}"
    weekly = replace(ONE_PLACE, hours="Mo,We 10:00-12:00")
    if form == "json":
        path.write_bytes(b"".join(json_parts([exported(weekly)], 1)))
    else:
        with path.open("wb") as file:
            write_package(file, [service(exported(weekly))])
    rows, remarks = brought(path)
    row = rows[FULL.name]
    assert row.source_id == str(exported().id)
    for name in ("kind", "forms", "sphere", "walk_in", "quiet", "free_of_charge", "organisation", "hours", "phone", "email", "website", "how_to_join",
                 "languages", "audiences", "life_domains", "service_areas", "cost_amount"):  # fmt: skip
        assert getattr(row.listing, name) == getattr(weekly, name), name
    place = row.listing.locations[0]
    assert (place.street, place.town, place.step_free) == ("Kerkstraat 3", "Utrecht", True)
    assert row.listing.activities[0].starts == FULL.activities[0].starts
    assert [each for each in remarks if each.level != "note"] == []


def test_a_package_names_its_tables_and_writes_shared_things_once(tmp_path):
    path = tmp_path / "hsds.zip"
    other = exported(replace(FULL, name="=1+1"), id=uuid.UUID(int=7))
    with path.open("wb") as file:
        write_package(file, [service(exported()), service(other)])
    with zipfile.ZipFile(path) as package:
        names = {f"{table}.csv" for table in TABLES} | {"datapackage.json"}
        assert set(package.namelist()) == names
        assert len(package.read("organizations.csv").splitlines()) == 2
        assert "'=1+1" in package.read("services.csv").decode()
        assert len(json.loads(package.read("datapackage.json"))["resources"]) == len(TABLES)


TYPES = {"string": str, "number": (int, float), "boolean": bool, "object": dict, "array": list}


def flaws(value, schema, whole, where=""):
    """What is wrong with a value: an unknown name, a missing one, another type or word."""
    while "$ref" in schema:
        schema = whole["$defs"][schema["$ref"].rpartition("/")[2]]
    kind = schema.get("type")
    if kind and not isinstance(value, TYPES[kind]):
        yield f"{where} is no {kind}"
    if value not in schema.get("enum", [value]):
        yield f"{where} is {value!r}"
    if kind == "object":
        known = schema.get("properties", {})
        yield from (f"{where}.{name} is not known" for name in value.keys() - known.keys())
        yield from (f"{where} has no {name}" for name in {*schema.get("required", ())} - {*value})
        for name in value.keys() & known.keys():
            yield from flaws(value[name], known[name], whole, f"{where}.{name}")
    for each in value if kind == "array" else ():
        yield from flaws(each, schema["items"], whole, where)


def test_a_service_is_what_the_standard_says(shared):
    path = shared / "hsds" / "3.1.3-rebuilt" / "schema" / "compiled" / "service.json"
    if not path.is_file():
        pytest.skip("the schemas of HSDS are not here")
    schema = json.loads(path.read_text("utf-8"))
    for listing in (FULL, ONE_PLACE, Listing(name="Iets"), replace(ONE_PLACE, online=True)):
        assert list(flaws(service(exported(listing)), schema, schema)) == []
