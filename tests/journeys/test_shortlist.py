"""Somebody saves places in the browser, opens the list again, gets one by a link, and clears it."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey


def menu(page):
    return page.get_by_role("link", name="Mijn lijstje")


def save(page):
    return page.get_by_role("button", name="Zet op mijn lijstje")


def test_save_come_back_take_off_and_clear(visit, site):
    page = visit(site + "/initiatief/eettafel-zeist")
    save(page).focus()
    page.keyboard.press("Enter")
    saved = page.get_by_role("button", name="Staat op je lijstje")
    expect(saved).to_have_attribute("aria-pressed", "true")
    expect(menu(page)).to_have_text("Mijn lijstje (1)")
    page.goto(site + "/initiatief/belcirkel")
    save(page).click()
    expect(menu(page)).to_have_text("Mijn lijstje (2)")
    page.goto(site + "/lijstje")
    expect(page.locator(".shortlist__place")).to_have_count(2)
    page.locator("[data-remove=belcirkel]").click()
    expect(page.locator(".shortlist__place")).to_have_count(1)
    expect(menu(page)).to_have_text("Mijn lijstje (1)")
    page.get_by_role("button", name="Wis mijn lijstje").click()
    expect(page.get_by_text("Er staat nog niets op je lijstje.")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0


def test_a_list_of_somebody_else_is_taken_over_only_when_asked(visit, site):
    page = visit(site + "/lijstje?plek=belcirkel&plek=eettafel-zeist")
    expect(menu(page)).to_have_text("Mijn lijstje")
    page.get_by_role("button", name="Zet deze plekken op mijn lijstje").click()
    expect(menu(page)).to_have_text("Mijn lijstje (2)")
    expect(page.get_by_text("Dit is niet je eigen lijstje")).to_be_hidden()


def test_without_a_script_a_list_grows_by_its_address(visit, site):
    page = visit(site + "/initiatief/eettafel-zeist", javascript=False)
    page.get_by_role("link", name="Zet op mijn lijstje").click()
    page.fill("#nog", site + "/initiatief/belcirkel")
    page.get_by_role("button", name="Zet erbij").click()
    assert page.locator(".shortlist__place").count() == 2


def test_on_paper_stands_what_somebody_needs(visit, site):
    page = visit(site + "/lijstje?plek=eettafel-zeist&plek=belcirkel")
    page.emulate_media(media="print")
    expect(page.locator(".shortlist__code img")).to_be_visible()
    expect(page.locator(".shortlist__buttons")).to_be_hidden()
    expect(page.locator(".shortlist__remove").first).to_be_hidden()
