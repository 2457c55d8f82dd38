"""The results page says what it made of a place, and does not pretend when nothing fits."""

from bs4 import BeautifulSoup

from tests.listings import UTRECHT, listing, put


def read(answer):
    return BeautifulSoup(answer.text, "html.parser")


def words(element):
    return " ".join(element.get_text(" ").split())


def test_a_place_that_is_not_clear_is_asked_back_before_anything_is_shown(client, town):
    page = read(client.get("/zoeken?waar=Hengelo&wat=koffie"))
    choices = page.select(".choices a")
    assert len(choices) > 2
    assert all("wat=koffie" in link["href"] for link in choices)
    assert not page.select(".card")
    assert words(page.h1) == "Welke plaats bedoel je?"


def test_a_certain_misspelling_of_a_place_is_corrected_and_said(client, town):
    page = read(client.get("/zoeken?wat=koffie+in+Utregt"))
    assert "rond Utrecht" in words(page.h1)
    notices = " ".join(map(words, page.select(".notice")))
    assert "We kennen ‘Utregt’ niet. Je ziet wat er rond Utrecht is." in notices


def test_a_place_that_resembles_several_gives_them_as_choices(client, town):
    page = read(client.get("/zoeken?waar=Heum"))
    choice = words(page.select_one(".choices"))
    assert "We kennen de plaats ‘Heum’ niet. Bedoelde je:" in choice
    assert not page.select(".card")


def test_a_place_that_resembles_none_is_said(client, town):
    page = read(client.get("/zoeken?waar=Xqxqxqxq"))
    assert "Daarom zie je plekken uit de hele regio" in words(page.select_one(".choices"))
    assert page.select(".card")


def test_a_part_of_a_town_that_is_not_known_is_said(client, town):
    page = read(client.get("/zoeken?wat=koffie&waar=Utrecht+Kersenpit"))
    notices = " ".join(map(words, page.select(".notice")))
    assert "Het stadsdeel ‘Kersenpit’ kennen we niet; je ziet heel Utrecht." in notices


def test_a_place_among_the_words_can_be_taken_away(client, town):
    page = read(client.get("/zoeken?wat=koffie+in+Utrecht"))
    chip = page.select_one(".chip--understood")
    assert words(chip) == "plaats: in Utrecht weghalen"
    assert "zonder=place%3Autrecht" in chip["href"]
    assert "Utrecht" not in words(read(client.get(chip["href"])).h1).partition("voor")[0]


def test_nothing_that_fits_is_said_before_what_comes_near(client, town):
    put(listing("Tandem", UTRECHT, description="Fiets mee, ook naar de tandarts of de huisarts."))
    page = read(client.get("/zoeken?wat=tandarts+in+Utrecht"))
    assert words(page.h1) == "Niets gevonden voor tandarts rond Utrecht"
    assert not page.select("ol.cards")
    near = page.select_one("[aria-labelledby=nabij]")
    assert words(near.h2) == "Dit komt in de buurt"
    assert "Tandem" in words(near)
    empty = " ".join(map(words, page.select(".empty")))
    assert "Bel het wijkteam" in empty
    tip = page.select_one(".empty a[href^='/aanmelden']")
    form = read(client.get(tip["href"]))
    assert form.select_one("textarea[name=description]").text.strip() == "tandarts"
    assert form.select_one("input[name=address]")["value"] == "Utrecht"


def test_nothing_found_does_not_promise_listings_that_are_alike(client, town):
    page = read(client.get("/zoeken?wat=onderwaterhockey+vliegeren+kantklossen"))
    assert words(page.h1).startswith("Niets gevonden")
    assert "plekken die er een beetje op lijken" not in words(page)


def test_signs_alone_find_everything_and_are_not_in_the_heading(client, town):
    everything = words(read(client.get("/zoeken")).h1)
    for signs in ("%25", "_", "%F0%9F%8D%B2"):
        assert words(read(client.get(f"/zoeken?wat={signs}")).h1) == everything


def test_what_a_town_arranges_is_said(client, town):
    page = read(client.get("/zoeken?wat=paspoort+verlengen"))
    assert "Dit regel je bij je gemeente." in words(page.select_one(".empty"))


def test_where_somebody_is_reads_as_here(client, town):
    page = read(client.get("/zoeken?waar=52.091,+5.122"))
    assert words(page.h1).endswith("hier, in of bij Utrecht")


def test_a_way_out_keeps_the_place_in_the_words(client, town):
    page = read(client.get("/zoeken?wat=tandarts+in+Utrecht&soort=warm_place"))
    links = {words(link): link["href"] for link in page.select(".ways-out a")}
    without = next(href for text, href in links.items() if "zonder ‘tandarts’" in text)
    assert "waar=Utrecht" in without


def test_the_button_for_ones_own_place_says_what_to_do_when_it_is_refused(client, town):
    button = read(client.get("/zoeken")).select_one("[data-locate]")
    assert "Typ je postcode of plaats" in button["data-refused"]
    assert "Typ je postcode of plaats" in button["data-failed"]
