"""Keeping listings true: the link in a mail, the phone list of a volunteer, and the mailbox."""

import flask_migrate
import pytest

from socialmap import create_app
from socialmap.catalogue.models import Initiative
from socialmap.db import db, start_writing
from socialmap.mail import queue
from socialmap.mail.actions import mark_dead
from socialmap.mail.models import Delivery, Message
from socialmap.upkeep.magic_links import make_link, recipient
from tests.journeys.conftest import serving, settings
from tests.journeys.desk import signed_in
from tests.journeys.test_accessibility import for_everybody
from tests.listings import UTRECHT, ZEIST, listing, put

pytestmark = pytest.mark.journey
AT = {"street": "Slotlaan 5", "postcode": "3701 GK", "town": "Zeist", "municipality": "Zeist"}


def build():
    """Add an organisation with two listings, two listings to call, and mail in every state."""
    brug = {"organisation": "De Brug", "email": "brug@post.wijk", "at": AT}
    ids = put(
        listing("Eettafel", ZEIST, summary="Samen eten.", hours_text="woensdag", **brug),
        listing("Koffie", ZEIST, summary="Een praatje.", phone="+31302345678", **brug),
        listing("Breiclub", ZEIST, phone="+31302345679", at=AT),
        listing("Zangkoor", UTRECHT, email="weg@post.wijk"),
    )
    mark_dead("weg@post.wijk", "550 5.1.1 no such user")
    for status in Delivery:
        queue(f"{status}@post.wijk", "Klopt het nog?", "Kijk even.", key=status)
        db.session.query(Message).filter_by(key=status).one().status = status
    organisation_id = db.session.get_one(Initiative, ids[0]).organisation_id
    return make_link(recipient(organisation_id, ""), ids[:2])


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A site of its own: its address, the token of a link, and the state of a signed-in browser."""
    folder = tmp_path_factory.mktemp("keeping")
    app = create_app(settings(folder) | {"SOCIALMAP_JOBS": "at-once"})
    with app.app_context():
        flask_migrate.upgrade()
        start_writing()
        token = build()
        db.session.commit()
        db.session.remove()
    with serving(app) as address:
        yield address, token, signed_in(app, address, "noor@post.wijk")
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def noor(visit, desk):
    address, _, signed = desk
    return lambda path, **how: visit(address + path, storage_state=signed, **how)


@pytest.mark.parametrize("javascript", [True, False])
def test_an_initiative_says_that_all_is_right_with_one_click(visit, desk, javascript):
    address, token, _ = desk
    page = visit(f"{address}/nagaan/{token}", javascript=javascript)
    page.click("text=Alles klopt nog")
    assert "vandaag nog klopt" in page.inner_text("main")
    assert page.context.cookies() == []


def test_an_initiative_changes_something_and_takes_a_pause(visit, desk):
    address, token, _ = desk
    page = visit(f"{address}/nagaan/{token}")
    for_everybody(page)
    page.click("text=Er is iets anders: Eettafel")
    for_everybody(page)
    page.click("text=Geef door")
    assert page.locator(".error-summary").is_visible()
    for_everybody(page)
    page.fill("#cost", "2 euro")
    page.click("text=Geef door")
    assert "coördinator" in page.inner_text("[role=status].notice")
    page.click("text=Even pauze, of gestopt: Koffie")
    for_everybody(page)
    page.check("text=Het is er even niet")
    page.click("text=Haal van de kaart")
    assert "niet op de kaart" in page.inner_text("[role=status].notice")
    for_everybody(page)
    page.click("text=Het is er weer: Koffie")
    assert "weer op de kaart" in page.inner_text("[role=status].notice")


def test_a_volunteer_works_through_the_phone_list(noor):
    page = noor("/beheer/bellen")
    for_everybody(page)
    page.click("ol.calls >> text=Breiclub")
    for_everybody(page)
    page.click("text=Er is iets veranderd")
    assert page.locator(".error-summary").is_visible()
    for_everybody(page)
    for _ in range(3):
        page.goto(page.url.partition("/beheer")[0] + "/beheer/bellen/breiclub")
        page.click("text=Niet bereikt")
    page.click("ol.calls >> text=Breiclub")
    for_everybody(page)
    page.click("text=Haal het over een maand van de kaart")
    assert "Gaat op" in page.inner_text("main")
    page.click("ol.calls >> text=Breiclub")
    page.click("text=Alles klopt")
    assert page.locator("ol.calls >> text=Breiclub").count() == 0


def test_a_coordinator_looks_after_the_post(noor):
    page = noor("/beheer/post")
    for_everybody(page)
    page.click("text=Verstuur opnieuw: unsure@post.wijk")
    assert "wacht" in page.inner_text("[role=status].notice")
    page.click("text=Verstuur nu wat wacht")
    page.click("text=Werkt weer: weg@post.wijk")
    assert "Adressen die niet werken" not in page.inner_text("main")
    page.goto(page.url.partition("?")[0].partition("#")[0] + "?stand=sent")
    assert "unsure@post.wijk" in page.inner_text("main")
    for_everybody(page)
