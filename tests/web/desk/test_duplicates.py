"""Pairs side by side: merged field by field, told apart, taken back."""

import pytest
from bs4 import BeautifulSoup

from socialmap.catalogue.actions import rewrite
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.models import Status
from socialmap.catalogue.scopes import EVERYWHERE
from socialmap.duplicates.actions import initiative_of, save_pairs
from socialmap.duplicates.search import groups_page, search_pairs
from socialmap.jobs import JOBS
from tests.desk import a_person, sign_in
from tests.listings import CHANGE, ZEIST, listing, put

AT = {"street": "Dam 3", "postcode": "3511 AB", "town": "Utrecht", "municipality": "Utrecht"}


@pytest.fixture
def two(session):
    """Two listings that are probably one; the first tells more."""
    put(
        listing("De Brug", at=AT, summary="Koffie.", kind="coffee_hour", hours="Mo 10:00-12:00"),
        listing("Stichting De Brug", at=AT, summary="Thee.", phone="+31301234567"),
    )
    save_pairs(search_pairs())
    session.flush()
    return initiative_of("de-brug"), initiative_of("stichting-de-brug")


@pytest.fixture
def path(two):
    return f"/beheer/dubbel/{groups_page(EVERYWHERE, 1).items[0].pairs[0].id}"


@pytest.fixture
def desk(client, session):
    """The browser of a coordinator, with each request in a transaction of its own."""
    sign_in(client, a_person())

    def send(path, **data):
        session.commit()
        return client.post(path, data=data)

    client.send = send
    return client


def text_of(answer):
    return " ".join(BeautifulSoup(answer.text, "html.parser").get_text(" ").split())


def test_pairs_are_listed_and_lead_to_a_page(desk, two, path):
    page = desk.get("/beheer/dubbel")
    assert "De Brug · Stichting De Brug" in text_of(
        page
    ) or "Stichting De Brug · De Brug" in text_of(page)
    assert f'href="{path}"' in page.text


def test_why_two_are_one_and_what_differs_is_told(desk, path):
    page = text_of(desk.get(path))
    assert "Waarom denken we dat?" in page
    assert "Dam 3" in page
    assert "‘De Brug’ blijft" in page
    assert "gaat vanzelf mee" in page
    assert "‘Stichting De Brug’ blijft" in text_of(desk.get(f"{path}?houd=stichting-de-brug"))


def test_what_is_picked_comes_along_and_the_old_address_leads_on(desk, two, path):
    sent = {"houd": "de-brug", "take": ["summary"], "reason": "zelfde deur"}
    assert desk.send(path, **sent).location == "/beheer/dubbel"
    there = latest_listing(two[0].id)
    assert (there.name, there.summary, there.phone) == ("De Brug", "Thee.", "+31301234567")
    moved = desk.get("/initiatief/stichting-de-brug")
    assert (moved.status_code, moved.location) == (301, "/initiatief/de-brug")
    page = desk.get("/beheer/dubbel")
    assert "Stichting De Brug is nu deel van De Brug" in text_of(page)
    undone = desk.send("/beheer/dubbel/uit-elkaar/stichting-de-brug")
    assert undone.status_code == 303
    assert initiative_of("stichting-de-brug").status == "published"
    assert latest_listing(two[0].id).summary == "Koffie."


def test_nobody_merges_what_somebody_else_just_changed(desk, path, two):
    page = BeautifulSoup(desk.get(path).text, "html.parser")
    seen = page.select_one("input[name=versions]")["value"]
    rewrite([(two[1].id, listing("Stichting De Brug", at=AT, summary="Soep."))], CHANGE)
    answer = desk.send(path, houd="de-brug", versions=seen)
    assert answer.status_code == 409
    assert "net gewijzigd" in text_of(answer)
    assert "Soep." in text_of(answer)
    assert groups_page(EVERYWHERE, 1).items


def test_the_other_may_stay(desk, path, two):
    desk.send(path, houd="stichting-de-brug")
    assert latest_listing(two[1].id).name == "Stichting De Brug"


def test_no_duplicate_is_remembered(desk, path, two):
    assert desk.send(f"{path}/twee").status_code == 303
    assert "geen dubbele vermeldingen" in text_of(desk.get("/beheer/dubbel"))
    assert desk.get(path).status_code == 404


def test_what_is_on_the_map_does_not_go_for_what_is_not(desk, path, two, session):
    two[0].status = Status.PAUSED
    session.flush()
    answer = desk.send(path, houd="de-brug")
    assert answer.status_code == 422
    assert "staat niet op de kaart" in text_of(answer)


def test_a_search_can_be_asked_for(desk, two, session):
    put(listing("De brug", at=AT))
    assert "iets gewijzigd" in text_of(desk.get("/beheer/dubbel"))
    assert desk.send("/beheer/dubbel/zoek").status_code == 303
    assert {"pairs", "forget-proposers"} <= JOBS.keys()


