import re
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from werkzeug.datastructures import MultiDict

from socialmap.catalogue.taxonomy import taxonomy
from socialmap.config import resource
from socialmap.importing.actions import apply
from socialmap.importing.checking import ImportOptions, check_file
from socialmap.search.finder import find
from socialmap.search.query import FACETS, facet_codes
from socialmap.upkeep.examples import DEMO_SOURCE
from socialmap.web.public.choices import QUESTIONS
from socialmap.web.public.guide import Answers
from tests.listings import ZEIST, listing, put
from tests.search.test_finder import queries_of

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


def step(param, query=""):
    return f"{GUIDE}/{param}{'?' if query else ''}{query}"


def fitting(query):
    return step("uitkomst", query)


def arguments(element):
    """The question that a link or form leads to, and the answers in its address."""
    parts = urlsplit(element.get("href") or element["action"])
    return parts.path.rpartition("/")[2], parse_qs(parts.query)


def test_the_guide_begins_with_its_first_question(client, places):
    page = read(client.get(GUIDE))
    assert "vraag 1 van 7" in words(page.h1)
    assert QUESTIONS[0].mine in words(page.h1)
    assert page.select_one("form.guide__form input[name=waar]")


@pytest.mark.parametrize("number", range(len(QUESTIONS)))
def test_each_question_is_a_page_with_a_way_on_back_and_past_it(client, places, number):
    question = QUESTIONS[number]
    page = read(client.get(step(question.param, "leuk=eten&lastig=geld")))
    heading = words(page.h1)
    assert f"vraag {number + 1} van {len(QUESTIONS)}" in heading
    assert question.mine in heading
    form = page.select_one("form.guide__form")
    following = QUESTIONS[number + 1].param if number + 1 < len(QUESTIONS) else "uitkomst"
    assert arguments(form)[0] == following
    boxes = form.select("input[type=checkbox], input[type=radio]")
    # Of a question with one answer, that it does not matter is an answer too.
    assert len(boxes) == len(question.choices) + question.single
    back = form.select("button[formaction]")
    assert [urlsplit(b["formaction"]).path for b in back] == (
        [step(QUESTIONS[number - 1].param)] if number else []
    )
    # Passing the question by keeps the answers, also to this one.
    past = page.find("a", string="Sla over")
    assert arguments(past) == (following, {"leuk": ["eten"], "lastig": ["geld"]})


def test_answers_to_other_questions_go_along_with_the_form(client, places):
    page = read(
        client.get(step("leuk", "leuk=eten&graag=contact&waar=zeist&afstand=5&voor=iemand"))
    )
    along = {field["name"]: field["value"] for field in page.select("input[type=hidden]")}
    assert along == {"graag": "contact", "waar": "zeist", "afstand": "5", "voor": "iemand"}
    assert [box["value"] for box in page.select("input[name=leuk][checked]")] == ["eten"]


def test_at_each_question_stands_how_many_places_fit_and_which(client, places):
    page = read(client.get(step("lastig", "leuk=eten")))
    assert words(page.select_one("#tot-nu-toe")) == "1 plek past bij jou"
    assert words(page.select_one("#gids-aantal")) == "1 plek past bij jou"
    assert words(page.select_one("#gids-stand .card a")) == "Soep met Saar"
    assert words(page.select_one("#gids-stand a.button")) == "Bekijk 1 plek"
    assert arguments(page.select_one("#gids-stand a.button")) == ("uitkomst", {"leuk": ["eten"]})
    before = read(client.get(GUIDE))
    assert words(before.select_one("#tot-nu-toe")) == "3 plekken op de kaart"


def test_the_answers_so_far_can_be_changed(client, places):
    page = read(client.get(step("wie", "leuk=eten&leuk=koffie&lastig=geld&waar=zeist&afstand=5")))
    answers = page.select("#gids-antwoorden li")
    assert [words(answer.select_one("span")) for answer in answers] == [
        "Waar: Zeist, tot 5 kilometer",
        "Zin in: Samen eten, Koffie of thee",
        "Lastig: Ik heb weinig geld",
    ]
    changes = [arguments(answer.a) for answer in answers]
    assert [question for question, _ in changes] == ["waar", "leuk", "lastig"]
    assert all(args["leuk"] == ["eten", "koffie"] for _, args in changes)


