import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from socialmap.catalogue.models import Initiative
from socialmap.db import db
from socialmap.mail.models import Message
from socialmap.upkeep.actions import confirm
from socialmap.upkeep.magic_links import open_link
from socialmap.upkeep.models import MagicLink, Reminder
from socialmap.upkeep.reminders import reminders
from socialmap.web.letters.reminders import send
from tests.listings import CHANGE, listing, put

pytestmark = pytest.mark.usefixtures("session")
TODAY = date(2026, 11, 20)


def an_initiative(name, email="brug@example.org"):
    [found] = put(listing(name, organisation="De Brug", email=email))
    return db.session.get_one(Initiative, found)


def test_a_reminder_is_queued_once_for_all_of_an_organisation():
    one, _other = an_initiative("Koffie"), an_initiative("Soep", email="")
    [reminder] = reminders(TODAY)
    assert send(reminder, TODAY)
    assert reminders(TODAY) == []
    assert not send(reminder, TODAY)
    message = db.session.scalars(select(Message)).one()
    assert message.address == "brug@example.org"
    [token] = re.findall(r"/nagaan/(\S+)", message.text)
    assert {each.name for each in open_link(token).initiatives} == {"Koffie", "Soep"}
    confirm([one.id], CHANGE, TODAY)
    later = TODAY + timedelta(days=31)
    assert [len(each.listings) for each in reminders(later)] == [1]
    assert [each.turn for each in reminders(later)] == [2]


def test_a_reminder_that_was_queued_before_leaves_no_link_and_no_note():
    an_initiative("Koffie")
    [reminder] = reminders(TODAY)
    assert [send(reminder, TODAY), send(reminder, TODAY)] == [True, False]
    assert len(db.session.scalars(select(MagicLink)).all()) == 1
    assert len(db.session.scalars(select(Reminder)).all()) == 1
