"""The way from a question to a place: what is in view, where the focus goes, and the way back."""

import pytest

pytestmark = pytest.mark.journey

MANY = "/zoeken?wat=koffie&waar=utrecht"
CHOSEN = f"{MANY}&soort=warm_place&soort=volunteer_group&drempel=walk_in&open=vandaag&afstand=10"
PHONE = {"width": 360, "height": 740}
SCREENS = 1.2


def top(page, selector):
    return page.evaluate("s => document.querySelector(s).getBoundingClientRect().top", selector)


def until(page, holds):
    """Wait until something holds; our policy forbids the eval of wait_for_function."""
    for _ in range(600):
        if holds():
            return
        page.wait_for_timeout(50)
    asked = page.evaluate(
        "performance.getEntriesByType('resource').slice(-5)"
        ".map(each => `${each.name} ${each.responseStatus} ${Math.round(each.duration)} ms`)"
    )
    shown = page.locator("main").inner_text()[:600]
    pytest.fail(f"it never came true on {page.url}, which asked for {asked} and shows:\n{shown}")


def focused(page):
    return page.evaluate("document.activeElement.localName")


@pytest.mark.parametrize("path", [MANY, CHOSEN, "/zoeken", f"{MANY}&sorteer=open"])
@pytest.mark.parametrize("javascript", [True, False])
def test_on_a_phone_the_first_result_is_near_the_top(visit, site, path, javascript):
    page = visit(site + path, javascript=javascript, **PHONE)
    assert page.locator(".card").count()
    box = page.locator(".card").first.bounding_box()
    assert box["y"] <= SCREENS * PHONE["height"]


@pytest.mark.parametrize("javascript", [True, False])
def test_the_next_page_begins_at_its_heading(visit, site, javascript):
    page = visit(site + MANY, javascript=javascript, **PHONE)
    following = page.get_by_role("link", name="Volgende")
    following.scroll_into_view_if_needed()
    following.click()
    page.wait_for_url("**pagina=2**")
    page.wait_for_selector(".card[data-number='21']")
    until(
        page, lambda: page.evaluate("document.querySelector('h1').getBoundingClientRect().top >= 0")
    )
    assert page.locator("h1").bounding_box()["y"] < PHONE["height"] / 2
    if javascript:
        assert focused(page) == "h1"


def test_back_leads_to_where_the_visitor_was(visit, site):
    page = visit(site + MANY, **PHONE)
    page.get_by_role("link", name="Volgende").click()
    page.wait_for_selector(".card[data-number='21']")
    page.go_back()
    page.wait_for_selector(".card[data-number='1']")
    until(page, lambda: page.evaluate("scrollY > 1000"))
    assert "pagina=" not in page.url


def test_a_chip_that_is_taken_away_leads_to_the_heading(visit, site):
    page = visit(site + CHOSEN, **PHONE)
    page.locator(".chip").first.click()
    until(page, lambda: page.evaluate("!location.search.includes('volunteer_group')"))
    until(page, lambda: page.evaluate("document.activeElement.localName === 'h1'"))
    assert 0 <= top(page, "h1") < PHONE["height"] / 2


def test_a_skip_link_leads_past_form_and_filters_to_the_list(visit, site):
    page = visit(site + MANY)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Naar de resultaten"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "card__link"


def test_the_filters_on_a_phone_are_a_panel_that_counts_and_closes(visit, site):
    page = visit(f"{site}/zoeken?waar=utrecht", **PHONE)
    opener, panel = page.locator("#filters > summary"), page.locator("#filters > .filters")
    opener.click()
    assert panel.get_attribute("role") == "dialog"
    assert focused(page) == "h2"
    everything = panel.locator(":scope > [type=submit]").inner_text()
    page.get_by_role("checkbox", name="warme plek").check()
    page.wait_for_url("**soort=warm_place**")
    count = panel.locator(":scope > [type=submit]")
    until(page, lambda: count.inner_text() != everything)
    # The panel stays, with the focus on what was ticked, and nothing behind it can be reached.
    assert panel.is_visible()
    assert page.evaluate("document.activeElement.value") == "warm_place"
    assert page.locator("main form").evaluate("form => form.inert")
    assert page.locator("#melding").inner_text() == page.locator("h1").inner_text()
    page.get_by_role("checkbox", name="zo binnenlopen").check()
    page.wait_for_url("**drempel=walk_in**")
    page.keyboard.press("Escape")
    assert panel.is_hidden()
    assert page.evaluate("document.activeElement.parentElement.id") == "filters"
    assert not page.locator("main form").evaluate("form => form.inert")
    # All that was ticked in the panel is one step back.
    page.go_back()
    page.wait_for_selector(".chips", state="detached")


