from datetime import datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from socialmap.catalogue.taxonomy import taxonomy
from socialmap.search.query import FACETS, SearchQuery, facet_codes
from socialmap.search.reading.chips import Reading
from socialmap.search.reading.unwanted import read_unwanted
from socialmap.search.reading.unwanted_words import concepts
from socialmap.search.words import AnyOf
from socialmap.times.clock import AMSTERDAM

AT = datetime(2026, 11, 24, 10, 30, tzinfo=AMSTERDAM)


def read(words, **fields):
    return read_unwanted(Reading(SearchQuery(words=words, **fields)), AT)


@pytest.mark.parametrize(
    ("typed", "words", "chips"),
    [
        ("wandelen, geen groep", "wandelen", [("group", "geen groep")]),
        ("koffie maar niet buiten", "koffie", [("outside", "niet buiten")]),
        ("met mijn handen bezig zijn, niet buiten", "met mijn handen bezig zijn", [("outside", "niet buiten")]),
        ("liever niet in een kerk zingen", "zingen", [("church", "liever niet in een kerk")]),
        ("feest, geen alcohol", "feest", [("alcohol", "geen alcohol")]),
        ("uitje zonder kinderen", "uitje", [("children", "zonder kinderen")]),
        ("ik heb geen zin in een groep", "", [("group", "geen zin in een groep")]),
        ("walking, no group", "walking", [("group", "no group")]),
        ("kaffee ohne gruppe", "kaffee", [("group", "ohne gruppe")]),
        ("club maar geen bingo", "club", [("bingo", "geen bingo")]),
        ("zingen zonder noten te kunnen lezen", "zingen", [("noot", "zonder noten te kunnen lezen")]),
        ("praten zonder dat het over mijn ziekte gaat", "praten", [("illness", "zonder dat het over mijn ziekte gaat")]),
        ("koffie zonder bingo en muziek", "koffie", [("bingo", "zonder bingo"), ("muziek", "geen muziek")]),
        ("samen eten, koken hoeft niet", "samen eten", [("cooking", "koken hoeft niet")]),
        ("fietsen hoeft niet, wandelen wel", "wandelen wel", [("fiet", "fietsen hoeft niet")]),
        ("tuinieren vind ik niet leuk maar klussen wel", "klussen wel", [("outside", "tuinieren vind ik niet leuk")]),
        ("in een groep wil ik niet, wandelen wel", "wandelen wel", [("group", "in een groep wil ik niet")]),
        ("alles behalve sport", "", [("sport", "behalve sport")]),
        ("ik ben bang voor honden, wandelen", "ik ben wandelen", [("animals", "bang voor honden")]),
        ("geen lange wandeling", "wandeling", [("lang", "geen lange")]),
        ("koffie in plaats van bier", "koffie", [("alcohol", "in plaats van bier")]),
        ("sporten zonder wedstrijd", "sporten", [("competition", "zonder wedstrijd")]),
        ("bewegen maar niet te zwaar", "bewegen", [("easy", "niet te zwaar")]),
        ("chanter sans groupe", "chanter", [("group", "sans groupe")]),
        ("liever wandelen dan praten", "wandelen", [("talking", "liever niet praten")]),
        ("ik ga liever tuinieren dan in een groep zitten", "ik ga tuinieren", [("group", "liever niet in een groep zitten")]),
        ("liever een kop koffie dan bingo, in de ochtend", "een kop koffie in de ochtend", [("bingo", "liever niet bingo")]),
        ("rather walk than talk", "walk", [("talk", "rather not talk")]),
        ("huiskamer zonder muziek, met koffie", "huiskamer met koffie", [("muziek", "zonder muziek")]),
    ],
)  # fmt: skip
def test_what_is_not_wanted_leaves_the_words_and_is_named(typed, words, chips):
    reading = read(typed)
    assert reading.query.words == words
    assert [(chip.code, chip.words) for chip in reading.chips] == chips
    assert reading.less
    assert reading.query.chosen == {}


@pytest.mark.parametrize(
    ("typed", "words", "facet", "fact"),
    [
        ("dagbesteding zonder verwijzing", "dagbesteding", "drempel", "no_referral_needed"),
        ("dagbesteding zonder indicatie", "dagbesteding", "drempel", "no_referral_needed"),
        ("koffie zonder afspraak", "koffie", "drempel", "walk_in"),
        ("koffie zonder dat ik me hoef in te schrijven", "koffie", "drempel", "walk_in"),
        ("koffie, hoeft niet te betalen", "koffie", "drempel", "free_of_charge"),
        ("gratis sporten", "sporten", "drempel", "free_of_charge"),
        ("koffie, niet te druk", "koffie", "drempel", "quiet"),
        ("Wmo algemene voorziening", "Wmo", "drempel", "no_referral_needed"),
        ("uitje, kan niet tegen drukte", "uitje", "drempel", "quiet"),
        ("inloop zonder wachtlijst", "inloop", "drempel", "walk_in"),
        ("koffie zonder trap", "koffie", "toegankelijk", "step_free"),
    ],
)
def test_a_known_fact_is_asked_for(typed, words, facet, fact):
    reading = read(typed)
    assert reading.query.words == words
    assert reading.query.values(facet) == {fact}
    assert len(reading.chips) == 1


@pytest.mark.parametrize(
    "typed",
    [
        *("niet alleen", "liever niet alleen eten", "niets te doen", "niet zo mobiel", "geen geld"),
        *("ik heb geen vrienden", "geen vrienden", "ik heb geen geld voor eten", "zonder werk"),
        *("ik heb geen auto", "ik spreek geen nederlands", "ik kan niet slapen", "geen zin meer"),
        *("ik wil niet meer leven", "kom niet meer buiten", "zonder partner", "gratis eten"),
        *("bang voor mijn man", "nooit bezoek", "ik slaap niet", "lopen kan ik niet meer"),
        *("alleen thuis wil ik niet", "koffie", "", "niet", "geen", "zonder", '"geen groep"'),
    ],
)
def test_a_need_stays_a_need(typed):
    reading = read(typed)
    assert reading.query.words == typed
    assert reading.chips == ()


def test_what_costs_little_rises():
    reading = read("uitje, niet te duur")
    assert reading.query == SearchQuery(words="uitje")
    assert [chip.code for chip in reading.chips] == ["cheap"]
    assert reading.better


def test_what_a_person_takes_away_is_an_ordinary_word_again():
    reading = read("wandelen geen groep", dropped=frozenset({"unwanted:group"}))
    assert reading == Reading(
        SearchQuery(words="wandelen geen groep", dropped=reading.query.dropped)
    )


def test_each_thing_that_is_known_is_of_the_taxonomy():
    codes = {facet.param: facet_codes(facet, taxonomy()) for facet in FACETS}
    for concept in concepts().values():
        assert concept.name
        assert concept.phrases or concept.objects
        for param, code in concept.wants:
            assert code in codes[param]
        for clause in (*concept.less, *concept.better):
            if isinstance(clause, AnyOf):
                assert all(part.code in codes[part.facet] for part in clause.clauses)
            else:
                assert all(each.terms for each in clause.alternatives)


WORDS = "koffie geen zonder niet maar groep, in een te en of. liever wil dat verwijzing gratis ik"


@given(st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join))
@example("zonder dat")
@settings(max_examples=300, deadline=None)
def test_words_are_only_taken_away(typed):
    reading = read(typed)
    left, all_words = reading.query.words.split(), typed.split()
    assert len(left) <= len(all_words)
    assert bool(reading.chips) or reading.query.words == typed


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_text_is_an_error(typed):
    assert isinstance(read(typed), Reading)
