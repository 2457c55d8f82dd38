"""On the day itself that a listing becomes due or overdue, all that speaks of it says the same."""

from datetime import date, timedelta

import numpy as np
import pytest
import time_machine
from sqlalchemy import select

from socialmap.catalogue.freshness import Freshness, confirmed, standing
from socialmap.catalogue.models import Initiative, Status
from socialmap.catalogue.scopes import EVERYWHERE
from socialmap.db import db
from socialmap.lists.quality import quality_per_area, together
from socialmap.lists.queries import list_page
from socialmap.lists.query import ListQuery
from socialmap.search.index.building import build
from socialmap.search.index.cards import unpack
from socialmap.search.index.sources import Source
from socialmap.search.ranking import RankingInput, factors
from socialmap.upkeep import actions as confirming
from socialmap.upkeep import calls as calling
from socialmap.upkeep.models import Pause, Reminder
from socialmap.upkeep.reminders import OFFSETS
from socialmap.web.page.filters import checked
from tests.listings import listing, put
from tests.reminding import mails_on, turn_on

CONFIRMED = date(2026, 1, 10)
DUE_ON, OVERDUE_ON = CONFIRMED + timedelta(days=183), CONFIRMED + timedelta(days=365)
DAY = timedelta(days=1)
UP_TO_DATE, DUE, OVERDUE = Freshness
DAYS = [
    (DUE_ON - DAY, UP_TO_DATE),
    (DUE_ON, DUE),
    (DUE_ON + DAY, DUE),
    (OVERDUE_ON - DAY, DUE),
    (OVERDUE_ON, OVERDUE),
    (OVERDUE_ON + DAY, OVERDUE),
]
each_day = pytest.mark.parametrize(("today", "is_then"), DAYS)


def written(name, **fields):
    return confirmed(listing(name, kind="coffee_hour", **fields), CONFIRMED)


@pytest.fixture
def to_phone(session):
    """A listing that nobody can mail."""
    [found] = put(written("Koffie", phone="+31302345678"))
    return db.session.get_one(Initiative, found)


@pytest.fixture
def to_mail(session):
    """A listing that was mailed a month before it was due."""
    [found] = put(written("Thee", email="thee@post.wijk"))
    initiative = db.session.get_one(Initiative, found)
    asked = {"initiative_id": found, "due_on": initiative.due_on}
    db.session.add(Reminder(on=DUE_ON + OFFSETS[0], **asked))
    db.session.flush()
    return initiative


def test_the_days_are_those_of_the_policy(to_phone):
    assert (to_phone.due_on, to_phone.overdue_on) == (DUE_ON, OVERDUE_ON)


@each_day
def test_in_the_list_and_in_the_report(to_phone, today, is_then):
    assert standing(to_phone.confirmations, to_phone.kind).at(today) == is_then
    for each in Freshness:
        shown = list_page(ListQuery(freshness=each), EVERYWHERE, today).total
        assert shown == (each == is_then), each
        assert getattr(together(quality_per_area(today)), each) == (each == is_then), each


@each_day
def test_for_who_calls_and_who_is_mailed(to_phone, to_mail, today, is_then):
    assert (to_phone in [each.initiative for each in calling.calls_page(today).items]) == (
        is_then != UP_TO_DATE
    )
    turn_on()
    assert bool(mails_on(today)) == (is_then != UP_TO_DATE)
    waiting = db.session.execute(calling.waiting_confirmations(today)).all()
    assert sorted(row.title for row in waiting) == (
        ["Koffie", "Thee"] if is_then == OVERDUE else []
    )


@each_day
def test_for_what_was_planned_to_leave_the_map(to_phone, today, is_then):
    db.session.add(Pause(initiative_id=to_phone.id, since=today, until=None, reason=""))
    hidden, kept = confirming.hide_due(today)
    assert (hidden, kept) == ((1, 0) if is_then == OVERDUE else (0, 1))
    assert (to_phone.status == Status.PAUSED) == (is_then == OVERDUE)
    assert len(db.session.scalars(select(Pause)).all()) == hidden


@each_day
def test_on_the_card_and_in_the_order_of_hits(app, to_phone, today, is_then):
    source = Source(to_phone.id, "koffie", "", written("Koffie"), {})
    segment = build([source], CONFIRMED)
    card = unpack(bytes(segment["card"]), to_phone.id.hex)
    with time_machine.travel(f"{today}T12:00Z", tick=False), app.test_request_context():
        text = checked(card.confirmed_on, card.overdue_on)
    assert text.startswith("niet meer gecontroleerd sinds") == (is_then == OVERDUE)
    nothing = np.array([0], np.uint8)
    found = RankingInput(segment, np.array([0], np.int32), None, None, nothing, (), today)
    weights = {UP_TO_DATE: 1.0, DUE: 0.95, OVERDUE: 0.85}
    assert factors(found)["freshness"] == pytest.approx(weights[is_then])


def test_what_was_added_minutes_ago_is_overdue_nowhere(app, session):
    [found] = put(listing("Nieuw", phone="+31302345678"))
    initiative, today = db.session.get_one(Initiative, found), date(2026, 11, 20)
    assert list_page(ListQuery(freshness=OVERDUE), EVERYWHERE, today).total == 0
    assert list_page(ListQuery(freshness=DUE), EVERYWHERE, today).total == 1
    assert together(quality_per_area(today)).overdue == 0
    assert db.session.execute(calling.waiting_confirmations(today)).all() == []
    assert standing(initiative.confirmations, initiative.kind).at(today) == DUE
    assert confirming.stale_days() == []
    segment = build([Source(found, "nieuw", "", listing("Nieuw"), {})], today)
    card = unpack(bytes(segment["card"]), found.hex)
    with app.test_request_context():
        assert checked(card.confirmed_on, card.overdue_on) == "nog niet gecontroleerd"
