import re
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from werkzeug.datastructures import MultiDict

from socialmap.catalogue.taxonomy import taxonomy
from socialmap.cli.demo import SOURCE
from socialmap.config import resource
from socialmap.importing.actions import apply
from socialmap.importing.checking import ImportOptions, check_file
from socialmap.search.finder import find
from socialmap.search.query import FACETS, facet_codes
from socialmap.web.public.choices import QUESTIONS
from socialmap.web.public.guide import Answers
from tests.listings import ZEIST, listing, put

GUIDE = "/wat-past-bij-mij"
CHOICES = [(question, choice) for question in QUESTIONS for choice in question.choices]


def read(answer):
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def words(element):
    return " ".join(element.get_text(" ").split())


def query_of(*pairs):
    return Answers.from_args(MultiDict(pairs)).query()


@pytest.fixture
def places(app):
    put(
        listing(
            "Soep met Saar",
            kind="shared_meal",
            summary="Samen eten.",
            met_at_door=True,
            hours="Mo-Su 18:00-20:00",
            audiences=("everyone",),
        ),
        listing("Wandelclub", ZEIST, kind="walking_group", summary="Samen wandelen."),
        listing("Zorgboerderij", kind="care_farm", summary="Dieren verzorgen.", met_at_door=False),
    )


def test_every_question_is_a_group_with_boxes_that_work_without_scripts(client, app):
    page = read(client.get(GUIDE))
    groups = page.select("form.guide fieldset")
    assert [words(group.legend) for group in groups][:-1] == [q.mine for q in QUESTIONS]
    assert len(page.select("form.guide input[type=checkbox]")) == len(CHOICES)
    assert words(page.select_one("form.guide [type=submit]")) == "Toon wat past"
    assert not page.select("#past")


@pytest.mark.parametrize(
    ("question", "choice"), CHOICES, ids=lambda each: getattr(each, "code", "")
)
def test_every_choice_is_words_or_filters_that_the_search_knows(app, question, choice):
    known = {(facet.param, code) for facet in FACETS for code in facet_codes(facet, taxonomy())}
    assert set(choice.filters) <= known
    assert choice.words or choice.filters
    query = query_of((question.param, choice.code))
    assert not query.ignored
    assert query.words == choice.words
    assert set(query.filters) == set(choice.filters)


def test_codes_are_unique_within_a_question(app):
    for question in QUESTIONS:
        codes = [choice.code for choice in question.choices]
        assert len(set(codes)) == len(codes)


def test_every_choice_finds_something_in_the_demo_region(session):
    checked = check_file(resource("data", "demo", "initiatives.csv"), ImportOptions(source=SOURCE))
    apply(checked.plan, checked.origin, "test")
    found = {
        (question.param, choice.code): find(query_of((question.param, choice.code)))
        for question, choice in CHOICES
    }
    # What is open today hangs on the day, and on Sunday night nothing is.
    found.pop(("wanneer", "vandaag"))
    assert {choice for choice, results in found.items() if not results.total} == set()


def test_choices_become_one_search_that_can_be_shared(client, places):
    page = read(client.get(f"{GUIDE}?graag=contact&leuk=eten&lastig=spannend&waar=utrecht"))
    link = page.select_one("#past a[href^='/zoeken']")["href"]
    assert parse_qs(urlsplit(link).query) == {
        "wat": ["maaltijd"],
        "waar": ["utrecht"],
        "isolement": ["individual"],
        "drempel": ["met_at_door"],
    }
    assert words(BeautifulSoup(client.get(link).text, "html.parser").select_one(".card a")) == (
        "Soep met Saar"
    )


def test_a_hit_says_which_choices_it_meets(client, places):
    page = read(
        client.get(f"{GUIDE}?graag=contact&leuk=eten&lastig=spannend&wanneer=avond&wie=mannen")
    )
    card = page.select_one("#past .card")
    assert words(card.select_one(".card__reasons")) == (
        "Past bij: je welkom voelen · samen eten · iemand ontvangt je · ’s avonds"
    )


def test_what_nobody_told_is_said_and_is_no_reason(client, places):
    page = read(client.get(f"{GUIDE}?leuk=wandelen&lastig=spannend"))
    card = page.select_one("#past .card")
    assert words(card.select_one(".card__reasons")) == "Past bij: wandelen"
    assert "niet bekend: iemand ontvangt je" in words(card)


def test_more_wishes_find_more_and_more_hurdles_find_fewer(client, places):
    def total(query):
        return find(query_of(*query)).total

    one = total([("graag", "contact")])
    assert one < total([("graag", "contact"), ("graag", "bezig")])
    assert total([("graag", "bezig"), ("lastig", "spannend")]) < total([("graag", "bezig")])


def test_times_are_told_together_since_one_of_them_will_do(client, places):
    page = read(client.get(f"{GUIDE}?leuk=eten&wanneer=ochtend&wanneer=avond"))
    assert "’s ochtends of ’s avonds" in words(page.select_one(".card__reasons"))


def test_for_somebody_else_the_words_change_and_forms_have_their_full_names(client, places):
    page = read(client.get(f"{GUIDE}?voor=iemand&graag=contact"))
    assert words(page.h1) == "Wat heeft iemand nodig?"
    assert words(page.legend) == "Wat wil iemand graag?"
    assert "isolement: individueel" in words(page.select_one("#past .card"))
    assert page.select_one("input[type=hidden][name=voor]")["value"] == "iemand"
    switch = page.find("a", string=re.compile("voor mezelf"))
    assert switch["href"] == f"{GUIDE}?graag=contact"


def test_nothing_that_fits_is_no_dead_end(client, places):
    page = read(client.get(f"{GUIDE}?leuk=muziek&waar=utrecht"))
    assert "Niets past bij alles wat je koos" in words(page.select_one("#past"))
    assert page.select("#past .ways-out a")


def test_choosing_nothing_is_told(client, places):
    page = read(client.get(f"{GUIDE}?waar=&afstand="))
    assert "Je hebt nog niets gekozen" in words(page)
    assert not page.select("#past")


@pytest.mark.parametrize(
    "query",
    ["graag=kasteel", "leuk=<b>&afstand=-3", "voor=ikke&graag=contact", "waar=%00%ff&lastig=geld"],
)
def test_nonsense_is_left_out(client, places, query):
    assert client.get(f"{GUIDE}?{query}").status_code == 200


def test_everything_at_once_is_answered(client, places):
    args = [(question.param, choice.code) for question, choice in CHOICES]
    query = query_of(*args, ("waar", "utrecht"))
    assert len(query.words) < 200
    assert client.get(GUIDE, query_string=MultiDict(args)).status_code == 200


def test_nothing_is_stored(client, places):
    answer = client.get(f"{GUIDE}?graag=contact&waar=utrecht")
    assert "Set-Cookie" not in answer.headers
