"""A page stands still while it loads on a slow line, and holds text of twice the size."""

import re

import pytest

from tests.journeys.test_accessibility import PAGES

pytestmark = pytest.mark.journey

# Adds up how far things move that nobody asked to move (Cumulative Layout Shift).
WATCH = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
SLOW_3G = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}
FIRST_VISITS = (
    "/",
    "/zoeken?wat=koffie&waar=utrecht",
    "/zoeken?wat=koffie&waar=utrecht&weergave=kaart",
    "/initiatief/eettafel-zeist",
    "/wat-past-bij-mij",
    "/agenda",
    "/lijstje",
    "/help",
    "/over",
)


@pytest.mark.parametrize("path", FIRST_VISITS)
def test_nothing_moves_on_a_first_visit_on_a_slow_line(browser, site, path):
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.add_init_script(WATCH)
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_3G)
    page.goto(site + path)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    shift = page.evaluate("shift")
    context.close()
    assert shift <= 0.05


@pytest.mark.parametrize("path", PAGES)
def test_text_of_twice_the_size_needs_no_sideways_scrolling(visit, site, path):
    page = visit(site + path, width=360, height=740, bypass_csp=True)
    page.add_style_tag(content="html { font-size: 200% !important }")
    panel = page.locator("#filters > summary")
    if panel.count():
        panel.click()
        assert (
            page.evaluate(
                "(e => e.scrollWidth - e.clientWidth)(document.querySelector('.filters'))"
            )
            <= 0
        )
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


TOPS = """
() => [...document.querySelectorAll("h1, h2, p, li, label, input, a")]
  .map((element) => Math.round(element.getBoundingClientRect().top))
"""


@pytest.mark.parametrize("path", ["/", "/initiatief/eettafel-zeist"])
def test_a_font_that_comes_late_moves_nothing(browser, site, path):
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    late = []
    page.route("**/*.woff2", lambda route: late.append(route))
    page.goto(site + path, wait_until="domcontentloaded")
    page.wait_for_timeout(1000)
    before = page.evaluate(TOPS)
    for font in late:
        font.continue_()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    after = page.evaluate(TOPS)
    context.close()
    assert late
    assert after == before


def test_a_list_of_some_places_is_one_sheet_of_paper(visit, site):
    page = visit(f"{site}/lijstje?plek=eettafel-zeist&plek=belcirkel")
    sheets = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", sheets)) == 1
