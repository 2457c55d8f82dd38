"""What an editor changes whose organisation is no member of the platform is a proposal first."""

import pytest
from sqlalchemy import select

from socialmap.catalogue.freshness import standing
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.models import Initiative, Organisation
from socialmap.db import db
from socialmap.people.models import Grant
from socialmap.people.permissions import Role
from socialmap.proposals.models import Proposal
from socialmap.times.clock import today
from tests.desk import a_person, sign_in
from tests.listings import ZEIST, listing, put
from tests.web.desk.editing.filling import send, words


@pytest.fixture
def lopen(app):
    [number] = put(
        listing(
            "Lopen", ZEIST, organisation="De Brug", summary="Samen lopen.", kind="walking_group",
            at={"municipality": "Zeist", "town": "Zeist"},
        )
    )  # fmt: skip
    return db.session.get(Initiative, number)


@pytest.fixture
def editor(client, lopen):
    return sign_in(client, a_person(Role.EDITOR, organisation=lopen.organisation_id))


def page_of(client, lopen):
    return client.get(f"/beheer/initiatieven/{lopen.id}")


def test_a_change_waits_for_a_coordinator(client, lopen, editor):
    form = page_of(client, lopen)
    assert "geen lid van het platform" in words(form)
    assert "Stel voor" in words(form)
    saved = send(client, form, "save", {"summary": "Samen rennen.", "reason": "Nieuwe trainer"})
    assert saved.status_code == 303
    assert "Voorgesteld" in client.get(saved.location).text
    assert latest_listing(lopen.id).summary == "Samen lopen."
    [proposal] = db.session.scalars(select(Proposal))
    assert proposal.changes == {"summary": "Samen rennen."}
    assert (proposal.origin, proposal.text) == ("initiative", "Nieuwe trainer")
    sign_in(client, a_person())
    answer = client.get(f"/beheer/voorstellen/{proposal.id}")
    assert "Samen rennen." in answer.text
    assert "Nieuwe trainer" in answer.text


def test_what_has_no_place_in_a_proposal_goes_in_words(client, lopen, editor):
    send(client, page_of(client, lopen), "save", {"evidence_url": "https://example.nl/bewijs"})
    [proposal] = db.session.scalars(select(Proposal))
    assert proposal.changes == {}
    assert "https://example.nl/bewijs" in proposal.text


def test_that_it_is_right_needs_no_answer(client, lopen, editor):
    send(client, page_of(client, lopen), "save", {"confirmed": "1"})
    assert db.session.scalar(select(Proposal)) is None
    assert standing(latest_listing(lopen.id).confirmations, "").confirmed_on == today()


def test_nothing_changed_is_no_proposal(client, lopen, editor):
    saved = send(client, page_of(client, lopen), "save")
    assert "Er is niets veranderd" in client.get(saved.location).text
    assert db.session.scalar(select(Proposal)) is None


def test_a_pause_is_at_once(client, lopen, editor):
    path = f"/beheer/initiatieven/{lopen.id}/status"
    assert client.post(path, data={"to": "paused"}).status_code == 303
    assert lopen.status == "paused"
    assert client.post(path, data={"to": "published"}).status_code == 303
    assert lopen.status == "published"


def test_a_member_changes_it_at_once(client, lopen, editor):
    lopen.organisation.member = True
    saved = send(client, page_of(client, lopen), "save", {"summary": "Samen rennen."})
    assert saved.status_code == 303
    assert latest_listing(lopen.id).summary == "Samen rennen."
    assert db.session.scalar(select(Proposal)) is None


def test_who_also_works_there_changes_it_at_once(client, lopen, editor):
    editor.grants.append(Grant(role=Role.COORDINATOR, area="Zeist"))
    db.session.flush()
    sign_in(client, editor)
    send(client, page_of(client, lopen), "save", {"summary": "Samen rennen."})
    assert latest_listing(lopen.id).summary == "Samen rennen."


def test_a_change_is_not_taken_back_without_a_coordinator(client, lopen, editor):
    sign_in(client, a_person())
    send(client, page_of(client, lopen), "save", {"summary": "Samen rennen."})
    sign_in(client, editor)
    history = f"/beheer/geschiedenis/{lopen.id}"
    assert "Draai terug" not in client.get(f"{history}/2").text
    for what in ("2/terugdraaien", "1/herstellen"):
        assert client.post(f"{history}/{what}", data={"seen": "2"}).status_code == 403
    assert latest_listing(lopen.id).summary == "Samen rennen."


def test_it_stays_of_its_organisation_until_somebody_agrees(client, lopen, editor):
    put(listing("Dans", ZEIST, organisation="Een lid"))
    member = db.session.scalar(select(Organisation).where(Organisation.name == "Een lid"))
    member.member = True
    editor.grants.append(Grant(role=Role.EDITOR, organisation_id=member.id))
    db.session.flush()
    sign_in(client, editor)
    send(client, page_of(client, lopen), "save", {"organisation": "Een lid"})
    assert latest_listing(lopen.id).organisation == "De Brug"
