"""One queue of what waits: counted, filtered and paged in the database."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from socialmap.catalogue import waiting
from socialmap.catalogue.scopes import Reach
from socialmap.catalogue.waiting import RANKS, WaitingKind, queue
from socialmap.db import db
from socialmap.duplicates.actions import initiative_of
from socialmap.duplicates.search import waiting_pairs
from socialmap.proposals.actions import make, propose_addition, save_draft
from socialmap.proposals.models import Proposer, Subject
from socialmap.proposals.queries import waiting_proposals
from socialmap.upkeep.attention import waiting_funding, waiting_places
from tests.listings import ZEIST, listing, put

TODAY = date(2026, 11, 22)
# A point of which no Dutch municipality is known.
ABROAD = (24.94, 60.17)


@pytest.fixture
def work(session):
    """Something of each kind, in two municipalities and in none."""
    put(
        listing("Koffie", at={"municipality": "Utrecht"}),
        listing("Eten", ZEIST, at={"municipality": "Zeist"}, funding_until=date(2027, 1, 1)),
        listing("Lopen", ABROAD, at={"town": "Zeist", "street": "Weg 1", "precision": "town"}),
        listing("Later", funding_until=date(2027, 6, 1)),
    )
    make(initiative_of("eten"), Subject.GONE)
    make(initiative_of("koffie"), Subject.CHANGED, "Nu op dinsdag")
    propose_addition(listing("Nieuw"), origin=Proposer.VISITOR, draft=None)
    save_draft({"name": "Half"})
    session.flush()


def sources():
    return [*waiting_proposals(), waiting_pairs(), waiting_funding(TODAY), waiting_places()]


def told(found):
    return [(each.kind, each.title, each.area) for each in found.page.items]


def test_every_kind_has_a_rank():
    assert RANKS.keys() == set(WaitingKind)


def test_the_most_pressing_comes_first(work):
    found = queue(sources())
    assert told(found) == [
        ("gone", "Eten", "Zeist"),
        ("proposal", "Koffie", "Utrecht"),
        ("addition", "Nieuw", ""),
        ("place", "Lopen", "Zeist"),
        ("funding", "Eten", "Zeist"),
    ]
    assert (found.page.total, found.page.pages) == (5, 1)
    assert found.page.items[1].detail == "Nu op dinsdag"
    assert found.page.items[-1].until == date(2027, 1, 1)


def test_numbers_tell_what_another_filter_shows(work):
    found = queue(sources(), kind="funding", area="Zeist")
    assert told(found) == [("funding", "Eten", "Zeist")]
    assert found.kinds == {"funding": 1, "gone": 1, "place": 1}
    assert found.areas == ["Utrecht", "Zeist"]


def test_who_answers_for_a_municipality_sees_what_is_there(work):
    new = listing("Soep", ZEIST, at={"municipality": "Zeist"})
    propose_addition(new, origin=Proposer.VISITOR, draft=None)

    def seen(*areas):
        return [row[1] for row in told(queue(sources(), reach=Reach(frozenset(areas))))]

    # Where nobody knows of which municipality it is, it is everybody's.
    assert seen("Utrecht") == ["Koffie", "Nieuw", "Lopen"]
    assert seen("Zeist") == ["Eten", "Nieuw", "Soep", "Lopen", "Eten"]
    assert seen() == []
    assert Reach().ids() is None


def test_who_edits_for_an_organisation_sees_only_its_work(session):
    put(listing("Koffie", organisation="Plein", funding_until=TODAY), listing("Eten"))
    make(initiative_of("eten"), Subject.GONE)
    mine = frozenset({initiative_of("koffie").organisation_id})
    found = queue(sources(), reach=Reach(frozenset(), mine))
    assert told(found) == [("funding", "Koffie", "Utrecht")]


def test_pages_are_numbered_and_there_is_always_one(work, monkeypatch):
    monkeypatch.setattr(waiting, "PER_PAGE", 2)
    assert [len(queue(sources(), page=number).page.items) for number in (1, 2, 3)] == [2, 2, 1]
    assert queue(sources(), page=99).page.number == 3
    assert queue([]).page.pages == 1
    assert queue(sources(), kind="mail").page.items == []


def test_the_number_of_queries_is_always_the_same(work):
    asked = []
    listening = db.session.get_bind()
    event.listen(listening, "before_cursor_execute", lambda *told: asked.append(told[2]))
    queue(sources())
    few = len(asked)
    for number in range(30):
        make(initiative_of("koffie"), Subject.CHANGED, f"{number}")
    del asked[:]
    queue(sources())
    assert len(asked) <= few == 3


def test_money_that_ended_keeps_waiting(session):
    put(listing("Op", funding_until=TODAY - timedelta(days=400)))
    assert told(queue([waiting_funding(TODAY)])) == [("funding", "Op", "Utrecht")]
