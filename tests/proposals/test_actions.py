from sqlalchemy import select

from socialmap.catalogue.models import Initiative
from socialmap.proposals.actions import make
from socialmap.proposals.models import Subject
from tests.listings import listing, put


def test_a_proposal_waits_to_be_looked_at(session):
    put(listing("Koffie"))
    initiative = session.scalars(select(Initiative)).one()
    proposal = make(initiative, Subject.CHANGED, "Nu op dinsdag")
    assert (proposal.initiative_id, proposal.status) == (initiative.id, "new")
    assert make(initiative, Subject.CHANGED, "Nu op dinsdag") is proposal
    assert make(initiative, Subject.GONE) is not proposal


def test_what_was_looked_at_may_be_said_again(session):
    put(listing("Koffie"))
    initiative = session.scalars(select(Initiative)).one()
    first = make(initiative, Subject.GONE)
    first.status = "done"
    session.flush()
    assert make(initiative, Subject.GONE) is not first
