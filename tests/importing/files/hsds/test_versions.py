import json
import zipfile

import pytest

from socialmap.fields.flaws import Level
from socialmap.importing.files.hsds.versions import table_of, weekdays
from tests.importing.samples import brought, document

# A package as versions 1.1 and 1.2 have it.
OLD = {
    "organization": "id,name,description,email,url\n1,Stichting Taal,,info@taal.example.org,\n",
    "service": "id,organization_id,name,description,status,application_process,fees\n"
    "10,1,Taalcafé,Praten met koffie erbij.,active,Loop binnen.,€ 2 per keer\n"
    "11,1,Wandelen,Samen een ommetje.,active,,\n",
    "location": "id,organization_id,name,latitude,longitude\n"
    "20,1,De Kei,52.155,5.387\n21,1,De Til,52.09,5.12\n",
    "service_at_location": "id,service_id,location_id\n30,10,20\n31,10,21\n32,11,21\n",
    "physical_address": "id,location_id,address_1,city,postal_code,country\n"
    "40,20,Kamp 8,Amersfoort,3811 AR,NL\n",
    "postal_address": "id,location_id,address_1,city,postal_code,country\n"
    "41,21,Postbus 1,Utrecht,3500 AA,NL\n",
    "regular_schedule": "id,service_id,location_id,service_at_location_id,weekday,opens_at,closes_at\n"
    "50,10,,,1,10:00,12:00\n51,10,,,2,10:00,12:00\n52,,,32,Friday,2:00pm,3:30pm\n",
    "holiday_schedule": "id,service_id,closed,opens_at,closes_at,start_date,end_date\n"
    "60,10,true,,,2026-12-25,2026-12-26\n",
    "phone": "id,service_id,number,extension,type,description\n"
    "70,10,033 461 23 46,,fax,\n71,10,033 461 23 45,,voice,receptie\n",
    "taxonomy": "id,name,parent_id,vocabulary\nT1,taalcafé,,own\n",
    "service_taxonomy": "id,service_id,taxonomy_id\n80,10,T1\n",
    "eligibility": "id,service_id,eligibility\n85,10,Voor nieuwkomers.\n",
    "language": "id,service_id,language\n90,10,Arabic\n",
    "accessibility_for_disabilities": "id,location_id,accessibility,details\n"
    "95,20,Wheelchair accessible,\n",
    "required_document": "id,service_id,document\n96,10,een pen\n",
    "service_area": "id,service_id,service_area\n97,10,Amersfoort\n",
    "funding": "id,organization_id,source\n98,1,gemeente\n",
}
NEW = {
    "schedule": 'id,service_id,freq,byday,opens_at,closes_at\n50,10,WEEKLY,"MO,TU",10:00,12:00\n'
    "52,11,WEEKLY,FR,14:00,15:30\n",
    "cost_option": "id,service_id,option,currency,amount,amount_description\n"
    "61,10,,EUR,2,€ 2 per keer\n",
    "taxonomy_term": "id,term,parent_id,taxonomy\nT1,taalcafé,,own\n",
    "service_attribute": "id,service_id,taxonomy_term_id\n80,10,T1\n",
}
DROPPED = ("regular_schedule", "taxonomy", "service_taxonomy", "holiday_schedule")


def packed(folder, tables, name="{}.csv", extra=None):
    path = folder / "pakket.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for table, text in tables.items():
            file.writestr(name.format(table), text)
        for member, text in (extra or {}).items():
            file.writestr(member, text)
    return path


def check(path):
    rows, remarks = brought(path)
    talk, walk = rows["Taalcafé"].listing, rows["Wandelen"].listing
    assert [place.name for place in talk.locations] == ["De Kei", "De Til"]
    assert (talk.locations[0].street, talk.locations[0].step_free) == ("Kamp 8", True)
    assert (talk.kind, talk.languages, talk.organisation) == (
        "language_cafe",
        ("ar",),
        "Stichting Taal",
    )
    assert (talk.cost_amount, talk.cost_text) == (2, "€ 2 per keer")
    assert talk.hours.startswith("Mo,Tu 10:00-12:00")
    assert talk.description == "Praten met koffie erbij.\n\nVoor nieuwkomers."
    assert talk.how_to_join == "Loop binnen. Neem mee: een pen."
    assert talk.service_areas == ("Amersfoort",)
    assert (walk.hours, walk.locations[0].name) == ("Fr 14:00-15:30", "De Til")
    assert not [each for each in remarks if each.level == Level.ERROR]
    assert any("funding" in dict(each.facts).get("files", "") for each in remarks)
    return talk


def test_a_package_of_version_1_comes_in_whole(tmp_path):
    talk = check(packed(tmp_path, OLD))
    assert talk.hours == "Mo,Tu 10:00-12:00; 2026 Dec 25-2026 Dec 26 off"


def test_a_package_of_version_2_comes_in_whole(tmp_path):
    tables = {name: text for name, text in OLD.items() if name not in DROPPED}
    tables["service"] = tables["service"].replace("€ 2 per keer", "")
    check(packed(tmp_path, tables | NEW))


