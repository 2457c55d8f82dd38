"""What is taken over is in history; what is refused changes nothing; nothing is answered twice."""

from datetime import timedelta

import pytest

from socialmap.catalogue.history import latest_listing, revisions_of
from socialmap.catalogue.models import Organisation, Status
from socialmap.catalogue.scopes import EVERYWHERE
from socialmap.duplicates.actions import initiative_of
from socialmap.errors import ConflictProblem, NotFoundProblem
from socialmap.proposals.actions import (
    clear_answered,
    draft_of,
    make,
    propose_addition,
    propose_changes,
    save_draft,
)
from socialmap.proposals.answers import (
    Answer,
    answer_addition,
    answer_changes,
    answer_gone,
    answer_report,
    answer_unlist,
    refuse,
)
from socialmap.proposals.models import Proposer, Subject
from socialmap.proposals.parts import proposed_changes, with_changes
from socialmap.proposals.queries import proposal_by_id, proposals_page
from socialmap.proposals.unlisted import register
from socialmap.proposals.unlisting import remember
from socialmap.times.clock import now
from tests.listings import UTRECHT, listing, put

ANSWER = Answer(actor="person:1", reason="gebeld", text="Dank je wel.")
CHANGES = {
    "phones": [{"number": "+31302345678", "words": ""}],
    "hours": "Tu 10:00-12:00",
    "hours_text": "",
    "summary": "Thee.",
}


@pytest.fixture
def coffee(session):
    put(listing("Koffie", organisation="Plein", summary="Koffie.", hours_text="soms"))
    return initiative_of("koffie")


@pytest.fixture
def proposal(coffee):
    return make(coffee, Subject.CHANGED, changes=CHANGES, email="a@example.org")


def test_what_differs_is_told_by_things_not_by_columns(coffee):
    found = proposed_changes(latest_listing(coffee.id), CHANGES | {"name": "Koffie"})
    assert [each.name for each in found] == ["summary", "hours", "phones"]
    assert found[1].now == {"hours": "", "hours_text": "soms"}


def test_a_field_can_be_emptied(coffee):
    assert with_changes(latest_listing(coffee.id), {"hours_text": None}).hours_text == ""


def test_all_is_taken_over(proposal, coffee):
    assert answer_changes(proposal, {"summary", "hours", "phones"}, ANSWER) == "accepted"
    there = latest_listing(coffee.id)
    assert (there.hours, there.hours_text, there.summary) == ("Tu 10:00-12:00", "", "Thee.")
    revision = revisions_of(coffee.id)[0]
    assert (revision.actor, revision.reason) == ("person:1", f"proposal {proposal.id}: gebeld")
    assert (proposal.answer, proposal.answered_by) == ("Dank je wel.", "person:1")


def test_a_part_is_taken_over(proposal, coffee):
    assert answer_changes(proposal, {"phones"}, ANSWER) == "partly"
    there = latest_listing(coffee.id)
    assert (there.phone, there.summary, there.hours_text) == ("+31302345678", "Koffie.", "soms")
    assert proposal.accepted == ["phones"]


def test_nothing_is_taken_over(proposal, coffee):
    assert answer_changes(proposal, (), ANSWER) == "refused"
    assert len(revisions_of(coffee.id)) == 1


def test_nothing_is_answered_twice(proposal):
    refuse(proposal, ANSWER)
    for again in (
        lambda: refuse(proposal, ANSWER),
        lambda: answer_changes(proposal, {"phones"}, ANSWER),
        lambda: answer_report(proposal, ANSWER, right=True),
    ):
        with pytest.raises(ConflictProblem):
            again()


@pytest.mark.parametrize(
    ("to", "outcome", "status"),
    [
        (Status.ARCHIVED, "accepted", "archived"),
        (Status.PAUSED, "accepted", "paused"),
        (None, "refused", "published"),
    ],
)
def test_what_is_gone_goes_when_somebody_agrees(coffee, to, outcome, status):
    assert answer_gone(make(coffee, Subject.GONE), to, ANSWER) == outcome
    assert coffee.status == status


