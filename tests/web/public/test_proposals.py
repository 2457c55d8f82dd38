import re

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from socialmap.proposals.models import Proposal
from socialmap.web.page import robots
from socialmap.web.public import proposals

ADDRESS = "/melden/koffie-bij-noor"


@pytest.fixture(autouse=True)
def quiet_hour(monkeypatch):
    """Nobody has reported anything yet, and a form may be sent at once."""
    monkeypatch.setattr(proposals, "pace", robots.Pace())
    monkeypatch.setattr(robots, "QUICKEST", 0)


@pytest.fixture
def token(client, town):
    """The token of a form that was opened."""
    page = client.get(ADDRESS).text
    return re.search(r'name="token" value="([^"]+)"', page)[1]


@pytest.fixture
def send(client, session):
    """Send the form, in a transaction of its own as every request has."""

    def post(data=None, path=ADDRESS, **more):
        session.commit()
        return client.post(path, data=data, **more)

    return post


def kept(session):
    return session.scalar(select(func.count(Proposal.id)))


def text_of(answer):
    return " ".join(BeautifulSoup(answer.text, "html.parser").get_text(" ").split())


def test_anybody_can_say_what_is_wrong(client, send, session, token):
    sent = {"token": token, "reason": "changed", "text": "Het is nu op dinsdag."}
    answer = send(sent)
    assert (answer.status_code, answer.location) == (303, f"{ADDRESS}/bedankt")
    proposal = session.scalars(select(Proposal)).one()
    assert (proposal.subject, proposal.text) == ("changed", "Het is nu op dinsdag.")
    assert "Dank je wel" in text_of(client.get(answer.location))


def test_signs_that_no_text_has_are_left_out(send, session, token):
    long = "a " * 200
    send({"token": token, "reason": "changed", "text": long + "dinsdag\x00\x07\r\nen 🎨  vrijdag"})
    assert session.scalars(select(Proposal.text)).one() == long + "dinsdag en 🎨 vrijdag"


def test_said_twice_is_kept_once(send, session, token):
    for _ in range(2):
        send({"token": token, "reason": "gone"})
    assert kept(session) == 1


def test_the_form_stands_on_the_page_of_the_initiative(client, town):
    page = BeautifulSoup(client.get("/initiatief/koffie-bij-noor").text, "html.parser")
    assert page.select_one(f"form[action='{ADDRESS}'][method=post]")
    assert len(page.select("input[name=reason]")) == 4


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Kies wat er aan de hand is."),
        ({"reason": "sold"}, "Kies wat er aan de hand is."),
        ({"reason": "other"}, "Schrijf kort wat er niet klopt."),
        ({"reason": "changed", "text": "x" * 501}, "Er passen er 500"),
        ({"reason": "changed", "text": "mijn BSN is 111222333"}, "burgerservicenummer"),
        ({"reason": "changed", "text": "mail jan@example.org"}, "mailadres in je tekst"),
        ({"reason": "changed", "text": "bel 06-12345678"}, "telefoonnummer in je tekst"),
        ({"reason": "changed", "text": "ik ben van 3-4-1951"}, "geboortedatum in je tekst"),
    ],
)
def test_what_cannot_be_kept_comes_back_with_a_sentence_and_what_was_typed(
    send, session, token, sent, sentence
):
    answer = send({"token": token, **sent})
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    page = BeautifulSoup(answer.text, "html.parser")
    assert page.select_one("textarea").text.strip() == sent.get("text", "")
    assert kept(session) == 0


@pytest.mark.parametrize("token", ["", "nonsense", "InplaXN0Ig.aSDbUA.wrong"])
def test_a_form_that_is_not_ours_or_too_old_comes_back(send, session, town, token):
    answer = send({"token": token, "reason": "gone"})
    assert answer.status_code == 422
    assert "stond te lang open" in text_of(answer)
    assert kept(session) == 0


def test_a_token_is_good_for_one_initiative_only(send, session, token):
    answer = send({"token": token, "reason": "gone"}, "/melden/taalmaatjes")
    assert answer.status_code == 422
    assert kept(session) == 0


def test_faster_than_a_person_comes_back(send, session, token, monkeypatch):
    monkeypatch.setattr(robots, "QUICKEST", 3)
    answer = send({"token": token, "reason": "gone"})
    assert "heel snel" in text_of(answer)
    assert kept(session) == 0


def test_a_robot_is_thanked_and_forgotten(send, session, token):
    sent = {"token": token, "reason": "gone", "website": "https://spam.example"}
    assert send(sent).status_code == 303
    assert kept(session) == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_another_site_cannot_send_the_form(send, session, token, headers):
    sent = {"token": token, "reason": "gone"}
    assert send(sent, headers=headers).status_code == 403
    assert kept(session) == 0


def test_too_many_in_an_hour_is_told(send, session, token, monkeypatch):
    monkeypatch.setattr(proposals, "pace", robots.Pace(most_in_all=1))
    send({"token": token, "reason": "gone"})
    answer = send({"token": token, "reason": "changed"})
    assert answer.status_code == 429
    assert kept(session) == 1


def test_an_initiative_that_is_not_there_cannot_be_wrong(client, send, town):
    assert client.get("/melden/niets").status_code == 404
    assert send(path="/melden/niets").status_code == 404


def test_a_very_large_form_is_refused(send, town):
    assert send({"text": "x" * 200_000}).status_code == 413


def test_somebody_may_say_how_it_should_be(send, session, token):
    sent = {
        "token": token,
        "reason": "changed",
        "hours": "dinsdag 10:00-12:00",
        "reach": "030 234 5679",
        "cost": "2 euro",
        "address": "Slotlaan 5, Zeist",
        "mail": "buur@example.org",
    }
    assert send(sent).status_code == 303
    proposal = session.scalars(select(Proposal)).one()
    assert proposal.email == "buur@example.org"
    assert proposal.changes["hours"] == "Tu 10:00-12:00"
    assert (proposal.changes["phones"][0]["number"], proposal.changes["cost_amount"]) == (
        "+31302345679",
        2.0,
    )
    (place,) = proposal.changes["locations"]
    # What is known of the building goes along.
    assert (place["street"], place["name"]) == ("Slotlaan 5", "Buurthuis")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("reach", "bij de deur", "geen telefoonnummer"),
        ("address", "Ergensstraat 99", "dit adres niet vinden"),
        ("mail", "buur@", "geen mailadres"),
    ],
)
def test_how_it_should_be_must_be_readable(send, session, token, name, value, sentence):
    answer = send({"token": token, "reason": "changed", name: value})
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert value in answer.text
    assert kept(session) == 0


def test_who_wants_to_be_off_the_map_says_why(send, session, token):
    assert send({"token": token, "reason": "unlist"}).status_code == 422
    assert send({"token": token, "reason": "unlist", "text": "Het is thuis"}).status_code == 303
    assert session.scalars(select(Proposal.subject)).one() == "unlist"
    assert send({"token": token, "reason": "new"}).status_code == 422
