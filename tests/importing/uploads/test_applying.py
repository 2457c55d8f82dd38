import pytest
from sqlalchemy import func, select

from socialmap.catalogue.actions import Change, rewrite
from socialmap.catalogue.addresses import InitiativeAlias
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.models import Initiative, Organisation
from socialmap.duplicates import actions as merging
from socialmap.duplicates.models import NotDuplicate
from socialmap.errors import ConflictProblem
from socialmap.importing.actions import undo
from socialmap.importing.models import ImportRun
from socialmap.importing.uploads.applying import apply_upload, choose, plan_upload
from socialmap.importing.uploads.disk import save_file
from socialmap.importing.uploads.models import Choice, Outcome, PlannedRow, Stage
from socialmap.importing.uploads.queries import (
    alike_page,
    remarks_by_line,
    remarks_page,
    rows_page,
    source_named,
)
from socialmap.importing.uploads.staging import writing_rows
from socialmap.importing.uploads.vanished import vanished_count
from tests.listings import listing, put

pytestmark = pytest.mark.usefixtures("session")
HEADER = "naam;plaats;postcode;telefoon;organisatie"
PLACED = "id;naam;plaats;postcode;gemeente"
BRIDGE = "Taalcafé De Brug;Utrecht;3511 AB;030 231 45 67;De Brug"
GARDEN = "Buurttuin Oost;Utrecht;3583 AB;;Groen Oost"


def uploaded(*lines, source="lijst", areas=None, header=HEADER):
    """A file of these lines, planned."""
    text = "\n".join([header, *lines])
    upload = save_file([text.encode()], f"{source}.csv", "person:1")
    upload.areas = areas
    plan_upload(upload)
    return upload


def names():
    from socialmap.db import db

    return set(db.session.scalars(select(Initiative.name)))


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def test_a_file_becomes_a_plan_that_waits():
    upload = uploaded(BRIDGE, GARDEN, ";Utrecht;;;")
    assert upload.stage == Stage.PLANNED
    assert upload.counts == {"new": 2, "changed": 0, "same": 0, "duplicate": 0, "wrong": 1}
    assert names() == set()
    assert [row.name for row in rows_page(upload, Outcome.NEW, 1).items] == [
        "Taalcafé De Brug", "Buurttuin Oost",
    ]  # fmt: skip
    first = remarks_page(upload, 1).items[0]
    assert (first.level, first.lines) == ("error", [4])
    assert set(remarks_by_line(upload, "error")) == {4}
    assert source_named("lijst").columns["plaats"] == "town"


def test_the_plan_that_was_shown_is_applied_and_taken_back(session):
    upload = uploaded(BRIDGE, GARDEN)
    run = apply_upload(upload, "person:1")
    assert names() == {"Taalcafé De Brug", "Buurttuin Oost"}
    assert (upload.stage, upload.run_id) == (Stage.APPLIED, run.id)
    with pytest.raises(ConflictProblem):
        apply_upload(upload, "person:1")
    undo(run, "person:1")
    assert names() == set()
    assert count(session, Organisation) == 0


def test_an_organisation_that_has_something_else_stays(session):
    put(listing("Iets anders", organisation="De Brug"))
    run = apply_upload(uploaded(BRIDGE, GARDEN), "person:1")
    put(listing("Later erbij", organisation="Groen Oost"))
    undo(run, "person:1")
    assert set(session.scalars(select(Organisation.name))) == {"De Brug", "Groen Oost"}


def test_the_same_file_again_has_nothing_to_write():
    apply_upload(uploaded(BRIDGE, GARDEN), "person:1")
    again = uploaded(BRIDGE, GARDEN)
    assert again.counts["same"] == 2
    assert apply_upload(again, "person:1") is None
    assert again.stage == Stage.APPLIED
    assert vanished_count(uploaded(BRIDGE)) == 1


def test_a_change_elsewhere_does_not_stop_a_plan_that_stays_the_same():
    upload = uploaded(BRIDGE)
    put(listing("Heel iets anders", point=(6.5, 53.2)))
    assert apply_upload(upload, "person:1") is not None


def test_a_plan_that_became_another_is_shown_again(session):
    apply_upload(uploaded(BRIDGE), "person:1")
    upload = uploaded(BRIDGE.replace("231 45 67", "231 45 68"))
    (own,) = session.scalars(select(Initiative.id))
    rewrite([(own, listing("Taalcafé De Brug", summary="Zelf gewijzigd"))], Change(actor="ans"))
    assert apply_upload(upload, "person:1") is None
    assert (upload.stage, upload.plan_moved) == (Stage.PLANNED, True)
    assert latest_listing(own).summary == "Zelf gewijzigd"
    assert apply_upload(upload, "person:1") is not None
    assert latest_listing(own).phone == "+31302314568"


