from datetime import date

import pytest

from socialmap.importing.mailing import MailAfter, mail_after
from socialmap.upkeep.examples import DEMO_SOURCE
from tests.listings import ZEIST, listing, put
from tests.reminding import turn_on

pytestmark = pytest.mark.usefixtures("session")
TODAY = date(2026, 11, 20)


def some(first, number, **fields):
    return [
        listing(f"Koffie {n}", email=f"a{n}@post.wijk", **fields)
        for n in range(first, first + number)
    ]


def words(mail):
    return " ".join(sentence % facts for sentence, facts in mail.sentences)


def test_no_mail_follows_where_reminders_are_off():
    assert mail_after(some(0, 3), {}, "lijst", TODAY) == MailAfter()
    turn_on("Zeist")
    mail = mail_after(some(0, 3), {}, "lijst", TODAY)
    assert "komt geen mail" in words(mail)


def test_the_mails_of_the_first_week_are_counted_with_the_import_and_without():
    put(*some(0, 2))
    turn_on(per_week=4)
    mail = mail_after(some(2, 7), {}, "lijst", TODAY)
    assert (mail.first_week, mail.before, mail.weeks) == (4, 2, 3)
    assert "dagen na deze import: 4. Zonder de import: 2. Na ongeveer 3 weken" in words(mail)


def test_an_organisation_that_is_known_gets_no_second_mail():
    put(listing("Soep", organisation="De Brug", email="brug@post.wijk"))
    turn_on()
    more = [listing("Zang", organisation="De Brug", email="brug@post.wijk")]
    mail = mail_after(more, {}, "lijst", TODAY)
    assert (mail.first_week, mail.before) == (1, 1)
    assert "geen extra mail" in words(mail)


def test_an_address_that_a_change_brings_counts():
    [number] = put(listing("Soep"))
    turn_on()
    mail = mail_after([], {number: listing("Soep", email="soep@post.wijk")}, "lijst", TODAY)
    assert (mail.first_week, mail.before) == (1, 0)


def test_examples_and_made_up_addresses_bring_no_mail():
    turn_on("Utrecht", "Zeist")
    assert mail_after(some(0, 3), {}, DEMO_SOURCE, TODAY).first_week == 0
    made_up = [listing("Soep", ZEIST, email="soep@example.org")]
    assert mail_after(made_up, {}, "lijst", TODAY).first_week == 0


def test_very_many_rows_are_not_counted_but_bounded(monkeypatch):
    monkeypatch.setattr("socialmap.importing.mailing.MOST_COUNTED", 2)
    turn_on(per_week=9)
    mail = mail_after(some(0, 3), {}, "lijst", TODAY)
    assert mail.first_week is None
    assert "hoogstens 9 per week" in words(mail)
