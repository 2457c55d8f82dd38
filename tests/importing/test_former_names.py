"""An import after an organisation was renamed or merged: its former name finds it."""

import pytest
from sqlalchemy import select

from socialmap.catalogue.models import Initiative, Organisation
from socialmap.catalogue.scopes import EVERYWHERE
from socialmap.db import db
from socialmap.importing.actions import apply, undo
from socialmap.importing.checking import ImportOptions, check_file
from socialmap.organisations import merging
from socialmap.organisations.actions import OrganisationFacts, change

LINES = "id;naam;plaats;organisatie\n1;Koffie;Zeist;De Brug\n2;Thee;Soest;De Linde\n"


@pytest.fixture
def plan_of(session, tmp_path):
    def plan_of(text=LINES):
        path = tmp_path / "lijst.csv"
        path.write_text(text, encoding="utf-8")
        return check_file(path, ImportOptions(source="lijst"))

    return plan_of


def applied(checked):
    return apply(checked.plan, checked.origin, "coördinator")


def called(name):
    return db.session.scalar(select(Organisation).where(Organisation.name == name))


def organisations():
    rows = select(Initiative.name, Organisation.name).join(Organisation)
    return dict(db.session.execute(rows).all())


def test_the_same_file_stays_the_same_after_a_merge_and_its_undoing(plan_of):
    applied(plan_of())
    row = merging.merge(called("De Linde"), called("De Brug"), "person:1")
    plan = plan_of().plan
    assert (len(plan.same), plan.changed, list(plan.new)) == (2, [], [])
    merging.undo(row, "person:1")
    assert len(plan_of().plan.same) == 2


def test_later_rows_find_the_one_that_stayed(plan_of):
    applied(plan_of())
    merging.merge(called("De Linde"), called("De Brug"), "person:1")
    run = applied(plan_of(LINES.replace("Koffie", "Koffie!") + "3;Soep;Zeist;De Brug\n"))
    assert set(organisations().values()) == {"De Linde"}
    assert run.organisations == []
    # What was written meanwhile is the same the next time.
    assert (
        len(plan_of(LINES.replace("Koffie", "Koffie!") + "3;Soep;Zeist;De Brug\n").plan.same) == 3
    )


def test_a_renamed_organisation_is_found_and_undoing_the_import_leaves_nothing(plan_of):
    run = applied(plan_of())
    brug = called("De Brug")
    facts = OrganisationFacts(name="Brugwerk")
    change(brug, facts, brug.version, "person:1", EVERYWHERE)
    assert len(plan_of().plan.same) == 2
    assert organisations()["Koffie"] == "Brugwerk"
    undone = undo(run, "person:1")
    assert undone.left == ()
    assert organisations() == {}
    # Somebody gave it its name: it stays, and the other goes.
    assert called("Brugwerk") is not None
    assert called("De Linde") is None
