"""Nothing that an HSDS file holds is left out without a word."""

import csv
import io
import json
import zipfile
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socialmap.catalogue.listing import ListedPhone, to_document
from tests.importing.samples import brought, document

ADDRESS = {"address_1": "Kamp 8", "postal_code": "3811 AR", "city": "Amersfoort", "country": "NL"}
PLACE = {"id": "p", "name": "De Kei", "latitude": 52.155, "longitude": 5.387,
         "addresses": [{"id": "a", **ADDRESS}]}  # fmt: skip
SERVICE = {
    "id": "s",
    "name": "Taalcafé",
    "status": "active",
    "service_at_locations": [{"id": "at", "location": PLACE}],
}
TUESDAY = {"freq": "WEEKLY", "byday": "TU", "opens_at": "10:00", "closes_at": "12:00"}
WEDNESDAY = TUESDAY | {"byday": "WE"}


def come_in(folder, **parts):
    """Return the listing of a service with these parts, and what is left out of it by column."""
    rows, remarks = brought(document(folder, SERVICE | parts))
    left = [(each.column, each.value) for each in remarks if each.line and "." in each.column]
    return rows["Taalcafé"].listing, left


def totals(folder, *services):
    """Return what is said of each column of services as a whole: services, texts, example."""
    _, remarks = brought(document(folder, [SERVICE | one for one in services]))
    facts = ((each.column, dict(each.facts)) for each in remarks if not each.line)
    return {name: (one["count"], one.get("values"), one["example"]) for name, one in facts}


def test_of_several_addresses_of_mail_and_sites_the_first_is_taken_and_the_others_are_named(
    tmp_path,
):
    parts = {
        "email": "a@example.org",
        "url": "https://a.example.org",
        "additional_urls": [{"url": "https://b.example.org", "label": "folder"}],
        "organization": {"name": "Stichting", "email": "c@example.org", "url": "https://c.org"},
        "contacts": [
            {"title": "Gastvrouw", "email": "b@example.org"},
            {"title": "Beheerder", "email": "a@example.org"},
        ],
    }
    listing, left = come_in(tmp_path, **parts)
    assert (listing.email, listing.website) == ("a@example.org", "https://a.example.org")
    assert listing.contact_name == "Gastvrouw"
    assert sorted(left) == [
        ("contact.email", "b@example.org"),
        ("contact.title", "Beheerder"),
        ("organization.email", "c@example.org"),
        ("organization.url", "https://c.org"),
        ("url.url", "https://b.example.org"),
    ]
    assert totals(tmp_path, parts, parts | {"id": "t"})["contact.title"] == (2, 2, "Beheerder")


def test_a_site_that_stands_apart_is_the_website(tmp_path):
    listing, left = come_in(tmp_path, additional_urls=[{"url": "https://b.example.org"}])
    assert (listing.website, left) == ("https://b.example.org", [])


def test_phones_say_what_they_are_and_whose_and_a_fax_is_named(tmp_path):
    other = PLACE | {"id": "q", "name": "De Til", "phones": [{"number": "033 461 23 46"}]}
    listing, left = come_in(
        tmp_path,
        service_at_locations=[{"location": PLACE}, {"location": other}],
        phones=[
            {"number": "033 461 23 45", "type": "voice", "description": "w" * 60},
            {"number": "06 12345678", "type": "text"},
            {"number": "033 461 23 47", "type": "Textphone", "description": "balie"},
            {"number": "033 461 23 48", "type": "FAX"},
            {"number": "033 461 23 49", "description": "Fax receptie"},
            {"number": "033 461 23 44", "type": "cell, text"},
        ],
        contacts=[{"title": "Gastvrouw", "phones": [{"number": "033 461 23 43"}]}],
    )
    assert listing.phones == tuple(
        ListedPhone(number=number, words=words)
        for number, words in (
            ("+31334612345", "w" * 60),
            ("+31612345678", "alleen sms"),
            ("+31334612347", "balie, teksttelefoon"),
            ("+31334612344", ""),
            ("+31334612346", "De Til"),
            ("+31334612343", "Gastvrouw"),
        )
    )
    assert left == [("phone.number", "033 461 23 48"), ("phone.number", "033 461 23 49")]


def test_each_address_where_people_can_go_is_a_place(tmp_path):
    addresses = [
        ADDRESS,
        {"address_1": "Dorpsstraat 1", "postal_code": "3701 AB", "city": "Zeist"},
        {"address_1": "Postbus 7", "city": "Zeist", "address_type": "postal"},
    ]
    rows, remarks = brought(
        document(
            tmp_path,
            SERVICE | {"service_at_locations": [{"location": PLACE | {"addresses": addresses}}]},
        )
    )
    places = rows["Taalcafé"].listing.locations
    assert [(one.street, one.town, one.precision) for one in places] == [
        ("Kamp 8", "Amersfoort", "given"),
        ("Dorpsstraat 1", "Zeist", "postcode"),
    ]
    assert [each.value for each in remarks if each.column == "address.address_1" and each.line] == [
        "Postbus 7, Zeist"
    ]


