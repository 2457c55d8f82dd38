from datetime import timedelta

import pytest
from sqlalchemy import select

from socialmap.catalogue.models import Initiative, Status
from socialmap.db import db
from socialmap.mail.models import Message
from socialmap.people.permissions import Role
from socialmap.proposals.models import Proposal
from socialmap.times.clock import today
from socialmap.upkeep.magic_links import make_link, recipients
from socialmap.upkeep.models import Call, CallOutcome
from tests.desk import a_person, sign_in
from tests.listings import listing, put

ZEIST = {"town": "Zeist", "municipality": "Zeist", "street": "Dorpsstraat 1"}


@pytest.fixture
def koffie(session):
    put(listing("Koffie", phone="+31302345678", at=ZEIST))
    return session.scalars(select(Initiative)).one()


def say(client, answer, **more):
    return client.post("/beheer/bellen/koffie", data={"answer": answer} | more)


def test_the_list_tells_whom_to_call_and_the_page_what_to_ask(client, koffie):
    sign_in(client, a_person())
    page = client.get("/beheer/bellen")
    assert "030 234 5678" in page.text
    assert "Er is geen mailadres" in page.text
    page = client.get("/beheer/bellen/koffie")
    assert "Kloppen de dagen en tijden?" in page.text
    assert "nog niet gevraagd" in page.text
    assert "lang niet gevraagd" not in page.text


def test_what_is_right_leaves_the_list(client, koffie):
    sign_in(client, a_person())
    answer = say(client, "right")
    assert answer.status_code == 303
    assert koffie.confirmed_on == today()
    assert "Je hoeft nu niemand te bellen" in client.get(answer.location).text
    [call] = db.session.scalars(select(Call))
    assert (call.outcome, call.by.partition(":")[0]) == (CallOutcome.RIGHT, "person")


@pytest.mark.parametrize(
    ("answer", "text", "sentence"),
    [
        ("", "", "Kies wat je hoorde"),
        ("dunno", "", "Kies wat je hoorde"),
        ("changed", "", "Schrijf op wat er veranderd is"),
        ("changed", "Bel Noor, geboren op 3 mei 1950", "geboortedatum"),
    ],
)
def test_an_answer_that_cannot_be_kept_is_told(client, koffie, answer, text, sentence):
    sign_in(client, a_person())
    page = say(client, answer, text=text)
    assert page.status_code == 422
    assert sentence in page.text
    assert text in page.text
    assert koffie.version == 1


def test_what_changed_becomes_a_proposal(client, koffie):
    sign_in(client, a_person())
    say(client, "changed", text="Nu op dinsdag")
    assert [each.text for each in db.session.scalars(select(Proposal))] == ["Nu op dinsdag"]


def test_after_three_calls_in_vain_it_may_be_hidden_after_a_warning(client, koffie):
    sign_in(client, a_person())
    for _ in range(3):
        assert "van de kaart halen" not in client.get("/beheer/bellen/koffie").text
        say(client, "unreached")
    assert "van de kaart halen" in client.get("/beheer/bellen/koffie").text
    client.post("/beheer/bellen/koffie/verbergen")
    page = client.get("/beheer/bellen")
    assert "3 keer niet bereikt" in page.text
    assert "Gaat op" in page.text
    assert koffie.status == Status.PUBLISHED
    client.post("/beheer/bellen/koffie/verbergen", data={"keep": "1"})
    assert "Gaat op" not in client.get("/beheer/bellen").text


def test_who_can_be_mailed_is_warned_by_mail(client, session):
    put(listing("Koffie", email="koffie@post.wijk", at=ZEIST))
    sign_in(client, a_person())
    client.post("/beheer/bellen/koffie/verbergen")
    [message] = session.scalars(select(Message))
    assert message.subject == "Koffie gaat van de kaart"
    assert "/nagaan/" in message.text
    assert str((today() + timedelta(days=30)).year) in message.text


def test_somebody_calls_only_within_the_own_area(client, koffie):
    sign_in(client, a_person(Role.COORDINATOR, area="Utrecht"))
    assert "Koffie" not in client.get("/beheer/bellen").text
    assert client.get("/beheer/bellen/koffie").status_code == 403
    assert say(client, "gone").status_code == 403
    assert client.post("/beheer/bellen/koffie/verbergen").status_code == 403
    assert client.post("/beheer/bellen/koffie/links").status_code == 403
    assert koffie.version == 1


def test_links_that_went_astray_are_withdrawn(client, koffie):
    sign_in(client, a_person())
    [holder] = recipients(koffie)
    token = make_link(holder, [koffie.id])
    assert client.get(f"/nagaan/{token}").status_code == 200
    page = client.get(client.post("/beheer/bellen/koffie/links").location)
    assert "werken niet meer" in page.text
    assert client.get(f"/nagaan/{token}").status_code == 404


def test_a_listing_that_is_not_there_is_not_found(client, session):
    sign_in(client, a_person())
    assert client.get("/beheer/bellen/niets").status_code == 404
