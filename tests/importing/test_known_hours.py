"""Words about times that cannot be read never replace hours that are known."""

import uuid
from dataclasses import replace

import pytest

from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.listing import digest, to_document, with_known_hours
from socialmap.catalogue.models import Initiative, Status
from socialmap.importing.actions import apply
from socialmap.importing.plan import HOURS_STAY, KnownListing, KnownListings, Origin, make_plan
from socialmap.importing.queries import known_listings
from socialmap.importing.returned import Current, Returned
from tests.importing.samples import rows

HEADER = "id|naam|plaats|tijden"
READ = "1|Koffie|Zeist|ma 10-12"
WORDS = "1|Koffie|Zeist|ma als het mooi weer is"


def row(line):
    return rows(HEADER, line)[0]


def known(line, hours):
    listing = row(line).listing
    return KnownListings(
        own={"1": KnownListing(uuid.uuid4(), digest(to_document(listing)), hours=hours)}
    )


def sentences(plan):
    return [remark.sentence for remark in plan.remarks]


def test_words_stand_beside_known_hours_and_a_remark_says_so():
    plan = make_plan([row(WORDS)], known(READ, "Mo 10:00-12:00"))
    listing = plan.changed[0].listing
    assert (listing.hours, listing.hours_text) == ("Mo 10:00-12:00", "ma als het mooi weer is")
    assert HOURS_STAY.sentence in sentences(plan)


@pytest.mark.parametrize("line", ["1|Koffie|Zeist|di 10-12", "1|Koffie|Zeist|"])
def test_hours_that_can_be_read_and_none_at_all_replace_them(line):
    plan = make_plan([row(line)], known(READ, "Mo 10:00-12:00"))
    assert plan.changed[0].listing.hours == row(line).listing.hours
    assert HOURS_STAY.sentence not in sentences(plan)


def test_words_that_the_source_brought_before_are_the_same_beside_hours_of_the_desk():
    assert make_plan([row(WORDS)], known(WORDS, "Mo 10:00-12:00")).counts["same"] == 1


def test_words_that_were_put_beside_hours_are_the_same_the_next_time(session):
    origin = Origin("lijst", "lijst.csv", "", {})
    for line, outcome in ((READ, "new"), (WORDS, "changed"), (WORDS, "same")):
        plan = make_plan([row(line)], known_listings("lijst"))
        assert plan.counts[outcome] == 1
        apply(plan, origin, "import")
        session.flush()
    listing = latest_listing(session.query(Initiative.id).scalar())
    assert (listing.hours, listing.hours_text) == ("Mo 10:00-12:00", "ma als het mooi weer is")


def test_words_in_a_file_of_ours_stand_beside_known_hours_too():
    before = row(READ).listing
    mine = replace(before, hours="", hours_text="soms")
    current = Current(before, "", Status.PUBLISHED)
    returned = Returned(uuid.uuid4(), before, mine, Status.PUBLISHED, current)
    plan = make_plan([replace(row(WORDS), listing=mine, returned=returned)], KnownListings())
    listing = plan.changed[0].listing
    assert (listing.hours, listing.hours_text) == ("Mo 10:00-12:00", "soms")
    assert HOURS_STAY.sentence in sentences(plan)


def test_without_words_or_hours_nothing_is_added():
    listing = row("1|Koffie|Zeist|").listing
    assert with_known_hours(listing, "Mo 10:00-12:00") is listing
