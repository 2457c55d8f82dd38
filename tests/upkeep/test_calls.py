from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text

from socialmap.catalogue.models import Initiative, Status
from socialmap.db import db
from socialmap.mail.actions import mark_dead
from socialmap.proposals.models import Proposal
from socialmap.upkeep import actions as confirming
from socialmap.upkeep import calls as calling
from socialmap.upkeep.models import CallOutcome, Reminder
from tests.listings import CHANGE, listing, put

pytestmark = pytest.mark.usefixtures("session")
TODAY = date(2026, 11, 20)


def an_initiative(name, **fields):
    [found] = put(listing(name, phone="+31302345678", **fields))
    return db.session.get_one(Initiative, found)


def names(today=TODAY):
    return [each.initiative.name for each in calling.calls_page(today).items]


def remind(initiative, times, last_on):
    db.session.add_all(
        Reminder(initiative_id=initiative.id, due_on=initiative.due_on, on=last_on)
        for _ in range(times)
    )
    db.session.flush()


def test_who_has_no_address_or_one_that_bounced_is_called():
    an_initiative("Zonder")
    an_initiative("Met", email="met@post.wijk")
    an_initiative("Terug", email="Terug@post.wijk")
    mark_dead("terug@post.wijk", "550")
    assert sorted(names()) == ["Terug", "Zonder"]
    assert calling.calls_page(TODAY).total == 2


def test_who_is_of_an_organisation_with_an_address_is_mailed():
    an_initiative("Zonder", organisation="De Brug")
    an_initiative("Met", organisation="De Brug", email="brug@post.wijk")
    assert names() == []
    assert db.session.execute(calling.waiting_calls(TODAY)).all() == []


def test_who_is_silent_after_the_last_mail_is_called():
    initiative = an_initiative("Stil", email="stil@post.wijk")
    remind(initiative, 3, TODAY - timedelta(days=20))
    assert names() == []
    remind(initiative, 1, TODAY - timedelta(days=14))
    assert names() == ["Stil"]
    [row] = db.session.execute(calling.waiting_calls(TODAY))
    assert row.title == "Stil"
    [found] = calling.calls_page(TODAY).items
    assert (found.reachable, found.reminders) == (True, 4)


def test_what_is_right_is_confirmed_and_leaves_the_list():
    initiative = an_initiative("Koffie")
    calling.note_call(initiative, CallOutcome.RIGHT, "person:1", TODAY)
    assert names() == []
    assert initiative.confirmed_on == TODAY
    assert {each.how for each in initiative.confirmations} == {"phone"}


@pytest.mark.parametrize(
    ("answer", "status"),
    [(CallOutcome.CHANGED, Status.PUBLISHED), (CallOutcome.GONE, Status.PAUSED)],
)
def test_what_changed_or_is_gone_becomes_a_proposal(answer, status):
    initiative = an_initiative("Koffie")
    calling.note_call(initiative, answer, "person:1", TODAY, "Op dinsdag nu")
    assert names() == []
    assert initiative.status == status
    [proposal] = db.session.scalars(select(Proposal))
    assert (proposal.subject, proposal.text) == (answer, "Op dinsdag nu")


def test_calls_in_vain_are_counted_and_come_last():
    first, _second = an_initiative("Aan zet"), an_initiative("Daarna")
    for number in range(1, 4):
        calling.note_call(first, CallOutcome.UNREACHED, "person:1", TODAY)
        found = calling.called(first)
        assert (found.in_vain, found.may_be_hidden) == (number, number == 3)
    assert names() == ["Daarna", "Aan zet"]
    confirming.plan_hiding(first, TODAY + timedelta(days=30))
    assert not calling.called(first).may_be_hidden
    assert calling.called(first).hides_on == TODAY + timedelta(days=30)


def test_what_was_looked_at_is_not_on_the_list():
    initiative = an_initiative("Koffie")
    confirming.confirm([initiative.id], CHANGE, TODAY)
    assert names() == []
    assert names(TODAY + timedelta(days=184)) == ["Koffie"]


def steps(rows):
    """How SQLite goes about a query."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the plan is read as SQLite writes it")
    written = str(rows.compile(db.engine, compile_kwargs={"literal_binds": True}))
    return [row.detail for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {written}"))]


def test_the_first_to_call_are_found_without_adding_up_what_all_others_have():
    """No table is read to its end: of many that are due only the first are looked at."""
    plan = steps(select(calling.waiting_calls(TODAY).limit(25).subquery()))
    large = ("initiative", "contact", "reminder")
    assert not [step for step in plan if step.startswith(tuple(f"SCAN {name}" for name in large))]
    assert not any("reminder" in step and "initiative_id=?" not in step for step in plan), plan


def test_what_is_overdue_is_found_and_counted_by_an_index_alone():
    overdue = calling.waiting_confirmations(TODAY)
    plan = steps(select(func.count()).select_from(overdue.subquery()))
    assert any("COVERING INDEX ix_initiative_status_overdue_on" in step for step in plan), plan
