"""Which organisations are trusted to change their own listings at once."""

import pytest
from sqlalchemy import select

from socialmap.catalogue.models import Organisation
from socialmap.db import db
from socialmap.people.models import AuditEvent
from tests.desk import a_person, sign_in
from tests.listings import UTRECHT, ZEIST, listing, put

INDEX = "/beheer/organisaties"


@pytest.fixture
def two(app):
    put(
        listing("Koor", UTRECHT, organisation="Stichting A"),
        listing("Soep", UTRECHT, organisation="Stichting A"),
        listing("Lopen", ZEIST, organisation="Club_B"),
    )
    return {each.name: each for each in db.session.scalars(select(Organisation))}


def test_an_organisation_becomes_a_member_and_stops(client, two):
    sign_in(client, a_person())
    path = f"{INDEX}/{two['Stichting A'].id}"
    assert client.post(path, data={"member": "1"}).status_code == 303
    assert two["Stichting A"].member
    assert "Geen lid meer" in client.get(INDEX).text
    client.post(path, data={"member": "0"})
    assert not two["Stichting A"].member
    noted = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert noted[-2:] == ["add_member", "remove_member"]


def test_they_are_found_by_name(client, two):
    sign_in(client, a_person())
    assert "2 organisaties" in client.get(INDEX).text
    assert "1 organisatie" in client.get(f"{INDEX}?naam=b_").text
    assert "Geen organisatie gevonden" in client.get(f"{INDEX}?naam=100%25&pagina=-1").text


def test_only_of_the_own_area(client, two):
    sign_in(client, a_person(area="Zeist"))
    page = client.get(INDEX).text
    assert "Club_B" in page
    assert "Stichting A" not in page
    assert client.post(f"{INDEX}/{two['Stichting A'].id}", data={"member": "1"}).status_code == 404
    assert not two["Stichting A"].member
