"""Listings of one name are told apart by their address in every list of the desk."""

import pytest

from socialmap.duplicates.actions import initiative_of, save_pairs
from socialmap.duplicates.search import search_pairs
from socialmap.proposals.actions import make
from socialmap.proposals.models import Subject
from tests.desk import a_person, sign_in
from tests.listings import listing, put

AT = {"town": "Utrecht", "municipality": "Utrecht", "postcode": "3511 AB"}
ADDRESSES = ("Dam 1, 3511 AB Utrecht", "Dam 2, 3511 AB Utrecht")


@pytest.fixture
def desk(client):
    """Two listings of one name at other addresses, and one of another name."""
    at = [AT | {"street": f"Dam {number}"} for number in (1, 2)]
    put(*(listing("Koffie", at=each, organisation="De Brug") for each in at))
    put(listing("Thee", at=AT | {"street": "Weg 9"}))
    save_pairs(search_pairs())
    sign_in(client, a_person())
    return client


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/lijst",
        "/lijst?kolom=vorm",
        "/nakijken",
        "/bellen",
        "/dubbel",
        "/dubbel/samen/{thee}?wat=koffie",
    ],
)
def test_each_list_tells_them_apart(desk, path):
    thee = initiative_of("thee").id
    page = desk.get(f"/beheer{path.format(thee=thee)}").text
    assert all(address in page for address in ADDRESSES)
    if path in ("", "/nakijken", "/bellen", "/lijst?kolom=vorm"):
        assert "Weg 9" not in page


def test_proposals_about_them_are_told_apart(desk, session):
    slugs = [
        each.slug for each in session.query(type(initiative_of("thee"))) if each.name == "Koffie"
    ]
    for slug in slugs:
        make(initiative_of(slug), Subject.GONE)
    page = desk.get("/beheer/voorstellen").text
    assert all(f"Koffie ({address})" in page for address in ADDRESSES)


def test_the_page_that_merges_them_says_which_stays(desk, session):
    one, other = (
        each.id for each in session.query(type(initiative_of("thee"))) if each.name == "Koffie"
    )
    page = desk.get(f"/beheer/dubbel/samen/{one}/{other}").text
    assert f"Koffie ({ADDRESSES[0]})" in page
    assert f"Koffie ({ADDRESSES[1]})" in page
