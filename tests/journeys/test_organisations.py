"""Organisations: at the desk, for residents and claimed by themselves, with and without scripts."""

import re

import flask_migrate
import pytest
from sqlalchemy import select

from socialmap import create_app
from socialmap.catalogue.models import Organisation
from socialmap.db import db, start_writing
from socialmap.mail.models import Message
from socialmap.people.permissions import Role
from tests.journeys.conftest import serving, settings
from tests.journeys.desk import signed_in
from tests.journeys.test_accessibility import for_everybody
from tests.listings import ZEIST, listing, put

pytestmark = pytest.mark.journey
WIDTHS = (1280, 360, 320)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site with three organisations: its app, its address, and two signed-in browsers."""
    more = {"SOCIALMAP_JOBS": "at-once"}
    app = create_app(settings(tmp_path_factory.mktemp("organisations")) | more)
    with app.app_context():
        flask_migrate.upgrade()
        start_writing()
        put(
            *(listing(f"Tafel {n}", ZEIST, organisation="De Brug") for n in range(3)),
            listing("Koor", ZEIST, organisation="Stichting De Brug", email="info@brug.nl"),
            listing("Lopen", ZEIST, organisation="Wandelclub"),
        )
        club = db.session.scalar(select(Organisation.id).where(Organisation.slug == "wandelclub"))
        db.session.commit()
        db.session.remove()
    with serving(app) as address:
        yield {
            "app": app,
            "address": address,
            "noor": signed_in(app, address, "noor@example.org"),
            "wim": signed_in(
                app, address, "wim@example.org", role=Role.EDITOR, organisation=club
            ),
        }  # fmt: skip
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def as_somebody(visit, site):
    def open_as(who, path, **how):
        state = {"storage_state": site[who]} if who else {}
        return visit(site["address"] + path, **state, **how)

    return open_as


def link_in_mail(app):
    with app.app_context():
        last = select(Message.text).order_by(Message.made_at.desc()).limit(1)
        text = db.session.scalar(last)
        db.session.remove()
    return re.search(r"https?://[^/]+(/organisatie/link/\S+)", text)[1]


def follow(page, selector):
    """Click what leads to another page, and wait until that is there."""
    with page.expect_navigation():
        page.click(selector)


def opened(page, name):
    """The page of an organisation, from the list."""
    page.fill("#naam", name)
    follow(page, "button:has-text('Zoek')")
    follow(page, f"table a:text-is('{name}')")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_coordinator_makes_changes_and_merges(as_somebody, javascript):
    page = as_somebody("noor", "/beheer/organisaties", javascript=javascript)
    for_everybody(page, javascript)
    follow(page, "text=Nieuwe organisatie")
    for_everybody(page, javascript)
    name = f"Buurtwerk {javascript}"
    page.fill("#name", name)
    page.fill("#email", "geen adres")
    page.fill("#description", "Wij helpen in de buurt.")
    follow(page, "button:has-text('Bewaar')")
    assert page.input_value("#description") == "Wij helpen in de buurt."
    for_everybody(page, javascript)
    page.fill("#email", "info@buurtwerk.nl")
    follow(page, "button:has-text('Bewaar')")
    assert page.inner_text("h1") == name
    for_everybody(page, javascript)
    follow(page, "a:text-is('Wijzig')")
    page.fill("#name", f"{name} Oost")
    follow(page, "button:has-text('Bewaar')")
    assert "Heette eerder" in page.inner_text("main")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_coordinator_merges_two_and_takes_that_back(as_somebody, javascript):
    page = as_somebody("noor", "/beheer/organisaties", javascript=javascript)
    opened(page, "Wandelclub")
    follow(page, "text=Samenvoegen met…")
    for_everybody(page, javascript)
    page.fill("#naam", "De Brug")
    follow(page, "button:has-text('Zoek')")
    for_everybody(page, javascript)
    follow(page, "a:has-text('Vergelijk: De Brug') >> nth=0")
    for_everybody(page, javascript)
    follow(page, "button:has-text('Voeg samen')")
    assert "Tafel 1" in page.inner_text("main")
    for_everybody(page, javascript)
    follow(page, "button:has-text('Haal weer uit elkaar')")
    assert page.inner_text("h1") == "De Brug"
    assert "Alles is zoals het was" in page.inner_text("[role=status].notice")


def test_an_editor_proposes_and_a_coordinator_takes_it_over(as_somebody):
    page = as_somebody("wim", "/beheer/organisaties")
    assert page.locator("table tbody tr").count() == 1
    follow(page, "table a")
    for_everybody(page)
    follow(page, "text=Stel een wijziging voor")
    for_everybody(page)
    page.fill("#description", "Wij lopen elke week.")
    follow(page, "button:has-text('Stel dit voor')")
    assert "Een coördinator kijkt hiernaar" in page.inner_text("main")
    for_everybody(page)
    noor = as_somebody("noor", "/beheer?soort=organisation")
    for_everybody(noor)
    follow(noor, "a:has-text('Bekijk: Wandelclub')")
    for_everybody(noor)
    follow(noor, "button:has-text('Neem over')")
    assert "Wij lopen elke week." in noor.inner_text("main")
    editor = as_somebody("wim", "/beheer/lijst")
    follow(editor, "table a:has-text('Lopen')")
    assert "geen lid van het platform" in editor.inner_text("main")
    for_everybody(editor)


@pytest.mark.parametrize("javascript", [True, False])
def test_an_organisation_comes_to_look_after_its_own_listings(as_somebody, site, javascript):
    page = as_somebody("", "/initiatief/koor", javascript=javascript)
    follow(page, "a:text-is('Stichting De Brug')")
    for_everybody(page, javascript)
    follow(page, "text=Houd deze plekken zelf bij")
    for_everybody(page, javascript)
    page.wait_for_timeout(3200)  # nobody reads and answers faster
    follow(page, "button:has-text('Stuur de mail')")
    for_everybody(page, javascript)
    address = site["address"] + link_in_mail(site["app"])
    page.goto(address)
    for_everybody(page, javascript)
    follow(page, "button:has-text('Ja, ik houd dit bij')")
    assert "/uitnodiging/" in page.url
    page = as_somebody("noor", "/beheer/organisaties", javascript=javascript)
    opened(page, "Stichting De Brug")
    for_everybody(page, javascript)
    follow(page, "button:has-text('Neem dit terug')")
    assert "Niemand van de organisatie zelf" in page.inner_text("main")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_fit_each_screen(as_somebody, width):
    page = as_somebody("noor", "/beheer/organisaties", width=width)
    for_everybody(page)
    opened(page, "Wandelclub")
    for_everybody(page)
    page = as_somebody("", "/organisatie/stichting-de-brug", width=width)
    for_everybody(page)
