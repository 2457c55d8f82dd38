"""Merging two organisations at the desk, and taking that back."""

import pytest
from sqlalchemy import select

from socialmap.catalogue.models import Initiative, Organisation
from socialmap.catalogue.organisations import organisation_by_slug
from socialmap.catalogue.scopes import EVERYWHERE
from socialmap.db import db
from socialmap.organisations.actions import OrganisationFacts, change
from socialmap.organisations.models import OrganisationMerge
from tests.desk import a_person, sign_in
from tests.listings import UTRECHT, ZEIST, listing, put

INDEX = "/beheer/organisaties"


@pytest.fixture
def two(app):
    put(
        listing("Koor", ZEIST, organisation="De Brug"),
        listing("Lopen", ZEIST, organisation="Stichting de Brug"),
    )
    found = {each.name: each for each in db.session.scalars(select(Organisation))}
    return found["Stichting de Brug"], found["De Brug"]


def path_of(keep, drop=None):
    return f"{INDEX}/{keep.id}/samenvoegen" + (f"/{drop.id}" if drop else "")


def sent(keep, drop, **more):
    return {"versions": f"{keep.version}-{drop.version}", **more}


def described(organisation, text):
    facts = OrganisationFacts(name=organisation.name, description=text)
    change(organisation, facts, organisation.version, "person:1", EVERYWHERE)


def test_two_are_merged_and_taken_apart(client, two):
    keep, drop = two
    described(keep, "Een")
    described(drop, "Twee")
    keep_id, drop_id, slug = keep.id, drop.id, drop.slug
    sign_in(client, a_person())
    found = client.get(f"{path_of(keep)}?naam=brug").text
    assert path_of(keep, drop) in found
    page = client.get(path_of(keep, drop)).text
    assert "1 initiatief van ‘De Brug’ gaat mee." in page
    assert "Twee" in page
    assert client.post(path_of(keep, drop), data=sent(keep, drop, take="description")).location
    shown = client.get(f"{INDEX}/{keep_id}").text
    for text in ("Koor", "Twee", "De Brug", "Haal weer uit elkaar"):
        assert text in shown
    # The page of the one that is gone leads to the one that stays, at the desk and for residents.
    assert client.get(f"{INDEX}/{drop_id}").location.endswith(str(keep_id))
    moved = client.get(f"/organisatie/{slug}")
    assert moved.status_code == 301
    assert moved.location == f"/organisatie/{organisation_by_slug(slug).slug}"
    row = db.session.scalar(select(OrganisationMerge))
    back = client.post(f"{INDEX}/uit-elkaar/{row.id}")
    assert back.status_code == 303
    assert "Alles is zoals het was." in client.get(back.location).text
    assert client.post(f"{INDEX}/uit-elkaar/{row.id}").status_code == 404


def test_what_was_changed_since_is_said(client, two):
    keep, drop = two
    sign_in(client, a_person())
    client.post(path_of(keep, drop), data=sent(keep, drop))
    koor = db.session.scalar(select(Initiative).where(Initiative.name == "Koor"))
    koor.organisation_id = None
    db.session.flush()
    row = db.session.scalar(select(OrganisationMerge))
    back = client.post(f"{INDEX}/uit-elkaar/{row.id}")
    assert "Dit is daarna gewijzigd, en lieten we zo: ‘Koor’." in client.get(back.location).text


def test_what_changed_while_the_page_was_open_is_asked_again(client, two):
    keep, drop = two
    sign_in(client, a_person())
    old = sent(keep, drop)
    described(drop, "Net gewijzigd")
    answer = client.post(path_of(keep, drop), data=old)
    assert answer.status_code == 409
    assert "Net gewijzigd" in answer.text
    assert db.session.scalar(select(OrganisationMerge)) is None


def test_one_with_listings_elsewhere_is_not_merged_from_here(client, two):
    keep, drop = two
    put(listing("Zwemmen", UTRECHT, organisation="De Brug"))
    sign_in(client, a_person(area="Zeist"))
    for one, other in ((keep, drop), (drop, keep)):
        assert client.get(path_of(one, other)).status_code == 403
        assert client.post(path_of(one, other), data=sent(one, other)).status_code == 403


def test_one_is_not_merged_with_itself(client, two):
    sign_in(client, a_person())
    assert client.get(path_of(two[0], two[0])).status_code == 404
