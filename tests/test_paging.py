from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from socialmap.catalogue.models import Initiative
from socialmap.paging import batches, nearest_page, page_of, page_of_list, pages_in, spans
from tests.listings import listing, put


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (10, 1), (11, 2), (20, 2)])
def test_the_number_of_pages_is_at_least_one(total, pages):
    assert pages_in(total, 10) == pages


@pytest.mark.parametrize(("number", "nearest"), [(-4, 1), (0, 1), (2, 2), (99, 3)])
def test_a_page_that_is_not_there_becomes_the_nearest(number, nearest):
    assert nearest_page(number, 21, 10) == nearest


def test_a_list_is_paged():
    page = page_of_list("abcdefg", 2, 3)
    assert (page.items, page.number, page.pages, page.total) == ("def", 2, 3, 7)
    assert page_of_list([], 5).items == []


def test_a_select_is_paged_and_its_items_made_into_others(session):
    put(*(listing(f"Inloop {number}") for number in range(5)))
    page = page_of(select(Initiative).order_by(Initiative.name), 99, 2)
    assert ([each.name for each in page.items], page.number, page.total) == (["Inloop 4"], 3, 5)
    rows = select(Initiative.name, Initiative.slug).order_by(Initiative.name)
    shown = page_of(rows, 1, 2).map(lambda row: f"{row.name} ({row.slug})")
    assert shown.items == ["Inloop 0 (inloop-0)", "Inloop 1 (inloop-1)"]
    assert (shown.number, shown.pages, shown.total) == (1, 3, 5)


@given(st.lists(st.integers(0, 9), max_size=5), st.integers(0, 30), st.integers(1, 12))
def test_a_page_of_some_lists_has_its_part_of_each(counts, first, size):
    lists = [[(n, item) for item in range(count)] for n, count in enumerate(counts)]
    parts = [
        one[start:end] for one, (start, end) in zip(lists, spans(counts, first, size), strict=True)
    ]
    assert list(chain(*parts)) == list(chain(*lists))[first : first + size]


def test_batches_are_whole_and_in_order():
    assert list(batches(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(batches([], 2)) == []
