from dataclasses import replace

import pytest

from socialmap.catalogue import actions
from socialmap.catalogue.actions import Change, Entry
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.models import Initiative, Status
from socialmap.catalogue.reasons import own_words
from socialmap.errors import ConflictProblem, NotFoundProblem
from socialmap.lists.undoing import put_back, step_of, steps_of, undo
from tests.listings import listing, phoned

NOOR, SAM = Change(actor="person:1"), Change(actor="person:2", reason=own_words("gebeld"))
FIRST = listing("Koffie", summary="Elke dag.", phone="+31301111111")
SECOND = replace(FIRST, summary="Elke ochtend.", quiet=True)
THIRD = replace(SECOND, phones=phoned("+31302222222"))


@pytest.fixture
def koffie(app, session):
    """A listing with three versions."""
    [initiative_id] = actions.add([Entry(FIRST)], NOOR)
    actions.rewrite([(initiative_id, SECOND)], SAM)
    actions.rewrite([(initiative_id, THIRD)], NOOR)
    return session.get(Initiative, initiative_id)


def test_all_changes_with_what_they_changed(koffie):
    third, second, first = steps_of(koffie.id)
    assert [each.part for each in third.differences] == ["phones"]
    assert [each.part for each in second.differences] == ["summary", "quiet"]
    assert {"name", "summary"} <= {each.part for each in first.differences}
    assert (second.revision.actor, second.revision.reason) == ("person:2", "gebeld")


def test_one_change_is_taken_back_and_later_ones_stay(koffie):
    merged = undo(koffie, step_of(koffie.id, 2), SAM)
    assert not merged.clashes
    assert latest_listing(koffie.id) == replace(THIRD, summary="Elke dag.", quiet=None)
    # And taking that back brings it again.
    undo(koffie, step_of(koffie.id, 4), SAM)
    assert latest_listing(koffie.id) == THIRD


def test_what_changed_again_asks_first(koffie):
    actions.rewrite([(koffie.id, replace(THIRD, summary="Elke middag."))], NOOR)
    merged = undo(koffie, step_of(koffie.id, 2), SAM)
    assert [clash.part for clash in merged.clashes] == ["summary"]
    assert latest_listing(koffie.id).summary == "Elke middag."
    assert koffie.version == 4
    undo(koffie, step_of(koffie.id, 2), SAM, {"summary": "mine"})
    assert latest_listing(koffie.id) == replace(THIRD, summary="Elke dag.", quiet=None)


def test_back_to_a_version(koffie):
    put_back(koffie, step_of(koffie.id, 1), SAM)
    assert latest_listing(koffie.id) == FIRST
    with pytest.raises(ConflictProblem):
        put_back(koffie, step_of(koffie.id, 1), SAM)


def test_a_change_that_is_gone_already(koffie):
    undo(koffie, step_of(koffie.id, 3), SAM)
    with pytest.raises(ConflictProblem):
        undo(koffie, step_of(koffie.id, 3), SAM)


@pytest.mark.parametrize("begin", [Status.PUBLISHED, Status.DRAFT])
def test_a_status_is_taken_back(app, session, begin):
    [initiative_id] = actions.add([Entry(FIRST)], NOOR, begin)
    koffie = session.get(Initiative, initiative_id)
    actions.step(koffie, Status.ARCHIVED, NOOR)
    undo(koffie, step_of(koffie.id, 2), SAM)
    assert koffie.status == begin
    with pytest.raises(ConflictProblem):
        undo(koffie, step_of(koffie.id, 2), SAM)


def test_a_pause_is_taken_back_though_the_text_changed_since(koffie):
    actions.step(koffie, Status.PAUSED, NOOR)
    actions.rewrite([(koffie.id, FIRST)], NOOR)
    undo(koffie, step_of(koffie.id, 4), SAM)
    assert (koffie.status, latest_listing(koffie.id)) == (Status.PUBLISHED, FIRST)


def test_the_beginning_cannot_be_taken_back(koffie):
    with pytest.raises(ConflictProblem):
        undo(koffie, step_of(koffie.id, 1), SAM)
    with pytest.raises(NotFoundProblem):
        step_of(koffie.id, 9)