def test_one_to_one_finds_people_who_come_for_you_alone(client, places):
    put(listing("Maatjes", kind="buddy_project", summary="Eén vrijwilliger voor jou."))
    page = read(client.get(fitting("samen=een")))
    assert [words(title) for title in page.select(".card__title")] == ["Maatjes"]
    assert "Past bij: één op één" in words(page.select_one(".card"))
    more = read(client.get(fitting("samen=groep")))
    assert "Maatjes" not in words(more.select_one(".guide__results"))
    # Of a question with one answer, an address with more has the first.
    assert Answers.from_args(MultiDict([("samen", "groep"), ("samen", "een")])).pairs() == [
        ("samen", "een")
    ]


def test_an_unknown_question_is_said(client, app):
    answer = client.get(step("kasteel"))
    assert answer.status_code == 404
    assert "Deze vraag is er niet" in answer.text


def test_an_address_with_answers_leads_to_what_fits(client, app):
    answer = client.get(f"{GUIDE}?graag=contact&waar=zeist")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{fitting('waar=zeist&graag=contact')}#vraag"


def test_a_name_of_several_places_is_asked_before_anything_fits(client, places):
    for page in (step("graag", "waar=hengelo&leuk=eten"), fitting("waar=hengelo&leuk=eten")):
        links = read(client.get(page)).select(".choices a")
        assert len(links) > 2
        question, args = arguments(links[0])
        assert question == urlsplit(page).path.rpartition("/")[2]
        assert args["leuk"] == ["eten"]
        assert args["waar"][0].startswith("Hengelo")
    asked = read(client.get(step("graag", "waar=hengelo")))
    assert words(asked.select_one("#gids-aantal a")) == "Zeg eerst welke plaats je bedoelt"


def test_many_that_fit_are_pages_as_in_the_search(client, app):
    put(*(listing(f"Koffie {n}", kind="coffee_hour") for n in range(25)))
    page = read(client.get(fitting("leuk=koffie")))
    assert len(page.select("ol.cards > .card")) == 20
    following = page.select_one("a[rel=next]")
    assert arguments(following) == ("uitkomst", {"leuk": ["koffie"], "pagina": ["2"]})
    last = read(client.get(following["href"]))
    assert last.select_one("ol.cards")["start"] == "21"


def test_a_choice_is_a_chip_that_can_be_taken_away(client, places):
    page = read(client.get(fitting("leuk=eten&lastig=geld")))
    chips = page.select(".chips a.chip")
    assert [words(chip) for chip in chips] == [
        "samen eten weghalen",
        "het is gratis weghalen",
        "Wis alles",
    ]
    assert arguments(chips[0]) == ("uitkomst", {"lastig": ["geld"]})


def test_danger_in_the_place_is_answered_first(client, places):
    answer = client.get(fitting("waar=ik+wil+dood"))
    assert read(answer).select_one(".danger")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", [step("lastig", "leuk=eten"), fitting("leuk=eten")])
def test_the_database_is_not_asked_for_places(client, places, path):
    client.get(path)
    before = queries_of(lambda: client.get(path))
    put(*(listing(f"Maaltijd {n}", kind="shared_meal") for n in range(9)))
    client.get(path)
    assert queries_of(lambda: client.get(path)) == before


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
    checked = check_file(
        resource("data", "demo", "initiatives.csv"), ImportOptions(source=DEMO_SOURCE)
    )
    apply(checked.plan, checked.origin, "test")
    found = {
        (question.param, choice.code): find(query_of((question.param, choice.code)))
        for question, choice in CHOICES
    }
    # What is open today hangs on the day, and on Sunday night nothing is.
    found.pop(("wanneer", "vandaag"))
    assert {choice for choice, results in found.items() if not results.total} == set()


def test_choices_become_one_search_that_can_be_shared(client, places):
    page = read(client.get(fitting("graag=contact&leuk=eten&lastig=spannend&waar=utrecht")))
    link = page.select_one("a[href^='/zoeken?']")["href"]
    assert parse_qs(urlsplit(link).query) == {
        "wat": ["maaltijd"],
        "waar": ["utrecht"],
        "isolement": ["individual"],
        "drempel": ["met_at_door"],
        "weergave": ["kaart"],
    }
    assert words(BeautifulSoup(client.get(link).text, "html.parser").select_one(".card a")) == (
        "Soep met Saar"
    )


