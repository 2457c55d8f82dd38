"""What asked to stay off the map is known again, and does not come back."""

import pytest
from sqlalchemy import select

from socialmap.catalogue.history import revisions_of
from socialmap.duplicates.actions import initiative_of
from socialmap.errors import ConflictProblem, NotFoundProblem, Problem
from socialmap.people.models import AuditEvent
from socialmap.proposals.unlisted import refuse_unlisted, register, stays_out
from socialmap.proposals.unlisting import keep_out, lift, remember
from tests.listings import CHANGE, ZEIST, listing, put

HOME = {"street": "Dam 3", "postcode": "3511 AB", "town": "Utrecht", "precision": "address"}


@pytest.fixture
def kept(session):
    """A listing that asked to be taken off the map."""
    put(listing("Huiskamer van Ans", at=HOME, phone="+31302345678"))
    initiative = initiative_of("huiskamer-van-ans")
    keep_out(initiative, "Het is bij iemand thuis.", "Ans, telefonisch", CHANGE)
    return initiative


def test_it_goes_off_the_map_and_on_the_register(kept, session):
    assert kept.status == "archived"
    (entry,) = register()
    assert (entry.name, entry.postcode, entry.asked_by) == (
        "Huiskamer van Ans",
        "3511 AB",
        "Ans, telefonisch",
    )
    assert revisions_of(kept.id)[0].action == "archived"
    assert session.scalars(select(AuditEvent.action)).all() == ["unlisted"]


@pytest.mark.parametrize(
    "again",
    [
        listing("Huiskamer van Ans", at=HOME),
        listing("Huiskamer Ans", None, phone="+31302345678"),
        listing("De huiskamer van Ans", at={"town": "Utrecht"}),
    ],
)
def test_it_is_known_again(kept, again):
    assert stays_out(again).name == "Huiskamer van Ans"
    with pytest.raises(ConflictProblem, match="wil niet op de kaart staan: Het is bij iemand"):
        refuse_unlisted(again)


@pytest.mark.parametrize(
    "other",
    [
        listing("Koffie in de Dam", at=HOME),
        listing("Huiskamer van Ans", ZEIST, at={"town": "Zeist", "precision": "address"}),
        listing("Buurtkamer Jan", at={"town": "Utrecht"}),
    ],
)
def test_something_else_may_come(kept, other):
    assert stays_out(other) is None
    refuse_unlisted(other)


def test_it_may_come_again_when_it_wants(kept):
    lift(register()[0].id, "test")
    assert not register()
    assert stays_out(listing("Huiskamer van Ans", at=HOME)) is None
    with pytest.raises(NotFoundProblem):
        lift(1, "test")


def test_a_name_and_a_reason_are_needed(session):
    with pytest.raises(Problem):
        remember(listing(" ", None), "wil niet", "", "test")
    with pytest.raises(Problem):
        remember(listing("Koffie", None), " ", "", "test")
