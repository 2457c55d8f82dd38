import io

import pytest
from bs4 import BeautifulSoup

from socialmap.images.actions import erase
from socialmap.images.queries import digests_in_use
from socialmap.people.permissions import Role
from socialmap.themes.queries import all_looks
from socialmap.web.page.site import renew
from tests.desk import a_person, sign_in
from tests.images.drawing import drawn, encoded
from tests.listings import ZEIST, listing, put

PAGE = "/beheer/uiterlijk"
WHOLE = f"{PAGE}/hele-kaart"
PURPLE = "#5b2a86"


@pytest.fixture
def coordinator(client):
    return sign_in(client, a_person())


def save(client, address=WHOLE, **typed):
    answer = client.post(address, data=typed | {"do": "bewaar"})
    renew()
    return answer


def soup(answer):
    return BeautifulSoup(answer.text, "html.parser")


def test_a_theme_is_on_every_page_soon_after(client, coordinator):
    save(
        client,
        name="Kaart van Zeist",
        greeting="Welkom, buur!",
        footer="Van de gemeente",
        colophon="Gemaakt door ons",
        contact_email="vraag@zeist.nl",
        help_phone="030 123 45 67",
    )
    home = soup(client.get("/"))
    assert home.select_one(".brand").text.strip() == "Kaart van Zeist"
    assert "Welkom, buur!" in home.text
    assert "Van de gemeente" in home.text
    about = client.get("/over").text
    assert "Gemaakt door ons" in about
    assert "vraag@zeist.nl" in about
    assert 'href="tel:+31301234567"' in about


