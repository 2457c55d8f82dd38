"""What a file no longer has of what its source brought: counted once, decided on, and remembered."""

import pytest
from sqlalchemy import select

from socialmap.catalogue.models import Initiative, Status
from socialmap.db import db
from socialmap.duplicates.actions import initiative_of, merge
from socialmap.importing.uploads.applying import apply_upload
from socialmap.importing.uploads.models import Decision
from socialmap.importing.uploads.queries import changes_page, merged_count, merged_since
from socialmap.importing.uploads.vanished import (
    archive,
    keep,
    mark_asked,
    rows_of,
    save_vanished,
    vanished_count,
    vanished_page,
)
from tests.importing.uploads.test_applying import BRIDGE, GARDEN, PLACED, uploaded
from tests.listings import CHANGE, listing, put

pytestmark = pytest.mark.usefixtures("session")
CHOIR = "Koor Zuid;Utrecht;3526 AB;;"


def left_in(upload):
    """The names on the list of an upload, each with what was decided."""
    return {each.row.name: each.row.decision for each in vanished_page(upload, 1).items}


@pytest.fixture
def brought():
    """A source that brought three listings; answers its run."""
    return apply_upload(uploaded(BRIDGE, GARDEN, CHOIR), "person:1")


def test_what_the_file_no_longer_has_is_listed(brought):
    upload = uploaded(BRIDGE)
    assert left_in(upload) == {"Buurttuin Oost": "", "Koor Zuid": ""}
    assert vanished_count(upload, undecided=True) == 2
    assert left_in(uploaded(BRIDGE, source="een andere lijst")) == {}


def test_a_row_that_is_wrong_is_still_in_the_file():
    header = PLACED + ";telefoon"
    one, other = "a;Koffie;Zeist;3701 AA;Zeist;", "b;Thee;Zeist;3701 AA;Zeist;"
    apply_upload(uploaded(one, other, header=header), "person:1")
    upload = uploaded(one, "b;;Zeist;3701 AA;Zeist;", header=header)
    assert upload.counts["wrong"] == 1
    assert left_in(upload) == {}


def test_a_merge_changes_no_number_of_a_plan_or_a_report(brought):
    upload = uploaded(BRIDGE)
    counts = dict(brought.counts)
    merge(initiative_of("taalcafe-de-brug"), initiative_of("buurttuin-oost"), CHANGE)
    assert vanished_count(upload) == 2
    assert left_in(upload) == {"Buurttuin Oost": "", "Koor Zuid": ""}
    page = changes_page(brought, 1)
    assert (brought.counts, page.total, merged_count(brought)) == (counts, 3, 1)
    gone = [row.initiative_id for row in page.items if not row.slug]
    assert [each.name for each in merged_since(gone).values()] == ["Taalcafé De Brug"]


def test_what_was_merged_is_in_the_file_when_either_of_the_two_is(brought):
    merge(initiative_of("taalcafe-de-brug"), initiative_of("buurttuin-oost"), CHANGE)
    assert left_in(uploaded(BRIDGE, CHOIR)) == {}
    assert left_in(uploaded(GARDEN, CHOIR)) == {}
    assert left_in(uploaded(CHOIR)) == {"Taalcafé De Brug": ""}


def test_what_somebody_keeps_is_not_asked_again(brought):
    upload = uploaded(BRIDGE)
    [garden, _] = rows_of(upload, None)
    assert keep([garden], "person:1") == 1
    later = uploaded(BRIDGE)
    assert left_in(later)[garden.row.name] == Decision.KEPT
    assert vanished_count(later, undecided=True) == 1


def test_what_is_archived_can_come_back(brought):
    upload = uploaded(BRIDGE)
    rows = rows_of(upload, None)
    assert archive(rows, "person:1") == 2
    archived = select(Initiative.name).where(Initiative.status == Status.ARCHIVED)
    assert set(db.session.scalars(archived)) == {"Buurttuin Oost", "Koor Zuid"}
    assert archive(rows, "person:1") == 0
    assert vanished_count(upload) == 2
    keep(rows, "person:1")
    assert not db.session.scalars(archived).all()
    # What is archived is not on the map, and no later file is asked about it.
    archive(rows, "person:1")
    assert left_in(uploaded(BRIDGE)) == {}


def test_a_new_plan_leaves_what_was_decided(brought):
    upload = uploaded(BRIDGE)
    rows = rows_of(upload, None)
    mark_asked(rows, {rows[0].row.initiative_id}, "person:1")
    save_vanished(upload, [each.row.initiative_id for each in rows])
    assert sorted(left_in(upload).values()) == ["", Decision.ASKED]


def test_only_what_lies_in_the_areas_of_the_upload_is_listed():
    both = ("a;Koffie;Zeist;3701 AA;Zeist", "b;Thee;Utrecht;3511 AB;Utrecht")
    apply_upload(uploaded(*both, header=PLACED), "person:1")
    put(listing("Los"))
    assert left_in(uploaded("c;Soep;Zeist;3701 AA;Zeist", areas=["Zeist"], header=PLACED)) == {
        "Koffie": ""
    }
