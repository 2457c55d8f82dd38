from datetime import timedelta

import pytest

from socialmap.db import db
from socialmap.errors import Problem
from socialmap.mail import queue
from socialmap.mail.actions import forget_old
from socialmap.mail.models import DeadAddress, Delivery, Message
from socialmap.mail.sending import WAITS, recover, send_waiting
from socialmap.mail.transports import (
    Away,
    Delayed,
    FileTransport,
    LostSight,
    NobodyThere,
    Refused,
)
from socialmap.times.clock import now

pytestmark = pytest.mark.usefixtures("session")
SENDER = "kaart@post.wijk"


class Server:
    """A mail server that gives the answers it was set to, and keeps what it got."""

    idempotent = False

    def __init__(self, *answers):
        self.answers = list(answers)
        self.got = []

    def deliver(self, mail, handing):
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, Away | Delayed | Refused):
            raise answer
        handing()
        if answer:
            raise answer
        self.got.append(mail)

    def close(self):
        pass


def put(key="a", to="a@post.wijk"):
    queue(to, "Klopt het nog?", "Kijk even.", "<p>Kijk even.</p>", key=key)
    message = db.session.query(Message).filter_by(key=key).one()
    db.session.commit()
    return message


def test_a_message_is_sent_once_and_loses_its_text():
    message, server = put(), Server()
    assert send_waiting(server, SENDER) == {Delivery.SENT: 1}
    assert send_waiting(server, SENDER) == {}
    [mail] = server.got
    assert mail["Message-ID"] == f"<{message.id}@post.wijk>"
    assert mail.get_body("plain").get_content() == "Kijk even.\n"
    assert (message.status, message.text, message.html) == ("sent", "", "")


def test_the_same_key_is_queued_once():
    assert queue("a@post.wijk", "Een", "x", key="same")
    assert not queue("b@post.wijk", "Twee", "x", key="same")


@pytest.mark.parametrize(
    "address", ["", "a", "a@", "a@b.nl, c@d.nl", "a@b.nl\nBcc: c@d.nl", "é@b.nl"]
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(Problem):
        queue(address, "x", "y", key="k")


def test_a_subject_stays_on_its_line():
    queue("a@post.wijk", "Een\r\nBcc: b@post.wijk", "x", key="k")
    db.session.commit()
    server = Server()
    send_waiting(server, SENDER)
    assert server.got[0]["Bcc"] is None


def test_a_server_that_is_away_costs_nobody_a_try():
    first, second = put("a"), put("b")
    assert send_waiting(Server(Away("stil")), SENDER) == {Delivery.WAITING: 1}
    assert {first.attempts, second.attempts} == {0}


def test_what_is_delayed_waits_longer_each_time_and_fails_at_last():
    message = put()
    for wait in WAITS:
        assert send_waiting(Server(Delayed("451 later")), SENDER) == {Delivery.WAITING: 1}
        assert abs(message.next_at - now() - wait) < timedelta(minutes=1)
        message.next_at = now()
        db.session.commit()
    assert send_waiting(Server(Delayed("451 later")), SENDER) == {Delivery.FAILED: 1}
    assert message.trouble == "451 later"
    assert message.text


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (Refused("554 spam"), Delivery.FAILED),
        (NobodyThere("550 5.1.1 weg"), Delivery.BOUNCED),
        (LostSight("broken pipe"), Delivery.UNSURE),
    ],
)
def test_each_answer_has_its_state_and_the_next_message_goes(answer, status):
    message, other = put("a"), put("b")
    server = Server(answer)
    send_waiting(server, SENDER)
    assert (message.status, other.status) == (status, Delivery.SENT)
    assert bool(db.session.get(DeadAddress, "a@post.wijk")) == (status == Delivery.BOUNCED)


def test_what_a_dead_sender_had_not_handed_over_is_sent_and_the_rest_is_unsure():
    claimed, handing = put("a"), put("b")
    claimed.status, handing.status = Delivery.CLAIMED, Delivery.HANDING
    db.session.commit()
    server = Server()
    send_waiting(server, SENDER)
    assert (claimed.status, handing.status) == (Delivery.SENT, Delivery.UNSURE)
    assert len(server.got) == 1
    assert "brak af" in handing.trouble


def test_a_sender_that_was_thought_dead_sends_nothing():
    put()

    class Slow(Server):
        def deliver(self, mail, handing):
            recover(self)
            super().deliver(mail, handing)

    server = Slow()
    send_waiting(server, SENDER)
    assert server.got == []


def test_a_file_is_written_once_however_often_it_is_handed_over(tmp_path):
    message = put()
    send_waiting(FileTransport(tmp_path), SENDER)
    [file] = tmp_path.iterdir()
    assert file.name == f"{message.id}.eml"
    first = file.stat()
    message.status, message.text = Delivery.HANDING, "Kijk even."
    db.session.commit()
    send_waiting(FileTransport(tmp_path), SENDER)
    assert [each.stat().st_ino for each in tmp_path.iterdir()] == [first.st_ino]
    assert message.status == Delivery.SENT


def test_a_full_disk_keeps_mail_waiting(tmp_path):
    message = put()
    (tmp_path / "mail").write_text("no folder")
    send_waiting(FileTransport(tmp_path / "mail"), SENDER)
    assert message.status == Delivery.WAITING


def test_what_was_done_with_long_ago_is_forgotten():
    old, young, stuck = put("a"), put("b"), put("c")
    old.status, stuck.status = Delivery.SENT, Delivery.WAITING
    young.status = Delivery.SENT
    for each in (old, stuck):
        each.changed_at = now() - timedelta(days=200)
    db.session.commit()
    assert forget_old(now() - timedelta(days=183)) == 1
    assert {each.key for each in db.session.query(Message)} == {"b", "c"}
