"""A large import is there whole or not at all, for everybody who looks, and in undo."""

from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from socialmap.catalogue.actions import Change, rewrite
from socialmap.catalogue.history import changed_since, latest_change, latest_listing
from socialmap.catalogue.models import Initiative, Organisation, Revision, Status
from socialmap.catalogue.queries import organisation_names
from socialmap.catalogue.unfinished import RunState
from socialmap.db import db
from socialmap.errors import ConflictProblem
from socialmap.importing.models import OVERTAKEN, ImportRun
from socialmap.importing.queries import get_run, runs
from socialmap.importing.slices import applying, mending, undoing
from socialmap.importing.slices.applying import apply_politely
from socialmap.importing.slices.mending import mend, mend_if_idle
from socialmap.importing.slices.undoing import undo_in_slices
from tests.desk import a_person, sign_in
from tests.importing.slices.conftest import ROWS, begun
from tests.listings import CHANGE, listing, put


def there(*listings):
    """Put listings on the map for good; return their ids."""
    ids = put(*listings)
    db.session.commit()
    return ids


def brought(checked):
    """The run that applied a plan."""
    return apply_politely(checked.plan, checked.origin, "test")


def number(session, model=Initiative):
    return session.scalar(select(func.count()).select_from(model))


def seen(client):
    """The names of the import that each door shows, and the size of the map."""
    sign_in(client, a_person(email=f"{number(db.session, RunState)}-{id(client)}@example.org"))
    desk = client.get("/beheer/lijst?q=paviljoen").text
    public = client.get("/zoeken.json?wat=paviljoen").json
    export = client.get("/beheer/lijst/export/csv").text
    return SimpleNamespace(
        desk="koffiekoffie" in desk,
        export=export.count("Stichting Slag"),
        search=public["total"],
        page=client.get("/initiatief/koffiekoffie-0").status_code,
    )


def test_a_short_plan_and_a_long_one_give_the_same_map(session, plan):
    checked = plan()
    run = apply_politely(checked.plan, checked.origin, "test")
    assert number(session) == ROWS
    assert run.counts["new"] == ROWS
    assert set(session.scalars(select(Revision.import_run_id))) == {run.id}
    assert [one.id for one in runs()] == [run.id]
    assert plan().plan.counts["same"] == ROWS


def test_nobody_sees_a_run_that_is_being_applied(client, session, plan, killed):
    [here] = there(listing("Hier", summary="In het paviljoen."))
    before, mark = seen(client), latest_change()
    run_id = killed(plan())
    assert seen(client) == before
    assert latest_change() == mark
    assert changed_since(mark, 100) == []
    assert list(session.scalars(select(Initiative.id))) == [here]
    assert organisation_names() == []
    assert runs() == []
    with pytest.raises(Exception, match="is er niet"):
        get_run(run_id)


def test_a_killed_run_is_taken_back_and_leaves_nothing(session, plan, killed):
    there(listing("Hier"))
    killed(plan())
    assert mend_if_idle()[0].endswith("brak af en is weggehaald")
    tables = (Initiative, Revision, Organisation, ImportRun, RunState)
    assert [number(session, table) for table in tables] == [1, 1, 0, 0, 0]
    assert mend_if_idle() == []
    brought(plan())
    assert number(session) == 1 + ROWS


def test_an_error_takes_the_run_back_at_once(session, plan):
    checked = plan()
    started = begun(checked)
    with pytest.raises(ConflictProblem):
        applying.write(started, lambda _run: (_ for _ in ()).throw(ConflictProblem("nee")))
    assert (number(session), number(session, ImportRun)) == (0, 0)


def test_the_whole_run_is_there_at_once(client, session, plan):
    mark = latest_change()
    checked = plan()
    apply_politely(checked.plan, checked.origin, "test")
    assert seen(client) == SimpleNamespace(desk=True, export=ROWS, search=ROWS, page=200)
    assert len(changed_since(mark, 100)) == ROWS
    # A mark set while the run was hidden lies after many of its revisions.
    middle = session.scalar(select(func.max(Revision.id))) - 1
    at = latest_change()
    assert len(changed_since(type(at)(middle, ""), 100)) == ROWS


def test_an_organisation_that_somebody_uses_meanwhile_stays(session, plan, killed):
    killed(plan())
    there(listing("Hier", organisation="Stichting Slag"))
    assert organisation_names() == ["Stichting Slag"]
    mend()
    assert organisation_names() == ["Stichting Slag"]


