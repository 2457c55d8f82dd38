import textwrap

import pytest

from socialmap.db import db
from socialmap.mail import queue
from socialmap.mail.bounces import collect, read_bounces
from socialmap.mail.models import DeadAddress, Delivery, Message

REPORT = """\
From: MAILER-DAEMON@mail.example.org
To: kaart@post.wijk
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

Sorry.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {reason}

--B
Content-Type: {copy}

Message-ID: <{id}@post.wijk>
Subject: Klopt het nog?

--B--
"""


def report(message, **facts):
    usual = {
        "address": message.address, "action": "failed", "status": "5.1.1",
        "reason": "550 5.1.1 no such user", "copy": "text/rfc822-headers", "id": message.id,
    }  # fmt: skip
    return textwrap.dedent(REPORT).format(**(usual | facts)).encode()


@pytest.fixture
def message(session):
    queue("weg@post.wijk", "Klopt het nog?", "Kijk even.", key="a")
    found = session.query(Message).one()
    found.status = Delivery.SENT
    session.commit()
    return found


def dead():
    return [each.address for each in db.session.query(DeadAddress)]


@pytest.mark.parametrize("copy", ["text/rfc822-headers", "message/rfc822"])
@pytest.mark.parametrize("folders", [("new", "cur"), ()])
def test_a_report_marks_the_message_and_its_address_and_is_put_away(
    message, tmp_path, copy, folders
):
    for name in folders:
        (tmp_path / name).mkdir()
    place = tmp_path / (folders[0] if folders else "")
    (place / "1.eml").write_bytes(report(message, copy=copy))
    assert collect(tmp_path) == "1 gelezen, 1 onbestelbaar"
    assert (message.status, message.trouble) == (Delivery.BOUNCED, "550 5.1.1 no such user")
    assert dead() == ["weg@post.wijk"]
    assert (tmp_path / "done" / "1.eml").exists()
    assert collect(tmp_path) == ""


def test_a_full_mailbox_is_no_dead_address(message, tmp_path):
    (tmp_path / "1.eml").write_bytes(report(message, status="5.2.2", reason="552 full"))
    collect(tmp_path)
    assert message.status == Delivery.BOUNCED
    assert dead() == []


def test_a_delay_is_no_bounce(message, tmp_path):
    (tmp_path / "1.eml").write_bytes(report(message, action="delayed", status="4.4.1"))
    assert collect(tmp_path) == "1 gelezen, 0 onbestelbaar"
    assert message.status == Delivery.SENT


def test_a_report_about_an_address_that_we_did_not_mail_marks_nobody(message, tmp_path):
    (tmp_path / "1.eml").write_bytes(report(message, address="ander@post.wijk"))
    collect(tmp_path)
    assert message.status == Delivery.SENT
    assert dead() == []


def test_what_is_no_report_is_put_away_too(message, tmp_path):
    (tmp_path / "1.eml").write_bytes(b"Subject: Ik ben er even niet\n\nTot maandag.\n")
    (tmp_path / "2.eml").write_bytes(bytes(range(256)) * 100)
    (tmp_path / "3.eml").write_bytes(b"")
    assert collect(tmp_path) == "3 gelezen, 0 onbestelbaar"
    assert message.status == Delivery.SENT


def test_a_folder_that_is_not_there_holds_nothing(tmp_path):
    assert collect(tmp_path / "nowhere") == ""


def test_a_report_tells_each_address(message):
    [found] = read_bounces(report(message))
    assert (found.message_id, found.address, found.permanent) == (message.id, message.address, True)
