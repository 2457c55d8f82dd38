import secrets
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from socialmap.search.misses import miss
from tests.listings import UTRECHT, listing, put

SEARCH = "/zoeken?wat="


def box(answer):
    return BeautifulSoup(answer.text, "html.parser").select_one("section.danger")


def words(element):
    return " ".join(element.get_text(" ").split())


def numbers(element):
    return [link["href"] for link in element.select("a[href^='tel:']")]


def test_who_to_call_stands_above_everything_on_the_page(client, app):
    answer = client.get(f"{SEARCH}ik+wil+niet+meer+leven")
    found = box(answer)
    assert numbers(found) == ["tel:112", "tel:08000113", "tel:08002000", "tel:08000432"]
    assert answer.text.index("snel-weg") < answer.text.index("skip-link")
    assert found.select_one("a")["href"] == "https://www.buienradar.nl"


def test_in_an_emergency_only_112_comes_first(client, app):
    found = box(client.get(f"{SEARCH}er+is+brand+in+mijn+huis"))
    assert numbers(found) == ["tel:112"]


def test_who_sees_neglect_is_sent_to_veilig_thuis(client, app):
    found = box(client.get(f"{SEARCH}mijn+buurman+van+90+wordt+verwaarloosd"))
    assert numbers(found) == ["tel:112", "tel:08002000", "tel:08000432"]


def test_the_results_still_stand_below(client, app):
    put(listing("Koffie bij Noor", UTRECHT, summary="Koffie voor wie niet meer wil leven zoals nu"))
    page = BeautifulSoup(client.get(f"{SEARCH}koffie+ik+wil+niet+meer+leven").text, "html.parser")
    assert page.select_one("section.danger")
    assert page.select_one("#resultaten h1")


@pytest.mark.parametrize(
    ("question", "second"),
    [
        ("ik wil dood", "tel:08000113"),
        ("mijn man slaat mij", "tel:08002000"),
        ("ik krijg geen eten van mijn ouders", "tel:08000432"),
        ("ik moet trouwen van mijn ouders", "tel:08002000"),
        ("ik word gestalkt", "tel:08002000"),
    ],
)
def test_after_112_comes_who_knows_most_of_it(client, app, question, second):
    assert numbers(box(client.get(SEARCH + question)))[:2] == ["tel:112", second]


@pytest.mark.parametrize(
    ("question", "language", "direction", "text"),
    [
        ("ik wil dood", "nl", "ltr", "Snel weg"),
        ("my husband beats me", "en", "ltr", "Leave quickly"),
        ("mein Mann schlägt mich", "de", "ltr", "Schnell weg"),
        ("je veux mourir", "fr", "ltr", "Quitter vite"),
        ("mi marido me pega", "es", "ltr", "Salir rápido"),
        ("kocam beni dövüyor", "tr", "ltr", "Hemen çık"),
        ("زوجي يضربني", "ar", "rtl", "خروج سريع"),
        ("mąż mnie bije", "pl", "ltr", "Szybkie wyjście"),
        ("чоловік мене б’є", "uk", "ltr", "Швидко вийти"),
        ("муж меня бьёт", "ru", "ltr", "Быстро уйти"),
        ("死にたい", "nl", "ltr", "Snel weg"),
    ],
)
def test_the_box_speaks_the_language_of_the_question(
    client, app, question, language, direction, text
):
    found = box(client.get(SEARCH + question))
    assert (found["lang"], found["dir"]) == (language, direction)
    assert words(found.select_one("a")) == text


def test_it_says_honestly_what_leaving_does_not_do(client, app):
    assert "kan nog in de geschiedenis van je browser staan" in words(
        box(client.get(f"{SEARCH}zelfmoord"))
    )


def test_nothing_of_it_stays_in_the_browser_or_in_its_list_of_titles(client, app):
    answer = client.get(f"{SEARCH}mijn+man+slaat+mij")
    assert "no-store" in answer.headers["Cache-Control"]
    title = BeautifulSoup(answer.text, "html.parser").title.text
    assert "slaat" not in title
    assert "no-store" not in client.get(f"{SEARCH}koffie").headers["Cache-Control"]


def test_a_part_of_the_page_tells_the_script_that_the_box_belongs_above_it(client, app):
    def part(question):
        answer = client.get(SEARCH + question, headers={"X-Fragment": "results"})
        return BeautifulSoup(answer.text, "html.parser").select_one("#resultaten")

    assert part("ik wil dood")["data-danger"] == "suicide"
    assert "slaat" not in part("mijn man slaat mij")["data-title"]
    assert "data-danger" not in part("koffie").attrs


def test_it_also_helps_to_type_it_where_a_place_is_asked(client, app):
    assert box(client.get("/zoeken?waar=mijn+man+slaat+mij"))
    assert not box(client.get("/zoeken?waar=zeist"))


def test_an_ordinary_question_has_no_box(client, app):
    assert not box(client.get(f"{SEARCH}mijn+man+is+overleden"))
    assert not box(client.get("/zoeken"))


def test_programs_are_told_as_well(client, app):
    answer = client.get("/zoeken.json?wat=ik+wil+dood").json
    assert answer["danger"] == {"about": "suicide", "language": "nl"}
    assert client.get("/zoeken.json?wat=koffie").json["danger"] is None


@pytest.mark.parametrize("question", ["ik wil dood", "kocam beni dövüyor", "zelfmoord"])
def test_such_words_are_never_counted_as_missed(app, question):
    assert miss(question, "secret") is None


def test_without_a_phone_number_of_the_team_no_number_is_made_up(client, app):
    found = box(client.get(f"{SEARCH}ik+wil+dood"))
    assert found.select_one("a[href$='/over#contact']")


@pytest.fixture
def asked(app, monkeypatch):
    """The texts for which the geocoder, which is another machine, is asked."""
    texts = []

    def ask(_url, parameters):
        texts.append(" ".join(map(str, parameters.values())))
        return []

    monkeypatch.setattr("socialmap.places.pdok.fetch_documents", ask)
    pdok = f"https://pdok.example/{secrets.token_hex(8)}/free"  # whose answers nobody knows yet
    settings = replace(app.extensions["socialmap"], geocoder="pdok", pdok_url=pdok)
    monkeypatch.setitem(app.extensions, "socialmap", settings)
    return texts


@pytest.mark.parametrize(
    "question",
    [
        "/zoeken?waar=hij+slaat+mij+al+3+jaar",
        "/zoeken?wat=ik+wil+dood&waar=Dorpsstraat+5+Zeist",
        "/zoeken?wat=ik+wil+dood+Dorpsstraat+5+Zeist",
        "/zoeken?wat=ik+wil+dood&waar=52.09,5.12",
        "/zoeken.json?wat=ik+wil+dood&waar=Dorpsstraat+5+Zeist",
        "/zoeken.ics?wat=ik+wil+dood&waar=Dorpsstraat+5+Zeist",
        "/agenda?waar=hij+slaat+mij+al+3+jaar",
        "/ruimtes?waar=hij+slaat+mij+al+3+jaar",
        "/?waar=hij+slaat+mij+al+3+jaar",
    ],
)
def test_a_question_in_danger_never_leaves_the_machine(client, asked, question):
    assert client.get(question).status_code == 200
    assert asked == []


def test_an_ordinary_address_is_looked_up(client, asked):
    client.get("/zoeken?wat=koffie&waar=Dorpsstraat+5+Zeist")
    assert any("Dorpsstraat 5" in text for text in asked)


def test_the_privacy_page_says_who_looks_an_address_up(client, asked):
    assert "Dan vragen we niets aan PDOK." in client.get("/privacy").text
