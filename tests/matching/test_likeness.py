from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialmap.bench.trials import make_pairs
from socialmap.matching.likeness import (
    ELSEWHERE,
    NEAR,
    OTHER_TOWN,
    PROBABLE,
    SAME_ADDRESS,
    SAME_AREA,
    SAME_STREET,
    SAME_TOWN,
    SURE,
    likeness,
    spots_agree,
)
from socialmap.matching.traits import Spot, phone_key, site_key, street_key, traits_of
from tests.listings import UTRECHT, ZEIST, listing

HERE = Spot("kerkstrat", "3", "3511AB", "utrecht", UTRECHT)
PLAIN = {"street": "Kerkstraat 3", "postcode": "3511 AB", "town": "Utrecht"}


@pytest.mark.parametrize(
    ("other", "agrees"),
    [
        (Spot("", "", "3511AB", "utrecht", (UTRECHT[0] + 0.001, UTRECHT[1])), NEAR),
        (Spot("", "", "3511AB", "utrecht", ZEIST), ELSEWHERE),
        (Spot("", "", "3700AA", "zeist", ZEIST), OTHER_TOWN),
        (Spot("", "3", "3511AB", "utrecht", ZEIST), SAME_ADDRESS),
        (Spot("kerkstrat", "3", "", "utrecht"), SAME_ADDRESS),
        (Spot("kerkstrat", "", "", "utrecht"), SAME_STREET),
        (Spot("kerkstrat", "99", "", "utrecht"), ELSEWHERE),
        (Spot("", "", "3511AB"), NEAR),
        (Spot("", "", "3512AB", "utrecht"), ELSEWHERE),
        (Spot("", "", "", "utrecht"), SAME_TOWN),
        (Spot("", "", "3511", "utrecht"), SAME_AREA),
        (Spot("", "", "3511"), SAME_AREA),
        (Spot("", "", "3512", "utrecht"), ELSEWHERE),
        (Spot("dam", "3", "3511", "utrecht"), ELSEWHERE),
        (Spot("", "", "", "zeist"), OTHER_TOWN),
        (Spot(), None),
    ],
)
def test_the_address_tells_most_then_the_point_the_postcode_and_the_town(other, agrees):
    assert spots_agree(HERE, other) == agrees
    assert spots_agree(other, HERE) == agrees


@pytest.mark.parametrize("text", ["Kerkstraat 3", "Kerkstr. 3a", "KERKSTRAAT 3-5", "kerkstraat, 3"])
def test_streets_are_read_without_their_spelling(text):
    assert street_key(text) == street_key("Kerkstraat 3")


def test_abbreviated_streets_are_read_in_full():
    assert street_key("Burg. v. Dijkln 12") == street_key("Burgemeester van Dijklaan 12 II")
    assert street_key("") == ("", "")


@pytest.mark.parametrize(
    "text", ["+31301234567", "030-1234567", "0031 30 123 45 67", "+31 (0)30 1234567"]
)
def test_phone_numbers_are_read_without_their_spelling(text):
    assert phone_key(text) == "0301234567"


def test_sites_are_read_without_scheme_and_www():
    assert site_key("https://www.Brug.example/") == site_key("brug.example") == "brug.example"
    assert site_key("") == ""


def test_a_looked_up_point_is_not_exact():
    assert traits_of(listing("A", at={"precision": "postcode"})).spots[0].point is None
    assert traits_of(listing("A")).spots[0].point == UTRECHT
    assert traits_of(listing("A", point=None)).spots == ()


def test_the_same_name_in_the_same_town_is_sure_and_in_another_town_it_is_two():
    here = listing("Koffie bij Noor", at={"town": "Utrecht", "precision": "town"})
    there = listing("Koffie bij Noor", ZEIST, at={"town": "Zeist", "precision": "town"})
    assert likeness(traits_of(here), traits_of(here)).score >= SURE
    assert likeness(traits_of(here), traits_of(there)).score < PROBABLE


def test_who_shares_a_building_and_its_phone_is_not_the_same():
    shared = {"at": PLAIN, "phone": "+31301234567", "email": "info@brug.example",
              "website": "https://brug.example", "organisation": "Stichting De Brug"}  # fmt: skip
    one, other = listing("Breicafé De Brug", **shared), listing("Bingo De Brug", **shared)
    assert likeness(traits_of(one), traits_of(other)).score < PROBABLE


def test_each_field_that_both_have_is_told_with_what_it_counts_for():
    one = traits_of(listing("De Brug", at=PLAIN, phone="+31301234567", kind="coffee_hour"))
    other = traits_of(
        listing("Stichting de Brug", at=PLAIN | {"street": "Kerkstr. 3a"}, phone="030-1234567")
    )
    found = likeness(one, other)
    assert {part.field: part.agreement for part in found.parts} == {
        "name": 1,
        "place": 1,
        "phone": 1,
    }
    assert all(part.counted > 0 for part in found.parts)
    assert (found.parts[0].one, found.parts[0].other) == ("De Brug", "Stichting de Brug")


def test_ways_to_reach_it_count_together_for_no_more_than_the_most():
    contact = {"phone": "+31301234567", "email": "a@b.example", "website": "https://b.example"}
    every = traits_of(listing("De Brug", **contact))
    counted = sum(
        p.counted for p in likeness(every, every).parts if p.field in ("phone", "email", "website")
    )
    assert counted == pytest.approx(2.5)


@given(st.integers(0, 60), st.booleans())
def test_likeness_has_no_direction(number, same):
    pair = make_pairs(62, seed=number)[number if same else number + 1]
    one, other = traits_of(pair.one), traits_of(pair.other)
    assert likeness(one, other).score == pytest.approx(likeness(other, one).score)
    assert likeness(one, one).score >= SURE


@given(st.integers(0, 60), st.booleans())
def test_what_is_likely_is_told_alike_however_much_is_asked(number, same):
    pair = make_pairs(62, seed=number)[number if same else number + 1]
    one, other = traits_of(pair.one), traits_of(pair.other)
    whole = likeness(one, other)
    for least in (PROBABLE, SURE):
        asked = likeness(one, other, least)
        assert asked == whole if whole.score >= least else asked.score < least


def test_more_locations_take_the_best():
    two = listing("De Brug", at=PLAIN)
    moved = replace(
        two, locations=(listing("x", ZEIST, at={"town": "Zeist"}).locations[0], *two.locations)
    )
    assert likeness(traits_of(two), traits_of(moved)).score >= SURE
