"""Reminders: turned on with the number said, the own text, the mail, and the way out of it."""

import re

import flask_migrate
import pytest

from socialmap import create_app
from socialmap.db import db, start_writing
from socialmap.jobs import perform
from socialmap.mail.models import Message
from tests.journeys.conftest import serving, settings
from tests.journeys.desk import signed_in
from tests.journeys.test_accessibility import for_everybody
from tests.listings import UTRECHT, ZEIST, listing, put

pytestmark = pytest.mark.journey


@pytest.fixture
def desk(tmp_path_factory):
    """A site of its own with listings to ask about: the app, its address, a signed-in browser."""
    folder = tmp_path_factory.mktemp("reminding")
    app = create_app(settings(folder) | {"SOCIALMAP_JOBS": "at-once"})
    with app.app_context():
        flask_migrate.upgrade()
        start_writing()
        put(
            *(listing(f"Koffie {n}", ZEIST, email=f"koffie{n}@post.wijk") for n in range(4)),
            listing("Soep", ZEIST, organisation="De Brug", email="eenheellangadres@post.wijk"),
            listing("Nep", ZEIST, email="nep@example.org"),
            listing("Zang", UTRECHT, email="zang@post.wijk"),
        )
        db.session.commit()
        db.session.remove()
    with serving(app) as address:
        yield app, address, signed_in(app, address, "noor@example.org")
    with app.app_context():
        db.engine.dispose()


def mailed(app):
    """The reminders in the outbox after the daily job."""
    with app.app_context():
        perform("freshness", {})
        found = db.session.query(Message).filter(Message.key.startswith("reminder:"))
        mails = [(mail.address, mail.text) for mail in found]
        db.session.remove()
        return mails


@pytest.mark.parametrize("javascript", [True, False])
def test_reminders_from_off_to_a_reader_who_wants_none(visit, desk, javascript):
    app, address, signed = desk
    page = visit(f"{address}/beheer", javascript=javascript, storage_state=signed)
    assert mailed(app) == []
    for_everybody(page, javascript)
    page.click("text=Zet herinneringen aan, of laat ze uit")
    for_everybody(page, javascript)
    page.click("main >> text=Zeist")
    page.fill("#hoogstens", "veel")
    page.press("#hoogstens", "Enter")
    page.locator(".error-summary").wait_for()
    page.fill("#hoogstens", "3")
    page.press("#hoogstens", "Enter")
    on = page.locator("button[value=aan]")
    said = int(re.search(r"\d+", on.inner_text())[0])
    on.focus()
    page.keyboard.press("Enter")
    assert "staan aan in Zeist" in page.inner_text("[role=status].notice")
    mails = mailed(app)
    assert said == len(mails) == 3
    looks(page, javascript)
    leaves(visit, address, mails[0][1], javascript)


def looks(page, javascript):
    """Look at the pages beside it, and at one with a mistake."""
    for_everybody(page, javascript)
    page.click("text=Bekijk de mail, of schrijf zelf")
    page.fill("#text", "Dag {naam}")
    page.click("text=Bewaar de tekst")
    assert "{naam} kennen we niet" in page.inner_text(".error-summary")
    for_everybody(page, javascript)
    page.fill("#text", "Dag {organisatie}")
    page.click("text=Bekijk het voorbeeld")
    assert "Dag De Brug" in page.inner_text(".letter")
    for_everybody(page, javascript)
    page.click("text=Bewaar de tekst")
    page.goto(page.url.partition("/gemeente")[0] + "/deze-week")
    for_everybody(page, javascript)
    page.goto(page.url.replace("deze-week", "geen-mail"))
    for_everybody(page, javascript)
    page.goto(page.url.replace("herinneringen/geen-mail", "organisaties"))
    page.click("main >> a:has-text('De Brug')")
    page.click("text=Waar gaat onze mail naartoe?")
    page.fill("#address", "bestuur@post.wijk")
    page.select_option("#language", "ar")
    page.click("main >> text=Bewaar")
    assert "gaat hij in het Nederlands" in page.inner_text("main")
    for_everybody(page, javascript)


def leaves(visit, address, text, javascript):
    """Open the link in a mail, and say that we should stop."""
    token = re.search(r"/geen-mail/(\S+)", text)[1]
    page = visit(f"{address}/geen-mail/{token}", javascript=javascript)
    for_everybody(page, javascript)
    page.fill("#reason", "te veel mail")
    page.click("text=Stuur ons geen mail meer")
    assert "geen mail meer" in page.inner_text("[role=status].notice")
    for_everybody(page, javascript)
    assert page.context.cookies() == []
