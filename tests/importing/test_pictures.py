"""A file has no pictures: an import leaves those of the map as they are."""

import uuid
from dataclasses import replace

from socialmap.catalogue import actions
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.models import Initiative
from socialmap.images.actions import save
from socialmap.images.reading import read_picture
from socialmap.importing.actions import apply
from socialmap.importing.plan import EDITED, KnownListings, Origin, make_plan
from socialmap.importing.queries import known_listings
from socialmap.importing.returned import Returned
from tests.images.drawing import drawn, encoded
from tests.importing.samples import rows
from tests.listings import CHANGE

HEADER = "id|naam|plaats|tijden"
ALT = "Twee mensen met koffie."


def brought(line):
    plan = make_plan(rows(HEADER, line), known_listings("lijst"))
    apply(plan, Origin("lijst", "lijst.csv", "", {}), "import")
    return plan


def test_a_picture_stays_when_the_file_changes_the_rest(session):
    brought("1|Koffie|Zeist|ma 10-12")
    number = session.query(Initiative.id).scalar()
    picture = save(read_picture(encoded(drawn(), "PNG")))
    pictured = replace(latest_listing(number), picture=picture, picture_alt=ALT)
    actions.rewrite([(number, pictured)], CHANGE)
    again = brought("1|Koffie|Zeist|ma 10-12")
    assert again.counts["same"] == 1
    # To add a picture is not to edit what the file says.
    assert EDITED.sentence not in [remark.sentence for remark in again.remarks]
    changed = brought("1|Koffie|Zeist|di 10-12")
    assert changed.counts["changed"] == 1
    listing = latest_listing(number)
    assert (listing.hours, listing.picture, listing.picture_alt) == ("Tu 10:00-12:00", picture, ALT)


def test_a_listing_of_another_catalogue_leaves_its_picture_there(session):
    [row] = rows(HEADER, "1|Koffie|Zeist|ma 10-12")
    listing = replace(row.listing, picture="a" * 64, picture_alt=ALT)
    returned = Returned(uuid.uuid4(), listing, listing, "published")
    row = replace(row, listing=listing, returned=returned)
    for pictures, stays in ((frozenset(), ""), (frozenset({"a" * 64}), "a" * 64)):
        plan = make_plan([row], KnownListings(pictures=pictures))
        assert next(iter(plan.new)).listing.picture == stays
