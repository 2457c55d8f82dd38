import pytest
from bs4 import BeautifulSoup

from socialmap.catalogue.listing import Listing
from tests.listings import AMERSFOORT, UTRECHT, listing, located, put
from tests.web.conftest import EVERYTHING


def read(answer):
    return BeautifulSoup(answer.text, "html.parser")


def words(element):
    return " ".join(element.get_text(" ").split())


def h1(answer):
    return words(read(answer).h1)


def test_home_asks_what_and_where_and_offers_questions(client, town):
    page = read(client.get("/"))
    assert [field["name"] for field in page.select("#zoekformulier input")] == ["wat", "waar"]
    tiles = page.select(".tile a")
    assert 4 <= len(tiles) <= 8
    assert "1 op de kaart" in words(page.select_one(".numbers"))


def test_every_question_on_the_front_page_is_a_search_that_is_understood(client, town):
    for link in read(client.get("/")).select(".tile a, .numbers a"):
        answer = client.get(link["href"])
        assert answer.status_code == 200
        assert "we hebben het overgeslagen" not in answer.text


def test_the_heading_tells_how_many_of_what_and_where(client, town):
    assert h1(client.get("/zoeken")) == "4 plekken"
    assert h1(client.get("/zoeken?wat=koffie")) == "1 keer iets gevonden voor koffie"
    assert h1(client.get("/zoeken?waar=zeist")).endswith("rond Zeist")
    around = h1(client.get("/zoeken?wat=koffie&waar=utrecht"))
    assert around == "1 keer iets gevonden voor koffie rond Utrecht"


def test_a_card_tells_what_matters_in_one_link(client, town):
    card = read(client.get("/zoeken?wat=koffie&waar=utrecht")).select_one(".card")
    text = words(card)
    assert len(card.select("a")) == 1
    for fact in (
        "Koffie bij Noor",
        "warme plek",
        "Elke ochtend koffie",
        "minuten lopen",
        "€ 1,50",
    ):
        assert fact in text
    for on_its_page in ("ouderen", "welkom", "gecontroleerd"):
        assert on_its_page not in text


def test_what_nobody_told_of_a_chosen_fact_is_said(client, town):
    page = read(client.get("/zoeken?drempel=walk_in&wat=wandelen"))
    assert "niet bekend: zo binnenlopen" in words(page.select_one(".card"))
    assert "Bij 1 plek weten we niet" in words(page)


def test_chosen_filters_stay_ticked_and_are_chips_that_take_them_off(client, town):
    page = read(client.get("/zoeken?soort=warm_place&drempel=walk_in&waar=utrecht"))
    assert page.select_one("#filter-soort-warm_place").has_attr("checked")
    chips = {words(link): link["href"] for link in page.select(".chip")}
    assert chips["warme plek weghalen"] == "/zoeken?waar=utrecht&drempel=walk_in#resultaten"
    assert chips["Wis alles"] == "/zoeken?waar=utrecht#resultaten"


def test_filters_belong_to_the_one_form_and_show_how_many(client, town):
    page = read(client.get("/zoeken"))
    boxes = page.select(".filters input[type=checkbox]")
    assert len(boxes) > 50
    assert {box["form"] for box in boxes} == {"zoekformulier"}
    label = page.select_one("#filter-soort-warm_place").parent
    assert words(label) == "warme plek 1"
    assert words(page.select_one(".filters [type=submit]")) == "Toon 4 plekken"


def test_list_and_map_are_links_with_the_same_query(client, town):
    page = read(client.get("/zoeken?wat=koffie&weergave=kaart"))
    links = {words(link): link for link in page.select(".view-switch a")}
    assert links["Lijst"]["href"] == "/zoeken?wat=koffie"
    assert links["Kaart"]["href"] == "/zoeken?wat=koffie&weergave=kaart"
    assert links["Kaart"]["aria-current"] == "true"
    # Other links keep the view.
    assert page.select_one(".sort a")["href"].endswith("weergave=kaart#resultaten")


def test_a_script_gets_only_what_changes(client, town):
    answer = client.get("/zoeken?wat=koffie", headers={"X-Fragment": "results"})
    assert answer.text.lstrip().startswith("<div")
    assert "<html" not in answer.text
    assert "X-Fragment" in answer.headers["Vary"]