@pytest.mark.parametrize("way", ["Sluit", "Toon"])
def test_a_button_closes_the_panel_of_filters(visit, site, way):
    page = visit(f"{site}/zoeken?waar=utrecht", **PHONE)
    page.locator("#filters > summary").click()
    page.get_by_role("checkbox", name="warme plek").check()
    page.wait_for_selector(".chips", state="attached")
    page.locator(".filters").get_by_role("button", name=way).click()
    assert page.locator("#filters > .filters").is_hidden()
    if way == "Toon":
        until(page, lambda: page.evaluate("document.activeElement.localName === 'h1'"))


def test_enter_searches_what_was_typed_and_closes_the_suggestions(visit, site):
    page = visit(f"{site}/zoeken?waar=utrecht")
    what = page.locator("#wat")
    what.press_sequentially("kof", delay=20)
    page.wait_for_selector("#wat-suggesties:not([hidden]) [role=option]")
    what.press("Enter")
    page.wait_for_url("**wat=kof**")
    assert page.locator("#wat-suggesties").is_hidden()
    assert what.get_attribute("aria-expanded") == "false"


def test_suggestions_on_their_way_do_not_open_after_enter(visit, site):
    page = visit(f"{site}/zoeken?waar=utrecht")
    page.route("**/suggesties.json*", lambda route: (page.wait_for_timeout(400), route.continue_()))
    page.locator("#wat").press_sequentially("kof", delay=20)
    page.wait_for_timeout(200)
    page.locator("#wat").press("Enter")
    page.wait_for_url("**wat=kof**")
    page.wait_for_timeout(700)
    assert page.locator("#wat-suggesties").is_hidden()


@pytest.mark.parametrize("way", ["key", "click"])
def test_the_chosen_suggestion_is_what_is_searched(visit, site, way):
    page = visit(f"{site}/zoeken")
    where = page.locator("#waar")
    where.press_sequentially("zei", delay=20)
    page.wait_for_selector("#waar-suggesties:not([hidden]) [role=option]")
    option = page.locator("#waar-suggesties [role=option]").first
    name = option.get_attribute("data-text")
    if way == "key":
        where.press("ArrowDown")
        where.press("Enter")
    else:
        option.click()
    assert where.input_value() == name
    where.press("Enter")
    page.wait_for_url("**waar=Zeist**")
    until(page, lambda: page.evaluate("document.querySelector('h1').innerText.includes('Zeist')"))


@pytest.mark.parametrize("javascript", [True, False])
def test_a_question_of_the_front_page_asks_for_a_place_and_leads_to_a_list(visit, site, javascript):
    page = visit(site, javascript=javascript, **PHONE)
    page.get_by_role("link", name="Ik wil samen eten").click()
    page.wait_for_url("**/waar-woon-je?**")
    page.locator("#waar").fill("Zeist")
    page.get_by_role("button", name="Laat zien wat er is").click()
    page.wait_for_url("**/zoeken?**waar=Zeist**")
    assert page.locator(".card__title").first.inner_text() == "Eettafel Zeist"
    page.locator(".brand").click()
    page.wait_for_url("**/?waar=Zeist")
    assert "rond Zeist" in page.locator("#vandaag").inner_text()


def test_a_question_uses_the_place_that_is_filled_in_already(visit, site):
    page = visit(site)
    page.locator("#waar").fill("Zeist")
    page.get_by_role("link", name="Ik wil samen eten").click()
    page.wait_for_url("**/zoeken?**waar=Zeist**")