def test_colours_come_as_a_style_sheet_with_an_etag(client, coordinator):
    assert not soup(client.get("/")).select("link[href*=thema]")
    save(client, light=PURPLE)
    [link] = soup(client.get("/")).select("link[href*=thema]")
    css = client.get(link["href"])
    assert css.mimetype == "text/css"
    assert PURPLE in css.text
    again = client.get(link["href"], headers={"If-None-Match": css.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("name", "typed", "why"),
    [
        ("light", "#ffcc00", "Het contrast is te laag"),
        ("dark", "#333333", "Het contrast is te laag"),
        ("light", "paars", "geen kleur"),
        ("light", "#fff;} body{display:none", "geen kleur"),
        ("contact_email", "geen adres", ""),
        ("help_phone", "bel ons", ""),
        ("numbers", "bel de buren", "lezen we niet"),
    ],
)
def test_what_is_wrong_is_refused_and_stays_in_the_form(client, coordinator, name, typed, why):
    answer = save(client, greeting="Welkom", **{name: typed})
    assert answer.status_code == 422
    page = soup(answer)
    assert why in page.select_one(f"#{name}-error").text
    field = page.select_one(f"#{name}")
    assert (field.get("value") or field.text.strip()) == typed
    assert page.select_one("#greeting").text.strip() == "Welkom"
    assert all_looks()[""].greeting == ""


def test_the_contrast_is_shown_without_saving(client, coordinator):
    answer = client.post(WHOLE, data={"light": PURPLE, "do": "kijk"})
    assert f"Licht: {PURPLE}" in answer.text
    assert all_looks()[""].light == ""
    part = client.get(f"{PAGE}/contrast?light=%23ffcc00", headers={"X-Fragment": "contrast"})
    assert "te weinig" in part.text


def test_own_urgent_numbers_stand_with_danger_after_the_national_ones(client, coordinator):
    save(client, numbers="Crisisdienst: 030 123 45 67")
    page = soup(client.get("/zoeken?wat=ik+wil+dood"))
    numbers = [link["href"] for link in page.select(".danger__number")]
    assert numbers[0] == "tel:112"
    assert "tel:+31301234567" in numbers
    assert "Crisisdienst" in page.select_one("footer").text


def test_a_municipality_has_its_own_over_that_of_the_platform(client, coordinator):
    put(listing("Koffie", ZEIST, at={"municipality": "Zeist", "town": "Zeist"}))
    save(client, name="De kaart", greeting="Hallo", light=PURPLE)
    save(client, f"{PAGE}/Zeist", name="Zeist helpt", light="#8c1a1a")

    def seen(path):
        page = soup(client.get(path))
        [link] = page.select("link[href*=thema]")
        return page.select_one(".brand").text.strip(), client.get(link["href"]).text.count(
            "#8c1a1a"
        )

    assert seen("/zoeken?waar=utrecht") == ("De kaart", 0)
    name, times = seen("/zoeken?waar=zeist")
    assert (name, times > 0) == ("Zeist helpt", True)
    assert seen("/initiatief/koffie")[0] == "Zeist helpt"
    assert "Hallo" in client.get("/?waar=zeist").text


def test_a_coordinator_of_a_municipality_changes_only_that(client):
    sign_in(client, a_person(area="Zeist"))
    assert save(client, name="Van mij").status_code == 403
    assert save(client, f"{PAGE}/Utrecht", name="Van mij").status_code == 403
    assert save(client, f"{PAGE}/Zeist", name="Zeist helpt").status_code == 303
    assert client.get(f"{PAGE}/Nergensdorp").status_code == 404
    assert "Zeist" in client.get(PAGE).text


@pytest.mark.parametrize("role", [Role.EDITOR, Role.PROFESSIONAL, Role.POLICY_OFFICER])
def test_others_change_no_theme(client, role):
    sign_in(client, a_person(role))
    assert save(client, name="Van mij").status_code == 403


def bring(client, content, address=WHOLE, **typed):
    sent = typed | {"logo_file": (io.BytesIO(content), "logo.png"), "logo": ""}
    answer = client.post(address, data=sent, content_type="multipart/form-data")
    renew()
    return answer


def test_a_logo_stands_before_the_name_on_every_page_with_words_for_who_cannot_see_it(
    client, coordinator
):
    logo = encoded(drawn(400, 160), "PNG")
    asked = bring(client, logo, name="Zeist helpt", do="bewaar")
    assert asked.status_code == 422
    assert "Schrijf in één zin wat er te zien is." in soup(asked).select_one("#logo_alt-error").text
    digest = soup(asked).select_one("#logo + input, input[name=logo]")["value"]
    save(client, name="Zeist helpt", logo=digest, logo_alt="Wapen van Zeist.")
    shown = soup(client.get("/")).select_one(".brand img")
    assert shown["alt"] == "Wapen van Zeist."
    assert (shown["width"], shown["height"]) == ("160", "64")
    assert client.get(shown["src"]).mimetype == "image/webp"
    assert digests_in_use() == {digest}


def test_a_municipality_shows_its_own_logo_or_that_of_the_platform(client, coordinator):
    put(listing("Koffie", ZEIST, at={"municipality": "Zeist", "town": "Zeist"}))
    bring(client, encoded(drawn(400, 160), "PNG"), logo_alt="Van ons.", do="bewaar")
    save(client, f"{PAGE}/Zeist", name="Zeist helpt")

    def alt(path):
        return soup(client.get(path)).select_one(".brand img")["alt"]

    assert (alt("/"), alt("/initiatief/koffie")) == ("Van ons.", "Van ons.")
    square = encoded(drawn(200, 200), "PNG")
    bring(client, square, f"{PAGE}/Zeist", logo_alt="Wapen van Zeist.", do="bewaar")
    assert (alt("/"), alt("/initiatief/koffie")) == ("Van ons.", "Wapen van Zeist.")


def test_an_erased_logo_is_not_shown_any_more(client, coordinator):
    bring(client, encoded(drawn(400, 160), "PNG"), logo_alt="Van ons.", do="bewaar")
    erase(all_looks()[""].logo, "person:1")
    renew()
    assert not soup(client.get("/")).select(".brand img")


def test_a_change_is_taken_back_and_so_is_taking_back(client, coordinator, session):
    save(client, name="De kaart", light=PURPLE)
    save(client, name="Het kaartje")
    history = soup(client.get(f"{WHOLE}/geschiedenis"))
    assert "Naam van de kaart: De kaart → Het kaartje" in " ".join(history.text.split())
    [form] = history.select(".work form")
    client.post(form["action"])
    assert (all_looks()[""].name, all_looks()[""].light) == ("De kaart", PURPLE)
    assert client.post(form["action"]).status_code == 409
    [again] = soup(client.get(f"{WHOLE}/geschiedenis")).select(".work form")
    client.post(again["action"])
    assert (all_looks()[""].name, all_looks()[""].light) == ("Het kaartje", "")


def test_the_history_of_another_municipality_is_not_ours(client, coordinator):
    save(client, name="De kaart")
    [form] = soup(client.get(f"{WHOLE}/geschiedenis")).select(".work form")
    sign_in(client, a_person(area="Zeist"))
    assert client.get(f"{WHOLE}/geschiedenis").status_code == 403
    assert client.post(form["action"]).status_code == 403
    assert client.post(form["action"].replace("hele-kaart", "Zeist")).status_code == 404