def test_who_answers_for_another_municipality_decides_nothing(client, path, two, session):
    sign_in(client, a_person(area="Zeist"))
    session.commit()
    assert "De Brug" not in text_of(client.get("/beheer/dubbel"))
    assert client.get(path).status_code == 403
    for way in (path, f"{path}/twee"):
        assert client.post(way, data={"houd": "de-brug"}).status_code == 403
    assert groups_page(EVERYWHERE, 1).items


def test_a_merge_of_another_municipality_is_not_taken_back(client, desk, path, two, session):
    desk.send(path, houd="de-brug")
    sign_in(client, a_person(area="Zeist"))
    session.commit()
    assert client.post("/beheer/dubbel/uit-elkaar/stichting-de-brug").status_code == 403
    assert client.post("/beheer/dubbel/uit-elkaar/nooit").status_code == 404


@pytest.fixture
def any_two(session):
    """Two listings that do not resemble each other, and the address to merge them."""
    one, other = put(
        listing("Wandelen", at={"municipality": "Utrecht"}),
        listing("Samen op pad", ZEIST, at={"municipality": "Zeist"}, summary="Lopen."),
    )
    return one, other, f"/beheer/dubbel/samen/{one}/{other}"


def test_any_two_listings_can_be_merged_by_hand(desk, any_two):
    one, _, path = any_two
    edit = desk.get(f"/beheer/initiatieven/{one}")
    assert f'href="/beheer/dubbel/samen/{one}"' in edit.text
    assert "Waarmee voeg je ‘Wandelen’ samen?" in text_of(desk.get(f"/beheer/dubbel/samen/{one}"))
    found = desk.get(f"/beheer/dubbel/samen/{one}?wat=pad")
    assert f'href="{path}"' in found.text
    assert "Niets gevonden" in text_of(desk.get(f"/beheer/dubbel/samen/{one}?wat=wandelen"))
    assert "Wat hebben ze gemeen?" in text_of(desk.get(f"{path}?houd=wandelen"))
    assert desk.send(path, houd="wandelen").location == "/beheer/dubbel"
    assert latest_listing(one).summary == "Lopen."
    assert desk.get(path).status_code == 404
    page = text_of(desk.get("/beheer/dubbel"))
    assert "Samen op pad is nu deel van Wandelen" in page
    assert "geen dubbele" not in page


def test_any_two_can_be_told_apart_and_none_with_itself(desk, any_two):
    one, _, path = any_two
    assert desk.send(f"{path}/twee").location == "/beheer/dubbel"
    assert desk.get(f"/beheer/dubbel/samen/{one}/{one}").status_code == 404


def test_both_must_be_in_the_own_town_to_be_merged(client, session, any_two):
    one, other, path = any_two
    sign_in(client, a_person(area="Utrecht"))
    assert client.get(f"/beheer/dubbel/samen/{one}").status_code == 200
    assert "Samen op pad" not in client.get(f"/beheer/dubbel/samen/{one}?wat=pad").text
    assert client.get(f"/beheer/dubbel/samen/{other}").status_code == 403
    assert client.get(path).status_code == 403
    for way in (path, f"{path}/twee"):
        assert client.post(way, data={"houd": "wandelen"}).status_code == 403


def test_a_group_of_three_is_shown_as_one(desk, session):
    put(*(listing("De Zon", at=AT) for _ in range(3)))
    save_pairs(search_pairs())
    page = text_of(desk.get("/beheer/dubbel"))
    sun = "De Zon (Dam 3, 3511 AB Utrecht)"
    assert f"3 vermeldingen die op elkaar lijken: {sun} · {sun} · {sun}" in page
    assert page.count(f"Vergelijk : {sun}, {sun}") == 3


def test_what_changed_after_the_search_is_not_called_free_of_duplicates(desk, session):
    put(listing("De Zon", at=AT))
    save_pairs(search_pairs())
    assert "Er zijn geen dubbele vermeldingen. Mooi!" in text_of(desk.get("/beheer/dubbel"))
    put(listing("De Zon", at=AT))
    assert "Zoek opnieuw om te zien of dat nog zo is." in text_of(desk.get("/beheer/dubbel"))


def test_what_two_have_in_common_is_in_dutch_words(desk, session):
    alike = {"at": AT, "kind": "coffee_hour", "phone": "+31301234567"}
    put(listing("De Brug", **alike), listing("Stichting De Brug", **alike))
    save_pairs(search_pairs())
    session.flush()
    found = groups_page(EVERYWHERE, 1).items[0].pairs[0].id
    why = BeautifulSoup(desk.get(f"/beheer/dubbel/{found}").text, "html.parser").select_one(".why")
    words = " ".join(why.get_text(" ").split())
    assert "Vorm koffieuurtje koffieuurtje hetzelfde" in words
    assert "Telefoon 030 123 4567 030 123 4567 hetzelfde" in words
