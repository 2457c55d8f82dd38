import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from socialmap.catalogue.actions import rewrite
from socialmap.catalogue.models import InitiativeForm
from socialmap.isolation.forms import IsolationForm
from tests.listings import CHANGE, listing, put

METHOD = "/zo-delen-we-in"


def words(element):
    return " ".join(element.get_text(" ").split())


def page_of(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def test_the_method_tells_the_forms_the_limits_and_where_to_object(client, app):
    page = page_of(client, METHOD)
    text = words(page.main)
    for phrase in ("meedoen in de buurt", "rustig meewerken", "je welkom voelen", "onzeker"):
        assert phrase in text.lower()
    assert page.select_one("#bezwaar")
    assert len(page.select(".prose a[href^='/zoeken?isolement=']")) == len(IsolationForm)


def test_the_example_is_drawn_from_the_classifier_itself(client, app):
    page = page_of(client, METHOD)
    example = words(page.select_one(".example__forms li"))
    assert example.startswith("Hier werk je rustig mee (past goed) Dat zeggen deze woorden: ‘")
    assert "(beschrijving)" in example


def test_a_text_of_ones_own_is_classified_on_the_page_and_not_kept(client, app):
    page = page_of(client, f"{METHOD}?naam=Koffieochtend&beschrijving=Een+praatje+bij+de+koffie.")
    assert "Hier voel je je welkom" in words(page.select_one(".example__forms"))
    assert page.select_one("#naam")["value"] == "Koffieochtend"


def test_the_page_counts_what_people_decided(client, session):
    ids = put(listing("Koffie", kind="coffee_hour"), listing("Thee", kind="coffee_hour"))
    rewrite([(ids[0], listing("Koffie", kind="coffee_hour", forms={"group": 1.0}))], CHANGE)
    text = words(page_of(client, METHOD).main)
    assert "ingedeeld door de computer: 1, door een mens: 1." in text
    assert "Eén keer koos een mens iets anders dan de computer." in text


def test_it_is_linked_from_where_forms_are_shown(client, session):
    put(listing("Koffie", kind="coffee_hour"))
    for path in ("/", "/over", "/zoeken", "/initiatief/koffie"):
        assert page_of(client, path).select(f"main a[href='{METHOD}'], footer a[href='{METHOD}']")
    detail = words(page_of(client, "/initiatief/koffie").article)
    assert "Wat past bij je? Hier voel je je welkom Dit is een voorstel van de computer." in detail


def test_a_suggestion_that_is_unsure_says_so(client, session):
    put(listing("Iets", kind="coffee_hour"))
    form = session.scalars(select(InitiativeForm)).first()
    form.sureness = 0.3
    session.flush()
    assert "Het is onzeker." in words(page_of(client, "/initiatief/iets").article)


def test_residents_read_plain_words_in_the_filters(client, session):
    put(listing("Boerderij", kind="care_farm"))
    page = page_of(client, "/zoeken")
    assert words(page.select_one("#groep-isolement summary")) == "Wat past bij je?"
    assert "hier werk je rustig mee" in words(page.select_one("#groep-isolement"))


def test_a_suggestion_gives_forms_with_reasons(client, app):
    suggestion = client.get(
        "/indelen.json?naam=Koffieochtend&beschrijving=Iedereen+is+welkom+voor+een+praatje."
    ).json
    assert suggestion["eerste"] == "individual"
    first = suggestion["vormen"][0]
    assert first["gewoon"] == "hier voel je je welkom"
    assert first["redenen"]
    assert 0 <= suggestion["zekerheid"] <= 1
    assert suggestion["soort"]["code"] == "warm_place"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "naam=",
        "naam=%00%ff&beschrijving=<script>",
        "beschrijving=" + "koffie " * 3000,
        "naam=Coffee+morning&beschrijving=Everyone+welcome",
        "vorm=kasteel",
    ],
)
def test_any_text_is_answered(client, app, query):
    suggestion = client.get(f"/indelen.json?{query}").json
    assert set(suggestion) == {"vormen", "eerste", "zekerheid", "onzeker", "soort", "vorm"}
    assert client.get(f"{METHOD}?{query}").status_code == 200
