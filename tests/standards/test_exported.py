from dataclasses import fields, replace

from socialmap.catalogue.fields import FIELD_GROUPS
from socialmap.catalogue.listing import Listing
from socialmap.catalogue.visibility import GROUPED
from socialmap.standards.exported import INTERNAL, checked_on, shared
from tests.standards.listed import FULL, exported

ALWAYS = {"name", "organisation", "source_url", "licence", "confirmations"}


def test_every_field_of_a_listing_is_shown_with_a_group_or_always():
    grouped = [name for names in GROUPED.values() for name in names]
    assert sorted([*grouped, *INTERNAL, *ALWAYS]) == sorted(each.name for each in fields(Listing))
    assert set(GROUPED) == set(FIELD_GROUPS)


def test_what_everybody_may_see_is_shared_without_our_notes():
    listing = shared(exported()).listing
    assert listing.phone == FULL.phone
    assert listing.funding_until is None
    assert {each.by for each in listing.confirmations} == {""}


def test_a_hidden_group_is_not_shared():
    hidden = replace(FULL, visibility={"contact": "professionals", "times": "internal"})
    listing = shared(exported(hidden)).listing
    assert (listing.phone, listing.email, listing.website, listing.contact_name) == ("",) * 4
    assert (listing.hours, listing.activities, listing.visibility) == ("", (), {})
    assert listing.summary == FULL.summary


def test_a_hidden_address_is_shared_as_its_postcode_area():
    open_place, hidden = shared(exported()).listing.locations
    assert open_place.street == "Kerkstraat 3"
    assert (hidden.street, hidden.postcode, hidden.town) == ("", "3701", "Zeist")


def test_a_listing_is_checked_since_its_oldest_part_was():
    assert str(checked_on(FULL)) == "2026-10-01"
    assert checked_on(replace(FULL, confirmations=FULL.confirmations[:3])) is None
