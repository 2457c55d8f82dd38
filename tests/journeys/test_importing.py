"""A coordinator imports a list and undoes that, changes many listings, and saves a view."""

import re

import flask_migrate
import pytest

from socialmap import create_app
from socialmap.db import db, start_writing
from tests.journeys.conftest import serving, settings
from tests.journeys.desk import signed_in
from tests.journeys.test_accessibility import for_everybody
from tests.listings import UTRECHT, ZEIST, listing, put

pytestmark = pytest.mark.journey
LIST = """Naam;Plaats;Postcode;Tel.;Soort;Opmerking intern
Taalcafé De Brug;Utrecht;3511 AB;030 231 45 67;taalcafé;bellen
Buurttuin Oost;Utrecht;3583 AB;;buurttuin;
Koffieochtend;Zeist;3701 AB;030 231 45 68;kofieuurtje;
;Utrecht;;;;naam vergeten
Soep op dinsdag;Nergenshuizen;;;;
Eettafel;Zeist;3701 HK;;;lijkt op iets
"""


def build():
    """Add two listings; one of them is in the list as well."""
    zeist = {"postcode": "3701 HK", "town": "Zeist", "municipality": "Zeist"}
    put(
        listing("Eettafel", ZEIST, at=zeist, kind="eating_together", summary="Samen eten."),
        listing("Wandelclub", UTRECHT, at={"town": "Utrecht", "municipality": "Utrecht"}),
    )


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    app = create_app(settings(tmp_path_factory.mktemp("importing")))
    with app.app_context():
        flask_migrate.upgrade()
        start_writing()
        build()
        db.session.commit()
        db.session.remove()
    with serving(app) as address:
        yield address, signed_in(app, address, "import@example.org")
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def desk(visit, town):
    """Open a page of the desk as a coordinator."""
    address, state = town
    return lambda path, **how: visit(address + path, storage_state=state, **how)


