"""The page of an organisation for residents."""

import pytest
from sqlalchemy import select

from socialmap.catalogue.models import Initiative, Organisation, Status
from socialmap.catalogue.scopes import EVERYWHERE
from socialmap.db import db
from socialmap.organisations.actions import OrganisationFacts, change, make
from tests.listings import UTRECHT, listing, put


@pytest.fixture
def brug(app):
    put(
        listing("Koor", UTRECHT, summary="Samen zingen.", organisation="De Brug"),
        listing(
            "Soep", UTRECHT, summary="Geheim.", organisation="De Brug",
            visibility={"what": "internal", "place": "internal"}, at={"town": "Utrecht"},
        ),
        listing("Weg", UTRECHT, organisation="De Brug"),
    )  # fmt: skip
    weg = db.session.scalar(select(Initiative).where(Initiative.name == "Weg"))
    weg.status = Status.PAUSED
    db.session.flush()
    return db.session.scalar(select(Organisation))


def test_the_page_of_a_listing_leads_to_its_organisation(client, brug):
    assert 'href="/organisatie/de-brug"' in client.get("/initiatief/koor").text


def test_it_says_what_everybody_may_know(client, brug):
    facts = OrganisationFacts(
        name="De Brug", description="Wij verbinden.", website="https://brug.nl",
        email="info@brug.nl", phones=({"number": "+31302345678", "words": ""},),
    )  # fmt: skip
    change(brug, facts, brug.version, "person:1", EVERYWHERE)
    page = client.get("/organisatie/de-brug").text
    for text in ("De Brug", "Wij verbinden.", "brug.nl", "info@brug.nl", "030 234 5678"):
        assert text in page
    assert "Samen zingen." in page
    assert "nog niet gecontroleerd" in page
    # What is not for everybody, or not on the map, is not here.
    assert "Geheim." not in page
    assert "Weg" not in page


def test_one_with_nothing_on_the_map_has_no_page(client, brug):
    make(OrganisationFacts(name="Nog leeg"), "person:1")
    make(OrganisationFacts(name="Met tekst", description="Wij komen eraan."), "person:1")
    assert client.get("/organisatie/nog-leeg").status_code == 404
    assert client.get("/organisatie/nog-leeg/bijhouden").status_code == 404
    assert "niets van deze organisatie" in client.get("/organisatie/met-tekst").text
    assert client.get("/organisatie/die-is-er-niet").status_code == 404