@pytest.mark.parametrize(
    ("own", "there", "building", "hours", "words"),
    [
        ([TUESDAY], [], [WEDNESDAY], "Tu 10:00-12:00", "De Kei: wo 10:00-12:00"),
        ([TUESDAY], [WEDNESDAY], [], "Tu 10:00-12:00", "De Kei: wo 10:00-12:00"),
        ([TUESDAY], [TUESDAY], [TUESDAY], "Tu 10:00-12:00", ""),
        ([], [TUESDAY], [WEDNESDAY], "Tu 10:00-12:00", "De Kei: wo 10:00-12:00"),
        ([TUESDAY | {"description": "Bel aan bij de poort."}], [], [], "Tu 10:00-12:00",
         "Bel aan bij de poort."),
        ([TUESDAY | {"description": "Tuesday 10:00am - 12:00pm"}], [], [], "Tu 10:00-12:00", ""),
    ],
)  # fmt: skip
def test_hours_of_a_place_that_differ_from_those_of_the_service_are_words(
    tmp_path, own, there, building, hours, words
):
    at = {"schedules": there, "location": PLACE | {"schedules": building}}
    listing, left = come_in(tmp_path, schedules=own, service_at_locations=[at])
    assert (listing.hours, listing.description, left) == (hours, words, [])


def test_holidays_of_the_only_place_close_the_service_and_those_of_one_of_two_are_words(tmp_path):
    closed = {"holidays": [{"start_date": "2027-12-24", "closed": "true"}]}
    one = [{"location": PLACE | closed}]
    assert come_in(tmp_path, schedules=[TUESDAY], service_at_locations=one)[0].hours == (
        "Tu 10:00-12:00; 2027 Dec 24 off"
    )
    apart = {"holidays": [{"start_date": "2027-12-31", "closed": "true"}]}
    two = [*one, {"location": PLACE | apart | {"id": "q", "name": "De Til"}}]
    listing, _ = come_in(tmp_path, schedules=[TUESDAY], service_at_locations=two)
    assert listing.hours == "Tu 10:00-12:00"
    assert listing.description == "De Kei: 24-12-2027 gesloten\n\nDe Til: 31-12-2027 gesloten"


@pytest.mark.parametrize(
    ("fees", "options", "amount", "text"),
    [
        ("", [{"amount": 5, "currency": "EUR"}], 5, ""),
        ("", [{"amount": 5}, {"amount": 7.5, "currency": "eur"}], None, "€ 5; € 7,50"),
        ("", [{"amount": 12.5, "currency": "GBP"}], None, "GBP 12,50"),
        ("", [{"amount": 5, "currency": "USD", "amount_description": "per keer"}], None,
         "per keer: USD 5"),
        ("Zie de lijst", [{"option": "leden", "amount": 5}, {"option": "gast", "amount": 8}], None,
         "Zie de lijst; leden: € 5; gast: € 8"),
        ("Vraag ernaar", [{"amount": 5, "amount_description": "met koffie"}], 5,
         "Vraag ernaar; met koffie"),
    ],
)  # fmt: skip
def test_each_price_is_read_and_what_is_not_in_euros_stays_words(
    tmp_path, fees, options, amount, text
):
    listing, left = come_in(tmp_path, fees_description=fees, cost_options=options)
    assert (listing.cost_amount, listing.cost_text, left) == (amount, text, [])


def test_free_places_and_a_licence_are_read(tmp_path):
    capacity = {"available": 3, "updated": "2026-11-01T00:00:00Z"}
    listing, _ = come_in(tmp_path, capacities=[capacity], licenses="CC0-1.0")
    assert (listing.places_free, f"{listing.capacity_as_of}") == (3, "2026-11-01")
    assert listing.licence == "CC0-1.0"


def test_an_area_that_is_too_long_and_what_is_said_of_access_are_named(tmp_path):
    access = [{"description": "Rolstoel via de achterdeur"}, {"description": "drempelvrij"}]
    at = {"location": PLACE | {"accessibility": access, "attributes": [
        {"taxonomy_term": {"name": "prikkelarm"}}]}}  # fmt: skip
    areas = [{"name": "Amersfoort"}, {"name": "x" * 90}]
    listing, left = come_in(tmp_path, service_areas=areas, service_at_locations=[at])
    assert listing.locations[0].step_free
    assert left == [
        ("accessibility.description", "Rolstoel via de achterdeur"),
        ("service_area.name", f"{'x' * 79}…"),
    ]
    said = totals(tmp_path, {"service_at_locations": [at]})
    assert said["location.attributes"] == (1, None, "prikkelarm")


