from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from socialmap.catalogue.actions import Change, rewrite
from socialmap.catalogue.freshness import NEVER, confirmed
from socialmap.catalogue.history import latest_listing, revisions_of
from socialmap.catalogue.models import Initiative, Status
from socialmap.catalogue.reasons import own_words
from socialmap.db import db
from socialmap.errors import ConflictProblem, NotFoundProblem
from socialmap.mail.actions import mark_dead
from socialmap.proposals.models import Proposal
from socialmap.times.clock import now
from socialmap.upkeep import actions as confirming
from socialmap.upkeep.magic_links import VALID_FOR, make_link, open_link, recipient, revoke
from socialmap.upkeep.models import MagicLink, Pause, Reminder
from tests.listings import CHANGE, listing, put
from tests.reminding import mails_on, turn_on

pytestmark = pytest.mark.usefixtures("session")
TODAY = date(2026, 11, 20)


def an_initiative(name="Koffie", **fields):
    fields = {"organisation": "De Brug", "email": "brug@post.wijk"} | fields
    [found] = put(listing(name, **fields))
    return db.session.get_one(Initiative, found)


def test_a_confirmation_is_in_history_and_moves_the_days():
    initiative = an_initiative()
    assert initiative.due_on == NEVER
    confirming.confirm(
        [initiative.id], Change(actor="initiative:koffie", reason=own_words("x")), TODAY
    )
    assert initiative.due_on == TODAY + timedelta(days=183)
    assert initiative.confirmed_on == TODAY
    assert [each.actor for each in revisions_of(initiative.id)] == ["initiative:koffie", "test"]


def test_the_address_is_that_of_most_listings_and_not_one_that_bounced():
    turn_on()
    for name, email in (
        ("Een", "a@post.wijk"),
        ("Twee", "B@post.wijk "),
        ("Drie", "b@post.wijk"),
    ):
        an_initiative(name, email=email)
    assert [each.address for each in mails_on(TODAY)] == ["b@post.wijk"]
    mark_dead("b@post.wijk", "550")
    assert [each.address for each in mails_on(TODAY)] == ["a@post.wijk"]
    mark_dead("a@post.wijk", "550")
    assert mails_on(TODAY) == []


def test_a_link_is_for_its_own_listings_and_as_long_as_they_are_theirs():
    mine, other = an_initiative("Koffie"), an_initiative("Soep", organisation="De Hoek")
    token = make_link(recipient(mine.organisation_id, ""), [mine.id, other.id])
    opened = open_link(token)
    assert [each.name for each in opened.initiatives] == ["Koffie"]
    with pytest.raises(NotFoundProblem):
        opened.initiative(other.slug)
    moved = listing("Koffie", organisation="De Hoek")
    rewrite([(mine.id, moved)], CHANGE)
    assert open_link(token).initiatives == ()


def test_a_link_without_an_organisation_follows_the_address():
    mine = an_initiative(organisation="", email="Noor@Post.wijk")
    token = make_link(recipient(None, "noor@post.wijk"), [mine.id])
    assert open_link(token).initiatives == (mine,)
    rewrite([(mine.id, listing("Koffie", email="piet@post.wijk"))], CHANGE)
    assert open_link(token).initiatives == ()


def test_a_link_is_kept_as_a_digest_expires_and_is_withdrawn():
    mine = an_initiative()
    holder = recipient(mine.organisation_id, "")
    token = make_link(holder, [mine.id])
    assert token not in repr([vars(each) for each in db.session.scalars(select(MagicLink))])
    with time_machine.travel(now() + VALID_FOR + timedelta(days=1)):
        assert open_link(token).expired
    revoke(holder)
    for bad in (token, token[:-2], "x", "", f"{token}x"):
        with pytest.raises(NotFoundProblem):
            open_link(bad)


def test_a_pause_ends_on_a_day_that_comes():
    initiative = an_initiative()
    with pytest.raises(ConflictProblem):
        confirming.pause(initiative, TODAY, CHANGE, TODAY)
    confirming.pause(initiative, TODAY + timedelta(days=7), CHANGE, TODAY)
    assert initiative.status == Status.PAUSED
    assert waiting(confirming.waiting_pauses(TODAY + timedelta(days=6))) == []
    assert waiting(confirming.waiting_pauses(TODAY + timedelta(days=7))) == ["Koffie"]
    confirming.resume(initiative, CHANGE)
    assert initiative.status == Status.PUBLISHED
    assert db.session.get(Pause, initiative.id) is None


def waiting(rows):
    return [row.title for row in db.session.execute(rows)]


def test_what_is_gone_is_paused_and_a_coordinator_is_asked():
    initiative = an_initiative()
    confirming.report_gone(initiative, CHANGE, TODAY)
    assert initiative.status == Status.PAUSED
    assert [each.subject for each in db.session.scalars(select(Proposal))] == ["gone"]


def test_a_silent_listing_is_hidden_on_its_day_unless_it_is_confirmed():
    silent, awake = an_initiative("Stil"), an_initiative("Wakker")
    day = TODAY + timedelta(days=30)
    for each in (silent, awake):
        confirming.plan_hiding(each, day)
    assert confirming.hide_due(day - timedelta(days=1)) == (0, 0)
    rewrite([(awake.id, confirmed(latest_listing(awake.id), TODAY))], CHANGE)
    assert confirming.hide_due(day) == (1, 1)
    assert (silent.status, awake.status) == (Status.PAUSED, Status.PUBLISHED)
    assert "Niemand kon zeggen" in revisions_of(silent.id)[0].reason


def test_days_follow_the_policy_when_it_changes():
    initiative = an_initiative()
    confirming.confirm([initiative.id], CHANGE, TODAY)
    initiative.due_on = NEVER
    db.session.flush()
    stale = confirming.stale_days()
    assert [each["due_on"] for each in stale] == [TODAY + timedelta(days=183)]
    initiative.version += 1
    db.session.flush()
    confirming.refresh_days(stale)
    assert initiative.due_on == NEVER, "somebody changed it meanwhile"
    confirming.refresh_days(confirming.stale_days())
    assert initiative.due_on == TODAY + timedelta(days=183)
    assert confirming.stale_days() == []


def test_reminders_go_with_their_listing():
    initiative = an_initiative()
    db.session.add(Reminder(initiative_id=initiative.id, due_on=TODAY, on=TODAY))
    db.session.flush()
    db.session.delete(initiative)
