"""Four eyes: one person writes, another sends back and approves; then it is on the map."""

import flask_migrate
import pytest

from socialmap import create_app
from socialmap.db import db, start_writing
from tests.journeys.conftest import serving, settings
from tests.journeys.desk import signed_in
from tests.journeys.test_accessibility import for_everybody
from tests.listings import listing, put

pytestmark = pytest.mark.journey


@pytest.fixture
def desk(tmp_path_factory):
    """A site of its own with one listing: its address, and the browsers of two coordinators."""
    app = create_app(settings(tmp_path_factory.mktemp("eyes")))
    with app.app_context():
        flask_migrate.upgrade()
        start_writing()
        [key] = put(listing("Koffie", None, online=True))
        db.session.commit()
        db.session.remove()
    with serving(app) as address:
        both = [signed_in(app, address, f"{name}@example.org") for name in ("noor", "sam")]
        yield address, key, both
    with app.app_context():
        db.engine.dispose()


def write(page, address, key, name):
    page.goto(f"{address}/beheer/initiatieven/{key}")
    page.fill("#name", name)
    page.locator("button[name=do][value=save]").first.click()
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("javascript", [True, False])
def test_what_one_writes_another_publishes(visit, desk, javascript):
    address, key, (noor, sam) = desk
    author = visit(f"{address}/beheer/instellingen", javascript=javascript, storage_state=noor)
    for_everybody(author, javascript)
    author.click("text=Zet vier ogen aan")
    for_everybody(author, javascript)
    write(author, address, key, "Thee")
    assert "wacht op een ander" in author.inner_text("main")
    author.goto(f"{address}/beheer/vier-ogen")
    author.click("text=Bekijk: Koffie")
    assert author.locator("text=Keur het goed").count() == 0
    for_everybody(author, javascript)
    other = visit(f"{address}/beheer/vier-ogen", javascript=javascript, storage_state=sam)
    for_everybody(other, javascript)
    other.click("text=Bekijk: Koffie")
    for_everybody(other, javascript)
    other.click("text=Stuur het terug")
    assert other.locator(".error-summary").is_visible()
    for_everybody(other, javascript)
    other.fill("#reason", "Welke thee?")
    other.click("text=Stuur het terug")
    author.goto(f"{address}/beheer/vier-ogen")
    assert "Welke thee?" in author.inner_text("main")
    for_everybody(author, javascript)
    again(author, other, address, key)
    other.goto(f"{address}/beheer/initiatieven/{key}")
    assert other.input_value("#name") == "Muntthee"
    other.goto(f"{address}/beheer/vier-ogen")


def again(author, other, address, key):
    """The author finds the own text back, mends it, and the other approves."""
    author.goto(f"{address}/beheer/initiatieven/{key}")
    assert author.input_value("#name") == "Thee"
    write(author, address, key, "Muntthee")
    other.goto(f"{address}/beheer/vier-ogen")
    other.click("text=Bekijk: Koffie")
    other.click("text=Keur het goed")
    assert "Het staat op de kaart." in other.inner_text("main")
    author.goto(f"{address}/beheer/vier-ogen")
