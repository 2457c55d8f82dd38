import re
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from sqlalchemy import select

from socialmap.catalogue.models import Organisation
from socialmap.db import db
from socialmap.jobs import perform
from socialmap.mail.models import Message
from socialmap.people.models import AuditEvent
from socialmap.people.permissions import Role
from socialmap.times.clock import now
from socialmap.upkeep.models import OptOut, ReminderChoice
from tests.desk import a_person, sign_in
from tests.listings import UTRECHT, ZEIST, listing, put
from tests.reminding import turn_on
from tests.web.desk.imports.test_views import bring, planned

INDEX = "/beheer/herinneringen"
AREA = f"{INDEX}/gemeente/Utrecht"


@pytest.fixture
def coordinator(client):
    return sign_in(client, a_person())


def some(number, point=UTRECHT):
    put(*(listing(f"Koffie {n}", point, email=f"a{n}@post.wijk") for n in range(number)))


def messages():
    return db.session.scalars(select(Message).where(Message.key.startswith("reminder:"))).all()


def said(page):
    """The number of mails of the first week on a page, from its button and its hidden field."""
    soup = BeautifulSoup(page, "html.parser")
    hidden = int(soup.select_one("[name=said]")["value"])
    [button] = soup.select("button[value=aan]")
    assert f"{hidden} mail" in button.text
    return hidden


def test_800_imported_listings_are_0_mails_until_chosen_then_as_many_as_the_page_said(
    client, coordinator
):
    rows = [
        f"Koffie {n};Utrecht;3511 AB;organisatie {n % 500};o{n % 500}@post.wijk\n"
        for n in range(800)
    ]
    text = "naam;plaats;postcode;organisatie;e-mail\n" + "".join(rows)
    start = now()
    with time_machine.travel(start, tick=False):
        number = bring(client, text)
        planned(client, number)
        plan = client.get(f"/beheer/import/{number}").text
        assert "800 nieuw" in plan
        assert "komt geen mail: herinneringen staan hier uit" in plan
        digest = re.search(r'name="plan" value="(\w+)"', plan)[1]
        assert (
            client.post(f"/beheer/import/{number}/uitvoeren", data={"plan": digest}).status_code
            == 303
        )
        perform("freshness", {})
        assert messages() == []
        number = said(client.get(AREA).text)
        assert number == 25
        answer = client.post(AREA, data={"do": "aan", "hoogstens": "25", "said": str(number)})
        assert answer.status_code == 303
    for day in range(7):
        with time_machine.travel(start + timedelta(days=day), tick=False):
            perform("freshness", {})
            perform("freshness", {})
    assert len(messages()) == number


def test_nothing_is_turned_on_with_another_number_than_the_page_said(client, coordinator):
    some(3)
    answer = client.post(AREA, data={"do": "aan", "hoogstens": "25", "said": "2"})
    assert answer.status_code == 409
    assert "intussen iets veranderd" in answer.text
    assert said(answer.text) == 3
    assert db.session.get(ReminderChoice, "Utrecht") is None


@pytest.mark.parametrize("typed", ["", "0", "-1", "veel", "501", "9" * 40, "1.5"])
def test_a_number_that_cannot_be_is_said_and_stays(client, coordinator, typed):
    some(1)
    page = client.get(AREA, query_string={"hoogstens": typed or "x"}).text
    assert "van 1 tot en met 500" in page
    assert client.post(AREA, data={"do": "aan", "hoogstens": typed, "said": "1"}).status_code == 400


def test_fewer_a_week_is_worked_out_before(client, coordinator):
    some(10)
    page = client.get(f"{AREA}?hoogstens=4").text
    assert said(page) == 4
    assert "Na ongeveer 3 weken" in page


def test_turning_on_and_off_is_in_the_audit_log_and_cancels_what_waits(client, coordinator):
    some(3)
    client.post(AREA, data={"do": "aan", "hoogstens": "2", "said": "2"})
    perform("freshness", {})
    assert [message.status for message in messages()] == ["waiting"] * 2
    client.post(AREA, data={"do": "uit"})
    assert [message.status for message in messages()] == ["cancelled"] * 2
    perform("freshness", {})
    assert len(messages()) == 2
    log = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()[-2:]
    assert [(each.action, each.subject) for each in log] == [
        ("turn_on_reminders", "area:Utrecht"), ("turn_off_reminders", "area:Utrecht"),
    ]  # fmt: skip
    assert log[0].detail == {"per_week": 2, "first_week": 2}


def test_today_says_that_they_are_off_until_somebody_chose(client, coordinator):
    notice = "tot jij dat aanzet"
    assert notice not in client.get("/beheer").text
    some(1)
    assert notice in client.get("/beheer").text
    client.post(AREA, data={"do": "uit"})
    assert notice not in client.get("/beheer").text


