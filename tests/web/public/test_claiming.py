"""Claiming an organisation on the public pages, without an account."""

import re

import pytest
from sqlalchemy import func, select

from socialmap.catalogue.models import Organisation
from socialmap.db import db
from socialmap.mail.models import Message
from socialmap.organisations.models import ClaimStatus, OrganisationClaim
from socialmap.people.models import Person
from socialmap.people.permissions import Role
from socialmap.web.page import robots
from tests.desk import a_person
from tests.listings import UTRECHT, listing, put

PAGE = "/organisatie/de-brug/bijhouden"


@pytest.fixture
def brug(app, monkeypatch):
    monkeypatch.setattr(robots, "QUICKEST", 0)
    put(listing("Koor", UTRECHT, organisation="De Brug", email="info@brug.nl"))
    return db.session.scalar(select(Organisation))


def sent(client, **more):
    page = client.get(PAGE).text
    values = dict(re.findall(r'name="(token|address)"\s+value="([^"]+)"', page))
    return client.post(PAGE, data=values | more)


def link():
    """The link in the last mail."""
    text = db.session.scalar(select(Message.text).order_by(Message.made_at.desc()).limit(1))
    return re.search(r"https?://[^/]+(/organisatie/link/\S+)", text)[1]


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_the_page_shows_little_of_the_address(client, brug):
    page = client.get(PAGE).text
    assert "i…@brug.nl" in page
    assert "info@brug.nl" not in page
    assert 'type="email"' not in page


def test_a_mail_goes_to_the_known_address_and_its_link_leads_in(client, brug):
    assert sent(client).location == f"{PAGE}/verstuurd"
    assert "onderweg" in client.get(f"{PAGE}/verstuurd").text
    message = db.session.scalar(select(Message))
    assert message.address == "info@brug.nl"
    assert "De Brug" in message.subject
    # A scanner of mail that fetches the link changes nothing.
    for _ in range(3):
        page = client.get(link())
        assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert count(Person) == 0
    assert db.session.scalar(select(OrganisationClaim.status)) == ClaimStatus.ASKED
    used = client.post(link())
    assert "/account/uitnodiging/" in used.location or "/uitnodiging/" in used.location
    assert client.get(used.location).status_code == 200
    assert client.post(link()).status_code == 410
    assert client.get(link()).status_code == 410


def test_who_has_an_account_logs_in(client, brug):
    a_person(Role.PROFESSIONAL, email="info@brug.nl")
    sent(client)
    used = client.post(link())
    assert used.location.startswith("/inloggen")
    assert "Je houdt nu ‘De Brug’ bij" in client.get(used.location).text


def test_an_address_of_ones_own_is_refused(client, brug):
    for address in ("dief@example.com", "", "0123456789ab"):
        answer = sent(client, address=address)
        assert answer.status_code == 422
        assert "Kies een adres uit de lijst." in answer.text
    assert count(Message) == 0


def test_robots_send_nothing(client, brug):
    assert sent(client, website="https://spam.example").status_code == 303
    assert sent(client, token="x").status_code == 422
    assert count(Message) == 0


def test_a_mailbox_is_not_flooded(client, brug):
    answers = [sent(client).status_code for _ in range(5)]
    assert answers == [303, 303, 303, 429, 429]
    assert count(Message) == 3


def test_without_an_address_it_says_so(client, app):
    put(listing("Koor", UTRECHT, organisation="De Brug"))
    page = client.get(PAGE).text
    assert "Dat kan hier nu niet" in page
    assert "<form" not in page.split("<main")[1].split("</main")[0]


def test_a_disabled_account_is_not_opened(client, brug):
    a_person(Role.PROFESSIONAL, email="info@brug.nl").active = False
    sent(client)
    answer = client.post(link())
    assert answer.status_code == 422
    assert "dichtgezet" in answer.text
