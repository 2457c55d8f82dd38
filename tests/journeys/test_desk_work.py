"""A coordinator's morning: the waiting work, a proposal, a pair of duplicates; all accessible."""

import re
from contextlib import contextmanager

import flask_migrate
import pytest

from socialmap import create_app
from socialmap.db import db, start_writing
from socialmap.duplicates.actions import initiative_of, save_pairs
from socialmap.duplicates.search import search_pairs
from socialmap.proposals.actions import make, propose_addition
from socialmap.proposals.models import Proposer, Subject
from socialmap.proposals.unlisting import remember
from socialmap.web.page import robots
from tests.journeys.conftest import serving, settings
from tests.journeys.desk import signed_in
from tests.journeys.test_accessibility import overflow, violations
from tests.listings import UTRECHT, ZEIST, listing, put

pytestmark = pytest.mark.journey

AT = {"street": "Dam 3", "postcode": "3511 AB", "town": "Utrecht", "municipality": "Utrecht"}
CHANGES = {
    "phones": [{"number": "+31302345678", "words": ""}],
    "hours": "Tu 10:00-12:00",
    "hours_text": "",
    "summary": "Thee.",
}


def build():
    """Add listings, proposals and duplicates: work of most kinds."""
    soup = {"town": "Zeist", "municipality": "Zeist", "street": "Slotlaan 5"}
    put(
        listing("De Brug", at=AT, summary="Koffie.", kind="coffee_hour"),
        listing("Stichting De Brug", at=AT, summary="Thee en koffie.", phone="+31301234567"),
        listing("Eettafel", ZEIST, at=soup, hours_text="soms", summary="Eten."),
    )
    save_pairs(search_pairs())
    table = initiative_of("eettafel")
    make(table, Subject.CHANGED, changes=CHANGES, email="buur@example.org")
    make(table, Subject.GONE, "De deur is dicht.")
    make(table, Subject.OTHER, "De foto klopt niet.")
    make(table, Subject.UNLIST, "Het is bij iemand thuis.")
    new = listing("Eettafel in Zeist", ZEIST, at=soup, description="Samen eten.\nElke week.")
    propose_addition(new, email="buur@example.org", origin=Proposer.INITIATIVE, draft=None)
    remember(listing("Huiskamer", UTRECHT, at=AT), "Het is thuis.", "de gastvrouw", "test")


@contextmanager
def desk_site(folder):
    """Serve a site of its own; yield its address and the state of a coordinator's browser."""
    app = create_app(settings(folder))
    with app.app_context():
        flask_migrate.upgrade()
        start_writing()
        build()
        db.session.commit()
        db.session.remove()
    with serving(app) as address:
        yield address, signed_in(app, address, "noor@example.org")
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    with desk_site(tmp_path_factory.mktemp("desk")) as served:
        yield served


@pytest.fixture
def desk(visit, town):
    """Open a page of the desk as a coordinator."""
    address, state = town
    return lambda path, **how: visit(address + path, storage_state=state, **how)


PAGES = (
    "/beheer",
    "/beheer?soort=gone",
    "/beheer/voorstellen",
    "/beheer/voorstellen?toon=beantwoord",
    *(f"/beheer/voorstellen/{number}" for number in range(1, 6)),
    "/beheer/niet-opnemen",
    "/beheer/dubbel",
    "/beheer/dubbel/1",
    "/aanmelden",
    "/melden/eettafel",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_for_everybody(desk, path):
    page = desk(path)
    for width in (1280, 360, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_load_state("networkidle")
        for more in page.locator("details:not([open]) > summary").all():
            more.click()
        assert violations(page) == [], width
        assert overflow(page) <= 0, width


@pytest.mark.parametrize("look", [{"color_scheme": "dark"}, {"forced_colors": "active"}])
@pytest.mark.parametrize("path", ["/beheer", "/beheer/voorstellen/1", "/beheer/dubbel/1"])
def test_a_page_is_for_everybody_in_the_dark_and_in_own_colours(desk, path, look):
    assert violations(desk(path, **look)) == []


def test_a_form_with_mistakes_is_for_everybody_and_says_where(desk):
    page = desk("/beheer/niet-opnemen")
    page.get_by_label("Naam").fill("Huiskamer")
    page.get_by_label("Waarom niet?").fill("Het is thuis")
    page.get_by_role("button", name="Zet op de lijst").click()
    page.wait_for_selector(".error-summary")
    assert violations(page) == []
    page.locator(".error-summary a").press("Enter")
    assert page.evaluate("document.activeElement.id") == "town"


def test_keys_go_through_the_list(desk):
    page = desk("/beheer")
    actions = page.locator("[data-work]")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert actions.first.evaluate("link => link === document.activeElement")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/beheer/voorstellen/"))


@pytest.mark.parametrize("javascript", [True, False])
def test_a_proposal_is_answered_in_part(visit, tmp_path, javascript):
    with desk_site(tmp_path) as (address, state):
        page = visit(f"{address}/beheer?soort=proposal", storage_state=state, javascript=javascript)
        page.locator("[data-work]").first.click()
        page.get_by_label("In één zin").uncheck()
        page.get_by_label("Antwoord aan de melder").select_option(label="Een deel aangepast")
        if javascript:
            assert "Een deel hebben we" in page.get_by_label("Eigen tekst").input_value()
        page.get_by_role("button", name="Neem over wat is aangevinkt").click()
        page.wait_for_selector("[role=status]:has-text('voor een deel overgenomen')")
        page.goto(f"{address}/initiatief/eettafel")
        assert page.get_by_text("030 234 5678").count()
        assert page.get_by_text("Thee.").count() == 0


def test_a_pair_is_made_one_and_taken_apart_again(visit, tmp_path):
    with desk_site(tmp_path) as (address, state):
        page = visit(f"{address}/beheer/dubbel/1?houd=de-brug", storage_state=state)
        page.locator("input[name=take][value=summary]").check()
        page.get_by_role("button", name="Voeg samen").click()
        page.wait_for_selector("[role=status]:has-text('Samengevoegd')")
        assert violations(page) == []
        page.goto(f"{address}/initiatief/stichting-de-brug")
        assert page.url.endswith("/initiatief/de-brug")
        page.goto(f"{address}/beheer/dubbel")
        page.get_by_role("button", name="Haal weer uit elkaar").click()
        page.wait_for_selector("[role=status]:has-text('Weer uit elkaar')")


def test_a_resident_puts_something_on_the_map_in_two_goes(visit, town, monkeypatch):
    monkeypatch.setattr(robots, "QUICKEST", 0)
    page = visit(f"{town[0]}/aanmelden", width=320)
    page.get_by_label("Hoe heet het?").fill("Schaken")
    page.get_by_role("button", name="Bewaar en ga later verder").click()
    page.wait_for_url(re.compile("/aanmelden/verder/"))
    assert page.get_by_label("Hoe heet het?").input_value() == "Schaken"
    page.get_by_role("button", name="Verstuur").click()
    page.wait_for_selector(".error-summary")
    assert violations(page) == []
    page.get_by_label("Wat is er te doen?").fill("Schaken met koffie.")
    page.get_by_label("Waar is het?").fill("Zeist")
    page.get_by_role("button", name="Verstuur").click()
    page.wait_for_url(re.compile("/aanmelden/bedankt"))
    assert violations(page) == []
    assert page.context.cookies() == []
