import uuid

import pytest

from socialmap.db import db
from socialmap.jobs import JobRun
from socialmap.mail import queue
from socialmap.mail.actions import mark_dead
from socialmap.mail.models import STEPS, DeadAddress, Delivery, Message
from socialmap.mail.queries import dead
from socialmap.people.permissions import Role
from socialmap.web.desk.mailbox import CHOICES, STATES
from tests.desk import a_person, sign_in


def put(status=Delivery.WAITING, key="a", about=""):
    queue(f"{key}@post.wijk", f"Klopt {key} nog?", "Kijk even.", key=key, about=about)
    message = db.session.query(Message).filter_by(key=key).one()
    message.status = status
    db.session.commit()
    return message


@pytest.fixture
def coordinator(client):
    return sign_in(client, a_person())


@pytest.mark.usefixtures("coordinator")
def test_each_message_tells_its_state_and_what_can_be_done(client):
    for status in Delivery:
        put(status, key=status)
    page = client.get("/beheer/post")
    for sentence in ("Misschien is hij aangekomen", "De mailserver wil hem niet", "Hij kwam terug"):
        assert sentence in page.text
    assert page.text.count("Verstuur opnieuw") == 2
    only = client.get("/beheer/post?stand=unsure")
    assert "unsure@post.wijk" in only.text
    assert "sent@post.wijk" not in only.text
    assert client.get("/beheer/post?stand=nonsense&pagina=99").status_code == 200


@pytest.mark.usefixtures("coordinator")
@pytest.mark.parametrize(
    ("status", "choice", "then"),
    [
        (Delivery.UNSURE, "opnieuw", Delivery.WAITING),
        (Delivery.UNSURE, "aangekomen", Delivery.SENT),
        (Delivery.FAILED, "opnieuw", Delivery.WAITING),
        (Delivery.WAITING, "annuleren", Delivery.CANCELLED),
        (Delivery.BOUNCED, "afhandelen", Delivery.SETTLED),
    ],
)
def test_a_person_decides(client, status, choice, then):
    message = put(status)
    assert client.post(f"/beheer/post/{message.id}/{choice}").status_code == 303
    assert message.status == then


@pytest.mark.usefixtures("coordinator")
def test_what_was_sent_is_not_sent_again(client):
    message = put(Delivery.SENT)
    assert client.post(f"/beheer/post/{message.id}/opnieuw").status_code == 409
    assert client.post(f"/beheer/post/{message.id}/weg").status_code == 404
    assert client.post(f"/beheer/post/{uuid.uuid4()}/opnieuw").status_code == 404
    assert message.status == Delivery.SENT


@pytest.mark.usefixtures("coordinator")
def test_an_address_that_works_again_is_mailed_again(client):
    mark_dead("weg@post.wijk", "550 weg")
    assert "weg@post.wijk" in client.get("/beheer/post").text
    client.post("/beheer/post/adres", data={"address": "weg@post.wijk"})
    assert dead(["weg@post.wijk"]) == set()
    assert db.session.query(DeadAddress).count() == 0


def test_mail_about_accounts_is_for_who_manages_people(client):
    message = put(about="person:1", key="geheim")
    sign_in(client, a_person(Role.COORDINATOR))
    assert "geheim@post.wijk" not in client.get("/beheer/post").text
    assert client.post(f"/beheer/post/{message.id}/annuleren").status_code == 404
    sign_in(client, a_person(Role.ADMINISTRATOR))
    assert "geheim@post.wijk" in client.get("/beheer/post").text


@pytest.mark.usefixtures("coordinator")
def test_the_button_sends_what_waits_and_the_page_tells_of_the_job(client):
    message = put()
    assert "staat stil" in client.get("/beheer/post").text
    answer = client.post("/beheer/post/nu")
    db.session.refresh(message)
    assert message.status == Delivery.SENT
    page = client.get(answer.location)
    assert "staat stil" not in page.text
    assert "1 verstuurd" in page.text
    assert db.session.query(JobRun).filter_by(name="mail").count() == 1


def test_every_state_has_its_words_and_its_steps():
    assert set(STATES) == set(STEPS) == set(Delivery)
    assert {to for steps in STEPS.values() for to in steps} <= {to for to, _ in CHOICES.values()}