def twin_upload():
    apply_upload(uploaded(BRIDGE), "person:1")
    return uploaded(BRIDGE + ";gratis", GARDEN + ";", source="ander", header=HEADER + ";kosten")


def test_what_is_there_already_is_left_out_unless_a_person_says_otherwise():
    upload = twin_upload()
    (row,) = alike_page(upload, 1).items
    assert (row.outcome, row.choice, row.twin_slug) == ("duplicate", "skip", "taalcafe-de-brug")
    apply_upload(upload, "person:1")
    assert names() == {"Taalcafé De Brug", "Buurttuin Oost"}


def test_what_is_there_already_can_be_two(session):
    upload = twin_upload()
    choose(upload, {2: Choice.NEW})
    run = apply_upload(upload, "person:1")
    assert count(session, Initiative) == 3
    assert count(session, NotDuplicate) == 1
    undo(run, "person:1")
    assert count(session, Initiative) == 1


def test_what_is_there_already_can_be_merged_and_comes_apart_again(session):
    upload = twin_upload()
    choose(upload, {2: Choice.MERGE})
    run = apply_upload(upload, "person:1")
    assert count(session, Initiative) == 2
    kept = merging.initiative_of("taalcafe-de-brug")
    assert kept.free_of_charge is True
    again = uploaded(BRIDGE + ";gratis", source="ander", header=HEADER + ";kosten")
    assert again.counts["same"] == 1
    undo(run, "person:1")
    assert merging.initiative_of("taalcafe-de-brug").free_of_charge is None
    assert (count(session, Initiative), count(session, InitiativeAlias)) == (1, 0)


def test_two_lines_with_one_number_can_be_two(session):
    upload = uploaded("Koffie;Utrecht;3511 AB;;", "Koffie;Utrecht;3511 AB;;")
    (row,) = alike_page(upload, 1).items
    assert row.twin_line == 2
    choose(upload, {3: Choice.MERGE})
    assert row.choice == Choice.SKIP
    choose(upload, {3: Choice.NEW, 2: Choice.NEW})
    apply_upload(upload, "person:1")
    assert count(session, Initiative) == 2


def test_a_choice_outlives_a_plan_that_is_made_again():
    upload = twin_upload()
    choose(upload, {2: Choice.MERGE})
    plan_upload(upload)
    assert [row.choice for row in writing_rows(upload)] == ["merge", ""]


def test_who_has_one_area_writes_only_there():
    lines = ("1;Koffie;Zeist;3701 AB;Zeist", "2;Thee;Utrecht;3583 AB;Utrecht", "3;Soep;Utrecht;;")
    upload = uploaded(*lines, areas=["Utrecht"], header=PLACED)
    assert (upload.counts["new"], upload.counts["wrong"]) == (2, 1)
    assert remarks_page(upload, 1).items[0].facts == {"area": "Zeist"}


def test_a_listing_elsewhere_cannot_be_taken_by_its_number():
    apply_upload(uploaded("1;Koffie;Zeist;3701 AB;Zeist", header=PLACED), "person:1")
    moved = uploaded("1;Koffie;Utrecht;3583 AB;Utrecht", header=PLACED, areas=["Utrecht"])
    assert (moved.counts["wrong"], moved.counts["changed"]) == (1, 0)
    assert apply_upload(moved, "person:2") is None


def test_a_file_that_cannot_be_read_says_why():
    upload = save_file([b"%PDF-1.7 ..."], "folder.pdf", "person:1")
    plan_upload(upload)
    assert upload.stage == Stage.FAILED
    facts = upload.problem["facts"]
    assert (facts["file"], facts["kind"]) == ("folder.pdf", "een PDF")


def test_the_licence_of_a_source_goes_to_its_listings(session):
    upload = save_file([f"{HEADER}\n{BRIDGE}".encode()], "lijst.csv", "person:1")
    upload.licence = "CC0-1.0"
    plan_upload(upload)
    apply_upload(upload, "person:1")
    assert session.scalars(select(Initiative.licence)).all() == ["CC0-1.0"]
    assert count(session, ImportRun) == 1
    assert count(session, PlannedRow) == 1
