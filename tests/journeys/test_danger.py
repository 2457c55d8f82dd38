"""Somebody in danger sees who to call, and leaves the page at once."""

import pytest

pytestmark = pytest.mark.journey

DANGER = "/zoeken?wat=mijn+man+slaat+mij"
HARMLESS = "https://www.buienradar.nl/"


@pytest.fixture
def leave(browser):
    """A page of a browser in which the weather site is ours: nothing leaves this machine."""
    contexts = []

    def open_page(javascript=True):
        context = browser.new_context(java_script_enabled=javascript)
        context.set_default_timeout(10_000)
        context.route(f"{HARMLESS}**", lambda route: route.fulfill(body="Het weer"))
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def test_the_box_comes_first_also_for_the_keyboard(visit, site):
    page = visit(site + DANGER, width=320)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Snel weg"
    assert page.locator(".danger").bounding_box()["y"] == 0
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "tel:112"


def test_snel_weg_takes_the_place_of_the_page(leave, site):
    page = leave()
    page.goto(site)
    page.goto(site + DANGER)
    page.get_by_role("link", name="Snel weg").click()
    page.wait_for_url(HARMLESS)
    page.go_back()
    assert page.url == f"{site}/"


def test_snel_weg_is_a_plain_link_without_scripts(leave, site):
    page = leave(javascript=False)
    page.goto(site + DANGER)
    page.get_by_role("link", name="Snel weg").click()
    page.wait_for_url(HARMLESS)


def test_the_box_appears_when_the_question_is_typed_on_the_page(visit, site):
    page = visit(f"{site}/zoeken?wat=koffie")
    page.locator("#wat").fill("ik wil niet meer leven")
    page.locator("#wat").press("Enter")
    page.wait_for_selector(".danger")
    page.go_back()
    page.wait_for_selector(".danger", state="detached")
