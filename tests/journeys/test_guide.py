"""A resident who does not know what to look for: the guide, by key, on a phone, without scripts."""

import pytest

from tests.journeys.test_accessibility import overflow, violations
from tests.journeys.test_way_there import until

pytestmark = pytest.mark.journey

GUIDE = "/wat-past-bij-mij"
STEPS = ("waar", "graag", "leuk", "samen", "lastig", "wanneer", "wie")


def heading_in_view(page, text, javascript=True):
    """Wait for a page whose heading has the text; it is in view, and has the focus."""
    heading = page.locator("h1")
    until(page, lambda: text in heading.inner_text())
    until(page, lambda: 0 <= heading.bounding_box()["y"] < 400)
    if javascript:
        assert page.evaluate("document.activeElement.id") == "vraag"


def go_on(page):
    page.get_by_role("button", name="Volgende vraag").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_from_questions_to_a_phone_number(visit, site, javascript):
    page = visit(site, javascript=javascript, width=360, height=740)
    page.get_by_role("link", name="Keuzehulp").click()
    page.locator("#waar").fill("Zeist")
    page.locator("#waar").press("Enter")
    heading_in_view(page, "Wat zou je graag willen?", javascript)
    page.get_by_label("Mensen leren kennen").check()
    go_on(page)
    heading_in_view(page, "Waar heb je zin in?", javascript)
    page.get_by_label("Samen eten").check()
    go_on(page)
    for question in ("meer mensen?", "Wat maakt het lastig?", "Wanneer kun je?", "Met wie"):
        heading_in_view(page, question, javascript)
        assert "1 plek past bij jou" in page.locator("#tot-nu-toe").inner_text()
        page.get_by_role("link", name="Sla over").click()
    heading_in_view(page, "1 plek past bij jou", javascript)
    card = page.locator(".card").first
    assert "Past bij: je welkom voelen · samen eten" in card.inner_text()
    card.get_by_role("link", name="Eettafel Zeist").click()
    assert page.locator("a[href^='tel:+31302345678']").first.is_visible()
    page.get_by_role("link", name="Terug naar").click()
    page.wait_for_url("**/uitkomst?**")


@pytest.mark.parametrize("javascript", [True, False])
def test_going_back_keeps_what_was_ticked_on_the_page(visit, site, javascript):
    page = visit(f"{site}{GUIDE}/leuk?waar=utrecht", javascript=javascript)
    page.get_by_label("Koffie of thee").check()
    page.get_by_role("button", name="Vorige vraag").click()
    heading_in_view(page, "Wat zou je graag willen?", javascript)
    assert "Koffie of thee" in page.locator("#gids-antwoorden").inner_text()
    page.get_by_role("link", name="Waar heb je zin in?").click()
    heading_in_view(page, "Waar heb je zin in?", javascript)
    assert page.get_by_label("Koffie of thee").is_checked()


def test_what_fits_follows_every_tick_and_so_does_the_address(visit, site):
    page = visit(f"{site}{GUIDE}/leuk")
    number = page.locator("#tot-nu-toe")
    assert "plekken op de kaart" in number.inner_text()
    page.get_by_label("Samen eten").check()
    until(page, lambda: number.inner_text() == "1 plek past bij jou")
    assert page.locator("#gids-stand .card__title").inner_text() == "Eettafel Zeist"
    assert page.locator("#melding").inner_text() == "1 plek past bij jou"
    assert page.url.endswith(f"{GUIDE}/leuk?leuk=eten")
    page.get_by_role("link", name="Sla over").click()
    heading_in_view(page, "meer mensen?")
    assert page.url.split("#")[0].endswith(f"{GUIDE}/samen?leuk=eten")
    # Back is to the question, as it was left.
    page.go_back()
    heading = page.locator("h1")
    until(page, lambda: "zin in" in heading.inner_text())
    assert page.get_by_label("Samen eten").is_checked()


def test_rather_one_to_one_is_an_answer(visit, site):
    page = visit(f"{site}{GUIDE}/samen")
    assert page.get_by_label("Dat maakt niet uit").is_checked()
    page.get_by_label("Liever één op één").check()
    until(page, lambda: "bij jou" in page.locator("#tot-nu-toe").inner_text())
    page.get_by_role("link", name="Bekijk 8 plekken").click()
    heading_in_view(page, "8 plekken passen bij jou")
    assert page.locator(".card__reasons").first.inner_text() == "Past bij: één op één"
    page.get_by_role("link", name="één op één weghalen").click()
    heading_in_view(page, "Je hebt nog niets gekozen")


def test_the_list_of_the_guide_goes_on_as_a_map(visit, site):
    page = visit(f"{site}{GUIDE}?leuk=koffie&waar=utrecht")
    page.wait_for_url("**/uitkomst?**")
    page.get_by_role("link", name="Volgende").click()
    heading_in_view(page, "bij jou")
    assert page.locator("ol.cards").get_attribute("start") == "21"
    page.get_by_role("link", name="Bekijk dit op de kaart").click()
    page.wait_for_url("**/zoeken?wat=koffie&waar=utrecht&weergave=kaart")


def test_choices_stay_when_going_back(visit, site):
    page = visit(f"{site}{GUIDE}/leuk?leuk=koffie&leuk=eten")
    assert page.get_by_label("Koffie of thee").is_checked()
    page.get_by_role("link", name="Begin opnieuw").click()
    heading_in_view(page, "Waar wil je iets vinden?")
    assert page.locator("#gids-antwoorden").count() == 0
    page.go_back()
    until(page, lambda: page.get_by_label("Samen eten").is_visible())
    assert page.get_by_label("Samen eten").is_checked()


def test_all_of_the_guide_goes_by_key(visit, site):
    page = visit(f"{site}{GUIDE}/leuk#vraag", width=360)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.get_by_label("Koffie of thee").is_checked()
    # Enter goes on, as everywhere in a form.
    page.keyboard.press("Enter")
    heading_in_view(page, "meer mensen?")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    heading_in_view(page, "Wat maakt het lastig?")


@pytest.mark.parametrize("step", ["leuk", "lastig"])
def test_the_button_stays_in_sight_and_hides_no_focus(visit, site, step):
    page = visit(f"{site}{GUIDE}/{step}", width=360, height=640)
    button = page.get_by_role("button", name="Volgende vraag")
    assert button.evaluate("button => button.getBoundingClientRect().bottom <= innerHeight")
    for _ in range(30):
        page.keyboard.press("Tab")
        hidden = page.evaluate(
            """() => {
                const box = document.activeElement.getBoundingClientRect()
                const bar = document.querySelector(".guide__submit")
                return !bar.contains(document.activeElement)
                    && box.top >= bar.getBoundingClientRect().top
                    && box.top < bar.getBoundingClientRect().bottom
            }"""
        )
        assert not hidden


@pytest.mark.parametrize("step", [*STEPS, "uitkomst"])
def test_every_step_is_for_everybody_on_a_phone(visit, site, step):
    page = visit(f"{site}{GUIDE}/{step}?leuk=koffie&lastig=geld&waar=utrecht", width=360)
    assert violations(page) == []
    assert overflow(page) <= 0
    for details in page.locator("main details:not([open]) > summary").all():
        details.click()
    assert violations(page) == []


def test_nothing_of_the_guide_is_kept(visit, site):
    page = visit(f"{site}{GUIDE}/leuk?voor=iemand&lastig=geld")
    page.get_by_label("Samen eten").check()
    until(page, lambda: "leuk=eten" in page.url)
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
