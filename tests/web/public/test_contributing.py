"""Anybody puts an initiative on the map: eight fields, saved for later, never twice, never a cookie."""

import re

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from socialmap.catalogue.listing import from_document
from socialmap.mail.models import Message
from socialmap.proposals.models import Proposal
from socialmap.proposals.unlisting import remember
from socialmap.web.page import robots
from socialmap.web.public import contributing
from tests.listings import listing

WHOLE = {
    "name": "Soep bij Sem",
    "description": "Elke week soep.\nJe mag zo binnenlopen.",
    "address": "Slotlaan 5, Zeist",
    "hours": "dinsdag 12:00-14:00",
    "cost": "gratis",
    "reach": "Bel 030 234 5678 of sem@example.org, www.soepbijsem.nl",
}


@pytest.fixture(autouse=True)
def quiet_hour(monkeypatch):
    """Nobody has sent anything yet, and a form may be sent at once."""
    monkeypatch.setattr(contributing, "pace", robots.Pace())
    monkeypatch.setattr(robots, "QUICKEST", 0)


@pytest.fixture
def send(client, session):
    """Open the form and send it, in a transaction of its own as every request has."""

    def post(path="/aanmelden", todo="send", **typed):
        page = client.get(path).text
        token = re.search(r'name="token" value="([^"]+)"', page)[1]
        session.commit()
        return client.post(path, data={"token": token, "todo": todo} | typed)

    return post


def kept(session):
    return session.scalar(select(func.count(Proposal.id)))


def text_of(answer):
    return " ".join(BeautifulSoup(answer.text, "html.parser").get_text(" ").split())


def field(answer, name):
    found = BeautifulSoup(answer.text, "html.parser").select_one(f"#{name}")
    return found.text.strip() if found.name == "textarea" else found["value"]


def test_what_is_proposed_waits_with_all_that_was_typed(send, session, client):
    answer = send(**WHOLE, own="1", mail="sem@example.org")
    assert (answer.status_code, answer.location) == (303, "/aanmelden/bedankt")
    assert "Dank je wel" in text_of(client.get(answer.location))
    proposal = session.scalars(select(Proposal)).one()
    assert (proposal.status, proposal.origin, proposal.email) == (
        "new",
        "initiative",
        "sem@example.org",
    )
    there = from_document(proposal.changes)
    assert (there.name, there.hours, there.free_of_charge) == (
        "Soep bij Sem",
        "Tu 12:00-14:00",
        True,
    )
    assert (there.phone, there.email, there.website) == (
        "+31302345678",
        "sem@example.org",
        "https://www.soepbijsem.nl",
    )
    assert (there.locations[0].street, there.locations[0].town) == ("Slotlaan 5", "Zeist")
    assert there.description == WHOLE["description"]


def test_the_form_is_short(client):
    page = BeautifulSoup(client.get("/aanmelden").text, "html.parser")
    asked = page.select(".form :is(input, textarea, select):not([type=hidden], [tabindex='-1'])")
    assert len(asked) <= 8


def test_three_fields_are_enough(send, session):
    few = {name: WHOLE[name] for name in ("name", "description")}
    assert send(**few, address="Zeist").status_code == 303
    assert kept(session) == 1


@pytest.mark.parametrize("address", ["Slotlaan 5, Zeist", "Slotlaan 5 Zeist", "zeist", "3701 GC"])
def test_an_address_is_read_as_people_write_it(send, session, address):
    assert send(**WHOLE | {"address": address}).status_code == 303


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("name", "", "Vul in hoe het heet"),
        ("description", " ", "Vertel in een paar zinnen"),
        ("description", "x" * 2001, "Er passen er 2000"),
        ("description", "Vraag naar Jan, geboren 3-4-1951", "geboortedatum"),
        ("address", "", "Vul in waar het is"),
        ("address", "Ergensstraat 99", "kunnen dit adres niet vinden"),
        ("reach", "bij de deur", "geen telefoonnummer, mailadres of website"),
        ("mail", "sem@", "geen mailadres"),
    ],
)
def test_what_must_be_mended_is_said_and_what_was_typed_stays(send, session, name, value, sentence):
    answer = send(**WHOLE | {name: value})
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert field(answer, "hours") == WHOLE["hours"]
    assert field(answer, name) == value.strip()
    assert kept(session) == 0


def test_what_is_there_already_is_shown_first(send, session, town):
    again = WHOLE | {"name": "Koffie bij Noor", "address": "Domplein 1, Utrecht"}
    answer = send(**again)
    assert answer.status_code == 422
    assert "Staat het er al?" in text_of(answer)
    assert 'href="/initiatief/koffie-bij-noor"' in answer.text
    assert kept(session) == 0
    assert send(**again, other="1").status_code == 303
    assert kept(session) == 1


def test_what_asked_to_stay_off_the_map_is_not_proposed(send, session):
    remember(listing("Soep bij Sem", at={"town": "Zeist"}), "Het is thuis", "", "test")
    answer = send(**WHOLE)
    assert answer.status_code == 422
    assert "Neem dan contact met ons op" in text_of(answer)
    assert "Het is thuis" not in answer.text
    assert kept(session) == 0


def test_a_form_is_saved_and_gone_on_with(send, session, client):
    answer = send(todo="save", name="Soep", mail="sem@example.org")
    assert answer.status_code == 303
    path = answer.location.partition("#")[0]
    page = client.get(path)
    assert field(page, "name") == "Soep"
    assert "Je formulier is bewaard" in text_of(page)
    # The address holds a token: other sites never see it, and ours must, to know its own form.
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["Cache-Control"] == "no-store"
    message = session.scalars(select(Message)).one()
    assert (message.address, path in message.text) == ("sem@example.org", True)
    assert send(path, todo="save", name="Soep met brood", mail="sem@example.org").location
    assert session.scalar(select(func.count(Message.id))) == 1
    assert send(path, **WHOLE).location == "/aanmelden/bedankt"
    assert kept(session) == 1
    assert client.get(path).status_code == 404
    assert client.get("/aanmelden/verder/onzin").status_code == 404


def test_a_wrong_mail_address_is_not_saved(send, session):
    answer = send(todo="save", name="Soep", mail="sem@")
    assert answer.status_code == 422
    assert field(answer, "mail") == "sem@"
    assert kept(session) == 0


def test_no_cookie_robot_stranger_or_crowd(client, send, session, monkeypatch):
    assert "Set-Cookie" not in client.get("/aanmelden").headers
    assert send(**WHOLE, fax="ja").status_code == 303
    assert client.post("/aanmelden", data=WHOLE).status_code == 422
    strange = {"Sec-Fetch-Site": "cross-site"}
    assert client.post("/aanmelden", data=WHOLE, headers=strange).status_code == 403
    monkeypatch.setattr(contributing, "pace", robots.Pace(most_in_all=0))
    assert send(**WHOLE).status_code == 429
    assert kept(session) == 0