def test_pages_are_numbered_links(client, app):
    put(*(listing(f"Plek {number}", UTRECHT) for number in range(45)))
    page = read(client.get("/zoeken?pagina=2"))
    assert page.select_one("ol.cards")["start"] == "21"
    links = [words(link) for link in page.select(".pagination a")]
    assert links == ["Vorige", "Pagina 1", "Pagina 2", "Pagina 3", "Volgende"]
    last = read(client.get("/zoeken?pagina=99"))
    assert words(last.select_one(".pagination [aria-current=page]")) == "Pagina 3"


def test_nothing_found_is_no_dead_end(client, town):
    page = read(client.get("/zoeken?wat=koffie&soort=mild_work_setting&waar=utrecht"))
    assert words(page.h1) == "Niets gevonden voor koffie rond Utrecht"
    ways = [words(link) for link in page.select(".ways-out a")]
    assert "Zoek zonder ‘rustig meewerken’: 1 plek" in ways
    assert page.select(".empty .card")
    assert "wijkteam" in words(page.select_one(".empty"))


def test_who_comes_to_you_is_shown_apart_and_not_numbered(client, town):
    page = read(client.get("/zoeken?waar=utrecht"))
    assert "Belcirkel" in words(page.select_one(".serving"))
    assert not page.select(".serving [data-number]")


@pytest.mark.parametrize(
    "query",
    [
        "pagina=-1",
        "pagina=99999999999999999999",
        "waar=<script>alert(1)</script>",
        "wat=%00%ff%fe",
        "soort=onzin&soort=<b>&open=ooit",
        "vak=1,2,3&afstand=-5&sorteer=gratis",
        "vak=nan,nan,nan,nan",
        "wat=" + "x" * 5000,
        "waar=" + "9" * 3000,
        "weergave=plattegrond",
    ],
)
def test_nonsense_gets_a_page_and_never_an_error(client, town, query):
    assert client.get(f"/zoeken?{query}").status_code == 200


def test_what_is_not_known_is_said_to_be_left_out(client, town):
    text = words(read(client.get("/zoeken?soort=kasteel&pagina=-1")).select_one("p.notice"))
    assert text.endswith("Soort plek ‘kasteel’, Pagina ‘-1’.")


def test_an_initiative_tells_everything_in_the_order_of_use(client, town):
    page = read(client.get("/initiatief/koffie-bij-noor"))
    headings = [words(each) for each in page.select("article h2")]
    assert headings == [
        "Wat is het?",
        "Zo doe je mee",
        "Wanneer?",
        "Waar?",
        "Wat kost het?",
        "Contact",
        "Talen",
        "Klopt dit nog?",
    ]
    text = words(page.article)
    for fact in (
        "koffieuurtje",
        "ouderen, vrouwen",
        "Loop binnen en vraag naar de gastvrouw.",
        "Zo binnenlopen",
        "Niet: rustig.",
        "Niet bekend: iemand meenemen mag en zonder verwijzing.",
        "Er kan nog 1 persoon bij.",
        "Domplein 1, 3512 JC Utrecht",
        "Drempelvrij",
        "€ 1,50",
        "030 234 5678",
        "Arabisch, Nederlands",
        "Gecontroleerd op 1 oktober 2026.",
    ):
        assert fact in text
    assert page.select_one("a[href='tel:+31302345678']")
    assert page.select_one("a[href='mailto:noor@example.org']")
    assert "Maandag tot en met vrijdag, 9.00–12.00." in text
    assert "Taart Elke dag, 10.00–12.00." in text
    assert len(page.select(".hours tr")) == 7
    assert len(page.select(".dates li")) == 5


def test_an_initiative_with_only_a_name_has_a_page(client, app):
    put(listing("Iets", None))
    text = words(read(client.get("/initiatief/iets")).main)
    assert "De tijden zijn niet bekend" in text
    assert "Niemand heeft dit gecontroleerd" in text


def test_what_is_not_public_is_not_shown(client, app):
    hidden = dict.fromkeys(("contact", "times", "place", "threshold", "what"), "internal")
    put(
        listing(
            "Geheim",
            AMERSFOORT,
            at={"street": "Stille weg 3", "town": "Amersfoort"},
            summary="Samenvatting die niet mag",
            phone="+31302345678",
            how_to_join="Niet voor iedereen",
            hours="Mo 03:00-04:00",
            cost_text="Prijs die niet mag",
            visibility=hidden,
        )
    )
    for path in ("/initiatief/geheim", "/zoeken", "/agenda"):
        text = client.get(path).text
        for secret in ("Stille weg", "030 234", "niet mag", "Niet voor iedereen", "3.00"):
            assert secret not in text


