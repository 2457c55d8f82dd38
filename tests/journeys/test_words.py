"""Words at the desk: what found nothing gets a word, which finds; a bad one is refused; undo."""

import flask_migrate
import pytest

from socialmap import create_app
from socialmap.db import db, start_writing
from socialmap.search.misses import MissedSearch
from socialmap.times.clock import today
from tests.journeys.conftest import serving, settings
from tests.journeys.desk import signed_in
from tests.journeys.test_accessibility import for_everybody
from tests.listings import ZEIST, listing, put

pytestmark = pytest.mark.journey


@pytest.fixture
def desk(tmp_path_factory):
    """A site of its own with a word that found nothing: its address, and a signed-in browser."""
    app = create_app(settings(tmp_path_factory.mktemp("words")))
    with app.app_context():
        flask_migrate.upgrade()
        start_writing()
        put(listing("Schoon Zeist", ZEIST, summary="Samen zwerfafval rapen"), listing("Koffie"))
        db.session.add(MissedSearch(digest="x", words="prikploeg", count=7, last_on=today()))
        db.session.commit()
        db.session.remove()
    with serving(app) as address:
        yield address, signed_in(app, address, "noor@example.org")
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_word_that_found_nothing_finds_something(visit, desk, javascript):
    address, signed = desk
    page = visit(f"{address}/beheer/zoekwoorden", javascript=javascript, storage_state=signed)
    for_everybody(page, javascript)
    page.click("text=Voeg toe: prikploeg")
    page.click("text=Bewaar het woord")
    assert page.locator(".error-summary").is_visible()
    assert page.input_value("#woord") == "prikploeg"
    for_everybody(page, javascript)
    page.fill("#betekent", "zwerfafval")
    page.click("text=Kijk wat het vindt")
    assert "met dit woord 1." in page.inner_text("[role=status].notice")
    for_everybody(page, javascript)
    page.click("text=Bewaar het woord")
    assert "‘prikploeg’ is bewaard" in page.inner_text("main")
    for_everybody(page, javascript)
    page.fill("#wat", "prikploeg")
    page.press("#wat", "Enter")
    assert "Schoon Zeist" in page.inner_text("main ol")
    for_everybody(page, javascript)
    residents = visit(f"{address}/zoeken?wat=prikploeg", javascript=javascript)
    assert "Schoon Zeist" in residents.inner_text("main")
    page.goto(f"{address}/beheer/zoekwoorden/bij-de-kaart?woord=gezelschap")
    for_everybody(page, javascript)
    page.locator("text=Zet uit").first.click()
    assert "staat uit" in page.inner_text("main")
    for_everybody(page, javascript)
    page.goto(f"{address}/beheer/zoekwoorden/geschiedenis")
    for_everybody(page, javascript)
    page.locator("text=Draai terug: prikploeg").click()
    assert "is terug" in page.inner_text("main")
