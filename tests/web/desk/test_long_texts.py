"""A text that does not fit is refused with by how much, and comes back as it was typed."""

import pytest
from bs4 import BeautifulSoup

from socialmap.duplicates.actions import initiative_of
from socialmap.lists.models import SavedView
from socialmap.people.permissions import Role
from socialmap.proposals.actions import make
from socialmap.proposals.models import Subject
from tests.desk import a_person, sign_in
from tests.listings import listing, put


@pytest.fixture
def desk(client):
    sign_in(client, a_person(Role.ADMINISTRATOR))
    return client


def fields(answer, form="main form"):
    page = BeautifulSoup(answer.text, "html.parser")
    return {
        field["name"]: field.get("value", field.text)
        for field in page.select_one(form).select("input[name], textarea[name]")
    }


@pytest.mark.parametrize(
    ("address", "sent", "name", "longest"),
    [
        ("/account/naam", {}, "name", 100),
        ("/beheer/lijst/bewaard", {"filter": "wat=koffie", "deel": "1"}, "naam", 60),
        ("/beheer/herinneringen/geen-mail/1", {}, "wish", 200),
        ("/beheer/mensen/uitnodigen", {"email": "noor@example.org"}, "name", 100),
        ("/beheer/uiterlijk/hele-kaart", {"footer": "Tot ziens."}, "greeting", 300),
        ("/beheer/niet-opnemen", {"town": "Zeist", "name": "Koffie"}, "reason", 300),
        ("/beheer/zoekwoorden/woord", {"betekent": "zwerfafval"}, "woord", 60),
    ],
)
def test_what_is_too_long_is_refused_and_nothing_is_lost(desk, address, sent, name, longest):
    answer = desk.post(address, data=sent | {name: "x" * (longest + 3)})
    assert answer.status_code == 422
    assert "x" * (longest + 3) in answer.text
    for value in sent.values():
        assert value in answer.text
    if name != "woord":
        assert f"Dit is 3 tekens te lang. Er passen er {longest}." in answer.text


def test_the_form_goes_on_with_all_that_was_typed_once_the_text_is_shorter(desk, session):
    sent = {"filter": "wat=koffie", "deel": "1", "naam": "x" * 61}
    again = fields(desk.post("/beheer/lijst/bewaard", data=sent))
    assert again.pop("csrf_token", None) is None
    assert again == sent
    desk.post("/beheer/lijst/bewaard", data=again | {"naam": "Koffie"})
    view = session.query(SavedView).one()
    assert (view.name, view.query, view.shared) == ("Koffie", "wat=koffie", True)


@pytest.mark.parametrize(("name", "longest"), [("reason", 300), ("asked_by", 150), ("reply", 2000)])
def test_an_answer_that_is_too_long_stays_in_its_own_form(desk, session, name, longest):
    put(listing("Koffie"))
    proposal = make(initiative_of("koffie"), Subject.UNLIST, "Te druk", email="noor@example.org")
    session.commit()
    sent = {"do": "take", "reason": "het is te druk", "asked_by": "Noor", "canned": "off"}
    address = f"/beheer/voorstellen/{proposal.id}"
    answer = desk.post(address, data=sent | {name: "x" * (longest + 1)})
    assert answer.status_code == 422
    assert f"Dit is 1 tekens te lang. Er passen er {longest}." in answer.text
    assert "x" * (longest + 1) in answer.text
    assert proposal.answered_at is None
