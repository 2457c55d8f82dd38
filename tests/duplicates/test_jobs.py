"""The jobs of the desk: a search only when something changed, and forgetting in time."""

from datetime import timedelta

from socialmap.catalogue.scopes import EVERYWHERE
from socialmap.duplicates.actions import initiative_of
from socialmap.duplicates.jobs import find_pairs
from socialmap.duplicates.search import groups_page
from socialmap.proposals.actions import make
from socialmap.proposals.answers import Answer, refuse
from socialmap.proposals.jobs import forget_proposers
from socialmap.proposals.models import Subject
from socialmap.times.clock import now
from tests.listings import listing, put

AT = {"street": "Dam 3", "postcode": "3511 AB", "town": "Utrecht"}


def test_duplicates_are_searched_when_something_changed(session):
    put(listing("De Brug", at=AT), listing("Stichting De Brug", at=AT))
    session.commit()
    assert find_pairs() == "paren: 1, nieuw: 1"
    assert len(groups_page(EVERYWHERE, 1).items) == 1
    assert find_pairs() == ""
    put(listing("Buurthuis De Brug", at=AT))
    session.commit()
    assert find_pairs().startswith("paren: 3, nieuw: 2")


def test_who_proposed_is_forgotten_in_time(session):
    put(listing("Koffie"))
    proposal = make(initiative_of("koffie"), Subject.GONE, email="a@example.org")
    refuse(proposal, Answer(actor="test"))
    proposal.answered_at = now() - timedelta(days=31)
    session.commit()
    assert forget_proposers() == "gewist: 1"
    assert forget_proposers() == ""