def test_a_hidden_address_is_only_its_town(client, app):
    home = located(street="Stille weg 3", postcode="3811 LP", town="Amersfoort", hidden=True)
    put(Listing(name="Aan tafel", locations=(home,)))
    page = client.get("/initiatief/aan-tafel").text
    assert "Amersfoort" in page
    assert "Stille weg" not in page
    assert "3811" not in page


@pytest.mark.parametrize("path", ["/initiatief/%00", "/melden/%00", "/initiatief/%F0%9F%92%A9"])
def test_signs_that_no_address_has_are_not_found(client, town, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "typed", ["%00ko", "ko%00", "%F0%9F%92%A9%F0%9F%92%A9", "'' or 1=1", "\\%"]
)
@pytest.mark.parametrize("field", ["wat", "waar"])
def test_any_text_gets_suggestions_or_none(client, town, typed, field):
    assert client.get(f"/suggesties.json?q={typed}&veld={field}").status_code == 200


def test_an_initiative_that_is_not_there_is_a_page_that_says_so(client, town):
    answer = client.get("/initiatief/niets")
    assert answer.status_code == 404
    assert "staat niet (meer) op de kaart" in answer.text


def test_suggestions_are_themes_initiatives_and_places(client, town):
    what = client.get("/suggesties.json?q=koff").json["suggesties"]
    assert {"tekst": "koffieuurtje", "soort": "vorm", "url": None} in what
    assert {
        "tekst": EVERYTHING.name,
        "soort": "initiatief",
        "url": "/initiatief/koffie-bij-noor",
    } in what
    where = client.get("/suggesties.json?q=amersf&veld=waar").json["suggesties"]
    assert where[0] == {"tekst": "Amersfoort", "soort": "plaats", "url": None}
    assert client.get("/suggesties.json?q=%25").json == {"suggesties": []}


def test_a_moment_of_ones_own_choice_is_a_filter_with_a_chip(client):
    put(listing("Avondkoffie", hours="Tu 19:00-21:00"), listing("Ochtend", hours="Mo 09:00-12:00"))
    page = client.get("/zoeken?op=2026-11-24T20:00").text
    assert "Avondkoffie" in page
    assert "Ochtend" not in page
    assert "dinsdag 24 november om 20.00" in page
    assert 'value="2026-11-24T20:00"' in page


def test_the_page_of_an_initiative_leads_back_to_the_list(client, town):
    path = "/initiatief/koffie-bij-noor"
    came = {"Referer": "http://localhost/zoeken?wat=koffie&waar=utrecht"}
    [back] = read(client.get(path, headers=came)).select(".back a")
    assert back["href"] == "/zoeken?wat=koffie&waar=utrecht#plek-koffie-bij-noor"
    for other in ("https://example.org/zoeken?wat=x", "http://localhost/over", "%%%", ""):
        assert not read(client.get(path, headers={"Referer": other})).select(".back")


def test_the_page_of_an_initiative_begins_with_what_to_do(client, town):
    actions = read(client.get("/initiatief/koffie-bij-noor")).select_one(".initiative__actions")
    assert actions.select_one('a[href^="tel:"]')
    assert {"Google Maps", "OpenStreetMap"} <= {
        link.get_text(" ").split(" (")[0].strip() for link in actions.select(".menu a")
    }
    assert actions.select_one("[data-listed]")
    assert actions.select_one("[data-share]")
    assert actions.select_one('a[href$=".ics"]')


def test_places_below_a_better_one_without_an_address_have_a_heading_of_their_own(client):
    put(
        listing("Belcirkel", None, online=True, summary="Samen bellen met een belmaatje."),
        listing("Wandelclub", UTRECHT, summary="Samen wandelen."),
    )
    page = read(client.get("/zoeken?wat=belmaatje samen"))
    headings = [words(heading) for heading in page.select("#resultaten :is(h2, h3)")]
    at = headings.index("Aan huis, online of per telefoon")
    assert headings[at:][:4] == [
        "Aan huis, online of per telefoon",
        "Belcirkel",
        "Plekken waar je naartoe kunt",
        "Wandelclub",
    ]
