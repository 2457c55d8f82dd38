"""axe reads every page and state at two widths: WCAG 2.2, levels A and AA."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.journey

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# To read style sheets ahead, axe would write inline styles, which our policy forbids.
OPTIONS = {"runOnly": TAGS, "preload": False}
PAGES = (
    "/",
    "/?waar=zeist",
    "/waar-woon-je?wat=eenzaam&isolement=individual",
    "/zoeken",
    "/zoeken?wat=koffie&waar=utrecht",
    "/zoeken?wat=koffie&waar=utrecht&weergave=kaart",
    "/zoeken?soort=warm_place&drempel=walk_in&vak=5,52,5.3,52.2&sorteer=open",
    "/zoeken?wat=xqzwv&waar=zeist&soort=warm_place",
    "/zoeken?waar=hengelo",
    "/zoeken?wat=ik+wil+niet+meer+leven",
    "/zoeken?wat=زوجي+يضربني",
    "/zoeken?waar=ergensxx&pagina=-1&soort=onzin",
    "/initiatief/eettafel-zeist",
    "/initiatief/belcirkel",
    "/wat-past-bij-mij",
    "/wat-past-bij-mij/graag?leuk=koffie&waar=hengelo",
    "/wat-past-bij-mij/leuk?graag=contact&leuk=koffie&lastig=spannend&waar=utrecht&afstand=5",
    "/wat-past-bij-mij/samen?samen=een&waar=utrecht&voor=iemand",
    "/wat-past-bij-mij/lastig?leuk=muziek&lastig=geld&waar=zeist",
    "/wat-past-bij-mij/wie",
    "/wat-past-bij-mij/uitkomst",
    "/wat-past-bij-mij/uitkomst?graag=contact&leuk=koffie&wanneer=ochtend&waar=utrecht",
    "/wat-past-bij-mij/uitkomst?voor=iemand&leuk=muziek&waar=zeist",
    "/zo-delen-we-in",
    "/zo-delen-we-in?naam=Koffie&beschrijving=Een+praatje",
    "/agenda",
    "/lijstje",
    "/lijstje?plek=eettafel-zeist&plek=belcirkel&plek=weg",
    "/help",
    "/help/bewoners",
    "/over",
    "/privacy",
    "/toegankelijkheid",
    "/bestaat-niet",
)


def violations(page):
    broken_rules = Axe().run(page, options=OPTIONS).response["violations"]
    return [(rule["id"], node["html"][:160]) for rule in broken_rules for node in rule["nodes"]]


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


def for_everybody(page, javascript=True):
    """Look at a page wide and narrow: it fits, and axe, which needs JavaScript, finds nothing."""
    for width in (1280, 360, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert not javascript or violations(page) == [], (page.url, width)
        assert overflow(page) <= 0, (page.url, width)


def settle(page):
    page.wait_for_load_state("networkidle")
    if page.locator(".map").count() and page.locator(".map").is_visible():
        page.locator(".map").scroll_into_view_if_needed()
        page.wait_for_selector(".leaflet-container")
        page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_for_everybody(visit, site, path):
    page = visit(site + path)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        settle(page)
        assert violations(page) == [], width
        assert overflow(page) <= 0, width


@pytest.mark.parametrize("look", [{"color_scheme": "dark"}, {"forced_colors": "active"}])
@pytest.mark.parametrize("path", ["/", PAGES[2], "/initiatief/eettafel-zeist"])
def test_a_page_is_for_everybody_in_the_dark_and_in_own_colours(visit, site, path, look):
    page = visit(site + path, **look)
    settle(page)
    assert violations(page) == []


@pytest.mark.parametrize("width", [1280, 320])
def test_what_opens_on_a_page_is_for_everybody(visit, site, width):
    page = visit(f"{site}/zoeken?waar=utrecht&weergave=kaart", width=width)
    settle(page)
    page.locator(".pin:not(.cluster)").first.click()
    page.wait_for_selector(".map-panel:not([hidden])")
    if width == 320:
        page.locator(".filters-panel > summary").click()
    assert violations(page) == []


def test_suggestions_are_for_everybody(visit, site):
    page = visit(site)
    page.locator("#waar").press_sequentially("utr", delay=20)
    page.wait_for_selector(".suggestions:not([hidden]) [role=option]")
    page.locator("#waar").press("ArrowDown")
    assert violations(page) == []


def test_a_report_with_a_mistake_is_for_everybody(visit, site):
    page = visit(f"{site}/initiatief/eettafel-zeist#melden")
    page.locator("#melden > summary").click()
    page.locator("#melden textarea").fill("Mijn BSN is 111222333")
    page.locator("#melden [type=submit]").click()
    page.wait_for_load_state("networkidle")
    assert violations(page) == []


def test_text_may_be_four_times_as_large(visit, site):
    page = visit(f"{site}/zoeken?waar=utrecht", width=320, height=256)
    assert overflow(page) <= 0
