"""A packed list has what was added to it, in order."""

from dataclasses import replace

import pytest

from socialmap.catalogue.listing import ListedLocation, Listing
from socialmap.importing.large.packed import PART, Packed
from socialmap.importing.plan import New


@pytest.mark.parametrize("length", [0, 1, PART - 1, PART, PART + 1, 3 * PART + 7])
def test_it_has_what_was_added_in_order(length):
    items = [("koffie", number) for number in range(length)]
    packed = Packed(items)
    assert len(packed) == length
    assert bool(packed) == bool(items)
    assert list(packed) == list(packed) == items


@pytest.mark.parametrize("first", [0, 5, PART - 1, PART, PART + 3, 2 * PART, 2 * PART + 9])
def test_the_items_from_one_on(first):
    items = list(range(2 * PART + 9))
    assert list(Packed(items).since(first)) == items[first:]


def test_listings_come_back_as_they_were():
    listing = Listing(name="Koffie", locations=(ListedLocation(lon=5.2, lat=52.1),), walk_in=True)
    news = [New(line, f"b{line}", replace(listing, name=f"{line}")) for line in range(PART)]
    assert list(Packed(news)) == news


def test_long_lists_take_little_memory():
    packed = Packed([{"name": f"Koffie {number}", "town": "Zeist"} for number in range(PART)])
    assert sum(map(len, packed._parts)) < PART * 40