def test_the_desk_can_give_a_name_that_a_hidden_listing_has(session, plan, killed):
    killed(plan())
    [own] = put(listing("koffiekoffie 0"))
    assert session.get(Initiative, own).slug != "koffiekoffie-0"


def test_what_somebody_edits_meanwhile_is_not_written_over(session, plan, monkeypatch):
    brought(plan())
    changed = plan(words=" met soep")
    first = changed.plan.changed[0].id

    monkeypatch.setattr(applying, "MOST_AT_ONCE", 0)
    started = begun(changed)
    rewrite([(first, listing("Van de balie"))], CHANGE)
    db.session.commit()
    applying.write(started, lambda _run: None)
    assert latest_listing(first).name == "Van de balie"
    run = get_run(started.run_id)
    assert (run.counts["changed"], run.counts[OVERTAKEN]) == (ROWS - 1, 1)
    assert latest_listing(changed.plan.changed[1].id).description == "In het paviljoen met soep."


@pytest.mark.parametrize("at_once", [100, 5])
def test_changes_are_written_and_undone_in_slices_too(session, plan, monkeypatch, at_once):
    monkeypatch.setattr(applying, "MOST_AT_ONCE", at_once)
    monkeypatch.setattr(undoing, "MOST_AT_ONCE", at_once)
    brought(plan())
    changed = plan(ROWS + 15, words=" met soep")
    assert changed.plan.counts["changed"] == ROWS
    run = apply_politely(changed.plan, changed.origin, "test")
    texts = set(session.scalars(select(Initiative.description)))
    assert texts == {"In het paviljoen met soep."}
    undone = undo_in_slices(run.id, "test")
    assert (undone.restored, undone.left) == (ROWS + 15, ())
    assert set(session.scalars(select(Initiative.description))) == {"In het paviljoen."}
    assert number(session) == ROWS


@pytest.mark.parametrize("at_once", [100, 5])
def test_a_killed_run_gives_back_what_it_changed(session, plan, killed, monkeypatch, at_once):
    monkeypatch.setattr(applying, "MOST_AT_ONCE", at_once)
    brought(plan())
    killed(plan(ROWS + 15, words=" met soep"))
    assert number(session) == ROWS
    mend()
    assert set(session.scalars(select(Initiative.description))) == {"In het paviljoen."}
    assert number(session) == ROWS
    assert plan(ROWS + 15, words=" met soep").plan.counts["new"] == 15


def test_undoing_removes_all_at_one_moment(client, session, plan, monkeypatch):
    [here] = there(listing("Hier", summary="In het paviljoen."))
    before = seen(client)
    run = brought(plan())
    mark = latest_change()
    with monkeypatch.context() as patched:
        patched.setattr(undoing, "finish_undoing", lambda _run: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            undo_in_slices(run.id, "test")
    assert seen(client) == before
    assert get_run(run.id).undone_at
    assert len(changed_since(mark, 100)) == ROWS
    assert mend_if_idle() == [f"import {run.id} verder teruggedraaid"]
    assert list(session.scalars(select(Initiative.id))) == [here]
    assert organisation_names() == []
    removed = select(func.count()).where(Revision.action == "removed", Revision.actor == "test")
    assert session.scalar(removed) == ROWS


def test_undoing_that_is_killed_before_that_moment_changes_nothing(session, plan, monkeypatch):
    run = brought(plan())
    with monkeypatch.context() as patched:
        patched.setattr(undoing, "_undo_now", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            undo_in_slices(run.id, "test")
    db.session.rollback()
    assert number(session) == ROWS
    assert mend() == []
    assert number(session) == ROWS
    assert undo_in_slices(run.id, "test").restored == ROWS
    assert number(session) == 0


def test_undoing_leaves_what_somebody_changed(session, plan):
    run = brought(plan())
    first, second = session.scalars(select(Initiative.id).order_by(Initiative.name).limit(2)).all()
    rewrite([(first, listing("Van de balie"))], Change(actor="balie"))
    session.get(Initiative, second).status = Status.PUBLISHED
    db.session.commit()
    undone = undo_in_slices(run.id, "test")
    assert (undone.restored, undone.left) == (ROWS - 1, (first,))
    assert list(session.scalars(select(Initiative.name))) == ["Van de balie"]
    assert get_run(run.id).counts["left"] == 1


def test_mending_has_nothing_to_do_with_whole_runs(session, plan):
    brought(plan())
    assert mending.mend() == []
    assert number(session) == ROWS