# The parts of a service by the table that they stand in: its columns, and where they may hang.
COLUMNS = {
    "phones": ("service_id location_id organization_id contact_id service_at_location_id",
               "number description"),
    "contacts": ("service_id location_id organization_id service_at_location_id",
                 "name title email department"),
    "schedules": ("service_id location_id service_at_location_id", "description notes"),
    "cost_options": ("service_id", "amount_description option"),
    "service_areas": ("service_id service_at_location_id", "name extent"),
    "required_documents": ("service_id", "document"),
    "addresses": ("location_id", "address_1 attention"),
    "accessibility": ("location_id", "description url"),
    "urls": ("service_id organization_id", "url label"),
    "attributes": ("link_id", "value"),
}  # fmt: skip
SHAPES = {"email": "{}@example.org", "url": "https://{}.example.org", "number": "030 2{:06}"}
IDS = {"service_id": "s", "location_id": "p", "organization_id": "o", "contact_id": "c",
       "service_at_location_id": "at", "link_id": "p"}  # fmt: skip
NESTED_AS = {"urls": "additional_urls"}
PARTS = {
    "addresses": "address",
    "accessibility": "accessibility",
    "attributes": "location.attributes",
}
MORE = {"addresses": {"city": "Zeist"}, "attributes": {"taxonomy_term_id": "t"}}
RECORDS = st.lists(
    st.sampled_from([(table, key) for table, (keys, _) in COLUMNS.items() for key in keys.split()]),
    min_size=1,
    max_size=12,
)
TERM = {"id": "t", "name": "een term"}


def filled(wanted):
    """Return records of these tables with a text of its own in each column, and those by column."""
    numbers, records, texts = count(1), [], []
    for table, key in wanted:
        record = {"id": f"{table}{next(numbers)}", key: IDS[key], **MORE.get(table, {})}
        for column in COLUMNS[table][1].split():
            number = next(numbers)
            word = f"woord{number}"
            shape = SHAPES.get(column, "{}")
            record[column] = shape.format(number if column == "number" else word)
            text = f"302{number:06}" if column == "number" else word
            texts.append((f"{PARTS.get(table, table[:-1])}.{column}", text))
        records.append((table, record))
    return records, texts


def nested(records):
    """Return a service with these records inside what they refer to."""
    contact = {"id": "c", "name": "Ann"}
    place = {**PLACE, "addresses": [{"id": "a", **ADDRESS}]}
    at = {"id": "at", "location": place}
    organisation = {"id": "o", "name": "Stichting"}
    service = SERVICE | {"service_at_locations": [at], "organization": organisation,
                         "contacts": [contact]}  # fmt: skip
    holders = {"service_id": service, "location_id": place, "organization_id": organisation,
               "contact_id": contact, "service_at_location_id": at, "link_id": place}  # fmt: skip
    for table, record in records:
        key = next(name for name in record if name in holders)
        part = {name: value for name, value in record.items() if not name.endswith("_id")}
        if key == "link_id":
            part["taxonomy_term"] = TERM
        holder = holders[key]
        holder[NESTED_AS.get(table, table)] = [*holder.get(NESTED_AS.get(table, table), ()), part]
    return service


def tables(records):
    """Return the same service as tables."""
    found = {
        "services": [{"id": "s", "name": "Taalcafé", "status": "active", "organization_id": "o"}],
        "organizations": [{"id": "o", "name": "Stichting"}],
        "locations": [{"id": "p", "name": "De Kei", "latitude": "52.155", "longitude": "5.387"}],
        "service_at_location": [{"id": "at", "service_id": "s", "location_id": "p"}],
        "addresses": [{"id": "a", "location_id": "p", **ADDRESS}],
        "contacts": [{"id": "c", "service_id": "s", "name": "Ann"}],
        "taxonomy_terms": [TERM],
    }
    for table, record in records:
        found.setdefault(table, []).append(record)
    return found


def packed(folder, found):
    """Write tables as a zip of CSV files."""
    path = folder / "pakket.zip"
    with zipfile.ZipFile(path, "w") as package:
        for table, records in found.items():
            text = io.StringIO()
            writer = csv.DictWriter(text, [*dict.fromkeys(name for one in records for name in one)])
            writer.writeheader()
            writer.writerows(records)
            package.writestr(f"{table}.csv", text.getvalue())
    return path


@pytest.mark.parametrize("form", ["json", "tabular", "zip"])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(RECORDS)
def test_each_text_of_a_service_is_in_its_listing_or_in_the_report(tmp_path, form, wanted):
    records, texts = filled(wanted)
    if form == "json":
        path = document(tmp_path, nested(records))
    elif form == "tabular":
        path = document(tmp_path, {f"{name}.csv": one for name, one in tables(records).items()})
    else:
        path = packed(tmp_path, tables(records))
    rows, remarks = brought(path)
    held = json.dumps(to_document(rows["Taalcafé"].listing))
    said = json.dumps([(each.value, each.facts) for each in remarks]).replace(" ", "")
    never = tuple(f"{each.column}." for each in remarks if "nemen we niets" in each.sentence)
    assert [
        (column, text)
        for column, text in texts
        if text not in held and text not in said and not f"{column}.".startswith(never)
    ] == []
