import os
import signal
import subprocess
import sys
import uuid

import pytest

from socialmap import create_app
from socialmap.config import read_settings
from socialmap.db import db
from socialmap.mail import queue
from socialmap.mail.composing import Outgoing, compose
from socialmap.mail.models import Delivery, Message
from socialmap.mail.transports import (
    Away,
    Delayed,
    LostSight,
    NobodyThere,
    Refused,
    SmtpTransport,
    transport_of,
)
from socialmap.times.clock import now
from tests.mail.smtp import MailServer


def mail_to(address, text="Kijk even of het klopt: café."):
    message = Outgoing(uuid.uuid4(), address, "Klopt het nog? – één", text, "<p>Hallo</p>", now())
    return compose(message, "kaart@post.wijk")


def deliver(server, *addresses):
    """Deliver mails in one conversation, and tell of how many the text was on its way."""
    transport, handed = SmtpTransport(read_settings(server.environ)), []
    try:
        for address in addresses:
            transport.deliver(mail_to(address), lambda: handed.append(1))
    finally:
        transport.close()
    return len(handed)


def test_mail_arrives_as_it_was_written():
    with MailServer() as server:
        assert deliver(server, "a@post.wijk", "b@post.wijk") == 2
    first, second = server.got
    assert (first["To"], second["To"]) == ("a@post.wijk", "b@post.wijk")
    assert first["Subject"] == "Klopt het nog? – één"
    assert first["Auto-Submitted"] == "auto-generated"
    assert "café" in first.get_body("plain").get_content()
    assert first.get_body("html").get_content().strip() == "<p>Hallo</p>"


@pytest.mark.parametrize(
    ("where", "answer", "trouble"),
    [
        ("a@post.wijk", "550 5.1.1 no such user", NobodyThere),
        ("a@post.wijk", "550 5.7.1 we do not like you", Refused),
        ("a@post.wijk", "451 try later", Delayed),
        ("a@post.wijk", "421 closing", Away),
        ("data a@post.wijk", "554 spam", Refused),
        ("data a@post.wijk", "452 full", Delayed),
        ("data a@post.wijk", "hang up", LostSight),
    ],
)
def test_each_answer_of_a_server_is_understood(where, answer, trouble):
    with MailServer(**{where: answer}) as server, pytest.raises(trouble) as raised:
        deliver(server, "a@post.wijk")
    assert type(raised.value) is trouble


def test_no_server_is_away():
    with MailServer() as server:
        environ = server.environ
    transport = SmtpTransport(read_settings(environ))
    with pytest.raises(Away):
        transport.deliver(mail_to("a@post.wijk"), lambda: None)


def test_a_server_that_offers_no_safe_line_gets_nothing():
    with MailServer() as server:
        wished = read_settings(server.environ | {"SOCIALMAP_MAIL_SECURITY": "starttls"})
        with pytest.raises(Away):
            SmtpTransport(wished).deliver(mail_to("a@post.wijk"), lambda: None)
    assert server.got == []


def test_mail_that_is_off_waits():
    assert transport_of(read_settings({"SOCIALMAP_MAIL": "off"})) is None


def test_a_sender_that_is_killed_while_handing_over_leaves_one_doubt(tmp_path):
    addresses = [f"{letter}@post.wijk" for letter in "abcde"]
    with MailServer(**{"data c@post.wijk": "silence"}) as server:
        environ = os.environ | server.environ | {"SOCIALMAP_DATA": str(tmp_path)}
        command = [sys.executable, "-m", "socialmap"]
        subprocess.run([*command, "db", "upgrade"], env=environ, check=True, capture_output=True)
        with create_app(environ).app_context():
            for address in addresses:
                queue(address, "Klopt het nog?", "Kijk even.", key=address)
                db.session.commit()
            once = [*command, "jobs", "once", "mail"]
            with subprocess.Popen(once, env=environ, stderr=subprocess.DEVNULL) as sender:
                assert server.hung.wait(60)
                sender.send_signal(signal.SIGKILL)
            subprocess.run(once, env=environ, check=True, capture_output=True)
            statuses = dict(db.session.query(Message.address, Message.status).all())
            db.session.remove()
            db.engine.dispose()
    assert sorted(mail["To"] for mail in server.got) == addresses
    doubt = {"c@post.wijk": Delivery.UNSURE}
    assert statuses == dict.fromkeys(addresses, Delivery.SENT) | doubt
