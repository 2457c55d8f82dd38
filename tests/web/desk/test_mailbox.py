import uuid

import pytest

from socialmap.catalogue.models import Initiative
from socialmap.db import db
from socialmap.jobs import JobRun
from socialmap.mail import queue
from socialmap.mail.actions import mark_dead
from socialmap.mail.models import STEPS, DeadAddress, Delivery, Message
from socialmap.mail.queries import dead
from socialmap.people.permissions import Role
from socialmap.proposals.actions import make
from socialmap.proposals.models import Subject
from socialmap.upkeep.magic_links import make_link, recipient
from socialmap.web.desk.mailbox import CHOICES, STATES
from tests.desk import a_person, sign_in
from tests.listings import UTRECHT, ZEIST, listing
from tests.listings import put as put_listing


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


@pytest.fixture
def two_towns(session):
    """Mail about listings in Utrecht and in Zeist, mail about none, and a dead address in each."""
    towns = {"Utrecht": (UTRECHT, "3511 AB"), "Zeist": (ZEIST, "3701 AB")}
    for town, (point, postcode) in towns.items():
        at = {"street": "Dam 3", "postcode": postcode, "town": town, "municipality": town}
        name = town.lower()
        put_listing(listing(f"Koffie {town}", point, at=at, email=f"{name}@post.wijk"))
        koffie = session.query(Initiative).filter_by(name=f"Koffie {town}").one()
        about = recipient(None, f"{name}@post.wijk")
        make_link(about, [koffie.id])
        put(key=name, about=about)
        proposal = make(koffie, Subject.OTHER, "Er klopt iets niet.", email="b@post.wijk")
        put(key=f"antwoord-{name}", about=f"proposal:{proposal.id}")
        mark_dead(f"{name}@post.wijk", "550 weg")
    put(key="los")


@pytest.mark.usefixtures("two_towns")
def test_a_coordinator_sees_the_mail_of_the_own_area(client, session):
    sign_in(client, a_person(area="Zeist"))
    page = client.get("/beheer/post").text
    assert "alles (3)" in page
    for shown in ("Klopt zeist nog?", "Klopt antwoord-zeist nog?", "Klopt los nog?"):
        assert shown in page
    assert "Klopt utrecht" not in page
    assert "antwoord-utrecht" not in page
    assert "utrecht@post.wijk" not in page
    other = session.query(Message).filter_by(key="utrecht").one()
    assert client.post(f"/beheer/post/{other.id}/annuleren").status_code == 404
    assert (
        client.post("/beheer/post/adres", data={"address": "utrecht@post.wijk"}).status_code == 404
    )
    assert dead(["utrecht@post.wijk"])
    assert client.post("/beheer/post/adres", data={"address": "zeist@post.wijk"}).status_code == 303


@pytest.mark.usefixtures("two_towns")
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_who_works_for_the_whole_map_sees_all_mail(client, role):
    sign_in(client, a_person(role))
    page = client.get("/beheer/post").text
    assert "alles (5)" in page
    assert page.count("Werkt weer") == 2


@pytest.mark.usefixtures("two_towns")
def test_today_counts_the_mail_of_the_own_area(client, session):
    for message in session.query(Message):
        message.status = Delivery.FAILED
    session.flush()
    sign_in(client, a_person(area="Zeist"))
    page = client.get("/beheer?soort=mail").text
    assert "Klopt zeist nog?" in page
    assert "Klopt utrecht nog?" not in page


def test_a_job_reports_on_the_whole_map_to_who_works_for_it(client, session):
    session.add(JobRun(name="mail", outcome="done", report="17 verstuurd"))
    session.flush()
    sign_in(client, a_person(area="Zeist"))
    page = client.get("/beheer/post").text
    assert "17 verstuurd" not in page
    assert "klaar" in page
    sign_in(client, a_person())
    assert "17 verstuurd" in client.get("/beheer/post").text
