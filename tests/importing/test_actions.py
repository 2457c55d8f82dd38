from dataclasses import replace as altered

import pytest
from sqlalchemy import func, select

from socialmap.catalogue import actions as catalogue
from socialmap.catalogue.history import latest_listing
from socialmap.catalogue.models import Initiative, Revision, Status
from socialmap.errors import ConflictProblem, NotFoundProblem
from socialmap.importing.actions import apply, undo
from socialmap.importing.checking import ImportOptions, check_file
from socialmap.importing.models import ImportRun
from socialmap.importing.queries import get_run, known_listings, left_page, runs
from tests.importing.samples import document
from tests.listings import CHANGE, listing, put

LINES = "id;naam;plaats;beschrijving\n1;Koffie;Zeist;Elke week.\n2;Thee;Soest;Elke maand.\n"


@pytest.fixture
def load(session, tmp_path):
    """Write a file and apply it; answers the run, or None."""

    def load(text=LINES, source="lijst"):
        path = tmp_path / "lijst.csv"
        path.write_text(text, encoding="utf-8")
        checked = check_file(path, ImportOptions(source=source))
        return apply(checked.plan, checked.origin, "coördinator")

    return load


def texts(session):
    return dict(session.execute(select(Initiative.name, Initiative.description)).all())


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def test_applying_adds_everything_in_one_run(session, load):
    run = load()
    assert texts(session) == {"Koffie": "Elke week.", "Thee": "Elke maand."}
    assert (run.source, run.counts["new"], run.actor) == ("lijst", 2, "coördinator")
    assert run.mapping["naam"] == "name"
    assert set(session.scalars(select(Revision.import_run_id))) == {run.id}


def test_the_same_file_again_writes_nothing_at_all(session, load):
    load()
    revisions = count(session, Revision)
    assert load() is None
    assert (count(session, Revision), count(session, ImportRun)) == (revisions, 1)


def test_a_changed_row_is_replaced_and_the_rest_left_alone(session, load):
    load()
    run = load(LINES.replace("Elke week.", "Elke dag."))
    assert texts(session)["Koffie"] == "Elke dag."
    assert (run.counts["changed"], run.counts["same"]) == (1, 1)


def test_undo_removes_what_was_added(session, load):
    run = load()
    undo(run, "coördinator")
    assert texts(session) == {}
    assert run.undone_at
    with pytest.raises(ConflictProblem, match="al teruggedraaid"):
        undo(run, "coördinator")
    assert load().counts["new"] == 2


def test_undo_gives_back_what_was_replaced(session, load):
    load()
    changed = LINES.replace("Elke week.", "Elke dag.")
    undo(load(changed), "coördinator")
    assert texts(session)["Koffie"] == "Elke week."
    assert load() is None
    assert load(changed).counts["changed"] == 1


def test_undo_leaves_what_a_person_changed_since(session, load):
    run = load()
    koffie = session.scalars(select(Initiative).filter_by(name="Koffie")).one()
    before = latest_listing(koffie.id)
    catalogue.rewrite([(koffie.id, listing("Koffie met taart"))], CHANGE)
    undone = undo(run, "coördinator")
    assert (undone.restored, undone.left) == (1, (koffie.id,))
    assert list(texts(session)) == ["Koffie met taart"]
    assert not run.undone_at
    assert [row.name for row in left_page(run, 1).items] == ["Koffie met taart"]
    again = undo(run, "coördinator")
    assert (again.restored, again.left) == (0, (koffie.id,))
    catalogue.rewrite([(koffie.id, before)], CHANGE)
    assert undo(run, "coördinator").left == ()
    assert run.undone_at
    assert texts(session) == {}


def test_what_was_taken_off_the_map_and_put_back_did_not_change(session, load):
    run = load()
    koffie = session.scalars(select(Initiative).filter_by(name="Koffie")).one()
    catalogue.set_status(koffie, Status.PAUSED, CHANGE)
    catalogue.set_status(koffie, Status.PUBLISHED, CHANGE)
    assert undo(run, "coördinator").left == ()


def test_after_undoing_a_part_the_same_file_brings_that_part_again(session, load):
    run = load()
    koffie = session.scalars(select(Initiative).filter_by(name="Koffie")).one()
    catalogue.rewrite([(koffie.id, listing("Koffie met taart"))], CHANGE)
    undo(run, "coördinator")
    counts = load().counts
    assert (counts["new"], counts["same"]) == (1, 1)


def test_an_older_run_goes_back_whole_only_after_a_newer_one(session, load):
    first, second = load(), load(LINES.replace("Elke week.", "Elke dag."))
    assert undo(first, "coördinator").restored == 1
    assert set(texts(session)) == {"Koffie"}
    assert undo(second, "coördinator").left == ()
    assert undo(first, "coördinator").left == ()
    assert texts(session) == {}


def test_a_change_by_a_person_stays_when_the_file_did_not_change(session, load):
    load()
    koffie = session.scalars(select(Initiative).filter_by(name="Koffie")).one()
    catalogue.rewrite([(koffie.id, altered(listing("Koffie"), description="Van mij"))], CHANGE)
    assert load() is None
    assert texts(session)["Koffie"] == "Van mij"
    assert known_listings("lijst").own["1"].edited


def test_what_is_on_the_map_already_is_not_added_again(session, load):
    put(listing("Koffie", at={"town": "Zeist", "precision": "town"}))
    assert load().counts == {"new": 1, "changed": 0, "same": 0, "duplicate": 1, "wrong": 0}


def test_two_people_at_once_is_a_conflict_and_not_a_crash(session, tmp_path):
    path = tmp_path / "lijst.csv"
    path.write_text(LINES)
    one, other = (check_file(path, ImportOptions()) for _ in range(2))
    apply(one.plan, one.origin, "een")
    with pytest.raises(ConflictProblem, match="tegelijk"), session.begin_nested():
        apply(other.plan, other.origin, "ander")


def test_runs_are_listed_the_latest_first(session, load):
    first = load()
    second = load(LINES.replace("week", "dag"))
    assert [run.id for run in runs()] == [second.id, first.id]
    assert get_run(first.id) is first
    with pytest.raises(NotFoundProblem):
        get_run(0)


@pytest.mark.parametrize("form", ["hsds", "osm"])
def test_other_forms_are_applied_repeated_and_taken_back_as_a_list_is(session, tmp_path, form):
    place = {"location": {"latitude": 52.155, "longitude": 5.387, "addresses": [{"city": "Zeist"}]}}
    other = {"location": {"latitude": 52.09, "longitude": 5.12}}
    service = {
        "id": "s1",
        "name": "Koffie",
        "status": "active",
        "service_at_locations": [place, other],
    }
    element = {"type": "node", "id": 1, "lat": 52.155, "lon": 5.387}
    tags = {"name": "Koffie", "amenity": "social_centre"}
    path = document(
        tmp_path, {"hsds": service, "osm": {"elements": [element | {"tags": tags}]}}[form]
    )
    checked = check_file(path, ImportOptions(source="ander"))
    run = apply(checked.plan, checked.origin, "coördinator")
    koffie = session.scalars(select(Initiative).filter_by(name="Koffie")).one()
    assert koffie.source_id == {"hsds": "s1", "osm": "node/1"}[form]
    assert check_file(path, ImportOptions(source="ander")).plan.counts["same"] == 1
    undo(run, "coördinator")
    assert texts(session) == {}
