"""Confirmations by people stay when the file that a listing came from is read again."""

from datetime import date

import pytest
from sqlalchemy import select

from socialmap.catalogue.models import Initiative
from socialmap.importing.actions import apply, undo
from socialmap.importing.checking import ImportOptions, check_file
from socialmap.importing.queries import runs
from socialmap.upkeep.actions import confirm, pause
from tests.listings import CHANGE

LINES = "id;naam;plaats;beschrijving;nagekeken op\n1;Koffie;Zeist;Elke week.;2026-01-05\n"
LATER = date(2026, 6, 1)


@pytest.fixture
def load(session, tmp_path):
    def load(text=LINES):
        path = tmp_path / "lijst.csv"
        path.write_text(text, encoding="utf-8")
        checked = check_file(path, ImportOptions(source="lijst"))
        apply(checked.plan, checked.origin, "test")
        return checked.plan

    load()
    initiative = session.scalars(select(Initiative)).one()
    confirm([initiative.id], CHANGE, LATER, how="link")
    return load


def koffie(session):
    return session.scalars(select(Initiative)).one()


def test_what_was_only_looked_at_is_the_same(load, session):
    plan = load()
    assert plan.counts["same"] == 1
    assert not [each for each in plan.remarks.groups() if "zelf gewijzigd" in str(each)]
    assert koffie(session).confirmed_on == LATER


def test_a_row_that_changed_keeps_what_people_said(load, session):
    changed = LINES.replace("Elke week.", "Elke dag.")
    assert load(changed).counts["changed"] == 1
    assert (koffie(session).description, koffie(session).confirmed_on) == ("Elke dag.", LATER)
    assert load(changed).counts["same"] == 1


def test_a_file_that_was_looked_at_later_says_so(load, session):
    newer = LINES.replace("2026-01-05", "2026-08-01")
    assert load(newer).counts["changed"] == 1
    assert koffie(session).confirmed_on == date(2026, 8, 1)
    assert load(newer).counts["same"] == 1


def test_an_import_can_go_back_though_somebody_said_that_it_is_right(load, session):
    undo(runs()[0], "test")
    assert session.scalars(select(Initiative)).all() == []


def test_but_what_was_paused_stays(load, session):
    pause(koffie(session), None, CHANGE, LATER)
    assert undo(runs()[0], "test").left == (koffie(session).id,)
