"""A resident who does not know what to look for: the guide, by key, on a phone, without scripts."""

import pytest

pytestmark = pytest.mark.journey

GUIDE = "/wat-past-bij-mij"


def test_from_choices_to_a_phone_number_without_scripts(visit, site):
    page = visit(site, javascript=False, width=360)
    page.get_by_role("link", name="Keuzehulp").click()
    page.get_by_label("Samen eten").check()
    page.get_by_label("Mensen leren kennen").check()
    page.get_by_label("Postcode of plaats").fill("Zeist")
    page.get_by_role("button", name="Toon wat past").click()
    page.wait_for_url("**/wat-past-bij-mij?**#past")
    card = page.locator("#past .card").first
    assert "Past bij: je welkom voelen · samen eten" in card.inner_text()
    card.get_by_role("link", name="Eettafel Zeist").click()
    assert page.locator("a[href^='tel:+31302345678']").first.is_visible()


def test_the_list_of_the_guide_goes_on_in_the_search(visit, site):
    page = visit(f"{site}{GUIDE}?leuk=koffie&waar=utrecht")
    page.get_by_role("link", name="Bekijk alles op de lijst en de kaart").click()
    page.wait_for_url("**/zoeken?wat=koffie&waar=utrecht")
    assert page.locator("#wat").input_value() == "koffie"


def test_choices_stay_when_going_back(visit, site):
    page = visit(f"{site}{GUIDE}?leuk=koffie&leuk=eten")
    assert page.get_by_label("Koffie of thee").is_checked()
    page.get_by_role("link", name="Begin opnieuw").click()
    page.wait_for_url(f"**{GUIDE}")
    assert not page.get_by_label("Koffie of thee").is_checked()
    page.go_back()
    assert page.get_by_label("Samen eten").is_checked()


def test_the_guide_goes_by_key_and_skips_to_what_fits(visit, site):
    page = visit(f"{site}{GUIDE}?leuk=koffie", width=360)
    page.get_by_role("link", name="Ga naar wat past").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#past")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#past').contains(document.activeElement)")


def test_the_button_stays_in_sight_and_hides_no_focus(visit, site):
    page = visit(site + GUIDE, width=360, height=640)
    button = page.get_by_role("button", name="Toon wat past")
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


def test_nothing_of_the_guide_is_kept(visit, site):
    page = visit(f"{site}{GUIDE}?voor=iemand&lastig=geld")
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
