"""The theme: a colour with too little contrast is refused, a good one is on every page."""

import flask_migrate
import pytest

from socialmap import create_app
from socialmap.db import db, start_writing
from tests.journeys.conftest import serving, settings
from tests.journeys.desk import signed_in
from tests.journeys.test_accessibility import for_everybody, violations
from tests.listings import listing, put

pytestmark = pytest.mark.journey


@pytest.fixture
def desk(tmp_path_factory):
    """A site of its own: its address, and a signed-in browser."""
    app = create_app(settings(tmp_path_factory.mktemp("theming")))
    with app.app_context():
        flask_migrate.upgrade()
        start_writing()
        put(listing("Koffie"))
        db.session.commit()
        db.session.remove()
    with serving(app) as address:
        yield address, signed_in(app, address, "noor@example.org")
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_theme_that_everybody_can_read(visit, desk, javascript):
    address, signed = desk
    page = visit(f"{address}/beheer/instellingen", javascript=javascript, storage_state=signed)
    for_everybody(page, javascript)
    page.click("text=Verander het uiterlijk")
    for_everybody(page, javascript)
    page.click("main a:text-is('De hele kaart')")
    for_everybody(page, javascript)
    page.fill("#light", "#ffcc00")
    if javascript:
        page.wait_for_selector("text=te weinig")
    page.click("text=Bewaar het uiterlijk")
    assert page.locator(".error-summary").is_visible()
    assert page.input_value("#light") == "#ffcc00"
    for_everybody(page, javascript)
    page.fill("#light", "#5b2a86")
    page.fill("#dark", "#d9b8ff")
    page.fill("#name", "Kaart van ons")
    page.fill("#numbers", "Crisisdienst: 030 123 45 67")
    page.click("text=Bewaar het uiterlijk")
    assert "Het uiterlijk is bewaard" in page.inner_text("main")
    for_everybody(page, javascript)
    for look in ("light", "dark"):
        home = visit(address, javascript=javascript, color_scheme=look)
        assert home.inner_text(".brand") == "Kaart van ons"
        assert "Crisisdienst" in home.inner_text("footer")
        assert not javascript or violations(home) == []
