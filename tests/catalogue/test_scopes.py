"""Who answers for a listing: Python and the database agree, whatever the listing and the roles."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socialmap.catalogue.models import Organisation
from socialmap.catalogue.queries import initiatives
from socialmap.catalogue.scopes import Reach, scope_in
from socialmap.db import db
from socialmap.guards import scope_of
from socialmap.importing.uploads.applying import _outside
from socialmap.importing.uploads.models import Upload
from socialmap.people.permissions import (
    Held,
    Permission,
    Role,
    allows,
    areas_of,
    covers,
    organisations_of,
)
from tests.listings import UTRECHT, ZEIST, listing, located, put

TOWNS = ["Utrecht", "Zeist", "De Bilt"]
ORGANISATIONS = ["De Kei", "De Brug"]
AT_SEA = (3.4, 54.5)
locations = st.builds(
    located,
    st.sampled_from([UTRECHT, ZEIST, AT_SEA]),
    municipality=st.sampled_from(["", *TOWNS]),
    postcode=st.sampled_from(["", "3512 JC"]),
)
listings = st.builds(
    replace,
    st.just(listing("Koffie", None)),
    locations=st.lists(locations, max_size=2).map(tuple),
    service_areas=st.sets(st.sampled_from(TOWNS), max_size=2).map(tuple),
    organisation=st.sampled_from(["", *ORGANISATIONS]),
)


@pytest.fixture
def organisation_ids(session):
    put(*(listing("Iets", organisation=name) for name in ORGANISATIONS))
    return [each.id for each in session.query(Organisation).order_by(Organisation.name)]


def grants(organisation_ids):
    """Roles as they are held: also with what does not belong to a role."""
    whose = st.sampled_from([None, *organisation_ids])
    held = st.builds(Held, st.sampled_from(Role), st.sampled_from(["", *TOWNS]), whose)
    return st.lists(held, max_size=3)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_python_and_the_database_agree(organisation_ids, data):
    written = data.draw(st.lists(listings, min_size=1, max_size=3))
    ids = put(*written)
    there = initiatives(ids)
    held = data.draw(grants(organisation_ids))
    permission = data.draw(st.sampled_from(Permission))
    reach = Reach(areas_of(held, permission), organisations_of(held, permission))
    limit = reach.ids()
    within = set(ids) if limit is None else {*db.session.scalars(limit)} & {*ids}
    allowed = {each for each in ids if allows(held, permission, scope_of(there[each]))}
    assert allowed == within
    # Of a listing on its way in, only its place is known: an import knows no other way.
    upload = Upload(areas=None if reach.areas is None else sorted(reach.areas))
    outside = {
        each
        for each, one in zip(ids, written, strict=True)
        if not covers(reach.areas, (), scope_in(one))
    }
    assert _outside(upload, ids) == outside


@pytest.mark.parametrize(
    ("fields", "areas"),
    [
        ({"locations": (located(ZEIST, municipality="Zeist"),)}, {"Zeist"}),
        (
            {"locations": (located(ZEIST, municipality="Zeist"),), "service_areas": ("Utrecht",)},
            {"Zeist"},
        ),
        ({"service_areas": ("Utrecht", "Zeist")}, {"Utrecht", "Zeist"}),
        ({"locations": (located(AT_SEA),), "service_areas": ("Utrecht",)}, {"Utrecht"}),
        ({}, set()),
    ],
)
def test_a_listing_is_in_its_municipality_else_where_it_serves(session, fields, areas):
    [initiative_id] = put(replace(listing("Koffie", None), **fields))
    assert scope_of(initiatives([initiative_id])[initiative_id]).areas == areas


def test_what_is_no_initiative_yet_lies_where_it_says(session):
    def covered(reach, area):
        return db.session.scalar(db.select(reach.covers_area(db.literal(area))))

    utrecht = Reach(frozenset({"Utrecht"}))
    assert covered(utrecht, "Utrecht")
    assert covered(utrecht, "")
    assert not covered(utrecht, "Zeist")
    assert covered(Reach(), "Zeist")
    assert not covered(Reach(frozenset()), "")
