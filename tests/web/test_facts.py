"""Each fact of the table of fields is edited, imported, written, searched for and shown."""

import csv
import io

import pytest
from bs4 import BeautifulSoup

from socialmap.catalogue.fields import LISTING, LOCATION, Sort
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.listing import ListedLocation, Listing
from socialmap.catalogue.models import Initiative
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.db import db
from socialmap.search.query import FACETS
from socialmap.standards.geojson import feature
from socialmap.standards.hsds import service
from socialmap.standards.tables import HEADERS, row_of
from tests.desk import a_person, sign_in
from tests.importing.samples import brought
from tests.listings import UTRECHT, located, put
from tests.standards.listed import exported
from tests.web.desk.editing.filling import send, words

OF_LISTING = [field for field in LISTING if field.sort is Sort.FACT]
OF_PLACE = [field for field in LOCATION if field.sort is Sort.FACT]
FACTS = [*OF_LISTING, *OF_PLACE]
# Facts with a cell of their own; what is free is told by what it costs.
IN_FILE = [field for field in FACTS if field.headers]
SEARCHED = [field for field in FACTS if field.scheme]
LITTLE = {
    "name": "Alles",
    "kind": "coffee_hour",
    "place-0-postcode": "3512 AE",
    "place-0-town": "Utrecht",
}
PARAM = {facet.scheme: facet.param for facet in FACETS if facet.facts}


def named(fields):
    return pytest.mark.parametrize("field", fields, ids=lambda field: field.name)


def every_fact(value):
    """A listing of which each fact has this value, on its way out."""
    place = located(UTRECHT, town="Utrecht", **{field.name: value for field in OF_PLACE})
    facts = {field.name: value for field in OF_LISTING}
    return exported(Listing(name="Alles", locations=(place,), **facts))


def value_of(listing, field):
    [place] = listing.locations
    return getattr(place if field in OF_PLACE else listing, field.name)


def term_of(field):
    return taxonomy().get(field.scheme, field.name)


@pytest.fixture
def everything(session):
    [initiative_id] = put(every_fact(True).listing)
    session.commit()
    return db.session.get(Initiative, initiative_id)


@pytest.mark.parametrize(("typed", "value"), [("1", True), ("0", False), ("", None)])
def test_each_fact_is_edited_at_the_desk(client, session, typed, value):
    sign_in(client, a_person())
    session.commit()
    page = client.get("/beheer/initiatieven/nieuw")
    shown = BeautifulSoup(page.text, "html.parser")
    names = [*(field.name for field in OF_LISTING), *(f"place-0-{f.name}" for f in OF_PLACE)]
    assert [name for name in names if not shown.select(f"#formulier [name={name}]")] == []
    answer = send(client, page, "publish", LITTLE | dict.fromkeys(names, typed))
    assert answer.status_code == 303, words(answer)
    listing = latest_listing(db.session.query(Initiative.id).scalar())
    assert {field.name: value_of(listing, field) for field in FACTS} == {
        field.name: value for field in FACTS
    }


@named(IN_FILE)
def test_each_fact_is_imported_by_each_of_its_headers(tmp_path, field):
    for header in (*field.headers.split("|"), field.name):
        path = tmp_path / "lijst.csv"
        path.write_text(f"naam;postcode;{header}\nKoffie;3512 AE;ja\nThee;3512 AE;nee\n", "utf-8")
        rows, _ = brought(path)
        assert value_of(rows["Koffie"].listing, field) is True, header
        assert value_of(rows["Thee"].listing, field) is False, header


@named(IN_FILE)
@pytest.mark.parametrize(("value", "cell"), [(True, "ja"), (False, "nee"), (None, "")])
def test_each_fact_is_written_in_a_table(field, value, cell):
    row = next(csv.reader(io.StringIO(";".join(row_of(every_fact(value)))), delimiter=";"))
    assert dict(zip(HEADERS, row, strict=True))[field.headers.split("|")[0]] == cell


@named(FACTS)
def test_each_fact_is_a_property_in_geojson(field):
    assert feature(every_fact(True))["properties"][field.name] is True
    assert field.name not in feature(every_fact(None))["properties"]


@named(SEARCHED)
def test_each_fact_is_a_term_in_hsds(field):
    told = service(every_fact(True))
    codes = {each["taxonomy_term"]["code"]: each["value"] for each in told["attributes"]}
    [at] = told["service_at_locations"]
    texts = [each["description"] for each in at["location"]["accessibility"]]
    if field in OF_PLACE:
        assert term_of(field).nl in texts
    else:
        assert codes[field.name] == "yes"


@named(SEARCHED)
def test_each_fact_is_a_filter_of_the_search(client, session, field):
    say_no = {f.name: False for f in OF_LISTING}
    place = located(UTRECHT, **{f.name: False for f in OF_PLACE})
    put(every_fact(True).listing, Listing(name="Niets", locations=(place,), **say_no))
    session.commit()
    param = PARAM[field.scheme]
    page = client.get(f"/zoeken?{param}={field.name}")
    shown = BeautifulSoup(page.text, "html.parser")
    assert shown.select_one(f"#filter-{param}-{field.name}").has_attr("checked")
    names = [card.get_text(" ") for card in shown.select(".card")]
    assert len(names) == 1, names
    assert "Alles" in names[0]


def test_each_fact_is_shown_on_the_page(client, everything):
    page = words(client.get(f"/initiatief/{everything.slug}")).lower()
    # What it costs stands apart.
    missing = [field.name for field in SEARCHED if term_of(field).nl.lower() not in page]
    assert missing == []


def test_a_place_without_facts_has_none():
    assert {getattr(ListedLocation(lon=5, lat=52), field.name) for field in OF_PLACE} == {None}
