"""Checking ten listings at the desk: by keys, by buttons without JavaScript, and on a phone."""

from datetime import timedelta
from time import monotonic

import flask_migrate
import pytest
from sqlalchemy import select

from socialmap import create_app
from socialmap.catalogue.freshness import confirmed
from socialmap.catalogue.models import Organisation
from socialmap.db import db, start_writing
from socialmap.times.clock import today
from tests.journeys.conftest import serving, settings
from tests.journeys.desk import signed_in
from tests.journeys.test_accessibility import for_everybody
from tests.listings import ZEIST, listing, put

pytestmark = pytest.mark.journey
BRUG = {"organisation": "De Brug", "phone": "+31302345678", "summary": "Samen eten."}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A site with overdue listings, 24 of one organisation and 4 of another, and a browser at it.

    Its address, the id of the other organisation, and the state of the browser, signed in.
    """
    app = create_app(settings(tmp_path_factory.mktemp("checking")) | {"SOCIALMAP_JOBS": "at-once"})
    with app.app_context():
        flask_migrate.upgrade()
        start_writing()
        long_ago = today() - timedelta(days=800)
        put(*(confirmed(listing(f"Tafel {n:02}", ZEIST, **BRUG), long_ago) for n in range(24)))
        dam = BRUG | {"organisation": "De Dam"}
        put(*(confirmed(listing(f"Zaal {n}", ZEIST, **dam), long_ago) for n in range(4)))
        organisation = db.session.scalar(
            select(Organisation.id).where(Organisation.name == "De Dam")
        )
        db.session.commit()
        db.session.remove()
    with serving(app) as address:
        yield address, organisation, signed_in(app, address, "noor@example.org")
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def noor(visit, desk):
    address, _, signed = desk
    return lambda path, **how: visit(address + path, storage_state=signed, **how)


def left(page):
    return int(page.inner_text("main >> text=/Nog \\d+ te doen/").split()[1])


def test_ten_listings_are_checked_by_keys_within_two_minutes(noor):
    page = noor("/beheer/nakijken")
    for_everybody(page)
    page.keyboard.press("?")
    assert page.locator("[data-keys]").get_attribute("open") is not None
    for_everybody(page)
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for_everybody(page)
    before, began = left(page), monotonic()
    for _ in range(10):
        page.keyboard.press("j")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert monotonic() - began < 120
    assert left(page) == before - 10


def test_without_javascript_buttons_do_it_all(noor):
    page = noor("/beheer/nakijken", javascript=False)
    page.click("text=Begin bovenaan")
    name = page.inner_text("h1")
    page.click("button:has-text('Klopt nog') >> nth=1")
    assert page.inner_text("h1") == name
    assert "tijden klopt" in page.inner_text("[role=status].notice")
    page.click("text=Sla over")
    skipped = page.inner_text("h1")
    assert skipped != name
    page.click("button:has-text('Alles klopt')")
    assert page.inner_text("h1") not in (name, skipped)


def test_a_change_opens_at_its_fields_and_leads_back(noor):
    page = noor("/beheer/nakijken")
    page.click("text=Begin bovenaan")
    here = page.url
    page.click("a:has-text('Verander') >> nth=2")
    assert page.url.endswith("#deel-plek")
    assert page.locator("#deel-plek").is_visible()
    assert page.locator(f"a[href='{here[here.index('/beheer') :]}']").count() > 0


def test_an_organisation_is_gone_through_on_one_page(noor, desk):
    page = noor(f"/beheer/nakijken/organisatie/{desk[1]}")
    for_everybody(page)
    page.click("button:has-text('Alles hierboven klopt')")
    assert "alles hier klopt" in page.inner_text("[role=status].notice")
    for_everybody(page)