@pytest.mark.parametrize("name", ["data/{}s.csv", "HSDS - {} (1).csv", "2026_{}.CSV"])
def test_tables_are_known_by_other_names_too(tmp_path, name):
    check(packed(tmp_path, OLD, name))


def test_a_description_of_the_package_names_its_tables(tmp_path):
    resources = [{"name": table, "path": f"{n}.csv"} for n, table in enumerate(OLD)]
    numbered = dict(enumerate(OLD.values()))
    described = {"datapackage.json": json.dumps({"resources": resources})}
    check(packed(tmp_path, numbered, extra=described))


def test_semicolons_and_other_encodings_are_read(tmp_path):
    tables = {
        name: text.replace(",", ";").encode("cp1252")
        for name, text in OLD.items()
        if name in ("organization", "service", "service_at_location", "location")
    }
    rows, _ = brought(packed(tmp_path, tables))
    assert len(rows["Taalcafé"].listing.locations) == 2


def test_hours_that_differ_by_place_are_words_for_each_place(tmp_path):
    schedules = (
        "id,service_at_location_id,weekday,opens_at,closes_at\n"
        "1,30,Monday,10:00,12:00\n2,31,Tuesday,14:00,16:00\n"
    )
    rows, _ = brought(packed(tmp_path, OLD | {"regular_schedule": schedules}))
    listing = rows["Taalcafé"].listing
    assert listing.hours == ""
    assert "De Kei: ma 10:00-12:00" in listing.hours_text
    assert "De Til: di 14:00-16:00" in listing.hours_text


def test_a_nested_service_of_version_2_comes_in(tmp_path):
    service = {
        "id": "1",
        "name": "Taalcafé",
        "status": "active",
        "description": "Praten met koffie erbij.",
        "fees": "Gratis",
        "organization": {"name": "Stichting Taal"},
        "eligibilitys": [{"eligibility": "Voor nieuwkomers.", "minimum_age": 18}],
        "service_taxonomys": [{"taxonomy": {"name": "taalcafé", "vocabulary": "own"}}],
        "regular_schedules": [{"weekday": "dinsdag", "opens_at": "10:00", "closes_at": "12:00"}],
        "contacts": [{"name": "Ann", "title": "Gastvrouw", "phones": [{"number": "0334612345"}]}],
        "service_at_locations": [
            {
                "location": {
                    "name": "De Kei",
                    "latitude": 52.155,
                    "longitude": 5.387,
                    "physical_addresses": [{"address_1": "Kamp 8", "city": "Amersfoort"}],
                    "accessibility_for_disabilities": [{"accessibility": "rolstoel"}],
                }
            }
        ],
    }
    for page in (service, [service], {"totalElements": 1, "content": [service]}):
        rows, _ = brought(document(tmp_path, page))
        listing = rows["Taalcafé"].listing
        assert (listing.kind, listing.hours) == ("language_cafe", "Tu 10:00-12:00")
        assert (listing.phone, listing.free_of_charge) == ("+31334612345", True)
        assert (listing.locations[0].street, listing.locations[0].step_free) == ("Kamp 8", True)
        assert "Voor nieuwkomers." in listing.description


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("services_at_location", "service_at_location"),
        ("service-taxonomies", "attributes"),
        ("HSDS phones 2026", "phones"),
        ("regularSchedules", "schedules"),
        ("deelnemers", ""),
        ("", ""),
    ],
)
def test_a_table_is_known_by_its_names_in_all_versions(name, table):
    assert table_of(name) == table


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Monday", "MO"),
        ("1", "MO"),
        ("7", "SU"),
        ("Mon, Wed; vrijdag", "MO,WE,FR"),
        ("Monday-Wednesday", "MO,TU,WE"),
        ("za-ma", "SA,SU,MO"),
        ("elke dag", ""),
        ("0", ""),
        ("", ""),
    ],
)
def test_weekdays_are_read_in_words_and_numbers(text, days):
    assert weekdays(text) == days


def test_a_package_of_another_map_comes_in_whole(shared):
    path = shared / "data" / "cases" / "hsds11_package.zip"
    if not path.exists():
        pytest.skip("the package is not here")
    rows, remarks = brought(path)
    coffee, walk = rows["Koffieochtend Voorbeeldhuis"].listing, rows["Wandelgroep Voorbeeldpark"]
    assert coffee.hours == "Mo,Tu,We,Th,Fr 09:00-12:00"
    assert (coffee.free_of_charge, coffee.how_to_join) == (True, "Loop gerust binnen.")
    assert (coffee.locations[0].name, coffee.locations[0].street) == (
        "Buurthuis De Linde",
        "Voorbeeldstraat 1",
    )
    assert (walk.listing.hours, walk.listing.locations[0].postcode) == ("Tu 14:00-15:00", "3581 CD")
    assert [each.value for each in remarks if each.column == "taxonomy_terms"] == ["Coffee morning"]
    assert not [each for each in remarks if each.level in (Level.ERROR, Level.WARNING)]