def test_a_coordinator_chooses_for_the_own_municipality_only(client):
    some(1)
    put(listing("Zang", ZEIST, email="zang@post.wijk"))
    sign_in(client, a_person(area="Zeist"))
    page = client.get(INDEX).text
    assert ("gemeente/Zeist" in page, "gemeente/Utrecht" in page) == (True, False)
    for path in (AREA, f"{AREA}/tekst", f"{INDEX}/gemeente/zonder-gemeente"):
        assert client.get(path).status_code == 403
        assert client.post(path, data={"do": "uit"}).status_code == 403
    assert client.post(f"{INDEX}/gemeente/Zeist", data={"do": "uit"}).status_code == 303
    turn_on("Utrecht", "Zeist")
    page = client.get(f"{INDEX}/deze-week").text
    assert ("zang@post.wijk" in page, "a0@post.wijk" in page) == (True, False)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.PROFESSIONAL, Role.POLICY_OFFICER])
def test_other_roles_choose_nothing(client, role):
    sign_in(client, a_person(role))
    assert client.post(AREA, data={"do": "uit"}).status_code == 403


def test_this_week_says_who_gets_what_and_who_does_not_and_why(client, coordinator):
    some(1)
    put(
        listing("Soep", organisation="De Brug", email="x@example.org"),
        listing("Stil"),
        listing("Zang", ZEIST, email="zang@post.wijk"),
    )
    turn_on()
    page = BeautifulSoup(client.get(f"{INDEX}/deze-week").text, "html.parser")
    assert "a0@post.wijk" in page.table.text
    reasons = [details.get_text(" ", strip=True) for details in page.select("main details")]
    for part, name in (("verzonnen", "Soep"), ("geen mailadres", "Stil"), ("staan uit", "Zang")):
        assert any(part in reason and name in reason for reason in reasons), part
    assert messages() == []


def test_an_own_text_is_shown_before_it_is_saved_and_unknown_names_are_refused(client, coordinator):
    some(1)
    path = f"{AREA}/tekst"
    page = client.post(
        path, data={"text": "Dag {organisatie} uit {gemeente}", "do": "voorbeeld"}
    ).text
    assert "Dag Buurthuis De Linde uit Utrecht" in page
    assert db.session.get(ReminderChoice, "Utrecht") is None
    answer = client.post(path, data={"text": "Dag {naam}, dit blijft", "do": "bewaar"})
    assert answer.status_code == 422
    assert "{naam} kennen we niet" in answer.text
    assert "dit blijft" in answer.text
    assert client.post(path, data={"text": "x" * 1600, "do": "bewaar"}).status_code == 422
    assert client.post(path, data={"text": "Dag {organisatie}", "do": "bewaar"}).status_code == 303
    turn_on(text=db.session.get(ReminderChoice, "Utrecht").text)
    perform("freshness", {})
    assert messages()[0].text.startswith("Dag jullie\n\n- Koffie 0")


def test_an_organisation_has_its_own_address_and_language(client, coordinator):
    put(listing("Soep", organisation="De Brug", email="soep@post.wijk"))
    turn_on()
    path = f"{INDEX}/organisatie/{db.session.scalars(select(Organisation.id)).one()}"
    answer = client.post(path, data={"address": "geen adres", "language": "ar"})
    assert answer.status_code == 422
    assert "geen adres" in answer.text
    assert client.post(path, data={"address": "", "language": "xx"}).status_code == 422
    assert (
        client.post(path, data={"address": "Bestuur@post.wijk", "language": "ar"}).status_code
        == 303
    )
    assert "gaat hij in het Nederlands" in client.get(path).text
    assert "nog in het Nederlands" in client.get(f"{INDEX}/deze-week").text
    perform("freshness", {})
    assert [message.address for message in messages()] == ["bestuur@post.wijk"]


def test_who_wants_no_mail_is_mailed_again_only_by_their_own_wish(client, coordinator):
    some(1)
    db.session.add(OptOut(recipient="mail:x", address="a0@post.wijk", how="page", reason="te veel"))
    db.session.flush()
    path = f"{INDEX}/geen-mail"
    assert "te veel" in client.get(path).text
    [row] = db.session.scalars(select(OptOut))
    assert client.post(f"{path}/{row.id}", data={"wish": "  "}).status_code == 422
    assert row.ended_at is None
    assert client.post(f"{path}/{row.id}", data={"wish": "Riet belde erover"}).status_code == 303
    assert row.ended_reason == "Riet belde erover"
    assert "a0@post.wijk" not in client.get(path).text
    last = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()[-1]
    assert (last.action, last.subject) == ("mail_again", f"opt_out:{row.id}")


def test_somebody_elses_opt_out_is_not_shown_nor_ended(client):
    some(1)
    db.session.add(OptOut(recipient="mail:x", address="a0@post.wijk", how="page"))
    db.session.flush()
    sign_in(client, a_person(area="Zeist"))
    assert "a0@post.wijk" not in client.get(f"{INDEX}/geen-mail").text
    [row] = db.session.scalars(select(OptOut))
    assert client.post(f"{INDEX}/geen-mail/{row.id}", data={"wish": "x"}).status_code == 404
