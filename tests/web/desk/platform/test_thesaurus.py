import pytest
from bs4 import BeautifulSoup

from socialmap.db import db
from socialmap.language.own_words import NONE, use
from socialmap.people.permissions import Role
from socialmap.search.index.snapshot import store
from socialmap.search.misses import MissedSearch
from socialmap.search.thesaurus.models import WordChange
from socialmap.search.thesaurus.queries import own_rows
from socialmap.times.clock import today
from tests.desk import a_person, sign_in
from tests.listings import listing, put

INDEX = "/beheer/zoekwoorden"
FORM = f"{INDEX}/woord"


@pytest.fixture(autouse=True)
def no_own_words_after():
    yield
    use(NONE)


@pytest.fixture
def coordinator(client):
    person = sign_in(client, a_person())
    put(listing("Schoon Zeist", summary="Samen zwerfafval rapen"), listing("Koffie"))
    store().stale()
    return person


def missed(words, count):
    db.session.add(MissedSearch(digest=words, words=words, count=count, last_on=today()))
    db.session.flush()


def test_a_word_that_found_nothing_is_added_with_one_click(client, coordinator):
    missed("prikploeg", 7)
    page = BeautifulSoup(client.get(INDEX).text, "html.parser")
    assert "7 keer gezocht" in page.text
    [link] = [each for each in page.select("a.button") if "prikploeg" in each.text]
    form = BeautifulSoup(client.get(link["href"]).text, "html.parser")
    assert form.select_one("[name=woord]")["value"] == "prikploeg"
    sent = {"woord": "prikploeg", "betekent": "zwerfafval", "do": "bewaar"}
    answer = client.post(FORM, data=sent, follow_redirects=True)
    assert "‘prikploeg’ is bewaard. Het vindt nu 1 plek." in answer.text
    assert "7 keer gezocht" not in answer.text
    assert "Schoon Zeist" in client.get("/zoeken?wat=prikploeg").text


def test_looking_saves_nothing_and_says_what_it_would_find(client, coordinator):
    sent = {"woord": "prikploeg", "betekent": "zwerfafval", "do": "kijk"}
    answer = client.post(FORM, data=sent)
    assert "nu 0 van de 2 plekken, met dit woord 1." in answer.text
    assert own_rows() == []


def test_a_refused_word_keeps_what_was_typed(client, coordinator):
    sent = {"woord": "Ik zoek", "betekent": "zwerfafval, rapen", "vorm": "walking_group"}
    answer = client.post(FORM, data=sent | {"do": "bewaar"})
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html.parser")
    assert "te gewoon" in page.select_one("#woord-error").text
    assert page.select_one("[name=woord]")["value"] == "Ik zoek"
    assert page.select_one("[name=betekent]").text.strip() == "zwerfafval, rapen"
    assert page.select_one("[name=vorm] [selected]")["value"] == "walking_group"


def test_a_code_that_we_do_not_have_leads_nowhere(client, coordinator):
    sent = {"woord": "prikploeg", "vorm": "geen-soort", "need": "niets", "do": "bewaar"}
    answer = client.post(FORM, data=sent)
    assert answer.status_code == 422
    assert "minstens één" in answer.text


def test_a_renamed_word_does_not_stay_under_its_old_name(client, coordinator):
    client.post(FORM, data={"woord": "prikploeg", "betekent": "zwerfafval", "do": "bewaar"})
    sent = {"oud": "prikploeg", "woord": "prikkers", "betekent": "zwerfafval", "do": "bewaar"}
    client.post(FORM, data=sent)
    assert [row.phrase for row in own_rows()] == ["prikkers"]


def test_a_question_shows_what_is_understood_and_what_comes_first_and_why(client, coordinator):
    client.post(FORM, data={"woord": "prikploeg", "betekent": "zwerfafval", "do": "bewaar"})
    page = BeautifulSoup(client.get(f"{INDEX}/proberen?wat=prikploeg").text, "html.parser")
    text = " ".join(page.text.split())
    assert "‘prikploeg’ leidt ook naar zwerfafval" in text
    assert "1 plek gevonden" in text
    first = page.select_one("main ol li, ol li")
    assert "Schoon Zeist" in first.text
    assert "woorden: zwerfafval" in first.text


def test_a_question_about_danger_is_not_counted_and_says_so(client, coordinator):
    page = client.get(f"{INDEX}/proberen?wat=ik+wil+dood").text
    assert "Dit gaat over gevaar" in page


def test_who_changed_what_is_shown_and_taken_back(client, coordinator):
    client.post(FORM, data={"woord": "prikploeg", "betekent": "zwerfafval", "do": "bewaar"})
    change = db.session.query(WordChange).one()
    page = client.get(f"{INDEX}/geschiedenis").text
    assert coordinator.name in page
    answer = client.post(f"{INDEX}/geschiedenis/{change.id}", follow_redirects=True)
    assert "De wijziging van ‘prikploeg’ is terug." in answer.text
    assert own_rows() == []


def test_a_shipped_word_is_switched_off_at_the_desk(client, coordinator):
    page = BeautifulSoup(client.get(f"{INDEX}/bij-de-kaart?woord=gezelschap").text, "html.parser")
    form = page.select_one("ul.work form")
    sent = {each["name"]: each["value"] for each in form.select("input[name]")}
    sent["do"] = form.button["value"]
    answer = client.post(f"{INDEX}/bij-de-kaart", data=sent, follow_redirects=True)
    assert "staat uit." in answer.text
    assert coordinator.name in client.get(INDEX).text


@pytest.mark.parametrize("path", ["", "/proberen", "/woord", "/bij-de-kaart", "/geschiedenis"])
def test_odd_addresses_are_pages(client, coordinator, path):
    for query in ("", "?woord=%00%F0&pagina=x&wat=%22%22*", f"?woord={'a' * 3000}&pagina=-4"):
        assert client.get(f"{INDEX}{path}{query}").status_code == 200


@pytest.mark.parametrize("role", [Role.EDITOR, Role.PROFESSIONAL, Role.POLICY_OFFICER])
def test_others_change_no_words(client, role):
    sign_in(client, a_person(role))
    assert client.post(FORM, data={"woord": "x"}).status_code == 403
