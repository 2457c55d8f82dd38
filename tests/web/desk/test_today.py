"""What waits for a person: everything in one list, each with one thing to do."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from socialmap.catalogue import waiting
from socialmap.catalogue.freshness import confirmed
from socialmap.catalogue.waiting import WaitingKind
from socialmap.duplicates.actions import initiative_of, save_pairs
from socialmap.duplicates.search import search_pairs
from socialmap.people.permissions import Role
from socialmap.proposals.actions import make, propose_addition
from socialmap.proposals.models import Proposal, Proposer, Subject
from socialmap.times.clock import today
from socialmap.web.desk import menu
from socialmap.web.desk.today import TASKS
from tests.desk import a_person, sign_in
from tests.listings import ZEIST, listing, located, put

AT = {"street": "Dam 3", "postcode": "3511 AB", "town": "Utrecht", "municipality": "Utrecht"}


@pytest.fixture
def work(session):
    """One thing of many kinds."""
    put(
        listing("De Brug", at=AT, organisation="Plein", funding_until=today()),
        listing("Stichting De Brug", at=AT),
        listing("Eten", ZEIST, at={"municipality": "Zeist", "town": "Zeist"}),
        listing("Lopen", ZEIST, at={"town": "Zeist", "street": "Weg 1", "precision": "town"}),
    )
    make(initiative_of("eten"), Subject.GONE, "De deur is dicht.")
    propose_addition(listing("Soep"), origin=Proposer.VISITOR, draft=None)
    save_pairs(search_pairs())
    session.flush()


def rows(answer):
    page = BeautifulSoup(answer.text, "html.parser")
    return [
        (row.h3.text, " ".join(row.a.text.split()), row.a["href"])
        for row in page.select(".work li")
    ]


def proposal_id(session):
    return session.scalar(select(Proposal.id).where(Proposal.subject == Subject.GONE))


def test_every_kind_has_its_task():
    assert TASKS.keys() == set(WaitingKind)


def test_a_coordinator_sees_everything_with_one_thing_to_do_each(client, work, session):
    sign_in(client, a_person())
    answer = client.get("/beheer")
    found = {(action, href) for _, action, href in rows(answer)}
    brug, lopen = initiative_of("de-brug").id, initiative_of("lopen").id
    assert {
        ("Geef antwoord: Eten", f"/beheer/voorstellen/{proposal_id(session)}"),
        ("Pas aan: Lopen", f"/beheer/initiatieven/{lopen}"),
        ("Pas aan: De Brug", f"/beheer/initiatieven/{brug}"),
        ("Bel: Eten", "/beheer/bellen/eten"),
    } <= found
    assert "Lijkt op" in answer.text
    assert "De deur is dicht." in answer.text


def test_the_list_can_be_narrowed_and_nonsense_is_all(client, work):
    sign_in(client, a_person())
    assert [row[0] for row in rows(client.get("/beheer?soort=place"))] == ["Lopen"]
    everything = len(rows(client.get("/beheer")))
    assert len(rows(client.get("/beheer?soort=onzin&gebied=Nergens&pagina=x"))) == everything
    here = rows(client.get("/beheer?gebied=Utrecht"))
    assert {title for title, _, _ in here} <= {"De Brug", "Stichting De Brug"}
    assert "Hier wacht niets" in client.get("/beheer?soort=link").text


def test_who_answers_for_zeist_sees_zeist(client, work):
    sign_in(client, a_person(area="Zeist"))
    assert {title for title, _, _ in rows(client.get("/beheer"))} <= {"Eten", "Soep", "Lopen"}


def test_what_is_overdue_and_cannot_be_reached_stands_once_with_both_reasons(client, session):
    long_ago = today() - timedelta(days=800)
    put(
        confirmed(listing("Koffie"), long_ago),
        confirmed(listing("Thee", email="thee@theehuis.nl"), long_ago),
    )
    sign_in(client, a_person())
    answer = client.get("/beheer")
    assert sorted(rows(answer)) == [
        ("Koffie", "Bel: Koffie", "/beheer/bellen/koffie"),
        ("Thee", "Kijk na: Thee", "/beheer/nakijken/thee"),
    ]
    work = BeautifulSoup(answer.text, "html.parser").select(".work li")
    [koffie] = [row.text for row in work if row.h3.text == "Koffie"]
    assert "nagekeken moeten zijn. We bereiken dit initiatief niet per mail." in koffie


def headings(answer):
    return [each.text for each in BeautifulSoup(answer.text, "html.parser").select("main h2")]


def test_what_comes_first_is_called_so_whatever_it_is(client, session):
    """Nothing is called "Daarna" that has nothing before it."""
    sign_in(client, a_person())
    put(listing("Thee", email="thee@theehuis.nl", funding_until=today()))
    assert headings(client.get("/beheer")) == ["Te doen"]
    put(listing("Koffie"))
    assert headings(client.get("/beheer")) == ["Eerst dit", "Als er tijd is"]
    make(initiative_of("koffie"), Subject.GONE)
    assert headings(client.get("/beheer")) == ["Eerst dit", "Daarna", "Als er tijd is"]
    assert headings(client.get("/beheer?soort=call")) == ["Te doen"]


def test_a_page_with_one_heading_is_not_called_after_another_page(client, session, monkeypatch):
    monkeypatch.setattr(waiting, "PER_PAGE", 1)
    sign_in(client, a_person())
    put(listing("Koffie"), listing("Thee"))
    make(initiative_of("koffie"), Subject.GONE)
    assert headings(client.get("/beheer")) == ["Eerst dit"]
    assert headings(client.get("/beheer?pagina=2")) == ["Te doen"]


def test_the_menu_says_how_much_waits_and_where(client, work):
    sign_in(client, a_person())
    numbers = menu_numbers(client.get("/beheer/lijst"))
    assert numbers["Voorstellen"] == "2"
    assert int(numbers["Vandaag"]) == len(rows(client.get("/beheer")))
    assert "Bellen" not in numbers


def menu_numbers(answer):
    items = BeautifulSoup(answer.text, "html.parser").select(".desk-nav li")
    return {each.a.text: each.span.contents[0] for each in items if each.span}


def test_the_menu_counts_once_a_minute_and_after_each_form_of_the_person(
    client, work, session, monkeypatch
):
    counts = []
    count = menu.count_waiting
    monkeypatch.setattr(menu, "count_waiting", lambda *args: counts.append(1) or count(*args))
    sign_in(client, a_person())
    for _ in range(3):
        assert menu_numbers(client.get("/beheer/lijst"))["Voorstellen"] == "2"
    assert len(counts) == 1
    # What a colleague adds appears within a minute, and on Today at once.
    make(initiative_of("lopen"), Subject.GONE)
    assert menu_numbers(client.get("/beheer/lijst"))["Voorstellen"] == "2"
    assert menu_numbers(client.get("/beheer"))["Voorstellen"] == "3"
    assert menu_numbers(client.get("/beheer/lijst"))["Voorstellen"] == "3"
    # What the person does is counted on the page that follows.
    answer = client.post(f"/beheer/bellen/{initiative_of('eten').slug}", data={"answer": "gone"})
    assert answer.status_code == 303
    assert menu_numbers(client.get("/beheer/lijst"))["Voorstellen"] == "4"
    assert len(counts) == 2
    make(initiative_of("de-brug"), Subject.GONE)
    later = time.time() + menu.COUNT_EVERY
    monkeypatch.setattr(menu.time, "time", lambda: later)
    assert menu_numbers(client.get("/beheer/lijst"))["Voorstellen"] == "5"


def test_more_than_can_be_done_is_not_counted_to_the_end(client, work, monkeypatch):
    monkeypatch.setattr(waiting, "MOST", 1)
    sign_in(client, a_person())
    answer = client.get("/beheer")
    assert "Bellen (1+)" in answer.text
    assert "Er wachten meer dan" in answer.text
    assert len([row for row in rows(answer) if row[1].startswith("Bel:")]) == 1


def test_equal_names_are_told_apart_by_their_address(client, session):
    for number in (1, 2):
        put(listing("Koffie", at=AT | {"street": f"Dam {number}"}))
    put(listing("Thee", at=AT))
    sign_in(client, a_person())
    names = {name for _, name, _ in rows(client.get("/beheer"))}
    assert names == {
        "Bel: Koffie, Dam 1, 3511 AB Utrecht",
        "Bel: Koffie, Dam 2, 3511 AB Utrecht",
        "Bel: Thee",
    }


def test_two_places_that_are_not_found_are_one_thing_to_do(client, session):
    lost = {"precision": "town", "town": "Zeist"}
    two = [located(ZEIST, street=f"Weg {number}", **lost) for number in (1, 2)]
    put(replace(listing("Lopen"), locations=tuple(two)))
    sign_in(client, a_person())
    assert len(rows(client.get("/beheer?soort=place"))) == 1


def test_an_editor_sees_the_work_of_the_own_organisation(client, work):
    organisation = initiative_of("de-brug").organisation_id
    sign_in(client, a_person(Role.EDITOR, organisation=organisation))
    assert {title for title, _, _ in rows(client.get("/beheer"))} == {"De Brug"}


def test_when_all_is_done_somebody_is_thanked(client, session):
    sign_in(client, a_person())
    assert "Goed gewerkt" in client.get("/beheer").text


def test_long_work_stands_on_numbered_pages(client, work, monkeypatch):
    monkeypatch.setattr(waiting, "PER_PAGE", 2)
    sign_in(client, a_person())
    first = client.get("/beheer")
    assert len(rows(first)) == 2
    assert 'aria-current="page"' in first.text
    assert rows(client.get("/beheer?pagina=2")) != rows(first)


def test_strangers_sign_in_first(client):
    answer = client.get("/beheer")
    assert answer.status_code == 302
    assert "/inloggen" in answer.location
