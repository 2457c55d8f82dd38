"""A resident who looks by day: the agenda, by key, on a phone, without scripts."""

import datetime

import pytest

from socialmap.times.clock import today
from tests.journeys.test_accessibility import overflow, violations
from tests.journeys.test_way_there import until

pytestmark = pytest.mark.journey

STATES = (
    "",
    "?waar=zeist&afstand=10&dagdeel=avond&drempel=free_of_charge",
    "?waar=zeist&dagdeel=ochtend",
    "?waar=hengelo",
    "?waar=zwolle&afstand=1&vanaf=ooit",
)


def at_the_list(page, javascript=True):
    """Wait for the list, whose heading is in view; with a script it has the focus as well."""
    heading = page.locator("#dagen")
    until(page, lambda: 0 <= heading.bounding_box()["y"] < 300)
    assert page.url.endswith("#dagen")
    if javascript:
        assert page.evaluate("document.activeElement.id") == "dagen"


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_day_and_a_part_of_it_are_chosen_and_taken_away(visit, site, javascript, width):
    page = visit(f"{site}/agenda", javascript=javascript, width=width, height=740)
    if width == 360:
        page.locator("#meer > summary").click()
    day = today() + datetime.timedelta(days=9)
    page.locator("#vanaf").fill(day.isoformat())
    page.get_by_role("checkbox", name="’s ochtends").check()
    page.get_by_role("button", name="Toon agenda").click()
    page.wait_for_url(f"**/agenda?**vanaf={day}**")
    at_the_list(page, javascript)
    assert page.locator(".agenda__item").count() == 0
    page.get_by_role("link", name="’s ochtends weghalen").click()
    page.wait_for_url(f"**/agenda?vanaf={day}#dagen")
    at_the_list(page, javascript)
    assert page.locator(".agenda__item").count() == 7


def test_the_days_of_the_week_and_other_weeks_are_links(visit, site):
    page = visit(f"{site}/agenda", width=360)
    last = today() + datetime.timedelta(days=6)
    page.locator(".agenda-days a").last.focus()
    page.keyboard.press("Enter")
    until(page, lambda: page.evaluate("document.activeElement.id") == f"dag-{last}")
    page.get_by_role("link", name="Week verder").first.click()
    page.wait_for_url("**/agenda?vanaf=**")
    at_the_list(page)
    page.get_by_role("link", name="Vandaag", exact=True).first.click()
    page.wait_for_url("**/agenda#dagen")
    at_the_list(page)


def test_the_first_activity_is_near_the_top_of_a_phone(visit, site):
    page = visit(f"{site}/agenda", width=360, height=740)
    assert page.locator(".agenda__item, .agenda__day a").first.bounding_box()["y"] <= 1.2 * 740


def test_an_activity_leads_to_its_page_and_back(visit, site):
    page = visit(f"{site}/agenda?waar=zeist", javascript=False, width=360)
    page.get_by_role("link", name="Eten").first.click()
    page.wait_for_url("**/initiatief/eettafel-zeist")
    page.get_by_role("link", name="Terug naar").click()
    page.wait_for_url("**/agenda?waar=zeist**")


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_for_everybody(visit, site, state):
    page = visit(f"{site}/agenda{state}")
    for width in (1280, 360, 320):
        page.set_viewport_size({"width": width, "height": 900})
        if width == 360:
            page.locator("#meer > summary").click()
        assert violations(page) == [], width
        assert overflow(page) <= 0, width


@pytest.mark.parametrize("state", STATES)
def test_text_of_twice_the_size_fits(visit, site, state):
    page = visit(f"{site}/agenda{state}", width=360, height=740, bypass_csp=True)
    page.add_style_tag(content="html { font-size: 200% !important }")
    page.locator("#meer > summary").click()
    assert overflow(page) <= 0
