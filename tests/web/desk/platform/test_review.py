"""Four eyes: what one person writes is on the map only after a second person has looked."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from socialmap.catalogue.drafts import Draft
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.models import Initiative, Revision, Status
from socialmap.db import db
from socialmap.paging import PER_PAGE
from socialmap.people.permissions import Role
from socialmap.proposals.second_look import is_on
from socialmap.review.models import Sort, State, WaitingChange
from tests.desk import a_person, sign_in
from tests.listings import UTRECHT, ZEIST, listing, put
from tests.web.desk.editing.filling import send
from tests.web.desk.imports.test_views import bring, planned

FORM = "/beheer/initiatieven"
LIST = "/beheer/vier-ogen"


@pytest.fixture
def two(client):
    """Two coordinators, with four eyes on; the first is signed in."""
    first = a_person(email="een@example.org")
    second = a_person(email="twee@example.org")
    sign_in(client, first)
    client.post("/beheer/instellingen/vier-ogen", data={"do": "aan"})
    assert is_on()
    return first, second


def sent(client, key, **changes):
    """Save the form of a listing with some of it changed."""
    return send(client, client.get(f"{FORM}/{key}"), "save", changes)


def waiting():
    return db.session.scalars(select(WaitingChange).order_by(WaitingChange.id)).all()


def look(client, change):
    page = BeautifulSoup(client.get(f"{LIST}/{change.id}").text, "html.parser")
    seen = page.select_one("[name=seen]")
    return page, seen["value"] if seen else ""


def test_a_change_waits_until_another_approves(client, two):
    first, second = two
    [key] = put(listing("Koffie", None, online=True))
    assert sent(client, key, name="Koffie met taart").status_code == 303
    assert latest_listing(key).name == "Koffie"
    [change] = waiting()
    page, seen = look(client, change)
    assert "Koffie met taart" in page.text
    assert not seen
    assert client.post(f"{LIST}/{change.id}", data={"do": "goed", "seen": "1"}).status_code == 403
    assert latest_listing(key).name == "Koffie"
    sign_in(client, second)
    page, seen = look(client, change)
    assert "Koffie met taart" in page.text
    client.post(f"{LIST}/{change.id}", data={"do": "goed", "seen": seen})
    assert latest_listing(key).name == "Koffie met taart"
    revision = db.session.scalars(select(Revision).order_by(Revision.id.desc())).first()
    assert revision.actor == first.actor
    assert "goedgekeurd door een ander" in client.get(f"/beheer/geschiedenis/{key}").text


def test_what_is_sent_back_has_a_reason_and_stays_in_the_form_of_its_author(client, two):
    first, second = two
    [key] = put(listing("Koffie", None, online=True))
    sent(client, key, name="Koffie met taart")
    [change] = waiting()
    sign_in(client, second)
    answer = client.post(f"{LIST}/{change.id}", data={"do": "terug", "reason": ""})
    assert answer.status_code == 422
    client.post(f"{LIST}/{change.id}", data={"do": "terug", "reason": "Is er wel taart?"})
    assert change.state == State.SENT_BACK
    sign_in(client, first)
    assert "Is er wel taart?" in client.get(LIST).text
    assert db.session.get(Draft, (first.id, str(key))).form["name"] == ["Koffie met taart"]
    assert latest_listing(key).name == "Koffie"


def test_what_somebody_else_changed_meanwhile_stays(client, two):
    _, second = two
    [key] = put(listing("Koffie", None, online=True, summary="Warm"))
    sent(client, key, name="Koffie met taart")
    sent(client, key, summary="Heet")
    sign_in(client, second)
    for change in waiting():
        _, seen = look(client, change)
        client.post(f"{LIST}/{change.id}", data={"do": "goed", "seen": seen})
    assert (latest_listing(key).name, latest_listing(key).summary) == ("Koffie met taart", "Heet")


def test_two_changes_of_the_same_words_are_not_both_approved(client, two):
    _, second = two
    [key] = put(listing("Koffie", None, online=True))
    sent(client, key, name="Thee")
    sent(client, key, name="Soep")
    sign_in(client, second)
    one, other = waiting()
    _, seen = look(client, one)
    client.post(f"{LIST}/{one.id}", data={"do": "goed", "seen": seen})
    page, seen = look(client, other)
    assert "op dezelfde plaats veranderd" in page.text
    assert client.post(f"{LIST}/{other.id}", data={"do": "goed", "seen": seen}).status_code == 409
    assert latest_listing(key).name == "Thee"


def test_an_approval_of_what_changed_since_is_asked_again(client, two):
    _, second = two
    [key] = put(listing("Koffie", None, online=True))
    sent(client, key, name="Thee")
    sign_in(client, second)
    [change] = waiting()
    answer = client.post(f"{LIST}/{change.id}", data={"do": "goed", "seen": "99"})
    assert answer.status_code == 409
    assert latest_listing(key).name == "Koffie"


def test_a_concept_is_published_by_another(client, two):
    _, second = two
    [key] = put(listing("Koffie", None, online=True))
    initiative = db.session.get(Initiative, key)
    initiative.status = Status.DRAFT
    db.session.flush()
    client.post(f"{FORM}/{key}/status", data={"to": "published"})
    assert initiative.status == Status.DRAFT
    sign_in(client, second)
    [change] = waiting()
    page, seen = look(client, change)
    assert "Dit komt op de kaart" in page.text
    client.post(f"{LIST}/{change.id}", data={"do": "goed", "seen": seen})
    assert initiative.status == Status.PUBLISHED


@pytest.mark.parametrize("to", ["paused", "archived"])
def test_taking_off_the_map_needs_no_second_person(client, two, to):
    [key] = put(listing("Koffie", None, online=True))
    client.post(f"{FORM}/{key}/status", data={"to": to, "reason": "brand"})
    assert db.session.get(Initiative, key).status == to
    assert waiting() == []


def test_a_pause_is_no_way_around_it(client, two):
    [key] = put(listing("Koffie", None, online=True))
    client.post(f"{FORM}/{key}/status", data={"to": "paused"})
    sent(client, key, name="Thee")
    client.post(f"{FORM}/{key}/status", data={"to": "published"})
    assert latest_listing(key).name == "Koffie"
    assert len(waiting()) == 1


def test_an_older_version_waits_too(client, two):
    _, second = two
    [key] = put(listing("Koffie", None, online=True))
    sent(client, key, name="Thee")
    sign_in(client, second)
    _, seen = look(client, waiting()[0])
    client.post(f"{LIST}/{waiting()[0].id}", data={"do": "goed", "seen": seen})
    client.post(f"/beheer/geschiedenis/{key}/1/herstellen")
    client.post(f"/beheer/geschiedenis/{key}/2/terugdraaien")
    assert latest_listing(key).name == "Thee"
    assert [change.state for change in waiting()] == ["approved", "waiting", "waiting"]


def test_a_change_of_many_waits_as_one(client, two):
    _, second = two
    keys = put(listing("Koffie", UTRECHT), listing("Thee", UTRECHT))
    choose = {"kies": [str(key) for key in keys], "wijzig": "audience_add", "waarde": "parents"}
    page = BeautifulSoup(client.post("/beheer/lijst/bekijken", data=choose).text, "html.parser")
    digest = page.select_one("[name=stand]")["value"]
    client.post("/beheer/lijst/wijzigen", data=choose | {"stand": digest, "reden": "ouders"})
    assert not any(latest_listing(key).audiences for key in keys)
    [change] = waiting()
    sign_in(client, second)
    page, seen = look(client, change)
    assert "2 initiatieven veranderen" in page.text
    client.post(f"{LIST}/{change.id}", data={"do": "goed", "seen": seen})
    assert all(latest_listing(key).audiences == ("parents",) for key in keys)


def test_a_plan_is_applied_by_another_than_who_made_it(client, two):
    _, second = two
    number = bring(client, "naam;plaats;postcode\nKoffie;Utrecht;3511 AB\n")
    planned(client, number)

    def apply():
        page = BeautifulSoup(client.get(f"/beheer/import/{number}").text, "html.parser")
        plan = page.select_one("form[action$=uitvoeren] [name=plan]")
        sent = {"plan": plan["value"] if plan else ""}
        client.post(f"/beheer/import/{number}/uitvoeren", data=sent)
        return db.session.scalar(select(Initiative.name))

    assert apply() is None
    sign_in(client, second)
    assert "Plannen van een import" in client.get(LIST).text
    assert apply() == "Koffie"


def test_it_is_not_turned_on_where_nobody_could_approve(client):
    sign_in(client, a_person())
    answer = client.post("/beheer/instellingen/vier-ogen", data={"do": "aan"})
    assert answer.status_code == 409
    assert not is_on()


def test_a_coordinator_of_one_municipality_does_not_choose_for_all(client):
    sign_in(client, a_person(area="Zeist"))
    a_person(email="ander@example.org")
    answer = client.post("/beheer/instellingen/vier-ogen", data={"do": "aan"})
    assert answer.status_code == 403


def test_only_a_coordinator_of_the_place_approves(client, two):
    [key] = put(listing("Koffie", None, online=True, service_areas=("Zeist",)))
    sent(client, key, name="Thee")
    [change] = waiting()
    for person, status in (
        (a_person(area="Utrecht"), 403),
        (a_person(Role.EDITOR, organisation=None), 403),
        (a_person(area="Zeist"), 303),
    ):
        sign_in(client, person)
        seen = str(db.session.get(Initiative, key).version)
        answer = client.post(f"{LIST}/{change.id}", data={"do": "goed", "seen": seen})
        assert answer.status_code == status, person.email


def test_ones_own_change_can_be_withdrawn(client, two):
    _, second = two
    [key] = put(listing("Koffie", None, online=True))
    sent(client, key, name="Thee")
    [change] = waiting()
    sign_in(client, second)
    assert client.post(f"{LIST}/{change.id}/intrekken").status_code == 403
    sign_in(client, two[0])
    assert "wacht nog een wijziging" in client.get(f"{FORM}/{key}").text
    client.post(f"{LIST}/{change.id}/intrekken")
    assert change.state == State.WITHDRAWN
    assert change.after == {}


def test_off_nothing_waits(client):
    sign_in(client, a_person())
    [key] = put(listing("Koffie", None, online=True))
    sent(client, key, name="Thee")
    assert latest_listing(key).name == "Thee"
    assert LIST not in client.get("/beheer").text


def test_pages_are_whole_whatever_waits_of_others(client, two):
    """What somebody may not see takes no place on a page of theirs."""
    [far] = put(listing("Koffie", UTRECHT, at={"municipality": "Utrecht"}))
    near = put(*(listing(f"Thee {n}", ZEIST, at={"municipality": "Zeist"}) for n in range(3)))
    for _ in range(PER_PAGE + 1):
        db.session.add(WaitingChange(sort=Sort.MANY, actor="person:0", ids=[str(far)]))
    for key in near:
        db.session.add(WaitingChange(sort=Sort.EDIT, actor="person:0", initiative_id=key))
    db.session.flush()
    sign_in(client, a_person(area="Zeist"))
    page = BeautifulSoup(client.get(LIST).text, "html.parser")
    assert [row.text for row in page.select("main .work__row h2")] == ["Thee 0", "Thee 1", "Thee 2"]
    assert not page.select(".pagination")
