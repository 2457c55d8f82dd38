from datetime import date

import pytest

from socialmap.catalogue.fields import FIELD_GROUPS
from socialmap.catalogue.freshness import (
    Freshness,
    Standing,
    confirmed,
    group_standing,
    policy,
    standing,
    term,
)
from socialmap.catalogue.listing import ListedConfirmation, Listing
from socialmap.catalogue.taxonomy import taxonomy

TODAY = date(2026, 11, 20)


def said(on, *groups):
    return [ListedConfirmation(group=group, on=on) for group in groups or FIELD_GROUPS]


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (date(2026, 11, 20), Freshness.UP_TO_DATE),
        (date(2026, 6, 1), Freshness.UP_TO_DATE),
        (date(2026, 5, 1), Freshness.DUE),
        (date(2025, 11, 1), Freshness.OVERDUE),
    ],
)
def test_half_a_year_is_due_and_a_year_is_overdue(on, found):
    assert standing(said(on), "coffee_hour").at(TODAY) == found


def test_what_nobody_ever_looked_at_is_to_be_checked_and_never_overdue():
    assert standing([], "coffee_hour").at(TODAY) == Freshness.DUE
    assert standing([], "coffee_hour").at(TODAY.replace(year=2050)) == Freshness.DUE
    partly = standing(said(TODAY, "times"), "coffee_hour")
    assert (partly.confirmed_on, partly.at(TODAY)) == (TODAY, Freshness.DUE)


def test_a_listing_is_as_fresh_as_what_is_least_fresh():
    old, new = date(2025, 11, 1), date(2026, 11, 1)
    found = standing([*said(old), *said(new, "contact")], "coffee_hour")
    assert found == Standing(old, date(2026, 5, 3), date(2026, 11, 1))
    assert group_standing(said(new, "contact"), "coffee_hour", "contact").at(TODAY) == "up_to_date"
    assert group_standing([], "coffee_hour", "contact").at(TODAY) == "due"


def test_each_kind_has_its_own_pace_or_that_of_its_setting():
    on = date(2026, 5, 1)
    assert standing(said(on), "food_bank").at(TODAY) == Freshness.DUE
    assert standing(said(on), "care_farm").at(TODAY) == Freshness.UP_TO_DATE


def test_every_kind_has_a_term_for_every_group():
    for kind in ("", "unknown", *(each.code for each in taxonomy().terms("kind"))):
        for group in FIELD_GROUPS:
            assert term(kind, group).due < term(kind, group).overdue


def test_the_policy_speaks_of_kinds_and_groups_that_there_are():
    known = {"", *(each.code for name in ("kind", "setting") for each in taxonomy().terms(name))}
    assert {kind for kind, _ in policy()} <= known
    assert {group for _, group in policy()} == set(FIELD_GROUPS)


def test_a_confirmation_replaces_the_one_before():
    listing = Listing(name="x", confirmations=tuple(said(date(2025, 1, 1))))
    found = confirmed(listing, TODAY, ["times"], by="team", how="phone")
    assert len(found.confirmations) == len(FIELD_GROUPS)
    assert found.confirmations[-1] == ListedConfirmation(
        group="times", on=TODAY, by="team", how="phone"
    )