def bring(page, tmp_path, text=LIST, name="wijklijst.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    page.set_input_files("#file", path)
    page.get_by_role("button", name="Verder").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_list_comes_on_the_map_and_is_taken_back(desk, tmp_path, javascript):
    page = desk("/beheer/import", javascript=javascript)
    bring(page, tmp_path)
    assert page.get_by_label("Wat is Naam?").input_value() == "name"
    assert page.get_by_label("Wat is Opmerking intern?").input_value() == ""
    page.get_by_label("Van wie is dit bestand?").fill(f"wijk {javascript}")
    page.get_by_role("button", name="Maak een plan").click()
    assert "3 nieuw" in page.inner_text(".lead")
    assert page.get_by_text("kofieuurtje").first.is_visible()
    page.get_by_role("link", name=re.compile("^Lijkt op iets anders")).click()
    page.get_by_label("Samenvoegen met wat er al staat").first.check()
    page.get_by_role("button", name="Bewaar je keuzes").click()
    assert page.get_by_label("Samenvoegen met wat er al staat").first.is_checked()
    page.get_by_role("button", name="Voer het plan uit").click()
    assert "Deze import bracht" in page.inner_text("main")
    take_back(page)


def take_back(page):
    page.get_by_text("Deze import terugdraaien").click()
    page.get_by_role("button", name="Draai de import terug").click()
    assert "teruggedraaid" in page.inner_text("main")


def test_every_step_of_an_import_is_for_everybody(desk, tmp_path):
    page = desk("/beheer/import")
    for_everybody(page)
    page.get_by_role("button", name="Verder").click()
    for_everybody(page)
    bring(page, tmp_path)
    for_everybody(page)
    page.get_by_label("Wat is Naam?").select_option("")
    page.get_by_role("button", name="Maak een plan").click()
    assert page.locator(".error-summary a").count() == 1
    for_everybody(page)
    page.get_by_label("Wat is Naam?").select_option("name")
    page.get_by_role("button", name="Maak een plan").click()
    for part in ("opmerkingen", "nieuw", "gewijzigd", "dubbel", "fout"):
        page.goto(f"{page.url.partition('?')[0]}?toon={part}")
        for_everybody(page)
    page.get_by_role("button", name="Voer het plan uit").click()
    for_everybody(page)
    run = page.url
    for path in ("/beheer/import", "/beheer/import/bronnen", "/beheer/import/bronnen/1"):
        page.goto(re.sub(r"/beheer.*", path, page.url))
        for_everybody(page)
    page.goto(run)
    take_back(page)
    for_everybody(page)


def test_a_file_that_cannot_be_read_says_why(desk, tmp_path):
    page = desk("/beheer/import")
    bring(page, tmp_path, "%PDF-1.7", "folder.pdf")
    assert "PDF" in page.inner_text("main")
    for_everybody(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_many_are_changed_at_once_and_back(desk, javascript):
    page = desk("/beheer/lijst", javascript=javascript)
    for name in ("Eettafel", "Wandelclub"):
        page.get_by_label(f"Kies {name}").check()
    page.get_by_label("Wat wil je wijzigen?").select_option("organisation")
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("De organisatie").fill("Stichting Plein")
    page.get_by_role("button", name="Bekijk wat er verandert").click()
    assert "2 veranderen" in page.inner_text("main")
    if javascript:
        for_everybody(page)
    page.get_by_label("Waarom wijzig je dit?").fill("nieuwe naam")
    page.get_by_role("button", name="Wijzig 2 initiatieven").click()
    assert "2 initiatieven zijn gewijzigd" in page.inner_text("main")
    if javascript:
        for_everybody(page)
    page.get_by_text("Alles terugdraaien").click()
    page.get_by_role("button", name="Draai alles terug").click()
    assert "teruggedraaid" in page.inner_text("main")


@pytest.mark.parametrize("javascript", [True, False])
def test_all_of_the_page_is_chosen_and_two_are_compared(desk, javascript):
    page = desk("/beheer/lijst?gemeente=Zeist", javascript=javascript)
    page.get_by_label("op deze pagina").check()
    page.get_by_label("Wat wil je wijzigen?").select_option("kind")
    page.get_by_role("button", name="Voeg de twee samen").press("Enter")
    page.wait_for_selector("[role=alert]")
    assert "Kies er precies twee" in page.inner_text("main")
    assert page.get_by_label("op deze pagina").is_checked()
    assert page.get_by_label("Wat wil je wijzigen?").input_value() == "kind"
    for_everybody(page, javascript)
    page.goto(page.url.partition("/beheer")[0] + "/beheer/lijst")
    for name in ("Eettafel", "Wandelclub"):
        page.get_by_label(f"Kies {name}").check()
    page.get_by_role("button", name="Voeg de twee samen").press("Enter")
    page.get_by_role("heading", name="Is dit hetzelfde?").wait_for()
    for_everybody(page, javascript)


@pytest.mark.parametrize("javascript", [True, False])
def test_what_a_file_no_longer_has_is_decided_on(desk, tmp_path, javascript):
    """Three are brought; the next file has one of them, and the others are kept and archived."""
    lines = ("Naam;Plaats;Postcode", "Leeskring;Utrecht;3511 AB", "Kaartclub;Zeist;3701 AB",
             "Tuinclub;Utrecht;3583 AB")  # fmt: skip
    page = desk("/beheer/import", javascript=javascript)
    for count, name in ((4, "eerst.csv"), (2, "daarna.csv")):
        bring(page, tmp_path, "\n".join(lines[:count]), name)
        page.get_by_label("Van wie is dit bestand?").fill(f"Leesclubs {javascript}")
        page.get_by_role("button", name="Maak een plan").click()
        if count == 4:
            page.get_by_role("button", name="Voer het plan uit").click()
            page.goto(page.url.partition("/beheer")[0] + "/beheer/import")
    page.get_by_role("link", name="Kies wat je ermee doet").press("Enter")
    assert "Over 2 plekken is nog niets besloten." in page.inner_text("main")
    for_everybody(page, javascript)
    page.get_by_role("button", name=re.compile("Houd op de kaart *: Kaartclub")).press("Enter")
    assert "We onthouden dat" in page.inner_text("main")
    page.get_by_label("waarover nog niets is besloten").check()
    page.get_by_role("button", name="Archiveer", exact=True).press("Enter")
    assert "Over alles is besloten." in page.inner_text("main")
    for_everybody(page, javascript)
    page.goto(page.url.partition("/beheer")[0] + "/beheer/import")
    page.get_by_role("link", name="eerst.csv").first.click()
    page.get_by_text("Deze import terugdraaien").click()
    page.get_by_role("button", name="Draai de import terug").click()


@pytest.mark.parametrize(
    "path", ["", "?gemeente=Zeist&mist=any", "?kolom=adres&kolom=mist", "?wat=nergens"]
)
def test_the_list_is_for_everybody(desk, path):
    page = desk(f"/beheer/lijst{path}")
    for_everybody(page)
    for summary in page.locator("summary").all():
        summary.click()
    for_everybody(page)


def test_a_list_is_kept_and_taken_away(desk):
    page = desk("/beheer/lijst?gemeente=Zeist")
    page.get_by_label("Bewaar deze filters en kolommen als").fill("In Zeist")
    page.get_by_label("Deel met je team").check()
    page.get_by_role("button", name="Bewaar").click()
    page.get_by_role("link", name="In Zeist", exact=True).click()
    assert page.get_by_label("Gemeente").and_(page.locator("select")).input_value() == "Zeist"
    page.get_by_role("link", name=re.compile("Wijzig *: In Zeist")).press("Enter")
    for_everybody(page)
    page.get_by_label("Naam").fill("")
    page.get_by_label("Naam").evaluate("field => field.removeAttribute('required')")
    page.get_by_role("button", name="Bewaar").press("Enter")
    page.wait_for_selector(".error-summary")
    for_everybody(page)
    page.goto(page.url.partition("/beheer")[0] + "/beheer/lijst?gemeente=Zeist")
    assert "Wandelclub" not in page.inner_text("main")
    page.get_by_text("Neem deze lijst mee als bestand").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="CSV", exact=True).click()
    assert "Eettafel" in taken.value.path().read_text("utf-8")
