import pytest

from socialmap.catalogue.taxonomy import taxonomy
from socialmap.places.gazetteer import point_at
from socialmap.search.finder import find
from socialmap.search.query import FACETS, SORTS, SearchQuery, facet_codes
from socialmap.search.results import WayOut
from socialmap.web.page import labels
from socialmap.web.public.tiles import TILES


@pytest.fixture(autouse=True)
def in_a_request(app):
    with app.test_request_context():
        yield


@pytest.mark.parametrize("facet", FACETS, ids=lambda facet: facet.param)
def test_every_group_of_filters_and_every_value_has_a_name(facet):
    assert labels.FACET_NAMES[facet.param]
    for code in facet_codes(facet, taxonomy()):
        name = labels.value_name(facet.param, code)
        assert name
        assert "_" not in name


def test_every_sort_has_a_name_and_says_how_it_sorts():
    assert set(labels.SORT_NAMES) == set(labels.SORT_TEXTS) == set(SORTS)


@pytest.mark.parametrize("tile", TILES, ids=lambda tile: tile.question)
def test_every_question_is_a_search_that_is_understood(tile):
    assert "=" in labels.tile_url(tile.args)
    known = {(facet.param, code) for facet in FACETS for code in facet_codes(facet, taxonomy())}
    assert {pair for pair in tile.args if pair[0] != "wat"} <= known


@pytest.mark.parametrize(
    ("page", "pages", "numbers"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (1, 9, [1, 2, 3, 0, 9]),
        (5, 9, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (6, 20, [1, 0, 4, 5, 6, 7, 8, 0, 20]),
        (20, 20, [1, 0, 18, 19, 20]),
    ],
)
def test_pages_around_this_one_are_linked_with_gaps(page, pages, numbers):
    assert labels.page_numbers(page, pages) == numbers


def test_a_bare_point_has_no_name_to_show():
    assert labels.place_name(point_at(5.1, 52.1)) == "jouw plek bij Utrecht"


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        (SearchQuery(), "Niets gevonden"),
        (SearchQuery(words="schaken"), "Niets gevonden voor schaken"),
        (SearchQuery(where="zeist"), "Niets gevonden rond Zeist"),
        (SearchQuery(words="schaken in zeist"), "Niets gevonden voor schaken rond Zeist"),
        (SearchQuery(box=(5, 52, 5.1, 52.1)), "Niets gevonden op dit stuk van de kaart"),
        (SearchQuery(words="100%", where="zeist"), "Niets gevonden voor 100% rond Zeist"),
        (SearchQuery(where="Bergen"), "Welke plaats bedoel je?"),
    ],
)
def test_the_heading_of_nothing_says_what_was_asked(query, heading):
    assert labels.headline(find(query)) == heading


@pytest.mark.parametrize(
    ("kind", "what", "text"),
    [
        ("without", ("soort", "warm_place"), "Zoek zonder ‘warme plek’: 3 plekken"),
        ("without", ("", ""), "Zoek zonder alle filters: 3 plekken"),
        ("distance", ("afstand", "10"), "Zoek tot 10 kilometer: 3 plekken"),
        ("distance", ("vak", ""), "Zoek niet alleen op dit stuk van de kaart: 3 plekken"),
        ("words", ("wat", "koffie"), "Zoek zonder ‘koffie’: 3 plekken"),
        ("spelling", ("wat", "koffie"), "Bedoelde je ‘koffie’? 3 plekken"),
    ],
)
def test_a_way_out_says_what_to_change_and_what_it_finds(kind, what, text):
    assert labels.way_out_text(WayOut(kind, what, SearchQuery(), 3)) == text
