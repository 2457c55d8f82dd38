"""Pairs are searched now and then, kept for people, and gone when somebody decided."""

import pytest

from socialmap.catalogue.scopes import EVERYWHERE, Reach
from socialmap.duplicates.actions import initiative_of, merge, save_pairs, tell_apart
from socialmap.duplicates.search import (
    groups_page,
    is_up_to_date,
    last_search,
    linked,
    pair_by_id,
    recent_merges,
    search_pairs,
)
from socialmap.duplicates.twins import twins_of
from socialmap.errors import NotFoundProblem
from tests.listings import CHANGE, ZEIST, listing, put

AT = {"street": "Dam 3", "postcode": "3511 AB", "town": "Utrecht", "municipality": "Utrecht"}


@pytest.fixture
def two(session):
    """Two listings that are probably one, and one that is not."""
    put(
        listing("De Brug", at=AT, phone="+31301234567"),
        listing("Stichting De Brug", at=AT, website="https://www.debrug.example/over"),
        listing("Wandelen", ZEIST, at={"town": "Zeist"}),
    )
    save_pairs(search_pairs())
    return initiative_of("de-brug"), initiative_of("stichting-de-brug")


def pairs(reach=EVERYWHERE):
    return [
        {pair.one.slug, pair.other.slug}
        for group in groups_page(reach, 1).items
        for pair in group.pairs
    ]


def test_a_search_is_kept_until_something_changes(two):
    assert pairs() == [{"de-brug", "stichting-de-brug"}]
    assert (is_up_to_date(), last_search().listings) == (True, 3)
    put(listing("Iets nieuws", ZEIST))
    assert not is_up_to_date()


def test_a_pair_keeps_its_number_when_it_is_found_again(two):
    ((pair,),) = (group.pairs for group in groups_page(EVERYWHERE, 1).items)
    assert save_pairs(search_pairs()) == 0
    assert pair_by_id(pair.id).one == pair.one


def test_what_was_decided_on_does_not_come_back(two):
    number = groups_page(EVERYWHERE, 1).items[0].pairs[0].id
    tell_apart(*two, "test")
    assert pairs() == []
    assert save_pairs(search_pairs()) == 0
    with pytest.raises(NotFoundProblem):
        pair_by_id(number)


def test_what_was_merged_is_one_and_can_be_seen(two):
    merge(*two, CHANGE)
    assert pairs() == []
    (done,) = recent_merges(EVERYWHERE)
    assert (done.old_slug, done.name, done.survivor) == (
        "stichting-de-brug",
        "Stichting De Brug",
        two[0],
    )
    assert recent_merges(Reach(frozenset({"Zeist"}))) == []


def test_a_listing_that_went_during_the_search_is_no_part_of_a_pair(two, session):
    found = search_pairs()
    merge(*two, CHANGE)
    assert save_pairs(found) == 0
    assert pairs() == []


def test_who_answers_for_an_area_sees_its_pairs(two):
    assert pairs(Reach(frozenset({"Utrecht"})))
    assert not pairs(Reach(frozenset({"Zeist"})))


@pytest.mark.parametrize(
    "new",
    [
        listing("Buurthuis de Brug", at=AT),
        listing("De Brug", phone="+31301234567"),
        listing("De Brug", website="https://debrug.example"),
        listing("Stichting De Brugg", at={"town": "Utrecht"}),
    ],
)
def test_who_adds_a_listing_hears_of_its_twins(two, new):
    found = {match.label.slug for match in twins_of(new)}
    assert found & {"de-brug", "stichting-de-brug"}


def test_what_is_like_nothing_has_no_twins(two):
    assert twins_of(listing("Schaken", ZEIST)) == []


def test_three_of_one_name_in_a_town_are_one_group(session):
    whole, digits = {"postcode": "3511 AB"}, {"postcode": "3511"}
    at = {"town": "Utrecht", "municipality": "Utrecht", "precision": "postcode"}
    put(
        listing("Wandelen", ZEIST, at={"town": "Zeist"}),
        *(listing("Koffie in de Buurt", at=at | more) for more in (whole, digits, {})),
        listing("De Brug", at=AT),
        listing("Stichting De Brug", at=AT),
    )
    save_pairs(search_pairs())
    groups = groups_page(EVERYWHERE, 1).items
    assert sorted((len(group.listings), len(group.pairs)) for group in groups) == [(2, 1), (3, 3)]


@pytest.mark.parametrize(
    ("pairs", "groups"),
    [
        ([], []),
        ([("a", "b"), ("c", "d")], [[0], [1]]),
        ([("a", "b"), ("c", "d"), ("b", "c")], [[0, 1, 2]]),
        ([("a", "b"), ("b", "c"), ("a", "c"), ("x", "y")], [[0, 1, 2], [3]]),
    ],
)
def test_pairs_with_a_listing_in_common_are_one_group(pairs, groups):
    assert linked(pairs) == groups
