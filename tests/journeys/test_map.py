"""The map: by mouse, by key, without tiles and when tiles fail."""

import pytest

pytestmark = pytest.mark.journey

MAP = "/zoeken?wat=koffie&waar=utrecht"


@pytest.fixture
def map_page(visit, site):
    page = visit(site + MAP)
    page.wait_for_selector(".pin")
    return page


def labels(page):
    return page.eval_on_selector_all(".pin", "pins => pins.map(pin => pin.ariaLabel)")


def focused(page):
    return page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.textContent")


def closer(page):
    """Zoom in until there are single pins."""
    for _ in range(2):
        with page.expect_response("**/kaart/punten.json*") as moved:
            page.locator("[data-map-do=in]").click()
        moved.value.finished()
    page.evaluate("new Promise(requestAnimationFrame)")
    page.wait_for_selector(".pin:not(.cluster)")


def test_pins_bear_the_numbers_of_the_list_in_its_order(map_page):
    closer(map_page)
    numbers = map_page.eval_on_selector_all(
        ".pin:not(.cluster, .pin--plain)", "pins => pins.map(pin => Number(pin.textContent))"
    )
    assert numbers == sorted(numbers)
    pin = map_page.locator(".pin:not(.cluster, .pin--plain)").first
    number, _, name = pin.get_attribute("aria-label").partition(". ")
    card = map_page.locator(f".card[data-number='{number}']")
    assert card.locator(".card__title").inner_text() == name.rpartition(", ")[0]


def test_a_pin_opens_by_enter_and_closes_by_escape(map_page):
    closer(map_page)
    pin = map_page.locator(".pin:not(.cluster)").first
    name = pin.get_attribute("aria-label")
    pin.focus()
    pin.press("Enter")
    panel = map_page.locator(".map-panel")
    assert panel.is_visible()
    assert focused(map_page) in panel.inner_text()
    map_page.keyboard.press("Escape")
    assert panel.is_hidden()
    assert focused(map_page) == name


def test_arrows_and_signs_move_the_map(map_page):
    map_page.locator(".map").focus()
    with map_page.expect_response("**/kaart/punten.json*") as moved:
        map_page.keyboard.press("ArrowRight")
    with map_page.expect_response("**/kaart/punten.json*") as zoomed:
        map_page.keyboard.press("+")
    assert moved.value.url.split("zoom=")[1] < zoomed.value.url.split("zoom=")[1]


def test_a_cluster_zooms_in(map_page):
    cluster = map_page.locator(".cluster").first
    assert cluster.get_attribute("aria-label").startswith("Zoom in op ")
    with map_page.expect_response("**/kaart/punten.json*"):
        cluster.press("Enter")
    assert focused(map_page).startswith("Kaart")


def test_places_at_one_address_open_as_a_list(visit, site):
    page = visit(f"{site}/zoeken?wat=dak&waar=utrecht")
    page.wait_for_selector(".cluster--same")
    page.locator(".cluster--same").click()
    links = page.locator(".map-panel a")
    assert links.count() == 3
    links.first.click()
    page.wait_for_url("**/initiatief/onder-een-dak-*")


def test_search_in_this_area_becomes_an_address(map_page):
    link = map_page.locator("[data-map-search]")
    assert link.is_hidden()
    map_page.locator("[data-map-do=in]").click()
    link.click()
    map_page.wait_for_url("**vak=**")
    map_page.wait_for_selector(".chips >> text=dit stuk van de kaart")
    assert map_page.locator(".leaflet-container").count() == 1
    map_page.go_back()
    map_page.wait_for_selector(".chips", state="detached")


def test_the_list_follows_only_who_asks_for_it(map_page):
    map_page.locator("[data-map-follow]").check()
    map_page.locator("[data-map-do=in]").click()
    map_page.wait_for_url("**vak=**")
    assert map_page.locator("[data-map-search]").is_hidden()


def test_a_card_and_its_pin_light_up_together(map_page):
    map_page.locator(".card").first.hover()
    slug = map_page.locator(".card").first.get_attribute("data-slug")
    assert slug in map_page.locator(".pin--active").get_attribute("data-slugs").split()


def test_without_tiles_outlines_and_names_are_drawn(map_page):
    map_page.wait_for_selector(".outline", state="attached")
    assert "Utrecht" in map_page.locator(".town-label").all_inner_texts()
    assert "CBS en Kadaster" in map_page.locator(".leaflet-control-attribution").inner_text()


def test_the_map_says_where_the_search_is_from(map_page):
    assert map_page.locator(".here-mark").count() == 1
    assert map_page.locator(".here-circle").count() == 1


@pytest.mark.parametrize("works", [True, False])
def test_tiles_are_shown_or_replaced_by_outlines(browser, site_with_tiles, works):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63"
        "fcffff3f030005fe02fea72d0b1b0000000049454e44ae426082"
    )
    answer = {"body": pixel, "content_type": "image/png"} if works else {"status": 503}
    page.route("https://tiles.example.org/**", lambda route: route.fulfill(**answer))
    page.goto(site_with_tiles + MAP)
    page.wait_for_selector(".leaflet-tile-loaded" if works else ".outline", state="attached")
    assert page.locator(".outline").count() == 0 or not works
    context.close()


def test_on_a_phone_the_map_waits_behind_its_link(visit, site):
    addresses = []
    page = visit(site + MAP, width=360, has_touch=True)
    page.on("request", lambda request: addresses.append(request.url))
    page.wait_for_load_state("networkidle")
    assert page.locator(".results__map").is_hidden()
    assert not any("leaflet.js" in url for url in addresses)
    page.locator(".view-switch >> text=Kaart").click()
    page.wait_for_selector(".pin")
    assert "weergave=kaart" in page.url
    assert page.locator(".results__list").is_hidden()


def test_the_map_of_an_initiative_shows_its_pin(browser, site_with_tiles):
    context = browser.new_context()
    page = context.new_page()
    page.route("https://tiles.example.org/**", lambda route: route.fulfill(status=404))
    page.goto(f"{site_with_tiles}/initiatief/eettafel-zeist")
    page.locator(".map").scroll_into_view_if_needed()
    page.wait_for_selector(".pin")
    assert labels(page) == ["Eettafel Zeist, warme plek"]
    context.close()