def test_what_does_not_want_to_be_there_goes_and_stays_away(coffee):
    assert answer_unlist(make(coffee, Subject.UNLIST), "Noor", ANSWER) == "accepted"
    assert coffee.status == "archived"
    assert [(each.name, each.reason) for each in register()] == [("Koffie", "gebeld")]


def test_an_addition_comes_on_the_map(session):
    new = listing("Soep", UTRECHT, at={"town": "Utrecht"}, summary="Soep.")
    proposal = propose_addition(new, email="a@example.org", origin=Proposer.VISITOR, draft=None)
    assert propose_addition(new, origin=Proposer.VISITOR, draft=None) is proposal
    added = answer_addition(proposal, new, Status.PUBLISHED, ANSWER)
    assert latest_listing(added) == new
    assert proposal.initiative_id == added
    assert revisions_of(added)[0].actor == "person:1"


def test_what_asked_to_stay_away_is_not_added(session):
    new = listing("Soep", at={"town": "Utrecht"})
    remember(new, "Wil niet", "", "test")
    proposal = propose_addition(new, origin=Proposer.VISITOR, draft=None)
    with pytest.raises(ConflictProblem):
        answer_addition(proposal, new, Status.PUBLISHED, ANSWER)
    assert proposal.status == "new"


def test_an_initiative_of_a_member_changes_its_own_facts_at_once(coffee, session):
    changes = {"phones": [{"number": "+31302345678", "words": ""}]}
    assert propose_changes(coffee, changes, Proposer.INITIATIVE).status == "new"
    session.get(Organisation, coffee.organisation_id).member = True
    session.flush()
    for origin in (Proposer.VISITOR, Proposer.PROFESSIONAL):
        assert propose_changes(coffee, changes, origin).status == "new"
    assert propose_changes(coffee, changes | {"name": "Thee"}, Proposer.INITIATIVE).status == "new"
    live = propose_changes(coffee, {"email": "n@example.org"}, Proposer.INITIATIVE)
    assert (live.status, live.accepted) == ("accepted", ["email"])
    assert latest_listing(coffee.id).email == "n@example.org"
    assert revisions_of(coffee.id)[0].actor == "initiative:koffie"


def test_what_is_so_already_changes_nothing(coffee):
    done = propose_changes(coffee, {"summary": "Koffie."}, Proposer.VISITOR)
    assert (done.status, done.changes) == ("accepted", {})
    assert len(revisions_of(coffee.id)) == 1


def test_a_field_that_is_not_proposed_is_refused(coffee):
    for name in ("nonsense", "visibility", "confirmations"):
        with pytest.raises(NotFoundProblem):
            propose_changes(coffee, {name: "x"}, Proposer.VISITOR)


def test_a_draft_waits_for_who_has_its_token(session):
    draft, token = save_draft({"name": "Soep", "mail": "a@example.org"})
    assert token not in draft.token_digest
    assert draft_of(token) is draft
    assert save_draft({"name": "Soep met brood"}, token) == (draft, token)
    assert draft_of("nonsense") is None
    with pytest.raises(NotFoundProblem):
        proposal_by_id(draft.id)
    assert proposals_page(EVERYWHERE, 1).items == []
    sent = propose_addition(listing("Soep"), origin=Proposer.INITIATIVE, draft=draft)
    assert sent is draft
    assert (sent.status, sent.typed, draft_of(token)) == ("new", {}, None)


def test_who_proposed_is_forgotten_a_month_after_the_answer(proposal, session):
    _, token = save_draft({"name": "Soep", "mail": "b@example.org"})
    refuse(proposal, ANSWER)
    session.flush()
    assert clear_answered(now() + timedelta(days=29)) == 0
    assert clear_answered(now() + timedelta(days=31)) == 2
    session.expire_all()
    assert (proposal.email, proposal.text, proposal.changes) == ("", "", {})
    assert draft_of(token) is None


def test_what_waits_and_what_was_answered_are_listed_apart(proposal, coffee):
    refuse(make(coffee, Subject.GONE), ANSWER)
    assert [each.id for each in proposals_page(EVERYWHERE, 1).items] == [proposal.id]
    assert [each.subject for each in proposals_page(EVERYWHERE, 9, answered=True).items] == ["gone"]
    assert proposal_by_id(proposal.id).initiative is coffee
