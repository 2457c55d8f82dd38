import pytest
from bs4 import BeautifulSoup

from socialmap.language.needs import needs
from socialmap.web.public.doors import DOORS
from tests.listings import listing, put


@pytest.fixture
def region(session):
    put(
        listing("Stil verder", kind="bereavement_group", audiences=("bereaved",)),
        listing("Rouwcafé", description="Praten over rouw."),
        listing("Het Fornuis", kind="shared_meal"),
    )


def page(client, address):
    return BeautifulSoup(client.get(address).text, "html.parser")


def words(element):
    return " ".join(element.get_text(" ").split())


def test_what_was_also_searched_stands_above_the_results(client, region):
    shown = page(client, "/zoeken?wat=mijn+man+is+overleden").select_one(".needs")
    assert words(shown) == "We zochten ook op: rouw, lotgenoten weghalen"
    assert len(page(client, "/zoeken?wat=mijn+man+is+overleden").select(".needs h2")) == 1


def test_a_need_is_taken_away_by_its_chip(client, region):
    found = page(client, "/zoeken?wat=спільний+обід")
    assert "Het Fornuis" in words(found)
    chip = found.select_one(".needs .chip")
    without = page(client, chip["href"])
    assert "zonder=need%3Aeat_together" in chip["href"]
    assert without.select(".needs") == []
    assert without.select(".results__list > .cards > li") == []


def test_words_that_are_no_need_have_no_heading(client, region):
    assert page(client, "/zoeken?wat=stoel").select(".needs") == []
    assert page(client, "/zoeken").select(".needs, .door") == []


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("zelf iets beginnen", "/aanmelden"),
        ("zaal huren", "/ruimtes"),
        ("ruimte aanbieden", "/help/ruimtes"),
        ("wie is mijn wijkteam", "/over#contact"),
        ("vrijwilliger worden", "/zoeken?vorm=volunteer_work"),
        ("hoe meld ik mij aan", "/help/bewoners"),
        ("adres klopt niet", "/over#contact"),
    ],
)
def test_a_door_leads_to_a_page_that_helps(client, region, typed, address):
    [door] = page(client, f"/zoeken?wat={typed.replace(' ', '+')}").select(".door a")
    assert door["href"] == address
    assert client.get(address).status_code == 200


def test_every_door_of_a_need_is_known_and_every_door_is_used():
    assert {need.door for need in needs().values() if need.door} == set(DOORS)


def test_programs_get_what_was_understood(client, region):
    answer = client.get("/zoeken.json?wat=mijn+man+is+overleden").json
    assert answer["understood"] == [
        {
            "kind": "need",
            "code": "bereavement",
            "words": answer["understood"][0]["words"],
            "text": "rouw, lotgenoten",
        }
    ]
    assert answer["doors"] == []
    assert client.get("/zoeken.json?wat=zaal+huren").json["doors"] == ["rooms"]
