import re
from datetime import date

import pytest
from sqlalchemy import select

from socialmap.catalogue.models import Initiative
from socialmap.db import db
from socialmap.mail.composing import Outgoing, compose
from socialmap.mail.models import Message
from socialmap.times.clock import now
from socialmap.upkeep.calls import called
from socialmap.upkeep.models import OptOut
from socialmap.web.letters.reminders import send, warn
from tests.listings import listing, put
from tests.reminding import mails_on, turn_on

TODAY = date(2026, 11, 20)
LATER = date(2027, 11, 20)


@pytest.fixture
def message(session):
    """A reminder in the outbox."""
    put(listing("Koffie", organisation="De Brug", email="brug@post.wijk", phone="+31302345678"))
    turn_on()
    [mail] = mails_on(TODAY)
    assert send(mail)
    return db.session.scalars(select(Message)).one()


@pytest.fixture
def path(message):
    """The path of the link in it to stop mail."""
    return "/geen-mail/" + message.unsubscribe.rpartition("/")[2]


def opt_outs():
    return db.session.scalars(select(OptOut).order_by(OptOut.id)).all()


def test_the_mail_has_the_headers_of_one_click_and_the_link(message, path):
    outgoing = Outgoing(
        message.id, message.address, message.subject, message.text, message.html, now(),
        message.unsubscribe,
    )  # fmt: skip
    mail = compose(outgoing, "kaart@example.org")
    assert mail["List-Unsubscribe"] == f"<http://127.0.0.1:8000{path}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert path in message.text
    assert "brug" not in path


def test_opening_the_link_changes_nothing(client, path):
    answer = client.get(path)
    assert "Stuur ons geen mail meer" in answer.text
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in answer.headers
    assert opt_outs() == []


def test_one_click_in_a_mail_program_stops_mail_without_cookie_or_redirect(client, path, message):
    answer = client.post(
        path,
        data={"List-Unsubscribe": "One-Click"},
        headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example.org"},
    )
    assert answer.status_code == 200
    assert "geen mail meer" in answer.text
    [row] = opt_outs()
    assert (row.how, row.address) == ("one_click", "brug@post.wijk")
    assert message.status == "cancelled"
    client.post(path, data={"List-Unsubscribe": "One-Click"})
    assert len(opt_outs()) == 1


def test_who_stopped_is_mailed_no_more_and_may_be_called(client, path):
    client.post(path, data={"reason": "te veel mail"})
    put(listing("Soep", organisation="De Brug", email="ander@post.wijk"))
    put(listing("Zang", email="brug@post.wijk"))
    assert mails_on(LATER) == []
    [coffee] = db.session.scalars(select(Initiative).where(Initiative.name == "Koffie"))
    assert not called(coffee).reachable
    assert not warn(coffee, LATER)
    assert opt_outs()[0].reason == "te veel mail"


def test_a_reason_may_follow_but_not_with_personal_data(client, path):
    assert client.post(path, data={}).status_code == 303
    page = client.post(path, data={"reason": "bel 06-12345678 of bsn 111222333"}).text
    assert "error-summary" in page
    assert opt_outs()[0].reason == ""
    client.post(path, data={"reason": "we stoppen"})
    assert [row.reason for row in opt_outs()] == ["we stoppen"]
    assert "Geef de reden door" not in client.get(path).text


def test_they_can_change_their_mind(client, path):
    client.post(path, data={})
    assert client.post(f"{path}/weer").status_code == 303
    assert opt_outs()[0].ended_at
    assert mails_on(LATER)


@pytest.mark.parametrize("token", ["x", "IjEi.x", "{}.{}"])
def test_a_link_that_we_did_not_make_does_nothing(client, path, token):
    for address in (f"/geen-mail/{token}", path.replace(".", ".x")):
        assert client.get(address).status_code == 404
        assert client.post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 404
    assert opt_outs() == []


def test_a_warning_has_the_link_too(session):
    [number] = put(listing("Koffie", email="koffie@post.wijk"))
    assert warn(db.session.get_one(Initiative, number), TODAY)
    message = db.session.scalars(select(Message)).one()
    assert re.search(r"/geen-mail/\S+", message.text)
    assert message.unsubscribe
