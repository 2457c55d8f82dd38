"""Guessing an id opens nothing outside the own organisation or the own town."""

import re

import pytest

from socialmap.catalogue.models import Organisation, Revision
from socialmap.catalogue.queries import initiatives
from socialmap.people.permissions import ROLES, Role
from socialmap.proposals import actions as proposals
from socialmap.proposals.models import Subject
from tests.desk import a_person, sign_in
from tests.listings import ZEIST, listing, put
from tests.shape.test_access import DESK

# Parts of an address that name a listing, with the attribute that fills them.
GAPS = {"initiative_id": "id", "slug": "slug"}


@pytest.fixture
def listings(session):
    """A listing of the own organisation in the own town, and one of another elsewhere."""
    ids = put(
        listing("Eigen", organisation="De Kei", at={"municipality": "Utrecht"}),
        listing("Ander", ZEIST, organisation="De Brug", at={"municipality": "Zeist"}),
    )
    rows = initiatives(ids)
    return [rows[listing_id] for listing_id in ids]


def pages_of(app, listing):
    """Yield endpoint, method and path of each page of the desk about one listing."""
    for rule in app.url_map.iter_rules():
        names = rule.arguments & set(GAPS)
        if rule.endpoint in DESK and names:
            path = rule.rule
            for name in names:
                value = str(getattr(listing, GAPS[name]))
                path = re.sub(rf"<(?:[^<>]*:)?{name}>", value, path)
            path = re.sub(r"<[^<>]*>", "1", path)
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield rule.endpoint, method, path


def person_with(role, session):
    if role == Role.EDITOR:
        mine = session.query(Organisation).filter_by(name="De Kei").one()
        return a_person(role, organisation=mine.id)
    return a_person(role, area="Utrecht")


@pytest.mark.parametrize("role", [Role.EDITOR, Role.COORDINATOR])
def test_a_listing_of_another_is_shut_on_every_page(app, client, session, listings, role):
    own, other = listings
    sign_in(client, person_with(role, session))
    before = session.query(Revision).count()
    pages = [page for page in pages_of(app, other) if DESK[page[0]] in ROLES[role]]
    assert pages
    for endpoint, method, path in pages:
        answer = client.open(path, method=method)
        assert answer.status_code in {403, 404}, (endpoint, method, answer.status_code)
        assert "Ander" not in answer.text, (endpoint, method)
    assert session.query(Revision).count() == before
    opened = [
        client.get(path).status_code
        for endpoint, method, path in pages_of(app, own)
        if method == "GET" and DESK[endpoint] in ROLES[role]
    ]
    assert 200 in opened
    assert 403 not in opened


def test_a_proposal_for_another_town_is_shut_too(client, session, listings):
    own, other = (proposals.make(listing, Subject.GONE) for listing in listings)
    sign_in(client, a_person(Role.COORDINATOR, area="Utrecht"))
    assert client.get(f"/beheer/voorstellen/{own.id}").status_code == 200
    for method in ("GET", "POST"):
        answer = client.open(f"/beheer/voorstellen/{other.id}", method=method)
        assert answer.status_code == 403
    assert "Ander" not in client.get("/beheer/voorstellen").text
    assert "Ander" not in client.get("/beheer").text
