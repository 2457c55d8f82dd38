"""A resident searches: with scripts, by key, and without any script."""

import pytest

pytestmark = pytest.mark.journey


def test_from_the_front_page_to_a_phone_number_without_scripts(visit, site):
    page = visit(site, javascript=False, width=360)
    page.get_by_label("Wat zoek je?").fill("samen eten")
    page.get_by_label("Waar?").fill("Zeist")
    page.get_by_role("button", name="Zoek").click()
    page.wait_for_url("**wat=samen+eten&waar=Zeist**")
    page.get_by_role("link", name="Eettafel Zeist").click()
    page.wait_for_url("**/initiatief/eettafel-zeist")
    assert page.locator("a[href^='tel:+31302345678']").first.is_visible()


def test_filters_work_without_scripts(visit, site):
    page = visit(f"{site}/zoeken?waar=utrecht", javascript=False, width=360)
    page.locator(".filters-panel > summary").click()
    page.get_by_role("checkbox", name="warme plek").check()
    page.locator(".filters [type=submit]").click()
    page.wait_for_url("**soort=warm_place**")
    assert page.locator(".card").count() == page.locator(".card .badge--warm_place").count() > 0
    assert page.locator(".results__map").is_hidden()


def test_a_filter_changes_the_list_in_place_and_keeps_the_focus(visit, site):
    page = visit(f"{site}/zoeken?waar=utrecht")
    page.evaluate("window.same = true")
    before = page.locator("h1").inner_text()
    page.get_by_role("checkbox", name="warme plek").check()
    page.wait_for_url("**soort=warm_place**")
    page.wait_for_selector(".chips")
    assert page.evaluate("window.same")
    assert page.evaluate("document.activeElement.value") == "warm_place"
    assert page.locator("h1").inner_text() != before
    assert page.locator("#melding").inner_text() == page.locator("h1").inner_text()
    page.go_back()
    page.wait_for_selector(".chips", state="detached")
    assert page.locator("h1").inner_text() == before
    assert not page.get_by_role("checkbox", name="warme plek").is_checked()


def test_a_chip_takes_its_filter_away(visit, site):
    page = visit(f"{site}/zoeken?waar=utrecht&soort=warm_place")
    page.locator(".chip").first.click()
    page.wait_for_selector(".chips", state="detached")
    assert "soort=" not in page.url


def test_pages_are_numbered_and_have_their_own_address(visit, site):
    page = visit(f"{site}/zoeken?wat=koffie&waar=utrecht")
    page.locator(".pagination a", has_text="2").first.click()
    page.wait_for_url("**pagina=2**")
    page.wait_for_selector(".card[data-number='21']")


def test_a_place_is_chosen_from_suggestions_by_key(visit, site):
    page = visit(site)
    where = page.locator("#waar")
    where.press_sequentially("zei", delay=20)
    page.wait_for_selector("[role=option]")
    assert where.get_attribute("aria-expanded") == "true"
    where.press("ArrowDown")
    chosen = page.locator("[aria-selected=true]")
    assert where.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    name = chosen.get_attribute("data-text")
    where.press("Enter")
    assert where.input_value() == name
    assert where.get_attribute("aria-expanded") == "false"


def test_my_location_goes_out_only_after_a_tap_and_rounded(visit, site):
    page = visit(
        site,
        geolocation={"longitude": 5.121467, "latitude": 52.090737},
        permissions=["geolocation"],
    )
    button = page.locator("[data-locate]")
    assert button.is_visible()
    assert "52." not in page.url
    button.click()
    page.wait_for_url("**/zoeken**")
    assert "52.0907" not in page.url
    assert "52.091" in page.url


def test_no_cookie_is_ever_set(visit, site):
    page = visit(f"{site}/zoeken?waar=utrecht")
    page.goto(f"{site}/initiatief/eettafel-zeist")
    assert page.context.cookies() == []


def test_the_first_view_is_light(browser, site):
    sizes = {}
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.on(
        "requestfinished",
        lambda request: sizes.update({request.url: request.sizes()["responseBodySize"]}),
    )
    page.goto(f"{site}/zoeken?waar=utrecht")
    page.wait_for_load_state("networkidle")
    context.close()
    assert sum(sizes.values()) < 90_000, sizes
    assert sum(size for url, size in sizes.items() if ".js" in url) < 12_000, sizes


def test_the_skip_link_is_first_and_leads_to_the_content(visit, site):
    page = visit(site)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Ga naar de inhoud"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"
