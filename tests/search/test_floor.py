"""What fits a question and what only comes near it."""

import pytest

from socialmap.search.finder import find, finder
from socialmap.search.query import SearchQuery
from tests.listings import AMERSFOORT, UTRECHT, listing, put


@pytest.fixture
def town(session):
    put(
        listing("Samen aan Tafel", UTRECHT, kind="shared_meal", summary="Samen eten met de buurt."),
        listing("Koffie bij Noor", UTRECHT, kind="coffee_hour", summary="Elke ochtend koffie."),
        listing(
            "Tandem",
            UTRECHT,
            kind="buddy_project",
            summary="Fietsen met z'n tweeën, met kinderen en ouderen.",
            description="Ook naar de huisarts. Een pas kun je verlengen. Bel bij een groot probleem.",
        ),
        listing("Breien in Bedrijf", UTRECHT, summary="Breien voor een goed doel, voor vrouwen."),
        listing("Ver Weg", AMERSFOORT, kind="coffee_hour", summary="Schaken en koffie."),
    )


def names(hits):
    return [hit.card.name for hit in hits]


@pytest.mark.parametrize(
    "text",
    [
        *("tandarts", "huisarts", "loodgieter", "paspoort verlengen", "zwemles kinderen"),
        *("rijschool voor ouderen", "verhuisbedrijf", "goedkope vliegtickets"),
        *("dierenarts", "kinderdagverblijf voor mijn dochter"),
    ],
)
def test_what_is_not_on_the_map_is_not_pretended(town, text):
    results = find(SearchQuery(words=text))
    assert names([*results.hits, *results.serving]) == []
    assert results.total == 0


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("koffie", "Koffie bij Noor"),
        ("kofie", "Koffie bij Noor"),
        ("samen eten met kinderen", "Samen aan Tafel"),
        ("breien", "Breien in Bedrijf"),
        ("breigroep", "Breien in Bedrijf"),
        ("ik wil graag ergens breien met andere vrouwen uit de buurt", "Breien in Bedrijf"),
        ("coffee with other people", "Koffie bij Noor"),
        ("mee naar de huisarts", "Tandem"),
    ],
)
def test_what_fits_stays_found(town, text, name):
    assert name in names(find(SearchQuery(words=text)).hits)


def test_only_what_has_no_address_is_found_when_only_that_fits(town):
    put(listing("Goedemorgen Telefoon", None, kind="phone_circle", summary="Elke dag gebeld."))
    put(listing("Knoppen", UTRECHT, summary="Leer bellen met een telefoon."))
    results = find(SearchQuery(words="telefooncirkel"))
    assert names(results.hits) == []
    assert names(results.serving) == ["Goedemorgen Telefoon"]


def test_what_comes_near_is_apart(town):
    results = find(SearchQuery(words="huisarts"))
    assert names(results.near) == ["Tandem"]
    assert results.counts == {}
    assert finder().matches(SearchQuery(words="huisarts")).ids() == set()


def test_what_fits_farther_away_is_a_way_out(town):
    results = find(SearchQuery(words="schaken in Utrecht"))
    assert results.total == 0
    wider = [way for way in results.ways_out if way.kind == "distance"]
    assert [(way.what, way.total) for way in wider] == [(("afstand", "25"), 1)]
    assert wider[0].query.words == "schaken in Utrecht"


def test_every_way_out_keeps_the_place_among_the_words(town):
    query = SearchQuery(words="schaken in Utrecht", chosen={"soort": frozenset({"warm_place"})})
    for way in find(query).ways_out:
        assert finder().matches(way.query).query.where == "Utrecht", way


def test_several_words_are_not_found_by_one_of_them_and_what_the_others_hardly_mean(session):
    put(
        listing("Maatjes", kind="buddy_project", summary="Een maatje voor mantelzorgers."),
        listing("Ommetje", kind="walking_group", summary="Drie keer rond de plas wandelen."),
    )
    results = find(SearchQuery(words="oppas gezocht voor drie katten"))
    assert names([*results.hits, *results.serving]) == []
    assert results.near


def test_what_is_reached_by_phone_is_first_at_a_place_when_it_fits_clearly_better(session):
    put(
        listing("Elke Ochtend", None, kind="phone_circle", service_areas=("Utrecht",)),
        listing("Wij Bellen", UTRECHT, summary="Koffie. Wij bellen als er taart is."),
    )
    where = SearchQuery(words="iemand die mij belt", where="Utrecht")
    assert names(find(where).foremost) == ["Elke Ochtend"]
    assert names(find(where).in_order) == ["Elke Ochtend", "Wij Bellen"]
    assert names(find(where.changed(sort="dichtbij")).foremost) == []
    assert names(find(where.changed(words="koffie")).foremost) == []
    assert names(find(where.changed(words="")).foremost) == []
