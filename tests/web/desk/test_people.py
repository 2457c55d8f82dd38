"""The desk's pages about people: inviting them, their roles, the review, and the log."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from socialmap.catalogue.models import Organisation
from socialmap.mail.models import Message
from socialmap.people import audit
from socialmap.people.models import AuditEvent, Person
from socialmap.people.permissions import Role
from socialmap.times.clock import now
from tests.desk import PASSWORD, a_person, sign_in
from tests.listings import listing, put


@pytest.fixture
def chief(client):
    return sign_in(client, a_person(Role.ADMINISTRATOR, email="chef@example.org"))


def invited(session, email="nieuw@example.org"):
    """The link in the mail that the invited person got."""
    mail = session.query(Message).filter_by(address=email).order_by(Message.made_at.desc()).first()
    return re.search(r"8000(/uitnodiging/\S+)", mail.text)[1]


def invite(client, email="nieuw@example.org", **more):
    data = {"email": email, "name": "Nel Nieuw", "role": "coordinator", "area": "overal"} | more
    return client.post("/beheer/mensen/uitnodigen", data=data)


def test_who_is_invited_comes_in_with_a_password_by_a_link_that_works_once(client, session, chief):
    answer = invite(client)
    assert answer.status_code == 303
    assert "Coördinator" in client.get(answer.location).text
    path = invited(session)
    client.post("/uitloggen")
    assert "nieuw@example.org" in client.get(path).text
    bad = client.post(path, data={"name": "", "password": "kort", "means": "password"})
    assert bad.status_code == 422
    assert "Vul je naam in" in bad.text
    good = {"name": "Nel", "password": PASSWORD, "means": "password"}
    assert client.post(path, data=good).location == "/account/begin"
    # A coordinator sets up a second factor first.
    assert client.get("/beheer/ruimtes").location == "/account/tweede-stap"
    assert client.get(path).status_code == 410
    assert client.post(path, data=good).status_code == 410


def test_who_is_invited_may_choose_a_passkey_instead(client, session, chief):
    invite(client)
    path = invited(session)
    client.post("/uitloggen")
    answer = client.post(path, data={"name": "Nel", "password": "", "means": "passkey"})
    assert answer.location == "/account/passkeys"
    assert client.get("/account/passkeys").status_code == 200
    options = client.post(
        "/account/passkeys", data={"name": "mijn telefoon", "usage": "first"}
    ).text
    assert "&#34;userVerification&#34;: &#34;required&#34;" in options
    assert "&#34;residentKey&#34;: &#34;required&#34;" in options


def test_a_new_invitation_ends_the_old_one(client, session, chief):
    person = int(invite(client).location.rpartition("/")[2])
    old = invited(session)
    client.post(f"/beheer/mensen/{person}/opnieuw-uitnodigen")
    new = invited(session)
    assert client.get(old).status_code == 410
    assert client.get(new).status_code == 200


def test_nobody_has_two_accounts(client, chief):
    invite(client)
    again = invite(client, "NIEUW@example.org")
    assert again.status_code == 422
    assert "al een account" in again.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"role": "keizer"}, "Kies een rol"),
        ({"role": "editor"}, "Kies de organisatie"),
        ({"area": "Narnia"}, "Kies een gemeente"),
        ({"area": ""}, "Kies een gemeente, of kies dat het overal is."),
        ({"email": "geen adres"}, "geen mailadres"),
    ],
)
def test_a_wrong_invitation_is_told_per_field(client, session, chief, typed, sentence):
    answer = invite(client, **({"email": "nieuw@example.org"} | typed))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert session.query(Person).count() == 1


def test_nobody_gets_the_whole_map_by_leaving_something_out(client, chief):
    page = BeautifulSoup(client.get("/beheer/mensen/uitnodigen").text, "html.parser")
    assert page.select_one("#area option").text == "kies een gemeente"
    assert page.select("#area option[selected]") in ([], [page.select_one("#area option")])


def test_roles_are_given_for_a_municipality_and_for_an_organisation_and_taken_again(
    client, session, chief
):
    put(listing("Koffie", organisation="Buurthuis De Kei", at={"municipality": "Utrecht"}))
    organisation = session.query(Organisation).one()
    person = a_person(Role.PROFESSIONAL, email="els@example.org")
    give = f"/beheer/mensen/{person.id}/rol"
    client.post(give, data={"role": "coordinator", "area": "Utrecht"})
    client.post(give, data={"role": "editor", "organisation": str(organisation.id)})
    page = client.get(f"/beheer/mensen/{person.id}").text
    assert "Coördinator in Utrecht" in page
    assert "Redacteur van Buurthuis De Kei" in page
    coordinator = next(each for each in person.grants if each.role == Role.COORDINATOR)
    client.post(f"{give}/{coordinator.id}/weg")
    assert {each.role for each in person.held} == {Role.PROFESSIONAL, Role.EDITOR}
    assert client.post(f"{give}/{coordinator.id}/weg").status_code == 409


def test_the_last_administrator_stays(client, chief):
    grant = chief.grants[0].id
    answer = client.post(f"/beheer/mensen/{chief.id}/rol/{grant}/weg")
    assert answer.status_code == 409
    assert "laatste beheerder" in answer.text
    assert client.post(f"/beheer/mensen/{chief.id}/dicht").status_code == 409


def test_who_is_shut_out_is_out_at_once(app, client, chief):
    person = a_person(Role.COORDINATOR, password=PASSWORD)
    theirs = app.test_client()
    sign_in(theirs, person)
    assert theirs.get("/account").status_code == 200
    client.post(f"/beheer/mensen/{person.id}/dicht")
    assert theirs.get("/account").status_code == 302
    answer = theirs.post("/inloggen", data={"email": person.email, "password": PASSWORD})
    assert answer.status_code == 422
    client.post(f"/beheer/mensen/{person.id}/open")
    answer = theirs.post("/inloggen", data={"email": person.email, "password": PASSWORD})
    assert answer.status_code == 302


def test_a_role_that_is_taken_is_gone_at_the_next_click(app, client, chief):
    person = a_person(Role.ADMINISTRATOR, email="tweede@example.org")
    theirs = app.test_client()
    sign_in(theirs, person)
    assert theirs.get("/beheer/mensen").status_code == 200
    client.post(f"/beheer/mensen/{person.id}/rol/{person.grants[0].id}/weg")
    assert theirs.get("/beheer/mensen").status_code == 403


def test_accounts_are_looked_at_twice_a_year(client, session, chief):
    old = a_person(Role.PROFESSIONAL, email="oud@example.org")
    old.created_at = now() - timedelta(days=200)
    a_person(Role.EDITOR, email="jong@example.org")
    assert (
        "Eén account is langer dan een half jaar niet nagekeken"
        in client.get("/beheer/mensen").text
    )
    due = client.get("/beheer/mensen?nakijken=1").text
    assert "professional" in due
    assert "editor" not in due
    assert "half jaar niet nagekeken" in client.get("/beheer?soort=account").text
    answer = client.post(f"/beheer/mensen/{old.id}/nog-nodig", data={"back": "list"})
    assert "half jaar niet nagekeken" not in client.get("/beheer").text
    assert answer.location == "/beheer/mensen?nakijken=1"
    assert "Mooi" in client.get(answer.location).text


def test_who_lost_a_phone_sets_up_the_second_factor_again(client, session, chief):
    person = a_person(Role.COORDINATOR, email="kwijt@example.org", password=PASSWORD)
    person.tf_primary_method, person.tf_totp_secret = "authenticator", "sealed"
    client.post(f"/beheer/mensen/{person.id}/tweede-stap-wissen")
    assert not person.has_second_factor
    assert session.query(Message).filter_by(address="kwijt@example.org").count() == 1


def test_the_log_is_searched_by_person_action_and_date(client, session, chief):
    invite(client)
    page = client.get("/beheer/logboek?wie=chef@example.org&wat=invite").text
    assert "Uitgenodigd" in page
    assert "Eén regel" in page
    assert "niets gevonden" in client.get("/beheer/logboek?tot=2001-01-01").text
    assert client.get("/beheer/logboek?vanaf=nonsens&pagina=-4").status_code == 200
    details = " ".join(str(each.detail) for each in session.query(AuditEvent))
    assert "nieuw@example.org" not in details


def test_the_log_is_read_a_page_at_a_time(client, session, chief):
    for number in range(120):
        audit.note("person:1", audit.Verb.REVIEW, f"person:{number}")
    session.flush()
    page = client.get("/beheer/logboek?pagina=2").text
    assert re.search(r'aria-current="page">\s*<span[^>]*>Pagina</span>\s*2\s*<', page)


@pytest.mark.parametrize(
    "change", ["UPDATE audit_event SET actor = 'niemand'", "DELETE FROM audit_event"]
)
def test_nobody_changes_the_log(session, change):
    audit.note("person:1", audit.Verb.SIGN_IN)
    session.flush()
    with pytest.raises(DatabaseError, match="only added to"), session.begin_nested():
        session.execute(text(change))
    assert session.query(AuditEvent).one().actor == "person:1"
