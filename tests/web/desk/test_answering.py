"""A coordinator answers proposals: in whole, in part, or not; the proposer reads why."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from socialmap.catalogue.actions import rewrite
from socialmap.catalogue.history import latest_listing, revisions_of
from socialmap.catalogue.models import Initiative
from socialmap.duplicates.actions import initiative_of
from socialmap.mail.models import Message
from socialmap.people.permissions import Role
from socialmap.proposals.actions import make, propose_addition
from socialmap.proposals.models import Proposer, Subject
from socialmap.proposals.unlisted import register
from socialmap.times.clock import today
from tests.desk import a_person, sign_in
from tests.listings import CHANGE, ZEIST, listing, put

CHANGES = {
    "phones": [{"number": "+31302345678", "words": ""}],
    "hours": "Tu 10:00-12:00",
    "hours_text": "",
}


@pytest.fixture
def coffee(session):
    at = {"town": "Utrecht", "municipality": "Utrecht"}
    put(listing("Koffie", at=at, hours_text="soms", summary="Koffie."))
    return initiative_of("koffie")


@pytest.fixture
def desk(client, session, coffee):
    """The browser of a coordinator; what a test made before is committed, as by other requests."""
    person = sign_in(client, a_person())

    def send(path, **data):
        session.commit()
        return client.post(path, data=data)

    client.send, client.actor = send, person.actor
    return client


def text_of(answer):
    return " ".join(BeautifulSoup(answer.text, "html.parser").get_text(" ").split())


def test_proposals_wait_in_a_list_and_answered_ones_in_another(desk, coffee):
    proposal = make(coffee, Subject.CHANGED, "Nu op dinsdag")
    assert "Nu op dinsdag" in text_of(desk.get("/beheer/voorstellen"))
    desk.send(f"/beheer/voorstellen/{proposal.id}", do="take", right="1")
    page = text_of(desk.get("/beheer/voorstellen"))
    assert "Alles is beantwoord" in page
    assert "is overgenomen" in page
    assert "overgenomen" in text_of(desk.get("/beheer/voorstellen?toon=beantwoord"))


def test_what_is_there_stands_beside_what_is_proposed(desk, coffee):
    path = f"/beheer/voorstellen/{make(coffee, Subject.CHANGED, changes=CHANGES).id}"
    page = BeautifulSoup(desk.get(path).text, "html.parser")
    rows = [
        [" ".join(cell.text.split()) for cell in row]
        for row in (each.find_all(["th", "td"]) for each in page.select("tbody tr"))
    ]
    assert rows == [
        ["Tijden", "soms", "Elke dinsdag, 10.00–12.00."],
        ["Telefoon", "(niets)", "030 234 5678"],
    ]
    assert len(page.select("input[name=take][checked]")) == 2


def test_a_part_is_taken_over_and_the_proposer_hears_of_it(desk, coffee, session):
    found = make(coffee, Subject.CHANGED, changes=CHANGES, email="buur@example.org")
    path = f"/beheer/voorstellen/{found.id}"
    assert "graag antwoord" in text_of(desk.get(path))
    answer = desk.send(path, do="take", take="phones", canned="partly", reason="gebeld")
    assert answer.status_code == 303
    there = latest_listing(coffee.id)
    assert (there.phone, there.hours_text) == ("+31302345678", "soms")
    revision = revisions_of(coffee.id)[0]
    assert (revision.actor, revision.reason) == (desk.actor, f"proposal {found.id}: gebeld")
    page = text_of(desk.get(f"/beheer/geschiedenis/{coffee.id}"))
    assert f"Reden: voorstel {found.id}: gebeld" in page
    message = session.scalars(select(Message)).one()
    assert (message.address, message.subject) == ("buur@example.org", "Antwoord over Koffie")
    assert "Een deel hebben we aangepast" in message.text
    page = text_of(desk.get(path))
    assert "voor een deel overgenomen" in page
    assert "Overgenomen: Telefoon" in page


def test_nobody_answers_over_a_change_that_was_not_seen(desk, coffee):
    found = make(coffee, Subject.CHANGED, changes=CHANGES)
    path = f"/beheer/voorstellen/{found.id}"
    page = BeautifulSoup(desk.get(path).text, "html.parser")
    seen = page.select_one("input[name=version]")["value"]
    rewrite([(coffee.id, listing("Koffie", hours_text="altijd"))], CHANGE)
    answer = desk.send(path, do="take", take="hours", version=seen)
    assert answer.status_code == 422
    assert "net gewijzigd" in text_of(answer)
    assert "altijd" in text_of(answer)
    assert found.status == "new"


def test_what_the_initiative_was_asked_counts_as_checked(desk, coffee):
    first = make(coffee, Subject.OTHER, "De foto")
    desk.send(f"/beheer/voorstellen/{first.id}", do="take", right="0", confirmed="1")
    assert {each.on for each in latest_listing(coffee.id).confirmations} == {today()}
    new = listing("Soep", ZEIST, at={"town": "Zeist"})
    found = propose_addition(new, origin=Proposer.INITIATIVE, draft=None)
    path = f"/beheer/voorstellen/{found.id}"
    page = BeautifulSoup(desk.get(path).text, "html.parser")
    assert page.select_one("input[name=confirmed][checked]")
    desk.send(path, do="take", confirmed="1")
    assert len(latest_listing(found.initiative_id).confirmations) == 5


def test_an_own_text_goes_before_a_chosen_one(desk, coffee, session):
    found = make(coffee, Subject.GONE, email="buur@example.org")
    sent = {"do": "take", "to": "archived", "canned": "gone", "reply": "Dank je wel!"}
    assert desk.send(f"/beheer/voorstellen/{found.id}", **sent).status_code == 303
    text = session.scalars(select(Message.text)).one()
    assert "Dank je wel!" in text
    assert "niet meer op de kaart" not in text
    assert coffee.status == "archived"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"do": "take"}, "Kies een antwoord"),
        ({"do": "take", "canned": "there"}, "past niet bij wat je doet"),
        ({"do": "refuse", "canned": "added"}, "past niet bij wat je doet"),
    ],
)
def test_who_asked_for_an_answer_gets_one_that_fits(desk, session, sent, sentence):
    new = listing("Soep", ZEIST, at={"town": "Zeist"})
    found = propose_addition(new, email="a@example.org", origin=Proposer.VISITOR, draft=None)
    answer = desk.send(f"/beheer/voorstellen/{found.id}", **sent)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert (found.status, session.scalars(select(Message)).all()) == ("new", [])
    assert desk.send(f"/beheer/voorstellen/{found.id}", do="refuse", canned="none").location
    assert session.scalars(select(Message)).all() == []


def test_without_an_address_nobody_is_mailed(desk, coffee, session):
    found = make(coffee, Subject.GONE)
    assert desk.send(f"/beheer/voorstellen/{found.id}", do="take", to="stay").status_code == 303
    assert session.scalars(select(Message)).all() == []
    assert (found.status, coffee.status) == ("refused", "published")


@pytest.mark.parametrize(
    ("reason", "sent", "sentence"),
    [
        (Subject.GONE, {}, "Kies wat je doet"),
        (Subject.GONE, {"to": "nonsense"}, "Kies wat je doet"),
        (Subject.CHANGED, {"right": "x"}, "Kies wat je doet"),
        (Subject.UNLIST, {"reason": " "}, "Vul de reden in"),
    ],
)
def test_what_was_not_chosen_is_asked_again(desk, coffee, reason, sent, sentence):
    found = make(coffee, reason, "zo is het")
    answer = desk.send(f"/beheer/voorstellen/{found.id}", do="take", **sent)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert found.status == "new"


def test_nothing_is_answered_twice(desk, coffee):
    found = make(coffee, Subject.GONE)
    path = f"/beheer/voorstellen/{found.id}"
    desk.send(path, do="take", to="stay")
    again = desk.send(path, do="take", to="archived")
    assert again.status_code == 422
    assert "al beantwoord" in text_of(again)
    assert coffee.status == "published"


def test_what_wants_to_be_off_the_map_goes_and_stays_away(desk, coffee):
    found = make(coffee, Subject.UNLIST, "Het is thuis")
    sent = {"do": "take", "reason": "Het is thuis", "asked_by": "de gastvrouw"}
    assert desk.send(f"/beheer/voorstellen/{found.id}", **sent).status_code == 303
    assert coffee.status == "archived"
    assert "de gastvrouw" in text_of(desk.get("/beheer/niet-opnemen"))
    (entry,) = register()
    desk.send(f"/beheer/niet-opnemen/{entry.id}/weer-opnemen")
    assert not register()


@pytest.mark.parametrize(("do", "status"), [("take", "published"), ("draft", "draft")])
def test_an_addition_comes_on_the_map_with_its_kind(desk, session, do, status):
    new = listing("Soep bij Sem", ZEIST, at={"town": "Zeist"}, summary="Elke week soep eten.")
    found = propose_addition(new, origin=Proposer.VISITOR, draft=None)
    path = f"/beheer/voorstellen/{found.id}"
    assert "Soep bij Sem" in text_of(desk.get(path))
    answer = desk.send(path, do=do, kind="shared_meal")
    if answer.status_code == 422:
        pytest.fail(text_of(answer))
    added = session.scalars(select(Initiative).where(Initiative.name == "Soep bij Sem")).one()
    assert (added.status, added.kind) == (status, "shared_meal")
    assert (str(added.id) in answer.location) is (do == "draft")


def test_an_addition_that_is_there_already_says_so_and_is_refused(desk, coffee, session):
    new = listing("Koffie", at={"town": "Utrecht", "municipality": "Utrecht"})
    found = propose_addition(new, origin=Proposer.VISITOR, draft=None)
    path = f"/beheer/voorstellen/{found.id}"
    assert "Staat het er al?" in text_of(desk.get(path))
    assert desk.send(path, do="take", kind="onzin").status_code == 422
    assert desk.send(path, do="refuse").status_code == 303
    assert found.status == "refused"


def test_who_answers_for_another_municipality_does_not_see_it(client, coffee, session):
    sign_in(client, a_person(area="Zeist"))
    found = make(coffee, Subject.GONE)
    new = listing("Soep", at={"municipality": "Utrecht"})
    other = propose_addition(new, origin=Proposer.VISITOR, draft=None)
    session.commit()
    assert "Koffie" not in text_of(client.get("/beheer/voorstellen"))
    for number in (found.id, other.id):
        assert client.get(f"/beheer/voorstellen/{number}").status_code == 403
        sent = {"do": "take", "to": "archived"}
        assert client.post(f"/beheer/voorstellen/{number}", data=sent).status_code == 403
    assert coffee.status == "published"


def test_an_editor_does_not_answer(client, coffee):
    sign_in(client, a_person(Role.EDITOR, organisation=coffee.organisation_id))
    assert client.get("/beheer/voorstellen").status_code == 403


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"reason": "thuis", "town": "Utrecht"}, "Naam: Vul dit in"),
        ({"name": "Ans", "town": "Utrecht"}, "Waarom niet?: Vul dit in"),
        ({"name": "Ans", "reason": "thuis"}, "Anders herkennen we het niet"),
        ({"name": "Ans", "reason": "thuis", "phone": "12"}, "Schrijf het nummer met alle cijfers"),
    ],
)
def test_the_register_needs_enough_to_know_it_by(desk, sent, sentence):
    answer = desk.send("/beheer/niet-opnemen", **sent)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not register()


def test_the_register_can_be_added_to(desk):
    sent = {"name": "Huiskamer", "reason": "thuis", "phone": "030 234 5678", "town": "Utrecht"}
    assert desk.send("/beheer/niet-opnemen", **sent).status_code == 303
    assert [(each.name, each.phone) for each in register()] == [("Huiskamer", "+31302345678")]
