import random
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from socialmap.catalogue.actions import Entry, add
from socialmap.catalogue.models import Organisation
from socialmap.db import db
from socialmap.jobs import perform
from socialmap.mail.actions import mark_dead
from socialmap.mail.models import Message
from socialmap.upkeep.choices import STOPS_FOR, forecast
from socialmap.upkeep.due import reachable, situation
from socialmap.upkeep.examples import DEMO_SOURCE
from socialmap.upkeep.models import AskedMail, MailContact
from socialmap.upkeep.reminders import QUIET, Why, ahead, recipient_of
from tests.listings import CHANGE, UTRECHT, ZEIST, listing, put
from tests.reminding import mails_on, turn_on

pytestmark = pytest.mark.usefixtures("session")
TODAY = date(2026, 11, 20)


def test_municipalities_are_those_of_the_places_else_those_that_it_serves():
    put(
        listing("Een", UTRECHT, service_areas=("Soest",)),
        listing("Twee", None, service_areas=("Zeist", "Soest")),
        listing("Drie", None),
    )
    areas = {each.name: each.areas for each in situation(TODAY).listings}
    assert areas == {"Een": ("Utrecht",), "Twee": ("Soest", "Zeist"), "Drie": ("",)}


def test_an_organisation_is_mailed_where_it_asked_for():
    put(listing("Een", organisation="De Brug", email="a@post.wijk"))
    turn_on()
    number = db.session.scalars(select(Organisation.id)).one()
    db.session.add(MailContact(organisation_id=number, address="b@post.wijk", language="nl"))
    db.session.flush()
    assert [mail.address for mail in mails_on(TODAY)] == ["b@post.wijk"]
    mark_dead("b@post.wijk", "550")
    assert [mail.address for mail in mails_on(TODAY)] == ["a@post.wijk"]


def test_why_mail_does_not_reach_somebody():
    put(
        listing("Zonder"), listing("Dood", email="dood@post.wijk"), listing("Nep", email="x@a.test")
    )
    mark_dead("dood@post.wijk", "550")
    now = situation(TODAY)
    reasons = {each.name: now.unreachable.get(recipient_of(each)) for each in now.listings}
    assert reasons == {"Zonder": Why.NO_ADDRESS, "Dood": Why.DEAD, "Nep": Why.MADE_UP}


def test_examples_lend_nobody_their_address():
    made = listing("Voorbeeld", organisation="De Brug", email="echt@post.wijk")
    add([Entry(made, source=DEMO_SOURCE, source_id="1")], CHANGE)
    put(listing("Eigen", organisation="De Brug"))
    turn_on()
    assert mails_on(TODAY) == []
    assert reachable(situation(TODAY).listings).addresses == {}


def test_the_listings_of_some_municipalities_are_enough_to_plan_their_mails():
    chance = random.Random(11)
    put(
        *(
            listing(
                f"Thee {n}",
                chance.choice([UTRECHT, ZEIST]),
                organisation=chance.choice(["", "", f"Stichting {n % 40}"]),
                email=chance.choice(["", f"a{n % 30}@post.wijk", f"b{n}@post.wijk"]),
            )
            for n in range(80)
        )
    )
    whole, part = situation(TODAY), situation(TODAY, ["Zeist"])
    assert 0 < len(part.listings) < len(whole.listings)
    assert forecast(part, "Zeist", 5, TODAY) == forecast(whole, "Zeist", 5, TODAY)
    assert situation(TODAY, ()).listings == ()
    turn_on("Utrecht", per_week=7)
    whole, part = situation(TODAY), situation(TODAY, ["Zeist"])
    assert forecast(part, "Zeist", 5, TODAY) == forecast(whole, "Zeist", 5, TODAY)
    assert ahead(situation(TODAY, ()), TODAY) == ahead(whole, TODAY)


def test_the_dry_run_and_the_daily_job_say_the_same_for_a_week():
    chance = random.Random(7)
    put(
        *(
            listing(
                f"Koffie {n}",
                chance.choice([UTRECHT, ZEIST]),
                organisation=chance.choice(["", f"Stichting {n % 9}"]),
                email=chance.choice(["", f"a{n % 12}@post.wijk", f"b{n}@example.com"]),
            )
            for n in range(60)
        )
    )
    turn_on("Utrecht", per_week=7)
    turn_on("Zeist", per_week=5)
    said = ahead(situation(TODAY), TODAY)
    for number in range(7):
        day = TODAY + timedelta(days=number)
        with time_machine.travel(f"{day}T08:00:00Z", tick=False):
            perform("freshness", {})
            perform("freshness", {})
    sent = db.session.scalars(select(AskedMail).order_by(AskedMail.on, AskedMail.key)).all()
    assert said
    assert {(each.on, each.address, *each.areas) for each in sent} == {
        (mail.on, mail.address, *mail.areas) for mail in said
    }
    assert len(db.session.scalars(select(Message)).all()) == len(said) == len(sent)


def test_an_address_that_decides_on_the_next_mail_is_not_cleared():
    assert STOPS_FOR > QUIET
