"""Whoever guesses an id: an editor stays with the own organisation, a coordinator in the own town."""

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

# Who a part of an address names a listing by.
GAPS = {"initiative_id": "id", "slug": "slug"}


@pytest.fixture
def listings(session):
    """One of the own organisation in the own town, and one of another elsewhere."""
    ids = put(
        listing("Eigen", organisation="De Kei", at={"municipality": "Utrecht"}),
        listing("Ander", ZEIST, organisation="De Brug", at={"municipality": "Zeist"}),
    )
    found = initiatives(ids)
    return [found[each] for each in ids]


def pages_of(app, listing):
    """Each page of the desk about one listing: endpoint, method, and its address."""
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


def whoever(role, session):
    if role == Role.EDITOR:
        mine = session.query(Organisation).filter_by(name="De Kei").one()
        return a_person(role, organisation=mine.id)
    return a_person(role, area="Utrecht")


@pytest.mark.parametrize("role", [Role.EDITOR, Role.COORDINATOR])
def test_a_listing_of_another_is_shut_on_every_page(app, client, session, listings, role):
    own, other = listings
    sign_in(client, whoever(role, session))
    before = session.query(Revision).count()
    tried = [each for each in pages_of(app, other) if DESK[each[0]] in ROLES[role]]
    assert tried
    for endpoint, method, path in tried:
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
    own, other = (proposals.make(each, Subject.GONE) for each in listings)
    sign_in(client, a_person(Role.COORDINATOR, area="Utrecht"))
    assert client.get(f"/beheer/voorstellen/{own.id}").status_code == 200
    for method in ("GET", "POST"):
        answer = client.open(f"/beheer/voorstellen/{other.id}", method=method)
        assert answer.status_code == 403
    assert "Ander" not in client.get("/beheer/voorstellen").text
    assert "Ander" not in client.get("/beheer").text
