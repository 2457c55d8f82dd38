"""The table of fields, the values and the tables of the database name the same fields."""

from dataclasses import fields

import pytest

from socialmap.catalogue.fields import ACTIVITY, FIELD_GROUPS, LISTING, LOCATION, Sort
from socialmap.catalogue.listing import ListedActivity, ListedLocation, Listing
from socialmap.catalogue.models import Activity, Contact, Initiative
from socialmap.catalogue.rows import SCHEMES
from socialmap.catalogue.taxonomy import taxonomy
from socialmap.db import PERSONAL
from socialmap.places.models import Location

# Columns that are no fields: what the platform keeps to itself, and what follows from fields.
OWN = {
    *("id", "slug", "status", "version", "created_at", "changed_at", "due_on", "overdue_on"),
    *("source", "source_id", "import_run_id", "hidden_by", "organisation_id"),
}
# Fields that are rows of other tables, and the columns that hold how to reach a listing.
ROWS = {"organisation", "forms", "locations", "activities", "confirmations", *SCHEMES}
CONTACT = {"contact_name": "name", "phones": "phones", "email": "email", "website": "website"}
FACTS = [field for field in (*LISTING, *LOCATION) if field.sort is Sort.FACT]


def names(table):
    return [field.name for field in table]


def columns(model):
    return set(model.__table__.columns.keys())


@pytest.mark.parametrize(
    ("table", "value"),
    [(LISTING, Listing), (LOCATION, ListedLocation), (ACTIVITY, ListedActivity)],
)
def test_each_field_of_a_value_has_its_line(table, value):
    assert sorted(names(table)) == sorted(each.name for each in fields(value))


def test_each_column_of_the_database_has_its_line():
    assert columns(Initiative) - OWN == set(names(LISTING)) - ROWS - CONTACT.keys()
    assert columns(Contact) - {"id", "initiative_id"} == set(CONTACT.values())
    assert columns(Location) - {"id", "point"} == set(names(LOCATION)) - {"lon", "lat"}
    assert columns(Activity) - {"id", "initiative_id"} == set(names(ACTIVITY))


def test_what_is_personal_is_marked_in_the_database():
    def marked(model):
        return {column.name for column in model.__table__.columns if column.info == PERSONAL}

    assert {field.name for field in LOCATION if field.personal} == marked(Location)
    personal = {field.name for field in LISTING if field.personal}
    assert {name for name, column in CONTACT.items() if column in marked(Contact)} == personal
    assert marked(Initiative) == marked(Activity) == set()


def test_each_field_is_in_a_group_or_always_shows():
    assert {field.group for field in LISTING} == {*FIELD_GROUPS, ""}
    assert {field.name for field in LISTING if not field.group} == {
        *("name", "organisation", "confirmations", "funding_until"),
        *("source_url", "licence", "visibility"),
    }


def test_each_field_of_a_listing_has_words():
    assert [field.name for field in LISTING if not field.words] == []


@pytest.mark.parametrize("field", FACTS, ids=lambda field: field.name)
def test_a_fact_is_a_term_of_its_own_scheme_only(field):
    """A town may drop a term; as shipped, each fact that is searched for has one."""
    schemes = [name for name in ("threshold", "accessibility") if taxonomy().get(name, field.name)]
    assert schemes == ([field.scheme] if field.scheme else [])


@pytest.mark.parametrize("scheme", ["threshold", "accessibility"])
def test_each_term_of_a_scheme_of_facts_is_a_fact(scheme):
    facts = {field.name for field in FACTS if field.scheme == scheme}
    assert {term.code for term in taxonomy().terms(scheme)} == facts
