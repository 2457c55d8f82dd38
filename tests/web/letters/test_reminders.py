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
from socialmap.web.letters.reminders import send
from tests.listings import CHANGE, listing, put
from tests.reminding import mails_on, turn_on

pytestmark = pytest.mark.usefixtures("session")
TODAY = date(2026, 11, 20)


def an_initiative(name, email="brug@post.wijk"):
    [found] = put(listing(name, organisation="De Brug", email=email))
    return db.session.get_one(Initiative, found)


def test_a_reminder_is_queued_once_for_all_of_an_organisation():
    turn_on()
    one, _other = an_initiative("Koffie"), an_initiative("Soep", email="")
    [reminder] = mails_on(TODAY)
    assert send(reminder)
    assert mails_on(TODAY) == []
    assert not send(reminder)
    message = db.session.scalars(select(Message)).one()
    assert message.address == "brug@post.wijk"
    [token] = re.findall(r"/nagaan/(\S+)", message.text)
    assert {each.name for each in open_link(token).initiatives} == {"Koffie", "Soep"}
    confirm([one.id], CHANGE, TODAY)
    later = TODAY + timedelta(days=31)
    assert [len(each.listings) for each in mails_on(later)] == [1]
    assert [each.turn for each in mails_on(later)] == [2]


def test_a_reminder_that_was_queued_before_leaves_no_link_and_no_note():
    turn_on()
    an_initiative("Koffie")
    [reminder] = mails_on(TODAY)
    assert [send(reminder), send(reminder)] == [True, False]
    assert len(db.session.scalars(select(MagicLink)).all()) == 1
    assert len(db.session.scalars(select(Reminder)).all()) == 1