def test_a_hit_says_which_choices_it_meets(client, places):
    page = read(
        client.get(fitting("graag=contact&leuk=eten&lastig=spannend&wanneer=avond&wie=mannen"))
    )
    card = page.select_one(".guide__results .card")
    assert words(card.select_one(".card__reasons")) == (
        "Past bij: je welkom voelen · samen eten · iemand ontvangt je · ’s avonds"
    )


def test_what_nobody_told_is_said_and_is_no_reason(client, places):
    page = read(client.get(fitting("leuk=wandelen&lastig=spannend")))
    card = page.select_one(".guide__results .card")
    assert words(card.select_one(".card__reasons")) == "Past bij: wandelen"
    assert "niet bekend: iemand ontvangt je" in words(card)


def test_more_wishes_find_more_and_more_hurdles_find_fewer(client, places):
    def total(query):
        return find(query_of(*query)).total

    one = total([("graag", "contact")])
    assert one < total([("graag", "contact"), ("graag", "bezig")])
    assert total([("graag", "bezig"), ("lastig", "spannend")]) < total([("graag", "bezig")])


def test_times_are_told_together_since_one_of_them_will_do(client, places):
    page = read(client.get(fitting("leuk=eten&wanneer=ochtend&wanneer=avond")))
    assert "’s ochtends of ’s avonds" in words(page.select_one(".card__reasons"))


def test_for_somebody_else_the_words_change_and_forms_have_their_full_names(client, places):
    page = read(client.get(step("graag", "voor=iemand&graag=contact")))
    assert "Wat wil iemand graag?" in words(page.h1)
    assert "isolement: individueel" in words(page.select_one("#gids-stand .card"))
    assert page.select_one("input[type=hidden][name=voor]")["value"] == "iemand"
    first = read(client.get(step("waar", "voor=iemand&graag=contact")))
    switch = first.find("a", string=re.compile("voor mezelf"))
    assert arguments(switch) == ("waar", {"graag": ["contact"]})


def test_nothing_that_fits_is_no_dead_end(client, places):
    page = read(client.get(fitting("leuk=muziek&waar=utrecht")))
    assert words(page.h1) == "Niets past bij alles wat je koos"
    assert page.select(".ways-out a")
    asked = read(client.get(step("wie", "leuk=muziek&waar=utrecht")))
    assert words(asked.select_one("#tot-nu-toe")) == "Niets past bij alles wat je koos"
    assert words(asked.select_one("#gids-stand a.button")) == "Zo kom je verder"


@pytest.mark.parametrize("query", ["", "waar=&afstand=&samen="])
def test_choosing_nothing_is_said_with_a_way_on(client, places, query):
    page = read(client.get(fitting(query)))
    assert words(page.h1) == "Je hebt nog niets gekozen"
    assert "Bekijk alle 3 plekken" in words(page)
    assert not page.select(".card")


@pytest.mark.parametrize(
    "query",
    [
        "graag=kasteel",
        "leuk=<b>&afstand=-3",
        "voor=ikke&graag=contact&afstand=%00",
        "waar=%00%ff&lastig=geld",
    ],
)
def test_nonsense_is_left_out(client, places, query):
    for param in ("waar", "graag", "wie", "uitkomst"):
        assert client.get(step(param, query)).status_code == 200


def test_everything_at_once_is_answered(client, places):
    args = [(question.param, choice.code) for question, choice in CHOICES]
    query = query_of(*args, ("waar", "utrecht"))
    assert len(query.words) < 200
    for param in ("wie", "uitkomst"):
        assert client.get(step(param), query_string=MultiDict(args)).status_code == 200


def test_nothing_is_stored(client, places):
    for path in (step("leuk", "graag=contact&waar=utrecht"), fitting("graag=contact&waar=utrecht")):
        assert "Set-Cookie" not in client.get(path).headers


@pytest.mark.parametrize("path", [step("leuk", "leuk=eten"), fitting("leuk=eten")])
def test_a_place_leads_back_to_where_the_guide_showed_it(client, places, path):
    page = read(
        client.get("/initiatief/soep-met-saar", headers={"Referer": f"http://localhost{path}"})
    )
    back = [link["href"] for link in page.select("a") if "Terug naar de lijst" in words(link)]
    assert back == [f"{path}#plek-soep-met-saar"]
    assert read(client.get(path)).select("#plek-soep-met-saar")
