from email.message import EmailMessage

import pytest
from sqlalchemy import literal, select

from socialmap.config import read_settings
from socialmap.db import db
from socialmap.mail import queue
from socialmap.mail.barring import MADE_UP, is_made_up, made_up, why_barred
from socialmap.mail.models import Delivery, Message
from socialmap.mail.sending import send_waiting
from socialmap.mail.transports import Barred, FileTransport, SmtpTransport
from socialmap.upkeep.examples import DEMO_SOURCE, OF_DEMO
from tests.listings import CHANGE, listing, put
from tests.mail.smtp import MailServer
from tests.mail.test_sending import SENDER, Server

NEVER_MAILED = [
    "a@example.org", "A@EXAMPLE.COM", "a@example.net", "a@mail.example.org", "a@buurt.example",
    "a@buurt.test", "a@diep.in.buurt.invalid", "a@localhost", "a@x.localhost", "a@example.org.",
]  # fmt: skip
MAILED = ["a@post.wijk", "a@myexample.org", "a@example.nl", "a@test.nl", "example.org@post.wijk"]


@pytest.mark.parametrize("address", NEVER_MAILED)
def test_an_address_for_examples_and_tests_is_made_up(address):
    assert is_made_up(address)


@pytest.mark.parametrize("address", MAILED)
def test_any_other_address_is_not(address):
    assert not is_made_up(address)


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("address", [*NEVER_MAILED[:-1], *MAILED])
def test_the_database_says_the_same(address):
    found = db.session.scalar(select(made_up(literal(address.lower()))))
    assert bool(found) == is_made_up(address)


def mail_to(to, **headers):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = SENDER, to, "<1@example.org>"
    for name, value in headers.items():
        mail[name] = value
    mail.set_content("Dag")
    return mail


@pytest.mark.parametrize(
    "mail",
    [
        mail_to("a@example.org"), mail_to("Noor <noor@Buurt.Test>"),
        mail_to("a@post.wijk, b@example.com"), mail_to("a@post.wijk", Cc="b@x.invalid"),
    ],
)  # fmt: skip
def test_no_transport_takes_mail_to_a_made_up_address(tmp_path, mail):
    with MailServer() as server:
        for transport in (SmtpTransport(read_settings(server.environ)), FileTransport(tmp_path)):
            with pytest.raises(Barred):
                transport.deliver(mail, lambda: pytest.fail("it was handed over"))
            transport.close()
    assert (server.got, list(tmp_path.iterdir())) == ([], [])


@pytest.mark.usefixtures("session")
def test_mail_of_every_kind_stops_at_the_door_and_says_why():
    for kind in ("reminder", "invitation", "link", "answer"):
        queue("a@example.org", "Dag", "geheim", key=kind, about="person:1")
    db.session.commit()
    server = Server()
    assert send_waiting(server, SENDER) == {Delivery.BARRED: 4}
    assert server.got == []
    for message in db.session.query(Message):
        assert (message.status, message.trouble, message.text) == ("barred", MADE_UP, "")
    assert send_waiting(server, SENDER) == {}


@pytest.mark.usefixtures("session")
def test_nobody_is_mailed_about_an_example_whatever_its_address():
    from socialmap.catalogue.actions import Entry, add
    from socialmap.catalogue.models import Initiative

    made = listing("Koffie", organisation="De Vuurvlinder", email="echt@post.wijk")
    [number] = add([Entry(made, source=DEMO_SOURCE, source_id="1")], CHANGE)
    about = f"organisation:{db.session.get_one(Initiative, number).organisation_id}"
    assert why_barred("echt@post.wijk", about) == OF_DEMO
    assert why_barred("anders@post.wijk", about) == OF_DEMO
    assert why_barred("echt@post.wijk", "") == OF_DEMO
    assert why_barred("echt@post.wijk", "person:3") == ""
    put(listing("Soep", email="echt@post.wijk"))
    assert why_barred("echt@post.wijk", "mail:x") == ""
