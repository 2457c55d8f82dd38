"""Wherever times are shown, they are words: nobody who did not ask for it reads code."""

import re
from dataclasses import replace
from datetime import date, datetime

import pytest
import time_machine
from bs4 import BeautifulSoup

from socialmap.catalogue.actions import rewrite
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.listing import ListedActivity
from socialmap.catalogue.models import Initiative
from socialmap.db import db
from socialmap.mail.models import Message
from socialmap.proposals.actions import make
from socialmap.proposals.models import Subject
from socialmap.upkeep.magic_links import make_link, recipient
from socialmap.web.letters.reminders import send as send_reminder
from tests.desk import a_person, sign_in
from tests.listings import CHANGE, located, put
from tests.reminding import mails_on, turn_on
from tests.web.conftest import EVERYTHING
from tests.web.desk.editing.filling import filled
from tests.web.desk.imports.test_views import bring, planned

CODE = re.compile(
    r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su)(?:[-,\[]| \d)|\bPH\b|\bSH\b|\boff\b|FREQ|BYDAY|\d\d:\d\d-\d"
)
# Hours that words can say, hours that they cannot, and hours that are no OSM syntax at all.
HOURS = ["Mo-Fr 09:00-12:00; Tu[2] 14:00-16:00; PH off", "easter off, Tu 9:00-12:00", "Mo-Fr 9-12"]
CHANGES = {"hours": "Tu[2] 10:00-12:00; PH off", "hours_text": ""}


@pytest.fixture(params=HOURS)
def initiative(request, session):
    """A listing with such hours, that was changed once, and with activities that repeat."""
    activities = tuple(
        ListedActivity(name="Eten", starts=datetime(2026, 11, 24, 18), minutes=120, repeats=rule)
        for rule in ("FREQ=WEEKLY;BYDAY=TU", "FREQ=YEARLY;BYWEEKNO=20")
    )
    here = (located(town="Utrecht", municipality="Utrecht"),)
    before = replace(EVERYTHING, email="noor@post.wijk", locations=here)
    [id_] = put(before)
    after = replace(before, hours=request.param, activities=activities)
    rewrite([(id_, after)], CHANGE)
    return session.get_one(Initiative, id_)


def shown(answer):
    """All that a page shows, also in its fields, without what is folded away for experts."""
    page = BeautifulSoup(answer.text, "html.parser")
    for part in page.select("details"):
        if "Voor gevorderden" in part.summary.text:
            # What is not valid has to be seen to be mended, with the sentence that says so.
            assert not part.has_attr("open") or part.select_one(".field__error")
            part.decompose()
    values = [field.get("value", "") for field in page.select("input:not([type=hidden])")]
    return " ".join([*page.get_text(" ").split(), *values])


def test_residents_read_words(client, initiative):
    for path in (f"/initiatief/{initiative.slug}", "/zoeken", "/agenda"):
        assert not CODE.search(shown(client.get(path))), path


def test_the_desk_reads_words(client, initiative):
    sign_in(client, a_person())
    edit = f"/beheer/initiatieven/{initiative.id}"
    history = f"/beheer/geschiedenis/{initiative.id}"
    for path in (edit, history, f"{history}/2", "/beheer/lijst"):
        assert not CODE.search(shown(client.get(path))), path
    sent = filled(client.get(edit))
    sent["subject"] = str(initiative.id)
    answer = client.post(
        "/beheer/initiatieven/voorbeeld", data=sent, headers={"X-Fragment": "preview"}
    )
    assert answer.status_code == 200
    assert not CODE.search(shown(answer))


def test_who_answers_a_proposal_reads_words(client, initiative):
    sign_in(client, a_person())
    proposal = make(initiative, Subject.CHANGED, changes=CHANGES)
    text = shown(client.get(f"/beheer/voorstellen/{proposal.id}"))
    assert "Elke tweede dinsdag van de maand, 10.00–12.00. Dicht op feestdagen." in text
    assert not CODE.search(text)


def test_who_has_a_magic_link_reads_words(client, initiative):
    link = f"/nagaan/{make_link(recipient(initiative.organisation_id, ''), [initiative.id])}"
    for path in (link, f"{link}/{initiative.slug}/anders"):
        text = shown(client.get(path))
        assert "Eten: elke dinsdag, 18.00–20.00" in text
        assert not CODE.search(text)


def test_the_mail_has_words(initiative):
    turn_on()
    for reminder in mails_on(date(2027, 12, 1)):
        send_reminder(reminder)
    messages = db.session.query(Message).all()
    assert messages
    assert not any(CODE.search(message.text) for message in messages)


def test_the_plan_of_an_import_has_words(client):
    sign_in(client, a_person())
    text = 'naam;plaats;postcode;openingstijden\nSoep;Utrecht;3511 AB;"Tu[2] 10:00-12:00"\n'
    number = bring(client, text)
    planned(client, number)
    plan = shown(client.get(f"/beheer/import/{number}?toon=nieuw"))
    assert "Elke tweede dinsdag van de maand, 10.00–12.00." in plan
    assert not CODE.search(plan)


def test_hours_that_are_words_on_the_page_are_the_same_in_the_form(client, initiative):
    sign_in(client, a_person())
    edit = f"/beheer/initiatieven/{initiative.id}"
    before = latest_listing(initiative.id)
    client.post(edit, data=filled(client.get(edit)) | {"do": "save"})
    assert latest_listing(initiative.id).hours == before.hours
    assert latest_listing(initiative.id).activities == before.activities


def page_of(client, listing):
    [id_] = put(listing)
    slug = db.session.get_one(Initiative, id_).slug
    return shown(client.get(f"/initiatief/{slug}"))


@time_machine.travel("2026-12-20 12:00")
def test_a_winter_closure_is_one_sentence(client, session):
    text = page_of(client, replace(EVERYTHING, hours="Apr-Oct: Sa 10:00-12:00", activities=()))
    assert "Dicht, weer open op 3 april" in text
    assert "Van april tot en met oktober: elke zaterdag, 10.00–12.00." in text
    assert "De komende zeven dagen is het dicht." in text
    assert "Zondag 20 dec" not in text


@time_machine.travel("2026-12-20 12:00")
def test_an_activity_on_a_public_holiday_says_to_call_first(client, session):
    [taart] = EVERYTHING.activities
    weekly = replace(taart, starts=datetime(2026, 12, 18, 10), repeats="FREQ=WEEKLY")
    text = page_of(client, replace(EVERYTHING, hours="", activities=(weekly,)))
    assert "Taart Elke vrijdag, 10.00–12.00." in text
    assert text.count("feestdag: bel eerst") == 2
    agenda = shown(client.get("/agenda"))
    assert agenda.count("Feestdag: bel eerst") == 1
